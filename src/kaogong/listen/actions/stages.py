"""Going from stage to stage: each only when nothing stands in the way."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.listen.actions.casting import lay_anew, shuffle_box
from kaogong.listen.actions.projects import where
from kaogong.listen.guards.surveys import demand_here, may_run, powers_of
from kaogong.listen.models import Project
from kaogong.listen.queries.readiness import hindrances
from kaogong.listen.queries.sight import ROOM
from kaogong.listen.states.surveys import PROJECT, PROJECT_NAMES
from kaogong.org.models import Account
from kaogong.org.queries import unit_names


def _moved(by: Account | None, project: Project, verb: str) -> Project:
    """Go to the next stage when nothing stands in the way, and record it."""
    demand_here(by, may_run(by, project) if by else "", verb, where(project))
    state = after(PROJECT, project.state, verb)
    if state is None:
        words = _("项目现在是“%(state)s”，不能这样办。")
        raise Refused(words % {"state": _(PROJECT_NAMES[project.state])})
    names = unit_names(project.subjects.values_list("unit_id", flat=True))
    faults = hindrances(project, verb, names)
    if faults:
        raise Refused(_("还不能进入“%(name)s”：%(why)s") % {"name": _(PROJECT_NAMES[state]), "why": " ".join(faults)})
    old, project.state = project.state, state
    project.save(update_fields=["state", "open_link"])
    record(
        by=by,
        room=ROOM,
        verb=verb,
        subject=where(project),
        powers=powers_of(by),
        old={"state": old},
        new={"state": state},
    )
    return project


@action
def begin(*, by: Account | None, project: Project) -> Project:
    """The first stage: teams are set up, staff is trained, the public is told (YL-24)."""
    return _moved(by, project, "begin")


@action
def open_evaluation(*, by: Account | None, project: Project, open_link: bool = False) -> Project:
    """The second stage: forms go out and come back. `open_link`: also anybody may answer, apart and without effect."""
    project.open_link = secrets.token_hex(8) if open_link else ""
    return _moved(by, project, "open_evaluation")


@action
def end_evaluation(*, by: Account | None, project: Project) -> Project:
    """The third stage: nothing more is taken; the box is emptied and every answer laid anew in random order."""
    held = _moved(by, project, "end_evaluation")
    shuffle_box(project, all_of_it=True)
    lay_anew(project)
    return held


@action
def end_tally(*, by: Account | None, project: Project) -> Project:
    """The fourth stage: the result is there and goes its way to those who decide."""
    return _moved(by, project, "end_tally")


@action
def close_project(*, by: Account | None, project: Project) -> Project:
    """It is over: the result is released, every opinion has a unit."""
    return _moved(by, project, "close_project")
