"""Ratings in a real browser, at both widths: the design, the spreadsheet by keyboard, a meeting on a phone, what came out."""

import datetime as dt
import re

import pytest

from assess.conftest import (
    adopt,
    bureau,
    city,
    cycle,
    folders_here,
    make_account,
    make_person,
    make_unit,
    november,
    office,
    on,
)
from assess.staff import Crew, month_round, monthly, rate_all
from kaogong.assess import actions
from kaogong.assess.models import Pair, Round
from kaogong.org import actions as register
from kaogong.org.models.powers import Power

__all__ = [
    "adopt", "bureau", "city", "cycle", "folders_here", "make_account", "make_person", "make_unit", "november", "office", "on",
]  # fmt: skip
SECRET = "correct-horse-9"
DAY = dt.date(2026, 11, 17)


@pytest.fixture
def crew(bureau, make_person, make_account, adopt, november):
    adopt(monthly(), {"staff": "staff"})
    return Crew(bureau, make_person, make_account, 7)


def signed(window, account):
    account.set_password(SECRET)
    account.save(update_fields=["password"])
    return window.sign_in(account.username, SECRET)


def test_a_month_of_staff_appraisal(window, crew, cycle, office):
    one = month_round(cycle, office)
    actions.declare_kin(by=office, person=crew.staff[1], other=crew.staff[2], relation="夫妻")
    actions.pair_raters(by=office, one=one, seed="1")
    first = one.entrants.order_by("name").first()
    actions.set_raters(by=office, source=one.sources.get(group="peers"), entrant=first, people=crew.staff[5:6])
    desk = signed(window, office)
    desk.go(f"/assess/rounds/{one.pk}/raters/").keep("ratings-raters")
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="已看过，仍然启动").click()
    assert Round.objects.get(pk=one.pk).state == "open"
    desk.go("/assess/declarations/").keep("ratings-declarations")


def test_marks_are_typed_by_the_keys(window, crew, cycle, office):
    one = actions.open_round(by=office, one=month_round(cycle, office), accepted=True)
    peers = one.sources.get(group="peers")
    own = signed(window, crew.account(crew.staff[0]))
    own.go("/assess/ratings/").keep("ratings-mine")
    own.go(f"/assess/ratings/{peers.pk}/")
    cells = own.page.locator("table.grid [data-grid]")
    cells.first.click()
    for mark in (90, 88.5, 91, 92, 87, 86):
        own.page.keyboard.type(str(mark))
        own.page.keyboard.press("Enter")
    own.keep("ratings-rate")
    with own.page.expect_navigation():
        own.page.get_by_role("button", name="交填完的票").click()
    assert Pair.objects.filter(source=peers, rater=crew.staff[0], state="handed").count() == 6
    own.keep("ratings-rated")


PASTE = """([cell, words]) => {
  const held = new DataTransfer();
  held.setData("text", words);
  const given = { clipboardData: held, bubbles: true, cancelable: true };
  document.getElementsByName(cell)[0].dispatchEvent(new ClipboardEvent("paste", given));
}"""


def test_a_block_from_a_spreadsheet_is_laid_over_the_cells_and_is_not_lost(
    window, crew, cycle, office, make_person, bureau
):
    form = {"questions": {"a": "政治素质", "b": "履职实绩"}, "low": "0", "high": "100", "places": 1}
    source = {"kind": "rate", "name": "同事互评", "who": "peers", "group": "peers", "items": {}, "form": form}
    one = actions.prepare_round(
        by=office, cycle=cycle, name="互评", kind="month", period="2026-10", opens=DAY, items=[], sources=[source],
        entrants=[(bureau, each) for each in crew.staff],
    )  # fmt: skip
    actions.pair_raters(by=office, one=one, seed="1")
    actions.open_round(by=office, one=one, accepted=True)
    peers = one.sources.get()
    own = signed(window, crew.account(crew.staff[0]))
    own.go(f"/assess/ratings/{peers.pk}/")
    cells = own.page.locator("table.grid [data-grid]")
    first = cells.nth(2)
    first.click()
    own.page.evaluate(PASTE, [first.get_attribute("name"), "90\t91\r\n 88.5 \t87\r\n"])
    assert [cells.nth(number).input_value() for number in range(8)] == ["", "", "90", "91", "88.5", "87", "", ""]
    own.page.keyboard.press("ArrowRight")
    assert own.page.evaluate("document.activeElement.name") == cells.nth(3).get_attribute("name")
    own.page.keyboard.press("ArrowLeft")
    assert own.page.evaluate("document.activeElement.name") == first.get_attribute("name")
    own.go("/assess/ratings/")  # at once, before the page has kept by itself
    own.page.wait_for_timeout(500)
    own.go(f"/assess/ratings/{peers.pk}/")
    assert [cells.nth(number).input_value() for number in range(2, 6)] == ["90", "91", "88.5", "87"]
    assert own.page.locator("#lost").count() == 0
    cells.last.click()
    own.page.evaluate(PASTE, [cells.last.get_attribute("name"), "80\t81\r\n82\t83\r\n"])
    assert cells.last.input_value() == "80"
    assert "3 格没有放上" in own.page.locator("#lost").inner_text(), "81, 82 and 83 have no cell"
    own.keep("ratings-pasted")


