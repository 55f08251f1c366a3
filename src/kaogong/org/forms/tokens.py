"""What is filled in to let another system in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kaogong.org.forms.fields import AccountField, DayField, UnitField
from kaogong.org.models import Room

DEPTHS = (("", gettext_lazy("不开放")), ("read", gettext_lazy("只读")), ("write", gettext_lazy("读和写")))


class TokenForm(forms.Form):
    """A token: for which account, how far, until when."""

    account = AccountField(
        label=gettext_lazy("账号"), help_text=gettext_lazy("令牌以这个账号的权限办事，不能超过它；本人事项不开放")
    )
    name = forms.CharField(
        label=gettext_lazy("用途"), max_length=60, help_text=gettext_lazy("哪个系统用、做什么，例如：统计平台报数")
    )
    until = DayField(label=gettext_lazy("至（不含）"), help_text=gettext_lazy("至多一年"))
    unit = UnitField(
        label=gettext_lazy("限于单位"), required=False, help_text=gettext_lazy("编码或全称；留空即账号所及全部单位")
    )
    below = forms.BooleanField(label=gettext_lazy("含下级"), required=False)
    request = forms.CharField(label=gettext_lazy("授权依据"), max_length=120)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for room, words in Room.choices:
            self.fields[f"room_{room}"] = forms.ChoiceField(label=words, choices=DEPTHS, required=False)
        self.order_fields(
            ["account", "name", *(f"room_{one}" for one in Room.values), "unit", "below", "until", "request"]
        )

    def depths(self) -> dict[str, bool]:
        """The rooms that are opened, and whether to write too."""
        chosen = {room: self.cleaned_data.get(f"room_{room}", "") for room in Room.values}
        return {room: depth == "write" for room, depth in chosen.items() if depth}
