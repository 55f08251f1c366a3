"""What the acts of assessing ask for that have no page of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.org.forms.deeds import DeedForm
from kaogong.org.models import Account
from kaogong.plan.forms import ExactField


class WeightsForm(DeedForm):
    """The weight of each item for one entrant."""

    def __init__(self, *given: Any, thing: Any = None, account: Account | None = None, **more: Any) -> None:
        super().__init__(*given, thing=thing, account=account, **more)
        own = {one.item.code: one.value for one in thing.weights.select_related("item")}
        self.codes = {}
        for item in thing.round.items.filter(mode="award", taken_from__isnull=True).order_by("place"):
            field = f"item_{item.pk}"
            held = own.get(item.code, item.weight)
            box = forms.TextInput(attrs={"inputmode": "decimal"})
            self.fields[field] = ExactField(
                label=item.name,
                max_length=20,
                required=False,
                widget=box,
                initial="" if held is None else f"{held:f}",
                help_text=gettext("不考核这一项则留空"),
            )
            self.codes[field] = item.code

    def said(self) -> dict[str, Any]:
        """By item; what is left empty is not asked."""
        given = self.cleaned_data
        return {"weights": {code: given[field] for field, code in self.codes.items() if given[field] is not None}}


class SystemsForm(DeedForm):
    """What a round must have, written down."""

    def __init__(self, *given: Any, thing: Any = None, account: Account | None = None, **more: Any) -> None:
        super().__init__(*given, thing=thing, account=account, **more)
        self.names = {f"system_{number}": name for number, name in enumerate(thing.needs)}
        for field, name in self.names.items():
            self.fields[field] = forms.CharField(
                label=name,
                max_length=2000,
                initial=thing.systems.get(name, ""),
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("写明文件或内容；全部写明才能启动"),
            )

    def said(self) -> dict[str, Any]:
        """By name."""
        return {"systems": {name: self.cleaned_data[field] for field, name in self.names.items()}}
