"""Forms of daily ledgers: what was typed, and where a refusal belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import gettext_noop

from kaogong.org.forms.fields import DayField, PersonField, SealedFile, UnitField
from kaogong.org.models.powers import Power
from kaogong.plan.forms import Act, ExactField
from kaogong.supervise.models import Ledger
from kaogong.supervise.queries.ledger_templates import TEMPLATES

UNIT_HELP = lazy("写单位编码或全称。")


def words(label: Any, rows: int = 3, **given: Any) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **given)


class ReasonForm(Act):
    """A reason that stays with the entry."""

    reason = words(lazy("理由"), 2, max_length=500)


class ShipForm(Act):
    """Take over a ledger that is shipped."""

    template = forms.ChoiceField(label=lazy("台账样式"))
    unit = UnitField(label=lazy("记录单位"), required=False, help_text=UNIT_HELP)
    section = forms.CharField(
        label=lazy("记录科室"), max_length=80, required=False, help_text=lazy("不写的用样式所列科室。")
    )
    since = DayField(label=lazy("自"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more | {"auto_id": "ship_%s"})
        there = set(Ledger.objects.values_list("code", flat=True))
        self.fields["template"].choices = [  # type: ignore[attr-defined]
            (code, _(one.name)) for code, one in TEMPLATES.items() if code not in there
        ]

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        return {key: value for key, value in self.cleaned_data.items() if value not in ("", None)}


class DeclareForm(Act):
    """A ledger of one's own."""

    code = forms.CharField(label=lazy("台账编码"), max_length=20)
    name = forms.CharField(label=lazy("台账名称"), max_length=80)
    group = forms.ChoiceField(label=lazy("类别"), choices=Ledger.GROUPS)
    about = forms.ChoiceField(label=lazy("记录对象"), choices=Ledger.ABOUT)
    unit = UnitField(label=lazy("记录单位"), required=False, help_text=UNIT_HELP)
    section = forms.CharField(label=lazy("记录科室"), max_length=80)
    enters = forms.ChoiceField(label=lazy("记录人权限"), choices=Power.choices, initial=Power.AUTHORITY)
    confirms = forms.ChoiceField(label=lazy("确认人权限"), choices=Power.choices, initial=Power.OFFICE)
    late_days = forms.IntegerField(label=lazy("超过几日为补录"), min_value=0, max_value=365, initial=5)
    contest_days = forms.IntegerField(label=lazy("异议期(工作日)"), min_value=1, max_value=90, initial=5)
    aspect_count = forms.IntegerField(label=lazy("办法规定的方面数"), min_value=1, required=False)
    item_count = forms.IntegerField(label=lazy("办法规定的记录项数"), min_value=1, required=False)
    suppliers = forms.CharField(
        label=lazy("提供单位"),
        max_length=200,
        required=False,
        help_text=lazy("与考核办法写的一致，几个单位用顿号分开。"),
    )
    sources = words(lazy("来源"), 3, max_length=400, help_text=lazy("一行一个，如：现场检查。"))
    items = words(lazy("记录项"), 6, max_length=4000, help_text=lazy("一行一个：方面，记录项，扣分。扣分可不写。"))
    since = DayField(label=lazy("自"))

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        held = dict(self.cleaned_data)
        held["sources"] = [one.strip() for one in held["sources"].splitlines() if one.strip()]
        return held

    def clean_items(self) -> list[dict[str, Any]]:
        """Aspect, name and marks of every line."""
        reads, found = ExactField(required=False), []
        for number, line in enumerate(self.cleaned_data["items"].splitlines(), 1):
            parts = [one.strip() for one in line.replace("，", ",").split(",")]
            if not any(parts):
                continue
            if len(parts) < 2 or not parts[1]:
                raise forms.ValidationError(_("第 %(n)s 行缺少记录项。") % {"n": number})
            marks = reads.clean(parts[2]) if len(parts) > 2 else None
            found.append({"aspect": parts[0][:60], "name": parts[1][:120], "marks": marks})
        return found


class ItemForm(Act):
    """One more item."""

    aspect = forms.CharField(label=lazy("方面"), max_length=60)
    name = forms.CharField(label=lazy("记录项"), max_length=120)
    marks = ExactField(label=lazy("扣分"), max_length=10, required=False)


class CloseForm(Act):
    """From which day nothing is entered any more."""

    until = DayField(label=lazy("自哪天起停记"))


class OwnForm(Act):
    """A unit opens a ledger it keeps itself."""

    ledger = forms.ModelChoiceField(label=lazy("监管台账"), queryset=Ledger.objects.none())
    unit = UnitField(label=lazy("单位"), help_text=UNIT_HELP)
    keeper = forms.CharField(label=lazy("专人"), max_length=60)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["ledger"].queryset = Ledger.objects.filter(own=True, state="open")  # type: ignore[attr-defined]


