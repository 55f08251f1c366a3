"""What happens to a task: progress with proof, checks, urging, extensions, the request to close it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models import Exact
from kaogong.supervise.models.tasks import Task, TaskTable
from kaogong.supervise.states.tasks import CHECKS, STEPS, VERDICT_NAMES


class TaskEntry(models.Model):
    """任务进展: what a lead or a co-handler says of a period. It counts once another person has verified it."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="entries", verbose_name="督办任务")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    period = models.CharField("时期", max_length=8)
    on = models.DateField("填报日期")
    share = Exact("累计进度(%)", null=True)
    words = models.TextField("进展情况")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="填报人")
    verified_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="核实人")
    verified_on = models.DateField("核实日期", null=True)

    class Meta:
        verbose_name = "任务进展"
        verbose_name_plural = "任务进展"
        ordering = ("-on", "-id")
        indexes = (models.Index(fields=("task", "period"), name="task_entry_period"),)

    def __str__(self) -> str:
        return self.words[:40]


class TaskClosing(models.Model):
    """销号申请: the task is said to be done; somebody else looks at the proof before it is closed."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="closings", verbose_name="督办任务")
    words = models.TextField("完成情况")
    on = models.DateField("申请日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="申请人")
    state = models.CharField("状态", max_length=8, choices=labels(VERDICT_NAMES), default="asked")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="核销人")
    decided_on = models.DateField("核销日期", null=True)
    reason = models.TextField("核销意见", blank=True)

    class Meta:
        verbose_name = "销号申请"
        verbose_name_plural = "销号申请"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("task",), condition=Q(state="asked"), name="task_closing_one_open"),
        )

    def __str__(self) -> str:
        return self.words[:40]


class TaskProof(models.Model):
    """任务佐证: a sealed file shown with progress or with the request to close."""

    entry = models.ForeignKey(
        TaskEntry, models.PROTECT, null=True, blank=True, related_name="proofs", verbose_name="任务进展"
    )
    closing = models.ForeignKey(
        TaskClosing, models.PROTECT, null=True, blank=True, related_name="proofs", verbose_name="销号申请"
    )
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="证据")
    name = models.CharField("名称", max_length=160)
    on = models.DateField("上传日期")

    class Meta:
        verbose_name = "任务佐证"
        verbose_name_plural = "任务佐证"
        constraints = (
            models.CheckConstraint(
                condition=Q(entry__isnull=False, closing__isnull=True) | Q(entry__isnull=True, closing__isnull=False),
                name="task_proof_of_one",
            ),
        )

    def __str__(self) -> str:
        return self.name


class TaskCheck(models.Model):
    """跟踪检查: how far a task is against its plan in a period, with problems and remedies (XM-04, DX-11)."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="checks", verbose_name="督办任务")
    kind = models.CharField("种类", max_length=8, choices=labels(CHECKS))
    period = models.CharField("时期", max_length=8)
    on = models.DateField("检查日期")
    share = Exact("进度(%)", null=True)
    planned = Exact("计划进度(%)", null=True)
    missing = models.JSONField("缺报月份", default=list)
    problems = models.TextField("问题", blank=True)
    remedies = models.TextField("解决办法和对策", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="检查人")

    class Meta:
        verbose_name = "跟踪检查"
        verbose_name_plural = "跟踪检查"
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("task", "kind", "period"), condition=~Q(kind="random"), name="task_check_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period}"


class CheckRound(models.Model):
    """检查轮次: a period of checks of a table that is closed, every task having its row (DX-11)."""

    table = models.ForeignKey(TaskTable, models.PROTECT, related_name="rounds", verbose_name="任务分解表")
    kind = models.CharField("种类", max_length=8, choices=labels(CHECKS))
    period = models.CharField("时期", max_length=8)
    rows = models.IntegerField("任务数")
    due = models.DateField("应于")
    closed_on = models.DateField("完成日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="办理人")

    class Meta:
        verbose_name = "检查轮次"
        verbose_name_plural = "检查轮次"
        ordering = ("-closed_on", "-id")
        constraints = (models.UniqueConstraint(fields=("table", "kind", "period"), name="check_round_once"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period}"


class TaskUrging(models.Model):
    """任务催办: a reminder before the limit, a step after it, or by hand; each step is sent once for a limit."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="urgings", verbose_name="督办任务")
    step = models.CharField("环节", max_length=10, choices=labels(STEPS))
    days = models.IntegerField("距时限天数", default=0)
    due = models.DateField("时限")
    on = models.DateField("催办日期")
    words = models.CharField("内容", max_length=300)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="催办人")

    class Meta:
        verbose_name = "任务催办"
        verbose_name_plural = "任务催办"
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("task", "step", "days", "due"), condition=~Q(step="hand"), name="task_urging_once"
            ),
        )
        indexes = (models.Index(fields=("on",), name="task_urging_on"),)

    def __str__(self) -> str:
        return self.words


class TaskExtension(models.Model):
    """延期申请: a later limit asked for, and what somebody above said of it."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="extensions", verbose_name="督办任务")
    old_due = models.DateField("当时时限")
    new_due = models.DateField("延至")
    reason = models.TextField("延期理由")
    on = models.DateField("申请日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="申请人")
    state = models.CharField("状态", max_length=8, choices=labels(VERDICT_NAMES), default="asked")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审批人")
    decided_on = models.DateField("审批日期", null=True)
    words = models.TextField("审批意见", blank=True)

    class Meta:
        verbose_name = "延期申请"
        verbose_name_plural = "延期申请"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("task",), condition=Q(state="asked"), name="task_extension_one_open"),
        )

    def __str__(self) -> str:
        return f"{self.old_due} → {self.new_due}"
