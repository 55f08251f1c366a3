"""Rules of pay, circumstances that hold it back, and the people they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.models import Account, Person
from kaogong.org.models.people import Grade
from kaogong.org.queries import at, today
from kaogong.people.guards.careers import ROOM, demand_here, powers_of
from kaogong.people.guards.pay import may_approve_rule, may_close_hold, may_hold, may_keep_pay
from kaogong.people.models.pay import PayCircumstance, PayClass, PayHold, PayLine, PayRule
from kaogong.people.queries.pay import lacking
from kaogong.people.states.pay import BASES, EFFECTS, HOLD, REMAINDERS, RULE


def where(thing: Any) -> str:
    """How the audit names a thing of pay."""
    return f"{ROOM}.{type(thing).__name__.lower()}:{thing.pk}"


@action
def draft_pay_rule(
    *,
    by: Account | None,
    title: str,
    basis: str,
    classes: Sequence[Mapping[str, Any]],
    since: dt.date,
    kind: str = "bonus",
    recipients: str = "",
    standard: str = "",
    form: str = "",
    procedure: str = "",
    remainder: str = "largest",
    shared: bool = False,
    grades: Mapping[str, str] | None = None,
    grade_period: str = "same",
) -> PayRule:
    """A rule of pay: its four parts, the classes of recipients, and where the remainder goes."""
    demand_here(by, may_keep_pay(by) if by else "", "draft_pay_rule", f"{ROOM}.payrule")
    if PayRule.objects.filter(title=title.strip()).exists():
        raise Refused(_("已有名为“%(title)s”的发放办法。") % {"title": title}, "title")
    if basis not in BASES or remainder not in REMAINDERS:
        raise Refused(_("请选计算方式和余数归属。"), "basis" if basis not in BASES else "remainder")
    made = PayRule.objects.create(
        title=title.strip(), kind=kind, recipients=recipients, standard=standard, form=form, procedure=procedure,
        basis=basis, remainder=remainder, shared=shared, grades=_coefficients(grades or {}), since=since,
        grade_period=grade_period, by=by,
    )  # fmt: skip
    _classes(made, classes)
    new = {"title": made.title, "basis": basis, "remainder": remainder, "classes": len(classes)}
    record(by=by, room=ROOM, verb="draft_pay_rule", subject=where(made), powers=powers_of(by), new=new)
    return made


def _coefficients(grades: Mapping[str, str]) -> dict[str, str]:
    for grade, words in grades.items():
        try:
            value = Decimal(words)
        except InvalidOperation:
            value = Decimal(-1)
        if not value.is_finite() or value < 0:
            raise Refused(_("等次“%(grade)s”的系数须是不小于零的数。") % {"grade": grade}, "grades")
    return {grade: str(words) for grade, words in grades.items()}


def _classes(rule: PayRule, classes: Sequence[Mapping[str, Any]]) -> None:
    known, taken = set(Grade.values), set[str]()
    for place, one in enumerate(classes, 1):
        levels = list(one["grades"])
        if unknown := [level for level in levels if level not in known]:
            raise Refused(_("没有“%(level)s”这一岗位层次。") % {"level": unknown[0]}, "classes")
        if twice := taken.intersection(levels):
            names = {str(key): str(name) for key, name in Grade.choices}
            raise Refused(_("“%(level)s”列在两类里，一人只能归一类。") % {"level": names[twice.pop()]}, "classes")
        taken.update(levels)
        standard, coefficient = one.get("standard"), one.get("coefficient")
        coefficient = Decimal(1) if coefficient is None else coefficient
        if coefficient < 0 or (standard is not None and standard < 0):
            raise Refused(_("标准和系数不能小于零。"), "classes")
        PayClass.objects.create(
            rule=rule, place=place, name=one["name"], grades=levels, standard=standard, coefficient=coefficient
        )


@action
def change_pay_rule(
    *, by: Account | None, rule: PayRule, recipients: str, standard: str, form: str, procedure: str
) -> PayRule:
    """The four parts of a draft are written anew."""
    demand_here(by, may_keep_pay(by) if by else "", "change_pay_rule", where(rule))
    held = _follow(rule, "change_pay_rule")
    new = {"recipients": recipients, "standard": standard, "form": form, "procedure": procedure}
    old = {name: getattr(held, name) for name in new}
    for name, words in new.items():
        setattr(held, name, words)
    held.save(update_fields=list(new))
    record(by=by, room=ROOM, verb="change_pay_rule", subject=where(held), powers=powers_of(by), old=old, new=new)
    return held


def _follow(rule: PayRule, verb: str) -> PayRule:
    held = PayRule.objects.select_for_update().get(pk=rule.pk)
    state = after(RULE, held.state, verb)
    if state is None:
        raise Refused(_("发放办法现在是“%(state)s”，不能这样办。") % {"state": held.get_state_display()})
    held.state = state
    return held


@action
def approve_pay_rule(*, by: Account | None, rule: PayRule) -> PayRule:
    """Somebody else approves a rule; only then is anything paid by it (XM-12)."""
    demand_here(by, may_approve_rule(by, rule) if by else "", "approve_pay_rule", where(rule))
    held = _follow(rule, "approve_pay_rule")
    if missing := lacking(held):
        raise Refused(_("发放办法还缺：%(words)s。写全后再批准。") % {"words": _("、").join(missing)})
    held.approved_by, held.approved_on = by, today()
    held.save(update_fields=["state", "approved_by", "approved_on"])
    new = {"state": held.state, "on": str(held.approved_on)}
    record(by=by, room=ROOM, verb="approve_pay_rule", subject=where(held), powers=powers_of(by), new=new)
    return held


@action
def end_pay_rule(*, by: Account | None, rule: PayRule, until: dt.date, reason: str) -> PayRule:
    """Nothing more is paid by a rule from a day on."""
    demand_here(by, may_keep_pay(by) if by else "", "end_pay_rule", where(rule))
    held = _follow(rule, "end_pay_rule")
    if until <= held.since:
        raise Refused(_("停用日期须晚于起用日期 %(day)s。") % {"day": held.since}, "until")
    held.until = until
    held.save(update_fields=["state", "until"])
    new = {"state": held.state, "until": str(until)}
    record(by=by, room=ROOM, verb="end_pay_rule", subject=where(held), powers=powers_of(by), new=new, reason=reason)
    return held


# --- what holds pay back --------------------------------------------------------------------------------------------


@action
def set_circumstance(
    *,
    by: Account | None,
    name: str,
    effect: str,
    basis: str = "",
    sanctions: bool = False,
    since: dt.date | None = None,
) -> PayCircumstance:
    """A circumstance withholds or defers pay; set again, it does the other."""
    demand_here(by, may_keep_pay(by) if by else "", "set_circumstance", f"{ROOM}.paycircumstance")
    if effect not in EFFECTS:
        raise Refused(_("请选不予发放或暂缓发放。"), "effect")
    held = PayCircumstance.objects.select_for_update().filter(name=name.strip()).first()
    old = {"effect": held.effect} if held else None
    held = held or PayCircumstance(name=name.strip(), since=since or today())
    held.effect, held.basis, held.sanctions = effect, basis, sanctions
    held.save()
    new = {"name": held.name, "effect": effect}
    record(by=by, room=ROOM, verb="set_circumstance", subject=where(held), powers=powers_of(by), old=old, new=new)
    return held


@action
def hold_pay(
    *, by: Account | None, person: Person, circumstance: PayCircumstance, words: str, since: dt.date
) -> PayHold:
    """A person's pay is held back from a day on."""
    subject = f"org.person:{person.code}"
    demand_here(by, may_hold(by) if by else "", "hold_pay", subject)
    if not PayCircumstance.objects.filter(at(today()), pk=circumstance.pk).exists():
        raise Refused(_("这一情形已经停用。"), "circumstance")
    if not words.strip():
        raise Refused(_("请写明事由。"), "words")
    if PayHold.objects.filter(person=person, circumstance=circumstance, state="open").exists():
        raise Refused(_("%(person)s已因“%(name)s”暂停发放。") % {"person": person, "name": circumstance}, "person")
    made = PayHold.objects.create(person=person, circumstance=circumstance, words=words.strip(), since=since, by=by)
    new = {"circumstance": circumstance.name, "effect": circumstance.effect, "since": str(since)}
    record(by=by, room=ROOM, verb="hold_pay", subject=where(made), powers=powers_of(by), new=new)
    return made


