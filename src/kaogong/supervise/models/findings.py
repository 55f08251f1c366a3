"""Findings and what follows: rectification, documents, circulars, talks, opinions broken down, controls that failed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.settings import Declared, declare
from kaogong.plan.models import Exact
from kaogong.supervise.models.inspections import CheckItem, Inspection, Visit, VisitEntry
from kaogong.supervise.states.inspections import (
    CATEGORIES,
    CHANNELS,
    CIRCULAR_NAMES,
    FINDING_NAMES,
    OPINION_NAMES,
    PAPER_NAMES,
    PAPERS,
    RECTIFICATION_NAMES,
)

declare(
    Declared("supervise.answer_days", _("被查单位几个工作日内说明"), "whole", 5, "proposed", "XM-51"),
    Declared("supervise.notice_days", _("发现问题后几个工作日内通报"), "whole", 3, "assumed", "LB-29"),
    Declared("supervise.feedback_days", _("突出问题几个工作日内反馈"), "whole", 1, "assumed", "LZ-26"),
    Declared("supervise.plan_days", _("几个工作日内报整改方案"), "whole", 10, "proposed", "LZ-27"),
    Declared("supervise.reply_days", _("文书几个自然日内答复"), "whole", 15, "proposed", "QH-16"),
    Declared("supervise.opinion_days", _("公众意见几个工作日内答复整改"), "whole", 15, "assumed", "FZ-18"),
    Declared("supervise.repeat_months", _("几个月内同类问题为重复"), "whole", 12, "proposed", "XJ-11"),
    Declared("supervise.control_repeats", _("同一控制几次失效为无效"), "whole", 3, "assumed", "JQ-13"),
    Declared("supervise.control_months", _("按几个月统计控制失效"), "whole", 12, "assumed", "JQ-13"),
    Declared("supervise.style_below", _("作风评定低于几分须限期整顿"), "whole", 60, "assumed", "LB-32"),
    Declared("supervise.style_days", _("限期整顿的自然日数"), "whole", 60, "assumed", "LB-32"),
    Declared(
        "supervise.topics",
        _("专项治理的内容"),
        "list",
        ["教育乱收费", "有偿补课", "医药购销", "医疗服务", "药品集中挂网招标采购"],
        "source",
        "QH-52",
    ),
)


class Control(models.Model):
    """内控措施: a control that should have kept something from happening, and how it was improved (JQ-13)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    name = models.CharField("措施", max_length=120)

    class Meta:
        verbose_name = "内控措施"
        verbose_name_plural = "内控措施"
        ordering = ("unit", "name")
        constraints = (models.UniqueConstraint(fields=("unit", "name"), name="control_once"),)

    def __str__(self) -> str:
        return self.name


