"""What is being corrected in the demonstration city: the public evaluation of last year was added up wrongly for two units.

The run is done again with the figures put right; one correction is being drawn up, one is in publicity.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from kaogong.assess import actions as assess
from kaogong.assess.models import Run
from kaogong.core.engine.city.register import DAY
from kaogong.decide import actions as decide
from kaogong.decide.models import Move, Settlement
from kaogong.decide.queries.computed import opened
from kaogong.monitor.models import Feed, FeedValue
from kaogong.org.models import Body
from kaogong.org.queries import set_in
from kaogong.plan.models import Cycle
from kaogong.web.city.decided import who
from kaogong.web.city.papers import Papers
from kaogong.web.city.people import account_name
from kaogong.web.city.watch import AUTHORITY
from kaogong.web.city.year import YEAR, YEARS, at

DRAWN, SHOWN = "party", "comprehensive"
"""The sheets whose correction is being drawn up, and is in publicity."""
FACT = "review_firms_item"
MORE = Decimal(3)
WHY = "统计部门复核发现企业评议漏计一批有效问卷，按更正后的指数重算。"
FOUND = dt.date(YEAR, 8, 19)


def correct() -> None:
    """Put the figures right, score again, draw up the corrections; what is there already is left alone."""
    cycle = Cycle.objects.get(year=YEARS[-1])
    formal = Run.objects.get(cycle=cycle, purpose="formal")
    run = Run.objects.filter(cycle=cycle, purpose="again").first()
    if run is None:
        with transaction.atomic():
            _put_right(cycle)
            run = assess.rerun(by=who("office"), run=formal, reason=WHY, queue=False)
    if run.state != "done":
        run = assess.perform_run(run)
    with opened(run):
        for sheet, follow in ((DRAWN, _ask), (SHOWN, _show)):
            before = Settlement.objects.get(run=formal, sheet=sheet)
            if not Settlement.objects.filter(previous=before).exists():
                follow(_drawn(before, run))


def _put_right(cycle: Cycle) -> None:
    """The indices of the last unit of two classes, supplied anew and approved."""
    papers, office = Papers(), who("authority")
    rows = []
    for sheet in (DRAWN, SHOWN):
        held = FeedValue.objects.filter(feed__cycle=cycle, indicator__item=FACT, indicator__sheet=sheet)
        rows.append(held.order_by("value", "unit__code")[0])
    text = "单位,指数\n" + "".join(f"{one.unit.code},{one.value + MORE}\n" for one in rows)
    source = papers.seal(f"{cycle.year}年企业评议更正\n{text}")
    papers.keep(at(FOUND))
    feed = Feed.objects.create(
        cycle=cycle, authority=rows[0].feed.authority, state="approved", name=f"{cycle.year}年企业评议更正.csv",
        source_id=source, supplied_by=who(account_name("liaison", AUTHORITY)), supplied_at=at(FOUND),
        approved_by=office, approved_at=at(FOUND, 16),
    )  # fmt: skip
    for number, one in enumerate(rows, 2):
        value = one.value + MORE
        FeedValue.objects.create(
            feed=feed, indicator=one.indicator, unit=one.unit, period=one.period, value=value, row=number
        )


def _drawn(before: Settlement, run: Run) -> Settlement:
    day = dt.date(YEAR, 8, 31)
    with set_in(day):
        made = decide.draw_settlement(
            by=who("office"), run=run, scheme=before.scheme, period=before.period, previous=before, why=WHY
        )
    Settlement.objects.filter(pk=made.pk).update(drawn_at=at(day))
    return made


def _ask(made: Settlement) -> None:
    """The group moves a grade; a second member is to confirm it."""
    line = made.proposals.filter(final="优秀").order_by("-rank").first() or made.proposals.earliest("rank")
    lower = made.grades[made.grades.index(line.final) + 1]
    body = Body.objects.get(kind="leading")
    why = "更正后名次变化，经会议研究"
    with set_in(DAY):
        move = decide.propose_move(by=who("office"), proposal=line, grade=lower, reason=why, body=body, votes=(6, 1, 0))
    Move.objects.filter(pk=move.pk).update(at=at(DAY, 9))


def _show(made: Settlement) -> None:
    """In publicity since Tuesday, with an objection that waits for its answer."""
    with set_in(dt.date(YEAR, 9, 1)):
        decide.begin_publicity(by=who("office"), settlement=made)
    line = made.proposals.order_by("-rank", "subject")[0]
    by, words = who(account_name("liaison", line.subject)), "本单位同批问卷也有漏计，请一并核对。"
    with set_in(dt.date(YEAR, 9, 3)):
        decide.object_to(by=by, settlement=made, words=words, source="unit", proposal=line, unit=line.unit)
