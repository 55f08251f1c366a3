"""Acts on matters and daily supervision that need no page of their own."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import seal
from kaogong.org.forms.acts import text
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.fields import DayField
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.org.views.deeds import to, whoever
from kaogong.supervise.actions.daily import (
    answer_request,
    attend,
    close_request,
    correct_sign,
    escalate_alerts,
    file_refusal,
    hand_over,
    move_alert,
    note_sign,
    prove_alert,
    raise_alert,
    receive_request,
    refuse_request,
    report_problem,
    settle_watched,
    watch,
)
from kaogong.supervise.actions.drives import (
    assign_problem,
    call_by_review,
    call_hearing,
    call_interviews,
    close_hearing,
    hand_in_report,
    hold_interview,
    mark_target,
    open_ledgers,
    raise_problem,
    set_standard,
    start_drive,
    write_line,
)
from kaogong.supervise.actions.matters import (
    archive_matter,
    call_to_account,
    close_matter,
    draft_rule,
    find_breach,
    give_mandate,
    issue_rule,
    open_matter,
    plan_matter,
    reach_point,
    record_matter,
    upgrade_matter,
)
from kaogong.supervise.forms.matters import (
    AlertForm,
    AssignForm,
    AttendForm,
    BreachForm,
    CloseHearingForm,
    DocketForm,
    DriveForm,
    HandoverForm,
    HearingForm,
    LineForm,
    MandateForm,
    MarkForm,
    MatterForm,
    ProblemForm,
    RecordForm,
    ReportForm,
    RequestForm,
    ReviewForm,
    RuleForm,
    SettleForm,
    SignForm,
    TalkForm,
    UnitsForm,
    WatchForm,
    WeakForm,
)
from kaogong.supervise.guards.matters import (
    may_answer_alert,
    may_close_matter,
    may_correct_sign,
    may_own,
    may_receive,
    may_report_hearing,
    may_report_problem,
    may_sign_interview,
    may_watch,
)
from kaogong.supervise.models import (
    Alert,
    Breach,
    Drive,
    DriveItem,
    DriveLedger,
    Hearing,
    HearingProblem,
    Interview,
    Matter,
    MatterPoint,
    MatterRecord,
    Request,
    Sign,
    SupervisionRule,
    Watched,
)
from kaogong.supervise.queries.matters import pool_of
from kaogong.supervise.views.tasks_deeds import deed


def _on(_thing: Any) -> dict[str, Any]:
    return {"on": today(), "happened_on": today(), "since": today()}


def _recorded(*, by: Account, matter: Matter, file: UploadedFile[Any] | None, **given: Any) -> MatterRecord:
    return record_matter(by=by, matter=matter, evidence=seal(by=by, file=file) if file else None, **given)


def _reported(*, by: Account, hearing: Hearing, file: UploadedFile[Any] | None, **given: Any) -> Any:
    return hand_in_report(by=by, hearing=hearing, evidence=seal(by=by, file=file) if file else None, **given)


def _alert(verb: str) -> Any:
    return lambda *, by, alert, measure="": move_alert(by=by, alert=alert, verb=verb, measure=measure)


DATED = ask(on=DayField(label=_("日期")))
MATTER: dict[str, Any] = {"of": Matter, "called": "matter", "back": to("supervise:matter", "pk"),
                          "key": "supervise.matter:{.pk}"}  # fmt: skip
REQUEST: dict[str, Any] = {"of": Request, "called": "request", "back": to("supervise:requests"),
                           "key": "supervise.request:{.pk}",
                           "may": may_own}  # fmt: skip
ALERT: dict[str, Any] = {"of": Alert, "called": "alert", "back": to("supervise:alerts"),
                         "key": "supervise.alert:{.pk}"}  # fmt: skip
WATCH: dict[str, Any] = {"of": Watched, "called": "watched", "back": to("supervise:watched"),
                         "key": "supervise.watched:{.pk}", "may": whoever(may_watch), "begin": _on}  # fmt: skip
DRIVE: dict[str, Any] = {"of": Drive, "called": "drive", "back": to("supervise:drive", "pk"),
                         "key": "supervise.drive:{.pk}"}  # fmt: skip
HEARING: dict[str, Any] = {"of": Hearing, "called": "hearing", "back": to("supervise:hearing", "pk"),
                           "key": "supervise.hearing:{.pk}"}  # fmt: skip

MATTER_DEEDS = (
    deed(verb=plan_matter, at="matters/new/", form=MatterForm, button=_("提出项目"), told=_("项目已列入年度计划。"),
         back=to("supervise:matters")),
    deed(verb=give_mandate, at="matters/mandates/new/", form=MandateForm, begin=_on, button=_("登记监察授权"),
         told=_("监察授权已登记。"), back=to("supervise:matters")),
    deed(verb=draft_rule, at="matters/rules/new/", form=RuleForm, button=_("拟效能监察规定"),
         told=_("规定已拟，情形列够后印发。"), back=to("supervise:supervision_rules")),
    deed(verb=issue_rule, at="matters/rules/<int:pk>/issue/", of=SupervisionRule, called="rule",
         when=lambda one: one.issued_on is None, button=_("印发规定"), told=_("规定已印发，可引用情形。"),
         back=to("supervise:supervision_rules"), key="supervise.supervisionrule:{.pk}"),
    deed(verb=open_matter, at="matters/<int:pk>/open/", when=lambda one: one.state == "draft", button=_("立项"),
         told=_("已立项，开始督查。"), **MATTER),
    deed(verb=record_matter, do=_recorded, at="matters/<int:pk>/record/", form=RecordForm, begin=_on,
         when=lambda one: one.state == "open", button=_("登记督查活动"), told=_("督查活动已登记。"), **MATTER),
    deed(verb=find_breach, at="matters/<int:pk>/breach/", form=BreachForm, begin=_on,
         when=lambda one: one.state == "open", button=_("登记违规"), told=_("违规已登记，须有问责。"), **MATTER),
    deed(verb=upgrade_matter, at="matters/<int:pk>/upgrade/", form=ask(reason=text(_("查实情况"))),
         when=lambda one: one.state == "open" and one.mode == "complaint", button=_("转立案调查"),
         told=_("已转立案调查，编号不变。"), **MATTER),
    deed(verb=close_matter, at="matters/<int:pk>/close/", form=ask(conclusion=text(_("结论"))), may=may_close_matter,
         when=lambda one: one.state == "open", button=_("结项"), told=_("已结项。"), **MATTER),
    deed(verb=archive_matter, at="matters/<int:pk>/archive/", when=lambda one: one.state == "closed", button=_("归档"),
         told=_("已归档。"), **MATTER),
    deed(verb=reach_point, at="matters/points/<int:pk>/reach/", of=MatterPoint, called="point", form=DATED, begin=_on,
         when=lambda one: one.done_on is None, button=_("节点完成"), told=_("节点已完成。"),
         back=to("supervise:matter", "matter_id"), key="supervise.matterpoint:{.pk}"),
    deed(verb=call_to_account, at="matters/breaches/<int:pk>/account/", of=Breach, called="breach", form=DocketForm,
         when=lambda one: one.docket_id is None, button=_("关联问责案卷"), told=_("已关联问责案卷。"),
         back=to("supervise:matter", "matter_id"), key="supervise.breach:{.pk}"),
)  # fmt: skip
WATCH_DEEDS = (
    deed(verb=watch, at="watched/new/", form=WatchForm, begin=_on, may=whoever(may_watch), button=_("登记监督事项"),
         told=_("已登记。"), back=to("supervise:watched")),
    deed(verb=report_problem, at="watched/report/", form=ProblemForm, begin=_on,
         may=lambda account, _one: may_report_problem(pool_of(account)), button=_("反映问题"),
         told=_("已反映，列入社会监督。"), back=to("supervise:report_problem")),
    deed(verb=attend, at="watched/<int:pk>/attend/", form=AttendForm, button=_("记台账"), told=_("已记入监督台账。"), **WATCH),
    deed(verb=settle_watched, at="watched/<int:pk>/settle/", form=SettleForm,
         when=lambda one: one.closed_on is None, button=_("登记结果"), told=_("已登记。"), **WATCH),
)  # fmt: skip
REQUEST_DEEDS = (
    deed(verb=receive_request, at="requests/new/", form=RequestForm,
         may=lambda account, _one: may_receive(account, None), button=_("登记首问"), told=_("已登记，首问人负责到移交或答复。"),
         back=to("supervise:requests")),
    deed(verb=hand_over, at="requests/<int:pk>/hand/", form=HandoverForm, when=lambda one: one.state == "open",
         button=_("移交"), told=_("已移交，接收人从今天起负责。"), **REQUEST),
    deed(verb=answer_request, at="requests/<int:pk>/answer/", form=ask(answer=text(_("答复"))),
         when=lambda one: one.state == "open", button=_("答复"), told=_("已答复。"), **REQUEST),
    deed(verb=refuse_request, at="requests/<int:pk>/refuse/", form=ask(reason=text(_("否定理由"))),
         when=lambda one: one.state == "open", button=_("否定"), told=_("已否定，须报备后才能办结。"), **REQUEST),
    deed(verb=file_refusal, at="requests/<int:pk>/file/",
         when=lambda one: one.state == "refused" and one.filed_on is None, button=_("报备"), told=_("已报备。"), **REQUEST),
    deed(verb=close_request, at="requests/<int:pk>/close/", when=lambda one: one.state in ("answered", "refused"),
         button=_("办结"), told=_("已办结。"), **REQUEST),
)  # fmt: skip
ALERT_DEEDS = (
    deed(verb=raise_alert, at="alerts/new/", form=AlertForm, button=_("发预警"), told=_("预警已发，须按时确认、处置。"),
         back=to("supervise:alerts")),
    deed(verb=escalate_alerts, at="alerts/escalate/", button=_("报上级"), told=_("逾期未确认的预警已报上级。"),
         back=to("supervise:alerts")),
    deed(verb=move_alert, do=_alert("acknowledge_warning"), name="acknowledge_alert", at="alerts/<int:pk>/acknowledge/",
         may=may_answer_alert, when=lambda one: one.state == "raised", button=_("确认"), told=_("已确认。"), **ALERT),
    deed(verb=move_alert, do=_alert("handle_warning"), name="handle_alert", at="alerts/<int:pk>/handle/",
         form=ask(measure=text(_("处置措施"))), may=may_answer_alert, when=lambda one: one.state == "acknowledged",
         button=_("处置"), told=_("处置已登记。"), **ALERT),
    deed(verb=move_alert, do=_alert("close_warning"), name="close_alert", at="alerts/<int:pk>/close/",
         when=lambda one: one.state == "handled", button=_("关闭"), told=_("预警已关闭。"), **ALERT),
    deed(verb=prove_alert, at="alerts/<int:pk>/real/", form=DATED, begin=_on, when=lambda one: one.real_on is None,
         button=_("风险已发生"), told=_("已登记；没有按时确认的列入责任人记录。"), **ALERT),
)  # fmt: skip
SIGN_DEEDS = (
    deed(verb=note_sign, at="signs/new/", form=SignForm, begin=_on, may=whoever(may_watch), button=_("登记苗头"),
         told=_("已提醒单位纠正，不扣分。"), back=to("supervise:signs")),
    deed(verb=correct_sign, at="signs/<int:pk>/correct/", of=Sign, called="sign", form=DATED, begin=_on,
         may=lambda account, one: may_correct_sign(account, one.unit_id), when=lambda one: one.corrected_on is None,
         button=_("已纠正"), told=_("纠正已登记。"), back=to("supervise:signs"), key="supervise.sign:{.pk}"),
)  # fmt: skip
INTERVIEW_DEEDS = (
    deed(verb=call_interviews, at="interviews/new/", form=WeakForm, button=_("按弱项提出约谈"),
         told=_("低于均值或末位的单位已列入约谈。"), back=to("supervise:interviews")),
    deed(verb=call_by_review, at="interviews/review/", form=ReviewForm, button=_("按评议结果提出约谈"),
         told=_("评议结果里的弱项单位已列入约谈。"), back=to("supervise:interviews")),
    deed(verb=hold_interview, at="interviews/<int:pk>/hold/", of=Interview, called="interview", form=TalkForm,
         may=may_sign_interview, when=lambda one: one.state == "open", button=_("签署约谈记录"), told=_("约谈已办结。"),
         back=to("supervise:interviews"), key="supervise.interview:{.pk}"),
)  # fmt: skip
DRIVE_DEEDS = (
    deed(verb=start_drive, at="drives/new/", form=DriveForm, begin=_on, button=_("部署专项督查"),
         told=_("专项督查已部署，请逐一单位建账。"), back=to("supervise:drives")),
    deed(verb=open_ledgers, at="drives/<int:pk>/ledgers/", form=UnitsForm, button=_("建台账"), told=_("台账已建。"), **DRIVE),
    deed(verb=set_standard, at="drives/items/<int:pk>/standard/", of=DriveItem, called="item",
         form=ask(standard=text(_("督查标准"))), begin=lambda one: {"standard": one.standard}, button=_("写标准"),
         told=_("标准已写好。"), back=to("supervise:drive", "drive_id"), key="supervise.driveitem:{.pk}"),
    deed(verb=write_line, at="drives/ledgers/<int:pk>/line/", of=DriveLedger, called="ledger", form=LineForm,
         button=_("记一项"), told=_("已记入台账。"), back=to("supervise:drive", "drive_id"),
         key="supervise.driveledger:{.pk}"),
)  # fmt: skip
HEARING_DEEDS = (
    deed(verb=call_hearing, at="hearings/new/", form=HearingForm, button=_("安排听取汇报"), told=_("已安排，请各单位报送。"),
         back=to("supervise:hearings")),
    deed(verb=hand_in_report, do=_reported, at="hearings/<int:pk>/report/", form=ReportForm,
         may=lambda account, _one: may_report_hearing(account, None), when=lambda one: one.held_on is None,
         button=_("报送汇报"), told=_("汇报已报送。"), **HEARING),
    deed(verb=raise_problem, at="hearings/<int:pk>/problem/", form=ask(words=text(_("问题"))),
         when=lambda one: one.held_on is None, button=_("记问题"), told=_("问题已记，须逐个交办。"), **HEARING),
    deed(verb=close_hearing, at="hearings/<int:pk>/close/", form=CloseHearingForm,
         when=lambda one: one.held_on is None, button=_("结束听取汇报"), told=_("听取汇报已结束。"), **HEARING),
    deed(verb=assign_problem, at="hearings/problems/<int:pk>/assign/", of=HearingProblem, called="problem", form=AssignForm,
         when=lambda one: one.task_id is None, button=_("交办"), told=_("已交办。"),
         back=to("supervise:hearing", "hearing_id"), key="supervise.hearingproblem:{.pk}"),
)  # fmt: skip
MARK_DEEDS = (
    deed(verb=mark_target, at="lapses/mark/", form=MarkForm, button=_("选定重点难点目标"),
         told=_("已选定，落后计划时自动立督办。"), back=to("supervise:lapses")),
)  # fmt: skip
EVERY = (
    *MATTER_DEEDS, *WATCH_DEEDS, *REQUEST_DEEDS, *ALERT_DEEDS, *SIGN_DEEDS, *INTERVIEW_DEEDS, *DRIVE_DEEDS,
    *HEARING_DEEDS, *MARK_DEEDS,
)  # fmt: skip
