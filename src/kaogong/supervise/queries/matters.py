"""Matters and daily supervision as figures: phases, channels, silence, coverage, weak indicators, duties."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_noop

from kaogong.approvals.models import Card
from kaogong.audit.models import Event
from kaogong.core.scheme.period import Period
from kaogong.listen.models import Complaint, Result
from kaogong.listen.states.complaints import UPHELD
from kaogong.monitor.queries.lights import percent
from kaogong.org.models import Account, Body, Charge, Person, Post, Seat, Supervisor, Unit
from kaogong.org.queries import at, calendar, conflicts, reach, setting, supervisors, today, tree
from kaogong.plan.queries.figures import cut, mean
from kaogong.supervise.models import (
    Alert,
    Drive,
    Finding,
    Hearing,
    Matter,
    Request,
    Sign,
    SupervisionMandate,
    SupervisionRule,
    Task,
    Watched,
)
from kaogong.supervise.queries.sight import INSIDE, LOOKING, ROOM
from kaogong.supervise.states.tasks import CHANNELS, LIVE, PHASES

DUTIES: Mapping[str, tuple[str, ...]] = {
    "A": (gettext_noop("全面监督"),),
    "B": (gettext_noop("本单位监督"), gettext_noop("参加督查活动")),
    "C": (gettext_noop("反映企业问题"), gettext_noop("联络员")),
}
"""What supervisors of each class are for (YL-33)."""
EARLY = ("before", "during")


def mandate_on(unit: Unit, day: dt.date) -> SupervisionMandate | None:
    """By what a unit supervises on a day (HB-15)."""
    return SupervisionMandate.objects.filter(at(day), unit=unit).order_by("id").first()


def counted(year: int, field: str) -> Counter[str]:
    """How many matters of a year are of each mode, problem or channel."""
    return Counter(Matter.objects.filter(year=year).values_list(field, flat=True))


def early_share(matter: Matter) -> Decimal | None:
    """The share of records before and during the matter (HB-18)."""
    phases = list(matter.records.values_list("phase", flat=True))
    return percent(sum(one in EARLY for one in phases), len(phases))


def phases_lacking(matter: Matter) -> list[str]:
    """The phases without a record (XM-52)."""
    there = set(matter.records.values_list("phase", flat=True))
    return [words for key, words in PHASES.items() if key not in there]


def silent(day: dt.date) -> list[Matter]:
    """Matters in hand with no record for so many days (QD-19)."""
    last = day - dt.timedelta(days=setting("matters.silent_days"))
    found = Matter.objects.filter(state="open").annotate(last=Max("records__on"))
    return list(found.filter(Q(last__lte=last) | Q(last__isnull=True, opened_on__lte=last)).order_by("number"))


def codes_fit(rule: SupervisionRule) -> dict[str, tuple[int, int]]:
    """Of each consequence, how many circumstances the rule lists and how many it must (XM-45)."""
    there = Counter(rule.circumstances.values_list("level", flat=True))
    return {level: (there[level], wanted) for level, wanted in setting("matters.circumstances").items()}


# --- channels -------------------------------------------------------------------------------------------------------


HEARD = ("opinion", "letter")
"""Findings that came from the public."""


def channels(year: int) -> list[tuple[str, str, int]]:
    """What was found in a year by channel, the inactive ones with zero (LB-22).

    Besides what is recorded here: confirmed findings of inspections and verified cards of e-supervision, which the
    supervising body made (specialised), findings the public told of and complaints that were upheld (social).
    """
    found = Counter(Matter.objects.filter(year=year).values_list("channel", flat=True))
    watched = Watched.objects.filter(happened_on__year=year, kind="issue")
    found += Counter(watched.values_list("channel", flat=True))
    seen = Finding.objects.filter(state="confirmed", found_on__year=year)
    heard = seen.filter(channel__in=HEARD).count()
    found["specialised"] += seen.count() - heard + Card.objects.filter(state="verified", issued_on__year=year).count()
    upheld = Complaint.objects.filter(state="closed", verdict__in=UPHELD, closed_on__year=year, joined_to__isnull=True)
    found["social"] += heard + upheld.count()
    return [(key, words, found[key]) for key, words in CHANNELS.items()]


# --- teams ----------------------------------------------------------------------------------------------------------


def team_units(account: Account, day: dt.date) -> set[int]:
    """The units entrusted to the teams an account sits on (QH-24)."""
    if account.person_id is None:
        return set()
    teams = Body.objects.filter(kind="watch", dissolved__isnull=True, seats__person=account.person_id)
    return set(Charge.objects.filter(at(day), body__in=teams).values_list("unit_id", flat=True))


def team_tasks(account: Account, day: dt.date) -> QuerySet[Task]:
    """Live tasks of the units of one's team."""
    units = team_units(account, day)
    return Task.objects.filter(state__in=LIVE, handlers__role="lead", handlers__unit__in=units).distinct()


def teams(day: dt.date) -> list[tuple[Body, list[Seat], list[int]]]:
    """The teams of the supervision office, who sits on them and which units are entrusted to them."""
    found = []
    for body in Body.objects.filter(kind="watch", dissolved__isnull=True).order_by("id"):
        units = list(Charge.objects.filter(at(day), body=body).values_list("unit_id", flat=True))
        found.append((body, list(body.seats.select_related("person")), units))
    return found


def inspectors(unit: Unit, day: dt.date) -> tuple[list[Supervisor], list[Supervisor]]:
    """Supervisors of class B who may inspect a unit, and those left out for a conflict: their own unit first (YL-33)."""
    pool = [one for one in supervisors(day) if one.pool == "B"]
    out = [one for one in pool if one.employer_id == unit.pk or conflicts(one, unit, day)]
    return [one for one in pool if one not in out], out


