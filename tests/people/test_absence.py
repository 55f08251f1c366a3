"""Leave and trips: asked, agreed by another, with somebody who stands in; the tasks come to that desk."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.org.models import Body, Delegation, Grant, Meeting, Task
from kaogong.org.models.powers import Power
from kaogong.people.actions.absences import (
    agree_absence,
    ask_absence,
    end_absence,
    end_substitute,
    name_stand_in,
    name_substitute,
    refuse_absence,
    withdraw_absence,
)
from kaogong.people.models import Absence
from kaogong.people.queries.presence import acts_for, replaced_by, substitutes_of, warnings, without_substitute
from kaogong.portal.queries.desk import desk
from kaogong.portal.queries.notices import told
from kaogong.supervise.guards.tasks import may_see_task, may_tell
from kaogong.supervise.models import Task as Supervised
from kaogong.supervise.models import TaskSource
from kaogong.supervise.queries.tasks import seen_tasks
from people.presence import *  # noqa: F403
from people.presence import DAY, post_of


@pytest.fixture
def tasks(bureau, clerk):
    """Five things to do that are the clerk's."""
    body = Body.objects.create(name="局务会", kind="conference", founded=dt.date(2020, 1, 1))
    meeting = Meeting.objects.create(body=body, due=dt.date(2026, 9, 1))
    return [Task.objects.create(meeting=meeting, words=f"事项{n}", unit=bureau, owner=clerk) for n in range(5)]


@pytest.fixture
def asked(worker, clerk, mate):
    """Three days from today, with a substitute."""
    return ask_absence(
        by=worker,
        person=clerk,
        kind="annual",
        first=DAY,
        last=DAY + dt.timedelta(days=2),
        words="探亲",
        substitute=mate,
    )


@pytest.mark.clause("XM-41")
def test_on_leave_five_tasks_reroute_and_without_a_substitute_the_request_warns(
    tasks, asked, head, worker, second, clerk, employ, on, make_account, bureau
):
    assert len(desk(worker).lines) == len(tasks) == 5
    assert desk(second).lines == []
    assert (asked.last - asked.first).days + 1 == 3
    agree_absence(by=head, absence=asked)
    assert told(Event.objects.latest("number")) == {worker.pk, second.pk}
    there = desk(second)
    assert sorted(one.waiting.title for one in there.lines) == [f"事项{n}" for n in range(5)]
    assert {one.instead_of for one in there.lines} == {clerk.name}
    assert desk(worker).lines == []
    assert (len(desk(worker).covered), desk(worker).covered_by) == (5, "李二")
    on(DAY + dt.timedelta(days=3))
    assert (len(desk(worker).lines), desk(second).lines) == (5, [])
    alone = employ("赵三", title="窗口受理岗")
    bare = ask_absence(by=None, person=alone, kind="sick", first=DAY, last=DAY, words="就医")
    assert "没有同岗替代人" in warnings(bare)[0]
    assert [one.person for one in without_substitute({bureau.pk})] == [alone]


def test_the_powers_of_the_post_go_along_for_those_days(worker, clerk, mate, bureau, head, second, on):
    Grant.objects.create(account=worker, power=Power.LIAISON, unit=bureau, since=DAY)
    Grant.objects.create(account=worker, power=Power.DECISION, since=DAY)
    later = DAY + dt.timedelta(days=7)
    made = ask_absence(
        by=worker, person=clerk, kind="trip", first=later, last=later, words="调研", place="某县", substitute=mate
    )
    agree_absence(by=head, absence=made)
    held = Delegation.objects.get(power="liaison")
    assert (held.taker, held.since, held.until) == (mate, later, later + dt.timedelta(days=1))
    assert not Delegation.objects.filter(power="decision").exists()
    assert Event.objects.latest("number").new["powers"] == ["liaison", "staff"]
    withdraw_absence(by=worker, absence=made, reason="改期")
    assert not Delegation.objects.exists()


