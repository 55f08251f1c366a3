"""Acts on several targets of the list: agreed, or returned to be completed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.org.views.several import Rows, Verb, chosen, several
from kaogong.plan import actions
from kaogong.plan.forms import ReasonForm
from kaogong.plan.models import Cycle, Target
from kaogong.plan.queries import names_of, seen_by
from kaogong.plan.views.pages import asker, cycle_of

AGREE = Verb(
    "agree",
    lazy("同意"),
    lazy("同意后目标值商定，绩效办检查后下达。"),
    lambda by, target: actions.agree(by=by, target=target),
    lazy("已商定 %(n)s 项。"),
)
RETURN = Verb(
    "return",
    lazy("退回补充"),
    lazy("退回后由单位按写明的原因补充，目标值不变。"),
    lambda by, target, reason: actions.return_target(by=by, target=target, reasons=[reason]),
    lazy("已退回 %(n)s 项，原因已告知单位。"),
    ReasonForm,
    {"reason": "…"},
)


def of_targets(account: Account, cycle: Cycle) -> list[Verb]:
    """What the list of targets offers to somebody: both sides agree, the upper one returns; nothing once the year is over."""
    if cycle.state == "closed":
        return []
    found = reach(account)
    above = any(found.has(power, room="plan") for power in (Power.OFFICE, Power.LEADER, Power.AUTHORITY))
    below = any(found.has(power, room="plan") for power in (Power.LIAISON, Power.HEAD))
    return [AGREE, RETURN] if above else [AGREE] if below else []


@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest) -> HttpResponse:
    """The targets chosen."""
    if request.method != "POST":
        return redirect("plan:targets")
    account, cycle = asker(request), cycle_of(request)
    found = seen_by(account, cycle).filter(pk__in=chosen(request)).order_by("indicator__place", "id")
    names = names_of(found.order_by().values_list("unit_id", flat=True).distinct(), cycle.since)
    shown = Rows(
        lambda: list(found.all()),
        lambda one: one.pk,
        lambda one: str(one.indicator),
        lambda one: str(one.person) if one.person else names.get(one.unit_id, ""),
        Target.get_state_display,
    )
    return several(request, of_targets(account, cycle), shown, back=reverse("plan:targets"))
