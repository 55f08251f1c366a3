"""Letters and certificates: issued with a number and a code, their text frozen; withdrawn by a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.decide.actions.settlements import subject
from kaogong.decide.guards import ROOM, demand_here, may_prepare
from kaogong.decide.models import Consequence, Paper
from kaogong.decide.queries.papers import paper_text
from kaogong.decide.queries.publications import fresh_code, sealed
from kaogong.decide.states import FINAL, PAPER, PAPER_KINDS, PAPER_NAMES
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.plan.actions.cycles import moved, powers_of


@action
def issue_paper(
    *,
    by: Account | None,
    consequence: Consequence,
    kind: str,
    number: str,
    title: str,
    issuer: str,
    paragraphs: Sequence[str],
    issued_on: dt.date | None = None,
) -> Paper:
    """Issue the letter or certificate by which a consequence is told. Its text is frozen with its hash and a code.

    Args:
        by: the account that acts.
        consequence: what it tells.
        kind: a letter or a certificate.
        number: the number of the paper; that of the batch where it was numbered.
        title: its title.
        issuer: in whose name.
        paragraphs: what it says.
        issued_on: the day it bears.
    """
    unit = consequence.proposal.unit.code if consequence.proposal.unit else ""
    demand_here(by, may_prepare(by) if by else "", "issue_paper", subject(consequence), unit)
    held = _held(consequence)
    said = [one.strip() for one in paragraphs if one.strip()]
    _issuable(held, kind, number, title, issuer, said)
    when = issued_on or today()
    head = {"kind": kind, "number": number.strip(), "title": title.strip(), "issuer": issuer.strip()}
    text = paper_text(held, head | {"issued_on": str(when)}, said)
    made = Paper.objects.create(
        settlement=held.settlement,
        consequence=held,
        to=held.proposal.name,
        unit=held.proposal.unit,
        issued_on=when,
        text=text,
        sm3=sealed(text),
        code=fresh_code(),
        by=by,
        **head,
    )
    if not held.number:
        held.number = made.number
        held.save(update_fields=["number"])
    new = {"number": made.number, "kind": kind, "sm3": made.sm3, "on": str(when)}
    record(by=by, room=ROOM, verb="issue_paper", subject=subject(made), unit=unit, powers=powers_of(by), new=new)
    return made


def _held(consequence: Consequence) -> Consequence:
    """The consequence as it is now, kept from others until this act is over."""
    found = Consequence.objects.select_for_update(of=("self",)).select_related("settlement", "proposal__unit")
    return found.get(pk=consequence.pk)


def _issuable(held: Consequence, kind: str, number: str, title: str, issuer: str, said: list[str]) -> None:
    if held.settlement.state not in FINAL:
        raise Refused(_("结果还没有公布。"))
    if held.state not in ("due", "done"):
        raise Refused(_("这一项不再执行，不能印发文书。"))
    if kind not in PAPER_KINDS:
        raise Refused(_("请选信函或证书。"), "kind")
    if Paper.objects.filter(consequence=held).exists():
        raise Refused(_("这一项已印发文书。"))
    if not number.strip() or Paper.objects.filter(number=number.strip()).exists():
        raise Refused(_("请填一个没有用过的文号。"), "number")
    if held.number and held.number != number.strip():
        raise Refused(_("这一项已编号 %(number)s，请用这个编号。") % {"number": held.number}, "number")
    for field, words in (("title", title), ("issuer", issuer), ("paragraphs", "".join(said))):
        if not words.strip():
            raise Refused(_("标题、发文机关和正文都要写明。"), field)


@action
def withdraw_paper(*, by: Account | None, paper: Paper, why: str) -> Paper:
    """Withdraw a paper; what it said stays readable, and its code says that it no longer holds."""
    unit = paper.unit.code if paper.unit else ""
    demand_here(by, may_prepare(by) if by else "", "withdraw_paper", subject(paper), unit)
    if not why.strip():
        raise Refused(_("请写明撤回的理由。"), "why")
    held = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    held.state = paper.state = moved(PAPER, held.state, "withdraw_paper", PAPER_NAMES)
    held.why = why.strip()
    held.save(update_fields=["state", "why"])
    record(
        by=by, room=ROOM, verb="withdraw_paper", subject=subject(held), unit=unit, powers=powers_of(by),
        new={"number": held.number}, reason=why,
    )  # fmt: skip
    return held
