"""Rounds of assessment: what is assessed, of whom, from which sources, by when, in which steps."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaogong.assess.states.ratings import RATERS
from kaogong.assess.states.rounds import KINDS, ROUND_NAMES, SOURCES, STEP_NAMES, WHO
from kaogong.org.models import Account, Body, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.settings import Declared, declare
from kaogong.plan.models import Adoption, Cycle, Exact, Indicator

declare(
    Declared("rounds.quarter_documents", _("季末月自评须一并报送"), "list", ["季小结"], "source", "QW-09"),
    Declared(
        "rounds.steps",
        _("考评步骤"),
        "list",
        ["总结述职", "民主测评", "个别座谈", "检查核实", "征求意见", "综合评价"],
        "source",
        "HB-34",
    ),
    Declared(
        "rounds.systems",
        _("内部控制考核须备的体系"),
        "list",
        ["评价指标体系", "标准体系", "评价方法体系", "程序"],
        "source",
        "JQ-20",
    ),
)


class Round(models.Model):
    """考评轮次: one round of a year: monthly, quarterly, annual, or a special one."""

    COMBINES = (("sum", _("各项相加")), ("weighted", _("按权重合成")))
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="周期")
    name = models.CharField("名称", max_length=120)
    kind = models.CharField("种类", max_length=8, choices=labels(KINDS))
    period = models.CharField("时期", max_length=8)
    adoption = models.ForeignKey(
        Adoption, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办法采用"
    )
    sheet = models.CharField("考核表", max_length=80, blank=True)
    state = models.CharField("状态", max_length=8, choices=labels(ROUND_NAMES), default="draft")
    opens = models.DateField("开始日期")
    report_due = models.DateField("自评截止", null=True, blank=True)
    enter_from = models.DateField("评分开始", null=True, blank=True)
    enter_until = models.DateField("评分截止", null=True, blank=True)
    signed = models.BooleanField("自评须负责人签批", default=True)
    documents = ArrayField(models.CharField(max_length=40), verbose_name="须一并报送", default=list, blank=True)
    needs = ArrayField(models.CharField(max_length=40), verbose_name="须备的体系", default=list, blank=True)
    systems = models.JSONField("体系说明", default=dict, blank=True)
    combine = models.CharField("合成方式", max_length=8, choices=COMBINES, default="sum")
    principal = models.CharField("主项", max_length=40, blank=True)
    opened_at = models.DateTimeField("启动时间", null=True, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    closed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="办结人")

    class Meta:
        verbose_name = "考评轮次"
        verbose_name_plural = "考评轮次"
        ordering = ("-opens", "id")
        constraints = (
            models.UniqueConstraint(fields=("cycle", "name"), name="assess_round_once"),
            models.CheckConstraint(
                condition=Q(enter_until__isnull=True) | Q(enter_until__gte=F("enter_from")), name="round_window"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """考评步骤: a step of a round; it opens only when the one before is closed (HB-34)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="steps", verbose_name="轮次")
    place = models.IntegerField("次序")
    name = models.CharField("步骤", max_length=40)
    state = models.CharField("状态", max_length=8, choices=labels(STEP_NAMES), default="waiting")
    note = models.TextField("情况", blank=True)
    opened_on = models.DateField("开始日期", null=True, blank=True)
    closed_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        verbose_name = "考评步骤"
        verbose_name_plural = "考评步骤"
        ordering = ("round", "place")
        constraints = (models.UniqueConstraint(fields=("round", "place"), name="step_once"),)

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """评分来源: one of the sides a result is made from; without a required one the round cannot close."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="sources", verbose_name="轮次")
    place = models.IntegerField("次序")
    kind = models.CharField("方式", max_length=8, choices=labels(SOURCES))
    name = models.CharField("名称", max_length=60)
    who = models.CharField("评分人", max_length=10, choices=labels(WHO | RATERS), blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机构")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提供单位")
    required = models.BooleanField("必备", default=True)
    side = models.CharField("结合", max_length=60, blank=True)
    full = Exact("满分合计", null=True, blank=True)
    options = ArrayField(models.CharField(max_length=20), verbose_name="选项", default=list, blank=True)
    due = models.DateField("反馈截止", null=True, blank=True)
    ratings = models.CharField("测评表", max_length=80, blank=True)
    group = models.CharField("评议组", max_length=80, blank=True)
    form = models.JSONField("票样", default=dict, blank=True)
    weight = Exact("权重", null=True, blank=True)
    minimum = models.PositiveIntegerField("最低有效票数", default=1)
    most = models.PositiveIntegerField("至多几人评", default=0)
    anonymous = models.BooleanField("无记名", default=False)
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="步骤")

    class Meta:
        verbose_name = "评分来源"
        verbose_name_plural = "评分来源"
        ordering = ("round", "place")
        constraints = (models.UniqueConstraint(fields=("round", "name"), name="source_once"),)

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """考评项目: what is assessed. `taken_from`: assessed before in the year and not again (HS-03)."""

    MODES = (("award", _("给分")), ("deduct", _("扣分")), ("pass", _("合格评价")))
    BETTER = (("low", _("不高于标准为合格")), ("high", _("不低于标准为合格")))
    round = models.ForeignKey(Round, models.CASCADE, related_name="items", verbose_name="轮次")
    place = models.IntegerField("次序")
    code = models.CharField("项目代号", max_length=120)
    name = models.CharField("项目", max_length=200)
    full = Exact("满分", null=True, blank=True)
    step = Exact("档距", null=True, blank=True)
    weight = Exact("权重", null=True, blank=True)
    mode = models.CharField("计分方式", max_length=8, choices=MODES, default="award")
    each = Exact("每次扣分", null=True, blank=True)
    standard = Exact("标准", null=True, blank=True)
    better = models.CharField("合格方向", max_length=4, choices=BETTER, blank=True)
    axis = models.CharField("方面", max_length=40, blank=True)
    evidence = models.BooleanField("须有佐证", default=True)
    unit = models.CharField("计量单位", max_length=20, blank=True)
    places = models.IntegerField("小数位数", default=2)
    ledger = models.CharField("台账", max_length=80, blank=True)
    event = models.CharField("事件种类", max_length=80, blank=True)
    finder = models.CharField("查获方式", max_length=80, blank=True)
    severity = models.CharField("程度", max_length=80, blank=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="指标"
    )
    taken_from = models.ManyToManyField("self", symmetrical=False, related_name="+", verbose_name="引用", blank=True)

    class Meta:
        verbose_name = "考评项目"
        verbose_name_plural = "考评项目"
        ordering = ("round", "place")
        constraints = (models.UniqueConstraint(fields=("round", "code"), name="assess_item_once"),)

    def __str__(self) -> str:
        return self.name


class Asked(models.Model):
    """评分内容: a source speaks of an item, and as which fact of the rulebook its word counts."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="asked", verbose_name="来源")
    item = models.ForeignKey(Item, models.CASCADE, related_name="asked", verbose_name="项目")
    fact = models.CharField("数据项", max_length=120, blank=True)
    question = models.CharField("测评项目", max_length=80, blank=True)

    class Meta:
        verbose_name = "评分内容"
        verbose_name_plural = "评分内容"
        ordering = ("source", "item__place")
        constraints = (models.UniqueConstraint(fields=("source", "item"), name="asked_once"),)

    def __str__(self) -> str:
        return f"{self.source} {self.item}"


