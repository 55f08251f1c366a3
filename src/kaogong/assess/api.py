"""What other systems may ask of this room: scoring runs asked for and followed, scores, and what a score is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Field, Query, Router, Schema

from kaogong.assess import actions
from kaogong.assess.guards.runs import may_see_runs
from kaogong.assess.models import Mark, Result, Run
from kaogong.assess.queries.derivation import derivation
from kaogong.assess.queries.results import seen_results, shown_run
from kaogong.assess.queries.runs import runs_of
from kaogong.assess.states.runs import RUN_NAMES
from kaogong.audit.actions import Denied, Refused
from kaogong.core.engine.explain.as_json import plain as told_plainly
from kaogong.org.api.door import FAULTS, PRINTED, Asked, IdempotencyKey, Key, Listed, caller, once, part
from kaogong.org.models import Account, Room, Unit
from kaogong.plan.api import Number, cycle_asked, plain
from kaogong.plan.models import Edition

router = Router(auth=Key(Room.ASSESS), tags=["assess"])
UPTO = r"^(\d{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?)?$"
Reason = Annotated[str, Field(max_length=500, pattern=PRINTED)]


class RunOut(Schema):
    """A scoring run. `done` of `of` steps; `fingerprint` once it is done: it names every value for ever."""

    id: int
    cycle: int
    edition: int
    rulebook: str
    purpose: str
    upto: str
    state: str
    done: int
    of: int
    doing: str
    reason: str
    previous: int | None
    asked_at: dt.datetime
    ended_at: dt.datetime | None
    fingerprint: str
    facts_digest: str
    failure: str


class RunIn(Schema):
    """A scoring run to be asked for. `edition`: one that is adopted in the cycle."""

    cycle: Number | None = None
    edition: Number
    purpose: Literal["trial", "formal"] = "trial"
    upto: Annotated[str, Field(pattern=UPTO, description="2026-09, 2026-Q3; empty: the whole year")] = ""
    reason: Reason = ""


class Why(Schema):
    """Why something is done."""

    reason: Reason = ""


class ScoreOut(Schema):
    """What a subject got on a sheet in a period. Numbers are text, exact; null: missing, and not zero."""

    id: int
    run: int
    sheet: str
    sheet_name: str
    subject: str
    name: str
    unit: str | None
    person: str | None
    appraisal_class: str
    period: str
    total: str | None
    full: str | None
    rank: int | None
    out_of: int
    tied: bool
    pool: str
    grade: str
    lacking: int


class MarkOut(Schema):
    """What one item of a sheet gave."""

    item: str
    name: str
    level: int
    value: str | None
    full: str | None
    counted: bool


class WholeScoreOut(ScoreOut):
    """A score with its items."""

    marks: list[MarkOut]


class DerivationOut(Schema):
    """A score told down to clause, sentence, inputs, supplier, approval and evidence, as the sealed folder has it."""

    score: int
    fingerprint: str
    told: dict[str, Any]


class WhichRuns(Schema):
    """Which runs."""

    cycle: Number | None = None
    state: Annotated[str, Field(pattern=f"^({'|'.join(RUN_NAMES)})?$")] = ""


class WhichScores(Schema):
    """Which scores: of the run that counts where none is named."""

    cycle: Number | None = None
    run: Number | None = None
    sheet: Annotated[str, Field(max_length=80, pattern=PRINTED)] = ""
    period: Annotated[str, Field(max_length=8, pattern=PRINTED)] = ""
    unit: Annotated[str, Field(max_length=40, pattern=PRINTED)] = ""


def _runs(found: list[Run]) -> list[RunOut]:
    same = ("purpose", "upto", "state", "done", "of", "doing", "reason", "fingerprint", "facts_digest", "failure")
    return [
        RunOut(
            **{name: getattr(one, name) for name in same},
            id=one.pk,
            cycle=one.cycle_id,
            edition=one.edition_id,
            rulebook=str(one.edition),
            previous=one.previous_id,
            asked_at=one.asked_at,
            ended_at=one.ended_at,
        )
        for one in found
    ]


def _seeing(request: HttpRequest) -> Account:
    """Whoever may look at runs as a whole."""
    account = caller(request)
    if why := may_see_runs(account):
        raise Denied(why, room="assess", verb="read", subject="assess.run")
    return account


def _run(number: int) -> Run:
    found = Run.objects.filter(pk=number).select_related("cycle", "edition").first()
    if found is None:
        raise Http404
    return found


@router.get("/runs", response={200: Listed[RunOut], **FAULTS}, summary="计分记录")
def list_runs(request: HttpRequest, asked: Asked, which: Annotated[WhichRuns, Query(...)]) -> dict[str, object]:
    """The scoring runs of a cycle, the newest first."""
    _seeing(request)
    found = runs_of(cycle_asked(which.cycle))
    return part(found.filter(state=which.state) if which.state else found, asked, _runs)


@router.get("/runs/{number}", response={200: RunOut, **FAULTS}, summary="一次计分及进度")
def one_run(request: HttpRequest, number: Number) -> RunOut:
    """A run, and how far it is."""
    _seeing(request)
    return _runs([_run(number)])[0]


@router.post("/runs", response={201: RunOut, **FAULTS}, summary="发起计分")
def ask_run(request: HttpRequest, key: IdempotencyKey, asked: Annotated[RunIn, Body(...)]) -> HttpResponse:
    """Ask for a run. The workers take it up; asked again while one is on its way, that one is answered."""
    return once(request, key, lambda: _asked(caller(request), asked))


def _asked(account: Account, asked: RunIn) -> RunOut:
    edition = Edition.objects.filter(pk=asked.edition).first()
    if edition is None:
        raise Refused(_("没有编号为 %(number)s 的办法版本。") % {"number": asked.edition}, "edition")
    made = actions.ask_run(
        by=account,
        cycle=cycle_asked(asked.cycle),
        edition=edition,
        purpose=asked.purpose,
        upto=asked.upto,
        reason=asked.reason,
    )
    return _runs([made])[0]


@router.post("/runs/{number}/again", response={201: RunOut, **FAULTS}, summary="更正重算")
def score_again(
    request: HttpRequest, number: Number, key: IdempotencyKey, why: Annotated[Why, Body(...)]
) -> HttpResponse:
    """Score again with a reason; what was computed before stays."""
    return _done(request, number, key, lambda by, run: actions.rerun(by=by, run=run, reason=why.reason))


@router.post("/runs/{number}/cancel", response={201: RunOut, **FAULTS}, summary="取消计分")
def cancel_run(
    request: HttpRequest, number: Number, key: IdempotencyKey, why: Annotated[Why, Body(...)]
) -> HttpResponse:
    """A run is not wanted any more."""
    return _done(request, number, key, lambda by, run: actions.cancel_run(by=by, run=run, reason=why.reason))


@router.post("/runs/{number}/retry", response={201: RunOut, **FAULTS}, summary="重试计分")
def retry_run(request: HttpRequest, number: Number, key: IdempotencyKey) -> HttpResponse:
    """A run that failed is tried again."""
    return _done(request, number, key, lambda by, run: actions.retry_run(by=by, run=run))


def _done(request: HttpRequest, number: int, key: str, verb: Callable[[Account, Run], Run]) -> HttpResponse:
    run = _run(number)
    return once(request, key, lambda: _runs([verb(caller(request), run)])[0])


@router.get("/scores", response={200: Listed[ScoreOut], **FAULTS}, summary="得分")
def list_scores(request: HttpRequest, asked: Asked, which: Annotated[WhichScores, Query(...)]) -> dict[str, object]:
    """The scores of a run that the token may see: of the run that counts where none is named."""
    account = caller(request)
    run = shown_run(account, cycle_asked(which.cycle), str(which.run or ""))
    if run is None:
        raise Http404
    found = seen_results(account, run)
    if which.unit:
        found = found.filter(unit__in=Unit.objects.filter(code=which.unit))
    for name in ("sheet", "period"):
        if value := getattr(which, name):
            found = found.filter(**{name: value})
    return part(found.select_related("unit", "person"), asked, _scores)


def _fields(one: Result) -> dict[str, Any]:
    same = ("sheet", "sheet_name", "subject", "name", "appraisal_class", "period", "rank", "out_of", "tied", "pool")
    return {name: getattr(one, name) for name in (*same, "grade", "lacking")} | {
        "id": one.pk,
        "run": one.run_id,
        "unit": one.unit.code if one.unit else None,
        "person": one.person.code if one.person else None,
        "total": plain(one.total),
        "full": plain(one.full),
    }


def _scores(found: list[Result]) -> list[ScoreOut]:
    return [ScoreOut(**_fields(one)) for one in found]


def _score(request: HttpRequest, number: int) -> Result:
    """A score the token may see; one it may not is as if it were not there."""
    held = Result.objects.filter(pk=number).select_related("run__cycle", "run__edition", "unit", "person").first()
    if held is None or not seen_results(caller(request), held.run).filter(pk=number).exists():
        raise Http404
    return held


@router.get("/scores/{number}", response={200: WholeScoreOut, **FAULTS}, summary="一个得分及各项")
def one_score(request: HttpRequest, number: Number) -> WholeScoreOut:
    """A score with what every item gave."""
    found = _score(request, number)
    return WholeScoreOut(**_fields(found), marks=[_mark(one) for one in found.marks.order_by("place")])


def _mark(one: Mark) -> MarkOut:
    return MarkOut(
        item=one.item, name=one.name, level=one.level, value=plain(one.value), full=plain(one.full), counted=one.counted
    )


@router.get("/scores/{number}/derivation", response={200: DerivationOut, **FAULTS}, summary="得分推导")
def one_derivation(request: HttpRequest, number: Number) -> DerivationOut:
    """Where a score comes from: every step a sentence that can be recomputed by hand, down to clause, input and evidence."""
    found = _score(request, number)
    told = told_plainly(derivation(found).told)
    return DerivationOut(score=found.pk, fingerprint=found.run.fingerprint, told=told)
