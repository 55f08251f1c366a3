"""The appeals of the demonstration city, in a small one: three states, and the same every time."""

import datetime as dt

import pytest
from django.db.models import Q
from django.utils import timezone

from kaogong.answer.models import Appeal
from kaogong.core.engine.city.register import DAY
from kaogong.org import actions as register
from kaogong.supervise.models import Finding, Rectification
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
    for one in Appeal.objects.all():
        finding = Finding.objects.get(pk=one.thing)
        told = timezone.localdate(finding.confirmed_at)
        assert told == one.told_on <= one.lodged_on <= DAY, (
            "told before it was appealed against, and nothing after the set day"
        )
    assert not Finding.objects.filter(confirmed_at__date__gt=DAY).exists()
    assert not Rectification.objects.filter(
        Q(ordered_on__gt=DAY) | Q(handed_on__gt=DAY) | Q(closed_on__gt=DAY)
    ).exists()