# --- daily ----------------------------------------------------------------------------------------------------------


def unattended(units: set[int] | None = None) -> QuerySet[Watched]:
    """Major matters closed without anybody having taken part (QH-32)."""
    found = Watched.objects.filter(kind="three_major", closed_on__isnull=False, attendances__isnull=True)
    return found if units is None else found.filter(unit__in=units)


def report_late(one: Watched, day: dt.date) -> bool:
    """Whether a problem was, or is being, reported too late."""
    last = one.reported_on or day
    return calendar().between(one.happened_on, last, working=True) > int(setting("daily.report_days"))


def tally(year: int) -> dict[str, int]:
    """How many of each kind were watched in a year (QH-34)."""
    return dict(Counter(Watched.objects.filter(happened_on__year=year).values_list("kind", flat=True)))


def corrected(year: int) -> tuple[int, int, Decimal | None]:
    """Problems corrected, raised, and the share."""
    issues = Watched.objects.filter(happened_on__year=year, kind="issue")
    done, every = issues.filter(corrected_on__isnull=False).count(), issues.count()
    return done, every, percent(done, every)


def request_breaches(day: dt.date) -> list[tuple[Request, int]]:
    """Requests nobody handed over or answered in time, each against who owned it then (XM-39)."""
    last = day - dt.timedelta(days=setting("daily.request_days"))
    held = Request.objects.filter(state="open", since__lt=last).select_related("owner")
    return [(one, one.owner_id) for one in held]


def refusals() -> tuple[int, int]:
    """How many refusals are filed, and how many there are (XM-40)."""
    found = Request.objects.exclude(reason="")
    return found.filter(filed_on__isnull=False).count(), found.count()


def signs_before(unit: Unit, kind: str, on: dt.date) -> int:
    """How often a unit showed the same sign in the quarter of a day, before."""
    quarters = (Period.parse(f"{on.year}-Q{n}") for n in range(1, 5))
    quarter = next(one for one in quarters if one.first <= on <= one.last)
    return Sign.objects.filter(unit=unit, kind=kind, on__range=(quarter.first, quarter.last)).count()


def serves(person: Person, unit: Unit, on: dt.date) -> bool:
    """Whether somebody had a post in a unit, or below it, on a day."""
    return Post.objects.filter(at(on), person=person, unit__in={unit.pk, *tree(on).below(unit.pk)}).exists()


def reviewed(result: Result) -> list[tuple[Unit, Decimal]]:
    """What a released evaluation says of its units; who has no index is left out."""
    held = result.scores.filter(index__isnull=False).select_related("subject__unit").order_by("subject__unit__code")
    return [(one.subject.unit, one.index) for one in held if one.index is not None]


def shown_mean(scores: Sequence[Decimal]) -> Decimal:
    """The mean of exact scores, to two places."""
    found = mean(scores)
    assert found is not None
    return cut(found, 2)


def reviews_unread() -> QuerySet[Result]:
    """Released evaluations nobody has looked through for weak units."""
    read = Event.objects.filter(room=ROOM, verb="call_by_review", outcome="done").values_list("subject", flat=True)
    done = [int(one.rsplit(":", 1)[1]) for one in read]
    return Result.objects.filter(state="released", scores__index__isnull=False).exclude(pk__in=done).distinct()


def weak(scores: Sequence[tuple[int, Decimal]], mean: Decimal) -> list[int]:
    """The places of what is weak: so far below the mean, or among the last so many per cent (FZ-19)."""
    gap, share = Decimal(setting("daily.weak_gap")), setting("daily.weak_share")
    last = sorted(range(len(scores)), key=lambda place: scores[place][1])[: int(Fraction(len(scores) * share, 100))]
    low = {place for place, (_unit, score) in enumerate(scores) if score <= mean - gap}
    return sorted(low | set(last))


def drive_coverage(drive: Drive, units: set[int]) -> tuple[int, int, Decimal | None, set[int]]:
    """Units with a ledger, units there are, the share, and those without (LZ-21)."""
    there = set(drive.ledgers.values_list("unit_id", flat=True)) & units
    return len(there), len(units), percent(len(there), len(units)), units - there


def reports_lacking(hearing: Hearing) -> QuerySet[Unit]:
    """The units that have not reported (DX-12)."""
    return hearing.units.exclude(pk__in=hearing.reports.values("unit"))


def pool_of(account: Account) -> str:
    """The class of the efficiency supervisor behind an account; empty: none."""
    if account.person_id is None:
        return ""
    return Supervisor.objects.filter(at(today()), person=account.person_id).values_list("pool", flat=True).first() or ""


def seen_matters(account: Account) -> QuerySet[Matter]:
    """Matters one may see; a unit sees its own once they are opened, and an investigation only once it is over."""
    units = own_units(account)
    if units is None:
        return Matter.objects.all()
    found = Matter.objects.filter(unit__in=units).exclude(state="draft")
    return found.exclude(mode="case", state="open")


def seen_watched(account: Account) -> QuerySet[Watched]:
    """What is watched, as far as one may see it; leads are never shown to the unit they are about."""
    units = own_units(account)
    return Watched.objects.all() if units is None else Watched.objects.filter(unit__in=units).exclude(kind="lead")


def let_pass() -> QuerySet[Alert]:
    """Warnings that came true after nobody acknowledged them in time (JQ-17)."""
    found = Alert.objects.filter(real_on__isnull=False, escalated_on__isnull=False)
    return found.select_related("person").order_by("-real_on", "id")


def own_units(account: Account) -> set[int] | None:
    """The units whose supervision an account may see; None: all."""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in LOOKING):
        return None
    return found.units(*INSIDE)
