"""Cases handled in the house: taken online, step by step, by different people within their limits.

What may not be done is refused before anything is written; the attempt leaves one line in the record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.approvals.actions.staging import stage, write
from kaogong.approvals.guards import ROOM, demand_here, may_handle, powers_of
from kaogong.approvals.models import Authority, Benchmark, Case, CaseEvent, Intake, ItemVersion, Source, Step
from kaogong.approvals.queries.columns import COLUMNS
from kaogong.approvals.queries.house import HOUSE
from kaogong.approvals.states import OPEN, PAUSES
from kaogong.audit.actions import Refused, action, demand, record
from kaogong.org.models import Account
from kaogong.org.queries import at, today


def _moment() -> dt.datetime:
    """Now, on the day it is in this installation."""
    now = timezone.localtime()
    return dt.datetime.combine(today(), now.timetz())


def _told(by: Account, case: str, verb: str, **cells: str) -> int:
    """Write one event of the house, at this moment."""
    source, __ = Source.objects.get_or_create(code=HOUSE, defaults={"name": _("本系统")})
    turn = CaseEvent.objects.filter(source=source, case__number=case).count() + 1
    given = {
        "number": f"{case}-{turn}", "case": case, "verb": verb, "at": _moment().isoformat(),
        "handler": by.username,
    } | cells  # fmt: skip
    staged = stage(source, [(1, [given.get(one, "") for one in COLUMNS])])
    if staged.faults:
        raise Refused("\n".join(staged.told()))
    made = Intake.objects.create(source=source, way="house", name=case, rows=1, by=by)
    made.taken = write(source, made)
    made.save(update_fields=["taken"])
    return made.taken


@action
def submit_case(
    *, by: Account, version: ItemVersion, number: str, amount: Decimal | None = None, channel: str = "online"
) -> Case:
    """Take a case, online or at the window. Its limits and steps come from the inventory; nothing is typed twice (XM-55)."""
    body = version.item.body
    where, unit = f"{ROOM}.item:{version.item_id}", body.unit.code
    demand_here(by, may_handle(by, body), "submit_case", where, unit)
    if channel not in ("online", "window"):
        raise Refused(_("请选网上或窗口。"), "channel")
    if Case.objects.filter(number=number).exists():
        raise Refused(_("已有编号为“%(number)s”的办件。") % {"number": number}, "number")
    cells = {"item": version.item.code, "channel": channel} | ({"amount": f"{amount:f}"} if amount is not None else {})
    _told(by, number, "accept", **cells)
    made = Case.objects.get(number=number)
    record(
        by=by,
        room=ROOM,
        verb="submit_case",
        subject=f"{ROOM}.case:{made.pk}",
        unit=unit,
        powers=powers_of(by),
        new=cells,
    )
    return made


def _case(number: str) -> Case:
    found = Case.objects.select_for_update(of=("self",)).filter(number=number)
    held = found.select_related("body__unit", "version", "item").first()
    if held is None or held.body is None or held.version is None:
        raise Refused(_("没有编号为“%(number)s”的办件。") % {"number": number}, "number")
    return held


def _stop(why: str, case: Case, verb: str) -> None:
    """A hard stop: nothing happens, and the attempt is on record."""
    assert case.body is not None
    demand(why, room=ROOM, verb=verb, subject=f"{ROOM}.case:{case.pk}", unit=case.body.unit.code)


def _taken(case: Case) -> list[tuple[str, str, str]]:
    """What was done so far: verb, step, who."""
    return list(case.story.filter(live=True).order_by("at", "id").values_list("verb", "step", "handler"))


@action
def take_step(*, by: Account, number: str, step: str, words: str = "") -> Case:
    """Do one step of a case. A compulsory step cannot be jumped (JQ-10, JQ-15)."""
    case = _case(number)
    assert case.body is not None
    _stop(may_handle(by, case.body), case, "take_step")
    steps = list(Step.objects.filter(version=case.version_id))
    here = next((one for one in steps if one.code == step), None)
    done = {code for verb, code, _who in _taken(case) if verb == "step"}
    _stop(_step_stop(case, steps, here, done), case, "take_step")
    assert here is not None
    _told(by, number, "step", step=step, words=words)
    _recorded(by, case, "take_step", {"step": step, "place": here.place})
    return Case.objects.get(pk=case.pk)


def _step_stop(case: Case, steps: list[Step], here: Step | None, done: set[str]) -> str:
    if case.state != "running":
        return _("办件现在是“%(state)s”，不能办环节。") % {"state": case.get_state_display()}
    if here is None:
        return _("这个事项没有这个环节。")
    if here.code in done:
        return _("环节“%(name)s”已经办过。") % {"name": here.name}
    before = [one.name for one in steps if one.compulsory and one.place < here.place and one.code not in done]
    if before:
        words = _("“%(name)s”之前还有必经环节未办：%(before)s。不能跳过。")
        return words % {"name": here.name, "before": _("、").join(before)}
    return ""


@action
def decide_case(
    *,
    by: Account,
    number: str,
    amount: Decimal | None = None,
    multiple: Decimal | None = None,
    reason: str = "",
    second: Account | None = None,
) -> Case:
    """Decide a case: within one's limit, not by who accepted it, by enough people, within the benchmark or with reasons.

    Args:
        by: who decides.
        number: of the case.
        amount: the sum decided, where there is one.
        multiple: the discretion used, where the item has a benchmark.
        reason: why it lies outside the benchmark.
        second: who approved that beside.
    """
    case = _case(number)
    assert case.body is not None
    _stop(may_handle(by, case.body), case, "decide_case")
    for stop in (_limit_stop(by, case, amount), _people_stop(by, case)):
        _stop(stop, case, "decide_case")
    _stop(_benchmark_stop(by, case, multiple, reason, second), case, "decide_case")
    if case.version is not None and case.version.needs_approval and not case.approved:
        _stop(_("这个事项须先报批。没有报批记录，不能办结。"), case, "decide_case")
    told = "" if multiple is None else _("裁量 %(n)s 倍 %(why)s") % {"n": f"{multiple:f}", "why": reason}
    cells = {"words": told[:200]} | ({"amount": f"{amount:f}"} if amount is not None else {})
    _told(by, number, "decide", **cells)
    new = {
        "amount": None if amount is None else f"{amount:f}",
        "multiple": None if multiple is None else f"{multiple:f}",
    }
    _recorded(by, case, "decide_case", new | {"second": second.username if second else ""}, reason)
    return Case.objects.get(pk=case.pk)


def _recorded(by: Account, case: Case, verb: str, new: dict[str, Any], reason: str = "") -> None:
    assert case.body is not None
    where, unit = f"{ROOM}.case:{case.pk}", case.body.unit.code
    record(by=by, room=ROOM, verb=verb, subject=where, unit=unit, powers=powers_of(by), new=new, reason=reason)


def _limit_stop(by: Account, case: Case, amount: Decimal | None) -> str:
    if amount is None:
        return ""
    held = Authority.objects.filter(account=by, body=case.body_id).filter(Q(item=case.item_id) | Q(item__isnull=True))
    limits = [one.most for one in held]
    if not limits:
        return _("您没有审批权限，不能决定 %(amount)s 元。") % {"amount": f"{amount:f}"}
    if None not in limits and amount > max(limits):
        words = _("您的审批权限是 %(most)s 元，不能决定 %(amount)s 元。请报上一级。")
        return words % {"most": f"{max(limits):f}", "amount": f"{amount:f}"}
    return ""


def _people_stop(by: Account, case: Case) -> str:
    if case.state != "running":
        return _("办件现在是“%(state)s”，不能办结。") % {"state": case.get_state_display()}
    taken = _taken(case)
    if any(verb == "accept" and who == by.username for verb, _step, who in taken):
        return _("受理人不能审批自己受理的办件。请另一位同事办理。")
    done = {code for verb, code, _who in taken if verb == "step"}
    left = [one.name for one in Step.objects.filter(version=case.version_id, compulsory=True) if one.code not in done]
    if left:
        return _("还有必经环节未办：%(left)s。") % {"left": _("、").join(left)}
    people = {who for verb, _step, who in taken if verb == "step"}
    wanted = case.version.deciders if case.version else 1
    if len(people | {by.username}) < wanted:
        words = _("重大事项须至少 %(wanted)s 人经办，现只有 %(people)s 人。")
        return words % {"wanted": wanted, "people": len(people | {by.username})}
    return ""


def _benchmark_stop(by: Account, case: Case, multiple: Decimal | None, reason: str, second: Account | None) -> str:
    held = Benchmark.objects.filter(item=case.item_id).first()
    if held is None or multiple is None or held.least <= multiple <= held.most:
        return ""
    assert case.body is not None
    if reason.strip() and second is not None and second.pk != by.pk and not may_handle(second, case.body):
        return ""
    words = _("%(n)s 倍不在裁量基准 %(least)s–%(most)s 倍之内。须写明理由，并由另一人复核同意。")
    return words % {"n": f"{multiple:f}", "least": f"{held.least:f}", "most": f"{held.most:f}"}


@action
def suspend_case(*, by: Account, number: str, reason: str, words: str = "") -> Case:
    """The clock stands still, for one of the reasons the law names."""
    case = _case(number)
    assert case.body is not None
    _stop(may_handle(by, case.body), case, "suspend_case")
    if reason not in PAUSES:
        raise Refused(_("请选中止原因。"), "reason")
    _stop(_state_stop(case, ("running",)), case, "suspend_case")
    _told(by, number, "suspend", reason=reason, words=words.strip())
    _recorded(by, case, "suspend_case", {"reason": reason}, words)
    return Case.objects.get(pk=case.pk)


@action
def resume_case(*, by: Account, number: str, words: str = "") -> Case:
    """The clock goes on."""
    case = _case(number)
    assert case.body is not None
    _stop(may_handle(by, case.body), case, "resume_case")
    _stop(_state_stop(case, ("suspended",)), case, "resume_case")
    _told(by, number, "resume", words=words.strip())
    _recorded(by, case, "resume_case", {"state": "running"}, words)
    return Case.objects.get(pk=case.pk)


@action
def drop_case(*, by: Account, number: str, words: str) -> Case:
    """Who applied withdraws the application."""
    case = _case(number)
    assert case.body is not None
    _stop(may_handle(by, case.body), case, "drop_case")
    _stop(_state_stop(case, OPEN), case, "drop_case")
    if not words.strip():
        raise Refused(_("请写明申请人怎样提出撤回。"), "words")
    _told(by, number, "drop", words=words.strip())
    _recorded(by, case, "drop_case", {"state": "dropped"}, words)
    return Case.objects.get(pk=case.pk)


def _state_stop(case: Case, wanted: Sequence[str]) -> str:
    if case.state in wanted:
        return ""
    return _("办件现在是“%(state)s”，不能这样办。") % {"state": case.get_state_display()}


@action
def ask_approval(*, by: Account, number: str, words: str = "") -> Case:
    """Record that a case was put before those above and approved."""
    case = _case(number)
    assert case.body is not None
    _stop(may_handle(by, case.body), case, "ask_approval")
    if case.approved:
        raise Refused(_("这个办件已有报批记录。"))
    _told(by, number, "approve", words=words)
    _recorded(by, case, "ask_approval", {"words": words})
    return Case.objects.get(pk=case.pk)


def version_today(code: str) -> ItemVersion | None:
    """The item of a code as it is today."""
    found = ItemVersion.objects.filter(at(today()), item__code=code)
    return found.select_related("item__body__unit").first()
