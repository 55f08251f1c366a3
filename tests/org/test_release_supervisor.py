"""A term ends."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import register_supervisor, release_supervisor
from kaogong.org.queries import supervisors

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(person):
    return register_supervisor(by=None, person=person, pool="A", source="媒体记者", since=dt.date(2024, 1, 1))


def test_it_ends_once(keeper, supervisor, log) -> None:
    release_supervisor(by=keeper, supervisor=supervisor, until=DAY, reason="任期届满")
    assert not supervisors(DAY).exists()
    with pytest.raises(Refused):
        release_supervisor(by=keeper, supervisor=supervisor, until=DAY, reason="")
    assert log.news() == [("release_supervisor", "done")]


def test_only_the_office_releases(only_keeper, supervisor) -> None:
    only_keeper(release_supervisor, supervisor=supervisor, until=DAY, reason="")
