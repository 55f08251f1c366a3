"""One payment from drawing up to paying: counted, audited, approved by another person, paid to the cent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, alone, record
from kaogong.audit.states import after
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import today
from kaogong.people.actions.pay import where
from kaogong.people.guards.careers import ROOM, demand_here, powers_of
from kaogong.people.guards.pay import may_approve_run, may_audit_run, may_draw_run, may_return_run
from kaogong.people.models.pay import PayLine, PayRemoval, PayRule, PayRun
from kaogong.people.queries.pay import (
    candidates,
    class_of,
    content,
    fill,
    grade_names,
    holds_of,
    months_in,
    paid_elsewhere,
    removed,
    totals,
    waiting_lists,
    with_carried,
)
from kaogong.people.states.pay import RUN

CHANGED = ("state", "reason", "hold", "grade", "by_grade", "amount")
SHOWN = 5


@action
def draw_run(
    *,
    by: Account | None,
    rule: PayRule,
    period: str,
    title: str = "",
    unit: Unit | None = None,
    pool: Decimal | None = None,
    people: Iterable[Person] = (),
) -> PayRun:
    """Draw up a payment: everybody in a main post at the end of the period, and whoever is named beside.

    Args:
        by: the account that acts.
        rule: an approved rule; without one nothing is paid (XM-12).
        period: of which month, quarter, half or year.
        title: what it is called.
        unit: of which unit and those below; none: of all.
        pool: the sum to be shared, or the most that may be paid by standard, before what last year's result carried in.
        people: further people; whoever is in no class is excluded with the reason.
    """
    demand_here(by, may_draw_run(by, unit.pk if unit else None) if by else "", "draw_run", f"{ROOM}.payrun")
    rule = PayRule.objects.get(pk=rule.pk)
    when = _fit(rule, period, pool)
    pool, carried = with_carried(unit, when.first.year, pool)
    if PayRun.objects.filter(rule=rule, period=str(when), unit=unit).exclude(state="dropped").exists():
        raise Refused(_("这一时期已经拟过发放批次，请接着办理。"), "period")
    made = PayRun.objects.create(
        number=_next_number(), title=title.strip() or f"{when} {rule.title.removesuffix('办法')}", rule=rule, period=str(when), unit=unit,
        pool=pool, carried=carried, drawn_by=by, drawn_on=today())  # fmt: skip
    names, classes = grade_names(), list(rule.classes.all())
    lines = []
    for person, post in candidates(unit, when, people):
        there, every = months_in(person, when)
        words = _("%(title)s（%(level)s）") % {"title": post.title, "level": names[post.grade]} if post else ""
        lines.append(
            PayLine(
                run=made, person=person, unit=post.unit if post else None, post=words[:80], months=there,
                of_months=every, klass=class_of(classes, post.grade) if post else None,
            )
        )  # fmt: skip
    if not lines:
        raise Refused(_("这个范围里没有人。请核对单位。"), "unit")
    made.rest = fill(made, lines)
    made.save(update_fields=["rest"])
    PayLine.objects.bulk_create(lines)
    new = {"number": made.number, "lines": len(lines)} | _sums(made) | ({"carried": carried} if carried else {})
    code = unit.code if unit else ""
    record(by=by, room=ROOM, verb="draw_run", subject=where(made), unit=code, powers=powers_of(by), new=new)
    return made


def _fit(rule: PayRule, period: str, pool: Decimal | None) -> Period:
    if rule.state != "approved":
        raise Refused(_("发放办法还没有批准，不能据以发放。"), "rule")
    try:
        when = Period.parse(period)
    except ValueError as error:
        raise Refused(
            _("“%(text)s”不是时期。请写成 2026、2026-H1、2026-Q3 或 2026-09。") % {"text": period}, "period"
        ) from error
    if when.last < rule.since or (rule.until and when.first >= rule.until):
        raise Refused(_("“%(rule)s”在这一时期不适用。") % {"rule": rule}, "period")
    if when.first > today():
        raise Refused(_("这一时期还没有开始。"), "period")
    if rule.basis == "pool" and pool is None:
        raise Refused(_("按系数分配须填总额。"), "pool")
    if pool is not None and (pool <= 0 or pool != pool.quantize(Decimal("0.01"))):
        raise Refused(_("总额须大于零，精确到分。"), "pool")
    return when


def _next_number() -> str:
    head = f"FF-{today().year}-"
    last = PayRun.objects.filter(number__startswith=head).order_by("-number").values_list("number", flat=True).first()
    return f"{head}{int(last.removeprefix(head)) + 1 if last else 1:04d}"


def _sums(run: PayRun) -> dict[str, str]:
    found = totals(run)
    names = ("paid", "deferred", "withheld", "cut", "rest")
    return {name: f"{getattr(found, name)}" for name in names}


def _held(run: PayRun, verb: str) -> tuple[PayRun, str | None, str]:
    held = PayRun.objects.select_for_update(of=("self",)).select_related("rule", "unit").get(pk=run.pk)
    return held, after(RUN, held.state, verb), held.unit.code if held.unit else ""


def _now(run: PayRun, state: str | None) -> str:
    if state is None:
        raise Refused(_("发放批次现在是“%(state)s”，不能这样办。") % {"state": run.get_state_display()})
    return state


def _recount(run: PayRun) -> None:
    lines = list(run.lines.select_related("person", "klass", "unit").order_by("person__code"))
    run.rest = fill(run, lines)
    PayLine.objects.bulk_update(lines, CHANGED, batch_size=1000)
    run.save(update_fields=["rest"])


@action
def recount_run(*, by: Account | None, run: PayRun) -> PayRun:
    """Count a draft anew, as holds, removals and grades stand today."""
    held, state, code = _held(run, "recount_run")
    demand_here(by, may_draw_run(by, held.unit_id) if by else "", "recount_run", where(held), code)
    _now(held, state)
    _recount(held)
    record(by=by, room=ROOM, verb="recount_run", subject=where(held), unit=code, powers=powers_of(by), new=_sums(held))
    return held


@action
def change_payee(*, by: Account | None, line: PayLine, personal: Decimal, months: int, reason: str) -> PayLine:
    """The personal coefficient or the months of one person, with the reason; everybody is counted anew."""
    run, state, code = _held(line.run, "change_payee")
    demand_here(by, may_draw_run(by, run.unit_id) if by else "", "change_payee", where(run), code)
    _now(run, state)
    if personal < 0 or not 0 <= months <= line.of_months:
        field = "personal" if personal < 0 else "months"
        raise Refused(_("系数不小于零，月数不多于 %(n)s。") % {"n": line.of_months}, field)
    if not reason.strip():
        raise Refused(_("请写明为什么调整。"), "reason")
    old = {"personal": f"{line.personal}", "months": line.months}
    line.personal, line.months, line.note = personal, months, reason.strip()
    line.save(update_fields=["personal", "months", "note"])
    _recount(run)
    new = {"person": line.person.code, "personal": f"{personal}", "months": months}
    record(by=by, room=ROOM, verb="change_payee", subject=where(run), unit=code, powers=powers_of(by), old=old, new=new,
           reason=reason)  # fmt: skip
    line.refresh_from_db()
    return line


@action
def drop_run(*, by: Account | None, run: PayRun, reason: str) -> PayRun:
    """A draft is given up; it stays readable as such."""
    held, state, code = _held(run, "drop_run")
    demand_here(by, may_draw_run(by, held.unit_id) if by else "", "drop_run", where(held), code)
    held.state, held.reason = _now(held, state), reason
    held.save(update_fields=["state", "reason"])
    record(by=by, room=ROOM, verb="drop_run", subject=where(held), unit=code, powers=powers_of(by), reason=reason)
    return held


@action
def submit_run(*, by: Account | None, run: PayRun) -> PayRun:
    """To be audited: everything counted anew, nothing open, and within the sum there is."""
    held, state, code = _held(run, "submit_run")
    demand_here(by, may_draw_run(by, held.unit_id) if by else "", "submit_run", where(held), code)
    held.state = _now(held, state)
    _recount(held)
    missing = held.lines.filter(state="open").select_related("person").order_by("person__code")
    if number := missing.count():
        names = _("、").join(f"{one.person}" for one in missing[:SHOWN])
        raise Refused(_("有 %(n)s 人还算不出金额：%(names)s。请先补齐考核等次。") % {"n": number, "names": names})
    found = totals(held)
    if found.gap is not None and found.gap < 0:
        raise Refused(
            _("合计 %(sum)s 元，超出总额 %(gap)s 元。请调整后再送审。") % {"sum": found.sum, "gap": -found.gap}
        )
    held.save(update_fields=["state"])
    record(by=by, room=ROOM, verb="submit_run", subject=where(held), unit=code, powers=powers_of(by), new=_sums(held))
    return held


@action
def remove_payees(*, by: Account | None, run: PayRun, rows: Iterable[Mapping[str, object]]) -> list[PayRemoval]:
    """The audit removes people who are not entitled: what is cut is recorded, and they stay on the list (QH-26)."""
    held, state, code = _held(run, "remove_payees")
    demand_here(by, may_audit_run(by, held) if by else "", "remove_payees", where(held), code)
    _now(held, state)
    lines = {one.person_id: one for one in held.lines.select_related("person")}
    made: list[PayRemoval] = []
    for row in rows:
        person, reason = row["person"], str(row["reason"]).strip()
        assert isinstance(person, Person)
        line = lines.get(person.pk)
        if line is None or line.state not in ("payable", "deferred", "withheld"):
            raise Refused(_("%(person)s不在这一批的应发名单里。") % {"person": person}, "rows")
        if not reason:
            raise Refused(_("核减须逐人写明理由。"), "rows")
        made.append(PayRemoval(line=line, person=person, kind=held.rule.kind, cut=line.amount or Decimal(0),
                               reason=reason, on=today(), by=by))  # fmt: skip
        line.state, line.reason = "removed", _("审核核减：%(why)s") % {"why": reason}
    PayRemoval.objects.bulk_create(made)
    PayLine.objects.bulk_update([one.line for one in made], ["state", "reason"])
    cut = sum((one.cut for one in made), Decimal(0))
    new = {"people": [one.person.code for one in made], "cut": f"{cut}"}
    record(by=by, room=ROOM, verb="remove_payees", subject=where(held), unit=code, powers=powers_of(by), new=new)
    return made


@action
def lift_removal(*, by: Account | None, removal: PayRemoval, reason: str) -> PayRemoval:
    """A person comes off the list: entitled after all, or again. Not for what is paid already."""
    run, _state, code = _held(removal.line.run, "audit_run")
    demand_here(by, may_audit_run(by, run) if by else "", "lift_removal", where(run), code)
    alone(removal)
    if removal.lifted_on is not None:
        raise Refused(_("已于 %(day)s 移出核减名单。") % {"day": removal.lifted_on})
    if not reason.strip():
        raise Refused(_("请写明移出的理由。"), "reason")
    removal.lifted_on, removal.lifted_by, removal.lifted_why = today(), by, reason.strip()
    removal.save(update_fields=["lifted_on", "lifted_by", "lifted_why"])
    new = {"person": removal.person.code}
    record(by=by, room=ROOM, verb="lift_removal", subject=where(run), unit=code, powers=powers_of(by), new=new,
           reason=reason)  # fmt: skip
    return removal


@action
def audit_run(*, by: Account | None, run: PayRun, words: str) -> PayRun:
    """The audit is done; what it says stays with the run."""
    held, state, code = _held(run, "audit_run")
    demand_here(by, may_audit_run(by, held) if by else "", "audit_run", where(held), code)
    held.state = _now(held, state)
    if not words.strip():
        raise Refused(_("请写审核意见。"), "words")
    held.audited_by, held.audited_on, held.reason = by, today(), words.strip()
    held.save(update_fields=["state", "audited_by", "audited_on", "reason"])
    record(by=by, room=ROOM, verb="audit_run", subject=where(held), unit=code, powers=powers_of(by), new=_sums(held),
           reason=words)  # fmt: skip
    return held


@action
def return_run(*, by: Account | None, run: PayRun, reason: str) -> PayRun:
    """Back to whoever drew it up."""
    held, state, code = _held(run, "return_run")
    demand_here(by, may_return_run(by, held) if by else "", "return_run", where(held), code)
    old = {"state": held.state}
    held.state = _now(held, state)
    if not reason.strip():
        raise Refused(_("请写明退回的理由。"), "reason")
    held.reason, held.sm3, held.audited_by, held.audited_on = reason.strip(), "", None, None
    held.approved_by, held.approved_on = None, None
    held.save(update_fields=["state", "reason", "sm3", "audited_by", "audited_on", "approved_by", "approved_on"])
    record(by=by, room=ROOM, verb="return_run", subject=where(held), unit=code, powers=powers_of(by), old=old,
           new={"state": held.state}, reason=reason)  # fmt: skip
    return held


@action
def approve_run(*, by: Account | None, run: PayRun) -> PayRun:
    """Somebody who neither drew it up nor audited it approves what is to be paid; its hash is taken."""
    held, state, code = _held(run, "approve_run")
    demand_here(by, may_approve_run(by, held) if by else "", "approve_run", where(held), code)
    held.state = _now(held, state)
    held.approved_by, held.approved_on, held.sm3 = by, today(), content(held)
    held.save(update_fields=["state", "approved_by", "approved_on", "sm3"])
    new = _sums(held) | {"sm3": held.sm3}
    record(by=by, room=ROOM, verb="approve_run", subject=where(held), unit=code, powers=powers_of(by), new=new)
    return held


def _once(run: PayRun, people: list[int]) -> None:
    """Nobody is paid twice by one rule for one period, and no bonus before its list was publicised (XM-07).

    Raises:
        Refused: somebody stands in another run that was paid; a unit's quarter is not that far.
    """
    PayRule.objects.select_for_update().get(pk=run.rule_id)
    if twice := paid_elsewhere(run, people):
        names = _("、").join(f"{one.person}" for one in twice[:SHOWN])
        told = {"names": names, "run": twice[0].run.number}
        raise Refused(_("%(names)s这一时期已经在批次 %(run)s 发放，不能重复发放。请退回重拟。") % told)
    if run.rule.kind == "bonus" and (waiting := waiting_lists(run)):
        raise Refused(waiting[0])


@action
def pay_run(*, by: Account | None, run: PayRun) -> PayRun:
    """Paid: nobody on the list of those removed; whoever a circumstance holds since is not paid, or later."""
    held, state, code = _held(run, "pay_run")
    demand_here(by, may_draw_run(by, held.unit_id) if by else "", "pay_run", where(held), code)
    held.state = _now(held, state)
    if content(held) != held.sm3:
        raise Refused(_("明细与批准时不一致，不能发放。请退回重拟。"))
    lines = list(held.lines.filter(state__in=("payable", "deferred")).select_related("person").order_by("person__code"))
    numbers = [one.person_id for one in lines]
    _once(held, numbers)
    barred = removed(numbers, held.rule.kind)
    if stopped := [one for one in lines if one.person_id in barred]:
        names = _("、").join(f"{one.person}" for one in stopped[:SHOWN])
        raise Refused(_("%(names)s在审核核减名单上，不能发放。请退回重拟，或先移出名单。") % {"names": names})
    holds = holds_of(numbers, held)
    for line in lines:
        hold = holds.get(line.person_id)
        line.state = {"withhold": "withheld", "defer": "deferred"}[hold[0]] if hold else "paid"
        line.reason, line.hold = (hold[1][:300], hold[2]) if hold else ("", None)
    PayLine.objects.bulk_update(lines, ["state", "reason", "hold"], batch_size=1000)
    held.paid_by, held.paid_on = by, today()
    held.save(update_fields=["state", "paid_by", "paid_on"])
    paid = [one.person.code for one in lines if one.state == "paid"]
    new = _sums(held) | {"people": len(paid)}
    record(by=by, room=ROOM, verb="pay_run", subject=where(held), unit=code, powers=powers_of(by), new=new)
    return held
