"""Behind servers of ours, everybody is held by the address they come from, and nobody can write another one."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kaogong.web.origin import Origin

FRONT = "10.0.0.7"
CASES = {
    "nobody in front: the header is the caller's own words": (0, "203.0.113.9", FRONT),
    "one in front: it added the last": (1, "203.0.113.9", "203.0.113.9"),
    "what stands left of it was written by the caller": (1, "127.0.0.1, 203.0.113.9", "203.0.113.9"),
    "two in front: the second last": (2, "203.0.113.9, 10.0.0.8", "203.0.113.9"),
    "two in front, and the caller wrote one more": (2, "198.51.100.1, 203.0.113.9, 10.0.0.8", "203.0.113.9"),
    "fewer than there should be: it did not come through them": (2, "203.0.113.9", FRONT),
    "no address at all": (1, "unknown", FRONT),
    "the longer kind": (1, "2001:db8::1", "2001:db8::1"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_address_is_the_one_our_own_server_was_called_by(case, settings):
    settings.PROXIES, told, found = CASES[case]
    seen = []
    asked = RequestFactory().get("/", REMOTE_ADDR=FRONT, HTTP_X_FORWARDED_FOR=told)
    Origin(lambda request: seen.append(request.META["REMOTE_ADDR"]) or HttpResponse())(asked)
    assert seen == [found]


def test_one_who_guesses_codes_does_not_lock_out_the_others(client, settings, db):
    settings.PROXIES = 1
    for _turn in range(10):
        client.post("/listen/b/", {"code": "2222-2222-2222-2222"}, HTTP_X_FORWARDED_FOR="203.0.113.9")
    locked = client.post("/listen/b/", {"code": "2222-2222-2222-2222"}, HTTP_X_FORWARDED_FOR="203.0.113.9")
    other = client.post("/listen/b/", {"code": "2222-2222-2222-2222"}, HTTP_X_FORWARDED_FOR="203.0.113.10")
    assert "试错太多次" in locked.text
    assert "没有这个评议码" in other.text
