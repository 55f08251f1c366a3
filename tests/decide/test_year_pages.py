"""What the pages of the year's end say: of which year, about what, in words and not in keys, and only to who may act on it."""

import datetime as dt
import re

import pytest

from kaogong.decide import actions
from kaogong.decide.models import Consequence, Proposal
from kaogong.decide.queries.answerable_desk import cases_waiting
from kaogong.org.actions import recuse
from kaogong.org.models.powers import Power
from kaogong.plan.models import Cycle

FZ = ("fz_three_levels", "80.00分正好是良好", "township_grade")


@pytest.fixture
def page(client, files):
    """A page as an account gets it."""

    def read(account, path, data=None, status=200):
        client.force_login(account)
        found = client.get(path) if data is None else client.post(path, data)
        assert found.status_code == status, (path, found.status_code)
        return found.content.decode()

    return read


def pill(words):
    """The year the top bar says."""
    return re.search(r'class="when-for.*?<summary[^>]*>(.*?)</summary>', words, re.DOTALL)[1]


def test_a_settlement_of_another_year_says_its_own_year_in_the_top_bar(page, settle, published, office, line, client):
    made = settle(*FZ)
    notice = published(made)
    year = made.run.cycle.year
    later = Cycle.objects.create(
        year=year + 1,
        title=f"{year + 1} 年度",
        since=dt.date(year + 1, 1, 1),
        until=dt.date(year + 1, 12, 31),
        organiser=made.run.cycle.organiser,
    )
    client.force_login(office)
    client.post("/period/", {"cycle": later.pk, "part": "", "next": "/decide/"})
    assert f"{year + 1} 年度" in pill(page(office, "/decide/"))
    one = made.consequences.first()
    for path in (
        f"settlements/{made.pk}/",
        f"lines/{line(made, '东镇').pk}/",
        f"notices/{notice.pk}/",
        f"results/{one.pk}/",
    ):
        assert f"{year} 年度" in pill(page(office, f"/decide/{path}")), path
    assert f"{year + 1} 年度" in pill(page(office, "/decide/")), "lists stay with the year that was chosen"


def test_the_filter_offers_only_settlements_something_follows_from_for_who_asks(
    page, settle, published, office, make_account, stranger
):
    made = settle(*FZ)
    published(made)
    one = made.consequences.filter(key="rectify_township").get()
    offered = f'<option value="{made.pk}">{made.title}</option>'
    assert offered in page(office, "/decide/results/")
    assert offered in page(make_account(("liaison", one.proposal.unit)), "/decide/results/")
    assert offered not in page(stranger, "/decide/results/")


def test_what_the_measure_left_open_is_explained_where_it_stands(page, settle, published, office):
    made = settle(*FZ)
    published(made)
    one = made.consequences.first()
    assert "奖惩表未配置：考核办法" not in page(office, f"/decide/results/{one.pk}/")
    Consequence.objects.filter(pk=one.pk).update(state="unset", kind="not_configured")
    assert "没有写明内容" in page(office, f"/decide/results/{one.pk}/")
    shown = page(office, "/decide/results/")
    assert "1 项奖惩表未配置：考核办法没有写明奖惩内容" in shown
    assert "not_configured</option>" not in shown
    assert '<option value="not_configured">待补齐</option>' in shown


def test_a_long_settlement_leads_to_its_parts_and_is_called_decided_once_it_is(page, settle, published, office):
    made = settle(*FZ)
    before = page(office, f"/decide/settlements/{made.pk}/")
    for part in ("offers", "quota", "moved"):
        assert f'<a href="#{part}">' in before
        assert f'id="{part}"' in before
    assert '<h2 id="list">拟定等次</h2>' in before
    published(made)
    after = page(office, f"/decide/settlements/{made.pk}/")
    assert '<h2 id="list">评定等次</h2>' in after
    assert '<a href="#said">' in after


def test_a_step_names_the_settlement_it_is_about(page, settle, office, decision, approved):
    made = approved(settle(*FZ))
    shown = page(office, f"/decide/settlements/{made.pk}/publish/")
    assert f"<b>{made.title}</b>：公布" in shown
    assert f'<a href="/decide/settlements/{made.pk}/">{made.title}</a> /' in shown


def test_no_grade_is_chosen_beforehand_and_the_best_are_not_admonished(page, settle, published, office, line):
    made = settle(*FZ)
    shown = page(office, f"/decide/lines/{line(made, '东镇').pk}/")
    assert '<option value="" selected>请选择</option>' in shown
    published(made)
    best = Consequence.objects.filter(settlement=made, state="due", proposal__final=made.grades[0]).first()
    worse = Consequence.objects.filter(settlement=made, state="due").exclude(proposal__final=made.grades[0]).first()
    Proposal.objects.filter(pk=worse.proposal_id).update(final=made.grades[-1])
    for one, there in ((best, False), (worse, True)):
        if one is not None:
            assert ("安排诫勉谈话" in page(office, f"/decide/results/{one.pk}/")) is there


