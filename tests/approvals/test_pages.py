"""The pages: who sees what, and what is done on them."""

import io

import pytest
from django.test import Client

from kaogong.approvals import actions
from kaogong.approvals.models import Card, CardRule, Change, Finding, Intake, ItemVersion, Patrol

EVERY = (
    "",
    "cards/",
    "rules/",
    "items/",
    "changes/",
    "intakes/",
    "findings/",
    "patrols/",
    "gaps/",
    "platform/",
    "months/",
)


@pytest.fixture
def window():
    def open_(account):
        found = Client()
        found.force_login(account)
        return found

    return open_


@pytest.fixture
def told(tell, make_item, inspector):
    """A case in hand, one suspended, one overdue with its card."""
    make_item(steps=[{"code": "s1", "name": "受理", "days": 1}])
    tell(
        ("a1", "K1", "accept", "2026-09-15 09:00", {"item": "A1"}),
        ("a2", "K1", "step", "2026-09-16 09:00", {"step": "s1", "handler": "甲"}),
        ("b1", "K2", "accept", "2026-09-01 09:00", {"item": "A1"}),
        ("b2", "K2", "suspend", "2026-09-02 09:00", {"reason": "supplement"}),
        ("c1", "K3", "accept", "2026-08-20 09:00", {"item": "A1"}),
    )
    actions.add_rule(by=None, name="超期", trigger="past", colour="red", share=100)
    CardRule.objects.update(since="2026-01-01")
    actions.issue_cards(by=None)


@pytest.mark.parametrize("path", EVERY)
def test_every_page_is_there_for_those_who_supervise(told, window, inspector, stranger, path):
    assert window(inspector).get(f"/approvals/{path}").status_code == 200
    assert window(stranger).get(f"/approvals/{path}").status_code == 403


def test_the_board_tells_clocks_and_cards(told, window, inspector):
    page = window(inspector).get("/approvals/").content.decode()
    for words in ("K1", "剩 5 个工作日", "中止：补正", "超 13 日", "RP-2026-0001", "待核实", "逐张核实 1"):
        assert words in page, words
    page = window(inspector).get("/approvals/?clock=late").content.decode()
    assert "K3 ·" in page
    assert "K1 ·" not in page
    book = window(inspector).get("/approvals/?export=csv").content.decode()
    assert book.count("\r\n") == 4


def test_a_list_is_kept_as_a_view(told, window, inspector):
    page = window(inspector)
    kept = {"page": "/approvals/cards/", "asked": "colour=red&state=proposed", "name": "待核实红牌"}
    assert page.post("/org/views/", kept).status_code == 302
    assert 'href="/approvals/cards/?colour=red&amp;state=proposed"' in page.get("/approvals/cards/").content.decode()
    for at in ("", "items/", "findings/"):
        assert "存为视图" in page.get(f"/approvals/{at}").content.decode(), at


def test_a_unit_sees_its_own(told, window, liaison, make_account, make_unit):
    from kaogong.org.models.powers import Power

    other = make_account((Power.LIAISON, make_unit()))
    number = Card.objects.get().case_id
    assert "K1 ·" in window(liaison).get("/approvals/").content.decode()
    assert "K1 ·" not in window(other).get("/approvals/").content.decode()
    assert [window(who).get(f"/approvals/cases/{number}/").status_code for who in (liaison, other)] == [200, 403]
    assert [window(who).get(f"/approvals/cards/{Card.objects.get().pk}/").status_code for who in (liaison, other)] == [
        200,
        403,
    ]


def test_a_card_goes_its_way_by_the_page(told, window, inspector, colleague, liaison):
    path = f"/approvals/cards/{Card.objects.get().pk}/"
    assert window(liaison).post(path, {"verb": "contest", "reason": ""}).status_code == 422
    assert window(liaison).post(path, {"verb": "contest", "reason": "误计 3 日。"}).status_code == 302
    assert "误计 3 日。" in window(inspector).get(path).content.decode()
    window(inspector).post(path, {"verb": "withdraw", "reason": "异议成立。"})
    assert Card.objects.get().state == "withdrawn"
    assert "异议成立。" in window(colleague).get(path).content.decode()


