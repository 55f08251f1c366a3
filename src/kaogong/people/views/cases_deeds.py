"""Acts on cases, rule sets and grades of units that need no page of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import seal
from kaogong.org.forms.acts import text
from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.fields import DayField
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.org.views.deeds import to, whoever
from kaogong.people.actions.careers_cases import (
    add_evidence,
    close_case,
    find_fit,
    find_unfit,
    name_responsible,
    open_case,
    open_reviews,
    refuse_case,
    walk_step,
)
from kaogong.people.actions.careers_rules import (
    activate_unfit_rule,
    change_unfit_rule,
    draft_unfit_rule,
    end_unfit_rule,
)
from kaogong.people.actions.careers_units import fix_unit_grades, grant_direct, refuse_direct
from kaogong.people.forms.careers import (
    CaseForm,
    CloseForm,
    EvidenceForm,
    GradesForm,
    ResponsibleForm,
    UnfitForm,
    UnfitPartsForm,
    UnfitRuleForm,
    UnitCaseForm,
)
from kaogong.people.guards.careers import (
    may_activate_rule,
    may_close_case,
    may_decide_careers,
    may_find_case,
)
from kaogong.people.models.careers_cases import CareerCase, CaseEvidence, DirectGrade, UnfitRule
from kaogong.people.states.careers import UNFIT
from kaogong.people.views.careers_deeds import REASON, deed, on_day


def _opened(*, by: Account, file: UploadedFile[Any] | None, **given: Any) -> CareerCase:
    return open_case(by=by, file=seal(by=by, file=file) if file else None, **given)


def _shown(*, by: Account, case: CareerCase, file: UploadedFile[Any] | None, **given: Any) -> CaseEvidence:
    return add_evidence(by=by, case=case, file=seal(by=by, file=file) if file else None, **given)


def _closed(*, by: Account, case: CareerCase, file: UploadedFile[Any] | None, **given: Any) -> CareerCase:
    return close_case(by=by, case=case, paper=seal(by=by, file=file) if file else None, **given)


def _open(one: CareerCase) -> bool:
    return one.state == "open" and one.kind != "low"


def _walked(one: CareerCase) -> bool:
    return _open(one) and not one.steps.filter(done_on__isnull=True).exists()


def _last_year(_thing: Any) -> dict[str, Any]:
    return {"year": today().year - 1}


def _parts(one: UnfitRule) -> dict[str, Any]:
    return {
        "qualitative": one.qualitative, "quantitative": one.quantitative, "procedure": "\n".join(one.procedure),
        "measures": "\n".join(one.measures),
    }  # fmt: skip


CASE: dict[str, Any] = {
    "of": CareerCase,
    "called": "case",
    "back": to("people:case", "pk"),
    "key": "people.careercase:{.pk}",
}
RULE: dict[str, Any] = {"of": UnfitRule, "called": "rule", "back": to("people:unfit_rule", "pk"),
                        "key": "people.unfitrule:{.pk}"}  # fmt: skip
DIRECT: dict[str, Any] = {"of": DirectGrade, "called": "direct", "back": to("people:direct_grades"), "form": REASON,
                          "key": "people.directgrade:{.pk}", "may": whoever(may_decide_careers),
                          "when": lambda one: one.state == "held"}  # fmt: skip
CASE_DEEDS = (
    deed(verb=open_case, do=_opened, at="careers/cases/new/", form=CaseForm, button=_("立案调整"),
         told=_("已立案，按认定程序办理。"), back=to("people:cases")),
    deed(verb=open_reviews, at="careers/cases/reviews/", form=ask(year=forms.IntegerField(label=_("至年度"))),
         begin=_last_year, button=_("连续较差立考察"), told=_("连续较差的人员已立考察。"), back=to("people:cases")),
    deed(verb=walk_step, at="careers/cases/<int:pk>/step/",
         form=ask(words=line(_("这一步的情况"), 400), day=DayField(label=_("完成日期"))), begin=on_day,
         when=lambda one: _open(one) and one.steps.filter(done_on__isnull=True).exists(), button=_("完成下一步"),
         told=_("这一步已完成。"), **CASE),
    deed(verb=add_evidence, do=_shown, at="careers/cases/<int:pk>/evidence/", form=EvidenceForm, when=_open,
         button=_("补证据"), told=_("证据已登记。"), **CASE),
    deed(verb=find_unfit, at="careers/cases/<int:pk>/unfit/", form=UnfitForm, may=whoever(may_find_case), when=_walked,
         button=_("认定不胜任"), told=_("已提出建议，由干部管理机关决定。"), **CASE),
    deed(verb=find_fit, at="careers/cases/<int:pk>/fit/", form=ask(finding=text(_("考察结论"))),
         may=whoever(may_find_case), when=_walked, button=_("不作调整"), told=_("已登记不作调整。"), **CASE),
    deed(verb=close_case, at="careers/cases/<int:pk>/close/", form=CloseForm, may=may_close_case,
         when=lambda one: one.state == "proposed", button=_("决定处理"), told=_("处理已决定。"), **CASE),
    deed(verb=close_case, do=_closed, name="close_unit_case", at="careers/cases/<int:pk>/settle/", form=UnitCaseForm,
         may=may_close_case, when=lambda one: one.kind == "low" and one.state == "open", button=_("办结"),
         told=_("已办结。"), lead=_("每名责任人员须有降职、免职、解聘之一，或附签署的免予处理。"), **CASE),
    deed(verb=refuse_case, at="careers/cases/<int:pk>/refuse/", form=REASON, may=may_close_case,
         when=lambda one: one.state == "proposed", button=_("不采纳建议"), told=_("已登记不采纳。"), **CASE),
    deed(verb=name_responsible, at="careers/cases/<int:pk>/responsible/", form=ResponsibleForm,
         when=lambda one: one.kind == "low" and one.state == "open", button=_("列责任人员"), told=_("已列入。"), **CASE),
)  # fmt: skip
RULE_DEEDS = (
    deed(verb=draft_unfit_rule, at="careers/unfit-rules/new/", form=UnfitRuleForm, button=_("拟认定办法"),
         told=_("办法已拟，四部分写全后启用。"), back=to("people:unfit_rules")),
    deed(verb=change_unfit_rule, at="careers/unfit-rules/<int:pk>/change/", form=UnfitPartsForm, begin=_parts,
         when=lambda one: (one.state, "change_unfit_rule") in UNFIT, button=_("改四部分"), told=_("已改。"), **RULE),
    deed(verb=activate_unfit_rule, at="careers/unfit-rules/<int:pk>/activate/", may=may_activate_rule,
         when=lambda one: one.state == "draft", button=_("启用办法"), told=_("办法已启用，同名旧版停用。"), **RULE),
    deed(verb=end_unfit_rule, at="careers/unfit-rules/<int:pk>/end/", form=REASON, may=may_activate_rule,
         when=lambda one: one.state == "active", button=_("停用办法"), told=_("办法已停用，在办的案件照旧。"), **RULE),
)  # fmt: skip
UNIT_DEEDS = (
    deed(verb=fix_unit_grades, at="careers/unit-grades/new/", form=GradesForm, begin=_last_year,
         may=whoever(may_decide_careers), button=_("登记单位等次"), told=_("等次已登记，负责人评定和案件随之产生。"),
         back=to("people:direct_grades"), lead=_("系统里公布的等次自动进来；这里补登其他年度或其他机关公布的。")),
    deed(verb=grant_direct, at="careers/direct/<int:pk>/grant/", button=_("评为优秀"), told=_("已评定。"), **DIRECT),
    deed(verb=refuse_direct, at="careers/direct/<int:pk>/refuse/", button=_("不评"), told=_("已登记不评。"), **DIRECT),
)  # fmt: skip
EVERY = (*CASE_DEEDS, *RULE_DEEDS, *UNIT_DEEDS)
