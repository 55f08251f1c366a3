"""The month: scored by the rulebook from verified facts, drafted, approved by another, published; and the platform."""

import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from docx import Document

from kaogong.approvals import actions
from kaogong.approvals.facts import tables
from kaogong.approvals.models import Case, CaseEvent, Month, Subsystem
from kaogong.approvals.queries.months import line_of, measure
from kaogong.audit.actions import Denied, Refused, seal


@pytest.fixture
def scored(tell, make_item, body, inspector, colleague):
    """16 cases decided, 12 early; one red card verified; one breach of process confirmed."""
    make_item(statutory_days=10, promised_days=10)
    rows = []
    for n in range(16):
        day = 14 if n < 12 else 15
        rows.append((f"a{n}", f"K{n}", "accept", "2026-09-01 09:00", {"item": "A1"}))
        rows.append((f"d{n}", f"K{n}", "decide", f"2026-09-{day} 09:00"))
    rows.append(("x", "K99", "accept", "2026-08-24 09:00", {"item": "A1"}))
    tell(*rows)
    actions.add_rule(by=None, name="超期", trigger="past", colour="red", share=Decimal(100), since=dt.date(2026, 1, 1))
    actions.issue_cards(by=None)
    from kaogong.approvals.models import Card

    actions.verify_card(by=inspector, card=Card.objects.get())
    proof = seal(by=inspector, file=ContentFile("甲,乙\n1,2\n".encode(), "记录.csv"))
    made = actions.add_finding(
        by=inspector, body=body, kind="process", aspect="steps", channel="data", happened_on=dt.date(2026, 9, 10),
        words="少一个环节。", evidence=[(proof, "记录.csv")],
    )  # fmt: skip
    actions.confirm_finding(by=colleague, finding=made)


@pytest.mark.clause("WH-03")
def test_a_month_shows_six_areas_four_with_points(scored, inspector, body):
    made = actions.draft_month(by=inspector, period="2026-09")
    line = line_of(made, body.unit.code)
    assert [one["name"] for one in line["parts"]][:4] == ["审批综合情况", "预警纠错", "提前办结", "系统使用"]
    assert [one["full"] for one in line["parts"]] == ["50", "15", "15", "20", None, None]
    assert [one["recorded"] for one in line["parts"]] == [None] * 4 + [0, 0]
    assert [one["score"] for one in line["parts"]][:4] == ["44.00", "10.00", "11.25", "20.00"]
    assert (line["total"], line["figures"]["early"], line["figures"]["completed"]) == ("85.25", "12", "16")
    window = Client()
    window.force_login(inspector)
    page = window.get("/approvals/months/2026-09/").content.decode()
    assert all(words in page for words in ("85.25", "11.25", "12 ÷ 16 × 15", "K99"))


def test_a_bulletin_goes_its_way(scored, inspector, colleague, liaison):
    made = actions.draft_month(by=inspector, period="2026-09")
    with pytest.raises(Denied):
        actions.approve_month(by=inspector, month=made)
    with pytest.raises(Refused):
        actions.publish_month(by=inspector, month=made)
    assert Client().get("/approvals/open/2026-09/").status_code == 404
    actions.approve_month(by=colleague, month=made)
    actions.publish_month(by=inspector, month=made)
    with pytest.raises(Refused):
        actions.draft_month(by=inspector, period="2026-09")
    assert "85.25" in Client().get("/approvals/open/2026-09/").content.decode()
    window = Client()
    window.force_login(liaison)
    found = Document(io.BytesIO(window.get("/approvals/months/2026-09/docx/").content))
    assert found.tables[0].rows[1].cells[5].text == "85.25"
    assert window.get("/approvals/months/2026-09/pdf/").content.startswith(b"%PDF")


