"""Forms of the room: what was typed, and where a refusal belongs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaogong.monitor.models import PartRule, Report
from kaogong.monitor.states import STANDINGS
from kaogong.org.forms.fields import SealedFile
from kaogong.org.models import Unit
from kaogong.org.models.labels import labels
from kaogong.plan.forms import Act, ExactField
from kaogong.plan.models import Target


class ReportForm(Act):
    """Progress on a target. Everything may be left empty in a draft; handing in checks it."""

    value = ExactField(label=gettext_lazy("累计完成"), max_length=40, required=False)
    standing = forms.ChoiceField(label=gettext_lazy("办理情况"), choices=labels(STANDINGS), initial="ongoing")
    words = forms.CharField(
        label=gettext_lazy("进展说明"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    cause = forms.CharField(
        label=gettext_lazy("未完成原因"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    evidence = SealedFile(label=gettext_lazy("证据材料"), required=False)
    place = forms.CharField(label=gettext_lazy("地点"), max_length=120, required=False)

    def __init__(self, *args: Any, target: Target, period: str, address: str, **more: Any) -> None:
        super().__init__(*args, **more)
        unit = target.indicator.unit
        self.fields["value"].label = _("截至 %(period)s累计") % {"period": period}
        told = {"unit": unit or _("无"), "places": target.indicator.places}
        self.fields["value"].help_text = _("单位：%(unit)s；留 %(places)s 位小数。没有数就留空，不要填 0。") % told
        self.fields["words"].help_text = _("不超过 300 字。")
        self.fields["evidence"].help_text = _("照片、文档或表格，上传后即按内容封存，改动即失效。")
        self.parts = list(PartRule.objects.filter(indicator=target.indicator_id))
        for one in self.parts:
            self.fields[f"part_{one.pk}"] = ExactField(label=_("其中：%s") % one.name, max_length=40, required=False)
        for name in ("value", *(f"part_{one.pk}" for one in self.parts)):
            attrs = {"inputmode": "decimal", "hx-post": address, "hx-target": "#light"}
            attrs |= {"hx-trigger": "input changed delay:300ms", "hx-include": "closest form"}
            self.fields[name].widget.attrs.update(attrs)
        wanted = ["value", *(f"part_{one.pk}" for one in self.parts)]
        self.order_fields([*wanted, "standing", "words", "cause", "evidence", "place"])

    def said(self) -> dict[str, Any]:
        """What is reported, as the verb takes it."""
        given = self.cleaned_data
        parts = {one.pk: given[f"part_{one.pk}"] for one in self.parts if given.get(f"part_{one.pk}") is not None}
        return {name: given[name] for name in ("value", "standing", "words", "cause")} | {"parts": parts}

    @staticmethod
    def of(report: Report | None) -> dict[str, Any]:
        """What a report holds, to begin with."""
        if report is None:
            return {}
        found = {name: getattr(report, name) for name in ("standing", "words", "cause")}
        found["value"] = None if report.value is None else f"{report.value:f}"
        return found | {f"part_{one.rule_id}": f"{one.value:f}" for one in report.parts.all()}


class ExplainForm(Act):
    """Why a light is red, how the target catches up, and by which day."""

    reason = forms.CharField(label=gettext_lazy("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    remedy = forms.CharField(label=gettext_lazy("追赶办法"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    by_day = forms.DateField(
        label=gettext_lazy("赶上日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class FeedForm(Act):
    """A workbook of authoritative figures."""

    authority = forms.ChoiceField(label=gettext_lazy("数据责任部门"))
    file = SealedFile(
        label=gettext_lazy("数据文件"),
        only=("xlsx",),
        help_text=gettext_lazy("xlsx，列为：指标、单位编码、时期、数值。先预览，核对无误再导入。"),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["authority"].choices = units  # type: ignore[attr-defined]

    def unit(self) -> Unit:
        """The unit that answers for the figures."""
        return Unit.objects.get(pk=self.cleaned_data["authority"])


class FilingForm(Act):
    """A part of a routine done."""

    part = forms.ChoiceField(label=gettext_lazy("内容"), required=False)
    on = forms.DateField(
        label=gettext_lazy("办理日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    words = forms.CharField(label=gettext_lazy("说明"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    evidence = SealedFile(label=gettext_lazy("纪要或材料"), required=False)
    tasks = forms.MultipleChoiceField(
        label=gettext_lazy("任务清单"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, parts: tuple[str, ...], tasks: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["part"].choices = [(one, one) for one in parts]  # type: ignore[attr-defined]
        self.fields["tasks"].choices = tasks  # type: ignore[attr-defined]
        if parts == ("",):
            del self.fields["part"]
        if not tasks:
            del self.fields["tasks"]
