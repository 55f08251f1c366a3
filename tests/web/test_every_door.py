"""Every address × every kind of account × the own unit and another, held against the table in doors.csv.

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
YOUNG = ("approvals/", "listen/", "supervise/", "assess/", "decide/", "answer/", "public/")
"""What is still being built: an address of it may be new before the table is written anew."""
OPEN = ("public/", "listen/b/", "listen/o/", "listen/complain/")
"""What is for anybody: published results, ballots by code or by the open link, complaints."""
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


def answered(window, address):
    """What an address answers; whatever it did is undone."""
    with transaction.atomic():
        sent = window.get(address)
        if sent.status_code == 405:
            sent = window.post(address)
        transaction.set_rollback(True)
    ids = re.findall(r'<[^>]*\sid="([^"]+)"', sent.content.decode()) if _is_page(sent) else []
    assert len(ids) == len(set(ids)), (address, "an id stands twice", sorted(one for one in ids if ids.count(one) > 1))
    return str(sent.status_code)


def _is_page(sent):
    return sent.status_code == 200 and sent["Content-Type"].startswith("text/html") and not sent.streaming


def walk(windows, things):
    for path in sorted(addresses()):
        for whose in ("own", "other"):
            address, of_unit = filled(path, things[whose])
            if whose == "other" and not of_unit:
                continue
            yield (path, whose if of_unit else ""), [answered(windows[role], address) for role in ROLES]


@pytest.mark.slow
def test_every_address_answers_every_account_as_the_table_says(windows, things):
    found = dict(walk(windows, things))
    if os.environ.get("KAOGONG_DOORS") == "write":
        with TABLE.open("w", encoding="utf-8", newline="") as out:
            sheet = csv.writer(out, lineterminator="\n")
            sheet.writerow(["address", "whose", *ROLES])
            sheet.writerows([*key, *codes] for key, codes in found.items())
    with TABLE.open(encoding="utf-8", newline="") as text:
        head, *lines = csv.reader(text)
    said = {(path, whose): codes for path, whose, *codes in lines}
    assert head[2:] == list(ROLES)
    moved = {path for path, _ in set(found) ^ set(said) if not path.startswith(YOUNG)}
    assert not moved, f"An address is new or gone: write the table anew: {sorted(moved)}"
    wrong = [
        f"{path} {whose} {role}: {code}, the table says {should}"
        for (path, whose), codes in found.items()
        for role, code, should in zip(ROLES, codes, said.get((path, whose), codes), strict=True)
        if code != should
    ]
    assert not wrong, "\n".join(wrong)


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
