"""A body is formed with every seat it must have."""

import datetime as dt

import pytest

from kaogong.org.actions import Place, Refused, form_body
from kaogong.org.queries import vacancies

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_its_seats_stand_empty_until_filled(keeper, person, log) -> None:
    places = [Place("chair", "组长", person), Place("member", "财政")]
    made = form_body(by=keeper, name="委员会", kind="committee", founded=DAY, seats=places, functions=["审定结果"])
    assert [one.of for one in vacancies(made)] == ["财政"]
    assert log.news() == [("form_body", "done")]


def test_a_name_is_taken_once_and_members_have_a_limit(keeper, body, log) -> None:
    with pytest.raises(Refused) as refused:
        form_body(by=keeper, name=body.name, kind="team", founded=DAY, seats=[])
    assert refused.value.field == "name"
    with pytest.raises(Refused, match="最多 1 人"):
        form_body(
            by=keeper, name="小组", kind="team", founded=DAY, seats=[("member", "甲"), ("member", "乙")], members=(1, 1)
        )
    assert log.news() == []


def test_only_the_office_forms_bodies(only_keeper) -> None:
    only_keeper(form_body, name="小组", kind="team", founded=DAY, seats=[])
