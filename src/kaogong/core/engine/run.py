"""A scoring run: rulebook and facts in, every value, place, grade and consequence out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

from kaogong.core.engine.aggregates import PER_YEAR, quoted, text
from kaogong.core.engine.compose import TOTAL
from kaogong.core.engine.database import Database, Duck
from kaogong.core.engine.exact import Quantity, column
from kaogong.core.engine.exact.fractions import whole
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.plan import AFTER, Frame, FrameKey, Planner, node_column
from kaogong.core.engine.prepare import Prepared, prepare
from kaogong.core.engine.relation import EPOCH, BaseBuilder, DoneFrame, shorter_periods
from kaogong.core.engine.settle import Exact, Spot, stored_integer
from kaogong.core.engine.stage import CUT, StageBuilder, StageSql, passing
from kaogong.core.engine.world import World
from kaogong.core.methods.terms import Earlier, Lasting, Result
from kaogong.core.problem import Text
from kaogong.core.scheme.model import EVERY, Every, Rulebook
from kaogong.core.scheme.period import Period

Keep = Literal["all", "totals"]
Watch = Callable[[int, int, Text], None]
"""Told how far long work is: how many parts are done, of how many, and which is begun."""
MANY_DOUBTS = 200
"""Rows in doubt up to which it is quicker to settle all of them than to ask which were cut."""


@dataclass(slots=True)
class Run:
    """A finished run. Tables stay in the database until `close`."""

    world: World
    planner: Planner
    done: dict[FrameKey, DoneFrame]
    within: Period | None
    settled: int = 0
    keep: Keep = "all"
    nodes_to: Path | None = None
    wanted: Mapping[FrameKey, set[str]] = field(default_factory=dict)
    rewards: list[dict[str, Any]] = field(default_factory=list)

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook that was scored."""
        return self.world.rulebook

    def exact(self) -> Exact:
        """An evaluator of single rows of this run."""
        return Exact(self.world.database, self.done, lambda frame, within: _pool(self.rulebook, frame, within))

    def frame(self, sheet: str, every: Every | None = None) -> DoneFrame:
        """The frame of a sheet; by default at the period of its total."""
        return self.done[sheet, every or self.rulebook.sheets[sheet].every]

    def rows(self, sheet: str, every: Every | None = None) -> list[dict[str, Any]]:
        """Rows as plain values (see `results.rows`)."""
        from kaogong.core.engine.results import rows  # noqa: PLC0415

        return rows(self, sheet, every)

    def read_after(self, frame: Frame, stage: int) -> set[str]:
        """The columns of a frame that are read once a stage is done: by later ones, results, other frames, explanations."""
        return self.wanted[frame.key] | frame.pools | frame.later(stage) | frame.compared()

    def bound(self, sheet: str, item: str, every: Every | None = None) -> Fraction:
        """How far the stored value of an item may be from its exact value (0: it is exact)."""
        quantity = self.frame(sheet, every).quantities[node_column(item)]
        return max(quantity.below, quantity.above)

    def close(self) -> None:
        """Give the database back."""
        if isinstance(self.world.database, Duck):
            self.world.database.close()


def _pool(rulebook: Rulebook, frame: Frame, within: str) -> str:
    return StageBuilder(frame, {}, 1, rulebook.sheets[frame.sheet].group).pool(within)


def unwatched(done: int, of: int, part: Text) -> None:
    """Nobody is told."""


def score(
    rulebook: Rulebook | Prepared,
    facts: Facts,
    period: str | Period | None = None,
    *,
    database: Database | None = None,
    keep: Keep = "all",
    nodes_to: Path | None = None,
    watch: Watch = unwatched,
) -> Run:
    """Score frozen facts.

    Args:
        rulebook: the edition to score by; prepared, where it is to be scored more than once.
        facts: frozen facts.
        period: the period to score (text such as `2026` or `2026-09`); None: all there are facts for.
        database: where to compute; by default a DuckDB of its own.
        keep: `all` columns of every frame, or only `totals`, places and grades (for very many subjects).
        nodes_to: with `totals`: a folder in which every item's value is written as Parquet, one file a stage.
        watch: told each stage as it begins.

    Raises:
        Refused: the rulebook cannot be computed (a cycle, a name without meaning, numbers beyond 38 digits).
    """
    within = Period.parse(period) if isinstance(period, str) else period
    ready = rulebook if isinstance(rulebook, Prepared) else prepare(rulebook)
    world = World(ready.rulebook, database or Duck(threads=1 if facts.small else None), facts)
    world.open()
    run = Run(world, ready.planner, {}, within, keep=keep, nodes_to=nodes_to, wanted=ready.wanted)
    _calendar(world, ready.frames, within)
    steps = _Steps(ready.rulebook, ready.frames, watch)
    for frame in ready.frames:
        FrameRunner(run, frame, ready, steps).compute()
    ready.results.reward(run)
    return run


