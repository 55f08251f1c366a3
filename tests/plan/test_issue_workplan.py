"""A work plan is deployed when every task is whole, and is acknowledged within its days."""

import datetime as dt

import pytest
from django.urls import reverse

from kaogong.audit.actions import Refused
from kaogong.plan import actions
from kaogong.plan.models import Task
from kaogong.plan.queries import acknowledged, depth, sides, unacknowledged, waiting_for

MARCH = dt.date(2026, 3, 1)


@pytest.fixture
def draw(office, cycle, city, bureau, make_person):
    person = make_person("责任人", bureau)

    def make(number, **special):
        plan = actions.draw_workplan(
            by=office, cycle=cycle, title=f"工作方案{number}", unit=city, situation="形势", measures="措施"
        )
        for n in range(number):
            fields = {"leads": [bureau], "person": person, "goal": "3 场", "standard": "到会九成以上"}
            fields |= special.get(f"task{n}", {})
            actions.add_task(by=office, cycle=cycle, workplan=plan, origin="plan", name=f"任务{n + 1}", **fields)
        return plan

    return make


@pytest.mark.clause("QH-01")
def test_twenty_tasks_one_without_a_person_is_named(office, draw, make_person):
    plan = draw(20, task13={"person": None})
    with pytest.raises(Refused, match="还有 1 处要补全：任务 14“任务14”没有责任人"):
        actions.issue_workplan(by=office, workplan=plan, on=MARCH)
    Task.objects.filter(number=14).update(person=make_person())
    actions.issue_workplan(by=office, workplan=plan, on=MARCH)
    assert plan.tasks.filter(state="issued").count() == 20


@pytest.mark.clause("DX-04")
def test_every_task_has_one_lead_and_any_number_of_supporters(office, cycle, draw, make_unit, events):
    plan = draw(24, task5={"leads": []})
    with pytest.raises(Refused, match="任务 6“任务6”没有牵头单位"):
        actions.issue_workplan(by=office, workplan=plan, on=MARCH)
    with pytest.raises(Refused, match="有 2 个牵头单位。只能有一个"):
        actions.add_task(
            by=office, cycle=cycle, workplan=plan, origin="plan", name="双头", leads=[make_unit(), make_unit()]
        )
    task = actions.add_task(
        by=office,
        cycle=cycle,
        origin="annual",
        name="一主三协",
        leads=[make_unit()],
        supports=[make_unit(), make_unit(), make_unit()],
    )
    assert sorted(task.units.values_list("role", flat=True)) == ["lead", "support", "support", "support"]


def test_a_plan_has_its_parts(office, cycle, city, draw):
    bare = actions.draw_workplan(by=office, cycle=cycle, title="空", unit=city)
    with pytest.raises(Refused, match="缺少形势分析；缺少措施；没有任务"):
        actions.issue_workplan(by=office, workplan=bare, on=MARCH)
    plan = draw(1)
    actions.issue_workplan(by=office, workplan=plan, on=MARCH)
    with pytest.raises(Refused, match="现在是“已下达”"):
        actions.issue_workplan(by=office, workplan=plan, on=MARCH)
    with pytest.raises(Refused, match="作为计划外任务登记"):
        actions.add_task(by=office, cycle=cycle, workplan=plan, origin="plan", name="迟到")


@pytest.mark.clause("DX-05")
def test_a_task_has_a_goal_and_a_work_standard(office, draw):
    fine = draw(1, task0={"goal": "讲座 3 场", "standard": "到会 90% 以上"})
    assert actions.issue_workplan(by=office, workplan=fine, on=MARCH).state == "issued"
    bare = draw(2, task1={"standard": ""})
    with pytest.raises(Refused, match="任务 2“任务2”没有工作标准"):
        actions.issue_workplan(by=office, workplan=bare, on=MARCH)


@pytest.mark.clause("DX-08")
def test_24_tasks_are_acknowledged_by_the_tenth_and_two_that_are_not_are_reminded(
    office, liaison, cycle, draw, events, client
):
    actions.set_rules(by=office, cycle=cycle, acknowledge_days=10)
    plan = draw(24)
    cycle.refresh_from_db()
    plan.cycle = cycle
    actions.issue_workplan(by=office, workplan=plan, on=MARCH, events=["座谈会", "工作会", "联席会议"])
    assert len([one for one in waiting_for(liaison) if one.title == "签收任务"]) == 24
    tasks = list(plan.tasks.order_by("number"))
    start = len(events())
    for one in tasks[:22]:
        actions.acknowledge_task(by=liaison, task=one, on=dt.date(2026, 3, 10))
    assert events()[start:] == ["acknowledge_task"] * 22
    assert acknowledged(plan, dt.date(2026, 3, 10)) == (22, 24)
    client.force_login(office)
    assert "22 / 24" in client.get(reverse("plan:workplan", args=[plan.pk])).content.decode()
    assert unacknowledged(plan, dt.date(2026, 3, 10)) == []
    assert unacknowledged(plan, dt.date(2026, 3, 11)) == tasks[22:]
    for one in tasks[22:]:
        actions.acknowledge_task(by=liaison, task=one, on=dt.date(2026, 3, 9))
    assert acknowledged(plan, dt.date(2026, 3, 10)) == (24, 24)
    assert unacknowledged(plan, dt.date(2026, 3, 11)) == []


@pytest.mark.clause("DX-09")
def test_unit_and_department_without_a_person_is_two_thirds(office, draw, bureau, client):
    inner = {"side": "inner"}
    plan = draw(24, **{f"task{n}": inner if n < 18 else {"side": "outer"} for n in range(24)})
    task = plan.tasks.first()
    task.department, task.person = bureau, None
    task.save()
    assert depth(task) == (2, 3, ["人"])
    client.force_login(office)
    page = client.get(reverse("plan:workplan", args=[plan.pk])).content.decode()
    assert page.count("责任到 2/3，缺人") == 1
    assert "内分解 18、外分解 6" in page
    found = sides(plan)
    assert (found["inner"], found["outer"], found[""]) == (18, 6, 0)
    assert sum(found.values()) == plan.tasks.count() == 24


def test_others_do_not(cycle, city, draw, denied):
    plan = draw(1)
    task = plan.tasks.get()
    denied(actions.draw_workplan, cycle=cycle, title="x", unit=city)
    denied(actions.add_task, cycle=cycle, name="x", origin="annual")
    denied(actions.issue_workplan, workplan=plan, on=MARCH)
    denied(actions.acknowledge_task, task=task)
    denied(actions.start_task, task=task)
    denied(actions.finish_task, task=task)
