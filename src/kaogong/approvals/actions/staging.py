"""Events taken in by sets: staged by COPY, checked, told apart and written by a handful of statements."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kaogong.approvals.actions.projection import project
from kaogong.approvals.models import Intake, Source
from kaogong.approvals.queries.columns import COLUMNS, NEEDS
from kaogong.approvals.queries.faults import Fault, told
from kaogong.approvals.states import CHANNELS, PAUSES, VERBS
from kaogong.org.queries import today

MOMENT = r"^\d{4}-\d\d?-\d\d?[ T]\d\d?:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?$"
ZONED = r"(Z|[+-]\d\d(:?\d\d)?)$"
SHAPES = ["0000-00-00 00:00", "0000-00-00T00:00", "0000-00-00 00:00:00", "0000-00-00T00:00:00"]
"""Moments of local time as they mostly come, every digit a 0: told without a regular expression."""
NUMBER = r"^\d{1,12}(\.\d{1,6})?$"
LONG = {"number": 64, "case": 64, "step": 60, "handler": 60, "words": 200, "corrects": 64}
MOST_FAULTS = 10_000
PIECE = 1_000
"""Rows sent at a time."""
TAB, WIDTH = "\t", len(COLUMNS)

ALONE = 0x45564E54
ROOMY = "SET LOCAL work_mem = '128MB'; SET LOCAL jit = off; SET LOCAL default_statistics_target = 10"
"""Sorts of a batch stay in memory. Of the batches of one source, one at a time is told apart and written."""
STAGE = f"""
CREATE TEMP TABLE incoming ("row" int, {", ".join(f'"{one}" text' for one in COLUMNS)}) ON COMMIT DROP
"""
GOOD = """
CREATE TEMP TABLE good ON COMMIT DROP AS
SELECT n."row", n.number, n."case" AS kase, n.verb, n.moment AS at, i.id AS item_id, i.unit_id, n.step, n.handler,
  CASE WHEN n.amount <> '' THEN n.amount::numeric END AS amount, n.reason, n.channel, n.words, n.corrects,
  md5(concat_ws('|', n."case", n.verb, extract(epoch FROM n.moment), n.item, n.step, n.handler, n.amount, n.reason,
    n.channel, n.words, n.corrects))::uuid AS digest
FROM (
  SELECT *, CASE WHEN translate(at, '123456789', '000000000') = ANY(%(shapes)s) THEN
      CASE WHEN pg_input_is_valid(at, 'timestamp') THEN at::timestamp AT TIME ZONE %(zone)s END
    WHEN at !~ %(moment)s OR NOT pg_input_is_valid(at, 'timestamptz') THEN NULL
    WHEN at ~ %(zoned)s THEN at::timestamptz ELSE at::timestamp AT TIME ZONE %(zone)s END AS moment
  FROM incoming
  WHERE number <> '' AND length(number) <= 64 AND length("case") <= 64 AND verb = ANY(%(verbs)s)
    AND ("case" <> '') AND (verb <> 'accept' OR item <> '') AND (verb <> 'step' OR step <> '')
    AND (verb <> 'suspend' OR reason = ANY(%(pauses)s)) AND (verb <> 'fee' OR amount <> '')
    AND (verb <> 'handler' OR handler <> '') AND (verb <> 'void' OR corrects <> '')
    AND (reason = '' OR reason = ANY(%(pauses)s)) AND (channel = '' OR channel = ANY(%(channels)s))
    AND (amount = '' OR amount ~ %(number)s) AND length(step) <= 60 AND length(handler) <= 60
    AND length(words) <= 200 AND length(corrects) <= 64 AND corrects <> number
  OFFSET 0
) n
LEFT JOIN (
  SELECT i.id, i.code::text, b.unit_id FROM approvals_item i JOIN approvals_body b ON b.id = i.body_id OFFSET 0
) i ON i.code = n.item
WHERE n.moment >= '2000-01-01' AND n.moment < %(tomorrow)s AND (n.item = '' OR i.id IS NOT NULL)
  AND (%(unit)s::bigint IS NULL OR i.unit_id IS NULL OR i.unit_id = %(unit)s)
"""
BAD = """
SELECT n.* FROM incoming n LEFT JOIN good g ON g."row" = n."row" WHERE g."row" IS NULL ORDER BY n."row" LIMIT %s
"""
TWICE = """
DELETE FROM good g USING (
  SELECT "row", first_value(digest) OVER w AS first, digest, row_number() OVER w AS turn FROM good
  WINDOW w AS (PARTITION BY number ORDER BY "row")
) d WHERE d."row" = g."row" AND d.turn > 1 RETURNING g."row", g.number, d.first <> d.digest
"""
HELD = """
DELETE FROM good g USING approvals_caseevent e
WHERE e.source_id = %s AND e.number = g.number RETURNING g."row", g.number, e.digest <> g.digest
"""
STRANGE = """
DELETE FROM good g USING approvals_case c
WHERE c.number = g.kase AND c.source_id <> %(source)s AND %(unit)s::bigint IS NOT NULL
  AND (c.body_id IS NULL OR c.body_id NOT IN (SELECT id FROM approvals_body WHERE unit_id = %(unit)s))