def _calendar(world: World, frames: Sequence[Frame], within: Period | None) -> None:
    from kaogong.core.methods.terms import WorkingDay  # noqa: PLC0415

    if not any(isinstance(leaf, WorkingDay) for frame in frames for leaf in frame.base):
        return
    years = [p.year for p in world.periods("year", within.widen("year") if within else None)] or [EPOCH.year]
    first, last = Period("year", min(years) - 1).first, Period("year", max(years) + 1).last
    world.open_calendar(first, last)


def periods_before(planner: Planner, frame: Frame) -> int:
    """How many periods before those asked for a frame has to know: for itself, and for the longer ones that read it."""
    far: dict[int, int] = {}
    for leaf, name in frame.inside.items():
        reach = 0
        if isinstance(leaf, Lasting):
            reach = leaf.years * PER_YEAR[frame.every]
        elif isinstance(leaf, Earlier):
            reach = leaf.steps * (PER_YEAR[frame.every] if leaf.year else 1)
        stage = frame.stage[name]  # what is looked up may itself look back, in a stage before
        far[stage] = max(far.get(stage, 0), reach)
    readers = (one for one in planner.frames.values() if frame.key in one.sources())
    asked = (periods_before(planner, one) * whole(PER_YEAR[frame.every], PER_YEAR[one.every]) for one in readers)
    return max(asked, default=0) + sum(far.values())


class _Steps:
    """Tells who watches how far a run is: a frame is gathered first, then computed stage by stage."""

    def __init__(self, rulebook: Rulebook, frames: Sequence[Frame], watch: Watch) -> None:
        self._rulebook = rulebook
        self._watch = watch
        counts = [1 + len(frame.stages()) + len(frame.stages(after=True)) for frame in frames]
        self._done = dict(zip((frame.key for frame in frames), accumulate(counts, initial=0), strict=False))
        self._of = sum(counts)

    def begin(self, frame: Frame) -> None:
        """The next step of a frame begins."""
        self._watch(self._done[frame.key], self._of, self._rulebook.sheets[frame.sheet].root.name)
        self._done[frame.key] += 1


