"""Publishing: the frozen text, its code, what follows from it; making other things public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.decide.actions.archived import archive_published
from kaogong.decide.actions.register import open_register
from kaogong.decide.actions.settlements import follow, subject
from kaogong.decide.guards import ROOM, demand_here, may_prepare, may_publish
from kaogong.decide.models import Consequence, Delivery, Disclosure, Publication, Settlement
from kaogong.decide.queries.publications import fresh_code, sealed, text_of
from kaogong.decide.states import CONSEQUENCE, PUBLICATION, SETTLEMENT
from kaogong.org.models import Account
from kaogong.org.queries import setting, today, units
from kaogong.plan.actions.cycles import powers_of
from kaogong.plan.models import Cycle


@action
def publish(
    *,
    by: Account | None,
    settlement: Settlement,
    number: str,
    issuer: str,
    audience: str = "house",
    publish_on: dt.date | None = None,
    title: str = "",
) -> Publication:
    """Publish what was approved: the text is frozen with its hash and a code, the register and the deliveries begin.

    Args:
        by: the account that acts.
        settlement: what was approved, with its number.
        number: the number of the circular.
        issuer: in whose name.
        audience: the public, the house, or the units concerned only.
        publish_on: the day from which it can be read; before it nobody but those who decide sees it.
        title: its title.
    """
    demand_here(by, may_publish(by) if by else "", "publish", subject(settlement))
    when = publish_on or today()
    settlement.refresh_from_db()
    _ripe(settlement)
    held = follow(settlement, "publish")
    _fit(held, number, issuer, audience, when)
    before = getattr(held.previous, "publication", None) if held.previous else None
    head = _head(held, before, number, issuer, title) | {"publish_on": str(when)}
    text = text_of(held, head)
    made = Publication.objects.create(
        settlement=held,
        number=head["number"],
        title=head["title"],
        issuer=head["issuer"],
        audience=audience,
        publish_on=when,
        text=text,
        sm3=sealed(text),
        code=fresh_code(),
        corrects=before,
        by=by,
    )
    if before is not None:
        _correct(before)
    new = {"number": made.number, "sm3": made.sm3, "on": str(when)} | _following(by, made, when)
    record(by=by, room=ROOM, verb="publish", subject=subject(held), powers=powers_of(by), new=new, reason=held.why)
    return made


def _following(by: Account | None, made: Publication, when: dt.date) -> dict[str, object]:
    """The register and the deliveries begin; what was said enters the archives."""
    register = open_register(made.settlement, when)
    return {"register": register, "deliveries": _deliver(made, when), "archived": archive_published(by, made)}


def _ripe(settlement: Settlement) -> None:
    """Every objection is answered, and there is a number of approval."""
    waiting = settlement.objections.filter(state="open").count()
    if waiting:
        raise Refused(_("还有 %(n)s 件异议没有答复，不能公布。") % {"n": waiting})
    if settlement.state in ("open", "closed") or not settlement.number:
        raise Refused(_("还没有批准文号，不能公布。请先由决策机构审定。"))


def _fit(held: Settlement, number: str, issuer: str, audience: str, when: dt.date) -> None:
    """What is said of the publication can be said."""
    if not number.strip() or Publication.objects.filter(number=number.strip()).exists():
        raise Refused(_("请填一个没有用过的文号。"), "number")
    if not issuer.strip():
        raise Refused(_("请填以谁的名义公布。"), "issuer")
    if when < today():
        raise Refused(_("公布日期不能早于今天。"), "publish_on")
    if audience == "public" and held.proposals.filter(person__isnull=False).exists():
        raise Refused(_("这次评定含个人结果，不能向社会公开。请选机关内公布，或只发被考核单位。"), "audience")


def _head(held: Settlement, before: Publication | None, number: str, issuer: str, title: str) -> dict[str, str]:
    kind = _("关于更正%(what)s的通报") if before else _("关于%(what)s的通报")
    return {
        "number": number.strip(),
        "title": title.strip() or kind % {"what": held.title},
        "issuer": issuer.strip(),
        "corrects": before.number if before else "",
        "why": held.why,
    }


def _correct(before: Publication) -> None:
    """What was published stays as it is, marked as corrected; what followed from it no longer counts."""
    before.state = after(PUBLICATION, before.state, "correct") or before.state
    before.save(update_fields=["state"])
    old = before.settlement
    old.state = after(SETTLEMENT, old.state, "correct") or old.state
    old.save(update_fields=["state"])
    for one in Consequence.objects.filter(settlement=old):
        one.state = after(CONSEQUENCE, one.state, "correct") or one.state
        one.save(update_fields=["state"])


def _deliver(made: Publication, when: dt.date) -> int:
    """Send it to the receiving departments the installation lists, for the whole or for each unit."""
    due = when + dt.timedelta(days=setting("results.reminder_days"))
    lines = list(made.settlement.proposals.all()) if setting("results.each_unit") else [None]
    known = {one.name: one.unit_id for one in units()}
    fresh = []
    for words in setting("results.receivers"):
        receiver, _colon, purpose = words.replace(":", "：").partition("：")
        fresh += [
            Delivery(
                publication=made,
                proposal=line,
                receiver=receiver.strip(),
                unit_id=known.get(receiver.strip()),
                purpose=purpose.strip(),
                sent_on=when,
                due=due,
            )
            for line in lines
        ]
    Delivery.objects.bulk_create(fresh)
    return len(fresh)


@action
def disclose(
    *,
    by: Account | None,
    cycle: Cycle,
    kind: str,
    title: str,
    publish_on: dt.date,
    words: str = "",
    lines: Sequence[str] | Iterable[str] = (),
) -> Disclosure:
    """Make targets, standards, team results or a list public from a day on."""
    where = f"plan.cycle:{cycle.pk}"
    demand_here(by, may_prepare(by) if by else "", "disclose", where)
    if kind not in dict(Disclosure.KINDS):
        raise Refused(_("没有这一类公开事项。"), "kind")
    listed = [one.strip() for one in lines if one.strip()]
    if not title.strip() or not (words.strip() or listed):
        raise Refused(_("请写明公开什么。"), "title" if not title.strip() else "words")
    made = Disclosure.objects.create(
        cycle=cycle, kind=kind, title=title.strip(), words=words, lines=listed, publish_on=publish_on, by=by
    )
    new = {"kind": kind, "title": made.title, "on": str(publish_on), "lines": len(listed)}
    record(by=by, room=ROOM, verb="disclose", subject=where, powers=powers_of(by), new=new)
    return made
