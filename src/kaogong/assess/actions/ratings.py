"""Ratings by several groups: who rates whom, marks kept and handed in, all of a source counted when the round closes."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from kaogong.assess.actions.counting import checked, into_box, rater_word
from kaogong.assess.actions.entering import copied
from kaogong.assess.actions.reviews import within
from kaogong.assess.actions.rounds import powers_of, subject
from kaogong.assess.guards import ROOM, demand_here
from kaogong.assess.guards.ratings import may_rate, may_rate_here
from kaogong.assess.guards.rounds import may_keep_rounds
from kaogong.assess.models import Entrant, Pair, Round, Source
from kaogong.assess.queries.ballots import Values, questions_of
from kaogong.assess.queries.pairing import Register, may_not_rate, proposed
from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Person
from kaogong.org.queries import today


@action
def pair_raters(*, by: Account | None, one: Round, seed: str = "") -> Round:
    """Say who rates whom in a round, from posts and portfolios, for all its sources at once.

    Oneself, declared relatives and those recused are left out. A group that is too large is drawn by lot, with a seed that is
    on record, so that anybody can draw it again.
    """
    _prepared(by, one, "pair_raters")
    entrants = list(one.entrants.select_related("unit", "person"))
    sources = list(one.sources.filter(kind="rate").exclude(who="codes").select_related("round"))
    drawn, register = seed or secrets.token_hex(8), Register(entrants)
    Pair.objects.filter(source__round=one).delete()
    told: dict[str, Any] = {"seed": drawn}
    with connection.cursor() as cursor:
        for source in sources:
            found = proposed(source, entrants, drawn, register)
            rows = ((source.pk, entrant, rater, "open", "") for entrant, rater in found.pairs)
            copied(cursor, Pair._meta.db_table, PAIR_COLUMNS, rows)  # noqa: SLF001 - the name Django gave the table
            source.form = source.form | {"barred": found.barred}
            told[source.name] = {"pairs": len(found.pairs), **found.barred}
    Source.objects.bulk_update(sources, ["form"])
    record(by=by, room=ROOM, verb="pair_raters", subject=subject(one), powers=powers_of(by), new=told)
    return one


PAIR_COLUMNS = ("source_id", "entrant_id", "rater_id", "state", "marks")


def _prepared(by: Account | None, one: Round, verb: str) -> None:
    demand_here(by, may_keep_rounds(by) if by else "", verb, subject(one))
    if one.state != "draft":
        raise Refused(_("这一轮已经启动，评议人不能再改。"))


@action
def set_raters(*, by: Account | None, source: Source, entrant: Entrant, people: Sequence[Person]) -> Entrant:
    """Name those who rate one entrant on a source, instead of those proposed.

    Raises:
        Refused: somebody is the entrant himself, a declared relative, or recused.
    """
    _prepared(by, source.round, "set_raters")
    if source.kind != "rate" or source.who == "codes":
        raise Refused(_("“%(name)s”不用定评议人。") % {"name": source.name}, "people")
    made = [Pair(source=source, entrant=entrant, rater=one) for one in people]
    for one in made:
        if why := may_not_rate(one):
            raise Refused(_("%(name)s：%(why)s") % {"name": one.rater, "why": why}, "people")
    Pair.objects.filter(source=source, entrant=entrant).delete()
    Pair.objects.bulk_create(made)
    new = {"source": source.name, "people": [one.code for one in people]}
    where, code = subject(entrant), entrant.unit.code
    record(by=by, room=ROOM, verb="set_raters", subject=where, unit=code, powers=powers_of(by), new=new)
    return entrant


# --- marks ----------------------------------------------------------------------------------------------------------


@action
def rate(*, by: Account, source: Source, marks: Mapping[int, Values]) -> list[Pair]:
    """Keep marks on the own ballots, by pair; they count when they are handed in.

    Raises:
        Refused: it is not the time, a ballot is in already, or a mark is beyond the scale.
    """
    demand_here(by, may_rate_here(by, source), "rate", subject(source))
    within(source.round, today())
    held = _own(by, source, marks)
    for one in held:
        demand_here(by, may_rate(by, one), "rate", subject(one.entrant))
        if one.state != "open":
            raise Refused(_("%(name)s 的票已经交了，不能再改。") % {"name": one.entrant.name}, f"m_{one.pk}")
        one.marks = _kept(source, one, marks[one.pk])
    Pair.objects.bulk_update(held, ["marks"], batch_size=500)
    record(by=by, room=ROOM, verb="rate", subject=subject(source), powers=powers_of(by), new={"ballots": len(held)})
    return held


def _own(by: Account, source: Source, wanted: Iterable[int]) -> list[Pair]:
    held = Pair.objects.select_for_update(of=("self",)).filter(source=source, rater=by.person_id, pk__in=list(wanted))
    return list(held.select_related("entrant__unit", "source__round").order_by("pk"))


def _kept(source: Source, pair: Pair, given: Values) -> str:
    """Marks as a pair keeps them."""
    found = {}
    for key in questions_of(source.form):
        value = given.get(key, "").strip()
        if value:
            found[key] = checked(source.form, value, f"m_{pair.pk}", pair.entrant.name)
    return json.dumps(found, ensure_ascii=False) if found else ""


@action
def hand_in(*, by: Account, source: Source) -> int:
    """Hand in every own ballot that is filled in; anonymous ones fall into the box, and nothing of them stays with the name.

    Raises:
        Refused: none is filled in.
    """
    demand_here(by, may_rate_here(by, source), "hand_in", subject(source))
    within(source.round, today())
    held = Pair.objects.select_for_update(of=("self",)).filter(source=source, rater=by.person_id, state="open")
    asked = list(questions_of(source.form))
    ready = []
    for one in held.select_related("entrant", "source").order_by("pk"):
        given = json.loads(one.marks) if one.marks else {}
        if given and all(given.get(key) for key in asked) and not may_not_rate(one):
            ready.append((one, given))
    if not ready:
        raise Refused(_("还没有填完的票。每个对象的每一项都填了，才能交。"))
    if source.anonymous:
        into_box(source, rater_word(source, by.person_id), {one.entrant_id: given for one, given in ready})
    for one, _given in ready:
        one.state = "handed"
        one.marks = "" if source.anonymous else one.marks
    Pair.objects.bulk_update([one for one, _given in ready], ["state", "marks"], batch_size=500)
    record(by=by, room=ROOM, verb="hand_in", subject=subject(source), powers=powers_of(by), new={"ballots": len(ready)})
    return len(ready)
