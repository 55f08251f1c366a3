"""What is going on in the demonstration city: targets being agreed, adjustments asked for, tasks, the next edition."""

from __future__ import annotations

import datetime as dt
import tempfile
from decimal import Decimal
from pathlib import Path

from kaogong.audit.actions import Denied
from kaogong.decide import actions as decide
from kaogong.monitor import actions as monitor
from kaogong.monitor.models import Assignee, Filing, Report, Routine
from kaogong.org import actions as org
from kaogong.org.models import Unit
from kaogong.org.queries import set_in
from kaogong.plan import actions as plan
from kaogong.plan.models import Indicator, Target, Task, TaskUnit, WorkPlan
from kaogong.plan.queries import Wanted
from kaogong.web.city.book import BOOK
from kaogong.web.city.people import PASSWORD, Cast
from kaogong.web.city.year import YEAR, Aim, Year

OWN = (
    ("青年人才驻点服务企业天数", "天", "60"),
    ("机关节能改造项目数", "项", "3"),
    ("跨部门联办事项数", "项", "8"),
    ("老年人助餐点新增数", "个", "6"),
)
"""Indicators that units set for themselves in the course of the year."""
ASKING = ("u01", "u05", "u09", "u14", "u23")
"""Units that asked for an adjustment in the middle of the year; of the first two it holds."""
TASKS = (
    ("制定基层减负事项清单", 9, 30), ("整治文山会海专项行动", 10, 15), ("推进政务数据直达基层", 10, 31),
    ("开展安全生产百日行动", 9, 18), ("办好十件惠民实事", 12, 20), ("清理拖欠企业账款", 11, 30),
    ("完善应急预案并组织演练", 9, 25), ("编制明年重点项目库", 11, 15),
)  # fmt: skip


def agree_targets(year: Year, cast: Cast) -> None:
    """Targets of units' own indicators: asked from below, sent back from above, or waiting to be countersigned."""
    for place, code in enumerate(("u01", "u02", "u03", "u06", "u07", "u11", "u15", "u20")):
        unit, by = cast.units[code], cast.liaison[code]
        name, measure, value = OWN[place % len(OWN)]
        made = plan.add_indicator(
            by=by, cycle=year.cycle, owner=unit, authority=cast.units["u26"], name=name, unit=measure, full=Decimal(1)
        )
        if place % 4 == 3:
            continue
        plan.endorse_indicator(by=cast.named["authority"], indicator=made)
        target = _own(year, unit, made)
        plan.propose(by=by, target=target, value=Decimal(value), reason="年中新增工作，按半年量提出")
        if place % 2 == 0:
            more = Decimal(value) + 2
            plan.counter(by=cast.named["office"], target=target, value=more, reason="同类单位平均更高，请再加一点")


def _own(year: Year, unit: Unit, indicator: Indicator) -> Target:
    return Target.objects.create(
        cycle=year.cycle, indicator=indicator, unit=unit, period=str(YEAR), own=True, points=indicator.full
    )


