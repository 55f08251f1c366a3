"""A page that is only looked at reads what many pages need alike once, and not again before something is recorded."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kaogong.audit.queries import keeping


class Once:
    """Keeps for somebody who is signed in and asks; an act reads everything anew."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        if request.method not in {"GET", "HEAD"} or not request.user.is_authenticated:
            return self.answer(request)
        with keeping():
            return self.answer(request)
