"""Rounds: prepared from a rulebook or by hand, opened when they add up, stepped through, closed when nothing lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.assess.actions.counting import count_pairs, freeze_rules, hold
from kaogong.assess.guards import ROOM, demand_here
from kaogong.assess.guards.rounds import may_keep_rounds
from kaogong.assess.models import Asked, Assessor, Entrant, Item, Round, Source, Spared, Step, Weight
from kaogong.assess.queries.ballots import in_order
from kaogong.assess.queries.completeness import gaps_of, items_of, side
from kaogong.assess.queries.doubles import counted_twice
from kaogong.assess.queries.figures import weights_of
from kaogong.assess.queries.links import assessed_before
from kaogong.assess.queries.pairing import design_warnings
from kaogong.assess.queries.rounds import documents_for
from kaogong.assess.states.rounds import ROUND, ROUND_NAMES, STEP, STEP_NAMES
from kaogong.audit.actions import Refused, action, alone, record
from kaogong.audit.states import Table, after
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import reach, setting, today, unit_names
from kaogong.plan.models import Adoption, Cycle
from kaogong.plan.queries import participants

HUNDRED = Fraction(100)
NAMED = 5
"""How many of what lacks are named in a sentence; the page names all."""


def powers_of(by: Account | None) -> list[str]:
    """The powers used, as they enter the audit."""
    return reach(by).names if by is not None else []


def subject(thing: Any) -> str:
    """How the audit names a thing of this room."""
    return f"{ROOM}.{type(thing).__name__.lower()}:{thing.pk}"


def said(value: Any) -> Any:
    """A value as it enters an event: words, whole numbers, yes and no."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, dt.date) else value


def moved(table: Table, state: str, verb: str, names: Mapping[str, str]) -> str:
    """The state a verb leads to.

    Raises:
        Refused: it cannot be done now; says when it can.
    """
    found = after(table, state, verb)
    if found is None:
        can = _("、").join(_(names[one]) for (one, what) in table if what == verb)
        words = _("现在是“%(state)s”，不能这样办。须在“%(can)s”时办理。")
        raise Refused(words % {"state": _(names[state]), "can": can})
    return found


def named(several: Sequence[Any]) -> str:
    """Some of what lacks, by name, and how many more there are."""
    some = _("、").join(str(one) for one in several[:NAMED])
    more = len(several) - NAMED
    return some + (_(" 等 %(n)s 项") % {"n": len(several)} if more > 0 else "")


def _keeps(by: Account | None, verb: str, where: str) -> None:
    demand_here(by, may_keep_rounds(by) if by else "", verb, where)


@action
def prepare_round(
    *,
    by: Account | None,
    cycle: Cycle,
    name: str,
    kind: str,
    period: str,
    opens: dt.date,
    items: Sequence[Mapping[str, Any]],
    sources: Sequence[Mapping[str, Any]],
    entrants: Iterable[tuple[Unit, Person | None] | tuple[Unit, Person | None, str]] | None = None,
    adoption: Adoption | None = None,
    steps: Sequence[str] = (),
    documents: Sequence[str] | None = None,
    spared: Sequence[tuple[Unit, Person, str]] = (),
    **given: Any,
) -> Round:
    """Set up a round; what was assessed in a shorter round of the same period is referred to, not asked again (HS-03).

    Args:
        by: the account that acts.
        cycle: the cycle.
        name: what the round is called.
        kind: month, quarter, half, year or special.
        period: the period assessed.
        opens: the first day it may be opened.
        items: the items, each as the fields of an Item.
        sources: the sources in order, each as the fields of a Source; `items`: the codes it speaks of, or code → fact;
            left out: all. `step`: the name of the step it belongs to.
        entrants: who is assessed, with a remark where there is one; None: the units of the class the edition was adopted for.
        adoption: the edition adopted.
        steps: in their order.
        documents: what a self-report comes with; None: by the setting, in the last month of a quarter.
        spared: people of those units who are not assessed, with the reason.
        **given: sheet, report_due, enter_from, enter_until, signed, needs, combine, principal.
    """
    _keeps(by, "prepare_round", f"plan.cycle:{cycle.pk}")
    when = _period(cycle, kind, period)
    if documents is None:
        documents = _documents(kind, period, sources)
    fields = {"name": name, "kind": kind, "period": str(when), "opens": opens, "documents": list(documents)}
    try:
        with transaction.atomic():
            made = Round.objects.create(cycle=cycle, adoption=adoption, **fields, **given)
    except IntegrityError as error:  # there is one, or somebody prepares it at this moment
        raise Refused(_("“%(name)s”已经有了。请另取名称。") % {"name": name}, "name") from error
    new = {key: said(value) for key, value in fields.items()}
    new |= _filled(made, when, items=items, sources=sources, entrants=entrants, steps=steps, spared=spared)
    record(by=by, room=ROOM, verb="prepare_round", subject=subject(made), powers=powers_of(by), new=new)
    return made


