"""The inspections of the demonstration city, in a small one: every state is there, and it is the same every time."""

import pytest

from kaogong.org.actions import found_unit
from kaogong.org.queries import unit_names
from kaogong.supervise.models import Finding, Inspection, Lot, Opinion, Paper, Rectification
from kaogong.supervise.queries.draw import faults_of
from kaogong.supervise.states.inspections import FINDING_NAMES, RECTIFICATION_NAMES
from kaogong.web.city.city_findings import load_findings
from supervise.visits import BEGIN

pytestmark = pytest.mark.django_db


def test_findings_in_every_state():
    for number in range(1, 13):
        code = f"u{number:02}"
        found_unit(by=None, name=f"第{number}局", code=code, level="city", track="government", since=BEGIN)
    assert load_findings(300) == 300
    assert load_findings(300) == 0
    assert Finding.objects.count() == 300
    assert set(Finding.objects.values_list("state", flat=True)) == set(FINDING_NAMES)
    assert set(Rectification.objects.values_list("state", flat=True)) == set(RECTIFICATION_NAMES)
    assert {"running", "closed", "scheduled"} <= set(Inspection.objects.values_list("state", flat=True))
    assert [faults_of(one) for one in Lot.objects.filter(drawn_at__isnull=False)] == [[]]
    assert Lot.objects.filter(drawn_at__isnull=True).count() == 1
    assert (Paper.objects.count(), Opinion.objects.count()) == (8, 86)
    assert Finding.objects.filter(repeat_of__isnull=False).exists()
    assert len(unit_names(Finding.objects.values_list("unit", flat=True))) == 12
