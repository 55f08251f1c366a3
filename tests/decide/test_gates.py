"""What keeps a subject from the highest grade, and what a body must look at one by one before grades are shown."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from kaogong.assess.models import Mark, Result
from kaogong.audit.actions import Refused
from kaogong.core.scheme.model import Ceiling
from kaogong.decide import actions
from kaogong.decide.models import Consequence, Proposal, ReviewPoint, Settlement
from kaogong.decide.queries import gates, settlements, streaks
from kaogong.decide.queries.reviews import low_share
from kaogong.decide.queries.settlements import obstacle
from kaogong.org import actions as register
from kaogong.org.models import Person, Unit
from kaogong.people.models import Exam, ExamInterview, ExamResult, PersonResult
from kaogong.supervise.models import Interview

QH = "qh_county"
DAY = dt.date(2014, 6, 30)


def interview(unit, day):
    Interview.objects.create(unit=unit, subject="绩效指标不落实", state="done", opened_on=day, held_on=day)


@pytest.mark.clause("QH-25")
def test_two_interviews_bar_the_highest_grade_and_one_does_not(settle, office):
    """95分的单位，一年内被约谈一次可以评优；两次的最高是“优秀”以下一等。"""
    made = settle(QH, "只约谈一次，可以评优", "township_grade")
    one = made.proposals.get()
    assert (one.total, one.final) == (95, "优秀")
    interview(one.unit, dt.date(2014, 4, 10))
    assert gates.gated(made) == {}
    interview(one.unit, dt.date(2013, 12, 30))
    assert gates.gated(made) == {}, "of another year"
    interview(one.unit, dt.date(2014, 9, 2))
    assert "约谈 2 次" in gates.gated(made)[one.pk]
    with pytest.raises(Refused, match="约谈 2 次"):
        actions.begin_publicity(by=office, settlement=made)
    Proposal.objects.filter(pk=one.pk).update(final="良好")
    one.refresh_from_db()
    assert "约谈 2 次" in obstacle(one, "优秀")
    actions.begin_publicity(by=office, settlement=made)
    counted = settle(QH, "年内约谈两次，95分也不得评优", "township_grade").proposals.get()
    assert (counted.total, counted.final) == (95, "良好"), (
        "where the ledger of the rulebook has them, the engine says so"
    )


def test_interviews_of_cases_count_too_and_a_gate_is_one_line(settle, office, make_account, monkeypatch, on):
    on(dt.date(2014, 11, 3))
    made = settle(QH, "只约谈一次，可以评优", "township_grade")
    one = made.proposals.get()
    interview(one.unit, dt.date(2014, 4, 10))
    given = {"kind": "conduct", "manner": "none", "unit": one.unit, "words": "绩效管理工作不重视"}
    case = actions.open_case(by=office, **given)
    talk = case.measures.get(form="约谈主要领导")
    actions.carry_out_measure(by=make_account("office"), measure=talk, words="已约谈", day=dt.date(2014, 11, 3))
    assert one.pk in gates.gated(made)
    monkeypatch.setattr(gates, "GATES", (lambda settlement: {one.pk: "档案未核"},))
    assert gates.gated(made) == {one.pk: "档案未核"}


def test_too_few_excellent_quarters_bar_the_year(settle, make_person):
    made = settle(QH, "只约谈一次，可以评优", "township_grade")
    line, person = made.proposals.get(), make_person()
    Proposal.objects.filter(pk=line.pk).update(person=person)
    assert gates.excellent_quarters(made) == {}, "no quarter was settled: nothing is known"
    for number, grade in enumerate(("优秀", "良好", "良好", "优秀"), 1):
        quarter = Settlement.objects.create(
            run=made.run, sheet="q", scheme=f"q{number}", period=f"2014-Q{number}", title="季度", state="published",
            grades=["优秀", "良好"],
        )  # fmt: skip
        Proposal.objects.create(settlement=quarter, subject="p", name="甲", person=person, final=grade, reason="")
        found = gates.excellent_quarters(made)
        assert bool(found) == (number < 4), number


def test_quarters_of_the_eight_steps_and_last_places_in_exams_count_too(settle, make_person):
    made = settle(QH, "只约谈一次，可以评优", "township_grade")
    line, person = made.proposals.get(), make_person()
    Proposal.objects.filter(pk=line.pk).update(person=person)
    fixed = {"person": person, "every": "quarter", "room": "people", "fixed_on": DAY}
    PersonResult.objects.create(period="2014-Q1", grade="优秀", **fixed)
    assert "1 个季度" in gates.excellent_quarters(made)[line.pk]
    PersonResult.objects.create(period="2014-Q3", grade="优秀", **fixed)
    assert gates.excellent_quarters(made) == {}
    for month in ("2014-03", "2014-07"):
        assert gates.last_in_exams(made) == {}, "once is allowed"
        exam = Exam.objects.create(month=month, audience="staff", name=f"{month} 月考", held_on=DAY, full=100)
        result = ExamResult.objects.create(exam=exam, person=person, unit=line.unit, score=60, rank=40)
        ExamInterview.objects.create(result=result, person=person, year=2014, due=DAY)
    assert "末位被约谈 2 次" in gates.last_in_exams(made)[line.pk]


@pytest.mark.clause("QH-10")
def test_no_lead_of_its_own_flags_the_grade_for_review(settle, office, decision):
    """自办线索为零的乡镇，该项得零分、定等须复核；有一条的不须。"""
    made = settle(QH, "自办线索为零，该项不得分，提示复核定等", "township_grade")
    mark = Mark.objects.get(result__run=made.run, name="自办案件零突破", result__sheet="township")
    point = made.points.get()
    assert (mark.value, point.kind, point.value) == (0, "zero", 0)
    with pytest.raises(Refused, match="1 件审议事项"):
        actions.begin_publicity(by=office, settlement=made)
    actions.answer_point(by=decision, point=point, verdict="keep", answer="本年没有可查线索，维持")
    actions.begin_publicity(by=office, settlement=made)
    other = settle(QH, "自办线索一件，实现零突破", "township_grade")
    assert Mark.objects.get(result__run=other.run, name="自办案件零突破", result__sheet="township").value == 3
    assert not other.points.exists()


@pytest.mark.clause("CX-18")
def test_contradictions_are_answered_one_by_one(settle, office, decision, stranger, events, denied):
    """500人没有一个低于称职，其中12人目标完成不到六成：12件，逐件答复。"""
    from kaogong.decide.queries.reviews import contradictions

    made = settle(QH, "只约谈一次，可以评优", "township_grade")
    made.proposals.all().delete()
    people = Person.objects.bulk_create(Person(code=f"C{n:03d}", name=f"干部{n}") for n in range(500))
    Proposal.objects.bulk_create(
        Proposal(settlement=made, subject=one.code, name=one.name, person=one, computed="称职", final="称职", reason="")
        for one in people
    )
    results = Result.objects.bulk_create(
        Result(run=made.run, sheet=made.sheet, sheet_name="干部", subject=one.code, name=one.name, person=one,
               period=made.period, total=80) for one in people
    )  # fmt: skip
    Mark.objects.bulk_create(
        Mark(
            result=one,
            item="t",
            name="目标完成",
            level=1,
            place=1,
            value=Decimal(59 if n < 12 else 60),
            full=Decimal(100),
        )
        for n, one in enumerate(results)
    )
    assert low_share(made) == (0, 500)
    ReviewPoint.objects.bulk_create(contradictions(made))
    points = list(made.points.all())
    assert len(points) == 12
    denied(actions.answer_point, point=points[0], verdict="keep", answer="x")
    events()
    for one in points[:11]:
        actions.answer_point(by=decision, point=one, verdict="keep", answer="有客观原因")
    assert events() == ["answer_point"] * 11
    with pytest.raises(Refused, match="还有 1 件"):
        actions.begin_publicity(by=office, settlement=made)
    actions.answer_point(by=decision, point=points[11], verdict="change", answer="应评基本称职")
    with pytest.raises(Refused, match="应当调整"):
        actions.begin_publicity(by=office, settlement=made)
    Proposal.objects.filter(pk=points[11].proposal_id).update(final="基本称职")
    actions.begin_publicity(by=office, settlement=made)


def test_the_ceiling_of_the_whole_body_holds_for_moves(settle, line, monkeypatch):
    made = settle("fz_three_levels", "80.00分正好是良好", "township_grade")
    scheme = settlements.scheme_of(made.run, made.scheme)
    every = made.proposals.count()
    best = made.proposals.filter(final="优秀").count()
    monkeypatch.setattr(
        settlements, "scheme_of",
        lambda run, name: dataclasses.replace(scheme, ceiling=Ceiling("优秀", scheme_share(best, every))),
    )  # fmt: skip
    top = settlements.ceiling_of(made)
    assert (top.places, top.taken) == (best, best)
    assert "上限" in obstacle(made.proposals.exclude(final="优秀").first(), "优秀")
    Proposal.objects.filter(pk=made.proposals.exclude(final="优秀").first().pk).update(final="优秀")
    assert any("上限" in one for one in settlements.overfull(made))


def scheme_share(part, whole):
    from fractions import Fraction

    return Fraction(part, whole)


@pytest.mark.clause("LB-17")
def test_missed_revenue_is_a_veto_with_a_card(settle, published, office):
    """95分的班子收入任务完成99.2%，否决、黄牌，不得评为优秀；100%没有否决。"""
    made = settle("lb_leadership", "95分的班子收入任务完成99.2%", "team_grade")
    one = made.proposals.get()
    assert (one.total, one.final, bool(one.vetoes)) == (95, "良好", True)
    assert "优秀" in one.bars
    assert "不能评为“优秀”" in obstacle(one, "优秀")
    published(made)
    card = Consequence.objects.get(settlement=made, kind="card")
    assert card.what == "黄牌警告"
    whole = settle("lb_leadership", "收入任务完成100%", "team_grade")
    free = whole.proposals.get()
    assert (free.total, free.final, free.vetoes) == (95, "优秀", [])
    published(whole, number="2号")
    assert not Consequence.objects.filter(settlement=whole, kind="card").exists()


def test_years_follow_the_unit_through_a_merger_and_the_head_through_posts(settle, make_person, city):
    made = settle(QH, "只约谈一次，可以评优", "township_grade")
    line = made.proposals.get()
    old = register.found_unit(
        by=None, code="old", name="旧镇", level="city", track="government", parent=city, since=dt.date(2000, 1, 1)
    )
    Unit.objects.filter(pk=old.pk).update(closed=dt.date(2014, 1, 1), successor=line.unit)
    new, was = make_person("现任"), make_person("前任")
    register.appoint(by=None, person=was, unit=old, title="镇长", grade="chief", since=dt.date(2005, 1, 1))
    register.appoint(by=None, person=new, unit=line.unit, title="镇长", grade="chief", since=dt.date(2014, 3, 1))
    for year in (2012, 2013):
        held = Settlement.objects.create(
            run=made.run,
            sheet="t",
            scheme=f"s{year}",
            period=str(year),
            title="往年",
            state="published",
            grades=["优秀"],
        )
        Proposal.objects.create(settlement=held, subject="old", name="旧镇", unit=old, final="差", reason="")
    Proposal.objects.filter(pk=line.pk).update(final="差")
    line.refresh_from_db()
    years = streaks.years_of(line)
    assert [(one.year, one.grade, one.taken_over, one.head) for one in years] == [
        (2013, "差", True, "前任"),
        (2012, "差", True, "前任"),
    ]
    assert streaks.streak(line, {"差"}) == 3
    assert not streaks.answerable(line, new, 2), "who came this year does not answer for two"
    register.end_post(by=None, post=register_post(was), until=dt.date(2014, 3, 1), reason="调任")
    register.appoint(by=None, person=was, unit=line.unit, title="书记", grade="chief", since=dt.date(2014, 3, 1))
    assert streaks.answerable(line, was, 2)
    assert streaks.in_a_row('streak("差") >= 2')
    assert not streaks.in_a_row('grade = "差" or streak("差") >= 2')


def register_post(person):
    from kaogong.org.models import Post

    return Post.objects.get(person=person, until__isnull=True)
