"""No page shows a form to an account that may not do what the form does: every form a page shows is filled in and sent."""

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


class Forms(HTMLParser):
    """The forms of a page that are posted, with what a person might fill in."""

    def __init__(self, here):
        super().__init__()
        self.here, self.found, self.form, self.chosen = here, [], None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
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
    """The forms of a page, where it is shown."""
    with transaction.atomic():
        sent = window.get(address)
        transaction.set_rollback(True)
    if sent.status_code != 200 or not sent["Content-Type"].startswith("text/html") or sent.streaming:
        return []
    page = Forms(address)
    page.feed(sent.content.decode())
    return page.found


def answered(window, address, given):
    with transaction.atomic():
        sent = window.post(address, given)
        transaction.set_rollback(True)
    return sent.status_code


@pytest.mark.slow
def test_what_is_shown_may_be_done(windows, things, files):
    wrong, sent = [], 0
    for path in sorted(addresses()):
        address, of_unit = filled(path, things["own"])
        if str(ABSENT) in address or path.startswith(("public/", "sign-in/")):
            continue
        del of_unit
        for role in ROLES[1:]:
            for action, given in shown(windows[role], address):
                if action.startswith(("/sign-out/", "/language/")):
                    continue
                sent += 1
                if answered(windows[role], action, given) == 403:
                    wrong.append(f"{role} is shown at {address} a form that {action} refuses")
    assert sent > 200
    assert wrong == [], "\n".join(wrong)


def test_a_form_is_read_as_it_would_be_filled_in():
    page = Forms("/here/")
    page.feed(
        '<form method="get"><input name="q"></form><form method="post"><input type="hidden" name="_form" value="k">'
        '<select name="unit"><option value="">—</option><option value="7">甲</option></select>'
        '<textarea name="reason"></textarea><button name="do" value="yes"></button></form>'
    )
    assert page.found == [("/here/", {"_form": "k", "unit": "7", "reason": "依据", "do": "yes"})]
