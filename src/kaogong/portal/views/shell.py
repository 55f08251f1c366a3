"""What every template may ask for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject

from kaogong.org.models import Account
from kaogong.plan.views.period import shown_for
from kaogong.portal.queries.shell import pill, shell


def context(request: HttpRequest) -> dict[str, Any]:
    """The frame of the page; nothing is asked of the database before a template shows it."""
    account = getattr(request, "user", None)
    if not isinstance(account, Account):
        return {"shell": None, "installation": settings.INSTALLATION, "staged": settings.TODAY}
    return {
        "shell": SimpleLazyObject(lambda: shell(account, request.path)),
        "pill": SimpleLazyObject(lambda: pill(shown_for(request))),
        "installation": settings.INSTALLATION,
        "staged": settings.TODAY,
        "csrf_token": SimpleLazyObject(lambda: get_token(request)),  # one for all forms of a page
    }
