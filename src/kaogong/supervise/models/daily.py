"""Daily supervision: what is watched, requests with their owner, warnings, early signs, interviews, drives, hearings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.audit.models import Evidence
from kaogong.listen.models import Result
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.settings import Declared, declare
from kaogong.plan.models import Exact, Target
from kaogong.supervise.models.tasks import Task
from kaogong.supervise.states.tasks import (
    CHANNELS,
    INTERVIEW_NAMES,
    REQUEST_NAMES,
    SIGN_NAMES,
    WARNING_NAMES,
    WATCHED,
    WAYS,
)

declare(
    Declared("daily.report_days", _("重要问题发现后几个工作日内报告"), "whole", 1, "assumed", "QH-32"),
    Declared("daily.request_days", _("首问后几日内须移交或答复"), "whole", 3, "assumed", "XM-39"),
    Declared("daily.acknowledge_days", _("预警后几个工作日内须确认"), "whole", 3, "assumed", "JQ-17"),
    Declared("daily.signs", _("同类苗头一季几次即为突出问题"), "whole", 3, "assumed", "LZ-25"),
    Declared("daily.weak_gap", _("低于均值几分为弱项"), "whole", 10, "assumed", "FZ-19"),
    Declared("daily.weak_share", _("末位百分之几为弱项"), "whole", 10, "assumed", "FZ-19"),
)


class Watched(models.Model):
    """监督事项: a major matter, a project, a problem found, a risk point, a key point or a lead (QH-34)."""

    kind = models.CharField("类别", max_length=12, choices=labels(WATCHED))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    words = models.CharField("事项", max_length=300)
    channel = models.CharField("监督渠道", max_length=12, choices=labels(CHANNELS), blank=True)
    happened_on = models.DateField("发生日期")
    reported_on = models.DateField("报告日期", null=True)
    corrected_on = models.DateField("整改日期", null=True)
    closed_on = models.DateField("办结日期", null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "监督事项"
        verbose_name_plural = "监督事项"
        ordering = ("-happened_on", "-id")
        indexes = (models.Index(fields=("kind", "happened_on"), name="watched_kind"),)

    def __str__(self) -> str:
        return self.words


class Attendance(models.Model):
    """监督台账: how somebody took part: joint meeting, patrol, duty report, dispatch; a problem is found in one (QH-32)."""

    watched = models.ForeignKey(Watched, models.PROTECT, related_name="attendances", verbose_name="监督事项")
    way = models.CharField("方式", max_length=10, choices=labels(WAYS))
    on = models.DateField("日期")
    words = models.TextField("情况")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "监督台账"
        verbose_name_plural = "监督台账"
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.words[:40]


class Request(models.Model):
    """首问事项: the first person asked owns it until it is handed over; a refusal is filed (XM-39, XM-40)."""

    words = models.CharField("事项", max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    received_on = models.DateField("受理日期")
    first = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="首问责任人")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="现责任人")
    since = models.DateField("现责任人自")
    state = models.CharField("状态", max_length=10, choices=labels(REQUEST_NAMES), default="open")
    answer = models.TextField("答复", blank=True)
    answered_on = models.DateField("答复日期", null=True)
    reason = models.TextField("否定理由", blank=True)
    filed_on = models.DateField("报备日期", null=True)
    closed_on = models.DateField("办结日期", null=True)

    class Meta:
        verbose_name = "首问事项"
        verbose_name_plural = "首问事项"
        ordering = ("-received_on", "-id")

    def __str__(self) -> str:
        return self.words


class Handover(models.Model):
    """首问移交: from whom to whom, when, with which note."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="handovers", verbose_name="首问事项")
    giver = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="移交人")
    taker = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="接收人")
    on = models.DateField("日期")
    note = models.CharField("说明", max_length=300)

    class Meta:
        verbose_name = "首问移交"
        verbose_name_plural = "首问移交"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.note


class Alert(models.Model):
    """预警: raised, acknowledged, handled, closed; one nobody acknowledges goes up and may become a breach (JQ-17)."""

    words = models.CharField("风险", max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="责任人")
    superior = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="上级")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="督办任务")
    state = models.CharField("状态", max_length=12, choices=labels(WARNING_NAMES), default="raised")
    raised_on = models.DateField("产生日期")
    acknowledged_on = models.DateField("确认日期", null=True)
    handled_on = models.DateField("处置日期", null=True)
    measure = models.TextField("处置措施", blank=True)
    closed_on = models.DateField("关闭日期", null=True)
    escalated_on = models.DateField("报上级日期", null=True)
    real_on = models.DateField("风险发生日期", null=True)

    class Meta:
        verbose_name = "督查预警"
        verbose_name_plural = "督查预警"
        ordering = ("-raised_on", "-id")

    def __str__(self) -> str:
        return self.words


