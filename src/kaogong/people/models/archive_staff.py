"""Staff appraisal: the scheme of a unit, a quarter in eight steps, a line for everybody, and the annual form."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.settings import Declared, declare
from kaogong.people.models.archive import PersonResult
from kaogong.people.states.archive_staff import ANNUAL_NAMES, OBJECTION_NAMES, ROUND_NAMES, SCHEME_NAMES
from kaogong.plan.models import Exact

declare(
    Declared("staff.approvers", _("优秀名单至少几人审定"), "whole", 2, "inferred", "XM-08"),
    Declared("staff.ballots", _("群众互评至少几票才汇总"), "whole", 3, "assumed", "XM-07"),
    Declared("staff.publicity", _("优秀人员公示几个工作日"), "whole", 5, "assumed", "XM-07"),
    Declared("staff.rotation", _("连续几个季度优秀人员互不重复即提示轮流坐庄"), "whole", 4, "assumed", "XM-08"),
    Declared("staff.rotation_share", _("轮到的人占全单位百分之几以上才提示"), "whole", 50, "assumed", "XM-08"),
    Declared("staff.equal_units", _("几个单位以上优秀人数相同即提示一刀切"), "whole", 3, "assumed", "XM-08"),
    Declared("annual.excellent_quarters", _("年度优秀至少几个季度优秀"), "whole", 2, "source", "XM-09"),
)
GRADES = ("优秀", "称职", "基本称职", "不称职")


def usual_weights() -> dict[str, int]:
    """Per cent of each part, where a scheme says nothing else (proposed)."""
    return {"self": 20, "peers": 30, "leader": 50}


class StaffScheme(models.Model):
    """考评方案 of a unit's own staff, based on post duties (YL-02)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    title = models.CharField("名称", max_length=120)
    basis = models.TextField("依据和办法")
    weights = models.JSONField("权重(%)", default=usual_weights)
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)
    state = models.CharField("状态", max_length=8, choices=labels(SCHEME_NAMES), default="draft")
    drafted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="拟稿人")
    adopted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审签人")

    class Meta:
        verbose_name = "工作人员考评方案"
        verbose_name_plural = "工作人员考评方案"
        ordering = ("unit", "-since")
        constraints = (
            models.UniqueConstraint(fields=("unit",), condition=Q(state="active"), name="staff_scheme_one_active"),
        )

    def __str__(self) -> str:
        return self.title


class StaffRound(models.Model):
    """季度考评 of a unit: eight steps, one after the other (XM-07)."""

    scheme = models.ForeignKey(StaffScheme, models.PROTECT, related_name="rounds", verbose_name="考评方案")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    quarter = models.CharField("季度", max_length=8)
    state = models.CharField("步骤", max_length=10, choices=labels(ROUND_NAMES), default="checks")
    opened_on = models.DateField("启动日期")
    warnings = models.JSONField("评优提示", default=list)
    publicity_since = models.DateField("公示起", null=True)
    publicity_until = models.DateField("公示至(含)", null=True)
    paid_on = models.DateField("发放日期", null=True)
    payment = models.CharField("发放单号", max_length=80, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="启动人")

    class Meta:
        verbose_name = "季度考评"
        verbose_name_plural = "季度考评"
        ordering = ("-quarter", "unit")
        constraints = (models.UniqueConstraint(fields=("unit", "quarter"), name="staff_round_once"),)
        indexes = (models.Index(fields=("state",), name="staff_round_state"),)

    def __str__(self) -> str:
        return f"{self.scheme} {self.quarter}"


class StaffLine(models.Model):
    """考评对象: a person in a quarter. `peers` counts marks by their value; no mark is tied to who gave it."""

    round = models.ForeignKey(StaffRound, models.PROTECT, related_name="lines", verbose_name="季度考评")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    title = models.CharField("岗位", max_length=80)
    peers = models.JSONField("互评票", default=dict)
    deducted = Exact("平时检查扣分", null=True)
    self_score = Exact("自评得分数", null=True)
    peer_score = Exact("互评得分数", null=True)
    leader_score = Exact("领导评分", null=True)
    leader_words = models.TextField("领导点评", blank=True)
    score = Exact("季度得分数", null=True)
    grade = models.CharField("等次", max_length=40, blank=True)

    class Meta:
        verbose_name = "考评对象"
        verbose_name_plural = "考评对象"
        ordering = ("round", "person__sort_key", "person__code")
        constraints = (models.UniqueConstraint(fields=("round", "person"), name="staff_line_once"),)

    def __str__(self) -> str:
        return str(self.person)


