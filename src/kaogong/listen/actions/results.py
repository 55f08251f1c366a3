"""The result: computed in confidence, agreed to by the bodies named in their order, released, and only then in a score."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, demand, record
from kaogong.audit.states import after
from kaogong.listen.actions.projects import where
from kaogong.listen.guards.surveys import demand_here, may_arrange, may_assent, may_open_raw, may_run, powers_of
from kaogong.listen.models import Answer, Assent, Project, Result, Score
from kaogong.listen.queries.doubts import DOUBTS, flag
from kaogong.listen.queries.sight import ROOM
from kaogong.listen.queries.tally import channel_gaps, counted, options_of, unit_lines, weights_of
from kaogong.listen.states.surveys import RESULT, RESULT_NAMES
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.plan.queries.figures import cut


@action
def open_raw(*, by: Account, project: Project) -> int:
    """Open the raw answers or the frame. Opening and trying to are both on record (YL-28, CX-28)."""
    demand(may_open_raw(by, project), room=ROOM, verb="open_raw", subject=where(project))
    number = Answer.objects.filter(project=project).count()
    record(by=by, room=ROOM, verb="open_raw", subject=where(project), powers=powers_of(by), new={"answers": number})
    return number


@action
def flag_answers(*, by: Account | None, project: Project) -> int:
    """Mark what somebody should look at; nothing is left out by a machine."""
    demand_here(by, may_run(by, project) if by else "", "flag_answers", where(project))
    _tallied(project)
    marked = flag(project)
    record(by=by, room=ROOM, verb="flag_answers", subject=where(project), powers=powers_of(by), new={"marked": marked})
    return marked


@action
def review_answers(*, by: Account | None, project: Project, answers: Sequence[str], exclude: bool, reason: str) -> int:
    """Leave doubtful answers out, or take them in again, with a reason; what was raw stays raw."""
    demand_here(by, may_run(by, project) if by else "", "review_answers", where(project))
    _tallied(project)
    if not reason.strip():
        raise Refused(_("请写明理由。"), "reason")
    held = Answer.objects.filter(project=project, pk__in=answers).exclude(flags=[])
    number = held.update(excluded=exclude, reason=reason)
    if not number:
        raise Refused(_("没有选中存疑答卷。只有存疑的可以剔除。"))
    new = {"answers": number, "excluded": exclude}
    record(
        by=by, room=ROOM, verb="review_answers", subject=where(project), powers=powers_of(by), new=new, reason=reason
    )
    return number


def _tallied(project: Project) -> None:
    if project.state != "tally":
        raise Refused(_("复核和汇总在“统计分析”阶段办理。"))
    if project.results.exclude(state="void").exists():
        raise Refused(_("已有汇总结果。要重新汇总，请先作废并写明理由。"))


@action
def compute_result(*, by: Account | None, project: Project) -> Result:
    """Total everything, weighted to the frame; frozen with its hash. It stays confidential."""
    demand_here(by, may_run(by, project) if by else "", "compute_result", where(project))
    _tallied(project)
    for key in ("count", "total"):
        if project.steps.filter(key=key, closed_on__isnull=True).exists():
            raise Refused(_("统计、汇总环节经监督员签名结束后才能形成结果。"))
    content = tallied(project)
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True)
    sm3 = hashlib.new("sm3", plain.encode()).hexdigest()
    made = Result.objects.create(project=project, content=content, sm3=sm3, computed_on=today(), computed_by=by)
    Score.objects.bulk_create(_scores(project, made, content["units"]))
    new = {"sm3": sm3, "answers": content["answers"]}
    record(by=by, room=ROOM, verb="compute_result", subject=_key(made), powers=powers_of(by), new=new)
    return made


def tallied(project: Project) -> dict[str, Any]:
    """Everything a result holds."""
    found = counted(project)
    weights = weights_of(project, found.ballots)
    lines = unit_lines(project, found, weights)
    for one in lines:
        one.pop("mean"), one.pop("error"), one.pop("shrunk_mean", None)
    by_stratum: dict[str, int] = {}
    for cell, number in found.ballots.items():
        by_stratum[str(cell[0])] = by_stratum.get(str(cell[0]), 0) + number
    return {
        "answers": found.answers,
        "units": lines,
        "strata": by_stratum,
        "weights": {
            "/".join(str(part) for part in cell): str(Decimal(str(float(weight)))) for cell, weight in weights.items()
        },
        "options": options_of(project),
        "basis": project.basis,
        "doubts": {key: _counts(project, key) for key in DOUBTS},
        **channel_gaps(project, found.channels),
    }


def _counts(project: Project, doubt: str) -> list[int]:
    held = Answer.objects.filter(project=project, flags__contains=[doubt])
    return [held.count(), held.filter(excluded=True).count()]


def index_of(project: Project, line: Mapping[str, Any]) -> Decimal | None:
    """What of a unit's line enters its score, rounded once by the project's rule; missing is never zero."""
    if not line["shown"] or not line["complete"] or line[project.basis] is None:
        return None
    return cut(Fraction(line[project.basis]), project.places)


def _scores(project: Project, result: Result, lines: Sequence[Mapping[str, Any]]) -> list[Score]:
    made = []
    for line in lines:
        index = index_of(project, line)
        low = index is not None and index < project.low_score
        made.append(
            Score(
                result=result,
                subject_id=line["subject"],
                index=index,
                number=line["number"],
                complete=line["complete"],
                low=low,
                consequence=project.low_consequence if low else "",
            )
        )
    return made


def _key(result: Result) -> str:
    return f"{ROOM}.result:{result.pk}"


def _next(result: Result, verb: str) -> str:
    state = after(RESULT, result.state, verb)
    if state is None:
        raise Refused(_("结果现在是“%(state)s”，不能这样办。") % {"state": _(RESULT_NAMES[result.state])})
    return state


@action
def approve_result(
    *, by: Account | None, result: Result, body: str, document: str, on: dt.date | None = None
) -> Assent:
    """A body named heard the result and agreed, in its turn (YL-29)."""
    demand_here(by, may_assent(by) if by else "", "approve_result", _key(result))
    _next(result, "approve_result")
    project = result.project
    place = result.assents.count()
    wanted = project.approvers[place]
    if body != wanted:
        raise Refused(_("须按顺序审批，现在应由%(body)s审批。") % {"body": wanted}, "body")
    if by is not None and result.computed_by_id == by.pk:
        raise Refused(_("汇总人不能登记对自己汇总结果的审批。请另一位同事办理。"))
    if not document.strip():
        raise Refused(_("请写明会议名称或文号。"), "document")
    made = Assent.objects.create(result=result, place=place + 1, body=body, on=on or today(), document=document, by=by)
    result.state = "approved" if place + 1 == len(project.approvers) else "approving"
    result.save(update_fields=["state"])
    new = {"body": body, "document": document, "state": result.state}
    record(by=by, room=ROOM, verb="approve_result", subject=_key(result), powers=powers_of(by), new=new)
    return made


@action
def release_result(*, by: Account | None, result: Result) -> Result:
    """From now on units see their own, and the score may use it."""
    demand_here(by, may_arrange(by) if by else "", "release_result", _key(result))
    if result.state != "approved":
        missing = result.project.approvers[result.assents.count() :]
        raise Refused(_("还须经%(bodies)s同意，才能发布和计入得分。") % {"bodies": _("、").join(missing)})
    result.state, result.released_on = _next(result, "release_result"), today()
    result.save(update_fields=["state", "released_on"])
    record(by=by, room=ROOM, verb="release_result", subject=_key(result), powers=powers_of(by), new={"sm3": result.sm3})
    return result


@action
def void_result(*, by: Account | None, result: Result, reason: str) -> Result:
    """A result that is not released is set aside, to be computed anew; it stays on record."""
    demand_here(by, may_arrange(by) if by else "", "void_result", _key(result))
    if not reason.strip():
        raise Refused(_("请写明理由。"), "reason")
    result.state, result.reason = _next(result, "void_result"), reason
    result.save(update_fields=["state", "reason"])
    record(by=by, room=ROOM, verb="void_result", subject=_key(result), powers=powers_of(by), reason=reason)
    return result


@action
def handle_low(*, by: Account | None, score: Score, words: str) -> Score:
    """What became of a low satisfaction: the talk was held, the matter put right."""
    project, code = score.result.project, score.subject.unit.code
    demand_here(by, may_arrange(by) if by else "", "handle_low", where(project), code)
    if not score.low or score.result.state != "released":
        raise Refused(_("结果发布后，低满意度的单位才办理。"))
    if not words.strip():
        raise Refused(_("请写明落实情况。"), "words")
    score.handled, score.handled_on = words, today()
    score.save(update_fields=["handled", "handled_on"])
    new = {"consequence": score.consequence, "words": words}
    record(by=by, room=ROOM, verb="handle_low", subject=where(project), unit=code, powers=powers_of(by), new=new)
    return score
