"""Mid-year adjustments: what a unit asks to change, how much that is, and who agreed in which order."""

from __future__ import annotations

from django.db import models

from kaogong.org.models import Account, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models.cycles import ChainStep, Cycle
from kaogong.plan.models.exact import Exact
from kaogong.plan.models.targets import Target
from kaogong.plan.states import ADJUSTMENT_NAMES


class Adjustment(models.Model):
    """年中调整: the changes a unit asks for at once. Window, number and bound are the rulebook's."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="adjustments", verbose_name="周期")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    asked_on = models.DateField("申请日期")
    state = models.CharField("状态", max_length=10, choices=labels(ADJUSTMENT_NAMES), default="asked")
    reason = models.TextField("理由")
    size = Exact("调整幅度(%)")
    asked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="申请人")

    class Meta:
        verbose_name = "年中调整"
        verbose_name_plural = "年中调整"
        ordering = ("cycle", "-asked_on", "id")
        indexes = (models.Index(fields=("cycle", "unit"), name="adjustment_unit"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.asked_on}"


class Change(models.Model):
    """调整内容: one target, from what to what."""

    adjustment = models.ForeignKey(Adjustment, models.CASCADE, related_name="changes", verbose_name="年中调整")
    target = models.ForeignKey(Target, models.PROTECT, related_name="+", verbose_name="目标")
    old_value = Exact("原目标值", null=True, blank=True)
    new_value = Exact("新目标值", null=True, blank=True)
    old_points = Exact("原分值", null=True, blank=True)
    new_points = Exact("新分值", null=True, blank=True)

    class Meta:
        verbose_name = "调整内容"
        verbose_name_plural = "调整内容"
        constraints = (models.UniqueConstraint(fields=("adjustment", "target"), name="change_once"),)

    def __str__(self) -> str:
        return f"{self.target_id}: {self.old_value} → {self.new_value}"


class Approval(models.Model):
    """审批记录: a step of the chain was taken."""

    adjustment = models.ForeignKey(Adjustment, models.CASCADE, related_name="approvals", verbose_name="年中调整")
    step = models.ForeignKey(ChainStep, models.PROTECT, related_name="+", verbose_name="环节")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审批人")
    at = models.DateTimeField("时间", auto_now_add=True)
    words = models.TextField("意见", blank=True)

    class Meta:
        verbose_name = "审批记录"
        verbose_name_plural = "审批记录"
        ordering = ("adjustment", "step__place")
        constraints = (models.UniqueConstraint(fields=("adjustment", "step"), name="approval_once"),)

    def __str__(self) -> str:
        return str(self.step)
