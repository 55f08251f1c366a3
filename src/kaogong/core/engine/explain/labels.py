"""What the leaves of terms are called: facts, other items, and statistics over groups, periods, links and ledgers."""

from __future__ import annotations

from kaogong.core.engine.plan import Frame, FrameKey
from kaogong.core.engine.run import Run
from kaogong.core.methods import terms as t
from kaogong.core.methods.terms import Term
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Every, Item, Rulebook

EVERY_NAMES: dict[Every, Text] = {
    "month": Text("月", "month"),
    "quarter": Text("季度", "quarter"),
    "half": Text("半年", "half-year"),
    "year": Text("年", "year"),
}
POLICIES: dict[str, Text] = {
    "refuse": Text("补报之前不计分", "no score until it is supplied"),
    "exclude": Text("不计此项，满分从分母中去掉", "left out, its full marks with it"),
    "rescale": Text("不计此项，其余各项按比例折算", "left out, the rest scaled up"),
    "peer_mean": Text("按同类平均分计", "the mean of its class"),
    "zero": Text("按零分计", "zero"),
    "full": Text("按满分计", "full marks"),
}
"""What a policy for what is missing or does not apply does."""
WITHIN = {"class": Text("本类", "class"), "group": Text("本组", "group"), "all": Text("全体", "all")}
STATS = {
    "max": Text("最大值", "greatest"),
    "min": Text("最小值", "least"),
    "sum": Text("合计", "sum"),
    "count": Text("个数", "number"),
    "sum_squares": Text("平方和", "sum of squares"),
    "mean": Text("平均", "mean"),
    "one": Text("结果", "result"),
    "weighted": Text("按份额合计", "sum by share"),
    "weight": Text("权重合计", "sum of weights"),
    "rows": Text("在册期数", "periods present"),
    "last": Text("最近一期", "last period"),
    "best": Text("最高几期合计", "sum of the best"),
    "score": Text("得分", "score"),
    "rank": Text("位次", "rank"),
    "grade": Text("等次", "grade"),
    "issued": Text("发出票数", "ballots issued"),
}


