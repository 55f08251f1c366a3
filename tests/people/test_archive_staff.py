"""The eight steps of staff appraisal, the lists of excellent people, and the annual form."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.org.views.deeds import offers
from kaogong.people.actions import archive_annual as annual
from kaogong.people.actions import archive_lists as lists
from kaogong.people.actions import archive_staff as staff
from kaogong.people.actions.archive import Told, file_result, write_results
from kaogong.people.actions.archive_schemes import adopt_scheme, draft_scheme
from kaogong.people.models import AnnualLine, ArchiveEntry, StaffBallot, StaffRound
from kaogong.people.queries.archive import excellent_quarters, result_of, results_of
from kaogong.people.queries.archive_staff import (
    absent_periods,
    annual_bar,
    equal_split,
    rotation,
    wanted_periods,
    why_not_payable,
)
from kaogong.people.states.archive_staff import STEPS
from kaogong.people.views.archive_staff_deeds import ROUND_DEEDS
from people.archives import *  # noqa: F403
from people.staffing import *  # noqa: F403

EIGHT = [
    "平时效能检查", "每月个人自评", "每季群众互评", "领导点评", "局效能办审核", "效能和行风建设领导小组审定", "优秀人员公示",
    "发放奖励金",
]  # fmt: skip


@pytest.mark.clause("XM-07")
def test_the_bonus_waits_for_the_end_of_the_publicity(quarter, carried, office, unit, on):
    assert list(STEPS.values()) == EIGHT
    seen = [quarter.get_state_display()]
    for step in [*STEPS][1:6]:
        carried(quarter, step)
        seen.append(quarter.get_state_display())
    assert seen == EIGHT[:6]
    with pytest.raises(Refused, match="还在“效能和行风建设领导小组审定”"):
        lists.record_staff_payment(by=office, held=quarter, reference="2026-07")
    assert why_not_payable(unit, "2026-Q2")
    carried(quarter, "publicity")
    with pytest.raises(Refused, match="优秀人员公示"):
        lists.record_staff_payment(by=office, held=quarter, reference="2026-07")
    with pytest.raises(Refused, match="公示到 2026-07-13 止"):
        lists.close_staff_publicity(by=office, held=quarter)
    carried(quarter, "payable")
    assert (quarter.get_state_display(), why_not_payable(unit, "2026-Q2")) == (EIGHT[7], "")
    lists.record_staff_payment(by=office, held=quarter, reference="2026-07")
    assert (quarter.state, quarter.payment) == ("paid", "2026-07")
    verbs = list(Event.objects.filter(subject=f"people.staffround:{quarter.pk}").values_list("verb", flat=True))
    assert [one for one in verbs if one in {"begin_selfs", "begin_peers", "begin_comments", "hand_in", "put_up"}] == [
        "begin_selfs", "begin_peers", "begin_comments", "hand_in", "put_up",
    ]  # fmt: skip


def test_scores_are_exact_and_filed_at_the_end(quarter, carried, crew, head, on):
    lines = list(quarter.lines.order_by("person__code"))
    staff.enter_check(by=head, line=lines[1], day=dt.date(2026, 5, 20), words="离岗未请假", points=Decimal("1.5"))
    carried(quarter, "payable")
    best, checked = (quarter.lines.get(pk=one.pk) for one in lines[:2])
    assert (str(best.self_score), str(best.peer_score), str(best.score)) == ("90.50", "95.00", "94.60")
    assert str(checked.score) == "93.10"  # 90.5 × 20% + 95 × 30% + 96 × 50% − 1.5
    assert str(result_of(crew[1], "2026-05").score) == "89.0"
    assert str(result_of(crew[1], "2026-04").score) == "90.5"
    assert (str(result_of(crew[0], "2026-Q2").score), result_of(crew[0], "2026-Q2").grade) == ("94.60", "优秀")
    assert excellent_quarters(crew[0], 2026) == ["2026-Q2"]


def test_what_is_missing_stops_a_step_and_is_named(quarter, accounts, head, on, unit):
    staff.go_on(by=head, held=quarter)
    with pytest.raises(Refused, match="科员1 缺 2026-04、2026-05、2026-06 自评"):
        staff.go_on(by=head, held=quarter)
    line = quarter.lines.get(person__code="S001")
    with pytest.raises(Denied, match="本人"):
        staff.write_self(by=accounts[1], line=line, month="2026-04", words="办件", score=Decimal(90))
    with pytest.raises(Refused, match="0 到 100"):
        staff.write_self(by=accounts[0], line=line, month="2026-04", words="办件", score=Decimal(101))
    with pytest.raises(Refused, match="本季度"):
        staff.write_self(by=accounts[0], line=line, month="2026-07", words="办件", score=Decimal(90))
    with pytest.raises(Denied, match="自己"):
        staff.enter_check(by=accounts[0], line=line, day=dt.date(2026, 6, 1), words="好", points=Decimal(0))


def test_nobody_can_tell_who_gave_which_mark(quarter, carried, accounts):
    carried(quarter, "peers")
    lines = list(quarter.lines.order_by("person__code"))
    marks = {one.pk: Decimal(80 + n) for n, one in enumerate(lines) if n}
    staff.cast_staff_ballot(by=accounts[0], held=quarter, marks=marks)
    with pytest.raises(Refused, match="每人一票"):
        staff.cast_staff_ballot(by=accounts[0], held=quarter, marks=marks)
    with pytest.raises(Refused, match="不评自己"):
        staff.cast_staff_ballot(by=accounts[1], held=quarter, marks=dict.fromkeys(marks, Decimal(90)))
    assert [one.name for one in StaffBallot._meta.fields] == ["id", "round", "voter"]
    told = Event.objects.filter(verb="cast_staff_ballot").latest("number")
    assert (told.new, told.old) == ({"voted": 1}, None)
    assert quarter.lines.get(pk=lines[1].pk).peers == {"81": 1}


@pytest.mark.clause("XM-08")
def test_turns_and_one_persons_word_and_equal_cuts(scheme, unit, carried, crew, head, office, group, on, make_account):
    rounds = []
    for number, day in enumerate((dt.date(2026, 1, 5), dt.date(2026, 4, 3), dt.date(2026, 7, 3), dt.date(2026, 10, 9))):
        quarter = f"{2025 if not number else 2026}-Q{(4, 1, 2, 3)[number]}"
        on(day - dt.timedelta(days=10))
        held = staff.open_round(by=head, unit=unit, quarter=quarter)
        if number < 3:
            carried(held, "payable", best=(number,), day=day)
            assert held.warnings == []
        rounds.append(held)
    last = carried(rounds[-1], "approval", best=(3,), day=dt.date(2026, 10, 9))
    assert {len([one for one in each.lines.all() if one.grade == "优秀"]) for each in rounds} == {1}
    assert "轮流坐庄" in rotation(last)
    assert last.warnings == [rotation(last)]
    assert "4 人中 4 人轮到" in last.warnings[0]
    with pytest.raises(Refused, match="请写明审定意见"):
        lists.approve_list(by=group, held=last)
    lists.approve_list(by=group, held=last, reason="逐人核对，业绩属实")
    with pytest.raises(Refused, match="还需要另一位"):
        lists.approve_list(by=group, held=last, reason="同意")
    assert [one.words for one in offers(ROUND_DEEDS, group, last)] == ["退回"]
    with pytest.raises(Refused, match="只有 1 人：不能个人说了算"):
        lists.announce_excellent(by=office, held=last)
    lists.approve_list(by=make_account("decision"), held=last, reason="同意")
    assert lists.announce_excellent(by=office, held=last).state == "publicity"


@pytest.mark.clause("XM-08")
def test_the_same_number_in_units_of_unlike_size_is_told(make_unit, desk, scheme, unit, head, on):
    for number in range(3):
        one = make_unit(f"第{number}所")
        people = [desk(one, duty="综合") for _each in range(3 + number)]
        adopt_scheme(
            by=None,
            scheme=draft_scheme(by=None, unit=one, title="方案", basis="岗位职责", since=dt.date(2026, 1, 1)),
        )
        held = staff.open_round(by=None, unit=one, quarter="2026-Q3")
        held.lines.filter(person=people[0]).update(grade="优秀")
        assert equal_split("2026-Q3") == ""
        StaffRound.objects.filter(pk=held.pk).update(state="approval")
    assert "3 个单位人数不同，优秀都是 1 人" in equal_split("2026-Q3")
    held.lines.filter(person=people[1]).update(grade="优秀")
    assert equal_split("2026-Q3") == ""


def test_an_objection_that_is_upheld_takes_the_name_off(
    quarter, carried, office, watcher, head, make_account, stranger
):
    carried(quarter, "publicity")
    line = quarter.lines.get(grade="优秀")
    with pytest.raises(Denied):
        lists.object_staff(by=stranger, line=line, words="不服")
    said = lists.object_staff(by=watcher, line=line, words="五月有旷工")
    with pytest.raises(Refused, match="1 件异议"):
        carried(quarter, "payable")
    lists.answer_staff(by=office, objection=said, upheld=True, answer="查实，取消")
    carried(quarter, "payable")
    assert result_of(line.person, "2026-Q2").grade == "称职"
    assert "五月有旷工" not in str(Event.objects.filter(verb="object_staff").values_list("new", "private"))


def test_a_list_sent_back_loses_its_approvals(quarter, carried, office, group, head):
    carried(quarter, "approval")
    lists.approve_list(by=group, held=quarter)
    with pytest.raises(Denied, match="审核、审定"):
        staff.send_back(by=head, held=quarter, reason="重来")
    with pytest.raises(Refused, match="理由"):
        staff.send_back(by=group, held=quarter, reason="")
    staff.send_back(by=group, held=quarter, reason="优秀理由不足")
    assert (quarter.state, quarter.approvals.count()) == ("review", 0)
    staff.send_back(by=office, held=quarter, reason="请重新点评")
    assert quarter.state == "comments"


def _filed(person, **grades):
    told = [
        Told(person, one, Decimal("91.5"), grades.get(one[-2:], "称职") if "Q" in one else "")
        for one in wanted_periods(2026)
    ]
    write_results(account=None, told=told, room="people", fixed_on=dt.date(2026, 12, 31))


@pytest.mark.clause("XM-09")
def test_two_excellent_quarters_open_the_way_to_excellent(crew, accounts, head, on):
    on(dt.date(2026, 12, 31))
    _filed(crew[0], Q1="优秀", Q3="优秀")
    _filed(crew[1], Q1="优秀")
    assert excellent_quarters(crew[0], 2026) == ["2026-Q1", "2026-Q3"]
    assert results_of(crew[0], every="quarter", year=2026).count() == 4
    assert annual_bar(crew[0], 2026) == ""
    assert "只有 1 个季度优秀，至少 2 个" in annual_bar(crew[1], 2026)
    forms = [annual.open_annual(by=head, person=one, year=2026) for one in crew[:2]]
    for form, account in zip(forms, accounts[:2], strict=True):
        annual.write_annual(by=account, form=form, summary="全年办结 300 件")
    assert annual.grade_annual(by=head, form=forms[0], grade="优秀", words="突出").grade == "优秀"
    with pytest.raises(Refused, match="至少 2 个"):
        annual.grade_annual(by=head, form=forms[1], grade="优秀", words="突出")


@pytest.mark.clause("XM-10")
def test_the_annual_form_comes_with_16_locked_results(crew, accounts, head, keeper, on):
    on(dt.date(2026, 12, 31))
    person = crew[0]
    _filed(person)
    form = annual.open_annual(by=head, person=person, year=2026)
    lines = [one.result for one in form.lines.select_related("result")]
    assert [len([one for one in lines if one.every == each]) for each in ("month", "quarter")] == [12, 4]
    assert {str(one.score) for one in lines} == {"91.5"}
    assert absent_periods(form) == []
    for act in (
        lambda: AnnualLine.objects.filter(form=form).update(result=lines[0]),
        lambda: AnnualLine.objects.filter(form=form).delete(),
    ):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            act()
    with pytest.raises(Denied, match="本人"):
        annual.write_annual(by=head, form=form, summary="代写")
    with pytest.raises(Refused, match="待本人总结"):
        annual.grade_annual(by=head, form=form, grade="称职", words="好")
    annual.write_annual(by=accounts[0], form=form, summary="全年")
    with pytest.raises(Denied, match="自己"):
        annual.grade_annual(by=accounts[0], form=form, grade="称职", words="好")
    annual.grade_annual(by=head, form=form, grade="称职", words="称职")
    with pytest.raises(Denied, match="人事部门"):
        annual.confirm_annual(by=head, form=form)
    annual.confirm_annual(by=keeper, form=form)
    assert result_of(person, "2026", "annual").grade == "称职"
    copies = ArchiveEntry.objects.filter(kind="annual", person=person)
    assert (copies.count(), len({one.sm3 for one in copies})) == (2, 1)
    with pytest.raises(Refused, match="已经归档"):
        annual.open_annual(by=head, person=person, year=2026)


def test_what_was_not_fixed_is_named_as_missing_and_taken_over_later(crew, head, keeper, on):
    form = annual.open_annual(by=head, person=crew[0], year=2026)
    assert len(absent_periods(form)) == 16
    with pytest.raises(Refused, match="没有新的结果"):
        annual.open_annual(by=head, person=crew[0], year=2026)
    file_result(by=keeper, person=crew[0], period="2026-03", score=Decimal(90))
    annual.open_annual(by=head, person=crew[0], year=2026)
    assert "2026-03" not in absent_periods(form)
    assert len(absent_periods(form)) == 15
