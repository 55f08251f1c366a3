"""The pages of archives and appraisals: who sees what, what is done on them, and what leaves as a file."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from docx import Document

from kaogong.audit.models import Event
from kaogong.org.models import Post
from kaogong.people.actions.archive import file_entry, file_result
from kaogong.people.models import (
    AnnualForm,
    ArchiveEntry,
    ArchiveYear,
    Honour,
    IntegrityFile,
    LeaderAppraisal,
    LifeMeeting,
    Newcomer,
    PersonalReport,
    PersonResult,
    Pledge,
    PromotionSheet,
    Situation,
    StaffLine,
    StaffRound,
    StaffScheme,
)
from kaogong.people.queries.archive_sheet import sealed_sheet
from people.archives import *  # noqa: F403
from people.staffing import *  # noqa: F403

OPEN = (
    "archives", "results", "entries", "honours", "situations", "leaders", "duties", "schemes", "schemes/gaps", "staff-rounds",
    "annual", "life-meetings",
)  # fmt: skip
SHUT = ("newcomers", "integrity", "pledges", "reports", "reports/compliance", "sheets")


def test_lists_are_there_and_guarded(window, keeper, watcher, stranger):
    pages = window(keeper)
    assert {path: pages.get(f"/people/{path}/").status_code for path in (*OPEN, *SHUT)} == dict.fromkeys(
        (*OPEN, *SHUT), 200
    )
    found = {path: window(stranger).get(f"/people/{path}/").status_code for path in (*OPEN, *SHUT)}
    assert found == dict.fromkeys(OPEN, 200) | dict.fromkeys(SHUT, 403)
    assert window(watcher).get("/people/integrity/").status_code == 200


@pytest.fixture
def kept(keeper, person):
    """A result and an entry of the person."""
    file_result(by=keeper, person=person, period="2025", kind="annual", score=Decimal("92.50"), grade="优秀")
    file_entry(by=keeper, person=person, title="嘉奖令", words="嘉奖", kind="honour")
    return f"/people/archives/{person.code}/"


def test_three_views_of_an_archive(window, kept, keeper, clerk, other, head, group, watcher, person):
    own = window(clerk).get(kept)
    assert (own.status_code, own.context["view"], own.context["views"]) == (200, "own", [])
    assert "92.50" in own.content.decode()
    assert window(other).get(kept).status_code == 403
    assert window(head).get(kept).context["view"] == "own"
    page = window(keeper).get(kept)
    assert [one["words"] for one in page.context["views"]] == ["人事视图", "用人视图"]
    assert "没有有效的摘要" in page.content.decode()
    promotion = window(group).get(kept + "?view=promotion").content.decode()
    assert "没有情形记录" in promotion
    assert "嘉奖令" not in promotion
    assert "92.50" in promotion
    assert "没有得分" not in promotion, "what a view does not tell is no column of it, and no score that lacks"
    assert window(watcher).get(kept + "?view=promotion").context["view"] == "personnel"


def test_a_view_leaves_as_three_kinds_of_files_sealed_and_recorded(window, kept, keeper, clerk, person):
    pages = window(keeper)
    with zipfile.ZipFile(io.BytesIO(pages.get(kept + "personnel.xlsx").content)) as book:
        said = book.read("xl/sharedStrings.xml").decode()
        assert "历次结果" in book.read("xl/workbook.xml").decode()
    assert all(words in said for words in ("2025", "公务员年度考核", "92.50", "优秀", "嘉奖令"))
    paper = Document(io.BytesIO(pages.get(kept + "promotion.docx").content))
    _content, sm3 = sealed_sheet(person, "promotion")
    assert any(sm3 in one.text for one in paper.paragraphs)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "92.50" in cells
    assert "没有得分" not in cells
    assert pages.get(kept + "personnel.pdf").content[:4] == b"%PDF"
    assert window(clerk).get(kept + "promotion.docx").status_code == 403
    assert window(clerk).get(kept + "own.docx").status_code == 200
    assert pages.get(kept + "own.zip").status_code == 404
    told = list(Event.objects.filter(verb="export_archive").order_by("number"))
    assert [(one.actor, one.new["form"]) for one in told] == [
        (keeper, "xlsx"), (keeper, "docx"), (keeper, "pdf"), (clerk, "docx"),
    ]  # fmt: skip
    assert told[1].new["sm3"] == sm3


def test_a_reader_in_english_sees_english_heads_and_the_same_seal_and_document(window, kept, keeper, person):
    speaking = window(keeper)
    own = speaking.get(kept).content.decode()
    speaking.post("/language/", {"language": "en", "next": "/"})
    page = speaking.get(kept).content.decode()
    assert ">Period</th>" in page
    assert "时期" not in page
    sm3 = sealed_sheet(person, "personnel")[1]
    assert sm3[:20] in own
    assert sm3[:20] in page
    paper = Document(io.BytesIO(speaking.get(kept + "personnel.docx").content))
    assert "人事视图" in paper.paragraphs[0].text
    assert paper.tables[0].rows[1].cells[1].text == "公务员年度考核"


def test_results_and_entries_by_the_pages(window, keeper, personnel, office, head, unit, person, other):
    page = window(keeper)
    given = {
        "person": "G001",
        "period": "2025-Q4",
        "kind": "staff",
        "score": "91.0",
        "grade": "称职",
        "fixed_on": "2026-01-10",
    }
    assert page.post("/people/results/file/", given).status_code == 302
    again = page.post("/people/results/file/", given | {"score": "92"})
    assert (again.status_code, "已经归集" in again.content.decode()) == (422, True)
    first = PersonResult.objects.get()
    fixed = {"score": "92.0", "grade": "优秀", "reference": "裁定 1 号", "reason": "申诉成立"}
    assert page.post(f"/people/results/{first.pk}/correct/", fixed).status_code == 302
    shown = page.get("/people/results/?sort=-period").content.decode()
    assert all(words in shown for words in ("已被更正", "92.0", "91.0"))
    assert page.get("/people/results/?q=2025&export=csv").content.decode().count("\r\n") == 3
    file = io.BytesIO("资料".encode())
    file.name = "考评表.txt"
    unit_month = {"unit": unit.code, "period": "2026-05", "results": "绩效考评|96.2", "file": file}
    assert window(office).post("/people/entries/unit-period/", unit_month).status_code == 302
    central, own = ArchiveEntry.objects.order_by("holder")
    text = window(head).get(f"/people/entries/{own.pk}/").content.decode()
    assert "96.2" in text
    assert central.get_holder_display() in text
    assert window(other).get(f"/people/entries/{own.pk}/").status_code == 403
    assert window(head).post(f"/people/entries/{own.pk}/discard/", {"reason": "保管期满"}).status_code == 302
    assert page.post("/people/entries/close-year/", {"year": 2025}).status_code == 302
    assert ArchiveYear.objects.get().entries == 1
    single = {"person": "G001", "kind": "other", "title": "培训证书", "words": "合格"}
    assert page.post("/people/entries/file/", single).status_code == 302
    made = ArchiveEntry.objects.get(title="培训证书")
    assert window(personnel).post(f"/people/entries/{made.pk}/withdraw/", {"reason": "材料不实"}).status_code == 302
    assert "材料不实" in page.get(f"/people/entries/{made.pk}/").content.decode()


def test_duties_and_a_scheme_by_the_pages(window, head, make_account, person, unit, clerk):
    post = Post.objects.get(person=person)
    page = window(make_account(("liaison", unit)))
    assert "没有书面职责" in page.get("/people/duties/").content.decode()
    target = {"year": 2026, "name": "办结率", "standard": "98%", "value": "98.0"}
    assert page.post(f"/people/duties/{post.pk}/target/", target).status_code == 422
    assert page.post(f"/people/duties/{post.pk}/write/", {"duty": "受理许可"}).status_code == 302
    assert page.post(f"/people/duties/{post.pk}/target/", target).status_code == 302
    assert "98.0" in page.get(f"/people/duties/{post.pk}/").content.decode()
    assert window(clerk).get(f"/people/duties/{post.pk}/").status_code == 200
    given = {
        "unit": unit.code,
        "title": "考评方案",
        "basis": "岗位职责",
        "since": "2026-01-01",
        "own": 20,
        "peers": 30,
        "leader": 50,
    }
    assert page.post("/people/schemes/draft/", given | {"leader": 40}).status_code == 422
    assert page.post("/people/schemes/draft/", given).status_code == 302
    made = StaffScheme.objects.get()
    assert "1 个没有施行" in page.get("/people/schemes/gaps/").content.decode()
    assert window(head).post(f"/people/schemes/{made.pk}/adopt/").status_code == 302
    assert "0 个没有施行" in page.get("/people/schemes/gaps/").content.decode()
    assert window(head).post(f"/people/schemes/{made.pk}/open-round/", {"quarter": "2026-Q3"}).status_code == 302
    assert StaffRound.objects.get().lines.count() == 1
    assert window(head).get(f"/people/schemes/{made.pk}/").status_code == 200
    assert window(head).post(f"/people/schemes/{made.pk}/end/", {"reason": "重拟"}).status_code == 302


def test_a_quarter_by_the_pages(window, quarter, accounts, head, office, group, make_account, on, watcher):
    path, leading = f"/people/staff-rounds/{quarter.pk}/", window(head)
    lines = list(quarter.lines.order_by("person__code"))
    check = {"day": "2026-06-01", "words": "离岗", "points": "0.5"}
    assert leading.post(f"/people/staff-rounds/lines/{lines[1].pk}/check/", check).status_code == 302
    assert leading.post(path + "begin-selfs/").status_code == 302
    for line, account in zip(lines, accounts, strict=True):
        for month in ("2026-04", "2026-05", "2026-06"):
            given = {"month": month, "words": "办件", "score": "90"}
            assert window(account).post(f"/people/staff-rounds/lines/{line.pk}/self/", given).status_code == 302
    on(dt.date(2026, 7, 6))
    assert leading.post(path + "begin-peers/").status_code == 302
    for line, account in zip(lines, accounts, strict=True):
        marks = {f"mark_{one.pk}": "95" for one in lines if one != line}
        assert window(account).post(path + "ballot/", marks).status_code == 302
    assert leading.post(path + "begin-comments/").status_code == 302
    for number, line in enumerate(lines):
        given = {"score": "96", "words": "踏实", "grade": "称职" if number else "优秀"}
        assert leading.post(f"/people/staff-rounds/lines/{line.pk}/comment/", given).status_code == 302
    assert leading.post(path + "hand-in/").status_code == 302
    assert window(office).post(path + "send-back/", {"reason": "补材料"}).status_code == 302
    leading.post(path + "hand-in/")
    assert window(office).post(path + "put-up/").status_code == 302
    assert window(group).post(path + "approve/", {"reason": "同意"}).status_code == 302
    refused = window(office).post(path + "announce/")
    assert (refused.status_code, "只有 1 人" in refused.content.decode()) == (422, True)
    assert window(make_account("decision")).post(path + "approve/").status_code == 302
    assert window(office).post(path + "announce/").status_code == 302
    assert (
        window(watcher).post(f"/people/staff-rounds/lines/{lines[0].pk}/object/", {"words": "有投诉"}).status_code
        == 302
    )
    said = StaffRound.objects.get().objections.get()
    given, there = {"answer": "查无此事"}, f"/people/staff-rounds/objections/{said.pk}/answer/"
    assert f"{lines[0].person}：有投诉" in window(office).get(there).content.decode()
    assert window(office).post(there, given).status_code == 302
    on(dt.date(2026, 7, 14))
    assert window(office).post(path + "close-publicity/").status_code == 302
    assert window(office).post(path + "payment/", {"reference": "JX-2026-7"}).status_code == 302
    mine = window(accounts[1]).get(path).content.decode()
    assert "93.55" not in window(accounts[0]).get(path).content.decode()
    assert str(StaffLine.objects.get(pk=lines[1].pk).score) in mine
    assert window(accounts[0]).get(f"/people/staff-rounds/lines/{lines[1].pk}/").status_code == 403
    assert window(accounts[0]).get(f"/people/staff-rounds/lines/{lines[0].pk}/").status_code == 200
    assert "JX-2026-7" in window(office).get(path).content.decode()
    assert window(office).get("/people/staff-rounds/").status_code == 200


def test_an_annual_form_by_the_pages(window, head, keeper, clerk, person, other):
    file_result(by=keeper, person=person, period="2026-03", score=Decimal(90))
    page = window(head)
    assert page.post("/people/annual/open/", {"person": "G001", "year": 2026}).status_code == 302
    made = AnnualForm.objects.get()
    path = f"/people/annual/{made.pk}/"
    assert page.post(path + "refresh/").status_code == 422
    assert window(clerk).post(path + "write/", {"summary": "全年总结"}).status_code == 302
    assert page.post(path + "grade/", {"grade": "优秀", "words": "好"}).status_code == 422
    assert page.post(path + "grade/", {"grade": "称职", "words": "称职"}).status_code == 302
    assert window(keeper).post(path + "confirm/").status_code == 302
    assert "锁定" in window(clerk).get(path).content.decode()
    assert window(other).get(path).status_code == 403


def test_honours_and_conduct_by_the_pages(window, keeper, personnel, person, unit):
    page = window(keeper)
    given = {
        "title": "先进个人",
        "level": "city",
        "issuer": "市委",
        "given_on": "2026-07-01",
        "people": "G001",
        "units": unit.code,
    }
    assert page.post("/people/honours/give/", given).status_code == 302
    made = Honour.objects.get(person=person)
    assert Honour.objects.count() == 2
    assert window(personnel).post(f"/people/honours/{made.pk}/withdraw/", {"reason": "不实"}).status_code == 302
    assert "已撤销" in page.get("/people/honours/").content.decode()
    told = {"person": "G001", "context": "emergency", "day": "2026-08-01", "words": "带队抢险", "source": "抢险通报"}
    assert page.post("/people/situations/record/", told).status_code == 302
    held = Situation.objects.get()
    assert window(personnel).post(f"/people/situations/{held.pk}/verify/").status_code == 302
    assert window(personnel).post(f"/people/situations/{held.pk}/withdraw/", {"reason": "重复"}).status_code == 302


def test_integrity_and_reports_by_the_pages(window, watcher, keeper, clerk, other, person):
    page = window(watcher)
    assert (
        page.post(
            "/people/newcomers/register/", {"event": "promoted", "on": "2026-06-01", "people": "G001"}
        ).status_code
        == 302
    )
    made = Newcomer.objects.get()
    assert page.post(f"/people/newcomers/{made.pk}/item/", {"item": "talk", "on": "2026-06-02"}).status_code == 302
    assert "不齐" in page.get(f"/people/newcomers/{made.pk}/").content.decode()
    assert page.post("/people/integrity/open/", {"person": "G001"}).status_code == 302
    file = IntegrityFile.objects.get()
    path = f"/people/integrity/{file.pk}/"
    record = {"kind": "violation", "day": "2026-05-01", "words": "违规收受礼品"}
    assert page.post(path + "record/", record).status_code == 302
    assert "违规收受礼品" in page.get(path).content.decode()
    assert window(keeper).get(path).status_code == 403
    assert page.post(path + "summary/", {"words": "一个问题在查"}).status_code == 302
    assert window(keeper).post(f"/people/archives/{person.code}/sheet/", {"use": "review"}).status_code == 302
    sheet = PromotionSheet.objects.get()
    assert "1 个违规问题未了结" in window(keeper).get(f"/people/sheets/{sheet.pk}/").content.decode()
    assert window(clerk).get(f"/people/sheets/{sheet.pk}/").status_code == 403
    held = file.records.get()
    assert page.post(f"/people/integrity/records/{held.pk}/close/", {"conclusion": "已处理"}).status_code == 302
    pledge = {"title": "廉洁承诺", "year": 2026, "signed_on": "2026-01-05", "people": "G001", "organisation": "局党委"}
    assert page.post("/people/pledges/sign/", pledge).status_code == 302
    assert Pledge.objects.count() == 2
    matter = {"kind": "matter", "happened_on": "2026-05-12", "words": "购房一套"}
    assert window(clerk).post("/people/reports/file/", matter).status_code == 302
    report = PersonalReport.objects.get()
    assert "购房一套" in window(clerk).get(f"/people/reports/{report.pk}/").content.decode()
    for one in (other, keeper):
        assert window(one).get(f"/people/reports/{report.pk}/").status_code == 403
    assert "购房" not in window(keeper).get("/people/reports/").content.decode()
    assert Event.objects.filter(verb="read_report", outcome="denied").count() == 2
    assert window(keeper).get("/people/reports/compliance/?year=2025&kind=annual").status_code == 200


def test_leaders_and_life_meetings_by_the_pages(window, keeper, personnel, head, desk, unit):
    chief = desk(unit, "L001", title="局长", grade="chief")
    page = window(keeper)
    assert page.post("/people/leaders/open/", {"person": "L001", "year": 2026}).status_code == 302
    made = LeaderAppraisal.objects.get(person=chief)
    path = f"/people/leaders/{made.pk}/"
    assert "没有任务数据，不提等次" in page.get(path).content.decode()
    assert page.post(path + "target/", {"name": "通车", "standard": "年底", "aim": "10"}).status_code == 302
    target = made.targets.get()
    told = {"done": "on", "result": "10.5", "source": "交工验收单"}
    assert page.post(f"/people/leaders/targets/{target.pk}/result/", told).status_code == 302
    for day in ("2026-11-01", "2026-11-02", "2026-11-03"):
        assert page.post(path + "note/", {"day": day, "whom": "peer", "words": "务实"}).status_code == 302
    given = {"standard": "标准", "team_score": "95", "score": "93.5", "evaluation": "好", "grade": "称职"}
    assert page.post(path + "evaluate/", given).status_code == 302
    assert "交工验收单" in page.get(path).content.decode()
    assert window(personnel).post(path + "finalise/").status_code == 302
    bureau = window(head)
    given = {"unit": unit.code, "title": "年度民主生活会", "planned_on": "2026-11-16"}
    assert bureau.post("/people/life-meetings/prepare/", given).status_code == 302
    meeting = LifeMeeting.objects.get()
    path = f"/people/life-meetings/{meeting.pk}/"
    assert bureau.post(path + "hold/", {"held_on": "2026-11-16", "criticism": "认真"}).status_code == 422
    for step in ("study", "opinions", "problems", "talks", "analysis"):
        assert bureau.post(path + "step/", {"step": step, "on": "2026-11-10", "words": "已办"}).status_code == 302
    held = {"held_on": "2026-11-16", "criticism": "认真", "problems": "会风松|压缩会议|L001|2026-12-31"}
    assert bureau.post(path + "hold/", held).status_code == 302
    assert "记录不规范" in bureau.get(path).content.decode()
    problem = meeting.problems.get()
    assert (
        bureau.post(
            f"/people/life-meetings/problems/{problem.pk}/tell/", {"status": "done", "told": "已压缩"}
        ).status_code
        == 302
    )
    assert bureau.post(path + "circulate/", {"scope": "全局"}).status_code == 302
    assert bureau.post(path + "report-back/").status_code == 422
