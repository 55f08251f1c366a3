"""Personal archives of the demonstration city: two closed years of its leaders, one bureau's quarters, integrity, honours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction

from kaogong.audit.actions import record
from kaogong.core.engine.city.register import DAY
from kaogong.org.actions import give_act
from kaogong.org.models import Account, Competence, Person, Post, Unit
from kaogong.org.models.people import Grade
from kaogong.org.queries import at, set_in
from kaogong.people.actions.archive import Told, write_results
from kaogong.people.actions.archive_closing import close_unit_period, close_year
from kaogong.people.actions.archive_duties import set_post_target, write_duty
from kaogong.people.actions.archive_files import give_honours, record_situation, sign_pledges, verify_situation
from kaogong.people.actions.archive_integrity import do_newcomer_item, register_newcomers, summarise_integrity
from kaogong.people.actions.archive_leaders import (
    add_leader_target,
    note_interview,
    open_leader,
    tell_leader_result,
)
from kaogong.people.actions.archive_meetings import do_life_step, open_life_meeting, prepare_life_meeting
from kaogong.people.models import (
    IntegrityFile,
    PersonalReport,
    PersonResult,
    StaffBallot,
    StaffCheck,
    StaffLine,
    StaffRound,
    StaffScheme,
    StaffSelf,
)
from kaogong.people.queries.archive_sight import KEEP, staff_of
from kaogong.people.queries.archive_staff import warnings_of
from kaogong.people.states.archive_leaders import BEFORE

YEARS = (2024, 2025)
KEEPER, BUREAU = "u10", "u01"
SEED = 20260906
GRADES = ("优秀", "称职", "称职", "称职", "称职", "基本称职")
SCORES = ("96.4", "93.0", "91.5", "90.2", "88.7", "79.5")
"""What a grade goes with, one for one."""
CHECKED = Decimal("0.5")
"""What a daily check took from one person."""
VOTES = 3
WITHOUT = 2
"""So many units run no scheme of their own."""


def load_archives() -> int:
    """Everything of the archives; gives how many results. What is there already is left alone."""
    if PersonResult.objects.filter(kind="leader").exists():
        return 0
    luck = Random(SEED)  # noqa: S311 - made up, and the same every time
    with transaction.atomic():
        keeper = Unit.objects.filter(code=KEEPER).first()
        if keeper is not None and not Competence.objects.filter(act=KEEP).exists():
            give_act(by=None, act=KEEP, unit=keeper, since=dt.date(2019, 1, 1))
        leaders = _leaders()
        _years(leaders, luck)
        _reported(leaders)
        _schemes()
        record(by=None, room="people", verb="load_archives", subject="people.city", new={"leaders": len(leaders)})
    _bureau(luck)
    _of_people(leaders)
    return PersonResult.objects.count()


def _leaders() -> list[Person]:
    held = Post.objects.filter(at(DAY), main=True, grade__in=(Grade.CHIEF, Grade.DEPUTY), person__isnull=False)
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("code"))


def _years(leaders: Sequence[Person], luck: Random) -> None:
    """A result of every leader in both years, and the years closed."""
    for year in YEARS:
        places = [luck.randrange(len(GRADES)) for _one in leaders]
        told = [
            Told(
                one, str(year), Decimal(SCORES[place]), GRADES[place], "leader",
                reference=f"示效〔{year + 1}〕3号", fixed_by="绩效管理领导小组",
            )
            for one, place in zip(leaders, places, strict=True)
        ]  # fmt: skip
        with set_in(dt.date(year + 1, 2, 20)):
            write_results(account=None, told=told, room="decide", fixed_on=dt.date(year + 1, 2, 10))
            close_year(by=None, year=year)


def _reported(leaders: Sequence[Person]) -> None:
    """Integrity files of all leaders; all but five declared the income of last year."""
    IntegrityFile.objects.bulk_create(IntegrityFile(person=one, opened_on=dt.date(2025, 3, 1)) for one in leaders)
    words = "工资收入、劳务收入、家属收入各项已列明。"
    PersonalReport.objects.bulk_create(
        PersonalReport(
            person=one, kind=kind, year=YEARS[-1], covers=["self", "family", "income"], words=words,
            filed_on=dt.date(2026, 1, 20),
        )
        for one in leaders[:-5]
        for kind in PersonalReport.YEARLY
    )  # fmt: skip


def _schemes() -> None:
    """Nearly every unit with staff runs a scheme."""
    staffed = Post.objects.filter(at(DAY), main=True, person__isnull=False).values("unit")
    units = list(Unit.objects.filter(pk__in=staffed).order_by("code"))
    StaffScheme.objects.bulk_create(
        StaffScheme(
            unit=one, title="工作人员岗位职责综合考核方案", basis="按岗位职责，平时检查与自评、互评、领导点评结合。",
            since=dt.date(2026, 1, 1), state="active",
        )
        for one in units[: max(len(units) - WITHOUT, 1)]
    )  # fmt: skip


def _bureau(luck: Random) -> None:
    """One bureau: a quarter that was paid, one that waits for the leading group, one that runs."""
    scheme = StaffScheme.objects.filter(unit__code=BUREAU, state="active").select_related("unit").first()
    if scheme is None:
        return
    for quarter, state, first in (("2026-Q1", "paid", 1), ("2026-Q2", "approval", 4), ("2026-Q3", "selfs", 7)):
        held = StaffRound.objects.create(
            scheme=scheme, unit=scheme.unit, quarter=quarter, state=state, opened_on=dt.date(2026, first, 8)
        )
        _lines(held, first, luck)
    _finish(scheme)
    post = staff_of(scheme.unit)[-1].pk
    held_post = Post.objects.select_related("person", "unit").get(pk=post)
    write_duty(by=None, post=held_post, duty=f"{held_post.duty}；牵头年度计划编制", reason="职能调整")
    set_post_target(
        by=None, post=held_post, year=DAY.year, name="计划草案按期报审", standard="11月底前", value=Decimal(1)
    )
    close_unit_period(by=None, unit=scheme.unit, period="2026-05", results=[{"item": "绩效考评", "score": "96.2"}])


def _lines(held: StaffRound, first: int, luck: Random) -> None:
    """Everybody of the unit; where the quarter is over, with parts, score and grade."""
    done = held.state != "selfs"
    posts = staff_of(held.unit)
    marks = [Decimal(86 + luck.randrange(11)) for _one in posts]
    best = sorted(range(len(posts)), key=lambda number: marks[number])[-2:]
    lines = [StaffLine(round=held, person=post.person, title=post.title) for post in posts]
    for number, line in enumerate(lines if done else []):
        mark, taken = marks[number], CHECKED if number == 0 else Decimal(0)
        line.deducted, line.self_score, line.peer_score, line.leader_score = taken, mark, mark - 1, mark + 1
        line.leader_words, line.peers = "履职到位。", {str(mark - 1): VOTES}
        line.score = mark + Decimal("0.20") - taken  # 20 % of the mark, 30 % of one less, 50 % of one more
        line.grade = "优秀" if number in best else "称职"
    made = StaffLine.objects.bulk_create(lines)
    months = [f"{DAY.year}-{month:02}" for month in range(first, first + (3 if done else 1))]
    StaffSelf.objects.bulk_create(
        StaffSelf(
            line=one, month=month, words="按计划完成本月工作。", score=one.self_score or Decimal(92),
            on=dt.date.fromisoformat(f"{month}-28"),
        )
        for one in made[: None if done else 8]
        for month in months
    )  # fmt: skip
    StaffCheck.objects.create(
        line=made[0], day=dt.date(DAY.year, first, 20), words="上班时间脱岗 20 分钟", points=CHECKED
    )
    voters = Account.objects.filter(person__in=[one.person_id for one in made])[:VOTES] if done else ()
    StaffBallot.objects.bulk_create(StaffBallot(round=held, voter=one) for one in voters)


def _finish(scheme: StaffScheme) -> None:
    """The paid quarter with its date; the waiting one with what the group is warned of."""
    paid, waiting = scheme.rounds.get(state="paid"), scheme.rounds.get(state="approval")
    paid.publicity_since, paid.publicity_until = dt.date(2026, 4, 10), dt.date(2026, 4, 17)
    paid.paid_on, paid.payment = dt.date(2026, 4, 25), "JX-2026-1"
    paid.save()
    told = [
        Told(one.person, paid.quarter, one.score, one.grade, "staff", paid.unit, reference="2026-Q1 工作人员考评")
        for one in paid.lines.select_related("person")
    ]
    write_results(account=None, told=told, room="people", fixed_on=dt.date(2026, 4, 18))
    waiting.warnings = warnings_of(waiting)
    waiting.save(update_fields=["warnings"])


def _of_people(leaders: Sequence[Person]) -> None:
    """Honours, conduct, newcomers, pledges, a leader's own appraisal, a life meeting."""
    several = leaders[3:6]
    given: dict[str, Any] = {
        "title": "优秀共产党员",
        "issuer": "示范市委",
        "number": "示委〔2026〕7号",
        "given_on": dt.date(2026, 7, 1),
    }
    give_honours(by=None, people=several, **given)
    for one, context in zip(several, ("emergency", "grassroots", "reform"), strict=False):
        told: dict[str, Any] = {
            "day": dt.date(2026, 6, 20),
            "words": "带队连续值守，险情处置及时。",
            "source": "防汛通报",
        }
        held = record_situation(by=None, person=one, context=context, **told)
        if context != "reform":
            verify_situation(by=None, situation=held)
    for newcomer in register_newcomers(by=None, people=several, on=dt.date(2026, 6, 1), batch="第一批"):
        for item in ("talk", "test", "pledge") if newcomer.person == several[0] else ("talk", "test", "pledge", "file"):
            do_newcomer_item(by=None, newcomer=newcomer, item=item, on=dt.date(2026, 6, 20), words="已办")
    sign_pledges(by=None, title="廉洁自律承诺书", year=2026, signed_on=dt.date(2026, 1, 15), people=leaders)
    for one in several:
        summarise_integrity(by=None, person=one, words="没有未了结的问题。")
    _chief(leaders)


