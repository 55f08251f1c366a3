"""People at the doors and desks."""

import datetime as dt

import pytest

SECRET = "correct-horse-9"


@pytest.fixture
def liaison(db):
    """A liaison officer with a password, a post and a unit."""
    from kaogong.org.actions import appoint, found_unit, open_account, register_person

    day = dt.date(2026, 1, 1)
    unit = found_unit(
        by=None, code="T01", name="示范交通局", level="city", track="government", since=day, short="交通局"
    )
    person = register_person(by=None, code="P1", name="某联络员")
    appoint(by=None, person=person, unit=unit, title="绩效联络员", grade="staff", since=day)
    return open_account(by=None, username="liaison", person=person, password=SECRET)


@pytest.fixture
def desk_of(client, liaison):
    """A browser in which the liaison officer is signed in."""
    client.force_login(liaison)
    return client
