"""Sections 1 and 2: identity, sources, settings, readings, subjects, links."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kaogong.core.problem import Text
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.keys import key
from kaogong.core.scheme.model import Attribute, Basis, Class, FactType, Link, Reading, Rounding, Setting
from kaogong.core.scheme.numbers import number_of
from kaogong.core.scheme.read_values import Row
from kaogong.core.scheme.tree import Table, Tree, plain, word

LANGUAGE = "1"
TYPES = "integer decimal boolean date choice text"

BASIS = (
    key("name", "words", "文件名称", "name of the source", required=True),
    key("issuer", "words", "发文机关", "who issued it"),
    key("date", "date", "日期", "date"),
    key("document", "text", "发文字号", "document number", default=""),
    key("url", "text", "网址", "address", default=""),
    key("note", "words", "说明", "note"),
)
SETTINGS = (
    key("value", "tree", "取值", "the value", required=True),
    key(
        "origin",
        "choice",
        "来历",
        "where it comes from",
        required=True,
        choices="source proposed assumed inferred",
    ),
    key("clause", "text", "条款", "clause", default=""),
    key("confirmed", "boolean", "已确认", "confirmed", default=False),
    key("note", "words", "说明", "note"),
)
READINGS = (
    key("question", "words", "疑问", "the question", required=True),
    key("options", "map", "各种读法", "the readings", required=True, value="words", keys="id"),
    key("chosen", "text", "采用的读法", "the reading chosen", required=True),
    key("clause", "text", "条款", "clause", default=""),
)
CLASSES = (
    key("name", "words", "名称", "name", required=True),
    key("kind", "kind", "对象种类", "kind of subject", default=""),
)
ATTRIBUTES = (
    key("name", "words", "名称", "name", required=True),
    key("type", "choice", "类型", "type", required=True, choices=TYPES),
    key("places", "integer", "小数位", "decimal places"),
    key("options", "names", "选项", "options", default=()),
)
SUBJECTS = (
    key("kinds", "map", "对象种类", "kinds of subjects", value="words", keys="id"),
    key("classes", "map", "类别", "classes", value="record", keys="id", columns=CLASSES),
    key("attributes", "map", "属性", "attributes", value="record", keys="id", columns=ATTRIBUTES),
)
LINKS = (
    key("name", "words", "名称", "name", required=True),
    key("from", "kind", "从哪种对象", "from which kind", required=True),
    key("to", "kind", "到哪种对象", "to which kind", required=True),
    key("kind", "text", "关系", "sort of relation", default=""),
)
HEAD = (
    key("kaogong", "text", "语言版本", "version of the language", required=True),
    key("id", "id", "编号", "id", required=True),
    key("title", "words", "名称", "title", required=True),
    key("issuer", "words", "发文机关", "issuer"),
    key("document", "text", "发文字号", "document number", default=""),
    key("edition", "text", "版本", "edition", required=True),
    key(
        "effective",
        "record",
        "施行日期",
        "dates in force",
        required=True,
        columns=(
            key("from", "date", "起", "first day", required=True),
            key("to", "date", "止", "last day"),
        ),
    ),
    key("basis", "map", "依据", "legal sources", value="record", keys="id", columns=BASIS),
    key(
        "settings",
        "map",
        "未定的数",
        "numbers the paper leaves open",
        value="record",
        keys="id",
        columns=SETTINGS,
    ),
    key(
        "readings",
        "map",
        "歧义与读法",
        "ambiguities and readings",
        value="record",
        keys="id",
        columns=READINGS,
    ),
    key("subjects", "record", "考核对象", "subjects", columns=SUBJECTS),
    key("links", "map", "关联", "links", value="record", keys="id", columns=LINKS),
    key(
        "rounding",
        "record",
        "公布分数的修约",
        "rounding of published totals",
        columns=(
            key("publish", "integer", "小数位", "places", default=2),
            key("mode", "choice", "方式", "mode", default="half_up", choices="half_up half_even down up"),
        ),
    ),
)


def head_of(row: Row, tree: Table, desk: Desk) -> dict[str, Any]:
    """The fields of the rulebook that these sections give; `row` is the top table read by its keys."""
    if row["kaogong"] is not None and row["kaogong"] != LANGUAGE:
        what = Text(
            f"语言版本是 {row['kaogong']}，这里只懂 {LANGUAGE}",
            f"language version {row['kaogong']}; only {LANGUAGE} is known",
        )
        complain(desk.problems, "K012", tree.at("kaogong"), what, Text("写 kaogong: 1。", "Write kaogong: 1."))
    start, end = _effective(row, tree, desk)
    subjects: Mapping[str, Any] = row["subjects"] or {}
    kinds = subjects.get("kinds") or {"unit": Text("单位", "unit")}
    publish = row["rounding"]
    return {
        "id": row["id"] or "",
        "title": row["title"] or Text.same(""),
        "edition": row["edition"] or "",
        "effective_from": start,
        "effective_to": end,
        "issuer": row["issuer"],
        "document": row["document"],
        "basis": {one: Basis(id=one, **_known(row_)) for one, row_ in _rows(row["basis"])},
        "settings": {one: _setting(one, row_) for one, row_ in _rows(row["settings"])},
        "readings": {one: _reading(one, row_) for one, row_ in _rows(row["readings"])},
        "kinds": kinds,
        "classes": {one: _class(one, row_, list(kinds)) for one, row_ in _rows(subjects.get("classes"))},
        "attributes": {one: _attribute(one, row_, desk) for one, row_ in _rows(subjects.get("attributes"))},
        "links": {one: _link(one, row_) for one, row_ in _rows(row["links"])},
        "publish": Rounding(publish["publish"], publish["mode"]) if publish else Rounding(2),
    }


def _rows(section: Mapping[str, Row] | None) -> list[tuple[str, Row]]:
    return list((section or {}).items())


def _known(row: Row) -> dict[str, Any]:
    """The values of a row whose required text may have been missing (the problem is noted already)."""
    return {
        name: Text.same("") if value is None and name in {"name", "question"} else value for name, value in row.items()
    }


def _effective(row: Row, tree: Table, desk: Desk) -> tuple[date | None, date | None]:
    dates = row["effective"] or {}
    start, end = dates.get("from"), dates.get("to")
    if start and end and end < start:
        what = Text("失效日早于生效日", "it ends before it begins")
        complain(desk.problems, "K071", tree.at("effective"), what, Text("核对起止日期。", "Check both dates."))
    return start, end


def _setting(setting: str, row: Row) -> Setting:
    values = _known(row)
    tree: Tree | None = values.pop("value")
    text = word(tree)
    number = number_of(text)
    value = number if number is not None else text or (plain(tree) if tree is not None else None)
    return Setting(id=setting, value=value, place=row.place, **values)


def _reading(reading: str, row: Row) -> Reading:
    values = _known(row)
    values["options"] = values["options"] or {}
    values["chosen"] = values["chosen"] or ""
    return Reading(id=reading, place=row.place, **values)


def _class(one: str, row: Row, kinds: list[str]) -> Class:
    return Class(id=one, name=row["name"] or Text.same(one), kind=row["kind"] or kinds[0], place=row.place)


def _attribute(one: str, row: Row, desk: Desk) -> Attribute:
    kind: FactType = row["type"] or "text"
    places = row["places"] if row["places"] is not None else (2 if kind == "decimal" else 0)
    check_options(row, kind, desk)
    return Attribute(one, row["name"] or Text.same(one), kind, places, row["options"], row.place)


def check_options(row: Row, kind: str, desk: Desk) -> None:
    """A choice needs options, each once; nothing else has any."""
    options = row["options"]
    if kind == "choice" and not options:
        complain_missing_options(row, desk)
    if kind != "choice" and options:
        what = Text("只有 choice 类型有选项", "only a choice has options")
        complain(
            desk.problems,
            "K029",
            row.place,
            what,
            Text("把类型改成 choice，或删去 options。", "Make it a choice, or delete options."),
        )
    if len(set(options)) < len(options):
        what = Text("选项重复", "an option is written twice")
        complain(desk.problems, "K030", row.place, what, Text("每个选项写一次。", "Write every option once."))


def complain_missing_options(row: Row, desk: Desk) -> None:
    """A choice without options."""
    what = Text("choice 类型没有写选项", "a choice without options")
    complain(
        desk.problems,
        "K021",
        row.place,
        what,
        Text("补上 options: […]，从优到劣。", "Add options: […], best first."),
    )


def _link(one: str, row: Row) -> Link:
    return Link(one, row["name"] or Text.same(one), row["from"] or "", row["to"] or "", row["kind"], row.place)
