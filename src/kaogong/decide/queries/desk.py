"""What waits for an account in this room."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from kaogong.decide.models import Consequence, Delivery, FeedbackSheet, Move, Objection, Settlement
from kaogong.decide.queries.settlements import settleable
from kaogong.decide.queries.sight import answers, approves, checks, prepares, publishes
from kaogong.decide.states import LIVE
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach, today
from kaogong.plan.queries import current

MANY = 10
"""So many lines of one kind; more are one line that leads to the list."""


def settling_waiting(account: Account) -> list[Waiting]:
    """What waits for an account: to settle, check, answer, approve, publish; to carry out, answer and record."""
    live = list(Settlement.objects.filter(state__in=LIVE).order_by("id"))
    states = {one.state for one in live}
    found = [*_settling(account, live), *_carrying(account), *_sheets(account), *_uses(account)]
    if "draft" in states:
        found += _moves(account)
    if "open" in states:
        found += _objections(account)
    return found


def _settling(account: Account, live: list[Settlement]) -> Iterator[Waiting]:
    office = prepares(account)
    cycle = current() if office else None
    if cycle is not None and (several := len(settleable(cycle))):
        yield Waiting(
            _("拟定等次"), _("%(n)s 张考核表已正式计分，还没有拟定") % {"n": several}, _("拟定"), reverse("decide:draw")
        )
    for one in live:
        url = reverse("decide:settlement", args=[one.pk])
        if one.state == "open" and office and one.publicity_until is not None and one.publicity_until < today():
            yield Waiting(_("结束公示"), one.title, _("办理"), url, None, one.publicity_until)
        elif one.state == "closed" and approves(account, one):
            yield Waiting(_("审定结果"), one.title, _("审定"), reverse("decide:approve", args=[one.pk]))
        elif one.state == "approved" and publishes(account):
            yield Waiting(_("公布结果"), one.title, _("公布"), reverse("decide:publish", args=[one.pk]))


def _moves(account: Account) -> Iterator[Waiting]:
    found = Move.objects.filter(state="proposed", proposal__settlement__state="draft")
    for one in found.select_related("proposal__unit", "body").order_by("at"):
        if checks(account, one):
            about = _("%(name)s：%(a)s 调整为 %(b)s") % {
                "name": one.proposal.name,
                "a": one.before or "—",
                "b": one.after,
            }
            since = one.at.astimezone().date()
            yield Waiting(
                _("复核等次调整"), about, _("复核"), reverse("decide:line", args=[one.proposal_id]), None, since
            )


def _objections(account: Account) -> Iterator[Waiting]:
    if not answers(account):
        return
    for one in Objection.objects.filter(state="open").select_related("settlement").order_by("received_on"):
        url = reverse("decide:answer", args=[one.pk])
        yield Waiting(_("答复公示异议"), one.receipt, _("答复"), url, one.settlement.publicity_until, one.received_on)


def _units(account: Account) -> set[int]:
    """The units an account acts for; not those who look at all."""
    return reach(account).units(Power.HEAD, Power.LIAISON) or set()


def _carrying(account: Account) -> Iterator[Waiting]:
    found = Consequence.objects.filter(state="due", unit__in=_units(account), settlement__state="published")
    found = found.filter(settlement__publication__publish_on__lte=today()).select_related("proposal")
    for one in found.order_by("due")[:MANY]:
        since = one.settlement.publication.publish_on
        yield Waiting(
            one.what, str(one.proposal), _("登记执行"), reverse("decide:consequence", args=[one.pk]), one.due, since
        )
    if prepares(account):
        several = Consequence.objects.filter(state="unset").count()
        if several:
            url = f"{reverse('decide:consequences')}?state=unset"
            yield Waiting(_("补齐未配置的奖惩"), _("%(n)s 项") % {"n": several}, _("补齐"), url)
        late = Consequence.objects.filter(state="due", due__lt=today()).count()
        if late:
            url = f"{reverse('decide:consequences')}?state=late"
            yield Waiting(_("督促逾期未执行的结果运用"), _("%(n)s 项") % {"n": late}, _("查逾期"), url)


def _sheets(account: Account) -> Iterator[Waiting]:
    found = FeedbackSheet.objects.filter(state="sent", proposal__unit__in=_units(account))
    for one in found.select_related("proposal").prefetch_related("items"):
        items = list(one.items.all())
        done = sum(1 for item in items if item.whole)
        about = _("%(name)s：落后指标 %(n)s 项，已答 %(done)s 项") % {
            "name": one.proposal,
            "n": len(items),
            "done": done,
        }
        yield Waiting(
            _("答复结果反馈单"), about, _("答复"), reverse("decide:sheet", args=[one.pk]), one.due, one.sent_on
        )


def _uses(account: Account) -> Iterator[Waiting]:
    found = Delivery.objects.filter(state="sent", unit__in=_units(account), sent_on__lte=today())
    for one in found.select_related("publication").order_by("due")[:MANY]:
        url = reverse("decide:use", args=[one.pk])
        yield Waiting(_("登记结果使用情况"), one.publication.title, _("登记"), url, one.due, one.sent_on)
