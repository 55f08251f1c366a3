"""Acts on several entrants of a round: results of reviews fixed, self-reports returned or signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from kaogong.assess import actions
from kaogong.assess.guards.rounds import may_keep_rounds, may_see_round
from kaogong.assess.models import Entrant, Round
from kaogong.assess.queries.rounds import seen_entrants
from kaogong.audit.actions import Refused
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.org.views.several import Rows, Verb, chosen, several
from kaogong.plan.forms import ReasonForm
from kaogong.plan.views.pages import allowed, asker


def _on_report(act: Callable[..., Any]) -> Callable[..., Any]:
    """An act on the self-report of an entrant; where there is none, there is nothing to act on."""

    def done(by: Account, entrant: Entrant, **given: Any) -> None:
        report = getattr(entrant, "report", None)
        if report is None:
            raise Refused(_("还没有报送自评。"))
        act(by=by, report=report, **given)

    return done


FINISH = Verb(
    "finish",
    lazy("确定复核结果"),
    lazy("确定后自评合计、复核合计和差额留存，单位会收到通知，不能再改。"),
    lambda by, entrant: actions.finish_review(by=by, entrant=entrant),
    lazy("已确定 %(n)s 个对象的复核结果。"),
)
RETURN = Verb(
    "return",
    lazy("退回自评"),
    lazy("退回后由填报人按写明的原因修改重报，已报的一版留存。"),
    _on_report(actions.return_self),
    lazy("已退回 %(n)s 份自评。"),
    ReasonForm,
    {"reason": "…"},
)
SIGN = Verb(
    "sign",
    lazy("签批自评"),
    lazy("签批后自评转绩效办复核。"),
    _on_report(actions.sign_self),
    lazy("已签批 %(n)s 份自评。"),
)


def of_entrants(account: Account, one: Round) -> list[Verb]:
    """What the list of entrants offers to somebody."""
    if one.state != "open":
        return []
    held = [] if may_keep_rounds(account) else [FINISH]
    held += [SIGN] if reach(account).has(Power.HEAD, room="assess") else []
    return [*held, RETURN] if held else []


def _state(entrant: Entrant) -> str:
    if entrant.fixed_at is not None:
        return _("复核结果已确定")
    report = getattr(entrant, "report", None)
    return report.get_state_display() if report is not None else _("未报")


@require_http_methods(["GET", "HEAD", "POST"])
def entrants(request: HttpRequest, pk: int) -> HttpResponse:
    """The entrants chosen."""
    account, one = asker(request), get_object_or_404(Round.objects.select_related("cycle"), pk=pk)
    allowed(may_see_round(account, one))
    if request.method != "POST":
        return redirect("assess:round", pk)
    found = seen_entrants(account, one).filter(pk__in=chosen(request)).order_by("name")
    shown = Rows(
        lambda: list(found.all()), lambda each: each.pk, lambda each: each.name, lambda each: each.unit.code, _state
    )
    return several(request, of_entrants(account, one), shown, back=reverse("assess:round", args=[pk]))
