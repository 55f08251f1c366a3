"""Casting a ballot, and shuffling the box.

No event is recorded for a ballot: the hour of an event, beside the hour a letter was opened, would tell who said what. The
record holds how many came in a day. What joins and what does not is argued in docs/decisions/0010.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.core.sealing import seal
from kaogong.listen.actions.codes import hash_of
from kaogong.listen.models import Answer, Batch, Guess, Opinion, Project, Slip, Stratum, Ticket
from kaogong.listen.queries.marking import Ballot, marked, questions_of
from kaogong.listen.queries.paper import Asking, asking_of
from kaogong.listen.queries.sight import ROOM
from kaogong.org.models import Account
from kaogong.org.queries import today

MOST_GUESSES = 10
"""Codes that open nothing, from one address within the time of a lock."""


KNOCK = """
SELECT (SELECT until FROM listen_guess WHERE key = %(key)s AND until > %(now)s), t.hash, t.batch_id, t.state, p.state,
  s.since, s.until
FROM (VALUES (1)) AS one
LEFT JOIN (listen_ticket t JOIN listen_batch b ON b.id = t.batch_id AND NOT b.void
  JOIN listen_project p ON p.id = b.project_id JOIN listen_projectstage s ON s.project_id = p.id AND s.key = 'evaluate')
