"""Reports: what a unit says about a target or a task in a period, with what it shows for it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kaogong.audit.models import Evidence
from kaogong.monitor.models.rules import PartRule
from kaogong.monitor.states import REPORT_NAMES, STANDINGS
from kaogong.org.models import Account, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models import Cycle, Exact, Target, Task


class Report(models.Model):
    """进展: one target or one task in one period. A value that is not there is missing, and never zero."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="周期")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="目标")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="任务")
    period = models.CharField("时期", max_length=8)
    state = models.CharField("状态", max_length=10, choices=labels(REPORT_NAMES), default="draft")
    standing = models.CharField("办理情况", max_length=10, choices=labels(STANDINGS), default="ongoing")
    value = Exact("累计完成", null=True, blank=True)
    words = models.TextField("进展说明", blank=True)
    cause = models.TextField("未完成原因", blank=True)
    due = models.DateField("截止日期", null=True, blank=True)
    red = models.BooleanField("提交时红灯", default=False)
    late = models.IntegerField("迟报几个工作日", default=0)
    version = models.IntegerField("版次", default=0)
    told = models.TextField("退回原因", blank=True)
    written_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="填报人")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    signed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="签批人")
    signed_at = models.DateTimeField("签批时间", null=True, blank=True)
    verified_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="核对人")
    verified_at = models.DateTimeField("核对时间", null=True, blank=True)

    class Meta:
        verbose_name = "进展"
        verbose_name_plural = "进展"
        ordering = ("cycle", "unit", "period", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(target__isnull=False, task__isnull=True) | Q(target__isnull=True, task__isnull=False),
                name="report_on_one",
            ),
            models.UniqueConstraint(fields=("target", "task", "period"), nulls_distinct=False, name="report_once"),
        )
        indexes = (
            models.Index(fields=("cycle", "period", "state"), name="report_period"),
            models.Index(fields=("unit", "period"), name="report_unit"),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.target or self.task}"


class PartFigure(models.Model):
    """其中数: a part of the value of a report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="parts", verbose_name="进展")
    rule = models.ForeignKey(PartRule, models.PROTECT, related_name="+", verbose_name="其中项")
    value = Exact("数值")

    class Meta:
        verbose_name = "其中数"
        verbose_name_plural = "其中数"
        constraints = (models.UniqueConstraint(fields=("report", "rule"), name="part_figure_once"),)

    def __str__(self) -> str:
        return f"{self.rule} {self.value}"


class Attachment(models.Model):
    """附证: a sealed file shown with a report. Withdrawn, it stays on record."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="attachments", verbose_name="进展")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="证据")
    name = models.CharField("名称", max_length=160)
    taken_on = models.DateField("形成日期", null=True, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    withdrawn = models.BooleanField("已撤回", default=False)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "附证"
        verbose_name_plural = "附证"
        constraints = (models.UniqueConstraint(fields=("report", "evidence"), name="attachment_once"),)
        indexes = (models.Index(fields=("evidence",), name="attachment_evidence"),)

    def __str__(self) -> str:
        return self.name


class Explanation(models.Model):
    """红灯说明: why a target is behind, how it catches up, and by which day."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="explanation", verbose_name="进展")
    reason = models.TextField("原因")
    remedy = models.TextField("追赶办法")
    by_day = models.DateField("赶上日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="说明人")
    at = models.DateTimeField("时间", auto_now=True)

    class Meta:
        verbose_name = "红灯说明"
        verbose_name_plural = "红灯说明"

    def __str__(self) -> str:
        return str(self.report)


class Exemption(models.Model):
    """补报准许: a named exception to the lock of a period, for one unit, until a day."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="周期")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    period = models.CharField("时期", max_length=8)
    until = models.DateField("至(含)")
    reason = models.TextField("理由")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="批准人")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "补报准许"
        verbose_name_plural = "补报准许"
        indexes = (models.Index(fields=("cycle", "unit", "period"), name="exemption_unit"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"
