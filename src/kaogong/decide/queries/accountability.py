"""Cases of accountability: what the table of faults proposes, who has not acted, how far each is, and the year in figures."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from kaogong.decide.models import AccountabilityCase, CaseMeasure
from kaogong.decide.queries.leaders import CHIEF, leaders_named
from kaogong.decide.states import RUNNING
from kaogong.listen.models import Score
from kaogong.org.models import Person, Unit, UnitVersion
from kaogong.org.queries import at, setting, today
from kaogong.supervise.models import Interview, Task, TaskExtension, Visit

SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table of faults: for a post and a degree, the forms it proposes."""

    post: str
    degree: str
    forms: tuple[str, ...]


def fault_table() -> list[Rule]:
    """The table of faults as the installation has it: scope (posts), degrees, forms."""
    found = []
    for words in setting("accountability.table"):
        axes, _colon, forms = str(words).replace(":", "：").partition("：")
        post, _slash, degree = axes.partition(SEPARATOR)
        named = tuple(one.strip() for one in forms.split("、") if one.strip())
        found.append(Rule(post.strip(), degree.strip(), named))
    return found


def forms_for(post: str, degree: str) -> tuple[str, ...]:
    """What the table proposes for a fault; empty: it has no such row."""
    return next((one.forms for one in fault_table() if (one.post, one.degree) == (post, degree)), ())


def is_heavy(form: str) -> bool:
    """Whether a measure waits for the deciding body."""
    return form in setting("accountability.heavy")


def seen_cases() -> QuerySet[AccountabilityCase]:
    """All cases; who may see them is for the guard."""
    found = AccountabilityCase.objects.select_related("unit", "person", "arises_from", "finding", "task", "proposal")
    return found.prefetch_related("measures", "links", "above")


def head_of(unit: Unit, day: dt.date) -> Person | None:
    """The chief of a unit on a day; None: the post is vacant."""
    return next(iter(leaders_named(CHIEF, unit, day)), None)


def superior_of(unit: Unit, day: dt.date) -> Unit | None:
    """The unit above on a day."""
    held = UnitVersion.objects.filter(at(day), unit=unit).select_related("parent").first()
    return held.parent if held else None


# --- oversight by a superior ----------------------------------------------------------------------------------------


def _inspected(superior: Unit, unit: Unit, since: dt.date, until: dt.date) -> int:
    held = Visit.objects.filter(unit=unit, inspection__lead=superior, inspection__since__range=(since, until))
    return held.exclude(state="skipped").count()


OVERSIGHT: tuple[Callable[[Unit, Unit, dt.date, dt.date], int], ...] = (_inspected,)
"""What counts as a superior having watched over a unit, source by source."""


def oversight_of(superior: Unit, unit: Unit, year: int) -> int:
    """How many records of oversight there are of a unit by its superior in a year."""
    since, until = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return sum(count(superior, unit, since, until) for count in OVERSIGHT)


# --- what brings cases up -------------------------------------------------------------------------------------------


def failed_tasks(day: dt.date) -> list[Task]:
    """Key tasks past their limit and not done, without an accepted reason, that have no case yet (QD-12)."""
    held = Task.objects.filter(mark="key", state__in=("open", "reported"), due__lt=day)
    held = held.exclude(pk__in=AccountabilityCase.objects.filter(task__isnull=False).values("task"))
    accepted = TaskExtension.objects.filter(state="agreed", new_due__gte=day).values("task")
    return list(held.exclude(pk__in=accepted).prefetch_related("handlers__unit").order_by("due", "number"))


def satisfaction_of(year: int) -> dict[int, Decimal]:
    """The satisfaction of units in a year, as far as it was released: the lowest where several were held."""
    held = Score.objects.filter(result__released_on__year=year, index__isnull=False).exclude(result__state="void")
    found: dict[int, Decimal] = {}
    for unit, index in held.values_list("subject__unit", "index"):
        if index is not None:
            found[unit] = min(index, found.get(unit, index))
    return found


