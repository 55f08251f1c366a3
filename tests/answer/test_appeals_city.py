"""The appeals of the demonstration city, in a small one: three states, and the same every time."""

import datetime as dt

import pytest

from kaogong.answer.models import Appeal
from kaogong.org import actions as register
from kaogong.web.city.city_appeals import load_appeals
from kaogong.web.city.city_findings import load_findings

BEGIN = dt.date(2020, 1, 1)
pytestmark = pytest.mark.django_db


def test_three_appeals_in_three_states():
    for number in range(1, 13):
        made = register.found_unit(
            by=None, name=f"第{number}局", code=f"u{number:02}", level="city", track="government", since=BEGIN
        )
        person = register.register_person(by=None, code=f"p{number}", name=f"人员{number}")
        register.appoint(by=None, person=person, unit=made, title="科长", grade="staff", since=BEGIN)
    assert load_appeals() == 0, "nothing to appeal against yet"
    load_findings(300)
    assert load_appeals() == 3
    assert load_appeals() == 0
    assert sorted(Appeal.objects.values_list("state", flat=True)) == ["filed", "heard", "lodged"]
    assert Appeal.objects.get(state="filed").notices.count() == 2
