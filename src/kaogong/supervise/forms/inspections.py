"""Forms of inspections, the draw, findings and rectification."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.org.forms.fields import DayField, PersonField, RowsField, SealedFile, UnitField
from kaogong.org.models.labels import labels
from kaogong.plan.forms import Act, ExactField
from kaogong.plan.models import Cycle, Indicator
from kaogong.supervise.models import CheckItem, Marking
from kaogong.supervise.queries.inspections_items import check_items
from kaogong.supervise.states.inspections import CATEGORIES, DEFECTS, KINDS, METHODS, ROUNDS, SUBJECTS

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
NONE = ("", "—")


def sentences(label: Any, rows: int = 3, **given: Any) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **{"max_length": 2000} | given)


class PlanForm(Act):
    """An inspection for the plan."""

    title = forms.CharField(label=_("名称"), max_length=120)
    kind = forms.ChoiceField(label=_("种类"), choices=labels(KINDS))
    round = forms.ChoiceField(label=_("范围"), choices=labels(ROUNDS))
    since = DayField(label=_("开始日期"))
    until = DayField(label=_("结束日期"))
    lead = UnitField(label=_("牵头单位"), required=False, help_text=_("写单位编码或全称。"))
    method = sentences(_("方法"), 2, required=False)
    content = sentences(_("内容"), 2, required=False)
    procedure = sentences(_("程序"), 2, required=False)
    announced = forms.BooleanField(label=_("事先通知被检查单位"), required=False)


class ScheduleForm(Act):
    """What must be there before an inspection is scheduled."""

    method = sentences(_("方法"), 2)
    content = sentences(_("内容"), 2)
    procedure = sentences(_("程序"), 2)


class ReasonForm(Act):
    """A reason that stays on record."""

    reason = sentences(_("理由"), 2, max_length=200)


class VisitsForm(Act):
    """What is looked at, one a line."""

    subject = forms.ChoiceField(label=_("对象种类"), choices=labels(SUBJECTS))
    rows = RowsField(
        {
            "unit": UnitField(label=_("单位")),
            "name": forms.CharField(label=_("对象"), max_length=160, required=False),
            "reported": ExactField(label=_("上报值"), max_length=40, required=False),
            "problem": forms.CharField(label=_("疑点"), max_length=200, required=False),
        },
        label=_("检查对象"),
    )
    deep = forms.BooleanField(label=_("这些是重点抽查"), required=False)
    scored = forms.BooleanField(label=_("须现场打分"), required=False)
    unfed = forms.BooleanField(label=_("牵头单位没有数据采集机制"), required=False)

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it: only what says something of a line."""
        held = self.cleaned_data
        extra: dict[str, Any] = {name: True for name in ("deep", "scored") if held[name]}
        extra |= {"fed": False} if held["unfed"] else {}
        rows = [
            {key: value for key, value in row.items() if value not in ("", None)} | {"name": row["name"] or ""} | extra
            for row in held["rows"]
        ]
        return {"subject": held["subject"], "rows": rows}


class FromPlanForm(Act):
    """Which targets of which unit an inspection takes over."""

    unit = UnitField(label=_("单位"), help_text=_("写单位编码或全称。"))
    cycle = forms.ModelChoiceField(label=_("考核周期"), queryset=Cycle.objects.all())


class CycleForm(Act):
    """Of which year."""

    cycle = forms.ModelChoiceField(label=_("考核周期"), queryset=Cycle.objects.all())


class PersonForm(Act):
    """Who takes part."""

    person = PersonField(label=_("工号"))


class LotForm(Act):
    """The list and how many are drawn."""

    subject = forms.ChoiceField(label=_("对象种类"), choices=labels(SUBJECTS))
    rows = RowsField(
        {
            "unit": UnitField(label=_("单位")),
            "name": forms.CharField(label=_("对象"), max_length=160, required=False),
        },
        label=_("名单"),
    )
    number = forms.IntegerField(
        label=_("抽取数"), min_value=1, required=False, help_text=_("不写则按设定的比例抽取，进一取整。")
    )

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        held = dict(self.cleaned_data)
        rows = held.pop("rows")
        return held | {"candidates": [(row["unit"], row["name"] or "") for row in rows]}


class TeamForm(Act):
    """How many supervisors, from which pools."""

    number = forms.IntegerField(label=_("抽取人数"), min_value=1)
    pools = forms.MultipleChoiceField(
        label=_("监督员类别"),
        choices=[("A", _("A类")), ("B", _("B类")), ("C", _("C类"))],
        initial=["A", "B", "C"],
        widget=forms.CheckboxSelectMultiple,
    )


class DrawForm(Act):
    """The number said in public."""

    beacon = forms.CharField(
        label=_("公开数"), max_length=60, help_text=_("当场公开、事先无人知道的数字，如当日公开开出的号码。")
    )


