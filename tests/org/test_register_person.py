"""A person is registered; phone and identity number lie sealed."""

import datetime as dt

import pytest
from django.db import connection

from kaogong.audit.actions import Refused
from kaogong.audit.models import Event
from kaogong.org.actions import register_person

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_pinyin_is_made_and_the_number_lies_sealed(keeper, log) -> None:
    made = register_person(by=keeper, code="P1", name="张三", phone="13800000000", id_number="11010119900101001X")
    assert (made.sort_key, made.initials) == ("zhang san", "zs")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, id_number FROM org_person")
        phone, number = cursor.fetchone()
    assert "138" not in phone
    assert "1101" not in number
    made.refresh_from_db()
    assert made.phone == "13800000000"
    assert log.news() == [("register_person", "done")]


def test_no_name_or_phone_enters_the_chain(keeper) -> None:
    register_person(by=keeper, code="P1", name="张三", phone="13800000000")
    event = Event.objects.latest("number")
    assert set(event.private) == {"name", "phone"}
    assert "张三" not in f"{event.private} {event.new} {event.subject}"


def test_a_number_is_given_once(keeper, person, log) -> None:
    with pytest.raises(Refused, match=person.code):
        register_person(by=keeper, code=person.code, name="李四")
    assert log.news() == []


def test_only_the_office_registers(only_keeper) -> None:
    only_keeper(register_person, code="P1", name="张三")
