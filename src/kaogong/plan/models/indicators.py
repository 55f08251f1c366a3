"""Indicators: what is measured, in whose plan, after which basis; and the figures targets are compared with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models.cycles import Cycle
from kaogong.plan.models.editions import Adoption
from kaogong.plan.models.exact import Exact
from kaogong.plan.states import INDICATOR_NAMES


class Contest(models.Model):
    """竞赛: a contest of areas whose figures may enter the indicators (FZ-06)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="contests", verbose_name="周期")
    name = models.CharField("名称", max_length=80)

    class Meta:
        verbose_name = "竞赛"
        verbose_name_plural = "竞赛"
        constraints = (models.UniqueConstraint(fields=("cycle", "name"), name="contest_once"),)

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """竞赛指标: one figure on which a contest ranks."""

    DIRECTIONS = (("higher", _("越高越好")), ("lower", _("越低越好")))
    contest = models.ForeignKey(Contest, models.CASCADE, related_name="measures", verbose_name="竞赛")
    name = models.CharField("名称", max_length=120)
    unit = models.CharField("计量单位", max_length=20, blank=True)
    direction = models.CharField("方向", max_length=8, choices=DIRECTIONS)

    class Meta:
        verbose_name = "竞赛指标"
        verbose_name_plural = "竞赛指标"
        constraints = (models.UniqueConstraint(fields=("contest", "name"), name="measure_once"),)

    def __str__(self) -> str:
        return self.name


class Standing(models.Model):
    """竞赛数值: what a unit has reached on a figure of a contest."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="standings", verbose_name="竞赛指标")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    value = Exact("数值")

    class Meta:
        verbose_name = "竞赛数值"
        verbose_name_plural = "竞赛数值"
        constraints = (models.UniqueConstraint(fields=("measure", "unit"), name="standing_once"),)

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"


class Mandate(models.Model):
    """单位职责: what a unit is there for (三定), so that it is asked for nothing else (QD-28)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    name = models.CharField("职责", max_length=200)

    class Meta:
        verbose_name = "单位职责"
        verbose_name_plural = "单位职责"
        constraints = (models.UniqueConstraint(fields=("unit", "name"), name="mandate_once"),)

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """指标: of an adopted edition (`adoption`, `sheet`, `item`), or set by a unit for itself (`owner`)."""

    ORIGINS = (("rulebook", _("考核办法")), ("unit", _("单位自定")), ("contest", _("竞赛导入")))
    LEVELS = (("key", _("一级")), ("secondary", _("二级")))
    DIRECTIONS = (("higher", _("越高越好")), ("lower", _("越低越好")), ("none", _("不论高低")))
    SPLITS = (("sum", _("合计型")), ("carried", _("传导型")), ("none", _("不分解")))
    PARTS = (("common", _("共性目标")), ("functional", _("职能业务目标")), ("assigned", _("上级部署和临时交办")))
    YIELDS = (("", _("未区分")), ("visible", _("显绩")), ("latent", _("潜绩")))

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="indicators", verbose_name="周期")
    adoption = models.ForeignKey(
        Adoption, models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name="办法采用"
    )
    sheet = models.CharField("考核表", max_length=80, blank=True)
    item = models.CharField("办法项目", max_length=120, blank=True)
    fact = models.CharField("目标数据项", max_length=120, blank=True)
    actual = models.CharField("实绩数据项", max_length=120, blank=True)
    name = models.CharField("名称", max_length=160)
    origin = models.CharField("来历", max_length=10, choices=ORIGINS, default="rulebook")
    state = models.CharField("状态", max_length=10, choices=labels(INDICATOR_NAMES), default="draft")
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="设定单位")
    authority = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会签部门"
    )
    level = models.CharField("层次", max_length=10, choices=LEVELS, default="secondary")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级指标"
    )
    place = models.IntegerField("排列次序", default=0)
    full = Exact("满分", null=True, blank=True)
    weight = Exact("权重", null=True, blank=True)
    unit = models.CharField("计量单位", max_length=20, blank=True)
    places = models.IntegerField("小数位数", default=0)
    direction = models.CharField("方向", max_length=8, choices=DIRECTIONS, default="higher")
    splits = models.CharField("分解方式", max_length=8, choices=SPLITS, default="sum")
    basis = models.CharField("依据", max_length=120, blank=True)
    source = models.CharField("数据来源", max_length=120, blank=True)
    family = models.CharField("门类", max_length=40, blank=True)
    part = models.CharField("目标类型", max_length=12, choices=PARTS, default="functional")
    yields = models.CharField("显绩或潜绩", max_length=8, choices=YIELDS, blank=True, default="")
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="竞赛来源"
    )
    endorsed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="会签人")
    endorsed_at = models.DateTimeField("会签时间", null=True)

    class Meta:
        verbose_name = "指标"
        verbose_name_plural = "指标"
        ordering = ("cycle", "place", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("adoption", "sheet", "item"), condition=Q(adoption__isnull=False), name="indicator_item_once"
            ),
            models.UniqueConstraint(
                fields=("cycle", "owner", "name"), condition=Q(owner__isnull=False), name="indicator_own_once"
            ),
        )
        indexes = (models.Index(fields=("cycle", "parent", "place"), name="indicator_tree"),)

    def __str__(self) -> str:
        return self.name


class Reference(models.Model):
    """参照数值: what peers reached, what the unit itself reached before, what a benchmark says (QD-07)."""

    KINDS = (("past", _("本单位往年")), ("peer", _("同类单位")), ("benchmark", _("基准")))
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="references", verbose_name="指标")
    kind = models.CharField("种类", max_length=10, choices=KINDS)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    whom = models.CharField("参照对象", max_length=80, blank=True)
    year = models.IntegerField("年度")
    value = Exact("数值")
    source = models.CharField("来源", max_length=200, blank=True)

    class Meta:
        verbose_name = "参照数值"
        verbose_name_plural = "参照数值"
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "kind", "unit", "whom", "year"), nulls_distinct=False, name="reference_once"
            ),
        )
        indexes = (models.Index(fields=("unit", "year"), name="reference_unit"),)

    def __str__(self) -> str:
        return f"{self.year} {self.value}"
