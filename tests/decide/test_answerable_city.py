"""What followed from results in the demonstration city, in a small one: each state is there, and the same every time."""

import datetime as dt

import pytest

from kaogong.core.engine.city.register import DAY
from kaogong.decide.models import AccountabilityCase, AdmonitionTalk, CaseMeasure, Paper, Report
from kaogong.decide.queries.carried import carried_from
from kaogong.decide.queries.papers import paper_by_code
from kaogong.org import actions as register
from kaogong.web.city.city_answerable import load_answerable

BEGIN = dt.date(2020, 1, 1)


@pytest.fixture
def houses(db, make_person):
    for number in range(2, 9):
        made = register.found_unit(
            by=None, name=f"第{number}局", code=f"u{number:02}", level="city", track="government", since=BEGIN
        )
        register.appoint(by=None, person=make_person(), unit=made, title="局长", grade="chief", since=BEGIN)


def test_papers_talks_reports_and_cases_are_there(houses, settle, published, on, make_person):
    made = settle("demo_city", "十三个单位各有一处不同", "institution_grade")
    published(made)
    for line in made.proposals.select_related("unit"):
        register.appoint(by=None, person=make_person(), unit=line.unit, title="局长", grade="chief", since=BEGIN)
    on(DAY)
    assert load_answerable() == Paper.objects.count() + AccountabilityCase.objects.count()
    assert load_answerable() == 0
    states = sorted(AccountabilityCase.objects.values_list("state", flat=True))
    assert states == ["closed", "dropped", "open", "open", "open"]
    assert set(CaseMeasure.objects.values_list("state", flat=True)) == {"proposed", "due", "done"}
    assert {"certificate", "letter"} == set(Paper.objects.values_list("kind", flat=True))
    assert set(Paper.objects.values_list("state", flat=True)) == {"issued", "withdrawn"}
    held = Paper.objects.first()
    assert held is not None
    assert paper_by_code(held.code) == held
    assert set(AdmonitionTalk.objects.values_list("state", flat=True)) == {"held", "planned"}
    assert set(Report.objects.values_list("state", flat=True)) == {"accepted", "asked"}
    assert {one.value for one in carried_from(made.run.cycle.year)} == {"+2%", "-2%"}