def _filled(made: Round, when: Period, **given: Any) -> dict[str, Any]:
    """Everything in a round; gives it as it enters the event."""
    steps, spared = given["steps"], given["spared"]
    stages = Step.objects.bulk_create(Step(round=made, place=n, name=one) for n, one in enumerate(steps, 1))
    held, there = _items(made, given["items"], when), _entrants(made, given["entrants"])
    _sources(made, given["sources"], held, {one.name: one for one in stages})
    Spared.objects.bulk_create(
        (Spared(round=made, unit=unit, person=person, why=why) for unit, person, why in spared), batch_size=5_000
    )
    names = [one["name"] for one in given["sources"]]
    return {"items": len(held), "entrants": there, "sources": names, "steps": list(steps), "spared": len(spared)}


def _documents(kind: str, period: str, sources: Sequence[Mapping[str, Any]]) -> list[str]:
    """What self-reports come with by the setting, where there are any."""
    asked = any(one["kind"] == "self" for one in sources)
    return documents_for(kind, period, setting("rounds.quarter_documents")) if asked else []


def _period(cycle: Cycle, kind: str, text: str) -> Period:
    try:
        found = Period.parse(text)
    except ValueError as error:
        raise Refused(_("“%(text)s”不是时期。请写 2026、2026-Q1 或 2026-09。") % {"text": text}, "period") from error
    if kind not in {"special", found.every}:
        raise Refused(_("轮次种类与时期 %(text)s 不符。请改时期或种类。") % {"text": text}, "period")
    if found.year != cycle.year:
        raise Refused(_("%(text)s 不在 %(year)s 年度内。") % {"text": text, "year": cycle.year}, "period")
    return found


def _items(made: Round, items: Sequence[Mapping[str, Any]], when: Period) -> dict[str, Item]:
    held = Item.objects.bulk_create(Item(round=made, place=place, **one) for place, one in enumerate(items, 1))
    before = (
        assessed_before(made.cycle, made.adoption, when, [one.code for one in held]) if made.kind != "special" else {}
    )
    for one in held:
        one.taken_from.set(before.get(one.code, []))
    return {one.code: one for one in held}


def _sources(
    made: Round, sources: Sequence[Mapping[str, Any]], held: Mapping[str, Item], steps: Mapping[str, Step]
) -> None:
    for place, one in enumerate(sources, 1):
        given = dict(one)
        asked, step = given.pop("items", None), given.pop("step", None)
        questions, given["form"] = given.pop("questions", {}), in_order(given.get("form") or {})
        source = Source.objects.create(round=made, place=place, step=steps.get(step or ""), **given)
        codes = (
            dict.fromkeys(held, "")
            if asked is None
            else asked
            if isinstance(asked, Mapping)
            else dict.fromkeys(asked, "")
        )
        if one["kind"] != "vote" or asked is not None:
            Asked.objects.bulk_create(
                Asked(source=source, item=held[code], fact=fact, question=questions.get(code, ""))
                for code, fact in codes.items()
            )
        if source.body is not None and source.who == "assessors":
            seated = source.body.seats.filter(person__isnull=False).order_by("id").values_list("person", flat=True)
            _name(source, list(dict.fromkeys(seated)))


def _name(source: Source, people: Sequence[int]) -> None:
    Assessor.objects.bulk_create(
        Assessor(source=source, person_id=one, number=number) for number, one in enumerate(people, 1)
    )


def _entrants(
    made: Round, entrants: Iterable[tuple[Unit, Person | None] | tuple[Unit, Person | None, str]] | None
) -> int:
    if entrants is None:
        klass = made.adoption.appraisal_class if made.adoption else ""
        several: list[tuple[Unit, Person | None, str, str]] = [
            (one.unit, None, one.short, "") for one in participants(made.cycle) if one.appraisal_class == klass
        ]
    else:
        there = [(one[0], one[1], one[2] if len(one) > 2 else "") for one in entrants]
        names = unit_names([unit.pk for unit, person, _note in there if person is None])
        several = [(unit, person, person.name if person else names[unit.pk], note) for unit, person, note in there]
    made_all = Entrant.objects.bulk_create(
        (Entrant(round=made, unit=unit, person=person, name=name, note=note) for unit, person, name, note in several),
        batch_size=5_000,
    )
    return len(made_all)


