"""Places and grades: league tables, ladders with quotas, ceilings and vetoes – all on published totals, all in SQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from sqlglot import exp

from kaogong.core.engine.aggregates import quoted
from kaogong.core.engine.database import Database
from kaogong.core.engine.exact.rounding import rounded_division
from kaogong.core.methods.terms import RoundMode
from kaogong.core.scheme.model import GradeScheme, Ranking, Rung

KEYS = "subject, period, class"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where grading finds what it needs in the frame's table."""

    total: str
    order: tuple[tuple[str, bool], ...] = ()
    """Tie chain: column, and whether more is better."""
    last: str = ""
    """Column that is 1 for subjects ranked last by a veto."""
    reach: tuple[str, ...] = ()
    """For each rung: column that is 1 where its `where` is met; empty: no condition."""
    ceiling: str = ""
    """Column with the best grade code a veto leaves open (0: any)."""
    barred: str = ""
    """Column that is 1 for subjects under a veto that counts against the size of the pool."""
    share: str = ""
    """Column with the uplift factor of the pool's share (scaled by a million), or empty."""
    points: str = ""
    """Column with the uplift of the share in points (scaled by a million), or empty."""
    counts: str = ""
    """Column that is `full` for those who count; empty: everybody does."""

    @property
    def scored(self) -> str:
        """Whether a subject has a place and a grade: it has a total, and it counts."""
        found = f"{quoted(self.total)} IS NOT NULL"
        return f"{found} AND {quoted(self.counts)} = 'full'" if self.counts else found


def _over(pool: str, order: str = "") -> str:
    parts = f"PARTITION BY period{', ' + pool if pool else ''}"
    return f"OVER ({parts}{' ORDER BY ' + order if order else ''})"


def _chain(columns: Columns, *, worst: bool = False) -> str:
    """ORDER BY of a table: vetoed last, then the total, then the tie chain; or the reverse of it."""
    down, up = ("ASC", "DESC") if worst else ("DESC", "ASC")
    parts = [f"{quoted(columns.last)} {up}"] if columns.last else []
    parts.append(f"{quoted(columns.total)} {down} NULLS {'FIRST' if worst else 'LAST'}")
    parts += [
        f"{quoted(name)} {down if high else up} NULLS {'FIRST' if worst else 'LAST'}" for name, high in columns.order
    ]
    return ", ".join(parts)


def rank_sql(ranking: Ranking, columns: Columns, pool: str, table: str, name: str) -> str:
    """The table with a column of places; subjects without a total have none. 1 is best."""
    order = _chain(columns)
    if columns.last:  # a veto's last place is still a place: before those without a total
        order = f"CASE WHEN {quoted(columns.total)} IS NULL THEN 1 ELSE 0 END, {order}"
    if ranking.ties == "listed":
        place = f"ROW_NUMBER() {_over(pool, order + ', subject')}"
    else:
        place = f"{'DENSE_RANK' if ranking.ties == 'dense' else 'RANK'}() {_over(pool, order)}"
    return f"SELECT *, CASE WHEN {columns.scored} THEN {place} END AS {quoted(name)} FROM {table}"


