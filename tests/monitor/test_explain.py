"""A red light is explained; a quarter is told in a bulletin that adds up."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.monitor import actions
from kaogong.monitor.models import Explanation, Report
from kaogong.monitor.queries import liveness, waiting_for
from kaogong.plan.models import Target

LATER = dt.date(2026, 11, 30)
WORDS = {"reason": "连阴雨停工 6 日", "remedy": "加开一个作业面", "by_day": LATER}


@pytest.fixture
def red(liaison, road, make_report):
    return actions.submit_report(by=liaison, report=make_report(road, "200.0"))


def test_red_asks_for_reason_remedy_and_date(liaison, red, events):
    assert red.red
    titles = {one.title: one.due for one in waiting_for(liaison)}
    assert titles["说明红灯原因和追赶办法"] == dt.date(2026, 10, 27)
    events()
    for field, wrong in (("reason", " "), ("remedy", ""), ("by_day", dt.date(2026, 10, 1))):
        with pytest.raises(Refused) as caught:
            actions.explain(by=liaison, report=red, **(WORDS | {field: wrong}))
        assert caught.value.field == field
    actions.explain(by=liaison, report=red, **WORDS)
    assert events() == ["explain"]
    assert "说明红灯原因和追赶办法" not in {one.title for one in waiting_for(liaison)}


def test_only_the_unit_explains_and_only_red(liaison, office, make_target, make_report, red, denied):
    denied(actions.explain, by=office, report=red, **WORDS)
    green = make_target("10", name="另一项", period="2026-10")
    report = actions.submit_report(by=liaison, report=make_report(green, "10"))
    with pytest.raises(Refused, match="不是红灯"):
        actions.explain(by=liaison, report=report, **WORDS)


@pytest.mark.clause("HB-31")
def test_a_bulletin_adds_up_and_analyses_every_failing_target(office, cycle, make_target, put, denied):
    values = ["100"] * 30 + ["96"] * 7 + ["50"] * 3
    reports = [put(make_target("100", period="2026-06"), value, "2026-06") for value in values]
    bulletin = actions.draw_bulletin(by=office, cycle=cycle, period="2026-Q2")
    found = bulletin.content
    assert (found["whole"], found["on_track"], found["late"], found["failing"], found["unreported"]) == (
        40,
        30,
        7,
        3,
        0,
    )
    assert found["on_track"] + found["late"] + found["failing"] + found["unreported"] == 40
    with pytest.raises(Refused, match="还有 3 项红灯没有分析"):
        actions.publish_bulletin(by=office, bulletin=bulletin)
    for one in reports[-3:]:
        Explanation.objects.create(report=one, reason="用地未批", remedy="调整选址", by_day=LATER)
    denied(actions.publish_bulletin, bulletin=bulletin)
    actions.publish_bulletin(by=office, bulletin=bulletin)
    assert [one["reason"] for one in bulletin.content["analyses"]] == ["用地未批"] * 3
    with pytest.raises(Refused, match="已经发布"):
        actions.draw_bulletin(by=office, cycle=cycle, period="2026-Q2")


def test_owners_whose_figures_do_not_move(liaison, road, make_target, make_person, make_report):
    silent = make_target("5", leader=make_person("甲"))
    report = actions.submit_report(by=liaison, report=make_report(road))
    found = liveness(Target.objects.filter(pk__in=[road.pk, silent.pk]), dt.date(2026, 10, 23))
    assert [(one.leader, one.silent, one.days) for one in found] == [("甲", 1, None), ("", 0, 3)]
    assert Report.objects.get(pk=report.pk).submitted_at is not None
