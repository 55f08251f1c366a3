"""What of pay and of the use of people waits for whom."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach, today
from kaogong.people.models.careers import Exit, MoveList, Selection
from kaogong.people.models.careers_cases import CareerCase, DirectGrade, UnfitRule
from kaogong.people.models.pay import PayRule, PayRun
from kaogong.people.queries.career_sight import AUDITORS, CARRIES, has
from kaogong.people.queries.careers import overdue_exchanges
from kaogong.people.queries.careers_cases import parts_lacking, unreviewed

MOST = 20


def pay_waiting(account: Account) -> Iterator[Waiting]:
    """Rules to approve; runs to submit, audit, approve and pay."""
    if has(account, Power.DECISION):
        for rule in PayRule.objects.filter(state="draft").exclude(by=account)[:MOST]:
            url = reverse("people:pay_rule", args=[rule.pk])
            yield Waiting(_("批准发放办法"), rule.title, _("批准"), url, None, rule.since)
    yield from _runs(PayRun.objects.filter(state="draft", drawn_by=account), _("送审发放批次"), _("送审"))
    if has(account, *AUDITORS):
        found = PayRun.objects.filter(state="submitted").exclude(drawn_by=account)
        yield from _runs(found, _("审核发放批次"), _("审核"))
    units = reach(account).units(Power.HEAD) or set()
    mine = Q() if has(account, Power.DECISION) else Q(unit__in=units)
    if units or has(account, Power.DECISION):
        found = PayRun.objects.filter(mine, state="audited").exclude(Q(drawn_by=account) | Q(audited_by=account))
        yield from _runs(found, _("批准发放批次"), _("批准"))
    yield from _runs(PayRun.objects.filter(state="approved", drawn_by=account), _("登记发放"), _("发放"))


def _runs(found: object, title: str, do: str) -> Iterator[Waiting]:
    for one in found[:MOST]:  # type: ignore[index]
        yield Waiting(
            title, f"{one.title} · {one.number}", do, reverse("people:payment", args=[one.pk]), None, one.drawn_on
        )


def careers_waiting(account: Account) -> Iterator[Waiting]:
    """For the office what the results ask for; for those who decide what was put before them."""
    if has(account, *CARRIES):
        yield from _carrying()
    if has(account, Power.DECISION):
        yield from _deciding(account)


def _carrying() -> Iterator[Waiting]:
    year = today().year - 1
    if number := len(unreviewed(year)):
        about = _("%(n)s 人连续较差，还没有立考察") % {"n": number}
        yield Waiting(_("连续较差考察"), about, _("立考察"), reverse("people:open_reviews"))
    if late := overdue_exchanges():
        about = _("%(n)s 人过了计划日期") % {"n": len(late)}
        url = reverse("people:exchanges") + "?sort=planned"
        yield Waiting(_("关键岗位交流逾期"), about, _("登记交流"), url, late[0].planned_on)
    for one in CareerCase.objects.filter(state="open").exclude(kind="low").select_related("person")[:MOST]:
        url, who = reverse("people:case", args=[one.pk]), one.person.name if one.person else ""
        yield Waiting(one.get_kind_display(), f"{one.number} · {who}", _("考察"), url, None, one.opened_on)


def _deciding(account: Account) -> Iterator[Waiting]:
    found = reach(account)
    cases = CareerCase.objects.filter(Q(state="proposed") | Q(kind="low", state="open")).exclude(by=account)
    for case in cases.order_by("opened_on")[:MOST]:
        if found.has(Power.DECISION, case.authority_id, "people"):
            url = reverse("people:case", args=[case.pk])
            yield Waiting(_("决定调整案件"), f"{case.number} · {case.words[:30]}", _("决定"), url, None, case.opened_on)
    if number := Exit.objects.filter(state="proposed").exclude(by=account).count():
        about = _("%(n)s 人待决定") % {"n": number}
        yield Waiting(_("决定退出"), about, _("决定"), reverse("people:exits") + "?sort=state")
    if number := DirectGrade.objects.filter(state="held").count():
        about = _("%(n)s 名负责人受处分，待人工决定") % {"n": number}
        yield Waiting(_("负责人直接评优"), about, _("决定"), reverse("people:direct_grades"))
    ready = Selection.objects.filter(state="open", nominations__isnull=False).exclude(by=account).distinct()
    for one in ready.exclude(steps__done_on__isnull=True)[:MOST]:
        url = reverse("people:selection", args=[one.pk])
        yield Waiting(_("决定任用"), f"{one.title} · {one.number}", _("任用"), url, None, one.opened_on)
    for held in MoveList.objects.filter(state="draft").exclude(by=account)[:MOST]:
        yield Waiting(_("印发升让降名单"), held.title, _("印发"), reverse("people:move_list", args=[held.pk]))
    for rule in UnfitRule.objects.filter(state="draft").exclude(by=account)[:MOST]:
        if not parts_lacking(rule):
            yield Waiting(_("启用认定办法"), str(rule), _("启用"), reverse("people:unfit_rule", args=[rule.pk]))