class SwapForm(Act):
    """A swap by hand."""

    out = forms.CharField(label=_("换下"), max_length=200)
    into = forms.CharField(label=_("换上"), max_length=200)
    reason = sentences(_("理由"), 2, max_length=200)


SPOT = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d+)?)\s*[,\uff0c\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*")
"""Latitude and longitude in degrees."""


class EntryForm(Act):
    """What is entered on the spot, on a phone."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    offline = forms.BooleanField(widget=forms.HiddenInput, required=False)
    method = forms.ChoiceField(label=_("方式"), choices=labels(METHODS), initial="site")
    at = forms.DateTimeField(label=_("检查时间"), widget=MOMENT)
    place = forms.CharField(label=_("地点"), max_length=160)
    window = forms.CharField(label=_("窗口"), max_length=60, required=False)
    spot = forms.CharField(
        label=_("经纬度"), max_length=40, required=False, help_text=_("如 43.80,87.60，可从地图抄写。")
    )
    words = sentences(_("所见"))
    faults = forms.ModelMultipleChoiceField(
        label=_("不符合的检查项"),
        queryset=CheckItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    person = PersonField(label=_("责任人工号"), required=False)
    value = ExactField(label=_("核实值"), max_length=40, required=False)
    score = ExactField(label=_("现场打分"), max_length=20, required=False)
    phone = forms.CharField(label=_("拨打号码"), max_length=40, required=False)
    answer = sentences(_("答复内容"), 2, required=False)
    conclusion = forms.CharField(label=_("结论"), max_length=200, required=False)
    defects = forms.MultipleChoiceField(
        label=_("案卷问题"), choices=labels(DEFECTS), required=False, widget=forms.CheckboxSelectMultiple
    )
    photo = SealedFile(label=_("照片"), required=False)
    photo2 = SealedFile(label=_("照片二"), required=False)

    def __init__(self, *args: Any, visit: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("key", secrets.token_urlsafe(18))
        self.fields["faults"].queryset = check_items(visit.inspection.kind)  # type: ignore[attr-defined]
        named: Any = lambda one: f"{one.get_category_display()} · {one.name}{_points(one)}"  # noqa: E731 - as the field calls it
        self.fields["faults"].label_from_instance = named  # type: ignore[attr-defined]
        unused = {"file": ("score", "value"), "application": ("score", "value", "defects")}
        drop = set(unused.get(visit.subject, ("defects", "conclusion")))
        drop |= set() if visit.scored else {"score"}
        drop |= {"photo", "photo2"} if visit.secret else set()
        for name in drop:
            self.fields.pop(name, None)

    def clean_spot(self) -> str:
        """A place on the earth, as it is sealed."""
        words = str(self.cleaned_data["spot"])
        found = SPOT.fullmatch(words)
        if words and (found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180):
            told = gettext("“%(words)s”不是经纬度。请先写纬度，再写经度，如 43.80,87.60；没有就留空。")
            raise ValidationError(told, "invalid", {"words": words})
        return f"{found[1]},{found[2]}" if found else ""

    def photos(self) -> list[Any]:
        """The pictures that were chosen."""
        return [file for name in ("photo", "photo2") if (file := self.cleaned_data.get(name))]

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        held = dict(self.cleaned_data)
        for name in ("photo", "photo2"):
            held.pop(name, None)
        person, items = held.pop("person"), held.pop("faults")
        return held | {"faults": [{"item": one, "person": person} for one in items]}


def _points(one: CheckItem) -> str:
    told = [f"−{held:f}" for held in (one.unit_points, one.person_points) if held is not None]
    return str(_("（%(words)s）") % {"words": " / ".join(told)}) if told else ""


class ItemForm(Act):
    """What is checked, and what a fault costs."""

    category = forms.ChoiceField(label=_("类别"), choices=labels(CATEGORIES))
    name = forms.CharField(label=_("检查项"), max_length=120)
    kind = forms.ChoiceField(label=_("用于"), choices=[("", _("各种检查")), *labels(KINDS)], required=False)
    unit_points = ExactField(label=_("扣单位分"), max_length=10, required=False)
    person_points = ExactField(label=_("扣个人分"), max_length=10, required=False)
    grave = forms.BooleanField(label=_("严重"), required=False)


class EndForm(Act):
    """From which day something no longer holds."""

    until = DayField(label=_("自哪天起不再检查"))


class MarkForm(Act):
    """An indicator that is verified on the spot."""

    indicator = forms.ModelChoiceField(label=_("指标"), queryset=Indicator.objects.order_by("-cycle", "place", "pk"))
    why = forms.ChoiceField(label=_("原因"), choices=Marking.WHY)


class PatrolForm(Act):
    """The attendance part of the daily list."""

    rows = RowsField(
        {
            "who": forms.CharField(label=_("工号"), max_length=60),
            "words": forms.CharField(label=_("情形"), max_length=200),
        },
        label=_("违反考勤制度人员"),
        required=False,
    )
    day = DayField(label=_("日期"))
