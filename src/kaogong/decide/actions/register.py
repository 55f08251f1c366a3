"""What follows from a result: carried out, waived, numbered; feedback answered; use recorded; honours."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.models import Evidence
from kaogong.core.engine.explain.asked import asked
from kaogong.core.engine.explain.deciding import Due
from kaogong.core.problem import Text
from kaogong.core.scheme.days import Deadline, due
from kaogong.decide.actions.settlements import subject
from kaogong.decide.guards import ROOM, demand_here, may_execute, may_prepare, may_waive
from kaogong.decide.models import Consequence, Proposal, Settlement
from kaogong.decide.queries.computed import deciding, source_words
from kaogong.decide.queries.leaders import CHIEF, leaders_named
from kaogong.decide.queries.settlements import moved as moved_grades
from kaogong.decide.queries.streaks import answerable, in_a_row
from kaogong.decide.queries.uses import due_soon
from kaogong.decide.states import CONSEQUENCE, CONSEQUENCE_NAMES, FINAL
from kaogong.org.models import Account, Person
from kaogong.org.queries import calendar, setting, suspended, today, units
from kaogong.plan.actions.cycles import moved, powers_of
from kaogong.plan.queries import book_of
from kaogong.plan.queries.figures import exact

UNSET = "not_configured"
"""The kind a rulebook gives a consequence whose table the measure does not contain (QW-26)."""


def open_register(settlement: Settlement, day: dt.date) -> int:
    """The consequences of the grades as decided, each with its deadline; part of an act, which records it."""
    there = {one.subject: one for one in settlement.proposals.all()}
    known = {one.name: one.unit_id for one in units()}
    decided = moved_grades(settlement)
    with deciding(settlement.run, settlement.scheme, settlement.period) as read:
        fresh = [_consequence(settlement, there[one.subject], one, day, known) for one in read.following(decided)]
        fresh += [
            Consequence(
                settlement=settlement,
                proposal=there[who],
                key=reward.id,
                kind="reward",
                what=_("奖金"),
                clause=str(reward.basis or ""),
                trigger=asked(read.rulebook, reward.where.text).zh[:400] if reward.where else "",
                money=_money(amount),
            )
            for reward, who, amount in read.rewards(decided)
        ]
    made = Consequence.objects.bulk_create(fresh)
    rows = {one.id for one in book_of(settlement.run.edition).consequences if in_a_row(one.when.text)}
    for one in made:
        if one.proposal.unit is not None:
            one.people.set(_reached(one, day, rows))
    return len(made)


def _reached(one: Consequence, day: dt.date, rows: Collection[str]) -> list[Person]:
    """Whom it names by office. What follows years in a row reaches only who was head in all of them, if it is set so."""
    if one.proposal.unit is None:
        return []
    named = leaders_named(one.what, one.proposal.unit, day)
    if one.key not in rows or not setting("streaks.of_the_head"):
        return named
    chiefs = {each.pk for each in leaders_named(CHIEF, one.proposal.unit, day)}
    return [each for each in named if each.pk not in chiefs or answerable(one.proposal, each, 2)]


def _consequence(
    settlement: Settlement, proposal: Proposal, one: Due, day: dt.date, known: Mapping[str, int]
) -> Consequence:
    yields = one.consequence.yields
    executor, kind = _said(yields.get("executor")), _said(yields.get("kind"))
    within = yields.get("within")
    last = due(Deadline.declared(within), day, calendar()) if isinstance(within, Mapping) else None
    return Consequence(
        settlement=settlement,
        proposal=proposal,
        key=one.consequence.id,
        kind=kind,
        what=_said(yields.get("text")) or kind or one.consequence.id,
        clause=source_words(one.source)[:200],
        trigger=one.condition.zh[:400],
        executor=executor,
        unit_id=proposal.unit_id if executor.startswith("被考") else known.get(executor),
        document=_said(yields.get("document")),
        money=_money(one.money),
        carry={key: str(value) for key, value in one.consequence.carry.items()},
        due=last,
        state="unset" if kind == UNSET else "due",
    )


def _said(value: Any) -> str:
    return value.zh if isinstance(value, Text) else str(value or "")


def _money(value: Fraction | None) -> Decimal | None:
    """Money with its cents."""
    return None if value is None else exact(value, 2)


@action
def execute(
    *,
    by: Account | None,
    consequence: Consequence,
    words: str,
    day: dt.date | None = None,
    proof: Evidence | None = None,
) -> Consequence:
    """A consequence was carried out: when, how, and the proof of it."""
    unit = _unit(consequence)
    demand_here(by, may_execute(by, consequence) if by else "", "execute", subject(consequence), unit)
    held = _follow(consequence, "execute")
    when = day or today()
    if when > today():
        raise Refused(_("执行日期不能晚于今天。"), "day")
    if not words.strip() and proof is None:
        raise Refused(_("请写明怎样执行，或附凭证。"), "words")
    held.done_on, held.done_by, held.words, held.proof = when, by, words, proof
    held.save(update_fields=["done_on", "done_by", "words", "proof"])
    new = {"on": str(when), "words": words, "sm3": proof.sm3 if proof else ""}
    record(by=by, room=ROOM, verb="execute", subject=subject(held), unit=unit, powers=powers_of(by), new=new)
    return held


def _unit(one: Consequence) -> str:
    return one.proposal.unit.code if one.proposal.unit else ""


def _follow(consequence: Consequence, verb: str) -> Consequence:
    held = Consequence.objects.select_for_update().select_related().get(pk=consequence.pk)
    if held.settlement.state not in FINAL:
        raise Refused(_("结果还没有公布。"))
    number = suspended(held.proposal.unit_id, held.proposal.person_id) if verb == "execute" else ""
    if number:
        raise Refused(_("申诉 %(n)s 裁定前暂停执行。") % {"n": number})
    held.state = consequence.state = moved(CONSEQUENCE, held.state, verb, CONSEQUENCE_NAMES)
    held.save(update_fields=["state"])
    return held


@action
def waive(*, by: Account | None, consequence: Consequence, reason: str) -> Consequence:
    """The deciding body decides that something is not carried out, with its reason."""
    unit = _unit(consequence)
    demand_here(by, may_waive(by) if by else "", "waive", subject(consequence), unit)
    if not reason.strip():
        raise Refused(_("请写明不再执行的理由。"), "reason")
    held = _follow(consequence, "waive")
    held.words, held.done_by, held.done_on = reason, by, today()
    held.save(update_fields=["words", "done_by", "done_on"])
    record(by=by, room=ROOM, verb="waive", subject=subject(held), unit=unit, powers=powers_of(by), reason=reason)
    return held


@action
def set_consequence(
    *, by: Account | None, consequence: Consequence, what: str, executor: str, due_on: dt.date, clause: str
) -> Consequence:
    """What the measure left open is set: what follows, who does it, until when, by which decision."""
    unit = _unit(consequence)
    demand_here(by, may_prepare(by) if by else "", "set_consequence", subject(consequence), unit)
    if not (what.strip() and executor.strip() and clause.strip()):
        raise Refused(_("请写明事项、执行和依据。"), "what")
    held = _follow(consequence, "set_consequence")
    held.what, held.executor, held.due, held.clause = what, executor, due_on, clause
    held.save(update_fields=["what", "executor", "due", "clause"])
    new = {"what": what, "executor": executor, "due": str(due_on), "clause": clause}
    record(by=by, room=ROOM, verb="set_consequence", subject=subject(held), unit=unit, powers=powers_of(by), new=new)
    return held


@action
def name_people(*, by: Account | None, consequence: Consequence, people: Iterable[Person]) -> Consequence:
    """Whom a consequence reaches, by name."""
    unit = _unit(consequence)
    demand_here(by, may_execute(by, consequence) if by else "", "name_people", subject(consequence), unit)
    if consequence.state not in ("due", "unset"):
        raise Refused(_("已经办结，不能再改涉及人员。"), "people")
    consequence.people.set(people)
    new = {"people": sorted(consequence.people.values_list("code", flat=True))}
    record(by=by, room=ROOM, verb="name_people", subject=subject(consequence), unit=unit, powers=powers_of(by), new=new)
    return consequence


@action
def number_documents(*, by: Account | None, settlement: Settlement, key: str, prefix: str) -> list[Consequence]:
    """Number the papers of one consequence, such as certificates: one for each that is due, in order, none twice."""
    demand_here(by, may_prepare(by) if by else "", "number_documents", subject(settlement))
    held = settlement.consequences.select_for_update().filter(key=key).exclude(document="").order_by("proposal_id")
    if not held:
        raise Refused(_("没有要编号的文书。"), "key")
    there = held.exclude(number="").count()
    fresh = [one for one in held if not one.number and one.state == "due"]
    for number, one in enumerate(fresh, there + 1):
        one.number = f"{prefix}{number:03d}"
        one.save(update_fields=["number"])
    new = {"key": key, "numbered": len(fresh), "first": fresh[0].number if fresh else ""}
    record(by=by, room=ROOM, verb="number_documents", subject=subject(settlement), powers=powers_of(by), new=new)
    return fresh


@action
def add_to_batch(*, by: Account | None, proposal: Proposal, key: str, prefix: str) -> Consequence:
    """Add one subject to a batch of papers; only one for which the rulebook makes the consequence due."""
    unit = proposal.unit.code if proposal.unit else ""
    demand_here(by, may_prepare(by) if by else "", "add_to_batch", subject(proposal), unit)
    there = proposal.settlement.consequences.filter(key=key)
    found = there.filter(proposal=proposal).first()
    if found is None:
        one = there.first()
        words = _("%(name)s评为“%(grade)s”，不符合“%(trigger)s”，不能列入“%(what)s”。")
        told = {"name": proposal.name, "grade": proposal.final or _("未定等次")}
        told |= {"trigger": one.trigger if one else key, "what": one.document if one else key}
        raise Refused(words % told, "proposal")
    if found.number:
        raise Refused(_("已编号 %(number)s。") % {"number": found.number}, "proposal")
    found.number = f"{prefix}{there.exclude(number='').count() + 1:03d}"
    found.save(update_fields=["number"])
    record(
        by=by,
        room=ROOM,
        verb="add_to_batch",
        subject=subject(proposal),
        unit=unit,
        powers=powers_of(by),
        new={"key": key, "number": found.number},
    )
    return found


@action
def remind_executors(*, by: Account | None, day: dt.date | None = None) -> list[Consequence]:
    """Remind the units that have something to carry out by a day that is near, is today, or is weeks past.

    One event for the whole, naming each; where nothing is due, none.
    """
    when = day or today()
    demand_here(by, may_prepare(by) if by else "", "remind_executors", "decide.consequences")
    near = [one for one in due_soon(when) if one.unit_id is not None]
    if near:
        new = {"day": str(when), "consequences": [one.pk for one in near]}
        record(by=by, room=ROOM, verb="remind_executors", subject="decide.consequences", powers=powers_of(by), new=new)
    return near


@action
def close_uses(*, by: Account | None, settlement: Settlement) -> Settlement:
    """Say that everything that followed from a result is done: nothing open, nothing unset, and a table there was."""
    demand_here(by, may_prepare(by) if by else "", "close_uses", subject(settlement))
    held = Settlement.objects.select_for_update(of=("self",)).select_related("run__edition").get(pk=settlement.pk)
    if held.state != "published" or held.used_up_on is not None:
        raise Refused(_("结果公布后办结一次。"))
    book = book_of(held.run.edition)
    if held.sheet not in {*(one.sheet for one in book.consequences), *(one.sheet for one in book.rewards)}:
        raise Refused(_("这张考核表没有奖惩表，不能办结。请先在办法里写明奖惩，重新计分。"))
    states = Counter(held.consequences.values_list("state", flat=True))
    if left := states["due"] + states["unset"]:
        raise Refused(_("还有 %(n)s 项结果运用没有执行，不能办结。") % {"n": left})
    held.used_up_on, held.used_up_by = today(), by
    held.save(update_fields=["used_up_on", "used_up_by"])
    new = {"done": states["done"], "waived": states["waived"]}
    record(by=by, room=ROOM, verb="close_uses", subject=subject(held), powers=powers_of(by), new=new)
    return held
