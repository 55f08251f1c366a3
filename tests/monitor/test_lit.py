"""Lights by the database are those of the rule in Python, to the last digit, and lists are in the same order."""

import datetime as dt
import random
from collections import Counter
from decimal import Decimal
from itertools import product

import pytest

from kaogong.core.scheme.period import Period
from kaogong.monitor.models import Milestone, Report
from kaogong.monitor.queries import asked_targets, listed, rows, rules_of
from kaogong.monitor.queries.lights import WORST

SEPTEMBER = Period.parse("2026-09")
NUMBERS = (
    "0",
    "0.0",
    "1",
    "-1",
    "3",
    "7",
    "10.00",
    "12.5",
    "66.67",
    "99.95",
    "100",
    "120",
    "-0.05",
    "0.005",
    "1000000.1",
)
PERIODS = ("2026", "2026-H1", "2026-H2", "2026-Q3", "2026-Q4", "2026-09", "2026-12")
SHOWN = {"red": 0, "none": 1, "yellow": 2, "green": 3}
"""The order of a list sorted by light."""
SORTS = {
    "": lambda one: 0,
    "name": lambda one: one.target.indicator.name,
    "unit": lambda one: one.name,
    "light": lambda one: SHOWN[one.light.key],
    "share": lambda one: (one.light.share is None, one.light.share or 0),
}


def number(chance):
    return None if chance.random() < 0.15 else Decimal(chance.choice(NUMBERS))


@pytest.fixture
def many(cycle, bureau, statistics, make_target, liaison):
    """A few hundred targets of every kind, with reports in every state, deadlines around the day and some milestones."""
    chance, made = random.Random(7), []
    for place in range(300):
        one = make_target(
            number(chance),
            direction=chance.choice(("higher", "lower", "none")),
            due=chance.choice(
                (None, *(dt.date(2026, 10, 20) + dt.timedelta(days=n) for n in (-3, -1, 0, 1, 14, 15, 16)))
            ),
        )
        one.unit = chance.choice((bureau, statistics))
        one.period = chance.choice(PERIODS)
        one.save()
        ind = one.indicator
        ind.splits, ind.places = chance.choice(("sum", "carried", "none", "sum")), chance.choice((0, 1, 2))
        ind.place, ind.name, ind.owner = chance.randrange(9), f"指标{chance.randrange(20)}", None
        ind.save()
        if chance.random() < 0.3:
            Milestone.objects.create(target=one, period="2026-09", value=number(chance), words="节点")
        if chance.random() < 0.8:
            Report.objects.create(
                cycle=cycle,
                unit=one.unit,
                target=one,
                period="2026-09" if place % 9 else "2026-08",
                value=number(chance),
                state=chance.choice(("draft", "returned", "submitted", "signed", "verified", "locked")),
                standing=chance.choice(("ongoing", "finished", "unfinished", "trouble")),
            )
        made.append(one)
    return made


def test_the_database_turns_every_light_as_the_rule_does(cycle, many):
    found = asked_targets(cycle)
    day = dt.date(2026, 10, 20)
    for even, green, days in product((True, False), (Decimal("99.5"), Decimal(100), None), (15, 0, None)):
        rules = rules_of(cycle)
        rules.even, rules.green_share, rules.yellow_days = even, green, days
        rules.yellow_share = Decimal("66.67")
        told = rows(found.order_by("indicator__place", "id"), SEPTEMBER, rules, day)
        assert len(told) == 300
        counts = Counter(one.light.key for one in told)
        assert listed(found, SEPTEMBER, rules, day)[0] == {key: counts[key] for key in WORST}, (even, green, days)
        for key in WORST:
            wanted = [one.target.pk for one in told if one.light.key == key]
            assert listed(found, SEPTEMBER, rules, day, light=key)[1] == wanted, (even, green, days, key)


def test_a_list_is_in_the_order_asked_for(cycle, many):
    rules = rules_of(cycle)
    rules.even = True
    day = dt.date(2026, 10, 20)
    found = asked_targets(cycle)
    told = rows(found.order_by("indicator__place", "id"), SEPTEMBER, rules, day)
    told = [one for one in told if one.report is not None and one.report.state == "signed"]
    for name, way in product(SORTS, ("", "-")):
        wanted = sorted(told, key=SORTS[name], reverse=way == "-")
        listing = listed(found, SEPTEMBER, rules, day, state="signed", sort=f"{way}{name}")[1]
        assert listing == [one.target.pk for one in wanted], (name, way)


def test_an_even_share_is_cut_as_the_rule_cuts_it(cycle, make_target, put, bureau):
    rules = rules_of(cycle)
    rules.even, rules.green_share, rules.yellow_share = True, Decimal(100), Decimal("99.999")
    day = dt.date(2026, 10, 20)
    for text in ("0.05", "1.005", "7", "100.1", "-3.5", "123456789.125"):
        one = make_target(text)
        for value in (Decimal(text), Decimal(text) * 9 / 12, Decimal(text) * Decimal("0.7500001")):
            Report.objects.filter(target=one).delete()
            Report.objects.create(cycle=cycle, unit=one.unit, target=one, period="2026-09", value=value, state="signed")
            (told,) = rows(asked_targets(cycle).filter(pk=one.pk), SEPTEMBER, rules, day)
            by_database, _keys = listed(asked_targets(cycle).filter(pk=one.pk), SEPTEMBER, rules, day)
            assert by_database[told.light.key] == 1, (text, value, told.light)
