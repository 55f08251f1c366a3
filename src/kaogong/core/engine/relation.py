"""The base relation of a frame: one row per subject and period, with every leaf known before any item is computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from sqlglot import exp

from kaogong.core.engine import aggregates as agg
from kaogong.core.engine.aggregates import MILLION, MONTHS, PER_YEAR, Source, quoted, text, wider
from kaogong.core.engine.bounds import bounds, file_bounds, outwards
from kaogong.core.engine.exact import Quantity, column
from kaogong.core.engine.participation import COUNTS, FORMAL, apart_sql, mode_sql, pools_apart
from kaogong.core.engine.plan import Frame, FrameKey, node_column
from kaogong.core.engine.world import World
from kaogong.core.methods import terms as t
from kaogong.core.methods.terms import Term
from kaogong.core.scheme.model import EVERY, Every, Rulebook
from kaogong.core.scheme.period import Period

KEYS = ("subject", "period", "class")
EPOCH = date(1970, 1, 1)


@dataclass(slots=True)
class Base:
    """The base relation as SQL, and what is known of its columns."""

    sql: str
    columns: list[str]
    plain: bool = False
    """Only a choice of columns of one file: to be read where it is wanted, not to be copied."""
    quantities: dict[str, Quantity] = field(default_factory=dict)


@dataclass(slots=True)
class Joins:
    """What is joined to the spine: a relation, its key, and the columns taken (expression, name)."""

    parts: list[str] = field(default_factory=list)
    picked: list[tuple[str, str]] = field(default_factory=list)


class BaseBuilder:
    """Builds the base relation of one frame from the tables of the world and from frames already computed."""

    def __init__(
        self, world: World, frame: Frame, periods: Sequence[Period], done: Mapping[FrameKey, DoneFrame]
    ) -> None:
        self._world = world
        self._frame = frame
        self._periods = periods
        self._done = done
        self._units: dict[str, Fraction] = {}
        self._zero: set[str] = set()
        self._joins = Joins()
        self._extra: dict[str, list[str]] = {}
        """Columns of the list of periods: name → one SQL value per period."""
        self._tables = 0

    @property
    def _rulebook(self) -> Rulebook:
        return self._world.rulebook

    @property
    def years(self) -> list[int]:
        """The years of the frame's periods."""
        return sorted({p.year for p in self._periods})

    def build(self) -> Base:
        """The base relation. Aggregates are computed once and kept; the relation itself is only described."""
        by_kind: dict[type, dict[str, Term]] = defaultdict(dict)
        for leaf, name in self._frame.base.items():
            by_kind[type(leaf)][name] = leaf
        self._attributes(by_kind[t.Attribute])
        self._facts(by_kind[t.Fact], by_kind[t.Earlier])
        self._sources(by_kind)
        self._days(by_kind[t.PeriodDay], by_kind[t.WorkingDay])
        return self._relation()

    # --- columns of the subject and fact tables -------------------------------------------------------------------

    def _attributes(self, found: Mapping[str, Term]) -> None:
        year = wider("p.period", self._frame.every, "year")
        mode = mode_sql(self._rulebook, self.years, year)
        for name, leaf in found.items():
            assert isinstance(leaf, t.Attribute)
            if leaf == FORMAL.left:
                self._joins.picked.append((f"CASE WHEN {mode} = 'full' THEN 1 ELSE 0 END" if mode else "1", name))
                self._units[name] = Fraction(1)
                continue
            if leaf.name == "class":
                arms = " ".join(f"WHEN {text(c)} THEN {n}" for n, c in enumerate(sorted(self._rulebook.classes), 1))
                self._joins.picked.append((f"CASE s.class {arms or 'WHEN NULL THEN 0'} END", name))
                self._units[name] = Fraction(1)
                continue
            declared = self._rulebook.attributes[leaf.name]
            self._units[name] = Fraction(1, 10**declared.places)
            self._joins.picked.append((f"s.{quoted('a_' + leaf.name)}", name))
        self._frame.labels = []
        self._frame.pools = {"a_" + pool for pool in self._pools()}
        for pool in self._pools():
            if "a_" + pool not in found:
                self._joins.picked.append((f"s.{quoted('a_' + pool)}", "a_" + pool))
                self._units["a_" + pool] = Fraction(1)
                if self._rulebook.attributes[pool].type == "text":
                    self._frame.labels.append("a_" + pool)
        for n, link in enumerate(self._linked_pools()):
            self._frame.labels.append("k_" + link)
            named = f"SELECT from_subject AS subject, MIN(to_subject) AS named FROM links WHERE link = {text(link)} GROUP BY from_subject"
            self._joins.parts.append(f"LEFT JOIN ({named}) AS k{n} ON k{n}.subject = s.subject")
            key = f"k{n}.named"
            self._joins.picked.append((apart_sql(mode, key) if mode else key, "k_" + link))
        keys = {pool: f"CAST(s.{quoted('a_' + pool)} AS VARCHAR)" for pool in self._pools()}
        for expression, name in pools_apart(mode, keys) if mode else ():
            self._frame.labels.append(name)
            self._joins.picked.append((expression, name))

    def _linked_pools(self) -> list[str]:
        """Links whose other side names a subject's pool."""
        return sorted(
            {g.pool_link for g in self._rulebook.grades if g.pool_link and g.sheet.split(".")[0] == self._frame.sheet}
        )

    def _pools(self) -> list[str]:
        """Attributes that subjects of this sheet are pooled by."""
        sheet = self._rulebook.sheets[self._frame.sheet]
        named = {sheet.group}
        named |= {leaf.within for leaf in self._frame.inside if isinstance(leaf, t.GroupStat | t.Standing)}
        named |= {g.within for g in self._rulebook.grades} | {r.within for r in self._rulebook.ranks}
        named |= {r.within for r in self._rulebook.rewards}
        return sorted(named & set(self._rulebook.attributes))

    def _facts(self, found: Mapping[str, Term], earlier: Mapping[str, Term]) -> None:
        wanted: dict[tuple[Every, int], list[tuple[str, str]]] = defaultdict(list)
        for name, leaf in [*found.items(), *earlier.items()]:
            inner = leaf.term if isinstance(leaf, t.Earlier) else leaf
            assert isinstance(inner, t.Fact)
            fact = self._rulebook.facts[inner.name]
            back = 0
            if isinstance(leaf, t.Earlier):
                back = leaf.steps * (PER_YEAR[fact.every] if leaf.year else 1)
            wanted[fact.every, back].append((inner.name, name))
            self._units[name] = Fraction(1, 10**fact.places)
        for n, ((every, back), columns) in enumerate(wanted.items()):
            table = f"facts_{every}"
            there = self._world.columns(table)
            for fact_name, name in columns:
                known = "f_" + fact_name in there
                self._joins.picked.append(
                    (f"x{n}.{quoted('f_' + fact_name)}" if known else "CAST(NULL AS BIGINT)", name)
                )
            if there:
                period = wider("p.period", self._frame.every, every)
                moment = f"{period} - {back}" if back else period
                self._joins.parts.append(
                    f"LEFT JOIN {table} AS x{n} ON x{n}.subject = s.subject AND x{n}.period = {moment}"
                )

    # --- aggregates -----------------------------------------------------------------------------------------------

    def _sources(self, by_kind: Mapping[type, Mapping[str, Term]]) -> None:
        every = self._frame.every
        events = {n: x for n, x in by_kind[t.EventMarks].items() if isinstance(x, t.EventMarks)}
        if events:
            self._join(agg.event_source(events, every, self._most_events(events)))
        ratings = {n: x for n, x in by_kind[t.RatingStat].items() if isinstance(x, t.RatingStat)}
        if ratings:
            self._join(agg.rating_source(ratings, self._rulebook.ratings, every))
        for kind in (t.LinkCount, t.History, t.PriorStreak, t.PriorGraded, t.LinkStat):
            for name, leaf in by_kind[kind].items():
                self._join(self._single(name, leaf))
        rolls: dict[FrameKey, dict[str, t.RollUp]] = defaultdict(dict)
        for name, leaf in by_kind[t.RollUp].items():
            if isinstance(leaf, t.RollUp):
                rolls[leaf.sheet or self._frame.sheet, leaf.every][name] = leaf  # type: ignore[index]
        for shorter, group in rolls.items():
            self._join(self._rolled(shorter, group))

    def _most_events(self, events: Mapping[str, t.EventMarks]) -> int:
        """The most events of any subject in a period, where some rule multiplies repetitions."""
        repeated = [one for one in events.values() if one.repeat_from]
        if not repeated:
            return 1
        query = agg.most_events(self._frame.every, sorted({one.via for one in repeated if one.via}))
        return int(self._world.database.rows(query)[0][0])

    def _single(self, name: str, leaf: Term) -> Source:
        match leaf:
            case t.LinkCount():
                return agg.link_count(name, leaf)
            case t.History():
                return agg.history_value(name, leaf, self._grade_codes(), MILLION)
            case t.PriorStreak():
                return agg.prior_streak(name, leaf, self.years)
            case t.PriorGraded():
                return agg.prior_graded(name, leaf, self.years)
            case t.LinkStat():
                done = self._done[leaf.sheet, self._frame.every]
                node = node_column(leaf.item)
                return agg.link_stat(name, leaf, done.table, node, done.quantities[node].unit)
            case _:
                raise AssertionError(leaf)

    def _grade_codes(self) -> dict[str, int]:
        scheme = next((g for g in self._rulebook.grades if g.sheet == self._frame.sheet), None)
        return {rung.grade: n for n, rung in enumerate(scheme.ladder, 1)} if scheme else {}

    def _rolled(self, shorter: FrameKey, rolls: Mapping[str, t.RollUp]) -> Source:
        done = self._done[shorter]
        nodes = {name: done.frame.column(roll.term) for name, roll in rolls.items()}
        units = {name: done.quantities[node].unit for name, node in nodes.items()}
        return agg.roll_ups(rolls, done.table, nodes, units, self._frame.every, done.scored)

    def _join(self, source: Source) -> None:
        self._tables += 1
        alias = f"y{self._tables}"
        table = f"agg_{self._frame.name}_{self._tables}"
        self._world.database.create(table, source.sql)
        on = f"{alias}.subject = s.subject"
        if source.key == "period":
            on += f" AND {alias}.period = p.period"
        elif source.key == "year":
            on += f" AND {alias}.period = {wider('p.period', self._frame.every, 'year')}"
        self._joins.parts.append(f"LEFT JOIN {table} AS {alias} ON {on}")
        for name, unit in source.units.items():
            taken = f"{alias}.{quoted(name)}"
            self._joins.picked.append((f"COALESCE({taken}, 0)" if name in source.zero else taken, name))
            self._units[name] = unit
            if name in source.zero:
                self._zero.add(name)

    def _days(self, days: Mapping[str, Term], working: Mapping[str, Term]) -> None:
        for name, leaf in days.items():
            assert isinstance(leaf, t.PeriodDay)
            self._extra[name] = [str(self._day(p, leaf)) for p in self._periods]
            self._joins.picked.append((f"p.{quoted(name)}", name))
            self._units[name] = Fraction(1)
        for n, (name, leaf) in enumerate(working.items()):
            assert isinstance(leaf, t.WorkingDay)
            inner = self._frame.base[leaf.day]
            source = next(expression for expression, name_ in self._joins.picked if name_ == inner)
            self._joins.parts.append(f"LEFT JOIN working_days AS w{n} ON w{n}.day = {source}")
            self._joins.picked.append((f"w{n}.running", name))
            self._units[name] = Fraction(1)

    @staticmethod
    def _day(period: Period, day: t.PeriodDay) -> int:
        if day.month == 0:
            return (period.last + timedelta(days=day.day) - EPOCH).days
        return (date(period.year + day.year_offset, day.month, day.day) - EPOCH).days

    # --- the relation ---------------------------------------------------------------------------------------------

    def _joined(self) -> str:
        """The one facts file that carries its subjects and all this frame needs; empty when there is none."""
        tables = {f"facts_{self._rulebook.facts[x.name].every}" for x in self._frame.base if isinstance(x, t.Fact)}
        if len(tables) != 1 or len(self._periods) != 1 or not tables <= self._world.facts.joined:
            return ""
        table = tables.pop()
        own = f"LEFT JOIN {table} AS x0"
        alone = len(self._joins.parts) == 1 and self._joins.parts[0].startswith(own) and not self._extra
        alone = alone and COUNTS not in self._frame.labels
        same = table == f"facts_{self._frame.every}"
        return table if alone and same and self._world.only_period(table) == self._periods[0].number else ""

    def _relation(self) -> Base:
        if joined := self._joined():
            return self._read_alone(joined)
        return self._joined_up()

    def _read_alone(self, table: str) -> Base:
        picked = ["s.subject", "s.period", "s.class"]
        picked += [f"{e.replace('x0.', 's.', 1)} AS {quoted(n)}" for e, n in self._joins.picked]
        sheet = self._rulebook.sheets[self._frame.sheet]
        wanted = [f"s.kind = {text(sheet.kind)}"]
        if sheet.classes:
            wanted.append(f"s.class IN ({', '.join(text(c) for c in sheet.classes)})")
        sql = f"SELECT {', '.join(picked)} FROM {table} AS s WHERE {' AND '.join(wanted)}"
        return Base(sql, [name for _, name in self._joins.picked if name not in self._frame.labels], plain=True)

    def _joined_up(self) -> Base:
        sheet = self._rulebook.sheets[self._frame.sheet]
        rows = [
            [
                str(p.number),
                str((p.first - EPOCH).days),
                str((p.last - EPOCH).days),
                *(c[n] for c in self._extra.values()),
            ]
            for n, p in enumerate(self._periods)
        ]
        head = ", ".join(["period", "first_day", "last_day", *(quoted(name) for name in self._extra)])
        wanted = [f"s.kind = {text(sheet.kind)}"]
        if sheet.classes:
            wanted.append(f"s.class IN ({', '.join(text(c) for c in sheet.classes)})")
        wanted.append("(s.since IS NULL OR s.since <= p.last_day) AND (s.until IS NULL OR s.until >= p.first_day)")
        picked = ["s.subject", "p.period", "s.class", *(f"{e} AS {quoted(n)}" for e, n in self._joins.picked)]
        sql = (
            f"SELECT {', '.join(picked)} FROM subjects AS s CROSS JOIN (VALUES {agg.values(rows)}) AS p({head}) "
            f"{' '.join(self._joins.parts)} WHERE {' AND '.join(wanted)}"
        )
        return Base(sql, [name for _, name in self._joins.picked if name not in self._frame.labels])

    def measure(self, base: Base, table: str) -> int:
        """Bounds of every leaf column, read from the relation's table; gives the number of rows."""
        if base.plain:
            found, rows = file_bounds(self._world.facts, self._joined(), {n: e for e, n in self._joins.picked})
        else:
            found, rows = bounds(self._world, table, base.columns)
        for name in base.columns:
            (low, high), complete = outwards(*found[name][:2]), found[name][2]
            unit = self._units[name]
            base.quantities[name] = column(name, unit, low * unit, high * unit, nullable=not complete, wide=False)
        for leaf, name in self._frame.base.items():
            if isinstance(leaf, t.RollUp | t.LinkStat):
                base.quantities[name] = self._inherited(leaf, base.quantities[name])
        return rows

    def _inherited(self, leaf: t.RollUp | t.LinkStat, q: Quantity) -> Quantity:
        """A statistic over values that were cut is off by as much as they may be together."""
        if leaf.stat in ("count", "rows", "weight"):
            return q
        if isinstance(leaf, t.LinkStat):
            source = self._done[leaf.sheet, self._frame.every]
            own = source.quantities[node_column(leaf.item)]
            many = Fraction(source.rows) if leaf.stat in ("sum", "weighted") else Fraction(1)
        else:
            source = self._done[leaf.sheet or self._frame.sheet, leaf.every]  # type: ignore[index]
            own = source.quantities[source.frame.column(leaf.term)]
            parts = Fraction(MONTHS[self._frame.every], MONTHS[leaf.every])  # type: ignore[index]
            weights = sum((abs(w) for w in leaf.weights), Fraction(0))
            many = {"sum": parts, "best": Fraction(leaf.best), "weighted": weights}.get(leaf.stat, Fraction(1))
        if own.exact:
            return q
        return replace(q, below=own.below * many, above=own.above * many, cut=exp.true())


@dataclass(slots=True)
class DoneFrame:
    """A frame that has been computed: its table and what is known of its columns."""

    frame: Frame
    table: str
    quantities: dict[str, Quantity]
    periods: Sequence[Period]
    rows: int = 0
    base: str = ""
    """The relation of the leaves known from the start, where the table does not carry them."""
    asked: frozenset[int] = frozenset()
    """Numbers of the periods asked for; earlier ones may have been computed for their sake."""
    scored: frozenset[int] | None = None
    """Numbers of the periods that count for longer ones; None: all."""


def shorter_periods(every: Every) -> tuple[Every, ...]:
    """The period lengths shorter than this one."""
    return EVERY[: EVERY.index(every)]
