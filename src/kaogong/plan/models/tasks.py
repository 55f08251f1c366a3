"""Tasks: work plans, what is asked from above, what comes up in the year, and which indicators answer it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Person, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models.cycles import Cycle
from kaogong.plan.models.exact import Exact
from kaogong.plan.models.indicators import Indicator
from kaogong.plan.states import TASK_NAMES, WORKPLAN_NAMES


class WorkPlan(models.Model):
    """工作方案: how things stand, what is to be done, by which means (DX-04)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="workplans", verbose_name="周期")
    title = models.CharField("名称", max_length=160)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="制定单位")
    state = models.CharField("状态", max_length=10, choices=labels(WORKPLAN_NAMES), default="draft")
    situation = models.TextField("形势分析", blank=True)
    measures = models.TextField("措施", blank=True)
    events = ArrayField(models.CharField(max_length=40), verbose_name="部署方式", default=list, blank=True)
    deployed = models.DateField("部署日期", null=True, blank=True)

    class Meta:
        verbose_name = "工作方案"
        verbose_name_plural = "工作方案"
        constraints = (models.UniqueConstraint(fields=("cycle", "title"), name="workplan_once"),)

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """任务: one piece of work with one lead. Where it comes from decides what it needs."""

    ORIGINS = (
        ("plan", _("工作方案")),
        ("upper", _("上级任务")),
        ("annual", _("年度任务")),
        ("supervised", _("督办事项")),
        ("extra", _("计划外任务")),
    )
    ACTIONS = (("set", _("规定动作")), ("own", _("自选动作")))
    SIDES = (("", _("未分")), ("inner", _("内分解")), ("outer", _("外分解")))
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="tasks", verbose_name="周期")
    workplan = models.ForeignKey(
        WorkPlan, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="工作方案"
    )
    origin = models.CharField("来源", max_length=12, choices=ORIGINS)
    action = models.CharField("动作", max_length=4, choices=ACTIONS, default="set")
    number = models.IntegerField("序号")
    name = models.CharField("任务", max_length=200)
    state = models.CharField("状态", max_length=12, choices=labels(TASK_NAMES), default="draft")
    given_by = models.CharField("交办", max_length=120, blank=True)
    given_on = models.DateField("交办日期", null=True, blank=True)
    goal = models.CharField("目标", max_length=300, blank=True)
    standard = models.CharField("工作标准", max_length=300, blank=True)
    due = models.DateField("时限", null=True, blank=True)
    points = Exact("折算分值", null=True, blank=True)
    priority = models.CharField("重点类别", max_length=40, blank=True)
    side = models.CharField("分解", max_length=6, choices=SIDES, blank=True, default="")
    department = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任部门"
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    acknowledged_on = models.DateField("签收日期", null=True, blank=True)
    started_on = models.DateField("开工日期", null=True, blank=True)
    finished_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        verbose_name = "任务"
        verbose_name_plural = "任务"
        ordering = ("cycle", "workplan", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("cycle", "workplan", "origin", "number"), nulls_distinct=False, name="task_once"
            ),
        )
        indexes = (models.Index(fields=("cycle", "origin", "state"), name="task_origin"),)

    def __str__(self) -> str:
        return self.name


class TaskUnit(models.Model):
    """承担单位: the lead of a task, or one that supports it (DX-04)."""

    ROLES = (("lead", _("牵头")), ("support", _("协办")))
    task = models.ForeignKey(Task, models.CASCADE, related_name="units", verbose_name="任务")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    role = models.CharField("角色", max_length=8, choices=ROLES)

    class Meta:
        verbose_name = "承担单位"
        verbose_name_plural = "承担单位"
        constraints = (
            models.UniqueConstraint(fields=("task", "unit"), name="task_unit_once"),
            models.UniqueConstraint(fields=("task",), condition=Q(role="lead"), name="task_one_lead"),
        )

    def __str__(self) -> str:
        return f"{self.task} {self.get_role_display()}"


class Coverage(models.Model):
    """承接: an indicator answers a task, or carries an indicator of the level above down."""

    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="covered", verbose_name="任务")
    upper = models.ForeignKey(
        Indicator, models.CASCADE, null=True, blank=True, related_name="lower", verbose_name="上级指标"
    )
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="covers", verbose_name="承接指标")

    class Meta:
        verbose_name = "承接关系"
        verbose_name_plural = "承接关系"
        constraints = (
            models.CheckConstraint(
                condition=Q(task__isnull=False, upper__isnull=True) | Q(task__isnull=True, upper__isnull=False),
                name="coverage_of_one",
            ),
            models.UniqueConstraint(fields=("task", "upper", "indicator"), nulls_distinct=False, name="coverage_once"),
        )

    def __str__(self) -> str:
        return f"{self.task or self.upper} → {self.indicator}"
