"""Findings: the unit has its say, a second person confirms, silence is recorded; what is issued about them, and opinions."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.supervise.actions import findings, findings_opinions, findings_papers, rectify, rectify_orders
from kaogong.supervise.models import Finding, Opinion, Rectification
from kaogong.supervise.queries import findings as reading
from supervise.visits import *  # noqa: F403 - the fixtures
from supervise.visits import DAY, at

pytestmark = pytest.mark.django_db
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def test_the_unit_speaks_before_it_counts(find, liaison, inspector, colleague, stranger):
    made = find()
    assert (made.number, made.answer_due) == ("WT-2026-00001", dt.date(2026, 5, 18))
    with pytest.raises(Refused, match="已说明"):
        findings.confirm_finding(by=colleague, finding=made)
    with pytest.raises(Denied):
        findings.answer_finding(by=stranger, finding=made, answer="属实")
    before = Event.objects.count()
    findings.answer_finding(by=liaison, finding=made, answer="属实，已排班。")
    assert Event.objects.count() == before + 1
    with pytest.raises(Denied, match="两人"):
        findings.confirm_finding(by=inspector, finding=made)
    assert findings.confirm_finding(by=colleague, finding=made).state == "confirmed"


def test_silence_is_put_on_record_and_a_late_answer_is_still_heard(find, colleague, liaison, on):
    made = find()
    assert findings.watch_findings(by=None, day=dt.date(2026, 5, 18))["silent"] == 0
    on(dt.date(2026, 5, 19))
    assert findings.watch_findings(by=None)["silent"] == 1
    made.refresh_from_db()
    assert (made.state, made.silent_on) == ("silent", dt.date(2026, 5, 19))
    findings.answer_finding(by=liaison, finding=made, answer="补充说明")
    assert findings.confirm_finding(by=colleague, finding=made).state == "confirmed"


def test_a_withdrawn_one_takes_nothing_and_keeps_its_reason(confirmed, inspector, third):
    made = confirmed()
    with pytest.raises(Refused, match="理由"):
        findings.withdraw_finding(by=third, finding=made, reason=" ")
    made = findings.withdraw_finding(by=third, finding=made, reason="当日系统停电")
    assert (made.state, made.reason) == ("withdrawn", "当日系统停电")
    assert reading.uncorrected(*YEAR)[0] == 0


def test_the_same_category_again_within_a_year_is_a_repeat(find, make_unit, on):
    first = find()
    on(dt.date(2027, 5, 11))
    again = find(found_at=at(day=dt.date(2027, 5, 11)))
    assert again.repeat_of == first
    assert find(category="notice").repeat_of is None
    assert find(unit=make_unit()).repeat_of is None
    on(dt.date(2028, 6, 1))
    assert find(found_at=at(day=dt.date(2028, 6, 1))).repeat_of is None


def test_what_cannot_be_entered(find, stranger):
    with pytest.raises(Denied):
        find(by=stranger)
    with pytest.raises(Refused, match="今天之后"):
        find(found_at=at(day=DAY + dt.timedelta(days=1)))
    with pytest.raises(Refused, match="正数"):
        find(unit_points=Decimal(-1))
    with pytest.raises(Refused, match="专项"):
        find(topic="没有这项")


@pytest.mark.clause("WH-33")
def test_4_deductions_and_3_corrective_actions_warn_of_the_one_without(confirmed, make_unit, inspector):
    some = [confirmed(order=n < 3, unit=make_unit()) for n in range(4)]
    number, corrected, without = reading.uncorrected(dt.date(2026, 5, 1), dt.date(2026, 5, 31))
    assert (number, corrected, without) == (4, 3, [some[3]])
    rectify_orders.order_rectification(by=inspector, finding=some[3])
    assert reading.uncorrected(dt.date(2026, 5, 1), dt.date(2026, 5, 31)) == (4, 4, [])


@pytest.mark.clause("QH-16")
def test_no_reply_by_16_june_is_overdue_from_17_june(unit, inspector, liaison, on):
    on(dt.date(2026, 6, 1))
    for kind in ("rectify", "discipline", "supervision", "inquiry"):
        findings_papers.issue_paper(by=inspector, kind=kind, unit=unit, words="请整改并答复。")
    paper = findings_papers.issue_paper(by=inspector, kind="rectify", unit=unit, words="请整改并答复。")
    assert (paper.number, paper.reply_due) == ("ZG-2026-0002", dt.date(2026, 6, 16))
    others = [one for one in reading.overdue_papers(dt.date(2026, 6, 17)) if one != paper]
    for one in others:
        findings_papers.reply_paper(by=liaison, paper=one, reply="已整改。")
    assert not reading.overdue_papers(dt.date(2026, 6, 16)).exists()
    assert list(reading.overdue_papers(dt.date(2026, 6, 17))) == [paper]
    with pytest.raises(Refused, match="整改通知书"):
        findings_papers.issue_paper(by=inspector, kind="order", unit=unit, words="……")


def test_only_the_unit_replies_and_once(unit, inspector, liaison, stranger):
    paper = findings_papers.issue_paper(by=inspector, kind="inquiry", unit=unit, words="请说明。")
    with pytest.raises(Denied):
        findings_papers.reply_paper(by=stranger, paper=paper, reply="……")
    findings_papers.reply_paper(by=liaison, paper=paper, reply="情况如下。")
    with pytest.raises(Refused, match="已经答复"):
        findings_papers.reply_paper(by=liaison, paper=paper, reply="再答")


@pytest.mark.clause("QH-52")
def test_2_cases_2_corrected_are_100_per_cent_1_open_is_50(handed, third, confirmed):
    held = handed(topic="有偿补课")
    rectify.close_rectification(by=third, rectification=held, outcome="已退费")
    second = handed(topic="有偿补课")
    assert ("有偿补课", 2, 1, Decimal("50.0")) in reading.topics()
    rectify.close_rectification(by=third, rectification=second, outcome="已退费")
    assert ("有偿补课", 2, 2, Decimal("100.0")) in reading.topics()


@pytest.mark.clause("FZ-18")
def test_85_of_86_opinions_at_21_units_are_98_8_per_cent_and_a_pasted_reply_is_seen(
    make_unit, inspector, make_account, on
):
    units = [make_unit() for _n in range(21)]
    rows = [(str(n + 1), units[n % 21], f"意见{n + 1}") for n in range(86)]
    sent = findings_opinions.break_down(by=inspector, batch="2026评议", rows=rows)
    assert sent[0].due_on == dt.date(2026, 6, 1)
    for number, one in enumerate(Opinion.objects.order_by("pk")[:85]):
        reply = "已责成处室整改，今后加强管理。" if number < 5 else f"第{number}条：已办。"
        findings_opinions.reply_opinion(by=None, opinion=one, reply=reply, result="已整改")
    on(dt.date(2026, 6, 2))
    found = reading.answered("2026评议")
    assert (found.sent, found.units, found.answered, found.share) == (86, 21, 85, Decimal("98.8"))
    assert [(one.number, one.unit) for one in found.overdue] == [("86", units[85 % 21])]
    assert [[one.number for one in same] for same in found.pasted] == [["1", "2", "3", "4", "5"]]
    with pytest.raises(Denied):
        findings_opinions.reply_opinion(
            by=make_account(("liaison", units[0])), opinion=found.overdue[0], reply="别家的", result="无"
        )
    with pytest.raises(Refused, match="整改结果"):
        findings_opinions.reply_opinion(by=None, opinion=found.overdue[0], reply="已办", result="")


@pytest.mark.clause("LB-32")
def test_58_opens_60_days_and_on_day_61_it_escalates_and_bars_excellence(unit, inspector, on):
    assert rectify_orders.rate_style(by=inspector, unit=unit, period="2025", score=Decimal(60)).finding is None
    rated = rectify_orders.rate_style(by=inspector, unit=unit, period="2026", score=Decimal(58))
    held = Rectification.objects.get(finding=rated.finding)
    assert held.due_on - DAY == dt.timedelta(days=60)
    assert findings.watch_findings(by=None, day=held.due_on)["escalated"] == 0
    assert reading.barred(held.due_on) == set()
    later = DAY + dt.timedelta(days=61)
    on(later)
    assert findings.watch_findings(by=None)["escalated"] == 1
    held.refresh_from_db()
    assert held.escalated_on == later
    assert reading.barred(later) == {unit.pk}


def test_circulars_are_signed_by_another(confirmed, find, inspector, colleague):
    made = confirmed()
    with pytest.raises(Refused, match="查处"):
        findings_papers.draft_circular(by=inspector, title="通报", words="情况", findings=[find()])
    held = findings_papers.draft_circular(by=inspector, title="通报", words="情况", findings=[made])
    with pytest.raises(Denied, match="两人"):
        findings_papers.publish_circular(by=inspector, circular=held)
    findings_papers.publish_circular(by=colleague, circular=held)
    made.refresh_from_db()
    assert made.noticed_on == DAY


def test_somebody_answerable_is_talked_to(confirmed, find, inspector, make_person, unit, stranger):
    who, made = make_person(unit), confirmed()
    with pytest.raises(Denied):
        findings_papers.hold_talk(by=stranger, finding=made, person=who, held_on=DAY, words="谈")
    findings_papers.hold_talk(by=inspector, finding=made, person=who, held_on=DAY, words="限期到岗")
    assert made.talks.get().person == who
    with pytest.raises(Refused, match="查处"):
        findings_papers.hold_talk(by=inspector, finding=find(), person=who, held_on=DAY, words="谈")
    assert Finding.objects.count() == 2