RETURNING g."row", g.kase
"""
CASES = """
INSERT INTO approvals_case (number, source_id, state, channel, paused, reason, outcome, handler, step, late_steps, skipped,
  overcharged, approved, events)
SELECT kase, %s, 'waiting', '', 0, '', '', '', '', 0, 0, false, false, 0
FROM (SELECT DISTINCT kase FROM good) d
WHERE NOT EXISTS (SELECT 1 FROM approvals_case c WHERE c.number = d.kase)
ORDER BY kase ON CONFLICT (number) DO NOTHING
"""
EVENTS = """
INSERT INTO approvals_caseevent (source_id, number, case_id, verb, at, item_id, step, handler, amount, reason, channel,
  words, corrects, live, digest, intake_id)
SELECT %(source)s, g.number, c.id, g.verb, g.at, g.item_id, g.step, g.handler, g.amount, g.reason, g.channel, g.words,
  g.corrects, NOT EXISTS (
    SELECT 1 FROM approvals_caseevent x WHERE x.source_id = %(source)s AND x.corrects = g.number AND x.corrects <> ''
  ), g.digest, %(intake)s
FROM good g JOIN approvals_case c ON c.number = g.kase
ORDER BY c.id, g.at
"""
CORRECTED = """
UPDATE approvals_caseevent e SET live = false FROM good g
WHERE g.corrects <> '' AND e.source_id = %s AND e.number = g.corrects AND e.live RETURNING e.case_id
"""
TOUCHED = """
INSERT INTO touched SELECT c.id FROM (SELECT DISTINCT kase FROM good) g JOIN approvals_case c ON c.number = g.kase
UNION SELECT unnest(%s::bigint[])
"""


@dataclass(slots=True)
class Staged:
    """What came of a batch."""

    rows: int = 0
    taken: int = 0
    again: int = 0
    faults: list[list[Any]] = field(default_factory=list)
    """Row, column, what is wrong: as they are kept (queries/faults.py)."""

    def told(self) -> Iterator[str]:
        """The faults as lines."""
        for row, column, words in told(self.faults):
            yield _("第 %(row)s 行“%(column)s”：%(words)s") % {"row": row, "column": column, "words": words}


def stage(source: Source, lines: Iterable[tuple[int, Sequence[str]]]) -> Staged:
    """Put a batch beside the tables, take the bad rows out of it with their reasons, and those that were here before."""
    found = Staged()
    with connection.cursor() as cursor:
        cursor.execute(ROOMY)
        for table in ("incoming", "good", "touched"):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute(STAGE)
        names = ", ".join(f'"{one}"' for one in COLUMNS)
        with cursor.copy(f'COPY incoming ("row", {names}) FROM STDIN') as copy:
            for piece in _pieces(lines):
                copy.write("".join(piece))
                found.rows += len(piece)
        cursor.execute(GOOD, _given(source))
        cursor.execute("SELECT (SELECT count(*) FROM incoming) - (SELECT count(*) FROM good)")
        if cursor.fetchone()[0]:
            cursor.execute(BAD, [MOST_FAULTS])
            known = _known_items(source)
            for row, *cells in cursor.fetchall():
                found.faults += [[row, *one] for one in faults_of(dict(zip(COLUMNS, cells, strict=True)), known)]
        cursor.execute('CREATE UNIQUE INDEX ON good ("row")')
        cursor.execute("ANALYZE good")
        _told_apart(cursor, source, found)
    found.faults.sort(key=lambda one: one[0])
    return found


def _pieces(lines: Iterable[tuple[int, Sequence[str]]]) -> Iterator[list[str]]:
    """Lines of COPY, some at a time."""
    piece: list[str] = []
    for number, cells in lines:
        line = f"{number}\t{TAB.join(cells)}\n"
        if "\\" in line or "\r" in line or line.count("\t") != WIDTH or line.count("\n") != 1:
            line = f"{number}\t{TAB.join(map(_escaped, cells))}\n"
        piece.append(line)
        if len(piece) == PIECE:
            yield piece
            piece = []
    yield piece


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _given(source: Source) -> dict[str, Any]:
    return {
        "moment": MOMENT,
        "shapes": SHAPES,
        "zoned": ZONED,
        "zone": settings.TIME_ZONE,
        "verbs": list(VERBS),
        "pauses": list(PAUSES),
        "channels": list(CHANNELS),
        "number": NUMBER,
        "tomorrow": _tomorrow(),
        "unit": source.unit_id,
    }


def _tomorrow() -> dt.datetime:
    day = today() + dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())


def _told_apart(cursor: Any, source: Source, found: Staged) -> None:
    """Replays are dropped in silence; the same number with other content is a fault. From here on the source is ours."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ALONE, source.pk])
    for statement, given in ((TWICE, []), (HELD, [source.pk])):
        cursor.execute(statement, given)
        for row, number, differs in cursor.fetchall():
            if differs:
                words = gettext_noop("事件编号“%(number)s”已用于另一内容。要更正，请用新编号并写明更正哪一件。")
                found.faults.append([row, *Fault("number", words, {"number": number})])
            else:
                found.again += 1
    cursor.execute(STRANGE, {"source": source.pk, "unit": source.unit_id})
    for row, kase in cursor.fetchall():
        words = gettext_noop("办件“%(case)s”不是本来源的办件。请核对办件编号。")
        found.faults.append([row, *Fault("case", words, {"case": kase})])


