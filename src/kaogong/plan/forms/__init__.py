"""Forms of the room: what was typed, and where a refusal belongs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaogong.audit.actions import Refused
from kaogong.core.scheme.numbers import number_of
from kaogong.core.scheme.parse_formula import normal
from kaogong.org.forms.fields import SealedFile
from kaogong.plan.models import Adoption, Cycle, Indicator, Stage, Target
from kaogong.plan.queries import ELEMENTS, TESTS
from kaogong.plan.queries.figures import exact

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOST = 4_000_000
"""No rulebook is larger than this, in bytes."""


class ExactField(forms.CharField):
    """A number as it is written: full-width digits too, never through a float."""

    def clean(self, value: Any) -> Decimal | None:
        """The number."""
        text = super().clean(value)
        if not text:
            return None
        found = number_of(text)
        if found is None or "/" in text or "%" in text:
            raise ValidationError(_("“%(text)s”不是数字。这里只收数字，如 16.0；单位已写在栏目里。") % {"text": text})
        typed = normal(text).strip().partition(".")[2]
        return exact(found, len(typed) if typed.isascii() and typed.isdigit() else 0)


class Act(forms.Form):
    """A form that does one verb."""

    def done(self, verb: Callable[..., Any], **given: Any) -> Any:
        """What the verb gives; None when it refused, with its words at the field."""
        try:
            return verb(**given)
        except Refused as refused:
            for one in refused.each:
                self.add_error(one.field if one.field in self.fields else None, str(one))
            return None


class ReasonForm(Act):
    """A reason."""

    reason = forms.CharField(label=gettext_lazy("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class RoundForm(ReasonForm):
    """A value put forward, and why."""

    value = ExactField(label=gettext_lazy("目标值"), max_length=40)
    field_order = ("value", "reason")

    def __init__(self, *args: Any, target: Target, **more: Any) -> None:
        super().__init__(*args, **more)
        unit = target.indicator.unit
        self.fields["value"].widget.attrs["inputmode"] = "decimal"
        self.fields["value"].help_text = _("单位：%(unit)s") % {"unit": unit} if unit else ""
        self.fields["reason"].help_text = _("对方要据此答复，请写明依据。")


class StateForm(Act):
    """What a target states beside its value."""

    quantity = forms.CharField(label=gettext_lazy("工作数量"), max_length=200, required=False)
    quality = forms.CharField(label=gettext_lazy("工作质量"), max_length=200, required=False)
    progress = forms.CharField(label=gettext_lazy("工作进度"), max_length=200, required=False)
    effect = forms.CharField(label=gettext_lazy("预期效果"), max_length=200, required=False)
    measures = forms.CharField(label=gettext_lazy("具体措施"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    demands = forms.CharField(label=gettext_lazy("要求"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    due = forms.DateField(
        label=gettext_lazy("完成时限"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class PartForm(Act):
    """A child of a target."""

    track = forms.ChoiceField(label=gettext_lazy("分解方式"), choices=[one for one in Target.TRACKS if one[0]])
    unit = forms.ChoiceField(label=gettext_lazy("责任单位"))
    person = forms.ChoiceField(label=gettext_lazy("责任人"), required=False)
    value = ExactField(label=gettext_lazy("目标值"), max_length=40, required=False)

    def __init__(self, *args: Any, units: list[tuple[int, str]], people: list[tuple[int, str]], **more: Any) -> None:
        more["auto_id"] = "part_%s"  # it shares a page with another form of a value
        super().__init__(*args, **more)
        self.fields["unit"].choices = [("", "—"), *units]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "—"), *people]  # type: ignore[attr-defined]
        self.fields["person"].help_text = _("分给本单位的人时选；分给下级单位时留空。")


class EditionForm(Act):
    """A rulebook's text and its golden cases."""

    text = SealedFile(
        only=("txt, csv",),
        most=MOST,
        label=gettext_lazy("规则书正文"),
        help_text=gettext_lazy("rulebook.yaml，UTF-8，不超过 4 MB。"),
    )
    cases = SealedFile(
        only=("txt, csv",),
        most=MOST,
        label=gettext_lazy("校例"),
        required=False,
        help_text=gettext_lazy("cases 下的 .yaml 文件。没有校例的办法不能采用。"),
    )

    def _small(self, name: str) -> Any:
        sent = self.cleaned_data.get(name)
        if sent is not None and not sent.name.lower().endswith((".yaml", ".yml")):
            raise ValidationError(_("“%(name)s”不是 .yaml 文件。请选规则书或校例。") % {"name": sent.name})
        return sent

    def clean_text(self) -> Any:
        """The text."""
        return self._small("text")

    def clean_cases(self) -> Any:
        """The cases."""
        return self._small("cases")


