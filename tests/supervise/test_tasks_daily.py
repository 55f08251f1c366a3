"""Daily supervision: teams, daily rules, requests, warnings, early signs, talks, drives, hearings, lagging targets."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org import actions as register
from kaogong.org.models import Body, Charge, Seat, Supervisor
from kaogong.org.models.powers import Power
from kaogong.org.queries import calendar
from kaogong.supervise.models import Interview, Sign, Task, Watched
from kaogong.supervise.queries import waiting_for
from kaogong.supervise.queries.matters import (
    DUTIES,
    corrected,
    drive_coverage,
    inspectors,
    let_pass,
    refusals,
    report_late,
    reports_lacking,
    request_breaches,
    tally,
    team_tasks,
    team_units,
    unattended,
)
from kaogong.supervise.queries.tasks import december_only
from supervise.tasks import actions, make_task, source, table, task

__all__ = ["make_task", "source", "table", "task"]
DAY = dt.date(2026, 9, 21)


@pytest.mark.clause("QH-24")
def test_two_teams_see_only_their_units(make_unit, make_person, make_account, make_task):
    office = Body.objects.create(name="督导办公室", kind="office", founded=DAY)
    seen = []
    for n in (1, 2):
        team = Body.objects.create(name=f"第{n}督导组", kind="watch", under=office, founded=DAY)
        person, unit = make_person(), make_unit()
        Seat.objects.create(body=team, role="member", of=f"组员{n}", person=person)
        Charge.objects.create(body=team, unit=unit, since=dt.date(2026, 1, 1))
        made = actions.issue_task(by=None, task=make_task(leads=[unit], mark="livelihood"))
        account = make_account(person=person)
        seen.append((team_units(account, DAY) == {unit.pk}, list(team_tasks(account, DAY)) == [made]))
    assert seen == [(True, True), (True, True)]


@pytest.mark.clause("QH-24")
def test_proof_of_december_only_is_flagged(make_task, make_unit, shown, on):
    early, late = make_unit(), make_unit()
    tasks = [
        actions.issue_task(by=None, task=make_task(leads=[one], due=dt.date(2026, 12, 31))) for one in (early, late)
    ]
    on(dt.date(2026, 6, 5))
    actions.tell_progress(by=None, task=tasks[0], unit=early, period="2026-05", words="进展", shown=[shown()])
    on(dt.date(2026, 12, 20))
    for one, unit in zip(tasks, (early, late), strict=True):
        actions.tell_progress(by=None, task=one, unit=unit, period="2026-12", words="进展", shown=[shown()])
    assert december_only(2026) == [late.pk]


@pytest.mark.clause("QH-32")
def test_a_major_matter_nobody_attended_is_flagged_and_3_days_is_late(unit, inspector, window):
    major = actions.watch(
        by=inspector, kind="three_major", unit=unit, words="大额采购", happened_on=dt.date(2026, 9, 14)
    )
    actions.settle_watched(by=inspector, watched=major, on=DAY, how="closed")
    assert list(unattended()) == [major]
    assert "大额采购" in window(inspector).get("/supervise/matters/figures/").content.decode()
    actions.attend(by=inspector, watched=major, way="dispatch", on=dt.date(2026, 9, 15), words="全程参与")
    assert not unattended().exists()
    assert "大额采购" not in window(inspector).get("/supervise/matters/figures/").content.decode()
    given = {"by": inspector, "kind": "issue", "unit": unit, "words": "问题", "channel": "specialised"}
    late = actions.watch(happened_on=dt.date(2026, 9, 14), reported_on=dt.date(2026, 9, 17), **given)
    good = actions.watch(happened_on=dt.date(2026, 9, 14), reported_on=dt.date(2026, 9, 15), **given)
    assert calendar().between(late.happened_on, late.reported_on, working=True) == 3
    assert (report_late(late, DAY), report_late(good, DAY)) == (True, False)


@pytest.mark.clause("QH-34")
def test_40_of_45_corrected_is_88_9_per_cent(unit, inspector, window):
    numbers = {"three_major": 83, "project": 33, "issue": 45, "risk_point": 476, "key_point": 362, "lead": 2}
    rows = [
        Watched(kind=kind, unit=unit, words=kind, channel="specialised", happened_on=DAY)
        for kind, number in numbers.items()
        for _n in range(number)
    ]
    Watched.objects.bulk_create(rows)
    assert tally(2026) == numbers
    issues = list(Watched.objects.filter(kind="issue"))
    for one in issues[:40]:
        actions.attend(by=None, watched=one, way="joint", on=DAY, words="联席会提出")
        actions.settle_watched(by=None, watched=one, on=DAY, how="corrected")
    assert corrected(2026) == (40, 45, Decimal("88.9"))
    page = window(inspector).get("/supervise/matters/figures/").content.decode()
    read = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    for words in ("40/45", "88.9%", "三重一大 83", "重点项目 33", "廉政风险点 476", "关键环节 362", "问题线索 2"):
        assert words in read, words
    assert all(one.unit_id == unit.pk and one.attendances.get().way == "joint" for one in issues[:40])


@pytest.mark.clause("YL-33")
def test_only_b_supervisors_inspect_and_never_their_own_unit(
    unit, make_unit, make_person, make_account, window, inspector
):
    made = []
    for pool, source_ in (("A", "媒体记者"), ("C", "私营企业"), *[("B", "单位推荐人员")] * 6):
        employer = unit if len(made) == 7 else make_unit()
        made.append(register.register_supervisor(
            by=None, person=make_person(), pool=pool, source=source_, since=dt.date(2026, 1, 1), employer=employer
        ))  # fmt: skip
    free, out = inspectors(unit, DAY)
    assert (len(free), {one.pool for one in free}, out) == (5, {"B"}, [made[7]])
    page = window(inspector).get(f"/supervise/teams/?unit={unit.code}").content.decode()
    assert (page.count("可参加</span>"), page.count("回避</span>")) == (5, 1)
    assert DUTIES["C"] == ("反映企业问题", "联络员")
    business, member = make_account(person=made[1].person), make_account(person=made[2].person)
    problem = actions.report_problem(by=business, unit=unit, words="办证慢", happened_on=DAY)
    assert (problem.channel, problem.kind) == ("social", "issue")
    with pytest.raises(Denied):
        actions.report_problem(by=member, unit=unit, words="办证慢", happened_on=DAY)
    assert Supervisor.objects.count() == 8


@pytest.mark.clause("XM-39")
def test_who_was_asked_first_owns_it_until_handed_over(unit, make_person, on):
    first, second = make_person(), make_person()
    handed = actions.receive_request(by=None, unit=unit, first=first, words="咨询补贴")
    handed = actions.hand_over(by=None, request=handed, taker=second, note="归二科办")
    assert (handed.owner, handed.first) == (second, first)
    with pytest.raises(Refused, match="说明"):
        actions.hand_over(by=None, request=handed, taker=first, note=" ")
    actions.answer_request(by=None, request=handed, answer="可以申请。")
    left = actions.receive_request(by=None, unit=unit, first=first, words="咨询许可")
    assert request_breaches(DAY + dt.timedelta(days=3)) == []
    assert request_breaches(DAY + dt.timedelta(days=4)) == [(left, first.pk)]


@pytest.mark.clause("XM-40")
def test_the_fifth_refusal_cannot_be_closed_before_it_is_filed(unit, make_person, liaison, stranger):
    person = make_person()
    made = [actions.receive_request(by=liaison, unit=unit, first=person, words=f"申请{n}") for n in range(5)]
    for one in made:
        with pytest.raises(Refused, match="理由"):
            actions.refuse_request(by=liaison, request=one, reason="")
        actions.refuse_request(by=liaison, request=one, reason="不符合条件")
    for one in made[:4]:
        actions.file_refusal(by=liaison, request=one)
    assert refusals() == (4, 5)
    with pytest.raises(Denied):
        actions.close_request(by=stranger, request=made[4])
    with pytest.raises(Refused, match="报备"):
        actions.close_request(by=liaison, request=made[4])
    actions.file_refusal(by=liaison, request=made[4])
    actions.close_request(by=liaison, request=made[4])
    assert refusals() == (5, 5)


@pytest.mark.clause("JQ-17")
def test_a_warning_let_pass_goes_up_and_stands_in_the_record(
    unit, make_person, inspector, liaison, stranger, make_account, window
):
    person, chief = make_person(), make_person()
    above = make_account(person=chief)
    left = actions.raise_alert(by=inspector, unit=unit, person=person, superior=chief, words="资金闲置")
    seen = actions.raise_alert(by=inspector, unit=unit, person=person, superior=chief, words="工期延误")
    with pytest.raises(Denied):
        actions.move_alert(by=stranger, alert=seen, verb="acknowledge_warning")
    seen = actions.move_alert(by=liaison, alert=seen, verb="acknowledge_warning")
    assert actions.escalate_alerts(by=None, day=dt.date(2026, 9, 23)) == 0
    assert waiting_for(above) == []
    assert actions.escalate_alerts(by=None, day=dt.date(2026, 9, 24)) == 1
    assert actions.escalate_alerts(by=None, day=dt.date(2026, 9, 25)) == 0
    left.refresh_from_db()
    assert left.escalated_on == dt.date(2026, 9, 24)
    assert ["资金闲置" in f"{one.title}{one.about}" for one in waiting_for(above)] == [True]
    assert not let_pass().exists()
    for one in (left, seen):
        actions.prove_alert(by=inspector, alert=one, on=dt.date(2026, 10, 1))
    assert [(one, one.person) for one in let_pass()] == [(left, person)]
    page = window(inspector).get("/supervise/matters/figures/").content.decode()
    assert "资金闲置" in page
    assert "工期延误" not in page
    with pytest.raises(Refused, match="处置措施"):
        actions.move_alert(by=liaison, alert=seen, verb="handle_warning")
    actions.move_alert(by=liaison, alert=seen, verb="handle_warning", measure="追加班次")
    assert actions.move_alert(by=inspector, alert=seen, verb="close_warning").state == "closed"


@pytest.mark.clause("LZ-25")
def test_two_signs_are_reminders_a_third_is_prominent_with_a_plan(unit, inspector, liaison):
    for day in (1, 8):
        made = actions.note_sign(by=inspector, unit=unit, kind="迟报", words="报表迟报", on=dt.date(2026, 9, day))
        assert (made.level, hasattr(made, "points")) == ("budding", False)
    with pytest.raises(Refused, match="整改方案"):
        actions.note_sign(by=inspector, unit=unit, kind="迟报", words="报表迟报", on=DAY)
    third = actions.note_sign(by=inspector, unit=unit, kind="迟报", words="报表迟报", on=DAY, plan="专人负责")
    assert (third.level, third.plan) == ("prominent", "专人负责")
    fresh = actions.note_sign(by=inspector, unit=unit, kind="迟报", words="报表迟报", on=dt.date(2026, 10, 9))
    assert fresh.level == "budding"
    actions.correct_sign(by=liaison, sign=third, on=DAY)
    assert Sign.objects.filter(corrected_on=DAY).count() == 1


def test_68_against_82_opens_a_talk_the_unit_cannot_sign(make_unit, unit, inspector, make_account):
    units = [make_unit() for _n in range(9)]
    scores = [(unit, Decimal(68)), *((one, Decimal(80 + n)) for n, one in enumerate(units))]
    made = actions.call_interviews(by=inspector, subject="公众评议：服务态度", scores=scores, mean=Decimal(82))
    assert [(one.unit, one.score, one.mean) for one in made] == [(unit, 68, 82)]
    own = make_account((Power.HEAD, unit))
    with pytest.raises(Denied, match="自己签署"):
        actions.hold_interview(by=own, interview=made[0], side="office", words="整改")
    office = make_account(Power.OFFICE)
    held = actions.hold_interview(by=office, interview=made[0], side="office", words="限期整改")
    assert (held.state, held.signed_by) == ("done", office)
    again = actions.call_interviews(by=inspector, subject="公众评议：服务态度", scores=scores, mean=Decimal(82))
    assert again == []
    assert Interview.objects.count() == 1


@pytest.mark.clause("LZ-21")
def test_297_of_300_ledgers_is_99_per_cent_with_the_3_missing_named(make_unit, inspector):
    units = [make_unit() for _n in range(300)]
    drive = actions.start_drive(
        by=inspector,
        title="履职督查",
        topics=["履职情况", "问题整改"],
        items=[("公开", "网上可查"), ("整改", "")],
        since=DAY,
    )
    assert actions.open_ledgers(by=inspector, drive=drive, units=units[:297]) == 297
    every = {one.pk for one in units}
    assert drive_coverage(drive, every) == (297, 300, Decimal("99.0"), {one.pk for one in units[297:]})
    ledger, (first, bare) = drive.ledgers.first(), drive.items.all()
    assert actions.write_line(by=inspector, ledger=ledger, item=first, words="已公开", done=True).done_on == DAY
    with pytest.raises(Refused, match="督查标准"):
        actions.write_line(by=inspector, ledger=ledger, item=bare, words="已整改", done=True)
    actions.set_standard(by=inspector, item=bare, standard="有销号记录")
    actions.write_line(by=inspector, ledger=ledger, item=bare, words="已整改", done=True)


@pytest.mark.clause("DX-12")
def test_30_of_30_reports_and_7_problems_become_7_tasks(make_unit, make_task, inspector, make_account):
    units = [make_unit() for _n in range(30)]
    hearing = actions.call_hearing(by=inspector, period="2026-H1", title="年中汇报会", units=units)
    for one in units[:29]:
        actions.hand_in_report(by=None, hearing=hearing, unit=one, words="完成过半")
    own = make_account((Power.LIAISON, units[29]))
    with pytest.raises(Denied):
        actions.hand_in_report(by=own, hearing=hearing, unit=units[0], words="代报")
    problems = [actions.raise_problem(by=inspector, hearing=hearing, words=f"问题{n}") for n in range(7)]
    with pytest.raises(Refused, match="应汇报 30 家，还有 1 家"):
        actions.close_hearing(by=inspector, hearing=hearing, achievements="成绩", exchange="经验")
    actions.hand_in_report(by=own, hearing=hearing, unit=units[29], words="完成过半")
    assert not reports_lacking(hearing).exists()
    with pytest.raises(Refused, match="7 个问题"):
        actions.close_hearing(by=inspector, hearing=hearing, achievements="成绩", exchange="经验")
    for one in problems:
        actions.assign_problem(by=inspector, problem=one, task=make_task())
    actions.close_hearing(by=inspector, hearing=hearing, achievements="成绩", exchange="经验")
    assert hearing.problems.filter(task__isnull=False).count() == Task.objects.count() == 7
