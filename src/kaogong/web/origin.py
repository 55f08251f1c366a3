"""Where a request comes from, when other servers stand in front: limits by address would else hold everybody together."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class Origin:
    """Puts the address the outermost server of ours was called from where everybody reads it.

    Each server adds to `X-Forwarded-For` whom it was called by. So many from the end are ours to believe as there are
    servers of ours in front (`KAOGONG_PROXIES`); what stands further left, the caller wrote.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to a request that knows whence it comes."""
        told = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
        if settings.PROXIES and len(told) >= settings.PROXIES:
            request.META["REMOTE_ADDR"] = _address(told[-settings.PROXIES], str(request.META.get("REMOTE_ADDR", "")))
        return self.answer(request)


def _address(told: str, otherwise: str) -> str:
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return otherwise
