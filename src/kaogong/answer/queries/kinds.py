"""What can be appealed against: each kind of thing, how it is called, whose it is, when it was told, who made it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaogong.approvals.models import Card
from kaogong.assess.models import Result, Run
from kaogong.assess.queries.runs import latest_formal
from kaogong.decide.models import Proposal
from kaogong.org.models import Account, Person, Unit
from kaogong.people.models import Correction
from kaogong.people.queries.presence_facts import marks_gone
from kaogong.plan.models import Cycle
from kaogong.supervise.models import Finding, LedgerEntry


@dataclass(frozen=True, slots=True)
class Thing:
    """What is appealed against, as the appeal keeps it."""

    title: str
    stood: str
    unit: Unit | None
    person: Person | None
    told_on: dt.date
    run: Run | None
    maker: Account | None
    """Who made it: hears nothing of it."""
    incident: str = ""
    """Its number in the ledgers of the score."""
    proof: str = ""
    """How the evidence of its events begins, where an incident has several."""
    marks: tuple[str, ...] = ()
    """Further numbers of it in the ledgers of the score."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its rows, and how one is read."""

    name: str | Promise
    rows: Callable[[], QuerySet[Any]]
    read: Callable[[Any], Thing]
    page: str
    subject: str
    """As the audit names one, before its number."""

    def find(self, pk: int) -> Any:
        """One of them; None: there is none."""
        return self.rows().filter(pk=pk).first()


def _run_of(day: dt.date) -> Run | None:
    """The run that counts of the year a day lies in; None: nothing formal was computed yet."""
    cycle = Cycle.objects.filter(since__lte=day, until__gte=day).first()
    return latest_formal(cycle) if cycle else None


def _score(one: Result) -> Thing:
    held = one.run.ended_at or one.run.asked_at
    stood = _("%(total)s 分") % {"total": "—" if one.total is None else f"{one.total:f}"}
    title = _("%(name)s %(period)s %(sheet)s得分") % {"name": one.name, "period": one.period, "sheet": one.sheet_name}
    return Thing(title, stood, one.unit, one.person, timezone.localdate(held), one.run, one.run.asked_by)


def _grade(one: Proposal) -> Thing:
    held = one.settlement
    title = _("%(name)s %(title)s") % {"name": one.name, "title": held.title}
    published = getattr(held, "publication", None)
    told = published.publish_on if published else held.publicity_since or timezone.localdate(held.drawn_at)
    return Thing(title, one.final or one.computed, one.unit, one.person, told, held.run, held.drawn_by)


def _card(one: Card) -> Thing:
    return Thing(
        f"{one.get_colour_display()} {one.number}", str(one.get_state_display()), one.unit, None, one.issued_on,
        _run_of(one.issued_on), one.verified_by, one.case.number, one.number,
    )  # fmt: skip


def _finding(one: Finding) -> Thing:
    title = f"{one.number} {one.get_category_display()}"
    told = timezone.localdate(one.confirmed_at) if one.confirmed_at else one.noticed_on or one.found_on
    return Thing(
        title, one.words[:200], one.unit, one.person, told, _run_of(one.found_on), one.confirmed_by, one.number
    )


def _entry(one: LedgerEntry) -> Thing:
    told = timezone.localdate(one.confirmed_at) if one.confirmed_at else one.happened_on
    return Thing(
        f"{one.number} {one.item}", one.words[:200], one.unit, one.person, told, _run_of(one.happened_on),
        one.confirmed_by, one.number,
    )  # fmt: skip


def _refused() -> QuerySet[Correction]:
    return Correction.objects.filter(state="refused").select_related("person", "unit", "decided_by")


def _attendance(one: Correction) -> Thing:
    """A day as it stands on record after somebody asked in vain to have it put right."""
    clicks = "–".join(f"{each:%H:%M}" if each else _("未打卡") for each in (one.was_arrived, one.was_left))
    return Thing(
        _("%(name)s %(day)s 考勤") % {"name": one.person.name, "day": one.day},
        _("%(clicks)s，更正未同意") % {"clicks": clicks}, one.unit, one.person, one.decided_on or one.on,
        _run_of(one.day), one.decided_by, marks=marks_gone(one.person.code, one.person_id, one.day),
    )  # fmt: skip


KINDS: Final[dict[str, Kind]] = {
    "score": Kind(gettext_lazy("得分"), Result.objects.select_related, _score, "assess:score", "assess.result"),
    "grade": Kind(gettext_lazy("等次"), Proposal.objects.select_related, _grade, "decide:line", "decide.proposal"),
    "card": Kind(gettext_lazy("黄红牌"), Card.objects.select_related, _card, "approvals:card", "approvals.card"),
    "finding": Kind(
        gettext_lazy("检查问题"), Finding.objects.select_related, _finding, "supervise:finding", "supervise.finding"
    ),
    "entry": Kind(
        gettext_lazy("台账记录"), LedgerEntry.objects.select_related, _entry, "supervise:ledger_entry",
        "supervise.ledgerentry",
    ),
    "attendance": Kind(gettext_lazy("考勤记录"), _refused, _attendance, "people:correction", "people.correction"),
}  # fmt: skip
"""A kind more is one line here, and one in the table of what a ruling does (actions/effects.py)."""
FIGURES: Final = ("score", "grade")
"""Kinds a ruling changes by what the score was computed from."""


def page_of(kind: str, pk: int) -> str:
    """Where the thing itself is shown."""
    return reverse(KINDS[kind].page, args=[pk])
