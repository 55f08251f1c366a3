"""What is asked and not answered: tasks without indicators, indicators without persons, leaders without targets."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Person, Unit
from kaogong.org.queries import posts, share, today
from kaogong.plan.models import Coverage, Cycle, Indicator, Mandate, Target, Task, Waiver
from kaogong.plan.states import FIXED

ELEMENTS = {
    "quantity": _("工作数量"),
    "quality": _("工作质量"),
    "progress": _("工作进度"),
    "effect": _("预期效果"),
    "measures": _("具体措施"),
    "demands": _("要求"),
    "leader": _("责任领导"),
    "department": _("责任部门"),
    "person": _("责任人"),
    "due": _("完成时限"),
}
"""What a target may have to state; a cycle chooses which."""
TESTS = {"actionable": _("可操作"), "monitorable": _("可监控"), "assessable": _("可考核"), "mandated": _("权责一致")}
"""What an indicator may have to satisfy; a cycle chooses which (QD-28)."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Something a target lacks, in words."""

    target: Target
    words: str


def uncovered_tasks(cycle: Cycle, *origins: str) -> QuerySet[Task]:
    """Tasks that no indicator answers; of some origins only, when named."""
    found = Task.objects.filter(cycle=cycle).exclude(state="refused")
    if origins:
        found = found.filter(origin__in=origins)
    answered = Coverage.objects.filter(task=OuterRef("pk")).exclude(indicator__state__in=("withdrawn", "refused"))
    return found.filter(~Exists(answered)).order_by("number", "id")


def untasked(cycle: Cycle) -> QuerySet[Indicator]:
    """Indicators that answer no task (XJ-02)."""
    found = settled(cycle).filter(Q(level="secondary") | Q(children__isnull=True)).distinct()
    return found.filter(~Exists(Coverage.objects.filter(indicator=OuterRef("pk"), task__isnull=False)))


def settled(cycle: Cycle) -> QuerySet[Indicator]:
    """The indicators of a cycle that hold."""
    return Indicator.objects.filter(cycle=cycle, state="settled")


def uncarried(cycle: Cycle) -> QuerySet[Indicator]:
    """Upper indicators no lower one carries: neither a child nor a link (XM-33)."""
    lower = Coverage.objects.filter(upper=OuterRef("pk"))
    found = Indicator.objects.filter(cycle=cycle, level="key").exclude(state__in=("withdrawn", "refused"))
    return found.annotate(below=Count("children")).filter(below=0).filter(~Exists(lower)).order_by("place", "id")


def indicator_tree(cycle: Cycle) -> tuple[int, int]:
    """How many key indicators there are, and how many of the second level."""
    found = Indicator.objects.filter(cycle=cycle).exclude(state__in=("withdrawn", "refused"))
    keys = found.filter(level="key").count()
    return keys, found.filter(level="secondary", parent__isnull=False).count()


def unassigned(cycle: Cycle, unit: Unit | None = None) -> list[Target]:
    """Targets of units that no person has taken on (XM-48): neither named on it nor below it."""
    found = Target.objects.filter(cycle=cycle, person__isnull=True).exclude(state="withdrawn")
    if unit is not None:
        found = found.filter(unit=unit)
    taken = Target.objects.filter(parent=OuterRef("pk"), person__isnull=False).exclude(state="withdrawn")
    lower = Target.objects.filter(parent=OuterRef("pk"), person__isnull=True).exclude(state="withdrawn")
    return list(found.filter(~Exists(taken), ~Exists(lower)).select_related("indicator", "unit").order_by("id"))


def unconfirmed(cycle: Cycle, unit: Unit) -> list[Target]:
    """Targets of persons in a unit that the person has not agreed to (HB-30)."""
    found = Target.objects.filter(
        cycle=cycle, unit=unit, person__isnull=False, state__in=("draft", "proposed", "countered")
    )
    return list(found.select_related("indicator", "person").order_by("id"))


def leaders_without(cycle: Cycle, unit: Unit) -> list[Person]:
    """Leaders of a unit without any target (HB-25)."""
    leaders = [one.person for one in posts(cycle.since).filter(unit=unit, grade__in=("chief", "deputy")) if one.person]
    held = (
        Target.objects.filter(cycle=cycle, unit=unit).exclude(state="withdrawn").values_list("leader_id", "person_id")
    )
    there = {one for pair in held for one in pair if one}
    return [one for one in leaders if one.pk not in there]


