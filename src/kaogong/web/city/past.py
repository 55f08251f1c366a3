"""The years of the demonstration city that are over: what the public said, and the runs that gave the results."""

from __future__ import annotations

import datetime as dt

from kaogong.assess import actions as assess
from kaogong.core.engine.city.figures import GROUPS, Figures
from kaogong.monitor.models import Feed, FeedValue, Waiver
from kaogong.plan import actions as plan
from kaogong.plan.models import Indicator, Target
from kaogong.web.city.bulk import first, put
from kaogong.web.city.papers import Papers
from kaogong.web.city.people import Cast
from kaogong.web.city.watch import AUTHORITY
from kaogong.web.city.year import Year, at

ANSWERS = 40_000
"""So many answers there were to the public evaluation of a year."""
AIM = 90
"""The index that gives full marks."""


def evaluate(year: Year, cast: Cast, told: Figures, papers: Papers) -> None:
    """The totals of the public evaluation, supplied by the statistics office at the end of the year."""
    when = year.cycle.year
    polls = list(told.polls(cast.houses, when, ANSWERS))
    lines = [f"{one.house},{one.fact},{one.answers},{one.index}" for one in polls]
    source = papers.seal(f"{when}年公众评议汇总（共 {ANSWERS} 份）\n单位,主体,份数,指数\n" + "\n".join(lines) + "\n")
    classes = {one.code: one.klass for one in cast.houses}
    named = {fact: f"{fact}_item" for fact in GROUPS}
    heads = {one.pk for (_, item), one in year.indicators.items() if item in named.values()}
    Indicator.objects.filter(pk__in=heads).update(authority=cast.units[AUTHORITY])
    authority, came, feed = cast.units[AUTHORITY].pk, at(dt.date(when + 1, 1, 12)), first(Feed)
    supplied = (cast.liaison[AUTHORITY].pk, came, cast.named["authority"].pk, at(dt.date(when + 1, 1, 14)))
    columns = ("id", "cycle_id", "authority_id", "state", "name", "source_id")
    by = ("supplied_by_id", "supplied_at", "approved_by_id", "approved_at")
    row = (feed, year.cycle.pk, authority, "approved", f"{when}年公众评议汇总.csv", source)
    put(Feed, (*columns, *by), [(*row, *supplied)])
    targets, values, waivers = [], [], []
    ended, reason = at(dt.date(when + 1, 2, 5)), "公众评议由统计部门汇总，单位不逐月填报"
    for number, (key, one) in enumerate(enumerate(polls, first(Target)), 3):
        indicator, unit = year.indicators[classes[one.house], named[one.fact]], cast.units[one.house].pk
        state = ("appraised", AIM, indicator.full, ended)
        targets.append((key, year.cycle.pk, indicator.pk, unit, str(when), *state))
        values.append((feed, indicator.pk, unit, str(when), one.index, number))
        waivers.append((key, reason, cast.named["office"].pk, at(dt.date(when, 3, 2))))
    kept = ("id", "cycle_id", "indicator_id", "unit_id", "period", "state", "value", "points", "appraised_at")
    put(Target, kept, targets)
    put(FeedValue, ("feed_id", "indicator_id", "unit_id", "period", "value", "row"), values)
    put(Waiver, ("target_id", "reason", "by_id", "at"), waivers)


def close(year: Year) -> None:
    """The year ends; its formal run is asked for, and done in the background, the older year first."""
    plan.close_cycle(by=None, cycle=year.cycle)
    edition = next(one.adoption.edition for one in year.indicators.values() if one.adoption)
    assess.ask_run(by=None, cycle=year.cycle, edition=edition, purpose="formal", reason="年度考核正式计分")
