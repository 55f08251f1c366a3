"""The tables a rulebook expects: their columns, what cells may say, what they are called in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kaogong.core.engine.intake.specs import (
    Discretion,
    authority,
    discretions,
    fact_spec,
    one_of,
    rating_spec,
)
from kaogong.core.engine.intake.values import (
    EPOCH,
    EVERY_NAMES,
    Day,
    Flag,
    LastMonth,
    Number,
    OneOf,
    Period,
    Spec,
    Switch,
    Word,
)
from kaogong.core.problem import Text
from kaogong.core.scheme.model import EVERY, Every, Ledger, Rulebook

SCALE = 6
"""Decimal places of quantities, shares and past scores."""
ONE = 10**SCALE
PROVENANCE = ("supplier", "approved_by", "approved_on", "evidence", "evidence_hash", "reason")
STATES = {
    "confirmed": Text("已确认", "confirmed"),
    "pending": Text("待确认", "pending"),
    "contested": Text("有异议", "contested"),
    "withdrawn": Text("已撤销", "withdrawn"),
}
IGNORED = frozenset({"备注", "说明", "序号", "note", "notes", "remark", "remarks", "no", "no."})
"""Columns that carry nothing to score."""
SELF = "本单位"
"""As an authority: whoever is appraised reports it, so that no name is asked of the supplier."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, what people call it, what its cells may say, and what an empty cell means."""

    key: str
    title: Text
    spec: Spec | Switch
    aliases: tuple[str, ...] = ()
    required: bool = False
    default: int | str | None = None
    needed_for: frozenset[str] = frozenset()
    """The values of the column on which this one depends for which it is required too."""

    @property
    def words(self) -> tuple[str, ...]:
        """Every header that means this column."""
        return (self.key, self.title.zh, self.title.en, *self.aliases)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its id, its names, its columns by key."""

    id: str
    title: Text
    columns: Mapping[str, Column]
    aliases: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    """Columns that together may not repeat."""
    refs: tuple[str, ...] = ()
    """Columns that name a subject."""
    every: Every | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Every file or sheet name that means this table."""
        return (self.id, self.title.zh, self.title.en, *self.aliases)

    @property
    def facts(self) -> tuple[str, ...]:
        """Keys of the fact columns of a wide table."""
        return tuple(key for key in self.columns if key.startswith("f_"))


def declared(rulebook: Rulebook) -> dict[str, Table]:
    """The tables of a rulebook by id."""
    manual = discretions(rulebook)
    specs = {fact.id: fact_spec(fact, manual.get(fact.id)) for fact in rulebook.facts.values()}
    found = [_subjects(rulebook), _facts(rulebook, specs, manual)]
    found += [_wide(rulebook, every, specs, manual) for every in EVERY]
    found += [_events(rulebook), _ratings(rulebook), _links(rulebook), _history(rulebook), _calendar()]
    return {table.id: table for table in found}


def _columns(columns: Iterable[Column]) -> dict[str, Column]:
    """Columns by key."""
    return {one.key: one for one in columns}


def _subject(required: bool = True, key: str = "subject", zh: str = "对象", aliases: tuple[str, ...] = ()) -> Column:
    """A column that names a subject."""
    return Column(key, Text(zh, key), Word(), aliases, required)


SUBJECT_WORDS = ("考核对象", "对象编号", "编号", "代码", "单位", "被考核单位")
PERIOD_WORDS = ("周期", "期间", "考核期", "月份", "月", "季度", "半年", "年度", "年")


def _subjects(rulebook: Rulebook) -> Table:
    """考核对象."""
    classes = {one.id: one.name for one in rulebook.classes.values()}
    kinds = rulebook.kinds or {"unit": Text("单位", "unit")}
    columns = [
        Column(
            "subject",
            Text("编号", "subject"),
            Word(),
            ("id", "对象", "考核对象", "对象编号", "代码"),
            required=True,
        ),
        Column("name", Text("名称", "name"), Word(), ("姓名", "对象名称", "单位名称")),
        Column("kind", Text("种类", "kind"), one_of(kinds, "种类", "kind"), ("类型",)),
        Column(
            "class",
            Text("类别", "class"),
            one_of(classes, "类别", "class"),
            ("分类",),
            required=bool(classes),
        ),
        Column("since", Text("起始日期", "since"), Day(), ("自", "起", "from", "到任日期")),
        Column("until", Text("终止日期", "until"), Day(), ("至", "止", "to", "离任日期")),
    ]
    columns += [Column(f"a_{one.id}", one.name, fact_spec(one), (one.id,)) for one in rulebook.attributes.values()]
    return Table("subjects", Text("考核对象", "subjects"), _columns(columns), ("对象",), ("subject",))


def _provenance(supplier: Spec | Switch) -> list[Column]:
    """Where a fact comes from and who approved it."""
    return [
        Column("supplier", Text("提供单位", "supplier"), supplier, ("填报单位", "数据来源单位")),
        Column("approved_by", Text("审核人", "approved_by"), Word(), ("审定人", "批准人")),
        Column("approved_on", Text("审核日期", "approved_on"), Word(), ("审定日期", "批准日期")),
        Column("evidence", Text("佐证", "evidence"), Word(), ("证据", "佐证材料", "依据")),
        Column("evidence_hash", Text("佐证哈希", "evidence_hash"), Word()),
        Column("reason", Text("理由", "reason"), Word(), ("打分理由",)),
    ]


