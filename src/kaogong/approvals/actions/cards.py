"""Cards: proposed by the rules every day, then in people's hands; urging, and what follows when nothing is put right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.approvals.guards import ROOM, demand_here, may_contest, may_keep, may_settle, may_verify, powers_of
from kaogong.approvals.models import Card, CardRule, Urging
from kaogong.approvals.queries.cards import rules_on
from kaogong.approvals.states import CARD, CARD_NAMES, URGING
from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.org.models import Account
from kaogong.org.queries import after_days, setting, today

USED = """CASE c.state WHEN 'done' THEN c.used WHEN 'suspended' THEN c.paused_no - c.accepted_no - c.paused
  ELSE %(now)s - c.accepted_no - c.paused END"""
OPEN = "c.state IN ('running', 'suspended')"
SINCE = "(c.accepted_at AT TIME ZONE %(zone)s)::date >= %(since)s"
MET: Mapping[str, str] = {
    "reached": f'{OPEN} AND {USED} <= c."limit" AND {USED} >= c."limit" * %(share)s / 100',
    "past": f"(({OPEN} AND c.due_no < %(now)s) OR (c.state = 'done' AND c.outcome = 'late'))"
    f' AND {USED} > c."limit" * %(share)s / 100',
    "step_late": "(c.late_steps > 0 OR (c.state = 'running' AND c.step_due_no < %(now)s))",
    "skipped": "c.skipped > 0",
    "fee": "c.overcharged",
    "offline": "c.channel = 'offline'",
}
"""What each rule looks for. Those about limits ask open cases, in the order of their due day, and cases decided late."""
ISSUE = """
INSERT INTO approvals_card (number, case_id, unit_id, rule_id, colour, state, issued_on, used, "limit", due_on, contest,
  reason, raised_from_id)
SELECT %(head)s || lpad((%(held)s + row_number() OVER (ORDER BY c.due_no, c.id))::text, 4, '0'), c.id, b.unit_id,
  %(rule)s, %(colour)s, 'proposed', %(day)s, {used}, c."limit", %(due)s, '', '',
  (SELECT max(y.id) FROM approvals_card y WHERE y.case_id = c.id AND y.colour = 'yellow' AND %(colour)s = 'red')
FROM approvals_case c JOIN approvals_body b ON b.id = c.body_id
WHERE {met} AND {since}
  AND NOT EXISTS (SELECT 1 FROM approvals_card k WHERE k.case_id = c.id AND k.rule_id = %(rule)s)
