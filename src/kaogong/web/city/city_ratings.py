"""Ratings of the demonstration city: a month of a bureau's staff that runs, and a meeting about its leaders that is over."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction

from kaogong.assess import actions as assess
from kaogong.assess.actions.counting import into_box, rater_word
from kaogong.assess.models import Kin, Pair, Round, Source
from kaogong.core.engine.city.register import DAY
from kaogong.org.models import Account, Person, Post, Unit
from kaogong.org.queries import at, set_in
from kaogong.plan.models import Cycle
from kaogong.web.city.decided import who
from kaogong.web.city.year import YEAR

MONTH, LEADERS = "八月工作人员考评", "上半年班子民主测评"
SEED = 20260830
SCALE = {"low": "0", "high": "100", "places": 1}
FOUR = {"politics": "政治素质", "duty": "履职实绩", "unity": "团结协作", "style": "作风形象"}
NOT_YET = 3
"""Every so many raters have not handed in yet."""


def load_ratings() -> None:
    """Both rounds, unless they are there already."""
    cycle = Cycle.objects.get(year=YEAR)
    unit = Unit.objects.get(code="u01")
    luck = Random(SEED)  # noqa: S311 - made up, and the same every time
    for name, make in ((MONTH, _month), (LEADERS, _leaders)):
        if not Round.objects.filter(cycle=cycle, name=name).exists():
            with transaction.atomic():
                make(cycle, name, unit, luck)


def _people(unit: Unit, grades: Sequence[str]) -> list[Person]:
    held = Post.objects.filter(at(DAY), unit=unit, grade__in=grades, main=True, person__isnull=False)
    return [one.person for one in held.select_related("person").order_by("person__code") if one.person]


def _source(name: str, who_rates: str, weight: int, **more: Any) -> dict[str, Any]:
    head = {"kind": "rate", "name": name, "who": who_rates, "weight": Decimal(weight), "items": {}, "form": SCALE}
    return head | more


def _month(cycle: Cycle, name: str, unit: Unit, luck: Random) -> None:
    """Staff rate one another and themselves, the leader rates all; most have handed in."""
    office, day = who("office"), dt.date(YEAR, 9, 1)
    staff = _people(unit, ("middle", "staff"))
    sources = [
        _source("本人自评", "self", 30),
        _source(
            "同事互评", "peers", 40, anonymous=True, most=8, minimum=min(3, max(1, len(staff) - 2)), required=False
        ),
        _source("分管领导点评", "leader", 30, required=False),
    ]
    with set_in(day):
        if len(staff) > NOT_YET and not Kin.objects.exists():
            assess.declare_kin(by=office, person=staff[1], other=staff[2], relation="夫妻")
        one = assess.prepare_round(
            by=office, cycle=cycle, name=name, kind="month", period=f"{YEAR}-08", opens=day, enter_from=day,
            enter_until=dt.date(YEAR, 9, 10), items=[], sources=sources, entrants=[(unit, person) for person in staff],
        )  # fmt: skip
        assess.pair_raters(by=office, one=one, seed=str(SEED))
        assess.open_round(by=office, one=one, accepted=True)
    here = set(Account.objects.filter(username__in=("staff", "leader")).values_list("person_id", flat=True))
    for source in one.sources.all():
        raters = sorted(set(source.pairs.values_list("rater_id", flat=True)) - here)
        for number, rater in enumerate(raters):
            if number % NOT_YET:
                _handed(source, rater, luck)


def _handed(source: Source, rater: int, luck: Random) -> None:
    """What somebody without an account of the demonstration handed in on paper at the office: the same path as from a desk."""
    pairs, strict = list(source.pairs.filter(rater=rater)), luck.randint(-4, 4)
    given = {one.entrant_id: {"": f"{luck.randint(82, 95) + strict}"} for one in pairs}
    if source.anonymous:
        into_box(source, rater_word(source, rater), given)
    for one in pairs:
        one.state, one.marks = "handed", "" if source.anonymous else json.dumps(given[one.entrant_id])
    Pair.objects.bulk_update(pairs, ["state", "marks"])


def _leaders(cycle: Cycle, name: str, unit: Unit, luck: Random) -> None:
    """Delegates, middle ranks and those above rated the leaders by code at a meeting; it is over, and so is the round."""
    office, day = who("office"), dt.date(YEAR, 7, 10)
    form = SCALE | {"questions": FOUR}
    groups = (("职工代表", 24), ("中层干部", 8), ("上级主管部门", 3))
    sources = [
        {"kind": "rate", "name": group, "who": "codes", "anonymous": True, "items": {}, "form": form}
        for group, _n in groups
    ]
    leaders = _people(unit, ("chief", "deputy"))
    with set_in(day):
        one = assess.prepare_round(
            by=office, cycle=cycle, name=name, kind="half", period=f"{YEAR}-H1", opens=day, items=[], sources=sources,
            entrants=[(unit, person) for person in leaders],
        )  # fmt: skip
        assess.open_round(by=office, one=one)
        held = list(one.sources.order_by("place"))
        meeting = assess.plan_meeting(
            by=office, one=one, name="班子民主测评会", held_on=day, sources=held, place="一楼会议室"
        )
        benches = list(meeting.benches.select_related("source"))
        came = {bench.pk: number for bench, (_group, number) in zip(benches, groups, strict=True)}
        codes = assess.open_meeting(by=office, meeting=meeting, numbers=came)
        entrants = list(one.entrants.values_list("pk", flat=True))
        for several in codes.values():
            for code in several[: len(several) - (len(several) > len(FOUR))]:
                marks = {key: {word: f"{luck.randint(80, 98)}" for word in FOUR} for key in entrants}
                assess.cast_pass(code=code, given=marks)
        assess.close_meeting(by=office, meeting=meeting)
        assess.close_round(by=office, one=one)
