"""Settings and readings: what stands for what, and what happens when one is tried or missing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from core.scheme.small import codes, text
from kaogong.core.scheme.load import load_text
from kaogong.core.scheme.model import Rulebook

MORE = """\
settings:
  gap: {value: 5, origin: assumed}
  shares: {value: [10, 8, 6], origin: proposed}
  red_at: {value: {by_reading: strict, yes_: 1, no_: 2}, origin: inferred}
readings:
  strict: {question: 从严吗, options: {yes_: 是, no_: 否}, chosen: yes_}
"""


def load(*items: str, **trial: object) -> Rulebook:
    loaded, problems = load_text(text(*items, more=MORE), **trial)  # type: ignore[arg-type]
    assert loaded is not None, [one.say("en") for one in problems]
    return loaded


def refused(*items: str, more: str = MORE, **trial: object) -> list[str]:
    loaded, problems = load_text(text(*items, more=more), **trial)  # type: ignore[arg-type]
    assert loaded is None
    return codes(list(problems))


FIXED = "{id: a, name: 甲, full: 100, method: fixed, marks: {setting: gap}}"


def marks(book: Rulebook) -> object:
    return book.sheets["unit"].root.items[0].params["marks"][1]


def test_a_setting_may_be_a_number_a_list_or_depend_on_a_reading() -> None:
    assert marks(load(FIXED)) == 5
    ranked = load("{id: a, name: 甲, full: 10, method: rank, of: done, points: {setting: shares}}")
    assert ranked.sheets["unit"].root.items[0].params["points"] == (10, 8, 6)
    assert marks(load(FIXED.replace("gap", "red_at"))) == 1
    assert marks(load(FIXED.replace("gap", "red_at"), readings={"strict": "no_"})) == 2


@pytest.mark.parametrize("tried", ["1/3", Fraction(1, 3)])
def test_a_setting_is_tried_exactly(tried: object) -> None:
    assert marks(load(FIXED, settings={"gap": tried})) == Fraction(1, 3)


EVENTS = "{id: a, name: 甲, full: 10, method: events, ledger: card, marks: {red: 2}, %s}"
RATIO = "{id: a, name: 甲, full: 10, method: ratio, of: done, %s}"


@pytest.mark.parametrize(
    ("item", "name", "on", "off"),
    [
        (EVENTS % "repeat: {by_reading: strict, yes_: {from: 2, times: 3}, no_: none}", "repeat", {"from": 2, "times": 3}, None),
        (EVENTS % "cap_each: {by_reading: strict, yes_: {red: 4}, no_: none}", "cap_each", {"red": 4}, None),
        (EVENTS % "nth: {by_reading: strict, yes_: [1, 2], no_: none}", "nth", (1, 2), None),
        (EVENTS % "free: {by_reading: strict, yes_: 1, no_: none}", "free", 1, 0),
        (EVENTS % "repeat: {from: {by_reading: strict, yes_: 3, no_: none}, times: 2}", "repeat", {"from": 3, "times": 2}, {"from": 2, "times": 2}),
        (RATIO % "target: due, cap_at: {by_reading: strict, yes_: 2, no_: none}", "cap_at", 2, None),  # no limit: `none` is a value here
    ],
)  # fmt: skip
def test_a_reading_may_switch_a_parameter_off(item: str, name: str, on: object, off: object) -> None:
    def given(reading: str) -> object:
        return load(item, readings={"strict": reading}).sheets["unit"].root.items[0].params[name]

    assert (given("yes_"), given("no_")) == (on, off)


def test_a_reading_may_swap_one_parameter_for_another() -> None:
    item = (
        RATIO
        % "target: {by_reading: strict, yes_: due, no_: none}, against: {by_reading: strict, yes_: none, no_: last_year}"
    )
    strict, lax = (load(item, readings={"strict": one}).sheets["unit"].root.items[0] for one in ("yes_", "no_"))
    assert (strict.params["target"] is None, lax.params["target"] is None) == (False, True)


@pytest.mark.parametrize("written", ["only_if: %s", "times: %s", "applies: %s, not_applicable: full"])
def test_a_reading_may_switch_a_condition_off(written: str) -> None:
    item = f"{{id: a, name: 甲, full: 10, method: fixed, marks: 1, {written % '{by_reading: strict, yes_: done > 1, no_: none}'}}}"
    item = item.replace("done > 1", "done") if "times" in written else item
    strict, lax = (load(item, readings={"strict": one}).sheets["unit"].root.items[0] for one in ("yes_", "no_"))
    name = written.partition(":")[0]
    assert (getattr(strict, name) is None, getattr(lax, name) is None) == (False, True)


def test_where_none_is_a_value_it_stays_one() -> None:
    item = "{id: a, name: 甲, full: 10, floor: {by_reading: strict, yes_: 0, no_: none}, method: fixed, marks: 1}"
    assert load(item, readings={"strict": "no_"}).sheets["unit"].root.items[0].floor is None


def test_what_is_required_cannot_be_switched_off() -> None:
    item = RATIO.replace("of: done", "of: {by_reading: strict, yes_: done, no_: none}") % "target: due"
    assert refused(item, readings={"strict": "no_"}) == ["K021"]


def test_whole_branches_may_differ() -> None:
    item = "{by_reading: strict, yes_: {id: a, name: 甲, full: 100, method: fixed, marks: 5}, no_: none}"
    other = "{id: b, name: 乙, full: 100, method: fixed, marks: 6}"
    assert [one.id for one in load(item, other).sheets["unit"].root.items] == ["a", "b"]
    assert [one.id for one in load(item, other, readings={"strict": "no_"}).sheets["unit"].root.items] == ["b"]


def test_none_as_a_branch_of_a_value_stays_none() -> None:
    item = "{id: a, name: 甲, full: 9, floor: {by_reading: strict, yes_: 0, no_: none}, method: fixed, marks: 5}"
    assert load(item).sheets["unit"].root.items[0].floor == 0
    assert load(item, readings={"strict": "no_"}).sheets["unit"].root.items[0].floor is None


def test_lost_references() -> None:
    assert refused(FIXED.replace("gap", "gpa")) == ["K050"]
    assert refused("{id: a, name: 甲, full: {by_reading: strikt, yes_: 1, no_: 2}, method: fixed, marks: 0}") == [
        "K050"
    ]
    assert refused("{id: a, name: 甲, full: {by_reading: strict, yes_: 1}, method: fixed, marks: 0}") == ["K051"]
    assert refused("{id: a, name: 甲, full: {by_reading: strict, yes_: 1, no_: 1, x: 2}, method: fixed, marks: 0}") == [
        "K051"
    ]
    assert refused(more=MORE.replace("chosen: yes_", "chosen: maybe")) == ["K050"]
    assert refused(more="settings: {a: {value: {setting: b}, origin: source}, b: {value: 1, origin: source}}\n") == [
        "K050"
    ]


def test_lost_trials() -> None:
    assert refused(FIXED, settings={"gpa": 1}) == ["K050"]
    assert refused(FIXED, settings={"gap": 0.1}) == ["K023"]
    assert refused(FIXED, readings={"strict": "maybe"}) == ["K050"]
    assert refused(FIXED, readings={"strikt": "yes_"}) == ["K050"]
