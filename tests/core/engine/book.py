"""A small rulebook for the tests of facts, and facts that are right, to be spoilt in one place."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from fractions import Fraction

from kaogong.core.problem import Text
from kaogong.core.scheme.formula import Formula, Name
from kaogong.core.scheme.model import (
    Attribute,
    Class,
    Fact,
    GradeScheme,
    Item,
    Ledger,
    Link,
    Ratings,
    Rulebook,
    Rung,
    Sheet,
)


def text(word):
    return Text.same(word)


def sheet(name, classes, *items, kind="unit", every="year"):
    return Sheet(name, kind, classes, "class", Item(name, text(name), every=every, items=items))


def named(fact):
    return Formula(fact, Name(fact))


FACTS = (
    Fact("done", text("办结数"), "decimal", "month", 2, "件", low=Fraction(0), high=Fraction(1000)),
    Fact("rate", text("满意率"), "decimal", "month", 1, "%", authority=("统计局", "信访局"), missing="exclude"),
    Fact("share", text("占比"), "decimal", "quarter", 4),
    Fact("staff", text("编制"), "integer", "half", missing="zero"),
    Fact("tier", text("等级"), "choice", "year", options=("一级", "二级")),
    Fact("plan", text("有方案"), "boolean", "year"),
    Fact("sent", text("报送日"), "date", "year"),
    Fact("marks", text("领导评价"), "decimal", "year", 1),
)


def book(**changed):
    """The rulebook; `changed` replaces fields."""
    leaf = Item("lead", text("领导评价"), full=Fraction(5), method="manual", params={
        "of": named("marks"), "range": (Fraction(0), Fraction(5)), "step": Fraction(1, 2),
        "by": "领导小组", "reason": "required",
    })  # fmt: skip
    handled = Item("handled", text("办结"), full=Fraction(95), method="ratio", params={"of": named("办结数")})
    given = {
        "id": "small",
        "title": text("小办法"),
        "edition": "2026",
        "effective_from": date(2026, 1, 1),
        "effective_to": date(2026, 12, 31),
        "kinds": {"unit": text("单位"), "person": text("工作人员")},
        "classes": {
            "dept": Class("dept", text("部门"), "unit"),
            "town": Class("town", text("乡镇"), "unit"),
            "clerk": Class("clerk", text("科员"), "person"),
        },
        "attributes": {"lake": Attribute("lake", text("有湖乡镇"), "boolean")},
        "links": {
            "leads": Link("leads", text("分管"), "person", "unit"),
            "above": Link("above", text("上级"), "unit", "unit", "superior"),
        },
        "facts": {fact.id: fact for fact in FACTS},
        "events": {
            "card": Ledger(
                "card",
                text("黄红牌"),
                {"yellow": text("黄牌"), "red": text("红牌")},
                {"light": text("轻"), "serious": text("重")},
                {"self": text("自查"), "superior": text("上级查获")},
                ("监察局",),
            ),
            "praise": Ledger("praise", text("表彰"), {"city": text("市级")}),
        },
        "ratings": {
            "vote": Ratings(
                "vote",
                text("民主测评"),
                {"self": text("自评"), "peers": text("群众")},
                {"优秀": Fraction(100), "称职": Fraction(80)},
            ),
            "mark": Ratings("mark", text("打分"), {"peers": text("群众")}, {}, Fraction(0), Fraction(100), 1),
        },
        "sheets": {
            "dept_year": sheet("dept_year", ("dept",), handled, leaf),
            "town_year": sheet("town_year", ("town",), handled),
            "clerk_year": sheet("clerk_year", ("clerk",), kind="person"),
        },
        "grades": (GradeScheme("annual", "dept_year", (Rung("优秀", Fraction(90)), Rung("良好"))),),
    }
    return Rulebook(**{**given, **changed})


GOOD = {
    "subjects": [
        {"subject": "d1", "name": "教育局", "class": "dept"},
        {"subject": "d2", "class": "dept", "since": "2026-03-01"},
        {"subject": "t1", "class": "town", "lake": "是"},
        {"subject": "p1", "class": "clerk"},
    ],
    "facts": [
        {"subject": "d1", "period": "2026-01", "fact": "done", "value": "12.50"},
        {"subject": "d1", "period": "2026-Q1", "fact": "share", "value": "0.1234"},
        {"subject": "d2", "period": "2026-H1", "fact": "staff", "value": "12"},
        {"subject": "d1", "period": "2026", "fact": "tier", "value": "二级"},
        {"subject": "d1", "period": "2026", "fact": "plan", "value": "是"},
        {"subject": "d1", "period": "2026", "fact": "sent", "value": "2026-06-30"},
        {"subject": "d1", "period": "2026-01", "fact": "rate", "value": "98.5", "supplier": "统计局"},
        {"subject": "d1", "period": "2026", "fact": "marks", "value": "4.5", "reason": "主动担当"},
    ],
    "events": [
        {"ledger": "card", "subject": "d1", "day": "2026-02-03", "kind": "yellow", "supplier": "监察局"},
        {"ledger": "praise", "subject": "t1", "day": "2026-02-03", "kind": "city"},
    ],
    "ratings": [
        {"ratings": "vote", "subject": "d1", "period": "2026-03", "rater": "x", "group": "peers", "value": "优秀"},
        {"ratings": "mark", "subject": "d1", "period": "2026", "rater": "y", "group": "peers", "value": "87.5"},
    ],
    "links": [{"link": "leads", "from": "p1", "to": "d1", "share": "1/2"}],
    "history": [{"subject": "d1", "year": "2025", "score": "91.25", "rank": "2", "grade": "优秀"}],
    "calendar": [{"day": "2026-10-01", "working": "否"}],
}  # fmt: skip


def good():
    """A copy of the facts that are right."""
    return deepcopy(GOOD)
