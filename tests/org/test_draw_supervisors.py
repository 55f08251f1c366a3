"""Supervisors are drawn by a seed; those with a conflict are left out."""

import datetime as dt
import hashlib

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import appoint, draw_supervisors, recuse, register_supervisor

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pool(make_person, make_unit, unit):
    """28 supervisors, one of them employed in the unit to be inspected."""
    other = make_unit("另一单位")
    return [
        register_supervisor(
            by=None,
            person=make_person(),
            pool="B",
            source="单位推荐人员",
            since=dt.date(2024, 1, 1),
            employer=unit if number == 5 else other,
        )
        for number in range(28)
    ]


@pytest.mark.clause("QH-15")
def test_one_from_the_inspected_unit_is_never_drawn(keeper, unit, pool, log) -> None:
    """28名监督员在册；被检查单位的一名抽不到，并记明回避。"""
    made = draw_supervisors(by=keeper, unit=unit, number=27, seed="2026-09-01", day=DAY)
    assert len(made.candidates) == 27
    assert made.excluded == {str(pool[5].pk): "employed"}
    assert pool[5] not in made.drawn.all()
    assert log.news() == [("draw_supervisors", "done")]
    with pytest.raises(Refused, match="可抽 27 人，另有 1 人须回避"):
        draw_supervisors(by=keeper, unit=unit, number=28, seed="2026-09-01", day=DAY)


def test_the_same_seed_draws_the_same(keeper, unit, pool) -> None:
    first, again, other = (
        draw_supervisors(by=keeper, unit=unit, number=3, seed=seed, day=DAY) for seed in ("甲", "甲", "乙")
    )
    assert set(first.drawn.all()) == set(again.drawn.all()) != set(other.drawn.all())
    drawn = sorted(first.candidates, key=lambda one: hashlib.sha256(f"甲:{one}".encode()).hexdigest())[:3]
    assert {one.pk for one in first.drawn.all()} == set(drawn)


def test_recused_or_holding_a_post_there_is_a_conflict(keeper, unit, pool, make_unit) -> None:
    recuse(by=keeper, person=pool[0].person, unit=unit, reason="亲属任职", since=DAY)
    below = make_unit(parent=unit)
    appoint(by=keeper, person=pool[1].person, unit=below, title="兼职", grade="staff", since=DAY)
    made = draw_supervisors(by=keeper, unit=unit, number=1, seed="x", day=DAY)
    assert made.excluded == {
        str(pool[0].pk): "recused",
        str(pool[1].pk): "employed",
        str(pool[5].pk): "employed",
    }


def test_only_the_office_draws(only_keeper, unit) -> None:
    only_keeper(draw_supervisors, unit=unit, number=1, seed="x", day=DAY)
