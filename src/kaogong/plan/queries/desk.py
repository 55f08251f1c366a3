"""What waits for an account in this room."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach
from kaogong.plan.models import Adjustment, Cycle, Indicator, Letter, Signature, Target, Task
from kaogong.plan.queries.adjustments import next_step
from kaogong.plan.queries.cycles import current

ROOM = "plan"


def waiting_for(account: Account) -> list[Waiting]:
    """What waits for an account: answers, confirmations, countersignatures, approvals, signatures, acknowledgements."""
    cycle = current()
    if cycle is None or cycle.state == "closed" or account.administers:
        return []
    parts = (_answers, _personal, _endorsements, _steps, _signatures, _acknowledgements)
    return [one for part in parts for one in part(account, cycle)]


def _answers(account: Account, cycle: Cycle) -> Iterator[Waiting]:
    due = cycle.stages.filter(key="plan").values_list("until", flat=True).first()
    found = reach(account)
    below = found.units(Power.LIAISON, Power.HEAD)
    sides = [("countered", below, _("上级已回派，请答复"))]
    if found.has(Power.OFFICE, room=ROOM):
        sides.append(("proposed", None, _("单位已下报，请答复")))
    for state, units, about in sides:
        held = Target.objects.filter(cycle=cycle, person__isnull=True, state=state)
        if units is not None:
            held = held.filter(unit__in=units)
        number = held.count()
        if number:
            title = ngettext("商定 %(n)d 项目标", "商定 %(n)d 项目标", number) % {"n": number}
            yield Waiting(title, about, _("商定"), f"{reverse('plan:targets')}?state={state}", due)


def _personal(account: Account, cycle: Cycle) -> Iterator[Waiting]:
    if account.person_id is None:
        return
    held = Target.objects.filter(cycle=cycle, person=account.person_id, state="countered")
    for one in held.select_related("indicator"):
        yield Waiting(_("认定个人目标"), one.indicator.name, _("认定"), reverse("plan:target", args=[one.pk]), one.due)


def _endorsements(account: Account, cycle: Cycle) -> Iterator[Waiting]:
    found = reach(account)
    units = found.units(Power.AUTHORITY)
    wanted = Q(authority__in=units) if units is not None else Q(authority__isnull=False)
    if found.has(Power.OFFICE, room=ROOM):
        wanted |= Q(authority__isnull=True)
    number = Indicator.objects.filter(wanted, cycle=cycle, state="draft").count()
    if number:
        title = _("会签 %(n)d 项指标") % {"n": number}
        yield Waiting(title, _("未会签的指标不能下达"), _("会签"), f"{reverse('plan:indicators')}?state=draft")


def _steps(account: Account, cycle: Cycle) -> Iterator[Waiting]:
    asked = Adjustment.objects.filter(cycle=cycle, state="asked").select_related("cycle", "unit")
    for one in asked.prefetch_related("approvals", "cycle__chain"):
        step = next_step(one)
        if step is not None and reach(account).has(step.power, one.unit_id, ROOM):
            about = _("%(unit)s申请调整 %(size)s%%") % {"unit": one.unit, "size": one.size}
            url = reverse("plan:adjustment", args=[one.pk])
            yield Waiting(_("年中调整：%(step)s") % {"step": step.name}, about, step.name, url, since=one.asked_on)


def _signatures(account: Account, cycle: Cycle) -> Iterator[Waiting]:
    found = reach(account)
    letters = Letter.objects.filter(cycle=cycle, state__in=("draft", "half"))
    for party, units, side in (
        ("unit", found.units(Power.HEAD), "unit"),
        ("upper", None if found.has(Power.DECISION, room=ROOM) else found.units(Power.HEAD), "upper"),
    ):
        mine = letters.exclude(Exists(Signature.objects.filter(letter=OuterRef("pk"), party=party)))
        if party == "upper":
            mine = mine.filter(state="half")
        if units is not None:
            mine = mine.filter(**{f"{side}__in": units})
        for one in mine:
            yield Waiting(
                _("签署%(kind)s") % {"kind": one.kind},
                _("%(unit)s，第 %(n)d 版，签后改动须走年中调整") % {"unit": one.content["unit"], "n": one.version},
                _("签署"),
                reverse("plan:letter", args=[one.pk]),
            )


def _acknowledgements(account: Account, cycle: Cycle) -> Iterator[Waiting]:
    found = reach(account)
    units = found.units(Power.LIAISON, Power.HEAD) or set()
    held = Task.objects.filter(cycle=cycle, state__in=("issued", "approved"), acknowledged_on__isnull=True)
    wanted = Q(units__role="lead", units__unit__in=units)
    if account.person_id is not None:
        wanted |= Q(person=account.person_id)
    for one in held.filter(wanted).distinct().order_by("number"):
        yield Waiting(_("签收任务"), one.name, _("签收"), reverse("plan:tasks"), one.due)
