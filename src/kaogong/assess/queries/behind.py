"""What stands behind a line of a score: the page of the case, complaint, task, finding, ledger entry, result or report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from kaogong.approvals.guards import may_see as may_see_approvals
from kaogong.approvals.guards import may_see_unit
from kaogong.approvals.models import Body, Case
from kaogong.assess.models import Result
from kaogong.core.engine.explain.parts import Input, Part
from kaogong.core.scheme.period import Period
from kaogong.listen.guards.complaints import may_investigate, may_see_list
from kaogong.listen.guards.surveys import may_see as may_see_surveys
from kaogong.listen.models import Complaint, Lead
from kaogong.listen.models import Result as Heard
from kaogong.listen.queries.complaints import opened
from kaogong.listen.queries.complaints import seen as seen_complaints
from kaogong.listen.queries.complaints_scored import COUNTS as COMPLAINTS
from kaogong.monitor.guards import may_see as may_see_reports
from kaogong.monitor.models import Report
from kaogong.monitor.states import SURE
from kaogong.org.models import Account
from kaogong.supervise.guards.tasks import may_see as may_see_tasks
from kaogong.supervise.queries.findings import seen_findings
from kaogong.supervise.queries.ledgers import seen_entries
from kaogong.supervise.queries.task_facts import COUNTS as TASKS
from kaogong.supervise.queries.tasks import seen_tasks

DECIDED: Final = {"completed": "done", "early": "early"}
"""Figures of e-supervision that count cases, and the cases they count."""
COUNTED_TASKS: Final = {name for pair in TASKS.items() for name in (pair[0], pair[1][0])}
Addresses = dict[str, str]


def behind(account: Account, result: Result, parts: Iterable[Part]) -> Addresses:
    """Addresses of what a score rests on, as far as the account may open them.

    Args:
        account: who reads the score.
        result: the score.
        parts: its items.

    Returns:
        Addresses by `incident:NUMBER` for a line of a ledger, and by `fact:ID|PERIOD` for a figure.
    """
    several = list(parts)
    numbers = {line.incident for part in several for sums in part.events for line in sums.lines if line.incident}
    inputs = {(one.id, one.period): one for part in several for one in part.inputs if one.value is not None}
    found = {f"incident:{number}": address for number, address in _incidents(account, result, numbers).items()}
    for way in (_decided, _tasks, _complaints, _heard, _reported):
        for key, address in way(account, result, inputs).items():
            found.setdefault(f"fact:{key[0]}|{key[1]}", address)
    return found


def _incidents(account: Account, result: Result, numbers: Collection[str]) -> Addresses:
    if not numbers:
        return {}
    found: Addresses = {}
    ways: list[tuple[str, Callable[[], QuerySet[Any]]]] = [
        ("supervise:finding", lambda: seen_findings(account)),
        ("supervise:task", lambda: seen_tasks(account)),
        ("supervise:ledger_entry", lambda: seen_entries(account)),
        ("listen:complaint", lambda: _complaints_open(account, numbers)),
    ]
    if not may_investigate(account):
        ways.append(("listen:lead", Lead.objects.all))
    if not may_see_unit(account, result.unit_id):
        ways.append(("approvals:case", lambda: Case.objects.filter(body__unit=result.unit_id)))
    for name, held in ways:
        for number, pk in held().order_by().filter(number__in=numbers).values_list("number", "pk").distinct():
            found.setdefault(number, reverse(name, args=[pk]))
    return found


def _complaints_open(account: Account, numbers: Collection[str]) -> QuerySet[Complaint]:
    found, whole = seen_complaints(account)
    listed = list(found.filter(number__in=numbers).values_list("pk", flat=True))
    return Complaint.objects.filter(pk__in=opened(account, listed, whole=whole))


Key = tuple[str, str]
Inputs = Mapping[Key, Input]


def _decided(account: Account, result: Result, inputs: Inputs) -> dict[Key, str]:
    """Cases decided in a month, on the board."""
    held = [(fact, period) for fact, period in inputs if fact in DECIDED and Period.parse(period).every == "month"]
    body = Body.objects.filter(unit=result.unit_id).values_list("pk", flat=True).first() if held else None
    if body is None or may_see_approvals(account) or may_see_unit(account, result.unit_id):
        return {}
    return {
        (fact, period): _asked("approvals:cases", clock=DECIDED[fact], month=period, body=body) for fact, period in held
    }


def _tasks(account: Account, result: Result, inputs: Inputs) -> dict[Key, str]:
    held = [key for key in inputs if key[0] in COUNTED_TASKS]
    if not held or result.unit_id is None or may_see_tasks(account):
        return {}
    return {key: _asked("supervise:tasks", unit=result.unit_id) for key in held}


def _complaints(account: Account, result: Result, inputs: Inputs) -> dict[Key, str]:
    held = [key for key in inputs if key[0] in COMPLAINTS and Period.parse(key[1]).every == "year"]
    if not held or result.unit_id is None or may_see_list(account):
        return {}
    return {key: _asked("listen:complaints", unit=result.unit_id) for key in held}


def _heard(account: Account, _result: Result, inputs: Inputs) -> dict[Key, str]:
    """The released result of an evaluation: ballots by group and channel."""
    wanted = {one.evidence_hash: key for key, one in inputs.items() if one.evidence_hash}
    if not wanted or may_see_surveys(account):
        return {}
    held = dict(Heard.objects.filter(state="released", sm3__in=wanted).values_list("sm3", "project"))
    return {
        key: reverse("listen:result", args=[held[one.evidence_hash]])
        for key, one in inputs.items()
        if one.evidence_hash in held
    }


def _reported(account: Account, result: Result, inputs: Inputs) -> dict[Key, str]:
    """The report a figure of the unit itself was taken from."""
    if result.unit_id is None or may_see_reports(account, result.unit_id):
        return {}
    held = Report.objects.filter(
        cycle=result.run.cycle_id,
        unit=result.unit_id,
        state__in=SURE,
        target__indicator__actual__in={k[0] for k in inputs},
    )
    found: dict[Key, str] = {}
    reports = list(held.order_by("-period").values_list("target__indicator__actual", "period", "value", "pk"))
    for (fact, period), one in inputs.items():
        months = set(Period.parse(period).months)
        for name, when, value, pk in reports:
            if name == fact and value == one.value and set(Period.parse(when).months) <= months:
                found[fact, period] = reverse("monitor:report", args=[pk])
                break
    return found


def _asked(name: str, **given: object) -> str:
    return f"{reverse(name)}?{urlencode(given)}"
