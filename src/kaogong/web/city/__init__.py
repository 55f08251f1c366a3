"""The demonstration city in the house: a city that does not exist, in month nine of its year, with two years behind it.

Loaded into an empty database only, in one transaction; each step is recorded as one act.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict

from django.db import connection, transaction

from kaogong.audit.actions import record
from kaogong.audit.models import Event
from kaogong.core.engine.city.figures import Figures
from kaogong.core.engine.city.register import DAY, Register
from kaogong.org.models import Account, Person, Unit
from kaogong.plan.queries import book_of
from kaogong.web.city import jobs, ledger, open_work, past, watch, year
from kaogong.web.city.papers import Papers
from kaogong.web.city.people import DEMO, PASSWORD, Cast, load_people

__all__ = ["DAY", "DEMO", "NotEmpty", "TooSmall", "accounts", "empty", "load"]
LEAST = {"units": 50, "districts": 1, "people": 20}
"""What there has to be of each for everybody to have their part: units and people with a role are known by their number."""


class NotEmpty(RuntimeError):
    """There is something in the database: the demonstration city is not loaded into it."""


class TooSmall(RuntimeError):
    """A city of this size has not enough units or people for the parts there are."""


def empty() -> bool:
    """Nobody has used this database yet."""
    return not (Account.objects.exists() or Unit.objects.exists() or Person.objects.exists())


def accounts() -> list[str]:
    """Lines that name the accounts of the demonstration city; none where another city is kept."""
    if not Event.objects.filter(room="org", verb="load_city").exists():
        return []
    there = set(Account.objects.filter(username__in=[one.username for one in DEMO]).values_list("username", flat=True))
    head = f"示范账号，口令都是 {PASSWORD} · demonstration accounts, all with this password"
    more = "liaison-<单位编码>、head-<单位编码>：每个单位的联络员和负责人 · of every unit"
    return [head, *(f"{one.username:<12} {one.who}" for one in DEMO if one.username in there), more]


@transaction.atomic
def load(register: Register | None = None, *, years: bool = True, say: Callable[[str], object] = str) -> dict[str, int]:
    """Load the city; gives how many of each there are.

    Args:
        register: how large it is.
        years: its plans, reports and results too; without them only units and people.
        say: told how long each step took.

    Raises:
        NotEmpty: there is something in the database.
        TooSmall: the register has less than `LEAST`.
    """
    if not empty():
        raise NotEmpty("数据库里已有内容，示范市只装入空库 · there is something in the database already")
    register = register or Register()
    houses, workers = list(register.houses()), list(register.workers())
    there = {"units": register.city.units, "districts": register.city.districts, "people": len(workers)}
    if any(there[name] < least for name, least in LEAST.items()):
        words = " ".join(f"{name} {least}" for name, least in LEAST.items())
        raise TooSmall(f"示范市太小，至少 · the city is too small, at least: {words}")
    cast = load_people(houses, workers)
    counts = {"units": len(cast.units), "people": cast.people, "accounts": cast.accounts}
    told = json.dumps([[asdict(one) for one in houses], [asdict(one) for one in workers]], ensure_ascii=False)
    new = counts | {"sha256": hashlib.sha256(told.encode()).hexdigest()}
    record(by=None, room="org", verb="load_city", subject="org.city", new=new)
    if years:
        counts |= _years(register, cast, say)
    steps = _Steps(say)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # or the first pages are planned for empty tables
    steps.done("统计 · statistics for the planner")
    return counts


class _Steps:
    """Says how long each step took."""

    def __init__(self, say: Callable[[str], object]) -> None:
        self.say, self.since = say, time.monotonic()

    def done(self, words: str) -> None:
        now = time.monotonic()
        self.say(f"  {words} {now - self.since:.1f} s")
        self.since = now


def _years(register: Register, cast: Cast, say: Callable[[str], object]) -> dict[str, int]:
    """Two years that are over and the one that runs."""
    steps, papers = _Steps(say), Papers()
    edition = year.bring_edition()
    steps.done("办法 · rulebook")
    told = Figures(book_of(edition), register)
    several: list[year.Year] = []
    for when in (*year.YEARS, year.YEAR):
        before = several[-1] if several else None
        one = year.cycle_of(when, cast, edition, before.cycle if before else None)
        year.set_targets(one, cast, told, before)
        watch.set_rules(one)
        several.append(one)
    now = several[-1]
    year.set_references(now, several[:-1], cast)
    year.set_rounds(now, cast)
    year.sign_letters(now, cast)
    targets = sum(len(one.aims) for one in several)
    record(by=None, room="plan", verb="load_targets", subject="plan.city", new={"targets": targets})
    steps.done("目标和责任书 · targets and letters")
    reports = 0
    for one in several:
        months = (12,) if one is not now else tuple(range(1, watch.LAST + 1))
        reports += watch.Watch(one, cast, register.chance, papers).write(months)
    watch.supply(now, cast, papers)
    entries = sum(ledger.keep(one, cast, register.chance) for one in several)
    for one in several[:-1]:
        past.evaluate(one, cast, told, papers)
        past.close(one)
    sealed = papers.keep(year.at(DAY, 9))
    new = {"reports": reports, "evidence": sealed}
    record(by=None, room="monitor", verb="load_reports", subject="monitor.city", new=new)
    record(by=None, room="assess", verb="load_ledgers", subject="assess.city", new={"entries": entries})
    steps.done("进展、佐证和往年 · reports, evidence, years before")
    open_work.agree_targets(now, cast)
    open_work.ask_adjustments(now, cast)
    open_work.hand_out_tasks(now, cast)
    open_work.keep_routines(now, cast)
    open_work.change_people(cast)
    open_work.disclose(now, cast)
    open_work.draft_next_edition()
    jobs.defer()
    steps.done("待办的事 · work in hand")
    return {"targets": targets, "reports": reports, "evidence": sealed, "entries": entries}
