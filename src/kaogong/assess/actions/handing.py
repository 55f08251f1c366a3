"""What leaves the house about a score: the package of a run, of one score, and its annex on paper. Each is an act."""

from __future__ import annotations

from kaogong.assess.actions.rounds import powers_of
from kaogong.assess.guards import ROOM, demand_here
from kaogong.assess.guards.runs import may_see_result, may_see_runs
from kaogong.assess.models import Result, Run
from kaogong.audit.actions import action, record
from kaogong.org.models import Account


@action
def hand_out_run(*, by: Account, run: Run) -> Run:
    """The sealed folder of a run is taken away, to be checked elsewhere."""
    subject = f"assess.run:{run.pk}"
    demand_here(by, may_see_runs(by), "hand_out_run", subject)
    new = {"fingerprint": run.fingerprint}
    record(by=by, room=ROOM, verb="hand_out_run", subject=subject, powers=powers_of(by), new=new)
    return run


@action
def hand_out_score(*, by: Account, result: Result, form: str) -> Result:
    """A derivation is taken away: as a package (`package`), or on paper (`annex`)."""
    subject = f"assess.run:{result.run_id}"
    unit = result.unit.code if result.unit else ""
    demand_here(by, may_see_result(by, result), "hand_out_score", subject, unit)
    new = {"form": form, "of": result.subject, "sheet": result.sheet, "period": result.period}
    record(
        by=by,
        room=ROOM,
        verb="hand_out_score",
        subject=subject,
        unit=unit,
        powers=powers_of(by),
        new=new | {"fingerprint": result.run.fingerprint},
    )
    return result
