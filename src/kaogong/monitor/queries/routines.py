"""What comes round: what was to be done, what was, what is missing and overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaogong.core.scheme.days import DAY
from kaogong.core.scheme.model import Every
from kaogong.core.scheme.period import Period
from kaogong.monitor.models import Activity, Assignee, Construction, Filing, Routine
from kaogong.monitor.queries.lights import percent
from kaogong.monitor.queries.periods import periods
from kaogong.org.queries import setting, today
from kaogong.plan.models import Cycle, Task


@dataclass(frozen=True, slots=True)
class Asked:
    """A routine of somebody in a period: the parts done and missing, and how late."""

    assignee: Assignee
    period: Period
    due: dt.date
    done: tuple[str, ...]
    missing: tuple[str, ...]
    filed_on: dt.date | None

    @property
    def complete(self) -> bool:
        """Everything is there."""
        return not self.missing

    def reached(self, day: dt.date) -> bool:
        """The day by which it was to be done has come, and it is not."""
        return not self.complete and day >= self.due

    def overdue(self, day: dt.date) -> bool:
        """The last day on time is past, and it is not done."""
        return not self.complete and day > self.due


def _every(routine: Routine) -> Every:
    lengths: dict[str, Every] = {"month": "month", "quarter": "quarter", "half": "half", "year": "year"}
    return lengths[routine.every]


def due_of(routine: Routine, period: Period) -> dt.date:
    """The last day on time of a routine for a period."""
    return period.last + DAY * routine.due_day


def asked(routine: Routine, assignees: Sequence[Assignee] | None = None) -> list[Asked]:
    """Everything a routine asks in its cycle, of everybody or of some."""
    some = list(routine.assignees.all()) if assignees is None else list(assignees)
    there: dict[tuple[int, str], dict[str, dt.date]] = {}
    for one in Filing.objects.filter(assignee__in=[one.pk for one in some]):
        there.setdefault((one.assignee_id, one.period), {})[one.part] = one.filed_on
    parts = tuple(routine.parts) or ("",)
    made = []
    for assignee in some:
        for period in periods(routine.cycle, _every(routine)):
            filed = there.get((assignee.pk, str(period)), {})
            done = tuple(part for part in parts if part in filed)
            missing = tuple(part for part in parts if part not in filed)
            last = max(filed.values(), default=None)
            made.append(Asked(assignee, period, due_of(routine, period), done, missing, last))
    return made


def in_period(routine: Routine, period: str) -> list[Asked]:
    """What a routine asks in one period."""
    return [one for one in asked(routine) if str(one.period) == period]


def missing(routine: Routine, day: dt.date | None = None) -> list[Asked]:
    """What was to be done by a day and is not."""
    when = day or today()
    return [one for one in asked(routine) if one.reached(when)]


def built_on(one: Asked) -> tuple[int, int]:
    """Of the shorter routine a summary builds on: how many of its periods are done, of how many."""
    under = one.assignee.routine.builds_on
    if under is None:
        return 0, 0
    mine = one.assignee
    same = under.assignees.filter(
        unit=mine.unit_id, person=mine.person_id, body=mine.body_id, target=mine.target_id, task=mine.task_id
    )
    within = [each for each in asked(under, list(same)) if set(each.period.months) <= set(one.period.months)]
    return sum(1 for each in within if each.complete), len(within)


def fulfilment(tasks: Sequence[Task]) -> Decimal | None:
    """How many of a list of tasks are finished, in %."""
    return percent(sum(1 for one in tasks if one.state == "finished"), len(tasks))


@dataclass(frozen=True, slots=True)
class Spread:
    """How far activities reach: the media and links used, and those left out."""

    media: tuple[str, ...]
    media_left: tuple[str, ...]
    media_share: Decimal | None
    links: tuple[str, ...]
    links_left: tuple[str, ...]
    links_share: Decimal | None


def spread(cycle: Cycle) -> Spread:
    """The media and links of cadre management the activities of a cycle cover (DX-06)."""
    held = Activity.objects.filter(cycle=cycle).values_list("medium", "link")
    used_media, used_links = {one for one, __ in held}, {one for __, one in held}
    media, links = setting("activity.media"), setting("activity.links")
    have = tuple(one for one in media if one in used_media)
    tied = tuple(one for one in links if one in used_links)
    return Spread(
        have,
        tuple(one for one in media if one not in used_media),
        percent(len(have), len(media)),
        tied,
        tuple(one for one in links if one not in used_links),
        percent(len(tied), len(links)),
    )


def live_share(construction: Construction, day: dt.date | None = None) -> tuple[int, int, Decimal | None]:
    """How many sites of a building plan are live on a day, of how many, and in % (XJ-26)."""
    whole = construction.sites.count()
    live = construction.sites.filter(live_on__lte=day or today()).count()
    return live, whole, percent(live, whole)
