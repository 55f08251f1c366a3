"""The pages of ledgers: who sees what, what is done on them, and what waits on whose desk."""

import datetime as dt
import io
from types import SimpleNamespace

import pytest
from django.test import Client

from kaogong.audit.models import Event
from kaogong.audit.reports.workbook import workbook
from kaogong.core.problem import Text
from kaogong.org.models import Transaction
from kaogong.org.models.powers import Power
from kaogong.plan.models import Adoption
from kaogong.portal.queries.notices import page_of, told
from kaogong.portal.queries.search import search
from kaogong.supervise.actions.ledger_checks import propose_bonuses
from kaogong.supervise.actions.ledger_entries import confirm_entry
from kaogong.supervise.actions.ledger_reviews import draft_review
from kaogong.supervise.models import BonusProposal, Ledger, LedgerEntry, LedgerReview, LedgerUnit, Vehicle
from kaogong.supervise.queries import ledger_events, waiting_for
from supervise.ledgers import *  # noqa: F403

EVERY = ("", "entries/", "reviews/", "coverage/", "vehicles/", "bonuses/")
PATH = "/supervise/ledgers/"


@pytest.fixture
def window():
    def open_(account):
        found = Client()
        found.force_login(account)
        return found

    return open_


@pytest.mark.parametrize("path", EVERY)
def test_every_page_is_there_for_those_above_and_not_for_strangers(entry, window, checker, liaison, make_account, path):
    assert window(checker).get(PATH + path).status_code == 200
    assert window(liaison).get(PATH + path).status_code == 200
    assert window(make_account()).get(PATH + path).status_code == 403


def test_a_ledger_is_taken_over_opened_and_shown_for_a_unit(window, checker, section, kept):
    page = window(checker)
    given = {"template": "DJ", "unit": section.code, "section": "", "since": "2026-01-01"}
    assert page.post(PATH, given).status_code == 302
    made = Ledger.objects.get()
    assert page.post(f"{PATH}{made.pk}/", {"verb": "item", "aspect": "信息公开", "name": "多一项"}).status_code == 302
    page.post(f"{PATH}{made.pk}/", {"verb": "open"})
    assert Ledger.objects.get().state == "draft"
    made.items.filter(name="多一项").delete()
    page.post(f"{PATH}{made.pk}/", {"verb": "open"})
    assert Ledger.objects.get().state == "open"
    shown = page.get(f"{PATH}{made.pk}/?unit={kept.code}")
    assert len(shown.context["rows"]) == 20
    book = page.get(f"{PATH}{made.pk}/?unit={kept.code}&export=csv").content.decode()
    assert book.count("\r\n") == 21
    assert page.post(f"{PATH}{made.pk}/?unit={kept.code}", {"verb": "deduct", "marks": "2"}).status_code == 422
    assert page.post(f"{PATH}{made.pk}/", {"verb": "close", "until": "2027-01-01"}).status_code == 302
    own = {
        "code": "ZJ", "name": "自设台账", "group": "daily", "about": "unit", "unit": section.code, "section": "某科",
        "enters": "authority", "confirms": "office", "late_days": 3, "contest_days": 7, "sources": "现场检查",
        "items": "甲，乙，0.5\n甲，丙", "since": "2026-01-01",
    }  # fmt: skip
    assert page.post(f"{PATH}new/", own | {"items": "甲"}).status_code == 422
    assert page.post(f"{PATH}new/", own).status_code == 302
    assert [f"{one.marks}" for one in Ledger.objects.get(code="ZJ").items.all()] == ["0.5", "None"]


def test_who_keeps_a_ledger_for_others_sees_what_it_comes_to(window, entry, keeper):
    page = f"{PATH}{entry.ledger_id}/?year={entry.happened_on.year}"
    assert sum(one.count for one, _events in window(keeper).get(page).context["tallies"]) == 1
    assert window(keeper).get(f"{page}&unit={entry.unit.code}").context["unit"] == entry.unit