class Ladder:
    """Fills the rungs of a grade scheme, one statement a rung that has a quota."""

    def __init__(self, database: Database, scheme: GradeScheme, columns: Columns, pool: str, unit: Fraction) -> None:
        self._database = database
        self._scheme = scheme
        self._columns = columns
        self._pool = pool
        self._unit = unit

    @property
    def plain(self) -> bool:
        """No rung has a quota: the grade of a subject is its own affair."""
        rungs = self._scheme.ladder
        return self._scheme.ceiling is None and not any(
            r.bottom or r.share is not None or r.places is not None for r in rungs
        )

    def bands(self, source: str, name: str) -> str:
        """The rows of a relation with their grade codes, where no rung has a quota."""
        arms = " ".join(
            f"WHEN {self._eligible(code, rung)} THEN {code}" for code, rung in enumerate(self._scheme.ladder, 1)
        )
        return f"SELECT *, CASE {arms} END AS {quoted(name)} FROM {source}"

    def fill(self, table: str, name: str, pool_of: Callable[[str], str]) -> None:
        """Give the table a column of grade codes (1 = best; NULL: no total)."""
        rows = f"SELECT *, CAST(NULL AS BIGINT) AS {quoted(name)} FROM {table}"
        self._database.create(table + "_g", rows)
        ladder = list(enumerate(self._scheme.ladder, 1))
        bottom = [(code, rung) for code, rung in reversed(ladder) if rung.bottom]
        for code, rung in [*bottom, *((c, r) for c, r in ladder if not r.bottom)]:
            self._rung(table + "_g", name, code, rung)
            ceiling = self._scheme.ceiling
            if ceiling is not None and ceiling.grade == rung.grade:
                self._cut(table + "_g", name, code, pool_of(ceiling.within))
        self._database.create(table, f"SELECT * FROM {table}_g")
        self._database.drop(table + "_g")

    def _eligible(self, code: int, rung: Rung) -> str:
        """Whether a subject with a total reaches a rung."""
        total = quoted(self._columns.total)
        met = [self._columns.scored]
        if rung.floor is not None:
            met.append(
                f"{total} * {self._unit.numerator} * {rung.floor.denominator} >= {rung.floor.numerator} * {self._unit.denominator}"
            )
        if self._columns.reach and self._columns.reach[code - 1]:
            met.append(f"{quoted(self._columns.reach[code - 1])} = 1")
        if self._columns.ceiling:
            met.append(f"({quoted(self._columns.ceiling)} = 0 OR {quoted(self._columns.ceiling)} <= {code})")
        return " AND ".join(met)

    def _rung(self, table: str, name: str, code: int, rung: Rung) -> None:
        eligible = f"{quoted(name)} IS NULL AND {self._eligible(code, rung)}"
        places = self._places(rung)
        if places is None:
            query = f"SELECT * REPLACE (CASE WHEN {eligible} THEN {code} ELSE {quoted(name)} END AS {quoted(name)}) FROM {table}"
            self._database.create(table, query)
            return
        order = _chain(self._columns, worst=rung.bottom)
        first = f"CASE WHEN {eligible} THEN 0 ELSE 1 END, {order}"
        taken = self._taken(rung)
        query = (
            f"SELECT * EXCLUDE (q_e, q_n, q_p, q_w) REPLACE (CASE WHEN q_e AND {taken} THEN {code} ELSE {quoted(name)} END AS {quoted(name)}) "
            f"FROM (SELECT *, {eligible} AS q_e, RANK() {_over(self._pool, first)} AS q_n, "
            f"{self._worst(first, self._pool)} AS q_w, {places} AS q_p FROM {table})"
        )
        self._database.create(table, query)

    @staticmethod
    def _worst(first: str, pool: str) -> str:
        """The last place of those who tie with a subject."""
        parts = f"PARTITION BY period{', ' + pool if pool else ''}"
        return f"COUNT(*) OVER ({parts} ORDER BY {first} RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"

    def _taken(self, rung: Rung) -> str:
        """Who is within the places; what still ties at the edge of the worst grades is spared."""
        spared = self._scheme.ties == "exclude" or (rung.bottom and self._scheme.ties == "chain")
        return "q_w <= q_p" if spared else "q_n <= q_p"

    def _places(self, rung: Rung) -> str | None:
        """SQL of the number of places of a rung in a pool; None: no quota."""
        if rung.places is not None:
            return str(max(rung.places, rung.at_least))
        if rung.share is None:
            return None
        counted = f"{quoted(self._columns.total)} IS NOT NULL"
        if self._scheme.count == "eligible" and self._columns.barred:
            counted += f" AND {quoted(self._columns.barred)} = 0"
        size = f"COUNT(CASE WHEN {counted} THEN 1 END) {_over(self._pool)}"
        share, scale = rung.share, "1"
        best = next((one for one in self._scheme.ladder if one.share is not None), None)
        if self._columns.share and rung is best:
            scale = f"{self._pooled(self._columns.share)}"
            top = f"{size} * {share.numerator} * {scale}"
            under = f"{share.denominator} * 1000000"
        elif self._columns.points and rung is best:
            points = self._pooled(self._columns.points)
            top = f"{size} * ({share.numerator} * 1000000 + {points} * {share.denominator})"
            under = f"{share.denominator} * 1000000"
        else:
            top, under = f"{size} * {share.numerator}", str(share.denominator)
        rounded = integer_division(top, under, self._scheme.rounding)
        return f"GREATEST({rounded}, {rung.at_least})" if rung.at_least else rounded

    def _pooled(self, column: str) -> str:
        """The uplift of a pool: it holds where it holds for every member."""
        return f"MIN({quoted(column)}) {_over(self._pool)}"

    def _cut(self, table: str, name: str, code: int, within: str) -> None:
        """Take the grade back from the lowest totals where all pools together pass the ceiling."""
        ceiling = self._scheme.ceiling
        assert ceiling is not None
        whole = f"COUNT({quoted(self._columns.total)}) {_over(within)}"
        most = integer_division(f"{whole} * {ceiling.share.numerator}", str(ceiling.share.denominator), "down")
        first = f"CASE WHEN {quoted(name)} = {code} THEN 0 ELSE 1 END, {_chain(self._columns)}"
        query = (
            f"SELECT * EXCLUDE (q_w, q_p) REPLACE (CASE WHEN {quoted(name)} = {code} AND q_w > q_p THEN NULL ELSE {quoted(name)} END "
            f"AS {quoted(name)}) FROM (SELECT *, {self._worst(first, within)} AS q_w, {most} AS q_p FROM {table})"
        )
        self._database.create(table, query)


def integer_division(over: str, under: str, mode: RoundMode) -> str:
    """SQL of a rounded division of two non-negative whole numbers."""
    top, bottom = (exp.Paren(this=exp.maybe_parse(one, dialect="duckdb")) for one in (over, under))
    return rounded_division(top, bottom, mode, signed=False).sql("duckdb")