class Finding(models.Model):
    """检查问题: it counts only when the unit had its say and a second person confirmed it.

    `counts`: it takes marks. `answer_due`: until when the unit may say what it has to say.
    """

    number = models.CharField("问题编号", max_length=24, unique=True)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="检查对象")
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="检查"
    )
    entry = models.ForeignKey(
        VisitEntry, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="现场记录"
    )
    item = models.ForeignKey(CheckItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="检查项")
    channel = models.CharField("发现渠道", max_length=10, choices=labels(CHANNELS))
    category = models.CharField("类别", max_length=12, choices=labels(CATEGORIES))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    above = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主管部门")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    found_at = models.DateTimeField("发现时间")
    found_on = models.DateField("发现日期")
    place = models.CharField("地点", max_length=160, blank=True)
    window = models.CharField("窗口", max_length=60, blank=True)
    words = models.TextField("事实")
    topic = models.CharField("专项", max_length=40, blank=True)
    unit_points = Exact("扣单位分", null=True, blank=True)
    person_points = Exact("扣个人分", null=True, blank=True)
    grave = models.BooleanField("严重", default=False)
    prominent = models.BooleanField("突出问题", default=False)
    violation = models.BooleanField("违规", default=False)
    counts = models.BooleanField("计分", default=True)
    state = models.CharField("状态", max_length=10, choices=labels(FINDING_NAMES), default="recorded")
    repeat_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="重复于")
    notice_due = models.DateField("通报期限")
    noticed_on = models.DateField("通报日期", null=True)
    answer_due = models.DateField("说明期限")
    answer = models.TextField("单位说明", blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="说明人")
    answered_at = models.DateTimeField("说明时间", null=True)
    silent_on = models.DateField("逾期未说明记录日期", null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    reason = models.TextField("理由", blank=True)

    class Meta:
        verbose_name = "检查问题"
        verbose_name_plural = "检查问题"
        ordering = ("-found_on", "-id")
        indexes = (
            models.Index(fields=("unit", "category", "found_on"), name="finding_repeat"),
            models.Index(fields=("state", "answer_due"), name="finding_due"),
            models.Index(fields=("found_on",), name="finding_day"),
        )

    def __str__(self) -> str:
        return self.number


class FindingProof(models.Model):
    """检查证据: a sealed file a finding rests on."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="proofs", verbose_name="检查问题")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="材料")
    name = models.CharField("名称", max_length=160)

    class Meta:
        verbose_name = "检查证据"
        verbose_name_plural = "检查证据"

    def __str__(self) -> str:
        return self.name


class Rectification(models.Model):
    """整改: from the order until cause, measures and result were checked by another person (LZ-27, LZ-28)."""

    finding = models.OneToOneField(Finding, models.PROTECT, related_name="rectification", verbose_name="检查问题")
    state = models.CharField("状态", max_length=8, choices=labels(RECTIFICATION_NAMES), default="ordered")
    ordered_on = models.DateField("责令日期")
    due_on = models.DateField("当前期限")
    goal = models.TextField("整改目标", blank=True)
    matter = models.TextField("整改事项", blank=True)
    limit = models.DateField("整改时限", null=True)
    measures = models.JSONField("整改措施", default=list)
    heard_on = models.DateField("听取汇报日期", null=True)
    causes = models.TextField("共同剖析的原因", blank=True)
    present = models.CharField("参加剖析", max_length=200, blank=True)
    planned_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="报方案人")
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审方案人")
    root = models.TextField("问题根源", blank=True)
    control = models.ForeignKey(
        Control, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="失效的内控措施"
    )
    improvement = models.TextField("内控改进", blank=True)
    standard = Exact("达标线", null=True, blank=True)
    result = Exact("整改结果", null=True, blank=True)
    outcome = models.TextField("结果说明", blank=True)
    handed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="报结人")
    handed_on = models.DateField("报结日期", null=True)
    checked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="复核人")
    closed_on = models.DateField("销号日期", null=True)
    escalated_on = models.DateField("升级日期", null=True)
    reason = models.TextField("退回理由", blank=True)

    class Meta:
        verbose_name = "整改"
        verbose_name_plural = "整改"
        ordering = ("due_on", "id")
        indexes = (models.Index(fields=("state", "due_on"), name="rectification_due"),)

    def __str__(self) -> str:
        return str(self.finding)


class Paper(models.Model):
    """督查文书: one of the documents an inspection issues, with its number and the day of the reply (QH-16)."""

    kind = models.CharField("文种", max_length=12, choices=labels(PAPERS))
    number = models.CharField("文号", max_length=40, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="收文单位")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="papers", verbose_name="检查问题")
    words = models.TextField("正文")
    issued_on = models.DateField("印发日期")
    reply_due = models.DateField("答复期限")
    state = models.CharField("状态", max_length=8, choices=labels(PAPER_NAMES), default="issued")
    reply = models.TextField("答复", blank=True)
    replied_on = models.DateField("答复日期", null=True)
    replied_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="答复人")
    sm3 = models.CharField("SM3", max_length=64)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="签发人")

    class Meta:
        verbose_name = "督查文书"
        verbose_name_plural = "督查文书"
        ordering = ("-issued_on", "-id")
        indexes = (models.Index(fields=("state", "reply_due"), name="paper_due"),)

    def __str__(self) -> str:
        return self.number


class Circular(models.Model):
    """检查通报: findings told to all units."""

    number = models.CharField("文号", max_length=40, unique=True)
    title = models.CharField("标题", max_length=160)
    words = models.TextField("正文")
    findings = models.ManyToManyField(Finding, related_name="+", verbose_name="检查问题")
    state = models.CharField("状态", max_length=10, choices=labels(CIRCULAR_NAMES), default="draft")
    published_on = models.DateField("印发日期", null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="拟稿人")
    published_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="签发人")

    class Meta:
        verbose_name = "检查通报"
        verbose_name_plural = "检查通报"
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class Talk(models.Model):
    """整改约谈: somebody answerable was talked to about a finding."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="talks", verbose_name="检查问题")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="约谈对象")
    held_on = models.DateField("约谈日期")
    words = models.TextField("约谈内容")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="约谈人")

    class Meta:
        verbose_name = "整改约谈"
        verbose_name_plural = "整改约谈"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.words[:40]


class Opinion(models.Model):
    """分解意见: one opinion of the public, given to the one unit that must answer that very item (FZ-18)."""

    batch = models.CharField("批次", max_length=80)
    number = models.CharField("序号", max_length=20)
    words = models.TextField("意见")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="责任单位")
    sent_on = models.DateField("分解日期")
    due_on = models.DateField("答复期限")
    state = models.CharField("状态", max_length=8, choices=labels(OPINION_NAMES), default="sent")
    reply = models.TextField("对应答复", blank=True)
    result = models.TextField("整改结果", blank=True)
    replied_on = models.DateField("答复日期", null=True)
    replied_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="答复人")

    class Meta:
        verbose_name = "分解意见"
        verbose_name_plural = "分解意见"
        ordering = ("batch", "id")
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="opinion_item_once"),)
        indexes = (models.Index(fields=("unit", "state"), name="supervise_opinion_unit"),)

    def __str__(self) -> str:
        return f"{self.batch} {self.number}"


class StyleRating(models.Model):
    """作风评定: how the thought and work style of a team was rated; too low opens a rectification by a deadline (LB-32)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="领导班子")
    period = models.CharField("时期", max_length=8)
    score = Exact("评定得分")
    rated_on = models.DateField("评定日期")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="+", verbose_name="检查问题")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "作风评定"
        verbose_name_plural = "作风评定"
        ordering = ("-rated_on", "-id")
        constraints = (models.UniqueConstraint(fields=("unit", "period"), name="style_rating_once"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"
