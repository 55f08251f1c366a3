"""Every address × every kind of account × the own unit and another, held against the table in doors.csv; and no page
offers an account what is refused to it: every form a page shows is filled in and sent, every link followed.

One walk for each kind of account, so that several processes share them.

A cell is what the address answers: 200 shown, 302 led elsewhere (where nobody is signed in: to the door), 403 refused in
words, 404 not there for this account, 405 no such method, 409 and 422 refused by the action or the form. Addresses that
take no GET are posted to, with nothing filled in. After a change that is meant, write the table anew and read its diff:

    KAOGONG_DOORS=write .venv/bin/python -m pytest tests/web/test_every_door.py
"""

import csv
import datetime as dt
import os
import re
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from kaogong.org.models import Account, Grant
from kaogong.org.models.accounts import Role
from kaogong.org.models.powers import Power
from monitor.conftest import (
    bureau,
    city,
    cycle,
    evidence_here,
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
)
from web.offered import OUTSIDE, Forms

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
]
TABLE = Path(__file__).with_name("doors.csv")
EVERYWHERE = (Power.OFFICE, Power.DISCIPLINE, Power.DECISION, Power.COMMITTEE)
IN_UNIT = (Power.LIAISON, Power.HEAD, Power.LEADER, Power.STAFF, Power.AUTHORITY, Power.SUPERVISOR)
ADMINISTRATORS = (Role.SYSTEM, Role.SECURITY, Role.AUDIT)
ROLES = ("nobody", "powerless", *map(str, (*EVERYWHERE, *IN_UNIT)), *map(str, ADMINISTRATORS))
YOUNG = ("approvals/", "listen/", "supervise/", "people/", "assess/", "decide/", "answer/", "public/")
"""What is still being built: an address of it may be new before the table is written anew."""
OPEN = ("public/", "listen/b/", "assess/b/", "listen/o/", "listen/complain/")
"""What is for anybody: published results, ballots by code or by the open link, complaints."""
OPEN_FORMS = ("public/", "sign-in/")
"""Pages whose forms anybody may send."""
ABSENT = 10**9
"""A number nothing has."""
NOT_WALKED = ("api/", "sign-out/")
"""The API has its own walk; signing out is what it is."""


def addresses(resolver=None, base=""):
    for one in (resolver or get_resolver()).url_patterns:
        path = base + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, path)
        elif not path.startswith(NOT_WALKED):
            yield path


@pytest.fixture
def things(city, bureau, cycle, make_unit, make_target, make_person, put):
    """A thing of every kind, of the own unit and of another: what stands for each part of an address."""
    from kaogong.org.actions import appoint

    other, found = make_unit("别的局", parent=city), {}
    for whose, unit in (("own", bureau), ("other", other)):
        target, person = make_target("320", unit=unit), make_person()
        post = appoint(by=None, person=person, unit=unit, title="科员", grade="staff", since=dt.date(2026, 1, 1))
        found[whose] = {
            "code": unit.code,
            "person/<str:code>": person.code,
            "post/<int:number>": post.pk,
            "unit": unit.pk,
            "plan/targets/<int:pk>": target.pk,
            "monitor/targets/<int:pk>": target.pk,
            "indicators/<int:pk>": target.indicator_id,
            "monitor/reports/<int:pk>": put(target, "200", "2026-09", "signed").pk,
            "period": "2026-10",
            "day": "2026-10-01",
            "key": "posts.before_grants",
            "sm3": "0" * 64,
            "secret": "secret",
            "kind": "pdf",
        }
    return found


@pytest.fixture
def windows(things, bureau, make_account):
    """A browser for every kind of account; those of a unit are of the own one."""
    found = {"nobody": Client()}
    for role in ROLES[1:]:
        account = make_account()
        if role in ADMINISTRATORS:
            Account.objects.filter(pk=account.pk).update(role=role)
            account.refresh_from_db()
        elif role != "powerless":
            unit = None if role in EVERYWHERE else bureau
            Grant.objects.create(account=account, power=role, unit=unit, since=dt.date(2020, 1, 1))
        found[role] = Client(raise_request_exception=False)
        found[role].force_login(account)
    return found


def filled(path, things):
    """An address with its parts filled in; whether any of them is of a unit."""
    of_unit = False

    def put_in(match):
        nonlocal of_unit
        name = match[0][1:-1].rpartition(":")[2]
        upto = path[: match.end()]
        special = next((held for key, held in things.items() if "<" in key and upto.endswith(key)), None)
        of_unit = of_unit or name in {"code", "unit"} or special is not None
        return str(things.get(name, ABSENT) if special is None else special)

    return "/" + re.sub(r"<[^>]+>", put_in, path), of_unit


