"""What went wrong is a page: what, why, what to do; and a number that is also in the log."""

import logging
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import include, path

from kaogong.audit.actions import Denied, Refused

RAISED = {
    "denied": Denied("这份测评由考核监督小组掌握。", room="assess", verb="see", subject="assess.round:1"),
    "refused": Refused("还有 2 处错误，改完才能送审。"),
    "forbidden": PermissionDenied(),
    "absent": Http404(),
    "broken": ZeroDivisionError("a secret of the server"),
}


def fail(request, what):
    raise RAISED[what]


urlpatterns = [path("", include("kaogong.web.urls")), path("fail/<what>/", fail)]
handler403 = "kaogong.web.faults.refused"
handler404 = "kaogong.web.faults.absent"
handler500 = "kaogong.web.faults.broken"


@pytest.fixture
def inside(client, account, settings):
    settings.ROOT_URLCONF = __name__
    client.force_login(account)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("what", "status", "words"),
    [
        ("denied", 403, "这份测评由考核监督小组掌握。"),
        ("refused", 409, "还有 2 处错误，改完才能送审。"),
        ("forbidden", 403, "您的岗位不能看这一页。"),
        ("absent", 404, "没有这一页"),
    ],
)
def test_the_page_says_why(inside, what, status, words) -> None:
    sent = inside.get(f"/fail/{what}/")
    assert sent.status_code == status
    assert words in sent.content.decode()


def test_what_cannot_be_done_leads_back_to_the_page_of_ours_one_came_from(inside) -> None:
    ours = inside.get("/fail/refused/", HTTP_REFERER="http://testserver/search/").content.decode()
    theirs = inside.get("/fail/refused/", HTTP_REFERER="http://example.org/search/").content.decode()
    assert 'href="/search/"' in ours
    assert 'href="/search/"' not in theirs


def test_a_fault_has_a_number_that_is_in_the_log_and_tells_nothing_else(inside, caplog) -> None:
    with caplog.at_level(logging.ERROR):
        page = inside.get("/fail/broken/").content.decode()
    number = re.search(r"编号 ([0-9A-F]{4})", page)[1]
    assert f"fault {number} at /fail/broken/" in caplog.text
    assert "secret" not in page


def test_a_form_without_its_token_is_refused_with_the_reason(account) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account)
    sent = strict.post("/stay/")
    assert sent.status_code == 403
    assert "这份表单已过期" in sent.content.decode()


def test_the_address_of_a_button_that_is_opened_as_a_page_says_so(inside):
    """405 stays, with what may be sent; but no blank page."""
    found = inside.get("/decide/settlements/1/close/")
    assert (found.status_code, found.headers["Allow"]) == (405, "POST")
    assert "不能直接打开" in found.content.decode()
