"""What is filled in to do something. Whether it can be done is for the action to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from kaogong.org.forms.fields import AccountField, DayField, PersonField, SealedFile, UnitField
from kaogong.org.forms.filters import Words
from kaogong.org.models.accounts import Role
from kaogong.org.models.labels import in_every_language
from kaogong.org.models.people import Grade
from kaogong.org.models.powers import Power
from kaogong.org.models.settings import Declared
from kaogong.org.models.units import Level, Track


def words(label: Words, longest: int = 80, *, required: bool = True, **more: Any) -> forms.CharField:
    """A line of words."""
    return forms.CharField(label=label, max_length=longest, required=required, **more)


def text(label: Words, *, required: bool = True, help_text: Words = "") -> forms.CharField:
    """Several lines of words."""
    rows = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=2000, required=required, help_text=help_text, widget=rows)


class ReviseForm(forms.Form):
    """What a unit is from a day on."""

    since = DayField(label=gettext_lazy("自哪天起"), help_text=gettext_lazy("此前的名称和隶属照旧可查"))
    name = words(gettext_lazy("名称"))
    short = words(gettext_lazy("简称"), 40)
    parent = UnitField(label=gettext_lazy("上级单位"), required=False, help_text=gettext_lazy("编码或全称"))
    level = forms.ChoiceField(label=gettext_lazy("层级"), choices=Level.choices)
    track = forms.ChoiceField(label=gettext_lazy("性质"), choices=Track.choices)
    appraisal_class = words(gettext_lazy("考核类别"), 40, required=False)
    reason = words(gettext_lazy("依据"), 200, help_text=gettext_lazy("文号或事由"))


class UnitForm(forms.Form):
    """A new unit."""

    code = words(gettext_lazy("单位编码"), 40)
    name = words(gettext_lazy("名称"))
    short = words(gettext_lazy("简称"), 40, required=False)
    parent = UnitField(label=gettext_lazy("上级单位"), required=False, help_text=gettext_lazy("编码或全称"))
    level = forms.ChoiceField(label=gettext_lazy("层级"), choices=Level.choices)
    track = forms.ChoiceField(label=gettext_lazy("性质"), choices=Track.choices)
    appraisal_class = words(gettext_lazy("考核类别"), 40, required=False)
    since = DayField(label=gettext_lazy("设立日期"))


class PersonForm(forms.Form):
    """A new person."""

    code = words(gettext_lazy("工号"), 40)
    name = words(gettext_lazy("姓名"), 60)
    phone = words(gettext_lazy("手机号"), 20, required=False, help_text=gettext_lazy("加密存放，列表里不显示"))
    email = forms.EmailField(label=gettext_lazy("电子邮箱"), required=False)
    joined = DayField(label=gettext_lazy("入职日期"), required=False)


class AppointForm(forms.Form):
    """A post for a person."""

    unit = UnitField(label=gettext_lazy("单位"), help_text=gettext_lazy("编码或全称"))
    title = words(gettext_lazy("岗位"))
    grade = forms.ChoiceField(label=gettext_lazy("层次"), choices=Grade.choices)
    since = DayField(label=gettext_lazy("任职日期"), help_text=gettext_lazy("现任主要岗位同日终止"))
    duty = text(gettext_lazy("职责"), required=False)
    accountability = text(gettext_lazy("责任"), required=False)
    integrity = text(gettext_lazy("廉政要求"), required=False)


class EndForm(forms.Form):
    """Something ends on a day, for a reason."""

    until = DayField(label=gettext_lazy("终止日期"))
    reason = words(gettext_lazy("事由"), 200)


class ReasonForm(forms.Form):
    """A reason."""

    reason = words(gettext_lazy("事由"), 200)


class SeatForm(forms.Form):
    """Who sits on a seat."""

    person = PersonField(label=gettext_lazy("人员工号"), required=False, help_text=gettext_lazy("留空即空缺"))
    unit = UnitField(label=gettext_lazy("来自单位"), required=False, help_text=gettext_lazy("编码或全称"))
    since = DayField(label=gettext_lazy("自"))


class HolidayForm(forms.Form):
    """A day that is not what its weekday says."""

    day = DayField(label=gettext_lazy("日期"))
    working = forms.TypedChoiceField(
        label=gettext_lazy("这一天"),
        choices=[("no", gettext_lazy("放假")), ("yes", gettext_lazy("上班（调休）"))],
        coerce=lambda one: one == "yes",
    )
    name = words(gettext_lazy("名称"), 40)


class AccountForm(forms.Form):
    """A new account."""

    username = words(gettext_lazy("账号"), 60)
    person = PersonField(label=gettext_lazy("人员工号"), help_text=gettext_lazy("账号属于一个人"))
    role = forms.ChoiceField(label=gettext_lazy("账号类别"), choices=Role.choices)
    password = forms.CharField(
        label=gettext_lazy("初始密码"),
        min_length=10,
        max_length=256,
        help_text=gettext_lazy("至少 10 位；本人首次登录须修改"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class GrantForm(forms.Form):
    """A power for an account."""

    to = AccountField(label=gettext_lazy("账号"))
    power = forms.ChoiceField(label=gettext_lazy("权限"), choices=Power.choices)
    unit = UnitField(label=gettext_lazy("单位"), required=False, help_text=gettext_lazy("留空即全部单位"))
    below = forms.BooleanField(label=gettext_lazy("含下级"), required=False)
    since = DayField(label=gettext_lazy("自"))
    until = DayField(label=gettext_lazy("至（不含）"), required=False)
    request = words(gettext_lazy("授权依据"), 120)


class HandOverForm(forms.Form):
    """All powers of an account go to another."""

    giver = AccountField(label=gettext_lazy("移交账号"))
    taker = AccountField(label=gettext_lazy("接收账号"))
    day = DayField(label=gettext_lazy("自"))
    reason = words(gettext_lazy("交接依据"), 120)


class IntakeForm(forms.Form):
    """A workbook of units and people."""

    file = SealedFile(
        label=gettext_lazy("表格"),
        help_text=gettext_lazy("xlsx，按模板填写"),
        only=("xlsx",),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class FileForm(forms.Form):
    """A file to be sealed."""

    file = SealedFile(
        label=gettext_lazy("文件"), help_text=gettext_lazy("PDF、图片、docx、xlsx、pptx、OFD 或文本；不收加密和带宏的")
    )


class ConclusionForm(forms.Form):
    """What came of a case file."""

    conclusion = text(gettext_lazy("结论"))


class SettingForm(forms.Form):
    """A value for a setting, as words; a list or a table as lines."""

    value = forms.CharField(label=gettext_lazy("值"), widget=forms.Textarea(attrs={"rows": 4}))
    reason = words(gettext_lazy("依据"), 200)

    def __init__(self, declared: Declared, *given: Any, **more: Any) -> None:
        self.declared = declared
        super().__init__(*given, **more)
        self.fields["value"].label = str(declared.label)
        self.fields["value"].help_text = {
            "whole": _("写一个整数"),
            "text": "",
            "yes": _("写“是”或“否”"),
            "list": _("一行一项"),
            "table": _("一行一项，写成“名称=整数”"),
        }[declared.kind]

    def clean_value(self) -> Any:
        """The value, of the kind the setting is declared with."""
        given: str = self.cleaned_data["value"].strip()
        try:
            return read_value(self.declared, given)
        except (ValueError, KeyError) as error:
            raise ValidationError(self.fields["value"].help_text, "kind") from error


YES_OR_NO = {True: gettext_noop("是"), False: gettext_noop("否")}


def read_value(declared: Declared, given: str) -> Any:
    """The value of a setting from what was typed."""
    lines = [line.strip() for line in given.splitlines() if line.strip()]
    if declared.kind == "whole":
        return int(given)
    if declared.kind == "yes":
        return {word: value for value in (True, False) for word in in_every_language(YES_OR_NO[value])}[given]
    if declared.kind == "list":
        return lines
    if declared.kind == "table":
        keys = {word: key for key, name in declared.keys.items() for word in in_every_language(name)}
        pairs = (line.replace("＝", "=").split("=") for line in lines)
        return {keys.get(name.strip(), name.strip()): int(number) for name, number in pairs}
    return given


def write_value(declared: Declared, value: Any) -> str:
    """A value of a setting as it is shown and typed."""
    if isinstance(value, bool):
        return _(YES_OR_NO[value])
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if isinstance(value, dict):
        return "\n".join(f"{declared.keys.get(key, key)}={one}" for key, one in value.items())
    return str(value)