def lacking(target: Target) -> list[str]:
    """The elements a target should state and does not."""
    return [str(ELEMENTS[one]) for one in target.cycle.elements if not getattr(target, one)]


def failed_tests(target: Target, duties: dict[int, set[int]]) -> list[str]:
    """Which of the cycle's tests a target fails; `duties`: the mandates of each unit."""
    indicator = target.indicator
    own = duties.get(target.unit_id, set())
    passed = {
        "actionable": bool(target.measures or target.demands or target.quantity),
        "monitorable": bool(indicator.source),
        "assessable": target.value is not None or bool(target.quality and target.due),
        "mandated": target.mandate_id in own,
    }
    return [str(TESTS[one]) for one in target.cycle.tests if not passed[one]]


def mandates(units: Iterable[int]) -> dict[int, set[int]]:
    """What each unit is there for."""
    found: dict[int, set[int]] = defaultdict(set)
    for key, unit in Mandate.objects.filter(unit__in=list(units)).values_list("id", "unit_id"):
        found[unit].add(key)
    return found


def lacks(targets: Iterable[Target]) -> list[Lack]:
    """What targets lack before they can be issued: elements, tests, a time limit that is still to come."""
    some = list(targets)
    duties = mandates({one.unit_id for one in some})
    day = today()
    found = []
    for one in some:
        if missing := lacking(one):
            found.append(Lack(one, gettext("缺%(what)s") % {"what": gettext("、").join(missing)}))
        if failed := failed_tests(one, duties):
            found.append(Lack(one, gettext("不符合%(what)s") % {"what": gettext("、").join(failed)}))
        if one.due is not None and one.due < day and one.state not in FIXED:
            found.append(Lack(one, gettext("完成时限 %(due)s 已过") % {"due": one.due}))
    return found


@dataclass(frozen=True, slots=True)
class Whole:
    """How many of some targets lack nothing, and which do."""

    good: int
    all: int
    lacking: tuple[Lack, ...]

    @property
    def share(self) -> Decimal | None:
        """The share that lacks nothing, in per cent."""
        return share(self.good, self.all)


def whole(targets: Iterable[Target]) -> Whole:
    """How many targets lack nothing (QD-10, QD-28)."""
    some = list(targets)
    found = lacks(some)
    return Whole(len(some) - len({one.target.pk for one in found}), len(some), tuple(found))


def families_missing(cycle: Cycle, unit: Unit) -> list[str]:
    """Families of targets a unit's letter should have, has not, and was not excused from (YL-05)."""
    held = Target.objects.filter(cycle=cycle, unit=unit, person__isnull=True).exclude(state="withdrawn")
    there = set(held.values_list("indicator__family", flat=True))
    excused = set(Waiver.objects.filter(cycle=cycle, unit=unit).values_list("family", flat=True))
    return [one for one in cycle.families if one not in there and one not in excused]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a unit's sheet: a target, or a task that came up, with the day it was given."""

    name: str
    day: dt.date | None
    target: Target | None = None
    task: Task | None = None


def parts_of(cycle: Cycle, unit: Unit) -> dict[str, list[Line]]:
    """A unit's sheet as common goals, goals of its function, and what came later from above (HB-23)."""
    found: dict[str, list[Line]] = {key: [] for key, __ in Indicator.PARTS}
    held = Target.objects.filter(cycle=cycle, unit=unit, person__isnull=True).exclude(state="withdrawn")
    for one in held.select_related("indicator").order_by("indicator__place", "id"):
        found[one.indicator.part].append(Line(one.indicator.name, one.due, target=one))
    given = Task.objects.filter(cycle=cycle, origin__in=("upper", "extra"), units__unit=unit, units__role="lead")
    for task in given.exclude(state="refused").order_by("given_on", "number"):
        found["assigned"].append(Line(task.name, task.given_on, task=task))
    return found


def without_latent(cycle: Cycle, unit: Unit) -> bool:
    """Whether a unit's sheet weighs visible results only (LZ-14)."""
    held = Target.objects.filter(cycle=cycle, unit=unit, person__isnull=True).exclude(state="withdrawn")
    kinds = set(held.values_list("indicator__yields", flat=True))
    return bool(kinds) and "latent" not in kinds
