"""Cases as their events say: the rule of `queries.clock` as one statement over any number of cases.

`touched (id)` is a temporary table of the transaction, with the cases to be computed anew. Their rows are locked first, so
that of two batches about the same case the later sees what the earlier wrote.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import connection

from kaogong.org.queries import setting, today

LOCK = (
    "SELECT count(*) FROM (SELECT 1 FROM approvals_case WHERE id IN (SELECT id FROM touched) ORDER BY id FOR UPDATE) l"
)

PROJECT = """
WITH told AS (
  SELECT e.case_id, e.verb, e.at, w.number AS no, e.item_id, e.step, e.handler, e.amount, e.reason, e.channel,
         row_number() OVER p AS seq, min(e.at) FILTER (WHERE e.verb = 'accept') OVER p AS began
  FROM touched t
  JOIN approvals_caseevent e ON e.case_id = t.id AND e.live AND e.verb <> 'void'
  JOIN approvals_workday w ON w.day = (e.at AT TIME ZONE %(zone)s)::date
  WINDOW p AS (
    PARTITION BY e.case_id ORDER BY e.at, e.number COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
  )
), framed AS (
  SELECT *, min(at) FILTER (WHERE verb IN ('decide', 'drop') AND at >= began) OVER (
    PARTITION BY case_id ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS ended
  FROM told
), marked AS (
  SELECT *, CASE WHEN NOT inside THEN NULL WHEN verb = 'suspend' THEN seq * 2 + 1 WHEN verb = 'resume' THEN seq * 2 END AS mark
  FROM (SELECT *, coalesce(at >= began AND (ended IS NULL OR at <= ended), false) AS inside FROM framed) f
), parted AS (
  SELECT *, max(mark) OVER w AS before, lag(no) OVER w AS last
  FROM marked
  WINDOW w AS (PARTITION BY case_id ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), summed AS (
  SELECT *, verb = 'suspend' AND coalesce(before %% 2, 0) = 0 AS opening,
    sum(CASE WHEN inside AND before %% 2 = 1 THEN no - last ELSE 0 END)
      OVER (PARTITION BY case_id ORDER BY seq ROWS UNBOUNDED PRECEDING) AS still
  FROM parted
), whole AS (
  SELECT case_id, count(*) AS events, min(began) AS began, min(ended) AS ended,
    min(no) FILTER (WHERE inside) AS began_no,
    min(no) FILTER (WHERE at = ended) AS ended_no,
    (array_agg(verb ORDER BY seq) FILTER (WHERE at = ended AND verb IN ('decide', 'drop')))[1] AS last_verb,
    coalesce(max(still) FILTER (WHERE inside), 0) AS paused,
    max(no) FILTER (WHERE inside) AS last_no,
    coalesce(max(mark) FILTER (WHERE inside) %% 2, 0) = 1 AS held,
    (array_agg(reason ORDER BY seq) FILTER (WHERE inside AND opening))[count(*) FILTER (WHERE inside AND opening)] AS reason,
    (array_agg(item_id ORDER BY seq) FILTER (WHERE verb = 'accept'))[1] AS item_id,
    (array_agg(channel ORDER BY seq) FILTER (WHERE verb = 'accept'))[1] AS channel,
    (array_agg(handler ORDER BY seq) FILTER (WHERE handler <> ''))[count(*) FILTER (WHERE handler <> '')] AS handler,
    sum(amount) FILTER (WHERE verb = 'fee') AS fee,
    (array_agg(amount ORDER BY seq) FILTER (WHERE verb = 'decide' AND amount IS NOT NULL))
      [count(*) FILTER (WHERE verb = 'decide' AND amount IS NOT NULL)] AS amount,
    coalesce(bool_or(verb = 'approve' AND inside), false) AS approved
  FROM summed GROUP BY case_id
), known AS (
  SELECT h.*, i.body_id, v.id AS version_id, v.statutory_days, v.promised_days,
         least(v.statutory_days, v.promised_days) AS bound, v.fee AS tariff
  FROM whole h
  LEFT JOIN approvals_item i ON i.id = h.item_id
  LEFT JOIN approvals_itemversion v ON v.item_id = h.item_id
    AND v.since <= (h.began AT TIME ZONE %(zone)s)::date
    AND (v.until IS NULL OR v.until > (h.began AT TIME ZONE %(zone)s)::date)
), ladder AS (
  SELECT version_id, code, place, days, compulsory,
    count(*) FILTER (WHERE compulsory) OVER (PARTITION BY version_id ORDER BY place) - compulsory::int AS below,
    count(*) FILTER (WHERE compulsory) OVER (PARTITION BY version_id) AS every,
    lead(days) OVER (PARTITION BY version_id ORDER BY place) AS next_days,
    row_number() OVER (PARTITION BY version_id ORDER BY place) AS spot
  FROM approvals_step WHERE version_id IN (SELECT version_id FROM known)
), firsts AS (
  SELECT DISTINCT ON (case_id, step) case_id, step, no, still, seq FROM summed WHERE inside AND verb = 'step'
  ORDER BY case_id, step, seq
), taken AS (
  SELECT case_id, step, no, still, seq, lag(no) OVER o AS before_no, lag(still) OVER o AS before_still
  FROM firsts WINDOW o AS (PARTITION BY case_id ORDER BY seq)
), steps AS (
  SELECT t.case_id, max(t.no) AS step_no, max(t.still) AS step_still,
    (array_agg(t.step ORDER BY t.seq DESC))[1] AS step,
    count(*) FILTER (WHERE l.days IS NOT NULL AND
      t.no - coalesce(t.before_no, k.began_no) - (t.still - coalesce(t.before_still, 0)) > l.days) AS late,
    count(*) FILTER (WHERE l.compulsory) AS done,
    max(l.place) AS furthest,
    (array_agg(l.next_days ORDER BY l.place DESC NULLS LAST))[1] AS next_days,
    (array_agg(l.below - 0 ORDER BY l.place DESC NULLS LAST))[1] AS below,
    (array_agg(l.compulsory ORDER BY l.place DESC NULLS LAST))[1] AS last_compulsory
  FROM taken t JOIN known k ON k.case_id = t.case_id
  LEFT JOIN ladder l ON l.version_id = k.version_id AND l.code = t.step
  GROUP BY t.case_id
), ready AS (
  SELECT k.*, s.step, coalesce(s.late, 0) AS late_steps,
    CASE WHEN k.began IS NULL THEN 'waiting' WHEN k.last_verb = 'decide' THEN 'done' WHEN k.last_verb = 'drop'
      THEN 'dropped' WHEN k.held THEN 'suspended' ELSE 'running' END AS state,
    CASE WHEN k.ended IS NOT NULL THEN greatest(k.ended_no - k.began_no - k.paused, 0) END AS used,
    CASE WHEN k.last_verb = 'decide' THEN coalesce(f.every, 0) - coalesce(s.done, 0)
      ELSE coalesce(s.below - (s.done - coalesce(s.last_compulsory, false)::int), 0) END AS skipped,
    CASE WHEN k.ended IS NULL THEN coalesce(s.step_no, k.began_no) + (k.paused - coalesce(s.step_still, 0))
      + CASE WHEN s.case_id IS NULL THEN f.days ELSE s.next_days END END AS step_due_no
  FROM known k
  LEFT JOIN steps s ON s.case_id = k.case_id
  LEFT JOIN ladder f ON f.version_id = k.version_id AND f.spot = 1
)
UPDATE approvals_case c SET
  body_id = r.body_id, item_id = r.item_id, version_id = r.version_id, state = r.state,
  channel = coalesce(r.channel, ''), accepted_at = r.began, accepted_no = r.began_no,
  ended_at = r.ended, ended_no = r.ended_no, statutory = r.statutory_days, promised = r.promised_days,
  "limit" = r.bound, paused = r.paused,
  paused_no = CASE WHEN r.state = 'suspended' THEN r.last_no END,
  reason = CASE WHEN r.state = 'suspended' THEN coalesce(r.reason, '') ELSE '' END,
  due_no = r.began_no + r.bound + r.paused, used = r.used,
  outcome = CASE WHEN r.state <> 'done' THEN '' WHEN r.used > r.bound THEN 'late'
    WHEN r.statutory_days - r.used >= %(lead)s THEN 'early' ELSE 'on_time' END,
  handler = coalesce(r.handler, ''), step = coalesce(r.step, ''), step_due_no = r.step_due_no,
  late_steps = r.late_steps, skipped = r.skipped, fee = r.fee,
  overcharged = coalesce(r.fee > coalesce(r.tariff, 0), false), approved = r.approved, amount = r.amount,
  events = r.events
FROM ready r WHERE c.id = r.case_id
"""
EMPTY = """
UPDATE approvals_case c SET state = 'waiting', accepted_at = NULL, accepted_no = NULL, ended_at = NULL, ended_no = NULL,
  due_no = NULL, used = NULL, outcome = '', events = 0
FROM touched t WHERE c.id = t.id
  AND NOT EXISTS (SELECT 1 FROM approvals_caseevent e WHERE e.case_id = c.id AND e.live AND e.verb <> 'void')
"""
"""What is left of a case when all its events were voided: its number."""
STOOD = "DELETE FROM approvals_standing s USING touched t WHERE s.case_id = t.id"
STANDS = """
INSERT INTO approvals_standing (case_id, body_id, state, reason, due_no, ended_on, outcome)
SELECT c.id, c.body_id, c.state, c.reason, c.due_no, (c.ended_at AT TIME ZONE %(zone)s)::date, c.outcome
FROM touched t JOIN approvals_case c ON c.id = t.id
WHERE c.state IN ('running', 'suspended') OR c.state = 'done' AND (c.ended_at AT TIME ZONE %(zone)s)::date >= %(since)s
"""
OVER = "DELETE FROM approvals_standing WHERE state = 'done' AND ended_on < %s"


def month_before(day: dt.date) -> dt.date:
    """The first day of the month before that of a day: from then on the board knows what was decided."""
    return (day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def let_go(day: dt.date) -> None:
    """What was decided before the month before is none of the board's any more."""
    with connection.cursor() as cursor:
        cursor.execute(OVER, [month_before(day)])


def project(cursor: Any) -> None:
    """Compute the touched cases anew."""
    cursor.execute("ANALYZE touched")
    cursor.execute(LOCK)
    cursor.execute(PROJECT, {"zone": settings.TIME_ZONE, "lead": setting("approvals.lead_days")})
    cursor.execute(EMPTY)
    cursor.execute(STOOD)
    cursor.execute(STANDS, {"zone": settings.TIME_ZONE, "since": month_before(today())})
