"""The pages: who sees what, and what is done on them."""

import datetime as dt
import io
import re

import pytest
from django.test import Client

from kaogong.listen import actions
from kaogong.listen.models import Answer, Batch, Feedback, Group, Opinion, Project, Question, Result, Subject
from kaogong.org.models.powers import Power
from kaogong.org.queries import unit_names

PAGES = ("", "opinions/", "feedback/", "new/", "new/?kind=rounds")


@pytest.mark.parametrize("path", PAGES)
def test_every_list_is_there_for_the_office(window, office, stranger, path):
    assert window(office).get(f"/listen/{path}").status_code == 200
    assert window(stranger).get(f"/listen/{path}").status_code == 403


def test_a_project_is_arranged_by_its_pages(window, office, make_unit, make_person, make_account, centre):
    desk = window(office)
    plan = {
        "name": "2026年公众评议", "year": 2026, "publicise": "2026-08-01", "evaluate": "2026-08-16", "tally": "2026-09-07",
        "report": "2026-09-21", "until": "2026-10-31",
    }  # fmt: skip
    assert desk.post("/listen/new/", plan | {"evaluate": "2026-07-01"}).status_code == 422
    assert desk.post("/listen/new/", plan).status_code == 302
    project = Project.objects.get()
    here = f"/listen/{project.pk}/do"
    told = desk.get(f"{here}/settings/").context["form"].initial
    given = {key: value for key, value in told.items() if value not in (None, False)} | {
        "categories": "综合\n执法", "teams": "协调组", "conversion": "satisfaction｜index", "enforcement_category": "执法",
    }  # fmt: skip
    assert desk.post(f"{here}/settings/", given).status_code == 302
    units = [make_unit("甲局"), make_unit("乙局")]
    rows = f"{units[0].code}｜综合｜｜管甲事\n{units[1].code}｜｜12"
    assert desk.post(f"{here}/subjects/", {"rows": rows}).status_code == 302
    second = Subject.objects.get(unit=units[1])
    assert "建议：执法" in desk.get(f"/listen/{project.pk}/").content.decode()
    decided = {"subject": second.pk, "category": "执法", "reason": "执法多"}
    assert desk.post(f"{here}/category/", decided).status_code == 302
    runs = make_account()
    assert (
        desk.post(f"{here}/operators/", {"account": runs.username, "unit": centre.code, "role": "民调中心"}).status_code
        == 302
    )
    person = make_person()
    assert desk.post(f"{here}/helpers/", {"team": "协调组", "person": person.code}).status_code == 302
    assert desk.post(f"{here}/sheets/", {"title": "问卷"}).status_code == 302
    sheet = f"/listen/{project.pk}/sheets/1/"
    question = {
        "verb": "set",
        "code": "q1",
        "kind": "satisfaction",
        "words": "满意吗",
        "each": "on",
        "unknown": "on",
        "options": "very｜满意｜100\nbad｜不满意｜0",
    }
    assert desk.post(sheet, question).status_code == 302
    assert desk.post(sheet, question | {"code": "q2"}).status_code == 302
    assert desk.post(sheet, {"verb": "drop", "code": "q2"}).status_code == 302
    assert Question.objects.get().options[0]["points"] == "100"
    assert desk.post(sheet, {"verb": "issue"}).status_code == 302
    strata = {"code": "g", "name": "居民", "strata": "城｜600\n乡｜400", "quota": "100"}
    assert desk.post(f"{here}/groups/", strata).status_code == 302
    group = Group.objects.get()
    assert desk.post(f"{here}/size/", {"group": group.pk, "error": "5", "effect": "1"}).status_code == 302
    assert desk.post(f"{here}/quota/", {"group": group.pk, "quota": "10"}).status_code == 302
    file = io.BytesIO(
        "抽样层,姓名,联系方式\n城,居民一,13800000001\n城,居民二,13800000002\n乡,居民三,13800000003\n".encode()
    )
    file.name = "frame.csv"
    assert window(runs).post(f"{here}/frame/", {"group": group.pk, "file": file}).status_code == 302
    assert desk.post(f"{here}/quota/", {"group": group.pk, "quota": "3"}).status_code == 302
    for stratum in group.strata.all():
        assert desk.post(f"{here}/draw/", {"stratum": stratum.pk, "seed": "071834"}).status_code == 302
    for verb in ("begin", "open_evaluation"):
        assert desk.post(f"/listen/{project.pk}/", {"verb": verb}).status_code == 302
    project.refresh_from_db()
    assert project.state == "evaluate"
    town = group.strata.get(name="城")
    sent = desk.post(f"/listen/{project.pk}/batches/", {"stratum": town.pk, "way": "sms"})
    lines = sent.content.decode("utf-8-sig").splitlines()
    assert sent["Content-Disposition"].endswith('.csv"')
    assert {line[:11] for line in lines[1:]} == {"13800000001", "13800000002"}
    code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", lines[1]).group()
    assert Client().post("/listen/b/", {"code": code}).context["many"] == 2
    land = group.strata.get(name="乡")
    letters = desk.post(f"/listen/{project.pk}/batches/", {"stratum": land.pk, "way": "letter"}).content.decode()
    assert "<svg" in letters
    assert "居民三" in letters
    reminder = desk.post(f"/listen/{project.pk}/batches/", {"verb": "remind", "batch": Batch.objects.first().pk})
    assert "13800000001" in reminder.content.decode()
    void = {"batch": Batch.objects.last().pk, "reason": "没有寄出"}
    assert desk.post(f"{here}/void/", void).status_code == 302


