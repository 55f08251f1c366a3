"""Supervised tasks in a real browser, at both widths: the list, a task on its way, tables, matters, what is watched."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.supervise.models import Task
from supervise.conftest import (
    colleague,
    evidence_here,
    inspector,
    liaison,
    make_account,
    make_person,
    make_unit,
    on,
    september,
    shown,
    unit,
)
from supervise.tasks import actions, make_task, source, table

__all__ = [
    "colleague", "evidence_here", "inspector", "liaison", "make_account", "make_person", "make_task", "make_unit", "on",
    "september", "shown", "source", "table", "unit",
]  # fmt: skip
SECRET = "correct-horse-9"
DAY = dt.date(2026, 9, 21)


@pytest.fixture
def told(make_task, table, source, make_unit, make_person, unit, liaison, inspector, colleague, shown, on):
    """Tasks in every state, and something of everything else."""
    other = make_unit("市住房和城乡建设局")
    item = source.items.first()
    made = [
        make_task(table=table, item=item, name="整治货车超限超载", mark="key", co=[other]),
        make_task(
            table=table,
            name="老旧小区改造 32 个",
            due=dt.date(2026, 9, 25),
            leads=[other],
            co=[unit],
            mark="livelihood",
        ),
        make_task(table=table, name="道路提质 18 公里", due=dt.date(2026, 12, 20)),
        make_task(table=table, name="公交线路优化", due=dt.date(2026, 10, 30)),
    ]
    actions.issue_table(by=None, table=table)
    on(dt.date(2026, 6, 3))
    entry = actions.tell_progress(by=liaison, task=made[0], unit=unit, period="2026-05", words="排查货场 12 处，整改 9 处。",
                                  share=Decimal(60), shown=[shown("现场照片.txt")])  # fmt: skip
    actions.verify_progress(by=inspector, entry=entry)
    on(DAY)
    for day in (dt.date(2026, 7, 1), DAY):
        actions.remind_tasks(by=None, day=day)
    actions.ask_extension(by=liaison, task=made[0], until=dt.date(2026, 10, 31), reason="汛期影响施工。")
    actions.check_task(by=inspector, task=made[0], kind="half", period="2026-H1", share=Decimal(60),
                       problems="两县联动不足。", remedies="每周会商一次。")  # fmt: skip
    actions.ask_closing(by=liaison, task=made[3], words="已开通 6 条。", shown=[shown("公告.txt")])
    actions.add_task(by=None, source=source, name="农贸市场改造", leads=[unit])
    actions.give_mandate(by=None, unit=other, kind="own", since=dt.date(2026, 1, 1))
    matter = actions.open_matter(by=None, matter=actions.plan_matter(
        by=None, name="涉路许可效能监察", mode="project", problem="approval", aspect="efficiency", chosen="hot", key=True,
        reason="投诉集中", channel="specialised", opener=other, unit=unit, points=[("方案审定", None), ("完工", None)],
    ))  # fmt: skip
    actions.record_matter(by=None, matter=matter, phase="before", manner="study", on=DAY, words="座谈三家企业。")
    actions.watch(
        by=None, kind="issue", unit=unit, words="窗口缺席", channel="social", happened_on=dt.date(2026, 9, 10)
    )
    people = make_person("林岚"), make_person("周宁")
    actions.receive_request(by=None, unit=unit, first=people[0], words="咨询补贴申领")
    actions.raise_alert(by=None, unit=unit, person=people[0], superior=people[1], words="专项资金支付偏慢")
    actions.note_sign(by=None, unit=unit, kind="迟报", words="月报迟报一日")
    drive = actions.start_drive(by=None, title="履职专项督查", topics=["履职"], items=[("公开", "网上可查")], since=DAY)
    actions.open_ledgers(by=None, drive=drive, units=[unit])
    hearing = actions.call_hearing(by=None, period="2026-H1", title="年中工作汇报会", units=[unit, other])
    actions.hand_in_report(by=None, hearing=hearing, unit=unit, words="任务过半。")
    return {"matter": matter, "drive": drive, "hearing": hearing, "table": table, "source": source}


@pytest.fixture
def signed(window, inspector):
    """A window in which somebody who supervises is signed in."""
    inspector.set_password(SECRET)
    inspector.save(update_fields=["password"])
    return window.sign_in(inspector.username, SECRET)


def test_a_task_and_what_leads_to_it(told, signed):
    signed.go("/supervise/").keep("tasks")
    late = Task.objects.get(name="整治货车超限超载")
    signed.go(f"/supervise/tasks/{late.pk}/").keep("task")
    with signed.page.expect_navigation():
        signed.page.get_by_role("link", name="审批延期").click()
    signed.keep("task-extend")
    signed.page.locator("[name=agreed]").select_option(index=1)
    with signed.page.expect_navigation():
        signed.page.get_by_role("button", name="审批延期").click()
    late.refresh_from_db()
    assert late.due == dt.date(2026, 10, 31)
    signed.keep("task-extended")
    done = Task.objects.get(name="公交线路优化")
    signed.go(f"/supervise/tasks/{done.pk}/close/")
    with signed.page.expect_navigation():
        signed.page.get_by_role("button", name="核验销号").click()
    done.refresh_from_db()
    assert done.state == "done"
    signed.go("/supervise/tasks/new/").keep("task-new")


def test_the_pages_beside(told, signed):
    pages = {
        "tables": "tables/", "table": f"tables/{told['table'].pk}/", "take": f"tables/{told['table'].pk}/take/",
        "edition": f"editions/{told['table'].editions.get().pk}/", "sources": "sources/",
        "source": f"sources/{told['source'].pk}/", "matters": "matters/", "matter": f"matters/{told['matter'].pk}/",
        "figures": "matters/figures/", "watched": "watched/", "requests": "requests/", "alerts": "alerts/",
        "signs": "signs/", "interviews": "interviews/", "drive": f"drives/{told['drive'].pk}/",
        "hearing": f"hearings/{told['hearing'].pk}/", "teams": "teams/",
    }  # fmt: skip
    for name, path in pages.items():
        signed.go(f"/supervise/{path}").keep(f"tasks-{name}")
