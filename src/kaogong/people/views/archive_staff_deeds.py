"""What is done in duties, schemes, quarters and annual forms, each on a page of its own."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.org.forms.acts import text, words
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.fields import DayField, PersonField
from kaogong.org.models import Account, Post
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, today, unit_names
from kaogong.org.views.deeds import Deed, to, whoever
from kaogong.people.actions.archive_annual import confirm_annual, grade_annual, open_annual, write_annual
from kaogong.people.actions.archive_duties import set_post_target, withdraw_post_target, write_duty
from kaogong.people.actions.archive_lists import (
    announce_excellent,
    answer_staff,
    approve_list,
    close_staff_publicity,
    object_staff,
    record_staff_payment,
)
from kaogong.people.actions.archive_schemes import adopt_scheme, draft_scheme, end_scheme
from kaogong.people.actions.archive_staff import (
    EARLY,
    cast_staff_ballot,
    comment_line,
    enter_check,
    go_on,
    open_round,
    send_back,
    write_self,
)
from kaogong.people.forms import archive as forms
from kaogong.people.guards import archive_staff as may
from kaogong.people.models import AnnualForm, PostTarget, StaffLine, StaffObjection, StaffRound, StaffScheme
from kaogong.people.queries.archive import EXCELLENT
from kaogong.people.queries.archive_sight import keeps
from kaogong.people.states.archive_staff import ANNUAL, NEXT, SCHEME
from kaogong.plan.forms.deeds import number

REASON = text(_("理由"))
_deed = partial(Deed, room="people")


def may_draft_somewhere(account: Account) -> str:
    """Somebody of a unit may draft for it."""
    found = reach(account)
    there = found.units(Power.HEAD, Power.LIAISON)
    return "" if there is None or there else str(_("考评方案由本单位联络员或负责人拟。"))


def may_open_some_annual(account: Account) -> str:
    """Somebody of a unit, or whoever keeps archives."""
    return "" if keeps(account) else may_draft_somewhere(account)


def _post(**given: Any) -> Deed:
    more: dict[str, Any] = {
        "of": Post,
        "called": "post",
        "may": may.may_write_duty,
        "back": to("people:duty", "pk"),
        "key": "org.post:{.pk}",
    }
    return _deed(**more | given)


def _round(**given: Any) -> Deed:
    more: dict[str, Any] = {"of": StaffRound, "called": "held", "back": to("people:staff_round", "pk")}
    return _deed(**more | {"key": "people.staffround:{.pk}"} | given)


def _line(**given: Any) -> Deed:
    more: dict[str, Any] = {"of": StaffLine, "called": "line", "back": to("people:staff_line", "pk")}
    return _deed(**more | given)


def _annual(**given: Any) -> Deed:
    more: dict[str, Any] = {"of": AnnualForm, "called": "form", "back": to("people:annual_form", "pk")}
    return _deed(**more | {"key": "people.annualform:{.pk}"} | given)


def _said(post: Post) -> dict[str, Any]:
    return {"duty": post.duty, "accountability": post.accountability, "integrity": post.integrity}


def _refresh(*, by: Account, form: AnnualForm) -> AnnualForm:
    return open_annual(by=by, person=form.person, year=form.year)


def _open(*, by: Account, scheme: StaffScheme, quarter: str) -> StaffRound:
    return open_round(by=by, unit=scheme.unit, quarter=quarter)


def _listed(held: StaffRound) -> str:
    """Whose list it is, and who is on it."""
    names = list(held.lines.filter(grade=EXCELLENT).order_by("person__sort_key").values_list("person__name", flat=True))
    told = {
        "unit": unit_names([held.unit_id]).get(held.unit_id, ""),
        "quarter": held.quarter,
        "all": held.lines.count(),
        "n": len(names),
    }
    words = gettext("%(unit)s %(quarter)s，参加考评 %(all)s 人，拟评优秀 %(n)s 人：%(who)s。")
    return words % (told | {"who": gettext("、").join(names) or gettext("没有")})


STEP_WORDS = {
    "begin_selfs": (_("开始每月自评"), _("已进入每月个人自评。")),
    "begin_peers": (_("开始群众互评"), _("已进入群众互评，同事的工作台会出现待办。")),
    "begin_comments": (_("开始领导点评"), _("已进入领导点评。")),
    "hand_in": (_("报送审核"), _("已算出得分并报局效能办审核。")),
    "put_up": (_("提请审定"), _("已提请领导小组审定。")),
}
STEPS = tuple(
    _round(
        verb=go_on,
        name=verb,
        at=f"staff-rounds/<int:number>/{verb.replace('_', '-')}/",
        may=may.may_go_on,
        when=lambda one, state=state: one.state == state,
        button=STEP_WORDS[verb][0],
        told=STEP_WORDS[verb][1],
    )
    for state, verb in NEXT.items()
)
DUTY_DEEDS = (
    _post(
        verb=write_duty,
        at="duties/<int:number>/write/",
        form=forms.DutyForm,
        begin=_said,
        button=_("写职责"),
        told=_("职责已写入，上一版照旧可查。"),
    ),
    _post(
        verb=set_post_target,
        at="duties/<int:number>/target/",
        form=forms.PostTargetForm,
        begin=lambda _post: {"year": today().year},
        button=_("定岗位目标"),
        told=_("岗位目标已定。"),
    ),
    _deed(
        verb=withdraw_post_target,
        of=PostTarget,
        called="target",
        at="duties/targets/<int:number>/withdraw/",
        may=lambda account, one: may.may_write_duty(account, one.post),
        form=ask(reason=REASON),
        when=lambda one: one.state == "set",
        button=_("撤销目标"),
        told=_("目标已撤销。"),
        back=to("people:duty", "post_id"),
    ),
)
SCHEME_DEEDS = (
    _deed(
        verb=draft_scheme,
        at="schemes/draft/",
        lead=_("拟好以后由单位负责人审签，才能启动季度考评。"),
        may=whoever(may_draft_somewhere),
        form=forms.SchemeForm,
        begin=lambda _thing: {"since": today()},
        button=_("拟考评方案"),
        told=_("方案已拟，请负责人审签。"),
        back=to("people:schemes"),
    ),
    _deed(
        verb=adopt_scheme,
        of=StaffScheme,
        called="scheme",
        at="schemes/<int:number>/adopt/",
        may=may.may_adopt_scheme,
        when=lambda one: (one.state, "adopt_scheme") in SCHEME,
        button=_("审签方案"),
        told=_("方案已施行。"),
        warning=_("审签后原方案停用。每个岗位须有书面职责。"),
        back=to("people:scheme", "pk"),
    ),
    _deed(
        verb=end_scheme,
        of=StaffScheme,
        called="scheme",
        at="schemes/<int:number>/end/",
        may=may.may_end_scheme,
        form=ask(reason=REASON),
        when=lambda one: (one.state, "end_scheme") in SCHEME,
        button=_("停用方案"),
        told=_("方案已停用。"),
        back=to("people:scheme", "pk"),
    ),
    _deed(
        verb=open_round,
        do=_open,
        of=StaffScheme,
        called="scheme",
        at="schemes/<int:number>/open-round/",
        may=lambda account, one: may.may_open_round(account, one.unit),
        form=ask(quarter=words(_("季度"), 10, help_text=_("写成 2026-Q3。"))),
        when=lambda one: one.state == "active",
        button=_("启动季度考评"),
        told=_("季度考评已启动，从平时效能检查开始。"),
        back=to("people:staff_rounds"),
    ),
)
LINE_DEEDS = (
    _line(
        verb=enter_check,
        at="staff-rounds/lines/<int:number>/check/",
        may=may.may_check,
        form=ask(day=DayField(label=_("日期")), words=words(_("情况"), 300), points=number(_("扣分"))),
        begin=lambda _thing: {"day": today(), "points": "0"},
        when=lambda one: one.round.state in EARLY,
        button=_("登记平时检查"),
        told=_("检查已登记。"),
    ),
    _line(
        verb=write_self,
        at="staff-rounds/lines/<int:number>/self/",
        may=may.may_write_self,
        form=forms.SelfForm,
        when=lambda one: one.round.state in EARLY,
        button=_("填每月自评"),
        told=_("自评已填，互评开始前可以改。"),
    ),
    _line(
        verb=comment_line,
        at="staff-rounds/lines/<int:number>/comment/",
        may=may.may_comment,
        form=forms.CommentForm,
        when=lambda one: one.round.state == "comments",
        button=_("点评"),
        told=_("点评已记。"),
        back=to("people:staff_round", "round_id"),
    ),
    _line(
        verb=object_staff,
        at="staff-rounds/lines/<int:number>/object/",
        may=lambda account, one: may.may_object_staff(account, one.round),
        form=ask(words=text(_("异议和依据"))),
        when=lambda one: one.round.state == "publicity" and one.grade == EXCELLENT,
        button=_("提出异议"),
        told=_("异议已收到，公示结束前答复。"),
        back=to("people:staff_round", "round_id"),
    ),
    _deed(
        verb=answer_staff,
        of=StaffObjection,
        called="objection",
        at="staff-rounds/objections/<int:number>/answer/",
        may=may.may_answer_staff,
        form=forms.AnswerForm,
        when=lambda one: one.state == "open",
        button=_("答复异议"),
        told=_("异议已答复。"),
        back=to("people:staff_round", "round_id"),
    ),
)
ROUND_DEEDS = (
    *STEPS,
    _round(
        verb=cast_staff_ballot,
        at="staff-rounds/<int:number>/ballot/",
        may=may.may_vote,
        form=forms.BallotForm,
        when=lambda one: one.state == "peers",
        button=_("投互评票"),
        told=_("已投票。票只计数，不记是谁打的分。"),
        lead=_("每人一票，不评自己。评分只汇总，谁也看不到您给谁打了几分。"),
    ),
    _round(
        verb=approve_list,
        at="staff-rounds/<int:number>/approve/",
        may=may.may_approve_still,
        form=ask(reason=words(_("审定意见"), 300, required=False, help_text=_("名单有提示时须写。"))),
        when=lambda one: one.state == "approval",
        button=_("审定名单"),
        told=_("您的审定已记，须两人以上审定才能公示。"),
        warning=_listed,
    ),
    _round(
        verb=send_back,
        at="staff-rounds/<int:number>/send-back/",
        may=may.may_send_back,
        form=ask(reason=REASON),
        when=lambda one: one.state in ("review", "approval"),
        button=_("退回"),
        told=_("已退回，已有的审定作废。"),
    ),
    _round(
        verb=announce_excellent,
        at="staff-rounds/<int:number>/announce/",
        may=whoever(may.may_publish_list),
        when=lambda one: one.state == "approval",
        button=_("公示优秀人员"),
        told=_("已公示。"),
        warning=lambda one: f"{_listed(one)}{gettext('公示期内收到的异议须逐件答复。')}",
    ),
    _round(
        verb=close_staff_publicity,
        at="staff-rounds/<int:number>/close-publicity/",
        may=whoever(may.may_publish_list),
        when=lambda one: one.state == "publicity",
        button=_("结束公示"),
        told=_("公示已结束，结果已归集，可以发放奖励金。"),
        warning=_("结束后每人的月度、季度结果归入个人档案，不能再改。"),
    ),
    _round(
        verb=record_staff_payment,
        at="staff-rounds/<int:number>/payment/",
        may=whoever(may.may_publish_list),
        form=ask(reference=words(_("发放单号"), 80)),
        when=lambda one: one.state == "payable",
        button=_("登记奖励金发放"),
        told=_("发放已登记。"),
    ),
)
ANNUAL_DEEDS = (
    _deed(
        verb=open_annual,
        at="annual/open/",
        lead=_("十二个月和四个季度的结果自动带入，再由本人写总结。"),
        may=whoever(may_open_some_annual),
        form=ask(person=PersonField(label=forms.PERSON), year=forms.year_field()),
        begin=lambda _thing: {"year": today().year},
        button=_("建立年度考核表"),
        told=_("考核表已建立，月度、季度结果已带入并锁定。"),
        back=to("people:annual_forms"),
    ),
    _annual(
        verb=open_annual,
        do=_refresh,
        name="refresh_annual",
        at="annual/<int:number>/refresh/",
        may=lambda account, one: may.may_open_annual(account, one.unit_id),
        when=lambda one: one.state != "filed",
        button=_("带入新结果"),
        told=_("新结果已带入。"),
    ),
    _annual(
        verb=write_annual,
        at="annual/<int:number>/write/",
        may=may.may_write_annual,
        form=ask(summary=text(_("个人总结"))),
        begin=lambda one: {"summary": one.summary},
        when=lambda one: (one.state, "write_annual") in ANNUAL,
        button=_("写个人总结"),
        told=_("个人总结已写。"),
    ),
    _annual(
        verb=grade_annual,
        at="annual/<int:number>/grade/",
        may=may.may_grade_annual,
        form=ask(grade=forms.CommentForm.base_fields["grade"], words=text(_("领导评鉴"))),
        begin=lambda one: {"grade": one.grade, "words": one.words},
        when=lambda one: (one.state, "grade_annual") in ANNUAL,
        button=_("评鉴定等"),
        told=_("评鉴已记，请人事部门审定。"),
    ),
    _annual(
        verb=confirm_annual,
        at="annual/<int:number>/confirm/",
        may=may.may_confirm_annual,
        when=lambda one: (one.state, "confirm_annual") in ANNUAL,
        button=_("审定归档"),
        told=_("年度结果已审定，考核表已归档两份。"),
        warning=_("归档后不能再改。"),
    ),
)
DEEDS = (*DUTY_DEEDS, *SCHEME_DEEDS, *LINE_DEEDS, *ROUND_DEEDS, *ANNUAL_DEEDS)