def _chief(leaders: Sequence[Person]) -> None:
    chief = leaders[0]
    held = open_leader(by=None, person=chief, year=DAY.year)
    for name, done in (("重点项目开工", True), ("营商环境评价进位", True), ("信访积案化解", False)):
        made = add_leader_target(by=None, held=held, name=name, standard="年底前完成", aim=Decimal(1))
        tell_leader_result(by=None, target=made, done=done, result=Decimal(int(done)), source="督办核验")
    note_interview(by=None, held=held, day=dt.date(2026, 8, 20), whom="subordinate", words="抓工作有力，调研不够。")
    unit = Unit.objects.filter(code=BUREAU).first()
    if unit is None:
        return
    meeting = prepare_life_meeting(by=None, unit=unit, title="2025 年度民主生活会", planned_on=dt.date(2026, 1, 20))
    for step in BEFORE:
        do_life_step(by=None, meeting=meeting, step=step, on=dt.date(2026, 1, 10), words="已完成。")
    raised = [{"words": f"问题{n}", "measure": "列入年度整改清单"} for n in ("一", "二", "三", "四", "五", "六")]
    open_life_meeting(
        by=None, meeting=meeting, held_on=dt.date(2026, 1, 20), criticism="逐人开展批评与自我批评。", problems=raised,
        superior="市人力资源局派员",
    )  # fmt: skip
