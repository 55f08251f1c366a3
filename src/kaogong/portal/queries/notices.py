"""Who is told of which events, and in which words. A verb people are told of is one line of TELL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kaogong.assess.models import ScoreSheet, SelfReport, Step
from kaogong.audit.models import Event
from kaogong.monitor.models import Urge
from kaogong.org.models import Account, Grant
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, today, units
from kaogong.portal.models import Mailing, Notice
from kaogong.portal.queries import concerned, concerned_archive, concerned_careers, concerned_people
from kaogong.portal.queries.shell import address
from kaogong.supervise.models import Rectification

UNIT = (Power.LIAISON, Power.HEAD)


@dataclass(frozen=True, slots=True)
class Tell:
    """What people are told. `powers`: whoever holds one over the unit of the event; `whom`: asked of the event itself.

    With neither, the account it is about. `page`: where it leads, if not to its subject; `date`: what of it is a date.
    """

    words: str | Promise
    powers: tuple[Power, ...] = ()
    whom: Callable[[Event], set[int]] | None = None
    page: str = ""
    date: str = ""


TELL: Mapping[tuple[str, str], Tell] = {
    ("plan", "issue_targets"): Tell(lazy("目标已下达"), UNIT),
    ("plan", "propose"): Tell(lazy("下级提出目标值，请答复"), (Power.LEADER,)),
    ("plan", "counter"): Tell(lazy("上级提出目标值，请答复"), UNIT),
    ("plan", "agree"): Tell(lazy("目标值已商定"), (Power.LIAISON,)),
    ("plan", "return_target"): Tell(lazy("目标被退回补充"), (Power.LIAISON,)),
    ("plan", "draw_letter"): Tell(lazy("责任书待签署"), (Power.HEAD,)),
    ("plan", "approve_adjustment"): Tell(lazy("年中调整有了审批意见"), UNIT),
    ("plan", "finish_adjustment"): Tell(lazy("年中调整已生效"), UNIT),
    ("plan", "refuse_adjustment"): Tell(lazy("年中调整未获同意"), UNIT),
    ("monitor", "submit_report"): Tell(lazy("进展待您签批"), (Power.HEAD,)),
    ("monitor", "return_report"): Tell(lazy("进展被退回"), (Power.LIAISON,)),
    ("monitor", "verify_report"): Tell(lazy("进展已核实"), (Power.LIAISON,)),
    ("monitor", "remind"): Tell(lazy("有进展或例行事项临近期限或已逾期，见工作台"), UNIT),
    ("monitor", "urge"): Tell(lazy("催办"), UNIT),
    ("monitor", "supply"): Tell(lazy("权威数据待审核"), (Power.AUTHORITY,)),
    ("monitor", "approve_feed"): Tell(lazy("权威数据已审核"), (Power.LIAISON,)),
    ("monitor", "refuse_feed"): Tell(lazy("权威数据未通过"), (Power.LIAISON,)),
    ("listen", "route_opinion"): Tell(lazy("评议意见转来，请答复"), UNIT),
    ("listen", "compute_result"): Tell(lazy("评议结果已汇总，请审批"), whom=concerned.deciders),
    ("assess", "open_round"): Tell(lazy("考评已启动，请按时自评、评分"), whom=concerned.of_round),
    ("assess", "close_round"): Tell(lazy("考评已办结，可以看测评结果"), whom=concerned.rated, page="assess:mine"),
    ("assess", "ask_hearing"): Tell(lazy("考核监督小组请您陈述意见"), whom=concerned.heard, page="portal:desk"),
    ("assess", "open_step"): Tell(lazy("考评进入新的步骤，请按时评分"), whom=concerned.of_step),
    ("assess", "name_assessors"): Tell(lazy("请您评分：评分表已开放"), whom=concerned.assessors),
    ("assess", "submit_self"): Tell(lazy("自评待您签批"), (Power.HEAD,)),
    ("assess", "return_self"): Tell(lazy("自评被退回，请修改重报"), whom=concerned.writer),
    ("assess", "finish_review"): Tell(lazy("自评的复核结果已确定"), whom=concerned.entrant),
    ("assess", "return_sheet"): Tell(lazy("评分表被退回，请再看"), whom=concerned.rater),
    ("assess", "release_bundles"): Tell(lazy("分管单位的自评报告请您阅示"), whom=concerned.leaders, page="portal:desk"),
    ("assess", "finish_run"): Tell(lazy("计分已完成"), whom=concerned.asker_of_run),
    ("assess", "fail_run"): Tell(lazy("计分没有完成，请看原因"), whom=concerned.asker_of_run),
    ("assess", "finish_backtest"): Tell(lazy("往年试算已完成"), whom=concerned.asker_of_backtest),
    ("assess", "fail_backtest"): Tell(lazy("往年试算没有完成，请看原因"), whom=concerned.asker_of_backtest),
    ("decide", "propose_move"): Tell(lazy("等次调整待复核"), whom=concerned.deciders),
    ("decide", "begin_publicity"): Tell(
        lazy("等次开始公示，有异议请在公示期内提出"), whom=concerned.settled, date="until"
    ),
    ("decide", "object_to"): Tell(lazy("收到公示异议，请答复"), whom=concerned.answerers),
    ("decide", "answer_objection"): Tell(lazy("公示异议已答复"), whom=concerned.objector),
    ("decide", "close_publicity"): Tell(lazy("公示已结束，请审定结果"), whom=concerned.deciders),
    ("decide", "approve_settlement"): Tell(lazy("结果已审定，可以公布"), whom=concerned.office),
    ("decide", "publish"): Tell(lazy("考核结果公布"), whom=concerned.settled, date="on"),
    ("decide", "send_feedback"): Tell(
        lazy("结果反馈单请答复"), whom=concerned.lagging, page="decide:sheets", date="due"
    ),
    ("decide", "submit_feedback"): Tell(lazy("结果反馈单已答复"), whom=concerned.office),
    ("decide", "remind_executors"): Tell(
        lazy("有结果运用事项临近期限或已逾期，请执行并登记"), whom=concerned.executors, page="decide:consequences"
    ),
    ("decide", "ask_report"): Tell(lazy("请报送书面检查或整改报告"), whom=concerned.reporting, date="due"),
    ("decide", "hand_in_report"): Tell(lazy("书面检查或整改报告已报送，请审核"), whom=concerned.office),
    ("decide", "check_report"): Tell(lazy("书面检查或整改报告已审核"), whom=concerned.reviewed),
    ("decide", "open_case"): Tell(lazy("责任追究已立案"), whom=concerned.office, page="decide:cases"),
    ("decide", "call_failed_tasks"): Tell(
        lazy("重点任务未完成，已对主要领导立案"), whom=concerned.office, page="decide:cases"
    ),
    ("decide", "issue_paper"): Tell(lazy("收到结果文书"), (Power.HEAD, Power.LIAISON)),
    ("decide", "remind_receivers"): Tell(
        lazy("请登记结果使用情况"), whom=concerned.receivers, page="decide:deliveries"
    ),
    ("approvals", "issue_cards"): Tell(
        lazy("收到黄牌或红牌，待核实，可提出异议"), whom=concerned.carded, page="portal:desk"
    ),
    ("approvals", "verify_card"): Tell(lazy("黄红牌已核实"), UNIT),
    ("approvals", "contest_card"): Tell(lazy("黄红牌有异议，请裁定"), whom=concerned.supervising),
    ("approvals", "uphold_card"): Tell(lazy("异议未成立，黄红牌维持"), UNIT),
    ("approvals", "withdraw_card"): Tell(lazy("黄红牌已撤销"), UNIT),
    ("approvals", "urge_card"): Tell(lazy("电子监察催办"), UNIT),
    ("approvals", "confirm_finding"): Tell(lazy("监察记录已确认"), UNIT),
    ("supervise", "issue_table"): Tell(
        lazy("任务分解表已下达，请看本单位的督办任务"), whom=concerned.of_table, page="supervise:tasks"
    ),
    ("supervise", "issue_task"): Tell(lazy("督办任务已下达"), whom=concerned.on_task),
    ("supervise", "change_task"): Tell(lazy("督办任务有调整"), whom=concerned.on_task),
    ("supervise", "remind_tasks"): Tell(
        lazy("有督办任务临近时限或已逾期，见工作台"), whom=concerned.reminded_of_tasks, page="supervise:tasks"
    ),
    ("supervise", "urge_task"): Tell(lazy("督办催办"), whom=concerned.on_task),
    ("supervise", "ask_extension"): Tell(lazy("督办任务申请延期，请审批"), whom=concerned.above_tasks),
    ("supervise", "decide_extension"): Tell(lazy("延期申请已审批"), whom=concerned.on_task),
    ("supervise", "ask_closing"): Tell(lazy("督办任务申请销号，请核验"), whom=concerned.above_tasks),
    ("supervise", "close_task"): Tell(lazy("督办任务已销号"), whom=concerned.on_task),
    ("supervise", "return_closing"): Tell(lazy("销号未通过，请按意见重办"), whom=concerned.on_task),
    ("supervise", "drop_task"): Tell(lazy("督办任务已终止"), whom=concerned.on_task),
    ("supervise", "raise_alert"): Tell(
        lazy("收到督查预警，请按时确认、处置"), whom=concerned.warned, page="supervise:alerts"
    ),
    ("supervise", "escalate_alerts"): Tell(
        lazy("下级有预警逾期没有确认"), whom=concerned.superiors, page="supervise:alerts"
    ),
    ("supervise", "note_sign"): Tell(lazy("苗头问题提醒，请及时纠正"), UNIT, page="supervise:signs"),
    ("supervise", "call_interviews"): Tell(
        lazy("本单位有弱项指标，将被约谈"), whom=concerned.talked_to, page="supervise:interviews"
    ),
    ("supervise", "open_matter"): Tell(lazy("效能监察项目已立项"), UNIT),
    ("supervise", "close_matter"): Tell(lazy("效能监察项目已结项"), UNIT),
    ("supervise", "enter_visit"): Tell(
        lazy("现场检查发现问题，请说明"), whom=concerned.inspected, page="supervise:findings"
    ),
    ("supervise", "record_finding"): Tell(lazy("检查发现问题，请说明"), whom=concerned.told_of),
    ("supervise", "feed_back"): Tell(lazy("检查问题反馈，请说明并整改"), whom=concerned.told_of),
    ("supervise", "confirm_finding"): Tell(lazy("检查问题已确认，请报整改方案"), UNIT),
    ("supervise", "withdraw_finding"): Tell(lazy("检查问题已撤销"), UNIT),
    ("supervise", "order_rectification"): Tell(lazy("责令整改，请报整改方案"), UNIT),
    ("supervise", "answer_finding"): Tell(lazy("被查单位已说明，请确认"), whom=concerned.inspecting),
    ("supervise", "submit_plan"): Tell(lazy("整改方案待审"), whom=concerned.inspecting),
    ("supervise", "approve_plan"): Tell(lazy("整改方案已同意"), UNIT),
    ("supervise", "return_plan"): Tell(lazy("整改方案被退回"), UNIT),
    ("supervise", "hand_in"): Tell(lazy("整改报结，请复核"), whom=concerned.inspecting),
    ("supervise", "return_rectification"): Tell(lazy("整改被退回"), UNIT),
    ("supervise", "close_rectification"): Tell(lazy("整改已销号"), UNIT),
    ("supervise", "watch_findings"): Tell(
        lazy("检查问题逾期未说明，或整改逾期"), whom=concerned.overdue_findings, page="supervise:findings"
    ),
    ("supervise", "issue_paper"): Tell(lazy("收到督查文书，请答复"), UNIT),
    ("supervise", "reply_paper"): Tell(lazy("督查文书已答复"), whom=concerned.inspecting),
    ("supervise", "publish_circular"): Tell(lazy("检查通报已印发"), whom=concerned.circulated),
    ("supervise", "break_down"): Tell(
        lazy("公众意见已分解，请逐条答复"), whom=concerned.opinion_units, page="supervise:opinions"
    ),
    ("supervise", "rate_style"): Tell(lazy("作风评定已登记"), UNIT, page="supervise:findings"),
    ("supervise", "confirm_entry"): Tell(lazy("台账有一条记录，可在期限内异议"), whom=concerned.in_ledger),
    ("supervise", "contest_entry"): Tell(lazy("台账记录有异议，请裁定"), whom=concerned.settling_entry),
    ("supervise", "uphold_entry"): Tell(lazy("异议未成立，台账记录维持"), whom=concerned.in_ledger),
    ("supervise", "withdraw_entry"): Tell(lazy("台账记录已撤销"), whom=concerned.in_ledger),
    ("supervise", "correct_entry"): Tell(lazy("台账记录已更正"), whom=concerned.in_ledger),
    ("supervise", "approve_review"): Tell(lazy("台账小结已审定"), whom=concerned.drafter_of_review),
    ("supervise", "release_bonus"): Tell(lazy("季度绩效奖准予发放"), whom=concerned.of_bonus),
    ("people", "open_round"): Tell(
        lazy("季度考评已启动，请按月自评"), whom=concerned_archive.of_staff_round, page="portal:desk"
    ),
    ("people", "begin_peers"): Tell(lazy("群众互评已开始，请投票"), whom=concerned_archive.of_staff_round),
    ("people", "hand_in"): Tell(lazy("季度考评待审核"), whom=concerned.office),
    ("people", "put_up"): Tell(lazy("优秀名单待审定"), whom=concerned.deciders),
    ("people", "send_back"): Tell(lazy("季度考评被退回"), UNIT),
    ("people", "announce_excellent"): Tell(
        lazy("优秀人员开始公示，有异议请在公示期内提出"), whom=concerned_archive.of_staff_round, date="until"
    ),
    ("people", "object_staff"): Tell(lazy("收到优秀公示异议，请答复"), whom=concerned.office),
    ("people", "answer_staff"): Tell(lazy("优秀公示异议已答复"), whom=concerned_archive.objecting),
    ("people", "close_staff_publicity"): Tell(
        lazy("季度考评结果已归入个人档案"), whom=concerned_archive.of_staff_round
    ),
    ("people", "open_annual"): Tell(lazy("年度考核表已建立，请写个人总结"), whom=concerned_archive.of_annual),
    ("people", "confirm_annual"): Tell(lazy("年度考核结果已审定归档"), whom=concerned_archive.of_annual),
    ("people", "finalise_leader"): Tell(lazy("个人考评已定稿归档"), whom=concerned_archive.of_leader),
    ("people", "file_result"): Tell(
        lazy("您有一条考核结果归档"), whom=concerned_archive.named_person, page="people:results"
    ),
    ("people", "give_honours"): Tell(lazy("您有一项表彰归档"), whom=concerned_archive.honoured, page="people:honours"),
    ("people", "draft_scheme"): Tell(lazy("工作人员考评方案待审签"), (Power.HEAD,), page="people:schemes"),
    ("people", "close_unit_period"): Tell(
        lazy("本单位的考核资料已归档，一份由本单位保管"), UNIT, page="people:archive_entries"
    ),
    ("supervise", "withhold_bonus"): Tell(lazy("季度绩效奖不予发放"), whom=concerned.of_bonus),
    ("people", "submit_run"): Tell(lazy("绩效工资发放批次待审核"), whom=concerned_careers.pay_auditors),
    ("people", "audit_run"): Tell(lazy("绩效工资发放批次待批准"), whom=concerned_careers.pay_approvers),
    ("people", "return_run"): Tell(lazy("绩效工资发放批次被退回"), whom=concerned_careers.pay_drawer),
    ("people", "approve_run"): Tell(lazy("绩效工资发放批次已批准，请登记发放"), whom=concerned_careers.pay_drawer),
    ("people", "pay_run"): Tell(lazy("绩效工资已发放，请核对"), whom=concerned_careers.payees, page="people:my_pay"),
    ("people", "clear_hold"): Tell(
        lazy("暂缓发放的绩效工资已补发"), whom=concerned_careers.released, page="people:my_pay"
    ),
    ("people", "propose_exit"): Tell(lazy("有人员退出待决定"), whom=concerned.deciders, page="people:exits"),
    ("people", "decide_exit"): Tell(lazy("人员退出已决定"), whom=concerned_careers.of_exit, page="portal:desk"),
    ("people", "refuse_exit"): Tell(lazy("人员退出未获同意"), whom=concerned_careers.of_exit, page="portal:desk"),
    ("people", "find_unfit"): Tell(lazy("有调整建议待决定"), whom=concerned.deciders),
    ("people", "close_case"): Tell(lazy("调整案件已决定"), whom=concerned.office),
    ("people", "fix_unit_grades"): Tell(
        lazy("单位等次引出调整案件，或有负责人待人工决定"), whom=concerned_careers.case_deciders, page="portal:desk"
    ),
    ("listen", "receive_complaint"): Tell(lazy("收到投诉，待受理"), whom=concerned.complaint_handlers),
    ("listen", "transfer_complaint"): Tell(lazy("转来一件投诉，请按期答复"), UNIT, date="due_on"),
    ("listen", "report_problem"): Tell(lazy("企业联系点反映问题，请按期答复"), UNIT, date="due_on"),
    ("listen", "reply_complaint"): Tell(lazy("承办单位已答复投诉，待审核"), whom=concerned.complaint_handlers),
    ("listen", "return_reply"): Tell(lazy("投诉答复被退回补查"), UNIT, date="due_on"),
    ("listen", "review_reply"): Tell(lazy("投诉答复已审核"), UNIT),
    ("listen", "return_review"): Tell(lazy("投诉结论被退回重审"), whom=concerned.complaint_handlers),
    ("listen", "close_complaint"): Tell(lazy("投诉已办结"), UNIT),
    ("listen", "reopen_complaint"): Tell(lazy("投诉人不满意，要求重新办理"), whom=concerned.complaint_handlers),
    ("listen", "ask_extension"): Tell(lazy("投诉申请延期，请审批"), whom=concerned.complaint_handlers),
    ("listen", "settle_extension"): Tell(lazy("投诉延期申请已审批"), UNIT, date="due_on"),
    ("listen", "settle_compensation"): Tell(lazy("违诺赔偿已审批"), UNIT),
    ("listen", "chase_complaints"): Tell(
        lazy("投诉临近答复期限或已逾期，见工作台"), whom=concerned.chased, page="portal:desk", date="day"
    ),
    ("people", "ask_absence"): Tell(lazy("请假或出差待您审批"), (Power.HEAD, Power.LEADER), page="portal:desk"),
    ("people", "agree_absence"): Tell(lazy("请假或出差已批准，替代人请接手"), whom=concerned_people.of_absence),
    ("people", "refuse_absence"): Tell(lazy("请假或出差未批准"), whom=concerned_people.of_absence),
    ("people", "name_stand_in"): Tell(lazy("请您同岗替代"), whom=concerned_people.of_absence),
    ("people", "ask_correction"): Tell(lazy("考勤更正待审核"), UNIT, page="portal:desk"),
    ("people", "agree_correction"): Tell(
        lazy("考勤已更正"), whom=concerned_people.of_correction, page="people:corrections"
    ),
    ("people", "refuse_correction"): Tell(
        lazy("考勤更正未同意"), whom=concerned_people.of_correction, page="people:corrections"
    ),
    ("people", "remind_clicks"): Tell(
        lazy("有一天只打了一次卡，可申请更正"), whom=concerned_people.forgot, page="people:corrections"
    ),
    ("people", "issue_sheet"): Tell(lazy("上月考勤通报"), whom=concerned_people.of_bureau),
    ("people", "release_exam"): Tell(lazy("考试成绩已公布"), whom=concerned_people.examined),
    ("people", "accept_article"): Tell(lazy("您的信息已采用"), whom=concerned_people.writer_of, page="people:articles"),
    ("people", "set_article_target"): Tell(
        lazy("下达了信息任务"), whom=concerned_people.aimed, page="people:article_targets"
    ),
    ("people", "confirm_trained"): Tell(lazy("参训已记入培训卡"), whom=concerned_people.trained),
    ("people", "watch_talks"): Tell(
        lazy("还有成员没有谈心，请在年底前谈"), whom=concerned_people.lapsed_heads, page="people:talk_teams"
    ),
    ("org", "grant"): Tell(lazy("您有了新的权限")),
    ("org", "revoke"): Tell(lazy("您的一项权限已终止")),
    ("org", "issue_token"): Tell(lazy("以您的账号签发了接口令牌")),
    ("answer", "lodge_appeal"): Tell(lazy("收到申诉，请受理"), whom=concerned.team),
    ("answer", "accept_appeal"): Tell(lazy("申诉已受理"), whom=concerned.of_appeal),
    ("answer", "refuse_appeal"): Tell(lazy("申诉不予受理，请看理由"), whom=concerned.of_appeal),
    ("answer", "call_hearing"): Tell(lazy("听证时间已定"), whom=concerned.of_appeal),
    ("answer", "close_hearing"): Tell(lazy("听证已结束，请裁定"), whom=concerned.deciders),
    ("answer", "rule_appeal"): Tell(lazy("申诉已裁定，请签收裁定书"), whom=concerned.of_appeal),
    ("answer", "conclude_rerun"): Tell(lazy("申诉裁定后重新计分，本单位结果有变动"), whom=concerned.moved_by_appeal),
    ("answer", "watch_appeals"): Tell(lazy("有听证逾期未开"), whom=concerned.late_hearings, page="answer:appeals"),
    ("org", "revoke_token"): Tell(lazy("您账号的接口令牌已撤销")),
    ("portal", "forward_line"): Tell(lazy("同事转办给您一件事"), whom=concerned.taker, page="portal:desk"),
    ("portal", "return_line"): Tell(lazy("您转办的事被退回"), whom=concerned.giver, page="portal:desk"),
    ("portal", "take_back"): Tell(lazy("转办给您的事已收回"), whom=concerned.taker, page="portal:desk"),
    ("portal", "lock_out"): Tell(lazy("您的账号因多次登录失败被锁定")),
    ("portal", "change_password"): Tell(lazy("您的密码已修改；不是本人修改的，请告诉系统管理员")),
    ("portal", "withdraw_second_key"): Tell(lazy("您的动态口令已解除绑定，请重新绑定")),
}
PAGES: Mapping[str, str] = {
    "plan.target": "plan:target",
    "plan.letter": "plan:letter",
    "plan.adjustment": "plan:adjustment",
    "monitor.report": "monitor:report",
    "monitor.feed": "monitor:feed",
    "approvals.card": "approvals:card",
    "approvals.finding": "approvals:finding",
    "supervise.task": "supervise:task",
    "supervise.matter": "supervise:matter",
    "supervise.finding": "supervise:finding",
    "supervise.paper": "supervise:paper",
    "supervise.circular": "supervise:circular",
    "supervise.lot": "supervise:lot",
    "supervise.visit": "supervise:visit",
    "supervise.ledgerentry": "supervise:ledger_entry",
    "supervise.ledgerreview": "supervise:ledger_review",
    "supervise.bonusproposal": "supervise:bonus",
    "people.payrun": "people:payment",
    "people.payrule": "people:pay_rule",
    "people.selection": "people:selection",
    "people.careercase": "people:case",
    "people.movelist": "people:move_list",
    "listen.complaint": "listen:complaint",
    "listen.lead": "listen:lead",
    "assess.round": "assess:round",
    "assess.entrant": "assess:report",
    "assess.run": "assess:run",
    "assess.backtest": "assess:backtest",
    "assess.source": "assess:sheets",
    "people.absence": "people:absence",
    "people.attendancesheet": "people:attendance_sheet",
    "people.exam": "people:exam",
    "people.course": "people:course",
    "people.staffround": "people:staff_round",
    "people.annualform": "people:annual_form",
    "people.leaderappraisal": "people:leader",
    "people.lifemeeting": "people:life_meeting",
    "people.archiveentry": "people:archive_entry",
    "decide.settlement": "decide:settlement",
    "decide.proposal": "decide:line",
    "decide.feedbacksheet": "decide:sheet",
    "answer.appeal": "answer:appeal",
    "decide.report": "decide:report",
    "decide.paper": "decide:paper",
    "decide.accountabilitycase": "decide:case",
}
"""Where a thing is shown, by what it is."""
PARTS: Mapping[str, Callable[[int], tuple[str, list[int]]]] = {
    "assess.selfreport": lambda key: (
        "assess:report",
        list(SelfReport.objects.filter(pk=key).values_list("entrant", flat=True)),
    ),
    "supervise.rectification": lambda key: (
        "supervise:finding",
        list(Rectification.objects.filter(pk=key).values_list("finding", flat=True)),
    ),
    "assess.step": lambda key: ("assess:round", list(Step.objects.filter(pk=key).values_list("round", flat=True))),
    "assess.scoresheet": lambda key: (
        "assess:sheet",
        [one for pair in ScoreSheet.objects.filter(pk=key).values_list("source", "entrant") for one in pair],
    ),
}
"""Where a thing is shown that has no page of its own: the page, and what it is asked for."""
OWN = "org.account:"
SAFETY = {"lock_out", "change_password"}
"""What somebody is told of even if it was done in the own name."""


def told(event: Event) -> set[int]:
    """The accounts that are told of an event; never the one that acted, save of the safety of the own account."""
    tell = TELL.get((event.room, event.verb))
    if tell is None or (event.outcome == "denied" and event.verb not in SAFETY):
        return set()
    if tell.whom is not None:
        found = tell.whom(event)
    elif not tell.powers:
        named = Account.objects.filter(username=event.subject.removeprefix(OWN), is_active=True)
        found = set(named.values_list("pk", flat=True))
    else:
        held = Grant.objects.filter(at(today()), power__in=tell.powers)
        held = held.filter(unit__in=_reminded(event)) if event.verb == "remind" else held.filter(unit__code=event.unit)
        found = set(held.filter(account__is_active=True).values_list("account_id", flat=True))
    return found if event.verb in SAFETY else found - {event.actor_id or 0}


def _reminded(event: Event) -> QuerySet[Urge, int | None]:
    """The units a round of reminders went to: it is one event for all of them."""
    cycle, day = event.subject.partition(":")[2], (event.new or {})["day"]
    return Urge.objects.filter(cycle=int(cycle), sent_on=day).exclude(step="hand").values_list("unit_id", flat=True)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as it is shown."""

    notice: Notice
    words: str
    about: str
    url: str


