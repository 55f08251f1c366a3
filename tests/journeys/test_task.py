"""A task from a meeting to the ledger of what is done, by the pages alone: urged, put off, refused once, closed."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from kaogong.audit.models import Event
from kaogong.portal.queries.notices import told
from kaogong.supervise.actions.tasks_by_clock import remind_tasks
from kaogong.supervise.models import Task, TaskSource, TaskTable
from kaogong.supervise.queries import waiting_for
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
    unit,
    window,
)

__all__ = [
    "colleague", "evidence_here", "inspector", "liaison", "make_account", "make_person", "make_unit", "on", "september",
    "unit", "window",
]  # fmt: skip


def proof(name):
    return SimpleUploadedFile(name, f"{name}：现场照片十二张".encode())


def test_from_the_meeting_to_the_ledger(window, inspector, colleague, liaison, unit, make_person, make_unit, on):
    office, other, own = window(inspector), window(colleague), window(liaison)
    helper, people = make_unit("市公安局"), (make_person("林岚"), make_person("周宁"))

    def sends(who, path, expected=302, **given):
        answer = who.post(f"/supervise/{path}", given)
        assert answer.status_code == expected, answer.content.decode()[:3000]
        return answer

    on(dt.date(2026, 3, 2))
    sends(office, "sources/new/", kind="meeting", title="第 8 次常务会议", given_on="2026-03-02", items="治理超限货车")
    source = TaskSource.objects.get()
    assert {one.do for one in waiting_for(inspector)} == {"立项"}
    sends(office, f"sources/{source.pk}/close/", 422)
    sends(office, "tables/new/", year=2026, title="重点工作分解表", monthly="on", month_day=5, quarterly="on", quarter_day=10,
          half_day=10, remind_days="7")  # fmt: skip
    table = TaskTable.objects.get()
    task = {
        "source": source.pk, "item": source.items.get().pk, "table": table.pk, "name": "治理超限货车", "lead": unit.code,
        "co": helper.code, "goal": "超限率低于 2%", "stages": "排查｜2026-04-15｜40\n整治｜2026-06-30｜100",
        "requirements": "每月报告", "since": "2026-03-02", "due": "2026-06-30", "leader": people[0].code,
        "department": "执法处",
    }  # fmt: skip
    sends(office, "tasks/new/", **task)
    refused = sends(office, f"tables/{table.pk}/issue/", 422)
    assert "具体承办人员" in refused.content.decode()
    one = Task.objects.get()
    changed = {name: task[name] for name in ("name", "goal", "requirements", "leader", "department")}
    sends(office, f"tasks/{one.pk}/change/", handler=people[1].code, reason="补齐承办人", **changed)
    sends(office, f"tables/{table.pk}/issue/")
    assert told(Event.objects.latest("number")) == {liaison.pk}
    sends(office, f"sources/{source.pk}/close/")

    on(dt.date(2026, 4, 3))
    path = f"tasks/{one.pk}/"
    sends(
        own, f"{path}progress/", unit=unit.pk, period="2026-03", share="20", words="排查 8 处", file=proof("三月.txt")
    )
    sends(office, f"tasks/entries/{one.entries.get().pk}/verify/")
    on(dt.date(2026, 6, 23))
    assert [each.step for each in remind_tasks(by=None)] == ["before"]
    assert "治理超限货车" in {each.title for each in waiting_for(liaison)}
    on(dt.date(2026, 7, 1))
    assert [each.step for each in remind_tasks(by=None)] == ["handler", "leader"]
    sends(office, f"{path}urge/", words="请于本周内说明原因。")
    page = own.get(f"/supervise/{path}").content.decode()
    assert "逾期 1 个工作日" in page
    assert "请于本周内说明原因。" in page

    sends(own, f"{path}later/", until="2026-08-31", reason="汛期停工。")
    sends(office, f"{path}extend/", agreed="yes", words="同意，下不为例。")
    sends(own, f"{path}later/", 422, until="2026-10-31", reason="再缓一缓。")
    on(dt.date(2026, 8, 20))
    sends(own, f"{path}done/", words="已完成整治。", file=proof("合影.txt"))
    sends(own, f"{path}close/", 403, reason="属实")
    sends(office, f"{path}return/", reason="合影不能证明超限率，请补检测报告。")
    assert told(Event.objects.latest("number")) == {liaison.pk}
    sends(own, f"{path}done/", words="超限率 1.6%。", file=proof("检测报告.txt"))
    sends(other, f"{path}close/", reason="报告属实。")

    one.refresh_from_db()
    assert (one.state, one.closed_on, one.due, one.original_due) == (
        "done", dt.date(2026, 8, 20), dt.date(2026, 8, 31), dt.date(2026, 6, 30),
    )  # fmt: skip
    ledger = office.get("/supervise/?state=done&export=csv").content.decode()
    assert one.number in ledger
    assert "2026-06-30" in ledger
    page = own.get(f"/supervise/{path}").content.decode()
    for words in ("退回重办", "请补检测报告", "检测报告.txt", "原定 2026-06-30", "报告属实。"):
        assert words in page, words
    verbs = list(
        Event.objects.filter(subject=f"supervise.task:{one.pk}", outcome="done").values_list("verb", flat=True)
    )
    assert verbs == [
        "add_task", "change_task", "tell_progress", "verify_progress", "urge_task", "ask_extension", "decide_extension",
        "ask_closing", "return_closing", "ask_closing", "close_task",
    ]  # fmt: skip