def test_whoever_cannot_go_on_with_a_card_reads_whom_it_waits_for(told, window, inspector, colleague, liaison):
    path = f"/approvals/cards/{Card.objects.get().pk}/"
    assert "由电子监察机构在" in window(liaison).get(path).content.decode()
    assert "由电子监察机构在" not in window(inspector).get(path).content.decode()
    window(inspector).post(path, {"verb": "verify"})
    window(liaison).post(path, {"verb": "contest", "reason": "误计 3 日。"})
    assert "核实人不能裁定自己核实的牌" in window(inspector).get(path).content.decode()
    settles = window(colleague).get(path).content.decode()
    assert "异议不成立" in settles
    assert "核实人不能裁定" not in settles


def test_only_who_verifies_is_offered_that_in_lists_and_an_urged_card_is_not_urged_again(
    told, window, inspector, liaison
):
    button = ">核实</a>"
    for path in ("/approvals/", "/approvals/cards/"):
        assert button in window(inspector).get(path).content.decode()
        assert button not in window(liaison).get(path).content.decode()
    path, browser = f"/approvals/cards/{Card.objects.get().pk}/", window(inspector)
    browser.post(path, {"verb": "verify"})
    urge = {"verb": "urge", "words": "请办结。"}
    assert "已办理，记录留存。" in browser.post(path, urge, follow=True).content.decode()
    page = browser.post(path, urge, follow=True).content.decode()
    assert "上一次催办还没有到期，不能重复催办。" in page
    assert 'value="urge"' not in page
    assert 'value="correct_matter"' in page


def test_what_is_sent_from_a_second_tab_too_late_is_answered_with_the_reason(told, window, liaison):
    path, tab = f"/approvals/cards/{Card.objects.get().pk}/", window(liaison)
    tab.post(path, {"verb": "contest", "reason": "误计 3 日。"})
    again = tab.post(path, {"verb": "contest", "reason": "再说一次。"}, follow=True)
    assert "这张牌现在是“异议中”，不能这样办。" in again.content.decode()
    assert Card.objects.get().contest == "误计 3 日。"


def test_an_empty_list_says_what_will_be_there_and_a_filter_can_be_cleared(told, window, inspector):
    browser = window(inspector)
    assert "还没有监察记录。" in browser.get("/approvals/findings/").content.decode()
    filtered = browser.get("/approvals/findings/?state=confirmed").content.decode()
    assert "没有符合条件的记录。" in filtered
    assert "清除筛选" in filtered
    assert "登记巡查后会出现在这里" in browser.get("/approvals/patrols/").content.decode()


def test_rows_sent_back_are_handed_in_again_as_they_are_once_put_right(told, window, inspector):
    from kaogong.approvals.models import Source

    def hand_in(text):
        file = io.BytesIO(text.encode())
        file.name = "办件.csv"
        given = {"source": Source.objects.get().pk, "file": file}
        assert window(inspector).post("/approvals/intakes/new/", given).status_code == 302
        return Intake.objects.order_by("-pk")[0]

    made = hand_in(
        "事件编号,办件编号,事项,发生时间,事项编码\nn1,K7,受理,2026-09-10 09:00,A1\nn2,K8,受理,昨天,A1\nn3,,受理,昨天,A1\n"
    )
    back = window(inspector).get(f"/approvals/intakes/{made.pk}/?export=csv").content.decode("utf-8-sig")
    head, first, second = back.strip().splitlines()
    assert head == "事件编号,办件编号,事项,发生时间,事项编码,行,原因"
    assert first.startswith("n2,K8,受理,昨天,A1,3,“发生时间”：")
    assert "“办件编号”：" in second
    assert "“发生时间”：" in second
    again = hand_in(back.replace("昨天", "2026-09-10 09:00").replace("n3,,", "n3,K9,"))
    assert (again.taken, again.bad) == (2, 0)


def test_a_file_that_is_no_table_is_called_that(told, window, inspector):
    from kaogong.approvals.models import Source

    file = io.BytesIO(b"hello")
    file.name = "letter.pdf"
    given = {"source": Source.objects.get().pk, "file": file}
    sent = window(inspector).post("/approvals/intakes/new/", given)
    assert sent.status_code == 422
    assert "这里只收 CSV 和 xlsx。" in sent.content.decode()


