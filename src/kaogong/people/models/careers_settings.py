"""What an installation may set about the use of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaogong.org.models.settings import Declared, declare

declare(
    Declared(
        "careers.grade_order",
        _("人员等次由好到差"),
        "list",
        ["优秀", "良好", "称职", "合格", "一般", "基本称职", "基本合格", "较差", "不称职", "不合格"],
        "assumed",
        "HB-40",
    ),
    Declared("careers.poor_grades", _("实绩较差的等次"), "list", ["较差", "不称职", "不合格"], "inferred", "HB-41"),
    Declared("careers.unfit_grades", _("推荐人须负责的等次"), "list", ["不称职", "不合格"], "inferred", "LB-07"),
    Declared("careers.recommender_months", _("推荐责任几个月内有效"), "whole", 12, "source", "LB-07"),
    Declared("careers.history_years", _("选任看近几年的等次"), "whole", 3, "inferred", "HB-40"),
    Declared(
        "careers.open_modes",
        _("计入公开选拔、竞争上岗的方式"),
        "list",
        ["公开选拔", "平级竞职", "公开招聘", "竞争上岗"],
        "inferred",
        "LB-01",
    ),
    Declared(
        "careers.steps",
        _("选任的步骤"),
        "list",
        ["动议", "民主推荐", "考察", "讨论决定"],
        "proposed",
        "LB-07",
    ),
    Declared("careers.shift_kinds", _("体现转变的交流类型"), "list", ["功能性", "培养性"], "source", "LB-11"),
    Declared("careers.met_percent", _("目标完成几成以上与“平庸”矛盾（%）"), "whole", 95, "proposed", "LB-05"),
    Declared("careers.met_years", _("连续几年完成目标与“平庸”矛盾"), "whole", 2, "inferred", "LB-05"),
    Declared("careers.unit_top", _("主要负责人直接评优的单位等次"), "list", ["A"], "source", "LZ-32"),
    Declared("careers.head_grade", _("主要负责人直接评为"), "text", "优秀", "source", "LZ-32"),
    Declared("careers.unit_low", _("连续两年须处理负责人的单位等次"), "list", ["C"], "source", "LZ-36"),
    Declared("careers.low_years", _("连续几年须处理负责人"), "whole", 2, "source", "LZ-36"),
    Declared("careers.poor_years", _("连续几年较差须考察"), "whole", 2, "source", "HB-41"),
)
