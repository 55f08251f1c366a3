"""What follows from totals: places, grades, awards, consequences, rewards – planned as columns, then filled in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from kaogong.core.engine.aggregates import quoted
from kaogong.core.engine.compose import BEFORE, TOTAL
from kaogong.core.engine.exact.fractions import whole
from kaogong.core.engine.filling import Filling
from kaogong.core.engine.grade import Columns, Ladder, rank_sql
from kaogong.core.engine.item_names import ItemNames, main_first
from kaogong.core.engine.names import Names
from kaogong.core.engine.participation import COUNTS, FORMAL, declared
from kaogong.core.engine.plan import Frame, FrameKey, Planner, node_column
from kaogong.core.engine.relation import DoneFrame
from kaogong.core.engine.stage import StageBuilder
from kaogong.core.methods import terms as t
from kaogong.core.methods.terms import Condition, Term
from kaogong.core.scheme.formula import Formula
from kaogong.core.scheme.model import GradeScheme, Ranking, Reward, Rulebook, Veto

if TYPE_CHECKING:
    from kaogong.core.engine.run import Run

MILLION = 1_000_000


def yes(condition: Condition) -> Term:
    """1 where a condition is met, else 0."""
    return t.Case((t.Branch(condition, t.ONE),), t.ZERO)


class Results:
    """Plans and fills the result columns of every frame."""

    def __init__(self, rulebook: Rulebook, planner: Planner) -> None:
        self._rulebook = rulebook
        self._planner = planner
        self._columns: dict[str, Columns] = {}

    # --- planning -------------------------------------------------------------------------------------------------

    def plan(self) -> None:
        """Add the helper columns that places, grades and consequences need."""
        for scheme in self._rulebook.grades:
            frame = self._frame_of(scheme.sheet)
            reach = tuple(
                self._where(frame, f"#where_{scheme.id}_{n}", rung.where, scheme.sheet)
                for n, rung in enumerate(scheme.ladder)
            )
            order = self._order(frame, scheme.id, scheme.order if scheme.ties == "chain" else ())
            share, points = self._uplift(frame, scheme)
            total = self._total(frame, scheme.sheet)
            self._columns["grade " + scheme.id] = Columns(
                total,
                order,
                self._last(frame),
                reach,
                self._ceiling(frame, scheme),
                self._barred(frame),
                share,
                points,
            )
        for ranking in self._rulebook.ranks:
            frame = self._frame_of(ranking.sheet)
            order = self._order(frame, ranking.id, self._further(ranking))
            self._columns["rank " + ranking.id] = Columns(self._total(frame, ranking.sheet), order, self._last(frame))
        for consequence in self._rulebook.consequences:
            frame = self._frame_of(consequence.sheet)
            names = self._names(frame, consequence.sheet)
            met = names.condition(consequence.when)
            met = t.All((FORMAL, met)) if declared(self._rulebook) else met
            self._planner.define(frame, f"#cons_{consequence.id}", yes(met))
            if consequence.money is not None:
                self._planner.define(frame, f"#money_{consequence.id}", t.Round(names.term(consequence.money), 2))
        for reward in self._rulebook.rewards:
            frame = self._frame_of(reward.sheet)
            for name, formula in (("pool", reward.pool), ("share", reward.share_by)):
                self._planner.define(frame, f"#{name}_{reward.id}", self._names(frame, reward.sheet).term(formula))
            self._where(frame, f"#reward_{reward.id}", reward.where, reward.sheet)

    def _frame_of(self, sheet: str) -> Frame:
        name, _, item = sheet.partition(".")
        return self._planner.frame((name, self._rulebook.item(name, item or name).every))

    def _names(self, frame: Frame, reference: str = "") -> Names:
        """What names mean on a frame, or in a condition on the score of an item."""
        names, item = self._planner.names[frame.key], reference.partition(".")[2]
        if not item or self._total(frame, reference) == node_column(TOTAL):
            return names
        return ItemNames(self._rulebook, names.sheet, names.item(item))

    def _total(self, frame: Frame, sheet: str) -> str:
        """The column of the published total, or of the published value of an item."""
        name, _, item = sheet.partition(".")
        if not item or item == name:
            return node_column(TOTAL)
        column_name = f"#total_{item}"
        if column_name not in frame.definitions:
            publish = self._rulebook.publish
            self._planner.define(frame, column_name, t.Round(t.Node(name, item), publish.places, publish.mode))
        return node_column(column_name)

    @staticmethod
    def _further(ranking: Ranking) -> tuple[Formula, ...]:
        """The tie chain of a league table without the total it begins with."""
        return tuple(f for f in ranking.order if f.text.strip() not in ("total", "总分"))

    def _counting(self, owner: str, frame: Frame) -> Columns:
        """The columns of a scheme or table, with the one that says who counts where not everybody does."""
        return replace(self._columns[owner], counts=COUNTS if COUNTS in frame.labels else "")

    def _where(self, frame: Frame, name: str, formula: Formula | None, reference: str) -> str:
        if formula is None:
            return ""
        return self._planner.define(frame, name, yes(self._names(frame, reference).condition(formula)))

    def _order(self, frame: Frame, owner: str, chain: Iterable[Formula]) -> tuple[tuple[str, bool], ...]:
        found = []
        for n, formula in enumerate(chain):
            if formula.text.strip() in ("total", "总分"):
                continue
            name = self._planner.define(frame, f"#order_{owner}_{n}", self._names(frame).term(formula), order=True)
            found.append((name, True))
        return tuple(found)

    def _vetoes(self, frame: Frame, *effects: str) -> list[Veto]:
        return [v for v in self._rulebook.vetoes if v.effect in effects and f"#veto_{v.id}" in frame.definitions]

    def _flagged(self, frame: Frame, veto: Veto) -> Condition:
        return t.Compare("==", t.Node(frame.sheet, f"#veto_{veto.id}"), t.ONE)

    def _any(self, frame: Frame, name: str, vetoes: list[Veto]) -> str:
        if not vetoes:
            return ""
        if name not in frame.definitions:
            self._planner.define(frame, name, yes(t.AnyOf(tuple(self._flagged(frame, v) for v in vetoes))))
        return node_column(name)

    def _last(self, frame: Frame) -> str:
        return self._any(frame, "#last", self._vetoes(frame, "rank_last"))

    def _barred(self, frame: Frame) -> str:
        return self._any(frame, "#barred", self._vetoes(frame, "total_zero", "grade_ceiling", "rank_last", "award_bar"))

    def _ceiling(self, frame: Frame, scheme: GradeScheme) -> str:
        """The best grade vetoes leave open: rungs better than it are barred. Stored as the least code allowed."""
        grades = [rung.grade for rung in scheme.ladder]
        vetoes = [v for v in self._vetoes(frame, "grade_ceiling") if str(v.at) in grades]
        if not vetoes:
            return ""
        codes = [
            t.Case((t.Branch(self._flagged(frame, v), t.num(grades.index(str(v.at)) + 1)),), t.ZERO) for v in vetoes
        ]
        return self._planner.define(
            frame, f"#ceiling_{scheme.id}", codes[0] if len(codes) == 1 else t.Max(tuple(codes))
        )

    def _uplift(self, frame: Frame, scheme: GradeScheme) -> tuple[str, str]:
        """Columns with the uplift of the pool's share, in millionths: (relative factor, points)."""
        uplift = scheme.uplift
        if uplift is None:
            return "", ""
        met = (
            self._linked_condition(frame, scheme, uplift.when)
            if scheme.pool_link
            else self._names(frame).condition(uplift.when)
        )
        relative = uplift.reading == "relative"
        lifted = (1 + uplift.by if relative else uplift.by) * MILLION
        plain = Fraction(MILLION) if relative else Fraction(0)
        term = t.Case((t.Branch(met, t.Num(lifted)),), t.Num(plain))
        name = self._planner.define(frame, f"#uplift_{scheme.id}", term)
        return (name, "") if relative else ("", name)

    def _linked_condition(self, frame: Frame, scheme: GradeScheme, when: Formula) -> Condition:
        """A condition asked of the subject that a linked pool belongs to."""
        link = self._rulebook.links[scheme.pool_link]
        parts: list[Condition] = []
        for sheet in self._rulebook.sheets.values():
            if sheet.kind != link.to_kind or sheet.root.every != frame.every:
                continue
            other = self._planner.frame((sheet.id, frame.every))
            flag = f"#lifts_{scheme.id}"
            self._planner.define(other, flag, yes(self._names(other).condition(when)))
            parts.append(t.Compare("==", t.LinkStat(link.id, sheet.id, flag, "max"), t.ONE))
        return t.AnyOf(tuple(parts))

    # --- filling --------------------------------------------------------------------------------------------------

    def wanted(self, frame: Frame, frames: Iterable[Frame]) -> set[str]:
        """The columns of a frame that results, rewards and other frames read."""
        found = {node_column(TOTAL)} if TOTAL in frame.definitions else set()
        found |= {
            node_column(name) for name in frame.definitions if name.startswith("#") and not name.startswith("#agg")
        }
        found -= {node_column(BEFORE)}
        owners = [("grade " + g.id, g.sheet) for g in self._rulebook.grades]
        owners += [("rank " + r.id, r.sheet) for r in self._rulebook.ranks]
        found |= {self._columns[owner].total for owner, sheet in owners if self._frame_of(sheet) is frame}
        found |= {"a_" + name for name in self._rulebook.attributes} & {*frame.base.values()}
        for other in frames:
            for leaf in other.base:
                if isinstance(leaf, t.RollUp) and (leaf.sheet or other.sheet, leaf.every) == frame.key:
                    found.add(frame.column(leaf.term))
                if isinstance(leaf, t.LinkStat) and (leaf.sheet, other.every) == frame.key:
                    found.add(node_column(leaf.item))
        return found

    def grade(self, run: Run, done: DoneFrame) -> None:
        """Places, grades and awards of a frame that has its totals."""
        frame = done.frame
        builder = StageBuilder(frame, {}, 1, self._rulebook.sheets[frame.sheet].group)
        filling = Filling(run, done)
        for n, ranking in enumerate(r for r in main_first(self._rulebook.ranks) if self._frame_of(r.sheet) is frame):
            columns = self._counting("rank " + ranking.id, frame)
            name = f"r_rank_{ranking.id}"
            source = rank_sql(ranking, columns, builder.pool(ranking.within), f"({filling.sql})", name)
            filling.wrap(source, name, *(["r_rank"] if n == 0 else []))
        for n, scheme in enumerate(g for g in main_first(self._rulebook.grades) if self._frame_of(g.sheet) is frame):
            columns = self._counting("grade " + scheme.id, frame)
            name = f"r_grade_{scheme.id}"
            pool = quoted("k_" + scheme.pool_link) if scheme.pool_link else builder.pool(scheme.within)
            ladder = Ladder(run.world.database, scheme, columns, pool, done.quantities[columns.total].unit)
            if ladder.plain:
                source = ladder.bands(f"({filling.sql})", name)
            else:
                table = filling.table(own=True)
                ladder.fill(table, name, builder.pool)
                source = f"SELECT * FROM {table}"
            filling.wrap(source, name, *(["r_grade"] if n == 0 else []), most=len(scheme.ladder))
        bars = [node_column(f"#veto_{v.id}") for v in self._vetoes(frame, "award_bar")]
        if bars or t.Result("award") in frame.base:
            barred = " OR ".join(f"{quoted(c)} = 1" for c in bars) or "FALSE"
            filling.wrap(f"SELECT *, CASE WHEN {barred} THEN 0 ELSE 1 END AS r_award FROM ({filling.sql})", "r_award")
        for leaf, name in list(frame.base.items()):
            if isinstance(leaf, t.Result) and name not in done.quantities:
                filling.wrap(f"SELECT *, CAST(NULL AS BIGINT) AS {quoted(name)} FROM ({filling.sql})", name)
        filling.finish()

    # --- rewards --------------------------------------------------------------------------------------------------

    def reward(self, run: Run) -> None:
        """Share out every pool of money, exact to the cent."""
        for reward in self._rulebook.rewards:
            run.rewards.extend(self._shared(run, reward))

    def _shared(self, run: Run, reward: Reward) -> list[dict[str, Any]]:
        frame = self._frame_of(reward.sheet)
        done = run.done[frame.key]
        exact = run.exact()
        builder = StageBuilder(frame, {}, 1, self._rulebook.sheets[frame.sheet].group)
        pool = builder.pool(reward.within) or "''"
        met = [f"{quoted(node_column('#reward_' + reward.id))} = 1"] if reward.where else []
        met += [f"{quoted(COUNTS)} = 'full'"] if COUNTS in frame.labels else []
        where = f" WHERE {' AND '.join(met)}" if met else ""
        pools: dict[tuple[Any, int], list[tuple[str, Fraction, Fraction]]] = defaultdict(list)
        for subject, period, group in run.world.database.rows(
            f"SELECT subject, period, {pool} FROM {done.table}{where}"
        ):
            spot = (str(subject), int(period))
            share = exact.value(frame.key, spot, f"#share_{reward.id}")
            money = exact.value(frame.key, spot, f"#pool_{reward.id}")
            if share is not None and money is not None and share > 0:
                pools[group, int(period)].append((str(subject), share, money))
        found = []
        for (_, period), members in sorted(pools.items(), key=str):
            for subject, amount in shared_out(members, reward.remainder):
                found.append({"reward": reward.id, "subject": subject, "period": period, "amount": amount})
        return found


