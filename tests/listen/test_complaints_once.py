"""A complaint that is sent twice is received once; whoever sent it gets the same receipt, and nobody else does."""

import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from kaogong.audit.actions import Refused
from kaogong.listen.actions.complaints_intake import receive_complaint, received_before, sending_of
from kaogong.listen.models import Complaint
from kaogong.org.models import Often
from listen.complaints import (
    WORDS,
    answerer,
    bureau,
    carry,
    complain,
    evidence_here,
    first_of_september,
    found_unit,
    handler,
    open_account,
    second,
    turn,
    window,
)
from listen.test_complaints_pages import picture

__all__ = [
    "answerer", "bureau", "carry", "complain", "evidence_here", "first_of_september", "found_unit", "handler", "open_account",
    "second", "turn", "window",
]  # fmt: skip
FIELDS = {"about": "市行政审批局", "title": "办证三次未办成", "words": WORDS, "topic": "approval"}


def given_out():
    """A page of the house, filled in and sent as often as one likes, without a script."""
    page = Client().get("/listen/complain/").content.decode()
    once = html.unescape(re.search(r'name="once" value="([^"]+)"', page)[1])
    return lambda **more: Client().post("/listen/complain/", FIELDS | {"once": once} | more)


def receipt_of(answer):
    """The number and the code of a receipt."""
    told = answer.content.decode()
    return re.search(r"TS-\d+-\d+", told)[0], re.search(r'<code class="big">(\w{10})</code>', told)[1]


def test_a_second_click_gets_the_same_receipt(bureau):
    send = given_out()
    first, again = send(file=picture()), send(file=picture())
    assert (first.status_code, again.status_code) == (200, 200)
    number, code = receipt_of(first)
    assert receipt_of(again) == (number, code)
    assert "没有重复登记" in again.content.decode()
    assert "没有重复登记" not in first.content.decode()
    assert Complaint.objects.count() == 1
    assert "等待受理" in Client().post("/listen/complain/follow/", {"number": number, "code": code}).content.decode()


def test_nobody_else_gets_it(bureau):
    number, code = receipt_of(given_out()())
    other = receipt_of(given_out()())
    assert other[0] != number
    assert other[1] != code


def test_other_words_on_the_same_page_are_another_complaint(bureau):
    send = given_out()
    assert receipt_of(send())[0] != receipt_of(send(title="另一件事"))[0]


def test_a_page_the_house_did_not_give_out_leads_to_no_receipt_of_another(bureau):
    first, again = (Client().post("/listen/complain/", FIELDS | {"once": "1"}) for _turn in range(2))
    assert receipt_of(first) != receipt_of(again)


def test_the_code_is_not_shown_again_after_a_while(bureau):
    send = given_out()
    number, code = receipt_of(send())
    Often.objects.update(until=timezone.now())
    for _turn in range(2):
        late = send()
        assert late.status_code == 409
        assert number in late.content.decode()
        assert code not in late.content.decode()
    assert Complaint.objects.count() == 1


def test_two_sendings_at_the_same_instant_are_one(bureau):
    sending = sending_of("t", "c")
    given = {
        "by": None,
        "channel": "page",
        "about": "市行政审批局",
        "title": "一件",
        "words": "经过",
        "sending": sending,
    }
    made = receive_complaint(**given)
    with pytest.raises(Refused, match="没有重复登记"):
        receive_complaint(**given)
    assert received_before(sending) == made
    assert received_before(sending_of("t", "d")) is None


def test_forms_of_a_complaint_begin_with_the_name_of_the_unit(complain, carry, window, handler, bureau, found_unit):
    new, running = complain().complaint, complain().complaint
    carry(running, "accepted")

    def begins(one):
        page = window(handler).get(f"/listen/complaints/{one.pk}/").content.decode()
        return {html.unescape(found) for found in re.findall(r'name="unit" value="([^"]*)"', page)}

    assert begins(new) == begins(running) == {"市行政审批局"}
    found_unit(name="市行政审批局")
    assert begins(new) == begins(running) == {bureau.code}
