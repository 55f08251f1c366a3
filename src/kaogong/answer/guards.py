"""Who may do what about appeals. A guard gives the reason why not, in words for the person; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.answer.models import Appeal
from kaogong.answer.queries.kinds import KINDS
from kaogong.answer.queries.sight import OWN, sees_all
from kaogong.answer.queries.sight import ROOM as ROOM  # noqa: PLC0414 - actions ask here
from kaogong.audit.actions import demand
from kaogong.org.models import Account, Person, Post, Recusal, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, reach, today


def demand_here(by: Account | None, why: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it; the system by itself (an import, a job) is not asked."""
    if by is not None:
        demand(why, room=ROOM, verb=verb, subject=subject, unit=unit)


def powers_of(by: Account | None) -> list[str]:
    """The powers used, as they enter the audit."""
    return reach(by).names if by is not None else []


def may_see_list(account: Account) -> str:
    """Everybody who does business here sees their own appeals."""
    return _("管理员账号不办业务。") if account.administers else ""


def is_party(account: Account, unit: int | None, person: int | None) -> bool:
    """Whether an account speaks for who is appraised: the person, or for a unit its head or liaison officer."""
    if person is not None:
        return account.person_id == person
    return unit is not None and any(reach(account).has(one, unit, ROOM) for one in OWN)


def may_see(account: Account, appeal: Appeal) -> str:
    """An appeal is read by its parties and by those who receive, hear, decide and supervise."""
    if sees_all(account) or is_party(account, appeal.unit_id, appeal.person_id):
        return ""
    if account.person_id and appeal.seats.filter(person=account.person_id).exists():
        return ""
    return _("这件申诉由当事双方、监督小组和裁定机构查看。")


def may_lodge(account: Account, unit: Unit | None, person: Person | None) -> str:
    """Who is appraised appeals: a person oneself, a unit by its head or liaison officer."""
    if is_party(account, unit.pk if unit else None, person.pk if person else None):
        return ""
    if person is not None:
        return _("个人事项由本人申诉。")
    return _("单位事项由本单位负责人或联络员申诉。")


def may_withdraw(account: Account, appeal: Appeal) -> str:
    """Who appealed may take it back."""
    return may_lodge(account, appeal.unit, appeal.person)


def conflict(person: Person, appeal: Appeal) -> str:
    """Why somebody may not hear or decide an appeal: it is their own, their unit's, what they made, or they are recused."""
    spoke = appeal.lodged_by.person_id if appeal.lodged_by else None
    if person.pk in (appeal.person_id, spoke):
        return _("%(name)s 是当事人，须回避。") % {"name": person.name}
    if appeal.unit_id and Post.objects.filter(at(today()), person=person, unit=appeal.unit_id).exists():
        return _("%(name)s 在当事单位任职，须回避。") % {"name": person.name}
    maker = KINDS[appeal.kind].read(KINDS[appeal.kind].find(appeal.thing)).maker
    if maker is not None and maker.person_id == person.pk:
        return _("%(name)s 作出或核实过所申诉的结论，须回避。") % {"name": person.name}
    if Recusal.objects.filter(at(today()), person=person, unit=appeal.unit_id).exists():
        return _("%(name)s 已对当事单位声明回避。") % {"name": person.name}
    return ""


def _free(account: Account, appeal: Appeal) -> str:
    if appeal.lodged_by_id == account.pk:
        return _("这件申诉是您提出的，须由他人办理。")
    return conflict(account.person, appeal) if account.person else ""


def may_receive(account: Account, appeal: Appeal) -> str:
    """Appeals are received, and hearings held, by the supervision team (QW-20, QW-21)."""
    if not reach(account).has(Power.COMMITTEE, room=ROOM):
        return _("申诉由考核监督小组受理并组织听证。")
    return _free(account, appeal)


def may_state(account: Account, appeal: Appeal, party: str) -> str:
    """Each party states its own; the supervision team writes down what was said at the hearing."""
    if reach(account).has(Power.COMMITTEE, room=ROOM):
        return _free(account, appeal)
    if party == "appellant":
        return may_lodge(account, appeal.unit, appeal.person)
    if reach(account).has(Power.OFFICE, room=ROOM):
        return ""
    return _("考核人一方的陈述由绩效办填写。")


def may_sign(account: Account, appeal: Appeal) -> str:
    """The minutes are signed by those who sat."""
    if account.person_id and appeal.seats.filter(person=account.person_id, signed_at__isnull=True).exists():
        return ""
    return _("听证笔录由听证席人员各自签字。")


def may_rule(account: Account, appeal: Appeal) -> str:
    """The leading group decides (QW-23); nobody in their own matter."""
    if not reach(account).has(Power.DECISION, room=ROOM):
        return _("申诉由%(body)s裁定。") % {"body": appeal.body or _("考核领导小组")}
    if appeal.earlier is not None and appeal.earlier.ruled_by_id == account.pk:
        return _("原裁定是您登记的，复核须由另一位办理。")
    return _free(account, appeal)


def may_file(account: Account) -> str:
    """Rulings are filed by the supervision team or the performance office."""
    if any(reach(account).has(one, room=ROOM) for one in (Power.COMMITTEE, Power.OFFICE)):
        return ""
    return _("裁定由监督小组或绩效办备案。")
