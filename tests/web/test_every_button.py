"""Every role walks the demonstration city by what its pages offer: whatever is shown can be done by who sees it."""

from collections import Counter

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from kaogong.org.models import Account
from kaogong.web.city import DAY, DEMO
from web.buttons import Page

EACH = 3
"""So many pages of each kind are looked at."""
REFUSED = {403, 404, 500}


def kind(address):
    """What sort of page an address leads to."""
    path, _, asked = address.partition("?")
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return f"{found.view_name}?{sorted(part.partition('=')[0] for part in asked.split('&'))}"


def tried(browser, offered):
    """What a link or a form answers; whatever it did is undone."""
    with transaction.atomic():
        sent = browser.post(offered.address, offered.fields) if offered.post else browser.get(offered.address)
        transaction.set_rollback(True)
    return sent


def walked(browser, role):
    """What is offered and refused, by page."""
    ahead, seen, done, wrong = ["/"], set(), Counter(), []
    for link in Page("/", browser.get("/").content.decode().replace("<nav", "<main").replace("</nav", "</main")).found:
        ahead.append(link.address)
    while ahead:
        address = ahead.pop(0)
        if address in seen or done[kind(address)] >= EACH:
            continue
        seen.add(address)
        done[kind(address)] += 1
        shown = browser.get(address)
        if shown.status_code != 200 or not shown["Content-Type"].startswith("text/html"):
            continue
        for one in Page(address, shown.content.decode()).found:
            if one.post or (kind(one.address) and one.address not in seen and done[kind(one.address)] < EACH):
                answer = tried(browser, one)
                if answer.status_code in REFUSED:
                    wrong.append(f"{role}: {address} offers “{one.words}” {one.address}: {answer.status_code}")
                elif not one.post:
                    ahead.append(one.address)
    return wrong


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("whole_city", "files")
@pytest.mark.parametrize("role", [one.username for one in DEMO])
def test_what_a_page_offers_can_be_done_by_who_sees_it(role, settings):
    settings.TODAY = DAY
    browser = Client(raise_request_exception=False)
    browser.force_login(Account.objects.get(username=role))
    wrong = walked(browser, role)
    assert not wrong, "\n".join(wrong)
