"""The pages of ratings, by a browser without JavaScript: designed, rated, held as a meeting, read."""

import base64
import datetime as dt
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import kaogong
from assess.staff import Crew, month_round, monthly, rate_all
from kaogong.assess import actions
from kaogong.assess.models import DutyReport, Hearing, Kin, Meeting, Pair, Posting, Round
from kaogong.org import actions as register
from kaogong.org.models.powers import Power

BOOKS = Path(kaogong.__file__).parent / "rulebooks"
pytestmark = pytest.mark.usefixtures("files", "november")
DAY = dt.date(2026, 11, 17)


@pytest.fixture
def browse():
    def go(account):
        found = Client()
        if account is not None:
            found.force_login(account)
        return found

    return go


@pytest.fixture
def crew(bureau, make_person, make_account):
    return Crew(bureau, make_person, make_account, 6)


@pytest.fixture
def book(adopt):
    return adopt(monthly(), {"staff": "staff"})


def words(answer):
    """What a page says; the paths of its pictures hold any number."""
    return re.sub(r"<svg.*?</svg>", "", answer.content.decode(), flags=re.DOTALL)


def test_the_office_sets_up_a_month_designs_and_opens_it(browse, office, cycle, crew, book, stranger):
    window, new = browse(office), reverse("assess:new_round")
    chosen = f"{cycle.adoptions.get().pk}:staff"
    assert "月度测评（同事互评）" in words(window.get(new, {"of": chosen}))
    given = {
        "of": chosen,
        "name": "九月考评",
        "kind": "month",
        "period": "2026-09",
        "opens": "2026-11-01",
        "whom": "staff",
    }
    given |= {f"use_{number}": "on" for number in range(3)} | {f"kind_{number}": "rate" for number in range(3)}
    given |= {"who_0": "self", "who_1": "peers", "who_2": "leader"}
    assert "已建立" in words(window.post(new, given, follow=True))
    one = Round.objects.get()
    assert one.entrants.count() == 6
    page, round_page = reverse("assess:raters", args=[one.pk]), reverse("assess:round", args=[one.pk])
    assert browse(stranger).get(page).status_code == 403
    for shown in (words(window.get(page)), words(window.get(round_page))):
        assert shown.count("生成评议关系") == 1, "the one next step"
        assert "启动这一轮" not in shown
        assert "仍然启动" not in shown
    done = words(window.post(reverse("assess:pair_raters", args=[one.pk]), follow=True))
    assert "评议关系已生成" in done
    assert "仍然启动" not in done
    peers = one.sources.get(group="peers")
    entrant = one.entrants.get(name="职员00")
    change = reverse("assess:set_raters", args=[peers.pk, entrant.pk])
    assert "不能给自己评分" in words(window.post(change, {"people": crew.staff[0].code}))
    window.post(change, {"people": crew.staff[1].code})
    warned = words(window.get(page, {"source": peers.pk}))
    assert "评议人不足 3 人：职员00" in warned
    assert "仍然启动" in warned
    start = reverse("assess:open_round", args=[one.pk])
    assert "启动前请看" in words(window.post(start, follow=True))
    running = words(window.post(start, {"accepted": "1"}, follow=True))
    assert "已启动，评议人的工作台会出现待办" in running
    assert crew.unit.code not in running, "the unit is called by its name"
    for foreign in ("集中报送分管领导", "退回自评", "待负责人签批"):
        assert foreign not in running, "nobody reports on oneself in this round"


def test_a_round_with_ballots_still_out_is_closed_only_by_who_has_read_so(browse, office, cycle, crew, book):
    one = actions.open_round(by=office, one=month_round(cycle, office), accepted=True)
    window, close = browse(office), reverse("assess:close_round", args=[one.pk])
    out = Pair.objects.filter(source__round=one, state="open").count()
    asked = words(window.post(close, follow=True))
    assert f"还有 {out} 张票没有交" in asked
    assert "仍然办结" in asked
    one.refresh_from_db()
    assert one.state == "open"
    assert "已办结" in words(window.post(close, {"accepted": "1"}, follow=True))


def test_a_sheet_that_asks_nobody_makes_no_round(browse, office, cycle, adopt):
    adopt(BOOKS / "demo_city", {"经济建设类": "economic"})
    chosen = f"{cycle.adoptions.get().pk}:economic"
    shown = words(browse(office).get(reverse("assess:new_round"), {"of": chosen}))
    assert "不用建考评轮次" in shown
    assert "建立这一轮" not in shown


