"""What an installation may set about gates, review, being answerable and honours. Each number has its origin named."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaogong.org.models.settings import Declared, declare

declare(
    Declared("gates.interviews", _("当年被约谈几次不得评最高等次"), "whole", 2, "source", "QH-25"),
    Declared("gates.quarters", _("年度评最高等次须有几个季度是最高等次"), "whole", 2, "source", "XM-09"),
    Declared("streaks.of_the_head", _("连续几年的处理只追究一直在任的主要领导"), "yes", True, "assumed", "QD-25"),
    Declared("review.zero_items", _("得零分须复核定等的指标（名称含）"), "list", ["零突破"], "source", "QH-10"),
    Declared("review.target_items", _("与等次核对的实绩指标（名称含）"), "list", ["目标完成", "目标任务"], "assumed", "CX-18"),
    Declared("review.target_below", _("实绩低于满分的百分之几而等次不低的列入审议"), "whole", 60, "assumed", "CX-18"),
    Declared(
        "review.good_grades",
        _("不低的等次"),
        "list",
        ["优秀", "良好", "称职", "先进", "优良", "合格", "达标", "A", "B"],
        "assumed",
        "CX-18",
    ),
    Declared("feedback.within", _("结果公布后几个工作日内反馈"), "whole", 10, "assumed", "CX-31"),
    Declared("honours.control_items", _("评优前核对的内控得分（名称含）"), "list", ["内控", "内部控制"], "assumed", "JQ-21"),
    Declared("honours.control_below", _("内控得分低于多少给出提醒"), "whole", 60, "assumed", "JQ-21"),
    Declared("honours.answered", _("提名前须答复的事项（文字含）"), "text", "须答复", "source", "JQ-21"),
    Declared("honours.open_violations", _("几条未了结的违规不得评优"), "whole", 2, "assumed", "JQ-21"),
    Declared("accountability.days", _("立案后几个自然日内处理"), "whole", 30, "assumed", "QD-12"),
    Declared("accountability.satisfaction", _("满意度低于多少追究"), "whole", 60, "proposed", "XJ-15"),
    Declared("accountability.oversight", _("上级当年监督记录不足几条即立案"), "whole", 1, "assumed", "LB-23"),
    Declared("accountability.scope", _("追究范围（岗位）"), "list", ["审批岗位", "执法岗位", "管理岗位", "服务岗位"], "proposed", "XM-47"),
    Declared("accountability.degrees", _("过错程度"), "list", ["轻微", "一般", "较重", "严重"], "proposed", "XM-47"),
    Declared(
        "accountability.table",
        _("追究方式表（岗位/程度：方式）"),
        "list",
        [
            "审批岗位/轻微：批评教育",
            "审批岗位/一般：书面检查、效能告诫",
            "审批岗位/较重：通报批评、调离岗位",
            "审批岗位/严重：待岗、移送纪检监察机关",
            "执法岗位/轻微：批评教育",
            "执法岗位/一般：书面检查、效能告诫",
            "执法岗位/较重：通报批评、调离岗位",
            "执法岗位/严重：待岗、移送纪检监察机关",
            "管理岗位/轻微：批评教育",
            "管理岗位/一般：书面检查",
            "管理岗位/较重：通报批评、诫勉谈话",
            "管理岗位/严重：免职、移送纪检监察机关",
            "服务岗位/轻微：批评教育",
            "服务岗位/一般：书面检查",
            "服务岗位/较重：通报批评",
            "服务岗位/严重：待岗",
        ],
        "proposed",
        "XM-47",
    ),
    Declared(
        "accountability.forms",
        _("追究方式"),
        "list",
        [
            "批评教育", "责令整改", "书面检查", "效能告诫", "约谈主要领导", "通报批评", "诫勉谈话", "调离岗位",
            "追究责任", "待岗", "降职", "免职", "移送纪检监察机关",
        ],
        "source",
        "QD-12",
    ),
    Declared(
        "accountability.heavy", _("须决策机构批准的方式"), "list", ["待岗", "降职", "免职"], "source", "XJ-15"
    ),
    Declared("papers.answer_days", _("干部处理建议几个自然日内答复"), "whole", 30, "assumed", "SD-11"),
)  # fmt: skip
