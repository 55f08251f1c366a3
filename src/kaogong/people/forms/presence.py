"""What the acts of attendance, leave and circulations ask for."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.core.scheme.period import Period
from kaogong.org.forms.acts import text
from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.fields import DayField, PersonField, SealedFile, UnitField
from kaogong.org.models import Post, Unit
from kaogong.org.models.labels import labels
from kaogong.org.queries import at, today
from kaogong.people.guards.presence import may_keep, may_keep_some, may_set_hours
from kaogong.people.queries.bureaus import own_bureau, sections, seen_bureaus
from kaogong.people.queries.presence import substitutes_of
from kaogong.people.states.presence import ABSENCE_NAMES, KINDS
from kaogong.plan.forms import Act

BY_CODE = _("编码或全称")
NUMBER = _("工号或姓名；重名的填工号。")


class TimeField(forms.TimeField):
    """A time of day."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **given: Any) -> None:
        wrong = {"invalid": _("请写成 08:55 这样的时间。"), "required": _("请填时间。")}
        super().__init__(**{"error_messages": wrong} | given)


class MonthField(forms.CharField):
    """A month, in its one way of writing."""

    def __init__(self, **given: Any) -> None:
        usual: dict[str, Any] = {"max_length": 8, "help_text": _("写成 2026-05。")}
        super().__init__(**usual | given)

    def clean(self, value: Any) -> Any:
        """The month."""
        typed, found = super().clean(value), None
        with suppress(ValueError):
            found = Period.parse(typed)
        if found is None or found.every != "month":
            raise forms.ValidationError(gettext("“%(text)s”不是月份。请写成 2026-05。") % {"text": typed}, "month")
        return str(found)


class OwnPerson(DeedForm):
    """A form about oneself; whoever keeps the records of a bureau may name a colleague."""

    own = "person"

    def about(self) -> None:
        """Oneself at first; without records to keep, oneself only."""
        person = self.account.person if self.account else None
        if person is None:
            return
        self.fields[self.own].initial = person.code
        if self.account is not None and may_keep_some(self.account):
            self.fields.pop(self.own)

    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        found = super().said()
        return found if self.own in found else found | {self.own: self.account.person if self.account else None}


class OwnUnit(DeedForm):
    """A form whose unit stands in it at first, where somebody keeps one bureau only."""

    def clean_unit(self) -> Any:
        """A bureau whose records one keeps."""
        unit = self.cleaned_data["unit"]
        if unit is not None and self.account is not None and (why := may_keep(self.account, unit.pk)):
            raise forms.ValidationError(why)
        return unit

    def about(self) -> None:
        """The one bureau somebody keeps."""
        seen = seen_bureaus(self.account) if self.account else None
        unit = next(iter(seen)) if seen and len(seen) == 1 else own_bureau(self.account) if self.account else None
        if unit is not None and "unit" in self.fields and self.fields["unit"].required:
            self.fields["unit"].initial = Unit.objects.get(pk=unit).code


class HoursForm(DeedForm):
    """Hours of work from a day on; those of everybody are for the office."""

    unit = UnitField(label=_("单位"), required=False, help_text=_("不填的为全体作息。"))
    starts = TimeField(label=_("上班时间"))
    ends = TimeField(label=_("下班时间"))
    since = DayField(label=_("自"), help_text=_("从这天起执行，已过的日子不改。"))

    def about(self) -> None:
        """A head sets those of the own bureau."""
        if self.account is None or not may_set_hours(self.account, None):
            return
        unit = next((one for one in seen_bureaus(self.account) or () if not may_set_hours(self.account, one)), None)
        self.fields["unit"].required = True
        self.fields["unit"].help_text = BY_CODE
        if unit is not None:
            self.fields["unit"].initial = Unit.objects.get(pk=unit).code


class AbsenceForm(OwnPerson):
    """Leave or a trip."""

    person = PersonField(label=_("请假人"), help_text=NUMBER)
    kind = forms.ChoiceField(label=_("类别"), choices=labels(KINDS))
    first = DayField(label=_("首日"))
    last = DayField(label=_("末日"), help_text=_("含这一天。"))
    words = text(_("事由"))
    place = line(_("去向"), 80, required=False, help_text=_("出差必填。"))
    substitute = PersonField(
        label=_("同岗替代人"), required=False, help_text=_("工号或姓名。没有替代人也可以申请，审批时会提示。")
    )

    def about(self) -> None:
        """Oneself, and who is registered to stand in."""
        super().about()
        own = self.account.person if self.account else None
        if own is not None:
            names = [f"{one.code} {one.name}" for one in substitutes_of(own.pk)]
            if names:
                self.fields["substitute"].help_text = _("工号。已登记的替代人：%(names)s") % {
                    "names": gettext("、").join(names)
                }
                self.fields["substitute"].initial = names[0].partition(" ")[0]


class ReplyForm(DeedForm):
    """An answer."""

    reply = line(_("意见"), 300, required=False)


class RefusalForm(DeedForm):
    """Why not."""

    reply = line(_("不同意的理由"), 300)


class StandInForm(DeedForm):
    """Who stands in."""

    substitute = PersonField(label=_("同岗替代人"), help_text=NUMBER)


class ReturnForm(DeedForm):
    """Back from a day on."""

    on = DayField(label=_("销假日期"), help_text=_("从这天起恢复上班。"))


class CorrectionForm(OwnPerson):
    """What the clicks of a day should be."""

    person = PersonField(label=_("人员"), help_text=NUMBER)
    day = DayField(label=_("日期"))
    arrived = TimeField(label=_("应为上班"), required=False)
    left = TimeField(label=_("应为下班"), required=False)
    reason = line(_("理由"), 300)


class SubstituteForm(DeedForm):
    """Who stands in for whom."""

    post = forms.ModelChoiceField(Post.objects.none(), label=_("岗位"))
    person = PersonField(label=_("替代人"), help_text=NUMBER)
    since = DayField(label=_("自"))

    def about(self) -> None:
        """The posts of one's bureaus."""
        held = Post.objects.filter(at(today()), person__isnull=False).select_related("person").order_by("title", "id")
        seen = seen_bureaus(self.account) if self.account else set()
        if seen is not None:
            held = held.filter(unit__in=set().union(*(sections(one) for one in seen)))
        field: Any = self.fields["post"]
        field.queryset = held
        field.label_from_instance = lambda one: f"{one.title} {one.person.name} {one.person.code}"


class SheetForm(OwnUnit):
    """Which month of which bureau."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    month = MonthField(label=_("月份"))


class EndForm(DeedForm):
    """When it ends."""

    until = DayField(label=_("终止日期"))


class OutForm(Act):
    """Where one is for a while."""

    place = forms.CharField(label=_("去向"), max_length=80)
    words = forms.CharField(label=_("事由"), max_length=120, required=False)
    back_by = TimeField(label=_("预计返回"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more | {"auto_id": "out_%s"})


class PunchForm(Act):
    """The file of a machine."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    file = SealedFile(
        label=_("考勤机文件"),
        only=("txt, csv", "xlsx"),
        help_text=_("xlsx 或 CSV，每人每天一行：工号、日期、上班时间、下班时间。先预览，没有错再收下。"),
    )


class AbsenceFilter(forms.Form):
    """Leave by words, kind, state and days."""

    q = forms.CharField(
        label=_("姓名或工号"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("姓名或工号")}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部类别")), *labels(KINDS)])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部状态")), *labels(ABSENCE_NAMES)])
    first = DayField(label=_("自"), required=False)
    last = DayField(label=_("至"), required=False)