def test_coming_back_early_ends_it_all(asked, head, worker, second, on):
    agree_absence(by=head, absence=asked)
    assert [one.pk for one in replaced_by(second)] == [worker.pk]
    on(DAY + dt.timedelta(days=1))
    with pytest.raises(Refused, match="之间"):
        end_absence(by=worker, absence=asked, on=DAY + dt.timedelta(days=5))
    end_absence(by=worker, absence=asked, on=DAY + dt.timedelta(days=1))
    assert replaced_by(second) == []
    assert Delegation.objects.get().until == DAY + dt.timedelta(days=1)
    with pytest.raises(Refused, match="销假"):
        end_absence(by=worker, absence=asked, on=DAY + dt.timedelta(days=1))


def test_leave_is_agreed_by_another(asked, worker, keeper, head, second, stranger):
    for one in (worker, keeper, second, stranger):
        with pytest.raises(Denied):
            agree_absence(by=one, absence=asked)
    with pytest.raises(Refused, match="理由"):
        refuse_absence(by=head, absence=asked, reply=" ")
    assert refuse_absence(by=head, absence=asked, reply="任务正紧").state == "refused"
    with pytest.raises(Refused, match="未批准"):
        agree_absence(by=head, absence=asked)
    assert Event.objects.filter(verb="refuse_absence", outcome="done").count() == 1


def test_what_cannot_be_asked_for(worker, clerk, mate, asked, second):
    given = {"by": worker, "person": clerk, "kind": "personal", "words": "办事"}
    with pytest.raises(Refused, match="重叠"):
        ask_absence(**given, first=DAY, last=DAY)
    with pytest.raises(Refused, match="早于"):
        ask_absence(**given, first=DAY, last=DAY - dt.timedelta(days=1))
    far = DAY + dt.timedelta(days=30)
    with pytest.raises(Refused, match="另一位"):
        ask_absence(**given, first=far, last=far, substitute=clerk)
    with pytest.raises(Refused, match="去向"):
        ask_absence(**given | {"kind": "trip"}, first=far, last=far)
    with pytest.raises(Denied, match="本人"):
        ask_absence(**given | {"by": second}, first=far, last=far)
    assert Absence.objects.count() == 1


def test_a_substitute_is_named_changed_and_ended(keeper, clerk, mate, employ, asked, head, worker, stranger, bureau):
    post = post_of(clerk)
    with pytest.raises(Denied):
        name_substitute(by=stranger, post=post, person=mate, since=DAY)
    with pytest.raises(Refused, match="另一位"):
        name_substitute(by=keeper, post=post, person=clerk, since=DAY)
    made = name_substitute(by=keeper, post=post, person=mate, since=DAY)
    assert substitutes_of(clerk.pk) == [mate]
    with pytest.raises(Refused, match="已是"):
        name_substitute(by=keeper, post=post, person=mate, since=DAY)
    third = employ("孙四")
    agree_absence(by=head, absence=asked)
    name_stand_in(by=worker, absence=asked, substitute=third)
    assert Delegation.objects.get().taker == third
    end_substitute(by=keeper, substitute=made, until=DAY + dt.timedelta(days=1))
    with pytest.raises(Refused, match="终止"):
        end_substitute(by=keeper, substitute=made, until=DAY + dt.timedelta(days=2))


def test_a_substitute_who_is_away_too_is_warned_of(asked, mate, absence):
    absence(mate)
    assert "也不在岗" in warnings(asked)[0]


def test_what_is_somebodys_by_name_the_substitute_may_do_while_it_lasts(asked, head, second, clerk, on, stranger):
    source = TaskSource.objects.create(kind="meeting", title="会议", given_on=DAY)
    task = Supervised.objects.create(number="DB-1", source=source, name="督办", since=DAY, handler=clerk, state="open")
    assert may_tell(second, task)
    agree_absence(by=head, absence=asked)
    assert acts_for(second) == {clerk.pk, second.person_id}
    assert (may_tell(second, task), may_see_task(second, task)) == ("", "")
    assert list(seen_tasks(second)) == [task]
    assert may_tell(stranger, task)
    on(DAY + dt.timedelta(days=3))
    assert may_tell(second, task)
