"""Scoring runs: asking for one, starting, ending, cancelling, trying again; a correction is a run of its own."""

from __future__ import annotations

import logging
from contextlib import suppress

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kaogong.assess.actions.computing import Computed, computed
from kaogong.assess.actions.entering import enter
from kaogong.assess.facts.gather import Asked
from kaogong.assess.guards import ROOM, demand_here
from kaogong.assess.guards.runs import may_run, may_see_runs
from kaogong.assess.models import Run
from kaogong.assess.queries.leftout import left_out
from kaogong.assess.queries.runs import JOB, at_it, folder_of, waiting
from kaogong.assess.states.runs import GOING, RUN
from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.core import problem
from kaogong.core.engine.verify import verify
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account
from kaogong.org.queries import reach
from kaogong.plan.models import Cycle, Edition

TRIES = 3
"""A run whose worker was killed so often is not begun again by itself."""
TOLD = 20
"""How many problems of the facts a failed run names."""
logger = logging.getLogger(__name__)


class Unwanted(Exception):
    """The run was cancelled, or is done already: the work stops."""


@action
def ask_run(
    *,
    by: Account | None,
    cycle: Cycle,
    edition: Edition,
    purpose: str = "trial",
    upto: str = "",
    reason: str = "",
    queue: bool = True,
) -> Run:
    """Ask for a scoring run; asked twice, there is one.

    Args:
        by: the account that acts.
        cycle: the year.
        edition: an edition adopted in it.
        purpose: `trial` or `formal`.
        upto: a period: only what had happened by its end counts; empty: the whole year.
        reason: why, where there is something to say.
        queue: hand it to the workers; else the caller performs it.

    Raises:
        Refused: the edition is not adopted in this cycle, or the period is none of it.
    """
    demand_here(by, may_run(by) if by else "", "ask_run", "assess.run:new")
    if purpose not in {"trial", "formal"}:
        raise Refused(_("用途请选“试算”或“正式计分”。"), "purpose")
    return _asked(by, cycle, edition, purpose, upto, reason, None, queue=queue)


@action
def rerun(*, by: Account | None, run: Run, reason: str, frozen: bool = False, queue: bool = True) -> Run:
    """Score again; what was computed before stays, and both are tied together.

    Args:
        by: the account that acts.
        run: the run it takes the place of.
        reason: what was put right.
        frozen: with the facts that run was frozen from, put right by rulings and else unchanged; left out: with the
            facts of today.
        queue: hand it to the workers; else the caller performs it.

    Raises:
        Refused: there is no reason, or the run before is not done.
    """
    demand_here(by, may_run(by) if by else "", "rerun", subject(run))
    if not reason.strip():
        raise Refused(_("更正重算要写理由。请写明更正了什么。"), "reason")
    if run.state != "done" or run.purpose == "trial":
        raise Refused(_("只有已完成的正式计分才有更正。试算可以直接再算。"), "reason")
    return _asked(by, run.cycle, run.edition, "again", run.upto, reason, run, frozen=frozen, queue=queue)


def _asked(
    by: Account | None,
    cycle: Cycle,
    edition: Edition,
    purpose: str,
    upto: str,
    reason: str,
    previous: Run | None,
    *,
    frozen: bool = False,
    queue: bool,
) -> Run:
    if not cycle.adoptions.filter(edition=edition).exists():
        raise Refused(_("这一版办法没有在本周期采用，不能计分。请先由决策机构采用。"), "edition")
    if upto and not _within(cycle, upto):
        raise Refused(_("“%(period)s”不是本周期内的时期。") % {"period": upto}, "upto")
    same = {"cycle": cycle, "edition": edition, "purpose": purpose, "upto": upto}
    going = Run.objects.filter(**same, state__in=GOING).first()
    if going is not None and frozen:
        raise Refused(_("正在更正重算，请等它完成再办。"))
    if going is not None:
        return _again(by, going)
    try:
        with transaction.atomic():
            made = Run.objects.create(**same, reason=reason, previous=previous, frozen=frozen, asked_by=by)
    except IntegrityError:  # somebody asked at the same moment
        return _again(by, Run.objects.get(**same, state__in=GOING))
    if queue:
        _queued(made)
    new = {"cycle": str(cycle), "edition": edition.sm3, "purpose": purpose, "upto": upto}
    if previous is not None:
        new |= {"previous": subject(previous), "facts": "frozen" if frozen else "today"}
    verb = "rerun" if previous else "ask_run"
    record(by=by, room=ROOM, verb=verb, subject=subject(made), powers=powers_of(by), new=new, reason=reason)
    return made


