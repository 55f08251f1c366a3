"""Matters of efficiency supervision: mandate, choice, phases, circumstances, accountability."""

import datetime as dt

import pytest
from django.utils import timezone

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.listen.models import Complaint
from kaogong.org.models import Docket
from kaogong.supervise.models import Finding
from kaogong.supervise.queries.matters import channels, codes_fit, counted, early_share, silent
from supervise.tasks import actions

DAY = dt.date(2026, 9, 21)


@pytest.fixture
def office(make_unit):
    """The body that supervises."""
    made = make_unit("市监察局")
    actions.give_mandate(by=None, unit=made, kind="own", since=dt.date(2020, 1, 1))
    return made


@pytest.fixture
def plan(office, unit):
    """Put a matter forward."""

    def made(**given):
        fields = {
            "by": None, "name": "涉路许可监察", "mode": "project", "problem": "approval", "aspect": "efficiency",
            "chosen": "weak", "reason": "投诉集中", "channel": "superior", "opener": office, "unit": unit,
        } | given  # fmt: skip
        return actions.plan_matter(**fields)

    return made


@pytest.fixture
def matter(plan):
    """A matter in hand."""
    return actions.open_matter(by=None, matter=plan())


@pytest.fixture
def rule(db):
    """A rule with six and nine circumstances, issued."""
    several = [("admonition", f"情形{n}") for n in range(1, 7)] + [("warning", f"情形{n}") for n in range(1, 10)]
    made = actions.draft_rule(
        by=None,
        title="效能监察暂行规定",
        matters="审批、执法",
        division="监察室牵头",
        methods="查访",
        circumstances=several,
    )
    return actions.issue_rule(by=None, rule=made)


@pytest.mark.clause("HB-15")
def test_without_a_mandate_refused_with_a_valid_letter_opened(plan, make_unit, inspector):
    group = make_unit("某协会")
    made = plan(opener=group)
    with pytest.raises(Refused, match="监察授权"):
        actions.open_matter(by=inspector, matter=made)
    with pytest.raises(Refused, match="委托书"):
        actions.give_mandate(by=inspector, unit=group, kind="delegated", since=dt.date(2026, 1, 1))
    actions.give_mandate(by=None, unit=group, kind="delegated", letter="1 号", since=dt.date(2025, 1, 1), until=DAY)
    with pytest.raises(Refused, match="监察授权"):
        actions.open_matter(by=inspector, matter=made)
    actions.give_mandate(by=inspector, unit=group, kind="delegated", letter="2 号", since=dt.date(2026, 1, 1))
    assert actions.open_matter(by=inspector, matter=made).state == "open"


@pytest.mark.clause("HB-16")
def test_20_projects_by_four_types_add_to_20(plan):
    with pytest.raises(Refused, match="列表"):
        plan(problem="")
    for n in range(20):
        plan(problem=("approval", "enforcement", "inaction", "style")[n % 4])
    counts = counted(2026, "problem")
    assert (len(counts), sum(counts.values())) == (4, 20)


@pytest.mark.clause("HB-17")
def test_8_5_7_add_to_20_and_a_complaint_upgraded_keeps_its_number(plan):
    modes = ["project"] * 8 + ["case"] * 5 + ["complaint"] * 7
    made = [plan(mode=one) for one in modes]
    assert counted(2026, "mode") == {"project": 8, "case": 5, "complaint": 7}
    opened = actions.open_matter(by=None, matter=made[-1])
    number = opened.number
    opened = actions.upgrade_matter(by=None, matter=opened, reason="查实")
    assert (opened.number, opened.mode, opened.was) == (number, "case", "complaint")
    with pytest.raises(Refused):
        actions.upgrade_matter(by=None, matter=opened, reason="查实")


@pytest.mark.clause("HB-18")
def test_6_of_10_records_early_is_60_per_cent(matter, inspector, window):
    for n in range(10):
        phase = "before" if n < 4 else "during" if n < 6 else "after"
        actions.record_matter(by=inspector, matter=matter, phase=phase, manner="push", on=DAY, words="查")
    page = window(inspector).get(f"/supervise/matters/{matter.pk}/").content.decode()
    assert (early_share(matter), "60.0%" in page, "没有事前、事中" in page) == (60, True, False)
    matter.records.update(phase="after")
    assert early_share(matter) == 0
    assert "没有事前、事中的监察记录" in window(inspector).get(f"/supervise/matters/{matter.pk}/").content.decode()


@pytest.mark.clause("HB-19")
def test_6_projects_are_chosen_for_a_reason_each(plan):
    with pytest.raises(Refused, match="立项理由"):
        plan(reason=" ")
    made = [plan(name=f"项目{n}") for n in range(6)]
    assert all(one.reason for one in made)
    assert not hasattr(made[0], "score")