def shared_out(members: list[tuple[str, Fraction, Fraction]], remainder: str) -> list[tuple[str, Fraction]]:
    """A pool shared in proportion, to the cent. `members`: (subject, share, pool); cents left over as declared."""
    whole_share = sum((share for _, share, _ in members), Fraction(0))
    cents = members[0][2] * 100
    exact = [(subject, Fraction(cents * share, whole_share)) for subject, share, _ in members]
    given = {subject: whole(amount.numerator, amount.denominator) for subject, amount in exact}
    left = whole(cents.numerator, cents.denominator) - sum(given.values())
    if remainder != "keep":
        order = sorted(exact, key=lambda one: one[0])
        if remainder == "largest":
            order.sort(key=lambda one: given[one[0]] - one[1])
        for subject, _ in order[:left]:
            given[subject] += 1
    return [(subject, Fraction(amount, 100)) for subject, amount in given.items()]


# --- reading a run --------------------------------------------------------------------------------------------------


def rows(run: Run, sheet: str, every: Any = None) -> list[dict[str, Any]]:
    """The rows of a frame as plain values.

    `subject`, `period`, `class`, every item id (Fraction or None; a cut value where the item has no finite decimals),
    `total`, `rank`, `rank.<id>`, `grade`, `grade.<id>`, `award`, `consequences`, `money`, `missing`.
    """
    done = run.frame(sheet, every)
    rulebook = run.rulebook
    kept = set(run.world.database.columns(done.table))
    names = [name for name in done.quantities if name in kept]
    picked = ", ".join(["subject", "period", "class", *(quoted(n) for n in names)])
    asked = f" WHERE period IN ({', '.join(str(n) for n in sorted(done.asked))})" if done.asked else ""
    query = f"SELECT {picked} FROM {done.table}{asked} ORDER BY period, subject"
    texts = {p.number: str(p) for p in done.periods}
    reader, worth = Reader(rulebook, done), [Worth(done.quantities[name].unit) for name in names]
    found = []
    for subject, period, own_class, *values in run.world.database.rows(query):
        stored = {
            name: None if value is None else unit[int(value)]
            for name, value, unit in zip(names, values, worth, strict=True)
        }
        row = {"subject": subject, "period": texts[int(period)], "class": own_class}
        found.append(row | reader.row(stored))
    return found


