"""The year of the demonstration city in a real browser, by the accounts of its roles; the unit's part on a phone."""

import datetime as dt

import pytest
from django.test import Client

from browser.conftest import WIDTHS, Window
from house import small_register
from journeys.turn import END, end_the_year
from kaogong.assess.actions.runs import perform_run
from kaogong.assess.models import Result, Run
from kaogong.decide.models import Objection, Publication, Settlement
from kaogong.monitor.models import Report
from kaogong.org.models import Account
from kaogong.plan.models import Target
from kaogong.web.city import DAY, load

WIDE, PHONE = WIDTHS
UNIT = ("liaison", "head")
"""Those who do their part on a phone."""


@pytest.fixture
def city(transactional_db, settings, tmp_path):
    settings.TODAY, settings.RUNS, settings.EVIDENCE = DAY, tmp_path / "runs", tmp_path / "evidence"
    settings.RUNS.mkdir()
    return load(small_register())


@pytest.fixture
def as_(chromium, live_server):
    """A window of an account, signed in; nobody's without a name."""
    windows = {}

    def go(username="", width=None):
        width = width or (PHONE if username in UNIT else WIDE)
        if (username, width) not in windows:
            size = {"width": width, "height": WIDTHS[width]}
            context = chromium.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
            if username:
                client = Client()
                client.force_login(Account.objects.get(username=username))
                key = client.cookies["sessionid"].value
                context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
            windows[username, width] = Window(context.new_page(), live_server.url, width)
        return windows[username, width]

    yield go
    for window in windows.values():
        window.page.context.close()


def press(window, words, **more):
    """Press a button, and wait for the page that follows."""
    with window.page.expect_navigation():
        window.page.get_by_role("button", name=words, **more).click()


def planned(as_):
    target = Target.objects.get(unit__code="u01", state="countered")
    phone = as_("liaison").go("/")
    phone.keep("year-01-desk")
    phone.go(f"/plan/targets/{target.pk}/").keep("year-02-target")
    press(phone, "同意")
    target.refresh_from_db()
    assert target.state == "agreed"


def reported(as_, target, period, value, kept=""):
    phone = as_("liaison").go(f"/monitor/targets/{target.pk}/{period}/")
    phone.page.get_by_label("累计", exact=False).first.fill(value)
    phone.page.get_by_label("进展说明").fill("已按计划完成，台账已核对。")
    if kept:
        phone.page.locator("#light").get_by_text("灯").first.wait_for()
        phone.keep(f"{kept}-report")
    press(phone, "提交", exact=True)
    report = Report.objects.get(target=target, period=period)
    head = as_("head").go(f"/monitor/reports/{report.pk}/")
    if kept:
        head.keep(f"{kept}-sign")
    press(head, "签批这份进展")
    office = as_("office").go(f"/monitor/reports/{report.pk}/")
    if kept:
        office.keep(f"{kept}-verify")
    press(office, "核实这份进展")
    report.refresh_from_db()
    assert report.state == "verified"


def scored(as_):
    office = as_("office").go("/assess/runs/")
    office.page.get_by_label("用途").select_option("formal")
    office.page.get_by_label("截至时期").fill("")
    press(office, "开始计分")
    run = perform_run(Run.objects.get(cycle__year=2026, purpose="formal"))
    assert run.state == "done", run.failure
    office.go(f"/assess/runs/{run.pk}/").keep("year-06-run")
    return run


def proposed(as_, run):
    """The grades are drawn up, one is lowered by the group, another member confirms it."""
    office = as_("office").go("/decide/draw/")
    office.page.get_by_label("计分与考核表").select_option(f"{run.pk}:economic_grade")
    press(office, "拟定")
    made = Settlement.objects.get(run=run)
    office.keep("year-07-proposed")
    line = made.proposals.filter(computed="优秀").order_by("-rank").first()
    office.go(f"/decide/lines/{line.pk}/")
    office.page.get_by_label("调整为").select_option("良好")
    office.page.get_by_label("理由").first.fill("年内两次被通报后整改迟缓")
    for words, votes in (("赞成票", "5"), ("反对票", "1"), ("弃权票", "1")):
        office.page.get_by_label(words).fill(votes)
    press(office, "登记调整")
    group = as_("decision").go(f"/decide/lines/{line.pk}/")
    group.keep("year-08-move")
    press(group, "复核通过")
    line.refresh_from_db()
    assert (line.computed, line.final) == ("优秀", "良好")
    return made


def publicised(as_, made, settings):
    office = as_("office").go(f"/decide/settlements/{made.pk}/")
    press(office, "开始公示")
    phone = as_("liaison").go(f"/decide/settlements/{made.pk}/")
    phone.keep("year-09-publicity")
    phone.go(f"/decide/settlements/{made.pk}/object/")
    phone.page.get_by_label("涉及对象").select_option(str(made.proposals.get(subject="u01").pk))
    phone.page.get_by_label("来源").select_option("unit")
    phone.page.get_by_role("textbox", name="异议").fill("请核对评议份数。")
    phone.keep("year-10-object")
    press(phone, "提交异议")
    said = Objection.objects.get(settlement=made)
    watch = as_("watch").go(f"/decide/objections/{said.pk}/answer/")
    watch.page.get_by_label("不采纳").check()
    watch.page.get_by_label("答复", exact=True).fill("已核对，份数和指数无误。")
    watch.keep("year-11-answer")
    press(watch, "答复", exact=True)
    made.refresh_from_db()
    settings.TODAY = made.publicity_until + dt.timedelta(days=1)
    press(office.go(f"/decide/settlements/{made.pk}/"), "结束公示")


def published(as_, made):
    group = as_("decision").go(f"/decide/settlements/{made.pk}/approve/")
    group.page.get_by_label("批准文号").fill("示绩领〔2027〕1号")
    group.keep("year-12-approve")
    press(group, "审定", exact=True)
    office = as_("office").go(f"/decide/settlements/{made.pk}/publish/")
    office.page.get_by_label("文号", exact=True).fill("示效〔2027〕1号")
    office.page.get_by_label("范围").select_option("public")
    office.keep("year-13-publish")
    press(office, "公布", exact=True)
    office.keep("year-14-notice")
    return Publication.objects.get(settlement=made)


def opened(as_, notice, run):
    """What the public sees, and how the unit's score explains itself."""
    for width in WIDTHS:
        anybody = as_("", width).go("/public/")
        anybody.keep("year-15-public")
        anybody.page.get_by_label("核验码").fill(notice.code)
        press(anybody, "核对")
        assert "原文与摘要值相符" in anybody.page.inner_text("main")
        anybody.keep("year-16-record")
        own = Result.objects.get(run=run, subject="u01")
        liaison = as_("liaison", width).go(f"/assess/scores/{own.pk}/")
        assert own.sheet_name in liaison.page.inner_text("main")
        liaison.keep("year-17-score")


@pytest.mark.slow
def test_a_year_by_the_accounts_of_the_roles(city, as_, settings):
    planned(as_)
    report = Report.objects.filter(unit__code="u01", period="2026-08", state="draft").order_by("pk").first()
    target = report.target
    reported(as_, target, "2026-08", f"{report.value:f}", "year-03")
    end_the_year(but=target)
    settings.TODAY = END
    reported(as_, target, "2026-12", f"{target.value:f}")
    settings.TODAY = dt.date(2027, 1, 20)
    run = scored(as_)
    settings.TODAY = dt.date(2027, 2, 11)
    made = proposed(as_, run)
    publicised(as_, made, settings)
    settings.TODAY = dt.date(2027, 2, 22)
    notice = published(as_, made)
    opened(as_, notice, run)
