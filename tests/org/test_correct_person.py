"""A name or phone is put right."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.audit.models import Event
from kaogong.org.actions import correct_person

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_the_name_and_its_pinyin(keeper, person, log) -> None:
    made = correct_person(by=keeper, person=person, name="章三", reason="笔误")
    assert (made.name, made.sort_key) == ("章三", "zhang san")
    event = Event.objects.latest("number")
    assert (event.new, set(event.private)) == ({"fields": ["name"]}, {"old_name", "name"})
    assert log.news() == [("correct_person", "done")]


def test_something_must_change_and_not_the_number(keeper, person, log) -> None:
    for changed in ({"name": person.name}, {"code": "P9"}):
        with pytest.raises(Refused, match="没有改动"):
            correct_person(by=keeper, person=person, reason="", **changed)
    assert log.news() == []


def test_only_the_office_corrects(only_keeper, person) -> None:
    only_keeper(correct_person, person=person, name="章三", reason="")