class Entrant(models.Model):
    """参评对象: a unit, or a person of a unit, that is assessed in a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="entrants", verbose_name="轮次")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员")
    name = models.CharField("名称", max_length=80)
    note = models.CharField("情况", max_length=80, blank=True)
    claimed = Exact("自评合计", null=True, blank=True)
    fixed = Exact("复核合计", null=True, blank=True)
    fixed_at = models.DateTimeField("确定时间", null=True, blank=True)
    fixed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="确定人")

    class Meta:
        verbose_name = "参评对象"
        verbose_name_plural = "参评对象"
        ordering = ("round", "id")
        constraints = (
            models.UniqueConstraint(fields=("round", "unit", "person"), nulls_distinct=False, name="entrant_once"),
        )

    def __str__(self) -> str:
        return self.name


class Weight(models.Model):
    """对象权重: the weight of an item for one entrant, where it differs from the others' (JQ-20)."""

    entrant = models.ForeignKey(Entrant, models.CASCADE, related_name="weights", verbose_name="参评对象")
    item = models.ForeignKey(Item, models.CASCADE, related_name="weights", verbose_name="项目")
    value = Exact("权重")

    class Meta:
        verbose_name = "对象权重"
        verbose_name_plural = "对象权重"
        constraints = (models.UniqueConstraint(fields=("entrant", "item"), name="weight_once"),)

    def __str__(self) -> str:
        return f"{self.item} {self.value}"
