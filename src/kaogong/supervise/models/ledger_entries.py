"""What is written into ledgers, and what follows from it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models import Exact
from kaogong.supervise.models.ledgers import Ledger, LedgerItem
from kaogong.supervise.models.tasks import Task
from kaogong.supervise.states.ledgers import BONUS_NAMES, ENTRY_NAMES, REVIEW_NAMES


class LedgerEntry(models.Model):
    """台账记录. It counts once another person has confirmed it; corrected and withdrawn ones stay."""

    number = models.CharField("记录号", max_length=40, unique=True)
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="entries", verbose_name="监管台账")
    item = models.ForeignKey(LedgerItem, models.PROTECT, related_name="+", verbose_name="记录项")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    happened_on = models.DateField("发生日期")
    entered_on = models.DateField("记录日期")
    late = models.BooleanField("补录", default=False)
    source = models.CharField("来源", max_length=80)
    words = models.TextField("事由")
    details = models.JSONField("附加内容", default=dict)
    key = models.CharField("事由编号", max_length=80, blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+", verbose_name="佐证")
    evidence_name = models.CharField("佐证名称", max_length=160, blank=True)
    supplier = models.CharField("提供单位", max_length=80, blank=True)
    marks = Exact("扣分", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=labels(ENTRY_NAMES), default="entered")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="记录人")
    at = models.DateTimeField("记录时间", auto_now_add=True)
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    contest_due = models.DateField("异议期限", null=True)
    contested_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="异议人")
    contested_at = models.DateTimeField("异议时间", null=True)
    contest = models.TextField("异议理由", blank=True)
    settled_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="裁定人")
    settled_at = models.DateTimeField("裁定时间", null=True)
    reason = models.TextField("理由", blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="correction", verbose_name="更正的记录"
    )

    class Meta:
        verbose_name = "台账记录"
        verbose_name_plural = "台账记录"
        ordering = ("-happened_on", "-id")
        indexes = (
            models.Index(fields=("ledger", "state", "happened_on"), name="ledger_entry_state"),
            models.Index(fields=("unit", "happened_on"), name="ledger_entry_unit"),
            models.Index(fields=("person", "happened_on"), name="ledger_entry_person"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("ledger", "item", "key"),
                condition=~models.Q(key="") & ~models.Q(state__in=("corrected", "withdrawn")),
                name="ledger_entry_key_once",
            ),
        )

    def __str__(self) -> str:
        return self.number


class EntryTask(models.Model):
    """会议议定事项: a task that came out of what was recorded; without an owner it is listed (QH-51).

    `under`: the supervised task it goes on as; when that one is struck off, so is this.
    """

    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="tasks", verbose_name="台账记录")
    words = models.CharField("事项", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承办单位")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    due = models.DateField("期限", null=True, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)
    under = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="督办任务")

    class Meta:
        verbose_name = "会议议定事项"
        verbose_name_plural = "会议议定事项"
        ordering = ("due", "id")

    def __str__(self) -> str:
        return self.words


class Vehicle(models.Model):
    """公务车辆: marked, filed electronically, and from when until when it is kept (QH-17)."""

    plate = models.CharField("车牌号", max_length=20, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    use = models.CharField("用途", max_length=60, blank=True)
    marked_on = models.DateField("标识日期", null=True, blank=True)
    file = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="电子档案")
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "公务车辆"
        verbose_name_plural = "公务车辆"
        ordering = ("plate",)

    def __str__(self) -> str:
        return self.plate


class VehicleCheck(models.Model):
    """车辆抽查: where a vehicle was on a holiday, and the slip it was out with; out without one is an entry (QH-17)."""

    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="checks", verbose_name="公务车辆")
    day = models.DateField("抽查日期")
    peak = models.CharField("时段", max_length=20)
    out = models.BooleanField("在外", default=False)
    slip = models.CharField("派车单号", max_length=40, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    entry = models.OneToOneField(
        LedgerEntry, models.PROTECT, null=True, related_name="vehicle_check", verbose_name="台账记录"
    )
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="抽查人")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "车辆抽查"
        verbose_name_plural = "车辆抽查"
        ordering = ("-day", "-id")
        constraints = (models.UniqueConstraint(fields=("vehicle", "day"), name="vehicle_check_once"),)

    def __str__(self) -> str:
        return f"{self.vehicle} {self.day}"


class LedgerReview(models.Model):
    """台账回顾: 月小结、季大结、半年一回顾, made from entries, frozen, approved by another person (LZ-18)."""

    KINDS = (("month", _("月小结")), ("quarter", _("季大结")), ("half", _("半年回顾")), ("year", _("年度回顾")))

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="reviews", verbose_name="监管台账")
    kind = models.CharField("种类", max_length=8, choices=KINDS)
    period = models.CharField("时期", max_length=7)
    remarks = models.TextField("说明", blank=True)
    content = models.JSONField("内容", default=dict)
    sm3 = models.CharField("SM3", max_length=64)
    state = models.CharField("状态", max_length=10, choices=labels(REVIEW_NAMES), default="draft")
    drafted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="拟稿人")
    drafted_at = models.DateTimeField("拟稿时间", auto_now=True)
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审定人")
    approved_at = models.DateTimeField("审定时间", null=True)

    class Meta:
        verbose_name = "台账回顾"
        verbose_name_plural = "台账回顾"
        ordering = ("-period", "ledger")
        constraints = (models.UniqueConstraint(fields=("ledger", "period"), name="ledger_review_once"),)

    def __str__(self) -> str:
        return f"{self.ledger} {self.period}"


class Deduction(models.Model):
    """共性指标扣分单: marks taken from a unit in a year, with the entries that bear them; without them it is refused (LZ-07)."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", verbose_name="监管台账")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    marks = Exact("扣分")
    entries = models.ManyToManyField(LedgerEntry, related_name="deductions", verbose_name="台账记录")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="核定人")
    at = models.DateTimeField("核定时间", auto_now=True)

    class Meta:
        verbose_name = "共性指标扣分单"
        verbose_name_plural = "共性指标扣分单"
        constraints = (models.UniqueConstraint(fields=("ledger", "unit", "year"), name="ledger_deduction_once"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"


class BonusProposal(models.Model):
    """绩效奖提议: a person's bonus of a quarter with the breaches in the ledger; with any it needs a decision (XM-11)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    quarter = models.CharField("季度", max_length=7)
    entries = models.ManyToManyField(LedgerEntry, related_name="bonuses", verbose_name="台账记录")
    state = models.CharField("状态", max_length=10, choices=labels(BONUS_NAMES), default="proposed")
    reason = models.TextField("决定理由", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="提议人")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="决定人")
    decided_at = models.DateTimeField("决定时间", null=True)

    class Meta:
        verbose_name = "绩效奖提议"
        verbose_name_plural = "绩效奖提议"
        ordering = ("-quarter", "person")
        constraints = (models.UniqueConstraint(fields=("person", "quarter"), name="bonus_proposal_once"),)

    def __str__(self) -> str:
        return f"{self.person} {self.quarter}"
