"""The register: what a rulebook makes follow from the grades as decided, carried out with proof."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.urls import reverse

from kaogong.audit.actions import Refused
from kaogong.decide import actions
from kaogong.decide.models import Consequence
from kaogong.decide.queries.uses import by_mechanism, carried, rewards_total
from kaogong.org import actions as register
from kaogong.org.models import Post

TOWN = "township_grade"
FZ = "fz_three_levels"


def counts(settlement):
    """How often each consequence follows."""
    return Counter(settlement.consequences.values_list("key", flat=True))


@pytest.mark.clause("FZ-21")
def test_the_reward_list_holds_the_excellent_and_the_good(settle, published, line, office) -> None:
    made = settle(FZ, "95个单位，优秀20、良好60、一般13、差2", TOWN)
    published(made)
    rewards = made.consequences.filter(key="reward_township")
    assert rewards.count() == 80
    assert set(rewards.values_list("proposal__final", flat=True)) == {"优秀", "良好"}
    with pytest.raises(Refused, match="一般"):
        actions.add_to_batch(by=office, proposal=line(made, "中"), key="reward_township", prefix="J")


@pytest.mark.clause("FZ-25")
def test_one_year_fair_is_criticised_only(settle, published) -> None:
    made = settle(FZ, "上年良好、当年一般", TOWN)
    published(made)
    one = made.consequences.get()
    assert (one.what, one.executor, one.document) == ("全市通报批评", "市机关效能建设领导小组", "通报")
    assert str(one.due) == "2026-12-10"  # thirty days after 10 November
    assert one.trigger == "等次 = “一般” 或 等次 = “差”"


@pytest.mark.clause("FZ-26")
def test_two_years_fair_or_one_poor_bring_three(settle, published, office, make_person) -> None:
    twice = settle(FZ, "2019、2020年连续两年一般", TOWN)
    published(twice)
    assert counts(twice) == {"criticise_township": 1, "rectify_township": 1, "admonish_township": 1}
    admonish = twice.consequences.get(key="admonish_township")
    assert "2人" in admonish.what
    actions.name_people(by=office, consequence=admonish, people=[make_person("主要领导"), make_person("分管领导")])
    assert admonish.people.count() == 2
    between = settle(FZ, "一般、良好、一般，当年只有通报批评", TOWN)
    published(between, number="2号")
    assert counts(between) == {"criticise_township": 1}
    poor = settle(FZ, "当年评为差，三项都有", TOWN)
    published(poor, number="3号")
    assert len(counts(poor)) == 3


@pytest.mark.clause("QD-24")
def test_the_last_three_and_the_failing_one_are_admonished(settle, published) -> None:
    made = settle("qd_coastal_city", "共4件", "unit_grade")
    published(made)
    found = made.consequences.filter(key="admonish").select_related("proposal").order_by("proposal__rank")
    assert [one.proposal.rank for one in found] == [80, 88, 89, 90]
    assert {one.what for one in found} == {"对主要领导进行诫勉"}


@pytest.mark.clause("QD-25")
def test_two_bad_years_open_one_case(settle, published) -> None:
    made = settle("qd_coastal_city", "2004年末三位、2005年不合格", "unit_grade")
    published(made)
    assert counts(made)["stand_by"] == 1
    other = settle("qd_coastal_city", "2004年末三位、2005年第60名", "unit_grade")
    published(other, number="2号")
    assert counts(other)["stand_by"] == 0


@pytest.mark.clause("QW-26")
def test_a_table_that_is_not_there_is_said_and_can_be_set(settle, published, office) -> None:
    made = settle("qw_bureau", "年终有人评为差", "grade_staff")
    published(made)
    one = made.consequences.get()
    assert (one.get_state_display(), one.proposal.final) == ("奖惩表未配置", "差")
    with pytest.raises(Refused, match="待执行"):
        actions.execute(by=office, consequence=one, words="已谈话")
    given = {"what": "约谈", "executor": "考核领导小组", "due_on": dt.date(2026, 12, 1), "clause": "党组会议纪要"}
    actions.set_consequence(by=office, consequence=one, **given)
    actions.execute(by=office, consequence=one, words="已谈话")
    one.refresh_from_db()
    assert one.state == "done"


@pytest.mark.clause("YL-15")
def test_prizes_add_up_and_go_to_advanced_counties_only(settle, published, line, office) -> None:
    made = settle("yl_prefecture", "一等奖一名、三等奖两名，共35万元", "county_grade")
    published(made)
    assert rewards_total(made) == 350000
    with pytest.raises(Refused, match="达标县"):
        actions.add_to_batch(by=office, proposal=line(made, "丁县"), key="first", prefix="A")


@pytest.mark.clause("YL-18")
def test_prizes_and_larger_quotas_of_good_units(settle, published, line) -> None:
    from kaogong.decide.queries.honours import excellent_share

    made = settle("yl_prefecture", "五个优秀单位各3万元、八个优良单位各2万元", "unit_grade")
    published(made)
    assert rewards_total(made) == 310000
    assert [f"{float(excellent_share(line(made, name))):.2f}" for name in ("优秀", "优良")] == ["0.20", "0.18"]


@pytest.mark.clause("YL-16")
def test_a_county_below_standard(settle, published, office, make_person) -> None:
    made = settle("yl_prefecture", "班子九人的县未达标", "county_grade")
    published(made)
    found = {one.key: one for one in made.consequences.all()}
    assert {found["party_review"].document, found["government_review"].document} == {"书面检查"}
    assert found["county_bonus"].money == 45000  # nine members, 5,000 each
    assert found["county_quota"].carry == {"quota": "-1/20"}
    proposal = made.proposals.get()
    chief = make_person("县长")
    Post.objects.create(person=chief, unit=proposal.unit, title="县长", grade="chief", since=dt.date(2020, 1, 1))
    with pytest.raises(Refused, match="不得评为优秀"):
        actions.nominate(by=office, proposal=proposal, honour="年度考核优秀", person=chief)


@pytest.mark.clause("YL-19")
def test_a_unit_below_standard_has_three_of_thirty(settle, published, office, make_person) -> None:
    made = settle("yl_prefecture", "州直单位未达标：书面检查", "unit_grade")
    published(made)
    proposal = made.proposals.get()
    staff = [make_person() for _n in range(30)]
    since = dt.date(2020, 1, 1)
    Post.objects.bulk_create(
        Post(person=one, unit=proposal.unit, title="科员", grade="staff" if number else "chief", since=since)
        for number, one in enumerate(staff)
    )
    given = {"by": office, "proposal": proposal, "honour": "年度考核优秀"}
    with pytest.raises(Refused, match="不得评为优秀"):
        actions.nominate(**given, person=staff[0])
    for one in staff[1:4]:
        actions.nominate(**given, person=one)
    with pytest.raises(Refused, match="名额 3 个（比例 10%）"):
        actions.nominate(**given, person=staff[4])


def test_consequences_follow_the_grade_as_decided(settle, published, line, office, member, body) -> None:
    made = settle(FZ, "80.00分正好是良好", TOWN)
    west = line(made, "西镇")
    given = {"by": office, "proposal": west, "body": body, "votes": (7, 0, 0), "reason": "研判"}
    actions.approve_move(by=member, move=actions.propose_move(**given, grade="一般"))
    published(made)
    decided, computed = (set(one.consequences.values_list("key", flat=True)) for one in (west, line(made, "东镇")))
    assert decided & {"reward_township", "criticise_township"} == {"criticise_township"}
    assert computed & {"reward_township", "criticise_township"} == {"reward_township"}


def test_how_much_of_what_is_mandated_is_carried_out(settle, published, office, decision, denied, events) -> None:
    made = settle(FZ, "95个单位，优秀20、良好60、一般13、差2", TOWN)
    published(made)
    Consequence.objects.filter(settlement=made).exclude(
        pk__in=made.consequences.values_list("pk", flat=True)[:60]
    ).delete()
    several = list(made.consequences.all())
    denied(actions.execute, consequence=several[0], words="已执行")
    events()
    actions.execute(by=office, consequence=several[0], words="已执行")
    assert events() == ["execute"]
    for one in several[1:45]:
        actions.execute(by=office, consequence=one, words="已执行")
    found = carried(made.consequences.all())
    assert (found.due, found.done, f"{found.percent}") == (60, 45, "75.0")
    actions.waive(by=decision, consequence=several[50], reason="单位已撤销")
    denied(actions.waive, by=office, consequence=several[51], reason="不办")
    assert carried(made.consequences.all()).due == 60


@pytest.mark.clause("FZ-27")
def test_a_mechanism_nobody_used_is_shown(settle, published, office, client) -> None:
    register.set_setting(by=None, key="feedback.below", value=101, reason="每个单位都反馈")
    made = settle(FZ, "95个单位，优秀20、良好60、一般13、差2", TOWN)
    published(made)
    found = {name: (number, used) for name, number, used in by_mechanism(made)}
    assert found["激励机制"] == (80, True)
    assert made.consequences.filter(key="criticise_township").count() == 15
    assert found["约束机制"] == (15 + 2 * 2, True), "and the two poor ones rectify and are admonished"
    assert found["调节机制"] == (0, False)
    assert made.consequences.filter(kind="反馈机制").delete()[0] == 75, "talks by the rulebook; now sheets alone"
    assert len(actions.send_feedback(by=office, settlement=made)) == 95
    assert by_mechanism(made)[3] == ("反馈机制", 95, True)
    client.force_login(office)
    page = client.get(reverse("decide:consequences"), {"settlement": made.pk}).content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "激励机制 80 约束机制 19 调节机制 0 未用 反馈机制 95" in words


@pytest.mark.clause("LZ-31")
def test_certificates_are_numbered_for_grade_a_alone(settle, published, line, office) -> None:
    facts = {"tier": "Ⅰ", "onsite": 95, "phone": 95, "visit": 95}
    low = {"tier": "Ⅲ", "onsite": 60, "phone": 60, "visit": 60}
    several = {
        "甲": {"class": "health", "times": 56, "facts": facts},
        "乙": {"class": "health", "times": 2, "facts": low},
    }
    made = settle(
        "lz_institutions",
        "三类指标90、80、85分",
        "grade_health",
        subjects=several,
        readings={"grade_by": "cut"},
        settings={"cut_a": 90, "cut_b": 50},
    )
    published(made)
    found = actions.number_documents(by=office, settlement=made, key="commend_health", prefix="示事考证〔2026〕")
    assert (len(found), found[0].number, found[-1].number) == (56, "示事考证〔2026〕001", "示事考证〔2026〕056")
    with pytest.raises(Refused, match="不能列入“先进单位证书”"):
        actions.add_to_batch(by=office, proposal=line(made, "乙"), key="commend_health", prefix="x")


@pytest.mark.clause("LZ-34")
def test_a_warning_bars_the_legal_representative_and_not_a_deputy(settle, published, office, make_person) -> None:
    facts = {"tier": "Ⅲ", "onsite": 10, "phone": 10, "visit": 10}
    several = {"丙": {"class": "health", "facts": facts}}
    made = settle(
        "lz_institutions",
        "三类指标90、80、85分",
        "grade_health",
        subjects=several,
        readings={"grade_by": "cut"},
        settings={"cut_a": 95, "cut_b": 94},
    )
    published(made)
    proposal = made.proposals.get()
    assert proposal.final == "C"
    legal, deputy = make_person("法人"), make_person("副院长")
    for person, title in ((legal, "法定代表人"), (deputy, "副院长")):
        Post.objects.create(person=person, unit=proposal.unit, title=title, grade="deputy", since=dt.date(2020, 1, 1))
    given = {"by": office, "proposal": proposal, "honour": "2016年度先进工作者"}
    with pytest.raises(Refused, match="主要负责人、法定代表人当年不得评先树优"):
        actions.nominate(**given, person=legal)
    assert actions.nominate(**given, person=deputy).state == "accepted"


@pytest.mark.clause("XM-22")
def test_a_unit_in_the_lower_half_is_no_advanced_collective(settle, published, line, office) -> None:
    register.set_setting(by=None, key="honours.top", value=50, reason="本市办法")
    several = {f"镇{n:02d}": {"facts": {"residents_index": 100 - n}} for n in range(10)}
    made = settle(FZ, "80.00分正好是良好", TOWN, subjects=several)
    published(made)
    ninth = line(made, "镇08")
    assert ninth.rank == 9
    with pytest.raises(Refused, match="前 50%"):
        actions.nominate(by=office, proposal=ninth, honour="先进集体", reason="有特殊贡献")
    assert actions.nominate(by=office, proposal=line(made, "镇04"), honour="先进集体").honour == "先进集体"


@pytest.mark.clause("DX-15")
def test_a_low_place_needs_a_reason_and_each_sees_its_own_marks(settle, published, line, office, make_account) -> None:
    from kaogong.assess.guards.runs import may_see_result
    from kaogong.assess.models import Result

    several = {f"镇{n:02d}": {"facts": {"residents_index": 100 - n}} for n in range(30)}
    made = settle(FZ, "80.00分正好是良好", TOWN, subjects=several)
    published(made)
    low = line(made, "镇24")
    assert low.rank == 25
    with pytest.raises(Refused, match="请写明理由"):
        actions.nominate(by=office, proposal=low, honour="先进单位")
    assert actions.nominate(by=office, proposal=low, honour="先进单位", reason="承担试点").reason == "承担试点"
    own = make_account(("head", low.unit))
    mine, other = (Result.objects.get(run=made.run, subject=one.subject) for one in (low, line(made, "镇01")))
    assert not may_see_result(own, mine)
    assert mine.marks.exists()
    assert may_see_result(own, other)
