"""Leads, teams and what cases end in; promises and what is made good; key enterprises; what the score gets."""

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

import kaogong
from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score
from kaogong.core.scheme.load import load
from kaogong.listen import facts
from kaogong.listen.actions.complaints_intake import receive_complaint, report_problem
from kaogong.listen.actions.complaints_leads import (
    assign_leads,
    check_lead,
    close_lead,
    decide_involved,
    drop_lead,
    file_lead,
    form_team,
    name_involved,
    open_lead,
    sanction_lead,
)
from kaogong.listen.actions.complaints_promises import (
    end_contact,
    pay_compensation,
    propose_compensation,
    publish_promise,
    set_contact,
    set_promise,
    settle_compensation,
)
from kaogong.listen.actions.complaints_watch import chase_complaints
from kaogong.listen.models import CasePaper, Chase, Compensation, Complaint, Handling, Lead
from kaogong.listen.queries.complaints_counted import funnel, month_sheet
from kaogong.listen.queries.complaints_desk import waiting
from kaogong.listen.reports import case_paper
from kaogong.org.models import Supervisor
from kaogong.org.models.powers import Power
from listen.complaints import (
    BEGIN,
    WHO,
    answerer,
    bureau,
    carry,
    complain,
    evidence_here,
    first_of_september,
    found_unit,
    handler,
    inspector,
    open_account,
    outsider,
    second,
    turn,
)

__all__ = [
    "answerer", "bureau", "carry", "complain", "evidence_here", "first_of_september", "found_unit", "handler", "inspector",
    "open_account", "outsider", "second", "turn",
]  # fmt: skip
BOOKS = Path(kaogong.__file__).parent / "rulebooks"
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture
def report(db):
    """A lead."""

    def make(number=1, **given):
        return open_lead(by=None, title=f"线索{number}", words="反映违规收受礼金。", source="群众举报", **given)

    return make


# --- leads ----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("QH-11")
def test_32_reported_30_checked_17_filed(report, inspector):
    leads = [report(number) for number in range(32)]
    with pytest.raises(Refused):
        file_lead(by=inspector, lead=leads[0])
    for one in leads[:30]:
        check_lead(by=inspector, lead=one)
    for one in leads[:17]:
        file_lead(by=inspector, lead=one)
        name_involved(by=inspector, lead=one, name="甲某")
        decide_involved(by=inspector, involved=one.involved.get(), outcome="discipline", words="党内警告")
        close_lead(by=inspector, lead=one, conclusion="违纪事实清楚。")
        sanction_lead(by=inspector, lead=one)
    for one in leads[17:20]:
        drop_lead(by=inspector, lead=one, conclusion="查无实据。")
    found = [(one.name, one.number, one.share.words) for one in funnel(Lead.objects.all())]
    assert found == [
        ("受理举报", 32, "—"),
        ("初核", 30, "93.8%"),
        ("立案", 17, "56.7%"),
        ("结案", 17, "100.0%"),
        ("处分", 17, "100.0%"),
    ]


@pytest.mark.clause("QH-12")
def test_32_leads_are_sorted_by_3_teams_within_a_week(report, inspector, open_account, turn):
    week = (dt.date(2026, 9, 1), dt.date(2026, 9, 20))
    teams = [
        form_team(by=inspector, name=f"第{n}办案工作组", since=week[0], until=week[1], members=[open_account().person])
        for n in range(1, 4)
    ]
    leads = [report(number) for number in range(32)]
    for number, team in enumerate(teams):
        assign_leads(by=inspector, leads=leads[number:30:3], team=team)
    assert [team.leads.count() for team in teams] == [10, 10, 10]
    assert Lead.objects.filter(team__isnull=True).count() == 2
    turn("2026-09-07")
    assert chase_complaints(by=None)["unsorted"] == 0
    turn("2026-09-08")
    assert chase_complaints(by=None)["unsorted"] == 2
    line = next(one for one in waiting(inspector) if one.title == "案件线索")
    assert "2 条待分组，其中 2 条超过分组期限" in line.about
    assign_leads(by=inspector, leads=leads, team=teams[0])
    assert chase_complaints(by=None)["unsorted"] == 0
    assert Lead.objects.filter(team=teams[0]).count() == 32
    turn("2026-09-20")
    with pytest.raises(Refused):
        assign_leads(by=inspector, leads=leads[:1], team=teams[1])


def test_a_team_keeps_away_from_the_own_unit(report, inspector, open_account, bureau):
    member = open_account(post=bureau)
    team = form_team(by=inspector, name="一组", since=BEGIN, until=dt.date(2027, 1, 1), members=[member.person])
    with pytest.raises(Refused):
        assign_leads(by=inspector, leads=[report(unit=bureau)], team=team)
    with pytest.raises(Denied):
        check_lead(by=open_account(Power.DISCIPLINE, post=bureau), lead=report(unit=bureau))