@pytest.mark.clause("XM-45")
def test_circumstances_propose_their_consequence_and_sizes_are_enforced(matter, rule):
    assert codes_fit(rule) == {"admonition": (6, 6), "warning": (9, 9)}
    third = rule.circumstances.get(level="warning", number=3)
    second = rule.circumstances.get(level="admonition", number=2)
    found = [
        actions.find_breach(by=None, matter=matter, circumstance=one, words="x", on=DAY) for one in (third, second)
    ]
    assert [one.proposed for one in found] == ["效能告诫", "诫勉教育"]
    short = actions.draft_rule(
        by=None, title="另一份", matters="审批", division="甲", methods="乙", circumstances=[("admonition", "情形")] * 6
    )
    with pytest.raises(Refused, match="9 种情形，现有 0 种"):
        actions.issue_rule(by=None, rule=short)


@pytest.mark.clause("XM-52")
def test_key_work_needs_every_phase_and_a_breach_its_accountability(plan, rule, inspector, colleague):
    matter = actions.open_matter(by=inspector, matter=plan(by=inspector, key=True))
    for phase in ("before", "during"):
        actions.record_matter(by=inspector, matter=matter, phase=phase, manner="visit", on=DAY, words="查")
    with pytest.raises(Refused, match="事后"):
        actions.close_matter(by=colleague, matter=matter, conclusion="完成")
    actions.record_matter(by=inspector, matter=matter, phase="after", manner="visit", on=DAY, words="查")
    breach = actions.find_breach(
        by=inspector, matter=matter, circumstance=rule.circumstances.first(), words="迟办", on=DAY
    )
    with pytest.raises(Denied, match="另一位"):
        actions.close_matter(by=inspector, matter=matter, conclusion="完成")
    matter = actions.close_matter(by=colleague, matter=matter, conclusion="完成")
    with pytest.raises(Refused, match="还没有问责"):
        actions.archive_matter(by=colleague, matter=matter)
    docket = Docket.objects.create(kind="accountability", title="问责", opened_on=DAY)
    actions.call_to_account(by=colleague, breach=breach, docket=docket)
    before = Event.objects.count()
    assert actions.archive_matter(by=colleague, matter=matter).state == "archived"
    assert Event.objects.count() == before + 1


@pytest.mark.clause("QD-19")
def test_8_milestones_are_8_points_and_60_silent_days_are_listed(plan, on):
    matter = plan(points=[(f"节点{n}", None) for n in range(8)], chosen="hot")
    assert matter.points.count() == 8
    matter = actions.open_matter(by=None, matter=matter)
    for manner in ("push", "study", "visit"):
        actions.record_matter(by=None, matter=matter, phase="during", manner=manner, on=DAY, words="看",
                              point=matter.points.first())  # fmt: skip
    assert set(matter.records.values_list("manner", flat=True)) == {"push", "study", "visit"}
    assert silent(DAY + dt.timedelta(days=59)) == []
    assert silent(DAY + dt.timedelta(days=60)) == [matter]
    actions.reach_point(by=None, point=matter.points.first(), on=DAY)
    with pytest.raises(Refused):
        actions.reach_point(by=None, point=matter.points.first(), on=DAY)


@pytest.mark.clause("LB-22")
def test_a_channel_without_findings_is_inactive(unit, inspector, window):
    for channel, number in (("superior", 12), ("specialised", 20), ("social", 30)):
        for _n in range(number):
            actions.watch(by=None, kind="issue", unit=unit, words="问题", channel=channel, happened_on=DAY)
    counts = [(words, number) for _key, words, number in channels(2026)]
    assert counts == [("上级监督", 12), ("专门监督", 20), ("内部监督", 0), ("社会监督", 30)]
    page = window(inspector).get("/supervise/matters/figures/").content.decode()
    assert (page.count(">活跃<"), page.count(">未启用<")) == (3, 1)
    with pytest.raises(Refused, match="渠道"):
        actions.watch(by=None, kind="issue", unit=unit, words="问题", happened_on=DAY)


def test_channels_count_what_other_rooms_found_too(unit):
    """Inspections and cards are the supervising body's, complaints that were upheld the public's; what is open counts not."""
    given = {"category": "presence", "unit": unit, "found_at": timezone.now(), "found_on": DAY, "words": "无人",
             "notice_due": DAY, "answer_due": DAY}  # fmt: skip
    for number, (channel, state) in enumerate(
        [("open", "confirmed"), ("video", "confirmed"), ("open", "recorded"), ("letter", "confirmed")]
    ):
        Finding.objects.create(number=f"F{number}", channel=channel, state=state, **given)
    told = {
        "channel": "phone",
        "about": "市局",
        "title": "无人",
        "words": "无人",
        "received_on": DAY,
        "accept_due": DAY,
        "code": "x",
    }
    for number, (verdict, state) in enumerate([("upheld", "closed"), ("unfounded", "closed"), ("upheld", "reviewed")]):
        Complaint.objects.create(
            number=f"TS{number}", verdict=verdict, state=state, closed_on=DAY if state == "closed" else None, **told
        )
    assert [number for _key, _words, number in channels(2026)] == [0, 2, 0, 2]
    assert [number for _key, _words, number in channels(2025)] == [0, 0, 0, 0]


def test_a_unit_does_not_supervise(plan, liaison, matter):
    with pytest.raises(Denied):
        plan(by=liaison)
    with pytest.raises(Denied):
        actions.record_matter(by=liaison, matter=matter, phase="before", manner="push", on=DAY, words="x")
