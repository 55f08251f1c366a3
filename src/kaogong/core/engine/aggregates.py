"""SQL for aggregates over events, ratings, links, history and other frames.

Every kind is one statement for all items of a frame: the tariff, or the trimming, of each item is a row of a small table
the statement joins, and the results are turned into columns at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kaogong.core.engine.exact.fractions import whole
from kaogong.core.engine.exact.integers import common_unit, fits, too_large
from kaogong.core.methods import terms as t
from kaogong.core.scheme.model import Every, Ratings

MILLION = Fraction(1, 1_000_000)
MONTHS: Mapping[Every, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
PER_YEAR: Mapping[Every, int] = {"month": 12, "quarter": 4, "half": 2, "year": 1}


@dataclass(frozen=True, slots=True)
class Source:
    """A relation to be joined to a frame on subject and period, and the unit of each of its columns.

    `zero`: columns that are 0 where there is no row. `key`: joined on subject and the period, on subject and `period` as
    the year of the period, or on the subject alone.
    """

    sql: str
    units: Mapping[str, Fraction]
    zero: frozenset[str] = frozenset()
    key: Literal["period", "year", "subject"] = "period"


def text(value: str | None) -> str:
    """An SQL string."""
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"


def values(rows: Iterable[Sequence[str]]) -> str:
    """The rows of a VALUES list."""
    return ", ".join("(" + ", ".join(row) + ")" for row in rows)


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def wider(expression: str, shorter: Every, longer: Every) -> str:
    """The number of the longer period that holds a shorter one."""
    factor = whole(MONTHS[longer], MONTHS[shorter])
    return expression if factor == 1 else f"({expression}) // {factor}"


def month_of(day: str) -> str:
    """The month number of a date number."""
    moment = f"(DATE '1970-01-01' + CAST({day} AS INTEGER))"
    return f"(EXTRACT(YEAR FROM {moment}) * 12 + EXTRACT(MONTH FROM {moment}) - 1)"


# --- events -------------------------------------------------------------------------------------------------------


def event_unit(rule: t.EventMarks, most: int) -> Fraction:
    """The unit in which the marks of a rule are whole numbers, for at most so many events of a subject."""
    marks = [abs(r.marks) for r in rule.rules] + [abs(m) for m in rule.nth]
    marks += [abs(cap) for _, cap in rule.cap_each]
    steps = [Fraction(1, max(m.denominator, 1)) for m in marks]
    unit = Fraction(common_unit(steps or [Fraction(1)]), _plain(rule, most))
    return unit * MILLION if rule.per == "quantity" else unit


def _plain(rule: t.EventMarks, most: int) -> int:
    """The whole number that stands for a factor of one: every power of the rule's factor is whole in its unit."""
    return rule.repeat_factor.denominator ** max(most - rule.repeat_from + 1, 0) if rule.repeat_from else 1


def most_events(every: Every, links: Iterable[str]) -> str:
    """SQL of the most confirmed events that count for one subject in one period, also through one of the links."""
    via = f"l.link IN ({', '.join(text(one) for one in links) or 'NULL'}) AND l.to_subject = e.subject"
    month = wider(month_of("e.day"), "month", every)
    counts = (
        f"SELECT COUNT(*) AS n FROM events AS e {join} WHERE e.state = 'confirmed' GROUP BY {subject}, e.ledger, {month}"
        for join, subject in (("", "e.subject"), (f"JOIN links AS l ON {via}", "l.link, l.from_subject"))
    )
    return f"SELECT COALESCE(MAX(n), 0) FROM ({' UNION ALL '.join(counts)}) AS c"


def event_source(rules: Mapping[str, t.EventMarks], every: Every, most: int) -> Source:
    """Marks of events for all items of a frame. Columns are the keys of `rules`; `most`: events of any one subject."""
    units = {column: event_unit(rule, most) for column, rule in rules.items()}
    tariff: list[list[str]] = []
    options: list[list[str]] = []
    repeats: list[list[str]] = []
    caps: list[list[str]] = []
    for k, (column, rule) in enumerate(rules.items()):
        scale = Fraction(units[column], MILLION) if rule.per == "quantity" else units[column]
        for order, line in enumerate(rule.rules):
            marks = str(int(Fraction(line.marks, scale * _plain(rule, most))))
            tariff.append(
                [
                    str(k),
                    str(order),
                    text(rule.ledger),
                    text(line.kind),
                    text(line.severity),
                    text(line.finder),
                    marks,
                ]
            )
        highest = rule.highest_per or ("incident" if rule.per == "incident" else "")
        last = str(len(rule.nth) or most)
        plain = _whole(_plain(rule, most))
        options.append([str(k), text(rule.via or None), text(highest), str(rule.free), text(rule.per), last, plain])
        repeats.extend([str(k), *row] for row in _repeats(rule, scale, most))
        caps.extend([str(k), text(kind), str(int(Fraction(cap, units[column])))] for kind, cap in rule.cap_each)
    sql = _EVENTS.format(
        month=wider(month_of("e.day"), "month", every),
        tariff=values(tariff),
        options=values(options),
        repeats=values(repeats or [["-1", "0", "NULL", "1"]]),
        caps=values(caps or [["-1", "''", "0"]]),
    )
    picked = ", ".join(f"SUM(CASE WHEN k = {k} THEN marks END) AS {quoted(column)}" for k, column in enumerate(rules))
    pivot = f"SELECT subject, period, {picked} FROM ({sql}) GROUP BY subject, period"
    shared = {column: units[column] * rules[column].share for column in rules}
    return Source(pivot, shared, frozenset(rules))


