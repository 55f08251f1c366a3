"""The year of an appraisal: its stages, its rules of planning, who takes part."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Body, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models.exact import Exact
from kaogong.plan.states import CYCLE_NAMES


class Cycle(models.Model):
    """考核周期. What a rulebook leaves open about planning is set here, for this year; nothing of it is built in."""

    year = models.IntegerField("年度")
    title = models.CharField("名称", max_length=80)
    state = models.CharField("状态", max_length=10, choices=labels(CYCLE_NAMES), default="draft")
    since = models.DateField("起")
    until = models.DateField("至(含)")
    organiser = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="组织单位")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="领导机构")
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上一周期"
    )
    letter = models.CharField("责任书名称", max_length=80, default="绩效目标责任书")
    rounds_up = models.IntegerField("自下而上至少几轮", default=0)
    rounds_down = models.IntegerField("自上而下至少几轮", default=0)
    years_compared = models.IntegerField("纵向比较几年", null=True, blank=True)
    acknowledge_days = models.IntegerField("几日内签收", null=True, blank=True)
    own_items = models.IntegerField("自定项目至多几项", null=True, blank=True)
    own_points = Exact("自定项目每项至多几分", null=True, blank=True)
    elements = ArrayField(models.CharField(max_length=20), verbose_name="目标须写明", default=list, blank=True)
    tests = ArrayField(models.CharField(max_length=20), verbose_name="指标须满足", default=list, blank=True)
    families = ArrayField(models.CharField(max_length=40), verbose_name="责任书目标门类", default=list, blank=True)
    to_persons = models.BooleanField("指标须落实到人", default=False)
    needs_task = models.BooleanField("指标须对应任务", default=False)

    class Meta:
        verbose_name = "考核周期"
        verbose_name_plural = "考核周期"
        ordering = ("-year", "title")
        constraints = (
            models.UniqueConstraint(fields=("year", "title"), name="cycle_once"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="cycle_until_after_since"),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.title}"


class Stage(models.Model):
    """阶段: when a part of the year begins and ends, and who sees to it."""

    KEYS = (
        ("plan", _("谋划")),
        ("monitor", _("监测")),
        ("supervise", _("督查")),
        ("assess", _("考评")),
        ("decide", _("评定")),
        ("answer", _("申诉")),
    )
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="stages", verbose_name="周期")
    key = models.CharField("阶段", max_length=12, choices=KEYS)
    place = models.IntegerField("次序")
    since = models.DateField("起")
    until = models.DateField("至(含)")
    owner = models.CharField("负责", max_length=80)

    class Meta:
        verbose_name = "阶段"
        verbose_name_plural = "阶段"
        ordering = ("cycle", "place")
        constraints = (
            models.UniqueConstraint(fields=("cycle", "key"), name="stage_once"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="stage_until_after_since"),
        )

    def __str__(self) -> str:
        return self.get_key_display()


class ChainStep(models.Model):
    """审批环节: one step of the approval of an adjustment, in order, and whose power takes it."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="chain", verbose_name="周期")
    place = models.IntegerField("次序")
    name = models.CharField("环节", max_length=60)
    power = models.CharField("权限", max_length=20)

    class Meta:
        verbose_name = "审批环节"
        verbose_name_plural = "审批环节"
        ordering = ("cycle", "place")
        constraints = (models.UniqueConstraint(fields=("cycle", "place"), name="chain_step_once"),)

    def __str__(self) -> str:
        return self.name


class Cancellation(models.Model):
    """取消单独考核: a unit that may no longer run an appraisal of its own (QH-22)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    since = models.IntegerField("自年度")
    document = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = "取消单独考核"
        verbose_name_plural = "取消单独考核"
        constraints = (models.UniqueConstraint(fields=("unit",), name="cancellation_once"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.since}"
