"""Appeals: which there are, what is still missing, which are late, and what they amount to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.answer.models import Appeal
from kaogong.answer.queries.sight import OWN, sees_all
from kaogong.answer.states import OPEN, PARTIES, PARTS, UNHEARD
from kaogong.core.scheme.days import Deadline, due
from kaogong.org.models import Account
from kaogong.org.queries import calendar, reach, setting, today


def last_day(kind: str, told_on: dt.date, *, review: bool = False) -> dt.date:
    """The last day on which one may appeal against something told on a day; the day itself is not counted (QW-20)."""
    days = setting("answer.review_days") if review else setting("answer.window_days").get(kind, 5)
    working = kind in setting("answer.window_working")
    return due(Deadline(days=days, working=working), told_on, calendar())


def seen_appeals(account: Account) -> QuerySet[Appeal]:
    """The appeals an account may see."""
    found = Appeal.objects.select_related("unit", "person", "earlier")
    if account.administers:
        return found.none()
    if sees_all(account):
        return found
    held = reach(account)
    mine = Q(person__isnull=True, unit__in=list(held.units(*OWN) or ()))
    if account.person_id:
        mine |= Q(person=account.person_id) | Q(seats__person=account.person_id)
    return found.filter(mine).distinct()


def find_appeals(found: QuerySet[Appeal], asked: dict[str, str], day: dt.date) -> QuerySet[Appeal]:
    """By number and words, kind, state; `late`: hearings and rulings past their last day."""
    if words := asked.get("q", "").strip():
        found = found.filter(Q(number__istartswith=words) | Q(title__icontains=words) | Q(unit__code__iexact=words))
    for name in ("kind", "outcome"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    state = asked.get("state", "")
    if state == "open":
        return found.filter(state__in=OPEN)
    if state == "late":
        return found.filter(late(day))
    return found.filter(state=state) if state else found


def late(day: dt.date) -> Q:
    """Hearings that should have been held, and rulings that should have been given."""
    return Q(state__in=UNHEARD, hearing_due__lt=day) | Q(state="heard", rule_due__lt=day)


def overdue_hearings(day: dt.date) -> QuerySet[Appeal]:
    """Appeals whose hearing was not held by its last day."""
    return Appeal.objects.filter(state__in=("lodged", *UNHEARD), hearing_due__lt=day)


def before_hearing(appeal: Appeal) -> str:
    """That the day of the hearing has not come; empty: it has."""
    if appeal.hearing_on is None or timezone.localdate(appeal.hearing_on) <= today():
        return ""
    return _("听证定于 %(day)s，还没有到日子") % {"day": timezone.localdate(appeal.hearing_on)}


def lacking(appeal: Appeal) -> list[str]:
    """What a hearing still lacks before it can be closed: its day, parts of statements, minutes, signatures."""
    there = {one.party: one for one in appeal.statements.all()}
    found = [still] if (still := before_hearing(appeal)) else []
    for party, name in PARTIES.items():
        held = there.get(party)
        parts = [_(words) for part, words in PARTS.items() if held is None or not getattr(held, part).strip()]
        if parts:
            found.append(_("缺%(who)s的%(parts)s") % {"who": _(name), "parts": _("、").join(parts)})
    if not appeal.minutes:
        found.append(_("缺听证笔录"))
    unsigned = [one.person.name for one in appeal.seats.select_related("person") if one.signed_at is None]
    if unsigned:
        found.append(_("笔录还没有签字：%(who)s") % {"who": _("、").join(unsigned)})
    return found


def counted(found: QuerySet[Appeal], day: dt.date) -> dict[str, Any]:
    """How many there are, open, late, refused; how many rulings changed something; days from lodging to ruling."""
    rows = list(found.order_by().values_list("pk", "kind", "state", "outcome", "lodged_on", "ruled_on").distinct())
    states = Counter(state for _pk, _kind, state, *_rest in rows)
    spans = sorted((ruled - lodged).days for *_rest, lodged, ruled in rows if ruled is not None)
    outcomes = Counter(outcome for _pk, _kind, _state, outcome, *_rest in rows if outcome)
    return {
        "all": len(rows), "states": states, "open": sum(states[one] for one in OPEN), "outcomes": outcomes,
        "kinds": Counter(kind for _pk, kind, *_rest in rows), "late": found.filter(late(day)).count(),
        "ruled": sum(outcomes.values()), "longest": spans[-1] if spans else None,
        "middle": median(Decimal(one) for one in spans) if spans else None,
    }  # fmt: skip
