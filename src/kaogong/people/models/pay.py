"""Pay for performance: by which rule, to whom, how much, what is held back, and what an audit cut."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.sealed import SealedText
from kaogong.people.states.pay import (
    BASES,
    EFFECTS,
    HOLD_NAMES,
    KINDS,
    LINE_NAMES,
    REMAINDERS,
    RULE_NAMES,
    RUN_NAMES,
)
from kaogong.plan.models import Exact


class PayRule(models.Model):
    """发放办法: recipients, standard, form and procedure, and where the remainder goes; without one nothing is paid (XM-12)."""

    title = models.CharField("名称", max_length=120, unique=True)
    kind = models.CharField("项目", max_length=12, choices=labels(KINDS), default="bonus")
    recipients = models.TextField("发放对象", blank=True)
    standard = models.TextField("发放标准", blank=True)
    form = models.CharField("发放形式", max_length=120, blank=True)
    procedure = models.TextField("发放程序", blank=True)
    basis = models.CharField("计算方式", max_length=10, choices=labels(BASES))
    remainder = models.CharField("余数归属", max_length=10, choices=labels(REMAINDERS), default="largest")
    shared = models.BooleanField("不予发放的分给其他人", default=False)
    grades = models.JSONField("等次系数", default=dict)
    """Coefficient by grade, as text; empty: the grade does not matter."""
    grade_period = models.CharField(
        "等次取自", max_length=8, choices=(("same", _("同期")), ("year", _("同年"))), default="same"
    )
    state = models.CharField("状态", max_length=10, choices=labels(RULE_NAMES), default="draft")
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="拟订人")
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="批准人")
    approved_on = models.DateField("批准日期", null=True)

    class Meta:
        verbose_name = "发放办法"
        verbose_name_plural = "发放办法"
        ordering = ("-since", "-id")

    def __str__(self) -> str:
        return self.title


class PayClass(models.Model):
    """发放对象类别: posts of these levels, with their standard and coefficient."""

    rule = models.ForeignKey(PayRule, models.PROTECT, related_name="classes", verbose_name="发放办法")
    place = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("类别", max_length=60)
    grades = models.JSONField("岗位层次", default=list)
    standard = Exact("标准(元)", null=True, blank=True)
    coefficient = Exact("系数", default=Decimal(1))

    class Meta:
        verbose_name = "发放对象类别"
        verbose_name_plural = "发放对象类别"
        ordering = ("rule", "place")
        constraints = (models.UniqueConstraint(fields=("rule", "name"), name="pay_class_once"),)

    def __str__(self) -> str:
        return self.name


class PayCircumstance(models.Model):
    """不发和暂缓情形: what withholds pay and what defers it, as the installation sets it (XM-13)."""

    name = models.CharField("情形", max_length=80, unique=True)
    effect = models.CharField("后果", max_length=10, choices=labels(EFFECTS))
    sanctions = models.BooleanField("处分执行期内自动适用", default=False)
    basis = models.CharField("依据", max_length=200, blank=True)
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "不发和暂缓情形"
        verbose_name_plural = "不发和暂缓情形"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class PayHold(models.Model):
    """暂停发放登记: a circumstance is met by a person, from a day until it is cleared or upheld."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    circumstance = models.ForeignKey(PayCircumstance, models.PROTECT, related_name="+", verbose_name="情形")
    words = SealedText("事由")
    state = models.CharField("状态", max_length=10, choices=labels(HOLD_NAMES), default="open")
    since = models.DateField("自")
    closed_on = models.DateField("结束日期", null=True, blank=True)
    outcome = SealedText("结论", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    closed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="办结人")

    class Meta:
        verbose_name = "暂停发放登记"
        verbose_name_plural = "暂停发放登记"
        ordering = ("-since", "-id")
        indexes = (models.Index(fields=("person", "state"), name="pay_hold_person"),)
        constraints = (
            models.UniqueConstraint(fields=("person", "circumstance"), condition=Q(state="open"), name="pay_hold_once"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.circumstance}"


class PayRun(models.Model):
    """发放批次: one payment of a period, drawn up, audited, approved by another person, paid."""

    number = models.CharField("批次号", max_length=20, unique=True)
    title = models.CharField("名称", max_length=120)
    rule = models.ForeignKey(PayRule, models.PROTECT, related_name="+", verbose_name="发放办法")
    period = models.CharField("时期", max_length=7)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    pool = models.DecimalField("总额(元)", max_digits=16, decimal_places=2, null=True, blank=True)
    carried = models.TextField("上年结果带入", blank=True)
    """How last year's result of the unit changed the sum, with its clause and document."""
    rest = models.DecimalField("留在总额的余数(元)", max_digits=16, decimal_places=2, default=Decimal(0))
    state = models.CharField("状态", max_length=10, choices=labels(RUN_NAMES), default="draft")
    reason = models.TextField("意见", blank=True)
    drawn_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="拟发人")
    drawn_on = models.DateField("拟发日期")
    audited_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审核人")
    audited_on = models.DateField("审核日期", null=True)
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="批准人")
    approved_on = models.DateField("批准日期", null=True)
    sm3 = models.CharField("SM3", max_length=64, blank=True)
    """Of what was approved."""
    paid_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="发放人")
    paid_on = models.DateField("发放日期", null=True)

    class Meta:
        verbose_name = "发放批次"
        verbose_name_plural = "发放批次"
        ordering = ("-drawn_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("rule", "period", "unit"),
                condition=~Q(state="dropped"),
                nulls_distinct=False,
                name="pay_run_once",
            ),
        )

    def __str__(self) -> str:
        return self.title


