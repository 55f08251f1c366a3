"""Back-tests: asking for one, starting, ending, cancelling. Another edition is tried on frozen facts of a year that is over."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kaogong.assess.actions.runs import Unwanted, powers_of, problems_of
from kaogong.assess.actions.trying import Tried, tried
from kaogong.assess.guards import ROOM, demand_here
from kaogong.assess.guards.runs import may_run
from kaogong.assess.models import BackTest, Mover, Run
from kaogong.assess.queries.runs import COUNTED
from kaogong.assess.states.runs import BACKTEST, GOING
from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.core import problem
from kaogong.org.models import Account
from kaogong.plan.models import Edition

JOB = "assess.try_edition"
SILENT = dt.timedelta(minutes=5)
"""A worker that has said nothing for so long is taken for dead."""
logger = logging.getLogger(__name__)


@action
def ask_backtest(*, by: Account | None, run: Run, edition: Edition, queue: bool = True) -> BackTest:
    """Ask what another edition would have made of a year that is over; asked twice, there is one.

    Args:
        by: the account that acts.
        run: the run that counted in that year; its frozen facts are taken.
        edition: the edition to be tried.
        queue: hand it to the workers; else the caller performs it.

    Raises:
        Refused: the year is not over, the run did not count, or the edition is the one it was scored by.
    """
    demand_here(by, may_run(by) if by else "", "ask_backtest", "assess.backtest:new")
    if run.state != "done" or run.purpose not in COUNTED or run.cycle.state != "closed":
        raise Refused(_("只能用已结束年度的正式计分来试算：那一年的数据已经冻结。"), "run")
    if edition.pk == run.edition_id:
        raise Refused(_("这就是那一年计分所用的办法。请选另一版。"), "edition")
    if edition.book != run.edition.book:
        raise Refused(_("“%(edition)s”与那一年的办法不是同一部，不能对照。") % {"edition": edition}, "edition")
    if edition.errors:
        raise Refused(_("“%(edition)s”还有 %(n)s 处错误，改完才能试算。") % {"edition": edition, "n": edition.errors})
    going = BackTest.objects.filter(run=run, edition=edition, state__in=GOING).first()
    if going is None:
        try:
            with transaction.atomic():
                made = BackTest.objects.create(run=run, edition=edition, asked_by=by)
        except IntegrityError:  # somebody asked at the same moment
            going = BackTest.objects.get(run=run, edition=edition, state__in=GOING)
    held = going or made
    if queue and going is None:
        app.configure_task(JOB, lock=f"{JOB}:{held.pk}").defer(test=held.pk)
    new = {"run": run.pk, "facts": run.facts_digest, "edition": edition.sm3, "going": bool(going)}
    record(by=by, room=ROOM, verb="ask_backtest", subject=subject(held), powers=powers_of(by), new=new)
    return held


@action
def start_backtest(*, by: Account | None = None, test: BackTest) -> BackTest:
    """A worker begins. What an earlier worker left undone begins from the start.

    Raises:
        Refused: it is over.
    """
    held = _moved(test, "start_backtest")
    held.started_at = held.beat_at = timezone.now()
    held.tries += 1
    held.done = 0
    held.save(update_fields=["state", "started_at", "beat_at", "tries", "done"])
    record(by=by, room=ROOM, verb="start_backtest", subject=subject(held), new={"try": held.tries})
    return held


@action
def finish_backtest(*, by: Account | None = None, test: BackTest, found: Tried) -> BackTest:
    """What was found is kept: who moves, which rule moved them, how firm places are.

    Raises:
        Refused: it was cancelled in the meantime.
    """
    held = _moved(test, "finish_backtest")
    for one in found.movers:
        one.test = held
    Mover.objects.bulk_create(found.movers, batch_size=1_000)
    whole = found.whole
    held.compared, held.scores, held.ranks, held.grades = whole.subjects, whole.scores, whole.ranks, whole.grades
    held.rules, held.orders, held.firmness = found.rules, found.orders, found.firmness
    held.notes = [{"zh": one.zh, "en": one.en} for one in whole.notes]
    held.done, held.doing, held.ended_at = held.of, "", timezone.now()
    held.save()
    new = {"results": whole.subjects, "scores": whole.scores, "ranks": whole.ranks, "grades": whole.grades}
    record(by=by, room=ROOM, verb="finish_backtest", subject=subject(held), new=new)
    return held


@action
def fail_backtest(*, by: Account | None = None, test: BackTest, words: str) -> BackTest:
    """A back-test stops for a reason that is told; it may be asked for again."""
    held = _moved(test, "fail_backtest")
    held.failure, held.ended_at = words, timezone.now()
    held.save(update_fields=["state", "failure", "ended_at"])
    record(by=by, room=ROOM, verb="fail_backtest", subject=subject(held), new={"failure": words})
    return held


@action
def cancel_backtest(*, by: Account | None, test: BackTest) -> BackTest:
    """A back-test is not wanted any more; a worker that is at it stops at its next step."""
    demand_here(by, may_run(by) if by else "", "cancel_backtest", subject(test))
    held = _moved(test, "cancel_backtest")
    held.ended_at = timezone.now()
    held.save(update_fields=["state", "ended_at"])
    record(by=by, room=ROOM, verb="cancel_backtest", subject=subject(held), powers=powers_of(by))
    return held


def perform_backtest(test: BackTest) -> BackTest:
    """Do the work of a back-test that was asked for, to its end, good or bad."""
    try:
        held = start_backtest(test=test)
    except Refused:  # over already
        test.refresh_from_db()
        return test

    def tell(done: int, of: int, doing: str) -> None:
        at = {"done": done, "of": of, "doing": doing[:120], "beat_at": timezone.now()}
        if not BackTest.objects.filter(pk=held.pk, state="running", tries=held.tries).update(**at):
            raise Unwanted

    try:
        found = tried(held, tell)
        return finish_backtest(test=held, found=found)
    except Unwanted:
        held.refresh_from_db()
        return held
    except problem.Refused as refused:
        return fail_backtest(test=held, words=problems_of(refused))
    except Exception as fault:
        logger.exception("back-test %s", held.pk)
        words = _("试算时出了意外（%(what)s）。请重新试算；仍不行，请告诉系统管理员。")
        return fail_backtest(test=held, words=words % {"what": type(fault).__name__})


def fail_silent_backtests() -> int:
    """Back-tests whose worker has gone silent are reported as stopped; gives how many."""
    held = BackTest.objects.filter(state="running", beat_at__lt=timezone.now() - SILENT)
    words = _("试算的进程中断了，没有留下半成品。请重新试算。")
    return len([fail_backtest(test=one, words=words) for one in held])


def _moved(test: BackTest, verb: str) -> BackTest:
    """The back-test, locked, in the state after a verb.

    Raises:
        Refused: that cannot be done now.
    """
    held = BackTest.objects.select_for_update(of=("self",)).select_related("run__cycle", "edition").get(pk=test.pk)
    state = after(BACKTEST, held.state, verb)
    if state is None:
        raise Refused(_("这次试算%(state)s，不能这样办。") % {"state": held.get_state_display()})
    held.state = state
    return held


def subject(test: BackTest) -> str:
    """A back-test as the audit names it."""
    return f"assess.backtest:{test.pk}"
