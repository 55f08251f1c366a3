"""What pages keep is never older than what was recorded, never another's, and never spares more than it may."""

import datetime as dt
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kaogong.audit.actions import record
from kaogong.audit.queries import keeping, keeps, kept
from kaogong.core.engine.city.cast import City
from kaogong.core.engine.city.register import Register
from kaogong.org.models import Account
from kaogong.web import city

TODAY = dt.date(2026, 9, 4)
PAGES = {
    "/": 6,
    "/org/": 6,
    "/org/people/": 6,
    "/plan/rulebooks/": 5,
    "/plan/targets/": 6,
    "/plan/letters/": 6,
    "/monitor/": 6,
    "/monitor/red/": 5,
    "/assess/scores/": 5,
    "/search/?q=jt": 5,
}
"""The ten busiest pages, and the queries each takes while nothing is recorded."""
MOST = 12


def act(room="org"):
    """Somebody records something."""
    with transaction.atomic():
        record(by=None, room=room, verb="test", subject="test")


def counted(client, page):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(page)
    assert answer.status_code == 200, page
    return len(asked.captured_queries), answer.content.decode()


def plain(page):
    """A page without what is new each time."""
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", page)


@pytest.mark.django_db(transaction=True)
def test_a_thing_is_kept_until_a_room_behind_it_records_an_act():
    act("plan")
    made = iter(range(100))

    def read(*rooms):
        with keeping():
            return kept("thing", rooms, lambda: next(made))

    assert read("plan") == read("plan") == 0
    act("monitor")
    assert read("plan") == 0
    act("plan")
    assert read("plan") == 1
    assert kept("thing", ("plan",), lambda: "outside") == "outside"
    with transaction.atomic(), keeping():
        assert not keeps()
        assert kept("thing", ("plan",), lambda: "within") == "within"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_of_what_may_never_come_to_be():
    act()
    with keeping():
        with transaction.atomic():
            assert kept("maybe", ("org",), lambda: "written") == "written"
        assert kept("maybe", ("org",), lambda: "read") == "read"


@pytest.mark.django_db(transaction=True)
def test_the_ten_busiest_pages(client, settings):
    settings.TODAY = TODAY
    small = Register(City(units=50, districts=2, townships=5), institutions=3, leaders=60, staff=120)
    city.load(small)
    office, liaison = (Account.objects.get(username=name) for name in ("office", "liaison"))
    shown = {}
    for account in (office, liaison):
        client.force_login(account)
        for page, queries in PAGES.items():
            client.get(page)  # the session is renewed once a minute, and what is shared is read
            asked, shown[account, page] = counted(client, page)
            assert asked <= queries <= MOST, page
    for page in PAGES:  # after a report of somebody a page reads what depends on it, and no more
        act("monitor")
        asked, again = counted(client, page)
        assert asked <= (2 * MOST if page == "/" else MOST), page
        assert plain(again) == plain(shown[liaison, page]), page
    _own_token_and_own_rows(client, office, liaison, shown)


def _own_token_and_own_rows(client, office, liaison, shown):
    """Whoever comes second to a page that is kept has the own token in its forms, and the own rows."""
    client.force_login(office)
    page = client.get("/monitor/red/").content.decode()
    tokens = set(re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', page))
    assert len(tokens) == 1
    assert "token-of-this-page" not in page
    assert plain(client.get("/monitor/").content.decode()) == plain(shown[office, "/monitor/"])
    assert plain(shown[office, "/monitor/"]) != plain(shown[liaison, "/monitor/"])


@pytest.mark.django_db(transaction=True)
def test_a_power_taken_away_is_gone_with_the_next_page(client):
    from kaogong.org.actions import grant, open_account, revoke
    from kaogong.org.models import Grant

    day = dt.date(2026, 1, 1)
    security = open_account(by=None, username="security", person=None, password="x", role="security")
    account = open_account(by=None, username="office", person=None, password="x")
    client.force_login(account)
    before = client.get("/org/").content.decode()
    assert "新设单位" not in before
    grant(by=security, to=account, power="office", unit=None, since=day, request="公文一号")
    assert "新设单位" in client.get("/org/").content.decode()
    (held,) = Grant.objects.filter(account=account)
    revoke(by=security, held=held, until=day + dt.timedelta(days=1), reason="调离")
    assert "新设单位" not in client.get("/org/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_desk_of_an_administrator_is_read_each_time(client):
    """It hangs on who comes and goes, which is no act of the rooms that keep."""
    from kaogong.org.actions import open_account

    system = open_account(by=None, username="system", person=None, password="x", role="system")
    client.force_login(system)
    client.get("/")
    assert "督促首次登录改密码" not in client.get("/").content.decode()
    Account.objects.create(username="fresh", must_change=True)
    assert "督促首次登录改密码" in client.get("/").content.decode()
