"""What an installation may set about settling and using results. Numbers the measures leave open have their origin named."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaogong.org.models.settings import Declared, declare

declare(
    Declared("publicity.days", _("公示几个工作日"), "whole", 5, "assumed", "LZ-30"),
    Declared(
        "results.receivers",
        _("结果送达哪些部门（部门：用途）"),
        "list",
        [
            "市纪委监委：干部能上能下",
            "市委组织部：领导班子考核、领导干部评价",
            "市委文明办：精神文明建设",
            "市发改委：",
            "市财政局：",
            "市审计局：",
        ],
        "source",
        "FZ-22",
    ),
    Declared("results.each_unit", _("每个单位的结果分别送达"), "yes", False, "proposed", "SD-11"),
    Declared("results.reminder_days", _("送达后几个自然日未登记使用即催办"), "whole", 30, "assumed", "FZ-22"),
    Declared(
        "results.mechanisms",
        _("结果运用的机制"),
        "list",
        ["激励机制", "约束机制", "调节机制", "反馈机制"],
        "source",
        "FZ-27",
    ),
    Declared("consequences.notice", _("结果运用期限前几个工作日提醒执行单位"), "whole", 5, "assumed", "CX-16"),
    Declared("feedback.below", _("得分低于满分的百分之几列为落后指标"), "whole", 60, "assumed", "FZ-24"),
    Declared("feedback.days", _("收到反馈单后几个自然日内答复"), "whole", 30, "assumed", "FZ-24"),
    Declared("honours.top", _("评先进集体须在本组前百分之几"), "whole", 100, "assumed", "XM-22"),
    Declared("honours.reason_below", _("名次在本组百分之几以后评先进须写理由"), "whole", 50, "assumed", "DX-15"),
    Declared("honours.excellent", _("按比例评的个人等次叫什么"), "text", "年度考核优秀", "source", "YL-18"),
    Declared("honours.excellent_share", _("个人优秀占在职人数的百分之几"), "whole", 15, "assumed", "YL-18"),
    Declared("honours.barring", _("取消评先资格的后果类别"), "list", ["warning", "bar"], "source", "LZ-34"),
    Declared(
        "honours.barred_posts", _("被取消评先资格的岗位"), "list", ["主要负责人", "法定代表人"], "source", "LZ-34"
    ),
)