def low_before(unit: Unit, year: int) -> int:
    """In how many years in a row before this one a unit was pursued for low satisfaction."""
    years = set(
        AccountabilityCase.objects.filter(unit=unit, kind="satisfaction")
        .exclude(state="dropped")
        .values_list("year", flat=True)
    )
    several = 0
    while year - 1 - several in years:
        several += 1
    return several


SATISFACTION = ("通报批评", "诫勉谈话", "免职")
"""By years in a row: what low satisfaction brings (XJ-15)."""
CONDUCT = ("通报批评", "约谈主要领导")
"""What follows where a unit does not act, acts slowly or wildly (QH-18)."""
OUTCOMES = ("追究责任", "降职", "待岗", "免职")
"""What a head answers with for a failed key task (QD-12)."""


def overdue_cases(day: dt.date) -> QuerySet[AccountabilityCase]:
    """Cases past their day without an outcome: no measure decided or carried out."""
    settled = CaseMeasure.objects.filter(state__in=("due", "done")).exclude(
        decided_on__isnull=True, done_on__isnull=True
    )
    found = AccountabilityCase.objects.filter(state__in=RUNNING, outcome_due__lt=day)
    return found.exclude(pk__in=settled.values("case")).order_by("outcome_due", "pk")


# --- interviews -----------------------------------------------------------------------------------------------------


def _by_supervision(units: Iterable[int], since: dt.date, until: dt.date) -> Counter[int]:
    held = Interview.objects.filter(unit__in=units, state="done", held_on__range=(since, until))
    return Counter(held.values_list("unit", flat=True))


def _in_cases(units: Iterable[int], since: dt.date, until: dt.date) -> Counter[int]:
    held = CaseMeasure.objects.filter(
        case__unit__in=units, form="约谈主要领导", state="done", done_on__range=(since, until)
    )
    return Counter(held.values_list("case__unit", flat=True))


INTERVIEWS: tuple[Callable[[Iterable[int], dt.date, dt.date], Mapping[int, int]], ...] = (_by_supervision, _in_cases)
"""Where interviews of units are kept, source by source."""


def interviews_of(units: Iterable[int], year: int) -> Counter[int]:
    """How often units were interviewed in a year."""
    several = list(units)
    found: Counter[int] = Counter()
    for count in INTERVIEWS:
        found.update(count(several, dt.date(year, 1, 1), dt.date(year, 12, 31)))
    return found


# --- the year in figures --------------------------------------------------------------------------------------------


def by_form(kind: str = "") -> dict[int, Counter[str]]:
    """Measures carried out, by year and form (XJ-19)."""
    found: dict[int, Counter[str]] = {}
    held = CaseMeasure.objects.filter(state="done")
    if kind:
        held = held.filter(case__kind=kind)
    for form, day in held.values_list("form", "done_on"):
        if day is not None:
            found.setdefault(day.year, Counter())[form] += 1
    return found


def by_region(year: int) -> Counter[str]:
    """Measures carried out in a year, by the part of the land: the county or district a unit lies in, else the unit."""
    held = CaseMeasure.objects.filter(state="done", done_on__year=year).values_list("case__unit", flat=True)
    known = {one.unit_id: one for one in UnitVersion.objects.filter(at(today()))}
    found: Counter[str] = Counter()
    for unit in held:
        found[_region(unit, known)] += 1
    return found


def _region(unit: int, known: Mapping[int, UnitVersion]) -> str:
    """Climb until what is above is the top, which has nothing above itself."""
    one = known.get(unit)
    while one is not None and one.parent_id is not None:
        above = known.get(one.parent_id)
        if above is None or above.parent_id is None:
            break
        one = above
    return one.name if one is not None else ""


def carried_share(case: AccountabilityCase) -> tuple[int, int, Fraction | None]:
    """Of what was decided in a case, how much is carried out."""
    states = [one.state for one in case.measures.all() if one.state != "refused"]
    done = states.count("done")
    return done, len(states), Fraction(done, len(states)) if states else None
