"""What a post answers for is divided; some posts have a limit."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import appoint, set_areas, set_setting

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.mark.clause("QH-36")
def test_a_discipline_secretary_has_three_areas_at_most(keeper, person, unit, make_person, log) -> None:
    """乡镇纪委书记分工4项不收，3项收。"""
    areas = ["纪检", "信访", "扶贫", "农业"]
    title = "纪委书记"
    set_setting(by=None, key="integrity.gate", value=False, reason="另有把关")
    with pytest.raises(Refused, match="不超过 3 项，现有 4 项"):
        appoint(by=keeper, person=person, unit=unit, title=title, grade="deputy", since=DAY, areas=areas)
    post = appoint(by=keeper, person=person, unit=unit, title=title, grade="deputy", since=DAY, areas=areas[:3])
    assert post.areas == areas[:3]
    log.news()
    with pytest.raises(Refused, match="不超过 3 项，现有 4 项"):
        set_areas(by=keeper, post=post, areas=areas)
    assert set_areas(by=keeper, post=post, areas=areas[1:]).areas == areas[1:]
    assert log.news() == [("set_areas", "done")]


def test_other_posts_have_no_limit(keeper, post) -> None:
    assert len(set_areas(by=keeper, post=post, areas=["甲", "乙", "丙", "丁"]).areas) == 4


def test_only_the_office_divides(only_keeper, post) -> None:
    only_keeper(set_areas, post=post, areas=["甲"])
