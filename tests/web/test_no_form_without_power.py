"""No page offers an account what is refused to it: every form a page shows is filled in and sent, every link followed."""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django.db import transaction

from web.test_every_door import (
    ABSENT,
    ROLES,
    addresses,
    bureau,
    city,
    cycle,
    evidence_here,
    filled,
    liaison,
    make_account,
    make_person,
    make_report,
    make_target,
    make_unit,
    october,
    on,
    put,
    statistics,
    things,
    windows,
)

__all__ = [
    "bureau",
    "city",
    "cycle",
    "evidence_here",
    "liaison",
    "make_account",
    "make_person",
    "make_report",
    "make_target",
    "make_unit",
    "october",
    "on",
    "put",
    "statistics",
    "things",
    "windows",
]


OUTSIDE = ("/static/", "/sign-out/", "/language/", "/api/")


class Forms(HTMLParser):
    """The forms of a page that are posted, with what a person might fill in, and where its links lead."""

    def __init__(self, here):
        super().__init__()
        self.here, self.found, self.form, self.chosen, self.links = here, [], None, None, set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        link = (given.get("href") or "").partition("#")[0].partition("?")[0] if tag == "a" else ""
        if link.startswith("/") and not link.startswith(OUTSIDE):
            self.links.add(link)
        if tag == "form":
            self.form = {} if given.get("method") == "post" else None
            if self.form is not None:
                self.found.append((given.get("action") or self.here, self.form))
        name = given.get("name")
        if self.form is None or not name:
            if tag == "option" and self.form is not None and self.chosen and given.get("value"):
                self.form.setdefault(self.chosen, given["value"])
            return
        if tag == "select":
            self.chosen = name
        elif tag == "textarea":
            self.form[name] = "依据"
        elif tag == "button":
            self.form.setdefault(name, given.get("value", "1"))
        elif tag == "input" and given.get("type") not in {"file", "checkbox"}:
            kinds = {"date": str(dt.date(2026, 10, 20)), "number": given.get("min") or "1"}
            self.form[name] = given.get("value") or kinds.get(given.get("type"), "1")

    def handle_endtag(self, tag):
        if tag == "select":
            self.chosen = None
        elif tag == "form":
            self.form = None


def shown(window, address):
    """What a page offers, and what it answers."""
    with transaction.atomic():
        sent = window.get(address)
        transaction.set_rollback(True)
    page = Forms(address)
    if sent.status_code == 200 and sent["Content-Type"].startswith("text/html") and not sent.streaming:
        page.feed(sent.content.decode())
    return page, sent.status_code


def answered(window, address, given):
    with transaction.atomic():
        sent = window.post(address, given)
        transaction.set_rollback(True)
    return sent.status_code


@pytest.mark.slow
def test_what_is_shown_may_be_done(windows, things, files):
    wrong, tried, answers = [], set(), {}
    for path in sorted(addresses()):
        address, _of_unit = filled(path, things["own"])
        if str(ABSENT) in address or path.startswith(("public/", "sign-in/")):
            continue
        for role in ROLES[1:]:
            page, answers[role, address] = shown(windows[role], address)
            for link in sorted(page.links):
                if (role, link) not in answers:
                    answers[role, link] = shown(windows[role], link)[1]
                if answers[role, link] in {403, 404, 500}:
                    wrong.append(f"{role} is shown at {address} a link that is refused: {link}")
            for action, given in page.found:
                same = (
                    role,
                    action.partition("?")[0],
                    given.get("verb"),
                    *sorted(given),
                )  # on many pages, tried on one
                if action.startswith(("/sign-out/", "/language/")) or same in tried:
                    continue
                tried.add(same)
                if answered(windows[role], action, given) == 403:
                    wrong.append(f"{role} is shown at {address} a form that {action} refuses")
    assert len(tried) > 200
    assert wrong == [], "\n".join(wrong)


def test_a_form_is_read_as_it_would_be_filled_in():
    page = Forms("/here/")
    page.feed(
        '<form method="get"><input name="q"></form><form method="post"><input type="hidden" name="_form" value="k">'
        '<select name="unit"><option value="">—</option><option value="7">甲</option></select>'
        '<textarea name="reason"></textarea><button name="do" value="yes"></button></form>'
    )
    assert page.found == [("/here/", {"_form": "k", "unit": "7", "reason": "依据", "do": "yes"})]
