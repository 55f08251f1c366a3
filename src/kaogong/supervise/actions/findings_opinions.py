"""Opinions of the public broken down to the unit that must answer each (FZ-18)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.org.models import Account, Unit
from kaogong.org.queries import after_days, setting, today
from kaogong.supervise.guards.inspections import ROOM, demand_here, may_answer, may_run, powers_of
from kaogong.supervise.models import Opinion


@action
def break_down(*, by: Account | None, batch: str, rows: Sequence[tuple[str, Unit, str]]) -> list[Opinion]:
    """Give every opinion to its unit. A row: number, unit, words."""
    where = f"{ROOM}.opinion"
    demand_here(by, may_run(by), "break_down", where)
    if not batch.strip() or not rows:
        raise Refused(_("请写明批次，并至少列出一条意见。"), "batch" if not batch.strip() else "rows")
    numbers = [number for number, _unit, _words in rows]
    taken = set(Opinion.objects.filter(batch=batch.strip(), number__in=numbers).values_list("number", flat=True))
    twice = sorted(taken | {one for one in numbers if numbers.count(one) > 1})
    if twice:
        raise Refused(_("序号重复：%(numbers)s。请改序号。") % {"numbers": _("、").join(twice)}, "rows")
    last = after_days(today(), setting("supervise.opinion_days"))
    made = Opinion.objects.bulk_create(
        Opinion(batch=batch.strip(), number=number, unit=unit, words=words, sent_on=today(), due_on=last)
        for number, unit, words in rows
    )
    new = {
        "batch": batch,
        "opinions": len(made),
        "units": sorted({unit.code for _n, unit, _w in rows}),
        "due": str(last),
    }
    record(by=by, room=ROOM, verb="break_down", subject=where, powers=powers_of(by), new=new)
    return made


@action
def reply_opinion(*, by: Account | None, opinion: Opinion, reply: str, result: str) -> Opinion:
    """The unit answers this very opinion, and says what was put right."""
    held = Opinion.objects.select_for_update(of=("self",)).select_related("unit").get(pk=opinion.pk)
    where = f"{ROOM}.opinion:{held.pk}"
    demand_here(by, may_answer(by, held.unit_id) if by else "", "reply_opinion", where, held.unit.code)
    if held.state == "replied":
        raise Refused(_("这条意见已经答复。"))
    if not reply.strip() or not result.strip():
        raise Refused(_("答复和整改结果都须写明。"), "reply" if not reply.strip() else "result")
    held.state, held.reply, held.result, held.replied_on, held.replied_by = "replied", reply, result, today(), by
    held.save(update_fields=["state", "reply", "result", "replied_on", "replied_by"])
    new = {"batch": held.batch, "number": held.number}
    record(by=by, room=ROOM, verb="reply_opinion", subject=where, unit=held.unit.code, powers=powers_of(by), new=new)
    return held
