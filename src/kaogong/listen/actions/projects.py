"""Arranging an evaluation: stages, units, people; going from stage to stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.listen.guards.surveys import demand_here, may_arrange, may_operate, may_run, powers_of
from kaogong.listen.models import Helper, Operator, Project, ProjectStage, Subject
from kaogong.listen.queries.sight import ROOM
from kaogong.listen.states.surveys import PROJECT_NAMES, STAGES
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import unit_names

SETTINGS = (
    "categories", "families", "topics", "teams", "run_by", "groups_wanted", "samples_wanted", "approvers", "return_days",
    "late_counts", "least_seconds", "minimum_group", "shrink_below", "confidence", "cluster_effect", "trim", "gap_alert",
    "satisfied_from", "margins", "straight_from", "duplicate_from", "duplicate_questions", "burst_times", "low_score",
    "low_consequence", "enforcement_limit", "enforcement_category", "reply_days", "basis", "places", "conversion",
)  # fmt: skip
"""What of a project may be set while it is arranged."""


def where(project: Project) -> str:
    """A project as the audit names it."""
    return f"{ROOM}.project:{project.pk}"


def still_arranged(project: Project) -> None:
    """Go on only while a project can be arranged."""
    if not project.sets_up:
        words = _("项目已进入“%(state)s”，不能再改安排。")
        raise Refused(words % {"state": _(PROJECT_NAMES[project.state])})


@action
def plan_project(
    *,
    by: Account | None,
    name: str,
    year: int,
    stages: Mapping[str, tuple[dt.date, dt.date]],
    period: str = "",
    **settings: Any,
) -> Project:
    """Draft a project. `stages`: first and last day of each of the four, one right after the other."""
    demand_here(by, may_arrange(by) if by else "", "plan_project", f"{ROOM}.project")
    if Project.objects.filter(name=name).exists():
        raise Refused(_("已有名为“%(name)s”的评议项目。") % {"name": name}, "name")
    _follow(stages)
    made = Project.objects.create(name=name, year=year, period=period or str(year), **_known(settings))
    ProjectStage.objects.bulk_create(
        ProjectStage(project=made, key=key, place=place, since=stages[key][0], until=stages[key][1])
        for place, key in enumerate(STAGES, 1)
    )
    told = {key: [str(day) for day in days] for key, days in stages.items()}
    new = {"name": name, "stages": told, **_told(settings)}
    record(by=by, room=ROOM, verb="plan_project", subject=where(made), powers=powers_of(by), new=new)
    return made


def _follow(stages: Mapping[str, tuple[dt.date, dt.date]]) -> None:
    if set(stages) != set(STAGES):
        raise Refused(_("须有宣传动员、实施评议、统计分析、结果运用四个阶段。"), "stages")
    last: dt.date | None = None
    for key, name in STAGES.items():
        since, until = stages[key]
        if until < since:
            raise Refused(_("“%(name)s”的结束日早于开始日。") % {"name": _(name)}, key)
        if last is not None and since != last + dt.timedelta(days=1):
            gap = since > last + dt.timedelta(days=1)
            words = _("“%(name)s”与前一阶段之间有空档。") if gap else _("“%(name)s”与前一阶段重叠。")
            raise Refused(words % {"name": _(name)}, key)
        last = until


def _known(settings: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(settings) - set(SETTINGS)
    assert not unknown, unknown
    return dict(settings)


def _told(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value if isinstance(value, int | str | list) else str(value) for key, value in settings.items()}


@action
def set_project(*, by: Account | None, project: Project, **settings: Any) -> Project:
    """Set what the sources leave open, before the evaluation begins."""
    demand_here(by, may_arrange(by) if by else "", "set_project", where(project))
    still_arranged(project)
    old = _told({key: getattr(project, key) for key in settings})
    for key, value in _known(settings).items():
        setattr(project, key, value)
    project.save(update_fields=list(settings))
    record(
        by=by, room=ROOM, verb="set_project", subject=where(project), powers=powers_of(by), old=old, new=_told(settings)
    )
    return project


@action
def plan_rounds(
    *, by: Account | None, name: str, year: int, rounds: Sequence[Mapping[str, Any]], **settings: Any
) -> list[Project]:
    """The rounds of a year, each with the last day of its evaluation: mid-year and year-end (LZ-15).

    Args:
        by: the account that acts.
        name: of the evaluation; the name of each round is added.
        year: the year.
        rounds: `name`, `period`, `until` (last day of the evaluation), and the days of each stage: `publicise`, `evaluate`,
            `tally`, `report`.
        settings: of every round alike.
    """
    demand_here(by, may_arrange(by) if by else "", "plan_rounds", f"{ROOM}.project")
    made = []
    for one in rounds:
        until: dt.date = one["until"]
        since = until - dt.timedelta(days=one["evaluate"] - 1)
        ends = until + dt.timedelta(days=one["tally"])
        stages = {
            "publicise": (since - dt.timedelta(days=one["publicise"]), since - dt.timedelta(days=1)),
            "evaluate": (since, until),
            "tally": (until + dt.timedelta(days=1), ends),
            "report": (ends + dt.timedelta(days=1), ends + dt.timedelta(days=one["report"])),
        }
        title = f"{name}（{one['name']}）"
        made.append(plan_project(by=by, name=title, year=year, period=one["period"], stages=stages, **settings))
    new = {"year": year, "rounds": [one.name for one in made]}
    record(by=by, room=ROOM, verb="plan_rounds", subject=f"{ROOM}.project", powers=powers_of(by), new=new)
    return made


@action
def name_operator(*, by: Account | None, project: Project, account: Account, unit: Unit, role: str) -> Operator:
    """Entrust a project to somebody of a body that is not evaluated (CX-28)."""
    demand_here(by, may_arrange(by) if by else "", "name_operator", where(project))
    still_arranged(project)
    if why := may_operate(account, project):
        raise Refused(why, "account")
    if project.subjects.filter(unit=unit).exists():
        raise Refused(_("被评单位不能承办对自己的评议。请改派独立机构。"), "unit")
    if project.run_by and role not in project.run_by:
        raise Refused(_("实施方须是：%(known)s。") % {"known": _("、").join(project.run_by)}, "role")
    if project.operators.filter(account=account).exists():
        raise Refused(_("这个账号已是承办人。"), "account")
    made = Operator.objects.create(project=project, account=account, unit=unit, role=role)
    new = {"account": account.username, "unit": unit.code, "role": role}
    record(by=by, room=ROOM, verb="name_operator", subject=where(project), powers=powers_of(by), new=new)
    return made


@action
def add_helper(
    *, by: Account | None, project: Project, team: str, person: Person, trained_on: dt.date | None = None
) -> Helper:
    """Put somebody into a team, or note the day somebody was trained."""
    demand_here(by, may_run(by, project) if by else "", "add_helper", where(project))
    still_arranged(project)
    if project.teams and team not in project.teams:
        raise Refused(_("没有这个工作组。可写：%(known)s。") % {"known": _("、").join(project.teams)}, "team")
    made, _fresh = Helper.objects.update_or_create(
        project=project, person=person, defaults={"team": team, "trained_on": trained_on}
    )
    new = {"team": team, "person": person.code, "trained_on": str(trained_on or "")}
    record(by=by, room=ROOM, verb="add_helper", subject=where(project), powers=powers_of(by), new=new)
    return made


@action
def add_subjects(*, by: Account | None, project: Project, rows: Sequence[Mapping[str, Any]]) -> int:
    """Units to be evaluated: `unit`, and where known `category`, `duties`, `enforcement_items`."""
    demand_here(by, may_arrange(by) if by else "", "add_subjects", where(project))
    still_arranged(project)
    held = set(project.subjects.values_list("unit_id", flat=True))
    made = []
    for row in rows:
        unit, category = row["unit"], row.get("category", "")
        if unit.pk in held:
            told = unit_names([unit.pk]).get(unit.pk, unit.code)
            raise Refused(_("%(unit)s已在名单里。") % {"unit": told}, "rows")
        _category(project, category)
        held.add(unit.pk)
        made.append(
            Subject(
                project=project,
                unit=unit,
                category=category,
                duties=row.get("duties", ""),
                enforcement_items=row.get("enforcement_items"),
            )
        )
    Subject.objects.bulk_create(made)
    new = {"units": [one.unit.code for one in made]}
    record(by=by, room=ROOM, verb="add_subjects", subject=where(project), powers=powers_of(by), new=new)
    return len(made)


def _category(project: Project, category: str) -> None:
    if category and project.categories and category not in project.categories:
        raise Refused(_("类别须是：%(known)s。") % {"known": _("、").join(project.categories)}, "category")


@action
def decide_category(*, by: Account | None, subject: Subject, category: str, reason: str, duties: str = "") -> Subject:
    """The office decides the category of a unit, with a reason; what its enforcement items suggest is only a suggestion."""
    project = subject.project
    demand_here(by, may_arrange(by) if by else "", "decide_category", where(project), subject.unit.code)
    still_arranged(project)
    if not category:
        raise Refused(_("请选类别。"), "category")
    if not reason.strip():
        raise Refused(_("请写明归类理由。"), "reason")
    _category(project, category)
    old = {"category": subject.category}
    subject.category, subject.reason, subject.decided_by = category, reason, by
    subject.duties = duties or subject.duties
    subject.save(update_fields=["category", "reason", "decided_by", "duties"])
    new = {"category": category, "suggested": subject.suggested(project)}
    record(
        by=by, room=ROOM, verb="decide_category", subject=where(project), unit=subject.unit.code, powers=powers_of(by),
        old=old, new=new, reason=reason,
    )  # fmt: skip
    return subject