def test_somebody_rates_on_a_spreadsheet_and_hands_in(browse, office, cycle, crew, book, stranger):
    one = actions.open_round(by=office, one=month_round(cycle, office), accepted=True)
    peers, account = one.sources.get(group="peers"), crew.account(crew.staff[0])
    window, page = browse(account), reverse("assess:rate", args=[peers.pk])
    assert browse(stranger).get(page).status_code == 403
    assert "填写“月度测评（同事互评）”" in words(window.get(reverse("portal:desk")))
    assert "要我评的" in words(window.get(reverse("assess:mine")))
    shown = words(window.get(page))
    assert 'data-grid="q0"' in shown
    assert "谁也对不上" in shown
    pairs = list(Pair.objects.filter(source=peers, rater=crew.staff[0]))
    wrong = window.post(page, {f"m_{pairs[0].pk}_0": "120"})
    assert wrong.status_code == 422
    assert "请填 0 至 100" in words(wrong)
    assert "已存草稿" in words(window.post(page, {f"m_{pairs[0].pk}_0": "88"}, follow=True))
    assert 'value="88"' in words(window.get(page))
    first, rest = pairs[:1], pairs[1:]
    left = words(window.post(page, {f"m_{first[0].pk}_0": "90", "submit": "1"}, follow=True))
    assert "已交 1 张票" in left
    assert "共 4 项" in left, "what is counted below is what is still to be rated"
    full = {f"m_{pair.pk}_0": "90" for pair in rest}
    assert "已交 4 张票" in words(window.post(page, full | {"submit": "1"}, follow=True))
    assert "您的票都交了" in words(window.get(page))


def test_every_wrong_mark_is_told_at_its_cell(browse, office, cycle, crew, book):
    one = actions.open_round(by=office, one=month_round(cycle, office), accepted=True)
    peers = one.sources.get(group="peers")
    window, page = browse(crew.account(crew.staff[0])), reverse("assess:rate", args=[peers.pk])
    cells = [f"m_{pair.pk}_0" for pair in Pair.objects.filter(source=peers, rater=crew.staff[0]).order_by("pk")]
    typed = dict(zip(cells, ("九十", "101", "NaN", "88.55", "90"), strict=True))
    said = words(window.post(page, typed | {"submit": "1"}))
    for cell, mark in list(typed.items())[:4]:
        assert re.search(rf'id="id_{cell}_error">“{mark}”', said)
    assert f'id="id_{cells[4]}_error"' not in said
    assert 'value="九十"' in said
    assert not any(pair.marks for pair in Pair.objects.filter(source=peers, rater=crew.staff[0]))


def test_the_search_above_says_nothing_of_what_is_asked_below(browse, office, cycle, crew, book):
    one = actions.open_round(by=office, one=month_round(cycle, office), accepted=True)
    window = browse(crew.account(crew.staff[0]))
    page = words(window.get(reverse("assess:rate", args=[one.sources.get(group="peers").pk])))
    assert re.search(r'id="find"[^>]* value=""', page)
    assert 'value="局长"' in words(window.get(reverse("portal:search"), {"q": "局长"}))


def test_one_of_several_to_rate_stands_out(browse, office, cycle, crew, book):
    actions.open_round(by=office, one=month_round(cycle, office), accepted=True)
    mine = words(browse(crew.account(crew.staff[0])).get(reverse("assess:mine")))
    assert mine.count(">评分</a>") == 2
    assert mine.count('class="btn small primary"') == 1