def ask_adjustments(year: Year, cast: Cast) -> None:
    """Adjustments asked for in the window; two went through both steps, the others wait for the first or the second."""
    steps = list(year.cycle.chain.order_by("place"))
    for place, code in enumerate(ASKING):
        aim = _falling(year.of(code))
        target = Target.objects.get(pk=aim.key)
        wanted = aim.course.number(aim.course.wanted * 9 // 10)
        asked = plan.ask_adjustment(
            by=cast.liaison[code],
            cycle=year.cycle,
            unit=cast.units[code],
            changes=[Wanted(target, value=wanted)],
            reason="上级调减任务量，已附文件",
            on=dt.date(YEAR, 8, 12 + place),
        )
        taken = (2, 2, 1, 1, 0)[place]
        for step, by in list(zip(steps, ("office", "decision"), strict=True))[:taken]:
            plan.approve_adjustment(by=cast.named[by], adjustment=asked, step=step, words="同意")


def _falling(aims: list[Aim]) -> Aim:
    return next(one for one in aims if one.course.figure.nature == "amount" and one.course.wanted >= 20)


def hand_out_tasks(year: Year, cast: Cast) -> None:
    """A work plan that was issued; some of its tasks wait to be acknowledged."""
    work = WorkPlan.objects.create(
        cycle=year.cycle,
        title=f"{YEAR}年下半年重点工作方案",
        unit=cast.city,
        state="issued",
        situation="上半年总体平稳，部分指标进度偏慢。",
        measures="清单管理，按月调度，按季通报。",
        events=["会议部署"],
        deployed=dt.date(YEAR, 7, 6),
    )
    units = [one.code for one in cast.houses if one.code[0] == "u"]
    for number, (name, month, day) in enumerate(TASKS, 1):
        lead, support = units[(number - 1) % len(units)], units[(number * 7) % len(units)]
        state = ("issued", "acknowledged", "acknowledged", "finished")[number % 4 if number > 1 else 0]
        task = Task.objects.create(
            cycle=year.cycle,
            workplan=work,
            origin="plan",
            number=number,
            name=name,
            state=state,
            given_by="市政府常务会议",
            given_on=dt.date(YEAR, 7, 6),
            goal="按期完成并报送总结",
            standard="有方案、有台账、有总结",
            due=dt.date(YEAR, month, day),
            department=cast.units[lead],
            acknowledged_on=dt.date(YEAR, 7, 8) if state != "issued" else None,
            finished_on=dt.date(YEAR, 8, 28) if state == "finished" else None,
        )
        TaskUnit.objects.create(task=task, unit=cast.units[lead], role="lead")
        if support != lead:
            TaskUnit.objects.create(task=task, unit=cast.units[support], role="support")


def keep_routines(year: Year, cast: Cast) -> None:
    """The quarterly analysis of the districts; one of them has not handed in the second."""
    routine = Routine.objects.create(
        cycle=year.cycle, name="季度运行分析", every="quarter", parts=["分析报告"], to=["绩效办"], due_day=15
    )
    for place, house in enumerate(one for one in cast.houses if one.klass == "district"):
        one = Assignee.objects.create(routine=routine, unit=cast.units[house.code])
        for quarter, day in ((1, dt.date(YEAR, 4, 13)), (2, dt.date(YEAR, 7, 13))):
            if quarter == 1 or place:
                Filing.objects.create(
                    assignee=one, period=f"{YEAR}-Q{quarter}", part="分析报告", filed_on=day,
                    words="经济运行平稳，个别指标进度偏慢，已列入下季调度。", by=cast.liaison[house.code],
                )  # fmt: skip


DISCLOSED = (
    ("targets", "年度考核目标", "各单位年度目标已下达并签订责任书，指标、目标值和分值在责任书中列明。"),
    (
        "standards",
        "评价基本标准",
        "完成值与目标值之比计分，完成不足一半不得分；优秀 90 分以上且不超过 30%，良好 80 分，一般 60 分。",
    ),
)
"""What of the year is public from its beginning on."""


def disclose(year: Year, cast: Cast) -> None:
    """Targets and standards of the year are made public."""
    day = dt.date(YEAR, 3, 2)
    with set_in(day):
        for kind, title, words in DISCLOSED:
            decide.disclose(
                by=cast.named["office"],
                cycle=year.cycle,
                kind=kind,
                title=f"{YEAR}{title}",
                publish_on=day,
                words=words,
            )


def change_people(cast: Cast) -> None:
    """Somebody new has an account and no powers yet; somebody tried what is not for them."""
    new = next(iter(cast.leaders["u02"][-1:]), None)
    org.open_account(by=cast.named["system"], username="newcomer", person=new, password=PASSWORD)
    report = Report.objects.filter(unit=cast.units["u01"], state="signed").select_related("unit").first()
    if report is not None:
        try:
            monitor.verify_report(by=cast.liaison["u01"], report=report)
        except Denied:  # which is what stays on record
            return


def draft_next_edition() -> None:
    """The measure of the next year as a draft, to be checked and tried on the year that is over."""
    text = (BOOK / "rulebook.yaml").read_text("utf-8")
    for before, after in CHANGES:
        assert before in text, before
        text = text.replace(before, after)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "rulebook.yaml").write_text(text, "utf-8")
        plan.bring_edition(by=None, folder=folder)


CHANGES = (
    ('edition: "1"', 'edition: "2"'),
    ("from: 2024-01-01, to: 2026-12-31", "from: 2027-01-01, to: 2027-12-31"),
    ("excellent_share: {value: 30%", "excellent_share: {value: 25%"),
    ("good_from: {value: 80", "good_from: {value: 85"),
    ("marks: {yellow: 0.5, red: 1.5}", "marks: {yellow: 1, red: 3}"),
    ("marks: {plain: 0.5, serious: 1.5}", "marks: {plain: 1, serious: 3}"),
)
"""What the draft of the next year changes."""