class AdoptForm(Act):
    """For which class of units an edition is adopted."""

    appraisal_class = forms.ChoiceField(label=gettext_lazy("单位类别"))
    book_class = forms.ChoiceField(label=gettext_lazy("办法中的类别"), required=False)

    def __init__(self, *args: Any, cycle: Cycle, classes: list[str], known: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        taken = set(Adoption.objects.filter(cycle=cycle).values_list("appraisal_class", flat=True))
        self.fields["appraisal_class"].choices = [(one, one) for one in classes if one not in taken]  # type: ignore[attr-defined]
        self.fields["book_class"].choices = known or [("", "—")]  # type: ignore[attr-defined]


class AdjustForm(ReasonForm):
    """New values of some targets of a unit."""

    def __init__(self, *args: Any, targets: list[Target], **more: Any) -> None:
        super().__init__(*args, **more)
        self.targets = targets
        for one in targets:
            name = f"value_{one.pk}"
            self.fields[name] = ExactField(label=one.indicator.name, max_length=40, required=False)
            now = "—" if one.value is None else f"{one.value:f}"
            words = _("现为 %(value)s %(unit)s，%(points)s 分。不改则留空。")
            points = "—" if one.points is None else f"{one.points:f}"
            self.fields[name].help_text = words % {"value": now, "unit": one.indicator.unit, "points": points}
            self.fields[name].widget.attrs["inputmode"] = "decimal"


class CycleForm(Act):
    """A cycle in preparation."""

    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2000, max_value=2999)
    title = forms.CharField(label=gettext_lazy("名称"), max_length=80)
    since = forms.DateField(label=gettext_lazy("起"), widget=DAY)
    until = forms.DateField(label=gettext_lazy("至（含）"), widget=DAY)
    organiser = forms.ChoiceField(label=gettext_lazy("组织单位"))

    def __init__(self, *args: Any, units: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["organiser"].choices = [("", "—"), *units]  # type: ignore[attr-defined]


class CalendarForm(Act):
    """First day, last day and owner of every stage."""

    def __init__(self, *args: Any, cycle: Cycle, **more: Any) -> None:
        super().__init__(*args, **more)
        there = {one.key: one for one in cycle.stages.all()}
        for key, name in Stage.KEYS:
            held = there.get(key)
            for field, label, value in (
                ("since", _("%(stage)s：起"), held and held.since),
                ("until", _("%(stage)s：至（含）"), held and held.until),
            ):
                words = label % {"stage": name}
                self.fields[f"{key}_{field}"] = forms.DateField(label=words, widget=DAY, initial=value)
            words = _("%(stage)s：负责") % {"stage": name}
            owner = forms.CharField(label=words, max_length=80, initial=held.owner if held else "")
            self.fields[f"{key}_owner"] = owner

    @property
    def stages(self) -> list[tuple[str, Any, Any, str]]:
        """The stages as typed."""
        given = self.cleaned_data
        return [(key, given[f"{key}_since"], given[f"{key}_until"], given[f"{key}_owner"]) for key, __ in Stage.KEYS]


class RulesForm(Act):
    """What a cycle asks of targets beyond the rulebook."""

    letter = forms.CharField(label=gettext_lazy("责任书名称"), max_length=80)
    rounds_up = forms.IntegerField(label=gettext_lazy("自下而上至少几轮"), min_value=0, max_value=9)
    rounds_down = forms.IntegerField(label=gettext_lazy("自上而下至少几轮"), min_value=0, max_value=9)
    years_compared = forms.IntegerField(label=gettext_lazy("纵向比较几年"), min_value=1, max_value=10, required=False)
    acknowledge_days = forms.IntegerField(
        label=gettext_lazy("任务几日内签收"), min_value=1, max_value=99, required=False
    )
    own_items = forms.IntegerField(label=gettext_lazy("自定项目至多几项"), min_value=0, max_value=99, required=False)
    own_points = ExactField(label=gettext_lazy("自定项目每项至多几分"), max_length=20, required=False)
    elements = forms.MultipleChoiceField(
        label=gettext_lazy("目标须写明"),
        choices=list(ELEMENTS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tests = forms.MultipleChoiceField(
        label=gettext_lazy("指标须满足"),
        choices=list(TESTS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    families = forms.CharField(
        label=gettext_lazy("责任书目标门类"), required=False, help_text=gettext_lazy("用顿号分开。不写则不检查门类。")
    )
    to_persons = forms.BooleanField(label=gettext_lazy("指标须落实到人"), required=False)
    needs_task = forms.BooleanField(label=gettext_lazy("指标须对应任务"), required=False)

    def clean_families(self) -> list[str]:
        """The families, parted."""
        return [
            one.strip()
            for one in self.cleaned_data["families"].replace("，", "、").replace(",", "、").split("、")
            if one.strip()
        ]


class TargetForm(Act):
    """A new target: an indicator for a unit."""

    unit = forms.ChoiceField(label=gettext_lazy("单位"))
    value = ExactField(label=gettext_lazy("目标值"), max_length=40, required=False)
    points = ExactField(label=gettext_lazy("分值"), max_length=20, required=False)
    own = forms.BooleanField(label=gettext_lazy("注明为自设"), required=False)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = [("", "—"), *units]  # type: ignore[attr-defined]


class IndicatorForm(Act):
    """An indicator a unit sets for itself."""

    owner = forms.ChoiceField(label=gettext_lazy("单位"))
    name = forms.CharField(label=gettext_lazy("指标"), max_length=160)
    basis = forms.CharField(
        label=gettext_lazy("依据"), max_length=120, help_text=gettext_lazy("考核办法列明的依据之一。")
    )
    unit = forms.CharField(label=gettext_lazy("计量单位"), max_length=20, required=False)
    direction = forms.ChoiceField(label=gettext_lazy("方向"), choices=Indicator.DIRECTIONS)
    source = forms.CharField(label=gettext_lazy("数据来源"), max_length=120, required=False)
    full = ExactField(label=gettext_lazy("满分"), max_length=20, required=False)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].choices = units  # type: ignore[attr-defined]
