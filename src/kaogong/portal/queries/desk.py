"""My desk: what waits for an account, added up over the rooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaogong.answer import queries as answer
from kaogong.approvals import queries as approvals
from kaogong.assess import queries as assess
from kaogong.audit.queries import ROOMS as EVERY
from kaogong.audit.queries import kept
from kaogong.core.scheme.days import Calendar
from kaogong.decide import queries as decide
from kaogong.listen import queries as listen
from kaogong.monitor import queries as monitor
from kaogong.org import queries as org
from kaogong.org.models import Account
from kaogong.org.queries import Waiting, calendar, today
from kaogong.people import queries as people
from kaogong.plan import queries as plan
from kaogong.portal.models import Forward
from kaogong.portal.queries.administering import administering, auditing
from kaogong.portal.queries.shell import STAGES
from kaogong.supervise import queries as supervise

Forwards = Mapping[str, Forward]
Asked = Callable[[Account], Iterable[Waiting]]

ROOMS: tuple[tuple[str, Asked], ...] = (
    ("plan", plan.waiting_for),
    ("monitor", monitor.waiting_for),
    ("monitor", approvals.waiting_for),
    ("monitor", listen.waiting_for),
    ("monitor", people.waiting_for),
    ("supervise", supervise.waiting_for),
    ("assess", assess.waiting_for),
    ("decide", decide.waiting_for),
    ("answer", answer.waiting_for),
    ("org", org.waiting_for),
    ("org", administering),
    ("record", auditing),
)
"""The stage of the year, and what waits there. A room that has work to hand out is one line."""

BEHIND = {
    "plan": ("org", "plan"),
    "monitor": ("org", "plan", "monitor"),
    "approvals": ("org", "approvals"),
    "listen": ("org", "plan", "listen"),
    "people": ("org", "plan", "people"),
    "supervise": ("org", "plan", "supervise"),
    "assess": ("org", "plan", "assess"),
    "decide": ("org", "plan", "assess", "decide"),
    "answer": ("org", "plan", "assess", "decide", "answer"),
    "org": ("org",),
}
"""The rooms whose acts change what waits in one; for a room that is not named here, those of all."""

CELLS = 20
"""Working days drawn one by one; more are a bar."""


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of work with its clock: working days used and in all."""

    waiting: Waiting
    left: int | None
    """Working days left after today; None: no date."""
    over: int
    """Working days since the last day on time."""
    late: bool
    """The last day on time is past, be it by rest days alone."""
    used: int
    whole: int
    forward: Forward | None = None
    """A colleague asked for it to be done, or was asked."""
    instead_of: str = ""
    """Whose work it is, who is on leave; one stands in for them."""

    @property
    def is_today(self) -> bool:
        """Due today."""
        return self.left == 0 and not self.late

    @property
    def urgent(self) -> bool:
        """Due today or overdue."""
        return self.late or self.is_today

    @property
    def cells(self) -> list[str]:
        """The clock, one word a working day; empty where there is none to draw."""
        if not 0 < self.whole <= CELLS:
            return []
        return ["used"] * self.used + ["left"] * (self.whole - self.used) + ["over"] * min(self.over, CELLS)

    @property
    def day(self) -> dt.date | None:
        """The last day on time."""
        return _date(self.waiting.due) if self.waiting.due else None

    @property
    def hour(self) -> str:
        """The hour of the deadline, where it counts."""
        due = self.waiting.due
        return f"{timezone.localtime(due):%H:%M}" if isinstance(due, dt.datetime) else ""

    @property
    def words(self) -> str:
        """How much time is left, in words."""
        if self.late:
            return _("逾期 %(days)s 个工作日") % {"days": self.over} if self.over else _("已过期限")
        if self.left is None:
            return _("没有期限")
        return _("今天到期") if self.left == 0 else _("剩 %(days)s 个工作日") % {"days": self.left}


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one stage."""

    key: str
    numeral: str | Promise
    words: str | Promise
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for an account."""

    sections: Sequence[Section]
    away: Sequence[Line] = ()
    """What colleagues were asked to do, and is not done yet."""
    covered: Sequence[Line] = ()
    """What a substitute does while one is on leave."""
    covered_by: str = ""

    @property
    def lines(self) -> list[Line]:
        """All of it, what is due first in front."""
        return sorted((line for one in self.sections for line in one.lines), key=_by_due)

    @property
    def today(self) -> int:
        """How many are due today."""
        return sum(1 for line in self.lines if line.is_today)

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(1 for line in self.lines if line.late)


def desk(account: Account, forwards: tuple[Forwards, Forwards] = ({}, {})) -> Desk:
    """What waits for an account, in the order of the year, what is due first in front.

    `forwards`: what was given to colleagues, and what was given by them, by address.
    """
    days, day = calendar(), today()
    given, taken = forwards
    found: dict[str, list[Line]] = {}
    away: list[Line] = []
    stands_in = people.stood_in_by(account, day)
    covered: list[Line] = []
    for stage, asked in ROOMS:
        for one in _waiting(account, asked, day):
            made = line(one, day, days)
            if one.url in given:
                away.append(replace(made, forward=given[one.url]))
            elif stands_in is not None:
                covered.append(made)
            else:
                found.setdefault(stage, []).append(replace(made, forward=taken.get(one.url)))
    _stand_in(account, found, day, days)
    return Desk(
        [
            Section(stage.key, stage.numeral, stage.words, sorted(found[stage.key], key=_by_due))
            for stage in STAGES
            if found.get(stage.key)
        ],
        sorted(away, key=_by_due),
        sorted(covered, key=_by_due),
        stands_in.name if stands_in is not None else "",
    )


def _stand_in(account: Account, found: dict[str, list[Line]], day: dt.date, days: Calendar) -> None:
    """Add what waits for colleagues on leave for whom one stands in (XM-41); what one has oneself stays one's own."""
    own = {(one.waiting.url, one.waiting.title) for lines in found.values() for one in lines}
    for colleague in people.replaced_by(account, day):
        name = colleague.person.name if colleague.person else ""
        for stage, asked in ROOMS:
            for one in asked(colleague):
                if (one.url, one.title) not in own:
                    found.setdefault(stage, []).append(replace(line(one, day, days), instead_of=name))


def _waiting(account: Account, asked: Asked, day: dt.date) -> Iterable[Waiting]:
    """What one room has waiting. That of the administrators hangs on who comes and goes, and is asked for each time."""
    if account.administers:
        return asked(account)
    room = asked.__module__.split(".")[1]
    key = ("waiting", asked.__module__, asked.__qualname__, account.pk, day, get_language())
    return kept(key, BEHIND.get(room, EVERY), lambda: tuple(asked(account)))


def line(waiting: Waiting, day: dt.date, days: Calendar) -> Line:
    """A piece of work with its working days counted on a day."""
    if waiting.due is None:
        return Line(waiting, None, 0, False, 0, 0)
    due = _date(waiting.due)
    left, over = days.between(day, due, working=True), days.between(due, day, working=True)
    began = min(_date(waiting.since), due) if waiting.since else day
    used, whole = days.between(began, min(day, due), working=True), days.between(began, due, working=True)
    return Line(waiting, left, over, due < day, used, whole)


def _date(moment: dt.date) -> dt.date:
    return timezone.localdate(moment) if isinstance(moment, dt.datetime) else moment


def _by_due(one: Line) -> tuple[bool, dt.date, str]:
    due = one.waiting.due
    return (due is None, _date(due) if due else dt.date.max, one.waiting.title)
