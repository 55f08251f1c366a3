"""Publicity, approval, publication: what is frozen, who sees it when, and what a correction leaves."""

import datetime as dt

import pytest
from django.db import transaction

from kaogong.audit.actions import Refused
from kaogong.core.chain import digest
from kaogong.decide import actions
from kaogong.decide.models import Consequence, Delivery, Proposal
from kaogong.decide.queries.disclosures import disclosed, undisclosed
from kaogong.decide.queries.publications import (
    by_code,
    content_of,
    later,
    open_publications,
    seen_publications,
    unaltered,
)
from kaogong.decide.queries.settlements import seen_settlements
from kaogong.org import actions as register
from kaogong.org.models import Post
from kaogong.people.actions.archive import Told, write_results
from kaogong.people.models import ArchiveEntry, DirectGrade, PersonResult, UnitGrade
from kaogong.people.queries.archive import results_of

FZ = ("fz_three_levels", "80.00分正好是良好", "township_grade")


@pytest.mark.clause("LZ-30")
def test_publicity_runs_its_days_and_every_objection_is_answered(
    settle, line, office, decision, body, stranger, on
) -> None:
    register.set_setting(by=None, key="results.receivers", value=["市人社局：综合表彰"], reason="本市办法")
    made = settle(*FZ)
    actions.begin_publicity(by=office, settlement=made)
    made.refresh_from_db()
    assert (made.publicity_days, str(made.publicity_until)) == (5, "2026-11-09")  # Monday to the Monday after
    said = actions.object_to(by=stranger, settlement=made, proposal=line(made, "北镇"), words="就业率数字有误")
    assert said.receipt == f"YY-2026-{made.pk:03d}-001"
    on(dt.date(2026, 11, 5))
    with pytest.raises(Refused, match="公示 5 个工作日，今天是第 3 日"):
        actions.close_publicity(by=office, settlement=made)
    with pytest.raises(Refused):
        actions.publish(by=office, settlement=made, number="示效〔2026〕41号", issuer="市效能办")
    assert not Delivery.objects.exists()
    on(dt.date(2026, 11, 10))
    with pytest.raises(Refused, match="1 件异议没有答复"):
        actions.close_publicity(by=office, settlement=made)
    actions.answer_objection(by=office, objection=said, answer="经核对，数字无误", upheld=False)
    actions.close_publicity(by=office, settlement=made)
    actions.approve_settlement(by=decision, settlement=made, number="示委〔2026〕15号", body=body)
    made.refresh_from_db()
    actions.publish(by=office, settlement=made, number="示效〔2026〕41号", issuer="市效能办")
    assert Delivery.objects.get().receiver == "市人社局"


@pytest.mark.clause("FZ-23")
def test_nothing_is_published_without_its_number(settle, approved, office, decision, body, on) -> None:
    towns = {"镇": {"times": 95}}
    made = settle(*FZ, subjects=towns)
    given = {"by": office, "settlement": made, "number": "示发〔2026〕3号", "issuer": "市委、市政府"}
    actions.begin_publicity(by=office, settlement=made)
    made.refresh_from_db()
    with pytest.raises(Refused, match="批准文号"):
        actions.publish(**given)
    said = actions.object_to(by=decision, settlement=made, words="申诉")
    on(dt.date(2026, 11, 10))
    with pytest.raises(Refused, match="1 件异议"):
        actions.publish(**given)
    actions.answer_objection(by=office, objection=said, answer="已核", upheld=False)
    actions.close_publicity(by=office, settlement=made)
    with pytest.raises(Refused, match="批准文号"):
        actions.publish(**given)
    actions.approve_settlement(by=decision, settlement=made, number="示委〔2026〕15号", body=body)
    made.refresh_from_db()
    notice = actions.publish(**given)
    content = content_of(notice)
    assert (len(content["lines"]), content["issuer"], content["approval"]) == (95, "市委、市政府", "示委〔2026〕15号")


def test_two_people_approve_and_the_state_is_kept(settle, make_account, body, office, on, events, denied) -> None:
    both = make_account("office", "decision")
    made = settle(*FZ)
    made.drawn_by = both
    made.save(update_fields=["drawn_by"])
    with pytest.raises(Refused, match="公示中"):
        actions.close_publicity(by=office, settlement=made)
    made.refresh_from_db()
    assert made.state == "draft"
    events()
    actions.begin_publicity(by=office, settlement=made)
    on(dt.date(2026, 11, 10))
    actions.close_publicity(by=office, settlement=made)
    denied(actions.approve_settlement, by=both, settlement=made, number="1号", body=body)
    assert events() == ["begin_publicity", "close_publicity", "denied approve_settlement"]
    denied(actions.publish, settlement=made, number="1号", issuer="市效能办")


@pytest.mark.clause("QW-10")
def test_a_result_is_hidden_until_its_day(settle, approved, office, stranger, on) -> None:
    made = settle(*FZ)
    held = approved(made)
    day = dt.date(2027, 1, 10)
    notice = actions.publish(by=office, settlement=held, number="1号", issuer="局", publish_on=day)
    assert notice.audience == "house"
    on(dt.date(2027, 1, 9))
    assert not seen_publications(stranger).exists()
    assert not seen_settlements(stranger).exists()
    assert seen_publications(office).exists()
    on(day)
    assert seen_publications(stranger).get() == notice
    assert seen_settlements(stranger).exists()
    assert not open_publications().exists()  # the house is not the public