@pytest.mark.clause("XJ-20")
def test_a_case_of_14_people_is_closed_once_of_each_something_is_decided(report, inspector, bureau):
    lead = report(unit=bureau)
    check_lead(by=inspector, lead=lead)
    file_lead(by=inspector, lead=lead)
    people = [name_involved(by=inspector, lead=lead, name=f"某{n}") for n in range(14)]
    for number, one in enumerate(people[:13]):
        outcome = "transfer" if number < 7 else "advice" if number < 10 else "discipline"
        decide_involved(by=inspector, involved=one, outcome=outcome, words="行政记过")
    with pytest.raises(Refused, match="还有 1 人没有处理决定"):
        close_lead(by=inspector, lead=lead, conclusion="涉嫌犯罪。", judicial="市人民检察院")
    assert CasePaper.objects.count() == 0
    decide_involved(by=inspector, involved=people[13], outcome="none")
    with pytest.raises(Refused) as refused:
        close_lead(by=inspector, lead=lead, conclusion="涉嫌犯罪。")
    assert refused.value.field == "judicial"
    close_lead(by=inspector, lead=lead, conclusion="涉嫌犯罪。", judicial="市人民检察院")
    slips = CasePaper.objects.filter(kind="transfer")
    assert slips.count() == 7
    assert [one.number for one in slips][::6] == ["移送〔2026〕1号", "移送〔2026〕7号"]
    assert {one.to for one in slips} == {"市人民检察院"}
    assert CasePaper.objects.filter(kind="advice").count() == 3
    text = "\n".join(one.text for one in Document(io.BytesIO(case_paper.write(slips[0]))).paragraphs)
    for words in ("移送书", "移送〔2026〕1号", "市人民检察院", "某0", "行政记过"):
        assert words in text, words
    sanction_lead(by=inspector, lead=lead)
    assert Lead.objects.get().state == "sanctioned"


def test_a_lead_from_a_complaint_says_nothing_of_who_complained(complain, carry, handler):
    made = carry(complain(who=WHO).complaint, "closed")
    with pytest.raises(Refused):
        open_lead(by=handler, title="窗口收费", words="周明远反映收费不开票。", source="效能投诉", complaint=made)
    open_lead(by=handler, title="窗口收费", words="收费不开票。", source="效能投诉", complaint=made)
    told = str(list(Lead.objects.values())) + str(list(Event.objects.values("new", "old", "reason")))
    assert not any(words in told for words in WHO.values())
    assert Lead.objects.get().unit == made.unit


# --- promises -------------------------------------------------------------------------------------------------------


@pytest.mark.clause("HB-12")
def test_a_promise_has_a_supervising_body_and_a_hotline(bureau, inspector, handler):
    given = {"by": inspector, "unit": bureau, "title": "三日办结", "words": "材料齐全，三个工作日办结。"}
    made = set_promise(code="CN-1", watcher="市效能办", **given)
    with pytest.raises(Refused) as refused:
        publish_promise(by=inspector, promise=made)
    assert refused.value.field == "hotline"
    set_promise(code="CN-1", hotline="0000-1234567", **given)
    with pytest.raises(Refused) as refused:
        publish_promise(by=inspector, promise=made)
    assert refused.value.field == "watcher"
    set_promise(code="CN-1", watcher="市效能办", hotline="0000-1234567", **given)
    made = publish_promise(by=inspector, promise=made)
    receive_complaint(by=handler, channel="phone", about="", title="超过三日", words="交件十天没有消息。", promise=made)
    held = Complaint.objects.get()
    assert (held.promise, held.unit, held.topic) == (made, bureau, "promise")
    assert list(made.complaints.all()) == [held]
    with pytest.raises(Refused):
        set_promise(code="CN-1", **given)


def test_a_broken_promise_is_made_good(bureau, inspector, handler, second, complain, carry):
    given = {"unit": bureau, "title": "三日办结", "words": "三日", "watcher": "市效能办", "hotline": "0000-1234567"}
    promise = publish_promise(by=inspector, promise=set_promise(by=inspector, code="CN-1", **given))
    made = complain(promise=promise).complaint
    money = {"form": "payment", "words": "按承诺赔偿", "amount": Decimal(200)}
    with pytest.raises(Refused):
        propose_compensation(by=handler, complaint=made, **money)
    made = carry(made, "closed")
    with pytest.raises(Refused) as refused:
        propose_compensation(by=handler, complaint=made, **money | {"amount": None})
    assert refused.value.field == "amount"
    held = propose_compensation(by=handler, complaint=made, **money)
    with pytest.raises(Denied):
        settle_compensation(by=handler, compensation=held, verb="approve_compensation")
    with pytest.raises(Refused):
        pay_compensation(by=second, compensation=held)
    settle_compensation(by=second, compensation=held, verb="approve_compensation")
    pay_compensation(by=handler, compensation=held)
    held = Compensation.objects.get()
    assert (held.state, held.paid_on, held.amount) == ("paid", dt.date(2026, 9, 1), Decimal(200))
    with pytest.raises(Refused):
        propose_compensation(by=handler, complaint=carry(complain().complaint, "closed"), **money)


