"""Who is told of what about people. A verb people are told of is one line."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as lazy

from kaogong.org.models.powers import Power
from kaogong.portal.queries import concerned, concerned_archive, concerned_careers, concerned_people
from kaogong.portal.queries.tell import UNIT, Tell

TELL: Mapping[tuple[str, str], Tell] = {
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
    ("people", "ask_absence"): Tell(lazy("请假或出差待您审批"), (Power.HEAD, Power.LEADER), page="portal:desk"),
    ("people", "agree_absence"): Tell(lazy("请假或出差已批准，替代人请接手"), whom=concerned_people.of_absence),
    ("people", "refuse_absence"): Tell(lazy("请假或出差未批准"), whom=concerned_people.of_absence),
    ("people", "name_stand_in"): Tell(lazy("请您同岗替代"), whom=concerned_people.of_absence),
    ("people", "ask_correction"): Tell(lazy("考勤更正待审核"), UNIT, page="portal:desk"),
    ("people", "agree_correction"): Tell(
        lazy("考勤已更正"), whom=concerned_people.of_correction, page="people:corrections"
    ),
    ("people", "restore_day"): Tell(
        lazy("考勤已按裁定更正"), whom=concerned_people.of_correction, page="people:corrections"
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
}