def _again(by: Account | None, going: Run) -> Run:
    """The run that is on its way already; that it was asked for again is on record."""
    told = {"going": going.state}
    record(by=by, room=ROOM, verb="ask_run", subject=subject(going), powers=powers_of(by), new=told)
    return going


def _within(cycle: Cycle, upto: str) -> bool:
    try:
        period = Period.parse(upto)
    except ValueError:
        return False
    return period.first >= cycle.since and period.last <= cycle.until


def _queued(run: Run) -> None:
    """Hand a run to the workers, in the same transaction: either both are there or neither.

    Without a lock of the queue: the job of a worker that was killed would hold it. Who is at a run is told by `at_it`.
    """
    app.configure_task(JOB).defer(run=run.pk)


@action
def start_run(*, by: Account | None = None, run: Run) -> Run:
    """A worker begins. What an earlier worker left undone begins from the start.

    Raises:
        Refused: it is over.
    """
    held = _moved(run, "start_run")
    held.started_at = held.beat_at = timezone.now()
    held.tries += 1
    held.done = 0
    held.failure = ""
    held.save(update_fields=["state", "started_at", "beat_at", "tries", "done", "failure"])
    record(by=by, room=ROOM, verb="start_run", subject=subject(held), new={"try": held.tries})
    return held


@action
def finish_run(*, by: Account | None = None, run: Run, found: Computed) -> Run:
    """The folder is in its place: rows and state follow, all or nothing.

    Raises:
        Refused: it was cancelled in the meantime.
    """
    held = _moved(run, "finish_run")
    enter(held, found.lines)
    held.fingerprint = found.fingerprint
    held.facts_digest = found.digest
    held.engine = found.engine
    held.folder = found.folder.name
    held.warnings = [*left_out(held), *found.warnings]
    held.done = held.of
    held.doing = ""
    held.ended_at = timezone.now()
    held.save()
    lacking = sum(1 for one in found.lines if one.total is None)
    new = {"fingerprint": found.fingerprint, "facts": found.digest, "results": len(found.lines), "lacking": lacking}
    record(by=by, room=ROOM, verb="finish_run", subject=subject(held), new=new)
    return held


@action
def fail_run(*, by: Account | None = None, run: Run, words: str) -> Run:
    """A run stops for a reason that is told; it may be tried again."""
    held = _moved(run, "fail_run")
    held.failure = words
    held.ended_at = timezone.now()
    held.save(update_fields=["state", "failure", "ended_at"])
    record(by=by, room=ROOM, verb="fail_run", subject=subject(held), new={"failure": words})
    return held


@action
def cancel_run(*, by: Account | None, run: Run, reason: str = "") -> Run:
    """A run is not wanted any more; a worker that is at it stops at its next step."""
    demand_here(by, may_run(by) if by else "", "cancel_run", subject(run))
    held = _moved(run, "cancel_run")
    held.ended_at = timezone.now()
    held.save(update_fields=["state", "ended_at"])
    record(by=by, room=ROOM, verb="cancel_run", subject=subject(held), powers=powers_of(by), reason=reason)
    return held


@action
def retry_run(*, by: Account | None, run: Run, queue: bool = True) -> Run:
    """A failed run is tried again, with what the facts are now."""
    demand_here(by, may_run(by) if by else "", "retry_run", subject(run))
    held = _moved(run, "retry_run")
    held.ended_at = None
    held.save(update_fields=["state", "ended_at"])
    if queue:
        _queued(held)
    record(by=by, room=ROOM, verb="retry_run", subject=subject(held), powers=powers_of(by))
    return held


