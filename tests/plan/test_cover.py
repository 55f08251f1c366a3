"""What is asked from above is answered by indicators below; what is not, is listed."""

import pytest
from django.urls import reverse

from kaogong.audit.actions import Refused
from kaogong.plan import actions
from kaogong.plan.models import Coverage
from kaogong.plan.queries import uncarried, uncovered_tasks, untasked


@pytest.fixture
def tasks(office, cycle):
    def make(number, origin):
        return [actions.add_task(by=office, cycle=cycle, name=f"任务{n}", origin=origin) for n in range(1, number + 1)]

    return make


@pytest.mark.clause("QH-22")
def test_24_of_25_upper_tasks_linked_leave_a_gap_of_one(office, cycle, tasks, make_indicator, events, client):
    upper = tasks(25, "upper")
    start = len(events())
    for one in upper[:24]:
        actions.cover(by=office, indicator=make_indicator(), task=one)
    assert events()[start:] == ["cover"] * 24
    assert list(uncovered_tasks(cycle, "upper")) == [upper[24]]
    client.force_login(office)
    assert "还有 1 项任务没有指标承接" in client.get(reverse("plan:tasks")).content.decode()


@pytest.mark.clause("XJ-02")
def test_19_of_20_annual_tasks_have_indicators_and_one_without_a_task_is_refused(
    office, cycle, bureau, tasks, make_indicator, make_target
):
    annual = tasks(20, "annual")
    actions.set_rules(by=office, cycle=cycle, needs_task=True)
    linked = [make_indicator() for _one in annual[:19]]
    for indicator, task in zip(linked, annual, strict=False):
        actions.cover(by=office, indicator=indicator, task=task)
    assert [one.name for one in uncovered_tasks(cycle, "annual")] == ["任务20"]
    make_target("1", "agreed", indicator=linked[0])
    loose = make_indicator("凭空指标")
    make_target("1", "agreed", indicator=loose)
    assert list(untasked(cycle)) == [loose]
    with pytest.raises(Refused, match="指标“凭空指标”没有对应任务"):
        actions.issue_targets(by=office, cycle=cycle, unit=bureau)
    actions.cover(by=office, indicator=loose, task=annual[19])
    assert len(actions.issue_targets(by=office, cycle=cycle, unit=bureau)) == 2


def test_an_upper_indicator_is_carried_by_a_link(office, cycle, make_indicator):
    upper, lower = make_indicator(level="key"), make_indicator()
    assert list(uncarried(cycle)) == [upper]
    actions.cover(by=office, indicator=lower, upper=upper)
    assert not uncarried(cycle)


def test_a_link_is_to_one_thing_and_once(office, cycle, tasks, make_indicator):
    (task,) = tasks(1, "upper")
    one = make_indicator()
    actions.cover(by=office, indicator=one, task=task)
    with pytest.raises(Refused, match="已经有了"):
        actions.cover(by=office, indicator=one, task=task)
    with pytest.raises(Refused, match="请选一项"):
        actions.cover(by=office, indicator=one)
    with pytest.raises(Refused, match="承接它自己"):
        actions.cover(by=office, indicator=one, upper=one)
    assert Coverage.objects.count() == 1
