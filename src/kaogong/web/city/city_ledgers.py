"""Daily ledgers of the demonstration city: a year of entries in every state, vehicles, summaries, bonuses. The same every time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from kaogong.audit.actions import record, seal
from kaogong.core.engine.city.register import DAY
from kaogong.org.models import Account, Person, Post, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import after_days, at, set_in
from kaogong.supervise.actions.ledger_checks import propose_bonuses
from kaogong.supervise.actions.ledger_reviews import approve_review, draft_review
from kaogong.supervise.actions.ledgers import open_ledger, ship_ledger
from kaogong.supervise.models import EntryTask, Ledger, LedgerEntry, LedgerItem, LedgerUnit, Vehicle, VehicleCheck
from kaogong.supervise.queries.ledger_templates import TEMPLATES

BEGIN = dt.date(DAY.year, 1, 1)
SEED = 20260905
KEEPER = "u26"
"""The unit whose sections keep the ledgers."""
NUMBERS = {
    "DJ": 420, "BZ": 260, "KQ": 340, "CL": 0, "PZ1": 70, "PZ2": 60, "PZ3": 60, "PZ4": 60, "PZ5": 70, "PZ6": 60,
    "JY": 74, "HY": 20,
}  # fmt: skip
"""Entries of each ledger in the year so far."""
VEHICLES = 277
PEAKS = (("春节", dt.date(2026, 2, 17)), ("五一", dt.date(2026, 5, 1)), ("端午", dt.date(2026, 6, 19)))
MONTHS = 8
CORRECTED = 16
LATE = 14
"""Days before today whose entries may still wait to be confirmed."""


def load_ledgers() -> int:
    """Everything of the daily ledgers; gives how many entries. What is there already is left alone."""
    if Ledger.objects.exists():
        return 0
    luck = Random(SEED)  # noqa: S311 - made up, and the same every time
    with transaction.atomic():
        ledgers = _declared()
        units = list(Unit.objects.filter(code__startswith="u").order_by("code"))
        number = Story(luck, units).write(ledgers)
        _vehicles(luck, units, ledgers["CL"])
        _meetings(ledgers["HY"], units)
        record(by=None, room="supervise", verb="load_ledgers", subject="supervise.city", new={"entries": number})
    _summed(ledgers)
    return LedgerEntry.objects.count()


def _declared() -> dict[str, Ledger]:
    keeper = Unit.objects.filter(code=KEEPER).first()
    made = {}
    with set_in(BEGIN):
        for code in TEMPLATES:
            ledger = ship_ledger(account=None, template=code, unit=keeper, since=BEGIN)
            made[code] = open_ledger(by=None, ledger=ledger)
    return made


class Story:
    """What is written into the ledgers of a year."""

    def __init__(self, luck: Random, units: Sequence[Unit]) -> None:
        self.luck, self.units = luck, list(units)
        named = {
            one.username: one for one in Account.objects.filter(username__in=("authority", "office", "discipline"))
        }
        self.keeper = named.get("authority")
        self.checkers = [named.get("office"), named.get("discipline")]
        held = Post.objects.filter(at(DAY), unit__in=self.units, main=True, person__isnull=False, grade="staff")
        self.people = list(held.select_related("person", "unit").order_by("pk")[:600])

    def write(self, ledgers: dict[str, Ledger]) -> int:
        """Every entry of every ledger, in the order of the days."""
        for ledger in ledgers.values():
            if ledger.own:
                self._opened(ledger)
        written = []
        for code, number in NUMBERS.items():
            items = list(ledgers[code].items.all())
            written += list(self._entries(ledgers[code], items, number))
        LedgerEntry.objects.bulk_create(written)
        return len(written) + self._corrected(ledgers["DJ"], len(ledgers["DJ"].entries.all()))

    def _corrected(self, ledger: Ledger, number: int) -> int:
        """Some were written again; what they said stays beside them."""
        held = list(ledger.entries.filter(state="confirmed").order_by("-happened_on", "-pk")[:CORRECTED])
        for place, old in enumerate(held, number + 1):
            words = old.words
            LedgerEntry.objects.filter(pk=old.pk).update(state="corrected", reason="事由写错。")
            old.pk, old.number, old.words = None, f"{ledger.code}-{DAY.year}-{place:05d}", f"{words}已核对原件。"
            old.corrects = LedgerEntry.objects.get(words=words, ledger=ledger)
            old.save(force_insert=True)
        return len(held)

    def _opened(self, ledger: Ledger) -> None:
        """Most units have opened most of the six; a few lack one."""
        rows = [
            LedgerUnit(ledger=ledger, unit=unit, opened_on=BEGIN + dt.timedelta(days=10), keeper="办公室专人")
            for place, unit in enumerate(self.units)
            if not (place % 7 == 3 and ledger.code == f"PZ{place % 6 + 1}")
        ]
        LedgerUnit.objects.bulk_create(rows)

    def _entries(self, ledger: Ledger, items: list[LedgerItem], number: int) -> Iterator[LedgerEntry]:
        days = sorted(self.luck.randrange((DAY - BEGIN).days) for _one in range(number))
        opened = set(LedgerUnit.objects.filter(ledger=ledger).values_list("unit_id", flat=True))
        units = [one for one in self.units if not ledger.own or one.pk in opened]
        for place, day in enumerate(days, 1):
            happened = BEGIN + dt.timedelta(days=day)
            if ledger.group == "daily" and happened.month == 4 and ledger.code == "BZ":
                happened = happened.replace(month=5)  # in April this section wrote nothing
            post = self.luck.choice(self.people) if ledger.about == "person" and self.people else None
            unit = post.unit if post else self.luck.choice(units)
            item = self.luck.choice(items)
            yield self._entry(ledger, item, unit, post.person if post else None, happened, place)

    def _entry(
        self, ledger: Ledger, item: LedgerItem, unit: Unit, person: Person | None, happened: dt.date, place: int
    ) -> LedgerEntry:
        entered = min(happened + dt.timedelta(days=self.luck.choice((0, 0, 1, 2, 3, 12))), DAY)
        state = self._state(ledger, entered)
        checker = self.checkers[ledger.confirms == Power.DISCIPLINE]
        confirmed = min(after_days(entered, 1), DAY) if state != "entered" else None
        settled = state == "withdrawn"
        words = f"{item.name}：第 {place} 次检查记录。"
        return LedgerEntry(
            number=f"{ledger.code}-{entered.year}-{place:05d}", ledger=ledger, item=item, unit=unit, person=person,
            happened_on=happened, entered_on=entered, late=(entered - happened).days > ledger.late_days,
            source=self.luck.choice(ledger.sources), words=words, details=self._details(ledger, item),
            supplier=next(iter(ledger.supplier_names), ""), marks=item.marks, state=state,
            by=None if ledger.own else self.keeper, confirmed_by=checker if confirmed else None,
            confirmed_at=_moment(confirmed), contest_due=after_days(confirmed, 5) if confirmed else None,
            contested_at=_moment(confirmed) if state in ("contested", "withdrawn") else None,
            contest="情况已说明，附有回执。" if state in ("contested", "withdrawn") else "",
            settled_at=_moment(confirmed) if settled else None, reason="异议成立，证据不足。" if settled else "",
        )  # fmt: skip

    def _state(self, ledger: Ledger, entered: dt.date) -> str:
        chance = self.luck.random()
        if (DAY - entered).days <= LATE:
            return "entered" if chance < 0.6 else "contested" if chance > 0.93 else "confirmed"
        scored = ledger.group in ("daily", "person")
        return "withdrawn" if scored and chance < 0.03 else "contested" if scored and chance > 0.99 else "confirmed"

    def _details(self, ledger: Ledger, item: LedgerItem) -> dict[str, str]:
        luck, keys = self.luck, {one["key"] for one in ledger.columns}
        found: dict[str, str] = {}
        if "amount" in keys:
            found["amount"] = str(luck.randrange(5, 900) * 1000)
        if "people" in keys:
            found["people"] = "经办人、审核人"
        if "members" in keys:
            found |= {"members": "9", "present": str(luck.randrange(6, 10)), "decision": "会议一致同意"}
        if "listed" in keys:
            listed = luck.randrange(20, 120)
            found |= {"listed": str(listed), "attended": str(listed - luck.randrange(4))}
            if item.name == "知识测试":
                found["results"] = str(listed - luck.randrange(3))
        if "agenda" in keys:
            found |= {"body": "党组", "agenda": "研究主体责任落实"}
        return found


def _moment(day: dt.date | None) -> dt.datetime | None:
    if day is None:
        return None
    return dt.datetime.combine(day, dt.time(10, 30), timezone.get_default_timezone())


def _vehicles(luck: Random, units: Sequence[Unit], ledger: Ledger) -> None:
    """All but one are marked; some were looked for on holidays, a few were out without a slip."""
    file = seal(by=None, file=ContentFile("车牌号,用途\n示例,公务用车\n".encode(), "车辆档案.csv"))
    Vehicle.objects.bulk_create(
        Vehicle(
            plate=f"示A{place:04d}", unit=units[place % len(units)], use=("机要通信", "应急保障", "执法执勤")[place % 3],
            marked_on=None if place == VEHICLES else BEGIN, since=BEGIN,
            file=file,
        )
        for place in range(1, VEHICLES + 1)
    )  # fmt: skip
    every, item = list(Vehicle.objects.select_related("unit")), ledger.items.get(name="无派车单外出")
    for peak, day in PEAKS:
        for vehicle in luck.sample(every, 12):
            out = luck.random() < 0.25
            slip = f"PC-{luck.randrange(1000)}" if out and luck.random() < 0.6 else ""
            entry = _out(ledger, item, vehicle, day, peak) if out and not slip else None
            VehicleCheck.objects.create(vehicle=vehicle, day=day, peak=peak, out=out, slip=slip, entry=entry)


def _out(ledger: Ledger, item: LedgerItem, vehicle: Vehicle, day: dt.date, peak: str) -> LedgerEntry:
    number = LedgerEntry.objects.filter(ledger=ledger).count() + 1
    given: dict[str, Any] = {"state": "confirmed", "confirmed_at": _moment(day), "contest_due": after_days(day, 5)}
    return LedgerEntry.objects.create(
        number=f"{ledger.code}-{day.year}-{number:05d}", ledger=ledger, item=item, unit=vehicle.unit, happened_on=day,
        entered_on=day, source="节假日抽查", words=f"{peak}期间 {vehicle.plate} 在外，没有派车单。", key=f"{vehicle.plate} {day}",
        **given,
    )  # fmt: skip


def _meetings(ledger: Ledger, units: Sequence[Unit]) -> None:
    """Tasks of the meetings; some have no owner."""
    owners = list(Person.objects.order_by("pk")[:5])
    for place, entry in enumerate(LedgerEntry.objects.filter(ledger=ledger).order_by("pk")[:10]):
        owner = owners[place % len(owners)] if owners and place % 4 else None
        due = entry.happened_on + dt.timedelta(days=45)
        done = due if owner and due < DAY and place % 3 == 0 else None
        unit = units[place % len(units)]
        EntryTask.objects.create(entry=entry, words="修订责任清单并报备", unit=unit, owner=owner, due=due, done_on=done)


def _summed(ledgers: dict[str, Ledger]) -> None:
    """The registration ledger is summed up to the half year, the staffing ledger lacks a month; bonuses are proposed."""
    year = DAY.year
    months = [f"{year}-{one:02d}" for one in range(1, MONTHS)]
    checker = Account.objects.filter(username="office").first()
    for code in ("DJ", "BZ"):
        held = [one for one in months if code == "DJ" or not one.endswith("-04")]
        more = [f"{year}-Q1", f"{year}-Q2", f"{year}-H1"] if code == "DJ" else [f"{year}-Q1"]
        for period in sorted(held) + more:
            approve_review(by=checker, review=draft_review(by=None, ledger=ledgers[code], period=period))
        draft_review(by=None, ledger=ledgers[code], period=f"{year}-{MONTHS:02d}")
    for unit in Unit.objects.filter(code__in=("u01", "u02")):
        propose_bonuses(by=None, unit=unit, quarter=f"{year}-Q2")
