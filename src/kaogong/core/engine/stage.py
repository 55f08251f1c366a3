"""One SELECT for each stage of a frame: aggregates over the frame, then layers of definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from sqlglot import exp

from kaogong.core.engine.aggregates import PER_YEAR, link_stat, quoted, wider
from kaogong.core.engine.compose import PASSING
from kaogong.core.engine.exact import Lowerer, Quantity
from kaogong.core.engine.exact import integers as ints
from kaogong.core.engine.exact.printing import printed
from kaogong.core.engine.participation import APART
from kaogong.core.engine.plan import Frame, node_column
from kaogong.core.engine.relation import KEYS
from kaogong.core.methods import terms as t
from kaogong.core.methods.terms import Term
from kaogong.core.methods.walk import leaves

CUT = "c_"
"""Prefix of the boolean column that says whether a stored value was cut."""


def passing(column: str) -> bool:
    """Whether a column only serves on the way to another: the marks of an item before limits and stand-ins, what was cut."""
    return column.startswith(CUT) or column.endswith(PASSING)


@dataclass(slots=True)
class StageSql:
    """The statement of a stage: its SQL, the columns it adds, and whether any row can be in doubt."""

    sql: str
    added: list[str] = field(default_factory=list)
    doubtful: bool = False


@dataclass(slots=True)
class Layer:
    """Definitions that read only columns of the layers below."""

    picked: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    doubt: str = ""

    def add(self, column: str, sql: str) -> None:
        """One more column."""
        self.columns.append(column)
        self.picked.append(f"{sql} AS {quoted(column)}")


class StageBuilder:
    """Writes the statements of one frame. `quantities` grows with every column computed.

    `rows`: how many there are at most, rounded up to a power of two less one.
    `lean`: no columns that say in which rows a value was cut; every row of a cut column then counts as cut.
    """

    def __init__(
        self, frame: Frame, quantities: dict[str, Quantity], rows: int, group: str, *, lean: bool = False
    ) -> None:
        self._frame = frame
        self._quantities = quantities
        self.rows = (1 << rows.bit_length()) - 1 or 1
        self._group = group
        self._lean = lean

    def pool(self, within: str) -> str:
        """The column of a pool; empty for all."""
        if within == "group":
            within = self._group or "class"
        if APART + within in self._frame.labels:
            return quoted(APART + within)
        if within == "all":
            return ""
        return "class" if within == "class" else quoted(within if within in self._frame.labels else "a_" + within)

    def build(self, stage: int, table: str, kept: Callable[[str], bool]) -> StageSql:
        """The statement of a stage over the table of the stage before. `kept`: which columns go on."""
        source = f"SELECT * FROM {table}"
        added: list[str] = []
        inside = [leaf for leaf, name in self._frame.inside.items() if self._frame.stage.get(name) == stage]
        doubts: list[str] = []
        if inside:
            source, doubts = self._aggregated(inside, table)
            added.extend(self._frame.inside[leaf] for leaf in inside)
        names = [n for n in self._frame.definitions if self._frame.stage[node_column(n)] == stage]
        layers: list[Layer] = []
        for number in range(max((self._frame.layer[n] for n in names), default=-1) + 1):
            here = [n for n in names if self._frame.layer[n] == number]
            layers.append(self._layer(here, f"d{stage}_{number}"))
            added.extend(layers[-1].columns)
        doubts.extend(one.doubt for one in layers if one.doubt)
        columns = [c for c in dict.fromkeys([*self._carried(), *added]) if kept(c)]
        listed = ", ".join([*KEYS, *(quoted(c) for c in [*self._frame.labels, *columns])])
        doubt = f", {' OR '.join(doubts)} AS doubt" if doubts else ""
        body = self._stacked(source, layers, [*columns, *doubts])
        return StageSql(f"SELECT {listed}{doubt} FROM ({body})", added, bool(doubts))

    def _stacked(self, source: str, layers: list[Layer], wanted: list[str]) -> str:
        """One SELECT round the other; each hands on only what those outside it ask for."""
        heads: list[str] = []
        for layer in reversed(layers):
            carried = [c for c in wanted if c not in layer.columns and c != layer.doubt]
            own = [quoted(c) for c in [*self._frame.labels, *carried]]
            heads.append(", ".join([*KEYS, *dict.fromkeys(own), *layer.picked]))
            wanted = list(dict.fromkeys([*carried, *layer.reads]))
        for head in reversed(heads):
            source = f"SELECT {head} FROM ({source})"
        return source

    def _carried(self) -> list[str]:
        cuts = [q.cut.name for q in self._quantities.values() if isinstance(q.cut, exp.Column)]
        return [*self._quantities, *cuts]

    # --- definitions ----------------------------------------------------------------------------------------------

    def quantity(self, leaf: Term) -> Quantity:
        """What is known of the column of a leaf."""
        return self._quantities[self._frame.column(leaf)]

    def _layer(self, names: list[str], mark: str) -> Layer:
        lowerer = Lowerer(self.quantity)
        found: list[tuple[str, Quantity]] = []
        layer = Layer()
        for name in names:
            term = self._frame.definitions[name].term
            lowered = lowerer.order(term) if name in self._frame.ordering else lowerer.value(term)
            kept = lowered if name in self._frame.ordering else ints.storable(lowered)
            found.append((name, ints.narrowed(kept)))
            layer.reads.extend(self._read(term))
        for name, q in found:
            column = node_column(name)
            sql = printed(q.sql)
            layer.add(column, "CAST(NULL AS BIGINT)" if q.absent else sql)
            cut: exp.Expression | None = None
            if q.cut is not None and self._lean:
                cut = exp.true()
            elif q.cut is not None:
                layer.add(CUT + name, f"COALESCE({printed(q.cut)}, FALSE)")
                cut = exp.column(CUT + name, quoted=True)
            stored = exp.column(column, quoted=True)
            self._quantities[column] = replace(q, sql=stored, cut=cut, constant=None, absent=False)
        if lowerer.doubts:
            whole = " OR ".join(f"COALESCE({printed(d)}, FALSE)" for d in lowerer.doubts)
            layer.picked.append(f"{whole} AS {mark}")
            layer.doubt = mark
        return layer

    def _read(self, term: Term) -> list[str]:
        """The columns a term reads."""
        columns = list(dict.fromkeys(self._frame.column(leaf) for leaf in leaves(term)))
        cuts = (self._quantities[c].cut for c in columns)
        return [*columns, *(cut.name for cut in cuts if isinstance(cut, exp.Column))]

    # --- aggregates over the frame --------------------------------------------------------------------------------

    def _aggregated(self, inside: list[Term], table: str) -> tuple[str, list[str]]:
        picked: list[str] = []
        joins: list[str] = []
        doubts: list[str] = []
        for n, leaf in enumerate(inside):
            name = self._frame.inside[leaf]
            match leaf:
                case t.GroupStat():
                    picked.append(f"{self._statistic(leaf, name)} AS {quoted(name)}")
                case t.Standing():
                    picked.append(f"{self._place(leaf, name)} AS {quoted(name)}")
                    doubts.extend(self._place_doubt(leaf, f"dp_{name}", picked))
                case t.Lasting():
                    self._lasting(leaf, name, table, picked)
                case t.Earlier():
                    self._earlier(leaf, name, n, table, picked, joins)
                case t.LinkStat():
                    self._linked(leaf, name, n, table, picked, joins)
                case _:
                    raise AssertionError(leaf)
        inner = f"SELECT p.*, {', '.join(picked)} FROM {table} AS p {' '.join(joins)}"
        return inner, doubts

    def _over(self, within: str, order: str = "") -> str:
        pool = self.pool(within)
        parts = f"p.period{', p.' + pool if pool else ''}"
        return f"OVER (PARTITION BY {parts}{' ORDER BY ' + order if order else ''})"

    def _statistic(self, stat: t.GroupStat, name: str) -> str:
        q = self.quantity(stat.term)
        value = f"p.{quoted(self._frame.column(stat.term))}"
        over = self._over(stat.within)
        rows = Fraction(self.rows)
        cut = None if q.exact else exp.true()
        if stat.stat in ("max", "min"):
            self._quantities[name] = self._stored(name, replace(q, cut=cut, nullable=True))
            return f"{stat.stat.upper()}({value}) {over}"
        if stat.stat == "count":
            self._quantities[name] = ints.column(name, Fraction(1), Fraction(0), rows, nullable=False)
            return f"COUNT({value}) {over}"
        if stat.stat == "sum_squares":
            q = ints.multiply(q, q)
            value = f"CAST({value} AS HUGEINT) * {value}"
        wide = q.integers * self.rows > ints.NARROW
        low, high = min(q.low, Fraction(0)) * rows, max(q.high, Fraction(0)) * rows
        summed = replace(
            q,
            low=low,
            high=high,
            below=q.below * rows,
            above=q.above * rows,
            cut=cut,
            wide=wide,
            nullable=True,
        )
        self._quantities[name] = self._stored(name, summed)
        total = f"SUM({value}) {over}"
        return total if wide else f"CAST({total} AS BIGINT)"

    @staticmethod
    def _stored(name: str, q: Quantity) -> Quantity:
        return replace(q, sql=exp.column(name, quoted=True), constant=None, absent=False)

    def _place(self, place: t.Standing, name: str) -> str:
        value = f"p.{quoted(self._frame.column(place.term))}"
        order = f"{value} {'DESC' if place.order == 'high' else 'ASC'} NULLS LAST"
        over = self._over(place.within, order)
        ranked = f"{'DENSE_RANK' if place.ties == 'dense' else 'RANK'}() {over}"
        unit = Fraction(1)
        if place.ties in ("worst", "mean"):
            pool = self.pool(place.within)
            same = f"COUNT(*) OVER (PARTITION BY p.period{', p.' + pool if pool else ''}, {value})"
            ranked = f"{ranked} + {same} - 1" if place.ties == "worst" else f"2 * {ranked} + {same} - 1"
            unit = Fraction(1, 2) if place.ties == "mean" else unit
        self._quantities[name] = ints.column(name, unit, Fraction(0), Fraction(self.rows))
        return f"CASE WHEN {value} IS NOT NULL THEN {ranked} END"

    def _place_doubt(self, place: t.Standing, mark: str, picked: list[str]) -> list[str]:
        """Neighbours closer than the stored values tell apart are in doubt."""
        q = self.quantity(place.term)
        if q.exact or q.cut is None:
            return []
        value = f"p.{quoted(self._frame.column(place.term))}"
        near = int(Fraction(q.below + q.above, q.unit)) + 1
        over = self._over(place.within, f"{value} NULLS LAST")
        cut = f"p.{printed(q.cut)}" if isinstance(q.cut, exp.Column) else "TRUE"
        pairs = [
            f"({value} - LAG({value}) {over} <= {near} AND ({cut} OR LAG({cut}) {over}))",
            f"(LEAD({value}) {over} - {value} <= {near} AND ({cut} OR LEAD({cut}) {over}))",
        ]
        picked.append(f"COALESCE({' OR '.join(pairs)}, FALSE) AS {mark}")
        return [mark]

    def _earlier(self, leaf: t.Earlier, name: str, n: int, table: str, picked: list[str], joins: list[str]) -> None:
        back = leaf.steps * (PER_YEAR[self._frame.every] if leaf.year else 1)
        source = self._frame.column(leaf.term)
        joins.append(f"LEFT JOIN {table} AS e{n} ON e{n}.subject = p.subject AND e{n}.period = p.period - {back}")
        picked.append(f"e{n}.{quoted(source)} AS {quoted(name)}")
        self._inherit(name, source, f"e{n}", picked)

    def _lasting(self, leaf: t.Lasting, name: str, table: str, picked: list[str]) -> None:
        """Whether the flag was up in this period, or earlier while it still lasts."""
        flag = quoted(self._frame.column(leaf.term))
        year = wider("z.period", self._frame.every, "year")
        mine = wider("p.period", self._frame.every, "year")
        found = (
            f"(SELECT MAX(z.{flag}) FROM {table} AS z WHERE z.subject = p.subject AND z.period <= p.period "
            f"AND {year} > {mine} - {leaf.years})"
        )
        picked.append(f"COALESCE({found}, 0) AS {quoted(name)}")
        self._quantities[name] = ints.column(name, Fraction(1), Fraction(0), Fraction(1), nullable=False)

    def _linked(self, leaf: t.LinkStat, name: str, n: int, table: str, picked: list[str], joins: list[str]) -> None:
        node = node_column(leaf.item)
        q = self._quantities[node]
        source = link_stat(name, leaf, table, node, q.unit)
        joins.append(f"LEFT JOIN ({source.sql}) AS l{n} ON l{n}.subject = p.subject AND l{n}.period = p.period")
        taken = f"l{n}.{quoted(name)}"
        picked.append(f"{f'COALESCE({taken}, 0)' if name in source.zero else taken} AS {quoted(name)}")
        many = Fraction(self.rows)
        self._quantities[name] = linked_quantity(leaf, name, q, source.units[name], many)

    def _inherit(self, name: str, source: str, alias: str, picked: list[str]) -> None:
        q = self._quantities[source]
        cut = None
        if q.cut is not None:
            picked.append(f"COALESCE({alias}.{quoted(CUT + source.removeprefix('n_'))}, FALSE) AS {quoted(CUT + name)}")
            cut = exp.column(CUT + name, quoted=True)
        self._quantities[name] = replace(q, sql=exp.column(name, quoted=True), cut=cut, nullable=True)


def linked_quantity(leaf: t.LinkStat, name: str, q: Quantity, unit: Fraction, many: Fraction) -> Quantity:
    """Bounds of a statistic over at most `many` linked subjects."""
    if leaf.stat == "count":
        return ints.column(name, Fraction(1), Fraction(0), many, nullable=False)
    cut = None if q.exact else exp.true()
    factor = many if leaf.stat in ("sum", "weighted") else Fraction(1)
    low, high = min(q.low, Fraction(0)) * factor, max(q.high, Fraction(0)) * factor
    return replace(
        q,
        sql=exp.column(name, quoted=True),
        unit=unit,
        low=low,
        high=high,
        below=q.below * factor,
        above=q.above * factor,
        cut=cut,
        nullable=True,
        constant=None,
    )


def merged(quantities: Mapping[str, Quantity], more: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """Both sets of columns."""
    return {**quantities, **more}
