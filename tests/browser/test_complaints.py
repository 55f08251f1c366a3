"""Complaints in a real browser, at both widths: the citizen's pages, the centre, the unit, the figures."""

import datetime as dt

import pytest

from kaogong.listen.actions.complaints_leads import check_lead, file_lead, form_team, name_involved, open_lead
from kaogong.listen.actions.complaints_promises import publish_promise, set_promise
from kaogong.listen.models import Complaint
from listen.complaints import (
    WHO,
    answerer,
    bureau,
    carry,
    complain,
    evidence_here,
    first_of_september,
    found_unit,
    handler,
    open_account,
    second,
    turn,
)

__all__ = [
    "answerer", "bureau", "carry", "complain", "evidence_here", "first_of_september", "found_unit", "handler", "open_account",
    "second", "turn",
]  # fmt: skip
SECRET = "correct-horse-9"


@pytest.fixture
def told(complain, carry, bureau, handler, open_account):
    """Complaints in some states, a promise, a lead."""
    complain(who=WHO)
    complain(title="办证又没有办成")
    carry(
        complain(title="窗口没有人", words="上午十点窗口空着，等了四十分钟。").complaint, "closed", topic="discipline"
    )
    carry(complain(title="收费没有票据", words="交了五十元资料费，不给票据。").complaint, "replied", topic="fees")
    carry(complain(title="许可超期", words="交件一个月没有结果。").complaint, "handling")
    given = {
        "unit": bureau,
        "title": "三日办结",
        "words": "材料齐全的，三个工作日内办结。",
        "remedy": "上门赔礼并当日办结。",
    }
    made = set_promise(by=None, code="CN-01", watcher="市效能投诉中心", hotline="0000-1230001", **given)
    publish_promise(by=None, promise=made)
    set_promise(by=None, code="CN-02", **given | {"title": "一次告知"})
    lead = open_lead(
        by=None, title="违规收受礼金", words="群众反映有关人员违规收受礼金。", source="群众举报", unit=bureau
    )
    check_lead(by=None, lead=lead)
    file_lead(by=None, lead=lead)
    name_involved(by=None, lead=lead, name="甲某")
    people = [open_account().person]
    form_team(by=None, name="第一办案工作组", since=dt.date(2026, 9, 1), until=dt.date(2026, 10, 1), members=people)
    return lead


def signed(window, account):
    account.set_password(SECRET)
    account.save(update_fields=["password"])
    return window.sign_in(account.username, SECRET)


def test_a_citizen_complains_and_follows(bureau, window, told):
    page = window.go("/listen/complain/").page
    window.keep("complaint-public")
    page.get_by_label("投诉哪个单位或哪个人").fill("市行政审批局")
    page.get_by_label("什么事，一句话").fill("许可超期")
    page.get_by_label("经过").fill("交件一个月没有结果。")
    page.get_by_role("button", name="提交投诉").click()
    page.get_by_role("heading", name="投诉已收到").wait_for()
    window.keep("complaint-receipt")
    code = page.locator("dd code").inner_text()
    number = Complaint.objects.order_by("-pk")[0].number
    window.go("/listen/complain/follow/").keep("complaint-follow")
    page.get_by_label("受理编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询", exact=True).click()
    page.get_by_role("heading", name=number).wait_for()
    window.keep("complaint-followed")
    window.go("/listen/complain/promises/").keep("complaint-promises-public")


def test_the_centre_at_work(window, handler, told):
    there = signed(window, handler)
    for name in (
        "",
        "statistics/",
        "concerns/",
        "promises/",
        "contacts/",
        "leads/",
        "teams/",
        "handlers/",
        "new/",
        "months/2026-09/",
    ):
        there.go(f"/listen/complaints/{name}").keep(f"complaints-{name.strip('/').replace('/', '-') or 'list'}")
    for state in ("received", "replied", "closed"):
        one = Complaint.objects.filter(state=state).order_by("pk")[0]
        there.go(f"/listen/complaints/{one.pk}/").keep(f"complaint-{state}")
    there.go(f"/listen/complaints/leads/{told.pk}/").keep("complaints-lead")


def test_the_unit_answers(window, answerer, told):
    there = signed(window, answerer)
    there.go("/listen/complaints/").keep("complaints-unit")
    one = Complaint.objects.get(state="handling")
    there.go(f"/listen/complaints/{one.pk}/").keep("complaint-unit")
    there.page.get_by_label("核查情况").fill("经查，经办人漏办，已补办。")
    with there.page.expect_navigation():
        there.page.get_by_role("button", name="提交答复").click()
    assert Complaint.objects.get(pk=one.pk).state == "replied"
