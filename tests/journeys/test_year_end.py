"""One year-end of a city by the pages alone: places, a veto, a tie, a departure, publicity, a publication, what follows."""

import datetime as dt
import io

import pdfplumber
import pytest
from django.test import Client

from decide.conftest import (
    approved,
    body,
    city,
    decision,
    folders,
    line,
    make_account,
    make_person,
    make_run,
    november,
    office,
    on,
    published,
    settle,
)
from kaogong.decide.models import Move, Publication, Settlement
from kaogong.org.models.powers import Power

__all__ = [
    "approved", "body", "city", "decision", "folders", "line", "make_account", "make_person", "make_run", "november", "office",
    "on", "published", "settle",
]  # fmt: skip
BOOK, CASE, SCHEME = "qd_coastal_city", "共4件", "unit_grade"


@pytest.fixture
def window():
    """A browser in which somebody is signed in."""

    def open_for(account):
        made = Client()
        made.force_login(account)
        return made

    return open_for


def test_a_year_end(window, make_run, office, decision, make_account, body, city, on):
    run = make_run(BOOK, CASE)
    other_account = make_account(Power.OFFICE)
    desk, board = window(office), window(decision)

    def sends(who, path, expected=302, **given):
        answer = who.post(path, given)
        assert answer.status_code == expected, answer.content.decode()[:3000]
        return answer

    sends(desk, f"/decide/draw/?cycle={run.cycle_id}", source=f"{run.pk}:{SCHEME}")
    made = Settlement.objects.get()
    place = f"/decide/settlements/{made.pk}/"
    page = desk.get(place).content.decode()
    assert made.quotas.exists()
    assert "等次规则与名额" in page

    best, lower = made.grades[0], made.grades[1]
    last = made.proposals.filter(final=best).order_by("-rank").first()
    one = f"/decide/lines/{last.pk}/"
    vote = {
        "grade": lower,
        "reason": "年内两次被通报",
        "body": body.pk,
        "votes_for": 5,
        "votes_against": 1,
        "votes_none": 1,
    }
    sends(desk, one, 422, **vote | {"reason": ""})
    sends(desk, one, **vote)
    move = Move.objects.get()
    sends(desk, f"/decide/moves/{move.pk}/approve/", 403)
    sends(board, f"/decide/moves/{move.pk}/approve/")
    pack = desk.get(f"{place}pack.pdf")
    text = "".join(page.extract_text() or "" for page in pdfplumber.open(io.BytesIO(pack.content)).pages).replace(
        " ", ""
    )
    assert "年内两次被通报" in text
    assert f"{best}→{lower}".replace(" ", "") in text

    sends(desk, f"{place}begin/")
    made.refresh_from_db()
    sends(board, f"{place}object/", source="staff", words="排名与公示不符", proposal=last.pk)
    on(made.publicity_until + dt.timedelta(days=1))
    desk, board, other = window(office), window(decision), window(other_account)
    sends(desk, f"{place}close/", 409)
    said = made.objections.get()
    sends(desk, f"/decide/objections/{said.pk}/answer/", upheld="no", answer="经核对无误")
    sends(desk, f"{place}close/")
    given = {"number": "示绩领〔2026〕1号", "body": body.pk, "day": str(made.publicity_until)}
    sends(desk, f"{place}approve/", 403, **given)
    sends(board, f"{place}approve/", **given)
    day = str(made.publicity_until + dt.timedelta(days=1))
    sends(desk, f"{place}publish/", number="示效〔2026〕1号", issuer="市效能办", audience="public", publish_on=day)

    notice = Publication.objects.get()
    page = desk.get(f"/decide/notices/{notice.pk}/").content.decode()
    assert "与计算等次不同的" in page
    assert "年内两次被通报" in page
    assert "赞成 5，反对 1，弃权 1" in page
    public = Client().get("/public/verify/", {"code": notice.code})
    assert public.status_code == 302
    followed = made.consequences.filter(state="due").first()
    result = f"/decide/results/{followed.pk}/"
    assert "印发文书" in desk.get(result).content.decode()
    sends(desk, f"{result}paper/", kind="letter", number="示效函〔2026〕1号", title="通知", issuer="市效能办",
          issued_on=day, paragraphs="请落实。")  # fmt: skip
    followed.refresh_from_db()
    printed = desk.get(f"/decide/papers/{followed.paper.pk}/paper.pdf")
    assert printed.content.startswith(b"%PDF")
    assert followed.paper.code in "".join(
        p.extract_text() or "" for p in pdfplumber.open(io.BytesIO(printed.content)).pages
    )
    sends(desk, f"{result}report/", kind="rectification", due=str(made.publicity_until + dt.timedelta(days=30)))
    report = followed.reports.get()
    head = window(make_account((Power.HEAD, report.unit)))
    sends(head, f"/decide/reports/{report.pk}/hand-in/", cause="统筹不够", measures="专班推进", result="已整改")
    sends(head, f"/decide/reports/{report.pk}/check/", 403, accepted="yes")
    sends(other, f"/decide/reports/{report.pk}/check/", accepted="yes")
    report.refresh_from_db()
    assert report.state == "accepted"