class Walk:
    """One kind of account goes to every address: what it answers, and of each page what it offers. Whatever it does is undone."""

    def __init__(self, window, things):
        self.window, self.answers, self.codes = window, {}, {}
        self.doubled, self.refused, self.tried = [], [], set()
        for path in sorted(addresses()):
            for whose in ("own", "other"):
                address, of_unit = filled(path, things[whose])
                if whose == "own" or of_unit:
                    offers = whose == "own" and str(ABSENT) not in address and not path.startswith(OPEN_FORMS)
                    self.codes[path, whose if of_unit else ""] = self.visit(address, offers=offers)

    def get(self, address):
        with transaction.atomic():
            sent = self.window.get(address)
            transaction.set_rollback(True)
        self.answers[address] = sent.status_code
        return sent

    def post(self, address, given):
        with transaction.atomic():
            sent = self.window.post(address, given)
            transaction.set_rollback(True)
        return sent

    def visit(self, address, *, offers):
        """Where no form is sent an address that takes no GET is posted to, with nothing filled in."""
        sent = self.get(address)
        if sent.status_code == 405:
            sent = self.post(address, {})
        if sent.status_code == 200 and sent["Content-Type"].startswith("text/html") and not sent.streaming:
            text = sent.content.decode()
            ids = re.findall(r'<[^>]*\sid="([^"]+)"', text)
            self.doubled += [f"{address}: {one}" for one in set(ids) if ids.count(one) > 1]
            if offers and self.answers[address] == 200:
                self.take_up(address, text)
        return str(sent.status_code)

    def take_up(self, address, text):
        """Everything a page offers is tried, a form that stands on many pages on one."""
        page = Forms(address)
        page.feed(text)
        for link in sorted(page.links):
            if link not in self.answers:
                self.get(link)
            if self.answers[link] in {403, 404, 500}:
                self.refused.append(f"{address} shows a link that is refused: {link}")
        for action, given in page.found:
            same = (action.partition("?")[0], given.get("verb"), *sorted(given))
            if action.startswith(OUTSIDE) or same in self.tried:
                continue
            self.tried.add(same)
            if self.post(action, given).status_code == 403:
                self.refused.append(f"{address} shows a form that {action} refuses")


def write(role, codes):
    """The column of a kind of account in the table, written anew; the others as they are."""
    held = {(one["address"], one["whose"]): one for one in lines()}
    with TABLE.open("w", encoding="utf-8", newline="") as out:
        sheet = csv.DictWriter(out, ["address", "whose", *ROLES], restval="", lineterminator="\n")
        sheet.writeheader()
        for (path, whose), code in codes.items():
            sheet.writerow(held.get((path, whose), {}) | {"address": path, "whose": whose, role: code})


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_as_the_table_says_and_offers_what_may_be_done(role, windows, things, files):
    found = Walk(windows[role], things)
    if os.environ.get("KAOGONG_DOORS") == "write":
        write(role, found.codes)
    said = {(one["address"], one["whose"]): one[role] for one in lines()}
    moved = {path for path, _ in set(found.codes) ^ set(said) if not path.startswith(YOUNG)}
    assert not moved, f"An address is new or gone: write the table anew: {sorted(moved)}"
    wrong = [
        f"{path} {whose}: {code}, the table says {said[path, whose]}"
        for (path, whose), code in found.codes.items()
        if said.get((path, whose), code) != code
    ]
    assert not wrong, "\n".join(wrong)
    assert not found.doubled, "an id stands twice:\n" + "\n".join(found.doubled)
    assert role == "nobody" or not found.refused, "\n".join(found.refused)
    assert len(found.tried) > 25 or role != str(Power.OFFICE)


def lines():
    with TABLE.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_nobody_is_led_to_the_door_and_nothing_breaks():
    shown = {one["address"] for one in lines() if one["nobody"] == "200"}
    assert {one for one in shown if not one.startswith(OPEN)} == {"sign-in/"}
    assert not [one for one in lines() if any(one[role].startswith("5") for role in ROLES)]


def test_the_three_administrators_see_no_business():
    business = ("plan/", "monitor/", "approvals/", "listen/", "supervise/", "assess/", "decide/")
    seen = {
        (one["address"], role)
        for one in lines()
        for role in map(str, ADMINISTRATORS)
        if one["address"].startswith(business) and not one["address"].startswith(OPEN) and one[role] == "200"
    }
    assert seen == set(), sorted(seen)


def test_another_unit_shows_no_more_than_ones_own():
    both = {}
    for one in lines():
        both.setdefault(one["address"], {})[one["whose"]] = one
    more = [
        (path, role)
        for path, held in both.items()
        if "other" in held
        for role in map(str, IN_UNIT)
        if held["other"][role] == "200" and held["own"][role] != "200"
    ]
    assert more == []


def test_a_form_is_read_as_it_would_be_filled_in():
    page = Forms("/here/")
    page.feed(
        '<form method="get"><input name="q"></form><form method="post"><input type="hidden" name="_form" value="k">'
        '<select name="unit"><option value="">—</option><option value="7">甲</option></select>'
        '<textarea name="reason"></textarea><button name="do" value="yes"></button></form>'
    )
    assert page.found == [("/here/", {"_form": "k", "unit": "7", "reason": "依据", "do": "yes"})]