def _facts(rulebook: Rulebook, specs: Mapping[str, Spec], manual: Mapping[str, Discretion]) -> Table:
    """数据, one value a row."""
    names = {fact.id: fact.name for fact in rulebook.facts.values()}
    suppliers: dict[str, Spec] = {}
    for fact in rulebook.facts.values():
        may = authority(rulebook, fact.id, manual)
        said = Text(fact.name.zh, fact.id)
        own = not may or SELF in may
        suppliers[fact.id] = Word() if own else OneOf(tuple((one, one) for one in may), "K536", said)
    periods: dict[str, Spec] = {fact.id: Period(fact.every) for fact in rulebook.facts.values()}
    columns = [
        _subject(aliases=SUBJECT_WORDS),
        Column("period", Text("时期", "period"), Switch("fact", periods), PERIOD_WORDS, required=True),
        Column(
            "fact",
            Text("数据项", "fact"),
            one_of(names, "数据项", "fact", "K535"),
            ("指标", "数据名称"),
            required=True,
        ),
        Column("value", Text("数值", "value"), Switch("fact", specs), ("值",)),
        *_provenance(Switch("fact", suppliers)),
    ]
    return Table("facts", Text("数据", "facts"), _columns(columns), refs=("subject",))


def _wide(rulebook: Rulebook, every: Every, specs: Mapping[str, Spec], manual: Mapping[str, Discretion]) -> Table:
    """月度数据 and so on: one row a subject and period, one column a fact."""
    length = {"month": "月度", "quarter": "季度", "half": "半年", "year": "年度"}[every]
    columns = [
        _subject(aliases=SUBJECT_WORDS),
        Column("period", Text("时期", "period"), Period(every), PERIOD_WORDS, required=True),
    ]
    for fact in rulebook.facts.values():
        if fact.every == every:
            columns.append(Column(f"f_{fact.id}", fact.name, specs[fact.id], (fact.id,)))
            if fact.id in manual:
                title = Text(f"{fact.name.zh}理由", f"reason:{fact.id}")
                columns.append(Column(f"r_{fact.id}", title, Word()))
    columns += _provenance(Word())
    name = f"facts_{every}"
    title = Text(f"{length}数据", f"facts of {EVERY_NAMES[every].en}")
    return Table(name, title, _columns(columns), refs=("subject",), every=every)


def _events(rulebook: Rulebook) -> Table:
    """台账."""
    ledgers = rulebook.events
    kinds: dict[str, Spec] = {key: one_of(one.kinds, "事件种类", "kind of event") for key, one in ledgers.items()}
    severities: dict[str, Spec] = {key: one_of(one.severities, "程度", "severity") for key, one in ledgers.items()}
    finders: dict[str, Spec] = {key: one_of(one.finders, "查获方式", "finder") for key, one in ledgers.items()}
    suppliers: dict[str, Spec] = {}
    for key, one in ledgers.items():
        may = tuple((name, name) for name in one.authority)
        suppliers[key] = OneOf(may, "K536", Text(one.name.zh, key)) if may else Word()
    day = Day(_number(rulebook.effective_from), _number(rulebook.effective_to), "K547", "K548")
    names = {key: one.name for key, one in ledgers.items()}
    columns = [
        Column("id", Text("事件编号", "id"), Word(), ("编号",)),
        Column(
            "ledger",
            Text("台账", "ledger"),
            one_of(names, "台账", "ledger"),
            required=True,
            default=_only(names),
        ),
        _subject(aliases=SUBJECT_WORDS[:-3]),
        Column("day", Text("日期", "date"), day, ("on", "发生日期"), required=True),
        Column(
            "kind",
            Text("事件种类", "kind"),
            Switch("ledger", kinds),
            ("种类", "类型", "牌色"),
            needed_for=frozenset(key for key, one in ledgers.items() if len(one.kinds) > 1),
        ),
        Column("severity", Text("程度", "severity"), Switch("ledger", severities), ("严重程度",)),
        Column("finder", Text("查获方式", "finder"), Switch("ledger", finders), ("发现方式", "来自")),
        Column("quantity", Text("数量", "quantity"), Number(SCALE), default=ONE),
        Column("times", Text("次数", "times"), Number(0, 0, 10000), default=1),
        Column("incident", Text("事由编号", "incident"), Word(), ("案件编号",)),
        Column("supplier", Text("提供单位", "supplier"), Switch("ledger", suppliers), ("填报单位",)),
        Column("source", Text("来源", "source"), Word()),
        Column("evidence", Text("佐证", "evidence"), Word(), ("证据", "佐证材料")),
        Column("evidence_hash", Text("佐证哈希", "evidence_hash"), Word()),
        Column("state", Text("状态", "state"), one_of(STATES, "状态", "state"), default="confirmed"),
        *_details(ledgers),
    ]
    return Table("events", Text("台账", "events"), _columns(columns), ("事件",), ("id",), ("subject",))


