"""Acts and their owners, motions, case files, circulars; what supervision finds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import Refused
from kaogong.org.forms.acts import text
from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.deeds.bodies import BodyField
from kaogong.org.forms.fields import DayField, LinesField, PeopleField, PersonField, RowsField, UnitField, UnitsField
from kaogong.org.models import Circular, Competence, Docket, Finding, Transaction, Watch
from kaogong.org.models.matters import ACTS, act_name
from kaogong.org.models.powers import Power
from kaogong.org.queries import acts_of, layers
from kaogong.org.queries import findings as all_findings

BY_CODE = _("编码或全称")
NONE = ("", "—")


class GiveActForm(DeedForm):
    """An act and its one owner."""

    act = forms.ChoiceField(label=_("事项"), choices=[*ACTS.items(), ("", _("其他事项，写在下面"))], required=False)
    other = line(_("其他事项"), 60, required=False)
    part = forms.ChoiceField(label=_("方式"), choices=Competence.PARTS)
    body = BodyField(label=_("归机构"), required=False)
    unit = UnitField(label=_("归单位"), required=False, help_text=BY_CODE)
    power = forms.ChoiceField(label=_("归权限"), choices=[NONE, *Power.choices], required=False)
    since = DayField(label=_("自"))

    def said(self) -> dict[str, Any]:
        """The act, of those that have a name or in its own words."""
        given = dict(self.cleaned_data)
        other = given.pop("other")
        act = given.pop("act") or other
        if not act:
            raise Refused(gettext("请选一个事项，或写明其他事项。"), "act")
        return given | {"act": act}


class PutUpForm(DeedForm):
    """What is put up under an act one owns."""

    act = forms.ChoiceField(label=_("事项"))
    title = line(_("名称"), 120)
    subject = line(_("对象"), 120, help_text=_("文号、编号或名称；同一对象审定或撤回前不能再提"))
    unit = UnitField(label=_("涉及单位"), required=False, help_text=BY_CODE)
    content = RowsField(
        {"name": line(_("项目"), 60), "value": line(_("内容"), 500)},
        label=_("内容"),
        help_text=_("提请后不能改。"),
    )

    def about(self) -> None:
        """The acts of whoever asks."""
        own = acts_of(self.account) if self.account else []
        self.fields["act"].choices = [(one, act_name(one)) for one in own]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """The rows as a table."""
        rows = self.cleaned_data["content"]
        return self.cleaned_data | {"content": {one["name"]: one["value"] for one in rows}}


class OpenDocketForm(DeedForm):
    """A case file."""

    kind = forms.ChoiceField(label=_("类别"))
    title = line(_("名称"), 120)
    day = DayField(label=_("立卷日期"))
    unit = UnitField(label=_("涉及单位"), required=False, help_text=BY_CODE)
    person = PersonField(label=_("涉及人员工号"), required=False)
    source = line(_("来源"), 120, required=False)
    lead = UnitField(label=_("牵头单位"), required=False, help_text=_("编码或全称；由它办结"))
    members = UnitsField(label=_("联席会议成员"), required=False)
    conference = BodyField(
        label=_("联席会议"),
        required=False,
        help_text=_(
            "选了联席会议、写了监督事项而没有填牵头单位时，按三级监督自动分派：办公室牵头，主管成员和举办单位承办"
        ),
    )
    matter = line(_("监督事项"), 60, required=False)
    team = PeopleField(label=_("办案人员"), required=False, help_text=_("工号，一行一个；您自己总在其中"))
    confidential = forms.BooleanField(label=_("只有办案人员能看"), required=False)

    def about(self) -> None:
        """The kinds whoever asks may open."""
        own = acts_of(self.account) if self.account else []
        self.fields["kind"].choices = [one for one in Docket.KINDS if f"docket.{one[0]}" in own]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """Lead and members as those it is assigned to."""
        given = dict(self.cleaned_data)
        lead, members = given.pop("lead"), given.pop("members")
        conference, matter = given.pop("conference"), given.pop("matter")
        if conference and matter and given["unit"] and not lead:
            return given | {"assigned": layers(given["unit"], conference, matter)}
        return given | {"assigned": [*([("lead", lead)] if lead else []), *(("member", one) for one in members)]}


class CircularForm(DeedForm):
    """Words to units and people."""

    kind = forms.ChoiceField(label=_("类别"), choices=Circular.KINDS)
    title = line(_("标题"), 120)
    words = text(_("内容"), required=False)
    day = DayField(label=_("日期"))
    body = BodyField(label=_("发给机构"), required=False, help_text=_("发到有席位的各单位"))
    units = UnitsField(label=_("发给单位"), required=False)
    people = PeopleField(label=_("发给人员"), required=False)
    about_person = PersonField(label=_("涉及人员工号"), required=False)

    def said(self) -> dict[str, Any]:
        """By the names of the action."""
        given = dict(self.cleaned_data)
        return given | {"about": given.pop("about_person")}


class TellLateForm(DeedForm):
    """Who is late with what, and by how many days."""

    handler = PersonField(label=_("经办人工号"))
    title = line(_("逾期事项"), 120)
    subject = line(_("编号"), 120, help_text=_("文号或事项编号；同一编号每个人只告知一次"))
    days = forms.IntegerField(label=_("逾期日数"), min_value=1, max_value=999)
    day = DayField(label=_("告知日期"))


class OpenWatchForm(DeedForm):
    """A session followed, or people heard."""

    mode = forms.ChoiceField(label=_("方式"), choices=Watch.MODES)
    title = line(_("名称"), 120)
    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    subjects = LinesField(label=_("跟踪的考核表"), required=False, help_text=_("一行一张，写考核表编号"))
    day = DayField(label=_("开始日期"))


class FindingForm(DeedForm):
    """What was found, on whom."""

    words = text(_("发现"))
    matter = line(_("事项"), 40, required=False, help_text=_("写明事项，才能移送主管单位"))
    day = DayField(label=_("发现日期"))
    unit = UnitField(label=_("涉及单位"), required=False, help_text=BY_CODE)
    person = PersonField(label=_("考核人工号"), required=False)
    offence = forms.ChoiceField(label=_("考核人违规"), choices=[NONE, *Finding.OFFENCES], required=False)
    finder = UnitField(label=_("发现单位"), required=False, help_text=_("由本单位发现时填写，编码或全称"))

    def said(self) -> dict[str, Any]:
        """With the session it was found in."""
        return self.cleaned_data | ({"watch": self.thing} if self.thing is not None else {})


class TransferForm(DeedForm):
    """Findings that go to the units competent for them."""

    findings = forms.ModelMultipleChoiceField(
        Finding.objects.none(), label=_("要移送的发现"), widget=forms.CheckboxSelectMultiple
    )

    def about(self) -> None:
        """What is not yet with anybody else, nor disposed of."""
        open_ones = all_findings().filter(state__in=("recorded", "confirmed")).exclude(matter="")
        self.fields["findings"].queryset = open_ones  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """As a list."""
        return {"findings": list(self.cleaned_data["findings"])}


class SanctionForm(DeedForm):
    """A decision on a person."""

    person = PersonField(label=_("人员工号"))
    measure = line(_("处分"))
    decided = DayField(label=_("决定日期"))
    months = forms.IntegerField(label=_("期限（月）"), min_value=1, max_value=120, required=False)


class TransactionForm(DeedForm):
    """An award, or the payment for it."""

    kind = forms.ChoiceField(label=_("类别"), choices=Transaction.KINDS)
    key = line(_("项目编号"), 60)
    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    day = DayField(label=_("日期"))
    amount = forms.DecimalField(label=_("金额（元）"), max_digits=18, decimal_places=2)