def test_paper_is_typed_in_and_counted_by_the_pages(
    opened, office, colleague, stratum, unit, make_unit, window, supervisor, make_account, on
):
    issuer = make_unit("工委")
    project = opened(issuer=issuer)
    desk, other, third = window(office), window(colleague), window(make_account(Power.OFFICE))
    here = f"/listen/{project.pk}"
    assert (
        desk.post(f"{here}/batches/", {"stratum": stratum(project).pk, "way": "paper", "number": "5"}).status_code
        == 302
    )
    form = {"number": "1", "returned_on": "2026-08-20", "channel": "paper", f"a-{unit.pk}-q1-0": "good"}
    assert desk.post(f"{here}/entries/", form).status_code == 302
    assert desk.post(f"{here}/entries/", form).status_code == 422
    assert other.post(f"{here}/entries/", form | {f"a-{unit.pk}-q1-0": "bad"}).status_code == 302
    page = third.get(f"{here}/entries/")
    told = page.content.decode()
    assert "第一次“满意”，第二次“不满意”" in told, "in the words of the form"
    assert unit_names([unit.pk])[unit.pk] in told.split("第一次“满意”")[0].rsplit("<small>", 1)[1]
    assert "请第三人对照原件裁定" in other.get(f"{here}/entries/").content.decode()
    entry = page.context["entries"][0][0]
    assert (
        third.post(
            f"{here}/entries/", {"verb": "settle", "entry": entry.pk, "right": "second", "reason": "看原件"}
        ).status_code
        == 302
    )
    assert desk.post(f"{here}/steps/", {"verb": "open_steps"}).status_code == 302
    watcher = window(supervisor("A"))
    assert (
        desk.post(
            f"{here}/do/counts/", {"issuer": issuer.code, "issued": "5", "returned": "1", "valid": "1"}
        ).status_code
        == 302
    )
    for step in project.steps.exclude(key="total"):
        assert watcher.post(f"{here}/steps/", {"verb": "witness", "step": step.pk}).status_code == 302
        assert desk.post(f"{here}/steps/", {"verb": "close", "step": step.pk}).status_code == 302
    assert project.steps.filter(closed_on__isnull=True).count() == 1
    assert "20.0%" in desk.get(f"{here}/steps/").content.decode()
    on(dt.date(2026, 9, 7))
    assert desk.post(f"{here}/", {"verb": "end_evaluation"}).status_code == 302
    assert desk.post(f"{here}/do/totals/", {"role": "绩效办", "number": "1"}).status_code == 302
    assert other.post(f"{here}/do/totals/", {"role": "统计局", "number": "1"}).status_code == 302
    total = project.steps.get(key="total")
    watcher.post(f"{here}/steps/", {"verb": "witness", "step": total.pk})
    desk.post(f"{here}/steps/", {"verb": "close", "step": total.pk})
    assert desk.post(f"{here}/result/", {"verb": "compute"}).status_code == 302
    assert Answer.objects.get().channel == "paper"
    assert Result.objects.get().state == "computed"


