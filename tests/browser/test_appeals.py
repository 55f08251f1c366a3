"""An appeal in a real browser, at both widths: by clicks from the grade to the corrected grades of everybody it moved."""

import pytest

from answer.conftest import *  # noqa: F403
from answer.conftest import SAID, bureau, head, leaders, team
from answer.league import *  # noqa: F403
from kaogong.answer.jobs import conclude
from kaogong.answer.models import Appeal
from kaogong.assess.actions import perform_run
from kaogong.assess.models import Result
from kaogong.org.queries import today

__all__ = ["bureau", "head", "leaders", "team"]
SECRET = "correct-horse-9"
LABELS = {"facts": "事实", "reasons": "理由", "grounds": "依据", "claims": "主张"}


class Hands:
    """What people do in one window, one after another."""

    def __init__(self, window):
        self.window, self.page = window, window.page

    def sign_in(self, account):
        account.set_password(SECRET)
        account.save(update_fields=["password"])
        self.page.context.clear_cookies()
        self.window.sign_in(account.username, SECRET)

    def press(self, role, name):
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role(role, name=name, exact=True).first.click()

    def fill(self, **given):
        for name, words in given.items():
            self.page.locator(f"main [name={name}]").fill(words)

    def keep(self, name):
        self.window.keep(f"appeals-{name}")


@pytest.mark.django_db(transaction=True)
def test_an_appeal_by_clicks(
    window, notice, bureau, head, team, leaders, office, decision, body, make_account, make_person, on
):
    hands, line, run = Hands(window), notice.settlement.proposals.get(unit=bureau), notice.settlement.run
    hands.sign_in(head)
    window.go("/answer/")
    hands.keep("none")
    window.go(f"/decide/lines/{line.pk}/")
    hands.press("link", "申诉")
    hands.keep("new")
    hands.fill(**SAID | {"claims": " "})
    hands.press("button", "提交申诉")
    window.complaints.clear()  # the browser says of the refused form that it was refused
    hands.keep("new-wrong")
    hands.fill(claims=SAID["claims"])
    hands.press("button", "提交申诉")
    appeal = Appeal.objects.get()
    place = f"/answer/{appeal.pk}/"
    hands.keep("lodged")

    sat = [make_account(person=make_person(name)) for name in ("周主持", "吴听证", "郑记录")]
    hands.sign_in(team)
    window.go(place)
    hands.press("link", "受理")
    hands.page.get_by_label("裁定前暂停执行后果").check()
    hands.press("button", "受理")
    hands.press("link", "定听证")
    chair, member, clerk = (one.person.code for one in sat)
    hands.fill(on=f"{today()}T09:00", place="三楼会议室", members=member, clerk=clerk)
    hands.fill(chair=head.person.code)
    hands.press("button", "定听证")
    window.complaints.clear()
    hands.keep("hearing-wrong")
    hands.fill(chair=chair)
    hands.press("button", "定听证")
    hands.keep("called")
    hands.press("link", "写笔录")
    hands.fill(minutes="双方陈述完毕，核对了报送回执。")
    hands.press("button", "写笔录")

    hands.sign_in(office)
    window.go(place)
    hands.press("link", "填考核人陈述")
    hands.fill(**SAID | {"claims": "维持"})
    hands.press("button", "填考核人陈述")
    for one in sat:
        hands.sign_in(one)
        window.go(place)
        hands.press("link", "签署笔录")
        hands.press("button", "签署笔录")
    hands.sign_in(team)
    window.go(place)
    hands.press("link", "结束听证")
    hands.press("button", "结束听证")
    hands.keep("heard")

    hands.sign_in(leaders)
    window.go(place)
    hands.press("link", "裁定")
    hands.fill(found="10 分误扣", grounds="办法第五条", meeting="第 3 次领导小组会议", rightings="2026-05|lots|12")
    hands.page.get_by_label("裁定结果", exact=True).select_option("changed")
    hands.press("button", "裁定")
    window.complaints.clear()
    hands.keep("rule-wrong")
    hands.fill(rightings="2026-05|lost|12")
    hands.press("button", "裁定")
    hands.keep("ruled")
    appeal.refresh_from_db()
    perform_run(appeal.again)
    conclude.func(0)

    hands.sign_in(office)
    window.go(place)
    hands.keep("moved")
    table = hands.page.locator("section[aria-labelledby=moved]").inner_text()
    for name in ("市交通运输局", "市林业局", "市商务局", "市民政局"):
        assert name in table
    for words in ("78.00 → 88.00", "5 → 2", "待改进 → 优秀", "优秀 → 合格", "合格 → 待改进", "名额没有变化"):
        assert words in " ".join(table.split()), words
    window.go(f"/assess/scores/{Result.objects.get(run=run, unit=bureau).pk}/")
    assert "78" in hands.page.locator("main").inner_text()
    appeal.refresh_from_db()
    settled = f"/decide/settlements/{appeal.settlement_id}/"
    window.go(settled)
    hands.keep("settlement")
    window.go("/answer/")
    hands.keep("list")
