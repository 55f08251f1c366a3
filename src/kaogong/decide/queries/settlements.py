"""Settlements: who sees which, how places stand, what a move would do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from kaogong.assess.models import Run
from kaogong.decide.models import Move, Proposal, Settlement
from kaogong.decide.queries.computed import scheme_of
from kaogong.decide.queries.gates import gated
from kaogong.decide.queries.next_year import places_added
from kaogong.decide.queries.sight import sees_all
from kaogong.decide.states import FINAL
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, today
from kaogong.plan.models import Cycle
from kaogong.plan.queries import book_of

OWN = (Power.HEAD, Power.LIAISON, Power.LEADER, Power.STAFF)
SHOWN = ("open", "closed", "approved")
"""States in which everybody in the house sees what is proposed."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The places of a grade in a pool as they are filled now."""

    pool: str
    pool_name: str
    grade: str
    places: int | None
    taken: int
    working: str
    bottom: bool
    carried: str = ""
    """What last year's result did to them, with its clause and document."""

    @property
    def left(self) -> int | None:
        """How many are left; below zero: so many too many."""
        return None if self.places is None else self.places - self.taken


def settlements(cycle: Cycle | None = None) -> QuerySet[Settlement]:
    """Settlements, newest first."""
    found = Settlement.objects.select_related("run__cycle", "run__edition", "body", "previous", "publication")
    return found if cycle is None else found.filter(run__cycle=cycle)


def seen_settlements(account: Account, cycle: Cycle | None = None) -> QuerySet[Settlement]:
    """What an account may look at: everything, for those who decide; else what is in publicity or published."""
    found = settlements(cycle)
    if sees_all(account):
        return found
    published = Q(state__in=FINAL, publication__publish_on__lte=today())
    return found.filter(published | Q(state__in=SHOWN))


def seen_proposals(account: Account, settlement: Settlement) -> QuerySet[Proposal]:
    """The lines an account may look at: all in publicity and once published to the house; units-only results, one's own."""
    found = settlement.proposals.select_related("unit", "person")
    if sees_all(account) or settlement.state in SHOWN:
        return found
    held = getattr(settlement, "publication", None)
    if held is not None and held.audience != "units":
        return found
    units = reach(account).units(*OWN)
    mine = Q(person=account.person_id) if account.person_id else Q(pk__in=[])
    return found if units is None else found.filter(mine | Q(unit__in=units))


def filled(settlement: Settlement) -> list[Filled]:
    """The places of every pool and grade: how many there are, how many are taken by the grades as decided now."""
    taken, given = Counter(settlement.proposals.values_list("pool", "final")), places_added(settlement)
    found = []
    for one in settlement.quotas.all():
        share = given.get((one.pool, one.grade))
        places, carried = (share.places, share.words) if share else (one.places, "")
        now = taken[one.pool, one.grade]
        found.append(Filled(one.pool, one.pool_name, one.grade, places, now, one.working, one.bottom, carried))
    return found


def obstacle(proposal: Proposal, grade: str) -> str:
    """Why a subject cannot be given a grade: a veto or condition closes it, or no place is left; empty: it can."""
    if grade not in proposal.settlement.grades:
        return _("没有“%(grade)s”这个等次。") % {"grade": grade}
    if grade == proposal.final:
        return _("现在就是“%(grade)s”，不用调整。") % {"grade": grade}
    if why := proposal.bars.get(grade):
        return _("%(name)s不能评为“%(grade)s”：%(why)s。") % {"name": proposal.name, "grade": grade, "why": why}
    if grade == proposal.settlement.grades[0] and (why := gated(proposal.settlement).get(proposal.pk)):
        return _("%(name)s%(why)s，不能评为“%(grade)s”。") % {"name": proposal.name, "why": why, "grade": grade}
    for one in filled(proposal.settlement):
        if (one.pool, one.grade) == (proposal.pool, grade) and one.left is not None and one.left <= 0:
            words = _("“%(grade)s”在%(pool)s的名额 %(places)s 个已用完。先调出一个，再调入。")
            return words % {"grade": grade, "pool": one.pool_name, "places": one.places}
    top = ceiling_of(proposal.settlement)
    if top is not None and grade == top.grade and proposal.final != grade and top.taken >= top.places:
        words = _("“%(grade)s”在全体的上限 %(places)s 个已用完。先调出一个，再调入。")
        return words % {"grade": grade, "places": top.places}
    return ""


@dataclass(frozen=True, slots=True)
class Top:
    """The ceiling of a grade over all pools: how many places there are, how many are taken."""

    grade: str
    share: Fraction
    places: int
    taken: int


def ceiling_of(settlement: Settlement) -> Top | None:
    """The ceiling a rulebook sets over the whole body, with the grades as decided now; None: it sets none."""
    scheme = scheme_of(settlement.run, settlement.scheme)
    if scheme is None or scheme.ceiling is None:
        return None
    held, share = settlement.proposals, scheme.ceiling.share
    places = int(held.count() * share)  # a share of places is cut off, never rounded up
    return Top(scheme.ceiling.grade, share, places, held.filter(final=scheme.ceiling.grade).count())


def overfull(settlement: Settlement) -> list[str]:
    """Pools with more of a grade than places, other than by ties the rulebook lets in."""
    computed = Counter(settlement.proposals.values_list("pool", "computed"))
    top = ceiling_of(settlement)
    whole = []
    if top is not None and top.taken > max(top.places, settlement.proposals.filter(computed=top.grade).count()):
        words = _("全体“%(grade)s”%(taken)s 个，上限 %(places)s 个")
        whole.append(words % {"grade": top.grade, "taken": top.taken, "places": top.places})
    return whole + [
        _("%(pool)s“%(grade)s”%(taken)s 个，名额 %(places)s 个")
        % {"pool": one.pool_name, "grade": one.grade, "taken": one.taken, "places": one.places}
        + (f" {one.carried}" if one.carried else "")
        for one in filled(settlement)
        if one.left is not None and not one.bottom and one.taken > max(one.places or 0, computed[one.pool, one.grade])
    ]


def moves_of(settlement: Settlement) -> QuerySet[Move]:
    """Everything that was moved or asked to be, newest first."""
    found = Move.objects.filter(proposal__settlement=settlement)
    return found.select_related("proposal", "body", "meeting", "by__person", "checked_by__person").order_by(
        "-at", "-id"
    )


def moved(settlement: Settlement) -> dict[str, str | None]:
    """The grades that differ from those computed, by subject."""
    found = settlement.proposals.exclude(computed=F("final"))
    return {subject: final or None for subject, final in found.values_list("subject", "final")}


def settleable(cycle: Cycle) -> list[tuple[Run, str, str]]:
    """Formal runs with a grade scheme not settled yet: the run, the scheme, the sheet's name."""
    found = []
    runs = Run.objects.filter(cycle=cycle, state="done", purpose__in=("formal", "again")).select_related("edition")
    there = set(Settlement.objects.exclude(state="dropped").values_list("run_id", "scheme"))
    for run in runs.order_by("-ended_at", "-id"):
        sheets = set(run.results.filter(total__isnull=False).values_list("sheet", flat=True).distinct())
        for scheme in book_of(run.edition).grades:
            sheet = scheme.sheet.partition(".")[0]
            if sheet in sheets and (run.pk, scheme.id) not in there:
                found.append((run, scheme.id, book_of(run.edition).sheets[sheet].root.name.zh))
    return found
