"""Approvals of the demonstration city: a year of cases as an approval system would tell of them, in cards, and a month drafted.

They come after the first page is up, by the worker, through the same door as any other events.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from random import Random

from django.db import transaction

from kaogong.approvals import actions
from kaogong.approvals.models import Card, CardRule, Item, Source
from kaogong.approvals.queries.columns import COLUMNS
from kaogong.audit.actions import record
from kaogong.core.engine.city.register import DAY
from kaogong.core.scheme.days import Calendar
from kaogong.org.models import Account, Unit, UnitVersion
from kaogong.org.queries import at as on_day
from kaogong.org.queries import calendar

CASES = 120_000
PIECE = 100_000
"""Events that come together."""
BODIES = 14
SINCE = dt.date(2025, 9, 1)
KINDS = ("设立许可", "变更登记", "延续许可", "项目核准", "备案登记")
STEPS = (("s1", "受理", 1), ("s2", "初审", 4), ("s3", "复核", 3), ("s4", "决定", 2))
PAUSES = ("supplement", "hearing", "inspection", "expert")
HANDLERS = ("甲岗", "乙岗", "丙岗", "丁岗")
SEED = 20260904
SOURCE = "hall"
Line = tuple[int, list[str]]


def load_cases(number: int = CASES) -> int:
    """Bodies, items, rules, a year of cases, cards and a draft of the month; what is there already is left alone."""
    if CardRule.objects.exists():
        return 0
    items = list(Item.objects.order_by("pk")) or _inventory()
    actions.ready()
    held = Source.objects.filter(code=SOURCE).first()
    source = held or actions.add_source(by=None, code=SOURCE, name="政务服务大厅审批系统")
    days = _days(calendar())
    story = Story(Random(SEED), items, days)  # noqa: S311 - made up, and the same every time
    lines = story.lines(number)
    place = 1
    while some := list(islice(lines, PIECE)):
        actions.take(by=None, source=source, lines=some, way="api", name=f"第 {place} 批")
        place += 1
    with transaction.atomic():
        _cards()
        record(by=None, room="approvals", verb="load_cases", subject="approvals.city", new={"cases": number})
    return number


@transaction.atomic
def _inventory() -> list[Item]:
    """Units that approve, each with some items."""
    units = Unit.objects.filter(code__in=[f"u{n:02}" for n in range(1, BODIES + 1)]).order_by("code")
    names = dict(UnitVersion.objects.filter(on_day(DAY), unit__in=units).values_list("unit_id", "short"))
    kinds = ("statutory", "statutory", "authorised", "delegated")
    made = []
    for place, unit in enumerate(units):
        kind = kinds[place % len(kinds)]
        delegators = [units[0]] if kind == "delegated" else []
        body = actions.register_body(by=None, unit=unit, kind=kind, delegators=delegators, since=SINCE)
        for turn, words in enumerate(KINDS):
            version = actions.set_item(
                by=None,
                body=body,
                code=f"{unit.code}-{turn + 1}",
                since=SINCE,
                name=f"{names.get(unit.pk, unit.code)}{words}",
                basis="示范条例第十二条",
                conditions="材料齐全，符合规划。",
                statutory_days=20,
                promised_days=(8, 10, 12, 15, 5)[turn],
                fee=Decimal(50) if turn == 0 else None,
                office="行政审批科",
                post="经办岗",
                steps=[{"code": code, "name": name, "days": days} for code, name, days in STEPS],
            )
            if (place + turn) % 9:
                for office in ("legal", "staffing", "finance"):
                    actions.confirm_item(by=None, version=version, office=office)
            made.append(version.item)
    return made


def _days(work: Calendar) -> list[dt.date]:
    every = (SINCE + dt.timedelta(days=n) for n in range((DAY - SINCE).days + 1))
    return [day for day in every if work.works(day)]


class Story:
    """What happened to each case."""

    def __init__(self, luck: Random, items: Sequence[Item], days: Sequence[dt.date]) -> None:
        self.luck, self.days = luck, days
        self.items = [(one.code, one.versions.get().promised_days or 10) for one in items]
        self.row = 0

    def lines(self, number: int) -> Iterator[Line]:
        """Every event of every case, case after case."""
        for one in range(1, number + 1):
            yield from self._case(f"XK-{one:06}")

    def _event(self, case: str, turn: int, verb: str, day: int, **cells: str) -> Iterator[Line]:
        """An event on a working day; what would be after today has not happened yet."""
        if day >= len(self.days):
            return
        hour = 9 + min(turn, 8)
        at = f"{self.days[day]} {hour:02}:{self.luck.randrange(60):02}"
        given = {"number": f"{case}-{turn}", "case": case, "verb": verb, "at": at} | cells
        self.row += 1
        yield self.row, [given.get(name, "") for name in COLUMNS]

    def _case(self, case: str) -> Iterator[Line]:
        luck = self.luck
        code, limit = self.items[luck.randrange(len(self.items))]
        first = luck.randrange(len(self.days))
        chance = luck.random()
        whole = limit + luck.randrange(1, 4) if chance < 0.002 else luck.randrange(2, max(limit - 1, 3))
        channel = "offline" if luck.random() < 0.0002 else "online" if luck.random() < 0.7 else "window"
        yield from self._event(case, 0, "accept", first, item=code, channel=channel, handler=HANDLERS[0])
        still = luck.randrange(2, 9) if luck.random() < 0.04 else 0
        day = first
        if still:
            yield from self._event(case, 1, "suspend", first + 1, reason=luck.choice(PAUSES))
            yield from self._event(case, 2, "resume", first + 1 + still)
            day = first + 1 + still
        last = first + whole + still
        skip = luck.random() < 0.0005
        for turn, (step, _name, _days) in enumerate(STEPS[:3], 3):
            day = max(day, first + still + whole * (turn - 2) // 5)
            if not (skip and step == "s2"):
                yield from self._event(case, turn, "step", min(day, last), step=step, handler=HANDLERS[turn - 3])
        if code.endswith("-1"):
            yield from self._event(case, 6, "fee", last, amount="60" if luck.random() < 0.001 else "50")
        yield from self._event(case, 7, "step", last, step="s4", handler=HANDLERS[3])
        yield from self._event(case, 8, "decide", last)


def _cards() -> None:
    """The rules, the cards of the day, and some of them on their way."""
    since = dt.date(2026, 8, 1)
    rules = (
        ("用时达到期限 80%", "reached", "yellow", Decimal(80)),
        ("超过期限", "past", "red", Decimal(100)),
        ("漏办必经环节", "skipped", "yellow", None),
        ("收费超过标准", "fee", "red", None),
        ("网外运行", "offline", "yellow", None),
        ("催办后未改正", "uncorrected", "red", None),
    )
    for name, trigger, colour, share in rules:
        actions.add_rule(by=None, name=name, trigger=trigger, colour=colour, share=share, since=since)
    actions.issue_cards(by=None, day=DAY)
    by = Account.objects.filter(username="discipline").first()
    for place, card in enumerate(Card.objects.order_by("-colour", "pk")[:40]):
        if place % 4 == 1:
            actions.verify_card(by=by, card=card)
        elif place % 4 == 2:
            actions.contest_card(by=None, card=card, reason="补正期间误计入用时。")
        elif place % 8 == 3:
            actions.withdraw_card(by=by, card=card, reason="系统停机半日，计时有误。")
