"""Ballots somebody should look at: bursts, patterns that repeat, all questions answered alike, too quick."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext_noop

from kaogong.listen.models import Answer, Project

DOUBTS: Final = {
    "hasty": gettext_noop("用时过短"),
    "straight": gettext_noop("全题同项"),
    "duplicate": gettext_noop("逐项相同"),
    "burst": gettext_noop("短时集中"),
}
FLAGGED = """
WITH days AS (
  SELECT stratum_id, channel, day, count(*) AS n FROM listen_answer WHERE project_id = %(project)s GROUP BY 1, 2, 3
), usual AS (
  SELECT stratum_id, channel, percentile_cont(0.5) WITHIN GROUP (ORDER BY n) AS n FROM days GROUP BY 1, 2 HAVING count(*) >= 3
), bursts AS (
  SELECT d.stratum_id, d.channel, d.day FROM days d JOIN usual u USING (stratum_id, channel)
  WHERE d.n >= u.n * %(times)s AND d.n >= %(least)s
), same AS (
  SELECT stratum_id, channel, day, md5(content::text) AS pattern FROM listen_answer WHERE project_id = %(project)s
    AND (SELECT count(*) FROM jsonb_each(content -> 'u') u, jsonb_each(u.value) q) >= %(questions)s
  GROUP BY 1, 2, 3, 4 HAVING count(*) >= %(repeated)s
), found AS (
  SELECT a.id, to_jsonb(array_remove(ARRAY[
    CASE WHEN a.hasty THEN 'hasty' END,
    CASE WHEN a.flags ? 'straight' THEN 'straight' END,
    CASE WHEN s.pattern IS NOT NULL THEN 'duplicate' END,
    CASE WHEN b.day IS NOT NULL THEN 'burst' END], NULL)) AS flags
  FROM listen_answer a
  LEFT JOIN same s ON s.stratum_id = a.stratum_id AND s.channel = a.channel AND s.day = a.day AND s.pattern = md5(a.content::text)
  LEFT JOIN bursts b ON b.stratum_id = a.stratum_id AND b.channel = a.channel AND b.day = a.day
  WHERE a.project_id = %(project)s
)
UPDATE listen_answer a SET flags = found.flags FROM found WHERE found.id = a.id AND a.flags <> found.flags
"""


def flag(project: Project) -> int:
    """Mark the doubtful ballots of a project; none is left out by that. Gives how many marks changed."""
    given: Mapping[str, Any] = {
        "project": project.pk,
        "times": project.burst_times,
        "least": project.minimum_group,
        "questions": project.duplicate_questions,
        "repeated": project.duplicate_from,
    }
    with connection.cursor() as cursor:
        cursor.execute(FLAGGED, given)
        return int(cursor.rowcount)


def doubtful(project: Project) -> dict[str, tuple[int, int]]:
    """How many ballots each doubt concerns, and how many of them were left out."""
    found = {}
    for key in DOUBTS:
        held = Answer.objects.filter(project=project, flags__contains=[key])
        found[key] = (held.count(), held.filter(excluded=True).count())
    return found
