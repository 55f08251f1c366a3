"""A rulebook from its folder into the model: what every part means once it is loaded."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from core.scheme.small import LEAF, book, leaf, text
from kaogong.core.methods import METHODS
from kaogong.core.problem import Refused, Text
from kaogong.core.scheme.formula import Name, Number, Operation
from kaogong.core.scheme.load import load
from kaogong.core.scheme.model import Citation, Rollup, Rounding, Rulebook

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(scope="module")
def town() -> Rulebook:
    return load(SAMPLES / "town")


def test_identity(town: Rulebook) -> None:
    assert (town.id, town.edition, town.document) == ("town", "2018", "县考〔2018〕3号")
    assert town.title == Text("乡镇目标管理考核办法", "Township targets")
    assert (town.effective_from, town.effective_to) == (date(2018, 1, 1), date(2018, 12, 31))
    assert town.basis["measure"].date == date(2018, 1, 5)
    assert town.publish == Rounding(2, "half_up")


def test_facts_events_ratings(town: Rulebook) -> None:
    done = town.facts["done"]
    assert (done.type, done.places, done.every, done.over, done.missing) == (
        "decimal",
        1,
        "month",
        "sum",
        "exclude",
    )
    assert town.facts["converted"].low == 0
    assert town.facts["converted"].high is None
    assert "missing" in town.facts["summary"].written
    assert "direction" not in town.facts["summary"].written
    assert town.events["incident"].kinds["major"].zh == "重大事故"
    assert town.ratings["review"].options["称职"] == 80
    assert town.derived["conversion"].zero_denominator == 1


def test_names_in_formulas_become_ids(town: Rulebook) -> None:
    conversion = town.derived["conversion"].formula
    assert conversion.text == "转型水库 ÷ 水库总数"
    assert conversion.tree == Operation("/", (Name("converted", "fact"), Name("reservoirs", "fact")))
    assert conversion.place.line == 35


def test_a_leaf_has_every_parameter_of_its_method(town: Rulebook) -> None:
    ratio = town.item("annual", "conversion")
    assert set(ratio.params) == {one.name for one in METHODS["ratio"].params}
    assert ratio.params["cap_at"] == 1
    assert (ratio.floor, ratio.cap, ratio.limits_written) == (0, 40, frozenset())
    assert ratio.basis == Citation("measure", "附一-1")
    linear = town.item("annual", "monthly")
    assert linear.params["points"] == ((0, 0), (100, 20))
    assert linear.rollup == Rollup("mean", missing="exclude")
    assert (linear.every, town.item("annual", "results").every) == ("month", "year")


def test_words_of_a_declaration_may_be_names(town: Rulebook) -> None:
    assert town.item("annual", "lake").params["parts"] == {"summary": 10}
    assert town.sheets["annual"].classes == ("town",)


def test_settings_stand_for_their_values(town: Rulebook) -> None:
    assert town.settings["gap"].value == 5
    assert town.item("annual", "tier").params["gap"] == 5
    extra = town.item("annual", "extra").only_if
    assert extra is not None
    assert Number(Fraction(60)) in extra.tree.operands[1].operands  # type: ignore[union-attr]


def test_a_reading_or_a_setting_can_be_tried() -> None:
    other = load(SAMPLES / "town", readings={"item17_floor": "not_floored"}, settings={"gap": "2.5"})
    assert other.readings["item17_floor"].chosen == "not_floored"
    assert other.item("annual", "tier").floor is None
    assert other.item("annual", "tier").params["gap"] == Fraction(5, 2)
    assert other.settings["gap"].value == Fraction(5, 2)
    assert other.canonical == load(SAMPLES / "town").canonical


def test_every_part_has_its_place(town: Rulebook) -> None:
    assert town.places["sheets.annual.items.results.items.monthly.points"].line == 74
    assert town.places["sheets.annual.items.monthly.points"].line == 74
    assert town.places["facts.done"].line == 31
    assert town.places["grades.annual_grade.ladder.2.where"].line == 112


def test_results(town: Rulebook) -> None:
    (veto,) = town.vetoes
    assert (veto.effect, veto.at, veto.sheets, veto.scoped, veto.lasts) == (
        "grade_ceiling",
        "一般",
        ("annual",),
        True,
        "year",
    )
    (scheme,) = town.grades
    assert [one.grade for one in scheme.ladder] == ["优秀", "良好", "一般", "差"]
    assert scheme.ladder[0].share == Fraction(1, 5)
    assert scheme.order[1].tree == Operation("neg", (Name("conversion", "item"),))
    assert town.ranks[0].order[0].tree == Name("total", "result")
    assert town.consequences[0].sheet == "annual"
    assert town.consequences[0].yields["within"] == {"days": 30, "days_are": "working"}
    assert town.rewards[0].pool.tree == Number(Fraction(30000))


@pytest.mark.parametrize(
    ("line", "floor", "cap"),
    [
        ("{id: a, name: 甲, full: 10, method: formula, formula: done}", 0, 10),
        ("{id: a, name: 甲, full: 10, floor: none, cap: 12, method: formula, formula: done}", None, 12),
        ("{id: a, name: 甲, full: 10, floor: -5, method: formula, formula: done}", -5, 10),
        ("{id: a, name: 甲, role: bonus, method: formula, formula: done}", None, None),
        ("{id: a, name: 甲, role: bonus, full: 5, method: formula, formula: done}", None, 5),
        ("{id: a, name: 甲, role: deduction, method: formula, formula: -done}", None, 0),
        ("{id: a, name: 甲, role: deduction, full: 8, method: formula, formula: -done}", -8, 0),
        ("{id: a, name: 甲, full: 10, method: events, ledger: card, mode: deduct, marks: {red: 2}}", 0, 10),
        (
            "{id: a, name: 甲, full: 10, method: events, ledger: card, mode: signed, marks: {red: -2}}",
            None,
            None,
        ),
    ],
)
def test_limits_of_a_leaf(line: str, floor: int | None, cap: int | None) -> None:
    item = leaf(line)
    assert (item.floor, item.cap) == (floor, cap)


def test_a_heading_has_no_limits_unless_written() -> None:
    heading = leaf(f"{{id: h, name: 章, full: 100, items: [{LEAF}]}}")
    assert (heading.floor, heading.cap, heading.combine) == (None, None, "sum")
    assert heading.items[0].id == "a"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("mean", Rollup("mean")),
        ("{by: sum}", Rollup("sum")),
        ("{best: 3}", Rollup("best", best=3)),
        (
            "{weights: [0.2, 0.2, 0.3, 0.3], missing: exclude}",
            Rollup("weights", 0, (Fraction(1, 5), Fraction(1, 5), Fraction(3, 10), Fraction(3, 10)), "exclude"),
        ),
    ],
)
def test_roll_up(written: str, meant: Rollup) -> None:
    assert (
        leaf(f"{{id: a, name: 甲, full: 5, every: quarter, rollup: {written}, method: fixed, marks: 5}}").rollup
        == meant
    )


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.10", Fraction(1, 10)),
        ("30%", Fraction(3, 10)),
        ("1/3", Fraction(1, 3)),
        ("１２．５", Fraction(25, 2)),
        ("'7'", 7),
        ("+2", 2),
    ],
)
def test_numbers_are_exact(written: str, value: Fraction) -> None:
    assert leaf(f"{{id: a, name: 甲, full: {written}, method: fixed, marks: full}}").full == value


def test_applies() -> None:
    by_formula = leaf("{id: a, name: 甲, full: 5, applies: lake_town, not_applicable: full, method: fixed, marks: 5}")
    assert by_formula.applies is not None
    assert by_formula.applies.tree == Name("lake_town", "attribute")
    by_class = leaf(
        "{id: a, name: 甲, full: 5, applies: {classes: 乡镇}, not_applicable: full, method: fixed, marks: 5}"
    )
    assert (by_class.applies, by_class.applies_classes) == (None, ("town",))


def test_either_way_of_writing_is_told_apart() -> None:
    against = leaf("{id: a, name: 甲, full: 5, method: ratio, of: done, against: {mean_years: 3}}").params["against"]
    assert against[0] == "years"
    assert against[1]["mean_years"] == 3
    assert leaf("{id: a, name: 甲, full: 5, method: ratio, of: done, against: last_year}").params["against"] == (
        "word",
        "last_year",
    )


def test_words_of_a_ledger_become_ids() -> None:
    params = leaf("{id: a, name: 甲, full: 5, method: events, ledger: 黄红牌, marks: {红牌: 2, yellow: 1}}").params
    assert params["ledger"] == "card"
    assert params["marks"] == {"red": 2, "yellow": 1}


def test_an_item_may_be_called_like_the_fact_it_scores() -> None:
    done = leaf("{id: done, name: 办结数, full: 100, method: ratio, of: done, target: 应办数}")
    assert done.params["of"].tree == Name("done", "fact")


def test_a_veto_on_items_acts_where_they_are() -> None:
    more = """\
  - id: other
    name: 另一张
    for: {kind: unit, classes: [dept]}
    items: [{id: z, name: 丙, full: 5, method: fixed, marks: 5}]
