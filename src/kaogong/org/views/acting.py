"""One way of doing something by a form: it is valid, the action does it, what was typed is never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kaogong.org.actions import Refused
from kaogong.org.views.listing import Words


def act(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[..., object],
    *,
    title: Words,
    button: Words,
    told: Words,
    back: str,
    lead: Words = "",
    warning: Words = "",
) -> HttpResponse:
    """Show a form, or do what it says and go back.

    Args:
        request: the request.
        form: the form, bound where it was sent.
        do: the action, given what was filled in.
        title: the head of the page.
        button: verb and object.
        told: what is said afterwards.
        back: where one goes afterwards.
        lead: one sentence under the head.
        warning: whom it reaches and what it changes, before an act that binds others.
    """
    if request.method == "POST" and form.is_valid():
        try:
            do(**form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, str(told))
            return redirect(back)
    shown: dict[str, Any] = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "lead": lead,
        "warning": warning,
    }
    return render(request, "org/act.html", shown, status=422 if form.errors else 200)


def refuse(form: forms.Form, refused: Refused) -> None:
    """Say at the field it belongs to why something cannot be done."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))