def as_told(found: Iterable[Notice]) -> list[Told]:
    """Notices in words."""
    some = list(found)
    codes = {one.event.unit for one in some if one.event.unit}
    names = dict(units().filter(unit__code__in=codes).values_list("unit__code", "short"))
    return [_told(one, names) for one in some]


def _told(one: Notice, names: Mapping[str, str]) -> Told:
    event = one.event
    tell = TELL.get((event.room, event.verb))
    new: Mapping[str, Any] = event.new or {}
    about = [
        names.get(event.unit, event.unit),
        event.reason or str(new.get("words", "")),
        str(new.get("title", "")) if event.room == "portal" else "",
        str(new.get(tell.date, "")) if tell and tell.date else "",
        event.actor_name if event.actor_id else "",
    ]
    url = address(tell.page) if tell and tell.page else page_of(event.subject)
    return Told(one, str(tell.words) if tell else event.verb, " · ".join(filter(None, about)), url)


def page_of(subject: str) -> str:
    """Where what an event is about is shown; empty where it has no page."""
    kind, _colon, key = subject.partition(":")
    if not key.isdecimal():
        return ""
    if kind in PARTS:
        name, keys = PARTS[kind](int(key))
        return address(name, *map(str, keys)) if keys else ""
    return address(PAGES[kind], key) if kind in PAGES else ""


