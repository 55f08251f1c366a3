"""What every answer says about itself to the browser. Nothing is loaded from elsewhere, no script stands in a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
WORKER, REACH = "/offline-worker.", "/supervise/"
"""The one script that may stand between pages and network, and the pages it may: those where one enters without a network."""
FEATURES = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


class Headers:
    """Adds what Django's own middleware does not."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with its headers. A page of an account is kept by nobody on the way."""
        sent = self.answer(request)
        sent.headers.setdefault("Content-Security-Policy", POLICY)
        sent.headers.setdefault("Permissions-Policy", FEATURES)
        sent.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if WORKER in request.path:
            sent.headers["Service-Worker-Allowed"] = REACH
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            sent.headers.setdefault("Cache-Control", "no-store, private")
        return sent
