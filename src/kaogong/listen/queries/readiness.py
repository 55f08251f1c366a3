"""What is still missing before a project goes on, in words for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from kaogong.audit.states import after
from kaogong.listen.models import Entry, Helper, Project, Questionnaire
from kaogong.listen.models.projects import Subject
from kaogong.listen.states.surveys import PROJECT, PROJECT_NAMES
from kaogong.org.queries import today, unit_names


def hindrances(project: Project, verb: str, names: Mapping[int, str] | None = None) -> list[str]:
    """Why a project cannot go on by a verb; empty: it can."""
    known = names if names is not None else unit_names(project.subjects.values_list("unit_id", flat=True))
    found = {
        "begin": _to_begin,
        "open_evaluation": lambda one: _to_open(one, known),
        "end_evaluation": _to_count,
        "end_tally": _to_report,
        "close_project": _to_close,
    }
    return [*_too_early(project, verb), *found[verb](project)]


def _too_early(project: Project, verb: str) -> Iterator[str]:
    state = after(PROJECT, project.state, verb)
    stage = project.stages.filter(key=state).first()
    if state and stage and today() < stage.since:
        yield _("“%(name)s”从 %(day)s 开始，还没有到。") % {"name": _(PROJECT_NAMES[state]), "day": stage.since}


def _to_begin(project: Project) -> Iterator[str]:
    if not project.subjects.exists():
        yield _("还没有被评单位。")
    yield from missing_parties(project)


def missing_parties(project: Project) -> Iterator[str]:
    """Bodies that must run it together and have nobody named (LZ-15)."""
    there = set(project.operators.values_list("role", flat=True))
    for role in project.run_by:
        if role not in there:
            yield _("%(role)s还没有承办人，须由%(all)s共同实施。") % {"role": role, "all": _("、").join(project.run_by)}


def _to_open(project: Project, names: Mapping[int, str]) -> Iterator[str]:
    yield from missing_parties(project)
    for team in project.teams:
        if not project.helpers.filter(team=team).exists():
            yield _("%(team)s还没有人员。") % {"team": team}
    for one in without_category(project):
        yield _("%(unit)s还没有归类。") % {"unit": names.get(one.unit_id, one.unit.code)}
    if not Questionnaire.objects.filter(project=project, state="issued").exists():
        yield _("问卷还没有定稿。")
    yield from _quotas(project)


def _quotas(project: Project) -> Iterator[str]:
    """Every group asked for has a quota, and together they are the samples wanted (FZ-12)."""
    groups = list(project.groups.all())
    if not groups:
        yield _("还没有评价主体。")
    with_quota = [one for one in groups if one.quota]
    wanted = project.groups_wanted or len(groups)
    if len(with_quota) < wanted:
        without = _("、").join(one.name for one in groups if not one.quota)
        words = _("须有 %(wanted)s 个评价主体的配额，现有 %(n)s 个。")
        yield words % {"wanted": wanted, "n": len(with_quota)} + (
            _("缺：%(names)s。") % {"names": without} if without else ""
        )
    total = sum(one.quota or 0 for one in groups)
    if project.samples_wanted and len(with_quota) >= wanted and total != project.samples_wanted:
        words = _("样本总数为 %(wanted)s，各主体配额合计 %(n)s。")
        yield words % {"wanted": project.samples_wanted, "n": total}
    weights = [one.weight for one in groups]
    if any(one is not None for one in weights) and (None in weights or sum(one or 0 for one in weights) != 100):
        yield _("评价主体的权重须都填写，合计 100。")


def without_category(project: Project) -> list[Subject]:
    """Units nobody has put into a category (YL-20)."""
    return list(project.subjects.filter(category="").select_related("unit")) if project.categories else []


def untrained(project: Project) -> list[Helper]:
    """Staff without training (YL-24)."""
    return list(
        project.helpers.filter(trained_on__isnull=True).select_related("person").order_by("team", "person__sort_key")
    )


def _to_count(project: Project) -> Iterator[str]:
    for one in project.steps.filter(key__in=("issue", "return"), closed_on__isnull=True):
        yield _("“%(step)s”环节还没有结束。") % {"step": one.get_key_display()}
    if open_ := Entry.objects.filter(project=project).exclude(state="agreed").count():
        yield _("还有 %(n)s 份双录不一致或待复录。") % {"n": open_}


def _to_report(project: Project) -> Iterator[str]:
    for one in project.steps.filter(closed_on__isnull=True):
        yield _("“%(step)s”环节还没有结束。") % {"step": one.get_key_display()}
    if not project.results.exclude(state="void").exists():
        yield _("还没有汇总结果。")


def _to_close(project: Project) -> Iterator[str]:
    if not project.results.filter(state="released").exists():
        yield _("结果还没有发布。")
    if left := project.opinions.filter(state="unassigned").count():
        yield _("还有 %(n)s 条意见没有分办。") % {"n": left}
