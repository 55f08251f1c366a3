"""Acts on what is written and said after a decision: reports, talks, advice, papers, points, help."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import seal
from kaogong.decide import actions
from kaogong.decide.forms.answerable import (
    AdviceForm,
    AnswerAdviceForm,
    AskReportForm,
    CheckForm,
    HandInForm,
    HelpForm,
    HoldTalkForm,
    PaperForm,
    PlanTalkForm,
    PointForm,
)
from kaogong.decide.guards import may_prepare
from kaogong.decide.guards.accountability import (
    may_advise,
    may_answer_advice,
    may_answer_point,
    may_check_report,
    may_hand_in,
    may_hold_talk,
    may_pursue,
)
from kaogong.decide.models import (
    AdmonitionTalk,
    CaseMeasure,
    Consequence,
    FeedbackItem,
    Paper,
    PersonnelAdvice,
    Report,
    ReviewPoint,
    Settlement,
)
from kaogong.decide.states import FINAL
from kaogong.decide.views.deeds.answerable import deed
from kaogong.org.forms.acts import text
from kaogong.org.forms.deeds import ask
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.org.views.deeds import to, whoever

File = UploadedFile[Any] | None


def _handed(*, by: Account, report: Report, file: File, **given: Any) -> Any:
    return actions.hand_in_report(by=by, report=report, file=seal(by=by, file=file) if file else None, **given)


def _held(*, by: Account, talk: AdmonitionTalk, file: File, **given: Any) -> Any:
    return actions.hold_talk(by=by, talk=talk, file=seal(by=by, file=file) if file else None, **given)


def _day(_thing: Any) -> dict[str, Any]:
    return {"day": today()}


def _until(thing: Any) -> dict[str, Any]:
    return {"due": thing.due or today()}


def _stands(one: Consequence) -> bool:
    return one.settlement.state in FINAL and one.state in ("due", "done") and one.proposal.unit_id is not None


def _falls_short(one: Consequence) -> bool:
    """Of the highest grade nobody is asked to review himself, nor admonished."""
    return _stands(one) and one.proposal.final not in one.settlement.grades[:1]


def _decided(one: CaseMeasure) -> bool:
    return one.state in ("due", "done")


RESULT: dict[str, Any] = {"of": Consequence, "called": "ground", "back": to("decide:consequence", "pk"),
                          "key": "decide.consequence:{.pk}", "when": _stands}  # fmt: skip
MEASURE: dict[str, Any] = {"of": CaseMeasure, "called": "ground", "back": to("decide:case", "case_id"),
                           "key": "decide.casemeasure:{.pk}", "when": _decided}  # fmt: skip


def _may_pursue(account: Account, thing: Any) -> str:
    unit = thing.case.unit if isinstance(thing, CaseMeasure) else thing.proposal.unit
    return may_pursue(account, unit)


FROM_DEEDS = (
    deed(verb=actions.ask_report, at="results/<int:pk>/report/", form=AskReportForm, begin=_until, may=_may_pursue,
         button=_("要求检查或整改报告"), told=_("已要求报送。"), **RESULT | {"when": _falls_short}),
    deed(verb=actions.ask_report, name="ask_report_of", at="cases/measures/<int:pk>/report/", form=AskReportForm,
         begin=_until, may=_may_pursue, button=_("要求报告"), told=_("已要求报送。"), **MEASURE),
    deed(verb=actions.plan_talk, at="results/<int:pk>/talk/", form=PlanTalkForm, begin=_until, may=_may_pursue,
         button=_("安排诫勉谈话"), told=_("谈话已安排。"), **RESULT | {"when": _falls_short}),
    deed(verb=actions.plan_talk, name="plan_talk_of", at="cases/measures/<int:pk>/talk/", form=PlanTalkForm,
         begin=_until, may=_may_pursue, button=_("安排谈话"), told=_("谈话已安排。"), **MEASURE),
    deed(verb=actions.advise_personnel, at="results/<int:pk>/advise/", form=AdviceForm, may=whoever(may_advise),
         button=_("提干部处理建议"), told=_("建议已发出，等待答复。"), **RESULT),
    deed(verb=actions.advise_personnel, name="advise_personnel_of", at="cases/measures/<int:pk>/advise/", form=AdviceForm,
         may=whoever(may_advise), button=_("提建议"), told=_("建议已发出，等待答复。"), **MEASURE),
    deed(verb=actions.issue_paper, at="results/<int:pk>/paper/", form=PaperForm, may=whoever(may_prepare),
         button=_("印发文书"), told=_("文书已印发，可下载 PDF 和 docx。"),
         **RESULT | {"called": "consequence", "when": lambda one: _stands(one) and not hasattr(one, "paper")}),
)  # fmt: skip
REPORT_DEEDS = (
    deed(verb=actions.hand_in_report, do=_handed, at="reports/<int:pk>/hand-in/", of=Report, called="report",
         form=HandInForm, begin=lambda one: {"cause": one.cause, "measures": one.measures, "result": one.result},
         may=may_hand_in, when=lambda one: one.state == "asked", button=_("报送"), told=_("已报送，等待审核。"),
         back=to("decide:report", "pk"), key="decide.report:{.pk}"),
    deed(verb=actions.check_report, at="reports/<int:pk>/check/", of=Report, called="report", form=CheckForm,
         may=may_check_report, when=lambda one: one.state == "handed", button=_("审核"), told=_("审核已登记。"),
         back=to("decide:report", "pk"), key="decide.report:{.pk}"),
)  # fmt: skip
TALK_DEEDS = (
    deed(verb=actions.hold_talk, do=_held, at="talks/<int:pk>/hold/", of=AdmonitionTalk, called="talk", form=HoldTalkForm,
         begin=_day, may=may_hold_talk, when=lambda one: one.state == "planned", button=_("登记谈话"),
         told=_("谈话已登记。"), back=to("decide:talks"), key="decide.admonitiontalk:{.pk}"),
)  # fmt: skip
ADVICE_DEEDS = (
    deed(verb=actions.answer_advice, at="advices/<int:pk>/answer/", of=PersonnelAdvice, called="advice",
         form=AnswerAdviceForm, begin=_day, may=may_answer_advice, when=lambda one: one.state == "sent",
         button=_("登记答复"), told=_("答复已登记。"), back=to("decide:advices"), key="decide.personneladvice:{.pk}"),
)  # fmt: skip
PAPER_DEEDS = (
    deed(verb=actions.withdraw_paper, at="papers/<int:pk>/withdraw/", of=Paper, called="paper",
         form=ask(why=text(_("撤回理由"))), may=whoever(may_prepare), when=lambda one: one.state == "issued",
         button=_("撤回"), told=_("已撤回；原文留存，核验码显示已撤回。"), back=to("decide:paper", "pk"), key="decide.paper:{.pk}"),
)  # fmt: skip
POINT_DEEDS = (
    deed(verb=actions.answer_point, at="points/<int:pk>/answer/", of=ReviewPoint, called="point", form=PointForm,
         may=may_answer_point, when=lambda one: one.state == "open" and one.settlement.state == "draft",
         button=_("审议"), told=_("审议意见已登记。"), back=to("decide:points", "settlement_id"),
         key="decide.reviewpoint:{.pk}"),
)  # fmt: skip
HELP_DEEDS = (
    deed(verb=actions.add_help, at="results/items/<int:pk>/help/", of=FeedbackItem, called="item", form=HelpForm,
         may=whoever(may_prepare), button=_("加反馈帮助"), told=_("已加入反馈单。"), back=to("decide:sheet", "sheet_id"),
         key="decide.feedbackitem:{.pk}"),
)  # fmt: skip
CLOSING_DEEDS = (
    deed(verb=actions.close_uses, at="settlements/<int:pk>/close-uses/", of=Settlement, called="settlement",
         may=whoever(may_prepare), when=lambda one: one.state == "published" and one.used_up_on is None,
         button=_("办结结果运用"), told=_("结果运用已办结。"), back=to("decide:settlement", "pk"),
         key="decide.settlement:{.pk}", lead=_("奖惩逐项执行或决定不再执行后办结。")),
)  # fmt: skip
EVERY = (
    *FROM_DEEDS, *REPORT_DEEDS, *TALK_DEEDS, *ADVICE_DEEDS, *PAPER_DEEDS, *POINT_DEEDS, *HELP_DEEDS, *CLOSING_DEEDS,
)  # fmt: skip
"""All of them."""
