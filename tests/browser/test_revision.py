"""What follows a ruling, in a real browser at both widths: by clicks from the appeal to the revision the public reads."""

import datetime as dt

import pytest

from answer.conftest import *  # noqa: F403
from answer.conftest import SAID, bureau, head, heard, leaders, team
from answer.league import *  # noqa: F403
from answer.league import AFTER, BEFORE
from browser.test_appeals import Hands
from kaogong.answer.jobs import conclude
from kaogong.answer.models import Appeal
from kaogong.assess.actions import perform_run
from kaogong.decide.models import Publication
from kaogong.org.queries import today

__all__ = ["bureau", "head", "heard", "leaders", "team"]


def lines(page):
    """The places, units, scores and grades a public record shows."""
    rows = page.locator("section[aria-labelledby=list] tbody tr").all()
    cells = [[each.inner_text().split("\n")[0].strip() for each in row.locator("th, td").all()] for row in rows]
    return {name: (rank, score, grade) for rank, name, score, grade in cells}


def lodged_and_ruled(hands, notice, bureau, head, heard, leaders):
    """The unit appeals against its published grade; the leading group puts one figure right."""
    window = hands.window
    hands.sign_in(head)
    window.go(f"/decide/lines/{notice.settlement.proposals.get(unit=bureau).pk}/")
    hands.press("link", "申诉")
    hands.fill(**SAID)
    hands.press("button", "提交申诉")
    appeal = Appeal.objects.get()
    heard(appeal)
    hands.sign_in(leaders)
    window.go(f"/answer/{appeal.pk}/")
    hands.press("link", "裁定")
    hands.page.get_by_label("裁定结果", exact=True).select_option("changed")
    hands.fill(found="10 分误扣", grounds="办法第五条", meeting="第 3 次领导小组会议", rightings="2026-05|lost|12")
    hands.press("button", "裁定")
    appeal.refresh_from_db()
    perform_run(appeal.again)
    conclude.func(0)
    appeal.refresh_from_db()
    return appeal


@pytest.mark.django_db(transaction=True)
def test_the_public_reads_the_revision_beside_what_was_published(
    window, notice, bureau, head, heard, leaders, office, decision, body, on
):
    hands, page = Hands(window), window.page
    appeal = lodged_and_ruled(hands, notice, bureau, head, heard, leaders)
    window.go(f"/public/{notice.code}/")
    assert {name: grade for name, (_rank, _score, grade) in lines(page).items()} == BEFORE, "not yet corrected"
    assert "已被更正" not in page.locator("main").inner_text()

    hands.sign_in(office)
    window.go(f"/answer/{appeal.pk}/")
    hands.press("link", "更正的等次评定")
    hands.press("button", "开始公示")
    made = appeal.settlement
    made.refresh_from_db()
    on(made.publicity_until + dt.timedelta(days=1))
    hands.sign_in(office)
    window.go(f"/decide/settlements/{made.pk}/")
    hands.press("button", "结束公示")
    hands.sign_in(decision)
    window.go(f"/decide/settlements/{made.pk}/")
    hands.press("link", "审定结果")
    page.locator("main [name=number]").fill("示委〔2026〕16号")
    page.locator("main [name=body]").select_option(str(body.pk))
    hands.press("button", "审定")
    hands.sign_in(office)
    window.go(f"/decide/settlements/{made.pk}/")
    hands.press("link", "公布结果")
    hands.fill(number="示效〔2026〕42号", issuer="市委、市政府", publish_on=str(today()))
    page.locator("main [name=audience]").select_option("public")
    hands.keep("publish-revision")
    hands.press("button", "公布")
    fresh = Publication.objects.get(settlement=made)
    assert fresh.corrects == notice

    page.context.clear_cookies()
    window.go("/public/")
    said = page.locator("main").inner_text()
    assert fresh.number in said
    assert notice.number in said, "what was published stays on the list"
    window.go(f"/public/{notice.code}/")
    hands.keep("public-old")
    assert lines(page)["市交通运输局"] == ("5", "78.00", "待改进"), "the old text, as it was published"
    assert "本通报已被更正" in page.locator("main").inner_text()
    hands.press("link", fresh.number)
    hands.keep("public-new")
    assert page.url.endswith(f"/public/{fresh.code}/")
    assert {name: grade for name, (_rank, _score, grade) in lines(page).items()} == AFTER
    assert lines(page)["市交通运输局"] == ("2", "88.00", "优秀")
    assert f"更正 {notice.number}" in page.locator("main").inner_text()
    assert appeal.ruling in page.locator("main").inner_text(), "why: by which ruling"
    hands.press("link", "看更正前的通报")
    assert page.url.endswith(f"/public/{notice.code}/")
    hands.sign_in(head)
    window.go(f"/decide/notices/{fresh.pk}/")
    hands.press("link", notice.number)
    assert page.url.endswith(f"/decide/notices/{notice.pk}/"), "from the revision back to what it corrects"