class Worth(dict[int, Fraction]):
    """What stored whole numbers of a column are worth, each worked out once."""

    def __init__(self, unit: Fraction) -> None:
        super().__init__()
        self._above, self._below = unit.numerator, unit.denominator

    def __missing__(self, value: int) -> Fraction:
        """The value of a number that was not there yet."""
        made = self[value] = Fraction(value * self._above, self._below)
        return made


class Reader:
    """Makes rows of a frame from the stored values of its columns."""

    def __init__(self, rulebook: Rulebook, done: DoneFrame) -> None:
        items = list(rulebook.sheets[done.frame.sheet].root.walk())
        self._items = [(item.id, node_column(item.id)) for item in items]
        leaves = (item for item in items if item.method and item.id in done.frame.definitions)
        self._leaves = [(item.id, node_column(item.id), node_column(item.id + "#out")) for item in leaves]
        self._ranks = [("rank." + one.id, f"r_rank_{one.id}") for one in rulebook.ranks]
        self._grades = [(f"r_grade_{one.id}", one) for one in reversed(main_first(rulebook.grades))]
        self._struck = [
            (one.id, node_column(f"#cons_{one.id}"), node_column(f"#money_{one.id}")) for one in rulebook.consequences
        ]

    def row(self, stored: Mapping[str, Fraction | None]) -> dict[str, Any]:
        """One row from the stored values of its columns."""
        row: dict[str, Any] = {item: stored[column] for item, column in self._items if column in stored}
        row["total"] = stored.get(node_column(TOTAL))
        row |= {name: _int(stored[column]) for name, column in self._ranks if column in stored}
        row["rank"] = _int(stored.get("r_rank"))
        row["grade"] = None
        for column, scheme in self._grades:
            if column in stored:
                code = stored[column]
                row["grade." + scheme.id] = row["grade"] = (
                    scheme.ladder[int(code) - 1].grade if code is not None else None
                )
        row["award"] = stored.get("r_award", Fraction(1)) != 0
        struck = [(one, money) for one, column, money in self._struck if stored.get(column) == 1]
        row["consequences"] = [one for one, _money in struck]
        row["money"] = {one: stored[money] for one, money in struck if money in stored}
        row["missing"] = [
            item
            for item, column, out in self._leaves
            if column in stored and stored[column] is None and stored.get(out) != 1
        ]
        if node_column(TOTAL) in stored and row["total"] is None:
            row["missing"].append("total")
        return row


def _int(value: Fraction | None) -> int | None:
    return None if value is None else int(value)


__all__ = ["FrameKey", "Reader", "Results", "Worth", "rows", "shared_out", "yes"]
