"""Ledgers are declared, opened and closed; units open those they keep themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.models import Account, Unit
from kaogong.org.queries import today
from kaogong.supervise.guards.ledgers import ROOM, demand_here, may_declare, may_open_own, powers_of
from kaogong.supervise.models import Ledger, LedgerItem, LedgerUnit
from kaogong.supervise.queries.ledger_templates import TEMPLATES
from kaogong.supervise.states.ledgers import LEDGER


@action
def declare_ledger(
    *,
    by: Account | None,
    code: str,
    name: str,
    section: str,
    items: Sequence[Mapping[str, Any]],
    unit: Unit | None = None,
    since: dt.date | None = None,
    **more: Any,
) -> Ledger:
    """Declare a ledger with its items.

    Args:
        by: the account that acts.
        code: a short code; entries are numbered under it.
        name: what it is called.
        section: the section named to keep it.
        items: aspect, name, and where they score, marks and events.
        unit: the unit of the section.
        since: from when it is kept.
        more: further fields of the ledger.
    """
    demand_here(by, may_declare(by) if by else "", "declare_ledger", f"{ROOM}.ledger:{code}")
    if Ledger.objects.filter(code=code).exists():
        raise Refused(_("已有编码为“%(code)s”的台账。请换一个编码。") % {"code": code}, "code")
    if Ledger.objects.filter(name=name).exists():
        raise Refused(_("已有名为“%(name)s”的台账。") % {"name": name}, "name")
    if not section.strip():
        raise Refused(_("请写明由哪个科室记录。"), "section")
    made = Ledger.objects.create(code=code, name=name, section=section, unit=unit, since=since or today(), **more)
    LedgerItem.objects.bulk_create([_item(made, number, one) for number, one in enumerate(items, 1)])
    new = {"code": code, "name": name, "section": section, "items": len(items)}
    record(by=by, room=ROOM, verb="declare_ledger", subject=_where(made), powers=powers_of(by), new=new)
    return made


def _item(ledger: Ledger, number: int, given: Mapping[str, Any]) -> LedgerItem:
    marks = given.get("marks")
    return LedgerItem(
        ledger=ledger, aspect=given["aspect"], code=f"{ledger.code}-{number:02d}", name=given["name"], place=number,
        marks=Decimal(marks) if marks else None, origin=given.get("origin", ""), events=list(given.get("events", ())),
    )  # fmt: skip


def _where(ledger: Ledger) -> str:
    return f"{ROOM}.ledger:{ledger.pk}"


def ship_ledger(*, account: Account | None, template: str, unit: Unit | None = None, **more: Any) -> Ledger:
    """Declare a ledger that is shipped."""
    one = TEMPLATES.get(template)
    if one is None:
        raise Refused(_("没有这种台账样式。"), "template")
    origin = one.origin if one.marks else ""
    items = [
        {"aspect": aspect, "name": name, "marks": marks if events else None, "origin": origin, "events": events}
        for aspect, name, marks, events in one.items
    ]
    aspects, number = one.counts or (None, None)
    given: dict[str, Any] = {
        "group": one.group, "about": one.about, "own": one.own, "basis": one.basis, "suppliers": one.suppliers,
        "sources": list(one.sources), "columns": [dict(each) for each in one.columns], "aspect_count": aspects,
        "item_count": number, "quorum": one.quorum, "limit": Decimal(one.limit) if one.limit else None,
        "bonus": one.bonus, "enters": one.enters, "confirms": one.confirms, "section": one.section,
    } | more  # fmt: skip
    return declare_ledger(by=account, code=one.code, name=one.name, items=items, unit=unit, **given)


@action
def add_ledger_item(
    *,
    by: Account | None,
    ledger: Ledger,
    aspect: str,
    name: str,
    marks: Decimal | None = None,
    events: Sequence[str] = (),
) -> LedgerItem:
    """One more item, while the ledger is being drafted."""
    demand_here(by, may_declare(by) if by else "", "add_ledger_item", _where(ledger))
    if ledger.state != "draft":
        raise Refused(_("台账已开始记录，不能再增加记录项。"))
    made = _item(ledger, ledger.items.count() + 1, {"aspect": aspect, "name": name, "marks": marks, "events": events})
    made.save()
    new = {"aspect": aspect, "name": name, "marks": None if marks is None else f"{marks:f}"}
    record(by=by, room=ROOM, verb="add_ledger_item", subject=_where(ledger), powers=powers_of(by), new=new)
    return made


@action
def open_ledger(*, by: Account | None, ledger: Ledger) -> Ledger:
    """Begin to record. A ledger whose measure says how many aspects and items it has must have them (LZ-05, LZ-06)."""
    demand_here(by, may_declare(by) if by else "", "open_ledger", _where(ledger))
    items = list(ledger.items.all())
    aspects = {one.aspect for one in items}
    for name, wanted, there in (
        (_("方面"), ledger.aspect_count, len(aspects)),
        (_("记录项"), ledger.item_count, len(items)),
    ):
        if wanted is not None and wanted != there:
            words = _("“%(ledger)s”应有 %(wanted)s 个%(what)s，现有 %(there)s 个。请补齐或删去后再启用。")
            raise Refused(words % {"ledger": ledger.name, "wanted": wanted, "what": name, "there": there})
    if not items:
        raise Refused(_("台账还没有记录项。请先添加。"))
    return _moved(by, ledger, "open_ledger")


@action
def close_ledger(*, by: Account | None, ledger: Ledger, until: dt.date) -> Ledger:
    """Nothing is entered any more from a day on; what stands in it stays."""
    demand_here(by, may_declare(by) if by else "", "close_ledger", _where(ledger))
    if until <= ledger.since:
        raise Refused(_("终止日须晚于起始日。"), "until")
    ledger.until = until
    return _moved(by, ledger, "close_ledger")


def _moved(by: Account | None, ledger: Ledger, verb: str) -> Ledger:
    state = after(LEDGER, ledger.state, verb)
    if state is None:
        raise Refused(_("台账现在是“%(state)s”，不能这样办。") % {"state": ledger.get_state_display()})
    old, ledger.state = {"state": ledger.state}, state
    ledger.save(update_fields=["state", "until"])
    new = {"state": state}
    record(by=by, room=ROOM, verb=verb, subject=_where(ledger), powers=powers_of(by), old=old, new=new)
    return ledger


@action
def open_own_ledger(
    *, by: Account | None, ledger: Ledger, unit: Unit, keeper: str, day: dt.date | None = None
) -> LedgerUnit:
    """A unit opens a ledger it keeps itself, and names who keeps it (QH-33)."""
    demand_here(by, may_open_own(by, unit) if by else "", "open_own_ledger", _where(ledger), unit.code)
    if not ledger.own or ledger.state != "open":
        raise Refused(_("“%(name)s”不是各单位自己建立的台账，或者还没有启用。") % {"name": ledger.name})
    if LedgerUnit.objects.filter(ledger=ledger, unit=unit).exists():
        raise Refused(_("本单位已经建立这本台账。"))
    if not keeper.strip():
        raise Refused(_("请写明由谁专人记录。"), "keeper")
    made = LedgerUnit.objects.create(ledger=ledger, unit=unit, keeper=keeper.strip(), opened_on=day or today(), by=by)
    new = {"ledger": ledger.name, "keeper": made.keeper}
    record(
        by=by, room=ROOM, verb="open_own_ledger", subject=_where(ledger), unit=unit.code, powers=powers_of(by), new=new
    )
    return made
