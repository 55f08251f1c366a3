"""The generated city: accepted by the same checks as real facts, plausible, and the same on every machine."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from kaogong.core.engine.city import PLAYS, City, city_facts
from kaogong.core.engine.city.chance import Chance
from kaogong.core.engine.city.papers import sm3
from kaogong.core.engine.run import score
from kaogong.core.scheme.load import load

BOOKS = Path(__file__).parents[3] / "src/kaogong/rulebooks"
SMALL = City(units=9, districts=6, townships=9)


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.rulebook)
def test_every_play_has_facts_for_everybody_and_a_score_for_most(play):
    book = load(BOOKS / play.rulebook)
    facts = city_facts(book, play, SMALL)
    assert set(facts.tables["subjects"]["class"].to_pylist()) == {c for role in play.roles for c in role.classes if c}
    run = score(book, facts, "2020")
    totals = [row["total"] for sheet in book.sheets for row in run.rows(sheet)]
    run.close()
    scored = [one for one in totals if one is not None]
    assert len(scored) > len(totals) * 3 // 4
    assert len(set(scored)) > len(scored) // 2


def test_a_lean_run_gives_the_same_totals_places_and_grades():
    book = load(BOOKS / "qd_coastal_city")
    facts = city_facts(book, PLAYS[1], SMALL)
    found = []
    for keep in ("all", "totals"):
        run = score(book, facts, "2020", keep=keep)
        rows = [row for sheet in book.sheets for row in run.rows(sheet)]
        found.append({row["subject"]: (row["total"], row["rank"], row["grade"]) for row in rows})
        run.close()
    assert found[0] == found[1]


def test_the_same_city_has_the_same_facts_and_another_seed_others():
    book = load(BOOKS / "wh_approvals")
    digests = {seed: city_facts(book, PLAYS[0], City(4, 2, 3, seed)).digest for seed in ("a", "b")}
    assert digests["a"] == city_facts(book, PLAYS[0], City(4, 2, 3, "a")).digest != digests["b"]


def test_a_member_does_not_change_when_the_city_grows():
    few, many = City(units=5).members("unit"), City(units=50).members("unit")
    assert [one.quality for one in few] == [one.quality for one in many[:5]]
    assert [one.name for one in few] == [one.name for one in many[:5]]


@pytest.mark.parametrize("number", [1, 140, 1000])
def test_no_two_townships_have_one_name(number):
    names = {one.name for one in City(townships=number).members("township")}
    assert len(names) == number


def test_every_entry_says_who_gave_it_with_which_paper():
    book = load(BOOKS / "wh_approvals")
    entries = city_facts(book, PLAYS[0], SMALL).tables["provenance"].to_pylist()
    assert {one["supplier"] for one in entries} <= {"市电子监察中心", "市行政审批中心"}
    assert all(one["evidence_hash"] == sm3(one["evidence"]) for one in entries)
    assert all(one["approved_by"] and one["approved_on"] for one in entries)


def test_sm3_is_the_national_standard():
    assert sm3("abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_chance_is_even_and_the_same_every_time():
    chance = Chance("seed")
    assert chance.part("a") == chance.part("a") != chance.part("b")
    drawn = [chance.part(number) for number in range(400)]
    assert Fraction(4, 10) < sum(drawn) / 400 < Fraction(6, 10)
    assert {chance.whole(1, 6, number) for number in range(100)} == {1, 2, 3, 4, 5, 6}
    assert all(-1 <= chance.around(number) <= 1 for number in range(100))
