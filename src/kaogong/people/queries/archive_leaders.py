"""A leader's profile: targets with results and sources, what is still lacking, and the grade they suggest."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kaogong.org.models import Account, Person
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, setting, share
from kaogong.people.models import LeaderAppraisal, LifeMeeting, LifeProblem
from kaogong.people.states.archive_leaders import BEFORE
from kaogong.plan.models import Target
from kaogong.plan.states import FIXED


def own_targets(person: Person, year: int) -> list[Target]:
    """The binding targets of a year a person answers for, as the one responsible or as the leader."""
    found = Target.objects.filter(Q(person=person) | Q(leader=person), cycle__year=year, state__in=FIXED)
    return list(found.select_related("indicator", "unit").order_by("indicator__place", "id"))


def done_share(held: LeaderAppraisal) -> Decimal | None:
    """Per cent of the targets with a result that were reached; none where no result is there."""
    told = [one.done for one in held.targets.all() if one.done is not None]
    return share(sum(1 for one in told if one), len(told))


def proposed_grade(held: LeaderAppraisal) -> str:
    """The grade the tasks suggest; empty where there is no task with a result: then nothing is proposed (HB-43)."""
    percent = done_share(held)
    if percent is None:
        return ""
    if percent >= setting("leaders.excellent"):
        return "优秀"
    return "称职" if percent >= setting("leaders.good") else "基本称职"


def lacking(held: LeaderAppraisal) -> list[str]:
    """What keeps an appraisal from being final (CX-08)."""
    found = []
    if not held.targets.exists():
        found.append(_("个人目标"))
    elif not held.targets.filter(done__isnull=False).exists():
        found.append(_("个人目标的完成情况"))
    if not held.standard.strip():
        found.append(_("个人标准"))
    needed, there = setting("leaders.notes"), held.notes.count()
    if there < needed:
        found.append(_("访谈记录（%(n)s 份，至少 %(needed)s 份）") % {"n": there, "needed": needed})
    if held.score is None:
        found.append(_("个人得分，班子得分不能代替"))
    if not held.evaluation.strip() or not held.grade:
        found.append(_("综合考评"))
    return found


def seen_leaders(account: Account, *, keeping: bool) -> QuerySet[LeaderAppraisal]:
    """The appraisals an account may see, each with how many targets and notes it has."""
    found = LeaderAppraisal.objects.select_related("person", "unit").annotate(
        several=Count("targets", distinct=True), told=Count("notes", distinct=True)
    )
    held = reach(account)
    above = (Power.OFFICE, Power.DECISION, Power.DISCIPLINE)
    if keeping or any(held.has(one, room="people") for one in above):
        return found
    return found.filter(person=account.person_id or 0)


def missing_steps(meeting: LifeMeeting) -> list[str]:
    """What is not done yet before a life meeting."""
    there = set(meeting.steps.values_list("step", flat=True))
    return [key for key in BEFORE if key not in there]


def without_status(meeting: LifeMeeting) -> list[LifeProblem]:
    """The problems of a meeting nobody has said anything of."""
    return list(meeting.problems.filter(status=""))


def seen_meetings(account: Account, *, keeping: bool) -> QuerySet[LifeMeeting]:
    """The life meetings an account may see."""
    found = LifeMeeting.objects.select_related("unit").annotate(raised=Count("problems"))
    held = reach(account)
    above = (Power.OFFICE, Power.DECISION, Power.DISCIPLINE)
    if keeping or any(held.has(one, room="people") for one in above):
        return found
    mine = held.units(Power.HEAD, Power.LIAISON, Power.LEADER)
    return found if mine is None else found.filter(unit__in=mine)
