"""Complaints by the interface: a hotline enters them once a key, and reads no further than its account may."""

import datetime as dt
import json

import pytest
from django.test import Client

from kaogong.audit.models import Event
from kaogong.listen.models import Complainant, Complaint
from kaogong.org.actions import Reaching, issue_token
from kaogong.org.models import Token
from listen import complaints as rooms
from listen.complaints import WHO, WORDS

for name in (
    "answerer", "bureau", "carry", "complain", "evidence_here", "first_of_september", "found_unit", "handler", "inspector",
    "open_account", "outsider", "second", "turn",
):  # fmt: skip
    globals()[name] = getattr(rooms, name)
TOLD = {
    "channel": "phone",
    "title": "窗口没有人",
    "words": WORDS,
    "about": "市行政审批局",
    "unit": "U001",
    "topic": "attitude",
}


@pytest.fixture
def system(db):
    """Another system with a token of an account; `write`: it may enter too."""

    def make(account, *, write=True):
        scopes = [Reaching("listen", write=write)]
        given = {
            "account": account,
            "name": f"热线{Token.objects.count()}",
            "until": dt.date(2026, 12, 1),
            "request": "函",
        }
        head = {"Authorization": f"Bearer {issue_token(by=None, scopes=scopes, **given)[1]}"}

        def ask(path, told=None, key="key-00000001", **asked):
            if told is None:
                return Client().get(f"/api/listen{path}", asked, headers=head)
            more = head | {"Idempotency-Key": key}
            return Client().post(f"/api/listen{path}", json.dumps(told), content_type="application/json", headers=more)

        return ask

    return make


def test_a_complaint_is_entered_once_a_key(system, handler, bureau):
    ask = system(handler)
    first, again = ask("/complaints", TOLD | WHO), ask("/complaints", TOLD | WHO)
    assert (first.status_code, again.content, again["Idempotent-Replayed"]) == (201, first.content, "true")
    made = Complaint.objects.get()
    assert (made.number, made.unit, made.channel, made.named) == (first.json()["number"], bureau, "phone", True)
    assert first.json() == {"number": made.number, "state": "received", "accept_due": "2026-09-04"}
    assert Complainant.objects.get().phone == WHO["phone"]
    assert Event.objects.filter(verb="receive_complaint").count() == 1
    assert ask("/complaints", TOLD, key="key-00000002").json()["number"] != made.number


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"unit": "U999"}, "unit"),
        ({"promise": "CN-9"}, "promise"),
        ({"happened_on": "2026-09-02"}, "happened_on"),
        ({"about": "", "unit": ""}, "about"),
        ({"channel": "page"}, "body.channel"),
        ({"title": ""}, "body.title"),
    ],
)
def test_what_does_not_fit_is_told_by_its_place(system, handler, bureau, change, where):
    sent = system(handler)("/complaints", TOLD | change)
    assert (sent.status_code, sent["Content-Type"]) == (422, "application/problem+json")
    assert [one["where"] for one in sent.json()["errors"]] == [where]
    assert not Complaint.objects.exists()


def test_only_a_named_handler_enters(system, inspector, answerer, handler):
    for account in (inspector, answerer):
        assert system(account)("/complaints", TOLD).status_code == 403
    assert system(handler, write=False)("/complaints", TOLD).status_code == 403
    assert Event.objects.filter(verb="receive_complaint", outcome="denied").count() == 2


def test_the_centre_reads_what_was_said_and_a_unit_what_it_was_sent(
    system, complain, carry, handler, answerer, outsider, found_unit
):
    carry(complain(who=WHO).complaint, "handling")
    complain(unit=found_unit())
    whole = system(handler)("/complaints").json()
    assert whole["count"] == 2
    assert {one["words"] for one in whole["items"]} == {WORDS}
    sent = system(answerer)("/complaints").json()
    (only,) = sent["items"]
    assert (only["words"], only["title"], only["unit"], only["due_on"]) == (None, None, "U001", "2026-09-22")
    one = system(answerer)(f"/complaints/{only['number']}").json()
    assert "群众反映办证多次未成" in one["words"]
    assert WORDS not in one["words"]
    assert system(outsider)("/complaints").status_code == 403
    for answer in (whole, sent, one):
        assert not [held for held in WHO.values() if held in json.dumps(answer, ensure_ascii=False)]


def test_lists_are_narrowed_and_strangers_see_nothing(system, complain, carry, handler, answerer, outsider, found_unit):
    carry(complain().complaint, "closed")
    other = complain(unit=found_unit()).complaint
    ask = system(handler)
    assert [one["number"] for one in ask("/complaints", state="open").json()["items"]] == [other.number]
    assert ask("/complaints", since="2026-09-02").json()["count"] == 0
    assert ask("/complaints", state="nothing").status_code == 422
    assert system(answerer)(f"/complaints/{other.number}").status_code == 404
    assert system(outsider)(f"/complaints/{other.number}").status_code == 404
    assert ask("/complaints/TS-2026-99999").status_code == 404
