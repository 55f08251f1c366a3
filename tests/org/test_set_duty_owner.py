"""A person answers for a duty."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.audit.models import Event
from kaogong.org.actions import name_duty, set_duty_owner

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(body):
    return name_duty(by=None, body=body, name="带班", lead=None)


def test_the_one_before_is_in_the_log(keeper, duty, person, log) -> None:
    assert set_duty_owner(by=keeper, duty=duty, owner=person).owner == person
    assert Event.objects.latest("number").new == {"duty": "带班", "owner": person.code}
    assert log.news() == [("set_duty_owner", "done")]


def test_who_has_left_answers_for_nothing(keeper, duty, person) -> None:
    person.left = DAY
    with pytest.raises(Refused, match="已离职"):
        set_duty_owner(by=keeper, duty=duty, owner=person)


def test_only_the_office_sets_owners(only_keeper, duty, person) -> None:
    only_keeper(set_duty_owner, duty=duty, owner=person)
