"""A citizen complains without a name, is not satisfied with the first answer, gets a second one; the score learns of it."""

import datetime as dt
import re

from django.test import Client

from kaogong.core.scheme.load import load
from kaogong.listen import facts
from kaogong.listen.models import Complaint, Handling
from listen.complaints import (
    answerer,
    bureau,
    evidence_here,
    first_of_september,
    found_unit,
    handler,
    open_account,
    second,
    turn,
    window,
)
from listen.test_complaints_leads import BOOKS

__all__ = [
    "answerer", "bureau", "evidence_here", "first_of_september", "found_unit", "handler", "open_account", "second", "turn",
    "window",
]  # fmt: skip
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def test_a_complaint_from_the_citizen_to_the_score(window, handler, second, answerer, bureau, turn):
    citizen = Client()
    page = citizen.get("/listen/complain/").content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)[1]
    sent = citizen.post("/listen/complain/", {
        "about": "市行政审批局", "title": "许可超期", "words": "八月十日交件，至今没有结果。", "topic": "approval", "once": once,
    }).content.decode()  # fmt: skip
    number, code = re.search(r"TS-\d{4}-\d{5}", sent)[0], re.search(r'<code class="big">(\w{10})</code>', sent)[1]
    path = f"/listen/complaints/{Complaint.objects.get(number=number).pk}/"

    def press(account, verb, **typed):
        assert window(account).post(path, {"verb": verb} | typed).status_code == 302, verb

    def follow(**typed):
        return Client().post("/listen/complain/follow/", {"number": number, "code": code} | typed).content.decode()

    assert "等待受理" in follow()
    assert window(answerer).get(path).status_code == 403
    press(handler, "accept_complaint", kind="efficiency", topic="approval", unit=bureau.code)
    press(handler, "transfer_complaint", unit=bureau.code, words="群众反映许可超期，请核查。", days=15)
    assert number in window(answerer).get("/").content.decode()
    press(answerer, "reply_complaint", reply="正在办理。")
    assert "正在审核" in follow()
    press(handler, "review_reply", verdict="unfounded", answer="承办单位正在办理。")
    assert "承办单位正在办理。" in follow()
    assert "已收下您的评价。" in follow(verb="rate", satisfaction="dissatisfied", words="没有说什么时候办好。")
    assert "已要求重新办理。" in follow(verb="reopen", reason="请查清为什么超期。")
    book = load(BOOKS / "wh_approvals")
    assert facts.tables(book, *YEAR) == {}
    turn("2026-09-03")
    press(handler, "transfer_complaint", unit=bureau.code, words="群众不满意，请查清超期原因。", days=10)
    press(answerer, "reply_complaint", reply="经办人漏办，已补办。", measures="批评教育，补发许可。")
    press(handler, "review_reply", verdict="upheld", answer="反映属实，许可已补发。")
    press(second, "close_complaint")
    assert "反映属实，许可已补发。" in follow(verb="rate", satisfaction="satisfied")
    assert Handling.objects.filter(complaint__number=number).count() == 2
    (event,) = facts.tables(book, *YEAR)["events"].to_pylist()
    assert (event["subject"], event["kind"], event["incident"], event["day"]) == (
        bureau.code,
        "upheld",
        number,
        "2026-09-03",
    )
    assert number in window(handler).get("/listen/complaints/months/2026-09/").content.decode()
