"""Periods of a cycle: which is being reported, by when, and when it locks. Days are those of the installation's calendar."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kaogong.audit.queries import kept
from kaogong.core.scheme.days import DAY, Calendar
from kaogong.core.scheme.model import Every
from kaogong.core.scheme.period import Period
from kaogong.monitor.models import Exemption, Rules
from kaogong.org.queries import calendar, today
from kaogong.plan.models import Cycle


def rules_of(cycle: Cycle) -> Rules:
    """What a cycle sets about monitoring; where it sets nothing, rules without a single threshold."""
    found = Rules.objects.filter(cycle=cycle).select_related("cycle")
    return kept(("rules", cycle.pk), ("plan", "monitor"), found.first) or Rules(cycle=cycle)


def periods(cycle: Cycle, every: Every) -> list[Period]:
    """The periods of a length that end within a cycle."""
    years = (Period("year", number) for number in range(cycle.since.year, cycle.until.year + 1))
    return [one for year in years for one in year.split(every) if cycle.since <= one.last <= cycle.until]


def shifted(day: dt.date, days: int, work: Calendar) -> dt.date:
    """So many working days after a day, or before it."""
    step = DAY if days > 0 else -DAY
    for _turn in range(abs(days)):
        day = work.working_from(day + step, step)
    return day


def due_of(rules: Rules, period: Period, work: Calendar) -> dt.date | None:
    """The last day on time for a period; None where the cycle sets none."""
    return None if rules.due_days is None else shifted(period.last, rules.due_days, work)


def locks_on(rules: Rules, period: Period, work: Calendar) -> dt.date | None:
    """The last day on which a period can be reported at all; None: it does not lock by itself."""
    due = due_of(rules, period, work)
    return None if due is None or rules.lock_days is None else shifted(due, rules.lock_days, work)


def period_now(rules: Rules, day: dt.date | None = None, work: Calendar | None = None) -> Period | None:
    """The period being reported: the first begun that is not yet overdue, else the last begun."""
    when, days = day or today(), work or calendar()
    begun = [one for one in periods(rules.cycle, _every(rules)) if one.first <= when]
    for one in begun:
        due = due_of(rules, one, days)
        if (due or one.last) >= when:
            return one
    return begun[-1] if begun else None


def _every(rules: Rules) -> Every:
    return "quarter" if rules.every == "quarter" else "month"


def asked_period(rules: Rules, text: str, day: dt.date | None = None) -> Period | None:
    """The period an address names, if the cycle reports it; else the one being reported."""
    own = {str(one): one for one in periods(rules.cycle, _every(rules))}
    return own.get(text) or period_now(rules, day)


def fitting(rules: Rules, text: str, day: dt.date | None = None) -> Period | None:
    """The reported period that fits one chosen, of whatever length: the last begun that lies in it or holds it."""
    when = day or today()
    try:
        wanted = Period.parse(text)
    except ValueError:
        return period_now(rules, when)
    begun = [one for one in periods(rules.cycle, _every(rules)) if one.first <= when]
    within = [one for one in begun if one.first <= wanted.last and wanted.first <= one.last]
    return within[-1] if within else period_now(rules, when)


def before(rules: Rules, period: Period) -> Period | None:
    """The period of the cycle before one."""
    earlier = [one for one in periods(rules.cycle, _every(rules)) if one.number < period.number]
    return earlier[-1] if earlier else None


def is_locked(rules: Rules, unit: int, period: Period, day: dt.date | None = None) -> bool:
    """Whether a unit can no longer report a period: the lock is past, and no exception by name is open."""
    when = day or today()
    last = locks_on(rules, period, calendar())
    if last is None or when <= last:
        return False
    named = Exemption.objects.filter(cycle=rules.cycle, unit=unit, period=str(period), until__gte=when)
    return not named.exists()


def said_period(period: Period) -> str:
    """A period as people say it: 10 月, 第 3 季度."""
    ordinal = period.number - Period("year", period.year).split(period.every)[0].number + 1
    forms = {
        "month": date_format(period.first, _("n 月")),
        "quarter": _("第 %(n)s 季度") % {"n": ordinal},
        "half": _("上半年") if ordinal == 1 else _("下半年"),
        "year": _("全年"),
    }
    return forms[period.every]
