"""What of daily ledgers waits for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaogong.core.scheme.period import Period
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach, today
from kaogong.supervise.models import BonusProposal, Ledger, LedgerEntry, LedgerReview
from kaogong.supervise.queries.ledger_reviews import REVIEWED, periods_of
from kaogong.supervise.queries.ledgers import silent, unfiled

MOST = 20


def ledgers_waiting(account: Account) -> Iterator[Waiting]:
    """Entries to confirm, settle and contest; sections that entered nothing; summaries; bonuses; vehicles without file."""
    yield from _confirming(account)
    yield from _recorded(account)
    yield from _keeping(account)
    found = reach(account)
    if found.has(Power.DECISION, room="supervise"):
        number = (
            BonusProposal.objects.filter(state="proposed", entries__isnull=False).exclude(by=account).distinct().count()
        )
        if number:
            url = reverse("supervise:bonuses") + "?state=proposed&with=1"
            yield Waiting(_("决定季度绩效奖"), _("%(n)s 人有台账记录") % {"n": number}, _("决定"), url)
    units = found.units(Power.LIAISON)
    number = unfiled(today()).filter(unit__in=units).count() if units else 0
    if number:
        url = reverse("supervise:vehicles") + "?lacking=1"
        yield Waiting(_("公务车辆"), _("%(n)s 辆缺标识或电子档案") % {"n": number}, _("补登"), url)


def _confirming(account: Account) -> Iterator[Waiting]:
    found = reach(account)
    held = [one for one in Ledger.objects.filter(state="open") if found.has(one.confirms, room="supervise")]
    entries = LedgerEntry.objects.filter(ledger__in=held).order_by()
    entered = entries.filter(state="entered").exclude(by=account).values("ledger_id")
    told = entered.annotate(several=Count("pk"), first=Min("entered_on")).values_list("ledger_id", "several", "first")
    new = {pk: (number, first) for pk, number, first in told}
    others = entries.filter(state="contested").exclude(
        Q(by=account) | Q(confirmed_by=account) | Q(contested_by=account)
    )
    contested = dict(others.values("ledger_id").annotate(several=Count("pk")).values_list("ledger_id", "several"))
    for ledger in held:
        url = f"{reverse('supervise:ledger_entries')}?ledger={ledger.pk}"
        if ledger.pk in new:
            number, first = new[ledger.pk]
            yield Waiting(
                _(ledger.name), _("%(n)s 条待确认") % {"n": number}, _("确认"), f"{url}&state=entered", None, first
            )
        if ledger.pk in contested:
            about = _("%(n)s 条有异议") % {"n": contested[ledger.pk]}
            yield Waiting(_(ledger.name), about, pgettext("verb", "裁定"), f"{url}&state=contested")
    drafts = LedgerReview.objects.filter(ledger__in=held, state="draft").exclude(drafted_by=account)
    for one in drafts.select_related("ledger").order_by("period")[:MOST]:
        url = reverse("supervise:ledger_review", args=[one.pk])
        yield Waiting(
            _("审定%(kind)s") % {"kind": one.get_kind_display()}, f"{one.ledger} {one.period}", _("审定"), url
        )


def _recorded(account: Account) -> Iterator[Waiting]:
    """Entries about the own unit or oneself that may still be contested."""
    units = reach(account).units(Power.LIAISON, Power.HEAD) or set()
    if not units and account.person_id is None:
        return
    mine = Q(unit__in=units) | (Q(person=account.person_id) if account.person_id else Q(pk__in=()))
    held = LedgerEntry.objects.filter(mine, state="confirmed", contest_due__gte=today(), settled_at__isnull=True)
    for one in held.exclude(by=account).select_related("item").order_by("contest_due", "pk")[:MOST]:
        url, since = reverse("supervise:ledger_entry", args=[one.pk]), one.confirmed_at
        about = f"{one.number} · {_(one.item.name)}"
        yield Waiting(_("台账记录可异议"), about, _("看记录"), url, one.contest_due, since.date() if since else None)


def _keeping(account: Account) -> Iterator[Waiting]:
    """Of the section that keeps ledgers: a month without entries, and summaries that are due."""
    found, day = reach(account), today()
    last = day.replace(day=1) - dt.timedelta(days=1)
    held = Ledger.objects.filter(state="open", own=False)
    mine = [one for one in held if found.has(one.enters, one.unit_id, "supervise")]
    quiet = {one.pk for one in silent(f"{last:%Y-%m}")} if mine else set()
    for ledger in mine:
        if ledger.pk in quiet:
            about = _("%(month)s 没有记录，请补记或作小结") % {"month": f"{last:%Y-%m}"}
            url = reverse("supervise:ledger", args=[ledger.pk])
            yield Waiting(_(ledger.name), about, _("记录"), url)
        due = [period for _kind, period in periods_of(last.year) if _over(period, ledger, last)]
        there = set(LedgerReview.objects.filter(ledger=ledger, period__in=due).values_list("period", flat=True))
        missing = [one for one in due if one not in there]
        if missing and ledger.group in REVIEWED:
            url = f"{reverse('supervise:ledger_reviews')}?year={last.year}&ledger={ledger.pk}&period={missing[0]}"
            about = _("%(n)s 期小结未做：%(first)s 起") % {"n": len(missing), "first": missing[0]}
            yield Waiting(_(ledger.name), about, _("小结"), url)


def _over(period: str, ledger: Ledger, last: dt.date) -> bool:
    """Whether a review was due by a day, of a ledger that was kept then."""
    when = Period.parse(period)
    return ledger.since <= when.last <= last