def test_an_entry_goes_its_way_by_the_pages(window, opened, keeper, checker, judge, liaison, kept, bystander):
    item = opened.items.get(name="按期报送年度报告")
    file = io.BytesIO("甲,乙\n1,2\n".encode())
    file.name = "送达.csv"
    given = {
        "item": item.pk,
        "unit": kept.code,
        "happened_on": "2026-09-18",
        "source": "书面审查",
        "words": "迟报",
        "evidence": file,
    }
    assert window(liaison).get(f"{PATH}{opened.pk}/enter/").status_code == 403
    assert window(keeper).post(f"{PATH}{opened.pk}/enter/", given | {"words": ""}).status_code == 422
    file.seek(0)
    assert window(keeper).post(f"{PATH}{opened.pk}/enter/", given).status_code == 302
    made = LedgerEntry.objects.get()
    path = f"{PATH}entries/{made.pk}/"
    assert (made.evidence_name, made.state) == ("送达.csv", "entered")
    window(checker).post(path, {"verb": "confirm"})
    assert window(liaison).post(path, {"verb": "contest", "reason": ""}).status_code == 422
    assert window(liaison).post(path, {"verb": "contest", "reason": "有回执。"}).status_code == 302
    assert window(bystander).get(path).status_code == 403
    assert "异议不成立" in window(judge).get(path).content.decode()
    assert "异议不成立" not in window(checker).get(path).content.decode()
    window(judge).post(path, {"verb": "uphold", "reason": "回执日期在后。"})
    fixed = {
        "item": item.pk,
        "happened_on": "2026-09-17",
        "source": "书面审查",
        "words": "迟报 2 日",
        "reason": "日期写错",
    }
    assert window(keeper).post(f"{path}correct/", fixed).status_code == 302
    page = window(liaison).get(path).content.decode()
    assert all(words in page for words in ("有回执。", "已更正：日期写错", "更正后", "迟报 2 日"))
    listed = window(liaison).get(f"{PATH}entries/?state=corrected&sort=-day")
    assert [one.pk for one, _unit in listed.context["lines"]] == [made.pk]
    assert window(bystander).get(f"{PATH}entries/").context["page"].paginator.count == 0
    assert window(checker).get(f"{PATH}entries/?period=2026-09&export=xlsx").status_code == 200


def test_a_workbook_is_looked_through_before_it_is_taken(window, opened, keeper, kept, make_account, section):
    path = f"{PATH}{opened.pk}/import/"
    other = make_account((Power.AUTHORITY, section))
    heads = ["记录项", "单位编码", "发生日期", "来源", "事由", "事由编号"]
    assert window(keeper).get(f"{path}?export=xlsx").status_code == 200

    def upload(*rows):
        file = io.BytesIO(workbook([("记录", heads, rows)]))
        file.name = "八月.xlsx"
        return window(keeper).post(path, {"file": file})

    good = ["按期报送年度报告", kept.code, "2026-09-17", "书面审查", "迟报", ""]
    page = upload(good, ["没有这项", "U999", "昨天", "书面审查", "", ""])
    assert [(row, column) for row, column, _words in page.context["faults"]] == [
        (3, "记录项"), (3, "单位编码"), (3, "发生日期"), (3, "事由")
    ]  # fmt: skip
    again = {"verb": "take", "file": page.context["token"]}
    assert window(keeper).post(path, again).status_code == 200
    assert LedgerEntry.objects.count() == 0
    page = upload(good, [*good[:5], "N-2"])
    assert LedgerEntry.objects.count() == 0
    stolen = window(other).post(path, {"verb": "take", "file": page.context["token"]})
    assert "预览已过期" in stolen.content.decode()
    sent = window(keeper).post(path, {"verb": "take", "file": page.context["token"]})
    assert sent.status_code == 302
    assert [one.evidence_name for one in LedgerEntry.objects.all()] == ["八月.xlsx"] * 2
    assert Event.objects.filter(verb="import_entries").count() == 1


def test_summaries_by_the_page(window, opened, write, keeper, checker, liaison):
    write(happened_on=dt.date(2026, 8, 3))
    given = {"ledger": opened.pk, "period": "2026-08", "remarks": "一家迟报。"}
    assert window(keeper).post(f"{PATH}reviews/", given).status_code == 302
    made = LedgerReview.objects.get()
    path = f"{PATH}reviews/{made.pk}/"
    assert window(liaison).get(path).status_code == 403
    window(keeper).post(path, {"verb": "draft"})
    window(checker).post(path, {"verb": "approve"})
    assert LedgerReview.objects.get().state == "approved"
    assert window(checker).get(f"{path}document/").content[:2] == b"PK"
    assert "2026-07" in window(keeper).get(f"{PATH}reviews/").content.decode()
    assert window(checker).get(f"{PATH}reviews/?export=csv").content.decode().count("\r\n") == 19