def test_a_case_is_told_from_its_events(told, window, inspector):
    page = window(inspector).get("/approvals/?q=K1")
    case = page.context["lines"][0].case
    text = window(inspector).get(f"/approvals/cases/{case.pk}/").content.decode()
    assert all(words in text for words in ("环节办结", "受理", "已用 5 个工作日", "甲"))


def test_a_file_is_taken_and_its_bad_rows_are_sent_back(told, window, inspector):
    lines = "事件编号,办件编号,事项,发生时间,事项编码\nn1,K7,受理,2026-09-10 09:00,A1\nn2,K8,受理,昨天,A1\n"
    file = io.BytesIO(lines.encode("gb18030"))
    file.name = "办件.csv"
    from kaogong.approvals.models import Source

    given = {"source": Source.objects.get().pk, "file": file}
    sent = window(inspector).post("/approvals/intakes/new/", given)
    assert sent.status_code == 302, sent.content.decode()
    made = Intake.objects.order_by("-pk")[0]
    assert (made.taken, made.bad) == (1, 1)
    assert "昨天" in window(inspector).get(f"/approvals/intakes/{made.pk}/").content.decode()


def test_the_forms_do_what_they_say(told, window, inspector, liaison, body, make_unit):
    supervise = window(inspector)
    unit = make_unit("某局")
    assert (
        supervise.post("/approvals/bodies/new/", {"unit": unit.code, "kind": "statutory", "level": "city"}).status_code
        == 302
    )
    item = {
        "body": body.pk,
        "code": "B7",
        "name": "某许可",
        "since": "2026-01-01",
        "basis": "某法",
        "statutory_days": 20,
        "promised_days": 30,
        "steps": "s1，受理，1",
    }
    assert supervise.post("/approvals/items/new/", item).status_code == 422
    assert supervise.post("/approvals/items/new/", item | {"promised_days": 10}).status_code == 302
    made = ItemVersion.objects.get(name="某许可")
    assert made.steps.get().days == 1
    assert supervise.post(f"/approvals/items/{made.item_id}/", {"office": "legal"}).status_code == 302
    assert made.confirmations.count() == 1
    file = io.BytesIO("时间,窗口\n10:15,3号\n".encode())
    file.name = "视频.csv"
    found = {
        "body": body.pk,
        "kind": "follow_up",
        "channel": "video",
        "happened_on": "2026-09-10",
        "words": "未检查",
        "evidence": file,
    }
    assert supervise.post("/approvals/findings/new/", found).status_code == 302
    assert supervise.get(f"/approvals/findings/{Finding.objects.get().pk}/").status_code == 200
    walk = {"body": body.pk, "kind": "video", "at": "2026-09-10T10:15", "place": "大厅", "words": "窗口无人"}
    assert supervise.post("/approvals/patrols/", walk).status_code == 302
    assert Patrol.objects.count() == 1
    change = {"body": body.pk, "kind": "handler", "words": "甲换乙", "happened_on": "2026-09-18", "to_centre": "on"}
    assert window(liaison).post("/approvals/changes/", change).status_code == 302
    assert Change.objects.get().supervisor_on is None
    assert supervise.post("/approvals/gaps/?period=2026-09").status_code == 302
    own = {"code": "own", "name": "本局系统", "unit": unit.code, "level": "prefecture"}
    assert supervise.post("/approvals/sources/", own).status_code == 302
    limits = f"/approvals/items/{made.item_id}/limits/"
    assert supervise.post(limits, {"least": "0.5", "most": "1.0"}).status_code == 302
    assert supervise.post(limits, {"username": liaison.username, "most": "10000"}).status_code == 302
    assert liaison.username in supervise.get(limits).content.decode()
    assert supervise.post(limits, {"username": "nobody", "most": ""}).status_code == 422
    rule = CardRule.objects.get()
    assert supervise.post(f"/approvals/rules/{rule.pk}/end/", {"until": "2026-12-01"}).status_code == 302


def test_the_desk_and_the_search_lead_here(told, inspector, liaison):
    from kaogong.approvals.queries import waiting_for
    from kaogong.portal.queries.search import search

    assert [one.do for one in waiting_for(inspector)] == ["核实"]
    assert [one.do for one in waiting_for(liaison)] == ["看牌"]
    assert any(hit.title == "K3" for _name, hits in search(liaison, "K3") for hit in hits)
