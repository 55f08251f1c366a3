"""Honours, conduct, integrity files, personal reports, and the promotion sheet they are a gate to."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.org import actions as register
from kaogong.org.models.powers import Power
from kaogong.people.actions import archive_files as files
from kaogong.people.actions import archive_integrity as integrity
from kaogong.people.actions.archive import file_result
from kaogong.people.guards.archive_files import READ
from kaogong.people.models import Honour, IntegrityFile, Newcomer, PersonalReport, Pledge, PromotionSheet
from kaogong.people.queries.archive import archive_of, sealed
from kaogong.people.queries.archive_files import (
    compliance_of,
    missing_items,
    newcomers,
    overdue_reports,
    promotion_content,
    summary_of,
)
from kaogong.people.states.archive_files import CONTEXTS, ITEMS
from people.archives import *  # noqa: F403
from people.archives import DAY


@pytest.mark.clause("QH-53")
def test_three_commended_people_gain_one_entry_each_and_one_stays_withdrawn(keeper, personnel, desk, unit):
    people = [desk(unit) for _n in range(3)]
    given = {"title": "优秀共产党员", "issuer": "市委", "given_on": dt.date(2026, 7, 1), "number": "示委〔2026〕7号"}
    made = files.give_honours(by=keeper, people=people, **given)
    assert (len(made), Honour.objects.count()) == (3, 3)
    for one in people:
        entry = archive_of(one).get()
        assert (entry.kind, entry.title, entry.state) == ("honour", "优秀共产党员", "filed")
    with pytest.raises(Denied, match="另一位"):
        files.withdraw_honour(by=keeper, honour=made[0], reason="申报不实")
    files.withdraw_honour(by=personnel, honour=made[0], reason="申报不实")
    entry = archive_of(people[0]).get()
    assert (entry.state, entry.reason, entry.get_state_display()) == ("withdrawn", "申报不实", "已撤销")
    assert [archive_of(one).get().state for one in people[1:]] == ["filed", "filed"]
    with pytest.raises(Refused, match="已经撤销"):
        files.withdraw_honour(by=personnel, honour=made[0], reason="再撤")
    with pytest.raises(Refused, match="不能晚于今天"):
        files.give_honours(by=keeper, people=people, **given | {"given_on": dt.date(2027, 1, 1)})


@pytest.mark.clause("QH-05")
def test_a_newcomer_with_three_of_four_is_incomplete(watcher, person, head, desk, unit):
    assert list(ITEMS.values()) == ["廉政谈话", "知识测试", "廉政承诺书", "廉政档案"]
    (made,) = integrity.register_newcomers(by=watcher, people=[person], on=dt.date(2026, 6, 1), batch="第二批")
    for number, item in enumerate(list(ITEMS)[:3], 1):
        integrity.do_newcomer_item(by=watcher, newcomer=made, item=item, on=dt.date(2026, 6, number), words="已办")
    assert (newcomers().get().done, missing_items(made)) == (3, ["file"])
    with pytest.raises(Refused, match="已经办理"):
        integrity.do_newcomer_item(by=watcher, newcomer=made, item="talk", on=dt.date(2026, 6, 9))
    with pytest.raises(Refused, match="任职之后"):
        integrity.do_newcomer_item(by=watcher, newcomer=made, item="file", on=dt.date(2026, 5, 1))
    integrity.do_newcomer_item(by=watcher, newcomer=made, item="file", on=dt.date(2026, 6, 20))
    assert (newcomers().get().done, missing_items(made)) == (4, [])
    assert IntegrityFile.objects.get().person == person
    with pytest.raises(Denied, match="纪检监察"):
        integrity.register_newcomers(by=head, people=[person], on=DAY)
    with pytest.raises(Refused, match="已经登记"):
        integrity.register_newcomers(by=watcher, people=[desk(unit), person], on=dt.date(2026, 6, 1))
    assert Newcomer.objects.count() == 1


@pytest.mark.clause("QH-09")
def test_a_house_bought_is_reported_and_a_colleague_cannot_read_it(clerk, other, keeper, watcher, person):
    made = integrity.file_report(
        by=clerk,
        person=person,
        kind="matter",
        words="购置住房一套，92 平方米",
        happened_on=dt.date(2026, 5, 12),
        year=2025,
    )
    assert (made.year, made.filed_on) == (2026, DAY)
    for one in (other, keeper):
        with pytest.raises(Denied, match="被授权的人"):
            integrity.read_report(by=one, report=made)
    assert integrity.read_report(by=watcher, report=made) == "购置住房一套，92 平方米"
    assert integrity.read_report(by=clerk, report=made) == "购置住房一套，92 平方米"
    told = Event.objects.filter(verb="read_report", subject=f"people.personalreport:{made.pk}")
    assert list(told.values_list("outcome", flat=True).order_by("number")) == ["denied", "denied", "done", "done"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM people_personalreport")
        assert "住房" not in cursor.fetchone()[0]
    assert "住房" not in str(list(Event.objects.values("old", "new", "reason")))


def test_pledges_of_people_and_organisations(watcher, desk, unit, stranger):
    people = [desk(unit) for _n in range(3)]
    given = {"title": "廉洁自律承诺书", "year": 2026, "signed_on": dt.date(2026, 1, 20)}
    made = files.sign_pledges(by=watcher, people=people, organisation="市交通运输局党委", unit=unit, **given)
    assert (len(made), Pledge.objects.filter(person=None).get().organisation) == (4, "市交通运输局党委")
    with pytest.raises(Refused, match="人员或党组织"):
        files.sign_pledges(by=watcher, **given)
    with pytest.raises(Denied, match="联络员登记"):
        files.sign_pledges(by=stranger, people=people, **given)


@pytest.mark.clause("LB-27")
def test_28_of_30_leaders_declared_in_time(desk, unit, keeper, watcher, clerk, on, make_account, person, other):
    people = [desk(unit, grade="deputy", title="副局长") for _n in range(30)]
    on(dt.date(2026, 1, 31))
    told = {"kind": "income", "words": "工资、劳务收入明细", "covers": ["self", "family", "income"], "year": 2025}
    for one in people[:28]:
        integrity.file_report(by=None, person=one, **told)
    assert [str(name) for _key, name in PersonalReport.COVERS] == ["本人", "家属", "各项经济收入"]
    assert compliance_of(2025).waiting == 2
    on(dt.date(2026, 2, 1))
    found = compliance_of(2025)
    assert (found.whole, found.in_time, str(found.percent)) == (30, 28, "93.3")
    assert found.overdue == people[28:]
    assert overdue_reports(people[0]) == ["年度个人事项报告"]
    assert overdue_reports(people[28]) == ["年度个人事项报告", "收入申报"]
    assert overdue_reports(person) == []
    integrity.summarise_integrity(by=watcher, person=people[28], words="没有问题")
    sheet = integrity.issue_sheet(by=keeper, person=people[28], use="review")
    assert "收入申报逾期未报" in sheet.flags
    held = PersonalReport.objects.filter(person=people[0]).get()
    for one in (keeper, other):
        with pytest.raises(Denied):
            integrity.read_report(by=one, report=held)
    register.give_act(by=None, act=READ, part="does", power=Power.COMMITTEE, since=dt.date(2026, 1, 1))
    with pytest.raises(Denied):
        integrity.read_report(by=watcher, report=held)
    assert integrity.read_report(by=make_account(Power.COMMITTEE), report=held).startswith("工资")
    with pytest.raises(Refused, match="已经报过"):
        integrity.file_report(by=None, person=people[0], **told)
    with pytest.raises(Refused, match="家属和各项经济收入"):
        integrity.file_report(by=None, person=people[29], **told | {"covers": ["self"]})


@pytest.mark.clause("LB-24")
def test_no_promotion_without_a_recent_summary_and_a_violation_blocks(keeper, watcher, person, on, clerk):
    with pytest.raises(Refused, match="没有 6 个月以内的廉政档案摘要"):
        integrity.issue_sheet(by=keeper, person=person, use="review")
    integrity.add_integrity_record(
        by=watcher, person=person, kind="violation", day=dt.date(2026, 3, 1), words="违规接受宴请"
    )
    made = integrity.summarise_integrity(by=watcher, person=person, words="一个违规问题正在核查")
    assert made.open_violations == 1
    sheets = [integrity.issue_sheet(by=keeper, person=person, use=one) for one in ("review", "appoint", "remove")]
    assert [one.get_use_display() for one in sheets] == ["考察提拔", "任用", "罢免"]
    assert sheets[0].blockers == ["廉政档案有 1 个违规问题未了结"]
    on(dt.date(2027, 5, 16))
    assert summary_of(person) == made
    on(dt.date(2027, 5, 17))
    assert summary_of(person) is None
    with pytest.raises(Refused, match="6 个月以内"):
        integrity.issue_sheet(by=keeper, person=person, use="appoint")
    held = IntegrityFile.objects.get().records.get()
    integrity.close_record(by=watcher, held=held, conclusion="批评教育，已整改")
    integrity.summarise_integrity(by=watcher, person=person, words="已了结")
    assert integrity.issue_sheet(by=keeper, person=person, use="appoint").blockers == []
    with pytest.raises(Refused, match="已经了结"):
        integrity.close_record(by=watcher, held=held, conclusion="再结")
    with pytest.raises(Denied, match="人事部门出具"):
        integrity.issue_sheet(by=watcher, person=person, use="appoint")


def test_integrity_files_are_kept_by_discipline_and_reading_leaves_a_trace(watcher, keeper, person, make_account):
    file = integrity.open_integrity(by=watcher, person=person)
    with pytest.raises(Refused, match="已有廉政档案"):
        integrity.open_integrity(by=watcher, person=person)
    with pytest.raises(Denied, match="纪检监察"):
        integrity.read_integrity(by=keeper, file=file)
    integrity.read_integrity(by=watcher, file=file)
    assert Event.objects.filter(verb="read_integrity", outcome="done").count() == 1
    own = make_account(Power.DISCIPLINE, person=person)
    with pytest.raises(Refused, match="回避"):
        integrity.add_integrity_record(by=own, person=person, kind="lead", day=DAY, words="无")
    with pytest.raises(Refused, match="回避"):
        integrity.summarise_integrity(by=own, person=person, words="无")


@pytest.mark.clause("LB-04")
def test_four_situations_stand_on_the_promotion_sheet(keeper, personnel, watcher, person, desk, unit, head):
    assert list(CONTEXTS.values()) == [
        "关键时刻", "突发事件", "基层一线", "税收主战场", "改革改制", "维护稳定", "招商引资",
    ]  # fmt: skip
    made = [
        files.record_situation(
            by=keeper, person=person, context=context, day=dt.date(2026, month, 1), words="带队抢险", source="抢险通报"
        )
        for month, context in enumerate(("emergency", "emergency", "grassroots", "grassroots"), 3)
    ]
    assert promotion_content(person)["evidence"] == "没有情形记录"
    with pytest.raises(Denied, match="另一位"):
        files.verify_situation(by=keeper, situation=made[0])
    for one in made:
        files.verify_situation(by=personnel, situation=one)
    file_result(by=keeper, person=person, period="2025", kind="annual", grade="优秀", score=Decimal("95.10"))
    integrity.summarise_integrity(by=watcher, person=person, words="没有问题")
    sheet = integrity.issue_sheet(by=keeper, person=person, use="review")
    assert sorted(one["context"] for one in sheet.content["situations"]) == [
        "基层一线",
        "基层一线",
        "突发事件",
        "突发事件",
    ]
    assert sheet.content["results"][0]["score"] == "95.10"
    assert sheet.sm3 == sealed(sheet.content | {"blockers": [], "flags": []})
    bare = desk(unit)
    integrity.summarise_integrity(by=watcher, person=bare, words="没有问题")
    assert integrity.issue_sheet(by=keeper, person=bare, use="review").content["evidence"] == "没有情形记录"
    assert PromotionSheet.objects.count() == 2
    files.withdraw_situation(by=personnel, situation=made[0], reason="查无此事")
    assert len(promotion_content(person)["situations"]) == 3


def test_conduct_is_recorded_by_others(clerk, head, person, stranger):
    given = {"person": person, "context": "reform", "day": DAY, "words": "牵头改制", "source": "改制小结"}
    with pytest.raises(Denied, match="本人的表现"):
        files.record_situation(by=clerk, **given)
    with pytest.raises(Denied, match="所在单位"):
        files.record_situation(by=stranger, **given)
    with pytest.raises(Refused, match="不能晚于今天"):
        files.record_situation(by=head, **given | {"day": dt.date(2027, 1, 1)})
    assert files.record_situation(by=head, **given).state == "recorded"
