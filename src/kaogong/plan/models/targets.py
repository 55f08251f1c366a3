"""Targets: an indicator for a unit or a person, how its value was agreed, and what it counts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models.cycles import Cycle
from kaogong.plan.models.exact import Exact
from kaogong.plan.models.indicators import Indicator, Mandate
from kaogong.plan.states import TARGET_NAMES


class Target(models.Model):
    """目标: what a unit (or, in it, a person) is to reach on an indicator in a period. `value` is what binds."""

    TRACKS = (("", _("本级")), ("region", _("块：按区域")), ("system", _("条：按系统")), ("inside", _("单位内部")))
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="targets", verbose_name="周期")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name="指标")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    period = models.CharField("时期", max_length=8)
    state = models.CharField("状态", max_length=10, choices=labels(TARGET_NAMES), default="draft")
    version = models.IntegerField("版次", default=1)
    value = Exact("目标值", null=True, blank=True)
    baseline = Exact("基数", null=True, blank=True)
    benchmark = Exact("基准", null=True, blank=True)
    points = Exact("分值", null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级目标"
    )
    track = models.CharField("分解方式", max_length=8, choices=TRACKS, blank=True, default="")
    role = models.CharField("承担", max_length=8, choices=(("lead", _("牵头")), ("support", _("协办"))), default="lead")
    own = models.BooleanField("注明为自设", default=False)
    leader = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任领导")
    department = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任部门"
    )
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对应职责"
    )
    quantity = models.CharField("工作数量", max_length=200, blank=True)
    quality = models.CharField("工作质量", max_length=200, blank=True)
    progress = models.CharField("工作进度", max_length=200, blank=True)
    effect = models.CharField("预期效果", max_length=200, blank=True)
    measures = models.TextField("具体措施", blank=True)
    demands = models.TextField("要求", blank=True)
    due = models.DateField("完成时限", null=True, blank=True)
    told = ArrayField(models.CharField(max_length=200), verbose_name="退回原因", default=list, blank=True)
    appraised_at = models.DateTimeField("考核时间", null=True)

    class Meta:
        verbose_name = "目标"
        verbose_name_plural = "目标"
        ordering = ("cycle", "indicator__place", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "unit", "person", "period", "track"),
                condition=~Q(state="withdrawn"),
                nulls_distinct=False,
                name="target_once",
            ),
        )
        indexes = (
            models.Index(fields=("cycle", "unit", "state"), name="target_unit"),
            models.Index(fields=("parent",), name="target_parent"),
            models.Index(fields=("person",), name="target_person"),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.value}"


class Round(models.Model):
    """商定记录: one value put forward, from below or from above, with who and why. Never changed."""

    WAYS = (("up", _("自下而上")), ("down", _("自上而下")), ("agree", _("商定")), ("adjust", _("年中调整")))
    target = models.ForeignKey(Target, models.PROTECT, related_name="rounds", verbose_name="目标")
    number = models.IntegerField("第几次")
    way = models.CharField("方向", max_length=8, choices=WAYS)
    value = Exact("数值", null=True, blank=True)
    reason = models.TextField("理由")
    side = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="提出单位")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="提出人")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "商定记录"
        verbose_name_plural = "商定记录"
        ordering = ("target", "number")
        constraints = (models.UniqueConstraint(fields=("target", "number"), name="round_once"),)

    def __str__(self) -> str:
        return f"{self.number} {self.value}"


class Claim(models.Model):
    """计入内容: a thing counted in a target. Counted in two, it needs shares that make 100 % (HB-42)."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="claims", verbose_name="目标")
    what = models.CharField("内容", max_length=160)
    amount = Exact("数量")
    share = Exact("份额(%)", null=True, blank=True)

    class Meta:
        verbose_name = "计入内容"
        verbose_name_plural = "计入内容"
        constraints = (
            models.UniqueConstraint(fields=("target", "what"), name="claim_once"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | (Q(share__gt=0) & Q(share__lte=100)), name="claim_share_in_bounds"
            ),
        )
        indexes = (models.Index(fields=("what",), name="claim_what"),)

    def __str__(self) -> str:
        return self.what