def test_what_came_out_shows_no_single_ballot(browse, office, cycle, crew, book, stranger):
    one = actions.open_round(by=office, one=month_round(cycle, office), accepted=True)
    for number, person in enumerate(crew.staff):
        rate_all(crew.account(person), one.sources.get(group="self"), 97.5)
        rate_all(crew.account(person), one.sources.get(group="peers"), 80 + number)
    rate_all(crew.account(crew.leader), one.sources.get(group="leader"), 63.5)
    entrant = one.entrants.get(name="职员00")
    page, whole = reverse("assess:tally", args=[entrant.pk]), reverse("assess:tallies", args=[one.pk])
    own = browse(crew.account(crew.staff[0]))
    assert "83" not in words(own.get(page)).split("<main")[1]
    actions.close_round(by=office, one=one)
    for shown in (words(own.get(page)), words(browse(office).get(whole))):
        assert "63.5" not in shown
        assert "校正估计" in shown
    assert "合并" in words(own.get(page))
    assert browse(stranger).get(page).status_code == 403
    assert browse(crew.account(crew.staff[1])).get(page).status_code == 403
    assert own.get(whole).status_code == 403
    assert browse(office).get(whole, {"export": "csv"}).status_code == 200
    run = actions.perform_run(actions.ask_run(by=None, cycle=cycle, edition=book, purpose="formal", queue=False))
    told = words(own.get(reverse("assess:mine")))
    assert "看测评结果" in told
    result = run.results.get(person=crew.staff[0], period="2026")
    derived = words(own.get(reverse("assess:score", args=[result.pk])))
    assert "63.5" not in derived
    assert "不足 3 票，不列" in derived


def slips_in(page):
    file = re.search(r"data:text/html;charset=utf-8;base64,([A-Za-z0-9+/=]+)", page.content.decode())
    return re.findall(r"<code>([2-9A-Z-]{19})</code>", base64.b64decode(file[1]).decode())


def test_a_meeting_from_the_slips_to_the_result(browse, office, cycle, bureau, make_person):
    people = [make_person(f"班子{number}", bureau, "deputy") for number in range(2)]
    source = {"kind": "rate", "name": "职工代表", "who": "codes", "anonymous": True, "items": {}}
    source["form"] = {"questions": {"a": "政治素质", "b": "作风形象"}, "low": "0", "high": "100", "places": 1}
    one = actions.prepare_round(
        by=office, cycle=cycle, name="民主测评", kind="year", period="2026", opens=DAY, items=[], sources=[source],
        entrants=[(bureau, each) for each in people],
    )  # fmt: skip
    actions.open_round(by=office, one=one)
    window = browse(office)
    plan = reverse("assess:plan_meeting", args=[one.pk])
    given = {"name": "测评会", "held_on": "2026-11-17", "sources": [one.sources.get().pk]}
    assert "测评会已安排" in words(window.post(plan, given, follow=True))
    meeting = Meeting.objects.get()
    page = reverse("assess:meeting", args=[meeting.pk])
    bench = meeting.benches.get()
    assert "请填到会人数" in words(window.post(page, {f"n_{bench.pk}": "0"}))
    begun = window.post(page, {f"n_{bench.pk}": "6"})
    assert begun["Cache-Control"] == "no-store"
    assert begun["Referrer-Policy"] != "no-referrer", "a browser would send its forms without an origin, and be refused"
    assert "6 人到会，已收 0 份" in words(begun), "the page with the codes is that of the meeting as it is now"
    lost = slips_in(begun)
    codes = slips_in(window.post(page, {"again": "1"}))
    assert len(set(codes)) == len(set(lost)) == 6
    assert "没有这个测评码" in words(browse(None).post(reverse("assess:ballot"), {"code": lost[0]}))
    assert "结果在结束以后才能看到" in words(window.get(page))
    phone, ballot = browse(None), reverse("assess:ballot")
    assert codes[0].replace("-", "") in words(phone.get(reverse("assess:ballot_code", args=[codes[0]])))
    assert "没有这个测评码" in words(phone.post(ballot, {"code": "AAAA"}))
    assert "政治素质" in words(phone.post(ballot, {"code": codes[0]}))
    marks = {f"m_{each.pk}_{number}": "87.5" for each in one.entrants.all() for number in range(2)}
    assert "请填 0 至 100" in words(phone.post(ballot, {"code": codes[0], "go": "send", **dict.fromkeys(marks, "900")}))
    for code in codes:
        answer = phone.post(ballot, {"code": code, "go": "send", **marks})
        assert "票已收到" in words(answer)
        assert not answer.cookies
    assert "票已收到" in words(phone.post(ballot, {"code": codes[0]}))
    assert "87.5" not in words(window.get(page))
    assert "重新发码" not in words(window.get(page))
    assert "不能重新发码" in words(window.post(page, {"again": "1"}))
    assert "测评已结束" in words(window.post(reverse("assess:close_meeting", args=[meeting.pk]), follow=True))
    assert "87.5" in words(window.get(page))


