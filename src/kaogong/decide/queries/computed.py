"""What a formal run computed, as the core reads it from the sealed folder (docs/decisions/0008)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from kaogong.assess.models import Run
from kaogong.assess.queries.runs import folder_of
from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.explain.asked import asked
from kaogong.core.engine.explain.deciding import Deciding, Strike
from kaogong.core.engine.explain.numbers import about_text, exact_text
from kaogong.core.engine.explain.parts import Place, Source
from kaogong.core.scheme.days import Calendar, Deadline, due
from kaogong.core.scheme.model import GradeScheme, Rulebook
from kaogong.core.scheme.procedure import deadline
from kaogong.org.queries import setting
from kaogong.plan.queries import book_of

_opened: ContextVar[tuple[int, Any] | None] = ContextVar("_opened", default=None)


@contextmanager
def opened(run: Run) -> Iterator[Any]:
    """The run, opened once for everything that is asked of it in the block."""
    held = _opened.get()
    if held is not None and held[0] == run.pk:
        yield held[1]
        return
    found = Bundle.load(folder_of(run)).run(threads=1)
    before = _opened.set((run.pk, found))
    try:
        yield found
    finally:
        _opened.reset(before)
        found.close()


@contextmanager
def deciding(run: Run, scheme: str, period: str) -> Iterator[Deciding]:
    """The run, opened for one grade scheme and period."""
    with opened(run) as found:
        yield Deciding(found, scheme, period)


def scheme_of(run: Run, scheme: str) -> GradeScheme | None:
    """A grade scheme of the run's edition."""
    return next((one for one in book_of(run.edition).grades if one.id == scheme), None)


def bands_of(scheme: GradeScheme, book: Rulebook) -> list[dict[str, str]]:
    """The ladder in words: each grade with its band, half-open as the rulebook says, and what else it asks."""
    found, above = [], ""
    for rung in scheme.ladder:
        parts = []
        if rung.floor is not None:
            low = exact_text(rung.floor)
            words = _("%(low)s 分以上（含），不足 %(above)s 分") if above else _("%(low)s 分以上（含）")
            parts.append(words % {"low": low, "above": above})
            above = low
        elif above and not rung.bottom and rung.share is None and rung.places is None:
            parts.append(_("不足 %(above)s 分") % {"above": above})
        if rung.places is not None:
            parts.append(_("名额 %(n)s 个") % {"n": max(rung.places, rung.at_least)})
        if rung.share is not None:
            parts.append(_("名额为本组的 %(n)s%%") % {"n": exact_text(rung.share * 100)})
        if rung.bottom:
            parts.append(_("自末位起"))
        if rung.where is not None:
            parts.append(_("条件：%(where)s") % {"where": asked(book, rung.where.text).zh})
        found.append({"grade": rung.grade, "words": _("，").join(parts) or _("其余")})
    return found


def tie_words(place: Place | None, ties: str) -> str:
    """How a shared place was decided: the chain with the subject's own values."""
    if place is None or place.rank is None or (len(place.chain) == 1 and not place.same):
        return ""
    chain = _("，再看").join(
        f"{tie.name.zh} {_read(tie.value) if tie.value is not None else _('暂缺')}" for tie in place.chain
    )
    if place.same:
        rule = {"include": _("并列的都列入"), "exclude": _("并列的都不列入")}.get(ties, _("仍并列"))
        return _("与另外 %(n)s 个并列：%(chain)s；%(rule)s") % {"n": place.same, "chain": chain, "rule": rule}
    return _("依次看：%(chain)s") % {"chain": chain}


def _read(value: Fraction) -> str:
    """A number as people read it: exactly where it has an end, else rounded and said to be so; never as a fraction."""
    exact = exact_text(value)
    return _("约 %(n)s") % {"n": about_text(value)} if "/" in exact else exact


def source_words(source: Source | None) -> str:
    """A legal source in words."""
    if source is None:
        return ""
    return " ".join(part for part in (source.name.zh, source.document, source.locus) if part)


def veto_words(strike: Strike, book: Rulebook) -> dict[str, Any]:
    """A veto as it is kept: what, with which effect, by which clause and on which documents."""
    entries = [
        {
            "day": str(row.get("day") or ""),
            "kind": _kind_of(str(row.get("kind") or ""), book),
            "source": str(row.get("source") or ""),
            "supplier": str(row.get("supplier") or ""),
            "evidence": str(row.get("evidence") or ""),
            "sm3": str(row.get("evidence_hash") or ""),
        }
        for row in strike.entries
    ]
    return {
        "id": strike.id,
        "name": strike.name.zh,
        "effect": strike.effect.zh,
        "condition": strike.condition.zh,
        "clause": source_words(strike.source),
        "entries": entries,
    }


def _kind_of(kind: str, book: Rulebook) -> str:
    """What a kind of event is called by the ledger that declares it."""
    return next((one.kinds[kind].zh for one in book.events.values() if kind in one.kinds), kind)


def publicity_end(book: Rulebook, since: dt.date, calendar: Calendar) -> tuple[dt.date, int]:
    """The last day of publicity and how many working days it has: by the rulebook, else by the installation."""
    try:
        last, rule = deadline(book, "publicity", since, calendar)
    except KeyError:
        rule = Deadline(days=setting("publicity.days"), working=True)
        last = due(rule, since, calendar)
    return last, rule.days
