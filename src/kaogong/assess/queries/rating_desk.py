"""What of ratings waits for an account, and where somebody stands in a year of rounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kaogong.assess.models import Entrant, Meeting, Pair, Result, Round, Source, Spared, Tally
from kaogong.assess.queries.duties import duties_to_write
from kaogong.assess.queries.runs import latest_formal
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Person
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach, today
from kaogong.plan.models import Cycle, Edition


@dataclass(frozen=True, slots=True)
class ToRate:
    """A source somebody rates on: how many ballots, how many are in."""

    source: Source
    all: int
    done: int

    @property
    def left(self) -> int:
        """How many are not in."""
        return self.all - self.done


def to_rate(account: Account) -> list[ToRate]:
    """The sources of open rounds an account's person rates on; those that are done come last."""
    if account.person_id is None:
        return []
    held = Pair.objects.filter(rater=account.person_id, source__round__state="open").values("source_id")
    counts = held.annotate(all=Count("pk"), done=Count("pk", filter=~Q(state="open"))).order_by("source_id")
    found = {row["source_id"]: (row["all"], row["done"]) for row in counts}
    sources = (
        Source.objects.filter(pk__in=found).select_related("round").order_by("round__enter_until", "round", "place")
    )
    return sorted((ToRate(one, *found[one.pk]) for one in sources), key=lambda one: not one.left)


def rating_desk(account: Account, cycle: Cycle) -> Iterator[Waiting]:
    """Ballots to hand in, duty reports to write, meetings of today to run."""
    for one in to_rate(account):
        if one.left and one.source.round.cycle_id == cycle.pk:
            title = _("填写“%(name)s”") % {"name": one.source.name}
            about = _("%(round)s，还有 %(n)s 张票") % {"round": one.source.round.name, "n": one.left}
            url = reverse("assess:rate", args=[one.source.pk])
            yield Waiting(title, about, _("评分"), url, one.source.round.enter_until, one.source.round.enter_from)
    for entrant in duties_to_write(account):
        if entrant.round.cycle_id == cycle.pk:
            url = reverse("assess:duty", args=[entrant.pk])
            yield Waiting(_("撰写述职报告"), entrant.round.name, _("撰写"), url, entrant.round.report_due)
    if reach(account).has(Power.OFFICE, room="assess"):
        held = Meeting.objects.filter(round__cycle=cycle).exclude(state="closed")
        for meeting in held.filter(held_on__lte=today(), round__state="open"):
            url = reverse("assess:meeting", args=[meeting.pk])
            yield Waiting(_("主持测评会"), meeting.name, _("主持"), url, meeting.held_on, meeting.held_on)


@dataclass(frozen=True, slots=True)
class Line:
    """A period of somebody's year: what was scored, or why nothing was."""

    period: str
    every: str
    round: Round | None
    entrant: Entrant | None
    spared: Spared | None
    result: Result | None
    counted: bool


def year_of(person: Person, cycle: Cycle) -> list[Line]:
    """Months, quarters, half-years and the year of a person: each with its round, its score, or why there is none."""
    entrants = list(Entrant.objects.filter(person=person, round__cycle=cycle).select_related("round__adoption"))
    spared = list(Spared.objects.filter(person=person, round__cycle=cycle).select_related("round", "unit"))
    results = {one.period: one for one in _results(person, cycle, entrants)}
    counted = set(Tally.objects.filter(entrant__in=entrants).values_list("entrant_id", flat=True))
    rows = [
        Line(one.round.period, one.round.kind, one.round, one, None, results.get(one.round.period), one.pk in counted)
        for one in entrants
    ]
    rows += [
        Line(one.round.period, one.round.kind, one.round, None, one, results.get(one.round.period), False)
        for one in spared
    ]
    there = {one.period for one in rows}
    rows += [
        Line(key, Period.parse(key).every, None, None, None, one, True)
        for key, one in results.items()
        if key not in there
    ]
    return sorted(
        rows, key=lambda one: (Period.parse(one.period).last, len(Period.parse(one.period).months), one.period)
    )


def _results(person: Person, cycle: Cycle, entrants: list[Entrant]) -> list[Result]:
    editions = {one.round.adoption.edition_id for one in entrants if one.round.adoption}
    found: list[Result] = []
    for edition in Edition.objects.filter(pk__in=editions):
        run = latest_formal(cycle, edition)
        found += list(Result.objects.filter(run=run, person=person).select_related("run")) if run else []
    return found
