"""A decision is carried out, with evidence."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import end_sanction, execute_sanction, record_sanction

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def watcher(make_account):
    return make_account("committee")


@pytest.mark.clause("QH-13")
def test_one_of_seventeen_decisions_is_outstanding_and_one_was_cut_short(watcher, make_person, evidence, page) -> None:
    """17件处分决定，16件有执行凭证：1件未执行；15个月降级12个月就结束，列为异常。"""
    decisions = [
        record_sanction(by=watcher, person=make_person(), measure="降级", decided=dt.date(2024, 1, 10), months=15)
        for _ in range(17)
    ]
    for one in decisions[:16]:
        execute_sanction(by=watcher, sanction=one, since=dt.date(2024, 2, 1), evidence=evidence)
    told = page(watcher, "/org/sanctions/")
    assert "1 件处分决定没有执行凭证。" in told
    assert [told.count("已执行"), told.count("未执行")] == [16, 1]
    end_sanction(by=watcher, sanction=decisions[0], until=dt.date(2025, 5, 1))
    end_sanction(by=watcher, sanction=decisions[1], until=dt.date(2025, 2, 1))
    told = page(watcher, "/org/sanctions/")
    assert [told.count("已执行"), told.count("未执行"), told.count("提前结束")] == [15, 1, 1]
    assert f"{decisions[1].person.name} 降级 2024-01-10 15 2024-02-01 – 2025-02-01 提前结束" in told


def test_once_and_not_before_it_was_decided(watcher, person, evidence, log) -> None:
    one = record_sanction(by=watcher, person=person, measure="警告", decided=DAY)
    with pytest.raises(Refused, match="不能早于"):
        execute_sanction(by=watcher, sanction=one, since=dt.date(2024, 1, 1), evidence=evidence)
    execute_sanction(by=watcher, sanction=one, since=DAY, evidence=evidence)
    with pytest.raises(Refused, match="已有"):
        execute_sanction(by=watcher, sanction=one, since=DAY, evidence=evidence)
    with pytest.raises(Refused, match="结束"):
        end_sanction(by=watcher, sanction=one, until=DAY)
    assert log.news() == [("record_sanction", "done"), ("execute_sanction", "done")]


def test_only_the_supervision_team_does(only_keeper, person) -> None:
    only_keeper(record_sanction, person=person, measure="警告", decided=DAY)