@action
def name_assessors(*, by: Account | None, source: Source, people: Sequence[Person]) -> Source:
    """Say who fills in the sheets of a source; only as long as nobody has begun."""
    _keeps(by, "name_assessors", subject(source))
    if source.who != "assessors":
        raise Refused(_("“%(name)s”不由评分组评分，不用定名单。") % {"name": source.name}, "people")
    if source.sheets.exists():
        raise Refused(_("“%(name)s”已经有人评分，名单不能再改。") % {"name": source.name}, "people")
    source.assessors.all().delete()
    _name(source, [one.pk for one in people])
    new = {"source": source.name, "people": [one.code for one in people]}
    record(by=by, room=ROOM, verb="name_assessors", subject=subject(source), powers=powers_of(by), new=new)
    return source


@action
def set_weights(*, by: Account | None, entrant: Entrant, weights: Mapping[str, Decimal]) -> Entrant:
    """Give an entrant weights of its own, by item code; they make 100 (JQ-20)."""
    _keeps(by, "set_weights", subject(entrant))
    if entrant.round.state != "draft":
        raise Refused(_("这一轮已经启动，权重不能再改。"))
    items = {one.code: one for one in entrant.round.items.filter(code__in=weights)}
    whole = sum((Fraction(one) for one in weights.values()), Fraction(0))
    if whole != HUNDRED:
        told = {"name": entrant.name, "sum": said(sum(weights.values()))}
        raise Refused(_("%(name)s 的权重合计 %(sum)s，应为 100。") % told, "weights")
    entrant.weights.all().delete()
    Weight.objects.bulk_create(
        Weight(entrant=entrant, item=items[code], value=value) for code, value in weights.items()
    )
    new, code = {one: said(value) for one, value in weights.items()}, entrant.unit.code
    record(by=by, room=ROOM, verb="set_weights", subject=subject(entrant), unit=code, powers=powers_of(by), new=new)
    return entrant


@action
def state_systems(*, by: Account | None, one: Round, systems: Mapping[str, str]) -> Round:
    """Write down the systems a round must have before it starts (JQ-20)."""
    _keeps(by, "state_systems", subject(one))
    if one.state != "draft":
        raise Refused(_("这一轮已经启动，体系说明不能再改。"))
    one.systems = {name: words for name, words in systems.items() if words.strip()}
    one.save(update_fields=["systems"])
    new = {"systems": sorted(one.systems)}
    record(by=by, room=ROOM, verb="state_systems", subject=subject(one), powers=powers_of(by), new=new)
    return one


@action
def open_round(*, by: Account | None, one: Round, accepted: bool = False) -> Round:
    """Start a round: its marks and weights add up, and everything it must have is there.

    Args:
        by: the account that acts.
        one: the round.
        accepted: what is weak about who rates whom was read, and the round is started all the same.
    """
    _keeps(by, "open_round", subject(one))
    alone(one)
    state = moved(ROUND, one.state, "open_round", ROUND_NAMES)
    if one.opens > today():
        raise Refused(_("“%(name)s”自 %(day)s 起，现在还不能启动。") % {"name": one.name, "day": one.opens})
    for found in chain(_unready(one), counted_twice(one)):
        raise Refused(found)
    weak = design_warnings(one)
    if weak and not accepted:
        raise Refused(_("启动前请看评议关系的提示：%(words)s") % {"words": " ".join(weak)}, "accepted")
    freeze_rules(one)
    one.state, one.opened_at = state, timezone.now()
    one.save(update_fields=["state", "opened_at"])
    new = {"state": state, "entrants": one.entrants.count(), "items": one.items.count(), "warned": weak}
    record(by=by, room=ROOM, verb="open_round", subject=subject(one), powers=powers_of(by), new=new)
    return one