ON t.hash = %(hash)s
"""
"""All that a request with a code asks, in one statement."""
SPEND = """
WITH going AS MATERIALIZED (
  SELECT id FROM listen_project WHERE id = %(project)s AND state = 'evaluate' FOR SHARE
), spent AS (
  UPDATE listen_ticket SET state = 'spent' WHERE hash = %(hash)s AND state = 'open' AND EXISTS (SELECT FROM going)
  RETURNING hash
)
INSERT INTO listen_slip (id, stratum_id, words) SELECT %(id)s, %(stratum)s, %(words)s FROM spent
"""
"""Code and ballot by one statement, which is a transaction by itself; who ends the evaluation waits until it is done."""


@dataclass(frozen=True, slots=True)
class Held:
    """A code that was handed out, as it stands now."""

    hash: str
    state: str
    asking: Asking
    stage: str
    """Of the project."""
    since: dt.date
    until: dt.date


def knock(typed: str, address: str = "") -> tuple[Held | None, dt.datetime | None]:
    """The code, None where there is none; and until when the address may try no code, None where it may."""
    given: dict[str, Any] = {"key": address_key(address), "now": timezone.now(), "hash": hash_of(typed)}
    with connection.cursor() as cursor:
        cursor.execute(KNOCK, given)
        locked, key, batch, state, stage, since, until = cursor.fetchone()
    return (None if key is None else Held(key, state, asking_of(batch), stage, since, until)), locked


def cast(
    *, code: str, given: Mapping[str, Any], hasty: bool = False, assisted: bool = False, held: Held | None = None
) -> bool:
    """Spend a code and put its ballot into the box, both or neither. False: the code was spent before, nothing is changed.

    Args:
        code: as it was typed.
        given: the answers.
        hasty: it took less time than reading takes.
        assisted: somebody helped.
        held: the code, where it was looked up already.

    Raises:
        Refused: the code opens nothing, the time is over, or an answer is none of the options.
    """
    found = held or knock(code)[0]
    if found is None:
        raise Refused(_("没有这个评议码。请对照信函或短信，共 16 位。"), "code")
    asked, batch = found.asking, found.asking.batch
    _demand_within(batch.project.name, found.stage, found.since, found.until)
    ballot = marked(asked.questions, asked.units, given, batch.project.straight_from)
    slip = slip_of(batch, ballot, channel="code", hasty=hasty, assisted=assisted)
    if _spent(found, slip):
        return True
    now = knock(code)[0]  # somebody else was faster, or the evaluation ended meanwhile
    if now is not None and now.state == "open":
        _demand_within(batch.project.name, now.stage, now.since, now.until)
    return False


def _spent(found: Held, slip: Mapping[str, Any]) -> bool:
    batch = found.asking.batch
    given: dict[str, Any] = {
        "project": batch.project_id, "hash": found.hash, "id": uuid.uuid4(), "stratum": batch.stratum_id,
        "words": seal(json.dumps(slip, ensure_ascii=False)),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(SPEND, given)
        return bool(cursor.rowcount)


def demand_open(project: Project) -> None:
    """Go on only while ballots are taken."""
    stage = project.stages.get(key="evaluate")
    _demand_within(project.name, project.state, stage.since, stage.until)


def _demand_within(name: str, state: str, since: dt.date, until: dt.date) -> None:
    if state != "evaluate" or not since <= today() <= until:
        words = _("“%(name)s”的答卷时间是 %(since)s 至 %(until)s，现在不收。")
        raise Refused(words % {"name": name, "since": since, "until": until})


def slip_of(
    batch: Batch,
    ballot: Ballot,
    *,
    channel: str,
    day: dt.date | None = None,
    hasty: bool = False,
    assisted: bool = False,
) -> dict[str, Any]:
    """What lies in the box of a ballot: no code, no hour."""
    when = day or today()
    return {
        "project": batch.project_id, "sheet": batch.sheet_id, "channel": channel, "day": str(when), "assisted": assisted,
        "hasty": hasty, "late": when > batch.due_on, "content": ballot.content, "scores": ballot.scores,
        "flags": ["straight"] if ballot.straight else [], "words": ballot.words,
    }  # fmt: skip


def into_box(stratum: Stratum, slip: Mapping[str, Any]) -> None:
    """A ballot falls into the box, sealed."""
    Slip.objects.bulk_create([Slip(stratum=stratum, words=json.dumps(slip, ensure_ascii=False))])


def cast_open(*, project: Project, given: Mapping[str, Any]) -> Answer:
    """An answer by the open link: kept apart, without a group, never counted."""
    if not project.open_link:
        raise Refused(_("这个项目没有开放链接。"))
    demand_open(project)
    sheet = project.sheets.get(state="issued")
    units = project.subjects.values_list("unit_id", flat=True)
    ballot = marked(questions_of(sheet), units, given, project.straight_from)
    made = Answer(
        project=project, sheet=sheet, stratum=None, channel="open", day=today(), content=ballot.content, scores=ballot.scores,
        flags=["straight"] if ballot.straight else [],
    )  # fmt: skip
    with transaction.atomic():
        Answer.objects.bulk_create([made])
        _opinions(project.pk, ballot.words)
    return made


# --- the box --------------------------------------------------------------------------------------------------------


def shuffle_box(project: Project, *, all_of_it: bool = False) -> int:
    """Take ballots out of the box into the answers, stratum by stratum, in random order under new numbers.

    A stratum is left alone until the smallest number that may be shown lies in it. All that is taken goes in one transaction
    and its tickets are written with it, so that neither their order nor the number of a transaction pairs one with the other.
    """
    taken = 0
    waiting = Slip.objects.filter(stratum__group__project=project).values("stratum").annotate(n=Count("id"))
    for row in list(waiting):
        if all_of_it or row["n"] >= project.minimum_group:
            with transaction.atomic():
                taken += _taken_out(project, row["stratum"])
    return taken


def _taken_out(project: Project, stratum: int) -> int:
    held = list(Slip.objects.select_for_update(skip_locked=True).filter(stratum=stratum))
    random.SystemRandom().shuffle(held)
    answers, words = [], []
    for one in held:
        slip = json.loads(one.words)
        words += [tuple(pair) for pair in slip.pop("words")]
        answers.append(
            Answer(
                id=uuid.uuid4(),
                project_id=slip["project"],
                sheet_id=slip["sheet"],
                stratum_id=stratum,
                channel=slip["channel"],
                day=dt.date.fromisoformat(slip["day"]),
                assisted=slip["assisted"],
                hasty=slip["hasty"],
                late=slip["late"],
                content=slip["content"],
                scores=slip["scores"],
                flags=slip["flags"],
            )
        )
    answers.sort(key=lambda one: one.id)
    Answer.objects.bulk_create(answers, batch_size=2_000)
    Slip.objects.filter(pk__in=[one.pk for one in held]).delete()
    Ticket.objects.filter(batch__stratum=stratum, state="spent").update(state="counted")
    random.SystemRandom().shuffle(words)
    _opinions(project.pk, words)
    return len(held)


def _opinions(project: int, words: Sequence[tuple[int | None, str]]) -> None:
    """What was told in words lies apart from the answers from the beginning."""
    if not words:
        return
    Project.objects.select_for_update(no_key=True).get(pk=project)  # two at once would take the same numbers
    last = Opinion.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0
    Opinion.objects.bulk_create(
        Opinion(project_id=project, number=number, words=text, about_id=unit)
        for number, (unit, text) in enumerate(words, last + 1)
    )


def lay_anew(project: Project) -> None:
    """When all is in: write every answer and every ticket of a project once more, in random order, in one transaction.

    Where a row lies and which transaction wrote it then says nothing at all. What was written before is swept away.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE laid (LIKE listen_answer) ON COMMIT DROP")
        cursor.execute(
            "WITH gone AS (DELETE FROM listen_answer WHERE project_id = %s RETURNING *) INSERT INTO laid SELECT * FROM gone",
            [project.pk],
        )
        cursor.execute("INSERT INTO listen_answer SELECT * FROM laid ORDER BY random()")
        cursor.execute("CREATE TEMPORARY TABLE torn (LIKE listen_ticket) ON COMMIT DROP")
        cursor.execute(
            "WITH gone AS (DELETE FROM listen_ticket WHERE batch_id IN (SELECT id FROM listen_batch WHERE project_id = %s)"
            " RETURNING *) INSERT INTO torn SELECT * FROM gone",
            [project.pk],
        )
        cursor.execute("INSERT INTO listen_ticket SELECT * FROM torn ORDER BY hash")


