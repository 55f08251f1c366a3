"""A person takes no part in what concerns a unit."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import recuse

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_everybody_says_so_of_themselves(make_account, person, unit, log) -> None:
    recuse(by=make_account(person=person), person=person, unit=unit, reason="亲属任职", since=DAY)
    assert log.news()[-1] == ("recuse", "done")


def test_with_a_reason(keeper, person, unit, log) -> None:
    with pytest.raises(Refused) as refused:
        recuse(by=keeper, person=person, unit=unit, reason=" ", since=DAY)
    assert refused.value.field == "reason"
    assert log.news() == []


def test_only_the_office_says_so_of_others(only_keeper, person, unit) -> None:
    only_keeper(recuse, person=person, unit=unit, reason="亲属任职", since=DAY)
