"""Self-reports with their versions and evidence; what was released to leaders."""

from __future__ import annotations

from django.db import models

from kaogong.assess.models.rounds import Entrant, Item, Round
from kaogong.assess.states.rounds import SELF_NAMES
from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Person
from kaogong.org.models.labels import labels
from kaogong.plan.models import Exact


class SelfReport(models.Model):
    """自评报告: what a unit or person says of the own work in a round."""

    entrant = models.OneToOneField(Entrant, models.PROTECT, related_name="report", verbose_name="参评对象")
    state = models.CharField("状态", max_length=10, choices=labels(SELF_NAMES), default="draft")
    words = models.TextField("总体情况", blank=True)
    version = models.IntegerField("版次", default=0)
    edition = models.IntegerField("改动次数", default=0)
    late = models.IntegerField("逾期(日)", default=0)
    told = models.TextField("退回原因", blank=True)
    written_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="填报人")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    signed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="签批人")
    signed_at = models.DateTimeField("签批时间", null=True, blank=True)
    changed_at = models.DateTimeField("更改时间", auto_now=True)

    class Meta:
        verbose_name = "自评报告"
        verbose_name_plural = "自评报告"

    def __str__(self) -> str:
        return str(self.entrant)


class SelfMark(models.Model):
    """自评记录: what is said of one item: in words, as a figure, and the own score."""

    report = models.ForeignKey(SelfReport, models.CASCADE, related_name="marks", verbose_name="自评报告")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name="项目")
    words = models.TextField("完成情况", blank=True)
    value = Exact("数值", null=True, blank=True)
    score = Exact("自评分", null=True, blank=True)

    class Meta:
        verbose_name = "自评记录"
        verbose_name_plural = "自评记录"
        constraints = (models.UniqueConstraint(fields=("report", "item"), name="self_mark_once"),)

    def __str__(self) -> str:
        return f"{self.item} {self.score}"


class Proof(models.Model):
    """自评佐证: a sealed file shown for an item, or as a document of the whole report. Withdrawn, it stays on record."""

    report = models.ForeignKey(SelfReport, models.PROTECT, related_name="proofs", verbose_name="自评报告")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="项目")
    document = models.CharField("文种", max_length=40, blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="佐证")
    name = models.CharField("名称", max_length=160)
    withdrawn = models.BooleanField("已撤回", default=False)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "自评佐证"
        verbose_name_plural = "自评佐证"
        constraints = (
            models.UniqueConstraint(
                fields=("report", "item", "document", "evidence"), nulls_distinct=False, name="proof_once"
            ),
        )
        indexes = (models.Index(fields=("evidence",), name="proof_evidence"),)

    def __str__(self) -> str:
        return self.name


class SelfVersion(models.Model):
    """自评版本: a self-report word for word as it was handed in, sealed by hash. Never changed."""

    report = models.ForeignKey(SelfReport, models.PROTECT, related_name="versions", verbose_name="自评报告")
    number = models.IntegerField("版次")
    content = models.JSONField("内容")
    sm3 = models.CharField("SM3", max_length=64)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="提交人")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "自评版本"
        verbose_name_plural = "自评版本"
        ordering = ("report", "number")
        constraints = (models.UniqueConstraint(fields=("report", "number"), name="self_version_once"),)

    def __str__(self) -> str:
        return f"{self.report} {self.number}"


class Bundle(models.Model):
    """报送清单: the self-reports of a leader's units, released together by the office (XM-19)."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="bundles", verbose_name="轮次")
    leader = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="分管领导")
    reports = models.ManyToManyField(SelfReport, related_name="bundles", verbose_name="自评报告")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="报送人")
    at = models.DateTimeField("报送时间", auto_now_add=True)
    read_at = models.DateTimeField("阅示时间", null=True, blank=True)

    class Meta:
        verbose_name = "报送清单"
        verbose_name_plural = "报送清单"
        ordering = ("round", "id")

    def __str__(self) -> str:
        return f"{self.round} {self.leader}"