class EntryForm(Act):
    """What happened, with the further columns of its ledger."""

    item = forms.ChoiceField(label=lazy("记录项"))
    unit = UnitField(label=lazy("单位"), help_text=UNIT_HELP)
    person = PersonField(label=lazy("工号"), required=False)
    happened_on = DayField(label=lazy("发生日期"))
    source = forms.ChoiceField(label=lazy("来源"))
    words = words(lazy("事由"), 3, max_length=1000)
    key = forms.CharField(
        label=lazy("事由编号"), max_length=80, required=False, help_text=lazy("合同号、文号等，同一编号只记一次。")
    )
    evidence = SealedFile(label=lazy("佐证"), required=False, help_text=lazy("照片、文件，上传后按内容封存。"))

    def __init__(self, *args: Any, ledger: Ledger, correcting: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.ledger = ledger
        items = [(one.pk, f"{_(one.aspect)} / {_(one.name)}") for one in ledger.items.all()]
        self.fields["item"].choices = [("", "—"), *items]  # type: ignore[attr-defined]
        sources = [(one, _(one)) for one in ledger.sources or [gettext_noop("其他")]]
        self.fields["source"].choices = sources  # type: ignore[attr-defined]
        if ledger.about == "person":
            self.fields["person"].required = True
        else:
            self.fields.pop("person")
        for one in ledger.columns:
            self.fields[one["key"]] = _column(one)
        if correcting:
            for name in ("unit", "person"):
                self.fields.pop(name, None)
            self.fields["reason"] = words(_("更正理由"), 2, max_length=500)
        self.order_fields(
            [*(one for one in self.fields if one not in ("key", "evidence", "reason")), "key", "evidence"]
        )

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it, the file apart."""
        held = dict(self.cleaned_data)
        held.pop("evidence", None)
        held["item"] = self.ledger.items.get(pk=held["item"])
        held["details"] = {one["key"]: str(held.pop(one["key"]) or "") for one in self.ledger.columns}
        return held


def _column(one: Mapping[str, Any]) -> forms.Field:
    needed = bool(one.get("must"))
    return forms.CharField(label=_(one["name"]), required=needed, max_length=200)


class TaskForm(Act):
    """What a meeting asked of whom."""

    words = forms.CharField(label=lazy("议定事项"), max_length=200)
    unit = UnitField(label=lazy("承办单位"), help_text=UNIT_HELP)
    owner = PersonField(label=lazy("责任人工号"), required=False)
    due = DayField(label=lazy("期限"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more | {"auto_id": "task_%s"})


class FileForm(Act):
    """A workbook of entries."""

    file = SealedFile(
        label=lazy("表格"),
        only=("txt, csv", "xlsx"),
        help_text=lazy("按模板填写的 xlsx 或 CSV。先预览，没有错再收下。"),
    )


class DeductionForm(Act):
    """What a unit is to lose."""

    marks = ExactField(label=lazy("拟扣分"), max_length=10)


class VehicleForm(Act):
    """A vehicle of a unit."""

    plate = forms.CharField(label=lazy("车牌号"), max_length=20)
    unit = UnitField(label=lazy("单位"), help_text=UNIT_HELP)
    use = forms.CharField(label=lazy("用途"), max_length=60, required=False)


class MarkForm(Act):
    """Mark and electronic file of a vehicle."""

    marked_on = DayField(label=lazy("标识日期"), required=False)
    file = SealedFile(label=lazy("电子档案"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more | {"auto_id": "mark_%s"})


class CheckForm(Act):
    """Where a vehicle was on a holiday."""

    day = DayField(label=lazy("抽查日期"))
    peak = forms.CharField(label=lazy("时段"), max_length=20, help_text=lazy("如：五一、中秋、国庆。"))
    out = forms.BooleanField(label=lazy("车辆在外"), required=False)
    slip = forms.CharField(
        label=lazy("派车单号"), max_length=40, required=False, help_text=lazy("在外而没有派车单的，记入台账。")
    )
    place = forms.CharField(label=lazy("地点"), max_length=120, required=False)


class BonusForm(Act):
    """For whom and which quarter bonuses are proposed."""

    unit = UnitField(label=lazy("单位"), help_text=UNIT_HELP)
    quarter = forms.CharField(label=lazy("季度"), max_length=7, help_text=lazy("如 2026-Q2。"))


class DecideForm(Act):
    """Why a bonus is paid or not."""

    reason = words(lazy("决定理由"), 2, max_length=500, required=False)


class ReviewForm(Act):
    """Which period of which ledger is summed up."""

    ledger = forms.ModelChoiceField(label=lazy("监管台账"), queryset=Ledger.objects.none())
    period = forms.CharField(
        label=lazy("时期"), max_length=7, help_text=lazy("月 2026-03、季 2026-Q1、半年 2026-H1、全年 2026。")
    )
    remarks = words(lazy("说明"), 3, max_length=2000, required=False)

    def __init__(self, *args: Any, ledgers: Iterable[int], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["ledger"].queryset = Ledger.objects.filter(pk__in=list(ledgers))  # type: ignore[attr-defined]
