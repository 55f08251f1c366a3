"""What waits for an account in the rounds: self-reports, signatures, reviews, sheets, bundles."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from kaogong.assess.models import Bundle, Entrant, Round, ScoreSheet, SelfReport, Source
from kaogong.assess.queries.raters import Rater, rated_by, raters
from kaogong.assess.queries.rounds import overdue
from kaogong.assess.states.rounds import EDITABLE
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach
from kaogong.plan.models import Cycle


def in_rounds(account: Account, cycle: Cycle) -> Iterator[Waiting]:
    """What waits for an account in the rounds that are open."""
    running = list(Round.objects.filter(cycle=cycle, state="open").prefetch_related("sources"))
    for one in running:
        yield from _to_write(account, one)
        yield from _to_sign(account, one)
        yield from _to_review(account, one)
    if running:
        yield from _to_score(account, running)
    yield from _to_read(account, cycle)


def _asks(one: Round, kind: str) -> bool:
    """Whether a round, read with its sources, has one of a kind."""
    return any(each.kind == kind for each in one.sources.all())


def _own(account: Account, one: Round) -> list[Entrant]:
    """Whose self-report an account writes."""
    units = reach(account).units(Power.LIAISON)
    held = one.entrants.select_related("report")
    found = list(
        held.filter(person__isnull=True) if units is None else held.filter(person__isnull=True, unit__in=units)
    )
    return found + (list(held.filter(person=account.person_id)) if account.person_id else [])


def _to_write(account: Account, one: Round) -> Iterator[Waiting]:
    held = any(each.power == Power.LIAISON for each in reach(account).held) or account.person_id
    if not held or not _asks(one, "self"):
        return
    for entrant in _own(account, one):
        report = getattr(entrant, "report", None)
        url = reverse("assess:self", args=[entrant.pk])
        if report is None or report.state == "draft":
            yield Waiting(_("报送自评"), f"{one.name} {entrant.name}", _("填报"), url, one.report_due, one.opens)
        elif report.state == "returned":
            yield Waiting(
                _("修改退回的自评"), _("：").join((entrant.name, report.told)), _("修改"), url, one.report_due
            )


def _to_sign(account: Account, one: Round) -> Iterator[Waiting]:
    """What a head signs, and what of the own units is overdue (QW-08)."""
    units = reach(account).units(Power.HEAD)
    if units is not None and not units:
        return
    held = one.entrants.select_related("report")
    mine = list(held if units is None else held.filter(unit__in=units))
    late = {each.entrant.pk: each for each in overdue(one, mine)}
    for entrant in mine:
        report = getattr(entrant, "report", None)
        about = (
            _("%(name)s 逾期 %(n)s 日") % {"name": entrant.name, "n": late[entrant.pk].days}
            if entrant.pk in late
            else ""
        )
        url = reverse("assess:report", args=[entrant.pk])
        if report is not None and report.state == "submitted":
            title = _("签批%(name)s自评") % {"name": one.name}
            yield Waiting(title, about or entrant.name, _("签批"), url, one.report_due)
        elif about and (report is None or report.state in EDITABLE):
            yield Waiting(_("督促逾期未报的自评"), about, _("督促"), url, one.report_due)


def _to_review(account: Account, one: Round) -> Iterator[Waiting]:
    if not reach(account).has(Power.OFFICE, room="assess") or not _asks(one, "review"):
        return
    number = SelfReport.objects.filter(entrant__round=one, state="signed").count()
    if number:
        url = f"{reverse('assess:round', args=[one.pk])}?state=signed"
        yield Waiting(_("复核 %(n)s 份自评") % {"n": number}, one.name, _("复核"), url, one.enter_until)


def _to_score(account: Account, running: list[Round]) -> Iterator[Waiting]:
    """Sheets an account is named for, and those of leaders and heads for their own."""
    rater = Rater(account)
    for source in (each for one in running for each in one.sources.all() if each.kind == "sheet"):
        number = _owed(account, source, rater)
        if number:
            url = reverse("assess:sheets", args=[source.pk])
            title = _("填写“%(name)s”评分表") % {"name": source.name}
            about = _("%(round)s，还有 %(n)s 张") % {"round": source.round.name, "n": number}
            yield Waiting(title, about, _("评分"), url, source.round.enter_until, source.round.enter_from)


def _owed(account: Account, source: Source, rater: Rater) -> int:
    """How many sheets of a source an account still has to hand in."""
    entrants = rated_by(account, source, rater)
    if not entrants:
        return 0
    whose = raters(source, entrants)
    done = set(
        ScoreSheet.objects.filter(source=source, state="submitted").values_list("entrant_id", "assessor__person")
    )
    own = account.person_id if source.who == "assessors" else None
    wanted = [one for one in entrants for each in whose[one.pk] if each is None or each.person_id == account.person_id]
    return sum(1 for one in wanted if (one.pk, own) not in done)


def _to_read(account: Account, cycle: Cycle) -> Iterator[Waiting]:
    """Bundles released to a leader and not yet read (XM-19)."""
    if account.person_id is None:
        return
    held = Bundle.objects.filter(round__cycle=cycle, leader=account.person_id, read_at__isnull=True)
    for one in held.select_related("round"):
        about = _("%(n)s 份自评报告") % {"n": one.reports.count()}
        url = reverse("assess:bundle", args=[one.pk])
        yield Waiting(_("阅%(name)s自评") % {"name": one.round.name}, about, _("阅示"), url, None, one.at.date())