def test_the_result_goes_its_way_by_the_page(
    opened, copied, stratum, unit, office, colleague, window, liaison, make_account, centre, on
):
    surveyor = make_account()
    project = opened(approvers=["领导小组"], minimum_group=5)
    pk = str(unit.pk)
    row = {"stratum": stratum(project).pk, "u": {pk: {"q1": "bad"}}, "scores": {pk: "0"}, "flags": ["straight"]}
    copied(project, [(20, row)])
    on(dt.date(2026, 9, 7))
    desk = window(office)
    here = f"/listen/{project.pk}"
    desk.post(f"{here}/", {"verb": "end_evaluation"})
    assert window(surveyor).get(f"{here}/answers/").status_code == 403
    desk.post(f"{here}/result/", {"verb": "compute"})
    page = desk.get(f"{here}/result/").content.decode()
    assert "低满意度" in page
    assert window(liaison).get(f"{here}/result/").status_code == 403
    desk.post(f"{here}/result/", {"verb": "void", "reason": "重算"})
    desk.post(f"{here}/result/", {"verb": "compute"})
    assert (
        window(colleague).post(f"{here}/result/", {"verb": "approve", "body": "领导小组", "document": ""}).status_code
        == 422
    )
    agreed = {"verb": "approve", "body": "领导小组", "document": "纪要1号"}
    assert window(colleague).post(f"{here}/result/", agreed).status_code == 302
    desk.post(f"{here}/result/", {"verb": "release"})
    assert Result.objects.get(state="released").released_on == dt.date(2026, 9, 7)
    seen = window(liaison).get(f"{here}/result/")
    assert "暂缺" not in seen.content.decode()
    assert "原始答卷" not in seen.content.decode()
    score = Result.objects.get(state="released").scores.get()
    desk.post(f"{here}/result/", {"verb": "low", "score": score.pk, "words": "已约谈"})
    score.refresh_from_db()
    assert score.handled == "已约谈"
    assert desk.get(f"{here}/result/?export=csv").content.decode("utf-8-sig").count("\r\n") == 2


def test_doubtful_answers_are_reviewed_on_the_page(
    make_project, with_sheet, copied, stratum, unit, office, window, make_account, centre, on
):
    project = make_project()
    surveyor = make_account()
    actions.name_operator(by=office, project=project, account=surveyor, unit=centre, role="中心")
    with_sheet(project)
    actions.add_group(by=office, project=project, code="g1", name="居民", strata={"城": 900}, quota=90)
    actions.begin(by=office, project=project)
    actions.open_evaluation(by=office, project=project)
    copied(project, [(3, {"stratum": stratum(project).pk, "hasty": True, "scores": {str(unit.pk): "80"}})])
    on(dt.date(2026, 9, 7))
    actions.end_evaluation(by=office, project=project)
    desk, here = window(surveyor), f"/listen/{project.pk}/answers/"
    assert desk.post(here, {"verb": "flag"}).status_code == 302
    some = Answer.objects.first()
    desk.post(here, {"verb": "exclude", "answer": [str(some.pk)], "reason": "用时 5 秒"})
    some.refresh_from_db()
    assert (some.excluded, some.reason) == (True, "用时 5 秒")
    assert "用时过短" in desk.get(f"{here}?doubt=hasty").content.decode()


