"""Those who assess answer for it: up the line, for what they did, and after they were heard; complaints and promises count."""

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

import kaogong
from kaogong.assess import actions
from kaogong.assess.facts.rounds import facts
from kaogong.assess.models import Mark
from kaogong.assess.queries.derivation import derivation, explained, parts_of
from kaogong.assess.queries.figures import passed, total
from kaogong.assess.queries.liability import chains
from kaogong.assess.queries.yearend import standings
from kaogong.audit.actions import Refused
from kaogong.listen.actions.complaints_intake import reopen_complaint
from kaogong.listen.models import Complaint, Handler
from kaogong.listen.models import Rating as Word
from kaogong.org import actions as register
from kaogong.org.models import Portfolio
from kaogong.org.models.powers import Power
from kaogong.plan import actions as planning
from kaogong.plan.queries import Wanted

pytestmark = pytest.mark.usefixtures("november")
BOOKS = Path(kaogong.__file__).parent / "rulebooks"
BEGIN = dt.date(2020, 1, 1)
DAY = dt.date(2026, 11, 17)


# --- joint liability ------------------------------------------------------------------------------------------------


@pytest.fixture
def line(make_unit, make_person, city):
    """A clerk of a section, its head, and the leader above both."""
    top = make_unit("县局", parent=city, appraisal_class="局")
    section = make_unit("执法股", parent=top, appraisal_class="股")
    leader, head = make_person("分管领导", top, "deputy"), make_person("股长", section, "chief")
    clerk = make_person("办事员", section, "staff")
    Portfolio.objects.create(leader=leader, unit=section, kind="manages", since=BEGIN)
    return section, leader, head, clerk


@pytest.fixture
def bureau_book(adopt, tmp_path):
    """The shipped rulebook of the bureau, with a reading of how far up liability goes."""

    def make(cascade):
        folder = tmp_path / f"qw-{cascade}"
        shutil.copytree(BOOKS / "qw_bureau", folder)
        text = (folder / "rulebook.yaml").read_text("utf-8")
        (folder / "rulebook.yaml").write_text(text.replace("chosen: one_tier", f"chosen: {cascade}"), "utf-8")
        return adopt(folder, {"局/deputy": "leader", "股/chief": "head", "股/staff": "staff"})

    return make


def caught(cycle, office, book, line):
    """A round in which a superior authority found eight points against the clerk, and everybody has 100."""
    section, leader, head, clerk = line
    adoption = cycle.adoptions.get(appraisal_class="股/staff")
    mark = {"code": "superior", "name": "上级考核", "full": Decimal(100)}
    mass = {"code": "mass", "name": "群众评议", "full": Decimal(100)}
    lost = {
        "code": "lost", "name": "上级查获违纪", "mode": "deduct", "each": Decimal(1), "ledger": "register",
        "event": "violation", "finder": "superior", "severity": "plain", "evidence": False,
    }  # fmt: skip
    one = actions.prepare_round(
        by=None, cycle=cycle, name="五月考核", kind="month", period="2026-05", opens=DAY, items=[mark, mass, lost], adoption=adoption,
        sources=[
            {"kind": "sheet", "name": "县局效能办", "who": "office", "items": {"superior": "superior", "mass": "mass"}},
            {"kind": "sheet", "name": "纪检监察室", "who": "office", "items": ["lost"]},
        ],
        entrants=[(section, clerk), (section, head), (section, leader)],
    )  # fmt: skip
    actions.open_round(by=None, one=one)
    for source in one.sources.all():
        for entrant in one.entrants.all():
            marks = {
                one.item_id: {"count": 8 if entrant.person == clerk else 0}
                if one.item.mode == "deduct"
                else {"score": Decimal(100)}
                for one in source.asked.select_related("item")
            }
            actions.submit_sheet(by=office, sheet=actions.score(by=office, source=source, entrant=entrant, marks=marks))
    actions.close_round(by=None, one=one)


@pytest.mark.clause("QW-15")
@pytest.mark.parametrize(("cascade", "above"), [("one_tier", 0), ("every_tier", -2)])
def test_responsibility_goes_up_tier_by_tier(cascade, above, cycle, office, bureau_book, line):
    book = bureau_book(cascade)
    caught(cycle, office, book, line)
    run = actions.perform_run(actions.ask_run(by=None, cycle=cycle, edition=book, upto="2026-11", queue=False))
    assert (run.state, run.failure) == ("done", "")
    held = {}
    for result in run.results.filter(period="2026"):
        for part in parts_of(explained(result).root):
            held[result.name, part.id, part.period] = part.value
    assert held["股长", "joint", "2026-05"] == -4
    assert (held["分管领导", "joint_above", "2026-05"] or 0) == above
    (chain,) = chains(run)
    assert (chain.name, chain.kind, chain.points) == ("办事员", "违纪", -8)
    assert [(one.name, one.points, one.counted) for one in chain.tiers] == [
        ("股长", -4, True),
        ("分管领导", -2, bool(above)),
    ]
    assert chains(run, "nobody") == []


