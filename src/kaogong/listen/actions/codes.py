"""Handing out codes. They are made here, go out with the answer to the request, and are kept nowhere (0010)."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.listen.actions.projects import where
from kaogong.listen.guards.surveys import demand_here, may_run, powers_of
from kaogong.listen.models import Batch, Listed, Project, Stratum, Subject, Ticket
from kaogong.listen.queries.sight import ROOM
from kaogong.listen.states.surveys import WAYS
from kaogong.org.models import Account
from kaogong.org.queries import today

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters of a code: none that is taken for another."""
LENGTH = 16
"""78 bits: at a thousand guesses a second one of a million codes is found after nine billion years."""


def plain_code(typed: str) -> str:
    """A code as it is hashed: without what is put in between for the eye."""
    return "".join(one for one in typed.upper() if one.isalnum())[: LENGTH + 1]


def hash_of(typed: str) -> str:
    """The keyed hash of a code; the key is the installation's and not in the database."""
    key = hashlib.sha256(b"kaogong ballot codes:" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, plain_code(typed).encode(), "sha256").hex()


def spaced(code: str) -> str:
    """A code as it is printed: four by four."""
    return "-".join(code[place : place + 4] for place in range(0, LENGTH, 4))


@dataclass(frozen=True, slots=True)
class Handed:
    """A code on its way out, with whom it goes to; both leave with the file and are kept nowhere together."""

    code: str
    name: str = ""
    contact: str = ""


@action
def issue_batch(
    *,
    by: Account | None,
    stratum: Stratum,
    way: str,
    number: int = 0,
    subjects: Sequence[Subject] = (),
    day: dt.date | None = None,
) -> tuple[Batch, list[Handed]]:
    """Hand out codes or paper forms to a stratum.

    Args:
        by: the account that acts.
        stratum: who is asked.
        way: by letter, QR code, SMS, or paper forms without codes.
        number: how many; left out: one for everybody drawn who has none yet.
        subjects: the units to be rated; left out: all the group rates.
        day: of issue; today where it is left out.

    Returns:
        The batch, and the codes in random order, each with whom it goes to. They cannot be had again.
    """
    project = stratum.group.project
    demand_here(by, may_run(by, project) if by else "", "issue_batch", where(project))
    if project.state != "evaluate":
        raise Refused(_("进入“实施评议”后才能发放。"))
    if way not in WAYS:
        raise Refused(_("没有这种发放方式。"), "way")
    people = list(
        Listed.objects.select_for_update().filter(stratum=stratum, drawn=True, batch__isnull=True).order_by("number")
    )
    people = people[: number or len(people)]
    many = number or len(people)
    _fits(stratum, way, many, people)
    when = day or today()
    sheet = project.sheets.get(state="issued")
    made = Batch.objects.create(
        project=project, stratum=stratum, sheet=sheet, way=way, issuer=stratum.issuer, number=many, issued_on=when,
        due_on=due_day(project, when),
    )  # fmt: skip
    made.subjects.set(subjects or rated(stratum))
    Listed.objects.filter(pk__in=[one.pk for one in people]).update(batch=made)
    handed = _made(made, people) if way != "paper" else []
    new = {"stratum": stratum.name, "way": way, "number": many, "issued_on": str(when), "due_on": str(made.due_on)}
    record(by=by, room=ROOM, verb="issue_batch", subject=where(project), powers=powers_of(by), new=new)
    return made, handed


def _fits(stratum: Stratum, way: str, many: int, people: Sequence[Listed]) -> None:
    if not many:
        raise Refused(_("“%(name)s”没有抽中而未发的人。请写发放份数。") % {"name": stratum.name}, "number")
    if way == "sms":
        _reached(stratum, many, people)
    out = sum(stratum.batches.filter(void=False).values_list("number", flat=True))
    if stratum.quota and out + many > stratum.quota:
        words = _("“%(name)s”的样本数是 %(quota)s，已发 %(out)s 份，这次不能超过 %(left)s 份。")
        told = {"name": stratum.name, "quota": stratum.quota, "out": out, "left": max(0, stratum.quota - out)}
        raise Refused(words % told, "number")


