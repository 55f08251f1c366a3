"""What can be done with a complaint on its page: which forms somebody is offered, and what each of them does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from kaogong.audit.actions import seal
from kaogong.audit.states import after
from kaogong.listen.actions.complaints import (
    accept_complaint,
    answer_complaint,
    classify_complaint,
    close_complaint,
    join_complaint,
    refer_complaint,
    refuse_complaint,
    reply_complaint,
    return_reply,
    return_review,
    review_reply,
    transfer_complaint,
)
from kaogong.listen.actions.complaints_intake import reopen_complaint, visit_complaint
from kaogong.listen.actions.complaints_leads import open_lead
from kaogong.listen.actions.complaints_promises import propose_compensation
from kaogong.listen.actions.complaints_watch import ask_extension
from kaogong.listen.forms.complaints import (
    AcceptForm,
    AnswerForm,
    CompensateForm,
    ExtendForm,
    JoinForm,
    LeadForm,
    ReasonForm,
    ReferForm,
    ReplyForm,
    ReturnForm,
    ReviewForm,
    TransferForm,
    VisitForm,
    apart,
)
from kaogong.listen.guards.complaints import may_close, may_handle, may_reply
from kaogong.listen.models import Compensation, Complaint, Handling
from kaogong.listen.queries.complaints import may_reopen, rated
from kaogong.listen.states.complaints import COMPLAINT, UPHELD
from kaogong.org.forms.fields import UnitField
from kaogong.org.models import Account
from kaogong.org.queries import setting
from kaogong.plan.forms import Act

Words = str | Promise
Begin = Callable[[Complaint], Mapping[str, Any]]


def _nothing(complaint: Complaint) -> Mapping[str, Any]:
    del complaint
    return {}


def _sorted(complaint: Complaint) -> Mapping[str, Any]:
    unit = UnitField.typed(complaint.unit)
    person = complaint.person.code if complaint.person else ""
    return {"kind": complaint.kind, "topic": complaint.topic, "unit": unit, "person": person}


def _sent(complaint: Complaint) -> Mapping[str, Any]:
    """What a unit is sent begins as what was said, for the handler to take out whatever tells who said it."""
    return {"unit": UnitField.typed(complaint.unit), "words": complaint.words, "days": setting("listen.answer_days")}


def _led(complaint: Complaint) -> Mapping[str, Any]:
    return {"title": complaint.title}


@dataclass(frozen=True, slots=True)
class Deed:
    """One act: the form it asks for, who may, and when."""

    verb: str
    words: Words
    form: type[Any]
    do: Callable[..., Any]
    may: Callable[[Account, Complaint], str] = may_handle
    when: Callable[[Complaint], bool] | None = None
    begin: Begin = _nothing
    main: bool = False
    hint: Words = ""

    def offered(self, account: Account, complaint: Complaint) -> bool:
        """Whether somebody can do it now."""
        there = self.when(complaint) if self.when else after(COMPLAINT, complaint.state, self.verb) is not None
        return there and not self.may(account, complaint)

    def filled(self, complaint: Complaint, data: Any = None, files: Any = None) -> Any:
        """The form, empty or with what was typed."""
        made, named = apart(self.form, self.verb), f"{self.verb}_%s"
        if data is not None:
            return made(data, files, auto_id=named)
        return made(initial=dict(self.begin(complaint)), auto_id=named)


class ConfirmForm(Act):
    """Nothing to type."""


def _with_files(*, by: Account, file: Sequence[Any] = (), **given: Any) -> Any:
    files = [(seal(by=by, file=one, name=_("附件")), str(one.name)) for one in file]
    return reply_complaint(by=by, files=files, **given)


def _returned(*, days: int | None = None, **given: Any) -> Any:
    return return_reply(days=days or 0, **given)


def _lead(*, complaint: Complaint, **given: Any) -> Any:
    return open_lead(complaint=complaint, source=complaint.number, **given)


def _kind(kind: str) -> Callable[[Complaint], bool]:
    return lambda one: one.kind == kind and one.state == "accepted"


def _ready(one: Complaint) -> bool:
    return one.kind == "efficiency" and one.state in ("accepted", "reopened")


def _running(one: Complaint) -> bool:
    held = Handling.objects.filter(complaint=one, ended=False, replied_on=None).first()
    return held is not None and not held.extensions.filter(state="asked").exists()


def _askable(one: Complaint) -> bool:
    return one.state == "reviewed" and one.named and rated(one) is None


def _broken(one: Complaint) -> bool:
    proved = one.promise_id is not None and one.verdict in UPHELD
    return proved and not Compensation.objects.filter(complaint=one).exists()


def _points_further(one: Complaint) -> bool:
    return one.state in ("reviewed", "closed") and one.verdict in UPHELD and not one.leads.exists()


DEEDS: tuple[Deed, ...] = (
    Deed("accept_complaint", pgettext_lazy("verb", "受理"), AcceptForm, accept_complaint, begin=_sorted, main=True),
    Deed("transfer_complaint", lazy("转承办单位"), TransferForm, transfer_complaint, when=_ready, begin=_sent, main=True),
    Deed("answer_complaint", lazy("解答"), AnswerForm, answer_complaint, when=_kind("advice"), main=True),
    Deed("refer_complaint", lazy("移交"), ReferForm, refer_complaint, when=_kind("legal"), main=True),
    Deed("reply_complaint", lazy("提交答复"), ReplyForm, _with_files, may=may_reply, main=True),
    Deed(
        "review_reply", lazy("审核答复"), ReviewForm, review_reply, main=True,
        hint=lazy("投诉人随即能看到答复；由另一位经办人办结后，属实的计入考核。"),
    ),
    Deed(
        "close_complaint", lazy("办结"), ConfirmForm, close_complaint, may=may_close, main=True,
        hint=lazy("确认核查结论。属实、部分属实的计入被投诉单位的考核。"),
    ),
    Deed("visit_complaint", lazy("登记回访"), VisitForm, visit_complaint, when=_askable),
    Deed("classify_complaint", lazy("改分类"), AcceptForm, classify_complaint, begin=_sorted),
    Deed("join_complaint", lazy("并案"), JoinForm, join_complaint),
    Deed("refuse_complaint", lazy("不予受理"), ReasonForm, refuse_complaint),
    Deed("ask_extension", lazy("申请延期"), ExtendForm, ask_extension, may=may_reply, when=_running),
    Deed("return_reply", lazy("退回补查"), ReturnForm, _returned),
    Deed("return_review", lazy("退回重审"), ReasonForm, return_review, may=may_close),
    Deed("reopen_complaint", lazy("重新办理"), ReasonForm, reopen_complaint, when=may_reopen),
    Deed("propose_compensation", lazy("提出违诺赔偿"), CompensateForm, propose_compensation, when=_broken),
    Deed("open_lead", lazy("转为案件线索"), LeadForm, _lead, when=_points_further, begin=_led),
)  # fmt: skip
"""In the order of the page: what comes next first."""


def offered(account: Account, complaint: Complaint) -> list[Deed]:
    """What somebody can do with a complaint now."""
    return [one for one in DEEDS if one.offered(account, complaint)]
