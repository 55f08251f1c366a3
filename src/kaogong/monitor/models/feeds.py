"""Authoritative figures: who supplied them, from which file, and who answers for them."""

from __future__ import annotations

from django.db import models

from kaogong.audit.models import Evidence
from kaogong.monitor.states import FEED_NAMES
from kaogong.org.models import Account, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models import Cycle, Exact, Indicator


class Feed(models.Model):
    """权威数据: figures that came together, of one authority, from one sealed file."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="周期")
    authority = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="数据责任部门")
    state = models.CharField("状态", max_length=10, choices=labels(FEED_NAMES), default="submitted")
    name = models.CharField("文件名", max_length=160)
    source = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="原始文件")
    reason = models.TextField("理由", blank=True)
    supplied_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="提供人")
    supplied_at = models.DateTimeField("提供时间", auto_now_add=True)
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审核人")
    approved_at = models.DateTimeField("审核时间", null=True, blank=True)

    class Meta:
        verbose_name = "权威数据"
        verbose_name_plural = "权威数据"
        ordering = ("-supplied_at", "-id")
        indexes = (models.Index(fields=("cycle", "authority", "state"), name="feed_authority"),)

    def __str__(self) -> str:
        return self.name


class FeedValue(models.Model):
    """权威数值: one figure of a feed. The latest approved one holds; earlier ones stay on record."""

    feed = models.ForeignKey(Feed, models.PROTECT, related_name="values", verbose_name="权威数据")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="指标")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    period = models.CharField("时期", max_length=8)
    value = Exact("数值")
    row = models.IntegerField("表中行号")

    class Meta:
        verbose_name = "权威数值"
        verbose_name_plural = "权威数值"
        constraints = (models.UniqueConstraint(fields=("feed", "indicator", "unit", "period"), name="feed_value_once"),)
        indexes = (models.Index(fields=("indicator", "unit", "period"), name="feed_value_unit"),)

    def __str__(self) -> str:
        return f"{self.indicator} {self.period} {self.value}"
