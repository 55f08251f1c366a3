"""Acts on tasks that need no page of their own."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import seal
from kaogong.org.forms.acts import text
from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.fields import DayField
from kaogong.org.models import Account, Unit
from kaogong.org.queries import today
from kaogong.org.views.deeds import Deed, to, whoever
from kaogong.supervise.actions.ledger_entries import supervise_entry_task
from kaogong.supervise.actions.tasks import (
    add_task,
    change_task,
    close_source,
    drop_task,
    issue_table,
    issue_task,
    register_source,
    set_stages,
    start_table,
)
from kaogong.supervise.actions.tasks_followed import (
    ask_closing,
    ask_extension,
    check_task,
    close_check,
    close_task,
    decide_extension,
    reach_stage,
    return_closing,
    tell_progress,
    urge_task,
    verify_progress,
)
from kaogong.supervise.forms.tasks import (
    ChangeForm,
    CheckForm,
    ClosingForm,
    JoinForm,
    ProgressForm,
    RoundForm,
    SourceForm,
    StagesForm,
    TableForm,
    TaskForm,
    VerdictForm,
)
from kaogong.supervise.guards.tasks import may_close, may_extend, may_keep, may_lead, may_tell, may_verify_entry
from kaogong.supervise.models import EntryTask, Task, TaskEntry, TaskSource, TaskStage, TaskTable
from kaogong.supervise.queries.ledgers import joinable
from kaogong.supervise.states.tasks import LIVE


def deed(**given: Any) -> Deed:
    """An act of the room; by default of those who supervise."""
    usual: dict[str, Any] = {"room": "supervise", "may": whoever(may_keep)}
    return Deed(**usual | given)


def _on(_thing: Any) -> dict[str, Any]:
    return {"on": today(), "given_on": today(), "since": today(), "year": today().year}


def _told(*, by: Account, task: Task, unit: int, file: UploadedFile[Any] | None, **given: Any) -> Any:
    shown = [(seal(by=by, file=file), str(file.name))] if file else []
    return tell_progress(by=by, task=task, unit=Unit.objects.get(pk=unit), shown=shown, **given)


def _closing(*, by: Account, task: Task, words: str, file: UploadedFile[Any]) -> Any:
    return ask_closing(by=by, task=task, words=words, shown=[(seal(by=by, file=file), str(file.name))])


def _joined(*, by: Account, task: Task, entry: EntryTask) -> Any:
    return supervise_entry_task(by=by, task=entry, number=task.number)


def _extends(account: Account, task: Task) -> str:
    asked = task.extensions.filter(state="asked").first()
    return may_extend(account, asked) if asked else str(_("没有待审的延期申请。"))


def _closes(account: Account, task: Task) -> str:
    asked = task.closings.filter(state="asked").first()
    return may_close(account, asked) if asked else str(_("没有待核的销号申请。"))


def _now(task: Task) -> dict[str, Any]:
    people = {"leader": task.leader.code if task.leader else "", "handler": task.handler.code if task.handler else ""}
    return {name: getattr(task, name) for name in ("name", "goal", "requirements", "department")} | people


def _month(_task: Task) -> dict[str, Any]:
    return {"period": f"{today():%Y-%m}"}


TASK = {"of": Task, "called": "task", "back": to("supervise:task", "pk"), "key": "supervise.task:{.pk}"}
TABLE = {
    "of": TaskTable, "called": "table", "back": to("supervise:task_table", "pk"), "key": "supervise.tasktable:{.pk}",
}  # fmt: skip
FIRST = (
    deed(verb=add_task, at="tasks/new/", form=TaskForm, begin=_on, button=_("立督办任务"),
         told=_("已立项，下达后才算数。"), back=to("supervise:tasks")),
)  # fmt: skip
TASK_DEEDS = (
    deed(verb=issue_task, at="tasks/<int:pk>/issue/", when=lambda one: one.state == "draft" and one.table_id is None,
         button=_("下达任务"), told=_("任务已下达。"), warning=_("下达后主办、协办单位开始计时。"), **TASK),
    deed(verb=set_stages, at="tasks/<int:pk>/stages/", form=StagesForm, when=lambda one: one.state == "draft",
         button=_("分阶段"), told=_("阶段性任务已写好。"), **TASK),
    deed(verb=tell_progress, do=_told, at="tasks/<int:pk>/progress/", form=ProgressForm, begin=_month,
         may=may_tell, when=lambda one: one.state == "open", button=_("填进展"), told=_("进展已填，等督查机构核实。"), **TASK),
    deed(verb=ask_closing, do=_closing, at="tasks/<int:pk>/done/", form=ClosingForm, may=may_lead,
         when=lambda one: one.state == "open", button=_("申请销号"), told=_("已申请销号，由督查机构核验。"), **TASK),
    deed(verb=ask_extension, at="tasks/<int:pk>/later/", may=may_lead,
         form=ask(until=DayField(label=_("延至")), reason=text(_("延期理由"))),
         when=lambda one: one.state == "open", button=_("申请延期"), told=_("已申请延期，原时限照常显示。"), **TASK),
    deed(verb=close_task, at="tasks/<int:pk>/close/", may=_closes, form=ask(reason=text(_("核验意见"), required=False)),
         when=lambda one: one.state == "reported", button=_("核验销号"), told=_("已销号，列入销号台账。"),
         warning=_("请先打开佐证核对。销号后任务结束。"), **TASK),
    deed(verb=return_closing, at="tasks/<int:pk>/return/", may=_closes, form=ask(reason=text(_("退回理由"))),
         when=lambda one: one.state == "reported", button=_("退回重办"), told=_("已退回，理由已告知主办单位。"), **TASK),
    deed(verb=decide_extension, at="tasks/<int:pk>/extend/", may=_extends, form=VerdictForm,
         when=lambda one: one.state == "open" and one.extensions.filter(state="asked").exists(),
         button=_("审批延期"), told=_("延期申请已审批。"), **TASK),
    deed(verb=check_task, at="tasks/<int:pk>/check/", form=CheckForm, begin=_month,
         when=lambda one: one.state in LIVE, button=_("登记检查"), told=_("检查已登记。"), **TASK),
    deed(verb=urge_task, at="tasks/<int:pk>/urge/", form=ask(words=line(_("催办内容"), 300)),
         when=lambda one: one.state == "open", button=_("催办"), told=_("已催办，催办记录留存。"), **TASK),
    deed(verb=change_task, at="tasks/<int:pk>/change/", form=ChangeForm, begin=_now,
         when=lambda one: one.state in ("draft", "open"), button=_("调整任务"), told=_("已调整，新旧内容都留存。"), **TASK),
    deed(verb=supervise_entry_task, do=_joined, at="tasks/<int:pk>/agreed/", form=JoinForm,
         when=lambda one: one.state in ("draft", *LIVE) and joinable(one).exists(), button=_("列入议定事项"),
         told=_("议定事项已列入这项任务，销号时一并办结。"), **TASK),
    deed(verb=drop_task, at="tasks/<int:pk>/drop/", form=ask(reason=text(_("终止理由"))),
         when=lambda one: one.state in ("draft", "open"), button=_("终止任务"), told=_("任务已终止，留存备查。"), **TASK),
    deed(verb=verify_progress, at="tasks/entries/<int:pk>/verify/", of=TaskEntry, called="entry", may=may_verify_entry,
         when=lambda one: one.verified_on is None, button=_("核实"), told=_("进展已核实。"),
         back=to("supervise:task", "task_id"), key="supervise.taskentry:{.pk}"),
    deed(verb=reach_stage, at="tasks/stages/<int:pk>/reach/", of=TaskStage, called="stage", begin=_on,
         form=ask(on=DayField(label=_("完成日期"))), when=lambda one: one.done_on is None,
         button=_("阶段完成"), told=_("阶段已完成。"), back=to("supervise:task", "task_id"),
         key="supervise.taskstage:{.pk}"),
)  # fmt: skip
TABLE_DEEDS = (
    deed(verb=start_table, at="tables/new/", form=TableForm, begin=_on, button=_("编制分解表"),
         told=_("分解表已建，可逐项立任务或导入表格。"), back=to("supervise:task_tables")),
    deed(verb=issue_table, at="tables/<int:pk>/issue/", form=ask(reason=line(_("调整事由"), 200, required=False)),
         button=_("下达分解表"), told=_("已下达，这一版不再改变。"),
         warning=_("草稿任务随之下达；以后增补、调整另出新版。"), **TABLE),
    deed(verb=close_check, at="tables/<int:pk>/check/", form=RoundForm, button=_("结束检查"),
         told=_("这一期检查已结束。"), **TABLE),
)  # fmt: skip
SOURCE_DEEDS = (
    deed(verb=register_source, at="sources/new/", form=SourceForm, begin=_on, button=_("登记来源"),
         told=_("来源已登记，请逐项立项。"), back=to("supervise:task_sources")),
    deed(verb=close_source, at="sources/<int:pk>/close/", of=TaskSource, called="source",
         when=lambda one: one.state == "open", button=_("交办完"), told=_("每一项都有督办号，已交办完。"),
         back=to("supervise:task_source", "pk"), key="supervise.tasksource:{.pk}"),
)  # fmt: skip
EVERY = (*FIRST, *TASK_DEEDS, *TABLE_DEEDS, *SOURCE_DEEDS)
