"""Supervised tasks: what is asked for, by whom; the table that divides it; one task with its units and stages."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.settings import Declared, declare
from kaogong.plan.models import Exact, Target
from kaogong.supervise.states.tasks import SOURCE_KINDS, SOURCE_NAMES, STEPS, TABLE_NAMES, TASK_NAMES

declare(
    Declared(
        "tasks.escalation",
        _("督办任务逾期后第几个工作日办哪一步"),
        "table",
        {"handler": 1, "leader": 1, "chief": 5, "interview": 10},
        "assumed",
        "XM-05",
        {key: words for key, words in labels(STEPS) if key not in ("before", "hand")},
    ),
    Declared("tasks.extensions", _("督办任务可延期几次"), "whole", 1, "assumed", "XM-05"),
    Declared("tasks.gap", _("进度落后计划多少个百分点开展督导"), "whole", 10, "assumed", "HB-32"),
)


def remind_days() -> list[int]:
    """How many days before its limit a task is reminded of, where a table says nothing else."""
    return [7]


class TaskSource(models.Model):
    """交办来源: a deployment, a meeting, an instruction, a proposal; every item of it must become a task (XM-06)."""

    kind = models.CharField("来源类别", max_length=12, choices=labels(SOURCE_KINDS))
    title = models.CharField("名称", max_length=160)
    reference = models.CharField("文号或批示", max_length=80, blank=True)
    issuer = models.CharField("交办机关或领导", max_length=80, blank=True)
    given_on = models.DateField("交办日期")
    state = models.CharField("状态", max_length=8, choices=labels(SOURCE_NAMES), default="open")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "交办来源"
        verbose_name_plural = "交办来源"
        ordering = ("-given_on", "-id")

    def __str__(self) -> str:
        return self.title


class SourceItem(models.Model):
    """交办事项: one thing a source asks for."""

    source = models.ForeignKey(TaskSource, models.PROTECT, related_name="items", verbose_name="交办来源")
    place = models.IntegerField("序号")
    words = models.CharField("事项", max_length=300)

    class Meta:
        verbose_name = "交办事项"
        verbose_name_plural = "交办事项"
        ordering = ("source", "place")
        constraints = (models.UniqueConstraint(fields=("source", "place"), name="source_item_once"),)

    def __str__(self) -> str:
        return self.words


class TaskTable(models.Model):
    """任务分解表 of a year, with the rhythm its tasks are followed in (XM-01, QD-17)."""

    year = models.IntegerField("年度")
    title = models.CharField("名称", max_length=120)
    state = models.CharField("状态", max_length=8, choices=labels(TABLE_NAMES), default="draft")
    remind_days = ArrayField(models.IntegerField(), verbose_name="到期前几日提醒", default=remind_days)
    monthly = models.BooleanField("每月报告", default=True)
    quarterly = models.BooleanField("每季调度", default=True)
    half_yearly = models.BooleanField("每半年督查", default=True)
    month_day = models.IntegerField("月后几日前报告", default=5)
    quarter_day = models.IntegerField("季后几日前调度", default=10)
    half_day = models.IntegerField("半年后几日前督查", default=10)

    class Meta:
        verbose_name = "任务分解表"
        verbose_name_plural = "任务分解表"
        ordering = ("-year", "title")
        constraints = (models.UniqueConstraint(fields=("year", "title"), name="task_table_once"),)

    def __str__(self) -> str:
        return self.title


class TaskEdition(models.Model):
    """分解表版次: the table as it was issued; it never changes, the next one stands beside it (XM-03)."""

    table = models.ForeignKey(TaskTable, models.PROTECT, related_name="editions", verbose_name="任务分解表")
    number = models.IntegerField("版次")
    issued_on = models.DateField("下达日期")
    reason = models.CharField("事由", max_length=200, blank=True)
    content = models.JSONField("内容")
    sm3 = models.CharField("SM3", max_length=64)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="下达人")

    class Meta:
        verbose_name = "分解表版次"
        verbose_name_plural = "分解表版次"
        ordering = ("table", "-number")
        constraints = (models.UniqueConstraint(fields=("table", "number"), name="task_edition_once"),)

    def __str__(self) -> str:
        return f"{self.table} {self.number}"


class Task(models.Model):
    """督办任务: goal, requirements, limit and three responsible persons (XM-02). `original_due` stays when it is extended."""

    MARKS = (
        ("", _("一般")),
        ("key", _("重点")),
        ("hard", _("难点")),
        ("livelihood", _("民生工程")),
        ("major", _("重大项目")),
    )
    number = models.CharField("督办号", max_length=24, unique=True)
    table = models.ForeignKey(
        TaskTable, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="任务分解表"
    )
    source = models.ForeignKey(TaskSource, models.PROTECT, related_name="tasks", verbose_name="交办来源")
    item = models.ForeignKey(
        SourceItem, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="交办事项"
    )
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="年度目标")
    name = models.CharField("任务", max_length=200)
    mark = models.CharField("类别", max_length=12, choices=MARKS, blank=True, default="")
    goal = models.TextField("工作目标", blank=True)
    requirements = models.TextField("工作要求", blank=True)
    since = models.DateField("起始日期")
    due = models.DateField("时限", null=True, blank=True)
    original_due = models.DateField("原定时限", null=True)
    leader = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="责任领导")
    department = models.CharField("责任处室", max_length=80, blank=True)
    handler = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="具体承办人员")
    state = models.CharField("状态", max_length=10, choices=labels(TASK_NAMES), default="draft")
    share = Exact("进度(%)", null=True)
    closed_on = models.DateField("销号日期", null=True)
    reason = models.TextField("终止理由", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="立项人")

    class Meta:
        verbose_name = "督办任务"
        verbose_name_plural = "督办任务"
        ordering = ("number",)
        indexes = (
            models.Index(fields=("state", "due"), name="task_state_due"),
            models.Index(fields=("table", "state"), name="task_table_state"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class TaskHandler(models.Model):
    """承办单位: one leads, others co-handle."""

    ROLES = (("lead", _("主办")), ("co", _("协办")))
    task = models.ForeignKey(Task, models.CASCADE, related_name="handlers", verbose_name="督办任务")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    role = models.CharField("角色", max_length=4, choices=ROLES)

    class Meta:
        verbose_name = "承办单位"
        verbose_name_plural = "承办单位"
        ordering = ("task", "-role", "id")
        constraints = (
            models.UniqueConstraint(fields=("task", "unit"), name="task_handler_once"),
            models.UniqueConstraint(fields=("task",), condition=Q(role="lead"), name="task_handler_one_lead"),
        )

    def __str__(self) -> str:
        return self.get_role_display()


class TaskStage(models.Model):
    """阶段性任务: what is to be reached by when, and how far the whole should be by then."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="stages", verbose_name="督办任务")
    place = models.IntegerField("序号")
    name = models.CharField("阶段性任务", max_length=200)
    due = models.DateField("时限")
    planned = Exact("计划进度(%)", null=True)
    done_on = models.DateField("完成日期", null=True)

    class Meta:
        verbose_name = "阶段性任务"
        verbose_name_plural = "阶段性任务"
        ordering = ("task", "place")

    def __str__(self) -> str:
        return self.name
