"""Lists, pages and forms of acts that had none, in a real browser at both widths."""

import datetime as dt

import pytest

from kaogong.monitor import actions as monitoring
from kaogong.org import actions as register
from kaogong.plan import actions as planning
from monitor.conftest import (
    bureau,
    city,
    cycle,
    evidence_here,
    make_account,
    make_person,
    make_target,
    make_unit,
    october,
    office,
    on,
    road,
)

__all__ = [
    "bureau",
    "city",
    "cycle",
    "evidence_here",
    "make_account",
    "make_person",
    "make_target",
    "make_unit",
    "october",
    "office",
    "on",
    "road",
]
SECRET = "correct-horse-9"
DAY = dt.date(2026, 3, 2)


@pytest.fixture
def signed(window, office, make_person, bureau):
    """A window in which the office is signed in."""
    person = make_person("王主任")
    register.appoint(by=None, person=person, unit=bureau, title="主任", grade="chief", since=DAY)
    office.person = person
    office.set_password(SECRET)
    office.save(update_fields=["password", "person"])
    return window.sign_in(office.username, SECRET)


def test_bodies_meetings_and_findings(signed, bureau, make_person) -> None:
    body = register.form_body(
        by=None,
        name="绩效考评领导小组",
        kind="leading",
        founded=DAY,
        seats=[("chair", "市长"), ("member", "财政局局长")],
    )
    register.name_duty(by=None, body=body, name="统筹考评", lead=bureau, owner=make_person("李四"))
    meeting = register.plan_meetings(by=None, body=body, year=2026)[0]
    year = register.draft_programme(by=None, year=2026, title="2026 年度考评", lead=bureau, partners=["组织部门"])
    register.give_act(by=None, act="watch", since=DAY, unit=bureau)
    register.record_finding(
        by=None, words="自评表缺负责人签名，补签日期晚于报送日期", day=DAY, matter="程序", unit=bureau
    )
    signed.go(f"/org/body/{body.pk}/").keep("deeds-body")
    signed.go("/org/bodies/form/").keep("deeds-form-body")
    signed.go(f"/org/meeting/{meeting.pk}/hold/").keep("deeds-hold-meeting")
    signed.go(f"/org/programme/{year.pk}/").keep("deeds-programme")
    signed.go("/org/findings/").keep("deeds-findings")
    signed.go("/org/acts/").keep("deeds-acts")
    signed.page.goto(f"{signed.base}/org/meeting/{meeting.pk}/hold/")
    signed.page.get_by_label("议定事项").fill("报数|没有的局")
    signed.page.get_by_label("召开日期").fill("2026-03-02")
    signed.page.get_by_role("button", name="登记召开").click()
    signed.page.get_by_text("第 1 行“承办单位”").first.wait_for()


def test_the_year(signed, cycle, bureau, road, make_person) -> None:
    plan = planning.draw_workplan(
        by=None, cycle=cycle, title="营商环境提升方案", unit=bureau, situation="办件平均用时偏长"
    )
    planning.add_task(by=None, cycle=cycle, name="压缩办件时限", origin="plan", leads=[bureau], workplan=plan)
    monitoring.set_routine(by=None, cycle=cycle, name="月度对账", every="month", assignees=[{"unit": bureau}])
    signed.go("/plan/cycle/").keep("deeds-cycle")
    signed.go(f"/plan/indicators/{road.indicator_id}/").keep("deeds-indicator")
    signed.go(f"/plan/indicators/{road.indicator_id}/references/").keep("deeds-references")
    signed.go(f"/plan/workplans/{plan.pk}/").keep("deeds-workplan")
    signed.go(f"/plan/targets/{road.pk}/").keep("deeds-target")
    signed.go(f"/monitor/targets/{road.pk}/milestones/").keep("deeds-milestones")
    signed.go("/monitor/routines/").keep("deeds-routines")
    signed.go("/monitor/late/").keep("deeds-late")