@action
def clear_hold(*, by: Account | None, hold: PayHold, outcome: str, day: dt.date | None = None) -> PayHold:
    """Nothing was found: what was deferred is released, to the cent (XM-13)."""
    demand_here(by, may_close_hold(by, hold.by_id) if by else "", "clear_hold", where(hold))
    held = _closed(hold, "clear_hold", outcome, day or today(), by)
    waiting = list(PayLine.objects.select_for_update().filter(hold=held, state="deferred", run__state="paid"))
    for line in waiting:
        line.state, line.released_on = "released", held.closed_on
    PayLine.objects.bulk_update(waiting, ["state", "released_on"])
    sums = {"released": str(sum((one.amount or Decimal(0) for one in waiting), Decimal("0.00"))), "lines": len(waiting)}
    record(by=by, room=ROOM, verb="clear_hold", subject=where(held), powers=powers_of(by), new=sums, reason=outcome)
    return held


@action
def uphold_hold(*, by: Account | None, hold: PayHold, outcome: str, day: dt.date | None = None) -> PayHold:
    """It was found true: what was deferred is not paid."""
    demand_here(by, may_close_hold(by, hold.by_id) if by else "", "uphold_hold", where(hold))
    held = _closed(hold, "uphold_hold", outcome, day or today(), by)
    number = PayLine.objects.filter(hold=held, state="deferred").update(state="withheld")
    new = {"withheld": number}
    record(by=by, room=ROOM, verb="uphold_hold", subject=where(held), powers=powers_of(by), new=new, reason=outcome)
    return held


def _closed(hold: PayHold, verb: str, outcome: str, day: dt.date, by: Account | None) -> PayHold:
    held = PayHold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    state = after(HOLD, held.state, verb)
    if state is None:
        raise Refused(_("这一登记现在是“%(state)s”，不能这样办。") % {"state": held.get_state_display()})
    if not outcome.strip():
        raise Refused(_("请写结论。"), "outcome")
    if day < held.since or day > today():
        raise Refused(_("结束日期须在登记之日和今天之间。"), "day")
    held.state, held.closed_on, held.closed_by, held.outcome = state, day, by, outcome.strip()
    held.save(update_fields=["state", "closed_on", "closed_by", "outcome"])
    return held