def test_whoever_drafted_a_bulletin_is_told_that_another_approves_it(scored, inspector, colleague):
    actions.draft_month(by=inspector, period="2026-09")
    window, told = Client(), "拟稿人不能审定自己拟的月报，请另一位同事审定。"
    window.force_login(inspector)
    assert told in window.get("/approvals/months/2026-09/").content.decode()
    window.force_login(colleague)
    page = window.get("/approvals/months/2026-09/").content.decode()
    assert told not in page
    assert 'value="approve"' in page


def test_an_altered_bulletin_is_not_approved(scored, inspector, colleague):
    made = actions.draft_month(by=inspector, period="2026-09")
    made.content["bodies"][0]["total"] = "100.00"
    Month.objects.filter(pk=made.pk).update(content=made.content)
    made.refresh_from_db()
    with pytest.raises(Refused, match="SM3"):
        actions.approve_month(by=colleague, month=made)


def test_the_year_is_the_mean_of_its_months(scored, inspector, body):
    line = line_of(actions.draft_month(by=inspector, period="2026-09"), body.unit.code)
    assert line["year"] is not None
    assert line["year"] != line["total"]


def test_scoring_takes_what_its_rulebook_asks_for(scored):
    found = tables(measure(), dt.date(2026, 1, 1), dt.date(2026, 9, 30))
    kinds = {(one["ledger"], one["kind"]) for one in found["events"].to_pylist()}
    assert kinds == {("card", "red"), ("general", "time_limit"), ("general", "process")}
    assert {"completed", "early", "items_total", "items_online"} == set(found["facts"]["fact"].to_pylist())


@pytest.mark.clause("XJ-24")
def test_the_platform_has_seven_parts(tell, make_item, inspector, colleague):
    make_item()
    tell(("a", "K1", "accept", "2026-09-01 09:00", {"item": "A1"}))
    actions.connect(by=inspector, key="complaints", connected=True, count=17)
    actions.connect(by=inspector, key="trading", connected=True, count=5)
    actions.connect(by=inspector, key="trading", connected=False)
    window = Client()
    window.force_login(colleague)
    found = {one.key: (one.connected, one.count) for one in window.get("/approvals/platform/").context["parts"]}
    assert len(found) == len(Subsystem.KEYS) == 7
    assert (found["approvals"], found["complaints"], found["trading"]) == ((True, 1), (True, 17), (False, None))
    assert "未连接" in window.get("/approvals/platform/").content.decode()


@pytest.mark.clause("XJ-25")
def test_an_event_sent_twice_is_held_once_at_every_level(source, make_item, inspector, token, days):
    make_item()
    county = actions.add_source(by=None, code="county-7", name="某县", level="county")
    event = {"number": "C-1", "case": "K1", "verb": "accept", "at": "2026-09-01T09:00:00+08:00", "item": "A1"}
    sent = [
        token(inspector).post("/api/approvals/events", {"source": county.code, "events": [event]}) for _ in range(2)
    ]
    assert [json.loads(one.content)["taken"] for one in sent] == [1, 0]
    prefecture = list(CaseEvent.objects.values_list("source__code", "number", "case__number"))
    assert prefecture == [("county-7", "C-1", "K1")]
    relayed = json.loads(token(inspector).get("/api/approvals/relay?after=0").content)["events"]
    assert len(relayed) == 1
    CaseEvent.objects.all().delete()
    Case.objects.all().delete()
    for _ in range(2):  # the region is another installation: empty, with the same inventory
        again = [{key: value or "" for key, value in one.items() if key != "source"} for one in relayed]
        token(inspector).post("/api/approvals/events", {"source": relayed[0]["source"], "events": again})
    assert list(CaseEvent.objects.values_list("source__code", "number", "case__number")) == prefecture


def test_a_month_has_one_bulletin_however_it_was_written(scored, inspector, body):
    made = actions.draft_month(by=inspector, period="2026年9月")
    assert made.period == "2026-09"
    assert actions.draft_month(by=inspector, period="2026-09") == made
    assert line_of(made, body.unit.code)["total"] is not None
