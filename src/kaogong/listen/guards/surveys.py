"""Who may do what in a public evaluation. A guard gives the reason why not, in words for the person; empty: they may."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.audit.actions import demand
from kaogong.listen.models import Operator, Opinion, Project, Subject
from kaogong.listen.queries.sight import ABOVE, INSIDE, ROOM
from kaogong.org.models import Account, Post, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, reach, today, unit_names


def demand_here(by: Account | None, why: str, verb: str, subject: str, unit: str = "") -> None:
    """Go on only when a guard had nothing against it; the system by itself is not asked."""
    if by is not None:
        demand(why, room=ROOM, verb=verb, subject=subject, unit=unit)


def powers_of(by: Account | None) -> list[str]:
    """The powers used, as they enter the audit."""
    return reach(by).names if by is not None else []


def arranges(account: Account) -> bool:
    """Whether an account is of the performance office."""
    return reach(account).has(Power.OFFICE, room=ROOM)


def operates(account: Account, project: Project) -> bool:
    """Whether an account runs a project."""
    return Operator.objects.filter(project=project, account=account).exists()


def may_arrange(account: Account) -> str:
    """Projects are arranged by the performance office."""
    return "" if arranges(account) else _("评议项目由绩效办安排。")


def may_run(account: Account, project: Project) -> str:
    """A project is run by the office and the operators named."""
    if arranges(account) or operates(account, project):
        return ""
    return _("这个评议项目由指定的承办人办理。")


def may_see(account: Account) -> str:
    """That there are evaluations, and at which stage, is seen by everybody with a power, and by operators."""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in Power) or Operator.objects.filter(account=account).exists():
        return ""
    return _("公众评议由绩效办、承办机构、监督员和被评单位的人员查看。")


def connected(account: Account, project: Project) -> str:
    """The name of an evaluated unit an account belongs to; empty: none."""
    found = reach(account)
    units = {one.unit for one in found.held if one.unit is not None}
    if account.person_id:
        units |= set(Post.objects.filter(at(today()), person=account.person_id).values_list("unit_id", flat=True))
    around = set().union(*(found.tree.above(one) for one in units)) if units else set()
    held = Subject.objects.filter(project=project, unit__in=around).select_related("unit").first()
    return unit_names([held.unit_id]).get(held.unit_id, held.unit.code) if held else ""


def may_operate(account: Account, project: Project) -> str:
    """Nobody runs the evaluation of their own unit."""
    if own := connected(account, project):
        words = _("%(unit)s是被评单位，它的人员不能承办这次评议。请改派独立机构的人员。")
        return words % {"unit": own}
    return ""


def may_open_raw(account: Account, project: Project) -> str:
    """Raw answers and the frame are opened by operators alone, none of them of a unit evaluated."""
    if operates(account, project) and not connected(account, project):
        return ""
    return _("原始答卷和抽样框只有承办机构的承办人能看，被评单位只看发布后的合计。")


def may_see_result(account: Account, project: Project) -> str:
    """Before its release a result is confidential: the office, operators and those who decide."""
    if may_run(account, project) == "" or any(
        reach(account).has(one, room=ROOM) for one in (Power.DECISION, Power.COMMITTEE)
    ):
        return ""
    return _("结果经审批发布前保密，由绩效办、承办人和审定机构掌握。")


def may_assent(account: Account) -> str:
    """What a body decided is entered by the office or by those who decide."""
    if any(reach(account).has(one, room=ROOM) for one in (Power.OFFICE, Power.DECISION)):
        return ""
    return _("审批意见由绩效办或审定机构登记。")


def may_witness(account: Account) -> str:
    """Supervisors sign for themselves."""
    found = reach(account)
    return "" if found.has(Power.SUPERVISOR, room=ROOM) else _("监督签名由效能监督员本人办理。")


def may_count(account: Account, project: Project, issuer: Unit) -> str:
    """Forms are counted by the issuing unit, or by who runs the project."""
    if may_run(account, project) == "" or any(reach(account).has(one, issuer.pk, ROOM) for one in INSIDE):
        return ""
    return _("发放、回收数由发放单位填报。")


def may_answer(account: Account, opinion: Opinion) -> str:
    """An opinion is answered by the unit it was routed to."""
    if opinion.unit_id and any(reach(account).has(one, opinion.unit_id, ROOM) for one in INSIDE):
        return ""
    return _("意见由责任单位的联络员或负责人答复。")


def may_see_opinion(account: Account, opinion: Opinion) -> str:
    """An opinion is seen by the office, who runs the project, those above and the unit that answers it."""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in ABOVE) or may_answer(account, opinion) == "":
        return ""
    if opinion.project and operates(account, opinion.project):
        return ""
    return _("这条意见由责任单位和绩效办查看。")