# --- assessors -----------------------------------------------------------------------------------------------------


@pytest.fixture
def watcher(make_account):
    return make_account(Power.COMMITTEE)


def test_an_offence_counts_after_the_person_was_heard(cycle, office, bureau_book, line, watcher, denied, events):
    from kaogong.assess.facts.people import misconduct
    from kaogong.plan.queries import book_of

    _section, leader, head, _clerk = line
    book = book_of(bureau_book("one_tier"))
    finding = register.record_finding(by=None, words="改动打分记录", day=DAY, person=head, offence="concealment")
    register.confirm_finding(by=None, finding=finding, day=DAY)
    year = (cycle.since, cycle.until)
    assert misconduct(book, *year) == {}
    denied(actions.ask_hearing, finding=finding, person=head)
    with pytest.raises(Refused, match="被指考核人是 股长"):
        actions.ask_hearing(by=None, finding=finding, person=leader)
    hearing = actions.ask_hearing(by=None, finding=finding, person=head)
    with pytest.raises(Refused, match="已经通知"):
        actions.ask_hearing(by=None, finding=finding, person=head)
    assert misconduct(book, *year) == {}
    denied(actions.hear, hearing=hearing, words="没有改")
    with pytest.raises(Refused, match="请写明本人的陈述"):
        actions.hear(by=None, hearing=hearing, words=" ")
    events()
    actions.hear(by=None, hearing=hearing, words="是补录，不是改动。")
    assert events() == ["hear"]
    with pytest.raises(Refused, match="现在是“已听取”"):
        actions.waive_hearing(by=None, hearing=hearing, words="x")
    (row,) = misconduct(book, *year)["events"].to_pylist()
    assert (row["ledger"], row["subject"], row["kind"]) == ("misconduct", head.code, "concealment")
    concerned = actions.ask_hearing(by=None, finding=finding, person=leader, role="concerned")
    actions.waive_hearing(by=None, hearing=concerned, words="书面放弃")
    assert concerned.state == "declined"


# --- complaints ----------------------------------------------------------------------------------------------------

UPHELD = """\
kaogong: 1
id: heard
title: {zh: 投诉计分办法, en: Complaints}
issuer: {zh: 绩效管理办公室, en: Performance office}
edition: "2026"
effective: {from: 2026-01-01}
basis:
  measure: {name: 投诉计分办法, issuer: 绩效管理办公室, date: 2025-12-01}
subjects:
  classes:
    dept: {name: {zh: 部门, en: Department}, kind: unit}
events:
  accountability:
    name: 投诉和案件台账
    kinds: {complaint: 查实的投诉, case: 查结的案件}
sheets:
  - id: dept_year
    name: {zh: 部门年度考核, en: Department}
    for: {kind: unit, classes: [dept]}
    every: year
    full: 100
    basis: measure 第一条
    items:
      - {id: base, name: {zh: 基本分, en: Base}, full: 100, basis: measure 第二条, method: fixed, marks: full}
      - {id: heard, name: {zh: 投诉和案件扣分, en: Complaints}, role: deduction, basis: measure 第三条,
         method: events, ledger: accountability, mode: signed, marks: {complaint: -1, case: -3}}
"""


@pytest.mark.clause("XJ-21")
def test_upheld_complaints_cost_points_until_a_review_overturns_one(cycle, bureau, office, adopt, make_account, client):
    book = adopt(UPHELD, {"部门": "dept"})
    for number in ("TS-2026-0001", "TS-2026-0002"):
        Complaint.objects.create(
            number=number, channel="page", about="第一局", unit=bureau, title="办证未成", words="跑了三次", state="closed",
            received_on=DAY, accept_due=DAY, verdict="upheld", closed_on=DAY, answered_on=DAY, code="x", topic="approval",
        )  # fmt: skip
    first = actions.perform_run(actions.ask_run(by=None, cycle=cycle, edition=book, queue=False))
    assert (first.state, first.failure) == ("done", "")
    held = Mark.objects.get(result__run=first, item="heard")
    assert held.value == -2
    lines = [line for part in parts_of(derivation(held.result).told.root) for one in part.events for line in one.lines]
    assert [line.incident for line in lines] == ["TS-2026-0001", "TS-2026-0002"]
    handler = make_account(Power.DISCIPLINE)
    Handler.objects.create(account=handler, since=BEGIN)
    client.force_login(handler)
    page = client.get(f"/assess/scores/{held.result_id}/").content.decode()
    for one in Complaint.objects.all():
        assert f"/listen/complaints/{one.pk}/" in page
    client.force_login(office)
    assert "/listen/complaints/" not in client.get(f"/assess/scores/{held.result_id}/").content.decode()
    other = Complaint.objects.get(number="TS-2026-0002")
    Word.objects.create(complaint=other, turn=1, way="phone", satisfaction="dissatisfied", on=DAY)
    Complaint.objects.filter(pk=other.pk).update(reopened=0)
    reopen_complaint(by=None, complaint=other, reason="再查")
    Complaint.objects.filter(pk=other.pk).update(state="closed", verdict="unfounded", closed_on=DAY)
    again = actions.perform_run(actions.ask_run(by=None, cycle=cycle, edition=book, queue=False))
    assert Mark.objects.get(result__run=again, item="heard").value == -1
    assert Mark.objects.get(result__run=first, item="heard").value == -2


