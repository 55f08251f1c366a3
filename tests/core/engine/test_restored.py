"""What the whole would be with nothing lost on one item: put together again by the rulebook's own rule, or not told."""

from fractions import Fraction

import pytest

from kaogong.core.engine.explain.parts import Part
from kaogong.core.engine.explain.restored import restored
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Item, Rounding, Sheet


def item(name, full=None, **more):
    return Item(id=name, name=Text(name, name), full=None if full is None else Fraction(full), **more)


def part(one, value, parts=(), **more):
    method = "" if parts else "manual"
    worth = None if value is None else Fraction(value)
    fields = {"role": one.role, "period": "2026", "method": method, "method_title": None, "weight": one.weight}
    return Part(
        id=one.id, name=one.name, value=worth, full=one.full, status="scored", parts=tuple(parts), **fields | more
    )


def sheet(root):
    return Sheet(id=root.id, kind="unit", classes=(), group="", root=root)


A, B = item("a", 60, method="manual"), item("b", 40, method="manual")
MINUS = item("c", role="deduction", method="manual")


def whole(value, *values, **how):
    items = how.pop("items", (A, B))
    root = item("s", how.pop("full", 100), items=items, **how)
    parts = [part(one, held) for one, held in zip(items, values, strict=True)]
    return part(root, value, parts), sheet(root)


def test_a_plain_sum_gets_back_what_was_lost():
    assert restored(*whole(90, 54, 36), "a") == 96
    assert restored(*whole(85, 54, 36, -5, items=(A, B, MINUS)), "c") == 90


def test_a_weight_says_how_much_of_the_loss_reaches_the_total():
    heavy, light = (
        item(one.id, 100, method="manual", weight=Fraction(share)) for one, share in ((A, "0.7"), (B, "0.3"))
    )
    given = whole(83, 80, 90, items=(heavy, light), combine="weighted")
    assert (restored(*given, "a"), restored(*given, "b")) == (97, 86)


def test_products_starts_scales_and_rounding():
    parts = (item("a", 1, method="manual"), item("b", 100, method="manual"))
    assert restored(*whole(72, "0.9", 80, items=parts, combine="product"), "a") == 80
    assert restored(*whole(95, -5, items=(MINUS,), combine="start", start=Fraction(100)), "c") == 100
    assert restored(*whole(45, 54, 36, rescale=(Fraction(100), Fraction(50))), "a") == 48
    assert restored(*whole(90, "54.4", "35.7", round=Rounding(0, "half_up")), "a") == 96


def test_a_cap_keeps_what_is_above_it():
    given = whole(95, 57, 40, cap=Fraction(95))
    assert restored(*given, "a") == 95, "the loss cost nothing"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (whole(50, 54, 36), "合不成"),
        (whole(90, 54, None), "没有得分"),
    ],
)
def test_what_cannot_be_told_says_why(given, why):
    found = restored(*given, "b")
    assert isinstance(found, Text)
    assert why in found.zh


def test_items_of_shorter_periods_are_not_guessed():
    root, rules = whole(90, 54, 36)
    rolled = part(rules.root, 90, root.parts, periods=(part(A, 50),))
    assert "各期" in restored(rolled, rules, "a").zh


def test_a_loss_deep_down_goes_through_every_heading():
    leaf = item("leaf", 10, method="manual")
    head = item("head", 10, items=(leaf,), combine="sum", weight=Fraction("0.5"))
    root = item("s", 100, items=(head,), combine="weighted")
    told = part(root, 4, [part(head, 8, [part(leaf, 8)])])
    assert restored(told, sheet(root), "leaf") == 5
