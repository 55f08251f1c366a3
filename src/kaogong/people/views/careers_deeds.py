"""Acts on selection, moves and cases that need no page of their own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import seal
from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.fields import DayField
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.org.views.deeds import Deed, to, whoever
from kaogong.people.actions.careers import appoint_candidate, fail_selection, nominate, open_selection, take_step
from kaogong.people.actions.careers_moves import (
    cancel_exchange,
    decide_exit,
    finish_exchange,
    note_move,
    plan_exchange,
    propose_exit,
    refuse_exit,
)
from kaogong.people.actions.careers_reserve import (
    add_reserve,
    close_gap,
    compare,
    draft_move_list,
    issue_move_list,
    leave_reserve,
    set_exemplar,
    write_gap,
)
from kaogong.people.forms.careers import (
    AppointForm,
    CompareForm,
    ExchangeForm,
    ExemplarForm,
    ExitForm,
    GapForm,
    ListForm,
    MoveForm,
    NominationForm,
    ReserveForm,
    SelectionForm,
)
from kaogong.people.guards.careers import (
    may_appoint,
    may_compare,
    may_compare_any,
    may_decide_exit,
    may_issue_list,
    may_keep_careers,
)
from kaogong.people.models.careers import (
    Exchange,
    Exemplar,
    Exit,
    GapItem,
    MoveLine,
    MoveList,
    Nomination,
    ReserveMember,
    Selection,
)

DAY = ask(day=DayField(label=_("日期")))
REASON = ask(reason=line(_("理由"), 400))


def deed(**given: Any) -> Deed:
    """An act of the room; by default of the office in charge of people."""
    usual: dict[str, Any] = {"room": "people", "may": whoever(may_keep_careers)}
    return Deed(**usual | given)


def on_day(_thing: Any) -> dict[str, Any]:
    """The form begins with today."""
    day: dt.date = today()
    return dict.fromkeys(("day", "since", "on", "planned_on", "signed_on"), day)


def _nominated(*, by: Account, selection: Selection, file: UploadedFile[Any] | None, **given: Any) -> Nomination:
    return nominate(by=by, selection=selection, letter=seal(by=by, file=file) if file else None, **given)


def _appoints(account: Account, one: Nomination) -> str:
    return may_appoint(account, one.selection)


def _years(_thing: Any) -> dict[str, Any]:
    return {"first": today().year - 3, "last": today().year - 1}


SELECTION: dict[str, Any] = {"of": Selection, "called": "selection", "back": to("people:selection", "pk"),
                             "key": "people.selection:{.pk}", "when": lambda one: one.state == "open"}  # fmt: skip
EXIT: dict[str, Any] = {"of": Exit, "called": "exit", "back": to("people:exits"), "key": "people.exit:{.pk}",
                        "may": may_decide_exit, "when": lambda one: one.state == "proposed"}  # fmt: skip
EXCHANGE: dict[str, Any] = {"of": Exchange, "called": "exchange", "back": to("people:exchanges"),
                            "key": "people.exchange:{.pk}", "when": lambda one: one.state == "planned"}  # fmt: skip
GAP: dict[str, Any] = {"of": GapItem, "called": "item", "back": to("people:exemplar", "exemplar_id"),
                       "key": "people.gapitem:{.pk}", "may": lambda account, one: may_compare(account, one.person)}  # fmt: skip
SELECTION_DEEDS = (
    deed(verb=open_selection, at="careers/selections/new/", form=SelectionForm, button=_("启动选任"),
         told=_("选任已启动，按步骤办理。"), back=to("people:selections")),
    deed(verb=nominate, do=_nominated, at="careers/selections/<int:pk>/nominate/", form=NominationForm, begin=on_day,
         button=_("登记推荐"), told=_("推荐已登记，推荐人对推荐负责。"), **SELECTION),
    deed(verb=take_step, at="careers/selections/<int:pk>/step/",
         form=ask(words=line(_("这一步的情况"), 400), day=DayField(label=_("完成日期"))), begin=on_day,
         button=_("完成下一步"), told=_("这一步已完成。"),
         **SELECTION | {"when": lambda one: one.state == "open" and one.steps.filter(done_on__isnull=True).exists()}),
    deed(verb=fail_selection, at="careers/selections/<int:pk>/fail/", form=REASON, button=_("没有选出"),
         told=_("已登记没有选出。"), **SELECTION),
    deed(verb=appoint_candidate, at="careers/nominations/<int:pk>/appoint/", of=Nomination, called="nomination",
         form=AppointForm, begin=on_day, may=_appoints, when=lambda one: one.selection.state == "open", button=_("任用"),
         told=_("任用已决定，排序和理由一并留存。"), back=to("people:selection", "selection_id"),
         key="people.selection:{.selection_id}"),
)  # fmt: skip
EXIT_DEEDS = (
    deed(verb=propose_exit, at="careers/exits/new/", form=ExitForm, begin=lambda one: on_day(one) | {"ends": True},
         button=_("提出退出"), told=_("已提出，待决策机构决定。"), back=to("people:exits")),
    deed(verb=decide_exit, at="careers/exits/<int:pk>/decide/", form=ask(opinion=line(_("意见"), 400, required=False)),
         button=_("同意退出"), told=_("已决定，状态和待遇已登记。"), warning=_("同意后现任岗位按退出日期结束。"), **EXIT),
    deed(verb=refuse_exit, at="careers/exits/<int:pk>/refuse/", form=ask(opinion=line(_("不同意的理由"), 400)),
         button=_("不同意"), told=_("已登记不同意。"), **EXIT),
)  # fmt: skip
EXCHANGE_DEEDS = (
    deed(verb=plan_exchange, at="careers/exchanges/new/", form=ExchangeForm, begin=on_day, button=_("列交流计划"),
         told=_("已列入交流计划。"), back=to("people:exchanges")),
    deed(verb=finish_exchange, at="careers/exchanges/<int:pk>/finish/", form=DAY, begin=on_day, button=_("已交流"),
         told=_("交流已登记。"), **EXCHANGE),
    deed(verb=cancel_exchange, at="careers/exchanges/<int:pk>/cancel/", form=REASON, button=_("取消"),
         told=_("交流计划已取消。"), **EXCHANGE),
)  # fmt: skip
RESERVE_DEEDS = (
    deed(verb=add_reserve, at="careers/reserve/new/", form=ReserveForm, begin=on_day, button=_("列入后备"),
         told=_("已列入后备库。"), back=to("people:reserve")),
    deed(verb=leave_reserve, at="careers/reserve/<int:pk>/leave/", of=ReserveMember, called="member",
         form=ask(reason=line(_("出库事由"), 200), day=DayField(label=_("日期"))), begin=on_day,
         when=lambda one: one.until is None, button=_("出库"), told=_("已出库。"), back=to("people:reserve"),
         key="people.reservemember:{.pk}"),
)  # fmt: skip
EXEMPLAR_DEEDS = (
    deed(verb=set_exemplar, at="careers/exemplars/new/", form=ExemplarForm, button=_("登记典型"),
         told=_("典型已登记，可以对照。"), back=to("people:exemplars")),
    deed(verb=compare, at="careers/exemplars/<int:pk>/compare/", of=Exemplar, called="exemplar", form=CompareForm,
         may=whoever(may_compare_any), button=_("对照典型"), told=_("已对照，低于典型的方面列为差距。"),
         back=to("people:exemplar", "pk"), key="people.exemplar:{.pk}"),
    deed(verb=write_gap, at="careers/gaps/<int:pk>/write/", form=GapForm,
         begin=lambda one: {"shortfall": one.shortfall, "improvement": one.improvement},
         when=lambda one: one.done_on is None, button=_("写改进"), told=_("不足和改进已写明。"), **GAP),
    deed(verb=close_gap, at="careers/gaps/<int:pk>/close/", form=DAY, begin=on_day,
         when=lambda one: bool(one.improvement) and one.done_on is None, button=_("改进完成"), told=_("改进已完成。"), **GAP),
)  # fmt: skip
LIST_DEEDS = (
    deed(verb=draft_move_list, at="careers/lists/new/", form=ListForm, begin=_years, button=_("拟名单"),
         told=_("名单已按规则排出，印发后对照执行。"), back=to("people:move_lists")),
    deed(verb=issue_move_list, at="careers/lists/<int:pk>/issue/", of=MoveList, called="held", may=may_issue_list,
         when=lambda one: one.state == "draft", button=_("印发名单"), told=_("名单已印发。"),
         warning=_("印发后，任用和退出与名单不一致的须写明理由。"), back=to("people:move_list", "pk"),
         key="people.movelist:{.pk}"),
    deed(verb=note_move, at="careers/list-lines/<int:pk>/move/", of=MoveLine, called="line", form=MoveForm, begin=on_day,
         when=lambda one: one.held.state == "issued", button=_("登记去向"), told=_("实际去向已登记。"),
         back=to("people:move_list", "held_id"), key="people.movelist:{.held_id}"),
)  # fmt: skip
EVERY = (*SELECTION_DEEDS, *EXIT_DEEDS, *EXCHANGE_DEEDS, *RESERVE_DEEDS, *EXEMPLAR_DEEDS, *LIST_DEEDS)
