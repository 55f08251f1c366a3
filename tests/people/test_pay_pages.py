"""The pages of pay: who sees what, what is done on them, what waits on whose desk, who is told."""

import io
from decimal import Decimal

import pytest
from python_calamine import load_workbook

from kaogong.audit.models import Event
from kaogong.people.actions.pay import draft_pay_rule, hold_pay, set_circumstance, uphold_hold
from kaogong.people.actions.pay_runs import audit_run, draw_run, remove_payees, submit_run
from kaogong.people.models import PayHold, PayRemoval, PayRule, PayRun
from kaogong.people.queries import waiting_for
from kaogong.people.queries.pay import weights_of, working
from kaogong.portal.queries.notices import page_of, told
from kaogong.portal.queries.search import search
from people.careers import *  # noqa: F403
from people.careers import DAY

QUARTER = "2026-Q3"
SHELVES = ("runs/", "rules/", "holds/", "circumstances/", "removals/")


@pytest.fixture
def run(rule, person, unit, office):
    return draw_run(by=office, rule=rule, period=QUARTER, unit=unit)


def wait(account):
    return [(one.title, one.do) for one in waiting_for(account)]


@pytest.mark.parametrize("path", SHELVES)
def test_lists_are_there_for_those_above_and_shut_to_strangers(run, window, office, board, auditor, stranger, path):
    for account in (office, board, auditor):
        assert window(account).get(f"/people/pay/{path}").status_code == 200
        assert window(account).get(f"/people/pay/{path}?export=csv").status_code == 200
    assert window(stranger).get(f"/people/pay/{path}").status_code == 403


def test_a_unit_sees_its_own_runs_only(run, window, writer, head, make_account, make_unit, clerk):
    elsewhere = make_account(("head", make_unit("市体育馆")))
    for account in (writer, head):
        assert "2026-Q3" in window(account).get("/people/pay/runs/").content.decode()
        for tail in ("", "lines/", "sheet/"):
            assert window(account).get(f"/people/pay/runs/{run.pk}/{tail}").status_code == 200
    assert "2026-Q3 季度" not in window(elsewhere).get("/people/pay/runs/").content.decode()
    for account in (elsewhere, clerk):
        for tail in ("", "lines/", "sheet/"):
            assert window(account).get(f"/people/pay/runs/{run.pk}/{tail}").status_code == 403


def test_from_rule_to_payment_on_the_pages(window, person, unit, office, board, auditor, clerk, many):
    desk, deciding, auditing = window(office), window(board), window(auditor)
    given = {
        "title": "奖励金办法", "kind": "bonus", "recipients": "在编在岗", "standard": "3000", "form": "转账", "procedure": "四步",
        "basis": "standard", "classes": "工作人员|工作人员|3000|\n工作人员|中层领导|3000|", "grades": "", "grade_period": "same",
        "remainder": "last", "since": "2026-01-01",
    }  # fmt: skip
    assert desk.post("/people/pay/rules/new/", given).status_code == 302
    rule = PayRule.objects.get()
    assert rule.classes.get().grades == ["staff", "middle"]
    assert ("批准发放办法", "批准") in wait(board)
    assert deciding.post(f"/people/pay/rules/{rule.pk}/approve/").status_code == 302
    assert desk.get(f"/people/pay/rules/{rule.pk}/").status_code == 200
    drawn = {"rule": rule.pk, "period": QUARTER, "unit": unit.code, "title": "", "pool": "", "people": ""}
    assert desk.post("/people/pay/runs/new/", drawn).status_code == 302
    run = PayRun.objects.get()
    assert ("送审发放批次", "送审") in wait(office)
    line = run.lines.get()
    assert (
        desk.post(
            f"/people/pay/lines/{line.pk}/change/", {"personal": "1", "months": "2", "reason": "八月离岗"}
        ).status_code
        == 302
    )
    assert run.lines.get().amount == Decimal("2000.00")
    assert desk.post(f"/people/pay/runs/{run.pk}/recount/").status_code == 302
    assert desk.post(f"/people/pay/runs/{run.pk}/submit/").status_code == 302
    assert ("审核发放批次", "审核") in wait(auditor)
    assert auditing.post(f"/people/pay/runs/{run.pk}/audit/", {"words": "无误"}).status_code == 302
    assert ("批准发放批次", "批准") in wait(board)
    assert deciding.post(f"/people/pay/runs/{run.pk}/approve/").status_code == 302
    assert ("登记发放", "发放") in wait(office)
    assert "应发 1 人，2,000.00 元；暂缓 0 人" in desk.get(f"/people/pay/runs/{run.pk}/pay/").content.decode()
    assert desk.post(f"/people/pay/runs/{run.pk}/pay/").status_code == 302
    board.person = many(1)[0]
    board.save()
    assert board.person.name in desk.get(f"/people/pay/runs/{run.pk}/").content.decode()
    mine = window(clerk).get("/people/pay/").content.decode()
    assert "2,000.00" in mine
    assert "八月离岗" in mine
    paid = Event.objects.get(verb="pay_run")
    assert told(paid) == {clerk.pk}
    assert page_of(paid.subject) == f"/people/pay/runs/{run.pk}/"
    assert [hits[0].title for _name, hits in search(board, "FF-2026")] == [run.title]


