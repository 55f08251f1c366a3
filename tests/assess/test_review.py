"""The office's review: beside the own mark, with evidence and reason, its result and gap kept."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.assess import actions
from kaogong.assess.models import Entrant, Review
from kaogong.assess.queries.figures import inflation
from kaogong.audit.actions import Refused

BOTH = [("self", "自评"), ("review", "复核")]


def mark(office, entrant, *scores, reason="核减"):
    items = entrant.round.items.order_by("place")
    marks = {item.pk: (Decimal(score), reason) for item, score in zip(items, scores, strict=True)}
    return actions.review(by=office, entrant=entrant, marks=marks)


@pytest.mark.clause("XM-24")
def test_a_gap_is_kept_with_its_reason(office, make_round, hand_in, events):
    entrant = make_round(sources=BOTH).entrants.get()
    hand_in(entrant, "95")
    with pytest.raises(Refused, match="自评 95、复核 91，请写明理由"):
        mark(office, entrant, "91", reason=" ")
    events()
    mark(office, entrant, "91", reason="两项佐证不足")
    actions.finish_review(by=office, entrant=entrant)
    assert events() == ["review", "finish_review"]
    entrant = Entrant.objects.get()
    kept = Review.objects.get()
    assert (entrant.fixed, entrant.claimed - entrant.fixed) == (91, 4)
    assert (kept.claimed, kept.score, kept.reason) == (95, 91, "两项佐证不足")


@pytest.mark.clause("LZ-40")
def test_self_scores_come_first_and_inflation_is_ranked(office, city, make_unit, make_round, hand_in):
    units = [(make_unit(name, parent=city), None) for name in ("甲局", "乙局", "丙局")]
    one = make_round(sources=BOTH, entrants=units)
    with pytest.raises(Refused, match="甲局 还没有自评，先自查自评，再考评"):
        mark(office, one.entrants.first(), "84")
    for entrant, own, found in zip(one.entrants.all(), ("90", "96", "88"), ("89", "84", "90"), strict=True):
        hand_in(entrant, own)
        mark(office, entrant, found)
        actions.finish_review(by=office, entrant=entrant)
    ranked = [(one.place, one.entrant.name, one.gap) for one in inflation(one)]
    assert ranked == [(1, "乙局", 12), (2, "甲局", 1), (3, "丙局", -2)]


@pytest.mark.clause("XJ-06")
def test_no_mark_above_zero_without_evidence(office, make_round, hand_in, liaison, sealed):
    entrant = make_round(sources=BOTH).entrants.get()
    report = hand_in(entrant, "90", evidence=False)
    with pytest.raises(Refused, match="没有佐证材料，复核分不能高于 0"):
        mark(office, entrant, "85")
    assert mark(office, entrant, "0")[0].score == 0
    actions.return_self(by=office, report=report, reason="请补证")
    actions.show_proof(by=liaison, report=report, evidence=[(sealed(), "验收单.txt")], item=entrant.round.items.get())
    actions.submit_self(by=liaison, report=report)
    actions.sign_self(by=None, report=report)
    (made,) = mark(office, entrant, "85", reason="按佐证核定")
    assert (made.version, made.score, made.reason) == (2, 85, "按佐证核定")
    assert Review.objects.count() == 2


@pytest.mark.clause("YL-08")
def test_marks_are_entered_from_mid_november_to_the_end_of_the_year(office, make_round, hand_in, on):
    window = {"enter_from": dt.date(2026, 11, 11), "enter_until": dt.date(2026, 12, 31)}
    entrant = make_round(sources=BOTH, **window).entrants.get()
    hand_in(entrant, "90")
    on(dt.date(2026, 12, 20))
    assert mark(office, entrant, "90")[0].score == 90
    on(dt.date(2027, 1, 3))
    with pytest.raises(Refused, match="评分自 2026-11-11 至 2026-12-31，今天 2027-01-03 不在期内"):
        mark(office, entrant, "89")


def test_not_by_who_wrote_and_not_after_it_is_fixed(office, make_account, bureau, make_round, denied, hand_in):
    entrant = make_round(sources=BOTH).entrants.get()
    report = hand_in(entrant, "90")
    denied(actions.review, entrant=entrant, marks={})
    denied(actions.finish_review, entrant=entrant)
    report.signed_by = office
    report.save()
    denied(actions.review, by=office, entrant=entrant, marks={})
    report.signed_by = None
    report.save()
    with pytest.raises(Refused, match="还有 1 项没有复核：工作任务"):
        actions.finish_review(by=office, entrant=Entrant.objects.get())
    mark(office, Entrant.objects.get(), "90")
    actions.finish_review(by=office, entrant=Entrant.objects.get())
    with pytest.raises(Refused, match="已经确定"):
        mark(office, Entrant.objects.get(), "80")


def test_steps_and_bounds_of_a_mark(office, make_round, hand_in):
    items = [{"code": "a", "name": "创新", "full": Decimal(5), "step": Decimal("0.5")}]
    entrant = make_round(items, BOTH).entrants.get()
    hand_in(entrant, "5")
    for wrong, words in (("5.5", "满分 5"), ("-1", "不能低于 0"), ("4.3", "不在档上")):
        with pytest.raises(Refused, match=words):
            mark(office, entrant, wrong)
    assert mark(office, entrant, "4.5")[0].score == Decimal("4.5")
