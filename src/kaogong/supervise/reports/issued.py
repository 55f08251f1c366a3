"""What a document or a circular says, for every form it is written in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import bodies, reach, unit_names
from kaogong.supervise.models import Circular, Paper


@dataclass(frozen=True, slots=True)
class Issued:
    """A document in its parts."""

    title: str
    number: str
    to: str
    paragraphs: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    day: str
    sm3: str
    issuer: str = ""
    """In whose name; empty: the place stays free for whoever signs."""


@override(settings.LANGUAGE_CODE)
def paper_told(held: Paper) -> Issued:
    """One of the four documents; its language is not that of whoever reads the pages around it."""
    name = unit_names([held.unit_id]).get(held.unit_id, held.unit.code)
    found = held.finding
    last = _("请于%(day)s前书面答复。") % {"day": _day(held.reply_due)}
    about = [_("问题编号 %(n)s：%(words)s") % {"n": found.number, "words": found.words}] if found else []
    body = (*about, *held.words.splitlines(), last)
    title = _("关于函询有关问题的函") if held.kind == "inquiry" else held.get_kind_display()
    issuer = _issuer(held.by, held.issued_on)
    return Issued(str(title), held.number, name, tuple(body), (), (), _day(held.issued_on), held.sm3, issuer)


@override(settings.LANGUAGE_CODE)
def circular_told(held: Circular) -> Issued:
    """A circular with its findings."""
    found = list(held.findings.select_related("unit").order_by("number"))
    names = unit_names(one.unit_id for one in found)
    rows = tuple(
        (one.number, names.get(one.unit_id, one.unit.code), str(one.found_on), one.words, str(one.get_state_display()))
        for one in found
    )
    heads = (_("问题编号"), _("单位"), _("日期"), _("事实"), _("状态"))
    day = _day(held.published_on) if held.published_on else _("（拟稿，没有签发）")
    issuer = _issuer(held.published_by, held.published_on) if held.published_on else ""
    return Issued(held.title, held.number, "", tuple(held.words.splitlines()), heads, rows, day, "", issuer)


def _issuer(by: Account | None, day: dt.date) -> str:
    """In whose name: that of the performance office as a body, where its member signed; else the place stays free."""
    if by is None or not reach(by).has(Power.OFFICE, room="supervise"):
        return ""
    return bodies(day).filter(kind="office").values_list("name", flat=True).first() or ""


def _day(day: object) -> str:
    year, month, number = str(day).split("-")
    return f"{int(year)}年{int(month)}月{int(number)}日"
