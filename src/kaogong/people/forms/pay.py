"""What acts on pay ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaogong.org.forms.acts import text
from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.fields import DayField, NamedField, PeopleField, PersonField, RowsField, UnitField
from kaogong.org.models.labels import labels
from kaogong.org.models.people import Grade
from kaogong.org.queries import at, today
from kaogong.people.models.pay import PayCircumstance, PayRule
from kaogong.people.states.pay import BASES, EFFECTS, KINDS, REMAINDERS
from kaogong.plan.forms import ExactField

BY_CODE = _("编码或全称")


def choice(label: Any, names: Any, **given: Any) -> forms.ChoiceField:
    """One of the states or kinds that have names."""
    return forms.ChoiceField(label=label, choices=labels(names), **given)


class RuleForm(DeedForm):
    """A rule of pay."""

    title = line(_("名称"), 120)
    kind = choice(_("项目"), KINDS)
    recipients = text(_("发放对象"))
    standard = text(_("发放标准"))
    form = line(_("发放形式"), 120, help_text=_("如：银行转账，随当月工资。"))
    procedure = text(_("发放程序"))
    basis = choice(_("计算方式"), BASES)
    classes = RowsField(
        {
            "name": line(_("类别"), 60),
            "level": NamedField(Grade.choices, label=_("岗位层次")),
            "standard": ExactField(label=_("标准（元）"), max_length=14, required=False),
            "coefficient": ExactField(label=_("系数"), max_length=10, required=False),
        },
        label=_("发放对象类别"),
        help_text=_("同一类别有几个层次的，各写一行。"),
    )
    grades = RowsField(
        {"grade": line(_("等次"), 20), "coefficient": ExactField(label=_("系数"), max_length=10)},
        label=_("等次系数"),
        required=False,
        help_text=_("不按等次的不填。"),
    )
    grade_period = forms.ChoiceField(label=_("等次取自"), choices=(("same", _("同期")), ("year", _("同年"))))
    remainder = choice(_("余数归属"), REMAINDERS, help_text=_("分到最后不足一分的零头归谁。"))
    shared = forms.BooleanField(label=_("不予发放的分给其他人"), required=False)
    since = DayField(label=_("自"))

    def said(self) -> dict[str, Any]:
        """Rows of one class come together; coefficients as they were written."""
        held = dict(self.cleaned_data)
        classes: dict[str, dict[str, Any]] = {}
        for row in held["classes"]:
            one = classes.setdefault(row["name"], {"name": row["name"], "grades": [], **row})
            one["grades"].append(row["level"])
        held["classes"] = list(classes.values())
        held["grades"] = {row["grade"]: f"{row['coefficient']:f}" for row in held["grades"] or ()}
        return held


class PartsForm(DeedForm):
    """The four parts of a rule."""

    recipients = text(_("发放对象"))
    standard = text(_("发放标准"))
    form = line(_("发放形式"), 120)
    procedure = text(_("发放程序"))


class CircumstanceForm(DeedForm):
    """What holds pay back."""

    name = line(_("情形"), help_text=_("写已有的情形即改它的后果。"))
    effect = choice(_("后果"), EFFECTS)
    basis = line(_("依据"), 200, required=False)
    sanctions = forms.BooleanField(label=_("处分执行期内自动适用"), required=False)


class CircumstanceField(forms.ModelChoiceField[PayCircumstance]):
    """A circumstance, with what it does to the pay."""

    def label_from_instance(self, obj: PayCircumstance) -> str:
        """Its name and its effect."""
        return f"{obj.name} · {obj.get_effect_display()}"


class HoldForm(DeedForm):
    """Whose pay is held back, and why."""

    person = PersonField(label=_("工号"))
    circumstance = CircumstanceField(label=_("情形"), queryset=PayCircumstance.objects.none())
    words = line(_("事由"), 200, help_text=_("加密存放。"))
    since = DayField(label=_("自"))

    def about(self) -> None:
        """Circumstances in use."""
        self.fields["circumstance"].queryset = PayCircumstance.objects.filter(at(today()))  # type: ignore[attr-defined]


class OutcomeForm(DeedForm):
    """What came of it."""

    outcome = line(_("结论"), 200, help_text=_("加密存放。"))
    day = DayField(label=_("日期"))


class RunForm(DeedForm):
    """A payment to be drawn up."""

    rule = forms.ModelChoiceField(label=_("发放办法"), queryset=PayRule.objects.none())
    period = line(_("时期"), 7, help_text=_("月 2026-03、季 2026-Q1、半年 2026-H1、全年 2026。"))
    title = line(_("名称"), 120, required=False, help_text=_("不写的用时期和办法名称。"))
    unit = UnitField(label=_("单位"), required=False, help_text=_("编码或全称，含下级；留空即全部单位。"))
    pool = ExactField(
        label=_("总额（元）"),
        max_length=16,
        required=False,
        help_text=_("按系数分配的必填；按标准发放的填了就不能超出。"),
    )
    people = PeopleField(label=_("另列人员"), required=False, help_text=_("不在上述单位的，工号一行一个。"))

    def about(self) -> None:
        """Rules that are approved."""
        self.fields["rule"].queryset = PayRule.objects.filter(state="approved")  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """People as a list, also where none is named."""
        return dict(self.cleaned_data) | {"people": self.cleaned_data["people"] or ()}


class PayeeForm(DeedForm):
    """Coefficient and months of one person."""

    personal = ExactField(label=_("个人系数"), max_length=8)
    months = forms.IntegerField(label=_("计发月数"), min_value=0, max_value=12)
    reason = line(_("调整理由"), 200)


class RemoveForm(DeedForm):
    """Who is removed, and why."""

    rows = RowsField({"person": PersonField(label=_("工号")), "reason": line(_("核减理由"), 200)}, label=_("核减人员"))
