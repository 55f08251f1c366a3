"""Supervised tasks of the demonstration city: two tables and what lies outside them, in every state. The same every time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from kaogong.audit.actions import record, seal
from kaogong.audit.models import Evidence
from kaogong.core.engine.city.register import DAY
from kaogong.org.models import Account, Person, Post, Unit
from kaogong.org.queries import at, set_in
from kaogong.supervise.actions.daily import escalate_alerts, note_sign, raise_alert, receive_request
from kaogong.supervise.actions.drives import call_hearing, hand_in_report, open_ledgers, raise_problem, start_drive
from kaogong.supervise.actions.matters import (
    draft_rule,
    give_mandate,
    issue_rule,
    open_matter,
    plan_matter,
    record_matter,
)
from kaogong.supervise.actions.tasks import issue_table, register_source, start_table
from kaogong.supervise.actions.tasks_by_clock import remind_tasks
from kaogong.supervise.models import (
    Task,
    TaskCheck,
    TaskClosing,
    TaskEntry,
    TaskExtension,
    TaskHandler,
    TaskProof,
    TaskSource,
    TaskStage,
    TaskTable,
    Watched,
)
from kaogong.supervise.states.tasks import PHASES, PROBLEMS, SOURCE_KINDS

TASKS = 600
SEED = 20260906
BEGIN = dt.date(DAY.year, 1, 8)
KINDS = [one for one in SOURCE_KINDS if one not in ("target", "hearing")]
WORK = ("老旧小区改造", "道路提质", "河道整治", "审批提速", "学位扩容", "惠企政策兑现", "停车场建设", "农贸市场改造", "安全隐患整治",
        "数据共享", "绿化补植", "公交线路优化", "供水管网更新", "食堂监管", "信访积案化解")  # fmt: skip
GOALS = ("年内全部完成并通过验收", "主要指标比上年提高一成", "群众满意率达到九成以上")
MARKS = ("", "", "", "", "key", "hard", "livelihood", "major")
MONTHS = range(1, DAY.month)
PIECE = 1_000


def load_tasks(number: int = TASKS) -> int:
    """Everything of the supervised tasks; gives how many tasks. What is there already is left alone."""
    if TaskTable.objects.exists() or not Unit.objects.filter(code__startswith="u").exists():
        return 0
    with transaction.atomic():
        story = Story(Random(SEED))  # noqa: S311 - made up, and the same every time
        made = story.tell(number)
        _matters(story.units)
        _daily(story)
        record(by=None, room="supervise", verb="load_tasks", subject="supervise.city", new={"tasks": made})
    with set_in(DAY):
        remind_tasks(by=None, day=DAY)
        escalate_alerts(by=None, day=DAY)
    return made


class Story:
    """What happened to each task."""

    def __init__(self, luck: Random) -> None:
        self.luck = luck
        self.units = list(Unit.objects.filter(code__startswith="u").order_by("code")[:60])
        posts = Post.objects.filter(at(DAY), unit__in=self.units, person__isnull=False).order_by("unit__code", "pk")
        self.people: dict[int, list[int]] = {}
        for unit, person in posts.values_list("unit_id", "person_id"):
            self.people.setdefault(unit, []).append(person)
        named = {one.username: one for one in Account.objects.filter(username__in=("office", "discipline", "liaison"))}
        self.office, self.other, self.liaison = named.get("office"), named.get("discipline"), named.get("liaison")

    def tell(self, number: int) -> int:
        """Tables with their sources and tasks, and everything that happened to them."""
        proof = seal(by=None, file=ContentFile("示范城市：督办任务完成情况验收单".encode(), name="验收单.txt"))
        with set_in(BEGIN):
            sources = [self._source(place, kind) for place, kind in enumerate(KINDS)]
            tables = [start_table(by=None, year=DAY.year, title=title)
                      for title in (f"{DAY.year} 年政府工作报告重点任务分解表", f"{DAY.year} 年市委重点工作任务分解表")]  # fmt: skip
        tasks = [self._task(place, sources, tables) for place in range(number)]
        Task.objects.bulk_create(tasks, PIECE)
        handlers = [one for place, task in enumerate(tasks) for one in self._handlers(place, task)]
        TaskHandler.objects.bulk_create(handlers, PIECE)
        TaskStage.objects.bulk_create([one for task in tasks for one in _stages(task)], PIECE)
        with set_in(BEGIN):
            for table in tables:
                issue_table(by=None, table=table)
        leads = {one.task_id: one.unit_id for one in handlers if one.role == "lead"}
        self._followed(tasks, leads, proof)
        return len(tasks)

    def _source(self, place: int, kind: str) -> TaskSource:
        names = {"meeting": "第 3 次常务会议", "instruction": "市长批示（12 号）", "plan": "年度工作计划"}
        title = names.get(kind, f"{SOURCE_KINDS[kind]}（{place + 1}）")
        items = ("推进老旧小区改造", "加快道路提质", "化解信访积案") if kind == "meeting" else ()
        return register_source(by=None, kind=kind, title=title, given_on=BEGIN, items=items)

    def _task(self, place: int, sources: Sequence[TaskSource], tables: Sequence[TaskTable]) -> Task:
        luck, unit = self.luck, self._lead(place)
        people: Sequence[int | None] = self.people.get(unit.pk) or (None,)
        due = dt.date(DAY.year, luck.choice((4, 6, 8, 9, 9, 10, 11, 12)), luck.randrange(5, 29))
        source = sources[place % len(sources)]
        item = source.items.all()[place % 2] if source.kind == "meeting" else None
        return Task(
            number=f"DB-{DAY.year}-{place + 1:04d}", table=tables[place % 2], source=source, item=item,
            name=f"{luck.choice(WORK)}（{place + 1}）", mark=luck.choice(MARKS), goal=luck.choice(GOALS),
            requirements="每月报告进展，重大问题随时报告。", since=BEGIN, due=due, original_due=due,
            leader_id=people[0], handler_id=people[-1], department="综合科", state="draft",
        )  # fmt: skip

    def _lead(self, place: int) -> Unit:
        return self.units[place % len(self.units)]

    def _handlers(self, place: int, task: Task) -> Iterator[TaskHandler]:
        yield TaskHandler(task=task, unit=self._lead(place), role="lead")
        for step in range(1, 1 + place % 3):
            yield TaskHandler(task=task, unit=self._lead(place + 7 * step), role="co")

    def _followed(self, tasks: Sequence[Task], leads: dict[int, int], proof: Evidence) -> None:
        """Progress month by month, checks, requests, and where each task stands today."""
        entries: list[TaskEntry] = []
        checks: list[TaskCheck] = []
        closings: list[TaskClosing] = []
        extensions: list[TaskExtension] = []
        for place, task in enumerate(tasks):
            task.state = "open"
            entries += list(self._entries(task, leads[task.pk]))
            checks.append(self._check(place, task))
            self._ended(place, task, closings, extensions)
        TaskEntry.objects.bulk_create(entries, PIECE)
        TaskCheck.objects.bulk_create(checks, PIECE)
        TaskClosing.objects.bulk_create(closings, PIECE)
        TaskExtension.objects.bulk_create(extensions, PIECE)
        shown = [TaskProof(closing=one, evidence=proof, name="验收单.txt", on=one.on) for one in closings]
        shown += [TaskProof(entry=one, evidence=proof, name="进展照片.txt", on=one.on) for one in entries[::3]]
        TaskProof.objects.bulk_create(shown, PIECE)
        Task.objects.bulk_update(tasks, ["state", "due", "share", "closed_on", "reason"], PIECE)

    def _entries(self, task: Task, unit: int) -> Iterator[TaskEntry]:
        assert task.due is not None
        silent = self.luck.random() < 0.12
        for month in MONTHS:
            if month > task.due.month or (silent and month == 5):
                continue
            share = Decimal(min(100, 100 * month // task.due.month))
            on = dt.date(DAY.year, month + 1, self.luck.randrange(1, 5))
            sure = on < DAY - dt.timedelta(days=20)
            yield TaskEntry(
                task=task, unit_id=unit, period=f"{DAY.year}-{month:02}", on=on, share=share, words="按计划推进。",
                by=self.liaison, verified_by=self.office if sure else None, verified_on=on + dt.timedelta(3) if sure else None,
            )  # fmt: skip
            if sure:
                task.share = share

    def _check(self, place: int, task: Task) -> TaskCheck:
        assert task.due is not None
        behind = Decimal((0, 0, 5, 12, 20)[place % 5])
        planned = Decimal(min(100, 600 // task.due.month))
        return TaskCheck(
            task=task, kind="half", period=f"{DAY.year}-H1", on=dt.date(DAY.year, 7, 8), share=max(planned - behind, Decimal(0)),
            planned=planned, problems="征地进度偏慢。" if behind else "没有发现问题。",
            remedies="每周调度一次，专人盯办。" if behind else "继续按计划推进。", by=self.office,
        )  # fmt: skip

    def _ended(self, place: int, task: Task, closings: list[TaskClosing], extensions: list[TaskExtension]) -> None:
        assert task.due is not None
        day, luck = task.due - dt.timedelta(days=_days_before(self.luck)), self.luck
        if place % 97 == 11:
            task.state, task.reason = "dropped", "机构职能调整，任务终止。"
        elif task.due < DAY and luck.random() < 0.9:
            done = {
                "state": "agreed",
                "decided_by": self.other,
                "decided_on": day + dt.timedelta(3),
                "reason": "属实。",
            }
            if place % 9 == 0:
                closings.append(_closing(task, day - dt.timedelta(5), self.liaison, state="refused", decided_by=self.other,
                                         decided_on=day - dt.timedelta(4), reason="缺验收材料。"))  # fmt: skip
            closings.append(_closing(task, day, self.liaison, **done))
            task.state, task.closed_on, task.share = "done", day, Decimal(100)
        elif place % 13 == 4:
            closings.append(_closing(task, DAY - dt.timedelta(2), self.liaison))
            task.state = "reported"
        elif place % 17 == 3:
            later = task.due + dt.timedelta(days=30)
            agreed = place % 2 == 0
            extensions.append(TaskExtension(
                task=task, old_due=task.due, new_due=later, reason="汛期停工。", on=DAY - dt.timedelta(9), by=self.liaison,
                state="agreed" if agreed else "asked", decided_by=self.other if agreed else None,
                decided_on=DAY - dt.timedelta(6) if agreed else None,
            ))  # fmt: skip
            task.due = later if agreed else task.due


def _days_before(luck: Random) -> int:
    """How many days before its limit a task was done; a few were late."""
    return luck.choice((12, 9, 7, 5, 3, 1, 0, -6))


def _closing(task: Task, on: dt.date, by: Account | None, **given: Any) -> TaskClosing:
    return TaskClosing(task=task, words="已完成，附验收单。", on=on, by=by, **given)


def _stages(task: Task) -> Iterator[TaskStage]:
    assert task.due is not None
    half = task.since + (task.due - task.since) / 2
    yield TaskStage(task=task, place=1, name="制定方案并开工", due=half, planned=Decimal(50),
                    done_on=half if half < DAY else None)  # fmt: skip
    yield TaskStage(task=task, place=2, name="完成并验收", due=task.due, planned=Decimal(100))


def _matters(units: Sequence[Unit]) -> None:
    """A rule, a mandate, and the matters of the year."""
    opener, problems = units[0], list(PROBLEMS)
    with set_in(BEGIN):
        give_mandate(by=None, unit=opener, kind="own", since=BEGIN)
        levels = [("admonition", f"诫勉情形之{n}") for n in range(1, 7)]
        levels += [("warning", f"告诫情形之{n}") for n in range(1, 10)]
        rule = draft_rule(by=None, title="效能监察暂行规定", matters="审批、执法、服务", division="监察机关牵头，各单位配合",
                          methods="立项检查、立案调查、受理投诉", circumstances=levels)  # fmt: skip
        issue_rule(by=None, rule=rule)
        for place in range(12):
            made = plan_matter(
                by=None, name=f"{WORK[place]}效能监察", mode=("project", "case", "complaint")[place % 3],
                problem=problems[place % 4], aspect=("efficiency", "result", "benefit", "quality")[place % 4],
                chosen=("centre", "hot", "weak")[place % 3], reason="群众反映集中，列入年度重点。", channel=("superior",
                "specialised", "social")[place % 3], opener=opener, unit=units[1 + place % (len(units) - 1)],
                key=place % 4 == 0, points=[(f"节点{n}", None) for n in range(1, 9)] if place % 4 == 0 else [],
            )  # fmt: skip
            if place < 9:
                opened = open_matter(by=None, matter=made)
                for step, phase in enumerate(list(PHASES)[: 1 + place % 3]):
                    day = BEGIN + dt.timedelta(days=60 * (step + 1))
                    record_matter(by=None, matter=opened, phase=phase, manner=("push", "study", "visit")[step], on=day,
                                  words="到现场了解情况，当面反馈。")  # fmt: skip


def _daily(story: Story) -> None:
    """What is watched, requests, warnings, early signs, a drive and the half-year session."""
    units, kinds = story.units, ("three_major", "project", "issue", "risk_point", "key_point", "lead")
    day = DAY - dt.timedelta(days=30)
    channels = ("superior", "specialised", "social")
    Watched.objects.bulk_create(
        Watched(kind=kinds[n % 6], unit=units[n % len(units)], words=f"监督事项 {n + 1}", channel=channels[n % 3],
                happened_on=day, reported_on=day if n % 5 else day + dt.timedelta(days=6),
                corrected_on=DAY if n % 7 else None, by=story.other)
        for n in range(180)
    )  # fmt: skip
    with set_in(day):
        for place, (unit, people) in enumerate(_staffed(story)[:12]):
            first, last = people[0], people[-1]
            receive_request(by=None, unit=unit, first=first, words=f"咨询补贴申领（{place + 1}）")
            note_sign(by=None, unit=unit, kind="材料迟报", words="月报迟报一日")
            if first != last and place < 6:
                raise_alert(by=None, unit=unit, person=last, superior=first, words="专项资金支付偏慢")
        drive = start_drive(by=None, title="履职情况专项督查", topics=["履职情况", "问题整改"],
                            items=[("公开", "网上可查"), ("整改", "有销号记录"), ("培训", "")], since=day)  # fmt: skip
        open_ledgers(by=None, drive=drive, units=units[:-3])
        hearing = call_hearing(by=None, period=f"{DAY.year}-H1", title="年中工作汇报会", units=units[:30])
        for unit in units[:24]:
            hand_in_report(by=None, hearing=hearing, unit=unit, words="任务过半、时间过半。")
        raise_problem(by=None, hearing=hearing, words="部分项目用地手续未办结")


def _staffed(story: Story) -> list[tuple[Unit, list[Person]]]:
    """Units with somebody in them, each with its first and last."""
    several = {unit: (held[0], held[-1]) for unit, held in story.people.items()}
    named = {one.pk: one for one in Person.objects.filter(pk__in={key for pair in several.values() for key in pair})}
    return [(unit, [named[key] for key in several[unit.pk]]) for unit in story.units if unit.pk in several]
