"""A real log of building permits, end to end: taken in, timed, carded, scored, published. Nothing of it is kept here."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.test import Client

from kaogong.approvals import actions
from kaogong.approvals.models import Body, Card, Case, CaseEvent
from kaogong.approvals.queries.board import timeline
from kaogong.approvals.queries.columns import COLUMNS, HEADS
from kaogong.approvals.queries.months import line_of
from kaogong.org.models import Grant
from real.shared import rows

PROMISED, STATUTORY = 40, 45


def moment(text):
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC).isoformat()


def events():
    """The log as events: a case begins, its tasks are done, it ends where the log knows when."""
    cases = {}
    for row in rows("permits", "permits.csv"):
        cases.setdefault(row["case:concept:name"], []).append(row)
    for name, several in cases.items():
        first = several[0]
        channel = "online" if first["case:channel"] == "Internet" else "window"
        yield {
            "number": f"{name}-0",
            "case": name,
            "verb": "accept",
            "at": moment(first["case:startdate"]),
            "item": "permit",
            "channel": channel,
        }
        for turn, row in enumerate(several, 1):
            yield {
                "number": f"{name}-{turn}",
                "case": name,
                "verb": "step",
                "at": moment(row["time:timestamp"]),
                "step": row["concept:name"][:60],
                "handler": row["org:resource"],
            }
        if first["case:enddate"]:
            yield {"number": f"{name}-end", "case": name, "verb": "decide", "at": moment(first["case:enddate"])}


@pytest.mark.slow
def test_from_a_log_to_a_bulletin(db, body, make_item, on, inspector, colleague):
    on(dt.date(2012, 2, 1))
    Grant.objects.update(since=dt.date(2000, 1, 1))
    Body.objects.update(since=dt.date(2000, 1, 1))
    actions.count_days(by=None, first=dt.date(2010, 1, 1), last=dt.date(2012, 12, 31))
    make_item("permit", since=dt.date(2010, 1, 1), promised_days=PROMISED, statutory_days=STATUTORY)
    source = actions.add_source(by=None, code="permits", name="许可系统")
    told = list(events())
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow([HEADS[one] for one in COLUMNS])
    sheet.writerows([one.get(name, "") for name in COLUMNS] for one in told)

    def take():
        file = ContentFile(out.getvalue().encode(), "permits.csv")
        return actions.take_file(account=None, source=source, file=file, name="permits.csv", whole=True, way="file")

    made = take()
    assert (made.taken, made.bad) == (len(told), 0)
    assert Case.objects.count() == len({one["case"] for one in told})
    again = take()
    assert (again.taken, again.again) == (0, len(told))
    assert CaseEvent.objects.count() == len(told)
    for case in Case.objects.order_by("number")[:60]:
        clock = timeline(case).clock
        assert (clock.state, clock.accepted_no, clock.ended_no) == (case.state, case.accepted_no, case.ended_no)

    actions.add_rule(by=None, name="超期", trigger="past", colour="red", share=Decimal(100), since=dt.date(2010, 1, 1))
    late = Case.objects.filter(outcome="late").count()
    running = Case.objects.filter(state="running").count()
    issued = actions.issue_cards(by=None)
    assert late <= issued <= late + running
    assert issued > 0
    for card in Card.objects.order_by("pk")[:3]:
        actions.verify_card(by=inspector, card=card)
    month = actions.draft_month(by=inspector, period="2012-02")
    line = line_of(month, body.unit.code)
    assert [one["score"] for one in line["parts"]][:2] == ["41.00", "0.00"]
    actions.approve_month(by=colleague, month=month)
    actions.publish_month(by=inspector, month=month)
    desk = Client()
    desk.force_login(inspector)
    month.refresh_from_db()
    name, total = line["name"], line["total"]
    docx, pdf = (desk.get(f"/approvals/months/2012-02/{kind}/") for kind in ("docx", "pdf"))
    assert (docx.status_code, pdf.status_code, pdf.content[:5]) == (200, 200, b"%PDF-")
    with zipfile.ZipFile(io.BytesIO(docx.content)) as parts:
        words = parts.read("word/document.xml").decode()
    said = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf.content))
    public = Client().get("/approvals/open/2012-02/")
    assert public.status_code == 200
    for text in (words, said, public.content.decode()):
        assert name in text
        assert total in text
