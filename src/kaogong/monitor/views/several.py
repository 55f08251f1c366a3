"""Acts on several rows: reports signed, verified and returned, units urged, feeds approved and refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from kaogong.audit.actions import Refused
from kaogong.core.scheme.period import Period
from kaogong.monitor import actions
from kaogong.monitor.models import Feed, Report
from kaogong.monitor.queries import Row, fitting, rows, rules_of, seen_feeds, seen_targets
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.org.views.several import Rows, Verb, chosen, several
from kaogong.plan.forms import ReasonForm
from kaogong.plan.queries import names_of
from kaogong.plan.views.pages import asker, cycle_of

STAND_IN = {"reason": "…"}


@dataclass(frozen=True, slots=True)
class Line:
    """A target in the period of the list."""

    row: Row
    period: Period

    @property
    def report(self) -> Report:
        """What was reported.

        Raises:
            Refused: nothing was.
        """
        if self.row.report is None:
            raise Refused(_("这一期还没有报送。可以催办。"))
        return self.row.report

    @property
    def state(self) -> str:
        """How the report stands."""
        return self.row.report.get_state_display() if self.row.report else _("未报")


def _on_report(act: Callable[..., Any]) -> Callable[..., Any]:
    """An act on the report of a line."""
    return lambda by, line, **given: act(by=by, report=line.report, **given)


def _urge(by: Account, line: Line) -> None:
    row, period = line.row, str(line.period)
    if row.reported and not line.report.red:
        raise Refused(_("已经报送，也不是红灯，不用催办。"))
    actions.urge(by=by, target=row.target, period=period, words=urging(row.target.indicator.name, period))


def urging(name: str, period: object) -> str:
    """What somebody who is urged is told."""
    return _("请尽快报送或说明“%(name)s”%(period)s 的进展。") % {"name": name, "period": period}


SIGN = Verb(
    "sign",
    lazy("签批"),
    lazy("签批后进展转绩效办核实。"),
    _on_report(actions.sign_report),
    lazy("已签批 %(n)s 份，绩效办将核实。"),
)
VERIFY = Verb(
    "verify",
    lazy("核实"),
    lazy("核实后这些数可用于计分，单位联络员会收到通知。"),
    _on_report(actions.verify_report),
    lazy("已核实 %(n)s 份，这些数可用于计分。"),
)
RETURN = Verb(
    "return",
    lazy("退回"),
    lazy("退回后由单位联络员修改重报，原因会告诉他们。"),
    _on_report(actions.return_report),
    lazy("已退回 %(n)s 份。"),
    ReasonForm,
    STAND_IN,
)
URGE = Verb(
    "urge", lazy("催办"), lazy("催办送达单位联络员和负责人，留有记录。"), _urge, lazy("已催办 %(n)s 项，催办记录留存。")
)
APPROVE = Verb(
    "approve",
    lazy("审核通过"),
    lazy("审核后这些数据可用于计分，代替单位自报数。"),
    lambda by, feed: actions.approve_feed(by=by, feed=feed),
    lazy("已审核 %(n)s 批，可用于计分。"),
)
REFUSE = Verb(
    "refuse",
    lazy("不予通过"),
    lazy("不予通过的数据不用于计分，提供的部门会收到原因。"),
    lambda by, feed, reason: actions.refuse_feed(by=by, feed=feed, reason=reason),
    lazy("%(n)s 批未予通过，原因已告知。"),
    ReasonForm,
    STAND_IN,
)


def of_reports(account: Account) -> list[Verb]:
    """What the list of reports offers to somebody."""
    found = reach(account)
    held = [SIGN] if found.has(Power.HEAD, room="monitor") else []
    held += [VERIFY] if found.has(Power.OFFICE, room="monitor") else []
    held += [RETURN] if held else []
    return held + ([URGE] if found.has(Power.OFFICE, room="monitor") else [])


def of_feeds(account: Account) -> list[Verb]:
    """What the list of feeds offers to somebody."""
    return [APPROVE, REFUSE] if reach(account).has(Power.AUTHORITY, room="monitor") else []


@require_http_methods(["GET", "HEAD", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """Reports of the targets chosen, in the period of the list."""
    if request.method != "POST":
        return redirect("monitor:reports")
    account, cycle = asker(request), cycle_of(request)
    rules = rules_of(cycle)
    period = fitting(rules, request.POST.get("period", ""))
    wanted = seen_targets(account, cycle).filter(pk__in=chosen(request)).order_by("indicator__place", "id")

    def load() -> list[Line]:
        return [Line(one, period) for one in rows(wanted.all(), period, rules)] if period else []

    shown = Rows(
        load,
        lambda one: one.row.target.pk,
        lambda one: one.row.target.indicator.name,
        lambda one: one.row.name,
        lambda one: one.state,
    )
    return several(request, of_reports(account), shown, back=reverse("monitor:reports"), period=str(period or ""))


@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """The feeds chosen."""
    if request.method != "POST":
        return redirect("monitor:feeds")
    account = asker(request)
    found = seen_feeds(account, cycle_of(request)).filter(pk__in=chosen(request))
    names = names_of(found.values_list("authority_id", flat=True))
    shown = Rows(
        lambda: list(found.all()),
        lambda one: one.pk,
        lambda one: one.name,
        lambda one: names.get(one.authority_id, ""),
        Feed.get_state_display,
    )
    return several(request, of_feeds(account), shown, back=reverse("monitor:feeds"))