def test_papers_and_talks_belong_to_the_use_of_results_and_to_being_answerable(page, office):
    def current(path):
        return re.findall(r'<a href="([^"]+)"[^>]*aria-current="page"', page(office, path).split("<main")[0])

    assert "/decide/results/" in current("/decide/papers/")
    assert "/decide/results/" in current("/decide/reports/")
    assert "/decide/cases/" in current("/decide/talks/")
    assert "/decide/cases/" in current("/decide/conduct/catalogue/")
    assert "/decide/" in current("/decide/notices/")


def test_the_desk_asks_nobody_to_approve_what_concerns_oneself_or_ones_recusal(
    page, office, decision, make_account, make_person, city
):
    person = make_person("当事人")
    case = actions.open_case(
        by=office, kind="fault", unit=city, person=person, words="逾期", post="审批岗位", degree="严重"
    )
    measure = actions.add_measure(by=office, case=case, form="免职", person=person, due=dt.date(2026, 12, 1))
    assert measure.state == "proposed"
    proposed = case.measures.filter(state="proposed").count()
    assert [one.title for one in cases_waiting(decision)] == ["审批追究方式"] * proposed
    own = make_account(Power.DECISION, person=person)
    assert list(cases_waiting(own)) == []
    page(own, f"/decide/cases/measures/{measure.pk}/approve/", None, 403)
    third = make_account(Power.DECISION, person=make_person("回避人"))
    assert len(list(cases_waiting(third))) == proposed
    recuse(by=None, person=third.person, unit=city, reason="亲属", since=dt.date(2026, 1, 1))
    assert list(cases_waiting(third)) == []


def test_a_case_says_who_opened_it_by_name(page, make_account, make_person, city):
    person = make_person("立案人")
    opener = make_account(Power.OFFICE, person=person)
    case = actions.open_case(by=opener, kind="conduct", manner="slow", unit=city, words="拖延")
    shown = page(opener, f"/decide/cases/{case.pk}/").split("<main")[1]
    assert f"{case.opened_on} 立案人" in shown
    assert opener.username not in shown.split("<h2>")[1]


def test_what_is_not_chosen_is_asked_for_in_the_same_words_above_and_beside(page, settle, office, stranger, line):
    made = settle(*FZ)
    actions.begin_publicity(by=office, settlement=made)
    page(stranger, f"/decide/settlements/{made.pk}/object/", {"source": "staff", "words": "名次有误"}, 302)
    said = made.objections.get()
    shown = page(office, f"/decide/objections/{said.pk}/answer/", {"answer": ""}, 422)
    assert shown.count("请选“是否采纳”。") == 2
    assert 'href="#id_upheld"' in shown
    assert '<fieldset class="line" id="id_upheld"' in shown


def test_a_step_that_is_not_due_leads_back_and_says_why(client, settle, decision, office, stranger):
    made = settle(*FZ)
    for account, step, then in (
        (decision, "approve", "待审定"),
        (office, "publish", "待公布"),
        (stranger, "object", "公示中"),
    ):
        client.force_login(account)
        account.grant = None
        found = client.get(f"/decide/settlements/{made.pk}/{step}/")
        if account is stranger:
            assert found.status_code == 403, "a draft is not seen"
            continue
        assert found.url == f"/decide/settlements/{made.pk}/"
        assert f"现在是“拟定等次”，到“{then}”时才能办这一步" in client.get(found.url).content.decode()


def test_changes_that_nobody_has_checked_yet_are_named_before_publicity(page, settle, office, body, member, line):
    made = settle(*FZ)
    one = line(made, "西镇")
    grade = next(each for each in made.grades if each != one.final)
    move = actions.propose_move(
        by=office, proposal=one, grade="一般" if one.final != "一般" else grade, reason="研判", body=body, votes=(3, 0, 0),
        meeting=None, evidence=None,
    )  # fmt: skip
    shown = page(office, f"/decide/settlements/{made.pk}/")
    assert "还有 1 次调整没有复核" in shown
    assert f'<a href="/decide/lines/{one.pk}/">西镇</a>' in shown.split("没有复核")[1][:300]
    actions.approve_move(by=member, move=move)
    assert "没有复核" not in page(office, f"/decide/settlements/{made.pk}/")


def test_a_veto_names_the_kind_of_what_was_recorded_and_not_its_key(settle):
    made = settle("qd_coastal_city", "第5名被一票否决，第21名递补", "unit_grade")
    kinds = [
        entry["kind"] for one in made.proposals.exclude(vetoes=[]) for veto in one.vetoes for entry in veto["entries"]
    ]
    assert kinds
    assert all(re.search("[一-鿿]", one) for one in kinds), kinds


def test_clearing_failed_tasks_says_how_many_cases_it_opened(client, office):
    client.force_login(office)
    shown = client.post("/decide/cases/tasks/", {}, follow=True).content.decode()
    assert "这次没有立案" in shown
    assert "已逐项立案" not in shown


def test_an_act_names_the_thing_it_is_done_to_beside_what_it_means(page, settle, published, office):
    made = settle(*FZ)
    published(made)
    shown = page(office, f"/decide/settlements/{made.pk}/close-uses/")
    assert f"<b>{made}</b>：奖惩逐项执行" in shown
