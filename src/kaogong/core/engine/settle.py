"""Exact values of single rows, with fractions: for explanations and for rows whose declared rounding is in doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from kaogong.core.engine.aggregates import MONTHS, PER_YEAR, link_sides, quoted, text
from kaogong.core.engine.database import Database
from kaogong.core.engine.exact import Quantity, Value, evaluate
from kaogong.core.engine.exact.fractions import whole
from kaogong.core.engine.plan import Frame, FrameKey, node_column
from kaogong.core.engine.relation import DoneFrame
from kaogong.core.methods import terms as t
from kaogong.core.methods.terms import Term

Spot = tuple[str, int]
"""Subject and period number."""


class Exact:
    """Evaluates items of given rows exactly. Stored columns that are exact are read; cut ones are computed again."""

    def __init__(
        self, database: Database, done: Mapping[FrameKey, DoneFrame], pool: Callable[[Frame, str], str]
    ) -> None:
        self._database = database
        self._done = done
        self._pool = pool
        self._rows: dict[tuple[FrameKey, Spot], dict[str, object] | None] = {}
        self._values: dict[tuple[FrameKey, Spot, str], Value] = {}

    def load(self, key: FrameKey, spots: Sequence[Spot]) -> None:
        """Read the stored columns of some rows of a frame: of its table, and of its base for what that does not carry."""
        wanted = [s for s in dict.fromkeys(spots) if (key, s) not in self._rows]
        self._rows.update(((key, spot), None) for spot in wanted)
        done = self._done[key]
        kept = self._database.columns(done.table)
        lacking = [c for c in done.quantities if c not in kept]
        base = self._database.columns(done.base) if lacking and done.base else []
        self._read(
            key, done.table, [c for c in kept if c in done.quantities or c in (*done.frame.labels, "class")], wanted
        )
        if base:
            self._read(key, done.base, [c for c in lacking if c in base], wanted)

    def _read(self, key: FrameKey, table: str, names: Sequence[str], spots: Sequence[Spot]) -> None:
        step = 500
        for start in range(0, len(spots), step):
            part = spots[start : start + step]
            picked = ", ".join(f"t.{quoted(c)}" for c in names)
            query = f"SELECT t.subject, t.period{', ' + picked if picked else ''} FROM {table} AS t {_among(part)}"
            for subject, period, *found in self._database.rows(query):
                spot = (str(subject), int(period))
                self._rows[key, spot] = (self._rows.get((key, spot)) or {}) | dict(zip(names, found, strict=True))

    def row(self, key: FrameKey, spot: Spot) -> dict[str, object] | None:
        """The stored row of a frame; None when the subject was not there."""
        if (key, spot) not in self._rows:
            self.load(key, [spot])
        return self._rows.get((key, spot))

    def value(self, key: FrameKey, spot: Spot, item: str) -> Value:
        """The exact value of an item; None is missing."""
        memo = (key, spot, item)
        if memo not in self._values:
            frame = self._done[key].frame
            if item not in frame.definitions:
                return self._stored(key, spot, node_column(item))
            self._values[memo] = evaluate(frame.definitions[item].term, lambda leaf: self.leaf(key, spot, leaf))
        return self._values[memo]

    def leaf(self, key: FrameKey, spot: Spot, leaf: Term) -> Value:
        """The exact value of a leaf of a term."""
        if isinstance(leaf, t.Node):
            return self.value(key, spot, leaf.item)
        done = self._done[key]
        name = done.frame.column(leaf)
        quantity = done.quantities[name]
        if quantity.exact and not isinstance(leaf, t.Standing) and self.kept(key, spot, name):
            return self._stored(key, spot, name)
        return self._again(key, spot, leaf)

    def kept(self, key: FrameKey, spot: Spot, name: str) -> bool:
        """Whether a column was handed on; one that was not is no missing value, it is computed again."""
        row = self.row(key, spot)
        return row is None or name in row

    def _stored(self, key: FrameKey, spot: Spot, name: str) -> Value:
        row = self.row(key, spot)
        if row is None or row.get(name) is None:
            return None
        return int(row[name]) * self._done[key].quantities[name].unit  # type: ignore[call-overload, no-any-return]

    # --- aggregates over cut values ---------------------------------------------------------------------------------

    def _again(self, key: FrameKey, spot: Spot, leaf: Term) -> Value:
        match leaf:
            case t.GroupStat(stat, term, within):
                return _statistic(stat, self._members(key, spot, term, within))
            case t.Standing():
                return self._standing(key, spot, leaf)
            case t.Earlier(term, steps, year):
                back = steps * (PER_YEAR[key[1]] if year else 1)
                return self._other(key, (spot[0], spot[1] - back), term)
            case t.RollUp():
                return self._rolled(key, spot, leaf)
            case t.LinkStat():
                return self._linked(key, spot, leaf)
            case _:
                return self._stored(key, spot, self._done[key].frame.column(leaf))

    def _other(self, key: FrameKey, spot: Spot, term: Term) -> Value:
        return None if self.row(key, spot) is None else self.leaf(key, spot, term)

    def _members(self, key: FrameKey, spot: Spot, term: Term, within: str) -> list[Fraction]:
        table = self._done[key].table
        pool = self._pool(self._done[key].frame, within)
        mine = (self.row(key, spot) or {}).get(pool.strip('"')) if pool else None
        query = f"SELECT subject FROM {table} WHERE period = {spot[1]}"
        if pool:
            query += f" AND {pool} IS NOT DISTINCT FROM {text(mine) if isinstance(mine, str) else mine if mine is not None else 'NULL'}"
        spots = [(str(subject), spot[1]) for (subject,) in self._database.rows(query)]
        self.load(key, spots)
        found = [self.leaf(key, one, term) for one in spots]
        return [v for v in found if v is not None]

    def _standing(self, key: FrameKey, spot: Spot, place: t.Standing) -> Value:
        mine = self.leaf(key, spot, place.term)
        if mine is None:
            return None
        others = self._members(key, spot, place.term, place.within)
        better = [v for v in others if (v > mine if place.order == "high" else v < mine)]
        same = sum(1 for v in others if v == mine)
        if place.ties == "dense":
            return Fraction(len(set(better)) + 1)
        first = Fraction(len(better) + 1)
        return {"best": first, "worst": first + same - 1, "mean": first + Fraction(same - 1, 2)}[place.ties]

    def _rolled(self, key: FrameKey, spot: Spot, roll: t.RollUp) -> Value:
        source: FrameKey = (roll.sheet or key[0], roll.every)  # type: ignore[assignment]
        parts = whole(MONTHS[key[1]], MONTHS[source[1]])
        scored = self._done[source].scored
        inside = range(spot[1] * parts, (spot[1] + 1) * parts)
        spots = [(spot[0], n) for n in inside if scored is None or n in scored]
        found = [(n, self._other(source, (s, n), roll.term)) for s, n in spots]
        return _rolled([(n - spot[1] * parts, v) for n, v in found if v is not None], roll)

    def _linked(self, key: FrameKey, spot: Spot, link: t.LinkStat) -> Value:
        source: FrameKey = (link.sheet, key[1])
        mine, other = link_sides(link.direction)
        query = f"SELECT {other}, share FROM links WHERE link = {text(link.link)} AND {mine} = {text(spot[0])}"
        node = t.Node(link.sheet, link.item)
        found = [
            (self._other(source, (str(s), spot[1]), node), Fraction(int(share), 1_000_000))
            for s, share in self._database.rows(query)
        ]
        there = [(v, share) for v, share in found if v is not None]
        if link.stat == "weighted":
            return sum((v * share for v, share in there), Fraction(0)) if there else None
        if link.stat == "one":
            return there[0][0] if len(there) == 1 else None
        return _statistic(link.stat, [v for v, _ in there])


def _statistic(stat: str, values: Sequence[Fraction]) -> Value:
    if stat == "count":
        return Fraction(len(values))
    if not values:
        return None
    if stat == "sum_squares":
        return sum((v * v for v in values), Fraction(0))
    return {"sum": sum(values, Fraction(0)), "max": max(values), "min": min(values)}[stat]


def _rolled(values: Sequence[tuple[int, Fraction]], roll: t.RollUp) -> Value:
    if roll.stat == "count":
        return Fraction(len(values))
    if not values:
        return None
    if roll.stat == "last":
        return max(values)[1]
    if roll.stat == "best":
        return sum(sorted((v for _, v in values), reverse=True)[: roll.best], Fraction(0))
    if roll.stat == "weighted":
        return sum((v * roll.weights[n] for n, v in values), Fraction(0))
    if roll.stat == "weight":
        return sum((roll.weights[n] for n, _ in values), Fraction(0))
    return _statistic(roll.stat, [v for _, v in values])


def stored_integer(value: Value, quantity: Quantity) -> int | None:
    """The integer a column holds for a value: exact where it is exact, else cut towards zero."""
    if value is None:
        return None
    scaled = Fraction(value, quantity.unit)
    return int(scaled)


def _among(spots: Sequence[Spot]) -> str:
    """The rest of a query for some rows. A subject alone is named outright, so that a file is read only where it can be."""
    subjects = {subject for subject, _ in spots}
    if len(subjects) == 1:
        periods = ", ".join(str(period) for _, period in spots)
        return f"WHERE t.subject = {text(subjects.pop())} AND t.period IN ({periods})"
    listed = ", ".join(f"({text(subject)}, {period})" for subject, period in spots)
    return f"JOIN (VALUES {listed}) AS w(subject, period) ON w.subject = t.subject AND w.period = t.period"
