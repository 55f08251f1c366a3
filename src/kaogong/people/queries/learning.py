"""Exams and who is barred by them, the three tests, articles, training cards, the rotation plan, allowances."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Max, Q, QuerySet

from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Person, Post
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, months_after, reach, setting, today
from kaogong.people.models import (
    Allowance,
    Article,
    ArticleTarget,
    Exam,
    ExamInterview,
    ExamResult,
    MonthEvaluation,
    RotationPlan,
    Trained,
    WritingDay,
)
from kaogong.people.queries.attendance_sheets import latest_issued
from kaogong.people.queries.bureaus import ROOM, sections, seen_bureaus
from kaogong.people.states.learning import COUNTED, COURSES, PARTS
from kaogong.plan.queries.figures import cut, exact, places_of

HUNDRED = 100
EXCELLENT = "优秀"
"""The grade that is barred; rulebooks name it so."""
KEEPERS = {"discipline": Power.DISCIPLINE, "staff": Power.OFFICE}
"""Who keeps the exams of which audience."""

# --- exams ----------------------------------------------------------------------------------------------------------


def ranked(scores: Mapping[int, Decimal | None]) -> dict[int, tuple[int | None, bool]]:
    """Rank and whether last, by person. Ties share a rank; of those absent the installation says whether they rank."""
    as_zero = setting("exams.absent_as_zero")
    held = {who: (Decimal(0) if one is None else one) for who, one in scores.items() if one is not None or as_zero}
    if not held:
        return dict.fromkeys(scores, (None, False))
    worst, best = min(held.values()), max(held.values())
    lowest = [who for who, one in held.items() if one == worst]
    several = len(lowest) > 1 and not setting("exams.tied_last")
    last: set[int] = set() if several or best == worst else set(lowest)
    ranks = {who: 1 + sum(1 for other in held.values() if other > one) for who, one in held.items()}
    return {who: (ranks.get(who), who in last) for who in scores}


@dataclass(frozen=True, slots=True)
class Barred:
    """Somebody may not be graded excellent in a year: why, and by which months."""

    person: str
    """The number of the person, as scoring names subjects."""
    year: int
    grade: str
    interviews: int
    limit: int
    months: tuple[str, ...]
    clause: str = "QH-45"


def barred(year: int, people: Iterable[int] | None = None) -> dict[int, Barred]:
    """Who is barred from the excellent grade of a year, whatever the score, by the person's key (末位约谈)."""
    held = ExamInterview.objects.filter(year=year).select_related("person", "result__exam")
    if people is not None:
        held = held.filter(person__in=set(people))
    found: dict[int, list[ExamInterview]] = defaultdict(list)
    for one in held.order_by("result__exam__month"):
        found[one.person_id].append(one)
    limit = setting("exams.interviews")
    return {
        key: Barred(
            several[0].person.code,
            year,
            EXCELLENT,
            len(several),
            limit,
            tuple(one.result.exam.month for one in several),
        )
        for key, several in found.items()
        if len(several) >= limit
    }


def grade_allowed(person: Person, year: int, grade: str) -> bool:
    """Whether somebody may be given a grade of a year, as far as exams say."""
    return grade != EXCELLENT or person.pk not in barred(year, [person.pk])


def keeps_exams(account: Account, audience: str) -> bool:
    """Whether somebody keeps the exams of an audience."""
    return reach(account).has(KEEPERS.get(audience, Power.OFFICE), room=ROOM)


def seen_exams(account: Account) -> QuerySet[Exam]:
    """Every exam to those who keep one; to others those released."""
    held = Exam.objects.annotate(number=Count("results"))
    audiences = [one for one in KEEPERS if keeps_exams(account, one)]
    return held.filter(Q(audience__in=audiences) | Q(state="released"))


def seen_results(account: Account, exam: Exam) -> QuerySet[ExamResult]:
    """The ranking to those who keep exams; to others those of their bureaus and their own."""
    held = exam.results.select_related("person", "unit")
    seen = seen_bureaus(account)
    if keeps_exams(account, exam.audience) or seen is None:
        return held
    return held.filter(Q(unit__in=seen) | Q(person=account.person_id or 0))


# --- the three tests ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Three:
    """The three tests of somebody for a month: each part, and the result; without one of them it stays open."""

    month: str
    exam: Decimal | None
    attendance: Decimal | None
    evaluation: Decimal | None
    weights: Mapping[str, int]

    @property
    def parts(self) -> dict[str, Decimal | None]:
        """By name."""
        return {"exam": self.exam, "attendance": self.attendance, "evaluation": self.evaluation}

    @property
    def missing(self) -> list[str]:
        """Which parts are not there, as they are called."""
        return [PARTS[key] for key, one in self.parts.items() if one is None]

    @property
    def result(self) -> Decimal | None:
        """The exact weighted result; None while it is open."""
        whole = sum(self.weights.values())
        if self.missing or not whole:
            return None
        held = sum(
            (Fraction(one) * self.weights[key] for key, one in self.parts.items() if one is not None), Fraction(0)
        )
        found = Fraction(held, whole)
        return cut(found, max(2, places_of(*self.parts.values()) + 2)) if whole != HUNDRED else exact(found, 1)


