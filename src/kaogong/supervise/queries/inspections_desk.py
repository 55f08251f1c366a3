"""What of inspections and rectification waits for an account."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach, shorts
from kaogong.supervise.models import Circular, Finding, Inspection, Lot, Opinion, Paper, Rectification, Visit

MOST = 20
RUN = (Power.DISCIPLINE, Power.OFFICE)


def inspection_work(account: Account) -> Iterator[Waiting]:
    """Of those who run inspections: what to confirm, to draw, to approve, to re-check; of a unit: what to say and put right."""
    found = reach(account)
    if any(found.has(one, room="supervise") for one in RUN):
        yield from _running(account)
    yield from _visits(account)
    units = found.units(Power.LIAISON, Power.HEAD)
    if units:
        yield from _of_units(units)


def _running(account: Account) -> Iterator[Waiting]:
    findings = reverse("supervise:findings")
    held = Finding.objects.filter(state__in=("answered", "silent")).exclude(by=account).exclude(entry__by=account)
    counted = held.count()
    if counted:
        first = held.order_by("answer_due").first()
        assert first is not None
        words = _("%(n)s 个待确认") % {"n": counted}
        yield Waiting(_("检查问题"), words, _("确认"), f"{findings}?state={first.state}", None, first.found_on)
    planned = Rectification.objects.filter(state="planned")
    if number := planned.count():
        yield Waiting(_("整改方案"), _("%(n)s 份待审") % {"n": number}, _("审方案"), f"{findings}?stage=planned")
    handed = Rectification.objects.filter(state="handed").exclude(Q(handed_by=account) | Q(approved_by=account))
    handed = handed.exclude(Q(planned_by=account) | Q(finding__by=account))
    if number := handed.count():
        yield Waiting(
            _("整改复核"), _("%(n)s 件待复核") % {"n": number}, pgettext("verb", "复核"), f"{findings}?stage=handed"
        )
    for lot in (
        Lot.objects.filter(drawn_at__isnull=True).exclude(committed_by=account).select_related("inspection")[:MOST]
    ):
        yield Waiting(_("抽签"), lot.inspection.title, _("抽取"), reverse("supervise:lot", args=[lot.pk]))
    for one in Circular.objects.filter(state="draft").exclude(by=account)[:MOST]:
        yield Waiting(_("检查通报"), one.title, _("签发"), reverse("supervise:circular", args=[one.pk]))


def _visits(account: Account) -> Iterator[Waiting]:
    if account.person_id is None:
        return
    mine = Inspection.objects.filter(state="running", team__person=account.person_id)
    for one in mine[:MOST]:
        number = Visit.objects.filter(inspection=one, state="waiting").count()
        if number:
            url = reverse("supervise:inspection", args=[one.pk])
            yield Waiting(one.title, _("%(n)s 个对象待检查") % {"n": number}, _("检查"), url, one.until, one.since)


def _of_units(units: set[int]) -> Iterator[Waiting]:
    names = shorts()
    for one in Finding.objects.filter(unit__in=units, state__in=("recorded", "silent")).order_by("answer_due")[:MOST]:
        about = f"{names.get(one.unit_id, '')} · {one.words[:40]}"
        url = reverse("supervise:finding", args=[one.pk])
        yield Waiting(_("检查发现问题 %(n)s") % {"n": one.number}, about, _("说明"), url, one.answer_due, one.found_on)
    mending = Rectification.objects.filter(finding__unit__in=units, state__in=("ordered", "running"))
    for held in mending.select_related("finding").order_by("due_on")[:MOST]:
        about = f"{names.get(held.finding.unit_id, '')} · {held.finding.words[:40]}"
        url = reverse("supervise:finding", args=[held.finding_id])
        title, do = (_("报整改方案"), _("报方案")) if held.state == "ordered" else (_("整改"), _("整改"))
        yield Waiting(f"{title} {held.finding.number}", about, do, url, held.due_on, held.ordered_on)
    for paper in Paper.objects.filter(unit__in=units, state="issued").order_by("reply_due")[:MOST]:
        url = reverse("supervise:paper", args=[paper.pk])
        about = f"{names.get(paper.unit_id, '')} · {paper.number}"
        yield Waiting(str(paper.get_kind_display()), about, _("答复"), url, paper.reply_due, paper.issued_on)
    opinions = Opinion.objects.filter(unit__in=units, state="sent").order_by("due_on")
    if first := opinions.first():
        words = _("%(n)s 条待答复") % {"n": opinions.count()}
        url = f"{reverse('supervise:opinions')}?state=sent"
        yield Waiting(_("公众意见"), words, _("答复"), url, first.due_on, first.sent_on)
