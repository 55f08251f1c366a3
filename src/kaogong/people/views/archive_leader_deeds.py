"""What is done in leaders' appraisals and life meetings, each on a page of its own."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from kaogong.org.forms.acts import words
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.fields import DayField, PersonField, UnitField
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, today
from kaogong.org.views.deeds import Deed, to, whoever
from kaogong.people.actions.archive_leaders import (
    add_leader_target,
    evaluate_leader,
    finalise_leader,
    note_interview,
    open_leader,
    tell_leader_result,
)
from kaogong.people.actions.archive_meetings import (
    circulate_life_meeting,
    do_life_step,
    open_life_meeting,
    prepare_life_meeting,
    report_back,
    tell_problem,
)
from kaogong.people.forms import archive as forms
from kaogong.people.guards import archive_leaders as may
from kaogong.people.models import LeaderAppraisal, LeaderTarget, LifeMeeting, LifeProblem
from kaogong.people.queries.archive_leaders import missing_steps
from kaogong.people.queries.archive_sight import keeps
from kaogong.people.views.archive_staff_deeds import may_draft_somewhere

_deed = partial(Deed, room="people")


def may_run_some(account: Account) -> str:
    """Whoever keeps archives, or the office."""
    if keeps(account) or reach(account).has(Power.OFFICE, room="people"):
        return ""
    return str(_("领导干部考评由人事部门或绩效办办理。"))


def _runs(account: Account, held: LeaderAppraisal) -> str:
    return may.may_run_leader(account, held.person)


def _keeps(account: Account, meeting: LifeMeeting) -> str:
    return may.may_keep_meetings(account, meeting.unit)


def _leader(**given: Any) -> Deed:
    more: dict[str, Any] = {"of": LeaderAppraisal, "called": "held", "back": to("people:leader", "pk"), "may": _runs}
    more |= {"key": "people.leaderappraisal:{.pk}", "when": lambda one: one.state == "open"}
    return _deed(**more | given)


def _meeting(**given: Any) -> Deed:
    more: dict[str, Any] = {"of": LifeMeeting, "called": "meeting", "back": to("people:life_meeting", "pk")}
    return _deed(**more | {"may": _keeps, "key": "people.lifemeeting:{.pk}"} | given)


def _evaluated(held: LeaderAppraisal) -> dict[str, Any]:
    given = {"standard": held.standard, "evaluation": held.evaluation, "grade": held.grade}
    return given | {"score": held.score, "team_score": held.team_score}


LEADER_DEEDS = (
    _deed(
        verb=open_leader,
        at="leaders/open/",
        may=whoever(may_run_some),
        form=ask(person=PersonField(label=forms.PERSON), year=forms.year_field()),
        begin=lambda _thing: {"year": today().year},
        button=_("启动个人考评"),
        told=_("个人考评已启动，本人负责的目标已带入。"),
        back=to("people:leaders"),
    ),
    _leader(
        verb=add_leader_target,
        at="leaders/<int:number>/target/",
        form=forms.LeaderTargetForm,
        button=_("加个人目标"),
        told=_("个人目标已加。"),
    ),
    _leader(
        verb=note_interview,
        at="leaders/<int:number>/note/",
        form=forms.NoteForm,
        begin=lambda _thing: {"day": today()},
        button=_("记访谈"),
        told=_("访谈已记，内容加密保存，不向本人公开。"),
    ),
    _leader(
        verb=evaluate_leader,
        at="leaders/<int:number>/evaluate/",
        form=forms.EvaluateForm,
        begin=_evaluated,
        button=_("综合考评"),
        told=_("综合考评已记。"),
    ),
    _leader(
        verb=finalise_leader,
        at="leaders/<int:number>/finalise/",
        may=may.may_finalise_leader,
        button=_("定稿归档"),
        told=_("考评已定稿，结果和考评表已归档。"),
        warning=_("定稿后不能再改。个人目标、个人标准、访谈记录和综合考评须齐全。"),
    ),
    _deed(
        verb=tell_leader_result,
        of=LeaderTarget,
        called="target",
        at="leaders/targets/<int:number>/result/",
        may=lambda account, one: may.may_run_leader(account, one.appraisal.person),
        form=forms.LeaderResultForm,
        begin=lambda one: {"done": one.done, "result": one.result, "source": one.source},
        when=lambda one: one.appraisal.state == "open",
        button=_("登记完成情况"),
        told=_("完成情况已登记。"),
        back=to("people:leader", "appraisal_id"),
    ),
)
MEETING_DEEDS = (
    _deed(
        verb=prepare_life_meeting,
        at="life-meetings/prepare/",
        may=whoever(may_draft_somewhere),
        form=ask(
            unit=UnitField(label=_("单位"), help_text=forms.BY_CODE),
            title=words(_("主题"), 160),
            planned_on=DayField(label=_("拟开日期")),
        ),
        button=_("筹备生活会"),
        told=_("已开始筹备，会前五项办齐才能召开。"),
        back=to("people:life_meetings"),
    ),
    _meeting(
        verb=do_life_step,
        at="life-meetings/<int:number>/step/",
        form=forms.LifeStepForm,
        begin=lambda _thing: {"on": today()},
        when=lambda one: one.state == "prepared" and bool(missing_steps(one)),
        button=_("登记会前事项"),
        told=_("会前事项已登记。"),
    ),
    _meeting(
        verb=open_life_meeting,
        at="life-meetings/<int:number>/hold/",
        form=forms.LifeMeetingForm,
        begin=lambda _thing: {"held_on": today()},
        when=lambda one: one.state == "prepared",
        button=_("登记会议"),
        told=_("会议已登记，每个问题各立一项整改。"),
        warning=_("会前五项办齐、上次会议的整改都说明情况后才能登记。"),
    ),
    _meeting(
        verb=circulate_life_meeting,
        at="life-meetings/<int:number>/circulate/",
        form=ask(scope=words(_("通报范围"), 160)),
        when=lambda one: one.state == "held",
        button=_("登记通报"),
        told=_("通报已登记。"),
    ),
    _meeting(
        verb=report_back,
        at="life-meetings/<int:number>/report-back/",
        when=lambda one: one.state == "circulated",
        button=_("登记反馈"),
        told=_("已登记：整改情况已在下次会议上反馈。"),
    ),
    _deed(
        verb=tell_problem,
        of=LifeProblem,
        called="problem",
        at="life-meetings/problems/<int:number>/tell/",
        may=lambda account, one: may.may_keep_meetings(account, one.meeting.unit),
        form=forms.ProblemForm,
        begin=lambda one: {"status": one.status, "told": one.told},
        button=_("说明整改"),
        told=_("整改情况已说明。"),
        back=to("people:life_meeting", "meeting_id"),
    ),
)
DEEDS = (*LEADER_DEEDS, *MEETING_DEEDS)
