"""The pages: who sees what, what is done on them, and that nothing leads to whoever complained."""

import datetime as dt
import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kaogong.audit.models import Event, PrivateWords
from kaogong.listen.actions.complaints_intake import rate_complaint
from kaogong.listen.actions.complaints_watch import chase_complaints
from kaogong.listen.models import (
    Attachment,
    Compensation,
    Complainant,
    Complaint,
    Concern,
    ContactPoint,
    Extension,
    Handler,
    Handling,
    Lead,
    ServicePromise,
)
from kaogong.org.actions import set_setting
from kaogong.org.models import Often, Supervisor
from kaogong.org.models.powers import Power
from kaogong.portal.actions import tell
from kaogong.portal.models import Notice
from kaogong.portal.queries.notices import as_told
from kaogong.portal.queries.search import search
from listen.complaints import (
    BEGIN,
    WHO,
    WORDS,
    answerer,
    bureau,
    carry,
    complain,
    evidence_here,
    first_of_september,
    found_unit,
    handler,
    inspector,
    open_account,
    outsider,
    second,
    turn,
    window,
)

__all__ = [
    "answerer", "bureau", "carry", "complain", "evidence_here", "first_of_september", "found_unit", "handler", "inspector",
    "open_account", "outsider", "second", "turn", "window",
]  # fmt: skip
EVERY = ("", "statistics/", "concerns/", "promises/", "contacts/", "months/2026-09/")
CENTRE = ("handlers/", "leads/", "leads/new/", "teams/")
NAMED = {f"complainant_{name}": words for name, words in WHO.items()}
SECRETS = (*WHO.values(), "13900001234", "周某的照片")


def picture(name="周某的照片.png"):
    """A small picture under a name that tells."""
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636001000000050001"
        "0d0a2db40000000049454e44ae426082"
    )
    return SimpleUploadedFile(name, pixel, "image/png")


@pytest.fixture
def posted(db, bureau):
    """A complaint with a name and a picture, as somebody without an account sends it; gives the answer."""

    def send(**given):
        fields = {
            "about": "市行政审批局", "title": "办证三次未办成", "words": WORDS, "topic": "approval", "once": str(Complaint.objects.count()),
        } | given  # fmt: skip
        return Client().post("/listen/complain/", fields)

    return send


def test_anybody_complains_without_a_script_and_reads_the_code_once(posted, bureau):
    page = Client().get("/listen/complain/")
    style = re.search(r'href="(/static/[^"]+\.css)"', page.content.decode())[1]
    assert "<script" not in page.content.decode()
    assert len(page.content) + len(b"".join(Client().get(style).streaming_content)) < 60_000
    sent = posted()
    made = Complaint.objects.get()
    code = re.search(r'<code class="big">(\w{10})</code>', sent.content.decode())[1]
    assert (made.unit, made.named, made.channel) == (bureau, False, "page")
    assert not Complainant.objects.exists()
    follow = Client().post("/listen/complain/follow/", {"number": made.number, "code": code})
    assert "等待受理" in follow.content.decode()
    wrong = Client().post("/listen/complain/follow/", {"number": made.number, "code": "AAAAAAAAAA"})
    assert wrong.status_code == 404
    assert made.title not in wrong.content.decode()
    assert Complaint.objects.get().failures == 1
    assert posted(title="").status_code == 422


def test_one_address_cannot_complain_without_end(posted):
    assert {posted(title=f"第{n}件").status_code for n in range(10)} == {200}
    assert posted().status_code == 429
    assert Complaint.objects.count() == 10


def test_codes_are_not_tried_without_end_whichever_process_is_met(db, monkeypatch):
    """What one process counted is there for another, and after a restart; an hour later it is over."""
    from kaogong.org.actions import often

    tried = {"number": "TS-2026-00001", "code": "AAAAAAAAAA"}
    assert {Client().post("/listen/complain/follow/", tried).status_code for _ in range(120)} == {404}
    assert Client().post("/listen/complain/follow/", tried).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").post("/listen/complain/follow/", tried).status_code == 404
    assert "127.0.0.1" not in str(list(Often.objects.values()))
    assert Often.objects.order_by("-number").first().number == 121
    now = timezone.now()
    monkeypatch.setattr(often.timezone, "now", lambda: now + dt.timedelta(minutes=61))
    assert Client().post("/listen/complain/follow/", tried).status_code == 404
    often.forget_often()
    assert Often.objects.count() == 1


