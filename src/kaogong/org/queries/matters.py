"""Motions and what they still need; case files and who may read them; circulars."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kaogong.org.models import Account, Body, Circular, Docket, Motion, Recipient, Recusal, Route, Unit, UnitVersion
from kaogong.org.models.accounts import Role
from kaogong.org.queries.bodies import vacancies
from kaogong.org.queries.days import at, today
from kaogong.org.queries.powers import owner_names, owners, standing


def still_needed(motion: Motion) -> list[str]:
    """Who has not yet approved a motion, by name."""
    done = {(one.body_id, one.unit_id) for one in motion.approvals.all()}
    waiting = [one for one in owners(motion.act, "approves") if (one.body_id, one.unit_id) not in done]
    return owner_names(waiting)


def may_decide(body: Body) -> list[str]:
    """The empty seats that keep a body from deciding (LZ-01); empty: it may."""
    return [one.of for one in vacancies(body)] if body.whole_to_act else []


def recused(account: Account, unit: Unit | None) -> bool:
    """Whether the person behind an account takes no part in what concerns a unit."""
    if unit is None or account.person_id is None:
        return False
    return Recusal.objects.filter(at(today()), person=account.person_id, unit=unit).exists()


def motions_for(account: Account) -> list[Motion]:
    """The open motions on which the person behind an account has a say that has not been given."""
    bodies, units = standing(account)
    found = []
    for one in Motion.objects.filter(state="open").prefetch_related("approvals").order_by("put_at"):
        done = {(given.body_id, given.unit_id) for given in one.approvals.all()}
        for owner in owners(one.act, "approves"):
            mine = owner.body_id in bodies or owner.unit_id in units
            if mine and (owner.body_id, owner.unit_id) not in done:
                found.append(one)
                break
    return found


# --- case files -----------------------------------------------------------------------------------------------------


def on_docket(account: Account, docket: Docket) -> bool:
    """Whether a person works on a case file: on its team, or in a unit it is assigned to."""
    if account.person_id is None or account.role != Role.ORDINARY or not account.is_active:
        return False
    if docket.team.filter(pk=account.person_id).exists():
        return True
    units = standing(account)[1]
    return not docket.confidential and docket.assignments.filter(unit__in=units).exists()


def dockets(account: Account) -> QuerySet[Docket]:
    """The case files an account works on."""
    units = standing(account)[1]
    mine = Q(team=account.person_id) if account.person_id else Q(pk__in=[])
    found = Docket.objects.filter(mine | Q(confidential=False, assignments__unit__in=units))
    return found.select_related("unit", "person").distinct().order_by("state", "-opened_on")


def layers(unit: Unit, conference: Body, matter: str) -> list[tuple[str, Unit]]:
    """The three layers of supervision of a unit: the lead, the competent member of the conference, the sponsor (SD-19)."""
    found: list[tuple[str, Unit]] = []
    if conference.office is not None:
        found.append(("lead", conference.office))
    route = Route.objects.filter(matter=matter).select_related("unit").first()
    if route is not None and conference.seats.filter(unit=route.unit).exists():
        found.append(("member", route.unit))
    version = UnitVersion.objects.filter(at(today()), unit=unit).select_related("parent").first()
    if version is not None and version.parent is not None:
        found.append(("sponsor", version.parent))
    return found


def circulars_for(account: Account) -> QuerySet[Recipient]:
    """What was sent to a person, or to the units where that person has a post, and not yet been signed for."""
    mine = Q(person=account.person_id) if account.person_id else Q(pk__in=[])
    found = Recipient.objects.filter(mine | Q(unit__in=standing(account)[1]), read_at__isnull=True)
    return found.select_related("circular").order_by("circular__sent_on")


def sent() -> QuerySet[Circular]:
    """Circulars, newest first."""
    return Circular.objects.order_by("-sent_on", "-id")
