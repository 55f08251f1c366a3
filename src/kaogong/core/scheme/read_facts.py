"""Section 3: facts, derived facts, ledgers of events, ratings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaogong.core.problem import Text
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.formula import Formula, Number
from kaogong.core.scheme.keys import key
from kaogong.core.scheme.model import Derived, Fact, FactType, Ledger, Ratings
from kaogong.core.scheme.numbers import number_of
from kaogong.core.scheme.read_head import check_options
from kaogong.core.scheme.read_values import MAX_PLACES, Row

PERIODS = "month quarter half year"
MISSING = "refuse exclude rescale peer_mean zero full"

FACTS = (
    key("name", "words", "名称", "name", required=True),
    key("type", "choice", "类型", "type", required=True, choices="integer decimal boolean date choice"),
    key("places", "integer", "小数位", "decimal places kept"),
    key("unit", "text", "计量单位", "unit of measure", default=""),
    key("every", "choice", "一个值管多长", "the period one value covers", required=True, choices=PERIODS),
    key(
        "over",
        "choice",
        "长周期怎样取值",
        "how it is read at a longer period",
        default="",
        choices="sum mean last max min",
    ),
    key("direction", "choice", "方向", "which way is better", default="none", choices="higher lower none"),
    key("authority", "names", "谁能报", "who may supply it", default=()),
    key("missing", "choice", "缺报怎么办", "what a missing value means", default="refuse", choices=MISSING),
    key("range", "range", "合理范围", "range allowed", default=(None, None)),
    key("options", "names", "选项，从优到劣", "options, best first", default=()),
    key("note", "words", "说明", "note"),
)
DERIVED = (
    key("name", "words", "名称", "name", required=True),
    key("formula", "formula", "公式", "formula", required=True),
    key(
        "zero_denominator",
        "text",
        "分母为零时",
        "when it divides by zero: missing or a number",
        default="missing",
    ),
    key("unit", "text", "计量单位", "unit of measure", default=""),
)
DETAILS = (
    key("name", "words", "名称", "name", required=True),
    key("options", "names", "选项", "options", default=()),
    key("for", "names", "哪些类型必填", "the kinds it is required for", default=()),
)
EVENTS = (
    key("name", "words", "名称", "name", required=True),
    key("kinds", "map", "类型", "kinds", required=True, value="words", keys="id"),
    key("severities", "map", "轻重", "severities", value="words", keys="id"),
    key("finders", "map", "谁发现", "who found it", value="words", keys="id"),
    key("authority", "names", "谁能报", "who may enter it", default=()),
    key(
        "details",
        "map",
        "登记事项",
        "what a row must say besides",
        value="record",
        keys="id",
        columns=DETAILS,
    ),
)
RATINGS = (
    key("name", "words", "名称", "name", required=True),
    key("groups", "map", "评价主体", "rater groups", required=True, value="words", keys="id"),
    key("options", "map", "选项: 分", "option: points", value="number"),
    key("range", "range", "分值范围", "range of values", default=(None, None)),
    key("places", "integer", "小数位", "decimal places kept", default=2),
    key("questions", "map", "问题", "questions", value="words", keys="id"),
)
FACT_SECTIONS = (
    key("facts", "map", "事实", "facts", value="record", keys="id", columns=FACTS),
    key("derived", "map", "派生", "derived facts", value="record", keys="id", columns=DERIVED),
    key("events", "map", "台账", "ledgers of events", value="record", keys="id", columns=EVENTS),
    key("ratings", "map", "测评", "ratings", value="record", keys="id", columns=RATINGS),
)


def facts_of(row: Row, desk: Desk) -> dict[str, Any]:
    """The fields of the rulebook that this section gives."""
    return {
        "facts": {one: _fact(one, here, desk) for one, here in (row["facts"] or {}).items()},
        "derived": {one: _derived(one, here, desk) for one, here in (row["derived"] or {}).items()},
        "events": {one: _ledger(one, here, desk) for one, here in (row["events"] or {}).items()},
        "ratings": {one: _ratings(one, here) for one, here in (row["ratings"] or {}).items()},
    }


def _fact(fact: str, row: Row, desk: Desk) -> Fact:
    kind: FactType = row["type"] or "decimal"
    places = row["places"]
    if places is not None and (kind != "decimal" or not 0 <= places <= MAX_PLACES):
        what = Text(f"places: {places} 不能用在 {kind} 上", f"places: {places} cannot be with {kind}")
        fix = Text(f"只有 decimal 有小数位，0 到 {MAX_PLACES}。", f"Only a decimal has places, 0 to {MAX_PLACES}.")
        complain(desk.problems, "K029", row.place, what, fix)
    check_options(row, kind, desk)
    low, high = row["range"]
    return Fact(
        id=fact,
        name=row["name"] or Text.same(fact),
        type=kind,
        every=row["every"] or "year",
        places=(2 if places is None else places) if kind == "decimal" else 0,
        unit=row["unit"],
        over=row["over"],
        direction=row["direction"],
        authority=row["authority"],
        missing=row["missing"],
        low=low,
        high=high,
        options=row["options"],
        note=row["note"],
        place=row.place,
        written=row.written,
    )


def _derived(derived: str, row: Row, desk: Desk) -> Derived:
    written = row["zero_denominator"]
    zero = None if written == "missing" else number_of(written)
    if zero is None and written != "missing":
        what = Text(f"zero_denominator 写的是“{written}”", f"zero_denominator is {written!r}")
        complain(
            desk.problems,
            "K024",
            row.place,
            what,
            Text("写 missing 或一个数。", "Write missing or a number."),
        )
    formula = row["formula"] or Formula("0", Number(number_of("0") or 0))  # type: ignore[arg-type]
    return Derived(derived, row["name"] or Text.same(derived), formula, zero, row["unit"], row.place)


def _ledger(ledger: str, row: Row, desk: Desk) -> Ledger:
    kinds: Mapping[str, Text] = row["kinds"] or {}
    details: Mapping[str, Row] = row["details"] or {}
    for detail in details.values():
        for unknown in [one for one in detail["for"] if one not in kinds]:
            what = Text(f"没有类型“{unknown}”", f"there is no kind {unknown}")
            complain(
                desk.problems,
                "K031",
                detail.place,
                what,
                Text("写台账里的类型。", "Name a kind of this ledger."),
            )
    return Ledger(
        id=ledger,
        name=row["name"] or Text.same(ledger),
        kinds=kinds,
        severities=row["severities"] or {},
        finders=row["finders"] or {},
        authority=row["authority"],
        details=details,
        place=row.place,
    )


def _ratings(ratings: str, row: Row) -> Ratings:
    low, high = row["range"]
    return Ratings(
        id=ratings,
        name=row["name"] or Text.same(ratings),
        groups=row["groups"] or {},
        options=row["options"] or {},
        low=low,
        high=high,
        places=row["places"],
        questions=row["questions"] or {},
        place=row.place,
    )
