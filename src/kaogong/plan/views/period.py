"""The year and the part of it that pages are shown for: as the address says, else as was chosen in the top bar."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest

from kaogong.core.scheme.period import Period
from kaogong.plan.models import Cycle
from kaogong.plan.queries.cycles import being_worked_on

KEPT = "shown_for"
"""Where the session keeps what was chosen: the cycle, and the period or nothing."""


@dataclass(frozen=True, slots=True)
class ShownFor:
    """What pages are shown for."""

    cycles: tuple[Cycle, ...]
    """All there are, the latest first."""
    now: Cycle | None
    """The one being worked on."""
    cycle: Cycle | None
    """The one shown."""
    chosen: bool
    """It was chosen, by the address or in the top bar."""
    period: str
    """The period chosen; empty: whichever is going on."""


def shown_for(request: HttpRequest) -> ShownFor:
    """What a page is shown for; the cycles are read once a request."""
    found: ShownFor | None = getattr(request, "_shown_for", None)
    if found is None:
        found = request._shown_for = _read(request)  # type: ignore[attr-defined]  # noqa: SLF001 - the request's own copy
    return found


def _read(request: HttpRequest) -> ShownFor:
    cycles = tuple(Cycle.objects.order_by("-year"))
    now = being_worked_on(cycles)
    held = request.session.get(KEPT, {}) if hasattr(request, "session") else {}
    by_key = {str(one.pk): one for one in cycles}
    named = by_key.get(request.GET.get("cycle", ""))
    before = by_key.get(str(held.get("cycle", "")))
    cycle = named or before or now
    period = request.GET.get("period", "")
    if not _is_period(period):
        same = before is not None and cycle is not None and before.pk == cycle.pk
        period = str(held.get("period", "")) if same and "period" not in request.GET else ""
    return ShownFor(cycles, now, cycle, bool(named or before), period)


def about(request: HttpRequest, cycle: Cycle) -> None:
    """The page is about a thing of one year, which the top bar says, whatever year was chosen for lists."""
    shown = shown_for(request)
    if shown.cycle != cycle:
        request._shown_for = replace(shown, cycle=cycle, period="")  # type: ignore[attr-defined]  # noqa: SLF001 - the request's own copy


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except ValueError:
        return False
    return True


def cycle_asked(request: HttpRequest) -> Cycle | None:
    """The cycle that was chosen; None: no one chose, and a list may show them all."""
    found = shown_for(request)
    return found.cycle if found.chosen else None


def period_asked(request: HttpRequest) -> str:
    """The period that was chosen; empty: none."""
    return shown_for(request).period


def overlapping(text: str) -> set[str]:
    """The periods a period lies in, is, or holds, by name; empty where the text names none."""
    try:
        one = Period.parse(text)
    except ValueError:
        return set()
    within = {
        str(part)
        for every in ("month", "quarter", "half", "year")
        for part in one.widen("year").split(every)
        if part.first <= one.last and one.first <= part.last
    }
    return {*within, str(one)}
