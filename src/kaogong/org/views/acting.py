"""One way of doing something by a form: it is valid, the action does it, what was typed is never lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kaogong.audit.actions import Refused
from kaogong.org.views.listing import Words


@dataclass(frozen=True, slots=True)
class Doing:
    """What a page with a form says."""

    title: Words
    button: Words
    """Verb and object."""
    told: Words | Callable[[Any], Words]
    """What is said afterwards; where it depends on what came of it, made from that."""
    back: str
    """Where one goes afterwards."""
    lead: Words = ""
    about: Words = ""
    """The thing it is done to."""
    warning: Words = ""
    """Whom it reaches and what it changes, before an act that binds others."""
    subject: str = ""
    """The thing that is changed, as the audit names it: who is slower is shown what the faster one did."""


def act(request: HttpRequest, form: forms.Form, do: Callable[..., object], **said: Any) -> HttpResponse:
    """Show a form, or do what it says and go back. `do`: the action, given what was filled in; `said`: as in `Doing`."""
    doing = Doing(**said)
    if request.method == "POST" and form.is_valid():
        try:
            made = do(**form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, str(doing.told(made) if callable(doing.told) else doing.told))
            return redirect(doing.back)
    return render(request, "org/act.html", {"form": form, "doing": doing}, status=422 if form.errors else 200)


def refuse(form: forms.Form, refused: Refused) -> None:
    """Say at the field it belongs to why something cannot be done."""
    for one in refused.each:
        form.add_error(one.field if one.field in form.fields else None, str(one))
