"""What follows from a total: the place with its tie chain, the grade with every rung, vetoes, consequences, money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kaogong.core.engine.aggregates import quoted
from kaogong.core.engine.compose import TOTAL
from kaogong.core.engine.exact import rounded
from kaogong.core.engine.explain.asked import asked
from kaogong.core.engine.explain.items import source_of
from kaogong.core.engine.explain.numbers import exact_text
from kaogong.core.engine.explain.parts import Bar, Following, Grade, Part, Place, Quota, Rung, Struck, Tie
from kaogong.core.engine.explain.pools import Pool, Pools
from kaogong.core.engine.explain.reader import Reader
from kaogong.core.engine.participation import COUNTS
from kaogong.core.engine.plan import FrameKey, node_column
from kaogong.core.engine.settle import Spot
from kaogong.core.problem import Text
from kaogong.core.scheme import model
from kaogong.core.scheme.formula import Formula
from kaogong.core.scheme.period import Period
from kaogong.core.scheme.procedure.rounds import FULL

EFFECTS = {
    "item_zero": Text("该项记零分", "the item scores zero"),
    "total_zero": Text("总分记零分", "the total is zero"),
    "score_ceiling": Text("总分封顶", "the total is capped"),
    "grade_ceiling": Text("等次封顶", "the grade is capped"),
    "award_bar": Text("取消评优资格", "barred from awards"),
    "rank_last": Text("列最后一名", "ranked last"),
}
MILLION = 1_000_000


class Outcome:
    """Results of one subject in the frames of its sheet."""

    def __init__(self, reader: Reader, pools: Pools) -> None:
        self._reader = reader
        self._pools = pools

    @property
    def _rulebook(self) -> model.Rulebook:
        return self._reader.run.rulebook

    def _here(self, key: FrameKey, name: str) -> bool:
        return name in self._reader.run.done[key].frame.definitions

    def _total(self, key: FrameKey, sheet: str) -> str:
        """The helper column of the published total a scheme or table reads; empty when it is of another frame."""
        name, _, item = sheet.partition(".")
        if name != key[0]:
            return ""
        column = TOTAL if not item or item == name else f"#total_{item}"
        return column if self._here(key, column) else ""

    def _counts(self, key: FrameKey, spot: Spot) -> bool:
        return bool((self._reader.row(key, spot) or {}).get(COUNTS, FULL) == FULL)

    # --- places ---------------------------------------------------------------------------------------------------

    def places(self, key: FrameKey, spot: Spot) -> Iterator[Place]:
        """The place in every league table of the frame; none for those who take part without counting."""
        for ranking in self._rulebook.ranks if self._counts(key, spot) else ():
            total = self._total(key, ranking.sheet)
            column = f"r_rank_{ranking.id}"
            if not total or column not in self._reader.run.done[key].quantities:
                continue
            pool = self._pools.pool(key, spot, ranking.within)
            rank = self._reader.stored(key, spot, column)
            where = self._pools.where(pool, spot[1])
            size = int(self._pools.ask(key, f"COUNT({quoted(node_column(total))})", where)[0][0])
            same = 0 if rank is None else self._pools.same(key, where, column, int(rank), size)
            yield Place(
                ranking.id,
                str(Period(key[1], spot[1])),
                None if rank is None else int(rank),
                self._pools.name(key, spot, ranking.within),
                size,
                same,
                self._chain(key, spot, total, ranking.id, ranking.order),
            )

    def _chain(self, key: FrameKey, spot: Spot, total: str, owner: str, order: Sequence[Formula]) -> tuple[Tie, ...]:
        """The total and what breaks ties after it, with the subject's values."""
        chain = [Tie(Text("总分", "total"), self._reader.value(key, spot, total))]
        further = [one for one in order if one.text.strip() not in ("total", "总分")]
        for n, formula in enumerate(further):
            name = f"#order_{owner}_{n}"
            if self._here(key, name):
                chain.append(Tie(self._formula_name(key, formula), self._reader.value(key, spot, name)))
        return tuple(chain)

    def _formula_name(self, key: FrameKey, formula: Formula) -> Text:
        """A formula that is one name is called as the rulebook calls it."""
        text = formula.text.strip()
        book, word = self._rulebook, text.lstrip("-− ")
        items = {item.id: item.name for item in book.sheets[key[0]].root.walk()}
        declared = book.facts.get(word) or book.derived.get(word) or book.attributes.get(word)
        name = items.get(word) or (declared.name if declared else None)
        if name is None:
            return Text.same(text)
        low = text[0] in "-−"
        return Text(name.zh + "（低者在前）" * low, name.en + " (lower first)" * low)

    # --- grades ---------------------------------------------------------------------------------------------------

    def grades(self, key: FrameKey, spot: Spot) -> Iterator[Grade]:
        """The grade on every ladder of the frame, with the reason at each rung; none for those who do not count."""
        for scheme in self._rulebook.grades if self._counts(key, spot) else ():
            ladder = self._ladder(key, spot, scheme)
            if ladder is None:
                continue
            code = self._reader.stored(key, spot, f"r_grade_{scheme.id}")
            given = None if code is None else int(code)
            yield Grade(
                scheme.id,
                str(Period(key[1], spot[1])),
                None if given is None else scheme.ladder[given - 1].grade,
                self._pools.name(key, spot, scheme.within, scheme.pool_link),
                ladder.size,
                tuple(ladder.rungs(given)),
                source_of(self._rulebook, scheme.basis),
            )

    def quotas(self, key: FrameKey, spot: Spot, scheme: model.GradeScheme) -> Iterator[Quota]:
        """The places of every grade in the pool of a subject: how many, how worked out, how many given."""
        ladder = self._ladder(key, spot, scheme)
        yield from ladder.quotas() if ladder else ()

    def bars(self, key: FrameKey, spot: Spot, scheme: model.GradeScheme) -> Iterator[Bar]:
        """The grades that a veto or an unmet condition closes to a subject, whatever its total."""
        ladder = self._ladder(key, spot, scheme)
        yield from ladder.bars() if ladder else ()

    def _ladder(self, key: FrameKey, spot: Spot, scheme: model.GradeScheme) -> _Ladder | None:
        total = self._total(key, scheme.sheet)
        if not total or f"r_grade_{scheme.id}" not in self._reader.run.done[key].quantities:
            return None
        pool = self._pools.pool(key, spot, scheme.within, scheme.pool_link)
        return _Ladder(self._reader, self._pools, key=key, spot=spot, scheme=scheme, total=total, pool=pool)

    # --- vetoes, consequences, rewards -----------------------------------------------------------------------------

    def vetoes(self, key: FrameKey, spot: Spot, root: Part, notes: Sequence[Text]) -> Iterator[Struck]:
        """The vetoes that strike: by their flags, or by the remark they leave where they act."""
        said = {note.zh for note in notes} | set(_remarks(root))
        for veto in self._rulebook.vetoes:
            flag = f"#veto_{veto.id}"
            flagged = self._here(key, flag) and self._reader.value(key, spot, flag) == 1
            if flagged or f"一票否决：{veto.name.zh}" in said:
                effect = EFFECTS[veto.effect]
                at = exact_text(veto.at) if isinstance(veto.at, Fraction) else str(veto.at or "")
                words = Text(f"{effect.zh} {at}".strip(), f"{effect.en} {at}".strip())
                yield Struck(
                    veto.id,
                    veto.name,
                    words,
                    asked(self._rulebook, veto.when.text),
                    source_of(self._rulebook, veto.basis),
                )

    def award(self, key: FrameKey, spot: Spot) -> bool:
        """Whether awards are open."""
        if "r_award" not in self._reader.run.done[key].quantities:
            return True
        return self._reader.stored(key, spot, "r_award") != 0

    def following(self, key: FrameKey, spot: Spot) -> Iterator[Following]:
        """Consequences that were struck, and money."""
        for one in self._rulebook.consequences:
            if not self._here(key, f"#cons_{one.id}") or self._reader.value(key, spot, f"#cons_{one.id}") != 1:
                continue
            money = self._reader.value(key, spot, f"#money_{one.id}") if self._here(key, f"#money_{one.id}") else None
            source = source_of(self._rulebook, one.basis)
            when = asked(self._rulebook, one.when.text)
            yield Following(one.id, _what(one.yields, one.id), when, source, **_terms(one.yields), money=money)
        for given in self._reader.run.rewards:
            if given["subject"] == spot[0] and given["period"] == spot[1]:
                reward = next(r for r in self._rulebook.rewards if r.id == given["reward"])
                if reward.sheet.partition(".")[0] == key[0]:
                    what = Text("奖金", "reward")
                    source = source_of(self._rulebook, reward.basis)
                    condition = asked(self._rulebook, reward.where.text if reward.where else "")
                    yield Following(reward.id, what, condition, source, money=given["amount"])