def sweep() -> None:
    """Let nothing lie about of rows that were taken away: outside a transaction, the database gives their place back."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM listen_slip")
        cursor.execute("VACUUM listen_answer")
        cursor.execute("VACUUM listen_ticket")


@action
def count_day(*, by: Account | None, day: dt.date) -> dict[str, int]:
    """How many ballots a day brought, by project: all the record holds of them."""
    held = Answer.objects.filter(day=day).values("project").annotate(n=Count("id")).order_by("project")
    counts = {str(row["project"]): row["n"] for row in held}
    record(by=by, room=ROOM, verb="count_day", subject=f"{ROOM}.answer", new={"day": str(day), "ballots": counts})
    return counts


# --- codes that open nothing ----------------------------------------------------------------------------------------


def address_key(address: str) -> str:
    """What guesses are counted under: a keyed hash, so that no address of somebody who answers lies here."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"ballot:{address}".encode(), "sha256").hex()


def locked_until(address: str) -> dt.datetime | None:
    """Until when an address may try no code; None: it may."""
    held = Guess.objects.filter(key=address_key(address), until__gt=timezone.now()).first()
    return held.until if held else None


@action
def note_guess(*, by: Account | None, address: str) -> dt.datetime | None:
    """A code that opens nothing was tried. Too many, and the address has to wait; gives until when."""
    now, key = timezone.now(), address_key(address)
    Guess.objects.get_or_create(key=key, defaults={"since": now})
    held = Guess.objects.select_for_update().get(key=key)
    if now - held.since > settings.LOCKED_FOR:
        held.failures, held.since, held.until = 0, now, None
    held.failures += 1
    if held.failures >= MOST_GUESSES:
        held.until = now + settings.LOCKED_FOR
    held.save()
    new = {"locked": held.until is not None}
    record(by=by, room=ROOM, verb="note_guess", subject=f"{ROOM}.ticket", new=new, outcome="denied")
    return held.until
