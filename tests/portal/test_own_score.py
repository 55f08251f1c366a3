"""Beside the desk: the own unit's latest score, its place and interval, and how it moved since the period before."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.assess.models import Result, Run
from kaogong.org.models import Grant, Unit
from kaogong.plan.models import Cycle, Edition


@pytest.fixture
def scored(liaison):
    """Two quarters of a formal run, for the unit of the liaison officer."""
    unit = Unit.objects.get()
    Grant.objects.create(account=liaison, power="liaison", unit=unit, since=dt.date(2020, 1, 1))
    day, end = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    cycle = Cycle.objects.create(year=2026, title="绩效考核", organiser=unit, since=day, until=end, state="open")
    edition = Edition.objects.create(book="b", title="示范办法", edition="1", sm3="0")
    run = Run.objects.create(
        cycle=cycle, edition=edition, purpose="formal", state="done", fingerprint="f", ended_at="2026-11-01T00:00Z"
    )
    given = {"run": run, "sheet": "s", "sheet_name": "季度考核", "subject": "T01", "name": "交通局", "unit": unit}
    given |= {"out_of": 24, "pool": "经济管理类"}
    Result.objects.create(period="2026-Q2", total=Decimal("95.13"), rank=4, **given)
    return Result.objects.create(period="2026-Q3", total=Decimal("95.74"), rank=3, best=2, worst=6, **given)


def test_score_place_interval_and_movement(client, liaison, scored):
    client.force_login(liaison)
    page = client.get("/beside/").content.decode()
    for words in (
        "2026 年第 3 季度得分",
        "经济管理类 24 个单位",
        "95.74",
        "第 3 名",
        "区间 2–6",
        "较2026 年第 2 季度",
        "+0.61",
    ):
        assert words in page, words
    assert f"/assess/scores/{scored.pk}/" in page


def test_what_is_missing_is_no_zero(client, liaison, scored):
    Result.objects.filter(pk=scored.pk).update(total=None, rank=None, best=None, worst=None)
    client.force_login(liaison)
    page = client.get("/beside/").content.decode()
    assert "暂缺</a>" in page
    assert "区间 " not in page


def test_without_a_score_that_counts_there_is_no_card(client, liaison, scored):
    Run.objects.update(purpose="trial")
    client.force_login(liaison)
    assert "own-score" not in client.get("/beside/").content.decode()
