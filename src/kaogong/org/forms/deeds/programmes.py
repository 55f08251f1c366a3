"""The organisation of a year; posts asked for and allotted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import Refused
from kaogong.org.forms.acts import words
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.deeds.bodies import BodyField
from kaogong.org.forms.fields import DayField, LinesField, UnitField, UnitsField
from kaogong.org.models import StaffingRequest, Unit
from kaogong.org.models.units import Level, Track
from kaogong.org.queries import coverage, partners_missing

BY_CODE = _("编码或全称")


class ProgrammeForm(DeedForm):
    """Who leads the year, who takes part, whom it covers."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2999)
    title = words(_("名称"))
    lead = UnitField(label=_("牵头单位"), help_text=BY_CODE)
    decides = BodyField(label=_("决策机构"), required=False)
    partners = LinesField(label=_("须有的配合单位"), required=False, help_text=_("写称谓，如“组织部门”。一行一个"))
    kinds = forms.MultipleChoiceField(
        label=_("须覆盖的性质"), choices=Track.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    levels = forms.MultipleChoiceField(
        label=_("须覆盖的层级"), choices=Level.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class PartnerForm(DeedForm):
    """A partner and its role."""

    name = words(_("称谓"))
    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    role = words(_("职责"), 120)

    def about(self) -> None:
        """What is still missing is told."""
        missing = partners_missing(self.thing)
        if missing:
            self.fields["name"].help_text = gettext("还缺：%(names)s。") % {"names": gettext("、").join(missing)}
            self.fields["name"].initial = missing[0]


class CoverForm(DeedForm):
    """Units the year covers."""

    every = forms.BooleanField(label=_("所有应覆盖而未覆盖的单位"), required=False)
    units = UnitsField(label=_("单位"), required=False)

    def said(self) -> dict[str, Any]:
        """Those written, and if asked for all that are left out."""
        named = list(self.cleaned_data["units"])
        if self.cleaned_data["every"]:
            left = [one.unit_id for one in coverage(self.thing).left_out]
            named += list(Unit.objects.filter(pk__in=left))
        if not named:
            raise Refused(gettext("请列出单位，或选所有应覆盖的单位。"), "units")
        return {"units": named}


class AskPostsForm(DeedForm):
    """Posts a unit asks for."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2999)
    posts = forms.IntegerField(label=_("编制数"), min_value=1, max_value=999)
    grade = words(_("上年等次"), 10)
    day = DayField(label=_("申请日期"))


class AllotForm(DeedForm):
    """Requests granted together."""

    asked = forms.ModelMultipleChoiceField(
        StaffingRequest.objects.none(), label=_("批准的申请"), widget=forms.CheckboxSelectMultiple
    )
    filled = forms.IntegerField(label=_("已用编制"), min_value=0, max_value=999_999)

    def about(self) -> None:
        """Those that wait."""
        waiting = StaffingRequest.objects.filter(state="asked").select_related("unit").order_by("grade", "asked_on")
        self.fields["asked"].queryset = waiting  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """As a list."""
        return self.cleaned_data | {"asked": list(self.cleaned_data["asked"])}
