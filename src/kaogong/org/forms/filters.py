"""Filters of the lists. They stand in the address, so that a list can be kept and sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaogong.org.forms.fields import DayField
from kaogong.org.models.accounts import Role
from kaogong.org.models.powers import Power
from kaogong.org.models.units import Level, Track

Words = Any
"""A label: words, or words still to be translated."""


def search(label: Words) -> forms.CharField:
    """A box for words."""
    widget = forms.TextInput(attrs={"type": "search", "placeholder": label})
    return forms.CharField(label=label, required=False, max_length=60, widget=widget)


class WordsFilter(forms.Form):
    """By words alone."""

    q = search(_("名称、拼音首字母或编码"))


class UnitFilter(WordsFilter):
    """Units as of a day."""

    level = forms.ChoiceField(label=_("层级"), required=False, choices=[("", _("全部层级")), *Level.choices])
    track = forms.ChoiceField(label=_("性质"), required=False, choices=[("", _("全部性质")), *Track.choices])
    day = DayField(label=_("截至日期"), required=False)


class PeopleFilter(forms.Form):
    """People by name, initials or number, within a unit."""

    q = search(_("姓名、拼音首字母或工号"))
    unit = search(_("单位编码"))


class AccountFilter(forms.Form):
    """Accounts."""

    q = search(_("账号"))
    role = forms.ChoiceField(label=_("账号类别"), required=False, choices=[("", _("全部类别")), *Role.choices])
    active = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部状态")), ("yes", _("启用")), ("no", _("停用"))]
    )


class GrantFilter(forms.Form):
    """Grants."""

    q = search(_("账号"))
    power = forms.ChoiceField(label=_("权限"), required=False, choices=[("", _("全部权限")), *Power.choices])
    unit = search(_("单位编码"))


class EventFilter(forms.Form):
    """Events as an auditor looks for them."""

    words = search(_("对象、行为或单位编码"))
    actor = search(_("操作人"))
    room = search(_("系统"))
    outcome = forms.ChoiceField(
        label=_("结果"), required=False, choices=[("", _("全部结果")), ("done", _("完成")), ("denied", _("拒绝"))]
    )
    since = DayField(label=_("自"), required=False)
    until = DayField(label=_("至"), required=False)
