"""What of archives and staff appraisal waits for whom."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kaogong.core.scheme.period import Period
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach, setting, today
from kaogong.people.models import (
    AnnualForm,
    LifeProblem,
    Newcomer,
    PersonalReport,
    Situation,
    StaffBallot,
    StaffLine,
    StaffObjection,
    StaffRound,
    StaffScheme,
)
from kaogong.people.queries.archive_files import due_of, leaders
from kaogong.people.queries.archive_sight import keeps, watches
from kaogong.people.queries.archive_staff import lacks, months_of
from kaogong.people.states.archive_files import ITEMS

MOST = 20


def archives_waiting(account: Account) -> Iterator[Waiting]:
    """Self-appraisals, ballots, steps of a quarter, lists to approve, annual forms, reports, conduct to verify."""
    if account.person_id is not None:
        yield from _own(account)
    yield from _unit(account)
    yield from _above(account)
    if keeps(account):
        yield from _keeping(account)
    if watches(account) or keeps(account):
        yield from _newcomers()


def _own(account: Account) -> Iterator[Waiting]:
    """What is one's own to write."""
    lines = StaffLine.objects.filter(person=account.person_id, round__state__in=("checks", "selfs", "peers"))
    for line in lines.select_related("round").prefetch_related("selfs"):
        held = line.round
        if held.state == "peers":
            if not StaffBallot.objects.filter(round=held, voter=account).exists():
                url = reverse("people:cast_staff_ballot", args=[held.pk])
                yield Waiting(
                    _("%(quarter)s 群众互评") % {"quarter": held.quarter}, _("每人一票，只计数"), _("投票"), url
                )
            continue
        there = {one.month for one in line.selfs.all()}
        gone = [one for one in months_of(held.quarter) if one not in there and Period.parse(one).last < today()]
        if gone:
            url = reverse("people:write_self", args=[line.pk])
            yield Waiting(
                _("每月个人自评"), _("%(months)s 还没有填") % {"months": _("、").join(gone)}, _("填自评"), url
            )
    for form in AnnualForm.objects.filter(person=account.person_id, state="open"):
        url = reverse("people:write_annual", args=[form.pk])
        yield Waiting(_("%(year)s 年度考核表") % {"year": form.year}, _("待写个人总结"), _("写总结"), url)
    yield from _reports(account)


def _reports(account: Account) -> Iterator[Waiting]:
    """The yearly reports a leader owes, from the first day of the year."""
    year = today().year - 1
    if account.person_id is None or not leaders().filter(pk=account.person_id).exists():
        return
    filed = set(PersonalReport.objects.filter(person=account.person_id, year=year).values_list("kind", flat=True))
    names = dict(PersonalReport.KINDS)
    for kind in PersonalReport.YEARLY:
        if kind not in filed:
            title = _("%(year)s %(what)s") % {"year": year, "what": names[kind]}
            yield Waiting(title, _("本人、家属、各项经济收入"), _("报告"), reverse("people:file_report"), due_of(year))


def _unit(account: Account) -> Iterator[Waiting]:
    """What the unit has to carry on."""
    found = reach(account)
    heads = found.units(Power.HEAD) or set()
    units = heads | (found.units(Power.LIAISON) or set())
    if not units:
        return
    for one in StaffScheme.objects.filter(unit__in=heads, state="draft").exclude(drafted_by=account)[:MOST]:
        yield Waiting(_("工作人员考评方案"), one.title, _("审签"), reverse("people:scheme", args=[one.pk]))
    for held in StaffRound.objects.filter(unit__in=units, state__in=("selfs", "peers", "comments"))[:MOST]:
        if held.state == "comments" and held.unit_id not in heads:
            continue
        missing = lacks(held)
        over = Period.parse(held.quarter).last < today()
        if over and (held.state == "comments" or not missing):
            about = _("还差 %(n)s 项") % {"n": len(missing)} if missing else _("已齐，可进入下一步")
            url = reverse("people:staff_round", args=[held.pk])
            yield Waiting(f"{held.quarter} {held.get_state_display()}", about, _("办理"), url)
    number = AnnualForm.objects.filter(unit__in=heads, state="written").exclude(person=account.person_id or 0).count()
    if number:
        about = _("%(n)s 张待评鉴") % {"n": number}
        yield Waiting(_("年度考核表"), about, _("评鉴"), reverse("people:annual_forms"))
    problems = LifeProblem.objects.filter(meeting__unit__in=units, status="").values("meeting").annotate(n=Count("pk"))
    for row in problems.order_by("meeting")[:MOST]:
        about = _("%(n)s 项整改没有说明") % {"n": row["n"]}
        yield Waiting(_("民主生活会整改"), about, _("说明"), reverse("people:life_meeting", args=[row["meeting"]]))


def _above(account: Account) -> Iterator[Waiting]:
    """What lies with the office and with the leading group."""
    found = reach(account)
    if found.has(Power.OFFICE, room="people"):
        yield from _office()
    if found.has(Power.DECISION, room="people"):
        held = StaffRound.objects.filter(state="approval").exclude(approvals__by=account)
        for one in held.exclude(lines__person=account.person_id or 0).select_related("scheme")[:MOST]:
            about = _("有提示：%(words)s") % {"words": one.warnings[0]} if one.warnings else one.scheme.title
            title = _("审定 %(quarter)s 优秀名单") % {"quarter": one.quarter}
            yield Waiting(title, about, _("审定"), reverse("people:staff_round", args=[one.pk]))


def _office() -> Iterator[Waiting]:
    enough = Q(state="approval", given__gte=setting("staff.approvers"))
    over = Q(state="publicity", publicity_until__lt=today())
    held = StaffRound.objects.annotate(given=Count("approvals")).filter(
        Q(state__in=("review", "payable")) | enough | over
    )
    words = {"review": _("审核"), "approval": _("公示"), "publicity": _("结束公示"), "payable": _("登记发放")}
    for one in held.select_related("scheme")[:MOST]:
        url = reverse("people:staff_round", args=[one.pk])
        yield Waiting(f"{one.quarter} {one.get_state_display()}", one.scheme.title, words[one.state], url)
    for said in StaffObjection.objects.filter(state="open").select_related("round", "line__person")[:MOST]:
        url = reverse("people:staff_round", args=[said.round_id])
        yield Waiting(_("优秀公示异议"), str(said.line.person), _("答复"), url, said.round.publicity_until, said.on)


def _keeping(account: Account) -> Iterator[Waiting]:
    number = Situation.objects.filter(state="recorded").exclude(by=account).count()
    if number:
        about = _("%(n)s 条待核实") % {"n": number}
        yield Waiting(_("情形记录"), about, _("核实"), reverse("people:situations"))
    number = AnnualForm.objects.filter(state="graded").exclude(graded_by=account).count()
    if number:
        about = _("%(n)s 张待审定") % {"n": number}
        yield Waiting(_("年度考核表"), about, _("审定"), reverse("people:annual_forms"))


def _newcomers() -> Iterator[Waiting]:
    held = Newcomer.objects.annotate(done=Count("items")).filter(done__lt=len(ITEMS)).order_by("due")
    first = held.first()
    if first is not None:
        about = _("%(n)s 人四项不齐") % {"n": held.count()}
        yield Waiting(_("新任职干部"), about, _("登记办理"), reverse("people:newcomers"), first.due, first.on)
