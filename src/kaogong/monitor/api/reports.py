"""Reports and lights: read, and filed as the liaison officer files them on the page."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Field, Query, Router, Schema

from kaogong.audit.actions import Refused
from kaogong.audit.models import Evidence
from kaogong.core.scheme.period import Period
from kaogong.monitor import actions
from kaogong.monitor.models import Report
from kaogong.monitor.queries import Row, asked_period, rows, rules_of, seen_targets
from kaogong.monitor.states import REPORT_NAMES, STANDINGS
from kaogong.org.api.door import FAULTS, PRINTED, Asked, IdempotencyKey, Key, Listed, caller, once, part
from kaogong.org.models import Account, Room, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach
from kaogong.plan.api import Number, cycle_asked, plain
from kaogong.plan.models import Target

router = Router(auth=Key(Room.MONITOR), tags=["monitor"])
PERIOD = r"^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?$"
FIGURE = r"^-?\d{1,18}(\.\d{1,10})?$"
Figure = Annotated[str, Field(pattern=FIGURE, description="an exact number as text")]


class ReportOut(Schema):
    """A report on a target or a task in a period. `value` null: missing, and not zero."""

    id: int
    cycle: int
    unit: str
    target: int | None
    task: int | None
    period: str
    state: str
    standing: str
    value: str | None
    words: str
    cause: str
    due: dt.date | None
    red: bool
    late: int
    version: int
    evidence: list[str]


class ReportIn(Schema):
    """A report to be kept as a draft, or handed in."""

    target: Number
    period: Annotated[str, Field(pattern=PERIOD, description="2026-09, 2026-Q3")]
    value: Figure | None = None
    standing: Annotated[str, Field(pattern=f"^({'|'.join(STANDINGS)})$")] = "ongoing"
    words: Annotated[str, Field(max_length=300, pattern=PRINTED)] = ""
    cause: Annotated[str, Field(max_length=300, pattern=PRINTED)] = ""
    evidence: Annotated[list[Annotated[str, Field(pattern="^[0-9a-f]{64}$")]], Field(max_length=20)] = Field(
        default_factory=list, description="SM3 of files sealed before"
    )
    submit: bool = Field(default=False, description="hand it in, not only keep it")


class LightOut(Schema):
    """A target in a period: what was wanted, what was reported, which light, and by which rule."""

    target: int
    indicator_name: str
    unit: str
    period: str
    light: str
    rule: str
    expected: str | None
    value: str | None
    overdue: int


class Which(Schema):
    """Which of them."""

    cycle: Number | None = None
    period: Annotated[str, Field(max_length=8, pattern=PRINTED)] = ""
    unit: Annotated[str, Field(max_length=40, pattern=PRINTED)] = ""


class WhichReports(Which):
    """Which reports."""

    state: Annotated[str, Field(pattern=f"^({'|'.join(REPORT_NAMES)})?$")] = ""


def _seen(account: Account) -> set[int] | None:
    return reach(account).units(*Power.values)


@router.get("/reports", response={200: Listed[ReportOut], **FAULTS}, summary="进展")
def list_reports(request: HttpRequest, asked: Asked, which: Annotated[WhichReports, Query(...)]) -> dict[str, object]:
    """The reports of a cycle that the token may see."""
    found = Report.objects.filter(cycle=cycle_asked(which.cycle)).select_related("unit")
    units = _seen(caller(request))
    if units is not None:
        found = found.filter(unit__in=units)
    if which.unit:
        found = found.filter(unit__in=Unit.objects.filter(code=which.unit))
    if which.period:
        found = found.filter(period=which.period)
    if which.state:
        found = found.filter(state=which.state)
    return part(found.prefetch_related("attachments"), asked, _reports)


@router.get("/reports/{number}", response={200: ReportOut, **FAULTS}, summary="一份进展")
def one_report(request: HttpRequest, number: Number) -> ReportOut:
    """A report."""
    units = _seen(caller(request))
    found = Report.objects.filter(pk=number).select_related("unit").first()
    if found is None or (units is not None and found.unit_id not in units):
        raise Http404
    return _reports([found])[0]


def _reports(found: list[Report]) -> list[ReportOut]:
    return [
        ReportOut(
            **{
                name: getattr(one, name)
                for name in ("period", "state", "standing", "words", "cause", "due", "red", "late", "version")
            },
            id=one.pk,
            cycle=one.cycle_id,
            unit=one.unit.code,
            target=one.target_id,
            task=one.task_id,
            value=plain(one.value),
            evidence=[each.evidence_id for each in one.attachments.all() if not each.withdrawn],
        )
        for one in found
    ]


@router.post("/reports", response={201: ReportOut, **FAULTS}, summary="报送进展")
def file_report(request: HttpRequest, key: IdempotencyKey, asked: Annotated[ReportIn, Body(...)]) -> HttpResponse:
    """Keep a draft of a report, show evidence with it, and hand it in where that is asked: all of it, or nothing."""
    return once(request, key, lambda: _filed(caller(request), asked))


def _filed(account: Account, asked: ReportIn) -> ReportOut:
    held = _target(account, asked.target)
    made = actions.write_report(
        by=account,
        unit=held.unit,
        target=held,
        period=asked.period,
        value=figure(asked.value),
        words=asked.words,
        cause=asked.cause,
        standing=asked.standing,
    )
    if asked.evidence:
        actions.attach(by=account, report=made, evidence=[(one, one.pk[:12]) for one in _sealed(asked.evidence)])
    if asked.submit:
        actions.submit_report(by=account, report=made)
    return _reports([made])[0]


def _target(account: Account, number: int) -> Target:
    """The target a report is about, as far as the token may see it."""
    held = Target.objects.filter(pk=number).select_related("cycle", "unit", "indicator").first()
    if held is None or not seen_targets(account, held.cycle).filter(pk=number).exists():
        raise Refused(_("没有编号为 %(number)s 的目标，或令牌看不到它。") % {"number": number}, "target")
    return held


def figure(text: str | None) -> Decimal | None:
    """An exact number from text; nothing stays nothing."""
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation as error:
        raise Refused(_("“%(text)s”不是数字。") % {"text": text}, "value") from error


def _sealed(hashes: list[str]) -> list[Evidence]:
    found = {one.pk: one for one in Evidence.objects.filter(pk__in=hashes)}
    for one in hashes:
        if one not in found:
            words = _("杂凑值为 %(sm3)s 的文件还没有上传。请先按杂凑值上传，再报送。")
            raise Refused(words % {"sm3": one}, "evidence")
    return list(found.values())


@router.get("/lights", response={200: Listed[LightOut], **FAULTS}, summary="亮灯")
def list_lights(request: HttpRequest, asked: Asked, which: Annotated[Which, Query(...)]) -> dict[str, object]:
    """The light of every target in a period: the one being reported where none is named."""
    cycle = cycle_asked(which.cycle)
    rules = rules_of(cycle)
    period = asked_period(rules, which.period)
    if period is None or (which.period and str(period) != which.period):
        raise Http404
    found = seen_targets(caller(request), cycle).order_by("indicator__place", "id")
    if which.unit:
        found = found.filter(unit__in=Unit.objects.filter(code=which.unit))
    return part(found, asked, lambda some: [_light(one, period) for one in rows(some, period, rules)])


def _light(one: Row, period: Period) -> LightOut:
    return LightOut(
        target=one.target.pk,
        indicator_name=one.target.indicator.name,
        unit=one.target.unit.code,
        period=str(period),
        light=one.light.key,
        rule=one.light.rule,
        expected=plain(one.want.value) if one.want else None,
        value=plain(one.report.value) if one.report and one.reported else None,
        overdue=one.overdue,
    )
