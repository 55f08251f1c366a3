"""What every form carries: what was typed before, who typed it, how old what is shown is, and a number that is sent once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms, template
from django.core.signing import Signer
from django.http import HttpRequest
from django.template.loader import get_template, render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kaogong.audit.queries import kept
from kaogong.org.models import Draft
from kaogong.org.queries.typed import changes, draft_of, saved_views, sealed_version
from kaogong.org.views.written import STAND_IN, own

register = template.Library()
WHO = Signer(salt="who")


@register.simple_tag(takes_context=True)
def keep(context: template.Context, form: Any = None, subject: str = "", key: object = None, **where: object) -> str:
    """Inside a form instead of `csrf_token`.

    Args:
        context: of the page.
        form: what is typed into, or several that are sent together; none: a button alone.
        subject: the thing that is changed, as the audit names it.
        key: which of its kind; empty: it is not there yet.
        where: instead of a key, what finds it, where it may come to be meanwhile: `source=3 entrant=5`.
    """
    request = context["request"]
    forms_ = form if isinstance(form, list | tuple) else [form] if form is not None else []
    thing = thing_of(subject, key, where)
    page = _page(request, forms_)
    draft = draft_of(request.user, page) if forms_ and not forms_[0].is_bound else None
    shown = {
        "page": page,
        "key": secrets.token_urlsafe(18),
        "who": WHO.sign(str(request.user.pk)),
        "seen": sealed_version(thing) if thing else "",
        "typed": bool(forms_) and not getattr(forms_[0], "keeps_itself", False),
        "draft": draft,
        "events": changes(thing, draft.overtaken) if draft and draft.overtaken is not None and thing else (),
        "beside": [line for one in forms_ for line in _resume(one, draft)] if draft else (),
    }
    return render_to_string("org/parts/kept.html", shown, request)


@register.simple_tag
def seen(subject: str, key: object = None, **where: object) -> str:
    """The version a form carries, anew: for a part that was kept while it was typed."""
    return sealed_version(thing_of(subject, key, where))


def thing_of(subject: str, key: object, where: Mapping[str, object]) -> str:
    """The thing a form changes, in one word; empty: none."""
    if where:
        return f"{subject}?{urlencode({name: value for name, value in where.items() if value is not None})}"
    return (f"{subject}:{key}" if key else "") if key is not None else subject


def _page(request: HttpRequest, several: Sequence[Any]) -> str:
    """Where a form is filled in: the page it stands on, also when the answer to another one shows it again."""
    sent = request.POST.get("_page", "")
    if several and several[0].is_bound and sent:
        return sent
    there = sent.partition("#")[0] or request.get_full_path()
    return f"{there}#{type(several[0]).__name__ if several else ''}"


def _resume(form: forms.Form, draft: Draft) -> list[tuple[Any, Any, Any]]:
    """Put what was typed into a form; gives label, what stands there now, and what was typed, where they differ."""
    beside = []
    for name, field in form.fields.items():
        values = draft.fields.get(form.add_prefix(name))
        if isinstance(field, forms.FileField) or (values is None and not isinstance(field, forms.BooleanField)):
            continue
        if field.widget.is_hidden:  # not typed: it says what the page stands on, and that is anew
            continue
        now = form.get_initial_for_field(field, name)
        typed: Any = (values or [""])[-1]
        if isinstance(field, forms.BooleanField):
            typed = bool(values)
        elif isinstance(field, forms.MultipleChoiceField):
            typed = values
        form.initial[name] = typed
        if str("" if now is None else now) != str(typed):
            beside.append((field.label, "" if now is None else now, typed))
    return beside


@register.simple_tag(takes_context=True)
def views(context: template.Context, listing: Any = None) -> SafeString:
    """The views somebody keeps of a list, and what it takes to keep another. `listing`: its columns can be chosen."""
    request = context["request"]
    saved = tuple(saved_views(request.user.pk, request.path))
    key = ("views", request.get_full_path(), saved, listing is None, get_language())
    written = kept(key, (), lambda: _views(request, saved, listing))
    return own(written, context.get("csrf_token"))


def _views(request: HttpRequest, saved: Sequence[tuple[int, str, str]], listing: Any) -> str:
    held = request.GET.copy()
    for one in ("page", "export"):
        held.pop(one, None)
    asked = held.urlencode()
    rest = [(name, value) for name, values in held.lists() if name != "col" for value in values]
    shown = [({"pk": pk, "name": name, "asked": its}, its == asked) for pk, name, its in saved]
    given = {"request": request, "shown": shown, "asked": asked, "rest": rest, "listing": listing}
    page: template.Template = get_template("org/parts/views.html").template  # type: ignore[attr-defined]
    return page.render(template.Context(given | {"csrf_token": STAND_IN}))
