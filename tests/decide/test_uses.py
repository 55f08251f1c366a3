"""Results that are used: rewards proposed, effects measured and carried on, honours ordered and warned of, feedback with help."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from kaogong.assess.models import Mark, Result
from kaogong.audit.actions import Refused
from kaogong.decide import actions
from kaogong.decide.models import Consequence, FeedbackHelp, Nomination, Proposal
from kaogong.decide.queries.carried import (
    carried_from,
    feedback_due,
    feedback_late,
    matters,
    money_of,
    promotions,
)
from kaogong.decide.queries.conduct import conduct_year
from kaogong.decide.queries.honours import in_order
from kaogong.decide.queries.uses import carried
from kaogong.org import actions as register
from kaogong.org.models import Person, Post

FZ = ("fz_three_levels", "80.00分正好是良好", "township_grade")
SINCE = dt.date(2020, 1, 1)


@pytest.mark.clause("HB-06")
def test_a_score_proposes_its_row_and_without_a_table_nothing_is_closed(settle, published, office, monkeypatch):
    """95分的单位按奖惩表列出一项奖励；没有奖惩表的不能办结。"""
    made = settle("hb_targets", "人口只增至104", "county_grade")
    assert made.proposals.get().total >= 95
    published(made)
    rewards = made.consequences.filter(kind="reward")
    assert [one.what for one in rewards] == ["表彰奖励，树立先进典型"]
    with pytest.raises(Refused, match="1 项结果运用没有执行"):
        actions.close_uses(by=office, settlement=made)
    actions.execute(by=office, consequence=rewards.get(), words="已表彰")
    bare = type("Book", (), {"consequences": (), "rewards": ()})()
    with monkeypatch.context() as patch:
        patch.setattr("kaogong.decide.actions.register.book_of", lambda edition: bare)
        with pytest.raises(Refused, match="没有奖惩表，不能办结"):
            actions.close_uses(by=office, settlement=made)
    actions.close_uses(by=office, settlement=made)
    made.refresh_from_db()
    assert made.used_up_on is not None
    with pytest.raises(Refused, match="办结一次"):
        actions.close_uses(by=office, settlement=made)


@pytest.mark.clause("CX-16")
def test_the_share_carried_out_and_whether_the_best_grade_has_an_effect(settle, published, office):
    made = settle(*FZ)
    notice = published(made)
    made.consequences.all().delete()
    line = made.proposals.first()
    Consequence.objects.bulk_create(
        Consequence(settlement=made, proposal=line, key=f"k{n}", what="谈话", trigger="", state="done" if n < 45 else "due",
                    done_on=notice.publish_on) for n in range(60)
    )  # fmt: skip
    found = carried(made.consequences.all())
    assert (found.due, found.done, found.percent) == (60, 45, Decimal("75.0"))
    made.proposals.exclude(pk=line.pk).delete()
    people = Person.objects.bulk_create(Person(code=f"G{n:03d}", name=f"干部{n}") for n in range(200))
    made.grades = ["优秀", "称职"]
    made.save()
    Proposal.objects.bulk_create(
        Proposal(settlement=made, subject=one.code, name=one.name, person=one, reason="",
                 final="优秀" if n < 100 else "称职") for n, one in enumerate(people)
    )  # fmt: skip
    Post.objects.bulk_create(
        Post(person=one, unit=line.unit, title="科员", grade="staff", since=SINCE) for one in people
    )
    risen = [people[n] for n in (*range(6), *range(100, 106))]
    later = notice.publish_on + dt.timedelta(days=90)
    Post.objects.bulk_create(
        Post(person=one, unit=line.unit, title="科长", grade="middle", since=later, main=False) for one in risen
    )
    effects = promotions(made)
    assert [(one.grade, one.people, one.risen, one.percent) for one in effects] == [
        ("优秀", 100, 6, Decimal("6.0")),
        ("称职", 100, 6, Decimal("6.0")),
    ]
    assert matters(effects) is False


@pytest.mark.clause("CX-30")
def test_of_equal_points_the_better_grade_comes_first_with_the_reason(settle, published, office, make_person):
    made = settle(*FZ)
    published(made)
    lines = {grade: made.proposals.filter(final=grade).first() for grade in ("优秀", "良好")}
    ladder = {"优秀": "优秀", "良好": "称职"}
    made.grades = ["优秀", "称职"]
    made.save()
    for grade in ("良好", "优秀"):
        one = lines[grade]
        Proposal.objects.filter(pk=one.pk).update(final=ladder[grade])
        one.refresh_from_db()
        person = make_person(f"{ladder[grade]}的人")
        register.appoint(by=None, person=person, unit=one.unit, title="工程师", grade="staff", since=SINCE)
        actions.nominate(by=office, proposal=one, honour="高级工程师", kind="title", points=Decimal(85), person=person)
    first, second = in_order(Nomination.objects.filter(kind="title"))
    assert (first.nomination.grade, second.nomination.grade) == ("优秀", "称职")
    assert first.why == "同为 85 分，考核等次“优秀”优先于“称职”"
    assert not second.why


@pytest.mark.clause("JQ-21")
def test_a_low_control_score_warns_and_open_violations_refuse(settle, published, office, make_person, make_account):
    made = settle("jq_internal_control", "内控得分55分左右", "enforcement_grade")
    line = made.proposals.get()
    Mark.objects.filter(result__run=made.run, name="内控体系").update(value=Decimal(55), full=Decimal(100))
    published(made)
    line.refresh_from_db()
    given = {"by": office, "proposal": line, "honour": "先进单位", "reason": "服务好"}
    with pytest.raises(Refused, match="55 分，低于 60 分") as caught:
        actions.nominate(**given)
    assert caught.value.field == "answer"
    kept = actions.nominate(**given, answer="整改已完成，附材料")
    assert ("55 分" in kept.warning, kept.answer) == (True, "整改已完成，附材料")
    person = make_person("税务员")
    register.appoint(by=None, person=person, unit=line.unit, title="科员", grade="staff", since=SINCE)
    entry = {"kind": "penalty", "name": "违规", "standard": "s", "form": "f", "clause": "c", "since": SINCE}
    actions.add_conduct_entry(by=office, code="P1", **entry)
    for _n in range(2):
        held = actions.record_conduct(by=office, entry="P1", person=person, words="违规", on=dt.date(2026, 11, 2))
    nominated = {"by": office, "proposal": line, "honour": "先进个人", "person": person, "answer": "已整改"}
    with pytest.raises(Refused, match="2 条未了结的违规"):
        actions.nominate(**nominated)
    actions.close_conduct(by=office, conduct=held, outcome="已处理")
    actions.nominate(**nominated)


@pytest.mark.clause("LB-28")
def test_rewards_and_penalties_cite_the_catalogue(office, make_person, stranger, denied, events):
    entry = {"standard": "连续三年无违纪", "clause": "003-1 §五.3", "since": SINCE}
    actions.add_conduct_entry(by=office, code="J01", kind="reward", name="廉洁清正", form="通报表扬", **entry)
    actions.add_conduct_entry(by=office, code="C01", kind="penalty", name="生活腐化", form="诫勉", **entry)
    person, day = make_person(), dt.date(2026, 11, 2)
    with pytest.raises(Refused, match="不在奖惩目录") as caught:
        actions.record_conduct(by=office, entry="表现不错", person=person, words="助人", on=day)
    assert caught.value.field == "entry"
    denied(actions.record_conduct, entry="J01", person=person, words="x", on=day)
    events()
    for code in ("J01", "J01", "J01", "J01", "C01"):
        actions.record_conduct(by=office, entry=code, person=person, words="事实", on=day)
    assert events() == ["record_conduct"] * 5
    found = conduct_year(2026)
    assert dict(found["reward"]) == {"廉洁清正": 4}
    assert dict(found["penalty"]) == {"生活腐化": 1}
    one = actions.end_conduct_entry(by=office, entry=person_entry("C01"), until=day, reason="并入纪律处分条例")
    with pytest.raises(Refused, match="不在奖惩目录"):
        actions.record_conduct(by=office, entry=one.code, person=person, words="又犯", on=day)


def person_entry(code):
    from kaogong.decide.models import ConductEntry

    return ConductEntry.objects.get(code=code)


@pytest.mark.clause("CX-31")
def test_a_weak_side_is_fed_back_with_help_in_ten_working_days(settle, published, office, make_person, on, client):
    """“能”68分的领导，收到1条原因、2条措施、1门培训；十个工作日内没有反馈即逾期。"""
    register.set_setting(by=None, key="feedback.below", value=70, reason="本市办法")
    made = settle(*FZ)
    line, leader = made.proposals.first(), make_person("领导")
    Proposal.objects.filter(pk=line.pk).update(person=leader)
    Mark.objects.filter(result__run=made.run).delete()
    result = Result.objects.get(run=made.run, subject=line.subject, sheet=made.sheet, period=made.period)
    for place, (name, value) in enumerate({"德": 90, "能": 68, "勤": 88}.items()):
        Mark.objects.create(result=result, item=name, name=name, level=1, place=place, value=value, full=100)
    notice = published(made, audience="house")
    assert notice.publish_on == dt.date(2026, 11, 10)
    assert feedback_due(made) == dt.date(2026, 11, 24)
    for day, told in ((dt.date(2026, 11, 24), False), (dt.date(2026, 11, 25), True)):
        on(day)
        client.force_login(office)
        page = client.get(reverse("decide:sheets")).content.decode()
        assert (feedback_late(made, day), "应在 2026-11-24 前反馈，已逾期" in page) == (told, told)
    on(dt.date(2026, 11, 24))
    (sheet,) = actions.send_feedback(by=office, settlement=made)
    item = sheet.items.get()
    assert (item.name, item.value) == ("能", 68)
    helps = {"cause": ["统筹不够"], "measure": ["每月研判一次", "结对帮带"], "training": ["依法行政专题班"]}
    for kind, several in helps.items():
        for words in several:
            actions.add_help(by=office, item=item, kind=kind, words=words)
    got = {kind: item.helps.filter(kind=kind).count() for kind, _name in FeedbackHelp.KINDS}
    assert got == {"experience": 0, "cause": 1, "measure": 2, "training": 1}
    assert not feedback_late(made, dt.date(2026, 12, 30)), "it went out in time"


def test_effects_and_money_are_carried_into_the_next_year(settle, published, office, client):
    made = settle("yl_prefecture", "五个优秀单位各3万元、八个优良单位各2万元", "unit_grade")
    published(made)
    year = made.run.cycle.year
    found = [one for one in carried_from(year) if one.into == "quota"]
    assert {one.value for one in found} == {"+5%", "+3%"}
    assert sum(one.promised for one in money_of(year)) == 310000
    assert sum(one.paid for one in money_of(year)) == 0
    first = made.consequences.filter(money=30000).first()
    actions.execute(by=office, consequence=first, words="已发")
    assert sum(one.paid for one in money_of(year)) == 30000
    client.force_login(office)
    assert "带入" in client.get(f"/decide/results/next-year/?cycle={made.run.cycle_id}").content.decode()
