"""What every form carries: what was typed before, who typed it, how old what is shown is, and a number that is sent once."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms, template
from django.core.signing import Signer
from django.template.loader import render_to_string

from kaogong.org.models import Draft, View
from kaogong.org.queries.typed import changes, draft_of, sealed_version

register = template.Library()
WHO = Signer(salt="who")


@register.simple_tag(takes_context=True)
def keep(context: template.Context, form: Any, subject: str = "", key: object = None) -> str:
    """Inside a form instead of `csrf_token`. `subject`, or `subject:key`: the thing that is changed, as the audit names it."""
    request = context["request"]
    page = request.POST.get("_page") or f"{request.get_full_path()}#{type(form).__name__}"
    if key is not None:
        subject = f"{subject}:{key}" if key else ""
    draft = draft_of(request.user, page) if not getattr(form, "is_bound", True) else None
    shown = {
        "page": page,
        "key": secrets.token_urlsafe(18),
        "who": WHO.sign(str(request.user.pk)),
        "seen": sealed_version(subject) if subject else "",
        "draft": draft,
        "events": changes(subject, draft.overtaken) if draft and draft.overtaken is not None else (),
        "beside": _resume(form, draft) if draft else (),
    }
    return render_to_string("org/parts/kept.html", shown, request)


def _resume(form: forms.Form, draft: Draft) -> list[tuple[Any, Any, Any]]:
    """Put what was typed into a form; gives label, what stands there now, and what was typed, where they differ."""
    beside = []
    for name, field in form.fields.items():
        values = draft.fields.get(form.add_prefix(name))
        if isinstance(field, forms.FileField) or (values is None and not isinstance(field, forms.BooleanField)):
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


@register.inclusion_tag("org/parts/views.html", takes_context=True)
def views(context: template.Context, listing: Any = None) -> dict[str, Any]:
    """The views somebody keeps of a list, and what it takes to keep another. `listing`: its columns can be chosen."""
    request = context["request"]
    held = request.GET.copy()
    for one in ("page", "export"):
        held.pop(one, None)
    asked = held.urlencode()
    saved = View.objects.filter(account=request.user, page=request.path)
    rest = [(name, value) for name, values in held.lists() if name != "col" for value in values]
    shown = [(one, one.asked == asked) for one in saved]
    return {"request": request, "shown": shown, "asked": asked, "rest": rest, "listing": listing}