class StaffCheck(models.Model):
    """平时效能检查: what a daily check found, and what it takes."""

    line = models.ForeignKey(StaffLine, models.PROTECT, related_name="checks", verbose_name="考评对象")
    day = models.DateField("日期")
    words = models.CharField("情况", max_length=300)
    points = Exact("扣分")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="检查人")

    class Meta:
        verbose_name = "平时效能检查"
        verbose_name_plural = "平时效能检查"
        ordering = ("line", "day", "id")

    def __str__(self) -> str:
        return f"{self.day} {self.words}"


class StaffSelf(models.Model):
    """每月个人自评."""

    line = models.ForeignKey(StaffLine, models.PROTECT, related_name="selfs", verbose_name="考评对象")
    month = models.CharField("月份", max_length=8)
    words = models.TextField("工作情况")
    score = Exact("自评分")
    on = models.DateField("日期")

    class Meta:
        verbose_name = "每月个人自评"
        verbose_name_plural = "每月个人自评"
        ordering = ("line", "month")
        constraints = (models.UniqueConstraint(fields=("line", "month"), name="staff_self_once"),)

    def __str__(self) -> str:
        return self.month


class StaffBallot(models.Model):
    """互评投票: that somebody has voted; what was voted is only counted."""

    round = models.ForeignKey(StaffRound, models.PROTECT, related_name="ballots", verbose_name="季度考评")
    voter = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="投票人")

    class Meta:
        verbose_name = "互评投票"
        verbose_name_plural = "互评投票"
        constraints = (models.UniqueConstraint(fields=("round", "voter"), name="staff_ballot_once"),)

    def __str__(self) -> str:
        return str(self.voter)


class StaffApproval(models.Model):
    """领导小组审定: one member's approval of a list; one is not enough (XM-08)."""

    round = models.ForeignKey(StaffRound, models.PROTECT, related_name="approvals", verbose_name="季度考评")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审定人")
    on = models.DateField("日期")
    reason = models.CharField("意见", max_length=300, blank=True)

    class Meta:
        verbose_name = "领导小组审定"
        verbose_name_plural = "领导小组审定"
        constraints = (models.UniqueConstraint(fields=("round", "by"), name="staff_approval_once"),)

    def __str__(self) -> str:
        return f"{self.on} {self.by}"


class StaffObjection(models.Model):
    """优秀公示异议."""

    round = models.ForeignKey(StaffRound, models.PROTECT, related_name="objections", verbose_name="季度考评")
    line = models.ForeignKey(StaffLine, models.PROTECT, related_name="+", verbose_name="涉及人员")
    words = models.TextField("异议")
    on = models.DateField("日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="提出人")
    state = models.CharField("状态", max_length=10, choices=labels(OBJECTION_NAMES), default="open")
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="答复人")
    answered_on = models.DateField("答复日期", null=True)

    class Meta:
        verbose_name = "优秀公示异议"
        verbose_name_plural = "优秀公示异议"
        ordering = ("round", "id")

    def __str__(self) -> str:
        return f"{self.line.person}：{self.words}"


class AnnualForm(models.Model):
    """公务员年度考核表: prefilled with twelve months and four quarters, which nobody changes here (XM-10)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    year = models.IntegerField("年度")
    state = models.CharField("状态", max_length=8, choices=labels(ANNUAL_NAMES), default="open")
    summary = models.TextField("个人总结", blank=True)
    grade = models.CharField("等次", max_length=40, blank=True)
    words = models.TextField("领导评鉴", blank=True)
    graded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="评鉴人")
    opened_on = models.DateField("建立日期")

    class Meta:
        verbose_name = "公务员年度考核表"
        verbose_name_plural = "公务员年度考核表"
        ordering = ("-year", "person__sort_key", "person__code")
        constraints = (models.UniqueConstraint(fields=("person", "year"), name="annual_form_once"),)

    def __str__(self) -> str:
        return f"{self.year} {self.person}"


class AnnualLine(models.Model):
    """年度考核表预填: a result of a month or a quarter, as it was fixed; locked."""

    form = models.ForeignKey(AnnualForm, models.PROTECT, related_name="lines", verbose_name="年度考核表")
    result = models.ForeignKey(PersonResult, models.PROTECT, related_name="+", verbose_name="人员结果")

    class Meta:
        verbose_name = "年度考核表预填"
        verbose_name_plural = "年度考核表预填"
        ordering = ("form", "result__every", "result__period", "result")
        constraints = (models.UniqueConstraint(fields=("form", "result"), name="annual_line_once"),)

    def __str__(self) -> str:
        return str(self.result)
