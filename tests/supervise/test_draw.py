"""The draw: published before, drawn once, the same for anybody who draws again."""

import hashlib
import json

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.org import actions as register
from kaogong.org.models.powers import Power
from kaogong.supervise.actions import draw, inspections
from kaogong.supervise.models import Inspector, Lot, Visit
from kaogong.supervise.queries.draw import chosen, faults_of, package, recomputed
from supervise.visits import *  # noqa: F403 - the fixtures
from supervise.visits import BEGIN

pytestmark = pytest.mark.django_db


def by_hand(text):
    """Drawn again by somebody who has nothing but the package and SHA-256."""
    told = json.loads(text)
    keys = sorted(
        told["frame"], key=lambda key: hashlib.sha256(f"{told['seed']}:{told['beacon']}:{key}".encode()).hexdigest()
    )
    return keys[: told["wanted"]]


@pytest.mark.clause("XJ-10")
def test_5_of_40_windows_are_the_same_5_on_replay_and_a_phone_check_keeps_number_time_and_answer(
    commit, colleague, inspector, enter
):
    lot = draw.draw_lot(by=colleague, lot=commit(40, 5), beacon="今日开奖 08 15 22")
    assert len(lot.frame) == 40
    assert len(lot.drawn) == 5
    assert recomputed(lot) == lot.drawn == by_hand(package(lot))
    visits = list(Visit.objects.all())
    assert sorted(one.name for one in visits) == sorted(key.partition(" ")[2] for key in lot.drawn)
    inspections.begin_inspection(by=inspector, inspection=lot.inspection)
    entry = enter(visits[0], method="phone", phone="0790-2200000", answer="接听，答复准确。")
    entry.refresh_from_db()
    assert (entry.phone, entry.answer, entry.at.hour + entry.at.minute) == ("0790-2200000", "接听，答复准确。", 1)
    with pytest.raises(Refused, match="号码"):
        enter(visits[1], "k2", method="phone", answer="没有号码")


@pytest.mark.clause("LZ-17")
def test_ten_per_cent_of_120_is_12_and_a_swap_carries_its_reason(commit, colleague, inspector):
    lot = draw.draw_lot(by=colleague, lot=commit(120), beacon="7")
    assert (len(lot.frame), lot.wanted, len(lot.drawn)) == (120, 12, 12)
    assert recomputed(lot) == lot.drawn
    out, into = lot.drawn[0], next(one["key"] for one in lot.frame if one["key"] not in lot.drawn)
    with pytest.raises(Refused, match="理由"):
        draw.swap_drawn(by=inspector, lot=lot, out=out, into=into, reason=" ")
    lot = draw.swap_drawn(by=inspector, lot=lot, out=out, into=into, reason="单位已撤销")
    assert chosen(lot)[0] == into
    assert (lot.drawn[0], lot.swaps[0]["reason"]) == (out, "单位已撤销")
    assert faults_of(lot) == []
    assert Event.objects.latest("number").reason == "单位已撤销"
    assert Visit.objects.filter(state="waiting").count() == 12


@pytest.mark.clause("YL-36")
def test_3_from_60_with_5_excluded_are_3_from_55(make_inspection, make_person, unit, inspector, colleague):
    for number in range(60):
        source, pool = (("人大代表", "A"), ("单位推荐人员", "B"), ("个体工商户", "C"))[number % 3]
        employer = unit if number < 3 else None
        person = make_person()
        register.register_supervisor(by=None, person=person, pool=pool, source=source, since=BEGIN, employer=employer)
        if number in (3, 4):
            register.recuse(by=None, person=person, unit=unit, reason="亲属在该单位", since=BEGIN)
    held = make_inspection()
    inspections.add_visits(by=inspector, inspection=held, rows=[{"unit": unit}])
    lot = draw.commit_team(by=inspector, inspection=held, number=3)
    assert (len(lot.frame), len(lot.excluded), lot.wanted) == (55, 5, 3)
    assert sorted(lot.excluded.values()) == ["employed"] * 3 + ["recused"] * 2
    lot = draw.draw_lot(by=colleague, lot=lot, beacon="42")
    assert len(lot.seed) == 64
    team = set(Inspector.objects.values_list("person__code", flat=True))
    assert team == set(lot.drawn) == set(recomputed(lot))
    assert not team & set(lot.excluded)


def test_the_hash_is_published_before_and_the_seed_is_not(commit, colleague):
    lot = commit(10, 3)
    assert (lot.seed, lot.drawn, lot.beacon) == ("", [], "")
    said = Event.objects.latest("number").new
    assert said["seed_sm3"] == lot.seed_sm3
    assert lot.secret not in json.dumps(said)
    stored = Lot.objects.filter(secret__isnull=False).extra(select={"raw": "secret"}).values_list("raw", flat=True)[0]
    assert lot.secret not in stored
    lot = draw.draw_lot(by=colleague, lot=lot, beacon="1")
    assert hashlib.sha256(lot.seed.encode()).hexdigest() == lot.seed_sha256
    assert hashlib.new("sm3", lot.seed.encode()).hexdigest() == lot.seed_sm3


def test_a_draw_is_done_once(commit, colleague, inspector):
    lot = commit(10, 3)
    with pytest.raises(Refused, match="不能重来"):
        draw.commit_visits(by=inspector, inspection=lot.inspection, candidates=[], number=1)
    lot = draw.draw_lot(by=colleague, lot=lot, beacon="1")
    before = Event.objects.count()
    with pytest.raises(Refused, match="只抽一次"):
        draw.draw_lot(by=colleague, lot=lot, beacon="2")
    assert Event.objects.count() == before
    assert Visit.objects.count() == 3


def test_whoever_published_does_not_draw(commit, colleague, inspector, stranger, make_account):
    lot = commit(10, 3)
    for who in (inspector, stranger):
        with pytest.raises(Denied):
            draw.draw_lot(by=who, lot=lot, beacon="1")
    with pytest.raises(Refused, match="公开"):
        draw.draw_lot(by=colleague, lot=lot, beacon=" ")
    before = Event.objects.count()
    draw.draw_lot(by=make_account(Power.SUPERVISOR), lot=lot, beacon="1")
    assert Event.objects.count() == before + 1


def test_what_was_changed_behind_the_house_is_seen(commit, colleague):
    lot = commit(10, 3)
    Lot.objects.filter(pk=lot.pk).update(frame=lot.frame[:9])
    with pytest.raises(Refused, match="不符"):
        draw.draw_lot(by=colleague, lot=lot, beacon="1")
    Lot.objects.filter(pk=lot.pk).update(frame=lot.frame)
    lot = draw.draw_lot(by=colleague, lot=lot, beacon="1")
    lot.drawn = lot.drawn[::-1]
    assert faults_of(lot) == ["drawn"]


def test_more_than_there_are_cannot_be_drawn(commit):
    with pytest.raises(Refused, match="不能抽 11 个"):
        commit(10, 11)


def test_who_draws_a_second_time_is_told_that_it_was_done(window, commit, colleague, third):
    lot = commit(30, 4)
    page = f"/supervise/inspections/draws/{lot.pk}/"
    assert window(colleague).post(page, {"beacon": "26091"}).status_code == 302
    late = window(third).post(page, {"beacon": "77777"})
    assert late.status_code == 422
    assert "只抽一次" in late.content.decode()
    lot.refresh_from_db()
    assert lot.beacon == "26091"