def test_a_centre_hands_in_its_file(make_project, with_sheet, unit, office, window, make_account, centre):
    project = make_project()
    surveyor = make_account()
    actions.name_operator(by=office, project=project, account=surveyor, unit=centre, role="中心")
    with_sheet(project)
    actions.add_group(by=office, project=project, code="g1", name="居民", strata={"城": 900}, quota=90)
    actions.begin(by=office, project=project)
    actions.open_evaluation(by=office, project=project)
    file = io.BytesIO(f"评价主体,抽样层,日期,{unit.code}.q1\ng1,城,2026-08-19,good\ng1,城,2026-08-19,\n".encode())
    file.name = "answers.csv"
    there = f"/listen/{project.pk}/do/answers/"
    assert window(surveyor).post(there, {"channel": "phone", "file": file}).status_code == 422
    file = io.BytesIO(f"评价主体,抽样层,日期,{unit.code}.q1\ng1,城,2026-08-19,good\ng1,城,2026-08-19,bad\n".encode())
    file.name = "answers.csv"
    assert window(surveyor).post(there, {"channel": "phone", "file": file}).status_code == 302
    assert actions.shuffle_box(project) == 2


def test_opinions_and_feedback_go_their_way_by_the_pages(office, unit, liaison, window):
    desk = window(office)
    told = {
        "year": "2025",
        "source": "省效能办",
        "scores": "营商环境｜10｜8.5\n政务服务｜10｜9",
        "opinions": "窗口少\n排队久，停车难",
    }
    assert desk.post("/listen/feedback/", told).status_code == 302
    held = Feedback.objects.get()
    first, second = Opinion.objects.all()
    assert desk.post(f"/listen/opinions/{second.pk}/", {"verb": "split", "parts": "排队久\n停车难"}).status_code == 302
    assert desk.post(f"/listen/opinions/{second.pk}/", {"verb": "aside", "reason": "已解决"}).status_code == 302
    assert desk.post(f"/listen/opinions/{first.pk}/", {"verb": "route", "unit": "没有的局"}).status_code == 422
    assert desk.post(f"/listen/opinions/{first.pk}/", {"verb": "route", "unit": unit.code}).status_code == 302
    assert window(liaison).get(f"/listen/opinions/{second.pk}/").status_code == 403
    assert (
        window(liaison).post(f"/listen/opinions/{first.pk}/", {"verb": "reply", "reply": "已增开两个窗口"}).status_code
        == 302
    )
    assert (
        window(liaison).post(f"/listen/opinions/{first.pk}/", {"verb": "rectify", "words": "见照片"}).status_code == 302
    )
    assert "已整改 1" in desk.get("/listen/opinions/").content.decode()
    assert desk.get("/listen/opinions/?export=csv").content.decode("utf-8-sig").count("\r\n") == 4
    assert (
        desk.post(
            f"/listen/feedback/{held.pk}/", {"verb": "session", "on": "2026-08-20", "minutes": "逐条分办"}
        ).status_code
        == 302
    )
    desk.post(f"/listen/feedback/{held.pk}/", {"verb": "close"})
    held.refresh_from_db()
    assert held.closed_on is None, "one is still left"
    desk.post(f"/listen/opinions/{Opinion.objects.last().pk}/", {"verb": "aside", "reason": "非本市事权"})
    desk.post(f"/listen/feedback/{held.pk}/", {"verb": "close"})
    held.refresh_from_db()
    assert held.closed_on == dt.date(2026, 8, 20)


def test_the_search_finds_it_for_those_who_may_see(make_project, office, stranger):
    from kaogong.portal.queries.search import search

    make_project(name="2026年公众评议")
    assert any(hit.title == "2026年公众评议" for _name, hits in search(office, "公众评议") for hit in hits)
    assert not any(hit.title == "2026年公众评议" for _name, hits in search(stranger, "公众评议") for hit in hits)


def test_the_desk_leads_here(opened, office, liaison, unit, make_account):
    from kaogong.listen.queries import waiting_for

    project = opened()
    one = Opinion.objects.create(project=project, number=1, words="窗口少")
    assert "分办" in [held.do for held in waiting_for(office)]
    actions.route_opinion(by=office, opinion=one, unit=unit)
    assert [held.do for held in waiting_for(liaison)] == ["答复"]
    assert waiting_for(make_account()) == []
