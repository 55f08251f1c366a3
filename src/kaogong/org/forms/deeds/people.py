"""People, posts, portfolios, powers; efficiency supervisors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.org.actions.supervisors import SOURCES
from kaogong.org.forms.acts import text, words
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.fields import DayField, LinesField, PersonField, UnitField
from kaogong.org.models import Supervisor
from kaogong.org.models.accounts import Role
from kaogong.org.models.people import Portfolio
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach

BY_CODE = _("编码或全称")


class CorrectPersonForm(DeedForm):
    """What is put right; the identity number is not shown and stays when nothing is written."""

    name = words(_("姓名"), 60)
    phone = words(_("手机号"), 20, required=False)
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    id_number = words(_("身份证号"), 20, required=False, help_text=_("不改则留空"))
    reason = words(_("依据"), 200)

    def said(self) -> dict[str, Any]:
        """Without a number that was not written."""
        given = dict(self.cleaned_data)
        return given if given["id_number"] else {key: value for key, value in given.items() if key != "id_number"}


class AssignPortfolioForm(DeedForm):
    """A unit the leader answers for."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    kind = forms.ChoiceField(label=_("方式"), choices=Portfolio.KINDS)
    since = DayField(label=_("自"))


class DescribePostForm(DeedForm):
    """The things a post states beside its title."""

    duty = text(_("职责"))
    accountability = text(_("责任"))
    integrity = text(_("廉政要求"))


class AreasForm(DeedForm):
    """What a post answers for."""

    areas = LinesField(label=_("分工"), required=False)


class RecuseForm(DeedForm):
    """A unit a person has no part in."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    reason = words(_("事由"), 200)
    since = DayField(label=_("自"))
    until = DayField(label=_("至（不含）"), required=False)


class DelegateForm(DeedForm):
    """One's own power, for some days."""

    taker = PersonField(label=_("受托人工号"))
    power = forms.ChoiceField(label=_("权限"))
    since = DayField(label=_("自"))
    until = DayField(label=_("至（不含）"))
    reason = words(_("事由"), 200)

    def about(self) -> None:
        """The powers held oneself."""
        own = {one.power for one in reach(self.account).held if not one.by_delegation_of} if self.account else set()
        self.fields["power"].choices = [one for one in Power.choices if one[0] in own]  # type: ignore[attr-defined]


class RoleForm(DeedForm):
    """An office of administration, or none."""

    role = forms.ChoiceField(label=_("账号类别"), choices=Role.choices)
    reason = words(_("依据"), 200)


class SupervisorForm(DeedForm):
    """A class and where the supervisor comes from."""

    pool = forms.ChoiceField(label=_("类别"), choices=Supervisor.CLASSES)
    source = forms.ChoiceField(
        label=_("来源"),
        choices=[
            (gettext("%(pool)s类") % {"pool": pool}, [(one, one) for one in several])
            for pool, several in SOURCES.items()
        ],
    )
    since = DayField(label=_("聘任日期"))
    employer = UnitField(label=_("所在单位"), required=False, help_text=_("编码或全称；检查这个单位时回避"))


class DrawForm(DeedForm):
    """How many, and by which seed."""

    number = forms.IntegerField(label=_("抽取人数"), min_value=1, max_value=99)
    pools = forms.MultipleChoiceField(
        label=_("类别"),
        choices=Supervisor.CLASSES,
        initial=["A", "B", "C"],
        widget=forms.CheckboxSelectMultiple,
    )
    seed = words(_("随机种子"), 64, help_text=_("当场写下的数字或词语；用它任何人都能重抽核对"))
    day = DayField(label=_("日期"))


class TickForm(DeedForm):
    """An item a unit has."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    item = forms.ChoiceField(label=_("项目"))
    day = DayField(label=_("达标日期"))

    def about(self) -> None:
        """The items of the list."""
        self.fields["item"].choices = [(one, one) for one in self.thing.items]  # type: ignore[attr-defined]