class _Ladder:
    """Why each rung was or was not reached."""

    def __init__(
        self,
        reader: Reader,
        pools: Pools,
        *,
        key: FrameKey,
        spot: Spot,
        scheme: model.GradeScheme,
        total: str,
        pool: Pool,
    ) -> None:
        self._reader, self._pools = reader, pools
        self._key, self._spot, self._scheme = key, spot, scheme
        self._column = quoted(node_column(total))
        self._total = reader.value(key, spot, total)
        self._unit = reader.run.done[key].quantities[node_column(total)].unit
        self._where = pools.where(pool, spot[1])
        self._taken: dict[int, tuple[int, Fraction]] = {}
        self.size = 0
        self._count()

    def _named(self, name: str) -> str:
        """The column of a helper where there is one."""
        return name if name in self._reader.run.done[self._key].frame.definitions else ""

    def _count(self) -> None:
        """The size of the pool, and how many have each grade down to which total."""
        grade, eligible = quoted(f"r_grade_{self._scheme.id}"), f"COUNT({self._column})"
        if self._scheme.count == "eligible" and self._named("#barred"):
            barred = quoted(node_column("#barred"))
            eligible = f"COUNT(CASE WHEN {self._column} IS NOT NULL AND {barred} = 0 THEN 1 END)"
        picked = f"{grade}, COUNT(*), MIN({self._column}), {eligible}"
        for code, number, least, counted in self._pools.ask(self._key, picked, self._where, f" GROUP BY {grade}"):
            self.size += int(counted)
            if code is not None and least is not None:
                self._taken[int(code)] = (int(number), int(least) * self._unit)

    def rungs(self, given: int | None) -> Iterator[Rung]:
        """The rungs down to the one given, best first; and those that are filled from the bottom."""
        if self._total is None:
            return
        for code, rung in enumerate(self._scheme.ladder, 1):
            if code == given:
                yield Rung(rung.grade, True, self._reached(code, rung))
            elif given is None or code < given or rung.bottom:
                yield Rung(rung.grade, False, self._refused(code, rung))

    def quotas(self) -> Iterator[Quota]:
        """Every grade with its places, best first."""
        for code, rung in enumerate(self._scheme.ladder, 1):
            number, least = self._taken.get(code, (0, None))
            limited = rung.places is not None or rung.share is not None
            words = Text(*self._places(rung)) if limited else Text("不限名额", "no quota")
            yield Quota(rung.grade, self._number(rung) if limited else None, number, least, words, rung.bottom)

    def bars(self) -> Iterator[Bar]:
        """The grades closed by a condition that is not met, or by a veto."""
        for code, rung in enumerate(self._scheme.ladder, 1):
            flag = self._named(f"#where_{self._scheme.id}_{code - 1}")
            if flag and self._reader.value(self._key, self._spot, flag) != 1:
                yield Bar(rung.grade, self._gate(rung, "条件未满足", "not met") or Text("", ""))
            elif said := self._vetoed(code):
                yield Bar(rung.grade, said)

    def _vetoed(self, code: int) -> Text | None:
        ceiling = self._named(f"#ceiling_{self._scheme.id}")
        best = self._reader.value(self._key, self._spot, ceiling) if ceiling else None
        if best is None or best <= code:
            return None
        grade = self._scheme.ladder[int(best) - 1].grade
        return Text(f"一票否决，最高只能评{grade}", f"a veto leaves {grade} at best")

    def _floor(self, rung: model.Rung, sign: str) -> Text | None:
        if rung.floor is None or self._total is None:
            return None
        own, line = exact_text(self._total), exact_text(rung.floor)
        return Text(f"总分 {own} {sign} {line}", f"total {own} {sign} {line}")

    def _reached(self, code: int, rung: model.Rung) -> Text:
        said = [self._floor(rung, "≥"), self._gate(rung, "满足", "met"), self._quota(code, rung)]
        there = [one for one in said if one is not None]
        if not there:
            return Text("不够更高等次", "no better grade is reached")
        return Text("；".join(one.zh for one in there), "; ".join(one.en for one in there))

    def _gate(self, rung: model.Rung, zh: str, en: str) -> Text | None:
        if rung.where is None:
            return None
        said = asked(self._reader.run.rulebook, rung.where.text)
        return Text(f"{zh}：{said.zh}", f"{en}: {said.en}")

    def _refused(self, code: int, rung: model.Rung) -> Text:
        """The first thing that kept the rung out of reach."""
        if rung.floor is not None and self._total is not None and self._total < rung.floor:
            return self._floor(rung, "<") or Text("", "")
        flag = self._named(f"#where_{self._scheme.id}_{code - 1}")
        if flag and self._reader.value(self._key, self._spot, flag) != 1:
            return self._gate(rung, "条件未满足", "not met") or Text("", "")
        if said := self._vetoed(code):
            return said
        quota = self._quota(code, rung)
        if quota is None:
            return Text("未达到", "not reached")
        if rung.bottom:
            return Text(f"未落入末位；{quota.zh}", f"not among the last; {quota.en}")
        return Text(f"名额已满；{quota.zh}", f"no place left; {quota.en}")

    def _quota(self, code: int, rung: model.Rung) -> Text | None:
        """The places of a rung: how many, how they are worked out, who was the last to get one."""
        if rung.places is None and rung.share is None:
            return None
        number, least = self._taken.get(code, (0, None))
        zh, en = self._places(rung)
        if least is not None and not rung.bottom:
            zh, en = f"{zh}，入围最低 {exact_text(least)}", f"{en}, the last with {exact_text(least)}"
        ceiling = self._scheme.ceiling
        if ceiling is not None and ceiling.grade == rung.grade:
            limit = exact_text(ceiling.share * 100)
            zh, en = f"{zh}，全体不超过 {limit}%", f"{en}, at most {limit}% of all"
        return Text(f"{zh}，评出 {number} 个", f"{en}, {number} given")

    def _number(self, rung: model.Rung) -> int:
        """How many places a rung with a quota has."""
        if rung.places is not None or rung.share is None:
            return max(rung.places or 0, rung.at_least)
        return max(int(rounded(self._share(rung.share) * self.size, 0, self._scheme.rounding)), rung.at_least)

    def _places(self, rung: model.Rung) -> tuple[str, str]:
        places = self._number(rung)
        if rung.places is not None or rung.share is None:
            return f"名额 {places} 个", f"{places} places"
        share = self._share(rung.share)
        exact = share * self.size
        percent = exact_text(share * 100)
        counted = f"{self.size} × {percent}% = {exact_text(exact)}"
        return f"名额 {places} 个（{counted}）", f"{places} places ({counted})"

    def _share(self, share: Fraction) -> Fraction:
        """The share with the uplift of the pool."""
        name, uplift = self._named(f"#uplift_{self._scheme.id}"), self._scheme.uplift
        if not name or uplift is None or share != next(r.share for r in self._scheme.ladder if r.share is not None):
            return share
        column = node_column(name)
        found = self._pools.ask(self._key, f"MAX({quoted(column)})", self._where)[0][0]
        if found is None:
            return share
        lifted = Fraction(int(found) * self._reader.run.done[self._key].quantities[column].unit, MILLION)
        return share * lifted if uplift.reading == "relative" else share + lifted


def _remarks(part: Part) -> Iterator[str]:
    """Every remark in a part and below."""
    for note in part.notes:
        yield note.zh
    for one in (*part.parts, *part.periods):
        yield from _remarks(one)


def _what(yields: Mapping[str, Any], name: str) -> Text:
    words = yields.get("text") or yields.get("kind") or name
    return words if isinstance(words, Text) else Text.same(str(words))


def _terms(yields: Mapping[str, Any]) -> dict[str, Any]:
    """Who, by when, which document."""
    found: dict[str, Any] = {}
    for key in ("document", "executor"):
        if yields.get(key) is not None:
            value = yields[key]
            found[key] = value.zh if isinstance(value, Text) else str(value)
    within = yields.get("within")
    if isinstance(within, Mapping) and within.get("days") is not None:
        working = str(within.get("days_are", "calendar")) == "working"
        days = within["days"]
        zh, en = ("个工作日", "working days") if working else ("个自然日", "days")
        found["within"] = Text(f"{days} {zh}内", f"within {days} {en}")
    return found
