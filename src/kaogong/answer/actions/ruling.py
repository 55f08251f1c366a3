"""The ruling: by the leading group, in writing, to both parties, filed; what it changes is computed again and told of everybody."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaogong.answer.actions.effects import TAKES_BACK, Put, put_right
from kaogong.answer.actions.lodging import code_of, follow, held, settle, subject
from kaogong.answer.guards import ROOM, demand_here, is_party, may_file, may_rule, powers_of
from kaogong.answer.models import Appeal, Change, Notice
from kaogong.answer.queries.frozen import run_of
from kaogong.answer.queries.moves import moved_results, published_on
from kaogong.answer.queries.told import told_text
from kaogong.answer.states import OUTCOMES, PARTIES
from kaogong.assess.actions.runs import rerun
from kaogong.audit.actions import Refused, action, demand, record
from kaogong.decide.actions import draw_settlement
from kaogong.decide.models import Proposal, Settlement
from kaogong.org.models import Account
from kaogong.org.queries import today


@action
def rule_appeal(
    *,
    by: Account | None,
    appeal: Appeal,
    outcome: str,
    found: str,
    grounds: str,
    meeting: str,
    rightings: Sequence[Put] = (),
    queue: bool = True,
) -> Appeal:
    """Rule. Where it changes something, the facts are put right and the score is computed again from what was frozen (QW-23).

    Args:
        by: the account that acts, of the body that rules.
        appeal: what was heard.
        outcome: `upheld`: what was decided stands; `changed`: it does not.
        found: the facts the body found.
        grounds: on which clauses it rests.
        meeting: the session or the number of its minutes.
        rightings: figures of the score that are put right, events that are altered, and events that are struck out.
        queue: hand the computing to the workers; else the caller performs it.
    """
    one = held(appeal)
    demand_here(by, may_rule(by, one) if by else "", "rule_appeal", subject(one), code_of(one))
    state = follow(one, "rule_appeal")
    words = {"found": found.strip(), "grounds": grounds.strip(), "meeting": meeting.strip()}
    _worded(outcome, words, rightings)
    for name, text in words.items():
        setattr(one, name, text)
    if outcome == "changed":
        one.run = run_of(one)
    one.state, one.outcome, one.ruled_on, one.ruled_by, one.ruling = state, outcome, today(), by, _ruling_number()
    made = put_right(by, one, rightings) if outcome == "changed" else []
    if made and one.run is not None:
        one.again = rerun(by=None, run=one.run, reason=_reason(one), frozen=True, queue=queue)
    elif one.kind == "grade" and outcome == "changed":
        one.settlement = _reopened(one)
    one.save()
    settle(one, altered=one.kind in TAKES_BACK and any(each.column for each in made))
    notices = [_noticed(one, party) for party in PARTIES]
    new: dict[str, Any] = {
        "ruling": one.ruling, "outcome": outcome, "found": words["found"], "notices": [each.sm3 for each in notices],
        "corrections": [str(each) for each in made], "again": one.again_id,
    }  # fmt: skip
    record(by=by, room=ROOM, verb="rule_appeal", subject=subject(one), unit=code_of(one), powers=powers_of(by), new=new,
           reason=words["grounds"])  # fmt: skip
    return one


def _reopened(one: Appeal) -> Settlement | None:
    """A grade that changes although no figure does: the published settlement is drawn up once more, for the body to move it."""
    before = Proposal.objects.select_related("settlement").get(pk=one.thing).settlement
    if before.state != "published":
        return None
    return draw_settlement(
        by=None, run=before.run, scheme=before.scheme, period=before.period, title=before.title, previous=before,
        why=_reason(one),
    )  # fmt: skip


def _worded(outcome: str, words: Mapping[str, str], rightings: Sequence[Put]) -> None:
    if outcome not in OUTCOMES:
        raise Refused(_("请选维持或变更。"), "outcome")
    for name, label in (("found", _("查明的事实")), ("grounds", _("裁定依据")), ("meeting", _("会议名称或文号"))):
        if not words[name]:
            raise Refused(_("请写%(what)s。") % {"what": label}, name)
    if outcome == "upheld" and rightings:
        raise Refused(_("维持原结论的，不更正数据。"), "rightings")


@override(settings.LANGUAGE_CODE)
def _reason(one: Appeal) -> str:
    return _("%(ruling)s：申诉 %(number)s") % {"ruling": one.ruling, "number": one.number}


def _ruling_number() -> str:
    """The next number of a ruling of the year; two at once wait for each other."""
    head = f"考申裁〔{today().year}〕"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [head])
    return f"{head}{Appeal.objects.filter(ruling__startswith=head).count() + 1}号"


def _noticed(one: Appeal, party: str) -> Notice:
    """The ruling in writing, to one party, with its hash."""
    text = told_text(one, party)
    sm3 = hashlib.new("sm3", text.encode()).hexdigest()
    return Notice.objects.create(appeal=one, party=party, text=text, sm3=sm3, sent_on=today())


@action
def receive_notice(*, by: Account, notice: Notice) -> Notice:
    """A party signs for the ruling."""
    one = Notice.objects.select_for_update(of=("self",)).select_related("appeal__unit").get(pk=notice.pk)
    about = one.appeal
    own = is_party(by, about.unit_id, about.person_id) if one.party == "appellant" else not may_file(by)
    why = "" if own else _("裁定书由收到的一方签收。")
    demand(why, room=ROOM, verb="receive_notice", subject=subject(about), unit=code_of(about))
    if one.received_on is not None:
        raise Refused(_("已于 %(day)s 签收。") % {"day": one.received_on})
    one.received_on, one.received_by = today(), by
    one.save(update_fields=["received_on", "received_by"])
    new = {"party": one.party, "sm3": one.sm3}
    record(
        by=by,
        room=ROOM,
        verb="receive_notice",
        subject=subject(about),
        unit=code_of(about),
        powers=powers_of(by),
        new=new,
    )
    return one


@action
def file_appeal(*, by: Account | None, appeal: Appeal, filing: str = "") -> Appeal:
    """Put the ruling on file. What it changed must have been computed."""
    one = held(appeal)
    demand_here(by, may_file(by) if by else "", "file_appeal", subject(one), code_of(one))
    state = follow(one, "file_appeal")
    if one.again_id is not None and not one.changes.exists() and one.again is not None and one.again.state != "done":
        raise Refused(_("更正重算还没有完成，完成后再备案。"))
    one.state, one.filed_on, one.filing = state, today(), filing.strip() or f"{one.number}-BA"
    one.save(update_fields=["state", "filed_on", "filing"])
    new = {"filing": one.filing, "ruling": one.ruling}
    record(by=by, room=ROOM, verb="file_appeal", subject=subject(one), unit=code_of(one), powers=powers_of(by), new=new)
    return one


@action
def conclude_rerun(*, by: Account | None = None, appeal: Appeal) -> list[Change]:
    """What was computed again is set beside what was: every score, place and grade it moved, of whoever. Once.

    Where grades had been published from the run before, a settlement that corrects them is drawn up.
    """
    one = held(appeal)
    if one.again is None or one.again.state != "done" or one.changes.exists():
        return []
    made = Change.objects.bulk_create(Change(appeal=one, **each) for each in moved_results(one.again))
    before = published_on(one.again)
    if before is not None:
        one.settlement = draw_settlement(
            by=None, run=one.again, scheme=before.scheme, period=before.period, title=before.title, previous=before,
            why=_reason(one),
        )  # fmt: skip
        one.save(update_fields=["settlement"])
    new = {"moved": len(made), "units": sorted({each.subject for each in made})[:50], "settlement": one.settlement_id}
    record(
        by=by, room=ROOM, verb="conclude_rerun", subject=subject(one), unit=code_of(one), powers=powers_of(by), new=new
    )
    return made
