"""What a cycle sets about monitoring: how often, by when, and from where a light turns. Nothing of it is built in."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account
from kaogong.plan.models import Cycle, Exact, Indicator, Target


class Rules(models.Model):
    """监测规则 of a cycle. What is empty is not set: no light without a threshold, no deadline without days."""

    FREQUENCIES = (("month", _("每月")), ("quarter", _("每季度")))
    cycle = models.OneToOneField(Cycle, models.PROTECT, related_name="+", verbose_name="周期")
    every = models.CharField("多久报一次", max_length=8, choices=FREQUENCIES, default="month")
    due_days = models.IntegerField("期末后第几个工作日截止", null=True, blank=True)
    lock_days = models.IntegerField("截止后第几个工作日锁定", null=True, blank=True)
    verify_days = models.IntegerField("几个工作日内核对", null=True, blank=True)
    explain_days = models.IntegerField("红灯后几个工作日内说明", null=True, blank=True)
    remind_days = ArrayField(models.IntegerField(), verbose_name="截止前第几个工作日提醒", default=list, blank=True)
    green_share = Exact("绿灯不低于序时(%)", null=True, blank=True)
    yellow_share = Exact("黄灯不低于序时(%)", null=True, blank=True)
    yellow_days = models.IntegerField("时限前几日亮黄灯", null=True, blank=True)
    jump_share = Exact("环比变动超过须说明(%)", null=True, blank=True)
    even = models.BooleanField("没有序时数的按时间均分", default=False)
    signed = models.BooleanField("须单位负责人签批", default=True)
    pieces = models.IntegerField("每份进展证据至多几件", null=True, blank=True)

    class Meta:
        verbose_name = "监测规则"
        verbose_name_plural = "监测规则"
        constraints = (
            models.CheckConstraint(
                condition=Q(yellow_share__isnull=True)
                | Q(green_share__isnull=True)
                | Q(green_share__gte=F("yellow_share")),
                name="rules_green_above_yellow",
            ),
        )

    def __str__(self) -> str:
        return str(self.cycle)


class PartRule(models.Model):
    """其中项: a figure asked beside the value of an indicator, which is a part of it and never larger."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="指标")
    name = models.CharField("名称", max_length=60)
    place = models.IntegerField("次序", default=0)

    class Meta:
        verbose_name = "其中项"
        verbose_name_plural = "其中项"
        ordering = ("indicator", "place", "id")
        constraints = (models.UniqueConstraint(fields=("indicator", "name"), name="part_rule_once"),)

    def __str__(self) -> str:
        return self.name


class Milestone(models.Model):
    """节点: what a target is to have reached by the end of a period (序时), in figures or in words."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="+", verbose_name="目标")
    period = models.CharField("时期", max_length=8)
    value = Exact("序时数", null=True, blank=True)
    words = models.CharField("节点要求", max_length=200, blank=True)
    reached_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        verbose_name = "节点"
        verbose_name_plural = "节点"
        ordering = ("target", "period")
        constraints = (
            models.UniqueConstraint(fields=("target", "period"), name="milestone_once"),
            models.CheckConstraint(condition=Q(value__isnull=False) | ~Q(words=""), name="milestone_says_what"),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.words or self.value}"


class Waiver(models.Model):
    """过程免报: a target that may be scored without a record of the year, by name (FZ-11)."""

    target = models.OneToOneField(Target, models.PROTECT, related_name="+", verbose_name="目标")
    reason = models.TextField("理由")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="批准人")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "过程免报"
        verbose_name_plural = "过程免报"

    def __str__(self) -> str:
        return str(self.target)
