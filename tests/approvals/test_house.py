"""Cases of an office without a system of its own, entered on pages: the same events, the same clock, the same stops."""

import csv
import io

import pytest
from django.test import Client

from kaogong.approvals import actions
from kaogong.approvals.models import Case, CaseEvent, Intake
from kaogong.approvals.queries.board import timeline
from kaogong.audit.models import Event
from kaogong.org.models import Person
from kaogong.org.models.powers import Power

STEPS = [{"code": "s1", "name": "审查"}, {"code": "s2", "name": "勘验"}]


@pytest.fixture
def item(make_item, days):
    """An item of two compulsory steps."""
    return make_item("H", name="道路运输许可", steps=STEPS, promised_days=10)


@pytest.fixture
def window():
    """A browser somebody is signed in with."""

    def open_(account):
        found = Client()
        found.force_login(account)
        return found

    return open_


@pytest.fixture
def desk(window, clerk):
    """The clerk's window."""
    return window(clerk)


@pytest.fixture
def received(item, desk):
    """A case taken at the window."""
    given = {"item": "H", "number": "SJ-001", "channel": "window", "amount": ""}
    assert desk.post("/approvals/cases/new/", given).status_code == 302
    return Case.objects.get(number="SJ-001")


def test_a_case_goes_from_intake_to_decision_on_pages(received, desk, window, make_account, unit, on):
    import datetime as dt

    path = f"/approvals/cases/{received.pk}/handle/"
    assert (received.state, received.channel, received.limit, received.source.code) == (
        "running",
        "window",
        10,
        "house",
    )
    assert path in desk.get(f"/approvals/cases/{received.pk}/").content.decode()
    assert desk.post(path, {"verb": "step", "step": "s1", "words": "材料齐全"}).status_code == 302
    on(dt.date(2026, 9, 23))
    assert desk.post(path, {"verb": "suspend", "reason": "", "words": ""}).status_code == 422
    assert desk.post(path, {"verb": "suspend", "reason": "supplement", "words": "缺验资报告"}).status_code == 302
    page = desk.get(path).content.decode()
    assert "恢复计时" in page
    assert "do_decide" not in page
    on(dt.date(2026, 9, 28))
    assert desk.post(path, {"verb": "resume", "words": ""}).status_code == 302
    assert desk.post(path, {"verb": "step", "step": "s2", "words": ""}).status_code == 302
    wrong = desk.post(path, {"verb": "decide", "amount": "", "multiple": "", "reason": ""})
    assert (wrong.status_code, Case.objects.get().state) == (422, "running")
    assert "受理人不能审批自己受理的办件" in wrong.content.decode()
    assert Event.objects.latest("number").outcome == "denied"
    other = window(make_account((Power.STAFF, unit)))
    assert other.post(path, {"verb": "decide", "amount": "", "multiple": "", "reason": ""}).status_code == 302
    case = Case.objects.get()
    told = timeline(case).clock
    assert (case.state, case.outcome, case.paused, case.skipped) == ("done", "early", told.paused, 0)
    assert case.paused > 0
    assert list(case.story.order_by("at", "id").values_list("verb", flat=True)) == [
        "accept", "step", "suspend", "resume", "step", "decide",
    ]  # fmt: skip
    assert {(one.way, one.rows, one.taken) for one in Intake.objects.all()} == {("house", 1, 1)}
    assert "已经办完" in desk.get(path).content.decode()


def test_a_jump_is_told_on_the_page_with_what_was_typed(received, desk):
    path = f"/approvals/cases/{received.pk}/handle/"
    sent = desk.post(path, {"verb": "step", "step": "s2", "words": "先勘验"})
    assert sent.status_code == 422
    assert "之前还有必经环节未办：审查" in sent.content.decode()
    assert "先勘验" in sent.content.decode()
    assert CaseEvent.objects.count() == 1
    assert desk.post(path, {"verb": "drop", "words": ""}).status_code == 422
    assert desk.post(path, {"verb": "drop", "words": "申请人书面撤回"}).status_code == 302
    assert Case.objects.get().state == "dropped"
    assert desk.post(path, {"verb": "step", "step": "s1"}).status_code == 302
    assert CaseEvent.objects.count() == 2, "nothing more is done with it"


def test_the_same_number_twice_is_refused_where_it_was_typed(received, desk):
    given = {"item": "H", "number": "SJ-001", "channel": "window", "amount": ""}
    sent = desk.post("/approvals/cases/new/", given)
    assert sent.status_code == 422
    assert "已有编号为" in sent.content.decode()
    assert desk.post("/approvals/cases/new/", given | {"number": "SJ-002", "amount": "一百"}).status_code == 422
    assert Case.objects.count() == 1


def test_nobody_else_handles_it_and_cases_of_a_system_are_left_to_it(
    received, window, stranger, inspector, make_account, make_unit, tell, desk
):
    path = f"/approvals/cases/{received.pk}/handle/"
    for account in (stranger, inspector, make_account((Power.STAFF, make_unit()))):
        assert window(account).get("/approvals/cases/new/").status_code == 403
        assert window(account).get(path).status_code == 403
        assert window(account).post(path, {"verb": "drop", "words": "撤"}).status_code == 403
    tell(("1", "C1", "accept", "2026-09-21 09:00", {"item": "H"}))
    other = Case.objects.get(number="C1")
    assert desk.get(f"/approvals/cases/{other.pk}/handle/").status_code == 404
    assert "/handle/" not in desk.get(f"/approvals/cases/{other.pk}/").content.decode()


def test_the_template_of_the_file_is_filled_and_taken(item, source, inspector, window):
    page = window(inspector)
    assert "?export=xlsx" in page.get("/approvals/intakes/new/").content.decode()
    assert page.get("/approvals/intakes/new/?export=xlsx").status_code == 200
    text = b"".join(page.get("/approvals/intakes/new/?export=csv")).decode("utf-8-sig")
    heads = next(csv.reader(io.StringIO(text)))
    row = {"事件编号": "1", "办件编号": "T1", "事项": "受理", "发生时间": "2026-09-21 09:00", "事项编码": "H"}
    out = io.StringIO()
    csv.writer(out).writerows([heads, [row.get(one, "") for one in heads]])
    file = io.BytesIO(out.getvalue().encode())
    file.name = "办件.csv"
    assert page.post("/approvals/intakes/new/", {"source": source.pk, "file": file}).status_code == 302
    assert Case.objects.get(number="T1").state == "running"
    assert actions.ready() is None


def test_who_took_a_case_in_is_told_that_a_colleague_decides_it_and_called_by_name(
    received, desk, window, make_account, unit, clerk
):
    clerk.person = Person.objects.create(code="P1", name="林知远")
    clerk.save()
    other = window(make_account((Power.STAFF, unit)))
    path = f"/approvals/cases/{received.pk}/handle/"
    words = "您是这件的受理人，不能由您办结。"
    assert words in desk.get(path).content.decode()
    assert 'value="decide"' not in desk.get(path).content.decode()
    assert words not in other.get(path).content.decode()
    assert 'value="decide"' in other.get(path).content.decode()
    story = desk.get(f"/approvals/cases/{received.pk}/").content.decode()
    assert '<td data-name="办理人">林知远</td>' in story