def test_the_other_forms_do_what_they_say(window, open_, kept, liaison, keeper, checker, decision, person, write, on):
    six, cars, meetings = open_("PZ2"), open_("CL"), open_("HY")
    given = {"ledger": six.pk, "unit": kept.code, "keeper": "甲某"}
    assert window(liaison).post(f"{PATH}coverage/", given).status_code == 302
    assert LedgerUnit.objects.count() == 1
    assert "100.0%" in window(liaison).get(f"{PATH}coverage/").content.decode()
    Transaction.objects.create(kind="award", key="HT-9", unit=kept, day=dt.date(2026, 8, 3), amount="900000")
    assert "HT-9" in window(checker).get(f"{PATH}{six.pk}/").content.decode()
    assert window(liaison).post(f"{PATH}vehicles/", {"plate": "甲A0001", "unit": kept.code}).status_code == 302
    car = Vehicle.objects.get()
    assert (
        window(liaison).post(f"{PATH}vehicles/{car.pk}/", {"verb": "file", "marked_on": "2026-09-01"}).status_code
        == 302
    )
    check = {"verb": "check", "day": "2026-09-20", "peak": "中秋", "out": "on", "place": "某处"}
    assert window(keeper).post(f"{PATH}vehicles/{car.pk}/", check).status_code == 302
    assert LedgerEntry.objects.get(ledger=cars).unit == kept
    assert "缺档案" in window(liaison).get(f"{PATH}vehicles/?lacking=1").content.decode()
    made = write(meetings, "党课", words="第一讲", details={"body": "党委", "agenda": "廉政"})
    path = f"{PATH}entries/{made.pk}/"
    assert window(keeper).post(path, {"verb": "task", "words": "写体会", "unit": kept.code}).status_code == 302
    assert "写体会" in window(checker).get(f"{PATH}{meetings.pk}/").content.decode()
    assert "没有责任人" in window(keeper).get(path).content.decode()
    staffing = open_("BZ")
    assert window(keeper).post(f"{PATH}{staffing.pk}/?year=2026", {"verb": "compare"}).status_code == 302
    assert LedgerEntry.objects.filter(ledger=staffing).count() == 1
    assert window(checker).post(f"{PATH}bonuses/", {"unit": kept.code, "quarter": "2026-Q2"}).status_code == 302
    proposal = BonusProposal.objects.get()
    path = f"{PATH}bonuses/{proposal.pk}/"
    assert window(decision).post(path, {"verb": "withhold", "reason": ""}).status_code == 422
    assert window(decision).post(path, {"verb": "withhold", "reason": "全季缺勤"}).status_code == 302
    assert "不予发放" in window(checker).get(f"{PATH}bonuses/").content.decode()


def test_what_waits_on_which_desk(
    window, opened, write, keeper, checker, judge, liaison, decision, kept, open_, person, on
):
    lines = [(one.do, one.about) for one in waiting_for(keeper)]
    assert any("2026-08 没有记录" in about for _do, about in lines)
    assert ("小结", "11 期小结未做：2026-01 起") in lines
    made = write()
    assert "1 条待确认" in [one.about for one in waiting_for(checker)]
    confirm_entry(by=checker, entry=made)
    (line,) = waiting_for(liaison)
    assert (line.do, line.due) == ("看记录", dt.date(2026, 9, 28))
    window(liaison).post(f"{PATH}entries/{made.pk}/", {"verb": "contest", "reason": "不对"})
    assert "裁定" in [one.do for one in waiting_for(judge)]
    assert "裁定" not in [one.do for one in waiting_for(checker)]
    draft_review(by=keeper, ledger=opened, period="2026-08")
    assert "审定" in [one.do for one in waiting_for(checker)]
    late = open_("KQ")
    one = write(late, "迟到", person=person, happened_on=dt.date(2026, 9, 18), source="考勤记录")
    confirm_entry(by=checker, entry=one)
    propose_bonuses(by=checker, unit=kept, quarter="2026-Q3")
    assert [one.do for one in waiting_for(decision)] == ["决定"]


def test_who_is_told_and_what_is_found(write, checker, liaison, judge, keeper, worker, person, open_, bystander):
    ledger = open_("KQ")
    made = write(ledger, "迟到", person=person, source="考勤记录", words="迟到半小时")
    confirm_entry(by=checker, entry=made)
    event = Event.objects.latest("number")
    assert told(event) == {liaison.pk, worker.pk}
    assert page_of(event.subject) == f"{PATH}entries/{made.pk}/"
    assert any(hit.title == "迟到半小时" for _name, hits in search(checker, made.number) for hit in hits)
    assert not [hits for _name, hits in search(bystander, made.number)]


def test_the_events_of_an_item_are_named_as_the_rulebooks_of_the_year_name_them(window, checker, section, monkeypatch):
    """No key of data stands on the page; what no rulebook of the year counts says so."""
    page = window(checker)
    page.post(PATH, {"template": "DJ", "unit": section.code, "section": "", "since": "2026-01-01"})
    made = Ledger.objects.get()
    keys = {one for item in made.items.all() for one in item.events}
    assert "registration.legal_person" in keys
    shown = page.get(f"{PATH}{made.pk}/").content.decode()
    assert not any(one in shown for one in keys)
    assert "本年办法没有这类计分事件" in shown
    names = {"legal_person": Text("法人登记不规范", "Registration at fault")}
    book = SimpleNamespace(events={"registration": SimpleNamespace(name=Text("登记台账", "Registration"), kinds=names)})
    monkeypatch.setattr(ledger_events, "current", lambda: SimpleNamespace(adoptions=Adoption.objects.none()))
    monkeypatch.setattr(ledger_events, "Edition", SimpleNamespace(objects=SimpleNamespace(filter=lambda **_given: [1])))
    monkeypatch.setattr(ledger_events, "book_of", lambda _edition: book)
    assert "登记台账：法人登记不规范" in page.get(f"{PATH}{made.pk}/").content.decode()
