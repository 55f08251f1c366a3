"""The rest of the demonstration city's year, for journeys that go to its end: what everybody else reports, said at once."""

import datetime as dt

from house import small_register
from kaogong.core.engine.city.figures import Figures
from kaogong.monitor.models import Feed, FeedValue, Report, Waiver
from kaogong.org.models import Account, Unit
from kaogong.plan.models import Cycle, Indicator, Target
from kaogong.plan.queries import book_of
from kaogong.web.city.year import at

END = dt.date(2027, 1, 5)
"""The day on which December is reported."""


def end_the_year(but):
    """December of every target is on record, save of one; the public evaluation is in.

    Args:
        but: the target whose December is still to be reported.
    """
    cycle = Cycle.objects.get(state="open")
    register = small_register()
    houses = [one for one in register.houses() if one.parent]
    told = Figures(book_of(cycle.adoptions.first().edition), register)
    targets = {
        (one.unit.code, one.indicator.item): one
        for one in Target.objects.filter(cycle=cycle, indicator__adoption__isnull=False).select_related(
            "unit", "indicator"
        )
    }
    feed = _feed(cycle)
    said = [
        (targets[house.code, course.figure.item], course.by(12)) for house, course in told.courses(houses, cycle.year)
    ]
    Report.objects.bulk_create(
        Report(
            cycle=cycle,
            unit=target.unit,
            target=target,
            period="2026-12",
            state="locked",
            standing="finished",
            value=value,
            words="全年任务完成。",
            version=1,
            submitted_at=at(END),
            verified_at=at(END),
        )
        for target, value in said
        if target != but and target.indicator.authority_id is None
    )
    FeedValue.objects.bulk_create(
        FeedValue(feed=feed, indicator=one.indicator, unit=one.unit, period="2026-12", value=value, row=row)
        for row, (one, value) in enumerate(said)
        if one.indicator.authority_id is not None
    )
    _evaluate(cycle, feed, told, houses)


def _feed(cycle):
    """What the statistics office supplied and approved at the end of the year."""
    return Feed.objects.create(
        cycle=cycle,
        authority=Unit.objects.get(code="u26"),
        state="approved",
        name="2026年权威数据.csv",
        source=Feed.objects.first().source,
        approved_by=Account.objects.get(username="authority"),
        approved_at=at(END),
    )


def _evaluate(cycle, feed, told, houses):
    """The indices of the public evaluation: each unit's four sides."""
    units, classes = {one.code: one for one in Unit.objects.all()}, {one.code: one.klass for one in houses}
    indicators = {(one.sheet, one.item): one for one in Indicator.objects.filter(cycle=cycle)}
    for row, poll in enumerate(told.polls(houses, cycle.year, 40_000), 10_000):
        indicator = indicators[classes[poll.house], f"{poll.fact}_item"]
        given = {"indicator": indicator, "unit": units[poll.house], "period": "2026"}
        target = Target.objects.create(cycle=cycle, state="signed", value=90, points=indicator.full, **given)
        FeedValue.objects.create(feed=feed, value=poll.index, row=row, **given)
        Waiver.objects.create(target=target, reason="由统计部门汇总", by=feed.approved_by)
