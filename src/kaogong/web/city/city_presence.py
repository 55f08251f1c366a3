"""Attendance, exams, training and talks of the demonstration city: one bureau in full, a little of others. The same every time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import cycle
from random import Random

from kaogong.core.engine.city.register import DAY
from kaogong.org.models import Account, Person, Post, Unit
from kaogong.org.queries import at, set_in
from kaogong.people.actions.absences import agree_absence, ask_absence, draft_sheet, issue_sheet, name_substitute
from kaogong.people.actions.exams import (
    confirm_evaluation,
    enter_evaluations,
    enter_results,
    hold_interview,
    release_exam,
    set_exam,
)
from kaogong.people.actions.learning import (
    accept_article,
    choose_article,
    confirm_trained,
    enrol,
    plan_rotation,
    send_article,
    set_allowance,
    set_article_target,
    set_course,
    set_writing_day,
)
from kaogong.people.actions.presence import ask_correction, set_hours
from kaogong.people.actions.talks import log_heart_talk, log_talk
from kaogong.people.models import Article, DayRecord, Outing, WorkHours
from kaogong.people.queries.presence import working_days
from kaogong.people.queries.talks import heads, teams

BUREAU, DISCIPLINE = "u01", "u07"
BEGIN = dt.date(DAY.year, 1, 1)
FIRST = dt.date(DAY.year, 8, 3)
"""The first day with clicks."""
SEED = 20260907
MONTHS = ("2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08")
NINE, HALF_PAST_FIVE = dt.time(9), dt.time(17, 30)
COURSES = (
    ("topic", "纪检监察业务专题班", dt.date(2026, 4, 13), ""),
    ("superior", "省级业务培训班", dt.date(2026, 5, 18), ""),
    ("case", "跟案实训第一期", dt.date(2026, 6, 8), "AJ-2026-011"),
    ("inquiry", "参与上级查办", dt.date(2026, 7, 6), "AJ-2026-017"),
)
TITLES = (
    "窗口办理提速的做法",
    "一件事一次办进展",
    "老旧小区改造经验",
    "企业服务专员制度",
    "夜间办事试点情况",
    "基层减负清单落实",
)


def load_presence() -> int:
    """Everything of presence, learning and talks; gives how many clicks. What is there already is left alone."""
    if WorkHours.objects.exists():
        return 0
    luck = Random(SEED)  # noqa: S311 - made up, and the same every time
    unit, other = Unit.objects.get(code=BUREAU), Unit.objects.get(code=DISCIPLINE)
    people, officers = _staff(unit), _staff(other)[:24]
    with set_in(BEGIN):
        set_hours(by=None, starts=NINE, ends=HALF_PAST_FIVE, since=BEGIN)
    number = _clicks(luck, unit, people)
    _absences(people)
    _sheet(unit)
    _exams(luck, people, officers)
    _articles(luck, unit, people)
    _training(luck, other, officers)
    _talks(unit, officers[-1])
    return number


def _staff(unit: Unit) -> list[Person]:
    held = Post.objects.filter(at(DAY), unit=unit, main=True, person__isnull=False)
    return [one.person for one in held.select_related("person").order_by("-grade", "person__code") if one.person]


def _at(luck: Random, hour: int, minute: int, spread: int) -> dt.time:
    return (dt.datetime(2026, 1, 1, hour, minute) + dt.timedelta(minutes=luck.randrange(spread))).time()  # noqa: DTZ001


def _clicks(luck: Random, unit: Unit, people: Sequence[Person]) -> int:
    """A month and some days: most in time, some late, a click missing now and then; today only the first click."""
    rows = []
    for day in working_days(FIRST, DAY):
        for one in people:
            if luck.randrange(100) < 2:
                continue
            late = luck.randrange(40) == 0
            arrived = _at(luck, 9, 3, 25) if late else _at(luck, 8, 30, 29)
            left = None if day == DAY or luck.randrange(120) == 0 else _at(luck, 17, 30, 40)
            over = arrived.hour * 60 + arrived.minute - 540
            rows.append(
                DayRecord(
                    person=one, unit=unit, day=day, arrived=arrived, left=left, late=max(over, 0),
                    early=None if left is None else 0,
                )
            )  # fmt: skip
    DayRecord.objects.bulk_create(rows)
    for one, place in zip(people[-4:-1], ("市政务服务中心", "某街道办事处", "市会议中心"), strict=True):
        Outing.objects.create(
            person=one, unit=unit, day=DAY, place=place, words="办事", out_at=dt.time(9, 40), back_by=dt.time(11, 30)
        )
    return len(rows)


def _absences(people: Sequence[Person]) -> None:
    """Leave of August that is over, somebody away today with a substitute, one asked for without."""
    head = Account.objects.filter(username="head").first()
    plans = (
        (0, "annual", -20, -16, 1, ""), (3, "sick", -12, -11, 4, ""), (5, "personal", -9, -9, None, ""),
        (7, "trip", -8, -6, 8, "外市"), (9, "annual", -1, 3, 10, ""), (12, "trip", 0, 1, 13, "省城"), (15, "sick", 0, 2, 16, ""),
    )  # fmt: skip
    for who, kind, first, last, stands_in, place in plans:
        begin, end = DAY + dt.timedelta(days=first), DAY + dt.timedelta(days=last)
        DayRecord.objects.filter(person=people[who], day__range=(begin, end)).delete()  # they were not there
        with set_in(begin):
            made = ask_absence(
                by=None, person=people[who], kind=kind, first=begin, last=end, words="个人事项" if not place else "公务",
                place=place, substitute=None if stands_in is None else people[stands_in],
            )  # fmt: skip
            agree_absence(by=head if head and head.person_id != people[who].pk else None, absence=made)
    later = DAY + dt.timedelta(days=10)
    ask_absence(by=None, person=people[20], kind="annual", first=later, last=later + dt.timedelta(days=4), words="探亲")
    ask_correction(by=None, person=people[22], day=DAY - dt.timedelta(days=1), left=HALF_PAST_FIVE, reason="打卡机断电")
    for who in (0, 9, 20):
        post = Post.objects.filter(at(DAY), person=people[who], main=True).first()
        if post is not None:
            name_substitute(by=None, post=post, person=people[who + 1], since=BEGIN)


def _sheet(unit: Unit) -> None:
    liaison = Account.objects.filter(username="liaison").first()
    head = Account.objects.filter(username="head").first()
    with set_in(dt.date(DAY.year, 9, 2)):
        issue_sheet(by=head, sheet=draft_sheet(by=liaison, unit=unit, month="2026-08"))


def _exams(luck: Random, people: Sequence[Person], officers: Sequence[Person]) -> None:
    """Exams of both audiences; one officer came last twice. The newest is entered and waits to be released."""
    keeper = Account.objects.filter(username="discipline").first()
    for place, month in enumerate(MONTHS):
        day = dt.date.fromisoformat(f"{month}-20")
        with set_in(day):
            exam = set_exam(
                by=keeper, month=month, audience="discipline", name=f"{int(month[5:])}月业务考试", held_on=day
            )
            scores = [(one, Decimal(luck.randrange(140, 198)) * Decimal("0.5")) for one in officers]
            scores[(3, 8, 5, 11, 3, 6)[place]] = (officers[(3, 8, 5, 11, 3, 6)[place]], Decimal("52.5"))
            enter_results(by=keeper, exam=exam, results=scores)
            if month == MONTHS[-1]:
                continue
            release_exam(by=None, exam=exam)
            held = exam.results.filter(last=True).first()
        if held is not None and place < 4:
            with set_in(day + dt.timedelta(days=6)):
                hold_interview(
                    by=None, interview=held.interview, held_on=day + dt.timedelta(days=6), talker=officers[-1], words="分析失分，定学习计划。"
                )  # fmt: skip
    with set_in(dt.date(2026, 8, 28)):
        exam = set_exam(by=None, month="2026-08", audience="staff", name="8月知识考试", held_on=dt.date(2026, 8, 27))
        rows = [(one, None if place == 17 else Decimal(luck.randrange(60, 100))) for place, one in enumerate(people)]
        enter_results(by=None, exam=exam, results=rows)
        release_exam(by=None, exam=exam)
        marks = {one: Decimal(luck.randrange(75, 99)) for one in people[:-6]}
        for one in enter_evaluations(by=None, month="2026-08", scores=marks, source="8月考评会"):
            confirm_evaluation(by=None, evaluation=one)


def _articles(luck: Random, unit: Unit, people: Sequence[Person]) -> None:
    """Targets of twenty writers, articles sent, accepted, one of the best; the day of writing."""
    office = Account.objects.filter(username="office").first()
    liaison = Account.objects.filter(username="liaison").first()
    writers = people[:20]
    for one in writers:
        set_article_target(by=None, person=one, year=DAY.year, wanted=4)
    set_writing_day(by=liaison, unit=unit, day=dt.date(2026, 9, 14))
    assert office is not None
    for place, words in zip(range(40), cycle(TITLES), strict=False):
        writer, day = writers[luck.randrange(len(writers))], DAY - dt.timedelta(days=luck.randrange(5, 200))
        title = f"{words}（{place + 1}）"
        made = send_article(by=office, person=writer, title=title, sent_to="市委信息科", sent_on=day)
        if luck.randrange(5):
            accept_article(by=None, article=made, outlet="市信息专报", accepted_on=day + dt.timedelta(days=3))
    for article in Article.objects.filter(state="accepted").order_by("accepted_on")[:3]:
        choose_article(by=office, article=article, reason="被上级采用")


def _training(luck: Random, unit: Unit, officers: Sequence[Person]) -> None:
    """Courses and learning on the job, a plan over five years, the allowance of the discipline posts."""
    for kind, name, day, case in COURSES:
        course = set_course(
            by=None, kind=kind, name=name, since=day, until=day + dt.timedelta(days=4), organiser="市纪委", case=case
        )
        number = 2 if case else 14
        enrol(by=None, course=course, people=luck.sample(list(officers), number))
        confirm_trained(by=None, course=course)
    later = DAY - dt.timedelta(days=2)
    course = set_course(by=None, kind="topic", name="秋季专题班", since=later, until=later, organiser="市委党校")
    enrol(by=None, course=course, people=officers[:6])
    plan_rotation(by=None, name="五年轮训规划", since=dt.date(2024, 1, 1), units=[unit])
    titles = sorted({one.title for one in Post.objects.filter(at(DAY), unit=unit, grade="middle")})[:3]
    set_allowance(by=None, name="纪检监察津贴", monthly=Decimal(220), titles=titles or ["纪检专干"], since=BEGIN)


def _talks(unit: Unit, leader: Person) -> None:
    """Integrity talks with nearly every head, one without follow-up; the bureau's head has talked with all but one."""
    chiefs = [one.person for one in heads(DAY) if one.person]
    with set_in(dt.date(2026, 1, 20)):
        log_talk(
            by=None, kind="group", on=dt.date(2026, 1, 20), reason="新年集体廉政谈话", talker=leader, people=chiefs[:-1],
            words="严守纪律。", follow_up="各单位一月底前部署。", follow_due=dt.date(2026, 1, 31),
        )  # fmt: skip
    log_talk(
        by=None,
        kind="single",
        on=dt.date(2026, 8, 24),
        reason="信访反映",
        talker=leader,
        people=chiefs[:1],
        words="说明情况。",
    )
    for team in teams([unit.pk], DAY.year, DAY):
        for one in team.members[:-1]:
            log_heart_talk(by=None, unit=unit, on=dt.date(2026, 6, 30), one=team.head, other=one, words="工作与思想。")
