"""Acts of ratings that need no page of their own: pairs, meetings, declarations, duty reports, hearings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.assess import actions
from kaogong.assess.forms.ratings import HearingForm, KinForm, MeetingForm, PostingForm
from kaogong.assess.guards.ratings import (
    may_declare,
    may_declare_own,
    may_hear,
    may_run_meeting,
    may_write_duty,
)
from kaogong.assess.guards.rounds import may_keep_rounds
from kaogong.assess.models import DutyReport, Entrant, Hearing, Kin, Meeting, Pass, Posting, Round
from kaogong.assess.queries.rounds import unpaired
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.fields import DayField
from kaogong.org.models import Account, Finding
from kaogong.org.queries import today
from kaogong.org.views.deeds import Deed, to, whoever


def _words(label: Any, rows: int = 4) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}))


def _desk_rated(one: Round) -> bool:
    return one.state == "draft" and one.sources.filter(kind="rate").exclude(who="codes").exists()


def _own(account: Account, thing: Any) -> str:
    del thing
    return may_declare_own(account) and may_declare(account)


def _begun(entrant: Entrant) -> dict[str, Any]:
    report = DutyReport.objects.filter(entrant=entrant).first()
    return {"words": report.words if report else ""}


def _duty_open(entrant: Entrant) -> bool:
    report = DutyReport.objects.filter(entrant=entrant).first()
    return (
        entrant.round.state == "open" and entrant.person_id is not None and (report is None or report.state == "draft")
    )


def _closing(meeting: Meeting) -> str:
    cast = Pass.objects.filter(bench__meeting=meeting, state="spent").count()
    came = meeting.came or 0
    told = {"came": came, "cast": cast, "left": came - cast}
    words = gettext("%(came)s 人到会，已收 %(cast)s 份，还有 %(left)s 份没有交。结束后不再收票；没有用的测评码作废。")
    return words % told


DEEDS = (
    Deed(
        room="assess",
        verb=actions.pair_raters,
        at="rounds/<int:pk>/raters/pair/",
        of=Round,
        called="one",
        may=whoever(may_keep_rounds),
        when=_desk_rated,
        button=_("生成评议关系"),
        told=_("评议关系已生成。"),
        back=to("assess:raters", "pk"),
        key="assess.round:{.pk}",
        warning=_("按今天的任职和分管生成；本人、申报过的亲属和须回避的人不列入。原有的评议关系会被替换。"),
    ),
    Deed(
        room="assess",
        verb=actions.plan_meeting,
        at="rounds/<int:pk>/meetings/plan/",
        of=Round,
        called="one",
        may=whoever(may_keep_rounds),
        form=MeetingForm,
        when=lambda one: one.state != "closed" and one.sources.filter(kind="rate", who="codes", benches=None).exists(),
        button=_("安排测评会"),
        told=_("测评会已安排。"),
        back=to("assess:round", "pk"),
        key="assess.round:{.pk}",
    ),
    Deed(
        room="assess",
        verb=actions.close_meeting,
        at="meetings/<int:pk>/close/",
        of=Meeting,
        called="meeting",
        may=may_run_meeting,
        when=lambda one: one.state == "open",
        button=_("结束测评"),
        told=_("测评已结束，结果可以查看。"),
        back=to("assess:meeting", "pk"),
        key="assess.meeting:{.pk}",
        warning=_closing,
    ),
    Deed(
        room="assess",
        verb=actions.declare_kin,
        at="declarations/kin/",
        lead=_("申报以后，双方不再互相评分。"),
        send=_("申报"),
        may=_own,
        form=KinForm,
        button=_("申报亲属"),
        told=_("已申报，双方不再互评。"),
        back=to("assess:declarations"),
    ),
    Deed(
        room="assess",
        verb=actions.end_kin,
        at="declarations/kin/<int:pk>/end/",
        of=Kin,
        called="kin",
        may=whoever(may_declare),
        form=ask(reason=_words(_("原因"), 2)),
        when=lambda one: one.until is None,
        button=_("解除申报"),
        told=_("已解除。"),
        back=to("assess:declarations"),
        key="assess.kin:{.pk}",
    ),
    Deed(
        room="assess",
        verb=actions.post_person,
        at="declarations/postings/",
        may=whoever(may_declare),
        form=PostingForm,
        begin=lambda thing: {"since": today()},
        button=_("登记在岗情况"),
        told=_("已登记，以后建立的轮次按此列人。"),
        back=to("assess:declarations"),
    ),
    Deed(
        room="assess",
        verb=actions.end_posting,
        at="declarations/postings/<int:pk>/end/",
        of=Posting,
        called="posting",
        may=whoever(may_declare),
        form=ask(until=DayField(label=_("回岗日期"))),
        begin=lambda thing: {"until": today()},
        when=lambda one: one.until is None or one.until > today(),
        button=_("登记回岗"),
        told=_("已登记。"),
        back=to("assess:declarations"),
        key="assess.posting:{.pk}",
    ),
)
"""On rounds, meetings and declarations."""


def beside(one: Round) -> tuple[Deed, ...]:
    """What is offered beside a round: as long as nobody has said who rates whom, that is the first button of the page."""
    return tuple(deed for deed in DEEDS if deed.known != "pair_raters" or not unpaired(one))


DUTIES = (
    Deed(
        room="assess",
        verb=actions.write_duty,
        at="duties/<int:pk>/write/",
        of=Entrant,
        called="entrant",
        may=may_write_duty,
        form=ask(words=_words(_("述职内容"), 14)),
        begin=_begun,
        when=_duty_open,
        button=_("写述职报告"),
        told=_("已存草稿，还没有提交。"),
        back=to("assess:duty", "pk"),
        key="assess.entrant:{.pk}",
    ),
    Deed(
        room="assess",
        verb=actions.hand_in_duty,
        at="duties/reports/<int:pk>/hand-in/",
        of=DutyReport,
        called="report",
        may=lambda account, one: may_write_duty(account, one.entrant),
        when=lambda one: one.state == "draft" and bool(one.words) and one.entrant.round.state == "open",
        button=_("提交述职报告"),
        told=_("已提交，核实的结果随报告封存。"),
        back=to("assess:duty", "entrant_id"),
        key="assess.dutyreport:{.pk}",
        warning=_("提交后不能再改；本年核实的结果按今天的情况附上。"),
    ),
    Deed(
        room="assess",
        verb=actions.ask_hearing,
        at="hearings/<int:pk>/ask/",
        of=Finding,
        called="finding",
        may=whoever(may_hear),
        form=HearingForm,
        when=lambda one: bool(one.offence),
        button=_("通知听取意见"),
        told=_("已通知。"),
        back=to("assess:hearings"),
        key="org.finding:{.pk}",
    ),
    Deed(
        room="assess",
        verb=actions.hear,
        at="hearings/<int:pk>/hear/",
        of=Hearing,
        called="hearing",
        may=may_hear,
        form=ask(words=_words(_("本人陈述"), 6)),
        when=lambda one: one.state == "asked",
        button=_("记录陈述"),
        told=_("已记录。"),
        back=to("assess:hearings"),
        key="assess.hearing:{.pk}",
    ),
    Deed(
        room="assess",
        verb=actions.waive_hearing,
        at="hearings/<int:pk>/waive/",
        of=Hearing,
        called="hearing",
        may=may_hear,
        form=ask(words=_words(_("怎样放弃"), 2)),
        when=lambda one: one.state == "asked",
        button=_("登记放弃"),
        told=_("已登记。"),
        back=to("assess:hearings"),
        key="assess.hearing:{.pk}",
    ),
)
"""On duty reports and hearings."""