def _unready(one: Round) -> Iterable[str]:
    """Why a round cannot start yet."""
    absent = [name for name in one.needs if not one.systems.get(name, "").strip()]
    if absent:
        yield _("还缺：%(names)s。补写后再启动。") % {"names": _("、").join(absent)}
    if not one.sources.exists() or not one.entrants.exists():
        yield _("还没有评分来源或参评对象。")
    for source in one.sources.select_related("round"):
        items = [item for item in items_of(source) if item.mode == "award"]
        whole = sum((Fraction(item.full or 0) for item in items), Fraction(0))
        bare = [item for item in items_of(source) if item.mode == "pass" and (item.standard is None or not item.better)]
        if bare:
            yield _("“%(name)s”是合格评价，须先定标准和方向。") % {"name": bare[0].name}
        if source.full is not None and whole != Fraction(source.full):
            told = {"name": source.name, "full": said(source.full)}
            told["sum"] = said(sum((item.full or Decimal(0) for item in items), Decimal(0)))
            yield _("“%(name)s”各项满分合计 %(sum)s，应为 %(full)s。请改各项满分。") % told
        if source.kind == "sheet" and source.who == "assessors" and not source.assessors.exists():
            yield _("“%(name)s”还没有定评分人。") % {"name": source.name}
        if source.kind == "rate" and source.who != "codes" and not source.pairs.exists():
            yield _("“%(name)s”还没有定谁评谁。请先生成评议关系。") % {"name": source.name}
    if one.combine == "weighted":
        yield from _unweighted(one)


def _unweighted(one: Round) -> Iterable[str]:
    items = list(one.items.filter(taken_from__isnull=True, mode="award"))
    for entrant in one.entrants.all():
        weights = weights_of(entrant, items)
        whole = sum((Fraction(value) for value in weights.values()), Fraction(0))
        if whole != HUNDRED:
            told = {"name": entrant.name, "sum": said(sum(weights.values(), Decimal(0)))}
            yield _("%(name)s 的权重合计 %(sum)s，应为 100。") % told
        main = sum((Fraction(weights[item.pk]) for item in items if item.axis == one.principal), Fraction(0))
        if one.principal and main <= HUNDRED - main:
            yield _("以“%(axis)s”为主，其权重须过半。") % {"axis": one.principal}


@action
def open_step(*, by: Account | None, step: Step) -> Step:
    """Begin a step; the one before it is closed (HB-34)."""
    _keeps(by, "open_step", subject(step))
    alone(step)
    state = moved(STEP, step.state, "open_step", STEP_NAMES)
    if step.round.state != "open":
        raise Refused(_("这一轮还没有启动或已经办结。"))
    before = step.round.steps.filter(place__lt=step.place).exclude(state="closed").first()
    if before is not None:
        told = {"before": before.name, "name": step.name}
        raise Refused(_("“%(before)s”还没有完成，不能开始“%(name)s”。") % told)
    step.state, step.opened_on = state, today()
    step.save(update_fields=["state", "opened_on"])
    new = {"step": step.name, "state": state}
    record(by=by, room=ROOM, verb="open_step", subject=subject(step), powers=powers_of(by), new=new)
    return step


@action
def close_step(*, by: Account | None, step: Step, note: str = "") -> Step:
    """Close a step; what its sources are to bring is there."""
    _keeps(by, "close_step", subject(step))
    alone(step)
    state = moved(STEP, step.state, "close_step", STEP_NAMES)
    there = list(step.round.entrants.select_related("report", "unit", "person"))
    lacking = [
        gap
        for source in step.round.sources.filter(step=step, required=True).select_related("round")
        for gap in side(source, there).gaps
    ]
    if lacking:
        told = {"name": step.name, "n": len(lacking), "what": named(lacking)}
        raise Refused(_("“%(name)s”还缺 %(n)s 项：%(what)s。") % told)
    step.state, step.closed_on, step.note = state, today(), note
    step.save(update_fields=["state", "closed_on", "note"])
    new = {"step": step.name, "state": state, "note": note}
    record(by=by, room=ROOM, verb="close_step", subject=subject(step), powers=powers_of(by), new=new)
    return step


@action
def close_round(*, by: Account | None, one: Round) -> Round:
    """Close a round: every step done, every source there. From then on it counts for formal scoring."""
    _keeps(by, "close_round", subject(one))
    hold(one, alone=True)
    alone(one)
    state = moved(ROUND, one.state, "close_round", ROUND_NAMES)
    steps = list(one.steps.exclude(state="closed").values_list("name", flat=True))
    if steps:
        raise Refused(_("还有步骤没有完成：%(names)s。") % {"names": _("、").join(steps)})
    lacking = gaps_of(one)
    if lacking:
        raise Refused(_("还缺 %(n)s 项，不能办结：%(what)s。") % {"n": len(lacking), "what": named(lacking)})
    new = {"state": state, "ballots": count_pairs(one)}
    one.state, one.closed_at, one.closed_by = state, timezone.now(), by
    one.save(update_fields=["state", "closed_at", "closed_by"])
    record(by=by, room=ROOM, verb="close_round", subject=subject(one), powers=powers_of(by), new=new)
    return one
