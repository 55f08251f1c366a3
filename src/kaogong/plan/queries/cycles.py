"""Cycles: which is running, in which stage, and who takes part."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable

from django.db.models import Case, Q, When
from django.utils.translation import gettext as _

from kaogong.audit.queries import keeps, kept
from kaogong.org.models import Unit, UnitVersion
from kaogong.org.queries import shorts, today, units
from kaogong.plan.models import Adoption, Cancellation, Cycle, Stage


def current(day: dt.date | None = None) -> Cycle | None:
    """The cycle being worked on: open, of the latest year begun; else the latest there is."""
    when = day or today()
    running = Q(state="open", since__lte=when)
    found = Cycle.objects.annotate(running=Case(When(running, then=1), default=0)).order_by("-running", "-year")
    return kept(("cycle", when), ("org", "plan"), lambda: found.select_related("organiser").first())


def being_worked_on(found: Iterable[Cycle], day: dt.date | None = None) -> Cycle | None:
    """The same, of cycles already read."""
    when = day or today()
    return max(found, key=lambda one: (one.state == "open" and one.since <= when, one.year), default=None)


def stage_on(cycle: Cycle, day: dt.date | None = None) -> Stage | None:
    """The stage of a day; where two overlap, the later."""
    when = day or today()
    return cycle.stages.filter(since__lte=when, until__gte=when).order_by("-place").first()


def calendar_problems(stages: Iterable[tuple[str, dt.date, dt.date]]) -> list[str]:
    """Stages that are missing, repeated, or begin before the one before them."""
    known = dict(Stage.KEYS)
    given = list(stages)
    keys = [key for key, *__ in given]
    found = [_("缺少阶段“%(name)s”") % {"name": name} for key, name in known.items() if key not in keys]
    found += [
        _("阶段“%(name)s”重复") % {"name": known.get(key, key)} for key in dict.fromkeys(keys) if keys.count(key) > 1
    ]
    order = {key: since for key, since, __ in given}
    sequence = [key for key in known if key in order]
    for before, after in itertools.pairwise(sequence):
        if order[after] < order[before]:
            words = _("“%(after)s”早于“%(before)s”开始")
            found.append(words % {"after": known[after], "before": known[before]})
    words = _("“%(name)s”的结束日早于开始日")
    found += [words % {"name": known.get(key, key)} for key, since, until in given if until < since]
    return found


def participants(cycle: Cycle) -> list[UnitVersion]:
    """The units of the classes for which an edition was adopted, as they are when the cycle begins."""
    return kept(("participants", cycle.pk), ("org", "plan"), lambda: _participants(cycle))


def _participants(cycle: Cycle) -> list[UnitVersion]:
    classes = set(Adoption.objects.filter(cycle=cycle).values_list("appraisal_class", flat=True))
    return [one for one in units(cycle.since) if one.appraisal_class in classes]


def uncovered_classes(cycle: Cycle) -> list[str]:
    """Classes of units for which no edition is adopted yet."""
    return kept(("uncovered", cycle.pk), ("org", "plan"), lambda: _uncovered(cycle))


def _uncovered(cycle: Cycle) -> list[str]:
    there = set(units(cycle.since).exclude(appraisal_class="").values_list("appraisal_class", flat=True))
    return sorted(there - set(cycle.adoptions.values_list("appraisal_class", flat=True)))


def adoption_of(cycle: Cycle, unit: Unit) -> Adoption | None:
    """The edition that holds for a unit: that of its class when the cycle begins."""
    version = units(cycle.since).filter(unit=unit).first()
    if version is None:
        return None
    return cycle.adoptions.filter(appraisal_class=version.appraisal_class).select_related("edition").first()


def cancelled(unit: Unit, year: int) -> Cancellation | None:
    """The document by which a unit lost its separate appraisal, when it has (QH-22)."""
    return Cancellation.objects.filter(unit=unit, since__lte=year).first()


def names_of(found: Iterable[int], day: dt.date | None = None) -> dict[int, str]:
    """What units are called on a day."""
    if keeps():
        wanted = set(found)
        return {one: name for one, name in shorts(day).items() if one in wanted}
    return dict(units(day).filter(unit__in=list(found)).values_list("unit_id", "short"))