def notices(account: Account, *, unread: bool = False) -> QuerySet[Notice]:
    """The notices of an account, the newest first."""
    found = Notice.objects.filter(account=account).select_related("event")
    return found.filter(read_at__isnull=True) if unread else found


def unread(account: Account) -> int:
    """How many notices an account has not read."""
    return Notice.objects.filter(account=account, read_at__isnull=True).count()


def mailing(account: Account) -> str:
    """How an account wants notices by e-mail."""
    held = Mailing.objects.filter(account=account).first()
    return held.how if held else "daily"


def to_mail(how: str) -> dict[Account, list[Told]]:
    """What is to be sent to whom: those who chose this way and have an address."""
    found = Notice.objects.filter(mailed_at__isnull=True, read_at__isnull=True, account__is_active=True)
    found = found.exclude(account__person__isnull=True).exclude(account__person__email="")
    chosen = dict(Mailing.objects.values_list("account_id", "how"))
    by: dict[Account, list[Notice]] = {}
    for one in found.select_related("event", "account__person").order_by("event_id"):
        if chosen.get(one.account_id, "daily") == how:
            by.setdefault(one.account, []).append(one)
    return {account: as_told(several) for account, several in by.items()}


def letter(several: list[Told], base: str) -> tuple[str, str]:
    """A letter: its subject, and what it says."""
    subject = several[0].words if len(several) == 1 else _("%(n)s 件通知") % {"n": len(several)}
    lines = [
        f"{one.words}\n  {one.about}\n  {base}{one.url}" if one.url else f"{one.words}\n  {one.about}"
        for one in several
    ]
    foot = _("在“我的通知”里可改为逐件寄、每天汇总或不寄。")
    return subject, "\n\n".join([*lines, foot])
