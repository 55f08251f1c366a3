"""Who may do what with complaints. A guard gives the reason why not, in words for the person; empty: they may."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kaogong.audit.actions import demand
from kaogong.listen.models import Complaint, ContactPoint, Handling, Lead
from kaogong.listen.queries.complaints_roles import ABOVE, INSIDE, ROOM, avoided, is_handler, of_centre
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, reach, today


def demand_here(by: Account | None, why: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it; the system by itself (the public page, a job) is not asked."""
    if by is not None:
        demand(why, room=ROOM, verb=verb, subject=subject, unit=unit)


def noted(by: Account | None, subject: Any, unit: str = "") -> dict[str, Any]:
    """What every event of this part says: who, with which powers, on what. `unit` only where the unit may know of it."""
    where = subject if isinstance(subject, str) else f"{ROOM}.{subject._meta.model_name}:{subject.pk}"  # noqa: SLF001
    powers = reach(by).names if by is not None else []
    return {"by": by, "room": ROOM, "subject": where, "unit": unit, "powers": powers}


def conflict(account: Account, complaint: Complaint) -> str:
    """Nobody has to do with a complaint about oneself or the own unit."""
    if complaint.person_id is not None and complaint.person_id == account.person_id:
        return _("这件投诉涉及您本人，您须回避。")
    units = {complaint.unit_id, *Handling.objects.filter(complaint=complaint).values_list("unit_id", flat=True)}
    if units & avoided(account):
        return _("这件投诉涉及您所在的或须回避的单位，请另一位同事办理。")
    return ""


def may_name_handler(account: Account, other: Account | None = None) -> str:
    """Handlers are named by somebody else of the supervising body."""
    if not of_centre(account):
        return _("投诉经办人由纪检监察机构指定。")
    if other is None:
        return ""
    if other.pk == account.pk:
        return _("不能指定自己为经办人，请另一位同事指定。")
    return "" if of_centre(other) else _("经办人须是纪检监察机构的人员。")


def may_enter(account: Account) -> str:
    """Calls, letters and visits are entered by the handlers."""
    return "" if is_handler(account) else _("投诉由投诉中心指定的经办人登记和办理。")


def may_handle(account: Account, complaint: Complaint) -> str:
    """A complaint is handled by a named handler it does not concern."""
    return may_enter(account) or conflict(account, complaint)


def may_close(account: Account, complaint: Complaint) -> str:
    """A verdict is confirmed by somebody else than whoever gave it."""
    if why := may_handle(account, complaint):
        return why
    same = complaint.reviewed_by_id == account.pk
    return _("审核人不能办结自己审核的投诉，请另一位经办人办结。") if same else ""


def may_reply(account: Account, complaint: Complaint) -> str:
    """The unit answers through its liaison officer or head, never through whoever the complaint is about."""
    if complaint.person_id is not None and complaint.person_id == account.person_id:
        return _("这件投诉涉及您本人，请本单位另一位同事答复。")
    now = Handling.objects.filter(complaint=complaint, ended=False).first()
    found = reach(account)
    if now is not None and any(found.has(one, now.unit_id, ROOM) for one in (Power.LIAISON, Power.HEAD)):
        return ""
    return _("答复由承办单位的联络员或负责人提交。")


def may_see_whole(account: Account, complaint: Complaint) -> str:
    """What was said, in the words of whoever said it, is read at the centre only."""
    if not of_centre(account):
        return _("投诉原文由投诉中心掌握。")
    return conflict(account, complaint)


def may_see(account: Account, complaint: Complaint) -> str:
    """A complaint is seen at the centre, and by the unit it was sent to in the words it was sent."""
    if not may_see_whole(account, complaint):
        return ""
    if complaint.person_id is not None and complaint.person_id == account.person_id:
        return _("这件投诉涉及您本人，您须回避。")
    units = Handling.objects.filter(complaint=complaint).values_list("unit_id", flat=True)
    found = reach(account)
    if any(found.has(one, unit, ROOM) for one in INSIDE for unit in units):
        return ""
    return _("投诉由投诉中心和承办单位的联络员、负责人、分管领导查看。")


def may_see_list(account: Account) -> str:
    """Lists and figures are for those above, and for units about what they were sent."""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in (*ABOVE, *INSIDE, Power.SUPERVISOR)):
        return ""
    return _("投诉由投诉中心、绩效办和承办单位的人员查看。")


def may_keep(account: Account) -> str:
    """Promises and contact points are kept by the supervising body or the performance office."""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in (Power.DISCIPLINE, Power.OFFICE)):
        return ""
    return _("承诺和企业联系点由纪检监察机构或绩效办维护。")


def may_settle_compensation(account: Account, proposer: int | None) -> str:
    """Compensation is approved by somebody else of the centre than whoever proposed it."""
    if why := may_enter(account):
        return why
    return _("提出人不能审批自己提出的赔偿，请另一位经办人审批。") if proposer == account.pk else ""


def may_report_problem(account: Account, contact: ContactPoint) -> str:
    """The first liaison of an enterprise reports its problems."""
    mine = account.person_id is not None and contact.supervisor.person_id == account.person_id
    there = at(today())
    if mine and ContactPoint.objects.filter(there, pk=contact.pk, supervisor__pool="C").exists():
        return ""
    return _("企业的问题由该联系点的第一联络员（C类监督员）反映。")


def own_contacts(account: Account) -> Q:
    """The contact points of an account."""
    return at(today()) & Q(supervisor__person=account.person_id) & Q(supervisor__person__isnull=False)


def may_investigate(account: Account, lead: Lead | None = None) -> str:
    """Leads are kept by the supervising body; not by whoever they concern."""
    if not of_centre(account):
        return _("案件线索由纪检监察机构掌握。")
    if lead is None:
        return ""
    if lead.unit_id is not None and lead.unit_id in avoided(account):
        return _("这条线索涉及您所在的或须回避的单位，请另一位同事办理。")
    if account.person_id is not None and lead.involved.filter(person=account.person_id).exists():
        return _("这条线索涉及您本人，您须回避。")
    return ""
