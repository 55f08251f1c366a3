"""What follows from complaints: compensation, what is watched, leads of case investigation and what they end in."""

from __future__ import annotations

from django.db import models

from kaogong.listen.models.complaints import Complaint
from kaogong.listen.models.promises import ServicePromise
from kaogong.listen.states.complaints import COMPENSATION_NAMES, CONCERN_NAMES, FORMS
from kaogong.listen.states.leads import DOCUMENTS, LEAD_NAMES, OUTCOMES
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models import Exact


class Compensation(models.Model):
    """违诺赔偿: what is made good where a promise was broken."""

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="compensation", verbose_name="投诉件")
    promise = models.ForeignKey(ServicePromise, models.PROTECT, related_name="+", verbose_name="服务承诺")
    form = models.CharField("方式", max_length=8, choices=labels(FORMS))
    amount = Exact("金额(元)", null=True, blank=True)
    words = models.TextField("说明")
    state = models.CharField("状态", max_length=8, choices=labels(COMPENSATION_NAMES), default="proposed")
    proposed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="提出人")
    settled_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审批人")
    reason = models.TextField("审批意见", blank=True)
    paid_on = models.DateField("兑现日期", null=True)

    class Meta:
        verbose_name = "违诺赔偿"
        verbose_name_plural = "违诺赔偿"
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.words[:40]


class Concern(models.Model):
    """投诉督查: so many complaints of one unit proved true within a quarter are looked into as a whole (LB-25)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    period = models.CharField("季度", max_length=7)
    complaints = models.ManyToManyField(Complaint, related_name="concerns", verbose_name="查实的投诉件")
    state = models.CharField("状态", max_length=8, choices=labels(CONCERN_NAMES), default="open")
    opened_on = models.DateField("列入日期")
    outcome = models.TextField("督查结果", blank=True)
    closed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="了结人")
    closed_on = models.DateField("了结日期", null=True)

    class Meta:
        verbose_name = "投诉督查"
        verbose_name_plural = "投诉督查"
        ordering = ("-opened_on", "-id")
        constraints = (models.UniqueConstraint(fields=("unit", "period"), name="concern_once"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"


class CaseTeam(models.Model):
    """办案工作组: people who sort leads in a concentrated period (QH-12)."""

    name = models.CharField("名称", max_length=60, unique=True)
    since = models.DateField("自")
    until = models.DateField("至(不含)")
    members = models.ManyToManyField(Person, related_name="+", verbose_name="成员")

    class Meta:
        verbose_name = "办案工作组"
        verbose_name_plural = "办案工作组"
        ordering = ("-since", "name")

    def __str__(self) -> str:
        return self.name


class Lead(models.Model):
    """案件线索: from report to preliminary check, filing, closing and sanction; each stage keeps its day (QH-11)."""

    number = models.CharField("线索编号", max_length=24, unique=True)
    complaint = models.ForeignKey(
        Complaint, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="投诉件"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="涉及单位")
    title = models.CharField("标题", max_length=80)
    words = models.TextField("反映的问题")
    source = models.CharField("来源", max_length=80)
    state = models.CharField("状态", max_length=12, choices=labels(LEAD_NAMES), default="received")
    team = models.ForeignKey(CaseTeam, models.PROTECT, null=True, related_name="leads", verbose_name="办案工作组")
    received_on = models.DateField("受理日期")
    preliminary_on = models.DateField("初核日期", null=True)
    filed_on = models.DateField("立案日期", null=True)
    closed_on = models.DateField("结案日期", null=True)
    sanctioned_on = models.DateField("处分日期", null=True)
    dropped_on = models.DateField("了结日期", null=True)
    conclusion = models.TextField("结论", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "案件线索"
        verbose_name_plural = "案件线索"
        ordering = ("-received_on", "-id")

    def __str__(self) -> str:
        return self.number


class Involved(models.Model):
    """涉案人员: somebody a case is about, and what is decided of that person (XJ-20)."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="involved", verbose_name="案件线索")
    name = models.CharField("姓名", max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    outcome = models.CharField("处理", max_length=10, choices=labels(OUTCOMES), blank=True)
    words = models.TextField("处理内容", blank=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="决定人")
    decided_on = models.DateField("决定日期", null=True)

    class Meta:
        verbose_name = "涉案人员"
        verbose_name_plural = "涉案人员"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("lead", "name"), name="involved_once"),)

    def __str__(self) -> str:
        return self.name


class CasePaper(models.Model):
    """办案文书: supervision advice, a sanction or a transfer, numbered in the year it was made (XJ-20)."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="papers", verbose_name="案件线索")
    involved = models.OneToOneField(Involved, models.PROTECT, related_name="paper", verbose_name="涉案人员")
    kind = models.CharField("种类", max_length=10, choices=labels(DOCUMENTS))
    number = models.CharField("文号", max_length=40, unique=True)
    to = models.CharField("发往", max_length=80)
    words = models.TextField("内容")
    made_on = models.DateField("日期")
    sm3 = models.CharField("SM3", max_length=64)

    class Meta:
        verbose_name = "办案文书"
        verbose_name_plural = "办案文书"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.number
