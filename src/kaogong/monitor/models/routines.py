"""What comes round: checks, settlements, reports upward, meetings; quarterly bulletins; building plans; activities."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.audit.models import Evidence
from kaogong.monitor.states import BULLETIN_NAMES
from kaogong.org.models import Account, Body, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.settings import Declared, declare
from kaogong.plan.models import Cycle, Exact, Target, Task

declare(
    Declared(
        "activity.media",
        _("宣教载体"),
        "list",
        ["报刊", "广播", "电视", "出版", "文学", "艺术", "互联网"],
        "source",
        "DX-06",
    ),
    Declared("activity.links", _("宣教覆盖的环节"), "list", ["培养", "选拔", "管理", "奖惩"], "source", "DX-06"),
)


class Routine(models.Model):
    """例行事项: what has to be done every so often, in which parts, by when, and to whom it goes."""

    EVERY = (("month", _("每月")), ("quarter", _("每季度")), ("half", _("每半年")), ("year", _("每年")))
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="周期")
    name = models.CharField("名称", max_length=80)
    every = models.CharField("多久一次", max_length=8, choices=EVERY)
    parts = ArrayField(models.CharField(max_length=40), verbose_name="须办内容", default=list, blank=True)
    to = ArrayField(models.CharField(max_length=60), verbose_name="报送对象", default=list, blank=True)
    due_day = models.IntegerField("期末后第几日截止", default=0)
    minutes = models.BooleanField("须附纪要或材料", default=False)
    listed = models.BooleanField("须附任务清单", default=False)
    builds_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="汇总自"
    )
    basis = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        verbose_name = "例行事项"
        verbose_name_plural = "例行事项"
        ordering = ("cycle", "id")
        constraints = (models.UniqueConstraint(fields=("cycle", "name"), name="routine_once"),)

    def __str__(self) -> str:
        return self.name


class Assignee(models.Model):
    """承担者: who or what a routine is for: a unit, a person, a body; on a target or a task where it is about one."""

    routine = models.ForeignKey(Routine, models.PROTECT, related_name="assignees", verbose_name="例行事项")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机构")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="目标")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="任务")

    class Meta:
        verbose_name = "承担者"
        verbose_name_plural = "承担者"
        constraints = (
            models.UniqueConstraint(
                fields=("routine", "unit", "person", "body", "target", "task"),
                nulls_distinct=False,
                name="assignee_once",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(person__isnull=False) | Q(body__isnull=False),
                name="assignee_is_somebody",
            ),
        )

    def __str__(self) -> str:
        return str(self.task or self.target or self.person or self.body or self.unit)


class Filing(models.Model):
    """办理记录: one part of a routine done in a period. Done again, it is the next version; the old one stays."""

    assignee = models.ForeignKey(Assignee, models.PROTECT, related_name="filings", verbose_name="承担者")
    period = models.CharField("时期", max_length=8)
    part = models.CharField("内容", max_length=40, blank=True)
    version = models.IntegerField("版次", default=1)
    filed_on = models.DateField("办理日期")
    words = models.TextField("说明", blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="材料")
    figure = Exact("完成率(%)", null=True, blank=True)
    tasks = models.ManyToManyField(Task, related_name="+", blank=True, verbose_name="任务清单")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        ordering = ("assignee", "period", "part", "version")
        constraints = (models.UniqueConstraint(fields=("assignee", "period", "part", "version"), name="filing_once"),)

    def __str__(self) -> str:
        return f"{self.assignee} {self.period} {self.part}"


class Bulletin(models.Model):
    """监测通报: how the targets of a period stand, as it was published."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="周期")
    period = models.CharField("时期", max_length=8)
    state = models.CharField("状态", max_length=10, choices=labels(BULLETIN_NAMES), default="draft")
    content = models.JSONField("内容", default=dict)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    class Meta:
        verbose_name = "监测通报"
        verbose_name_plural = "监测通报"
        constraints = (models.UniqueConstraint(fields=("cycle", "period"), name="bulletin_once"),)

    def __str__(self) -> str:
        return self.period


class Construction(models.Model):
    """建设规划: what is built, in which steps, with which money (XJ-26)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="周期")
    title = models.CharField("名称", max_length=160)
    steps = models.TextField("实施步骤")
    content = models.TextField("建设内容")
    budget = Exact("资金预算(万元)")

    class Meta:
        verbose_name = "建设规划"
        verbose_name_plural = "建设规划"
        constraints = (models.UniqueConstraint(fields=("cycle", "title"), name="building_plan_once"),)

    def __str__(self) -> str:
        return self.title


class Site(models.Model):
    """建设点: an area or department where the plan is built, in which phase, and since when it is live."""

    plan = models.ForeignKey(Construction, models.PROTECT, related_name="sites", verbose_name="建设规划")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    phase = models.IntegerField("期次")
    live_on = models.DateField("投用日期", null=True, blank=True)

    class Meta:
        verbose_name = "建设点"
        verbose_name_plural = "建设点"
        constraints = (models.UniqueConstraint(fields=("plan", "unit"), name="site_once"),)

    def __str__(self) -> str:
        return str(self.unit)


class Activity(models.Model):
    """宣教活动: an activity with its medium and its link of cadre management (DX-06)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="周期")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    title = models.CharField("名称", max_length=160)
    medium = models.CharField("载体", max_length=20)
    link = models.CharField("环节", max_length=20)
    venue = models.CharField("场合", max_length=40, blank=True)
    held_on = models.DateField("日期")

    class Meta:
        verbose_name = "宣教活动"
        verbose_name_plural = "宣教活动"
        ordering = ("-held_on", "id")

    def __str__(self) -> str:
        return self.title