def of_hundred(result: ExamResult) -> Decimal:
    """A score as one of a hundred; rounded to two places only where the exam has another full mark."""
    full: Decimal = result.exam.full
    score: Decimal = result.score
    return score if full == HUNDRED else cut(Fraction(Fraction(score) * HUNDRED, Fraction(full)), 2)


def three_tests(people: Iterable[int], month: str) -> dict[int, Three]:
    """Exam, attendance and evaluation of some people for a month, as far as each is there (QH-43)."""
    wanted = list(people)
    weights = {key: setting("tests.weights").get(key, 0) for key in PARTS}
    results = ExamResult.objects.filter(
        exam__month=month, exam__audience="staff", exam__state="released", person__in=wanted, score__isnull=False
    ).select_related("exam")
    exams = {one.person_id: of_hundred(one) for one in results}
    evaluations = dict(
        MonthEvaluation.objects.filter(month=month, state="confirmed", person__in=wanted).values_list("person", "score")
    )
    attendance = attendance_of(month)
    codes = dict(Person.objects.filter(pk__in=wanted).values_list("pk", "code"))
    return {
        one: Three(month, exams.get(one), attendance.get(codes.get(one, "")), evaluations.get(one), weights)
        for one in wanted
    }


def attendance_of(month: str) -> dict[str, Decimal]:
    """The attendance score of a month by the person's number: 100 less what issued circulations take."""
    when = Period.parse(month)
    found: dict[str, Decimal] = {}
    for sheet in latest_issued(when.first, when.last):
        for row in sheet.content["rows"]:
            found[row["code"]] = max(Decimal(100) - Decimal(row["points"]), Decimal(0))
    return found


# --- articles -------------------------------------------------------------------------------------------------------


def seen_articles(account: Account) -> QuerySet[Article]:
    """Articles of one's bureaus and one's own."""
    held = Article.objects.select_related("person", "unit")
    seen = seen_bureaus(account)
    return held if seen is None else held.filter(Q(unit__in=seen) | Q(person=account.person_id or 0))


def seen_targets(account: Account) -> QuerySet[ArticleTarget]:
    """Targets of one's bureaus and one's own."""
    held = ArticleTarget.objects.select_related("person", "unit")
    seen = seen_bureaus(account)
    return held if seen is None else held.filter(Q(unit__in=seen) | Q(person=account.person_id or 0))


def accepted(year: int, people: Iterable[int] | None = None) -> Counter[int]:
    """How many articles of whom were accepted in a year."""
    held = Article.objects.filter(state__in=COUNTED, accepted_on__year=year)
    if people is not None:
        held = held.filter(person__in=set(people))
    return Counter(held.values_list("person", flat=True))


def article_share(there: int, wanted: int) -> Decimal:
    """The common indicator: accepted articles of the target, in per cent, at most 100."""
    return cut(min(Fraction(there * 100, wanted), Fraction(100)), 1)


def award_candidates(year: int) -> tuple[list[tuple[int, int]], list[Article]]:
    """Writers with the most accepted articles, and articles chosen as the best, as many as there are awards; ties all."""
    places = setting("articles.awards")
    counts = sorted(accepted(year).items(), key=lambda one: (-one[1], one[0]))
    top = counts[: places.get("writer", 0)]
    floor = top[-1][1] if top else 0
    writers = [one for one in counts if top and one[1] >= floor]
    best = Article.objects.filter(state="chosen", accepted_on__year=year).select_related("person")
    return writers, list(best.order_by("-accepted_on", "pk")[: places.get("article", 0)])


def writing_days_left(unit: int, month: str) -> int:
    """Working days for writing that a bureau has still to set for a month."""
    when = Period.parse(month)
    there = WritingDay.objects.filter(unit=unit, day__range=(when.first, when.last)).count()
    return max(int(setting("articles.writing_days")) - there, 0)


