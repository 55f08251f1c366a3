"""Acts on appeals that need no page of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaogong.answer import actions
from kaogong.answer.forms import AcceptForm, CaseForm, HearingForm, RulingForm, StatementForm
from kaogong.answer.guards import may_file, may_receive, may_rule, may_sign, may_state, may_withdraw
from kaogong.answer.models import Appeal
from kaogong.answer.queries.appeals import before_hearing
from kaogong.answer.states import PARTS, UNHEARD
from kaogong.audit.actions import seal
from kaogong.org.forms.acts import text, words
from kaogong.org.forms.deeds import ask
from kaogong.org.models import Account
from kaogong.org.views.deeds import Deed, to, whoever


def shown(by: Account, file: UploadedFile[Any] | None) -> list[Any]:
    """What was uploaded, sealed."""
    return [(seal(by=by, file=file), str(file.name))] if file else []


def _stated(*, by: Account, appeal: Appeal, party: str, file: UploadedFile[Any] | None, **said: str) -> Any:
    return actions.state_case(by=by, appeal=appeal, party=party, said=said, shown=shown(by, file))


def _own_part(*, by: Account, appeal: Appeal, file: UploadedFile[Any] | None, **said: str) -> Any:
    return actions.state_case(by=by, appeal=appeal, party="assessor", said=said, shown=shown(by, file))


def _ruled(
    *, by: Account, appeal: Appeal, rightings: Sequence[Mapping[str, Any]] = (), alterations: Sequence[Mapping[str, str]] = (),
    strikes: Sequence[Mapping[str, str]] = (), **said: Any,
) -> Any:  # fmt: skip
    rows: list[actions.Put] = [actions.Strike(one["incident"], one["proof"]) for one in strikes]
    rows += [actions.Righting(one["fact"], one["period"], one["value"]) for one in rightings]
    rows += [actions.Alteration(**one) for one in alterations]
    return actions.rule_appeal(by=by, appeal=appeal, rightings=rows, **said)


def _assessors(account: Account, appeal: Appeal) -> str:
    return may_state(account, appeal, "assessor")


def _again(account: Account, appeal: Appeal) -> str:
    return may_withdraw(account, appeal)


def _begun(appeal: Appeal) -> dict[str, str]:
    held = appeal.statements.filter(party="assessor").first()
    return {part: getattr(held, part) for part in PARTS} if held else {}


def _review(*, by: Account, appeal: Appeal, file: UploadedFile[Any] | None, **said: str) -> Any:
    return actions.lodge_appeal(
        by=by, kind=appeal.kind, thing=appeal.thing, said=said, shown=shown(by, file), earlier=appeal
    )


APPEAL: dict[str, Any] = {
    "room": "answer", "of": Appeal, "called": "appeal", "back": to("answer:appeal", "pk"), "key": "answer.appeal:{.pk}",
}  # fmt: skip
DEEDS = (
    Deed(verb=actions.accept_appeal, at="<int:pk>/accept/", may=may_receive, form=AcceptForm, when=lambda one: one.state == "lodged",
         button=_("受理"), told=_("已受理，请在期限内组织听证。"), **APPEAL),
    Deed(verb=actions.refuse_appeal, at="<int:pk>/refuse/", may=may_receive, form=ask(reason=text(_("不予受理的理由"))),
         when=lambda one: one.state == "lodged", button=_("不予受理"), told=_("已答复不予受理。"), **APPEAL),
    Deed(verb=actions.call_hearing, at="<int:pk>/hearing/", may=may_receive, form=HearingForm, when=lambda one: one.state in UNHEARD,
         button=_("定听证"), told=_("听证时间和听证席已定，双方已收到通知。"),
         lead=_("当事人、当事单位人员和作出原结论的人不能坐听证席。"), **APPEAL),
    Deed(verb=actions.state_case, do=_stated, name="state_case", at="<int:pk>/state/", may=may_receive, form=StatementForm,
         when=lambda one: one.state in ("lodged", *UNHEARD), button=_("记录陈述"), told=_("陈述已记录。"), **APPEAL),
    Deed(verb=actions.state_case, do=_own_part, name="state_own", at="<int:pk>/own/", may=_assessors, form=CaseForm, begin=_begun,
         when=lambda one: one.state in UNHEARD, button=_("填考核人陈述"), told=_("陈述已提交。"), **APPEAL),
    Deed(verb=actions.write_minutes, at="<int:pk>/minutes/", may=may_receive, form=ask(minutes=text(_("听证笔录"))),
         begin=lambda one: {"minutes": one.minutes}, when=lambda one: one.state == "called", button=_("写笔录"),
         told=_("笔录已写，请听证席逐一签字。"), warning=_("改写笔录后须重新签字。"), **APPEAL),
    Deed(verb=actions.sign_minutes, at="<int:pk>/sign/", may=may_sign, when=lambda one: one.state == "called" and bool(one.minutes) and not before_hearing(one),
         button=_("签署笔录"), told=_("已签字。"), warning=_("签字即确认笔录与听证一致。"), **APPEAL),
    Deed(verb=actions.close_hearing, at="<int:pk>/close/", may=may_receive, when=lambda one: one.state == "called",
         button=_("结束听证"), told=_("听证已结束，等待裁定。"), **APPEAL),
    Deed(verb=actions.rule_appeal, do=_ruled, at="<int:pk>/rule/", may=may_rule, form=RulingForm, when=lambda one: one.state == "heard",
         button=pgettext_lazy("verb", "裁定"), told=_("已裁定，裁定书送达双方。"),
         warning=_("变更的，所申诉的记录随即撤回或更正；写了改写事件的，记录保留。得分从原冻结数据重新计算。"), **APPEAL),
    Deed(verb=actions.file_appeal, at="<int:pk>/file/", may=whoever(may_file),
         form=ask(filing=words(_("备案号"), 40, required=False, help_text=_("不写则按申诉编号。"))),
         when=lambda one: one.state == "ruled", button=_("备案"), told=_("已备案。"), **APPEAL),
    Deed(verb=actions.withdraw_appeal, at="<int:pk>/withdraw/", may=may_withdraw,
         form=ask(reason=text(_("撤回理由"), required=False)), when=lambda one: one.state in ("lodged", *UNHEARD),
         button=_("撤回申诉"), told=_("申诉已撤回，原结论有效。"), **APPEAL),
    Deed(verb=actions.lodge_appeal, do=_review, name="review_appeal", at="<int:pk>/review/", may=_again, form=CaseForm,
         when=lambda one: one.state in ("ruled", "filed") and one.earlier_id is None,
         button=_("申请复核"), told=_("复核申请已提交。"), **APPEAL),
)  # fmt: skip
