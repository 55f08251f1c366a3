"""Issue, return, count and total, each under the eyes of a supervisor who is not of the unit counted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, demand, record
from kaogong.listen.actions.projects import where
from kaogong.listen.guards.surveys import demand_here, may_count, may_run, may_witness, powers_of
from kaogong.listen.models import FormCount, Project, Step, Total, Witness
from kaogong.listen.queries.sight import ROOM
from kaogong.listen.states.surveys import STEPS
from kaogong.org.models import Account, Supervisor, Unit
from kaogong.org.queries import at, conflicts, today

WANTED = 2
"""Operators who total, each by itself."""


@action
def open_steps(*, by: Account | None, project: Project) -> int:
    """The steps of every issuing unit, and the total of all."""
    demand_here(by, may_run(by, project) if by else "", "open_steps", where(project))
    if project.state not in ("publicise", "evaluate"):
        raise Refused(_("环节在实施评议前或期间登记。"))
    issuers = sorted(set(project.groups.exclude(strata__issuer=None).values_list("strata__issuer", flat=True)))
    keys = [(key, issuer) for key in ("issue", "return", "count") for issuer in issuers] + [("total", None)]
    made = [Step.objects.get_or_create(project=project, key=key, issuer_id=issuer)[1] for key, issuer in keys]
    new = {"steps": len(keys), "issuers": len(issuers)}
    record(by=by, room=ROOM, verb="open_steps", subject=where(project), powers=powers_of(by), new=new)
    return sum(made)


@action
def witness(*, by: Account | None, step: Step, supervisor: Supervisor | None = None, words: str = "") -> Witness:
    """A supervisor of the pool signs for having been there; never one of the unit whose forms are counted (YL-30)."""
    unit = step.issuer.code if step.issuer else ""
    demand_here(by, may_witness(by) if by else "", "witness", where(step.project), unit)
    signs = supervisor
    if by is not None:
        signs = Supervisor.objects.filter(at(today()), person=by.person_id).first() if by.person_id else None
    if signs is None:
        raise Refused(_("您不在效能监督员名单里。"))
    if step.closed_on:
        raise Refused(_("这个环节已经结束。"))
    if step.issuer and conflicts(signs, step.issuer):
        raise Refused(_("监督员来自被统计的单位，须回避。请另派监督员。"))
    if step.witnesses.filter(supervisor=signs).exists():
        raise Refused(_("您已经签过。"))
    made = Witness.objects.create(step=step, supervisor=signs, on=today(), words=words)
    new = {"step": step.key, "issuer": unit, "pool": signs.pool}
    record(by=by, room=ROOM, verb="witness", subject=where(step.project), unit=unit, powers=powers_of(by), new=new)
    return made


@action
def close_step(*, by: Account | None, step: Step) -> Step:
    """A step is over, with at least one signature; the total only when two operators came to the same."""
    project = step.project
    demand_here(by, may_run(by, project) if by else "", "close_step", where(project))
    if step.closed_on:
        raise Refused(_("这个环节已经结束。"))
    if not step.witnesses.exists():
        raise Refused(_("“%(step)s”还没有监督员签名，不能结束。") % {"step": _(STEPS[step.key])})
    if step.key == "count" and not project.counts.filter(issuer=step.issuer_id).exists():
        raise Refused(_("发放单位还没有填报发放、回收数。"))
    if step.key == "total":
        _agreed(project)
    step.closed_on, step.closed_by = today(), by
    step.save(update_fields=["closed_on", "closed_by"])
    new = {"step": step.key, "issuer": step.issuer.code if step.issuer else ""}
    record(by=by, room=ROOM, verb="close_step", subject=where(project), powers=powers_of(by), new=new)
    return step


def _agreed(project: Project) -> None:
    if project.steps.filter(key="count", closed_on__isnull=True).exists():
        raise Refused(_("各发放单位统计结束后才能汇总。"))
    numbers = list(project.totals.values_list("number", flat=True))
    if len(numbers) < WANTED:
        raise Refused(_("须有两方各自汇总，现有 %(n)s 方。") % {"n": len(numbers)})
    if max(numbers) != min(numbers):
        words = _("两方汇总数相差 %(n)s 份，核对一致后才能结束。")
        raise Refused(words % {"n": max(numbers) - min(numbers)})


@action
def count_forms(
    *, by: Account | None, project: Project, issuer: Unit, issued: int, returned: int, valid: int
) -> FormCount:
    """Forms issued, returned and valid, told by the issuing unit (YL-27)."""
    demand_here(by, may_count(by, project, issuer) if by else "", "count_forms", where(project), issuer.code)
    if project.state not in ("evaluate", "tally"):
        raise Refused(_("发放、回收数在实施评议和统计分析期间填报。"))
    if returned > issued:
        raise Refused(_("回收 %(a)s 份大于发放 %(b)s 份。请核对。") % {"a": returned, "b": issued}, "returned")
    if valid > returned:
        raise Refused(_("有效 %(a)s 份大于回收 %(b)s 份。请核对。") % {"a": valid, "b": returned}, "valid")
    if project.steps.filter(key="count", issuer=issuer, closed_on__isnull=False).exists():
        raise Refused(_("统计环节已结束，不能再改。"))
    given = {"issued": issued, "returned": returned, "valid": valid}
    made, _fresh = FormCount.objects.update_or_create(project=project, issuer=issuer, defaults={**given, "by": by})
    record(
        by=by, room=ROOM, verb="count_forms", subject=where(project), unit=issuer.code, powers=powers_of(by), new=given
    )
    return made


@action
def total_forms(*, by: Account, project: Project, role: str, number: int) -> Total:
    """One operator's own total; the two are different people and do not see each other's before both are in."""
    demand(may_run(by, project), room=ROOM, verb="total_forms", subject=where(project))
    if project.state != "tally":
        raise Refused(_("汇总在“统计分析”阶段办理。"))
    if project.totals.exclude(role=role).filter(by=by).exists():
        raise Refused(_("两方汇总须由两人办理。"))
    if project.steps.filter(key="total", closed_on__isnull=False).exists():
        raise Refused(_("汇总环节已结束，不能再改。"))
    made, _fresh = Total.objects.update_or_create(project=project, role=role, defaults={"number": number, "by": by})
    record(
        by=by,
        room=ROOM,
        verb="total_forms",
        subject=where(project),
        powers=powers_of(by),
        new={"role": role, "number": number},
    )
    return made