def _details(ledgers: Mapping[str, Ledger]) -> list[Column]:
    """What the rows of some ledgers say besides; in those of others the cell stays empty."""
    asked: dict[str, dict[str, Mapping[str, Any]]] = {}
    for key, ledger in ledgers.items():
        for detail, field in ledger.details.items():
            asked.setdefault(detail, {})[key] = field
    found = []
    for detail, fields in asked.items():
        first, *others = dict.fromkeys(field["name"] for field in fields.values())
        specs: dict[str, Spec] = {key: OneOf((), "K534", first) for key in ledgers}
        for key, field in fields.items():
            options = tuple((one, one) for one in field["options"])
            specs[key] = OneOf(options, "K534", field["name"]) if options else Word()
        more = [word for name in others for word in (name.zh, name.en)]
        found.append(Column(f"d_{detail}", first, Switch("ledger", specs), (detail, *more)))
    return found


def _only(names: Mapping[str, Any]) -> str | None:
    """The one id there is, when there is only one."""
    return next(iter(names)) if len(names) == 1 else None


def _number(day: date | None) -> int | None:
    """A date as days since 1970-01-01."""
    return None if day is None else (day - EPOCH).days


def _ratings(rulebook: Rulebook) -> Table:
    """测评."""
    sheets = rulebook.ratings
    names = {key: one.name for key, one in sheets.items()}
    questions: dict[str, Spec] = {
        key: one_of(one.questions, "测评项目", "question") if one.questions else Word() for key, one in sheets.items()
    }
    groups: dict[str, Spec] = {key: one_of(one.groups, "评议组", "rater group") for key, one in sheets.items()}
    values: dict[str, Spec] = {key: rating_spec(one) for key, one in sheets.items()}
    columns = [
        Column(
            "ratings",
            Text("测评表", "ratings"),
            one_of(names, "测评", "ratings"),
            ("测评",),
            required=True,
            default=_only(names),
        ),
        Column("question", Text("测评项目", "question"), Switch("ratings", questions), ("项目",), default=""),
        Column(
            "subject",
            Text("被评对象", "subject"),
            Word(),
            (*SUBJECT_WORDS, "对象", "被测评对象"),
            required=True,
        ),
        Column(
            "month",
            Text("时期", "period"),
            LastMonth(),
            ("day", "日期", "date", *PERIOD_WORDS),
            required=True,
        ),
        Column("rater", Text("评议人", "rater"), Word(), ("测评人", "打分人")),
        Column(
            "rater_group",
            Text("评议组", "group"),
            Switch("ratings", groups),
            ("评议人类别", "测评组"),
            required=True,
        ),
        Column("value", Text("评分", "value"), Switch("ratings", values), ("分数", "得分", "等次", "评价")),
        Column("valid", Text("有效", "valid"), Flag(), ("有效票",), default=1),
    ]
    return Table("ratings", Text("测评", "ratings"), _columns(columns), refs=("subject",))


def _links(rulebook: Rulebook) -> Table:
    """关联."""
    names = {key: one.name for key, one in rulebook.links.items()}
    columns = [
        Column(
            "link",
            Text("关联", "link"),
            one_of(names, "关联", "link"),
            ("关系",),
            required=True,
            default=_only(names),
        ),
        _subject(key="from_subject", zh="自", aliases=("from", "起点", "从", "上级")),
        _subject(key="to_subject", zh="至", aliases=("to", "终点", "到", "下级")),
        Column("share", Text("份额", "share"), Number(SCALE, share=True), ("占比",), default=ONE),
    ]
    key = ("link", "from_subject", "to_subject")
    return Table("links", Text("关联", "links"), _columns(columns), key=key, refs=("from_subject", "to_subject"))


def _history(rulebook: Rulebook) -> Table:
    """历年结果."""
    sheets = {key: one.root.name for key, one in rulebook.sheets.items()}
    columns = [
        _subject(aliases=SUBJECT_WORDS),
        Column("year", Text("年度", "year"), Period("year"), ("年", "年份"), required=True),
        Column("sheet", Text("考核表", "sheet"), one_of(sheets, "考核表", "sheet"), default=""),
        Column("score", Text("得分", "score"), Number(SCALE), ("总分", "分数")),
        Column("rank", Text("位次", "rank"), Number(0, 1), ("名次", "排名")),
        Column("grade", Text("等次", "grade"), Word(), ("等级",)),
    ]
    key = ("subject", "year", "sheet")
    return Table("history", Text("历年结果", "history"), _columns(columns), ("历年",), key, ("subject",))


def _calendar() -> Table:
    """工作日历."""
    columns = [
        Column("day", Text("日期", "date"), Day(), (), required=True),
        Column("working", Text("工作日", "working"), Flag(), ("是否工作日", "上班"), required=True),
    ]
    return Table("calendar", Text("工作日历", "calendar"), _columns(columns), ("日历",), ("day",))