def test_a_meeting_and_what_came_out(window, crew, cycle, office, bureau, make_account):
    form = {"questions": {"a": "政治素质", "b": "履职实绩", "c": "作风形象"}, "low": "0", "high": "100", "places": 1}
    sources = [
        {"kind": "rate", "name": name, "who": "codes", "anonymous": True, "items": {}, "form": form}
        for name in ("职工代表", "中层干部", "上级主管部门")
    ]
    one = actions.prepare_round(
        by=office, cycle=cycle, name="班子民主测评", kind="year", period="2026", opens=DAY, items=[], sources=sources,
        entrants=[(bureau, person) for person in crew.staff[:3]],
    )  # fmt: skip
    actions.open_round(by=office, one=one)
    meeting = actions.plan_meeting(by=office, one=one, name="民主测评会", held_on=DAY, sources=list(one.sources.all()))
    desk = signed(window, office)
    desk.go(f"/assess/meetings/{meeting.pk}/").keep("ratings-meeting-begin")
    codes = actions.open_meeting(by=office, meeting=meeting, numbers={each.pk: 7 for each in meeting.benches.all()})
    several = [code for some in codes.values() for code in some]
    desk.go(f"/assess/meetings/{meeting.pk}/").keep("ratings-meeting-open")
    marks = {each.pk: {"a": "88", "b": "90.5", "c": "86"} for each in one.entrants.all()}
    for code in several[1:12] + several[14:17]:
        actions.cast_pass(code=code, given=marks)
    desk.go(f"/assess/b/{several[0]}/").keep("ratings-code")
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="开始测评").click()
    boxes = desk.page.locator("input[inputmode=decimal]")
    boxes.nth(0).fill("910")
    boxes.nth(4).fill("优")
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="交票").click()
    desk.keep("ratings-ballot-wrong")
    boxes.nth(0).fill("91")
    boxes.nth(4).fill("90")
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="交票").click()
    assert "2 个对象没有评全" in desk.page.get_by_role("alert").inner_text()
    desk.keep("ratings-ballot-part")
    for box in boxes.all():
        box.fill("91")
    desk.keep("ratings-ballot")
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="交票").click()
    desk.keep("ratings-done")
    actions.close_meeting(by=office, meeting=meeting)
    desk.go(f"/assess/meetings/{meeting.pk}/").keep("ratings-meeting-closed")
    desk.go(f"/assess/rounds/{one.pk}/tallies/").keep("ratings-tallies")
    assert re.search("合并", desk.page.content())


def test_the_pages_beside(window, crew, cycle, office, bureau, make_account):
    one = actions.open_round(by=office, one=month_round(cycle, office, steps=["总结述职"]), accepted=True)
    entrant = one.entrants.get(person=crew.staff[0])
    report = actions.write_duty(by=None, entrant=entrant, words="一年来完成三件事：窗口提速、台账补齐、带好两名新人。")
    actions.hand_in_duty(by=None, report=report)
    for person in crew.staff:
        rate_all(crew.account(person), one.sources.get(group="peers"), lambda name: 80 + int(name[-1]))
    actions.open_step(by=None, step=one.steps.get())
    actions.close_step(by=None, step=one.steps.get())
    actions.close_round(by=None, one=one)
    finding = register.record_finding(by=None, words="改动打分记录", day=DAY, person=crew.chief, offence="concealment")
    hearing = actions.ask_hearing(by=None, finding=finding, person=crew.chief)
    actions.hear(by=None, hearing=hearing, words="是补录，不是改动。")
    desk = signed(window, make_account(Power.OFFICE, Power.COMMITTEE))
    desk.go(f"/assess/duties/{entrant.pk}/").keep("ratings-duty")
    desk.go("/assess/hearings/").keep("ratings-hearings")
    desk.go(f"/assess/ratings/of/{entrant.pk}/").keep("ratings-tally")
    desk.go("/assess/goals/").keep("ratings-goals")
    desk.go(f"/assess/rounds/{one.pk}/").keep("ratings-round")
