"""Who is told of what in planning, monitoring, assessing, deciding, and of the own account. A verb people are told of is one line."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from kaogong.org.models.powers import Power
from kaogong.portal.queries import concerned
from kaogong.portal.queries.tell import UNIT, Tell

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
    ("org", "grant"): Tell(lazy("您有了新的权限")),
    ("org", "revoke"): Tell(lazy("您的一项权限已终止")),
    ("org", "issue_token"): Tell(lazy("以您的账号签发了接口令牌")),
    ("org", "revoke_token"): Tell(lazy("您账号的接口令牌已撤销")),
    ("portal", "forward_line"): Tell(lazy("同事转办给您一件事"), whom=concerned.taker, page="portal:desk"),
    ("portal", "return_line"): Tell(lazy("您转办的事被退回"), whom=concerned.giver, page="portal:desk"),
    ("portal", "take_back"): Tell(lazy("转办给您的事已收回"), whom=concerned.taker, page="portal:desk"),
    ("portal", "lock_out"): Tell(lazy("您的账号因多次登录失败被锁定")),
    ("portal", "change_password"): Tell(lazy("您的密码已修改；不是本人修改的，请告诉系统管理员")),
    ("portal", "withdraw_second_key"): Tell(lazy("您的动态口令已解除绑定，请重新绑定")),
}
