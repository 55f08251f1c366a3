"""Meetings and exchanges are planned, held and followed up."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import Decision, Place, finish_task, form_body, hold_meeting, name_duty, plan_meetings
from kaogong.org.queries import kept

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.mark.clause("LB-13")
def test_ten_of_twelve_exchanges_were_held(keeper, body, log) -> None:
    """每季向人大、政府、政协通报：一年12次，做了10次，83.3%，列出漏掉的两个日期。"""
    planned = plan_meetings(by=keeper, body=body, year=2025, partners=["人大", "政府", "政协"])
    assert len(planned) == 12
    log.news()
    missed = [one for one in planned if (one.partner, one.due.month) in (("人大", 3), ("政协", 9))]
    for one in planned:
        if one not in missed:
            hold_meeting(by=keeper, meeting=one, day=one.due)
    found = kept(body, 2025, dt.date(2026, 1, 1))
    assert (found.planned, found.held, str(found.percent)) == (12, 10, "83.3")
    assert [one.due for one in found.missed] == [dt.date(2025, 3, 31), dt.date(2025, 9, 30)]
    assert log.news() == [("hold_meeting", "done")] * 10


@pytest.fixture
def conference(make_unit, make_person):
    names = ["组织部门", "宣传部门", "党校", "文化艺术部门"]
    units = [make_unit(name) for name in names]
    seats = [Place("member", name, make_person(unit=one), one) for name, one in zip(names, units, strict=True)]
    return form_body(by=None, name="联席会议", kind="conference", founded=dt.date(2024, 1, 1), seats=seats)


@pytest.mark.clause("DX-01")
def test_six_decisions_are_six_tasks_and_the_next_meeting_opens_with_them(keeper, conference, log, page) -> None:
    """4家到齐，议定6项，形成6件任务；下次会议开始时5件办结、1件未结。"""
    first, second, *_later = plan_meetings(by=keeper, body=conference, year=2026)
    seats = list(conference.seats.all())
    decisions = [Decision(f"第{n}项", seats[n % 4].unit, seats[n % 4].person) for n in range(6)]
    log.news()
    made, warnings = hold_meeting(by=keeper, meeting=first, day=first.due, present=seats, decisions=decisions)
    assert (first.present.count(), len(made), warnings) == (4, 6, [])
    for one in made[:5]:
        finish_task(by=keeper, task=one, day=DAY)
    told = page(keeper, f"/org/meeting/{second.pk}/")
    assert "以前会议议定的 6 项：办结 5 项，未结 1 项。" in told
    assert ["第5项" in told, "第4项" in told] == [True, False]
    assert log.news() == [("hold_meeting", "done")] + [("finish_task", "done")] * 5
    with pytest.raises(Refused, match="已于"):
        finish_task(by=keeper, task=made[0], day=DAY)


@pytest.mark.clause("DX-02")
def test_a_task_outside_a_departments_function_is_warned_of(keeper, make_unit) -> None:
    """13个部门各有职能；把“网站”交给案件审理室，给出提示。"""
    functions = {
        "宣教室": "宣传教育",
        "办公厅新闻处": "新闻",
        "报社": "报纸",
        "杂志社": "杂志",
        "出版社": "出版",
        "电教中心": "电教",
        "案件检查室": "案件教育",
        "案件审理室": "案件教育",
        "党风室": "廉洁自律教育",
        "执法室": "方针政策教育",
        "纠风室": "方针政策教育",
        "监察综合室": "监察部网站",
        "信息中心": "系统网络",
    }
    units = {name: make_unit(name) for name in functions}
    seats = [Place("member", name, unit=one) for name, one in units.items()]
    meeting = form_body(by=None, name="内部例会", kind="conference", founded=DAY, seats=seats)
    for name, area in functions.items():
        name_duty(by=None, body=meeting, name=f"{name}：{area}", lead=units[name], area=area)
    assert meeting.duties.count() == 13
    one, *_later = plan_meetings(by=keeper, body=meeting, year=2026)
    decisions = [
        Decision("网站改版", units["案件审理室"], area="监察部网站"),
        Decision("案例选编", units["案件审理室"], area="案件教育"),
    ]
    tasks, warnings = hold_meeting(by=keeper, meeting=one, day=DAY, decisions=decisions)
    assert len(tasks) == 2
    assert warnings == ["“监察部网站”不在案件审理室的职能内（它的职能：案件教育）。"]


def test_planned_and_held_once(keeper, body, log) -> None:
    one, *_later = plan_meetings(by=keeper, body=body, year=2026)
    with pytest.raises(Refused, match="2026"):
        plan_meetings(by=keeper, body=body, year=2026)
    hold_meeting(by=keeper, meeting=one, day=DAY)
    with pytest.raises(Refused, match="已于"):
        hold_meeting(by=keeper, meeting=one, day=DAY)
    assert log.news() == [("plan_meetings", "done"), ("hold_meeting", "done")]


def test_only_the_office_holds_meetings(only_keeper, body) -> None:
    one, *_later = plan_meetings(by=None, body=body, year=2026)
    only_keeper(hold_meeting, meeting=one, day=DAY)
