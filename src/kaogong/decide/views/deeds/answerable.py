"""Acts on cases and conduct that need no page of their own."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import seal
from kaogong.decide import actions
from kaogong.decide.forms.answerable import (
    ApproveMeasureForm,
    ConductForm,
    DoneForm,
    EntryForm,
    FailingForm,
    LinkForm,
    MeasureForm,
    OpenForm,
    SatisfactionForm,
)
from kaogong.decide.guards.accountability import (
    may_approve_measure,
    may_carry_out,
    may_close_case,
    may_keep_conduct,
    may_pursue,
    may_work_on,
)
from kaogong.decide.models import AccountabilityCase, CaseLink, CaseMeasure, ConductEntry, ConductRecord, Proposal
from kaogong.decide.states import FINAL, RUNNING
from kaogong.org.forms.acts import text
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.fields import DayField
from kaogong.org.models import Account
from kaogong.org.queries import setting, today
from kaogong.org.views.deeds import Deed, to, whoever

File = UploadedFile[Any] | None


def deed(**given: Any) -> Deed:
    """An act of the room."""
    return Deed(**{"room": "decide"} | given)


def _done(*, by: Account, measure: CaseMeasure, file: File, **given: Any) -> Any:
    return actions.carry_out_measure(by=by, measure=measure, proof=seal(by=by, file=file) if file else None, **given)


def _conduct(*, by: Account, file: File, **given: Any) -> Any:
    return actions.record_conduct(by=by, proof=seal(by=by, file=file) if file else None, **given)


def _day(_thing: Any) -> dict[str, Any]:
    return {"day": today(), "on": today(), "since": today(), "year": today().year}


def _due(case: AccountabilityCase) -> dict[str, Any]:
    return {"due": case.outcome_due}


def _failing(line: Proposal) -> bool:
    low = bool(line.final) and line.final not in setting("review.good_grades")
    return low and line.settlement.state in FINAL and line.unit_id is not None and line.person_id is None


def _opened(made: list[AccountabilityCase]) -> str:
    """How many cases there are now; none, where there was nothing to pursue."""
    if not made:
        return gettext("没有到期未完成又没有获准理由的重点任务，这次没有立案。")
    return gettext("已立案 %(n)s 件：%(numbers)s。") % {
        "n": len(made), "numbers": gettext("、").join(one.number for one in made)
    }  # fmt: skip


CASE: dict[str, Any] = {"of": AccountabilityCase, "called": "case", "back": to("decide:case", "pk"),
                        "key": "decide.accountabilitycase:{.pk}", "may": may_work_on}  # fmt: skip
PART: dict[str, Any] = {"back": to("decide:case", "case_id")}
MEASURE = PART | {"of": CaseMeasure, "called": "measure", "key": "decide.casemeasure:{.pk}"}
RUNS = {"when": lambda one: one.state in RUNNING}

CASE_DEEDS = (
    deed(verb=actions.open_case, at="cases/new/", form=OpenForm, may=whoever(may_pursue), button=_("立案"),
         told=_("已立案，追究方式按表列出。"), back=to("decide:cases")),
    deed(verb=actions.call_satisfaction, at="cases/satisfaction/", form=SatisfactionForm, begin=_day,
         may=whoever(may_pursue), button=_("按满意度追究"), told=_("已立案，按连续年数提出追究方式。"), back=to("decide:cases"),
         lead=_("第一年通报批评，第二年诫勉谈话，第三年免职；免职须决策机构批准。")),
    deed(verb=actions.call_failed_tasks, at="cases/tasks/", may=whoever(may_pursue), button=_("清理未完成的重点任务"),
         told=_opened, back=to("decide:cases"),
         lead=_("到期未完成、没有获准理由的重点任务，每项对牵头单位主要领导立案一次；已经立过的不再立。")),
    deed(verb=actions.hear_case, at="cases/<int:pk>/hear/", form=ask(statement=text(_("陈述申辩")), day=DayField(label=_("日期"))),
         begin=_day, button=_("记陈述申辩"), told=_("陈述申辩已记入。"), **CASE, **RUNS),
    deed(verb=actions.add_measure, at="cases/<int:pk>/measure/", form=MeasureForm, begin=_due, button=_("加追究方式"),
         told=_("已列入；待岗、降职、免职等须决策机构批准。"), **CASE, **RUNS),
    deed(verb=actions.call_superior, at="cases/<int:pk>/superior/", button=_("查上级监督责任"),
         told=_("已按上级当年监督记录立案或复核。"), lead=_("上级当年没有监督记录的立案，有的只复核。"), **CASE,
         when=lambda one: one.state != "dropped" and not one.above.exists()),
    deed(verb=actions.take_up_case, at="cases/<int:pk>/take/", form=ask(reason=text(_("立案理由"))), button=_("转立案"),
         told=_("已转立案。"), **CASE, when=lambda one: one.state == "review"),
    deed(verb=actions.close_case, at="cases/<int:pk>/close/", form=ask(conclusion=text(_("结论"))), button=_("办结"),
         told=_("已办结。"), **CASE | {"may": may_close_case}, **RUNS),
    deed(verb=actions.drop_case, at="cases/<int:pk>/drop/", form=ask(reason=text(_("撤销理由"))), button=_("撤销"),
         told=_("已撤销，案件留存。"), **CASE | {"may": may_close_case}, **RUNS),
    deed(verb=actions.settle_link, at="cases/links/<int:pk>/", of=CaseLink, called="link", form=LinkForm,
         may=lambda account, one: may_work_on(account, one.case), when=lambda one: one.case.state in RUNNING,
         button=_("认定"), told=_("已认定。"), key="decide.caselink:{.pk}", **PART),
    deed(verb=actions.approve_measure, at="cases/measures/<int:pk>/approve/", form=ApproveMeasureForm,
         may=may_approve_measure, when=lambda one: one.state == "proposed", button=_("审批"), told=_("审批已登记。"), **MEASURE),
    deed(verb=actions.carry_out_measure, do=_done, at="cases/measures/<int:pk>/done/", form=DoneForm, begin=_day,
         may=may_carry_out, when=lambda one: one.state == "due" and one.case.state in RUNNING, button=_("登记落实"),
         told=_("已登记落实。"), **MEASURE),
)  # fmt: skip
LINE_DEEDS = (
    deed(verb=actions.call_failing, at="lines/<int:pk>/failing/", of=Proposal, called="proposal", form=FailingForm,
         may=lambda account, one: may_pursue(account, one.unit), when=_failing, button=_("追究主要领导"),
         told=_("已对主要领导立案。"), back=to("decide:line", "pk"), key="decide.proposal:{.pk}"),
)  # fmt: skip
CONDUCT_DEEDS = (
    deed(verb=actions.record_conduct, do=_conduct, at="conduct/new/", form=ConductForm, begin=_day,
         may=whoever(may_keep_conduct), button=_("登记奖惩"), told=_("已登记。"), back=to("decide:conduct")),
    deed(verb=actions.close_conduct, at="conduct/<int:pk>/close/", of=ConductRecord, called="conduct",
         form=ask(outcome=text(_("了结情况"))), may=whoever(may_keep_conduct), when=lambda one: one.state == "open",
         button=_("了结"), told=_("已了结。"), back=to("decide:conduct"), key="decide.conductrecord:{.pk}"),
)  # fmt: skip
CATALOGUE_DEEDS = (
    deed(verb=actions.add_conduct_entry, at="conduct/catalogue/new/", form=EntryForm, begin=_day,
         may=whoever(may_keep_conduct), button=_("列入目录"), told=_("已列入奖惩目录。"), back=to("decide:catalogue")),
    deed(verb=actions.end_conduct_entry, at="conduct/catalogue/<int:pk>/end/", of=ConductEntry, called="entry",
         form=ask(until=DayField(label=_("停用日期")), reason=text(_("理由"))), may=whoever(may_keep_conduct),
         when=lambda one: one.until is None, button=_("停用"), told=_("已停用，已有记录不变。"),
         back=to("decide:catalogue"), key="decide.conductentry:{.pk}"),
)  # fmt: skip
EVERY = (*CASE_DEEDS, *LINE_DEEDS, *CONDUCT_DEEDS, *CATALOGUE_DEEDS)
"""All of them."""