class Labels:
    """Names of the leaves of one frame."""

    def __init__(self, run: Run, key: FrameKey) -> None:
        self._rulebook: Rulebook = run.rulebook
        self._run = run
        self._key = key
        self._items: dict[str, Item] = {i.id: i for i in run.rulebook.sheets[key[0]].root.walk()}

    @property
    def _frame(self) -> Frame:
        return self._run.done[self._key].frame

    def item(self, name: str) -> Item | None:
        """The item a column belongs to; None for helpers that belong to none."""
        return self._items.get(name.partition("#")[0])

    def unit(self, leaf: Term) -> str:
        """The unit of measure of a leaf, where it is a fact."""
        return self._rulebook.facts[leaf.name].unit if isinstance(leaf, t.Fact) else ""

    def leaf(self, leaf: Term) -> Text:
        """What a leaf is called."""
        match leaf:
            case t.Fact(name):
                return self._rulebook.facts[name].name
            case t.Attribute(name):
                own = self._rulebook.attributes.get(name)
                return own.name if own else Text("类别", "class")
            case t.Node(item=name):
                return self._node(name)
            case t.EventMarks():
                return self._events(leaf)
            case t.RatingStat(ratings, group, stat):
                who, what = self._rulebook.ratings[ratings].groups[group], STATS[stat]
                if stat == "count":
                    what = Text("票数", "ballots")
                return Text(f"{who.zh}{what.zh}", f"{who.en}: {what.en}")
            case t.GroupStat() | t.Standing():
                return self._pooled(leaf)
            case t.LinkStat() | t.LinkCount():
                return self._linked(leaf)
            case t.RollUp():
                return self._rolled(leaf)
            case _:
                return self._past(leaf)

    def _node(self, name: str) -> Text:
        item = self.item(name)
        if item is not None:
            return item.name
        inner = self._frame.definitions[name].term if name in self._frame.definitions else None
        if isinstance(inner, t.Fact | t.Node):
            return self.leaf(inner)
        return Text("所比的数", "the value compared")

    def _events(self, leaf: t.EventMarks) -> Text:
        ledger = self._rulebook.events[leaf.ledger]
        first = leaf.rules[0] if leaf.rules else None
        counted = len(leaf.rules) == 1 and first is not None and first.marks == 1 and not leaf.nth
        kind = ledger.kinds.get(first.kind or "") if counted and first else None
        name = Text(ledger.name.zh + (f"·{kind.zh}" if kind else ""), ledger.name.en + (f": {kind.en}" if kind else ""))
        if not counted:
            return Text(f"{name.zh}计分", f"{name.en}: marks")
        what = ("数量", "quantity") if leaf.per == "quantity" else ("件数", "events")
        return Text(name.zh + what[0], f"{name.en} ({what[1]})")

    def within(self, within: str) -> Text:
        """What a pool is called."""
        own = self._rulebook.attributes.get(within)
        return Text(f"同{own.name.zh}", f"same {own.name.en}") if own else WITHIN.get(within, Text.same(within))

    def _pooled(self, leaf: t.GroupStat | t.Standing) -> Text:
        pool, inner = self.within(leaf.within), self.leaf(leaf.term)
        what = Text("名次", "place") if isinstance(leaf, t.Standing) else STATS[leaf.stat]
        return Text(f"{inner.zh}的{pool.zh}{what.zh}", f"{what.en} of {inner.en} in its {pool.en}")

    def _linked(self, leaf: t.LinkStat | t.LinkCount) -> Text:
        link = self._rulebook.links[leaf.link].name
        if isinstance(leaf, t.LinkCount):
            return Text(f"{link.zh}个数", f"number of {link.en}")
        item = next((i for i in self._rulebook.sheets[leaf.sheet].root.walk() if i.id == leaf.item), None)
        what = STATS[leaf.stat]
        zh, en = (item.name.zh, item.name.en) if item else ("结果", "result")
        return Text(f"{link.zh}·{zh}{what.zh}", f"{link.en}: {what.en} of {en}")

    def _rolled(self, leaf: t.RollUp) -> Text:
        every, what = EVERY_NAMES[leaf.every], STATS[leaf.stat]  # type: ignore[index]
        if leaf.stat in ("count", "rows"):
            there = Text("有值", "with a value") if leaf.stat == "count" else Text("在册", "present")
            return Text(f"{there.zh}的{every.zh}数", f"number of {every.en}s {there.en}")
        source = Labels(self._run, (self._key[0], leaf.every))  # type: ignore[arg-type]
        inner = source.leaf(leaf.term)
        return Text(f"各{every.zh}{inner.zh}{what.zh}", f"{what.en} of {inner.en} by {every.en}")

    def _past(self, leaf: Term) -> Text:
        match leaf:
            case t.Earlier(inner, steps, year):
                when = (
                    Text(f"前 {steps} 年", f"{steps} years back:") if year else Text(f"前 {steps} 期", f"{steps} back:")
                )
                when = Text("上年", "last year's") if year and steps == 1 else when
                name = self.leaf(inner)
                return Text(f"{when.zh}{name.zh}", f"{when.en} {name.en}")
            case t.History(years, what):
                return Text(f"前 {years} 年{STATS[what].zh}", f"{STATS[what].en} {years} year(s) ago")
            case t.PriorStreak(grades):
                return Text(f"此前连续{'、'.join(grades)}年数", f"years running before: {', '.join(grades)}")
            case t.PriorGraded(years, grades):
                listed = "、".join(grades)
                return Text(f"前 {years} 年中{listed}年数", f"of the last {years} years: {', '.join(grades)}")
            case t.Result(name):
                return STATS.get(name, Text.same(name))
            case t.PeriodDay():
                return Text("期限日", "due day")
            case t.WorkingDay(day):
                name = self.leaf(day)
                return Text(f"{name.zh}（第几个工作日）", f"{name.en} (running working day)")
            case t.Lasting():
                return Text("效力仍在", "still in force")
            case _:
                return Text.same(type(leaf).__name__)
