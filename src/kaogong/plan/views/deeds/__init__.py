"""Acts of planning that need no page of their own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import Refused
from kaogong.org.forms.acts import text, words
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.fields import DayField, LinesField, UnitField
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.org.views.deeds import Deed, to, whoever
from kaogong.plan import actions
from kaogong.plan.forms.deeds import (
    AppraiseForm,
    ChainForm,
    ClaimForm,
    ContestForm,
    CoverForm,
    ImportForm,
    IssueWorkPlanForm,
    ReferencesForm,
    ReviseForm,
    TaskForm,
    WaiveForm,
    WorkPlanForm,
    cycle_now,
)
from kaogong.plan.guards import (
    may_acknowledge,
    may_approve_task,
    may_ask_adjustment,
    may_draw_letter,
    may_endorse,
    may_issue,
    may_keep_cycle,
    may_keep_tasks,
    may_keep_tasks_at_all,
    may_set_own,
    may_set_target,
    may_speak_above,
    may_speak_below,
)
from kaogong.plan.models import Adjustment, Contest, Cycle, Indicator, Target, Task, WorkPlan
from kaogong.plan.states import ADJUSTMENT, FIXED, INDICATOR, TARGET, TASK, WORKPLAN

BY_CODE = _("编码或全称")
REASON = text(_("理由"))
keeps = whoever(may_keep_cycle)


def _deed(**given: Any) -> Deed:
    return Deed(**{"room": "plan"} | given)


def _cycle(**given: Any) -> Deed:
    more: dict[str, Any] = {"of": Cycle, "called": "cycle", "back": to("plan:cycle"), "key": "plan.cycle:{.pk}"}
    return _deed(**{"may": keeps, "when": lambda one: one.state != "closed"} | more | given)


def _indicator(**given: Any) -> Deed:
    verb = given["verb"].__name__
    more: dict[str, Any] = {"of": Indicator, "called": "indicator", "back": to("plan:indicator", "pk")}
    fits = {"when": lambda one: (one.state, verb) in INDICATOR}
    return _deed(**more | {"key": "plan.indicator:{.pk}"} | fits | given)


def _target(**given: Any) -> Deed:
    more: dict[str, Any] = {"of": Target, "called": "target", "back": to("plan:target", "pk")}
    return _deed(**more | {"key": "plan.target:{.pk}"} | given)


def _task(**given: Any) -> Deed:
    verb = given["verb"].__name__
    more: dict[str, Any] = {"of": Task, "called": "task", "back": to("plan:tasks"), "key": "plan.task:{.pk}"}
    return _deed(**more | {"when": lambda one: (one.state, verb) in TASK, "begin": _on} | given)


def _on(_thing: Any) -> dict[str, Any]:
    return {"on": today(), "places": 0}


def _own(account: Account, one: Indicator) -> str:
    if one.owner is None:
        return gettext("考核办法定下的指标只能由新一版办法修改。")
    return may_set_own(account, one.owner)


def _carry(*, by: Account, cycle: Cycle) -> Any:
    """Whether anything was carried over is said."""
    made = actions.carry_forward(by=by, cycle=cycle)
    if not made:
        raise Refused(gettext("上一周期没有可接续的目标。"))
    return made


def _not_bound(one: Target) -> bool:
    return one.state not in FIXED and one.state != "withdrawn"


CYCLE_DEEDS = (
    _cycle(
        verb=actions.set_chain,
        at="cycle/<int:pk>/chain/",
        form=ChainForm,
        button=_("定审批环节"),
        told=_("审批环节已定。"),
        lead=_("年中调整按这些环节依次审批；有了申请就不能再改。"),
    ),
    _cycle(
        verb=actions.carry_forward,
        do=_carry,
        at="cycle/<int:pk>/carry/",
        may=whoever(may_issue),
        button=_("从上一周期接续"),
        told=_("上一周期的目标已接续为草稿，完成数作基数。"),
        when=lambda one: one.state != "closed" and one.previous_id is not None,
    ),
    _cycle(
        verb=actions.appraise_targets,
        at="cycle/<int:pk>/appraise/",
        may=whoever(may_issue),
        form=AppraiseForm,
        button=_("标记已考核"),
        told=_("目标已标记为已考核。"),
        when=lambda one: one.state == "open",
        warning=_("全部目标标记后，周期才能结束；标记后不能再调整。"),
    ),
    _cycle(
        verb=actions.waive_family,
        at="cycle/<int:pk>/waive/",
        may=whoever(may_draw_letter),
        form=WaiveForm,
        button=_("免列门类"),
        told=_("这个单位的责任书可以不列这一门类。"),
        back=to("plan:letters"),
        when=lambda one: one.state != "closed" and bool(one.families),
    ),
    _deed(
        verb=actions.cancel_appraisal,
        at="cancel-appraisal/",
        may=keeps,
        form=ask(
            unit=UnitField(label=_("单位"), help_text=BY_CODE),
            since=words(_("自哪年起"), 4),
            document=words(_("依据文件"), 200),
        ),
        do=lambda since, **given: actions.cancel_appraisal(since=_year(since), **given),
        button=_("取消单独考核"),
        told=_("已取消，此后并入上级考核。"),
        back=to("plan:cycle"),
        warning=_("自那年起，这个单位不能再单独组织考核。"),
    ),
    _deed(
        verb=actions.note_mandates,
        at="mandates/",
        may=keeps,
        form=ask(unit=UnitField(label=_("单位"), help_text=BY_CODE), duties=LinesField(label=_("职责"))),
        button=_("登记单位职责"),
        told=_("单位职责已登记，目标可以对应到职责。"),
        back=to("plan:cycle"),
    ),
)
"""On a cycle."""


def _year(typed: str) -> int:
    if not typed.isdecimal() or len(typed) != len("2026"):
        raise Refused(gettext("请写四位年份，如 2026。"), "since")
    return int(typed)


INDICATOR_DEEDS = (
    _indicator(
        verb=actions.revise_indicator,
        at="indicators/<int:pk>/revise/",
        may=_own,
        form=ReviseForm,
        begin=lambda one: (
            {name: getattr(one, name) for name in ("basis", "unit", "direction", "source", "places")}
            | {"full": "" if one.full is None else f"{one.full:f}"}
        ),
        when=lambda one: one.owner_id is not None and (one.state, "revise_indicator") in INDICATOR,
        button=_("修改指标"),
        told=_("指标已修改，须重新会签。"),
        warning=_("修改后须重新会签；目标已下达的，走年中调整。"),
    ),
    _indicator(
        verb=actions.refuse_indicator,
        at="indicators/<int:pk>/refuse/",
        may=may_endorse,
        form=ask(reason=REASON),
        button=_("不同意"),
        told=_("已退回，理由已告诉提出单位。"),
    ),
    _indicator(
        verb=actions.withdraw_indicator,
        at="indicators/<int:pk>/withdraw/",
        may=_own,
        form=ask(reason=REASON),
        button=_("撤销指标"),
        told=_("指标已撤销。"),
    ),
    _indicator(
        verb=actions.cover,
        at="indicators/<int:pk>/cover/",
        may=keeps,
        form=CoverForm,
        when=lambda one: one.state not in ("withdrawn", "refused"),
        button=_("写明承接"),
        told=_("承接关系已登记。"),
    ),
    _indicator(
        verb=actions.note_references,
        at="indicators/<int:pk>/references/",
        may=keeps,
        form=ReferencesForm,
        when=lambda one: True,
        button=_("登记参照数值"),
        told=_("参照数值已登记，设目标时用来比较。"),
    ),
    _deed(
        verb=actions.record_contest,
        do=lambda **given: actions.record_contest(cycle=cycle_now(), **given),
        at="contests/record/",
        may=keeps,
        form=ContestForm,
        button=_("登记竞赛"),
        told=_("竞赛已登记。"),
        back=to("plan:contests"),
    ),
    _deed(
        verb=actions.import_measures,
        at="contests/<int:pk>/import/",
        of=Contest,
        called="contest",
        may=keeps,
        form=ImportForm,
        button=_("导入为指标"),
        told=_("已导入，会签后可以设目标。"),
        back=to("plan:contest", "pk"),
    ),
)
"""On indicators and contests."""

TARGET_DEEDS = (
    _target(
        verb=actions.return_target,
        at="targets/<int:pk>/return/",
        may=may_speak_above,
        form=ask(reasons=LinesField(label=_("退回原因"))),
        when=_not_bound,
        button=_("退回补全"),
        told=_("已退回，单位会看到缺什么。"),
    ),
    _target(
        verb=actions.reject,
        at="targets/<int:pk>/reject/",
        may=may_speak_below,
        form=ask(reason=REASON),
        when=lambda one: one.person_id is not None and (one.state, "propose") in TARGET,
        button=_("不认领"),
        told=_("已退回所在单位，理由留在商定记录里。"),
    ),
    _target(
        verb=actions.withdraw_target,
        at="targets/<int:pk>/withdraw/",
        may=may_set_target,
        form=ask(reason=REASON),
        when=lambda one: (one.state, "withdraw") in TARGET,
        button=_("撤销目标"),
        told=_("目标已撤销，商定记录照旧可查。"),
    ),
    _target(
        verb=actions.claim,
        at="targets/<int:pk>/claim/",
        may=may_set_target,
        form=ClaimForm,
        when=lambda one: one.state != "withdrawn",
        button=_("登记计入内容"),
        told=_("计入内容已登记；重复计入会在核对里列出。"),
    ),
    _deed(
        verb=actions.withdraw_adjustment,
        at="adjustments/<int:pk>/withdraw/",
        of=Adjustment,
        called="adjustment",
        may=lambda account, one: may_ask_adjustment(account, one.unit),
        form=ask(reason=REASON),
        when=lambda one: (one.state, "withdraw_adjustment") in ADJUSTMENT,
        button=_("撤回申请"),
        told=_("申请已撤回，目标不变。"),
        back=to("plan:adjustment", "pk"),
        key="plan.adjustment:{.pk}",
    ),
)
"""On targets."""

TASK_DEEDS = (
    _deed(
        verb=actions.draw_workplan,
        do=lambda **given: actions.draw_workplan(cycle=cycle_now(), **given),
        at="workplans/draw/",
        may=whoever(may_keep_tasks_at_all),
        form=WorkPlanForm,
        button=_("拟订工作方案"),
        told=_("工作方案已拟订，接着列任务。"),
        back=to("plan:workplans"),
    ),
    _deed(
        verb=actions.add_task,
        name="add_task_to",
        do=lambda by, workplan, **given: actions.add_task(by=by, cycle=workplan.cycle, workplan=workplan, **given),
        at="workplans/<int:pk>/task/",
        of=WorkPlan,
        called="workplan",
        may=lambda account, one: may_keep_tasks(account, one.unit),
        form=TaskForm,
        when=lambda one: one.state == "draft",
        button=_("列入任务"),
        told=_("任务已列入。"),
        back=to("plan:workplan", "pk"),
    ),
    _deed(
        verb=actions.issue_workplan,
        at="workplans/<int:pk>/issue/",
        of=WorkPlan,
        called="workplan",
        may=lambda account, one: may_keep_tasks(account, one.unit),
        form=IssueWorkPlanForm,
        begin=_on,
        when=lambda one: (one.state, "issue_workplan") in WORKPLAN,
        button=_("下达方案"),
        told=_("方案已下达，牵头单位签收。"),
        back=to("plan:workplan", "pk"),
        key="plan.workplan:{.pk}",
        warning=_("下达后新增的任务作为计划外任务登记。"),
    ),
    _deed(
        verb=actions.add_task,
        do=lambda **given: actions.add_task(cycle=cycle_now(), **given),
        at="tasks/add/",
        may=whoever(may_keep_tasks_at_all),
        form=TaskForm,
        button=_("登记任务"),
        told=_("任务已登记。"),
        back=to("plan:tasks"),
    ),
    _task(
        verb=actions.approve_task,
        at="tasks/<int:pk>/approve/",
        may=whoever(may_approve_task),
        when=lambda one: (one.state, "approve_task") in TASK and one.origin == "extra",
        button=_("批准"),
        told=_("任务已批准，自今天起计分。"),
    ),
    _task(
        verb=actions.refuse_task,
        at="tasks/<int:pk>/refuse/",
        may=whoever(may_approve_task),
        form=ask(reason=REASON),
        when=lambda one: (one.state, "refuse_task") in TASK and one.origin == "extra",
        button=_("不批准"),
        told=_("任务没有批准，不计分。"),
    ),
    _task(
        verb=actions.start_task,
        at="tasks/<int:pk>/start/",
        may=may_acknowledge,
        form=ask(on=DayField(label=_("开工日期"))),
        when=lambda one: one.started_on is None and one.state in ("approved", "issued", "acknowledged"),
        button=_("开工"),
        told=_("开工日期已登记。"),
    ),
    _task(
        verb=actions.finish_task,
        at="tasks/<int:pk>/finish/",
        may=may_acknowledge,
        form=ask(on=DayField(label=_("完成日期"))),
        button=_("完成"),
        told=_("任务已完成。"),
    ),
)
"""On work plans and tasks."""