class PayLine(models.Model):
    """发放明细: one person in a run: the coefficients, the amount to the cent, and why nothing or later."""

    run = models.ForeignKey(PayRun, models.PROTECT, related_name="lines", verbose_name="发放批次")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    post = models.CharField("岗位", max_length=80, blank=True)
    klass = models.ForeignKey(PayClass, models.PROTECT, null=True, related_name="+", verbose_name="类别")
    grade = models.CharField("等次", max_length=20, blank=True)
    by_grade = Exact("等次系数", default=Decimal(1))
    personal = Exact("个人系数", default=Decimal(1))
    months = models.PositiveSmallIntegerField("计发月数")
    of_months = models.PositiveSmallIntegerField("时期月数")
    amount = models.DecimalField("金额(元)", max_digits=14, decimal_places=2, null=True)
    state = models.CharField("状态", max_length=10, choices=labels(LINE_NAMES), default="payable")
    reason = models.CharField("理由", max_length=300, blank=True)
    note = models.CharField("调整理由", max_length=200, blank=True)
    """Why somebody changed the personal coefficient or the months."""
    hold = models.ForeignKey(PayHold, models.PROTECT, null=True, related_name="lines", verbose_name="暂停发放登记")
    released_on = models.DateField("补发日期", null=True)

    class Meta:
        verbose_name = "发放明细"
        verbose_name_plural = "发放明细"
        ordering = ("run", "person__code")
        constraints = (
            models.UniqueConstraint(fields=("run", "person"), name="pay_line_once"),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="pay_line_not_negative"),
            models.CheckConstraint(condition=Q(months__lte=F("of_months")), name="pay_line_months"),
        )
        indexes = (models.Index(fields=("person", "state"), name="pay_line_person"),)

    def __str__(self) -> str:
        return f"{self.run} {self.person}"


class PayRemoval(models.Model):
    """审核核减: the audit removed a person; the cut stays on record, and nothing is paid until it is lifted (QH-26)."""

    line = models.OneToOneField(PayLine, models.PROTECT, related_name="removal", verbose_name="发放明细")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    kind = models.CharField("项目", max_length=12, choices=labels(KINDS))
    cut = models.DecimalField("核减金额(元)", max_digits=14, decimal_places=2)
    reason = models.CharField("核减理由", max_length=200)
    on = models.DateField("核减日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="核减人")
    lifted_on = models.DateField("移出日期", null=True, blank=True)
    lifted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="移出人")
    lifted_why = models.CharField("移出理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "审核核减"
        verbose_name_plural = "审核核减"
        ordering = ("-on", "-id")
        indexes = (models.Index(fields=("person", "kind"), name="pay_removal_person"),)

    def __str__(self) -> str:
        return f"{self.person} {self.cut}"
