"""What the events of the items of ledgers are called in the rulebooks of the year; in data they have a key."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kaogong.org.models.labels import spoken
from kaogong.plan.models import Edition
from kaogong.plan.queries import book_of, current


def scored_as(items: Iterable[tuple[int, list[str]]]) -> dict[int, list[str]]:
    """By item: the kinds of events that count it, in words; one that no rulebook of the year counts says so."""
    held, cycle = list(items), current()
    if cycle is None or not any(names for _pk, names in held):
        return {}
    called: dict[str, str] = {}
    for edition in Edition.objects.filter(pk__in=cycle.adoptions.values("edition")):
        for key, ledger in book_of(edition).events.items():
            called |= {
                f"{key}.{kind}": f"{spoken(ledger.name)}{_('：')}{spoken(name)}" for kind, name in ledger.kinds.items()
            }
    nothing = _("本年办法没有这类计分事件")
    return {pk: list(dict.fromkeys(called.get(one, nothing) for one in names)) for pk, names in held if names}
