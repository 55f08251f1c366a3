"""The pages: who sees what, and what is done on them."""

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kaogong.audit.models import Event
from kaogong.org.models.powers import Power
from kaogong.portal.queries.concerned import circulated, inspected, opinion_units, told_of
from kaogong.portal.queries.search import search
from kaogong.supervise.actions import findings, findings_opinions, findings_papers, inspections, rectify
from kaogong.supervise.models import (
    CheckItem,
    Circular,
    Finding,
    Inspection,
    Lot,
    Opinion,
    Paper,
    PatrolList,
    StyleRating,
    Visit,
    VisitEntry,
)
from kaogong.supervise.queries import waiting_for
from supervise.visits import *  # noqa: F403 - the fixtures
from supervise.visits import DAY, PNG

pytestmark = pytest.mark.django_db
EVERY = (
    "inspections/",
    "inspections/items/",
    "findings/",
    "findings/standing/",
    "findings/papers/",
    "findings/circulars/",
    "findings/opinions/",
)
RUNNING = ("inspections/new/", "inspections/figures/", "findings/new/", "findings/style/", "findings/papers/new/")


@pytest.mark.parametrize("path", EVERY)
def test_every_page_is_there_for_those_it_concerns(window, inspector, liaison, stranger, find, path):
    find()
    assert window(inspector).get(f"/supervise/{path}").status_code == 200
    assert window(liaison).get(f"/supervise/{path}").status_code == 200
    assert window(stranger).get(f"/supervise/{path}").status_code == 403


@pytest.mark.parametrize("path", RUNNING)
def test_what_runs_inspections_is_not_for_units(window, inspector, liaison, path):
    assert window(inspector).get(f"/supervise/{path}").status_code == 200
    assert window(liaison).get(f"/supervise/{path}").status_code == 403


