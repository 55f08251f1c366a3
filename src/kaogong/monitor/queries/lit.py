"""Lights by the database: how many of each there are, and which targets a page of a list shows.

The rule is that of `queries.lights`, to the last digit: nothing is divided that does not come out even, shares are compared
by what they would be multiplied with. A property test holds the two against each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from kaogong.audit.queries import kept
from kaogong.core.scheme.period import Period
from kaogong.monitor.models import Rules
from kaogong.monitor.queries.lights import WORST, months_of
from kaogong.monitor.states import SENT
from kaogong.plan.models import Cycle, Target

LIT: Final = """
WITH spans (period, over, gone, whole) AS (VALUES {spans}),
said AS (
  SELECT t.id, t.indicator_id, t.unit_id, t.due, t.value AS aim, m.value AS node,
    r.id AS sent, r.value, r.standing, s.over, s.gone, s.whole
  FROM plan_target t
  JOIN spans s ON s.period = t.period
  LEFT JOIN monitor_report r ON r.target_id = t.id AND r.period = %(period)s AND r.state = ANY(%(sent)s)
  LEFT JOIN monitor_milestone m ON m.target_id = t.id AND m.period = %(period)s
  WHERE t.id IN ({asked})
),
wanted AS (
  SELECT said.*, i.name, i.place, i.direction, CASE
    WHEN node IS NOT NULL THEN node
    WHEN aim IS NULL THEN NULL
    WHEN i.direction <> 'higher' OR i.splits = 'carried' OR over THEN aim
    WHEN NOT %(even)s::boolean THEN NULL
    ELSE ('1e-' || greatest(scale(aim), i.places))::numeric * sign(aim) * div(
      2 * abs(aim) * gone * ('1e' || greatest(scale(aim), i.places))::numeric + whole, 2 * whole)
    END AS want
  FROM said JOIN plan_indicator i ON i.id = said.indicator_id
),
shared AS (
  SELECT wanted.*,
    CASE WHEN direction <> 'lower' THEN value WHEN value <= 0 THEN 1 ELSE want END AS have,
    CASE WHEN direction <> 'lower' THEN want WHEN value <= 0 THEN 1 ELSE value END AS need
  FROM wanted
),
turned AS (
  SELECT shared.*, CASE
    WHEN sent IS NOT NULL AND value IS NULL AND aim IS NULL
      THEN CASE WHEN standing IN ('unfinished', 'trouble') THEN 0 ELSE 2 END
    WHEN value IS NULL OR want IS NULL OR need <= 0 OR %(green)s::numeric IS NULL OR %(yellow)s::numeric IS NULL THEN 3
    WHEN have * 100 >= %(green)s::numeric * need THEN 2
    WHEN have * 100 >= %(yellow)s::numeric * need THEN 1
    ELSE 0 END AS figure,
  CASE
    WHEN due IS NULL OR %(days)s::integer IS NULL THEN 3
    WHEN sent IS NOT NULL AND standing = 'finished' THEN 2
    WHEN %(day)s::date > due THEN 0
    WHEN %(day)s::date >= due - %(days)s::integer THEN 1
    ELSE 3 END AS clock
  FROM shared
),
lit AS (SELECT turned.*, least(figure, clock) AS light FROM turned)
"""
"""Lights as their place among the worst: red, yellow, green, none."""
SHARE: Final = """CASE WHEN figure <= clock AND value IS NOT NULL AND want IS NOT NULL AND need > 0
  AND %(green)s::numeric IS NOT NULL AND %(yellow)s::numeric IS NOT NULL
  THEN sign(have) * div(2 * abs(have) * 1000 + need, 2 * need) END"""
"""What was reached, in thousandths of the schedule, as it is shown."""
COUNTS: Final = (
    "(SELECT json_agg(ARRAY[light, several]) FROM (SELECT light, count(*) AS several FROM lit GROUP BY light) AS c)"
)
LIGHT: Final = "light = %(light)s"
STATE: Final = (
    "EXISTS (SELECT FROM monitor_report n WHERE n.target_id = lit.id AND n.period = %(period)s AND n.state = %(state)s)"
)
SORTS: Final[Mapping[str, str]] = {
    "name": 'name COLLATE "C"',
    "light": "CASE light WHEN 0 THEN 0 WHEN 3 THEN 1 WHEN 1 THEN 2 ELSE 3 END",
    "unit": "(SELECT coalesce((SELECT short FROM org_unitversion v WHERE v.unit_id = lit.unit_id AND v.since <= %(since)s"
    ' AND (v.until IS NULL OR v.until > %(since)s)), u.code) FROM org_unit u WHERE u.id = lit.unit_id) COLLATE "C"',
    "share": f"({SHARE}) IS NULL {{down}}, ({SHARE})",
}


def _query(found: QuerySet[Target], period: Period, rules: Rules, day: dt.date) -> tuple[str, dict[str, Any]]:
    """The lights of some targets as a relation `lit`, and what goes into it."""
    sql, given = found.order_by().values("pk").query.sql_with_params()
    places = [f"asked{place}" for place in range(len(given))]
    spans = ", ".join(_span(one, period) for one in _periods(rules.cycle)) or "(NULL, false, 0, 1)"
    told = {"period": str(period), "sent": list(SENT), "even": rules.even, "day": day, "days": rules.yellow_days}
    told |= {"green": rules.green_share, "yellow": rules.yellow_share, "since": rules.cycle.since}
    head, *rest = sql.split("%s")
    asked = head + "".join(f"%({one})s{after}" for one, after in zip(places, rest, strict=True))
    return LIT.format(spans=spans, asked=asked), told | dict(zip(places, given, strict=True))


def _periods(cycle: Cycle) -> list[str]:
    """The periods the targets of a cycle are for."""
    found = Target.objects.filter(cycle=cycle).order_by("period").values_list("period", flat=True).distinct()
    return kept(("target periods", cycle.pk), ("plan",), lambda: list(found))


def _span(text: str, period: Period) -> str:
    """A period of targets: whether it is over by the end of the one asked, how many of its months are gone, of how many."""
    months = months_of(text)
    gone = sum(1 for month in months if month <= period.months[-1])
    over = period.months[-1] >= months[-1]
    return f"('{text}', {str(over).lower()}, {gone}, {len(months)})"


def listed(
    found: QuerySet[Target],
    period: Period,
    rules: Rules,
    day: dt.date,
    *,
    light: str = "",
    state: str = "",
    sort: str = "",
) -> tuple[dict[str, int], list[int]]:
    """How many of some targets have each light, and the targets of a light whose report is in a state, in order.

    What is empty does not narrow. The lights are computed once for both.
    """
    sql, told = _query(found, period, rules, day)
    down = "DESC" if sort.startswith("-") else "ASC"
    first = SORTS.get(sort.removeprefix("-"))
    order = f"{first.replace('{down}', down)} {down}, " if first else ""
    narrowed = [words for words, wanted in ((LIGHT, light), (STATE, state)) if wanted]
    where = f"WHERE {' AND '.join(narrowed)}" if narrowed else ""
    told |= {"light": WORST.index(light) if light else None, "state": state}
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} SELECT {COUNTS}, ARRAY(SELECT id FROM lit {where} ORDER BY {order}place, id)", told)
        there, keys = cursor.fetchone()
    counts = dict(there or ())
    return {key: counts.get(place, 0) for place, key in enumerate(WORST)}, keys
