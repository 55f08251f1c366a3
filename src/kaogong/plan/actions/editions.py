"""Editions of rulebooks: bringing one in, checking it, adopting it for classes of units."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.core.scheme.model import Fact, Item, Rulebook, Sheet
from kaogong.core.scheme.numbers import number_text
from kaogong.org.models import Account
from kaogong.org.models.labels import spoken
from kaogong.plan.actions.cycles import moved, powers_of, subject
from kaogong.plan.guards import ROOM, demand_here, may_adopt, may_keep_cycle
from kaogong.plan.models import Adoption, Cycle, Edition, Indicator
from kaogong.plan.queries.editions import (
    book_of,
    check_text,
    fact_named,
    hashes,
    leaves_of,
    read_folder,
    sheets_for,
    unaltered,
)
from kaogong.plan.queries.figures import cut, exact
from kaogong.plan.states import EDITION, EDITION_NAMES

AMOUNT, TARGET = "of", "target"
"""The parameters of a method that name the figure reached and the target."""


@action
def bring_edition(
    *,
    by: Account | None,
    folder: Path,
    readings: Mapping[str, str] | None = None,
    values: Mapping[str, Any] | None = None,
) -> Edition:
    """A rulebook comes in from its folder, as the next draft. A text that cannot be read at all is refused with every problem."""
    demand_here(by, may_keep_cycle(by) if by else "", "bring_edition", "plan.edition:new")
    text, book, problems = read_folder(folder, readings or {}, values or {})
    if book is None:
        line = _("%(code)s 第 %(line)s 行：%(what)s")
        told = [one for one in problems if one.severity == "error"][:5]
        lines = [line % {"code": one.code, "line": one.place.line, "what": spoken(one.what)} for one in told]
        raise Refused(_("规则书读不出来：%(lines)s") % {"lines": _("；").join(lines)}, "folder")
    named = hashes(book)
    chosen = {key: one.chosen for key, one in book.readings.items()}
    same = Edition.objects.filter(book=book.id, edition=book.edition)
    if same.filter(sm3=named.sm3, readings=chosen, values=dict(values or {})).exists():
        raise Refused(_("这一稿与已有的一稿完全相同，没有新的内容。"), "folder")
    edition = Edition.objects.create(
        book=book.id,
        title=book.title.zh,
        edition=book.edition,
        draft=(same.aggregate(last=Max("draft"))["last"] or 0) + 1,
        text=text,
        sm3=named.sm3,
        sha256=named.sha256,
        readings=chosen,
        values=dict(values or {}),
        case_files={file.name: file.read_text("utf-8-sig") for file in sorted((folder / "cases").glob("*.yaml"))},
        since=book.effective_from,
        until=book.effective_to,
        brought_by=by,
    )
    new = {"book": book.id, "edition": book.edition, "draft": edition.draft, "sm3": named.sm3, "sha256": named.sha256}
    record(by=by, room=ROOM, verb="bring_edition", subject=subject(edition), powers=powers_of(by), new=new)
    return edition


@action
def check_edition(*, by: Account | None, edition: Edition) -> Edition:
    """Lint an edition and run its golden cases. Ready: no error, and every case to the last digit."""
    demand_here(by, may_keep_cycle(by) if by else "", "check_edition", subject(edition))
    moved(EDITION, edition.state, "pass", EDITION_NAMES)
    edition.findings, edition.cases = check_text(edition)
    good = not edition.errors and bool(edition.cases) and edition.cases_passed == len(edition.cases)
    edition.state = moved(EDITION, edition.state, "pass" if good else "fail", EDITION_NAMES)
    edition.save(update_fields=["findings", "cases", "state"])
    new = {"state": edition.state, "errors": edition.errors, "cases": f"{edition.cases_passed}/{len(edition.cases)}"}
    record(by=by, room=ROOM, verb="check_edition", subject=subject(edition), powers=powers_of(by), new=new)
    return edition


@action
def adopt_edition(*, by: Account | None, cycle: Cycle, edition: Edition, classes: Mapping[str, str]) -> list[Adoption]:
    """For some classes of units this edition holds from now on; its items become their indicators.

    Args:
        by: the account that acts; of the decision body.
        cycle: the cycle.
        edition: a checked edition; read-only from now on.
        classes: the appraisal class of units → the class in the rulebook.
    """
    demand_here(by, may_adopt(by) if by else "", "adopt_edition", subject(edition))
    state = _adoptable(cycle, edition)
    book = book_of(edition)
    made = []
    for appraisal_class, book_class in classes.items():
        if book.classes and book_class not in book.classes:
            words = _("办法里没有类别“%(name)s”。可选：%(known)s。")
            known = _("、").join(
                _("%(words)s（%(more)s）") % {"words": key, "more": spoken(one.name)}
                for key, one in book.classes.items()
            )
            raise Refused(words % {"name": book_class, "known": known}, "classes")
        if cycle.adoptions.filter(appraisal_class=appraisal_class).exists():
            words = _("“%(name)s”类本年度已经采用了一版办法。一类一年只用一版。")
            raise Refused(words % {"name": appraisal_class}, "classes")
        sheets = sheets_for(book, book_class)
        one = Adoption.objects.create(
            cycle=cycle,
            appraisal_class=appraisal_class,
            edition=edition,
            book_class=book_class,
            sheets=[sheet.id for sheet in sheets],
            by=by,
        )
        for sheet in sheets:
            _draw(one, book, sheet)
        made.append(one)
    edition.state = state
    edition.save(update_fields=["state"])
    new = {"cycle": str(cycle), "classes": sorted(classes), "sm3": edition.sm3, "readings": edition.readings}
    record(by=by, room=ROOM, verb="adopt_edition", subject=subject(edition), powers=powers_of(by), new=new)
    return made


def _adoptable(cycle: Cycle, edition: Edition) -> str:
    if cycle.state == "closed":
        raise Refused(_("周期已经结束，不能再采用办法。"))
    if edition.state == "refused":
        failed = len(edition.cases) - edition.cases_passed
        words = _("还有 %(errors)s 处错误、%(failed)s 个校例不符，改完才能采用。")
        raise Refused(words % {"errors": edition.errors, "failed": failed}, "edition")
    state = moved(EDITION, edition.state, "adopt_edition", EDITION_NAMES)
    if not unaltered(edition):
        raise Refused(_("正文与登记的杂凑值不符，已被改动。请重新录入。"), "edition")
    starts, ends = edition.since, edition.until
    if (starts is not None and starts > cycle.since) or (ends is not None and ends < cycle.until):
        words = _("办法施行期 %(since)s 至 %(until)s 没有盖住本周期 %(first)s 至 %(last)s。")
        given = {"since": starts, "until": ends or _("另行通知"), "first": cycle.since, "last": cycle.until}
        raise Refused(words % given, "edition")
    return state


def _draw(adoption: Adoption, book: Rulebook, sheet: Sheet) -> None:
    """The indicators of a sheet: its top items, and the leaves under them."""
    place = adoption.cycle.indicators.aggregate(last=Max("place"))["last"] or 0
    tops, below = [], []
    for top, leaves in leaves_of(sheet, adoption.book_class):
        place += 1
        above = Indicator(level="key", place=place, **_fields(adoption, book, sheet, top))
        tops.append(above)
        for leaf in leaves:
            place += 1
            fields = _fields(adoption, book, sheet, leaf)
            below.append(Indicator(level="secondary", parent=above, place=place, **fields))
    Indicator.objects.bulk_create(tops)
    Indicator.objects.bulk_create(below)


def _fields(adoption: Adoption, book: Rulebook, sheet: Sheet, item: Item) -> dict[str, Any]:
    reached, wanted = fact_named(book, item, AMOUNT), fact_named(book, item, TARGET)
    tags = item.tags
    return {
        "cycle": adoption.cycle,
        "adoption": adoption,
        "sheet": sheet.id,
        "item": item.id,
        "name": item.name.zh,
        "origin": "rulebook",
        "state": "settled",
        "fact": wanted.id if wanted else "",
        "actual": reached.id if reached else "",
        "full": _number(item.full),
        "weight": _number(item.weight),
        "unit": reached.unit if reached else "",
        "places": reached.places if reached else 0,
        "direction": _direction(item, reached),
        "splits": tags.get("splits", "sum"),
        "basis": tags.get("basis", "") or (f"{item.basis.source} {item.basis.locus}".strip() if item.basis else ""),
        "source": "、".join(reached.authority) if reached else "",
        "family": tags.get("family", ""),
        "part": tags.get("part", "functional"),
        "yields": tags.get("yields", ""),
    }


def _direction(item: Item, reached: Fact | None) -> str:
    if item.params.get("direction") in {"higher", "lower"}:
        return str(item.params["direction"])
    return reached.direction if reached else "none"


def _number(value: Fraction | None) -> Decimal | None:
    """As a decimal; one that does not end is shown to eight places (scoring reads the rulebook, never this)."""
    if value is None:
        return None
    return cut(value, 8) if "/" in number_text(value) else exact(value)
