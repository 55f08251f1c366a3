"""What waits for an account in this room."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaogong.core.scheme.days import Calendar
from kaogong.core.scheme.period import Period
from kaogong.monitor.models import Assignee, Feed, Report, Rules, Urge
from kaogong.monitor.queries.periods import due_of, is_locked, period_now, rules_of, said_period, shifted
from kaogong.monitor.queries.reports import asked_targets
from kaogong.monitor.queries.routines import asked
from kaogong.monitor.states import SENT
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, calendar, reach, today
from kaogong.plan.models import Cycle
from kaogong.plan.queries import current

ROOM = "monitor"


def waiting_for(account: Account) -> list[Waiting]:
    """What waits for an account: reports to write, sign and verify, red lights to explain, feeds, routines, urges."""
    cycle = current()
    if cycle is None or cycle.state != "open" or account.administers:
        return []
    rules, work = rules_of(cycle), calendar()
    period = period_now(rules)
    found = [*_feeds(account, cycle), *_routines(account, cycle), *_urges(account, cycle)]
    if period is not None:
        found += [*_reports(account, rules, period, work), *_returned(account, rules)]
        found += [*_signing(account, rules), *_verifying(account, rules, work), *_red(account, rules, work)]
    return found


def _reports(account: Account, rules: Rules, period: Period, work: Calendar) -> Iterator[Waiting]:
    units = reach(account).units(Power.LIAISON)
    if units is not None and not units:
        return
    mine = asked_targets(rules.cycle)
    sent = Report.objects.filter(cycle=rules.cycle, period=str(period), state__in=SENT)
    if units is not None:
        mine, sent = mine.filter(unit__in=units), sent.filter(unit__in=units)
        if all(is_locked(rules, unit, period) for unit in units):
            return
    left = mine.exclude(pk__in=sent.filter(target__isnull=False).values("target")).count()
    if left:
        title = _("报送 %(period)s进展") % {"period": said_period(period)}
        url = f"{reverse('monitor:reports')}?period={period}&light=none"
        about = _("%(n)s 项目标待报") % {"n": left}
        yield Waiting(title, about, _("填报"), url, due_of(rules, period, work), period.first)


def _returned(account: Account, rules: Rules) -> Iterator[Waiting]:
    units = reach(account).units(Power.LIAISON)
    held = Report.objects.filter(cycle=rules.cycle, state="returned").select_related("target__indicator", "task")
    for one in held if units is None else held.filter(unit__in=units):
        title = _("修改退回的 %(period)s进展") % {"period": said_period(Period.parse(one.period))}
        yield Waiting(
            title,
            _("：").join((str(one.target or one.task), one.told)),
            _("修改"),
            reverse("monitor:report", args=[one.pk]),
        )


def _signing(account: Account, rules: Rules) -> Iterator[Waiting]:
    units = reach(account).units(Power.HEAD)
    held = Report.objects.filter(cycle=rules.cycle, state="submitted")
    number = (held if units is None else held.filter(unit__in=units)).count()
    if number:
        url = f"{reverse('monitor:reports')}?state=submitted"
        yield Waiting(_("签批 %(n)s 份进展") % {"n": number}, _("联络员已提交"), _("签批"), url)


def _verifying(account: Account, rules: Rules, work: Calendar) -> Iterator[Waiting]:
    if not reach(account).has(Power.OFFICE, room=ROOM):
        return
    held = Report.objects.filter(cycle=rules.cycle, state="signed").order_by("signed_at")
    first = held.first()
    if first is not None and first.signed_at is not None:
        since = first.signed_at.astimezone().date()
        due = None if rules.verify_days is None else shifted(since, rules.verify_days, work)
        title = _("核实 %(n)s 份进展") % {"n": held.count()}
        about = _("最早一份 %(day)s 签批") % {"day": since}
        yield Waiting(title, about, _("核实"), f"{reverse('monitor:reports')}?state=signed", due, since)


def _red(account: Account, rules: Rules, work: Calendar) -> Iterator[Waiting]:
    """Red lights on record without an explanation; a report carries its light's deadline from the day it was sent."""
    if not any(one.power in {Power.LIAISON, Power.HEAD} for one in reach(account).held):
        return
    units = reach(account).units(Power.LIAISON, Power.HEAD)
    held = Report.objects.filter(cycle=rules.cycle, red=True, explanation__isnull=True, state__in=SENT)
    for one in (held if units is None else held.filter(unit__in=units)).select_related("target__indicator"):
        since = one.submitted_at.astimezone().date() if one.submitted_at else today()
        due = None if rules.explain_days is None else shifted(since, rules.explain_days, work)
        url = reverse("monitor:explain", args=[one.pk])
        yield Waiting(_("说明红灯原因和追赶办法"), str(one.target), pgettext("verb", "说明"), url, due, since)


def _feeds(account: Account, cycle: Cycle) -> Iterator[Waiting]:
    units = reach(account).units(Power.AUTHORITY)
    held = Feed.objects.filter(cycle=cycle, state="submitted").exclude(supplied_by=account)
    for one in held if units is None else held.filter(authority__in=units):
        yield Waiting(_("审核权威数据"), one.name, _("审核"), reverse("monitor:feed", args=[one.pk]))


def _routines(account: Account, cycle: Cycle) -> Iterator[Waiting]:
    units = reach(account).units(Power.LIAISON, Power.HEAD)
    wanted = Q(unit__in=units or ())
    if account.person_id is not None:
        wanted |= Q(person=account.person_id)
    day = today()
    held = Assignee.objects.filter(wanted, routine__cycle=cycle).select_related("routine", "routine__cycle")
    for one in held:
        for each in asked(one.routine, [one]):
            if each.period.first <= day and not each.complete:
                about = _("、").join(part for part in each.missing if part) or said_period(each.period)
                url = reverse("monitor:file", args=[one.pk, str(each.period)])
                yield Waiting(one.routine.name, about, _("办理"), url, each.due, each.period.first)


def _urges(account: Account, cycle: Cycle) -> Iterator[Waiting]:
    """What was escalated to those above the handler, as long as it is not done."""
    found = reach(account)
    steps = {Power.HEAD: ("middle", "chief"), Power.LEADER: ("leader",)}
    for power, names in steps.items():
        units = found.units(power)
        if units is None or not units:
            continue
        held = Urge.objects.filter(cycle=cycle, unit__in=units, step__in=names, assignee__isnull=True)
        done = Report.objects.filter(state__in=SENT, target=OuterRef("target"), period=OuterRef("period"))
        for one in held.exclude(Exists(done)).order_by("due")[:20]:
            url = f"{reverse('monitor:reports')}?unit={one.unit_id}&light=none"
            yield Waiting(_("督促逾期未报的进展"), one.words, _("督促"), url, one.due, one.due)
