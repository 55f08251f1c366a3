"""Appeals on their pages, from the score to the ruling that was signed for."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from answer.conftest import SAID
from kaogong.answer import actions
from kaogong.answer.models import Appeal, Notice
from kaogong.answer.queries.appeals import counted

DAY = dt.date(2026, 5, 28)
RULED = {"found": "4 项材料按时报送", "grounds": "办法第五条", "meeting": "第 3 次会议"}


@pytest.fixture
def window():
    """A browser of somebody signed in."""

    def sign_in(account):
        client = Client()
        client.force_login(account)
        return client

    return sign_in


def test_the_head_appeals_from_the_score_and_everybody_sees_that_it_is_provisional(window, own, head, office, on):
    on(own.run.ended_at.date())
    page = f"/answer/new/score/{own.pk}/"
    assert page in window(head).get(f"/assess/scores/{own.pk}/").text
    assert page not in window(office).get(f"/assess/scores/{own.pk}/").text
    sent = window(head).post(page, SAID | {"claims": ""})
    assert sent.status_code == 422
    assert SAID["facts"] in sent.text, "what was typed is not lost"
    made = window(head).post(page, SAID)
    appeal = Appeal.objects.get()
    assert made.headers["Location"] == f"/answer/{appeal.pk}/"
    assert f"暂定得分，申诉未裁定 {appeal.number}" in " ".join(
        window(office).get(f"/assess/scores/{own.pk}/").text.split()
    )


def test_somebody_else_sees_neither_list_entry_nor_page(window, appeal, stranger):
    assert appeal.number not in window(stranger).get("/answer/").text
    assert window(stranger).get(f"/answer/{appeal.pk}/").status_code == 403


def test_a_ruling_is_read_as_a_file_and_signed_for(window, appeal, heard, leaders, head, office):
    heard(appeal)
    form = {"outcome": "changed", "rightings": "2026-05|lost|16"} | RULED
    wrong = window(leaders).post(f"/answer/{appeal.pk}/rule/", form | {"rightings": "2026-05|lots|16"})
    assert wrong.status_code == 422
    assert window(leaders).post(f"/answer/{appeal.pk}/rule/", form).status_code == 302
    notice = Notice.objects.get(party="appellant")
    page = window(head).get(f"/answer/{appeal.pk}/").text
    assert "考申裁〔2026〕1号" in page
    assert "由 22.0 更正为 16.0" in page
    for kind, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        assert window(head).get(f"/answer/notices/{notice.pk}/{kind}/").content.startswith(begins)
    assert window(office).post(f"/answer/notices/{notice.pk}/receive/").status_code == 403
    window(head).post(f"/answer/notices/{notice.pk}/receive/")
    notice.refresh_from_db()
    assert notice.received_by == head


def test_the_list_filters_and_leaves_as_a_workbook(window, appeal, office):
    assert appeal.number in window(office).get("/answer/?state=open").text
    assert appeal.number not in window(office).get("/answer/?state=filed").text
    assert window(office).get("/answer/?export=xlsx").content.startswith(b"PK")


def test_the_team_accepts_on_its_page(window, appeal, team, office):
    assert window(office).get(f"/answer/{appeal.pk}/accept/").status_code == 403
    assert window(team).post(f"/answer/{appeal.pk}/accept/", {"suspends": "on"}).status_code == 302
    appeal.refresh_from_db()
    assert (appeal.state, appeal.suspends) == ("accepted", True)
    assert actions.watch_appeals(by=None, day=appeal.hearing_due) == []


def test_while_an_appeal_is_open_no_second_one_is_offered(window, own, head, appeal):
    page = f"/assess/scores/{own.pk}/"
    assert f"/answer/new/score/{own.pk}/" not in window(head).get(page).text
    window(head).post(f"/answer/{appeal.pk}/withdraw/", {"reason": "材料已找到"})
    assert f"/answer/new/score/{own.pk}/" in window(head).get(page).text
    assert "还没有陈述" not in window(head).get(f"/answer/{appeal.pk}/").text


def test_the_middle_of_two_spans_lies_between_them(appeal, office):
    for number, days in enumerate((1, 8), 1):
        Appeal.objects.create(
            number=f"SS-2026-09{number}", kind="score", thing=0, title="", told_on=DAY, last_on=DAY, lodged_on=DAY, hearing_due=DAY,
            state="ruled", outcome="upheld", ruled_on=DAY + dt.timedelta(days=days), body="",
        )  # fmt: skip
    assert (counted(Appeal.objects.all(), DAY)["middle"], counted(Appeal.objects.all(), DAY)["longest"]) == (
        Decimal("4.5"),
        8,
    )
