"""What acts on selection, moves and cases ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaogong.org.forms.acts import text
from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.fields import (
    DayField,
    LinesField,
    NamedField,
    PeopleField,
    PersonField,
    RowsField,
    SealedFile,
    UnitField,
)
from kaogong.org.models.labels import labels
from kaogong.org.models.people import Grade
from kaogong.people.forms.pay import BY_CODE, choice
from kaogong.people.models.careers_cases import CareerCase, CasePerson, UnfitRule
from kaogong.people.queries.careers_cases import measures_of
from kaogong.people.states.careers import CHANNELS, DIRECTIONS, EXCHANGES, LOW_OUTCOMES, MODES, OUTCOMES, ROUTES, TYPES
from kaogong.plan.forms import ExactField


class SelectionForm(DeedForm):
    """A post to be filled."""

    title = line(_("岗位"))
    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    level = forms.ChoiceField(label=_("层次"), choices=Grade.choices)
    mode = choice(_("方式"), MODES)
    words = text(_("条件"), required=False)


class NominationForm(DeedForm):
    """A candidate with the one who recommends."""

    person = PersonField(label=_("人选工号"))
    recommender = PersonField(label=_("推荐人工号"), help_text=_("推荐人对推荐负责，任用后一年内不称职的列入名单。"))
    statement = line(_("推荐理由"), 400)
    signed_on = DayField(label=_("签名日期"))
    file = SealedFile(label=_("签名的推荐书"), required=False, help_text=_("推荐人本人登记的可不附。"))


class AppointForm(DeedForm):
    """The decision on a candidate."""

    document = line(_("任用文号"), 60)
    day = DayField(label=_("任用日期"))
    reason = line(_("理由"), 400, required=False, help_text=_("越过等次更好的人选，或与升让降名单不一致的，必须写。"))
    post = forms.BooleanField(label=_("同时登记岗位，原主要岗位同日终止"), required=False)


class ExitForm(DeedForm):
    """How a leader leaves."""

    person = PersonField(label=_("工号"))
    route = choice(_("途径"), ROUTES)
    age = forms.IntegerField(label=_("年龄"), min_value=18, max_value=99, required=False, help_text=_("年龄原因必填。"))
    voluntary = forms.BooleanField(label=_("本人自愿"), required=False, help_text=_("年龄原因自愿退出的保留有关待遇。"))
    reason = line(_("事由"), 400)
    on = DayField(label=_("退出日期"))
    document = line(_("文号"), 60, required=False)
    ends = forms.BooleanField(label=_("决定后结束现任岗位"), required=False, initial=True)


class ExchangeForm(DeedForm):
    """A planned move."""

    person = PersonField(label=_("工号"))
    unit = UnitField(label=_("去向单位"), help_text=BY_CODE)
    title = line(_("去向岗位"), required=False)
    kind = choice(_("类型"), EXCHANGES)
    direction = choice(_("方向"), DIRECTIONS)
    key = forms.BooleanField(label=_("现任关键岗位"), required=False, help_text=_("过了计划日期没有交流的列为逾期。"))
    planned_on = DayField(label=_("计划日期"))
    reason = line(_("事由"), 400, required=False)


class ReserveForm(DeedForm):
    """Into the pool."""

    person = PersonField(label=_("工号"))
    channel = choice(_("来源渠道"), CHANNELS)
    words = line(_("理由"), 400, required=False)
    since = DayField(label=_("自"))


def _scores(label: Any) -> RowsField:
    return RowsField({"name": line(_("方面"), 40), "score": ExactField(label=_("得分"), max_length=8)}, label=label)


class ExemplarForm(DeedForm):
    """An exemplar."""

    name = line(_("典型"), help_text=_("写已有的典型即更新它的得分。"))
    person = PersonField(label=_("工号"), required=False)
    words = text(_("事迹"))
    dimensions = _scores(_("各方面得分"))

    def said(self) -> dict[str, Any]:
        """Scores by dimension."""
        held = dict(self.cleaned_data)
        held["dimensions"] = {row["name"]: row["score"] for row in held["dimensions"]}
        return held


class CompareForm(DeedForm):
    """How somebody stands against an exemplar."""

    person = PersonField(label=_("工号"))
    scores = _scores(_("本人得分"))

    def about(self) -> None:
        """The dimensions of the exemplar stand there already."""
        if self.thing is not None:
            known = _("、").join(self.thing.dimensions)
            self.fields["scores"].help_text = f"{self.fields['scores'].help_text} {known}"
        if self.account is not None and self.account.person is not None:
            self.fields["person"].initial = self.account.person.code

    def said(self) -> dict[str, Any]:
        """Scores by dimension."""
        held = dict(self.cleaned_data)
        held["scores"] = {row["name"]: row["score"] for row in held["scores"]}
        return held


class GapForm(DeedForm):
    """What is wanting, what will be better."""

    shortfall = line(_("不足"), 400)
    improvement = line(_("改进"), 400)


class ListForm(DeedForm):
    """The rules by which leaders are sorted."""

    title = line(_("名称"), 120)
    first = forms.IntegerField(label=_("自年度"), min_value=1990, max_value=2100)
    last = forms.IntegerField(label=_("至年度"), min_value=1990, max_value=2100)
    up_grades = LinesField(label=_("“上”的等次"), initial="优秀")
    up_years = forms.IntegerField(
        label=_("“上”须几年"), min_value=1, initial=2, help_text=_("且没有一年在“下”的等次。")
    )
    down_grades = LinesField(label=_("“下”的等次"), initial="较差\n不称职")
    down_years = forms.IntegerField(label=_("“下”须几年"), min_value=1, initial=2)
    level = forms.MultipleChoiceField(
        label=_("岗位层次"), choices=Grade.choices, initial=["chief", "deputy"], widget=forms.CheckboxSelectMultiple
    )
    people = PeopleField(label=_("只列这些人"), required=False, help_text=_("不写的按岗位层次列全部在任人员。"))

    def said(self) -> dict[str, Any]:
        """People as a list, also where none is named."""
        return dict(self.cleaned_data) | {"people": self.cleaned_data["people"] or ()}


class MoveForm(DeedForm):
    """What was really done."""

    moved = choice(_("实际去向"), OUTCOMES)
    day = DayField(label=_("日期"))
    reason = line(_("理由"), 400, required=False, help_text=_("与名单结论不一致的必须写。"))


class UnfitRuleForm(DeedForm):
    """A rule set by which somebody is found unfit."""

    title = line(_("名称"), 120, help_text=_("写已有的名称即拟新版本。"))
    qualitative = text(_("定性标准"), required=False)
    quantitative = text(_("定量标准"), required=False)
    procedure = LinesField(label=_("认定程序"), required=False)
    measures = LinesField(label=_("调整措施"), required=False)
    causes = LinesField(label=_("不胜任原因"), required=False)
    criteria = RowsField(
        {
            "type": NamedField(labels(TYPES), label=_("类型")),
            "level": NamedField(Grade.choices, label=_("岗位层次")),
            "words": line(_("标准"), 300),
        },
        label=_("分岗位的具体标准"),
        required=False,
    )


class UnfitPartsForm(DeedForm):
    """The four parts of a rule set."""

    qualitative = text(_("定性标准"), required=False)
    quantitative = text(_("定量标准"), required=False)
    procedure = LinesField(label=_("认定程序"), required=False)
    measures = LinesField(label=_("调整措施"), required=False)


class CaseForm(DeedForm):
    """A case that somebody is unfit."""

    person = PersonField(label=_("工号"))
    type = choice(_("类型"), TYPES)
    rule = forms.ModelChoiceField(label=_("依据的办法"), queryset=UnfitRule.objects.none())
    cause = line(_("原因"), 40, required=False, help_text=_("办法列明的原因，如：工作不力。"))
    words = line(_("情况"), 400)
    evidence = line(_("证据"), 400)
    source = line(_("证据来源"), 120)
    file = SealedFile(label=_("佐证"), required=False)

    def about(self) -> None:
        """Rule sets in force."""
        self.fields["rule"].queryset = UnfitRule.objects.filter(state="active")  # type: ignore[attr-defined]


class EvidenceForm(DeedForm):
    """A further fact."""

    words = line(_("事实"), 400)
    source = line(_("来源"), 120)
    year = forms.IntegerField(label=_("目标年度"), min_value=1990, max_value=2100, required=False)
    met = ExactField(
        label=_("目标完成（%）"), max_length=8, required=False, help_text=_("目标完成情况与“平庸”矛盾的，案件会标出。")
    )
    file = SealedFile(label=_("佐证"), required=False)


class UnfitForm(DeedForm):
    """Found unfit, with the measure proposed."""

    finding = text(_("考察结论"))
    measure = forms.ChoiceField(label=_("建议措施"))

    def about(self) -> None:
        """What may be done by the rule of the case."""
        self.fields["measure"].choices = known(self.thing)  # type: ignore[attr-defined]


class CloseForm(DeedForm):
    """What follows for a person."""

    measure = forms.ChoiceField(label=_("处理"))

    def about(self) -> None:
        """What may be done; what was proposed stands first."""
        self.fields["measure"].choices = known(self.thing)  # type: ignore[attr-defined]
        self.fields["measure"].initial = self.thing.measure if self.thing else ""


def known(case: CareerCase | None) -> list[tuple[str, str]]:
    """The measures of a case, as choices."""
    return [(one, one) for one in measures_of(case)] if case is not None else []


class UnitCaseForm(DeedForm):
    """What follows for those who answer for a unit, or the exemption."""

    outcomes = RowsField(
        {
            "person": PersonField(label=_("工号")),
            "outcome": NamedField([(one, one) for one in LOW_OUTCOMES], label=_("处理")),
        },
        label=_("处理结果"),
        required=False,
        help_text=_("每名责任人员一行。"),
    )
    exemption = line(_("免予处理的理由"), 400, required=False)
    signer = line(_("免予处理签署人"), 60, required=False)
    file = SealedFile(label=_("签署件"), required=False)

    def said(self) -> dict[str, Any]:
        """Outcomes by person."""
        held = dict(self.cleaned_data)
        held["outcomes"] = {row["person"]: row["outcome"] for row in held["outcomes"] or ()}
        return held


class ResponsibleForm(DeedForm):
    """Somebody who answers for the unit."""

    person = PersonField(label=_("工号"))
    role = forms.ChoiceField(label=_("身份"), choices=labels(dict(CasePerson.ROLES)), initial="responsible")


class GradesForm(DeedForm):
    """Grades of units fixed elsewhere."""

    year = forms.IntegerField(label=_("年度"), min_value=1990, max_value=2100)
    source = line(_("依据"), 120, help_text=_("通报文号。"))
    grades = RowsField({"unit": UnitField(label=_("单位")), "grade": line(_("等次"), 40)}, label=_("单位等次"))

    def said(self) -> dict[str, Any]:
        """Pairs of unit and grade."""
        held = dict(self.cleaned_data)
        held["grades"] = [(row["unit"], row["grade"]) for row in held["grades"]]
        return held
