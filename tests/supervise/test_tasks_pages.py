"""The pages of tasks: who sees what, and what is done on them."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from xlsxwriter import Workbook

from kaogong.supervise.models import Matter, Task, TaskTable
from kaogong.supervise.queries.tasks_intake import COLUMNS
from supervise.tasks import actions, make_task, source, table, task

__all__ = ["make_task", "source", "table", "task"]
SEEN_BY_ALL = ("", "matters/", "watched/", "requests/", "alerts/", "signs/", "interviews/", "hearings/", "teams/")
ABOVE = ("tables/", "sources/", "drives/", "matters/rules/", "matters/figures/")
FORMS = (
    "tasks/new/", "tables/new/", "sources/new/", "matters/new/", "matters/mandates/new/", "matters/rules/new/",
    "watched/new/", "requests/new/", "alerts/new/", "alerts/escalate/", "signs/new/", "interviews/new/", "drives/new/",
    "hearings/new/", "tables/template/",
)  # fmt: skip


@pytest.mark.parametrize("path", [*SEEN_BY_ALL, *ABOVE, *FORMS])
def test_every_page_is_there_for_those_who_supervise(task, window, inspector, stranger, path):
    assert window(inspector).get(f"/supervise/{path}").status_code == 200
    assert window(stranger).get(f"/supervise/{path}").status_code == 403


def test_whoever_owns_a_request_or_a_warning_sees_it(unit, window, inspector, make_account, make_person):
    person, chief = make_person(), make_person()
    actions.receive_request(by=None, unit=unit, first=person, words="问补贴")
    actions.raise_alert(by=inspector, unit=unit, person=person, superior=chief, words="支付偏慢")
    own, other = window(make_account(person=person)), window(make_account(person=make_person()))
    for path, words in (("requests/", "问补贴"), ("alerts/", "支付偏慢")):
        page = own.get(f"/supervise/{path}").content.decode()
        assert words in page
        assert "supervise/matters/" not in page
        assert words not in other.get(f"/supervise/{path}").content.decode()
    assert "支付偏慢" in window(make_account(person=chief)).get("/supervise/alerts/").content.decode()


@pytest.mark.parametrize("path", ABOVE)
def test_what_the_unit_does_not_see(task, window, liaison, path):
    assert window(liaison).get(f"/supervise/{path}").status_code == 403


def test_the_list_filters_counts_and_exports(task, make_task, window, inspector, liaison, make_account, make_unit):
    from kaogong.org.models.powers import Power

    make_task(name="草稿任务")
    page = window(inspector).get("/supervise/").content.decode()
    for words in ("整治货车超限", "逾期 1", "市交通运输局", "草稿任务", "逾期 59 个工作日"):
        assert words in page, words
    assert "草稿任务" not in window(liaison).get("/supervise/").content.decode()
    other = make_account((Power.LIAISON, make_unit()))
    assert "整治货车超限" not in window(other).get("/supervise/").content.decode()
    assert window(other).get(f"/supervise/tasks/{task.pk}/").status_code == 403
    assert "草稿任务" not in window(inspector).get("/supervise/?state=overdue").content.decode()
    for sort in ("number", "-due", "state"):
        assert window(inspector).get(f"/supervise/?sort={sort}&q=整治").status_code == 200
    book = window(inspector).get("/supervise/?export=csv").content.decode()
    assert book.count("\r\n") == 3


def file():
    return SimpleUploadedFile("验收单.txt", "验收合格".encode())


def test_a_task_goes_its_way_by_the_pages(task, unit, window, liaison, inspector, colleague):
    own, above = window(liaison), window(inspector)
    path = f"/supervise/tasks/{task.pk}/"
    sent = own.post(f"{path}progress/", {
        "unit": unit.pk, "period": "2026-08", "share": "60", "words": "完成六成", "file": file()
    })  # fmt: skip
    assert sent.status_code == 302, sent.content.decode()
    entry = task.entries.get()
    assert above.post(f"/supervise/tasks/entries/{entry.pk}/verify/").status_code == 302
    assert "60%" in own.get(path).content.decode()
    assert above.post(f"{path}check/", {"kind": "month", "period": "2026-07", "share": "40"}).status_code == 302
    assert above.post(f"{path}urge/", {"words": "请抓紧"}).status_code == 302
    assert own.post(f"{path}later/", {"until": "2026-06-01", "reason": "汛期"}).status_code == 422
    assert own.post(f"{path}later/", {"until": "2026-10-31", "reason": "汛期"}).status_code == 302
    assert own.post(f"{path}extend/", {"agreed": "yes"}).status_code == 403
    assert above.post(f"{path}extend/", {"agreed": "yes"}).status_code == 302
    assert own.post(f"{path}done/", {"words": "已完成"}).status_code == 422
    assert own.post(f"{path}done/", {"words": "已完成", "file": file()}).status_code == 302
    assert above.post(f"{path}return/", {"reason": "缺照片"}).status_code == 302
    assert own.post(f"{path}done/", {"words": "已补照片", "file": file()}).status_code == 302
    assert window(colleague).post(f"{path}close/", {"reason": "属实"}).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.closed_on) == ("done", dt.date(2026, 9, 21))
    proof = entry.proofs.get()
    assert b"".join(above.get(f"{path}proofs/{proof.pk}/").streaming_content) == "验收合格".encode()
    assert above.get(f"/supervise/tasks/{task.pk + 1}/proofs/{proof.pk}/").status_code == 404
    page = own.get(path).content.decode()
    for words in ("已销号", "原定 2026-06-30", "缺照片", "请抓紧", "验收单.txt", "2026-07"):
        assert words in page, words


def test_tables_sources_and_editions(task, table, source, window, inspector):
    above = window(inspector)
    for one in (f"tables/{table.pk}/", f"sources/{source.pk}/", f"editions/{table.editions.get().pk}/"):
        assert above.get(f"/supervise/{one}").status_code == 200
    assert "未立项" in above.get(f"/supervise/sources/{source.pk}/").content.decode()
    assert above.get(f"/supervise/editions/{table.editions.get().pk}/?export=xlsx").status_code == 200
    made = above.post("/supervise/tables/new/", {
        "year": 2027, "title": "次年", "month_day": 5, "quarter_day": 10, "half_day": 10, "remind_days": "7\n3"
    })  # fmt: skip
    assert made.status_code == 302, made.content.decode()
    assert TaskTable.objects.get(year=2027).remind_days == [7, 3]
    given = {"kind": "instruction", "title": "批示 3 号", "given_on": "2026-09-20", "items": "查车辆\n查工地"}
    assert above.post("/supervise/sources/new/", given).status_code == 302


def test_a_task_is_written_and_issued(source, unit, make_person, window, inspector):
    above = window(inspector)
    leader, handler = make_person(), make_person()
    given = {
        "source": source.pk, "item": source.items.first().pk, "name": "修路", "lead": unit.code, "goal": "通车",
        "stages": "开工｜2026-10-31｜20\n完工｜2026-12-01", "requirements": "每月报告", "since": "2026-09-21",
        "due": "2026-12-01", "leader": leader.code, "department": "规划处", "handler": handler.code,
    }  # fmt: skip
    made = above.post("/supervise/tasks/new/", given)
    assert made.status_code == 302, made.content.decode()
    one = Task.objects.get(name="修路")
    assert one.stages.first().planned == 20
    assert above.post(f"/supervise/tasks/{one.pk}/issue/").status_code == 302
    change = {name: given[name] for name in ("name", "goal", "requirements", "leader", "department", "handler")}
    assert (
        above.post(f"/supervise/tasks/{one.pk}/change/", change | {"goal": "全线通车", "reason": "调整"}).status_code
        == 302
    )
    one.refresh_from_db()
    assert (one.state, one.goal) == ("open", "全线通车")


def test_a_workbook_is_shown_before_it_is_taken(table, unit, make_person, window, inspector):
    above = window(inspector)
    leader, handler = make_person(), make_person()
    cells = ("市政府部署", "工作报告", "建码头", unit.code, "", "开通", "开工 2026-10-31", "每月报告", "", "2026-12-31",
             leader.code, "规划处", handler.code)  # fmt: skip
    held = io.BytesIO()
    book = Workbook(held)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [head for head, _needed in COLUMNS.values()])
    sheet.write_row(1, 0, cells)
    book.close()
    path = f"/supervise/tables/{table.pk}/take/"
    page = above.post(path, {"file": SimpleUploadedFile("任务.xlsx", held.getvalue())})
    assert "预览：1 项" in page.content.decode()
    assert not Task.objects.exists()
    assert above.post(f"{path}whole/", {"book": page.context["sealed"].sm3}).status_code == 302
    assert not Task.objects.exists()
    sent = above.post(f"{path}whole/", {"book": page.context["token"]})
    assert sent.status_code == 302
    assert Task.objects.get().name == "建码头"


def test_a_matter_and_what_is_watched_by_the_pages(unit, make_unit, window, inspector, colleague, liaison, make_person):
    above, office = window(inspector), make_unit()
    assert above.post("/supervise/matters/mandates/new/", {
        "unit": office.code, "kind": "own", "since": "2026-01-01"}).status_code == 302  # fmt: skip
    given = {
        "name": "许可监察", "mode": "project", "problem": "approval", "aspect": "quality", "chosen": "hot", "reason": "热点",
        "channel": "social", "opener": office.code, "unit": unit.code, "points": "开工｜2026-10-01\n完工",
    }  # fmt: skip
    assert above.post("/supervise/matters/new/", given | {"reason": ""}).status_code == 422
    assert above.post("/supervise/matters/new/", given).status_code == 302
    path = f"/supervise/matters/{Matter.objects.get().pk}/"
    assert above.post(f"{path}open/").status_code == 302
    assert above.post(f"{path}record/", {
        "phase": "before", "manner": "study", "on": "2026-09-21", "words": "座谈", "file": file()}).status_code == 302  # fmt: skip
    assert "座谈" in window(liaison).get(path).content.decode()
    assert window(colleague).post(f"{path}close/", {"conclusion": "整改"}).status_code == 302
    assert above.post("/supervise/drives/new/", {
        "title": "履职", "topics": "履职", "items": "公开｜网上可查\n整改", "since": "2026-09-21"}).status_code == 302  # fmt: skip
    assert above.get("/supervise/drives/").status_code == 200
    talk = {"subject": "服务", "mean": "82", "scores": f"{unit.code}｜68\n{office.code}｜88"}
    assert above.post("/supervise/interviews/new/", talk).status_code == 302
    hearing = {"period": "2026-H1", "title": "年中会", "units": unit.code}
    assert above.post("/supervise/hearings/new/", hearing).status_code == 302
    own = window(liaison)
    request = {"unit": unit.code, "first": make_person().code, "words": "问路"}
    assert own.post("/supervise/requests/new/", request).status_code == 302
    for name in ("interviews", "hearings", "requests", "matters"):
        assert own.get(reverse(f"supervise:{name}")).status_code == 200


def test_a_table_is_followed_by_the_pages(task, table, window, inspector):
    above = window(inspector)
    path = f"/supervise/tables/{table.pk}/check/"
    assert above.post(path, {"kind": "quarter", "period": "2026-Q2"}).status_code == 422
    actions.check_task(by=inspector, task=task, kind="quarter", period="2026-Q2")
    assert above.post(path, {"kind": "quarter", "period": "2026-Q2"}).status_code == 302
    assert "2026-Q2" in above.get(f"/supervise/tables/{table.pk}/").content.decode()


def test_what_a_unit_is_not_to_know_yet(unit, window, liaison, inspector, make_unit):
    office = make_unit()
    actions.give_mandate(by=None, unit=office, kind="own", since=dt.date(2026, 1, 1))
    given = {
        "by": None, "problem": "style", "aspect": "quality", "chosen": "hot", "reason": "热点", "channel": "social",
        "opener": office, "unit": unit,
    }  # fmt: skip
    actions.plan_matter(name="还没立项", mode="project", **given)
    actions.open_matter(by=None, matter=actions.plan_matter(name="正在调查", mode="case", **given))
    seen = actions.open_matter(by=None, matter=actions.plan_matter(name="已经立项", mode="project", **given))
    actions.watch(by=None, kind="lead", unit=unit, words="某线索", happened_on=dt.date(2026, 9, 1))
    own, above = window(liaison), window(inspector)
    page = own.get("/supervise/matters/").content.decode()
    assert [words in page for words in ("已经立项", "还没立项", "正在调查")] == [True, False, False]
    assert own.get(f"/supervise/matters/{seen.pk - 1}/").status_code == 404
    assert "某线索" not in own.get("/supervise/watched/").content.decode()
    assert "某线索" in above.get("/supervise/watched/").content.decode()
    assert "可参加检查" not in own.get("/supervise/teams/").content.decode()
    assert "可参加检查" in above.get("/supervise/teams/").content.decode()