def write(source: Source, intake: Intake) -> int:
    """Write what was staged, and compute the cases it touches; gives how many events are new."""
    with connection.cursor() as cursor:
        cursor.execute(CASES, [source.pk])
        cursor.execute(EVENTS, {"source": source.pk, "intake": intake.pk})
        taken = int(cursor.rowcount)
        others = []
        cursor.execute("SELECT EXISTS (SELECT 1 FROM good WHERE corrects <> '')")
        if cursor.fetchone()[0]:
            cursor.execute(CORRECTED, [source.pk])
            others = [row[0] for row in cursor.fetchall()]
        cursor.execute("CREATE TEMP TABLE touched (id bigint) ON COMMIT DROP")
        cursor.execute(TOUCHED, [others])
        project(cursor)
        for table in ("incoming", "good", "touched"):
            cursor.execute(f"DROP TABLE {table}")
    return taken


def _known_items(source: Source) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.code, b.unit_id FROM approvals_item i JOIN approvals_body b ON b.id = i.body_id"
            " WHERE %s::bigint IS NULL OR b.unit_id = %s",
            [source.unit_id, source.unit_id],
        )
        return dict(cursor.fetchall())


def faults_of(cells: dict[str, str], known: dict[str, int]) -> Iterator[Fault]:
    """What is wrong with a row: column, and words that say what to do."""
    for key in ("number", "case", *NEEDS.get(cells["verb"], ())):
        if not cells[key]:
            yield Fault(key, gettext_noop("是空的。请填写。"), {})
    if cells["verb"] not in VERBS:
        words = gettext_noop("没有“%(value)s”这种事项。请写：%(known)s。")
        yield Fault("verb", words, {"value": cells["verb"], "known": [*VERBS.values()]})
    yield from _moment_faults(cells["at"])
    if cells["item"] and cells["item"] not in known:
        words = gettext_noop("清单里没有编码为“%(value)s”的事项。请先登记事项，或核对编码。")
        yield Fault("item", words, {"value": cells["item"]})
    for key, table in (("reason", PAUSES), ("channel", CHANNELS)):
        if cells[key] and cells[key] not in table:
            words = gettext_noop("没有“%(value)s”。请写：%(known)s。")
            yield Fault(key, words, {"value": cells[key], "known": [*table.values()]})
    if cells["amount"] and not re.match(NUMBER, cells["amount"]):
        words = gettext_noop("写作“%(value)s”。这里只收数字，如 50 或 50.00。")
        yield Fault("amount", words, {"value": cells["amount"]})
    for key, most in LONG.items():
        if len(cells[key]) > most:
            yield Fault(key, gettext_noop("超过 %(most)s 字。请缩短。"), {"most": most})
    if cells["corrects"] and cells["corrects"] == cells["number"]:
        yield Fault("corrects", gettext_noop("不能更正自己。请用新的事件编号。"), {})


def _moment_faults(text: str) -> Iterator[Fault]:
    try:
        if not re.match(MOMENT, text):
            raise ValueError(text)
        day = dt.date(*(int(part) for part in re.split(r"[ T]", text)[0].split("-")))
        hour, minute = (int(part) for part in re.split(r"[ T]", text)[1].split(":")[:2])
        dt.time(hour, minute)
    except (ValueError, IndexError):
        yield Fault("at", gettext_noop("“%(value)s”不是时间。请写成 2026-09-01 09:00。"), {"value": text})
        return
    if day > today():
        yield Fault("at", gettext_noop("%(value)s 在今天之后。请核对。"), {"value": text})
    elif day.year < 2000:
        yield Fault("at", gettext_noop("%(value)s 早于 2000 年，不在工作日历内。请核对。"), {"value": text})
