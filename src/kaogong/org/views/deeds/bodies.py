"""What is done to bodies, their seats and duties, and in their meetings; to the programme of a year."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kaogong.org import actions, states
from kaogong.org.forms.acts import text, words
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.deeds.bodies import AddSeatForm, FormBodyForm, HoldMeetingForm, NameDutyForm, PlanMeetingsForm
from kaogong.org.forms.deeds.programmes import AllotForm, AskPostsForm, CoverForm, PartnerForm, ProgrammeForm
from kaogong.org.forms.fields import DayField, PersonField, UnitField
from kaogong.org.guards import may_finish_task, may_keep_register
from kaogong.org.models import Body, Duty, Meeting, Programme, Task, Unit
from kaogong.org.queries import today
from kaogong.org.views.deeds import Deed, to, whoever

BY_CODE = _("编码或全称")


keeps = whoever(may_keep_register)
"""The register is kept by the performance office."""


def this_day(_thing: Any) -> dict[str, Any]:
    """The form begins with today."""
    return dict.fromkeys(("day", "since", "on", "founded", "decided", "given_on"), today())


def _stands(body: Body) -> bool:
    return body.dissolved is None


def _own(**given: Any) -> Deed:
    """An act of the keepers of the register on a body."""
    more: dict[str, Any] = {
        "of": Body,
        "called": "body",
        "when": _stands,
        "back": to("org:body", "pk"),
        "key": "org.body:{.name}",
    }
    return Deed(**{"may": keeps, "begin": this_day} | more | given)


DEEDS = (
    Deed(
        verb=actions.form_body,
        at="bodies/form/",
        may=keeps,
        form=FormBodyForm,
        begin=this_day,
        button=_("成立机构"),
        told=_("机构已成立，席位待定人选。"),
        back=to("org:bodies"),
    ),
    _own(
        verb=actions.add_seat,
        at="body/<int:number>/seats/add/",
        form=AddSeatForm,
        button=_("增设席位"),
        told=_("席位已增设。"),
    ),
    _own(
        verb=actions.name_duty,
        at="body/<int:number>/duties/add/",
        form=NameDutyForm,
        button=_("列出职责"),
        told=_("职责已列出。"),
    ),
    _own(
        verb=actions.issue_duties,
        at="body/<int:number>/duties/issue/",
        form=ask(day=DayField(label=_("印发日期"))),
        button=_("印发职责分工"),
        told=_("职责分工已印发。"),
        warning=_("印发后，各项职责按列出的牵头单位办理。"),
    ),
    _own(
        verb=actions.plan_meetings,
        at="body/<int:number>/meetings/plan/",
        form=PlanMeetingsForm,
        begin=lambda thing: {"year": today().year},
        button=_("安排例会、通报"),
        told=_("全年的例会、通报已排定。"),
        lead=_("几个月一次，按“设定”里的规定。"),
    ),
    _own(
        verb=actions.entrust_unit,
        at="body/<int:number>/entrust/",
        form=ask(unit=UnitField(label=_("单位"), help_text=BY_CODE), since=DayField(label=_("自"))),
        button=_("交由联系监督"),
        told=_("单位已交由这个机构联系监督。"),
    ),
    _own(
        verb=actions.dissolve_body,
        at="body/<int:number>/dissolve/",
        form=ask(day=DayField(label=_("撤销日期")), reason=words(_("依据"), 200)),
        button=_("撤销机构"),
        told=_("机构已撤销。"),
        warning=_("撤销后不再审定新的事项；已经审定的照旧有效。"),
    ),
    Deed(
        verb=actions.set_duty_lead,
        at="duty/<int:number>/lead/",
        of=Duty,
        called="duty",
        may=keeps,
        form=ask(lead=UnitField(label=_("牵头单位"), help_text=BY_CODE)),
        button=_("定牵头"),
        told=_("牵头单位已定。"),
        back=to("org:body", "body_id"),
        key="org.body:{.body.name}",
    ),
    Deed(
        verb=actions.set_duty_owner,
        at="duty/<int:number>/owner/",
        of=Duty,
        called="duty",
        may=keeps,
        form=ask(owner=PersonField(label=_("责任人工号"))),
        button=_("定责任人"),
        told=_("责任人已定。"),
        back=to("org:body", "body_id"),
        key="org.body:{.body.name}",
    ),
    Deed(
        verb=actions.fail_duty,
        at="duty/<int:number>/fail/",
        of=Duty,
        called="duty",
        may=keeps,
        form=ask(day=DayField(label=_("日期")), reason=text(_("怎样没有落实"))),
        begin=this_day,
        button=_("未落实，追究"),
        told=_("已对责任人立卷追究。"),
        back=to("org:body", "body_id"),
        warning=_("对责任人立一份责任追究案卷。"),
    ),
    Deed(
        verb=actions.hold_meeting,
        at="meeting/<int:number>/hold/",
        of=Meeting,
        called="meeting",
        may=keeps,
        form=HoldMeetingForm,
        begin=this_day,
        when=lambda one: one.held_on is None,
        button=_("登记召开"),
        told=_("会议已登记，议定事项已分给承办单位。"),
        back=to("org:meeting", "pk"),
    ),
    Deed(
        verb=actions.finish_task,
        at="task/<int:number>/finish/",
        of=Task,
        called="task",
        may=may_finish_task,
        form=ask(day=DayField(label=_("办结日期"))),
        begin=this_day,
        when=lambda one: one.done_on is None,
        button=_("办结"),
        told=_("议定事项已办结。"),
        back=to("org:meeting", "meeting_id"),
    ),
)
"""On bodies and what they decide."""


def _draft(programme: Programme) -> bool:
    return (programme.state, "change") in states.PROGRAMME


def _year(**given: Any) -> Deed:
    more: dict[str, Any] = {
        "of": Programme,
        "called": "programme",
        "back": to("org:programme", "pk"),
        "key": "org.programme:{.pk}",
    }
    return Deed(**{"may": keeps, "when": _draft} | more | given)


PROGRAMME_DEEDS = (
    Deed(
        verb=actions.draft_programme,
        at="programmes/draft/",
        may=keeps,
        form=ProgrammeForm,
        begin=lambda thing: {"year": today().year},
        button=_("拟订考评方案"),
        told=_("方案已拟订，接着列配合单位和考核对象。"),
        back=to("org:programmes"),
    ),
    _year(
        verb=actions.name_partner,
        at="programme/<int:number>/partner/",
        form=PartnerForm,
        button=_("列入配合单位"),
        told=_("配合单位已列入。"),
    ),
    _year(
        verb=actions.cover_units,
        at="programme/<int:number>/cover/",
        form=CoverForm,
        button=_("列入考核对象"),
        told=_("考核对象已列入。"),
    ),
    _year(
        verb=actions.launch_programme,
        at="programme/<int:number>/launch/",
        button=_("启动方案"),
        told=_("方案已启动。"),
        warning=_("启动后配合单位和考核对象不能再改。"),
    ),
)
"""On the programme of a year."""

STAFFING_DEEDS = (
    Deed(
        verb=actions.ask_posts,
        at="unit/<str:code>/posts/ask/",
        of=Unit,
        called="unit",
        may=keeps,
        form=AskPostsForm,
        begin=lambda thing: this_day(thing) | {"year": today().year},
        when=lambda one: one.closed is None,
        button=_("登记用编申请"),
        told=_("用编申请已登记，按上年等次排队。"),
        back=to("org:staffing"),
    ),
    Deed(
        verb=actions.allot_posts,
        at="staffing/allot/",
        may=keeps,
        form=AllotForm,
        button=_("批准用编"),
        told=_("用编申请已批准。"),
        back=to("org:staffing"),
        warning=_("合计超出核定编制时，一份也不批准。"),
    ),
)
"""On posts asked for."""
