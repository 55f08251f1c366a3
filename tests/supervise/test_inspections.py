"""Inspections: planned with method, content and procedure, entered on the spot, counted by method, week and quarter."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.approvals import actions as approvals
from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.monitor.models import Report
from kaogong.plan.models import Cycle, Indicator, Target
from kaogong.supervise.actions import findings, inspections, inspections_online
from kaogong.supervise.actions.inspections_entries import unaltered
from kaogong.supervise.models import CheckItem, Finding, PatrolList, Rectification, VisitEntry
from kaogong.supervise.queries import findings as following
from kaogong.supervise.queries import inspections as reading
from supervise.visits import *  # noqa: F403 - the fixtures
from supervise.visits import BEGIN, DAY, PDF, at

pytestmark = pytest.mark.django_db
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture
def cycle(make_unit):
    organiser = make_unit("市绩效办")
    given = {"year": 2026, "title": "2026年度", "since": YEAR[0], "until": YEAR[1], "organiser": organiser}
    return Cycle.objects.create(**given)


@pytest.fixture
def targets(cycle, unit):
    """So many indicators of the unit, each with a target."""

    def make(number, value=Decimal(100)):
        found = []
        for one in range(number):
            indicator = Indicator.objects.create(cycle=cycle, name=f"指标{one + 1}", place=one)
            found.append(Target.objects.create(cycle=cycle, indicator=indicator, unit=unit, period="2026", value=value))
        return found

    return make


@pytest.mark.clause("SD-25")
def test_without_content_it_is_refused_with_all_three_it_is_numbered(inspector):
    held = inspections.plan_inspection(by=inspector, title="年度监督检查", kind="oversight", since=DAY, until=DAY)
    with pytest.raises(Refused, match="还缺内容"):
        inspections.schedule_inspection(
            by=inspector, inspection=held, method="书面和实地", procedure="通知、检查、反馈"
        )
    words = {"method": "书面和实地", "content": "登记事项", "procedure": "通知、检查、反馈"}
    held = inspections.schedule_inspection(by=inspector, inspection=held, **words)
    assert (held.number, held.state) == ("JC-2026-0001", "scheduled")


@pytest.mark.clause("SD-16")
def test_an_application_with_a_mismatch_waits_for_one_verification_with_a_conclusion(begun, inspector, enter, unit):
    row = {"unit": unit, "name": "变更 2026-18", "trigger": "change", "problem": "住所与实际地址不符"}
    _held, (visit,) = begun(row, kind="registry", subject="application")
    assert "不能批准" in reading.blocked("变更 2026-18")
    with pytest.raises(Refused, match="不能批准"):
        inspections.release_application(by=inspector, visit=visit)
    enter(visit, words="到现场，门牌不符。")
    assert reading.blocked("变更 2026-18")
    enter(visit, "k2", words="现场办公，租赁合同齐全。", conclusion="实际地址与申请一致")
    assert reading.blocked("变更 2026-18") == ""
    visit.refresh_from_db()
    assert inspections.release_application(by=inspector, visit=visit).released_on == DAY


@pytest.mark.clause("WH-31")
def test_an_empty_counter_at_1015_counts_only_when_dealt_with(find, colleague, liaison):
    with pytest.raises(Refused, match="窗口"):
        find(channel="video", found_at=at(10, 15), place="政务大厅")
    made = find(channel="video", found_at=at(10, 15), place="政务大厅", window="3 号", category="attendance")
    assert (made.found_at, made.place, made.window) == (at(10, 15), "政务大厅", "3 号")
    assert following.uncorrected(*YEAR)[0] == 0
    findings.answer_finding(by=liaison, finding=made, answer="属实")
    made = findings.confirm_finding(by=colleague, finding=made)
    assert made.get_state_display() == "已查处"
    assert following.uncorrected(*YEAR)[0] == 1


@pytest.mark.clause("XM-21")
def test_14_of_15_scored_keeps_the_round_open_and_the_own_division_is_recused(
    make_inspection, inspector, cycle, targets, unit, enter, make_person, make_account
):
    targets(15)
    held = make_inspection("indicator")
    visits = inspections_online.list_all_indicators(by=inspector, inspection=held, unit=unit, cycle=cycle)
    assert len(visits) == 15
    own, other = make_person(unit), make_person()
    with pytest.raises(Refused, match="回避"):
        inspections.name_inspector(by=inspector, inspection=held, person=own)
    inspections.name_inspector(by=inspector, inspection=held, person=other)
    held = inspections.begin_inspection(by=inspector, inspection=held)
    member = make_account(person=other)
    with pytest.raises(Refused, match="打分"):
        enter(visits[0], by=member)
    for number, visit in enumerate(visits[:14]):
        enter(visit, f"k{number}", by=member, score=Decimal("4.5"))
    with pytest.raises(Refused, match="还有 1 项没有现场打分"):
        inspections.close_inspection(by=inspector, inspection=held)
    with pytest.raises(Denied, match="回避"):
        enter(visits[14], "k14", by=make_account("discipline", person=own), score=Decimal(5))
    enter(visits[14], "k14", by=member, score=Decimal(5))
    assert inspections.close_inspection(by=inspector, inspection=held).state == "closed"


@pytest.mark.clause("XM-49")
def test_2_missing_clicks_and_3_overdue_items_are_5_rows_and_a_day_without_a_list_is_missed(
    inspector, unit, on, settings
):
    approvals.count_days(by=None, first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31))
    body = approvals.register_body(by=None, unit=unit, kind="statutory", since=BEGIN)
    approvals.set_item(
        by=None, body=body, code="A1", since=BEGIN, name="许可", basis="某法", statutory_days=20, promised_days=5
    )
    source = approvals.add_source(by=None, code="hall", name="大厅")
    from kaogong.approvals.queries.columns import COLUMNS

    lines = [
        (n, [{"number": f"e{n}", "case": f"K{n}", "verb": "accept", "at": "2026-04-01 09:00", "item": "A1"}.get(c, "") for c in COLUMNS])
        for n in range(1, 4)
    ]  # fmt: skip
    approvals.take(by=None, source=source, lines=lines, way="api", name="t")
    approvals.add_rule(
        by=None, name="超期", trigger="past", colour="red", share=Decimal(100), since=dt.date(2026, 1, 1)
    )
    approvals.issue_cards(by=None)
    listed = inspections_online.patrol_day(by=inspector, absences=[("P1", "上午缺一次点击"), ("P2", "下午缺一次点击")])
    assert len(listed.rows) == 5
    assert [one["kind"] for one in listed.rows] == ["attendance"] * 2 + ["overdue"] * 3
    with pytest.raises(Refused, match="已经有了"):
        inspections_online.patrol_day(by=inspector, absences=[])
    assert inspections_online.tell_patrol(by=inspector, listed=listed).told_on == DAY
    assert reading.missed_patrols(DAY, DAY + dt.timedelta(days=1)) == []
    on(DAY + dt.timedelta(days=2))
    assert reading.missed_patrols(DAY, DAY + dt.timedelta(days=2)) == [dt.date(2026, 5, 12)]
    assert PatrolList.objects.count() == 1


@pytest.mark.clause("XM-50")
def test_a_week_with_1_check_is_short_by_1_with_2_it_is_met(begun, enter, unit):
    _held, (first,) = begun({"unit": unit}, kind="presence")
    enter(first, words="在岗 12 人，公示齐全。")
    assert reading.weeks(DAY, DAY) == [(DAY, 1, 1)]
    enter(first, "k2", at=at(8), method="covert")
    assert reading.weeks(DAY, DAY) == [(DAY, 1, 1)]
    _held, (second,) = begun({"unit": unit}, kind="presence", title="第二次")
    enter(second, "k3")
    assert reading.weeks(DAY, DAY) == [(DAY, 2, 0)]


@pytest.mark.clause("XJ-07")
def test_of_30_indicators_2_secret_and_1_unproven_make_3_tasks(
    make_inspection, inspector, targets, cycle, unit, enter, photo
):
    some = targets(30)
    for one, why in zip(some, ("secret", "secret", "unproven"), strict=False):
        inspections_online.mark_indicator(by=inspector, indicator=one.indicator, why=why)
    held = make_inspection("indicator")
    made = inspections_online.list_marked(by=inspector, inspection=held, unit=unit, cycle=cycle)
    assert len(made) == 3
    assert sorted(one.secret for one in made) == [False, True, True]
    inspections.begin_inspection(by=inspector, inspection=held)
    secret, proven = next(one for one in made if one.secret), next(one for one in made if not one.secret)
    with pytest.raises(Refused, match="不收附件"):
        enter(secret, photos=[photo()], score=Decimal(4))
    assert enter(secret, score=Decimal(4)).photos.count() == 0
    assert enter(proven, "k2", photos=[photo()], score=Decimal(4)).photos.count() == 1


@pytest.mark.clause("XJ-11")
def test_a_quarter_without_a_concentrated_round_was_missed_and_a_finding_without_rectification_is_open(
    make_inspection, begun, inspector, enter, unit, confirmed, on
):
    _held, (visit,) = begun({"unit": unit}, kind="concentrated", since=dt.date(2026, 1, 5), until=dt.date(2026, 1, 9))
    enter(visit)
    inspections.close_inspection(by=inspector, inspection=visit.inspection)
    assert reading.quarters(2026, DAY) == [(1, "done"), (2, "open"), (3, "open"), (4, "open")]
    on(dt.date(2026, 7, 1))
    assert reading.quarters(2026, dt.date(2026, 7, 1))[:2] == [(1, "done"), (2, "missed")]
    on(DAY)
    held = Rectification.objects.get(finding=confirmed(inspection=visit.inspection))
    assert held.state == "ordered"


@pytest.mark.clause("XJ-12")
def test_80_reported_65_found_is_a_gap_of_15_and_a_project_without_a_feed_is_listed(begun, enter, unit, make_unit):
    lead = make_unit("市住建局")
    rows = ({"unit": lead, "name": "棚户区改造一期", "reported": Decimal(80)},)
    other = {"unit": unit, "name": "安居富民二期", "fed": False}
    held, (visit, _other) = begun(*rows, other, kind="livelihood", subject="project")
    enter(visit, value=Decimal(65))
    assert reading.gap(visit) == 15
    told = Finding.objects.get(unit=lead)
    assert (told.category, told.number in Event.objects.latest("number").new["findings"]) == ("mismatch", True)
    assert Event.objects.latest("number").unit == lead.code
    assert "相差 15" in told.words
    assert [one.name for one in reading.unfed(held)] == ["安居富民二期"]


def test_a_livelihood_project_is_of_a_kind_that_is_named(make_inspection, inspector, unit):
    with pytest.raises(Refused, match="民生工程"):
        inspections.add_visits(
            by=inspector,
            inspection=make_inspection("livelihood"),
            rows=[{"unit": unit, "name": "广场"}],
            subject="project",
        )


@pytest.mark.clause("YL-10")
def test_12_reported_10_found_is_a_finding_with_evidence_and_a_deduction(begun, enter, unit, photo, inspector):
    inspections.add_check_item(by=inspector, category="mismatch", name="上报与核实不符", unit_points=Decimal(1))
    row = {"unit": unit, "name": "投诉件转办完成情况", "reported": Decimal(12)}
    _held, (visit,) = begun(row, kind="covert", subject="item")
    enter(visit, value=Decimal(10), photos=[photo()], method="covert")
    made = Finding.objects.get()
    assert (made.category, made.unit_points, made.proofs.count(), made.channel) == ("mismatch", 1, 1, "covert")
    assert "上报 12，现场核实 10" in made.words


@pytest.mark.clause("YL-11")
def test_a_unit_is_not_verified_on_industry_and_a_county_with_5_of_6_items_is_warned_of(
    make_inspection, make_unit, inspector, unit
):
    held = make_inspection("indicator")
    with pytest.raises(Refused, match="工业增加值"):
        inspections.add_visits(
            by=inspector, inspection=held, rows=[{"unit": unit, "name": "工业增加值"}], subject="item"
        )
    inspections.add_visits(
        by=inspector, inspection=held, rows=[{"unit": unit, "name": "投诉件转办完成情况"}], subject="item"
    )
    county = make_unit("某县", level="county")
    names = ("工业增加值", "农业增加值", "固定资产投资完成额", "农牧民人均纯收入", "投诉件转办完成情况")
    rows = [{"unit": county, "name": name} for name in names]
    inspections.add_visits(by=inspector, inspection=held, rows=rows, subject="item")
    assert reading.lacking_items(held) == {county.pk: ["推进工业化进程"]}


@pytest.mark.clause("LB-29")
def test_a_covert_visit_with_2_photos_on_5_may_is_noticed_by_8_may_or_overdue(begun, enter, unit, photo, inspector, on):
    on(dt.date(2026, 5, 5))
    item = inspections.add_check_item(by=inspector, category="presence", name="窗口空岗")
    _held, (visit,) = begun({"unit": unit}, kind="covert")
    fault = {"item": item, "words": "3 号窗口空岗"}
    entry = enter(
        visit,
        at=at(day=dt.date(2026, 5, 5)),
        method="covert",
        photos=[photo(), photo("二.pdf", PDF)],
        faults=[fault],
    )
    made = Finding.objects.get()
    assert (entry.photos.count(), made.proofs.count(), made.notice_due) == (2, 2, dt.date(2026, 5, 8))
    assert not following.unnoticed(dt.date(2026, 5, 8)).exists()
    assert list(following.unnoticed(dt.date(2026, 5, 9))) == [made]
    on(dt.date(2026, 5, 8))
    findings.feed_back(by=inspector, finding=made)
    assert not following.unnoticed(dt.date(2026, 5, 9)).exists()


@pytest.mark.clause("JQ-18")
def test_of_50_files_4_with_wrong_citations_and_2_with_gaps_are_6_and_12_per_cent(begun, enter, unit, make_unit):
    other = make_unit("第二执法队")
    rows = [{"unit": unit if n < 25 else other, "name": f"案卷{n + 1}"} for n in range(50)]
    held, visits = begun(*rows, kind="files", subject="file")
    bad = {key: ["citation"] for key in range(4)} | {30: ["procedure"], 31: ["procedure"]}
    for number, visit in enumerate(visits):
        enter(visit, f"k{number}", method="papers", words="已阅", defects=bad.get(number, []))
    found = reading.defects(held)
    assert (found.files, found.bad, found.share) == (50, 6, Decimal("12.0"))
    assert found.kinds == {"procedure": 2, "citation": 4}
    assert found.units == {unit.code: (25, 4), other.code: (25, 2)}
    assert Finding.objects.filter(channel="files", violation=True).count() == 6


@pytest.mark.clause("CX-06")
def test_24_by_papers_and_6_on_site_are_20_per_cent_and_hearing_alone_is_weak(
    begun, enter, unit, make_inspection, inspector, targets, cycle
):
    _held, visits = begun(*({"unit": unit, "name": f"窗口{n}"} for n in range(30)), subject="window")
    for number, visit in enumerate(visits):
        enter(visit, f"k{number}", method="papers" if number < 24 else "site")
    found = reading.methods(DAY, DAY)
    assert (found.whole, found.field, found.share, found.short, found.weak) == (30, 6, Decimal("20.0"), True, [])
    assert found.counts == {"papers": 24, "site": 6}
    targets(2)
    held = make_inspection("indicator")
    weak, sound = inspections_online.list_all_indicators(by=inspector, inspection=held, unit=unit, cycle=cycle)
    inspections.begin_inspection(by=inspector, inspection=held)
    for number, (visit, method) in enumerate(((weak, "hearing"), (sound, "hearing"), (sound, "papers"))):
        enter(visit, f"h{number}", method=method, score=Decimal(4))
    assert reading.methods(DAY, DAY).weak == [weak]


@pytest.mark.clause("CX-26")
def test_100_claimed_against_71_verified_goes_to_the_spot_before_scoring(
    make_inspection, inspector, targets, cycle, unit, on
):
    jump, calm = targets(2, Decimal(200))
    for one, november, december in ((jump, 142, 200), (calm, 180, 200)):
        Report.objects.create(cycle=cycle, unit=unit, target=one, period="2026-11", value=november, state="verified")
        Report.objects.create(cycle=cycle, unit=unit, target=one, period="2026-12", value=december, state="submitted")
    (found,) = reading.jumps(cycle)
    assert (found.target, found.claimed, found.process, found.period, found.points) == (jump, 100, 71, "2026-11", 29)
    held = make_inspection("indicator")
    (visit,) = inspections_online.list_jumps(by=inspector, inspection=held, cycle=cycle)
    assert (visit.reported, visit.state, "高出 29" in visit.problem) == (100, "waiting", True)


@pytest.mark.clause("DX-14")
def test_all_30_checked_6_in_depth_and_12_points_apart_is_reviewed(begun, enter, make_unit, inspector, targets):
    (goal,) = targets(1)
    units = [make_unit() for _n in range(30)]
    held, visits = begun(
        *({"unit": one, "reported": Decimal(90), "target": goal} for one in units), kind="spot", round="whole"
    )
    deep = [{"unit": one, "deep": True} for one in units[:6]]
    inspections.add_visits(by=inspector, inspection=held, rows=deep)
    for number, visit in enumerate(visits):
        enter(visit, f"k{number}", value=Decimal(78) if number == 0 else Decimal(85))
    found = reading.coverage(held)
    assert (found.whole, found.checked, found.share) == (30, 30, Decimal("100.0"))
    assert (found.deep, found.deep_share) == (6, Decimal("20.0"))
    assert found.review == [visits[0]]
    assert reading.gap(visits[0]) == 12
    assert {one.target for one in held.visits.all()} == {goal}


def test_an_entry_is_sealed_and_taken_once(begun, enter, unit, photo):
    _held, (visit,) = begun({"unit": unit})
    one = enter(visit, photos=[photo()], spot="43.8,87.6")
    before = Event.objects.count()
    assert enter(visit, photos=[photo()], spot="43.8,87.6") == one
    assert (VisitEntry.objects.count(), Event.objects.filter(verb="enter_visit").count()) == (1, 1)
    assert Event.objects.count() <= before + 1
    held = VisitEntry.objects.get()
    assert unaltered(held)
    VisitEntry.objects.update(place="别处")
    assert not unaltered(VisitEntry.objects.get())


def test_who_may_not_enter_and_when(begun, enter, unit, stranger, inspector, make_inspection):
    held, (visit,) = begun({"unit": unit})
    with pytest.raises(Denied):
        enter(visit, by=stranger)
    with pytest.raises(Refused, match="今天之后"):
        enter(visit, at=at(day=DAY + dt.timedelta(days=1)))
    with pytest.raises(Refused, match="待检查"):
        inspections.close_inspection(by=inspector, inspection=held)
    inspections.skip_visit(by=inspector, visit=visit, reason="当日停水停业")
    inspections.close_inspection(by=inspector, inspection=held)
    with pytest.raises(Refused, match="不在进行中"):
        enter(visit)


def test_items_cost_the_unit_and_the_person(begun, enter, unit, make_person, inspector, stranger):
    with pytest.raises(Denied):
        inspections.add_check_item(by=stranger, category="presence", name="空岗")
    item = inspections.add_check_item(
        by=inspector, category="presence", name="空岗", unit_points=Decimal("0.5"), person_points=Decimal("0.25")
    )
    _held, (visit,) = begun({"unit": unit})
    who = make_person(unit)
    enter(visit, faults=[{"item": item, "person": who}])
    made = Finding.objects.get()
    assert (made.unit_points, made.person_points, made.person) == (Decimal("0.5"), Decimal("0.25"), who)
    inspections.end_check_item(by=inspector, item=item, until=DAY + dt.timedelta(days=1))
    assert CheckItem.objects.get().until == DAY + dt.timedelta(days=1)


def test_a_plan_can_be_dropped_with_a_reason(make_inspection, inspector, stranger):
    held = make_inspection()
    with pytest.raises(Denied):
        inspections.drop_inspection(by=stranger, inspection=held, reason="不办了")
    before = Event.objects.count()
    assert inspections.drop_inspection(by=inspector, inspection=held, reason="与巡察重复").state == "dropped"
    assert Event.objects.count() == before + 1
    with pytest.raises(Refused, match="不能这样办"):
        inspections.schedule_inspection(by=inspector, inspection=held)