def test_relatives_and_absences_are_entered(browse, office, crew, bureau, make_unit, stranger):
    one, two = crew.staff[:2]
    own = browse(crew.account(one))
    assert "已申报" in words(
        own.post(reverse("assess:declare_kin"), {"other": two.code, "relation": "夫妻"}, follow=True)
    )
    assert Kin.objects.get().person == one
    listed = reverse("assess:declarations")
    assert "夫妻" in words(own.get(listed))
    assert "夫妻" not in words(browse(stranger).get(listed))
    window = browse(office)
    host = make_unit("第三局")
    given = {"person": two.code, "kind": "seconded", "host": host.code, "since": "2026-09-01"}
    assert "借调请写明" in words(window.post(reverse("assess:post_person"), given | {"host": ""}))
    assert "已登记" in words(window.post(reverse("assess:post_person"), given, follow=True))
    posting = Posting.objects.get()
    assert "已登记" in words(
        window.post(reverse("assess:end_posting", args=[posting.pk]), {"until": "2026-11-01"}, follow=True)
    )
    kin = reverse("assess:end_kin", args=[Kin.objects.get().pk])
    assert browse(stranger).post(kin, {"reason": "x"}).status_code == 403
    assert "已解除" in words(window.post(kin, {"reason": "离婚"}, follow=True))


def test_a_duty_report_is_handed_in_with_its_results(browse, office, cycle, crew, book, town, stranger):
    one = month_round(cycle, office, steps=["总结述职"])
    actions.open_round(by=office, one=one, accepted=True)
    entrant = one.entrants.get(name="职员00")
    own, page = browse(crew.account(crew.staff[0])), reverse("assess:duty", args=[entrant.pk])
    assert "撰写述职报告" in words(own.get(reverse("portal:desk")))
    assert browse(stranger).get(page).status_code == 403
    write = reverse("assess:write_duty", args=[entrant.pk])
    kept = dict(re.findall(r'name="(_\w+)" value="([^"]*)"', words(own.get(write))))
    own.post(write, {"words": "一年来完成三件事。"})
    other = words(own.post(write, kept | {"words": "另一个窗口写的。"}, follow=True))
    assert "已经有人办过" in other, "what another window wrote is not lost unseen"
    report = DutyReport.objects.get()
    assert browse(crew.account(crew.staff[1])).get(page).status_code == 403
    own.post(reverse("assess:hand_in_duty", args=[report.pk]))
    report.refresh_from_db()
    row = report.results[0]
    assert (row["name"], row["wanted"], row["done"]) == (
        "农村公路提质改造",
        "320",
        "288",
    )
    read = words(browse(crew.account(crew.staff[1])).get(page))
    assert "一年来完成三件事" in read
    assert "288" in read
    assert own.post(reverse("assess:write_duty", args=[entrant.pk]), {"words": "改"}).status_code == 422


def test_an_assessor_is_heard_on_a_page(browse, make_account, crew, stranger):
    finding = register.record_finding(by=None, words="改动打分", day=DAY, person=crew.chief, offence="concealment")
    watcher, page = browse(make_account(Power.COMMITTEE)), reverse("assess:hearings")
    assert browse(stranger).get(page).status_code == 403
    found = words(watcher.get(page))
    assert "改动打分" in found
    assert "查实后才计扣分" in found
    confirm = reverse("org:confirm_finding", args=[finding.pk])
    assert confirm in found, "the next step is on the page"
    watcher.post(confirm, {"day": "2026-11-17"})
    assert "还没有听取本人意见，暂不计扣分" in words(watcher.get(page))
    ask = reverse("assess:ask_hearing", args=[finding.pk])
    assert "已通知" in words(watcher.post(ask, {"person": crew.chief.code, "role": "accused"}, follow=True))
    heard = reverse("assess:hear", args=[Hearing.objects.get().pk])
    assert "已记录" in words(watcher.post(heard, {"words": "是补录"}, follow=True))
    told = words(watcher.get(page))
    assert "是补录" in told
    assert "计入本人得分" in told


def test_the_year_of_a_person_says_why_a_month_is_missing(browse, office, cycle, crew, book):
    actions.post_person(
        by=office, person=crew.staff[0], kind="leave", since=dt.date(2026, 8, 20), until=dt.date(2026, 9, 25)
    )
    one = month_round(cycle, office)
    assert [(each.person.name, each.why) for each in one.spared.all()] == [("职员00", "leave")]
    assert "不参评：休假离岗" in words(browse(crew.account(crew.staff[0])).get(reverse("assess:mine")))
