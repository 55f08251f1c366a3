"""Pages for what went wrong: not allowed, not there, our own fault."""

from __future__ import annotations

import errno
import logging
import secrets
import sys
from urllib.parse import urlsplit

import psycopg
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.queries import Away

log = logging.getLogger("kaogong.web")


class Faults:
    """Turns what was raised on the way to an answer into a page that says what, why, and what to do."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer itself."""
        sent: HttpResponse = self.answer(request)  # type: ignore[operator]
        if sent.status_code == 405 and not sent.content and request.method == "GET":
            return _opened(request, sent.headers["Allow"])
        return sent

    def process_exception(self, request: HttpRequest, raised: Exception) -> HttpResponse | None:
        """Denied: the guard's own words, and who may. Refused: why it cannot be done; so when the disk is full."""
        if isinstance(raised, Denied):
            return render(request, "403.html", {"why": raised.why}, status=403)
        if isinstance(raised, Refused):
            return render(request, "409.html", {"why": str(raised), "back": _back(request)}, status=409)
        if found := _in_the_way(raised):
            log.error("%s: %s", request.path, raised)
            return render(request, "409.html", {"why": found[1], "back": _back(request)}, status=found[0])
        return None


def _opened(request: HttpRequest, allowed: str) -> HttpResponse:
    """The address of a button was opened as a page: a reload after a refusal, a link kept, the language changed there."""
    words = _("这个地址只接页面上的按钮，不能直接打开。请回到原来的页面再按。")
    made = render(request, "409.html", {"why": words, "back": _back(request)}, status=405)
    made.headers["Allow"] = allowed
    return made


def _in_the_way(raised: BaseException | None) -> tuple[int, str] | None:
    """What the machine lacks, where it is that: nothing was done, and trying again helps once it is mended."""
    while raised is not None:
        full = isinstance(raised, OSError) and raised.errno in (errno.ENOSPC, errno.EDQUOT)
        if full or isinstance(raised, psycopg.errors.DiskFull):
            return 507, _("服务器磁盘已满。请告诉系统管理员，腾出空间后再办一次。")
        if isinstance(raised, Away):
            return 503, _("存证库暂时连不上。请稍后再办，或告诉系统管理员。")
        raised = raised.__cause__
    return None


def _back(request: HttpRequest) -> str:
    """The page of our own somebody came from."""
    came = urlsplit(request.META.get("HTTP_REFERER", ""))
    return came.path if came.netloc == request.get_host() else ""


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render(request, "403.html", {"why": str(exception or "") or _("您的岗位不能看这一页。")}, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form without its token: signed in anew, or cookies are off."""
    log.warning("form without its token: %s %s", request.path, reason)
    words = _("这份表单已过期，或浏览器不收 Cookie。请返回上一页刷新后再提交；已填的内容可先复制。")
    return render(request, "403.html", {"why": words}, status=403)


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    del exception
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500, with a number that is also in the log. The page needs neither database nor session."""
    number = secrets.token_hex(2).upper()
    log.error("fault %s at %s: %r", number, request.path, sys.exc_info()[1])  # Django logs the way there beside it
    return render(None, "500.html", {"number": number}, status=500)
