"""Daily ledgers in a real browser, at both widths: the list, an entry on its way, summaries, vehicles, bonuses."""

import datetime as dt

import pytest

from kaogong.org.models import Transaction
from kaogong.supervise.actions.ledger_checks import check_vehicle, propose_bonuses, register_vehicle
from kaogong.supervise.actions.ledger_entries import add_entry_task, confirm_entry, contest_entry
from kaogong.supervise.actions.ledger_reviews import approve_review, draft_review
from kaogong.supervise.actions.ledgers import ship_ledger
from kaogong.supervise.models import BonusProposal, Ledger, LedgerEntry, LedgerReview
from supervise.ledgers import *  # noqa: F403

SECRET = "correct-horse-9"


@pytest.fixture
def told(opened, write, checker, liaison, keeper, open_, person, kept, proof, section, on):
    """Entries in every state, a meeting with a task nobody owns, a vehicle out without a slip, a bonus with a breach."""
    write(words="年度报告迟报三日，已电话提醒。", evidence=proof())
    confirm_entry(
        by=checker, entry=write(item="公开信息及时更新", words="门户网站登记信息两月未更新。", source="现场检查")
    )
    held = confirm_entry(by=checker, entry=write(item="按期提报监管材料", happened_on=dt.date(2026, 8, 20)))
    contest_entry(by=liaison, entry=held, reason="材料已于期限前提交，附有回执，请核对收件登记。")
    meetings = open_("HY")
    made = write(meetings, "主体责任工作会议", words="第三季度例会", details={"body": "党委", "agenda": "责任清单"})
    add_entry_task(by=keeper, entry=made, words="修订责任清单", unit=kept, due=dt.date(2026, 10, 8))
    late = write(open_("KQ"), "迟到", person=person, source="考勤记录", words="迟到二十分钟")
    confirm_entry(by=checker, entry=late)
    propose_bonuses(by=checker, unit=kept, quarter="2026-Q3")
    car = register_vehicle(by=liaison, plate="示A0001", unit=kept, use="应急保障")
    check_vehicle(
        by=keeper, ledger=open_("CL"), vehicle=car, day=dt.date(2026, 9, 20), peak="中秋", out=True, place="某景区"
    )
    six = open_("PZ2")
    Transaction.objects.create(kind="award", key="HT-1", unit=kept, day=dt.date(2026, 8, 3), amount="800000")
    approve_review(by=checker, review=draft_review(by=keeper, ledger=opened, period="2026-08", remarks="一家迟报。"))
    ship_ledger(account=None, template="BZ", unit=section)
    return {"contested": held.pk, "meeting": made.pk, "car": car.pk, "six": six.pk}


@pytest.fixture
def signed(window):
    """A window in which an account is signed in."""

    def sign(account):
        account.set_password(SECRET)
        account.save(update_fields=["password"])
        return window.sign_in(account.username, SECRET)

    return sign


def test_ledgers_and_what_they_lead_to(told, signed, judge, kept):
    seen = signed(judge)
    seen.go("/supervise/ledgers/").keep("ledgers")
    for name in ("entries", "reviews", "coverage", "vehicles", "bonuses"):
        seen.go(f"/supervise/ledgers/{name}/").keep(f"ledgers-{name}")
    one = Ledger.objects.get(code="DJ").pk
    seen.go(f"/supervise/ledgers/{one}/").keep("ledgers-ledger")
    seen.go(f"/supervise/ledgers/{one}/?unit={kept.code}").keep("ledgers-unit")
    seen.go(f"/supervise/ledgers/{told['six']}/").keep("ledgers-decisions")
    seen.go(f"/supervise/ledgers/{Ledger.objects.get(code='BZ').pk}/").keep("ledgers-draft")
    seen.go(f"/supervise/ledgers/entries/{told['meeting']}/").keep("ledgers-meeting")
    seen.go(f"/supervise/ledgers/vehicles/{told['car']}/").keep("ledgers-vehicle")
    seen.go(f"/supervise/ledgers/reviews/{LedgerReview.objects.get().pk}/").keep("ledgers-review")
    seen.go(f"/supervise/ledgers/bonuses/{BonusProposal.objects.get().pk}/").keep("ledgers-bonus")
    seen.go(f"/supervise/ledgers/entries/{told['contested']}/").keep("ledgers-contested")
    seen.page.get_by_label("理由").fill("回执日期在期限之后。")
    with seen.page.expect_navigation():
        seen.page.get_by_role("button", name="异议不成立").click()
    assert LedgerEntry.objects.get(pk=told["contested"]).state == "confirmed"


def test_an_entry_is_made(told, signed, keeper, kept, opened):
    seen = signed(keeper)
    seen.go(f"/supervise/ledgers/{opened.pk}/enter/").keep("ledgers-enter")
    before = LedgerEntry.objects.count()
    seen.page.get_by_label("记录项").select_option(index=1)
    seen.page.get_by_label("单位", exact=True).fill(kept.code)
    seen.page.get_by_label("事由", exact=True).fill("设立登记材料缺少场所证明。")
    with seen.page.expect_navigation():
        seen.page.get_by_role("button", name="记录", exact=True).click()
    assert LedgerEntry.objects.count() == before + 1
    seen.keep("ledgers-entered")
    seen.go(f"/supervise/ledgers/{opened.pk}/import/").keep("ledgers-import")