class Sign(models.Model):
    """苗头问题: reminded early; what keeps coming in a quarter is a prominent problem with a plan (LZ-25). It never deducts."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("问题种类", max_length=60)
    words = models.CharField("情况", max_length=300)
    on = models.DateField("日期")
    level = models.CharField("程度", max_length=10, choices=labels(SIGN_NAMES))
    due = models.DateField("纠正期限", null=True)
    plan = models.TextField("整改方案", blank=True)
    corrected_on = models.DateField("纠正日期", null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "苗头问题"
        verbose_name_plural = "苗头问题"
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.words


class Interview(models.Model):
    """督查约谈: of a unit answerable for something weak, or for a task long overdue, by a leader or the office (FZ-19).

    `review`: the released result of an evaluation in which the unit was weak.
    """

    SIDES = (("leader", _("市领导")), ("office", _("市效能办")))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="责任单位")
    subject = models.CharField("事由", max_length=200)
    score = Exact("得分", null=True)
    mean = Exact("全市均值", null=True)
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="督办任务")
    review = models.ForeignKey(Result, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="评议结果")
    state = models.CharField("状态", max_length=6, choices=labels(INTERVIEW_NAMES), default="open")
    opened_on = models.DateField("提出日期")
    side = models.CharField("约谈方", max_length=8, choices=SIDES, blank=True)
    signed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="签署人")
    held_on = models.DateField("约谈日期", null=True)
    words = models.TextField("约谈记录", blank=True)

    class Meta:
        verbose_name = "督查约谈"
        verbose_name_plural = "督查约谈"
        ordering = ("-opened_on", "-id")

    def __str__(self) -> str:
        return self.subject


class Drive(models.Model):
    """专项督查: every unit has a ledger, every item a standard (LZ-21)."""

    year = models.IntegerField("年度")
    title = models.CharField("名称", max_length=120)
    topics = models.JSONField("督查内容", default=list)
    since = models.DateField("起始日期")

    class Meta:
        verbose_name = "专项督查"
        verbose_name_plural = "专项督查"
        ordering = ("-since", "-id")

    def __str__(self) -> str:
        return self.title


class DriveItem(models.Model):
    """督查标准: an item of a drive and the standard it is held against."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="items", verbose_name="专项督查")
    place = models.IntegerField("序号")
    name = models.CharField("督查事项", max_length=200)
    standard = models.TextField("督查标准", blank=True)

    class Meta:
        verbose_name = "督查标准"
        verbose_name_plural = "督查标准"
        ordering = ("drive", "place")

    def __str__(self) -> str:
        return self.name


class DriveLedger(models.Model):
    """督查台账 of a unit in a drive."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="ledgers", verbose_name="专项督查")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    opened_on = models.DateField("建账日期")

    class Meta:
        verbose_name = "督查台账"
        verbose_name_plural = "督查台账"
        constraints = (models.UniqueConstraint(fields=("drive", "unit"), name="drive_ledger_once"),)

    def __str__(self) -> str:
        return f"{self.drive} {self.unit.code}"


class DriveLine(models.Model):
    """督查台账条目: an item as it stands with a unit."""

    ledger = models.ForeignKey(DriveLedger, models.PROTECT, related_name="lines", verbose_name="督查台账")
    item = models.ForeignKey(DriveItem, models.PROTECT, related_name="+", verbose_name="督查标准")
    words = models.TextField("情况")
    done_on = models.DateField("完成日期", null=True)

    class Meta:
        verbose_name = "督查台账条目"
        verbose_name_plural = "督查台账条目"
        constraints = (models.UniqueConstraint(fields=("ledger", "item"), name="drive_line_once"),)

    def __str__(self) -> str:
        return self.words[:40]


class Hearing(models.Model):
    """半年听取汇报: one report of every unit, and problems that become tasks (DX-12)."""

    period = models.CharField("时期", max_length=8, unique=True)
    title = models.CharField("名称", max_length=120)
    held_on = models.DateField("日期", null=True)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="应汇报单位")
    achievements = models.TextField("总结成绩", blank=True)
    exchange = models.TextField("交流经验", blank=True)

    class Meta:
        verbose_name = "听取汇报"
        verbose_name_plural = "听取汇报"
        ordering = ("-period",)

    def __str__(self) -> str:
        return self.title


class HearingReport(models.Model):
    """单位汇报: what a unit reports of a half-year."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="reports", verbose_name="听取汇报")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    words = models.TextField("汇报")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="附件")
    on = models.DateField("报送日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="报送人")

    class Meta:
        verbose_name = "单位汇报"
        verbose_name_plural = "单位汇报"
        constraints = (models.UniqueConstraint(fields=("hearing", "unit"), name="hearing_report_once"),)

    def __str__(self) -> str:
        return self.words[:40]


class HearingProblem(models.Model):
    """汇报问题: raised in a session; solved by a task."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="problems", verbose_name="听取汇报")
    words = models.CharField("问题", max_length=300)
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="+", verbose_name="督办任务")

    class Meta:
        verbose_name = "汇报问题"
        verbose_name_plural = "汇报问题"

    def __str__(self) -> str:
        return self.words


class TargetMark(models.Model):
    """督导目标: a target of the year that is key or difficult, and gets targeted supervision (HB-32)."""

    KINDS = (("key", _("重点")), ("hard", _("难点")))
    target = models.OneToOneField(Target, models.PROTECT, related_name="+", verbose_name="年度目标")
    kind = models.CharField("类别", max_length=6, choices=KINDS)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="选定人")

    class Meta:
        verbose_name = "督导目标"
        verbose_name_plural = "督导目标"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target}"