def test_the_text_is_frozen_with_its_hash_and_opened_by_its_code(settle, published) -> None:
    notice = published(settle(*FZ))
    assert notice.sm3 == digest(notice.text.encode())
    assert by_code(notice.code.lower().replace("-", " ")) == notice
    assert by_code("AAAA-BBBB-CCCC") is None
    assert unaltered(notice)
    notice.text = notice.text.replace("优秀", "良好")
    assert not unaltered(notice)


def test_units_only(settle, published, make_account, line, stranger) -> None:
    made = settle(*FZ)
    notice = published(made, audience="units")
    own = make_account(("head", line(made, "东镇").unit))
    assert seen_publications(own).get() == notice
    assert not seen_publications(stranger).exists()
    assert by_code(notice.code) is None


def test_a_correction_keeps_the_old_one_readable(settle, published, make_run, office, decision, body, approved) -> None:
    made = settle(*FZ)
    old = published(made)
    run = make_run(FZ[0], "连续两年一般", purpose="again")
    with pytest.raises(Refused, match="理由"):
        actions.draw_settlement(by=office, run=run, scheme=FZ[2], previous=made)
    made.refresh_from_db()
    fresh = actions.draw_settlement(by=office, run=run, scheme=FZ[2], previous=made, why="申诉成立，重算")
    new = actions.publish(by=office, settlement=approved(fresh), number="42号", issuer="市委", audience="public")
    old.refresh_from_db()
    assert (old.state, new.corrects, later(old)) == ("corrected", old, new)
    assert by_code(old.code) == old
    assert content_of(new)["why"] == "申诉成立，重算"
    assert set(Consequence.objects.filter(settlement=made).values_list("state", flat=True)) == {"void"}


@pytest.mark.clause("HB-48")
def test_three_things_are_public_each_with_its_day(settle, published, office) -> None:
    made = settle(*FZ)
    cycle = made.run.cycle
    day = dt.date(2026, 11, 2)
    assert undisclosed(cycle, day) == ["考核目标", "评价基本标准", "领导班子考核结果"]
    for kind, title in (("targets", "2026年度考核目标"), ("standards", "评价基本标准")):
        actions.disclose(by=office, cycle=cycle, kind=kind, title=title, words="见附件", publish_on=day)
    assert undisclosed(cycle, day) == ["领导班子考核结果"]
    published(made)
    assert disclosed(cycle, dt.date(2026, 11, 10)) == {
        "targets": day,
        "standards": day,
        "results": dt.date(2026, 11, 10),
    }


def test_publication_is_whole_or_not_at_all(settle, approved, office, monkeypatch) -> None:
    held = approved(settle(*FZ))

    def breaks(*_given: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("kaogong.decide.actions.publications._deliver", breaks)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.publish(by=office, settlement=held, number="1号", issuer="局")
    held.refresh_from_db()
    assert (held.state, Consequence.objects.count()) == ("approved", 0)


def test_what_is_published_enters_the_archives_twice(settle, published) -> None:
    """Every unit gets a central entry and a copy of its own; both say the same."""
    notice = published(settle(*FZ))
    lines = notice.settlement.proposals.filter(person=None, unit__isnull=False)
    held = ArchiveEntry.objects.filter(room="decide")
    assert held.count() == lines.count() * 2 > 0
    one = lines.first()
    central, own = held.filter(unit=one.unit).order_by("holder")
    assert (central.sm3, central.content["考核结果"][0]["grade"]) == (own.sm3, one.final)
    assert central.content["有关资料"] == [{"name": notice.number, "sm3": notice.sm3}]
    assert (own.keeper, own.state) == (one.unit, "filed")


def test_the_published_grade_of_a_person_is_filed_beside_what_was_there(
    settle, approved, office, make_person, line
) -> None:
    made, person = settle(*FZ), make_person()
    one = line(made, "东镇")
    Proposal.objects.filter(pk=one.pk).update(person=person)
    write_results(
        account=None,
        told=[Told(person, made.period, None, "良好", "annual")],
        room="people",
        fixed_on=dt.date(2026, 1, 5),
    )
    notice = actions.publish(by=office, settlement=approved(made), number="9号", issuer="市效能办")
    found = results_of(person).get()
    assert (found.grade, found.score, found.kind, found.reference) == (one.final, one.total, "annual", notice.number)
    assert (found.corrects.grade, results_of(person, whole=True).count()) == ("良好", 2)
    assert not ArchiveEntry.objects.filter(unit=one.unit).exists()


@pytest.mark.clause("LZ-32")
def test_the_head_of_a_unit_published_as_a_is_excellent_that_year(settle, published, make_person) -> None:
    """What is published as A reaches the head's own results, and what is published as C the years that count."""
    good, low = (
        {"tier": "Ⅰ", "onsite": 95, "phone": 95, "visit": 95},
        {"tier": "Ⅲ", "onsite": 10, "phone": 10, "visit": 10},
    )
    made = settle(
        "lz_institutions",
        "三类指标90、80、85分",
        "grade_health",
        subjects={"甲": {"class": "health", "facts": good}, "乙": {"class": "health", "facts": low}},
        readings={"grade_by": "cut"},
        settings={"cut_a": 90, "cut_b": 50},
    )
    top = made.proposals.get(final="A")
    head = make_person("院长")
    Post.objects.create(person=head, unit=top.unit, title="院长", grade="chief", since=dt.date(2010, 1, 1))
    published(made)
    year = int(made.period)
    assert dict(UnitGrade.objects.values_list("unit_id", "grade")) == {
        one.unit_id: one.final for one in made.proposals.all()
    }
    direct = DirectGrade.objects.get()
    assert (direct.person, direct.base.year, direct.source) == (head, year, "LZ-32")
    result = PersonResult.objects.get(person=head, corrected_by__isnull=True)
    assert (result.period, result.grade) == (str(year), "优秀")
