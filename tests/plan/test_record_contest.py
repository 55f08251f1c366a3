"""A contest ranks areas; some of its figures become indicators that keep where they came from."""

from decimal import Decimal

import pytest
from django.urls import reverse

from kaogong.audit.actions import Refused
from kaogong.plan import actions
from kaogong.plan.queries import imported, ranking

GROWTH = ("9.1", "8.7", "8.5", "8.4", "8.2", "8.0", "7.9", "7.7", "7.5", "7.2", "7.0", "6.8", "6.1")


@pytest.fixture
def contest(office, cycle, make_unit):
    counties = [make_unit(f"县{n}", level="county", track="area") for n in range(13)]
    values = dict(zip(counties, map(Decimal, GROWTH), strict=True))
    names = ("地区生产总值", "财政收入", "固定资产投资", "实际利用外资", "居民收入", "能耗")
    measures = {name: ("%", "lower" if name == "能耗" else "higher", values) for name in names}
    return actions.record_contest(by=office, cycle=cycle, name="六赛六比", measures=measures), counties


@pytest.mark.clause("FZ-06")
def test_thirteen_counties_are_ranked_and_four_figures_imported(office, city, contest, events, client):
    made, counties = contest
    places = ranking(made.measures.get(name="地区生产总值"))
    assert [(one.rank, one.unit) for one in places] == [(n + 1, unit.pk) for n, unit in enumerate(counties)]
    start = len(events())
    actions.import_measures(
        by=office, contest=made, names=["地区生产总值", "财政收入", "固定资产投资", "实际利用外资"], owner=city
    )
    assert events()[start:] == ["import_measures"]
    found = imported(made)
    assert [(one.name, one.measure.name, one.measure.contest, one.origin) for one in found] == [
        (name, name, made, "contest") for name in ("地区生产总值", "财政收入", "固定资产投资", "实际利用外资")
    ]
    client.force_login(office)
    page = client.get(reverse("plan:contest", args=[made.pk])).content.decode()
    assert all(reverse("plan:indicator", args=[one.pk]) in page for one in found)
    assert page.index("县0") < page.index("县12")


def test_lower_is_better_and_equals_share_a_place(contest):
    made, counties = contest
    measure = made.measures.get(name="能耗")
    measure.standings.filter(unit=counties[0]).update(value=Decimal("6.1"))
    places = ranking(measure)
    assert [one.rank for one in places[:3]] == [1, 1, 3]


def test_what_is_not_there_is_not_imported(office, city, cycle, contest):
    with pytest.raises(Refused, match="没有指标：旅游收入"):
        actions.import_measures(by=office, contest=contest[0], names=["旅游收入"], owner=city)
    with pytest.raises(Refused, match="已经登记"):
        actions.record_contest(by=office, cycle=cycle, name="六赛六比", measures={})


def test_others_do_not(city, cycle, contest, denied):
    denied(actions.record_contest, cycle=cycle, name="x", measures={})
    denied(actions.import_measures, contest=contest[0], names=[], owner=city)