# --- promises ------------------------------------------------------------------------------------------------------


@pytest.mark.clause("HB-14")
def test_a_promise_is_kept_or_not_and_adds_nothing(office, make_round):
    promise = {
        "code": "days",
        "name": "受理时限",
        "mode": "pass",
        "standard": Decimal(5),
        "better": "low",
        "unit": "天",
    }
    work = {"code": "work", "name": "工作", "full": Decimal(100)}
    bare = make_round(
        [promise | {"standard": None}], [{"kind": "sheet", "name": "x", "who": "office"}], state="draft", kind="special"
    )
    with pytest.raises(Refused, match="合格评价，须先定标准"):
        actions.open_round(by=office, one=bare)
    one = make_round(
        [work, promise],
        [{"kind": "sheet", "name": "监督机构", "who": "office", "items": {"work": "", "days": "kept"}}],
        kind="special",
    )
    source, entrant = one.sources.get(), one.entrants.get()
    first, second = one.items.all()
    found = {}
    for days in ("6", "4"):
        marks = {first.pk: {"score": Decimal(90)}, second.pk: {"score": Decimal(days)}}
        sheet = actions.score(by=office, source=source, entrant=entrant, marks=marks)
        value = sheet.marks.get(item=second).score
        told = {mark.item_id: mark.score for mark in sheet.marks.all()}
        found[days] = (passed(second, value), total(one, entrant, told, [first, second]))
    assert found == {"6": (False, Decimal(90)), "4": (True, Decimal(90))}
    actions.submit_sheet(by=office, sheet=sheet)
    (row,) = [row for row in facts(one.cycle, trial=True).to_pylist() if row["fact"] == "kept"]
    assert row["value"] == "是"


# --- the year against its goals ------------------------------------------------------------------------------------


@pytest.mark.clause("DX-13")
def test_the_places_of_the_year_go_by_the_goals_of_its_start(cycle, bureau, town, office, decision, client, on):
    """320 wanted, 288 reached: 90 %. On 20 December 288 is asked for instead: both stand there, the place does not move."""
    before = {one.name: (one.place, one.percent) for one in standings(cycle)}
    assert before["第一局"] == (1, Decimal("95.00"))
    assert before["第二局"] == (2, Decimal("87.50"))
    assert before["第三局"][0] is None
    on(dt.date(2026, 12, 20))
    planning.set_chain(by=office, cycle=cycle, steps=[("绩效办审核", Power.OFFICE), ("决策机构批准", Power.DECISION)])
    cycle.targets.filter(unit=bureau).update(points=Decimal(50))
    target = cycle.targets.get(unit=bureau, indicator__item="roads")
    made = planning.ask_adjustment(
        by=None,
        cycle=cycle,
        unit=bureau,
        changes=[Wanted(target, value=Decimal(288))],
        reason="年底改小",
        on=dt.date(2026, 12, 20),
    )
    (goal,) = next(one for one in standings(cycle) if one.name == "第一局").changed
    assert (goal.start, goal.now, goal.waiting, goal.changed_on) == (320, 288, True, dt.date(2026, 12, 20))
    for step, by in zip(cycle.chain.order_by("place"), (office, decision), strict=True):
        planning.approve_adjustment(by=by, adjustment=made, step=step)
    target.refresh_from_db()
    assert target.value == 288
    after = {one.name: (one.place, one.percent) for one in standings(cycle)}
    assert after == before
    (goal,) = next(one for one in standings(cycle) if one.name == "第一局").changed
    assert (goal.start, goal.now, goal.waiting) == (320, 288, False)
    client.force_login(office)
    page = client.get("/assess/goals/").content.decode()
    assert "320" in page
    assert "288" in page
    assert "只按年初目标排名" in page