# --- key enterprises ------------------------------------------------------------------------------------------------


@pytest.mark.clause("YL-34")
def test_a_c_supervisor_reports_for_an_enterprise_on_a_fast_lane(open_account, inspector, bureau, answerer, turn):
    first = open_account(Power.SUPERVISOR)
    given = {"source": "企业", "since": BEGIN}
    b_class = Supervisor.objects.create(person=open_account().person, pool="B", **given)
    mine = Supervisor.objects.create(person=first.person, pool="C", **given)
    with pytest.raises(Refused):
        set_contact(by=inspector, name="某机械厂", supervisor=b_class)
    contact = set_contact(by=inspector, name="某机械厂", supervisor=mine, since=dt.date(2026, 8, 1))
    problem = {"contact": contact, "title": "施工许可迟迟不批", "words": "交件一个月没有结果。", "unit": bureau}
    with pytest.raises(Denied):
        report_problem(by=open_account(Power.SUPERVISOR), **problem)
    with pytest.raises(Refused) as refused:
        report_problem(by=first, days=6, **problem)
    assert refused.value.field == "days"
    report_problem(by=first, **problem)
    task = Handling.objects.get()
    assert (task.unit, task.days, task.fast, task.due_on) == (bureau, 5, True, dt.date(2026, 9, 8))
    (line,) = waiting(answerer)
    assert (line.title, line.due) == ("答复投诉（绿色通道）", dt.date(2026, 9, 8))
    turn("2026-09-09")
    assert chase_complaints(by=None)["late"] == 1
    assert Chase.objects.get().step == "late"
    end_contact(by=inspector, contact=contact)
    with pytest.raises(Denied):
        report_problem(by=first, **problem)


# --- the score ------------------------------------------------------------------------------------------------------


def rows(tables, name):
    return tables[name].to_pylist() if name in tables else []


@pytest.mark.clause("WH-32")
def test_five_complaints_two_upheld_stand_in_the_monthly_sheet_with_links(complain, carry, bureau, turn):
    from kaogong.approvals.actions import draft_month, register_body

    register_body(by=None, unit=bureau, kind="statutory", since=BEGIN)
    upheld = [carry(complain(title=f"属实{n}").complaint, "closed") for n in range(2)]
    for number in range(3):
        carry(complain(title=f"不实{number}").complaint, "closed", verdict="unfounded")
    carry(complain(title="别的事由").complaint, "closed", topic="attitude")
    (line,) = month_sheet(dt.date(2026, 9, 1), dt.date(2026, 9, 30), "approval")
    assert (line["received"], line["upheld"], line["unfounded"]) == (5, upheld, 3)
    turn("2026-09-30")
    month = draft_month(by=None, period="2026-09")
    (body,) = month.content["bodies"]
    part = next(one for one in body["parts"] if one["key"] == "complaints")
    assert (part["recorded"], part["score"]) == (2, None)
    assert [one["url"] for one in body["rests"]] == [f"/listen/complaints/{one.pk}/" for one in upheld]
    assert [one["about"] for one in body["rests"]] == [one.number for one in upheld]
    book = load(BOOKS / "wh_approvals")
    assert [one["kind"] for one in rows(facts.tables(book, *YEAR), "events")] == ["upheld", "upheld"]


def test_a_confirmed_complaint_takes_a_mark_by_the_region_rulebook_and_an_unconfirmed_none(complain, carry, bureau):
    book = load(BOOKS / "xj_region")
    for number in range(5):
        carry(complain(title=f"未确认{number}").complaint, "reviewed")
    assert facts.tables(book, *YEAR) == {}
    carry(complain(title="属实").complaint, "closed")
    (event,) = rows(facts.tables(book, *YEAR), "events")
    assert (event["ledger"], event["kind"], event["subject"], event["supplier"]) == (
        "accountability", "complaint", bureau.code, "效能投诉中心",
    )  # fmt: skip
    given = {key: value for key, value in event.items() if value is not None}
    known = next(iter(book.classes))
    built = Facts.from_rows(book, subjects=[{"subject": bureau.code, "class": known}], events=[given])
    run = score(book, built, "2026")
    run.close()


def test_the_prefecture_counts_what_was_answered_in_time(complain, carry, bureau, found_unit, turn):
    calm = found_unit("别的局")
    book = load(BOOKS / "yl_prefecture")
    carry(complain(title="按时").complaint, "replied")
    carry(complain(title="逾期").complaint, "handling")
    turn("2026-10-30")
    found = {(one["subject"], one["fact"]): one["value"] for one in rows(facts.tables(book, *YEAR), "facts")}
    assert found == {
        (bureau.code, "transferred"): "2", (bureau.code, "completed"): "1", (calm.code, "transferred"): "0", (calm.code, "completed"): "0",
    }  # fmt: skip
