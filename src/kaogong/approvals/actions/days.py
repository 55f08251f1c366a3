"""Working days as ordinals: counted once, so that every duration is a difference."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.utils.translation import gettext as _

from kaogong.approvals.actions.projection import project
from kaogong.approvals.guards import ROOM, demand_here, may_keep, powers_of
from kaogong.approvals.models import Case, WorkDay
from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account
from kaogong.org.queries import calendar

FIRST, LAST = dt.date(2000, 1, 1), dt.date(2060, 12, 31)
SLICE = 200_000
MOVED = """
SELECT EXISTS (
  SELECT 1 FROM approvals_workday w LEFT JOIN org_holiday h USING (day)
  WHERE w.working <> coalesce(h.working, extract(isodow FROM w.day) < 6)
) OR NOT EXISTS (SELECT 1 FROM approvals_workday)
"""


def days_moved() -> bool:
    """Whether the calendar of the installation has changed since the days were counted."""
    with connection.cursor() as cursor:
        cursor.execute(MOVED)
        return bool(cursor.fetchone()[0])


@action
def count_days(*, by: Account | None, first: dt.date = FIRST, last: dt.date = LAST) -> int:
    """Count the working days anew by the calendar of the installation, and every clock with them."""
    demand_here(by, may_keep(by) if by else "", "count_days", "approvals.workday")
    if last < first:
        raise Refused(_("最后一天早于第一天。请改。"), "last")
    work, number = calendar(), 0
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE approvals_workday IN EXCLUSIVE MODE")
        cursor.execute("DELETE FROM approvals_workday")
        with cursor.copy("COPY approvals_workday (day, number, working) FROM STDIN") as copy:
            for step in range((last - first).days + 1):
                day = first + dt.timedelta(days=step)
                works = work.works(day)
                number += works
                copy.write_row((day, number, works))
        cursor.execute("ANALYZE approvals_workday")
    _again()
    told = {"first": str(first), "last": str(last), "working": number}
    record(by=by, room=ROOM, verb="count_days", subject="approvals.workday", powers=powers_of(by), new=told)
    return WorkDay.objects.count()


def _again() -> None:
    """Every case by the new days, a slice at a time."""
    last = Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for start in range(0, last + 1, SLICE):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE IF NOT EXISTS touched (id bigint) ON COMMIT DROP")
            cursor.execute("TRUNCATE touched")
            cursor.execute(
                "INSERT INTO touched SELECT id FROM approvals_case WHERE id > %s AND id <= %s", [start, start + SLICE]
            )
            project(cursor)
