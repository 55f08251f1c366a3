"""Integrity talks with chief officers, and the head's talks with each member of the team."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.people.actions.talks import finish_follow_up, log_heart_talk, log_talk, watch_talks, write_follow_up
from kaogong.people.models import HeartTalk, IntegrityTalk, TalkLapse
from kaogong.people.queries import waiting_for
from kaogong.people.queries.talks import heads, heads_without_talk, incomplete_talks, teams
from kaogong.people.states.learning import TALKS
from kaogong.portal.queries.notices import told
from people.presence import *  # noqa: F403
from people.presence import DAY


@pytest.mark.clause("QH-04")
def test_43_heads_42_talked_with_leaves_one_missing_and_no_follow_up_is_incomplete(
    employ, make_unit, discipline, clerk
):
    people = [employ(f"主官{n}", unit=make_unit(), title="局长", grade="chief") for n in range(43)]
    assert len(heads()) == 43
    assert list(TALKS.values()) == ["集体廉政谈话", "点对点约谈", "廉政约谈"]
    log_talk(
        by=discipline, kind="group", on=DAY, reason="节前提醒", talker=clerk, people=people[:41], follow_up="各自签承诺"
    )
    bare = log_talk(by=discipline, kind="single", on=DAY, reason="信访反映", talker=clerk, people=[people[41]])
    assert [one.person for one in heads_without_talk(2026)] == [people[42]]
    assert len(heads_without_talk(2026)) == 1
    assert list(incomplete_talks(2026)) == [bare]
    assert not bare.complete
    write_follow_up(by=discipline, talk=bare, follow_up="十日内书面说明", follow_due=DAY + dt.timedelta(days=10))
    assert list(incomplete_talks(2026)) == []
    finish_follow_up(by=discipline, talk=IntegrityTalk.objects.get(pk=bare.pk), on=DAY)
    assert Event.objects.latest("number").verb == "finish_follow_up"
    assert len(heads_without_talk(2027)) == 43


def test_who_registers_a_talk_and_what_it_must_say(office, discipline, clerk, mate, head):
    given = {"kind": "single", "on": DAY, "reason": "提醒", "talker": clerk, "people": [mate]}
    with pytest.raises(Denied, match="纪检监察"):
        log_talk(by=office, **given)
    with pytest.raises(Refused, match="只谈一人"):
        log_talk(by=discipline, **given | {"people": [mate, head.person]})
    with pytest.raises(Refused, match="谈话对象"):
        log_talk(by=discipline, **given | {"people": [clerk]})
    with pytest.raises(Refused, match="晚于今天"):
        log_talk(by=discipline, **given | {"on": DAY + dt.timedelta(days=1)})
    made = log_talk(by=discipline, **given)
    with pytest.raises(Refused, match="先写后续"):
        finish_follow_up(by=discipline, talk=made, on=DAY)


@pytest.fixture
def team(employ, head):
    """Six deputies under the head."""
    return [employ(f"副{n}", title="副局长", grade="deputy") for n in range(6)]


@pytest.mark.clause("LB-21")
def test_five_of_six_talks_on_1_december_remind_once_and_on_the_31st_it_is_a_violation(team, head, bureau, on):
    on(dt.date(2026, 12, 1))
    for one in team[:5]:
        log_heart_talk(by=head, unit=bureau, on=dt.date(2026, 11, 20), one=head.person, other=one)
    assert watch_talks(by=None, day=dt.date(2026, 11, 30)) == []
    (reminder,) = watch_talks(by=None, day=dt.date(2026, 12, 1))
    assert (reminder.stage, reminder.member, reminder.head) == ("reminder", team[5], head.person)
    assert told(Event.objects.latest("number")) == {head.pk}
    assert watch_talks(by=None, day=dt.date(2026, 12, 2)) == []
    assert any(team[5].name in one.about for one in waiting_for(head))
    on(dt.date(2026, 12, 31))
    (violation,) = watch_talks(by=None, day=dt.date(2026, 12, 31))
    assert (violation.stage, violation.member) == ("violation", team[5])
    assert TalkLapse.objects.count() == 2
    assert Event.objects.latest("number").new["lapses"] == [
        {"unit": bureau.pk, "member": team[5].code, "stage": "violation"}
    ]


def test_a_talk_in_time_and_talks_between_members(team, head, bureau, on, clerk, stranger):
    made = log_heart_talk(by=head, unit=bureau, on=DAY, one=team[0], other=head.person)
    assert made.kind == "head"
    log_heart_talk(by=head, unit=bureau, on=DAY, one=team[0], other=team[1])
    (found,) = teams([bureau.pk], 2026)
    assert found.open == team[1:]
    assert found.silent == team[2:]
    assert found.wanted == 1
    with pytest.raises(Refused, match="班子成员"):
        log_heart_talk(by=head, unit=bureau, on=DAY, one=head.person, other=clerk)
    with pytest.raises(Denied):
        log_heart_talk(by=stranger, unit=bureau, on=DAY, one=team[0], other=team[1])
    assert HeartTalk.objects.count() == 2