class FrameRunner:
    """Computes one frame."""

    def __init__(self, run: Run, frame: Frame, ready: Prepared, steps: _Steps) -> None:
        self._run = run
        self._world = run.world
        self._frame = frame
        self._ready = ready
        self._steps = steps
        self._quantities: dict[str, Quantity] = {}
        self._rows = 0

    def compute(self) -> None:
        """All stages, then places and grades, then what follows from them."""
        frame = self._frame
        self._steps.begin(frame)
        sheet = self._world.rulebook.sheets[frame.sheet]
        periods = self._periods()
        if not self._peopled():
            self._empty(periods)
            return
        asked, periods = periods, self._with_earlier(periods)
        base = BaseBuilder(self._world, frame, periods, self._run.done)
        relation = base.build()
        table = f"f_{frame.name}"
        database = self._world.database
        (database.view if relation.plain else database.create)(table, relation.sql)
        self._rows = base.measure(relation, table)
        self._quantities = relation.quantities
        numbers = frozenset(p.number for p in asked)
        scored = self._scored(numbers, periods)
        done = DoneFrame(frame, table, self._quantities, periods, self._rows, table, numbers, scored)
        self._run.done[frame.key] = done
        builder = StageBuilder(frame, self._quantities, self._rows, sheet.group, lean=self._lean)
        for stage in frame.stages():
            self._steps.begin(frame)
            self._stage(builder, stage, done)
        self._ready.results.grade(self._run, done)
        for stage in frame.stages(after=True):
            self._steps.begin(frame)
            self._stage(builder, stage, done)

    @property
    def _lean(self) -> bool:
        """Which rows were cut is not written down: no place or earlier value has to know."""
        return self._run.keep != "all" or not self._frame.inside

    def _kept(self, stage: int) -> Callable[[str], bool]:
        """Which columns a stage hands on: those that results show or something later asks for; if lean, only the latter."""
        frame, run = self._frame, self._run
        read = run.read_after(frame, stage)
        read |= {CUT + name.removeprefix("n_") for name in read}
        if run.keep == "all":
            at_hand = {name for leaf, name in frame.base.items() if not isinstance(leaf, Result)}  # in the base
            return lambda column: column in read or not (passing(column) or column in at_hand)
        if run.nodes_to is not None:
            shown = (node_column(name) for name, one in frame.definitions.items() if one.shown)
            read |= {column for column in shown if stage < AFTER or frame.stage[column] == stage}
        return lambda column: column in read or column.startswith("r_")  # places and grades already given

    def _peopled(self) -> bool:
        """Anybody is appraised on this sheet."""
        sheet = self._world.rulebook.sheets[self._frame.sheet]
        classes = " AND class IN (" + ", ".join(text(c) for c in sheet.classes) + ")" if sheet.classes else ""
        return bool(
            self._world.database.rows(f"SELECT 1 FROM subjects WHERE kind = {text(sheet.kind)}{classes} LIMIT 1")
        )

    def _empty(self, periods: list[Period]) -> None:
        """Nobody is: every column is there, and there are no rows."""
        frame = self._frame
        names = [
            *frame.base.values(),
            *frame.inside.values(),
            *(node_column(name) for name in frame.definitions),
        ]
        picked = ", ".join(f"CAST(NULL AS BIGINT) AS {quoted(name)}" for name in dict.fromkeys(names))
        keys = "CAST(NULL AS VARCHAR) AS subject, CAST(NULL AS BIGINT) AS period, CAST(NULL AS VARCHAR) AS class"
        table = f"f_{frame.name}"
        self._world.database.create(table, f"SELECT {keys}{', ' + picked if picked else ''} WHERE FALSE")
        self._quantities = {name: column(name, Fraction(1), Fraction(0), Fraction(0)) for name in dict.fromkeys(names)}
        self._run.done[frame.key] = DoneFrame(frame, table, self._quantities, periods, base=table)

    def _periods(self) -> list[Period]:
        """The periods asked for."""
        every, within = self._frame.every, self._run.within
        if within is not None and every not in (within.every, *shorter_periods(within.every)):
            return [within.widen(every)]
        return self._world.periods(every, within)

    def _with_earlier(self, asked: list[Period]) -> list[Period]:
        """Earlier periods too, where a veto lasts or an earlier value of an item is asked for."""
        back = periods_before(self._run.planner, self._frame)
        if not back or not asked:
            return asked
        seen = self._world.periods(self._frame.every, None)
        first = asked[0].number
        return [p for p in seen if first - back <= p.number < first] + asked

    def _scored(self, asked: frozenset[int], periods: list[Period]) -> frozenset[int] | None:
        """The periods that count for longer ones.

        Where earlier ones were computed too, each stretch as long as the one asked for has its own: from the first to
        the last with anything in it.
        """
        every, within = self._frame.every, self._run.within
        if len(asked) == len(periods) or within is None or within.every not in EVERY[EVERY.index(every) + 1 :]:
            return None
        earlier = {p.widen(within.every) for p in periods if p.number not in asked} - {within}
        return asked.union(p.number for one in earlier for p in self._world.periods(every, one))

    def _stage(self, builder: StageBuilder, stage: int, done: DoneFrame) -> None:
        known = {n for n in self._frame.definitions if self._frame.stage[node_column(n)] == stage}
        inside = any(self._frame.stage.get(name) == stage for name in self._frame.inside.values())
        if not known and not inside:
            return
        built = self._written(builder, stage, done.table)
        fresh = f"{done.table}_{stage}"
        self._put(fresh, built.sql)
        old, done.table = done.table, fresh
        if old != done.base and self._run.nodes_to is None:
            self._world.database.drop(old)
        if built.doubtful:
            self._settle(done, stage)

    def _written(self, builder: StageBuilder, stage: int, table: str) -> StageSql:
        """The statement of a stage; as it was written before, for facts of the same size."""
        bounds = tuple(
            (name, q.unit, q.low, q.high, q.below, q.above, q.nullable) for name, q in self._quantities.items()
        )
        key = (self._frame.key, stage, table, self._run.keep, self._run.nodes_to is None, builder.rows, bounds)
        if known := self._ready.written.get(key):
            self._quantities.update(known[1])
            return known[0]
        built = builder.build(stage, table, self._kept(stage))
        self._ready.remember(key, built, self._quantities)
        return built

    def _put(self, name: str, query: str) -> None:
        """Compute a stage: into memory, or into a file that is read from then on."""
        database = self._world.database
        if self._run.nodes_to is None or not isinstance(database, Duck):
            database.create(name, query)
        else:
            target = self._run.nodes_to / f"{name}.parquet"
            database.copy(query, target)
            database.register(name, target)

    def _settle(self, done: DoneFrame, stage: int) -> None:
        """Compute the rows in doubt with fractions and put their values in place."""
        database = self._world.database
        spots = [(str(s), int(p)) for s, p in database.rows(f"SELECT subject, period FROM {done.table} WHERE doubt")]
        if not spots:
            return
        if self._lean and stage == 0 and len(spots) > MANY_DOUBTS:
            spots = self._really_cut(done)
        self._run.settled += len(spots)
        exact = self._run.exact()
        places = [leaf for leaf, name in self._frame.inside.items() if self._frame.stage.get(name) == stage]
        names = [n for n in self._frame.definitions if self._frame.stage[node_column(n)] == stage]
        exact.load(done.frame.key, spots)
        rows = [self._settled(exact, done, spot, names, places) for spot in spots]
        columns = [*(self._frame.inside[leaf] for leaf in places), *(node_column(n) for n in names)]
        kept = self._kept(stage)
        picks = [n for n, column in enumerate(columns) if kept(column)]
        rows = [[*row[:2], *(row[2 + n] for n in picks)] for row in rows]
        columns = [columns[n] for n in picks]
        self._replace(done, columns, rows)

    def _really_cut(self, done: DoneFrame) -> list[Spot]:
        """Of many rows in doubt, those of which some value was really cut; the others lie on an edge exactly."""
        group = self._world.rulebook.sheets[self._frame.sheet].group
        names = set(self._frame.base.values()) | self._frame.pools
        quantities = {name: q for name, q in self._quantities.items() if name in names}
        builder = StageBuilder(self._frame, quantities, self._rows, group)
        listed = f"SELECT subject, period FROM {done.table} WHERE doubt"
        database = self._world.database
        database.create("doubted", f"SELECT b.* FROM {done.base} AS b SEMI JOIN ({listed}) USING (subject, period)")
        found = database.rows(
            f"SELECT subject, period FROM ({builder.build(0, 'doubted', lambda column: False).sql}) WHERE doubt"
        )
        database.drop("doubted")
        return [(str(subject), int(period)) for subject, period in found]

    def _settled(
        self, exact: Exact, done: DoneFrame, spot: Spot, names: Sequence[str], places: Sequence[Any]
    ) -> list[str]:
        key = done.frame.key
        found: list[str] = [f"'{spot[0].replace(chr(39), chr(39) * 2)}'", str(spot[1])]
        for leaf in places:
            value = exact.leaf(key, spot, leaf)
            found.append(_sql(stored_integer(value, done.quantities[done.frame.column(leaf)])))
        for name in names:
            value = exact.value(key, spot, name)
            found.append(_sql(stored_integer(value, done.quantities[node_column(name)])))
        return found

    def _replace(self, done: DoneFrame, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        database = self._world.database
        listed = ", ".join("(" + ", ".join(row) + ")" for row in rows)
        head = ", ".join(["subject", "period", *(f'"{c}"' for c in columns)])
        fixed = ", ".join(f'CASE WHEN w.subject IS NULL THEN t."{c}" ELSE w."{c}" END AS "{c}"' for c in columns)
        query = (
            f"SELECT t.* REPLACE ({fixed}) FROM {done.table} AS t LEFT JOIN (VALUES {listed}) AS w({head}) "
            f"ON w.subject = t.subject AND w.period = t.period"
        )
        if self._run.nodes_to is not None:
            self._put(done.table + "_settled", query.replace("LEFT JOIN (VALUES", "JOIN (VALUES", 1))
            rest = f"SELECT t.* FROM {done.table} AS t ANTI JOIN {done.table}_settled USING (subject, period)"
            database.view(done.table + "_s", f"{rest} UNION ALL BY NAME SELECT * FROM {done.table}_settled")
        else:
            database.create(done.table + "_s", query)
            database.drop(done.table)
        done.table += "_s"


def _sql(value: int | None) -> str:
    return "CAST(NULL AS BIGINT)" if value is None else str(value)


def totals(run: Run, sheet: str) -> Mapping[str, Fraction | None]:
    """Published totals by subject, for a sheet with one period."""
    return {row["subject"]: row["total"] for row in run.rows(sheet)}


__all__ = ["CUT", "TOTAL", "FrameRunner", "Run", "score", "totals"]
