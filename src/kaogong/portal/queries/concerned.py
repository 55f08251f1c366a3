"""Whom an event of assessment or decision concerns, where the unit it names does not say it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from kaogong.approvals.models import Card
from kaogong.assess.models import BackTest, Bundle, Entrant, Hearing, Pair, Run, ScoreSheet, SelfReport, Source, Step
from kaogong.audit.models import Event
from kaogong.decide.models import Consequence, Delivery, FeedbackSheet, Objection, Proposal, Report
from kaogong.org.models import Account, Grant, Portfolio, Post
from kaogong.org.models.people import Grade
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, today
from kaogong.portal.models import Forward
from kaogong.supervise.models import (
    Alert,
    BonusProposal,
    Circular,
    Finding,
    Interview,
    LedgerEntry,
    LedgerReview,
    Task,
    TaskHandler,
    TaskUrging,
)

UNIT = (Power.LIAISON, Power.HEAD)


def key_of(event: Event) -> int:
    """The number of the thing an event is about; 0: it is about none."""
    key = event.subject.partition(":")[2]
    return int(key) if key.isdecimal() else 0


def holders(*powers: Power) -> set[int]:
    """The accounts that hold one of some powers, wherever."""
    held = Grant.objects.filter(at(today()), power__in=powers, account__is_active=True)
    return set(held.values_list("account_id", flat=True))


def of_units(units: Iterable[int | None], *powers: Power) -> set[int]:
    """The accounts that hold one of some powers over some units."""
    held = Grant.objects.filter(at(today()), power__in=powers or UNIT, unit__in={one for one in units if one})
    return set(held.filter(account__is_active=True).values_list("account_id", flat=True))


def of_people(people: Iterable[int | None]) -> set[int]:
    """The accounts of some people."""
    found = Account.objects.filter(is_active=True, person__in={one for one in people if one})
    return set(found.values_list("pk", flat=True))


def of_accounts(accounts: Iterable[int | None]) -> set[int]:
    """Those of some accounts that are in use."""
    held = Account.objects.filter(is_active=True, pk__in={one for one in accounts if one})
    return set(held.values_list("pk", flat=True))


# --- assessment -----------------------------------------------------------------------------------------------------


def _entrants(found: Iterable[tuple[int, int | None]], *powers: Power) -> set[int]:
    """Entrants, as units and people: people themselves, of units those who act for them."""
    some = list(found)
    return of_people(person for _unit, person in some) | of_units(
        (unit for unit, person in some if not person), *powers
    )


def entrant(event: Event) -> set[int]:
    """Whoever is assessed, by an event about the entrant or about what it handed in."""
    found: Any = Entrant.objects.filter(pk=key_of(event))
    if event.subject.startswith("assess.selfreport:"):
        found = Entrant.objects.filter(report=key_of(event))
    return _entrants(found.values_list("unit_id", "person_id"))


def writer(event: Event) -> set[int]:
    """Who has to change a self-report: the liaison officer, or the person."""
    found = SelfReport.objects.filter(pk=key_of(event)).values_list("entrant__unit_id", "entrant__person_id")
    return _entrants(found, Power.LIAISON)


def of_round(event: Event) -> set[int]:
    """Everybody who has something to do in a round: those assessed, and those who rate them."""
    there = list(Entrant.objects.filter(round=key_of(event)).values_list("unit_id", "person_id"))
    return _entrants(there, Power.LIAISON) | _raters(Source.objects.filter(round=key_of(event)), there)


def rated(event: Event) -> set[int]:
    """The people rated by groups in a round."""
    there = Entrant.objects.filter(round=key_of(event), round__sources__kind="rate", person__isnull=False)
    return of_people(there.values_list("person_id", flat=True).distinct())


def heard(event: Event) -> set[int]:
    """Whoever is invited to be heard about a finding."""
    return of_people(Hearing.objects.filter(finding=key_of(event), state="asked").values_list("person_id", flat=True))


def of_step(event: Event) -> set[int]:
    """Those who rate in a step that begins."""
    step = Step.objects.filter(pk=key_of(event)).first()
    if step is None:
        return set()
    there = list(Entrant.objects.filter(round=step.round_id).values_list("unit_id", "person_id"))
    return _raters(Source.objects.filter(step=step), there)


def assessors(event: Event) -> set[int]:
    """The people named to fill in a sheet, once the round is open."""
    found = Source.objects.filter(pk=key_of(event), round__state="open")
    return of_people(found.values_list("assessors__person_id", flat=True))


def _raters(sources: Any, there: Iterable[tuple[int, int | None]]) -> set[int]:
    units = {unit for unit, _person in there}
    found = of_people(sources.filter(kind="sheet").values_list("assessors__person_id", flat=True))
    found |= of_people(Pair.objects.filter(source__in=sources).values_list("rater_id", flat=True).distinct())
    who = set(sources.filter(kind="sheet").values_list("who", flat=True))
    if "leader" in who:
        leaders = Portfolio.objects.filter(at(today()), unit__in=units, kind="manages")
        found |= of_people(leaders.values_list("leader_id", flat=True))
    if "head" in who:
        chiefs = Post.objects.filter(at(today()), unit__in=units, grade=Grade.CHIEF)
        found |= of_people(chiefs.values_list("person_id", flat=True))
    return found


def rater(event: Event) -> set[int]:
    """Who filled in a sheet that is given back."""
    held = ScoreSheet.objects.filter(pk=key_of(event)).values_list("by_id", "assessor__person_id").first()
    return of_accounts([held[0]]) | of_people([held[1]]) if held else set()


def leaders(event: Event) -> set[int]:
    """The leaders to whom the self-reports of their units were sent."""
    found = Bundle.objects.filter(round=key_of(event), read_at__isnull=True)
    return of_people(found.values_list("leader_id", flat=True))


def asker_of_run(event: Event) -> set[int]:
    """Who asked for a scoring run."""
    return of_accounts(Run.objects.filter(pk=key_of(event)).values_list("asked_by_id", flat=True))


def asker_of_backtest(event: Event) -> set[int]:
    """Who asked for a back-test."""
    return of_accounts(BackTest.objects.filter(pk=key_of(event)).values_list("asked_by_id", flat=True))


# --- decision -------------------------------------------------------------------------------------------------------


def settled(event: Event) -> set[int]:
    """Those who act for the units of a settlement, and the people in it."""
    found = Proposal.objects.filter(settlement=key_of(event)).values_list("unit_id", "person_id")
    some = list(found)
    return of_units(unit for unit, _person in some) | of_people(person for _unit, person in some)


def deciders(event: Event) -> set[int]:
    """The decision body."""
    del event
    return holders(Power.DECISION)


def office(event: Event) -> set[int]:
    """The performance office."""
    del event
    return holders(Power.OFFICE)


def answerers(event: Event) -> set[int]:
    """Those who answer objections."""
    del event
    return holders(Power.OFFICE, Power.COMMITTEE)


def objector(event: Event) -> set[int]:
    """Who made the objection that was answered, and those who act for the unit in whose name it was."""
    receipt = (event.new or {}).get("receipt", "")
    found = Objection.objects.filter(settlement=key_of(event), receipt=receipt)
    own = found.exclude(source="public")  # what the public said was only entered by an account
    accounts, units = (list(own.values_list(name, flat=True)) for name in ("by_id", "unit_id"))
    return of_accounts(accounts) | of_units(units)


def lagging(event: Event) -> set[int]:
    """The units to which feedback sheets were sent at once."""
    due = (event.new or {}).get("due")
    found = FeedbackSheet.objects.filter(settlement=key_of(event), due=due) if due else FeedbackSheet.objects.none()
    return of_units(found.values_list("proposal__unit_id", flat=True))


def executors(event: Event) -> set[int]:
    """Those who act for the units that have to carry something out."""
    found = Consequence.objects.filter(pk__in=(event.new or {}).get("consequences", ()))
    return of_units(found.values_list("unit_id", flat=True))


def reporting(event: Event) -> set[int]:
    """Those who act for the unit a report is asked of, and the leader it is asked of."""
    held = Report.objects.filter(pk=key_of(event) or 0).values_list("unit_id", "person_id")
    some = list(held)
    people = {person for _unit, person in some if person}
    return of_people(people) if people else of_units(unit for unit, _person in some)


def reviewed(event: Event) -> set[int]:
    """Whoever handed a report in."""
    held = Report.objects.filter(pk=key_of(event) or 0).values_list("handed_by", flat=True)
    return {one for one in held if one}


def receivers(event: Event) -> set[int]:
    """The departments that were reminded on a day to record how they used a result."""
    day = (event.new or {}).get("day")
    found = Delivery.objects.filter(Q(reminded_on=day)) if day else Delivery.objects.none()
    return of_units(found.values_list("unit_id", flat=True))


# --- the desk -------------------------------------------------------------------------------------------------------


def taker(event: Event) -> set[int]:
    """The colleague to whom a line was forwarded."""
    return of_accounts(Forward.objects.filter(pk=key_of(event)).values_list("taker_id", flat=True))


def giver(event: Event) -> set[int]:
    """The colleague who forwarded a line."""
    return of_accounts(Forward.objects.filter(pk=key_of(event)).values_list("giver_id", flat=True))


def carded(event: Event) -> set[int]:
    """Those of the units that were given cards on a day: it is one event for all of them."""
    day = (event.new or {}).get("day")
    return of_units(Card.objects.filter(issued_on=day).values_list("unit_id", flat=True).distinct()) if day else set()


def supervising(event: Event) -> set[int]:
    """Those who supervise approvals."""
    del event
    return holders(Power.DISCIPLINE)


# --- supervised tasks -----------------------------------------------------------------------------------------------


def on_task(event: Event) -> set[int]:
    """Those who act for the units of a task, and its responsible persons."""
    return _on_tasks({key_of(event) or 0})


def _on_tasks(tasks: set[int]) -> set[int]:
    units = TaskHandler.objects.filter(task__in=tasks).values_list("unit_id", flat=True)
    people = Task.objects.filter(pk__in=tasks).values_list("leader_id", "handler_id")
    return of_units(units) | of_people(one for pair in people for one in pair)


def of_table(event: Event) -> set[int]:
    """The same of every task in hand of a table that was issued."""
    found = Task.objects.filter(table=key_of(event), state="open").values_list("pk", flat=True)
    return _on_tasks(set(found))


def reminded_of_tasks(event: Event) -> set[int]:
    """The same of the tasks that were reminded of on a day: it is one event for all of them."""
    day = (event.new or {}).get("day")
    found = TaskUrging.objects.filter(on=day).exclude(step="hand") if day else TaskUrging.objects.none()
    return _on_tasks(set(found.values_list("task_id", flat=True)))


def above_tasks(event: Event) -> set[int]:
    """Those who supervise."""
    del event
    return holders(Power.OFFICE, Power.DISCIPLINE)


def warned(event: Event) -> set[int]:
    """Who a warning is for, and those who act for the unit."""
    found = list(Alert.objects.filter(pk=key_of(event)).values_list("person_id", "unit_id"))
    return of_people(person for person, _unit in found) | of_units(unit for _person, unit in found)


def superiors(event: Event) -> set[int]:
    """The superiors to whom warnings went up on a day."""
    day = (event.new or {}).get("day")
    return of_people(Alert.objects.filter(escalated_on=day).values_list("superior_id", flat=True)) if day else set()


def talked_to(event: Event) -> set[int]:
    """Those who act for the units that are to be talked to."""
    found = Interview.objects.filter(pk__in=(event.new or {}).get("interviews", ()))
    return of_units(found.values_list("unit_id", flat=True))


# --- inspections ----------------------------------------------------------------------------------------------------


def inspecting(event: Event) -> set[int]:
    """Those who run inspections."""
    del event
    return holders(Power.DISCIPLINE, Power.OFFICE)


def inspected(event: Event) -> set[int]:
    """Those who act for a unit where something was found on the spot; nobody where nothing was."""
    found = Finding.objects.filter(number__in=(event.new or {}).get("findings", ()))
    return of_units(found.values_list("unit_id", flat=True))


def told_of(event: Event) -> set[int]:
    """Those who act for the units a finding is told to: its own, and the department above of what is prominent."""
    codes = (event.new or {}).get("told", ())
    held = Grant.objects.filter(at(today()), power__in=UNIT, unit__code__in=codes, account__is_active=True)
    return set(held.values_list("account_id", flat=True))


def overdue_findings(event: Event) -> set[int]:
    """Those who act for the units whose findings or rectification are late; and of what went up, those who inspect."""
    new = event.new or {}
    found = Finding.objects.filter(pk__in=[*new.get("findings", ()), *new.get("raised", ())])
    return of_units(found.values_list("unit_id", flat=True)) | (inspecting(event) if new.get("raised") else set())


def circulated(event: Event) -> set[int]:
    """Those who act for the units a circular names."""
    held = Circular.objects.filter(pk=key_of(event))
    return of_units(held.values_list("findings__unit", flat=True))


def opinion_units(event: Event) -> set[int]:
    """Those who act for the units opinions were given to."""
    codes = (event.new or {}).get("units", ())
    held = Grant.objects.filter(at(today()), power__in=UNIT, unit__code__in=codes, account__is_active=True)
    return set(held.values_list("account_id", flat=True))


# --- daily ledgers --------------------------------------------------------------------------------------------------


def in_ledger(event: Event) -> set[int]:
    """Those who act for the unit an entry is about, and the person."""
    found = list(LedgerEntry.objects.filter(pk=key_of(event)).values_list("unit_id", "person_id"))
    return of_units(unit for unit, _person in found) | of_people(person for _unit, person in found)


def settling_entry(event: Event) -> set[int]:
    """Those who may settle a contested entry."""
    entry = LedgerEntry.objects.filter(pk=key_of(event)).select_related("ledger").first()
    if entry is None:
        return set()
    return holders(Power(entry.ledger.confirms)) - {entry.by_id or 0, entry.confirmed_by_id or 0}


def drafter_of_review(event: Event) -> set[int]:
    """Who drafted a summary."""
    return of_accounts(LedgerReview.objects.filter(pk=key_of(event)).values_list("drafted_by_id", flat=True))


def of_bonus(event: Event) -> set[int]:
    """The person whose bonus was decided, and who proposed it."""
    found = list(BonusProposal.objects.filter(pk=key_of(event)).values_list("person_id", "by_id"))
    return of_people(person for person, _by in found) | of_accounts(by for _person, by in found)
