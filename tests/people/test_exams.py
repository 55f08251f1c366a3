"""Monthly exams, the last interviewed, who is barred; the three tests of a month."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

import kaogong.rulebooks
from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.core.scheme.load import load
from kaogong.org.models import Setting
from kaogong.people.actions.exams import (
    confirm_evaluation,
    enter_evaluations,
    enter_results,
    hold_interview,
    release_exam,
    set_exam,
)
from kaogong.people.facts import tables
from kaogong.people.models import AttendanceSheet, ExamInterview, MonthEvaluation
from kaogong.people.queries.learning import barred, grade_allowed, three_tests
from people.presence import *  # noqa: F403
from people.presence import DAY


@pytest.fixture
def exam(discipline):
    """An exam of a month with its scores, released."""

    def made(month, scores, audience="discipline", by=discipline, full=100, release=True):
        held = set_exam(
            by=None,
            month=month,
            audience=audience,
            name=f"{month} 考试",
            held_on=dt.date.fromisoformat(f"{month}-15"),
            full=Decimal(full),
        )
        enter_results(
            by=None, exam=held, results=[(who, None if one is None else Decimal(one)) for who, one in scores.items()]
        )
        return release_exam(by=by, exam=held) if release else held

    return made


@pytest.mark.clause("QH-45")
def test_last_in_march_and_july_bars_excellent_and_once_does_not(exam, clerk, mate, employ):
    third = employ()
    exam("2026-03", {clerk: 61, mate: 88, third: 90})
    assert grade_allowed(clerk, 2026, "优秀")
    exam("2026-05", {clerk: 92, mate: 60, third: 90})
    exam("2026-07", {clerk: 59, mate: 88, third: 90})
    assert ExamInterview.objects.filter(person=clerk, year=2026).count() == 2
    found = barred(2026)
    one = found[clerk.pk]
    assert list(found) == [clerk.pk]
    assert (one.person, one.grade, one.interviews, one.limit, one.months) == (
        clerk.code, "优秀", 2, 2, ("2026-03", "2026-07"),
    )  # fmt: skip
    assert not grade_allowed(clerk, 2026, "优秀")
    assert grade_allowed(clerk, 2026, "良好")
    assert grade_allowed(mate, 2026, "优秀")
    assert grade_allowed(clerk, 2027, "优秀")


def test_results_rank_with_ties_and_the_absent_are_not_last(exam, clerk, mate, employ):
    third, fourth = employ(), employ()
    held = exam("2026-03", {clerk: 90, mate: 90, third: 70, fourth: None})
    ranks = {one.person_id: (one.rank, one.last) for one in held.results.all()}
    assert ranks == {clerk.pk: (1, False), mate.pk: (1, False), third.pk: (3, True), fourth.pk: (None, False)}
    Setting.objects.create(key="exams.absent_as_zero", value=True)
    later = exam("2026-04", {clerk: 90, mate: 90, third: 70, fourth: None})
    assert later.results.get(person=fourth).last
    Setting.objects.create(key="exams.tied_last", value=False)
    tied = exam("2026-05", {clerk: 90, mate: 60, third: 60, fourth: 91})
    assert not tied.results.filter(last=True).exists()
    even = exam("2026-06", {clerk: 90, mate: 90})
    assert not even.results.filter(last=True).exists()


def test_the_last_of_the_staff_is_not_interviewed(exam, clerk, mate, office):
    held = exam("2026-03", {clerk: 60, mate: 90}, audience="staff", by=office)
    assert [one.rank for one in held.results.order_by("rank")] == [1, 2]
    assert not ExamInterview.objects.exists()


def test_results_are_released_by_another_and_then_stand(discipline, office, clerk, mate, make_account):
    with pytest.raises(Denied, match="纪检监察机关组织"):
        set_exam(by=office, month="2026-08", audience="discipline", name="考试", held_on=DAY)
    made = set_exam(by=discipline, month="2026-08", audience="discipline", name="考试", held_on=dt.date(2026, 8, 20))
    with pytest.raises(Refused, match="每月一次"):
        set_exam(by=discipline, month="2026-08", audience="discipline", name="再考", held_on=DAY)
    with pytest.raises(Refused, match="不在 0 到"):
        enter_results(by=discipline, exam=made, results=[(clerk, Decimal(101))])
    other = make_account("discipline")
    with pytest.raises(Refused, match="还没有成绩"):
        release_exam(by=other, exam=made)
    enter_results(by=discipline, exam=made, results=[(clerk, Decimal("80.5")), (mate, None)])
    with pytest.raises(Denied, match="录入人"):
        release_exam(by=discipline, exam=made)
    release_exam(by=other, exam=made)
    assert Event.objects.latest("number").new == {"month": "2026-08", "results": 2, "last": []}
    with pytest.raises(Refused, match="已公布"):
        enter_results(by=discipline, exam=made, results=[(clerk, Decimal(90))])


def test_the_interview_is_held_by_another(exam, clerk, mate, discipline, worker, head):
    exam("2026-08", {clerk: 60, mate: 90})
    made = ExamInterview.objects.get()
    assert made.due == dt.date(2026, 10, 5)
    with pytest.raises(Denied):
        hold_interview(by=worker, interview=made, held_on=DAY, talker=mate, words="谈")
    with pytest.raises(Refused, match="另一位"):
        hold_interview(by=discipline, interview=made, held_on=DAY, talker=clerk, words="谈")
    hold_interview(by=discipline, interview=made, held_on=DAY, talker=head.person, words="分析原因")
    with pytest.raises(Refused, match="已约谈"):
        hold_interview(by=discipline, interview=made, held_on=DAY, talker=mate, words="谈")


@pytest.fixture
def sheet(bureau, clerk):
    """An issued circulation of June in which the clerk lost nothing."""
    rows = [{"code": clerk.code, "points": 0, "workdays": 20, "late": [], "early": [], "absent": [], "incomplete": []}]
    return AttendanceSheet.objects.create(
        unit=bureau, month="2026-06", content={"rows": rows}, sm3="0" * 64, state="issued", on=DAY
    )


@pytest.mark.clause("QH-43")
def test_two_parts_of_three_stay_open_and_80_100_90_at_30_20_50_are_89(exam, sheet, clerk, mate, office, keeper, head):
    exam("2026-06", {clerk: 80, mate: 90}, audience="staff", by=office)
    held = three_tests([clerk.pk], "2026-06")[clerk.pk]
    assert (held.exam, held.attendance, held.evaluation) == (Decimal(80), Decimal(100), None)
    assert (held.result, held.missing) == (None, ["考评"])
    (made,) = enter_evaluations(by=keeper, month="2026-06", scores={clerk: Decimal(90)}, source="六月考评会")
    assert three_tests([clerk.pk], "2026-06")[clerk.pk].result is None
    confirm_evaluation(by=head, evaluation=made)
    held = three_tests([clerk.pk], "2026-06")[clerk.pk]
    assert held.weights == {"exam": 30, "attendance": 20, "evaluation": 50}
    assert str(held.result) == "89.0"
    Setting.objects.create(key="tests.weights", value={"exam": 1, "attendance": 1, "evaluation": 1})
    assert three_tests([clerk.pk], "2026-06")[clerk.pk].result == Decimal("90.0000")


def test_an_evaluation_is_confirmed_by_another(clerk, keeper, stranger, head, worker):
    given = {"month": "2026-06", "scores": {clerk: Decimal("88.5")}, "source": "考评会"}
    with pytest.raises(Denied):
        enter_evaluations(by=stranger, **given)
    (made,) = enter_evaluations(by=keeper, **given)
    with pytest.raises(Denied, match="另一位"):
        confirm_evaluation(by=keeper, evaluation=made)
    confirm_evaluation(by=head, evaluation=made)
    with pytest.raises(Refused, match="已确认"):
        enter_evaluations(by=keeper, **given)
    assert MonthEvaluation.objects.get().score == Decimal("88.5")


def test_exams_enter_scoring_once_released(exam, clerk, mate):
    book = load(Path(kaogong.rulebooks.__path__[0]) / "qh_county")
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    exam("2026-07", {clerk: 30, mate: 45}, full=50, release=False)
    assert tables(book, first, last) == {}
    exam("2026-08", {clerk: 30, mate: 45}, full=50)
    rows = tables(book, first, last)["facts"].to_pylist()
    assert [(one["subject"], one["period"], one["fact"], one["value"], one["supplier"]) for one in rows] == [
        (clerk.code, "2026-08", "exam", "60.00", "县纪委"), (mate.code, "2026-08", "exam", "90.00", "县纪委"),
    ]  # fmt: skip
