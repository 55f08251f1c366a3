"""Nobody rises among the leaders without a recent integrity summary, or with a violation that is open."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org import actions as register
from kaogong.org.models import Post
from kaogong.people.actions import archive_integrity as integrity
from kaogong.people.actions.careers import appoint_candidate
from people.careers import *  # noqa: F403
from people.careers import DAY, walked

SINCE = dt.date(2026, 11, 10)


@pytest.mark.clause("LB-24")
def test_the_gate_is_asked_when_somebody_is_appointed(desk, unit, office, writer):
    """提任副局长：没有摘要、摘要超过六个月、有一个未了结的违规，都不能任用，并说明依据。"""
    person = desk(unit)
    given = {"by": office, "person": person, "unit": unit, "title": "副局长", "grade": "deputy", "since": SINCE}
    with pytest.raises(Refused, match=r"没有 6 个月以内的廉政档案摘要，不能任用（.*003-1 §五.1）"):
        register.appoint(**given)
    assert Post.objects.filter(person=person).count() == 1
    integrity.add_integrity_record(
        by=None, person=person, kind="violation", day=dt.date(2026, 3, 1), words="违规接受宴请"
    )
    integrity.summarise_integrity(by=None, person=person, words="正在核查")
    with pytest.raises(Refused, match="1 个违规问题未了结，不能任用"):
        register.appoint(**given)
    register.appoint(**(given | {"title": "科长", "grade": "middle"}))
    held = integrity.IntegrityFile.objects.get(person=person).records.get()
    integrity.close_record(by=None, held=held, conclusion="批评教育")
    integrity.summarise_integrity(by=None, person=person, words="已了结")
    assert register.appoint(**(given | {"since": DAY})).grade == "deputy"


def test_a_first_entry_is_no_promotion_and_an_installation_may_do_without(desk, unit, office):
    new = register.register_person(by=None, code="N1", name="新来")
    register.appoint(by=office, person=new, unit=unit, title="副局长", grade="deputy", since=SINCE)
    register.set_setting(by=None, key="integrity.gate", value=False, reason="另有制度")
    register.appoint(by=office, person=desk(unit), unit=unit, title="副局长", grade="deputy", since=SINCE)


def test_a_candidate_is_asked_about_too(selection, candidate, office, board, desk, unit):
    person = desk(unit)
    made = candidate(selection, person)
    integrity.add_integrity_record(by=None, person=person, kind="violation", day=dt.date(2026, 3, 1), words="收受礼品")
    walked(office, selection)
    with pytest.raises(Refused, match="1 个违规问题未了结，不能任用"):
        appoint_candidate(by=board, nomination=made, document="任字9号")