def _repeats(rule: t.EventMarks, scale: Fraction, most: int) -> list[list[str]]:
    """Rows (n, marks instead, factor): what the n-th event earns. Factors are whole numbers, `_plain` standing for one."""
    if rule.nth:
        return [[str(n), str(int(Fraction(marks, scale))), "1"] for n, marks in enumerate(rule.nth, 1)]
    if not rule.repeat_from:
        return []
    plain, factor = _plain(rule, most), rule.repeat_factor
    times = ((n, factor ** (n - rule.repeat_from + 1) * plain) for n in range(rule.repeat_from, most + 1))
    return [[str(n), "NULL", _whole(int(by))] for n, by in times]


def _whole(number: int) -> str:
    """A factor as a 128-bit integer."""
    if not fits(number):
        raise too_large("repeat")
    return f"CAST({number} AS HUGEINT)"


_EVENTS = """
WITH tariff(k, line, ledger, kind, severity, finder, marks) AS (VALUES {tariff}),
options(k, via, highest, free, per, last, plain) AS (VALUES {options}),
repeats(k, n, instead, factor) AS (VALUES {repeats}),
caps(k, kind, cap) AS (VALUES {caps}),
matched AS (
  SELECT r.k, e.id, e.subject, {month} AS period, e.day, e.kind, COALESCE('i' || e.incident, 'e' || e.id) AS incident, e.quantity, r.marks,
         ROW_NUMBER() OVER (PARTITION BY r.k, e.id ORDER BY r.line) AS first
  FROM events AS e JOIN tariff AS r ON e.ledger = r.ledger
   AND (r.kind IS NULL OR r.kind = e.kind) AND (r.severity IS NULL OR r.severity = e.severity)
   AND (r.finder IS NULL OR r.finder = e.finder)
  WHERE e.state = 'confirmed'
),
placed AS (
  SELECT m.k, m.id, CASE WHEN o.via IS NULL THEN m.subject ELSE l.from_subject END AS subject, m.period, m.day, m.kind,
         CASE o.highest WHEN 'incident' THEN m.incident WHEN 'subject' THEN '' ELSE m.id END AS incident, m.quantity, m.marks, o.free, o.per, o.last, o.plain
  FROM matched AS m JOIN options AS o ON o.k = m.k LEFT JOIN links AS l ON l.link = o.via AND l.to_subject = m.subject
  WHERE m.first = 1 AND (o.via IS NULL OR l.from_subject IS NOT NULL)
),
dearest AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY k, subject, period, incident ORDER BY ABS(marks) DESC, day, id) AS rank_in FROM placed
),
numbered AS (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY k, subject, period ORDER BY day, id) - free AS n FROM dearest WHERE rank_in = 1
),
earned AS (
  SELECT d.k, d.subject, d.period, d.kind,
         COALESCE(p.instead, d.marks * COALESCE(p.factor, d.plain)) * CASE WHEN d.per = 'quantity' THEN d.quantity ELSE 1 END AS marks
  FROM numbered AS d LEFT JOIN repeats AS p ON p.k = d.k AND p.n = LEAST(d.n, d.last) WHERE d.n > 0
),
kinds AS (SELECT k, subject, period, kind, SUM(marks) AS marks FROM earned GROUP BY k, subject, period, kind)
SELECT d.k, d.subject, d.period,
       SUM(CASE WHEN c.cap IS NULL THEN d.marks WHEN d.marks > c.cap THEN c.cap WHEN d.marks < -c.cap THEN -c.cap ELSE d.marks END) AS marks
FROM kinds AS d LEFT JOIN caps AS c ON c.k = d.k AND c.kind = d.kind GROUP BY d.k, d.subject, d.period
"""


# --- ratings ------------------------------------------------------------------------------------------------------


