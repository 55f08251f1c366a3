"""What of reports, talks, points and cases waits for an account."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kaogong.decide.models import (
    AccountabilityCase,
    AdmonitionTalk,
    CaseMeasure,
    PersonnelAdvice,
    Report,
    ReviewPoint,
)
from kaogong.decide.queries.sight import ROOM
from kaogong.decide.states import RUNNING
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach, recused, today

MANY = 10
"""So many lines of one kind; more are found in the list."""


def _pursues(account: Account) -> bool:
    return any(reach(account).has(one, room=ROOM) for one in (Power.OFFICE, Power.DISCIPLINE))


def papers_waiting(account: Account) -> Iterator[Waiting]:
    """Reports to hand in and to check, talks to hold, points to look at."""
    units = reach(account).units(Power.HEAD, Power.LIAISON) or set()
    mine = Q(unit__in=units, person__isnull=True)
    if account.person_id is not None:
        mine |= Q(person=account.person_id)
    for one in Report.objects.filter(mine, state="asked").order_by("due")[:MANY]:
        url = reverse("decide:hand_in_report", args=[one.pk])
        yield Waiting(str(one.get_kind_display()), one.told, _("报送"), url, one.due, one.asked_on)
    if _pursues(account):
        handed = Report.objects.filter(state="handed").exclude(handed_by=account).select_related("unit")
        handed = handed.exclude(person=account.person_id or 0)
        for one in handed.order_by("handed_on")[:MANY]:
            url = reverse("decide:check_report", args=[one.pk])
            yield Waiting(
                _("审核%(what)s") % {"what": one.get_kind_display()},
                one.cause[:40],
                _("审核"),
                url,
                None,
                one.handed_on,
            )
    talks = AdmonitionTalk.objects.filter(state="planned").select_related("person")
    own = talks.filter(talker=account.person_id) if account.person_id else talks.none()
    for talk in (talks if _pursues(account) else own).exclude(person=account.person_id or 0).order_by("due")[:MANY]:
        yield Waiting(_("诫勉谈话"), str(talk.person), _("登记"), reverse("decide:hold_talk", args=[talk.pk]), talk.due)
    if any(reach(account).has(one, room=ROOM) for one in (Power.DECISION, Power.COMMITTEE)):
        held = ReviewPoint.objects.filter(state="open", settlement__state="draft").order_by("settlement")
        for pk, title in dict(held.values_list("settlement", "settlement__title")).items():
            number = held.filter(settlement=pk).count()
            told = _("%(title)s：%(n)s 件") % {"title": title, "n": number}
            yield Waiting(_("逐条审议"), told, _("审议"), reverse("decide:points", args=[pk]))


def cases_waiting(account: Account) -> Iterator[Waiting]:
    """Cases to work on, measures to approve, advice without an answer."""
    if reach(account).has(Power.DECISION, room=ROOM):
        heavy = CaseMeasure.objects.filter(state="proposed", case__state__in=RUNNING).exclude(by=account)
        heavy = heavy.exclude(person=account.person_id or 0).exclude(case__person=account.person_id or 0)
        for one in heavy.select_related("case__unit")[:MANY]:
            if recused(account, one.case.unit):
                continue
            url = reverse("decide:approve_measure", args=[one.pk])
            yield Waiting(
                _("审批追究方式"), f"{one.case.number} {one.form}", _("审批"), url, one.due, one.case.opened_on
            )
    if not _pursues(account):
        return
    running = AccountabilityCase.objects.filter(state__in=RUNNING).exclude(person=account.person_id or 0)
    running = running.order_by("outcome_due")
    for case in running[:MANY]:
        url = reverse("decide:case", args=[case.pk])
        what = f"{case.number} {case.get_kind_display()}"
        yield Waiting(_("办理责任追究"), what, _("办理"), url, case.outcome_due, case.opened_on)
    if reach(account).has(Power.OFFICE, room=ROOM):
        late = PersonnelAdvice.objects.filter(state="sent", due__lt=today()).order_by("due")
        late = late.exclude(person=account.person_id or 0)
        for advice in late[:MANY]:
            url = reverse("decide:answer_advice", args=[advice.pk])
            yield Waiting(_("登记干部处理建议的答复"), advice.number, _("登记"), url, advice.due, advice.sent_on)