# --- training -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Card:
    """The training card of somebody: how many of each kind."""

    person: int
    counts: Mapping[str, int]
    last: dt.date | None

    @property
    def whole(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def cards(people: Iterable[int] | None = None, year: int | None = None) -> dict[int, Card]:
    """The training cards of some people, of a year or ever; confirmed attendance alone counts (QH-14)."""
    held = Trained.objects.filter(state="confirmed")
    if people is not None:
        held = held.filter(person__in=set(people))
    if year is not None:
        held = held.filter(course__until__year=year)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    last: dict[int, dt.date] = {}
    for person, kind, until in held.values_list("person", "course__kind", "course__until"):
        counts[person][kind] += 1
        last[person] = max(until, last.get(person, until))
    return {one: Card(one, {key: counts[one][key] for key in COURSES}, last[one]) for one in counts}


def year_total(year: int) -> dict[str, int]:
    """Attendances of a year by kind; the sum of all cards."""
    rows = Trained.objects.filter(state="confirmed", course__until__year=year).values("course__kind")
    found = dict(rows.annotate(n=Count("pk")).values_list("course__kind", "n"))
    return {key: found.get(key, 0) for key in COURSES}


def seen_trained(account: Account) -> QuerySet[Trained]:
    """Training of one's bureaus, and one's own."""
    held = Trained.objects.select_related("course", "person", "unit")
    seen = seen_bureaus(account)
    return held if seen is None else held.filter(Q(unit__in=seen) | Q(person=account.person_id or 0))


# --- the rotation plan ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rotation:
    """How far a rotation plan has come on a day."""

    officers: int
    trained: int
    share: Decimal | None
    schedule: Decimal
    """What share should be trained by now: full years gone of all years."""
    due: tuple[tuple[Person, dt.date | None], ...]
    """Who is to be trained soon or overdue, with the day last trained; never trained in front."""

    @property
    def ahead(self) -> bool | None:
        """Whether it is on schedule."""
        return None if self.share is None else self.share >= self.schedule


def rotation(plan: RotationPlan, day: dt.date) -> Rotation:
    """Coverage of the plan against its schedule, and who is due (DX-07)."""
    held = Post.objects.filter(at(day), main=True, person__isnull=False)
    scope = list(plan.units.values_list("pk", flat=True))
    if scope:
        held = held.filter(unit__in=set().union(*(sections(one, day) for one in scope)))
    people = set(held.exclude(person__left__lte=day).values_list("person", flat=True))
    rows = Trained.objects.filter(state="confirmed", person__in=people, course__until__lte=day)
    last = dict(rows.values("person").annotate(top=Max("course__until")).values_list("person", "top"))
    inside = {one for one, when in last.items() if when >= plan.since}
    gone = min(_years(plan.since, day), plan.years)
    share = cut(Fraction(len(inside) * 100, len(people)), 1) if people else None
    names = Person.objects.filter(pk__in=_due(plan, day, people, last)).order_by("sort_key", "code")
    listed = sorted(((one, last.get(one.pk)) for one in names), key=lambda one: one[1] or dt.date.min)
    return Rotation(len(people), len(inside), share, cut(Fraction(gone * 100, plan.years), 1), tuple(listed))


def _due(plan: RotationPlan, day: dt.date, people: set[int], last: Mapping[int, dt.date]) -> list[int]:
    """Those whose last training will be as old as the window within the lead, and those never trained."""
    ahead = months_after(day, setting("rotation.lead_months"))
    return [one for one in people if (when := last.get(one)) is None or months_after(when, 12 * plan.years) <= ahead]


def _years(since: dt.date, day: dt.date) -> int:
    """Whole years gone; the last day of a year ends it."""
    after = day + dt.timedelta(days=1)
    return max(after.year - since.year - ((after.month, after.day) < (since.month, since.day)), 0)


# --- allowances -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paid:
    """What somebody is due under an allowance in a year: months and the exact sum."""

    person: int
    months: tuple[str, ...]
    yuan: Decimal


def allowance_of(standard: Allowance, year: int, until: dt.date | None = None) -> dict[int, Paid]:
    """Months in listed posts times the monthly rate, by person; who holds no listed post is not in it (QH-39)."""
    end = min(until or today(), dt.date(year, 12, 31))
    day = setting("allowance.day")
    listed = Q(title__in=standard.titles) | Q(unit__in=standard.units.all())
    held = list(Post.objects.filter(listed, person__isnull=False).values_list("person", "since", "until"))
    found: dict[int, list[str]] = defaultdict(list)
    for one in Period("year", year).split("month"):
        on = one.first + dt.timedelta(days=min(day, one.last.day) - 1)
        if on > end or on < standard.since or (standard.until and on >= standard.until):
            continue
        for person in {who for who, since, last in held if since <= on and (last is None or last > on)}:
            found[person].append(str(one))
    return {who: Paid(who, tuple(months), standard.monthly * len(months)) for who, months in found.items()}


def allowance_due(standard: Allowance, person: int, year: int, until: dt.date | None = None) -> Decimal:
    """What one person is due in a year; in a post not listed nothing."""
    found = allowance_of(standard, year, until).get(person)
    return found.yuan if found else Decimal(0)
