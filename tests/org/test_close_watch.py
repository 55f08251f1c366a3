"""A session is followed sheet by sheet, and closed with a written finding."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused, record
from kaogong.org.actions import close_watch, open_watch, put_up, record_finding
from kaogong.org.queries import seen

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def watcher(make_account):
    return make_account("committee")


@pytest.mark.clause("QW-16")
def test_six_sheets_are_seen_with_every_edit_and_one_finding_is_written(watcher, unit, stranger, log) -> None:
    """跟踪某单位五月考核6张表：每张表每次改动都看到，只能看；没有书面意见不能结束。"""
    sheets = [f"assess.sheet:{number}" for number in range(1, 7)]
    watch = open_watch(by=watcher, mode="follow", title="五月考核", unit=unit, subjects=sheets, day=DAY)
    for number, subject in enumerate(sheets):
        for value in range(number + 1):
            record(by=stranger, room="assess", verb="rate", subject=subject, new={"value": value})
    record(by=stranger, room="assess", verb="rate", subject="assess.sheet:7")
    found = seen(watch)
    assert [len(found[one]) for one in sheets] == [1, 2, 3, 4, 5, 6]
    assert {one.actor_name for one in found[sheets[5]]} == {stranger.username}
    log.news()
    with pytest.raises(Refused, match="书面意见"):
        close_watch(by=watcher, watch=watch, day=DAY)
    with pytest.raises(Denied):
        put_up(by=watcher, act="score.correct", subject=sheets[0], title="改分", content={})
    record_finding(by=watcher, words="打分没有依据", day=DAY, unit=unit, watch=watch)
    assert close_watch(by=watcher, watch=watch, day=DAY).state == "closed"
    with pytest.raises(Refused, match="已经结束"):
        close_watch(by=watcher, watch=watch, day=DAY)
    assert log.news() == [("put_up", "denied"), ("record_finding", "done"), ("close_watch", "done")]


def test_only_the_supervision_team_watches(only_keeper, unit) -> None:
    only_keeper(open_watch, mode="hear", title="座谈会", unit=unit, subjects=[], day=DAY)