def _reached(stratum: Stratum, many: int, people: Sequence[Listed]) -> None:
    """Everybody can be reached by SMS."""
    told: dict[str, str | int] = {"name": stratum.name, "many": many, "there": len(people)}
    if len(people) < many:
        words = _(
            "短信发给抽中的人。“%(name)s”抽中而未发的有 %(there)s 人，不够 %(many)s 份。请改小份数，或改用信函、二维码。"
        )
        raise Refused(words % told, "way")
    told["bare"] = sum(not one.contact for one in people)
    if told["bare"]:
        words = _(
            "“%(name)s”这次要发的 %(many)s 人中，%(bare)s 人在抽样框里没有联系方式，短信发不到。请改用信函或二维码。"
        )
        raise Refused(words % told, "way")


def due_day(project: Project, issued: dt.date) -> dt.date:
    """The last day to return a form: so many days after its issue, at the latest the end of the stage (YL-25)."""
    stage = project.stages.get(key="evaluate")
    return min(issued + dt.timedelta(days=project.return_days), stage.until)


def rated(stratum: Stratum) -> list[Subject]:
    """The units a group rates."""
    held = Subject.objects.filter(project=stratum.group.project_id)
    categories = stratum.group.categories
    return list(held.filter(category__in=categories) if categories else held)


def _made(batch: Batch, people: Sequence[Listed]) -> list[Handed]:
    """Codes, each with whom it goes to; the order of the rows says nothing: they are written by their hash."""
    codes = ["".join(secrets.choice(LETTERS) for _one in range(LENGTH)) for _turn in range(batch.number)]
    Ticket.objects.bulk_create((Ticket(hash=one, batch=batch) for one in sorted(map(hash_of, codes))), batch_size=5_000)
    if not people:
        return [Handed(one) for one in codes]
    return [Handed(code, one.name, one.contact) for code, one in zip(codes, people, strict=False)]


@action
def void_batch(*, by: Account | None, batch: Batch, reason: str) -> Batch:
    """A file of codes was lost before it went out: its codes open nothing, and the same people can be given others."""
    demand_here(by, may_run(by, batch.project) if by else "", "void_batch", where(batch.project))
    if not reason.strip():
        raise Refused(_("请写明作废理由。"), "reason")
    if batch.void or batch.tickets.exclude(state="open").exists() or batch.entries.exists():
        raise Refused(_("这一批已有答卷交回或已作废，不能作废。"))
    batch.tickets.all().delete()
    Listed.objects.filter(batch=batch).update(batch=None)
    batch.void, batch.reason = True, reason
    batch.save(update_fields=["void", "reason"])
    new = {"stratum": batch.stratum.name, "number": batch.number}
    record(
        by=by, room=ROOM, verb="void_batch", subject=where(batch.project), powers=powers_of(by), new=new, reason=reason
    )
    return batch


@action
def remind(*, by: Account | None, batch: Batch) -> list[tuple[str, str]]:
    """Remind everybody of a batch, whether they answered or not: nobody knows who did. Gives names and contacts."""
    demand_here(by, may_run(by, batch.project) if by else "", "remind", where(batch.project))
    if batch.project.state != "evaluate" or batch.void:
        raise Refused(_("只在“实施评议”期间提醒。"))
    if batch.reminded_on == today():
        raise Refused(_("今天已经提醒过这一批。"))
    batch.reminded_on = today()
    batch.save(update_fields=["reminded_on"])
    people = [(one.name, one.contact) for one in Listed.objects.filter(batch=batch).order_by("number")]
    new = {"stratum": batch.stratum.name, "number": batch.number}
    record(by=by, room=ROOM, verb="remind", subject=where(batch.project), powers=powers_of(by), new=new)
    return people