"""
HEADS = {"yellow": "HP", "red": "RP"}


@action
def add_rule(
    *,
    by: Account | None,
    name: str,
    trigger: str,
    colour: str,
    share: Decimal | None = None,
    since: dt.date | None = None,
) -> CardRule:
    """Declare what gets a card."""
    demand_here(by, may_keep(by) if by else "", "add_rule", f"{ROOM}.cardrule")
    if trigger not in dict(CardRule.TRIGGERS):
        raise Refused(_("没有这种条件。请从列表里选。"), "trigger")
    if trigger in ("reached", "past") and (share is None or not 0 < share <= 1000):
        raise Refused(_("请写期限的百分比，如 80。"), "share")
    if CardRule.objects.filter(name=name).exists():
        raise Refused(_("已有名为“%(name)s”的规则。") % {"name": name}, "name")
    made = CardRule.objects.create(name=name, trigger=trigger, colour=colour, share=share, since=since or today())
    new = {"name": name, "trigger": trigger, "colour": colour, "share": None if share is None else f"{share:f}"}
    record(by=by, room=ROOM, verb="add_rule", subject=f"{ROOM}.cardrule:{made.pk}", powers=powers_of(by), new=new)
    return made


@action
def end_rule(*, by: Account | None, rule: CardRule, until: dt.date) -> CardRule:
    """A rule no longer holds from a day on; the cards it gave stay."""
    where = f"{ROOM}.cardrule:{rule.pk}"
    demand_here(by, may_keep(by) if by else "", "end_rule", where)
    if until <= rule.since:
        raise Refused(_("终止日须晚于起始日。"), "until")
    rule.until = until
    rule.save(update_fields=["until"])
    record(by=by, room=ROOM, verb="end_rule", subject=where, powers=powers_of(by), new={"until": str(until)})
    return rule


@action
def issue_cards(*, by: Account | None, day: dt.date | None = None) -> int:
    """Propose the cards of a day by every rule; a case gets a card of a rule once. One event for the whole."""
    demand_here(by, may_keep(by) if by else "", "issue_cards", f"{ROOM}.card")
    when = day or today()
    counts = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM approvals_workday WHERE day = %s", [when])
        held = cursor.fetchone()
        if held is None:
            raise Refused(_("%(day)s 不在工作日历内。") % {"day": when})
        cursor.execute("LOCK TABLE approvals_card IN SHARE ROW EXCLUSIVE MODE")
        for rule in rules_on(when):
            if rule.trigger in MET:
                counts[rule.name] = _issued(cursor, rule, when, held[0])
    new: dict[str, Any] = {"day": str(when), "issued": sum(counts.values()), "rules": counts}
    record(by=by, room=ROOM, verb="issue_cards", subject=f"{ROOM}.card", powers=powers_of(by), new=new)
    return sum(counts.values())


def _issued(cursor: Any, rule: CardRule, when: dt.date, now: int) -> int:
    head = f"{HEADS[rule.colour]}-{when.year}-"
    cursor.execute("SELECT count(*) FROM approvals_card WHERE number LIKE %s", [head + "%"])
    given = {
        "head": head,
        "held": cursor.fetchone()[0],
        "rule": rule.pk,
        "colour": rule.colour,
        "day": when,
        "due": after_days(when, setting("approvals.verify_days")),
        "now": now,
        "share": rule.share,
        "since": rule.since,
        "zone": settings.TIME_ZONE,
    }
    cursor.execute(ISSUE.format(used=USED, met=MET[rule.trigger], since=SINCE), given)
    return int(cursor.rowcount)


def _moved(by: Account | None, card: Card, verb: str, why: str, **more: Any) -> Card:
    """Move a card, and record it."""
    state = after(CARD, card.state, verb)
    if state is None:
        can = _("、").join(_(CARD_NAMES[one]) for (one, what) in CARD if what == verb)
        words = _("这张牌现在是“%(state)s”，不能这样办。须在“%(can)s”时办理。")
        raise Refused(words % {"state": card.get_state_display(), "can": can})
    old = {"state": card.state}
    card.state = state
    for name, value in more.items():
        setattr(card, name, value)
    card.save(update_fields=["state", *more])
    where, unit, new = f"{ROOM}.card:{card.pk}", card.unit.code, {"state": state, "number": card.number}
    record(by=by, room=ROOM, verb=verb, subject=where, unit=unit, powers=powers_of(by), old=old, new=new, reason=why)
    return card


def _held(card: Card) -> Card:
    """The card as it is now, kept from others until this act is over."""
    return Card.objects.select_for_update(of=("self",)).select_related("unit", "case").get(pk=card.pk)


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("请写明理由。理由随牌留存。"), "reason")
    return reason.strip()


@action
def verify_card(*, by: Account | None, card: Card, reason: str = "") -> Card:
    """A person has looked: the card counts."""
    card = _held(card)
    demand_here(by, may_verify(by) if by else "", "verify_card", f"{ROOM}.card:{card.pk}", card.unit.code)
    return _moved(by, card, "verify_card", reason, verified_by=by, verified_at=timezone.now(), reason=reason)


@action
def contest_card(*, by: Account | None, card: Card, reason: str) -> Card:
    """The unit says why the card is wrong; until it is settled it does not count."""
    card = _held(card)
    demand_here(by, may_contest(by, card) if by else "", "contest_card", f"{ROOM}.card:{card.pk}", card.unit.code)
    words = _reasoned(reason)
    return _moved(by, card, "contest_card", words, contested_by=by, contested_at=timezone.now(), contest=words)


@action
def uphold_card(*, by: Account | None, card: Card, reason: str) -> Card:
    """The objection does not hold; the card counts."""
    card = _held(card)
    demand_here(by, may_settle(by, card) if by else "", "uphold_card", f"{ROOM}.card:{card.pk}", card.unit.code)
    words = _reasoned(reason)
    return _moved(by, card, "uphold_card", words, settled_by=by, settled_at=timezone.now(), reason=words)


@action
def withdraw_card(*, by: Account | None, card: Card, reason: str) -> Card:
    """The card was wrong. It takes nothing, and stays on record with the reason."""
    card = _held(card)
    why = (may_settle(by, card) if card.state == "contested" else may_verify(by)) if by else ""
    demand_here(by, why, "withdraw_card", f"{ROOM}.card:{card.pk}", card.unit.code)
    words = _reasoned(reason)
    return _moved(by, card, "withdraw_card", words, settled_by=by, settled_at=timezone.now(), reason=words)


@action
def urge_card(*, by: Account | None, card: Card, words: str) -> Urging:
    """Urge the unit to put the matter right by a day (WH-21)."""
    card = _held(card)
    where = f"{ROOM}.card:{card.pk}"
    demand_here(by, may_verify(by) if by else "", "urge_card", where, card.unit.code)
    if card.state != "verified":
        raise Refused(_("核实过的牌才能催办。请先核实。"))
    if card.urgings.filter(state="open").exists():
        raise Refused(_("上一次催办还没有到期，不能重复催办。"))
    if not words.strip():
        raise Refused(_("请写明催办什么。"), "words")
    day = today()
    last = after_days(day, setting("approvals.correction_days"))
    made = Urging.objects.create(card=card, words=words.strip(), sent_on=day, due_on=last, by=by)
    new = {"words": words.strip(), "due_on": str(last)}
    record(by=by, room=ROOM, verb="urge_card", subject=where, unit=card.unit.code, powers=powers_of(by), new=new)
    return made


@action
def close_urging(*, by: Account | None, urging: Urging, verb: str, reason: str = "") -> Urging:
    """The matter was put right (`correct_matter`), or was not (`fail_matter`)."""
    where, unit = f"{ROOM}.card:{urging.card_id}", urging.card.unit.code
    demand_here(by, may_verify(by) if by else "", verb, where, unit)
    state = after(URGING, urging.state, verb)
    if state is None:
        raise Refused(_("这次催办已经了结：%(state)s。") % {"state": urging.get_state_display()})
    if verb == "fail_matter" and today() <= urging.due_on:
        raise Refused(_("改正期限 %(day)s 还没有过。") % {"day": urging.due_on})
    urging.state, urging.closed_on = state, today()
    urging.save(update_fields=["state", "closed_on"])
    record(
        by=by, room=ROOM, verb=verb, subject=where, unit=unit, powers=powers_of(by), new={"state": state}, reason=reason
    )
    return urging


@action
def escalate(*, by: Account | None, day: dt.date | None = None) -> dict[str, int]:
    """What was urged and not put right by its day: a yellow card leads to a red one, a red one to a supervised task."""
    demand_here(by, may_keep(by) if by else "", "escalate", f"{ROOM}.card")
    when = day or today()
    counts = {"corrected": 0, "uncorrected": 0, "raised": 0, "to_task": 0}
    rule = next((one for one in rules_on(when) if one.trigger == "uncorrected"), None)
    due = Urging.objects.select_for_update(of=("self",)).filter(state="open", due_on__lt=when)
    for one in due.select_related("card__case", "card__unit"):
        ended = one.card.case.ended_at
        done = ended is not None and timezone.localdate(ended) <= one.due_on
        one.state, one.closed_on = ("corrected" if done else "uncorrected"), when
        one.save(update_fields=["state", "closed_on"])
        counts[one.state] += 1
        if not done:
            _raised(one.card, rule, when, counts)
    record(
        by=by, room=ROOM, verb="escalate", subject=f"{ROOM}.card", powers=powers_of(by), new={"day": str(when)} | counts
    )
    return counts


def _raised(card: Card, rule: CardRule | None, when: dt.date, counts: dict[str, int]) -> None:
    if card.colour == "red":
        card.to_task = when
        card.save(update_fields=["to_task"])
        counts["to_task"] += 1
    elif rule is not None and not Card.objects.filter(case=card.case_id, rule=rule).exists():
        held = Card.objects.filter(number__startswith=f"RP-{when.year}-").count()
        Card.objects.create(
            number=f"RP-{when.year}-{held + 1:04d}", case=card.case, unit=card.unit, rule=rule, colour="red",
            issued_on=when, used=card.used, limit=card.limit, raised_from=card,
            due_on=after_days(when, setting("approvals.verify_days")),
        )  # fmt: skip
        counts["raised"] += 1
