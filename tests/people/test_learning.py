"""Articles and their awards, training cards, the rotation plan, the allowance."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.org.models import Person, Setting
from kaogong.people.actions.learning import (
    accept_article,
    choose_article,
    confirm_awards,
    confirm_trained,
    decline_article,
    draw_awards,
    enrol,
    plan_rotation,
    send_article,
    set_allowance,
    set_article_target,
    set_course,
    set_writing_day,
)
from kaogong.people.models import Allowance, Article, ArticleAward, Course, RotationPlan, Trained
from kaogong.people.queries.learning import (
    accepted,
    allowance_due,
    allowance_of,
    article_share,
    cards,
    rotation,
    writing_days_left,
    year_total,
)
from kaogong.people.states.learning import AWARDS, COURSES
from people.presence import *  # noqa: F403
from people.presence import BEGIN, DAY


@pytest.fixture
def sent(clerk, bureau):
    """Articles that were accepted."""

    def made(number=1, person=clerk, state="accepted"):
        return [
            Article.objects.create(
                person=person,
                unit=bureau,
                title=f"信息{n}",
                sent_to="市委办",
                sent_on=DAY,
                state=state,
                accepted_on=DAY,
            )
            for n in range(number)
        ]

    return made


@pytest.mark.clause("QH-29")
def test_three_of_four_are_75_per_cent_and_awards_come_from_the_top(
    clerk, mate, employ, sent, keeper, office, make_account, bureau
):
    target = set_article_target(by=keeper, person=clerk, year=2026, wanted=4)
    assert (target.unit, target.post) == (bureau, "科员")
    sent(3)
    there = accepted(2026)[clerk.pk]
    assert (there, str(article_share(there, target.wanted))) == (3, "75.0")
    sent(5, mate)
    sent(1, employ("少数"))
    Setting.objects.create(key="articles.awards", value={"writer": 2, "article": 1})
    best = Article.objects.filter(person=mate).first()
    choose_article(by=office, article=best, reason="被省采用")
    draw_awards(by=office, year=2026)
    drawn = [
        (one.get_kind_display(), one.person, one.counted) for one in ArticleAward.objects.order_by("-kind", "-counted")
    ]
    assert list(AWARDS.values()) == ["优秀信息员", "精品信息"]
    assert drawn == [("优秀信息员", mate, 5), ("优秀信息员", clerk, 3), ("精品信息", mate, 5)]
    with pytest.raises(Denied, match="拟评人"):
        confirm_awards(by=office, year=2026)
    assert confirm_awards(by=make_account("office"), year=2026) == 3
    with pytest.raises(Refused, match="已评定"):
        draw_awards(by=office, year=2026)
    assert set_writing_day(by=keeper, unit=bureau, day=DAY).day == DAY
    assert writing_days_left(bureau.pk, "2026-09") == 0
    with pytest.raises(Refused, match="每月 1 个工作日"):
        set_writing_day(by=keeper, unit=bureau, day=DAY + dt.timedelta(days=1))
    with pytest.raises(Refused, match="不是工作日"):
        set_writing_day(by=keeper, unit=bureau, day=dt.date(2026, 10, 17))


def test_an_article_counts_once_another_has_accepted_it(worker, clerk, keeper, second, stranger):
    made = send_article(by=worker, title="一条经验", sent_to="市委办", sent_on=DAY)
    assert accepted(2026)[clerk.pk] == 0
    for one in (worker, second, stranger):
        with pytest.raises(Denied):
            accept_article(by=one, article=made, outlet="市委办", accepted_on=DAY)
    with pytest.raises(Refused, match="之间"):
        accept_article(by=keeper, article=made, outlet="市委办", accepted_on=DAY - dt.timedelta(days=1))
    accept_article(by=keeper, article=made, outlet="市委办", accepted_on=DAY)
    assert accepted(2026)[clerk.pk] == 1
    with pytest.raises(Refused, match="已采用"):
        decline_article(by=keeper, article=made, reason="重复")
    assert Event.objects.filter(verb="accept_article", outcome="done").count() == 1


@pytest.mark.clause("QH-14")
def test_two_courses_show_on_the_card_and_103_attendances_are_the_sum_of_cards(discipline, make_account, clerk, employ):
    people = [clerk, *(employ() for _one in range(50))]
    assert list(COURSES.values()) == ["专题培训", "跟案实训", "上级培训班", "参与上级查办"]
    made = [
        set_course(by=discipline, kind=kind, name=kind, since=DAY, until=DAY, organiser="纪委", case="A-1")
        for kind in ("topic", "superior", "case")
    ]
    enrol(by=discipline, course=made[0], people=people)
    enrol(by=discipline, course=made[1], people=people)
    enrol(by=discipline, course=made[2], people=people[1:2])
    assert cards() == {}
    other = make_account("discipline")
    assert [confirm_trained(by=other, course=one) for one in made] == [51, 51, 1]
    assert cards([clerk.pk])[clerk.pk].whole == 2
    total = year_total(2026)
    assert total == {"topic": 51, "case": 1, "superior": 51, "inquiry": 0}
    assert sum(total.values()) == 103 == sum(one.whole for one in cards(year=2026).values())


def test_training_is_confirmed_by_another_and_learning_on_the_job_names_its_case(
    discipline, keeper, clerk, make_account
):
    given = {"name": "跟案", "since": DAY, "until": DAY, "organiser": "纪委"}
    with pytest.raises(Refused, match="案件编号"):
        set_course(by=discipline, kind="inquiry", **given)
    with pytest.raises(Denied):
        set_course(by=keeper, kind="topic", **given)
    made = set_course(by=discipline, kind="topic", **given | {"until": DAY + dt.timedelta(days=3)})
    enrol(by=discipline, course=made, people=[clerk])
    with pytest.raises(Refused, match="都已登记"):
        enrol(by=discipline, course=made, people=[clerk])
    with pytest.raises(Denied, match="另一位"):
        confirm_trained(by=discipline, course=made)
    with pytest.raises(Refused, match="还没有结束"):
        confirm_trained(by=make_account("office"), course=made)


@pytest.mark.clause("DX-07")
def test_130_of_200_after_three_years_are_65_against_60_and_who_is_due(bureau, on, office, make_unit):
    from kaogong.org.models import Post

    on(dt.date(2026, 12, 31))
    day, since = dt.date(2026, 12, 31), dt.date(2024, 1, 1)
    plan = plan_rotation(by=office, name="五年轮训规划", since=since)
    assert plan.years == 5
    people = Person.objects.bulk_create(Person(code=f"R{n:03}", name=f"乙{n}", sort_key=f"{n:03}") for n in range(200))
    Post.objects.bulk_create(Post(person=one, unit=bureau, title="科员", since=dt.date(2020, 1, 1)) for one in people)
    course = Course.objects.create(kind="topic", name="轮训", since=since, until=dt.date(2025, 5, 1), organiser="党校")
    Trained.objects.bulk_create(
        Trained(course=course, person=one, unit=bureau, state="confirmed") for one in people[:130]
    )
    old = Course.objects.create(
        kind="topic", name="旧训", since=dt.date(2022, 3, 31), until=dt.date(2022, 3, 31), organiser="党校"
    )
    Trained.objects.create(course=old, person=people[130], unit=bureau, state="confirmed")
    found = rotation(plan, day)
    assert (found.officers, found.trained, str(found.share), str(found.schedule)) == (200, 130, "65.0", "60.0")
    assert found.ahead
    listed = dict(found.due)
    assert listed[people[130]] == dt.date(2022, 3, 31)  # 4 years and 9 months before
    assert people[0] not in listed
    assert len(listed) == 70
    with pytest.raises(Refused, match="同名"):
        plan_rotation(by=office, name="五年轮训规划", since=since)
    assert RotationPlan.objects.count() == 1


@pytest.mark.clause("QH-39")
def test_ten_months_in_post_are_2200_and_a_post_not_listed_is_nothing(
    discipline, keeper, employ, bureau, make_unit, on
):
    post = make_unit("乡镇")
    officer = employ("纪检", unit=post, title="纪检专干", since=dt.date(2026, 3, 1))
    other = employ("办事", unit=post, title="科员")
    inside = employ("分局", unit=make_unit("纪工委(监察分局)"), title="科员", since=dt.date(2026, 11, 15))
    standard = set_allowance(
        by=discipline, name="纪检监察津贴", monthly=Decimal(220), titles=["乡镇纪委副书记", "纪检专干"],
        units=[inside_unit(inside)], since=BEGIN,
    )  # fmt: skip
    end = dt.date(2026, 12, 31)
    paid = allowance_of(standard, 2026, end)
    assert (len(paid[officer.pk].months), paid[officer.pk].yuan) == (10, Decimal(2200))
    assert allowance_due(standard, officer.pk, 2026, end) == Decimal(2200)
    assert allowance_due(standard, other.pk, 2026, end) == 0
    assert allowance_due(standard, inside.pk, 2026, end) == Decimal(220)
    with pytest.raises(Denied):
        set_allowance(by=keeper, name="别的", monthly=Decimal(1), titles=["甲"], since=BEGIN)
    newer = set_allowance(
        by=discipline, name="纪检监察津贴", monthly=Decimal(300), titles=["纪检专干"], since=dt.date(2026, 7, 1)
    )
    standard = Allowance.objects.get(pk=standard.pk)
    assert standard.until == dt.date(2026, 7, 1)
    assert allowance_due(standard, officer.pk, 2026, end) == Decimal(880)
    assert allowance_due(newer, officer.pk, 2026, end) == Decimal(1800)


def inside_unit(person):
    from kaogong.org.models import Post

    return Post.objects.get(person=person).unit