@pytest.fixture
def told(posted, carry, handler):
    """A complaint with a name and a picture on its way to the unit, and everything known of who sent it."""
    posted(**NAMED, file=picture())
    made = Complaint.objects.get()
    carry(made, "handling")
    return made


def table(name, size=40):
    made = io.BytesIO(("时间,窗口\n" + "10:15,3号\n" * (size // 12)).encode())
    made.name = name
    return made


def test_several_files_come_with_a_complaint_as_many_and_as_large_as_the_house_takes(posted, window, handler):
    page = Client().get("/listen/complain/").content.decode()
    assert "最多 5 份，合计 40 MB 以内" in page
    assert "multiple" in page
    for key, value in (("files_most", 2), ("files_size", 1)):
        set_setting(by=None, key=f"listen.{key}", value=value, reason="带宽有限")
    sent = posted(file=[table("一.csv"), table("二.csv"), table("三.csv")])
    assert (sent.status_code, Complaint.objects.count()) == (422, 0)
    assert "选了 3 份，最多 2 份" in sent.content.decode()
    large = posted(file=[table("一.csv", 700_000), table("二.csv", 700_000)])
    assert "合计超过 1 MB" in large.content.decode()
    program = io.BytesIO(b"MZ" + bytes(200))
    program.name = "看图.csv"
    unfit = posted(file=[table("一.csv"), program])
    assert (unfit.status_code, Complaint.objects.count()) == (422, 0), "one unfit file, and none is taken"
    posted(file=[table("一.csv"), table("二.csv", 80)])
    assert [one.name for one in Attachment.objects.all()] == ["一.csv", "二.csv"]
    given = {
        "about": "窗口",
        "title": "排队太久",
        "words": WORDS,
        "topic": "other",
        "channel": "phone",
        "file": [table("三.csv", 90), table("四.csv", 100)],
    }
    assert window(handler).post("/listen/complaints/new/", given).status_code == 200
    assert Complaint.objects.count() == 2
    assert Attachment.objects.count() == 4


@pytest.mark.parametrize("path", EVERY)
def test_every_page_is_there_for_those_it_concerns(told, window, handler, answerer, outsider, path):
    assert window(handler).get(f"/listen/complaints/{path}").status_code == 200
    assert window(answerer).get(f"/listen/complaints/{path}").status_code == 200
    assert window(outsider).get(f"/listen/complaints/{path}").status_code == 403
    assert window().get(f"/listen/complaints/{path}").status_code == 302


@pytest.mark.parametrize("path", CENTRE)
def test_leads_and_handlers_are_of_the_centre(told, window, inspector, answerer, path):
    assert window(inspector).get(f"/listen/complaints/{path}").status_code == 200
    assert window(answerer).get(f"/listen/complaints/{path}").status_code == 403


def test_nothing_leads_to_whoever_complained(told, window, handler, inspector, answerer, open_account, bureau, turn):
    """From pages, exports, search, desk, audit and notices, for everybody but a named handler who gives a reason."""
    office, head = open_account(Power.OFFICE), open_account((Power.HEAD, bureau))
    turn("2026-09-21")
    chase_complaints(by=None)
    tell()
    paths = [
        f"/listen/complaints/{path}"
        for path in (*EVERY, "?q=1390000", "?export=csv", f"{told.pk}/", "statistics/?export=csv")
    ]
    for account in (inspector, answerer, office, head, handler):
        pages = [window(account).get(path).content.decode() for path in paths]
        pages += [window(account).get("/").content.decode(), window(account).get("/notices/").content.decode()]
        pages += [str(search(account, words)) for words in (*SECRETS, told.number)]
        seen = "\n".join(pages)
        for secret in SECRETS:
            if account == handler and secret == "周某的照片":
                continue  # who handles it may open the file, and so knows its name
            assert secret not in seen.replace(f"q={secret}", ""), (account, secret)
    for account in (answerer, head, office):
        pages = [window(account).get(path).content.decode() for path in paths]
        assert not any(WORDS in page or told.title in page for page in pages)
    trail = json.dumps(list(Event.objects.values("old", "new", "reason", "subject", "private")), ensure_ascii=False)
    trail += str(list(PrivateWords.objects.values_list("words", flat=True)))
    trail += "".join(f"{one.words}{one.about}{one.url}" for one in as_told(Notice.objects.select_related("event")))
    assert Notice.objects.filter(account=answerer).exists()
    assert not any(secret in trail for secret in SECRETS)


def test_the_database_holds_the_identity_only_sealed(told):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name || phone || address FROM listen_complainant")
        (held,) = cursor.fetchone()
        cursor.execute("SELECT name FROM listen_attachment")
        (name,) = cursor.fetchone()
    assert not any(secret in held + name for secret in SECRETS)
    assert Complainant.objects.get().name == WHO["name"]


def test_a_handler_opens_the_identity_with_a_reason_and_each_look_is_on_record(
    told, window, handler, inspector, answerer
):
    path = f"/listen/complaints/{told.pk}/identity/"
    for account in (inspector, answerer):
        assert window(account).post(path, {"reason": "看看"}).status_code == 403
    assert window(handler).post(path, {"reason": ""}).status_code == 302
    assert window(handler).get(path).status_code == 302
    assert not Event.objects.filter(verb="see_identity", outcome="done").exists()
    page = window(handler).post(path, {"reason": "电话核实经过"})
    assert all(words in page.content.decode() for words in WHO.values())
    event = Event.objects.get(verb="see_identity", outcome="done")
    assert (event.actor, event.reason, event.unit, event.new) == (handler, "电话核实经过", "", None)


def opened(there, path):
    """What a file answers; it is read to its end, and closed with it."""
    answer = there.get(path)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def test_a_file_that_tells_is_opened_by_handlers_until_one_releases_it(told, window, handler, inspector, answerer):
    file = Attachment.objects.get()
    path = f"/listen/complaints/files/{file.pk}/"
    assert [opened(window(one), path) for one in (handler, inspector, answerer)] == [200, 403, 403]
    settle = f"/listen/complaints/{told.pk}/settle/"
    assert window(answerer).post(settle, {"verb": "release", "thing": file.pk}).status_code == 403
    assert window(handler).post(settle, {"verb": "release", "thing": file.pk}).status_code == 302
    assert opened(window(answerer), path) == 200
    page = window(answerer).get(f"/listen/complaints/{told.pk}/").content.decode()
    assert "材料 1" in page
    assert "周某" not in page
    window(handler).post(settle, {"verb": "hide", "thing": file.pk})
    assert opened(window(answerer), path) == 403
    assert Event.objects.filter(verb="open_attachment", outcome="done").count() == 2


def test_a_complaint_goes_its_way_by_the_page(complain, window, handler, second, answerer, bureau):
    made = complain(who=WHO).complaint
    path = f"/listen/complaints/{made.pk}/"

    def press(account, verb, **typed):
        return window(account).post(path, {"verb": verb} | typed).status_code

    assert press(handler, "accept_complaint", kind="", topic="approval") == 422
    assert press(handler, "accept_complaint", kind="efficiency", topic="approval", unit=bureau.code) == 302
    assert press(handler, "transfer_complaint", unit=bureau.code, words=f"{WHO['name']}反映", days=15) == 422
    assert press(handler, "transfer_complaint", unit=bureau.code, words="群众反映办证难。", days=15) == 302
    assert press(answerer, "ask_extension", days=3, reason="须调监控") == 302
    settle = f"/listen/complaints/{made.pk}/settle/"
    window(handler).post(settle, {"verb": "approve_extension", "thing": Extension.objects.get().pk})
    assert Extension.objects.get().state == "approved"
    proof = io.BytesIO("时间,窗口\n10:15,3号\n".encode())
    proof.name = "监控.csv"
    assert press(answerer, "reply_complaint", reply="属实。", file=[proof, table("回访.csv")]) == 302
    assert {one.by_unit for one in Attachment.objects.all()} == {bureau}
    assert Attachment.objects.count() == 2
    assert press(handler, "review_reply", verdict="upheld", answer="属实，已补办。") == 302
    words = "审核人不能办结自己审核的投诉，请另一位经办人办结。"
    assert words in window(handler).get(path).content.decode()
    assert words not in window(second).get(path).content.decode()
    assert press(second, "visit_complaint", way="phone", satisfaction="satisfied") == 302
    assert press(second, "close_complaint") == 302
    assert press(second, "open_lead", title="索要好处", words="窗口人员索要好处费。") == 302
    assert Lead.objects.get().complaint == made
    assert Complaint.objects.get().state == "closed"
    page = window(handler).get("/listen/complaints/months/2026-09/?topic=approval").content.decode()
    assert f'<a href="{path}">{made.number}</a>' in page


def test_calls_are_entered_by_the_page(window, handler, bureau):
    given = {
        "channel": "phone",
        "about": "审批窗口",
        "title": "占线",
        "words": "打了三天打不通。",
        "topic": "attitude",
        "unit": bureau.code,
    }
    page = window(handler).post("/listen/complaints/new/", given | NAMED)
    assert re.search(r'<code class="big">\w{10}</code>', page.content.decode())
    assert Complaint.objects.get().named


def test_a_call_that_is_not_handed_in_leaves_no_name_behind(window, handler):
    from kaogong.org.models import Draft

    given = {"_page": "/listen/complaints/new/#EnterForm", "title": "占线", "about": "窗口"} | NAMED
    assert window(handler).post(reverse("org:keep_draft"), given).status_code == 204
    held = str(list(Draft.objects.values_list("fields", flat=True)))
    assert "占线" in held
    assert not any(secret in held for secret in WHO.values())


def test_lists_are_filtered_sorted_and_kept(complain, carry, window, handler, answerer, turn):
    late, fresh = complain(title="久拖").complaint, complain(title="新来").complaint
    carry(late, "handling")
    turn("2026-10-20")
    page = window(handler).get("/listen/complaints/?state=late").content.decode()
    assert "久拖" in page
    assert "新来" not in page
    assert fresh.number not in window(answerer).get("/listen/complaints/").content.decode()
    book = window(handler).get("/listen/complaints/?export=csv&sort=number").content.decode()
    assert book.index(late.number) < book.index(fresh.number)
    assert "新来" in window(handler).get("/listen/complaints/?q=新来").content.decode()


def test_figures_are_live(complain, carry, window, handler, turn):
    first, second_one = complain(title="一").complaint, complain(title="二").complaint
    carry(first, "closed")
    carry(second_one, "handling")
    rate_complaint(by=None, complaint=first, satisfaction="basic")
    turn("2026-10-20")
    told = window(handler).get("/listen/complaints/statistics/").context["told"]
    assert (told["total"], told["open"], told["late"]) == (2, 1, 1)
    assert (told["in_time"].words, told["satisfied"].words) == ("50.0%", "100.0%")
    assert {key: n for key, _name, n in told["states"]}["closed"] == 1
    book = window(handler).get("/listen/complaints/statistics/?export=csv").content.decode()
    assert "市行政审批局,2,1,1,50.0%,100.0%,1,0" in book


def test_promises_contacts_teams_and_concerns_by_their_pages(
    window, handler, second, inspector, open_account, bureau, complain, carry
):
    there = window(inspector)
    promise = {"code": "CN-1", "unit": bureau.code, "title": "三日办结", "words": "三日", "watcher": "", "hotline": ""}
    assert there.post("/listen/complaints/promises/new/", promise).status_code == 302
    made = ServicePromise.objects.get()
    there.post("/listen/complaints/promises/", {"verb": "publish", "promise": made.pk})
    assert ServicePromise.objects.get().state == "draft"
    there.post("/listen/complaints/promises/new/", promise | {"watcher": "市效能办", "hotline": "0000-1234567"})
    there.post("/listen/complaints/promises/", {"verb": "publish", "promise": made.pk})
    assert "0000-1234567" in Client().get("/listen/complain/promises/").content.decode()
    broken = complain(promise=ServicePromise.objects.get()).complaint
    carry(broken, "closed")
    path = f"/listen/complaints/{broken.pk}/"
    assert (
        window(handler)
        .post(path, {"verb": "propose_compensation", "form": "payment", "amount": "200", "words": "赔"})
        .status_code
        == 302
    )
    window(second).post(f"{path}settle/", {"verb": "approve_compensation"})
    window(second).post(f"{path}settle/", {"verb": "pay_compensation"})
    assert Compensation.objects.get().state == "paid"
    liaison = open_account(Power.SUPERVISOR)
    Supervisor.objects.create(person=liaison.person, pool="C", source="企业", since=BEGIN)
    given = {"verb": "set", "name": "某机械厂", "supervisor": liaison.person.code}
    assert there.post("/listen/complaints/contacts/", given).status_code == 302
    problem = f"/listen/complaints/contacts/{ContactPoint.objects.get().pk}/problem/"
    assert window(liaison).post(problem, {"unit": bureau.code, "title": "许可", "words": "不批"}).status_code == 302
    assert there.get(problem).status_code == 403
    assert Handling.objects.filter(fast=True).count() == 1
    team = {"name": "一组", "since": "2026-09-01", "until": "2026-09-08", "members": liaison.person.code}
    assert there.post("/listen/complaints/teams/", team).status_code == 302
    for number in range(2):
        carry(complain(title=f"第{number}件").complaint, "closed")
    concern = Concern.objects.get()
    sent = {"concern": concern.pk, "outcome": "约谈负责人。"}
    assert window(handler).post("/listen/complaints/concerns/", sent).status_code == 302
    assert Concern.objects.get().state == "closed"


def test_a_case_by_its_page(window, inspector, bureau):
    there = window(inspector)
    lead = {"title": "礼金", "words": "收受礼金", "source": "群众举报", "unit": bureau.code}
    assert there.post("/listen/complaints/leads/new/", lead).status_code == 302
    path = f"/listen/complaints/leads/{Lead.objects.get().pk}/"
    there.post(path, {"verb": "file_lead"})
    assert Lead.objects.get().state == "received"
    for verb in ("check_lead", "file_lead"):
        there.post(path, {"verb": verb})
    assert there.post(path, {"verb": "name_involved", "name": "甲某"}).status_code == 302
    assert there.post(path, {"verb": "close_lead", "conclusion": "清楚"}).status_code == 422
    one = Lead.objects.get().involved.get()
    sent = {"verb": "decide_involved", "involved": one.pk, "outcome": "discipline", "words": "警告"}
    assert there.post(path, sent).status_code == 302
    assert there.post(path, {"verb": "close_lead", "conclusion": "清楚"}).status_code == 302
    there.post(path, {"verb": "sanction_lead"})
    assert Lead.objects.get().state == "sanctioned"
    paper = Lead.objects.get().papers.get()
    answer = there.get(f"/listen/complaints/papers/{paper.pk}/")
    assert answer.content[:2] == b"PK"
    assert paper.number in there.get(path).content.decode()


def test_handlers_are_named_by_the_page(window, inspector, open_account):
    other = open_account(Power.DISCIPLINE)
    there = window(inspector)
    own = there.post("/listen/complaints/handlers/", {"verb": "name", "account": inspector.username})
    assert own.status_code == 403
    there.post("/listen/complaints/handlers/", {"verb": "name", "account": other.username})
    made = Handler.objects.get()
    there.post("/listen/complaints/handlers/", {"verb": "end", "handler": made.pk})
    assert Handler.objects.get().until is not None
