"""Acts on attendance that need no page of their own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.org.views.deeds import Deed, to, whoever
from kaogong.people.actions.absences import (
    agree_absence,
    ask_absence,
    draft_sheet,
    end_absence,
    end_substitute,
    issue_sheet,
    name_stand_in,
    name_substitute,
    refuse_absence,
    withdraw_absence,
)
from kaogong.people.actions.presence import agree_correction, ask_correction, refuse_correction, set_hours
from kaogong.people.forms.learning import ReasonForm
from kaogong.people.forms.presence import (
    AbsenceForm,
    CorrectionForm,
    EndForm,
    HoursForm,
    RefusalForm,
    ReplyForm,
    ReturnForm,
    SheetForm,
    StandInForm,
    SubstituteForm,
)
from kaogong.people.guards.presence import (
    may_change_absence,
    may_click,
    may_decide_absence,
    may_decide_correction,
    may_issue,
    may_keep,
    may_keep_some,
    may_set_hours,
)
from kaogong.people.models import Absence, AttendanceSheet, Correction, Substitute
from kaogong.people.queries.bureaus import bureau_of, seen_bureaus


def deed(**given: Any) -> Deed:
    """An act of the room."""
    return Deed(**{"room": "people"} | given)


def begins(*names: str) -> Any:
    """Fields in which today stands at first."""
    return lambda _thing: dict.fromkeys(names, today())


def may_ask(account: Account) -> str:
    """Leave and corrections are asked for by people with a post, or by those who keep the records."""
    return may_click(account) and may_keep_some(account)


def may_hours(account: Account, _thing: Any) -> str:
    """The office sets hours of all, a head those of the own bureau."""
    whole = may_set_hours(account, None)
    seen = seen_bureaus(account) or set()
    return "" if not whole or any(not may_set_hours(account, one) for one in seen) else whole


def may_end_substitute(account: Account, one: Substitute) -> str:
    """Substitutes are kept with the records of the bureau."""
    return may_keep(account, bureau_of(one.post.unit_id))


ABSENCE: dict[str, Any] = {"of": Absence, "called": "absence", "back": to("people:absence", "pk"),
                           "key": "people.absence:{.pk}"}  # fmt: skip
CORRECTION: dict[str, Any] = {"of": Correction, "called": "correction", "back": to("people:corrections"),
                              "key": "people.correction:{.pk}", "may": may_decide_correction,
                              "when": lambda one: one.state == "asked"}  # fmt: skip
ABSENCE_DEEDS = (
    deed(verb=ask_absence, at="attendance/absences/new/",
         lead=_("提交后等审批；批准前可以撤回，回来后请销假。"),
         send=_("提交申请"),
         form=AbsenceForm, may=whoever(may_ask), begin=begins("first", "last"),
         button=_("请假或出差"), told=_("已提交，等候审批。没有替代人的请尽快定。"), back=to("people:absences")),
    deed(verb=agree_absence, at="attendance/absences/<int:pk>/agree/", **ABSENCE, may=may_decide_absence, form=ReplyForm,
         when=lambda one: one.state == "asked", button=_("同意"), told=_("已批准。请假期间事项转到替代人的工作台。"),
         warning=_("同意后，请假期间本人的事项和本岗权限转给替代人；没有替代人的没有人接手。")),
    deed(verb=refuse_absence, at="attendance/absences/<int:pk>/refuse/", **ABSENCE, may=may_decide_absence, form=RefusalForm,
         when=lambda one: one.state == "asked", button=_("不同意"), told=_("已退回本人。")),
    deed(verb=name_stand_in, at="attendance/absences/<int:pk>/stand-in/", **ABSENCE, may=may_change_absence, form=StandInForm,
         when=lambda one: one.state in ("asked", "agreed") and one.last >= today() and not one.returned_on,
         button=_("定替代人"), told=_("替代人已定。")),
    deed(verb=end_absence, at="attendance/absences/<int:pk>/end/", **ABSENCE, may=may_change_absence, form=ReturnForm,
         begin=begins("on"), when=lambda one: one.state == "agreed" and one.first <= today() <= one.last and not one.returned_on,
         button=_("销假"), told=_("已销假，事项回到本人。")),
    deed(verb=withdraw_absence, at="attendance/absences/<int:pk>/withdraw/", **ABSENCE, may=may_change_absence, form=ReasonForm,
         when=lambda one: one.state == "asked" or (one.state == "agreed" and one.first > today()),
         button=_("撤回"), told=_("已撤回，记录留存。")),
)  # fmt: skip
CORRECTION_DEEDS = (
    deed(verb=ask_correction, at="attendance/corrections/new/",
         lead=_("提交后由另一位同事审核，原打卡留存。"),
         send=_("提交申请"),
         form=CorrectionForm, may=whoever(may_ask),
         button=_("申请更正"), told=_("已提交，由另一位同事审核。"), back=to("people:corrections")),
    deed(verb=agree_correction, at="attendance/corrections/<int:pk>/agree/", **CORRECTION, form=ReplyForm,
         button=_("同意更正"), told=_("已更正，原记录留存。")),
    deed(verb=refuse_correction, at="attendance/corrections/<int:pk>/refuse/", **CORRECTION, form=RefusalForm,
         button=_("不同意"), told=_("已退回，原记录不变。")),
)  # fmt: skip
KEEPING_DEEDS = (
    deed(verb=set_hours, at="attendance/hours/new/",
         lead=_("从填的那天起执行，已过的日子仍按原作息。"),
         form=HoursForm, may=may_hours, begin=begins("since"),
         button=_("设定作息"), told=_("作息已设定。"), back=to("people:work_hours")),
    deed(verb=name_substitute, at="attendance/substitutes/new/",
         lead=_("登记后，这个岗位的人请假时可以选他替代。"),
         form=SubstituteForm, may=whoever(may_keep_some),
         begin=begins("since"), button=_("登记替代人"), told=_("替代人已登记。"), back=to("people:substitutes")),
    deed(verb=end_substitute, at="attendance/substitutes/<int:pk>/end/", of=Substitute, called="substitute", form=EndForm,
         may=may_end_substitute, when=lambda one: one.until is None, key="people.substitute:{.pk}",
         button=_("终止"), told=_("已终止。"), back=to("people:substitutes")),
    deed(verb=draft_sheet, at="attendance/sheets/new/",
         lead=_("按这个月的考勤汇总成稿，由另一位同事签发后生效。"),
         form=SheetForm, may=whoever(may_keep_some), button=_("拟考勤通报"),
         told=_("已拟稿，由另一位同事签发后生效。"), back=to("people:attendance_sheets")),
    deed(verb=issue_sheet, at="attendance/sheets/<int:pk>/issue/", of=AttendanceSheet, called="sheet", may=may_issue,
         when=lambda one: one.state == "draft", key="people.attendancesheet:{.pk}", button=_("签发通报"),
         warning=_("签发后通报全单位，扣分计入共性指标；之后更正的另出新版。"), told=_("通报已签发。"),
         back=to("people:attendance_sheet", "pk")),
)  # fmt: skip
EVERY = (*ABSENCE_DEEDS, *CORRECTION_DEEDS, *KEEPING_DEEDS)
