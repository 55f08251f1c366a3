"""Public evaluation of the demonstration city: one of last year that is closed, with 40,000 answers, and one that runs."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction

from kaogong.audit.actions import record
from kaogong.core.engine.city.register import DAY
from kaogong.listen import actions
from kaogong.listen.models import Answer, Opinion, Project, Stratum
from kaogong.org.models import Unit, UnitVersion
from kaogong.org.queries import at as on_day
from kaogong.org.queries import set_in
from kaogong.web.city.bulk import put

ANSWERS = 40_000
RUNNING = 120
UNITS = 12
SEED = 20260905
CATEGORIES = ("经济管理部门", "社会事业部门", "行政执法部门")
GROUPS = (
    ("urban", "城镇居民", 380_000, 36),
    ("rural", "农村居民", 260_000, 24),
    ("firms", "企业和个体", 42_000, 18),
    ("served", "办事群众", 90_000, 15),
    ("deputies", "两代表一委员", 900, 7),
)
"""Code, name, people, share of the answers in per cent."""
FIVE = (
    ("very", "非常满意", 100),
    ("good", "满意", 80),
    ("fair", "一般", 60),
    ("poor", "不满意", 30),
    ("bad", "非常不满意", 0),
)
QUESTIONS = ("办事是否方便", "办事是否及时", "工作人员态度", "公开是否清楚", "总体是否满意")
TOLD = (
    "窗口中午能否有人值班",
    "同一份材料交了三次",
    "电话经常没人接",
    "公示的时限没有做到",
    "网上办事的说明看不懂",
    "希望周六也能办",
)
COLUMNS = ("id", "project_id", "sheet_id", "stratum_id", "channel", "day", "hasty", "content", "scores", "flags")


def load_surveys(number: int = ANSWERS) -> int:
    """The evaluation of last year, closed, and the one of this year; what is there already is left alone."""
    if Project.objects.exists():
        return 0
    luck = Random(SEED)  # noqa: S311 - made up, and the same every time
    units = list(Unit.objects.filter(code__in=[f"u{n:02}" for n in range(1, UNITS + 1)]).order_by("code"))
    if not units:
        return 0
    last = DAY.year - 1
    with transaction.atomic():
        with set_in(dt.date(last, 9, 1)):
            past = _opened(f"{last}年公众评议", last, dt.date(last, 9, 1), units)
        written = put(Answer, COLUMNS, _answers(past, units, luck, number))
        _told(past, units, luck)
        with set_in(dt.date(last, 10, 10)):
            _closed(past)
        running = _opened(f"{DAY.year}年公众评议", DAY.year, DAY - dt.timedelta(days=10), units)
        _running(running, luck)
        told = {"answers": written, "running": RUNNING}
        record(by=None, room="listen", verb="load_surveys", subject="listen.city", new=told)
    return written


def _opened(name: str, year: int, since: dt.date, units: Sequence[Unit]) -> Project:
    """A project of four stages in its second one, which began on a day."""
    ends = [since + dt.timedelta(days=n) for n in (-15, 0, 28, 42, 90)]
    stages = {
        key: (ends[place], ends[place + 1] - dt.timedelta(days=1))
        for place, key in enumerate(("publicise", "evaluate", "tally", "report"))
    }
    made = actions.plan_project(
        by=None, name=name, year=year, stages=stages, categories=list(CATEGORIES), cluster_effect=Decimal("1.3"),
        basis="shrunk", enforcement_category=CATEGORIES[2], approvers=["市绩效管理领导小组", "市委、市政府"],
    )  # fmt: skip
    names = dict(UnitVersion.objects.filter(on_day(DAY), unit__in=units).values_list("unit_id", "name"))
    rows = [
        {
            "unit": one,
            "category": CATEGORIES[place * len(CATEGORIES) // len(units)],
            "duties": f"{names.get(one.pk, one.code)}的工作职责，见本单位职责清单。",
        }
        for place, one in enumerate(units)
    ]
    actions.add_subjects(by=None, project=made, rows=rows)
    sheet = actions.draft_sheet(by=None, project=made, title="满意度问卷")
    options = [{"key": key, "words": words, "points": points} for key, words, points in FIVE]
    for place, words in enumerate(QUESTIONS, 1):
        actions.set_question(
            by=None, sheet=sheet, code=f"q{place}", kind="satisfaction", words=f"{words}？", options=options
        )
    actions.set_question(by=None, sheet=sheet, code="t", kind="text", words="想说具体的事")
    actions.issue_sheet(by=None, sheet=sheet)
    for code, title, people, share in GROUPS:
        strata = {"主城区": people - people // 3, "县域": people // 3}
        actions.add_group(by=None, project=made, code=code, name=title, strata=strata, quota=min(people, share * 600))
    actions.begin(by=None, project=made)
    return actions.open_evaluation(by=None, project=made, open_link=True)


def _content(luck: Random, unit: int, skill: int) -> tuple[dict[str, Any], dict[str, str]]:
    """What somebody says of a unit: five answers and their mean."""
    said, points = {}, []
    mood = luck.gauss(skill, 12)
    for place in range(1, len(QUESTIONS) + 1):
        if luck.random() < 0.04:
            said[f"q{place}"] = "unknown"
            continue
        felt = mood + luck.gauss(0, 12)
        key, _words, worth = next((one for one in FIVE if felt >= one[2] - 10), FIVE[-1])
        said[f"q{place}"] = key
        points.append(worth)
    scores = {str(unit): f"{Decimal(sum(points)) / len(points):.4f}"} if points else {}
    return {"u": {str(unit): said}, "g": {}}, scores


def _answers(project: Project, units: Sequence[Unit], luck: Random, number: int) -> Iterator[Sequence[Any]]:
    """Answers of every group, each about one unit. What must be read is read first: rows are made while they are written."""
    sheet = project.sheets.get(state="issued").pk
    since = project.stages.get(key="evaluate").since
    strata = {code: list(Stratum.objects.filter(group__project=project, group__code=code)) for code, *_rest in GROUPS}
    return _rows(project.pk, sheet, since, strata, [one.pk for one in units], luck, number)


def _rows(
    project: int,
    sheet: int,
    since: dt.date,
    strata: dict[str, list[Stratum]],
    units: list[int],
    luck: Random,
    number: int,
) -> Iterator[Sequence[Any]]:
    skills = [luck.randrange(72, 92) for _one in units]
    ways = ("code", "code", "code", "phone", "paper")
    for code, _name, _people, share in GROUPS:
        for turn in range(number * share // 100):
            place = luck.randrange(len(units))
            content, scores = _content(luck, units[place], skills[place])
            day = since + dt.timedelta(days=luck.randrange(21))
            where = strata[code][turn % 3 == 2]
            key = str(uuid.UUID(int=luck.getrandbits(128), version=4))
            yield key, project, sheet, where.pk, ways[turn % 5], day, luck.random() < 0.002, content, scores, []


def _told(project: Project, units: Sequence[Unit], luck: Random) -> None:
    """Opinions of the year that is over."""
    rows = [(n, TOLD[luck.randrange(len(TOLD))], luck.choice(units)) for n in range(1, 121)]
    Opinion.objects.bulk_create(
        Opinion(project=project, number=number, words=words, about=unit) for number, words, unit in rows
    )


def _closed(project: Project) -> None:
    """Counted, agreed to, released, every opinion given to its unit and most of them answered."""
    stage = project.stages.get(key="report")
    with set_in(stage.since):
        actions.end_evaluation(by=None, project=project)
        actions.flag_answers(by=None, project=project)
        result = actions.compute_result(by=None, project=project)
        for body in project.approvers:
            actions.approve_result(by=None, result=result, body=body, document="会议纪要")
        actions.end_tally(by=None, project=project)
        actions.release_result(by=None, result=result)
        for place, one in enumerate(Opinion.objects.filter(project=project).select_related("about")):
            assert one.about is not None
            actions.route_opinion(by=None, opinion=one, unit=one.about)
            if place % 6:
                done = {
                    "state": "answered",
                    "reply": "已核实，安排专人办理，结果见单位公告。",
                    "replied_on": stage.since,
                }
                Opinion.objects.filter(pk=one.pk).update(**done)
        actions.close_project(by=None, project=project)


def _running(project: Project, luck: Random) -> None:
    """Codes handed out in every stratum, and some of them used."""
    codes = []
    for stratum in Stratum.objects.filter(group__project=project):
        _batch, handed = actions.issue_batch(
            by=None, stratum=stratum, way="letter", number=20, subjects=list(project.subjects.all()[:1]), day=DAY
        )
        codes += [one.code for one in handed]
    first = project.subjects.all()[0]
    for code in codes[:RUNNING]:
        content, _scores = _content(luck, first.unit_id, 84)
        actions.cast(code=code, given=content)
    actions.shuffle_box(project)