def test_a_run_shows_its_sums_and_check_and_downloads_as_three_sheets(make_rule, many, unit, office, window):
    people = many(3)
    bad = set_circumstance(by=office, name="旷工", effect="withhold")
    hold_pay(by=office, person=people[1], circumstance=bad, words="旷工三日", since=DAY)
    rule = make_rule(basis="pool", classes=[{"name": "工作人员", "grades": ["staff"]}])
    run = draw_run(by=office, rule=rule, period=QUARTER, unit=unit, pool=Decimal("100.00"))
    page = window(office)
    shown = page.get(f"/people/pay/runs/{run.pk}/").content.decode()
    for words in ("66.67", "33.33", "100.00", "相符", "余数最大的先得一分"):
        assert words in shown
    assert "旷工三日" not in page.get(f"/people/pay/runs/{run.pk}/lines/").content.decode()
    book = load_workbook(io.BytesIO(page.get(f"/people/pay/runs/{run.pk}/sheet/").content))
    assert book.sheet_names == ["发放表", "不发、暂缓和核减", "合计"]
    rows = {name: book.get_sheet_by_name(name).to_python()[1:] for name in book.sheet_names}
    assert [row[6] for row in rows["发放表"]] == ["33.34", "33.33"]
    whole = "总额 100.00 元 × 类别系数 1 ÷ 系数合计 3"
    assert [row[5] for row in rows["发放表"]] == [
        f"{whole}，得 33.33 元，余数按“余数最大的先得一分”加 0.01 元",
        f"{whole}，不到一分的舍去",
    ], "two with the same coefficient see why one has a cent more"
    assert [row[8] for row in rows["不发、暂缓和核减"]] == ["旷工"]
    sums = dict(rows["合计"])
    assert (sums["合计"], sums["总额"], sums["总额减合计"]) == ("100.00", "100.00", "0.00")


def test_what_was_deferred_and_found_true_leaves_the_working_of_the_others(
    make_rule, many, unit, office, colleague, board
):
    """Whoever was held back had a share when the pool was divided: the sum of coefficients stays what it was."""
    people = many(3)
    later = set_circumstance(by=office, name="接受调查", effect="defer")
    hold = hold_pay(by=office, person=people[1], circumstance=later, words="核查", since=DAY)
    rule = make_rule(basis="pool", shared=True, classes=[{"name": "工作人员", "grades": ["staff"]}])
    run = draw_run(by=office, rule=rule, period=QUARTER, unit=unit, pool=Decimal("100.00"))
    before = [working(one, weights_of(run)) for one in run.lines.order_by("person__code")]
    assert "÷ 系数合计 3" in before[0]
    uphold_hold(by=colleague, hold=hold, outcome="属实")
    assert [working(one, weights_of(run)) for one in run.lines.order_by("person__code")] == before


def test_holds_and_removals_on_the_pages(run, window, person, office, colleague, auditor, clerk):
    desk = window(office)
    assert desk.post("/people/pay/holds/circumstance/", {"name": "接受调查", "effect": "defer"}).status_code == 302
    kind = person and set_circumstance(by=None, name="接受调查", effect="defer")
    assert "接受调查 · 暂缓发放" in desk.get("/people/pay/holds/new/").content.decode(), "what it does to the pay"
    given = {"person": person.code, "circumstance": kind.pk, "words": "核查", "since": "2026-07-01"}
    assert desk.post("/people/pay/holds/new/", given).status_code == 302
    hold = PayHold.objects.get()
    over = {"outcome": "查无问题", "day": "2026-11-16"}
    assert desk.post(f"/people/pay/holds/{hold.pk}/clear/", over).status_code == 403
    assert window(colleague).post(f"/people/pay/holds/{hold.pk}/clear/", over).status_code == 302
    submit_run(by=office, run=run)
    rows = {"rows": f"{person.code}|不在岗"}
    assert window(auditor).post(f"/people/pay/runs/{run.pk}/remove/", rows).status_code == 302
    assert window(office).get("/people/pay/removals/").content.decode().count("3,000.00") == 1
    removal = PayRemoval.objects.get()
    assert window(auditor).post(f"/people/pay/removals/{removal.pk}/lift/", {"reason": "更正"}).status_code == 302
    assert window(clerk).get("/people/pay/").status_code == 200


def test_who_is_told_of_a_run(run, office, auditor, board, head, clerk, colleague, person):
    submit_run(by=office, run=run)
    assert told(Event.objects.latest("number")) == {auditor.pk}
    remove_payees(by=auditor, run=run, rows=[])
    audit_run(by=auditor, run=run, words="无误")
    assert told(Event.objects.latest("number")) == {board.pk, head.pk}


def test_what_is_wrong_in_the_form_stands_at_its_field(window, office, unit, rule, person):
    page = window(office)
    bad = page.post("/people/pay/runs/new/", {"rule": rule.pk, "period": "八月", "unit": unit.code})
    assert bad.status_code == 422
    assert "不是时期" in bad.content.decode()
    draft_pay_rule(by=office, title="草拟", basis="pool", classes=[], since=DAY)
    assert page.get("/people/pay/rules/new/").status_code == 200
