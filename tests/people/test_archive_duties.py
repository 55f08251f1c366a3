"""Post duties in versions, targets under them, and schemes based on them."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.org import actions as register
from kaogong.org.models import Post
from kaogong.org.queries import posts
from kaogong.people.actions.archive_duties import set_post_target, withdraw_post_target, write_duty
from kaogong.people.actions.archive_schemes import adopt_scheme, draft_scheme, end_scheme
from kaogong.people.models import PostDuty, StaffScheme
from kaogong.people.queries.archive_duties import bare, targets_of
from kaogong.people.queries.archive_staff import compliance
from kaogong.plan import actions as plan
from kaogong.plan.models import Cycle, Indicator
from people.archives import *  # noqa: F403
from people.archives import DAY


@pytest.mark.clause("HB-01")
def test_two_of_forty_posts_are_bare_and_get_no_targets(desk, unit, head, office):
    people = [desk(unit, duty="办理许可" if n < 38 else "") for n in range(40)]
    held = {one.person_id: one for one in posts().filter(unit=unit)}
    assert len(held) == 40
    naked = bare(held.values())
    assert [one.person for one in naked] == people[38:]
    for one in naked:
        with pytest.raises(Refused, match="没有书面职责"):
            set_post_target(by=head, post=one, year=2026, name="按期办结", standard="100%")
    post = held[people[0].pk]
    made = set_post_target(
        by=head, post=post, year=2026, name="按期办结率", standard="不低于 98%", value=Decimal("98.0")
    )
    assert (made.duty.version, str(made.value), list(targets_of(post, 2026))) == (1, "98.0", [made])
    revised = write_duty(by=head, post=post, duty="办理许可和年检", reason="职能调整")
    assert (revised.version, PostDuty.objects.filter(post=post).count()) == (2, 2)
    assert PostDuty.objects.get(post=post, version=1).duty == "办理许可"
    assert Post.objects.get(pk=post.pk).duty == "办理许可和年检"


def test_a_target_of_the_year_for_a_person_asks_for_duties_where_set(desk, unit, person, office):
    cycle = Cycle.objects.create(year=2026, title="2026", since="2026-01-01", until="2026-12-31", organiser=unit)
    indicator = Indicator.objects.create(cycle=cycle, name="办结率", place=1)
    given = {"by": None, "cycle": cycle, "indicator": indicator, "unit": unit, "value": Decimal(98)}
    register.set_setting(by=None, key="targets.need_duty", value=True, reason="岗位责任制")
    with pytest.raises(Refused, match="还没有书面职责"):
        plan.set_target(person=person, **given)
    write_duty(by=None, post=Post.objects.get(person=person), duty="办理许可")
    assert plan.set_target(person=person, **given).person == person


def test_duties_are_written_by_the_unit_and_not_by_oneself(person, head, clerk, other, make_account, unit):
    post = Post.objects.get(person=person)
    with pytest.raises(Denied, match="另一位同事"):
        write_duty(by=clerk, post=post, duty="什么都不干")
    with pytest.raises(Denied, match="负责人"):
        write_duty(by=other, post=post, duty="打字")
    with pytest.raises(Refused, match="写明岗位职责"):
        write_duty(by=head, post=post, duty=" ")
    assert write_duty(by=head, post=post, duty="受理许可").version == 1
    with pytest.raises(Refused, match="没有改动"):
        write_duty(by=head, post=post, duty="受理许可")
    with pytest.raises(Refused, match="事由"):
        write_duty(by=head, post=post, duty="受理和审核许可")
    made = set_post_target(by=head, post=post, year=2026, name="办结", standard="当日")
    withdraw_post_target(by=head, target=made, reason="并入处室目标")
    assert not targets_of(post, 2026).exists()
    with pytest.raises(Refused, match="已经撤销"):
        withdraw_post_target(by=head, target=made, reason="再撤")
    assert list(Event.objects.filter(room="people", outcome="done").values_list("verb", flat=True)) == [
        "write_duty", "set_post_target", "withdraw_post_target",
    ]  # fmt: skip


@pytest.mark.clause("YL-02")
def test_two_of_68_units_run_no_scheme(make_unit, desk, head, unit):
    several = [make_unit(f"第{n}局") for n in range(68)]
    for number, one in enumerate(several):
        desk(one, duty="机关综合工作")
        if number < 66:
            drafted = draft_scheme(by=None, unit=one, title="考评方案", basis="岗位职责综合考核", since=DAY)
            adopt_scheme(by=None, scheme=drafted)
    whole, lacking = compliance()
    assert (whole, [one.unit for one in lacking]) == (68, several[66:])
    scheme = StaffScheme.objects.get(unit=several[0])
    end_scheme(by=None, scheme=scheme, reason="机构撤并")
    assert len(compliance()[1]) == 3


def test_a_scheme_rests_on_written_duties_and_is_adopted_by_another(desk, unit, head, office, make_account):
    desk(unit, name="丙某")
    given = {"unit": unit, "title": "方案", "basis": "岗位职责", "since": dt.date(2026, 1, 1)}
    with pytest.raises(Refused, match="合计应为 100"):
        draft_scheme(by=head, weights={"self": 20, "peers": 30, "leader": 40}, **given)
    with pytest.raises(Denied, match="联络员或负责人"):
        draft_scheme(by=office, **given)
    made = draft_scheme(by=head, **given)
    with pytest.raises(Denied, match="另一位"):
        adopt_scheme(by=head, scheme=made)
    second = make_account(("head", unit))
    with pytest.raises(Refused, match="1 个岗位没有书面职责：丙某 科员"):
        adopt_scheme(by=second, scheme=made)
    write_duty(by=head, post=Post.objects.get(unit=unit), duty="综合")
    assert adopt_scheme(by=second, scheme=made).state == "active"
    with pytest.raises(Refused, match="不能审签"):
        adopt_scheme(by=second, scheme=made)
    fresh = adopt_scheme(by=second, scheme=draft_scheme(by=head, **given | {"since": dt.date(2026, 7, 1)}))
    made.refresh_from_db()
    assert (made.state, str(made.until), fresh.state) == ("ended", "2026-07-01", "active")
    with pytest.raises(Refused, match="理由"):
        end_scheme(by=head, scheme=fresh, reason="")
