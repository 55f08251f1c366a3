"""Rating meetings: codes handed out in the room, ballots cast on phones, counted when the meeting is closed.

As with public evaluation (docs/decisions/0010) no event is recorded for a ballot, and no code is kept. Nothing of a meeting
can be seen before it is closed, since until then nothing of it is counted.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Mapping, Sequence

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.assess.actions.counting import checked, count_source, from_box, into_box
from kaogong.assess.actions.reviews import within
from kaogong.assess.actions.rounds import moved, powers_of, subject
from kaogong.assess.guards import ROOM, demand_here
from kaogong.assess.guards.ratings import may_run_meeting
from kaogong.assess.guards.rounds import may_keep_rounds
from kaogong.assess.models import Bench, Drop, Meeting, Pass, Round, Source
from kaogong.assess.queries.ballots import Values, questions_of
from kaogong.assess.states.ratings import MEETING, MEETING_NAMES
from kaogong.audit.actions import Refused, action, alone, record
from kaogong.listen.actions.codes import LENGTH, LETTERS, hash_of
from kaogong.org.models import Account
from kaogong.org.queries import today


@action
def plan_meeting(
    *, by: Account | None, one: Round, name: str, held_on: dt.date, sources: Sequence[Source], place: str = ""
) -> Meeting:
    """Plan a meeting at which some groups of a round rate by code."""
    demand_here(by, may_keep_rounds(by) if by else "", "plan_meeting", subject(one))
    alone(one)
    if one.state == "closed":
        raise Refused(_("这一轮已经办结，不能再开测评会。"))
    wrong = [source.name for source in sources if source.who != "codes" or source.round_id != one.pk]
    if wrong or not sources:
        raise Refused(_("请选这一轮里凭码测评的评议组。"), "sources")
    taken = Bench.objects.filter(source__in=sources).select_related("meeting", "source").first()
    if taken is not None:
        raise Refused(
            _("“%(group)s”已在“%(name)s”测评。") % {"group": taken.source.name, "name": taken.meeting}, "sources"
        )
    if Meeting.objects.filter(round=one, name=name).exists():
        raise Refused(_("“%(name)s”已经有了。请另取名称。") % {"name": name}, "name")
    made = Meeting.objects.create(round=one, name=name, held_on=held_on, place=place, host=by)
    Bench.objects.bulk_create(Bench(meeting=made, source=source) for source in sources)
    new = {"name": name, "held_on": str(held_on), "groups": [source.name for source in sources]}
    record(by=by, room=ROOM, verb="plan_meeting", subject=subject(made), powers=powers_of(by), new=new)
    return made


@action
def open_meeting(*, by: Account | None, meeting: Meeting, numbers: Mapping[int, int]) -> dict[int, list[str]]:
    """Begin: codes for every group go out with the answer, by group, and cannot be had again.

    Args:
        by: the account that acts.
        meeting: the meeting.
        numbers: how many came, by group (`Bench`).
    """
    demand_here(by, may_run_meeting(by, meeting) if by else "", "open_meeting", subject(meeting))
    within(meeting.round, today())
    alone(meeting)
    if meeting.held_on > today():
        raise Refused(_("会期是 %(day)s，还不能开始。") % {"day": meeting.held_on})
    state = moved(MEETING, meeting.state, "open_meeting", MEETING_NAMES)
    benches = list(meeting.benches.select_related("source"))
    if any(numbers.get(one.pk, 0) < 1 for one in benches):
        raise Refused(_("请写每个评议组的到会人数。"), "numbers")
    for one in benches:
        one.codes = numbers[one.pk]
    handed = _codes(benches)
    Bench.objects.bulk_update(benches, ["codes"])
    meeting.state, meeting.came = state, sum(one.codes for one in benches)
    meeting.save(update_fields=["state", "came"])
    new = {"groups": {one.source.name: one.codes for one in benches}}
    record(by=by, room=ROOM, verb="open_meeting", subject=subject(meeting), powers=powers_of(by), new=new)
    return handed


def _codes(benches: Sequence[Bench]) -> dict[int, list[str]]:
    """A code for everybody who came, by group; only what is hashed of them is kept."""
    handed = {}
    for one in benches:
        codes = ["".join(secrets.choice(LETTERS) for _one in range(LENGTH)) for _turn in range(one.codes)]
        Pass.objects.bulk_create(Pass(hash=each, bench=one) for each in sorted(map(hash_of, codes)))
        handed[one.pk] = codes
    return handed


@action
def renew_codes(*, by: Account | None, meeting: Meeting) -> dict[int, list[str]]:
    """New codes for everybody, the old ones void: for slips that were lost on their way, as long as nobody has voted."""
    demand_here(by, may_run_meeting(by, meeting) if by else "", "renew_codes", subject(meeting))
    alone(meeting)
    moved(MEETING, meeting.state, "renew_codes", MEETING_NAMES)
    held = Pass.objects.filter(bench__meeting=meeting)
    if held.exclude(state="open").exists():
        raise Refused(_("已经有人交票，不能重新发码。没有码的人这次不评；要重评，请结束后另建一轮。"))
    held.delete()
    benches = list(meeting.benches.select_related("source"))
    handed = _codes(benches)
    new = {"groups": {one.source.name: one.codes for one in benches}}
    record(by=by, room=ROOM, verb="renew_codes", subject=subject(meeting), powers=powers_of(by), new=new)
    return handed


def pass_of(typed: str) -> Pass | None:
    """The row of a code; None: there is none."""
    held = Pass.objects.select_related("bench__meeting__round", "bench__source__round")
    return held.filter(hash=hash_of(typed)).first() if typed.strip() else None


def cast_pass(*, code: str, given: Mapping[int, Values]) -> bool:
    """Spend a code and put its ballots into the box, both or neither. False: it was spent before, nothing is changed.

    Raises:
        Refused: the code opens nothing, the meeting is over, or a mark is beyond the scale.
    """
    found = pass_of(code)
    if found is None:
        raise Refused(_("没有这个测评码。请对照发到手上的纸条，共 16 位。"), "code")
    source, meeting = found.bench.source, found.bench.meeting
    if meeting.state != "open":
        raise Refused(_("“%(name)s”已经结束，不再收票。") % {"name": meeting})
    ballot = _ballot(source, given)
    with transaction.atomic():
        if not Meeting.objects.select_for_update().filter(pk=meeting.pk, state="open").exists():
            raise Refused(_("“%(name)s”已经结束，不再收票。") % {"name": meeting})
        if not Pass.objects.filter(pk=found.pk, state="open").update(state="spent"):
            return False  # whoever came second waited for the row, and finds it spent
        into_box(source, uuid.uuid4().hex[:16], ballot)
    return True


def _ballot(source: Source, given: Mapping[int, Values]) -> dict[int, Values]:
    """Marks by entrant, each within the scale; an entrant left out is not rated."""
    asked = questions_of(source.form)
    found: dict[int, Values] = {}
    for entrant in source.round.entrants.filter(pk__in=list(given)):
        marks = {key: given[entrant.pk].get(key, "").strip() for key in asked}
        fine = {
            key: checked(source.form, one, f"m_{entrant.pk}_{key}", entrant.name) for key, one in marks.items() if one
        }
        if fine:
            found[entrant.pk] = fine
    if not found:
        raise Refused(_("一个对象也没有评。请评了再交。"))
    return found


@action
def close_meeting(*, by: Account | None, meeting: Meeting) -> Meeting:
    """End a meeting: no more ballots, all are shuffled and counted at once. From then on what came out can be seen."""
    demand_here(by, may_run_meeting(by, meeting) if by else "", "close_meeting", subject(meeting))
    held = Meeting.objects.select_for_update(of=("self",)).select_related("round").get(pk=meeting.pk)
    held.state = moved(MEETING, held.state, "close_meeting", MEETING_NAMES)
    entrants = list(held.round.entrants.values_list("pk", flat=True))
    new = {}
    for bench in held.benches.select_related("source"):
        ballots = count_source(bench.source, dict.fromkeys(entrants, bench.codes), from_box(bench.source))
        Drop.objects.filter(source=bench.source).delete()
        new[bench.source.name] = {"codes": bench.codes, "ballots": ballots}
    passes = Pass.objects.filter(bench__meeting=held)
    passes.filter(state="open").update(state="missed")
    passes.filter(state="spent").update(state="counted")
    _lay_anew(held)
    held.closed_at = timezone.now()
    held.save(update_fields=["state", "closed_at"])
    record(by=by, room=ROOM, verb="close_meeting", subject=subject(held), powers=powers_of(by), new=new)
    return held


def _lay_anew(meeting: Meeting) -> None:
    """Write the codes once more, in the order of their hashes: neither place nor transaction tells who voted when."""
    table = Pass._meta.db_table  # noqa: SLF001 - the name Django gave the table
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMPORARY TABLE torn_passes (LIKE "{table}") ON COMMIT DROP')
        cursor.execute(
            f'WITH gone AS (DELETE FROM "{table}" WHERE bench_id = ANY(%s) RETURNING *) '
            "INSERT INTO torn_passes SELECT * FROM gone",
            [list(meeting.benches.values_list("pk", flat=True))],
        )
        cursor.execute(f'INSERT INTO "{table}" SELECT * FROM torn_passes ORDER BY hash')
        cursor.execute("DROP TABLE torn_passes")