@pytest.mark.parametrize("path", ["inspections/", "findings/", "findings/papers/"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lists_are_exported(window, inspector, find, path, kind, make_inspection):
    make_inspection()
    assert window(inspector).get(f"/supervise/{path}?export={kind}").status_code == 200


def test_before_it_is_reported_done_the_unit_reads_which_measures_are_not(window, running, liaison):
    held = running(measures=("补班", "公示"))
    rectify.do_measure(by=liaison, rectification=held, number=0)
    asked = window(liaison).get(f"/supervise/findings/{held.finding_id}/hand/").content.decode()
    assert "还有 1 项措施没有登记落实：公示。" in asked
    rectify.do_measure(by=liaison, rectification=held, number=1)
    assert "没有登记落实" not in window(liaison).get(f"/supervise/findings/{held.finding_id}/hand/").content.decode()


def test_a_unit_sees_its_own_findings_and_no_covert_inspection_before_its_end(
    window, liaison, find, make_unit, begun, enter, unit, inspector
):
    mine, other = find(), find(unit=make_unit())
    browser = window(liaison)
    assert browser.get(f"/supervise/findings/{mine.pk}/").status_code == 200
    assert browser.get(f"/supervise/findings/{other.pk}/").status_code == 403
    assert mine.number in browser.get("/supervise/findings/").content.decode()
    assert other.number not in browser.get("/supervise/findings/").content.decode()
    held, (visit,) = begun({"unit": unit}, kind="covert", title="暗访大厅")
    assert browser.get(f"/supervise/inspections/{held.pk}/").status_code == 403
    assert "暗访大厅" not in browser.get("/supervise/inspections/").content.decode()
    found, link = find(inspection=held), f'href="/supervise/inspections/{held.pk}/"'
    assert link not in browser.get(f"/supervise/findings/{found.pk}/").content.decode(), (
        "leads to no page that is refused"
    )
    enter(visit)
    inspections.close_inspection(by=inspector, inspection=held)
    assert link in browser.get(f"/supervise/findings/{found.pk}/").content.decode()
    assert browser.get(f"/supervise/inspections/{held.pk}/").status_code == 200


def test_an_inspection_is_planned_scheduled_and_listed_on_pages(window, inspector, unit, make_person):
    browser = window(inspector)
    told = {"title": "五月明察", "kind": "open", "round": "whole", "since": "2026-05-11", "until": "2026-05-20"}
    assert browser.post("/supervise/inspections/new/", told).status_code == 302
    held = Inspection.objects.get()
    here = f"/supervise/inspections/{held.pk}/"
    three = {"method": "现场", "content": "", "procedure": "两人"}
    assert browser.post(f"{here}schedule/", three).status_code == 422
    assert browser.post(f"{here}schedule/", three | {"content": "在岗"}).status_code == 302
    rows = f"{unit.code} | 3 号窗口 | 80 |"
    assert browser.post(f"{here}visits/", {"subject": "window", "rows": rows, "deep": "on"}).status_code == 302
    visit = Visit.objects.get()
    assert (visit.name, visit.reported, visit.deep) == ("3 号窗口", 80, True)
    assert browser.post(f"{here}person/", {"person": make_person().code}).status_code == 302
    assert browser.get(f"{here}nothing/").status_code == 404
    assert browser.post(here, {"verb": "begin"}).status_code == 302
    assert Inspection.objects.get().state == "running"
    assert browser.post(f"/supervise/inspections/visits/{visit.pk}/skip/", {"reason": "停业"}).status_code == 302
    assert browser.post(here, {"verb": "close"}).status_code == 302
    assert Inspection.objects.get().state == "closed"


def test_the_draw_on_its_page_shows_how_to_draw_again(window, inspector, colleague, make_inspection, unit, make_unit):
    held, browser = make_inspection(), window(inspector)
    units = [unit, *(make_unit() for _n in range(9))]
    rows = "\n".join(f"{one.code} |" for one in units)
    here = f"/supervise/inspections/{held.pk}/"
    assert browser.post(f"{here}lot/", {"subject": "unit", "rows": rows, "number": "3"}).status_code == 302
    lot = Lot.objects.get()
    page = f"/supervise/inspections/draws/{lot.pk}/"
    before = browser.get(page).content.decode()
    assert lot.seed_sm3 in before
    assert lot.secret not in before
    assert lot.secret not in browser.get(f"{page}package/").content.decode()
    assert window(colleague).post(page, {"beacon": "08 15"}).status_code == 302
    lot.refresh_from_db()
    shown = browser.get(page).content.decode()
    assert f"{lot.seed}:08 15:{lot.drawn[0]}" in shown.replace("&#x27;", "'")
    assert json.loads(browser.get(f"{page}package/").content)["drawn"] == lot.drawn
    into = next(one["key"] for one in lot.frame if one["key"] not in lot.drawn)
    told = {"out": lot.drawn[0], "into": into, "reason": "单位合并"}
    assert browser.post(f"{page}swap/", told).status_code == 302
    assert browser.get(here).status_code == 200


def test_the_form_for_the_phone_seals_a_picture_and_is_taken_once(window, inspector, begun, unit, make_person):
    item = inspections.add_check_item(by=inspector, category="presence", name="窗口空岗")
    _held, (visit,) = begun({"unit": unit})
    page, browser = f"/supervise/inspections/visits/{visit.pk}/", window(inspector)
    shown = browser.get(page).content.decode()
    assert "offline" in shown
    assert "<script>" not in shown

    def told():
        return {
            "key": "phone-1", "method": "site", "at": "2026-05-11T09:30", "place": "大厅", "words": "空岗", "faults": [item.pk],
            "person": make_person(unit).code, "photo": SimpleUploadedFile("一.png", PNG, "image/png"), "offline": "on",
        }  # fmt: skip

    assert browser.post(page, told()).status_code == 302
    assert browser.post(page, told()).status_code == 302
    one = VisitEntry.objects.get()
    assert (one.offline, one.photos.count(), one.findings.count()) == (True, 1, 1)
    assert browser.post(page, told() | {"key": "phone-2", "words": ""}).status_code == 422
    for wrong in ("abc", "43.80", "143.80,87.60", "43.80,187.60"):
        refused = browser.post(page, told() | {"key": "phone-3", "spot": wrong})
        assert f"“{wrong}”不是经纬度" in refused.content.decode()
    assert browser.post(page, told() | {"key": "phone-4", "spot": " 43.80， 87.60"}).status_code == 302
    assert VisitEntry.objects.get(key="phone-4").spot == "43.80,87.60"
    assert one.sm3[:16] in browser.get(page).content.decode()


def test_a_unit_to_be_looked_at_is_called_by_its_name(window, inspector, begun, unit):
    held, (visit,) = begun({"unit": unit})
    here, browser = f"/supervise/inspections/visits/{visit.pk}/", window(inspector)
    name = unit.versions.get().name
    assert f"<h1>{name}</h1>" in browser.get(here).content.decode()
    assert (
        f'<a href="{here}" data-entry>{name}</a>' in browser.get(f"/supervise/inspections/{held.pk}/").content.decode()
    )


def test_a_finding_from_record_to_closing_on_pages(window, inspector, colleague, third, liaison, unit):
    told = {
        "unit": unit.code, "channel": "open", "category": "presence", "found_at": "2026-05-11T09:00", "words": "空岗",
        "evidence": SimpleUploadedFile("一.png", PNG, "image/png"),
    }  # fmt: skip
    assert window(inspector).post("/supervise/findings/new/", told).status_code == 302
    made = Finding.objects.get()
    here = f"/supervise/findings/{made.pk}/"
    proof = made.proofs.get()
    assert b"".join(window(liaison).get(f"/supervise/findings/proofs/{proof.pk}/").streaming_content) == PNG
    assert window(inspector).post(f"{here}feed/", {}).status_code == 302
    assert window(liaison).post(f"{here}answer/", {"answer": "属实"}).status_code == 302
    assert "须由两人办理" in window(inspector).get(here).content.decode()
    assert "须由两人办理" not in window(colleague).get(here).content.decode()
    assert window(inspector).post(here, {"verb": "confirm"}).status_code == 403
    assert window(colleague).post(here, {"verb": "confirm"}).status_code == 302
    plan = {"goal": "不空岗", "matter": "排班", "limit": "", "measures": "补班\n公示"}
    refused = window(liaison).post(f"{here}plan/", plan)
    assert (refused.status_code, "3/4" in refused.content.decode()) == (422, True)
    assert window(liaison).post(f"{here}plan/", plan | {"limit": "2026-05-20"}).status_code == 302
    assert window(colleague).post(here, {"verb": "approve"}).status_code == 302
    for number in "01":
        assert window(liaison).post(here, {"verb": "measure", "number": number}).status_code == 302
    assert window(liaison).post(f"{here}hand/", {"root": "无备岗", "outcome": "一周无空岗"}).status_code == 302
    assert window(colleague).get(f"{here}close/").status_code == 403
    assert window(third).post(f"{here}close/", {"outcome": "复核无空岗"}).status_code == 302
    made.refresh_from_db()
    assert made.rectification.state == "closed"
    assert made.number in window(liaison).get(here).text
    assert window(inspector).get(f"{here}nothing/").status_code == 404


def test_other_deeds_of_a_finding_have_their_pages(
    window, inspector, third, liaison, confirmed, make_person, unit, find
):
    made = confirmed(order=False, prominent=True)
    here, office = f"/supervise/findings/{made.pk}/", window(inspector)
    for verb in ("order", "talk", "paper", "withdraw"):
        assert office.get(f"{here}{verb}/").status_code == 200, verb
        assert window(liaison).get(f"{here}{verb}/").status_code == 403, verb
    talk = {"person": make_person(unit).code, "held_on": "2026-05-11", "words": "限期到岗"}
    assert office.post(f"{here}talk/", talk).status_code == 302
    assert office.post(f"{here}order/", {}).status_code == 302
    hear = {"heard_on": "2026-05-11", "causes": "备岗不足", "present": "局领导"}
    assert office.post(f"{here}hear/", hear).status_code == 302
    assert (
        window(liaison)
        .post(f"{here}plan/", {"goal": "甲", "matter": "乙", "limit": "2026-05-20", "measures": "丙"})
        .status_code
        == 302
    )
    assert office.post(f"{here}return_plan/", {"reason": "太笼统"}).status_code == 302
    assert office.post(f"{here}paper/", {"kind": "rectify", "words": "请整改。"}).status_code == 302
    paper = Paper.objects.get()
    page = f"/supervise/findings/papers/{paper.pk}/"
    assert window(liaison).post(page, {"reply": "已整改。"}).status_code == 302
    assert office.get(page).status_code == 200
    assert office.get(f"{page}docx/").content[:2] == b"PK"
    assert office.get(f"{page}pdf/").content[:4] == b"%PDF"
    assert office.get(f"{page}odt/").status_code == 404
    assert window(third).post(f"{here}withdraw/", {"reason": "核对无误"}).status_code == 302
    silent = find()
    findings.watch_findings(by=None, day=silent.answer_due + dt.timedelta(days=1))
    assert "记录在案" in office.get(f"/supervise/findings/{silent.pk}/").content.decode()


def test_circulars_opinions_items_and_patrols_on_pages(window, inspector, colleague, liaison, confirmed, unit):
    office, made = window(inspector), confirmed()
    told = {"title": "五月通报", "words": "情况如下。", "findings": "WT-0"}
    assert office.post("/supervise/findings/circulars/", told).status_code == 422
    assert office.post("/supervise/findings/circulars/", told | {"findings": made.number}).status_code == 302
    page = f"/supervise/findings/circulars/{Circular.objects.get().pk}/"
    assert window(liaison).get(page).status_code == 403
    assert window(colleague).post(page).status_code == 302
    assert window(liaison).get(page).status_code == 200
    assert window(liaison).get(f"{page}docx/").content[:2] == b"PK"
    assert window(liaison).get(f"{page}pdf/").content[:4] == b"%PDF"
    rows = f"1 | {unit.code} | 窗口排队长"
    assert office.post("/supervise/findings/opinions/", {"batch": "五月", "rows": rows}).status_code == 302
    opinion = f"/supervise/findings/opinions/{Opinion.objects.get().pk}/"
    assert office.get(opinion).status_code == 403
    assert window(liaison).post(opinion, {"reply": "增开窗口", "result": "已增开两个"}).status_code == 302
    item = {"category": "presence", "name": "空岗", "kind": "", "unit_points": "0.5", "person_points": ""}
    assert office.post("/supervise/inspections/items/", item).status_code == 302
    end = f"/supervise/inspections/items/{CheckItem.objects.get().pk}/end/"
    assert office.post(end, {"until": "2026-06-01"}).status_code == 302
    figures = "/supervise/inspections/figures/"
    assert office.post(figures, {"verb": "patrol", "rows": "P1 | 缺一次点击", "day": "2026-05-11"}).status_code == 302
    assert office.post(figures, {"verb": "tell", "list": PatrolList.objects.get().pk}).status_code == 302
    assert (
        office.post("/supervise/findings/style/", {"unit": unit.code, "period": "2026年", "score": "58"}).status_code
        == 302
    )
    assert StyleRating.objects.get().period == "2026"
    assert PatrolList.objects.get().told_on == DAY


def test_the_desk_names_what_waits(liaison, inspector, colleague, third, find, commit, unit):
    made = find()
    assert [made.number in one.title for one in waiting_for(liaison)] == [True]
    assert waiting_for(colleague) == []
    findings.answer_finding(by=liaison, finding=made, answer="属实")
    assert [one.title for one in waiting_for(colleague)] == ["检查问题"]
    assert waiting_for(inspector) == []
    findings.confirm_finding(by=colleague, finding=made)
    assert any("报整改方案" in one.title for one in waiting_for(liaison))
    commit(10, 2)
    assert "抽签" in [one.title for one in waiting_for(third)]
    assert "抽签" not in [one.title for one in waiting_for(inspector)]
    findings_papers.issue_paper(by=inspector, kind="inquiry", unit=unit, words="请说明")
    assert "函询通知" in [one.title for one in waiting_for(liaison)]


def test_whom_notices_reach(
    liaison, inspector, find, begun, enter, unit, make_unit, make_account, confirmed, colleague
):
    above = make_unit()
    chief = make_account((Power.HEAD, above))
    find(prominent=True, above=above)
    assert told_of(Event.objects.latest("number")) == {liaison.pk, chief.pk}
    _held, (visit,) = begun({"unit": unit})
    enter(visit)
    assert inspected(Event.objects.latest("number")) == set()
    item = inspections.add_check_item(by=inspector, category="presence", name="空岗")
    enter(visit, "k2", faults=[{"item": item}])
    assert inspected(Event.objects.latest("number")) == {liaison.pk}
    held = findings_papers.draft_circular(by=inspector, title="通报", words="……", findings=[confirmed()])
    findings_papers.publish_circular(by=colleague, circular=held)
    assert circulated(Event.objects.latest("number")) == {liaison.pk}
    findings_opinions.break_down(by=inspector, batch="五月", rows=[("1", above, "排队长")])
    assert opinion_units(Event.objects.latest("number")) == {chief.pk}


def test_findings_are_found(liaison, inspector, find, make_unit):
    mine, other = find(), find(unit=make_unit())
    assert [[hit.title for hit in hits] for _name, hits in search(liaison, mine.number)] == [[mine.number]]
    assert search(liaison, other.number) == []


def test_a_draw_on_a_page_by_who_published_it_is_refused(window, inspector, commit):
    lot = commit(5, 2)
    assert window(inspector).post(f"/supervise/inspections/draws/{lot.pk}/", {"beacon": "1"}).status_code == 403
    assert Lot.objects.get().drawn == []
