"""What results carry into the next year is read there: places of the highest grade, budgets, numbers of posts."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from kaogong.audit.actions import Refused
from kaogong.decide import actions
from kaogong.decide.models import Consequence, Proposal, Settlement
from kaogong.decide.queries.gates import gated
from kaogong.decide.queries.next_year import carried_shares
from kaogong.decide.queries.settlements import filled, obstacle
from kaogong.org import actions as register
from kaogong.org.models import Dispute, Post
from kaogong.org.queries import effects_on, today
from kaogong.people.queries.pay import with_carried

YL = ("yl_prefecture", "班子九人的县未达标", "county_grade")


@pytest.fixture
def low(settle, published):
    """A county below standard: five per cent fewer may be excellent in the next year."""
    made = settle(*YL)
    published(made)
    return made.proposals.get()


@pytest.fixture
def staff(low, make_person):
    """The staff of the county in the year after: twenty people, of whom four were computed excellent."""
    year = low.settlement.run.cycle.year + 1
    made = Settlement.objects.create(
        run=low.settlement.run,
        sheet="staff",
        scheme="staff",
        period=str(year),
        title="工作人员",
        grades=["优秀", "称职"],
    )
    made.quotas.create(pool="p", pool_name="本单位", grade="优秀", place=0, places=3, working="15%")
    Proposal.objects.bulk_create(
        Proposal(
            settlement=made, subject=f"s{n}", name=f"甲{n}", person=make_person(), unit=low.unit, pool="p", rank=n,
            computed="优秀" if n < 3 else "称职", final="优秀" if n < 3 else "称职", reason="",
        )
        for n in range(1, 21)
    )  # fmt: skip
    return made


def put(low, **carry):
    Consequence.objects.filter(proposal=low, key="county_quota").update(carry=carry)


@pytest.mark.clause("YL-16")
def test_fewer_may_be_excellent_in_the_year_after_and_the_source_is_named(low, staff, office):
    """去年未达标，今年二十人的优秀名额由三个减为两个；第三个被关住，写明依据和文号。"""
    share = carried_shares(staff)[low.unit_id]
    assert (share.share, share.places) == (Fraction(1, 10), 2)
    assert "优秀名额" not in share.words
    for words in ("-5%", "示效〔2026〕41号", "一-三-1"):
        assert words in share.words
    assert [one.places for one in filled(staff)] == [2]
    third = staff.proposals.get(rank=3)
    assert "名额 2 个已满" in obstacle(third, "优秀")
    Proposal.objects.filter(pk=third.pk).update(final="优秀")
    assert third.pk in gated(staff)
    assert staff.proposals.get(rank=2).pk not in gated(staff)
    with pytest.raises(Refused, match="示效〔2026〕41号"):
        actions.begin_publicity(by=office, settlement=staff)


def test_what_was_given_adds_places_and_what_waits_or_is_of_another_year_does_nothing(low, staff):
    put(low, quota="1/10")
    assert [one.places for one in filled(staff)] == [5]
    wait = Dispute.objects.create(number="SS-1", subject="x", unit=low.unit, suspends=True, since=today())
    assert carried_shares(staff) == {}, "suspended until the ruling"
    wait.delete()
    Consequence.objects.filter(proposal=low).update(state="revoked")
    assert carried_shares(staff) == {}
    assert [one.places for one in filled(staff)] == [3]
    Consequence.objects.filter(proposal=low).update(state="done")
    Settlement.objects.filter(pk=staff.pk).update(period="2031")
    assert carried_shares(Settlement.objects.get(pk=staff.pk)) == {}


def test_a_budget_of_pay_takes_it_into_account_to_the_cent(low):
    year = low.settlement.run.cycle.year + 1
    assert with_carried(low.unit, year, Decimal("1000.01")) == (Decimal("1000.01"), "")
    put(low, budget="-1/20")
    pool, words = with_carried(low.unit, year, Decimal("1000.01"))
    assert pool == Decimal("950.01")
    assert "-5%" in words
    assert "示效〔2026〕41号" in words
    assert with_carried(None, year, Decimal(10)) == (Decimal(10), "")


def test_a_post_that_was_taken_is_not_filled_again(low, office, make_person):
    year = low.settlement.run.cycle.year + 1
    put(low, posts="-1")
    since = dt.date(2020, 1, 1)
    people = [make_person() for _n in range(3)]
    for one in people[:2]:
        register.appoint(by=None, person=one, unit=low.unit, title="科长", grade="middle", since=since)
    given = {"unit": low.unit, "title": "科长", "grade": "middle", "since": dt.date(year, 3, 2)}
    with pytest.raises(Refused, match=r"上年末 2 个，本年 1 个，现已 2 个.*示效〔2026〕41号"):
        register.appoint(by=office, person=people[2], **given)
    assert effects_on([low.unit_id], year + 1, "posts") == {}
    Post.objects.update(until=dt.date(year, 2, 1))
    register.appoint(by=office, person=people[2], **given)
