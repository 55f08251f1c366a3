"""A leader's own appraisal apart from the team's, and democratic life meetings."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.people.actions import archive_leaders as leaders
from kaogong.people.actions import archive_meetings as meetings
from kaogong.people.guards.archive_leaders import may_read_notes
from kaogong.people.queries.archive import archive_of, result_of
from kaogong.people.queries.archive_leaders import lacking, proposed_grade, without_status
from kaogong.people.states.archive_leaders import BEFORE
from kaogong.plan.models import Cycle, Indicator, Target
from people.archives import *  # noqa: F403
from people.archives import DAY


@pytest.fixture
def chief(desk, unit):
    """The chief of the bureau."""
    return desk(unit, "L001", "首某", title="局长", grade="chief")


def _noted(held, by, number):
    for one in range(number):
        leaders.note_interview(
            by=by, held=held, day=dt.date(2026, 11, one + 1), whom="subordinate", words=f"第{one}次访谈"
        )


@pytest.fixture
def evaluated(keeper):
    """Evaluate, with what is given."""

    def do(held, **given):
        fields = {"standard": "五项个人标准", "evaluation": "抓落实有力", "grade": "", "score": None} | given
        return leaders.evaluate_leader(by=keeper, held=held, **fields)

    return do


@pytest.mark.clause("CX-08")
def test_the_teams_score_alone_makes_no_leader(chief, keeper, personnel, evaluated):
    held = leaders.open_leader(by=keeper, person=chief, year=2026)
    evaluated(held, team_score=Decimal("96.0"))
    assert [one.split("（")[0] for one in lacking(held)] == [
        "个人目标",
        "访谈记录",
        "个人得分，班子得分不能代替",
        "综合考评",
    ]
    with pytest.raises(Refused, match="还缺：个人目标"):
        leaders.finalise_leader(by=personnel, held=held)
    for number in range(5):
        made = leaders.add_leader_target(
            by=keeper, held=held, name=f"目标{number}", standard="当年完成", aim=Decimal(number)
        )
        leaders.tell_leader_result(
            by=keeper, target=made, done=number < 4, result=Decimal(number), source="督查通报 3 号"
        )
    with pytest.raises(Refused, match="个人得分，班子得分不能代替"):
        leaders.finalise_leader(by=personnel, held=held)
    evaluated(held, team_score=Decimal("96.0"), score=Decimal("92.5"), grade="称职")
    _noted(held, keeper, 2)
    with pytest.raises(Refused, match="访谈记录（2 份，至少 3 份）"):
        leaders.finalise_leader(by=personnel, held=held)
    _noted(held, keeper, 1)
    assert (held.targets.count(), held.notes.count()) == (5, 3)
    with pytest.raises(Denied, match="另一位"):
        leaders.finalise_leader(by=keeper, held=held)
    leaders.finalise_leader(by=personnel, held=held)
    found = result_of(chief, "2026", "leader")
    assert (str(found.score), found.grade) == ("92.5", "称职")
    entry = archive_of(chief).get()
    assert (entry.content["team_score"], entry.content["score"], len(entry.content["targets"])) == ("96.0", "92.5", 5)
    with pytest.raises(Refused, match="已经定稿"):
        leaders.add_leader_target(by=keeper, held=held, name="补", standard="补")


@pytest.mark.clause("HB-43")
def test_six_targets_with_results_and_sources_suggest_a_grade(chief, keeper, unit, desk, evaluated):
    cycle = Cycle.objects.create(year=2026, title="2026", since="2026-01-01", until="2026-12-31", organiser=unit)
    for number in range(6):
        indicator = Indicator.objects.create(cycle=cycle, name=f"指标{number}", place=number)
        Target.objects.create(
            cycle=cycle,
            indicator=indicator,
            unit=unit,
            leader=chief,
            period="2026",
            value=Decimal("10.0"),
            state="issued",
        )
    held = leaders.open_leader(by=keeper, person=chief, year=2026)
    assert [one.name for one in held.targets.all()] == [f"指标{n}" for n in range(6)]
    assert proposed_grade(held) == ""
    for one in held.targets.all():
        leaders.tell_leader_result(by=keeper, target=one, done=True, result=Decimal("10.5"), source="进展核实")
    with pytest.raises(Refused, match="来源"):
        leaders.tell_leader_result(by=keeper, target=held.targets.first(), done=True, source=" ")
    told = [(str(one.result), one.source) for one in held.targets.all()]
    assert (told, proposed_grade(held)) == ([("10.5", "进展核实")] * 6, "优秀")
    bare = leaders.open_leader(by=keeper, person=desk(unit, grade="deputy"), year=2026)
    assert (bare.targets.count(), proposed_grade(bare)) == (0, "")
    with pytest.raises(Refused, match="不提等次"):
        evaluated(bare, grade="称职", score=Decimal(90))


def test_what_was_said_is_sealed_and_kept_from_the_leader(chief, keeper, make_account, unit, other):
    held = leaders.open_leader(by=keeper, person=chief, year=2026)
    _noted(held, keeper, 1)
    own = make_account(("head", unit), person=chief)
    assert "不向本人公开" in may_read_notes(own, held)
    assert may_read_notes(other, held)
    assert not may_read_notes(keeper, held)
    assert "访谈" not in str(Event.objects.get(verb="note_interview").new)
    with pytest.raises(Denied, match="自己"):
        leaders.note_interview(by=own, held=held, day=DAY, whom="peer", words="好")
    with pytest.raises(Refused, match="已经启动"):
        leaders.open_leader(by=keeper, person=chief, year=2026)


def _prepared(head, unit, title, steps=tuple(BEFORE)):
    made = meetings.prepare_life_meeting(by=head, unit=unit, title=title, planned_on=DAY)
    for one in steps:
        meetings.do_life_step(by=head, meeting=made, step=one, on=DAY, words="已完成")
    return made


@pytest.mark.clause("LB-19")
def test_six_problems_are_put_right_before_the_next_meeting(head, unit, person, other):
    assert list(BEFORE.values()) == ["学习", "征求意见", "找准问题", "沟通", "自我剖析"]
    first = _prepared(head, unit, "2025 年度民主生活会", tuple(BEFORE)[:4])
    held = {"held_on": DAY, "criticism": "逐人开展批评与自我批评"}
    with pytest.raises(Refused, match="会前还缺：自我剖析"):
        meetings.open_life_meeting(by=head, meeting=first, **held)
    meetings.do_life_step(by=head, meeting=first, step="analysis", on=DAY, words="人人写剖析")
    raised = [{"words": f"问题{n}", "measure": f"措施{n}", "owner": person} for n in range(6)]
    with pytest.raises(Denied, match="本单位"):
        meetings.open_life_meeting(by=other, meeting=first, problems=raised, **held)
    with pytest.raises(Refused, match="整改措施"):
        meetings.open_life_meeting(by=head, meeting=first, problems=[{"words": "问题", "measure": ""}], **held)
    meetings.open_life_meeting(by=head, meeting=first, problems=raised, **held)
    assert (first.problems.count(), first.regular) == (6, False)
    meetings.circulate_life_meeting(by=head, meeting=first, scope="中层以上干部")
    with pytest.raises(Refused, match="下次会议还没有召开"):
        meetings.report_back(by=head, meeting=first)
    second = _prepared(head, unit, "2026 年度民主生活会")
    assert second.previous == first
    for number, one in enumerate(first.problems.all()):
        with pytest.raises(Refused, match=f"还有 {6 - number} 项整改没有说明情况"):
            meetings.open_life_meeting(by=head, meeting=second, superior="市委组织部", **held)
        meetings.tell_problem(by=head, problem=one, status="done" if number else "doing", told="已落实")
    assert without_status(first) == []
    meetings.open_life_meeting(by=head, meeting=second, superior="市委组织部干部科", **held)
    assert second.regular is True
    meetings.report_back(by=head, meeting=first)
    assert (first.state, first.reported_on) == ("reported", DAY)
    assert Event.objects.filter(verb="open_life_meeting", outcome="done").count() == 2


def test_one_meeting_at_a_time(head, unit):
    made = _prepared(head, unit, "甲", ("study",))
    with pytest.raises(Refused, match="还没有召开"):
        meetings.prepare_life_meeting(by=head, unit=unit, title="乙", planned_on=DAY)
    with pytest.raises(Refused, match="已经登记"):
        meetings.do_life_step(by=head, meeting=made, step="study", on=DAY, words="再学")
    with pytest.raises(Refused, match="会前准备"):
        meetings.circulate_life_meeting(by=head, meeting=made, scope="全局")