def rating_source(stats: Mapping[str, t.RatingStat], declared: Mapping[str, Ratings], every: Every) -> Source:
    """Ballots of all rating items of a frame. Columns are the keys of `stats`."""
    options = []
    units: dict[str, Fraction] = {}
    picked = []
    for k, (column, s) in enumerate(stats.items()):
        share = s.trim_share
        trims = [
            str(s.trim_high),
            str(s.trim_low),
            str(s.trim_from),
            str(share.numerator),
            str(share.denominator),
        ]
        question = text(s.question or None)
        options.append([str(k), text(s.ratings), text(s.group), question, *trims])
        units[column] = Fraction(1, 10 ** declared[s.ratings].places) if s.stat == "sum" else Fraction(1)
        measure = {
            "sum": "SUM(CASE WHEN kept THEN value END)",
            "count": "COUNT(CASE WHEN kept THEN 1 END)",
            "issued": "COUNT(*)",
        }
        whole = (
            measure[s.stat]
            .replace("CASE WHEN kept", f"CASE WHEN k = {k} AND kept")
            .replace("*", f"CASE WHEN k = {k} THEN 1 END")
        )
        picked.append(f"{whole} AS {quoted(column)}")
    sql = _RATINGS.format(month=wider("r.month", "month", every), options=values(options))
    pivot = f"SELECT subject, period, {', '.join(picked)} FROM ({sql}) GROUP BY subject, period"
    return Source(pivot, units, frozenset(c for c, s in stats.items() if s.stat != "sum"))


_RATINGS = """
WITH options(k, ratings, rater_group, question, high, low, enough, share_over, share_under) AS (VALUES {options}),
ballots AS (
  SELECT o.k, r.subject, {month} AS period, r.value, r.valid AND r.value IS NOT NULL AS valid, o.high, o.low, o.enough, o.share_over, o.share_under
  FROM ratings AS r JOIN options AS o ON o.ratings = r.ratings AND o.rater_group = r.rater_group
   AND (o.question IS NULL OR o.question = r.question)
),
placed AS (
  SELECT *, COUNT(CASE WHEN valid THEN 1 END) OVER (PARTITION BY k, subject, period) AS standing,
         ROW_NUMBER() OVER (PARTITION BY k, subject, period, valid ORDER BY value) AS from_low,
         ROW_NUMBER() OVER (PARTITION BY k, subject, period, valid ORDER BY value DESC) AS from_high
  FROM ballots
)
SELECT k, subject, period, value,
       valid AND (standing < enough OR (from_low > low + standing * share_over // share_under
                                        AND from_high > high + standing * share_over // share_under)) AS kept
FROM placed
"""


# --- links, history, other frames -----------------------------------------------------------------------------------


def link_sides(direction: str) -> tuple[str, str]:
    """Columns of the links table: this subject's, the other's."""
    return ("from_subject", "to_subject") if direction == "down" else ("to_subject", "from_subject")


def link_count(column: str, count: t.LinkCount) -> Source:
    """How many subjects are linked."""
    mine, _ = link_sides(count.direction)
    sql = (
        f"SELECT {mine} AS subject, COUNT(*) AS {quoted(column)} FROM links "
        f"WHERE link = {text(count.link)} GROUP BY {mine}"
    )
    return Source(sql, {column: Fraction(1)}, frozenset([column]), key="subject")


def link_stat(column: str, stat: t.LinkStat, table: str, node: str, unit: Fraction) -> Source:
    """A statistic over the linked subjects' values in a frame's table."""
    mine, other = link_sides(stat.direction)
    value = f"o.{quoted(node)}"
    measure = {
        "sum": f"SUM({value})",
        "min": f"MIN({value})",
        "max": f"MAX({value})",
        "one": f"CASE WHEN COUNT({value}) = 1 THEN MAX({value}) END",
        "count": f"COUNT({value})",
        "weighted": f"SUM({value} * l.share)",
    }[stat.stat]
    units = {"count": Fraction(1), "weighted": unit * MILLION}
    sql = (
        f"SELECT l.{mine} AS subject, o.period, {measure} AS {quoted(column)} FROM links AS l "
        f"JOIN {table} AS o ON o.subject = l.{other} WHERE l.link = {text(stat.link)} GROUP BY l.{mine}, o.period"
    )
    return Source(
        sql,
        {column: units.get(stat.stat, unit)},
        frozenset([column]) if stat.stat == "count" else frozenset(),
    )


