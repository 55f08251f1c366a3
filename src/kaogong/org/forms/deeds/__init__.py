"""Forms of acts that have no page of their own: each is asked of somebody, about a thing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account

CHOOSE = ("", _("请选择"))


def _left_open(field: forms.Field, begins: Any) -> None:
    """Where one of several must be chosen, whoever acts chooses it: nothing is chosen for them."""
    if not isinstance(field, forms.ChoiceField) or type(field.widget) is not forms.Select or not field.required:
        return
    if isinstance(field, forms.ModelChoiceField) or begins or field.initial:
        return
    choices = list(field.choices)  # type: ignore[arg-type]
    if len(choices) > 1 and not any(key == "" for key, _words in choices):
        field.choices = [CHOOSE, *choices]


class DeedForm(forms.Form):
    """What an act asks for. `thing`: what it is done to; `account`: who does it."""

    def __init__(self, *given: Any, thing: Any = None, account: Account | None = None, **more: Any) -> None:
        super().__init__(*given, **more)
        self.thing, self.account = thing, account
        self.about()
        for name, field in self.fields.items():
            _left_open(field, self.initial.get(name))

    def about(self) -> None:
        """Fit the fields to what the act is done to."""

    def said(self) -> dict[str, Any]:
        """What was filled in, as the act takes it."""
        return dict(self.cleaned_data)


def ask(**fields: forms.Field) -> type[DeedForm]:
    """A form of these fields, as the act takes them."""
    return type("AskForm", (DeedForm,), dict(fields))
