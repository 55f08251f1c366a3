"""Acts on several rows of a list: chosen there, shown here with what would happen to each, done all at once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from kaogong.org.actions.several import Outcome, do_several, try_several
from kaogong.org.models import Account

Words = str | Promise
MOST = 200
"""Rows done at once."""


@dataclass(frozen=True)
class Verb:
    """An act that a list offers for several rows."""

    key: str
    words: Words
    """On its button."""
    will: Words
    """What it does, and whom it reaches; before anything is done."""
    act: Callable[..., Any]
    """Called with `by`, the thing, and what the form gives."""
    done: Words
    """What was done, with `%(n)s`."""
    form: type[forms.Form] = forms.Form
    trial: Mapping[str, Any] = field(default_factory=dict)
    """What stands for the form while nothing is filled in yet."""


@dataclass(frozen=True)
class Rows:
    """The rows of a list that were chosen, as far as the asker may see them."""

    load: Callable[[], Sequence[Any]]
    """Reads them; again for every attempt, as what was tried is still in the objects."""
    key: Callable[[Any], object]
    name: Callable[[Any], str]
    about: Callable[[Any], str]
    state: Callable[[Any], str]


def chosen(request: HttpRequest) -> list[int]:
    """The numbers of the rows that were chosen."""
    return [int(one) for one in request.POST.getlist("row") if one.isdecimal()][:MOST]


def several(request: HttpRequest, verbs: Sequence[Verb], rows: Rows, *, back: str, **kept: str) -> HttpResponse:
    """Show what an act would do to the rows chosen; once that is confirmed, do it.

    Args:
        request: a form with `row` as often as wanted, and `verb`.
        verbs: what the list offers.
        rows: the rows chosen.
        back: the list.
        kept: what else the form of the list said.
    """
    account = request.user
    assert isinstance(account, Account)
    verb = next((one for one in verbs if one.key == request.POST.get("verb")), None)
    back, things = _back(request, back), rows.load()
    if verb is None or not things:
        messages.warning(request, _("还没有选。请先勾选要办的行，再选怎么办。"))
        return redirect(back)
    sure = "sure" in request.POST
    form = verb.form(request.POST if sure else None)
    if sure and form.is_valid():
        given = form.cleaned_data
        done, found = do_several(account, things, lambda one: verb.act(account, one, **given), rows.state)
        if done:
            messages.success(request, str(verb.done) % {"n": len(found)})
            return redirect(back)
        messages.error(request, _("情况有变，一件也没有办。请看下面各行，再确认一次。"))
        things = rows.load()
    found = try_several(things, lambda one: verb.act(account, one, **verb.trial), rows.state)
    return _preview(request, verb, rows, found, form, back, kept)


def _back(request: HttpRequest, default: str) -> str:
    """The list as it was looked at, if it is one of this house."""
    onward = request.POST.get("back", "")
    return onward if url_has_allowed_host_and_scheme(onward, request.get_host(), request.is_secure()) else default


def _preview(
    request: HttpRequest,
    verb: Verb,
    rows: Rows,
    found: Sequence[Outcome[Any]],
    form: forms.Form,
    back: str,
    kept: Mapping[str, str],
) -> HttpResponse:
    lines = [
        {"key": rows.key(one.thing), "name": rows.name(one.thing), "about": rows.about(one.thing), "one": one}
        for one in found
    ]
    able = sum(1 for one in found if not one.why)
    context = {
        "verb": verb,
        "lines": lines,
        "able": able,
        "refused": len(found) - able,
        "form": form,
        "back": back,
        "kept": kept,
        "once": secrets.token_urlsafe(18),
    }
    return render(request, "org/several.html", context, status=422 if form.errors else 200)
