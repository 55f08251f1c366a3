"""The clock of a case, stated plainly: one walk over its events. `actions.projection` says the same about millions at once.

Days are ordinals (WorkDay.number), so a duration in working days is a difference. The day something happens is not
counted, the day it ends is: what is accepted on a Monday and decided on the Wednesday has used two days. While a case is
suspended its clock stands still, from the end of the day of suspension to the end of the day of resumption.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

ENDS = ("decide", "drop")


@dataclass(frozen=True, slots=True)
class Told:
    """An event as far as the clock is concerned."""

    at: dt.datetime
    number: str
    verb: str
    step: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepRule:
    """A step of an item: where it stands, its limit, and whether it must be taken."""

    place: int
    code: str
    days: int | None = None
    compulsory: bool = True


@dataclass(frozen=True, slots=True)
class StepClock:
    """A step that was taken: from which day to which, with how many days used."""

    code: str
    began: int
    ended: int
    used: int
    late: bool


@dataclass(slots=True)
class Clock:
    """Where a case stands."""

    accepted: dt.datetime | None = None
    accepted_no: int | None = None
    ended: dt.datetime | None = None
    ended_no: int | None = None
    verb: str = ""
    paused: int = 0
    paused_no: int | None = None
    """The day from which the pause that still runs is counted."""
    reason: str = ""
    steps: list[StepClock] = field(default_factory=list)
    skipped: int = 0
    pauses: list[tuple[int, int | None, str]] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The state of the case."""
        if self.accepted is None:
            return "waiting"
        if self.ended is not None:
            return "done" if self.verb == "decide" else "dropped"
        return "running" if self.paused_no is None else "suspended"

    def used(self, today: int) -> int:
        """Working days used by the end of a day, or when it ended."""
        if self.accepted_no is None:
            return 0
        last = self.ended_no if self.ended_no is not None else self.paused_no if self.paused_no is not None else today
        return max(last - self.accepted_no - self.paused, 0)

    @property
    def late_steps(self) -> int:
        """Steps past their own limit."""
        return sum(1 for one in self.steps if one.late)


def clock(events: Iterable[Told], number_of: Callable[[dt.datetime], int], rules: Sequence[StepRule] = ()) -> Clock:
    """What the events of a case say, in whatever order they came."""
    some = sorted(events, key=lambda one: (one.at, one.number.encode()))
    found = Clock()
    accepted = [one for one in some if one.verb == "accept"]
    if not accepted:
        return found
    found.accepted, found.accepted_no = accepted[0].at, number_of(accepted[0].at)
    ends = [one for one in some if one.verb in ENDS and one.at >= found.accepted]
    if ends:
        found.ended, found.ended_no, found.verb = ends[0].at, number_of(ends[0].at), ends[0].verb
    inside = [one for one in some if one.at >= found.accepted and (found.ended is None or one.at <= found.ended)]
    _walk(found, inside, number_of, {one.code: one for one in rules})
    if found.ended is not None:
        found.paused_no, found.reason = None, ""
    found.skipped = _skipped(found, rules)
    return found


def _walk(
    found: Clock, inside: Sequence[Told], number_of: Callable[[dt.datetime], int], rules: Mapping[str, StepRule]
) -> None:
    """Add up the days that stood still, and those of each step."""
    assert found.accepted_no is not None
    still, before, paused_before = False, found.accepted_no, 0
    last = found.accepted_no
    taken: set[str] = set()
    for one in inside:
        today = number_of(one.at)
        if still:
            found.paused += today - last
        last = today
        if one.verb == "suspend" and not still:
            still, found.reason = True, one.reason
            found.pauses.append((today, None, one.reason))
        elif one.verb == "resume" and still:
            still, found.reason = False, ""
            found.pauses[-1] = (found.pauses[-1][0], today, found.pauses[-1][2])
        elif one.verb == "step" and one.step not in taken:
            taken.add(one.step)
            used = today - before - (found.paused - paused_before)
            days = rules[one.step].days if one.step in rules else None
            found.steps.append(StepClock(one.step, before, today, used, days is not None and used > days))
            before, paused_before = today, found.paused
    found.paused_no = last if still else None


def _skipped(found: Clock, rules: Sequence[StepRule]) -> int:
    """Compulsory steps passed over: before the furthest one taken, or any at all once the case is decided."""
    taken = {one.code for one in found.steps}
    places = [one.place for one in rules if one.code in taken]
    furthest = max(places, default=0)
    wanted = [one for one in rules if one.compulsory and (found.state == "done" or one.place < furthest)]
    return sum(1 for one in wanted if one.code not in taken)


def outcome(used: int, statutory: int | None, promised: int | None, lead: int) -> str:
    """How a case was decided: late past the stricter limit, early by the statutory one (WH-24), else on time."""
    limit = min((one for one in (statutory, promised) if one is not None), default=None)
    if limit is not None and used > limit:
        return "late"
    if statutory is not None and statutory - used >= lead:
        return "early"
    return "on_time"
