"""Bodies, their seats and duties, their meetings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaogong.org.actions import Decision, Place
from kaogong.org.forms.acts import words
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.fields import DayField, LinesField, PersonField, RowsField, UnitField
from kaogong.org.models import Body, Seat
from kaogong.org.queries import bodies

BY_CODE = _("编码或全称")


class BodyField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A body there is."""

    def __init__(self, **given: Any) -> None:
        super().__init__(Body.objects.none(), **given)

    def __deepcopy__(self, memo: dict[int, Any]) -> BodyField:
        """The bodies of today, asked for with every form."""
        made: BodyField = super().__deepcopy__(memo)
        made.queryset = bodies()
        return made


class FormBodyForm(DeedForm):
    """A new body with the seats it must have."""

    name = words(_("名称"))
    kind = forms.ChoiceField(label=_("类别"), choices=Body.KINDS)
    founded = DayField(label=_("成立日期"))
    chair = LinesField(label=_("组长、主任席位"), help_text=_("写职务，如“市长”。一行一个席位"))
    deputy = LinesField(label=_("副组长、副主任席位"), required=False)
    seats = LinesField(label=_("成员席位"), required=False, help_text=_("一行一个席位，人选以后再定"))
    officer = LinesField(label=_("专职人员席位"), required=False)
    office = UnitField(label=_("办公室所在单位"), required=False, help_text=BY_CODE)
    under = BodyField(label=_("上级机构"), required=False)
    functions = LinesField(label=_("职能"), required=False)
    least = forms.IntegerField(label=_("成员下限"), min_value=0, max_value=999, required=False)
    most = forms.IntegerField(label=_("成员上限"), min_value=1, max_value=999, required=False)
    officers = forms.IntegerField(label=_("须有专职人员"), min_value=0, max_value=999, initial=0)

    def said(self) -> dict[str, Any]:
        """The seats of every role as places."""
        given = dict(self.cleaned_data)
        roles = (("chair", "chair"), ("deputy", "deputy"), ("member", "seats"), ("officer", "officer"))
        places = [Place(role, of) for role, field in roles for of in given.pop(field)]
        return given | {"seats": places, "members": (given.pop("least"), given.pop("most"))}


class AddSeatForm(DeedForm):
    """One more seat."""

    role = forms.ChoiceField(label=_("角色"), choices=Seat.ROLES)
    of = words(_("席位"), help_text=_("写职务，如“市财政局局长”"))
    person = PersonField(label=_("人员工号"), required=False, help_text=_("留空即空缺"))
    unit = UnitField(label=_("来自单位"), required=False, help_text=BY_CODE)


class NameDutyForm(DeedForm):
    """A duty with its lead."""

    name = words(_("职责"), 120)
    lead = UnitField(label=_("牵头单位"), required=False, help_text=_("编码或全称；没有牵头的职责不能印发"))
    owner = PersonField(label=_("责任人工号"), required=False)
    area = words(_("分工领域"), required=False)


class PlanMeetingsForm(DeedForm):
    """The meetings of a year."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2999)
    partners = LinesField(label=_("通报对象"), required=False, help_text=_("例会留空；与外部通报时，一行一个对象"))

    def said(self) -> dict[str, Any]:
        """Without partners they are meetings of the body itself."""
        return self.cleaned_data | {"partners": self.cleaned_data["partners"] or [""]}


class HoldMeetingForm(DeedForm):
    """Who came, and what was decided."""

    day = DayField(label=_("召开日期"))
    present = forms.ModelMultipleChoiceField(
        Seat.objects.none(), label=_("出席"), required=False, widget=forms.CheckboxSelectMultiple
    )
    decisions = RowsField(
        {
            "words": words(_("事项"), 200),
            "unit": UnitField(label=_("承办单位")),
            "owner": PersonField(label=_("责任人工号"), required=False),
            "area": words(_("职能"), required=False),
            "due": DayField(label=_("期限"), required=False),
        },
        label=_("议定事项"),
        required=False,
    )

    def about(self) -> None:
        """The seats of the body that met."""
        self.fields["present"].queryset = self.thing.body.seats.select_related("person")  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """The rows as decisions."""
        return self.cleaned_data | {"decisions": [Decision(**one) for one in self.cleaned_data["decisions"]]}
