"""What comes round: checks, settlements, reports upward, meetings, each by its period, parts and deadline."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from kaogong.audit.actions import Refused
from kaogong.monitor import actions
from kaogong.monitor.models import Filing
from kaogong.monitor.queries import asked, built_on, in_period, live_share, missing, spread
from kaogong.org import actions as register
from kaogong.plan.models import Task


@pytest.fixture
def make_routine(office, cycle):
    def make(name, every, assignees, **given):
        return actions.set_routine(by=office, cycle=cycle, name=name, every=every, assignees=assignees, **given)

    return make


def enter(routine, period, assignees=None, part=""):
    """Filings as an import would bring them."""
    some = routine.assignees.all() if assignees is None else assignees
    Filing.objects.bulk_create(
        Filing(assignee=one, period=period, part=part, filed_on=dt.date(2026, 10, 1)) for one in some
    )


def test_filed_by_those_it_is_for(liaison, office, bureau, make_routine, events, denied):
    routine = make_routine("月度检查", "month", [{"unit": bureau}])
    mine = routine.assignees.get()
    events()
    first = actions.file(by=liaison, assignee=mine, period="2026-09")
    again = actions.file(by=liaison, assignee=mine, period="2026-09", words="补充")
    assert events() == ["file", "file"]
    assert (first.version, again.version, Filing.objects.count()) == (1, 2, 2)
    denied(actions.file, assignee=mine, period="2026-09")
    for wrong, words in (
        ({"period": "2026-Q1"}, "没有 2026-Q1 这一期"),
        ({"period": "2026-09", "part": "讲座"}, "没有“讲座”这项内容"),
        ({"period": "2026-12"}, "早于这一期"),
    ):
        with pytest.raises(Refused, match=words):
            actions.file(by=liaison, assignee=mine, **wrong)
    with pytest.raises(Refused, match="已经有了"):
        make_routine("月度检查", "month", [])


def test_set_up_by_the_office(liaison, cycle, denied):
    denied(actions.set_routine, by=liaison, cycle=cycle, name="x", every="month", assignees=[])


@pytest.mark.clause("XM-35")
def test_a_year_of_checks_of_one_indicator(bureau, road, make_routine):
    wanted = {"month": 12, "quarter": 4, "half": 2, "year": 1}
    names = {"month": "对照检查", "quarter": "自查自评", "half": "绩效分析", "year": "工作总结"}
    made = {every: make_routine(names[every], every, [{"unit": bureau, "target": road}]) for every in wanted}
    assert {every: len(asked(one)) for every, one in made.items()} == wanted
    for month in range(1, 12):
        enter(made["month"], f"2026-{month:02}")
    left = missing(made["month"], dt.date(2026, 12, 31))
    assert [str(one.period) for one in left] == ["2026-12"]


@pytest.mark.clause("QH-44")
def test_a_month_with_two_of_three_parts(bureau, make_routine):
    routine = make_routine("党风廉政教育", "month", [{"unit": bureau}], parts=["讲座", "测试", "考核"])
    enter(routine, "2026-06", part="讲座")
    enter(routine, "2026-06", part="测试")
    (june,) = in_period(routine, "2026-06")
    assert (len(june.done), len(june.done) + len(june.missing), june.missing) == (2, 3, ("考核",))


@pytest.mark.clause("XJ-04")
def test_nineteen_of_twenty_checks_in_may(office, bureau, make_task, make_routine, client):
    tasks = [make_task() for _ in range(20)]
    routine = make_routine("月度督促检查", "month", [{"unit": bureau, "task": one} for one in tasks])
    enter(routine, "2026-05", routine.assignees.exclude(task=tasks[-1]))
    left = [one for one in in_period(routine, "2026-05") if not one.complete]
    assert [one.assignee.task for one in left] == [tasks[-1]]
    client.force_login(office)
    page = client.get(reverse("monitor:routine", args=[routine.pk]), {"period": "2026-05"}).content.decode()
    assert "19 / 20" in page
    assert (page.count("还缺 1 项"), page.count(">2026-05<")) == (1, 21), (
        "the line of May, and those of its twenty tasks"
    )


@pytest.mark.clause("CX-25")
def test_settled_monthly_examined_quarterly(bureau, make_task, make_routine):
    who = [{"unit": bureau, "task": make_task()}]
    monthly = make_routine("月结", "month", who, due_day=5)
    quarterly = make_routine("季考", "quarter", who, builds_on=monthly)
    assert (len(asked(monthly)), len(asked(quarterly))) == (12, 4)
    enter(monthly, "2026-01")
    enter(monthly, "2026-02")
    march = in_period(monthly, "2026-03")[0]
    assert (march.overdue(dt.date(2026, 4, 5)), march.overdue(dt.date(2026, 4, 6))) == (False, True)
    assert built_on(in_period(quarterly, "2026-Q1")[0]) == (2, 3)


@pytest.mark.clause("DX-10")
def test_a_committee_that_does_not_meet_is_flagged(office, make_routine, sealed):
    body = register.form_body(by=None, name="某局党组", kind="committee", founded=dt.date(2020, 1, 1), seats=[])
    routine = make_routine("研究党风廉政建设", "half", [{"body": body}], minutes=True)
    mine = routine.assignees.get()
    assert [str(one.period) for one in missing(routine, dt.date(2026, 6, 30))] == ["2026-H1"]
    held = {"by": office, "assignee": mine, "period": "2026-H1", "on": dt.date(2026, 6, 12)}
    with pytest.raises(Refused, match="须附纪要"):
        actions.file(**held)
    actions.file(**held, evidence=sealed("会议纪要"))
    assert missing(routine, dt.date(2026, 6, 30)) == []


@pytest.mark.clause("QD-13")
def test_leaders_report_twice_a_year(cycle, make_person, make_routine):
    leaders = [make_person() for _ in range(15)]
    routine = make_routine("逐级报告", "half", [{"person": one} for one in leaders], to=["市委常委会", "市政府常务会"])
    whole = asked(routine)
    assert len(whole) == 30
    assert sorted({one.due for one in whole}) == [dt.date(2026, 6, 30), dt.date(2026, 12, 31)]
    enter(routine, "2026-H1", routine.assignees.exclude(person=leaders[3]))
    day = dt.date(2026, 7, 31)
    assert sum(one.complete for one in in_period(routine, "2026-H1")) == 14
    sent = actions.remind(by=None, cycle=cycle, day=day)
    assert [one.assignee.person for one in sent] == [leaders[3]]
    assert actions.remind(by=None, cycle=cycle, day=day) == []


@pytest.mark.clause("QD-14")
def test_reports_upward_are_filed_with_date_and_version(make_account, make_unit, make_routine):
    some = [make_unit() for _ in range(102)]
    routine = make_routine("主要领导报告", "quarter", [{"unit": one} for one in some], to=["分管领导", "考核办公室"])
    enter(routine, "2026-Q3", routine.assignees.exclude(unit__in=[some[0], some[5]]))
    mine = routine.assignees.get(unit=some[0])
    made = actions.file(by=make_account(("head", some[0])), assignee=mine, period="2026-Q3")
    assert (made.filed_on, made.version) == (dt.date(2026, 10, 20), 1)
    found = in_period(routine, "2026-Q3")
    left = [one.assignee.unit for one in found if not one.complete]
    assert (len(found), len(found) - len(left), left) == (102, 101, [some[5]])


@pytest.mark.clause("QH-03")
def test_the_half_year_figure_is_that_of_the_list(liaison, bureau, make_task, make_routine):
    tasks = [make_task(state="finished" if number < 14 else "issued") for number in range(20)]
    routine = make_routine("两个责任落实情况", "half", [{"unit": bureau}], listed=True, to=["地委", "地区纪委"])
    said = {"by": liaison, "assignee": routine.assignees.get(), "period": "2026-H1"}
    with pytest.raises(Refused, match="须附任务清单"):
        actions.file(**said, figure=Decimal(70))
    with pytest.raises(Refused, match=r"75% 与清单 20 项算得的 70\.0% 不符"):
        actions.file(**said, tasks=tasks, figure=Decimal(75))
    made = actions.file(**said, tasks=tasks, figure=Decimal(70))
    assert (made.figure, made.tasks.count()) == (Decimal("70.0"), 20)
    assert Task.objects.filter(pk__in=made.tasks.values("pk"), state="finished").count() == 14


@pytest.mark.clause("XJ-26")
def test_a_building_plan_has_a_budget_and_counts_what_is_live(office, cycle, make_unit, denied):
    sites = [(make_unit(), 1 + (number > 7)) for number in range(14)]
    said = {"cycle": cycle, "title": "电子监察系统建设规划", "steps": "分两期", "content": "平台和接入"}
    with pytest.raises(Refused, match="须有资金预算"):
        actions.draft_construction(by=office, **said, budget=None)
    denied(actions.draft_construction, **said, budget=Decimal(300))
    made = actions.draft_construction(by=office, **said, budget=Decimal(300), sites=sites)
    for one in made.sites.order_by("id")[:5]:
        actions.go_live(by=office, site=one)
    assert live_share(made) == (5, 14, Decimal("35.7"))
    with pytest.raises(Refused, match="已于 2026-10-20 投用"):
        actions.go_live(by=office, site=made.sites.order_by("id")[0])


@pytest.mark.clause("DX-06")
def test_activities_by_medium_and_link(office, liaison, cycle, bureau, events, denied, client):
    said = {"cycle": cycle, "unit": bureau, "title": "廉政党课", "on": dt.date(2026, 5, 1)}
    for wrong in ({"medium": "", "link": "培养"}, {"medium": "报刊", "link": ""}):
        with pytest.raises(Refused, match="请标明"):
            actions.record_activity(by=liaison, **said, **wrong)
    events()
    pairs = [("报刊", "培养"), ("广播", "选拔"), ("电视", "管理"), ("出版", "奖惩"), ("互联网", "培养")]
    for medium, link in pairs:
        actions.record_activity(by=liaison, **said, medium=medium, link=link)
    assert events() == ["record_activity"] * 5
    found = spread(cycle)
    assert (found.media_share, found.links_share) == (Decimal("71.4"), Decimal("100.0"))
    assert found.media_left == ("文学", "艺术")
    client.force_login(office)
    page = client.get(reverse("monitor:activities")).content.decode()
    assert "载体覆盖 71.4%，环节覆盖 100.0%。还没有：文学、艺术。" in page
    denied(actions.record_activity, **said, medium="报刊", link="培养")
