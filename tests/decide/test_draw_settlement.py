"""A settlement takes what a formal run computed, with the reason, the places and what is closed to whom."""

from collections import Counter
from fractions import Fraction

import pytest

from kaogong.audit.actions import Refused
from kaogong.core.engine.explain.parts import Place, Tie
from kaogong.core.problem import Text
from kaogong.decide import actions
from kaogong.decide.queries.computed import tie_words
from kaogong.decide.queries.settlements import filled


@pytest.mark.clause("FZ-20")
def test_bands_are_half_open(settle, line) -> None:
    made = settle("fz_three_levels", "80.00分正好是良好", "township_grade")
    grades = {one.subject[0]: (f"{one.total:f}", one.computed, one.final) for one in made.proposals.all()}
    assert grades == {
        "东": ("92.00", "优秀", "优秀"),
        "西": ("85.00", "良好", "良好"),
        "中": ("80.00", "良好", "良好"),
        "南": ("70.00", "一般", "一般"),
        "北": ("55.00", "差", "差"),
    }
    assert made.grades == ["优秀", "良好", "一般", "差"]
    assert line(made, "中").reason == "总分 80 ≥ 80"
    assert [one["words"] for one in made.bands] == [
        "90 分以上（含）",
        "80 分以上（含），不足 90 分",
        "60 分以上（含），不足 80 分",
        "不足 60 分",
    ]


def test_only_formal_runs_are_settled(make_run, office, events) -> None:
    run = make_run("fz_three_levels", "80.00分正好是良好", purpose="trial")
    events()
    with pytest.raises(Refused, match="正式计分"):
        actions.draw_settlement(by=office, run=run, scheme="township_grade")
    assert events() == []


def test_it_leaves_one_event_and_is_for_the_office(make_run, office, events, denied) -> None:
    run = make_run("fz_three_levels", "80.00分正好是良好")
    events()
    actions.draw_settlement(by=office, run=run, scheme="township_grade")
    assert events() == ["draw_settlement"]
    with pytest.raises(Refused, match="已经拟定"):
        actions.draw_settlement(by=office, run=run, scheme="township_grade")
    denied(actions.draw_settlement, run=run, scheme="township_grade")


@pytest.mark.clause("QD-23")
def test_the_first_twenty_have_the_title_and_a_veto_lets_the_next_one_in(settle, line) -> None:
    made = settle("qd_coastal_city", "第5名被一票否决，第21名递补", "unit_grade")
    assert Counter(made.proposals.values_list("final", flat=True))["优秀"] == 20
    fifth = line(made, "第5名")
    assert (fifth.rank, fifth.final) == (5, "合格")
    assert fifth.bars["优秀"] == "一票否决，最高只能评合格"
    assert fifth.vetoes[0]["name"] == "一票否决"
    assert line(made, "第21名").final == "优秀"
    top = filled(made)[0]
    assert (top.grade, top.places, top.taken, top.left) == ("优秀", 20, 20, 0)


@pytest.mark.clause("QD-23")
@pytest.mark.parametrize(
    ("case", "titles", "said"), [("并列的都授予", 21, "并列的都列入"), ("并列的都不授予", 19, "都不列入")]
)
def test_a_tie_at_the_edge_is_decided_and_shown(settle, line, case, titles, said) -> None:
    made = settle("qd_coastal_city", case, "unit_grade")
    assert Counter(made.proposals.values_list("final", flat=True))["优秀"] == titles
    one = line(made, "并列甲")
    assert (one.rank, one.tied) == (20, True)
    assert said in one.tie_words
    assert "91.2" in one.tie_words


def test_what_decided_a_place_is_told_in_numbers_not_in_fractions() -> None:
    chain = tuple(
        Tie(Text(name, name), value)
        for name, value in (("总分", Fraction("98.97")), ("公众评议", Fraction(41987, 3000)))
    )
    place = Place("league", "2026", 1, Text("本类", "Class"), 30, 0, chain)
    assert tie_words(place, "include") == "依次看：总分 98.97，再看公众评议 约 13.9957"
