"""Sheets of assessors, votes counted, results from outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.assess.actions.counting import hold
from kaogong.assess.actions.reviews import after_self, within
from kaogong.assess.actions.rounds import moved, named, powers_of, said, subject
from kaogong.assess.actions.selfreports import beyond
from kaogong.assess.guards import ROOM, demand_here
from kaogong.assess.guards.rounds import may_enter, may_keep_rounds, may_score
from kaogong.assess.models import Entrant, Item, Outcome, ScoreSheet, SheetMark, Source, Vote
from kaogong.assess.queries.completeness import items_of
from kaogong.assess.queries.links import in_letter
from kaogong.assess.states.rounds import SHEET, SHEET_NAMES
from kaogong.audit.actions import Refused, action, alone, record
from kaogong.audit.models import Evidence
from kaogong.org.models import Account
from kaogong.org.queries import today

Given = Mapping[int, Mapping[str, Any]]
"""By item: score, count and reason."""


@action
def score(*, by: Account, source: Source, entrant: Entrant, marks: Given) -> ScoreSheet:
    """Write on the own sheet; it counts when it is handed in.

    Raises:
        Refused: outside the window, before the self-report, beyond the marks of an item, or on a goal no letter promises.
    """
    where, code = subject(entrant), entrant.unit.code
    demand_here(by, may_score(by, source, entrant), "score", where, code)
    within(source.round, today())
    alone(entrant)
    after_self(entrant)
    assessor = source.assessors.filter(person=by.person_id or 0).first() if source.who == "assessors" else None
    held = ScoreSheet.objects.filter(source=source, entrant=entrant, assessor=assessor)
    sheet = held.first() or ScoreSheet(source=source, entrant=entrant, assessor=assessor)
    sheet.state, sheet.by = moved(SHEET, sheet.state, "score", SHEET_NAMES), by
    sheet.save()
    items = {one.pk: one for one in items_of(source)}
    promised = in_letter(entrant, items.values())
    told = {}
    for pk, given in marks.items():
        item = items.get(pk)
        if item is None:
            raise Refused(_("这一项不在评分内容里，或者年内已经考过。"), f"score_{pk}")
        if not promised.get(pk, True):
            words = _("“%(name)s”不在已签订的责任书里，不能评分。")
            raise Refused(words % {"name": item.name}, f"score_{pk}")
        mark = _mark(item, given)
        SheetMark.objects.update_or_create(sheet=sheet, item=item, defaults=mark)
        told[item.code] = [said(mark["score"]), mark["count"], mark["reason"]]
    record(by=by, room=ROOM, verb="score", subject=subject(sheet), unit=code, powers=powers_of(by), new=told)
    return sheet


def _mark(item: Item, given: Mapping[str, Any]) -> dict[str, Any]:
    """A mark as it is kept; on an item of deductions a count becomes points."""
    value, count = given.get("score"), given.get("count")
    if item.mode == "deduct" and count is not None:
        if count < 0:
            raise Refused(_("“%(name)s”的次数不能是负数。") % {"name": item.name}, f"count_{item.pk}")
        value = -(item.each or Decimal(0)) * count if count else Decimal(0)
    if why := beyond(item, value):
        raise Refused(why, f"score_{item.pk}")
    return {"score": value, "count": count, "reason": given.get("reason", "")}


@action
def submit_sheet(*, by: Account, sheet: ScoreSheet) -> ScoreSheet:
    """Hand a sheet in, with a mark on every item (LB-03)."""
    source, entrant = sheet.source, sheet.entrant
    demand_here(by, may_score(by, source, entrant), "submit_sheet", subject(sheet), entrant.unit.code)
    within(source.round, today())
    alone(sheet)
    if sheet.assessor is not None and sheet.assessor.person_id != by.person_id:
        raise Refused(_("这张表由 %(name)s 填写和提交。") % {"name": sheet.assessor})
    done = set(sheet.marks.filter(score__isnull=False).values_list("item_id", flat=True))
    lacking = [one for one in items_of(source) if one.pk not in done]
    if lacking:
        told = {"n": len(lacking), "names": named(lacking)}
        raise Refused(_("还有 %(n)s 项没有评：%(names)s。") % told, f"score_{lacking[0].pk}")
    sheet.state, sheet.submitted_at = moved(SHEET, sheet.state, "submit_sheet", SHEET_NAMES), timezone.now()
    sheet.told = ""
    sheet.save(update_fields=["state", "submitted_at", "told"])
    code, new = entrant.unit.code, {"state": sheet.state, "items": len(done)}
    record(by=by, room=ROOM, verb="submit_sheet", subject=subject(sheet), unit=code, powers=powers_of(by), new=new)
    return sheet


@action
def return_sheet(*, by: Account | None, sheet: ScoreSheet, reason: str) -> ScoreSheet:
    """The office gives a sheet back, with what has to be looked at again."""
    code = sheet.entrant.unit.code
    demand_here(by, may_keep_rounds(by) if by else "", "return_sheet", subject(sheet), code)
    if not reason.strip():
        raise Refused(_("请写明退回的原因。"), "reason")
    within(sheet.source.round, today())
    alone(sheet)
    old = {one.item.code: said(one.score) for one in sheet.marks.select_related("item")}
    sheet.state, sheet.told = moved(SHEET, sheet.state, "return_sheet", SHEET_NAMES), reason
    sheet.save(update_fields=["state", "told"])
    new, powers = {"state": sheet.state}, powers_of(by)
    record(
        by=by,
        room=ROOM,
        verb="return_sheet",
        subject=subject(sheet),
        unit=code,
        powers=powers,
        old=old,
        new=new,
        reason=reason,
    )
    return sheet


@action
def count_votes(
    *,
    by: Account | None,
    source: Source,
    entrant: Entrant,
    issued: int,
    counts: Mapping[str, int],
    held_on: dt.date,
    evidence: Evidence | None = None,
    reason: str = "",
) -> Vote:
    """Enter how a vote came out; entered anew, it is the next version, with a reason (HB-07, HB-44)."""
    where, code = subject(entrant), entrant.unit.code
    demand_here(by, may_enter(by, source) if by else "", "count_votes", where, code)
    within(source.round, today())
    alone(entrant)
    after_self(entrant)
    _countable(source, issued, counts)
    last = Vote.objects.filter(source=source, entrant=entrant).order_by("-version").first()
    if last is not None and not reason.strip():
        raise Refused(_("已经登记过。更正请写明理由，原计票留存。"), "reason")
    made = Vote.objects.create(
        source=source,
        entrant=entrant,
        version=last.version + 1 if last else 1,
        issued=issued,
        counts=dict(counts),
        held_on=held_on,
        evidence=evidence,
        reason=reason,
        by=by,
    )
    new = {"version": made.version, "issued": issued, "counts": dict(counts), "sm3": evidence.pk if evidence else ""}
    old = {"counts": last.counts} if last else None
    record(
        by=by,
        room=ROOM,
        verb="count_votes",
        subject=where,
        unit=code,
        powers=powers_of(by),
        old=old,
        new=new,
        reason=reason,
    )
    return made


def _countable(source: Source, issued: int, counts: Mapping[str, int]) -> None:
    for option, number in counts.items():
        if option not in source.options or number < 0:
            raise Refused(_("没有“%(option)s”这个选项，或票数是负数。") % {"option": option}, "counts")
    cast = sum(counts.values())
    if cast > issued or not cast:
        told = {"cast": cast, "issued": issued}
        raise Refused(_("各选项合计 %(cast)s 票，发出 %(issued)s 票。请核对。") % told, "issued")


@action
def return_opinion(*, by: Account | None, vote: Vote, words: str, on: dt.date | None = None) -> Vote:
    """Give the person the opinion of those who voted; late after the set day (HB-07)."""
    code = vote.entrant.unit.code
    demand_here(by, may_enter(by, vote.source) if by else "", "return_opinion", subject(vote), code)
    if not words.strip():
        raise Refused(_("请写评议意见。"), "words")
    alone(vote)
    vote.opinion, vote.returned_on = words, on or today()
    vote.save(update_fields=["opinion", "returned_on"])
    due = vote.source.due
    late = max(0, (vote.returned_on - due).days) if due else 0
    new = {"returned_on": str(vote.returned_on), "late": late, "words": words}
    record(by=by, room=ROOM, verb="return_opinion", subject=subject(vote), unit=code, powers=powers_of(by), new=new)
    return vote


@action
def take_outcomes(
    *,
    by: Account | None,
    source: Source,
    values: Mapping[int, Decimal],
    supplier: str = "",
    item: Item | None = None,
    evidence: Evidence | None = None,
    reason: str = "",
) -> list[Outcome]:
    """Take in results from outside, by entrant. Taken, they are locked: a change is a new version with its reason (XJ-03).

    Args:
        by: the account that acts.
        source: the source.
        values: the result of each entrant.
        supplier: who gave them; by default what the source is called.
        item: the item they are about, where the source speaks of several.
        evidence: the paper behind them.
        reason: why something that was taken in before is changed.
    """
    demand_here(by, may_enter(by, source) if by else "", "take_outcomes", subject(source))
    hold(source.round, alone=False)
    alone(source)
    if source.round.state == "draft":
        raise Refused(_("这一轮还没有启动，不能登记结果。"))
    last = {each.entrant_id: each for each in source.outcomes.filter(item=item).order_by("version")}
    changed = {key: value for key, value in values.items() if key not in last or last[key].value != value}
    if any(key in last for key in changed) and not reason.strip():
        raise Refused(_("已登记的结果不能直接改。更正请写明理由，原结果留存。"), "reason")
    held, after = source.round.entrants.in_bulk(changed), source.round.state == "closed"
    made = Outcome.objects.bulk_create(
        Outcome(
            source=source,
            entrant=held[key],
            item=item,
            version=last[key].version + 1 if key in last else 1,
            value=value,
            supplier=supplier or source.name,
            evidence=evidence,
            reason=reason,
            after_close=after,
            by=by,
        )
        for key, value in changed.items()
    )
    told: dict[str, Any] = _beside(made, last) | {"reason": reason}
    record(by=by, room=ROOM, verb="take_outcomes", subject=subject(source), powers=powers_of(by), **told)
    return made


def _beside(made: list[Outcome], last: Mapping[int, Outcome]) -> dict[str, Any]:
    """What was entered, and what stood there before."""
    new = {str(each.entrant_id): [said(each.value), each.version] for each in made}
    old = {str(each.entrant_id): said(last[each.entrant_id].value) for each in made if each.entrant_id in last}
    return {"old": old, "new": new}