def roll_ups(
    rolls: Mapping[str, t.RollUp],
    table: str,
    nodes: Mapping[str, str],
    units: Mapping[str, Fraction],
    every: Every,
    scored: Iterable[int] | None = None,
) -> Source:
    """All roll-ups from one shorter frame.

    `nodes`: the column each reads; `units`: that column's unit; `scored`: the periods that count (None: all).
    """
    picked = []
    found: dict[str, Fraction] = {}
    zero = set()
    shorter: Every = next(iter(rolls.values())).every  # type: ignore[assignment]
    longer = wider("period", shorter, every)
    parts = whole(MONTHS[every], MONTHS[shorter])
    for column, roll in rolls.items():
        value = quoted(nodes[column])
        found[column] = units[column]
        if roll.stat in ("count", "rows"):
            zero.add(column)
            found[column] = Fraction(1)
        picked.append(f"{_rolled(column, roll, value, parts, found)} AS {quoted(column)}")
    ranked = ", ".join(
        f"ROW_NUMBER() OVER (PARTITION BY subject, {longer} ORDER BY {quoted(nodes[c])} DESC NULLS LAST) AS {quoted('best_' + c)}"
        for c, roll in rolls.items()
        if roll.stat == "best"
    )
    counted = "" if scored is None else f" WHERE period IN ({', '.join(str(n) for n in sorted(scored))})"
    source = f"(SELECT *{', ' + ranked if ranked else ''} FROM {table}{counted})"
    sql = f"SELECT subject, {longer} AS period, {', '.join(picked)} FROM {source} GROUP BY subject, {longer}"
    return Source(sql, found, frozenset(zero))


def _rolled(column: str, roll: t.RollUp, value: str, parts: int, found: dict[str, Fraction]) -> str:
    """The SQL of one roll-up; weights change the unit of its column."""
    if roll.stat == "rows":
        return "COUNT(*)"
    if roll.stat == "last":
        return f"ARG_MAX({value}, CASE WHEN {value} IS NULL THEN NULL ELSE period END)"
    if roll.stat == "best":
        return f"SUM(CASE WHEN {quoted('best_' + column)} <= {roll.best} THEN {value} END)"
    if roll.stat in ("weighted", "weight"):
        unit = common_unit([Fraction(1, w.denominator) for w in roll.weights])
        arms = " ".join(f"WHEN {n} THEN {int(Fraction(w, unit))}" for n, w in enumerate(roll.weights))
        weight = f"CASE period - (period // {parts}) * {parts} {arms} ELSE 0 END"
        found[column] = unit * (found[column] if roll.stat == "weighted" else 1)
        there = f"CASE WHEN {value} IS NULL THEN NULL ELSE {weight} END"
        return f"SUM({value} * {weight})" if roll.stat == "weighted" else f"SUM({there})"
    return f"{roll.stat.upper()}({value})"


def history_value(column: str, history: t.History, codes: Mapping[str, int], unit: Fraction) -> Source:
    """A past result, by the year it is read in. Grades are coded by `codes`."""
    arms = " ".join(f"WHEN {text(grade)} THEN {code}" for grade, code in codes.items())
    value = {
        "score": "MAX(score)",
        "rank": "MAX(rank)",
        "grade": f"MAX(CASE grade {arms or 'WHEN NULL THEN 0'} END)",
    }[history.what]
    sql = f"SELECT subject, year + {history.years} AS period, {value} AS {quoted(column)} FROM history GROUP BY subject, year"
    return Source(sql, {column: unit if history.what == "score" else Fraction(1)}, key="year")


def prior_streak(column: str, streak: t.PriorStreak, years: Sequence[int]) -> Source:
    """Years running, ending with last year, in which the grade was one of these."""
    listed = ", ".join(text(one) for one in streak.grades)
    sql = (
        f"SELECT subject, asked AS period, COUNT(*) AS {quoted(column)} FROM (SELECT h.subject, y.asked, h.year, "
        f"ROW_NUMBER() OVER (PARTITION BY h.subject, y.asked ORDER BY h.year DESC) AS n FROM "
        f"(SELECT DISTINCT subject, year FROM history WHERE grade IN ({listed})) AS h "
        f"JOIN (VALUES {values([[str(y)] for y in years])}) AS y(asked) ON h.year < y.asked) "
        f"WHERE year = asked - n GROUP BY subject, asked"
    )
    return Source(sql, {column: Fraction(1)}, frozenset([column]), key="year")


def prior_graded(column: str, graded: t.PriorGraded, years: Sequence[int]) -> Source:
    """In how many of the years before the grade was one of these."""
    listed = ", ".join(text(one) for one in graded.grades)
    sql = (
        f"SELECT h.subject, y.asked AS period, COUNT(DISTINCT h.year) AS {quoted(column)} FROM history AS h "
        f"JOIN (VALUES {values([[str(y)] for y in years])}) AS y(asked) "
        f"ON h.year < y.asked AND h.year >= y.asked - {graded.years} WHERE h.grade IN ({listed}) GROUP BY h.subject, y.asked"
    )
    return Source(sql, {column: Fraction(1)}, frozenset([column]), key="year")