vetoes:
  - {id: v, name: 否决, when: z < 3, effect: total_zero}
"""
    (veto,) = book(more=more).vetoes
    assert veto.sheets == ("other",)
    assert not veto.scoped


def test_procedure_and_structure_stay_as_written() -> None:
    loaded = book(more="procedure: {bodies: [甲], adjustment: {bound: 30%}}\nstructure: [{id: s, count: 29}]\n")
    assert loaded.procedure == {"bodies": ["甲"], "adjustment": {"bound": "30%"}}
    assert loaded.structure == ({"id": "s", "count": "29"},)


def test_a_word_of_the_method_is_the_method_s() -> None:
    """`reason` of a manual score says whether one must be given; of other items it is a text."""
    item = leaf("{id: a, name: 甲, full: 5, method: manual, of: done, by: 办公室, reason: optional}")
    assert (item.params["reason"], item.reason) == ("optional", None)
    other = leaf("{id: a, name: 甲, full: 5, reason: 季度无数据, method: fixed, marks: full}")
    assert other.reason == Text.same("季度无数据")


def test_refusal_carries_every_problem(tmp_path: Path) -> None:
    (tmp_path / "rulebook.yaml").write_text(text("{id: A, nam: 甲, full: x}"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load(tmp_path)
    assert {one.code for one in refused.value.problems} >= {"K020", "K021", "K023", "K025"}