@action
def verify_run(*, by: Account | None, run: Run) -> list[str]:
    """Check the sealed folder by its hashes and compute it again; gives what differs. Empty: not a digit."""
    demand_here(by, may_see_runs(by) if by else "", "verify_run", subject(run))
    if run.state != "done":
        raise Refused(_("还没有算完，没有可以核验的结果。"))
    try:
        found = [one.what.zh for one in verify(folder_of(run)) if one.severity == "error"]
    except problem.Refused as refused:
        found = [one.what.zh for one in refused.problems]
    told = {"fingerprint": run.fingerprint, "differs": len(found)}
    record(by=by, room=ROOM, verb="verify_run", subject=subject(run), powers=powers_of(by), new=told)
    return found


def perform_run(run: Run) -> Run:
    """Do the work of a run that was asked for, from its facts to its end, good or bad; whoever is at it already goes on."""
    with at_it(run) as alone:
        try:
            held = start_run(run=run) if alone else None
        except Refused:  # over already
            held = None
        if held is not None:
            return _performed(held)
    run.refresh_from_db()
    return run


def _performed(held: Run) -> Run:
    """A run that was started, done. When the database goes away in the middle, it is left for `resume_left`."""
    steps = [1]

    def tell(done: int, of: int, doing: str) -> None:
        steps[0] = of
        at = {"done": done, "of": of, "doing": doing[:60], "beat_at": timezone.now()}
        if not Run.objects.filter(pk=held.pk, state="running", tries=held.tries).update(**at):
            raise Unwanted

    try:
        found = computed(Asked(held.cycle, held.edition, held.upto, held.previous if held.frozen else None), tell)
        tell(steps[0] - 1, steps[0], _("登记得分"))
        return finish_run(run=held, found=found)
    except Unwanted:
        held.refresh_from_db()
        return held
    except problem.Refused as refused:
        return fail_run(run=held, words=problems_of(refused))
    except (OperationalError, InterfaceError):
        connection.close()
        raise
    except Exception as fault:
        logger.exception("run %s", held.pk)
        return fail_run(
            run=held,
            words=_("计算时出了意外（%(what)s）。请重试；仍不行，请告诉系统管理员。") % {"what": type(fault).__name__},
        )


@action
def resume_run(*, by: Account | None = None, run: Run) -> Run:
    """A run whose worker was killed is handed to the workers again.

    Raises:
        Refused: it is over, or waits in the queue.
    """
    held = _moved(run, "resume_run")
    if waiting(held):
        raise Refused(_("这次计分正在排队。"))
    held.save(update_fields=["state"])
    _queued(held)
    record(by=by, room=ROOM, verb="resume_run", subject=subject(held), new={"tries": held.tries})
    return held


def resume_left() -> int:
    """Runs nobody is at, although they were begun or handed out, are handed out again; gives how many.

    One that was cut off several times is reported as stopped instead: it may be what kills the workers.
    """
    found = 0
    for one in Run.objects.filter(state__in=GOING).order_by("pk"):
        with at_it(one) as alone:
            if not alone or waiting(one):
                continue
            found += 1
            with suppress(Refused):  # over in the meantime
                if one.tries < TRIES:
                    resume_run(run=one)
                else:
                    words = _("计算的进程中断了 %(n)s 次，没有留下半成品。请重试。")
                    fail_run(run=one, words=words % {"n": one.tries})
    return found


def problems_of(refused: problem.Refused) -> str:
    """What the core refused, a line each; the first of many."""
    lines = [f"{one.what.zh}：{one.fix.zh}" for one in refused.problems]
    more = _("……共 %(n)s 处") % {"n": len(lines)} if len(lines) > TOLD else ""
    return "\n".join([*lines[:TOLD], *([more] if more else [])])


def _moved(run: Run, verb: str) -> Run:
    """The run, locked, in the state after a verb.

    Raises:
        Refused: that cannot be done now.
    """
    held = Run.objects.select_for_update().get(pk=run.pk)
    state = after(RUN, held.state, verb)
    if state is None:
        raise Refused(_("这次计分%(state)s，不能这样办。") % {"state": held.get_state_display()})
    held.state = state
    return held


def subject(run: Run) -> str:
    """A run as the audit names it."""
    return f"assess.run:{run.pk}"


def powers_of(by: Account | None) -> list[str]:
    """The powers of an account, as they enter the event."""
    return [] if by is None else reach(by).names
