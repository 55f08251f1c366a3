"""Forms of acts that have no page of their own: each is asked of somebody, about a thing."""

from __future__ import annotations

from typing import Any

from django import forms

from kaogong.org.models import Account


class DeedForm(forms.Form):
    """What an act asks for. `thing`: what it is done to; `account`: who does it."""

    def __init__(self, *given: Any, thing: Any = None, account: Account | None = None, **more: Any) -> None:
        super().__init__(*given, **more)
        self.thing, self.account = thing, account
        self.about()

    def about(self) -> None:
        """Fit the fields to what the act is done to."""

    def said(self) -> dict[str, Any]:
        """What was filled in, as the act takes it."""
        return dict(self.cleaned_data)


def ask(**fields: forms.Field) -> type[DeedForm]:
    """A form of these fields, as the act takes them."""
    return type("AskForm", (DeedForm,), dict(fields))
