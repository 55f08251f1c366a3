"""What is written after a decision: letters and certificates, reviews and reports handed in, talks, advice on personnel."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kaogong.audit.models import Evidence
from kaogong.decide.models.accountability import CaseMeasure
from kaogong.decide.models.register import Consequence
from kaogong.decide.models.settlements import Settlement
from kaogong.decide.states import (
    ADVICE_NAMES,
    PAPER_KINDS,
    PAPER_NAMES,
    REPORT_KINDS,
    REPORT_NAMES,
    TALK_NAMES,
)
from kaogong.org.models import Account, Body, Person, Unit
from kaogong.org.models.labels import labels


class Paper(models.Model):
    """结果文书: a letter or a certificate as it was issued: frozen text with its hash, numbered, opened by its code."""

    kind = models.CharField("类别", max_length=12, choices=labels(PAPER_KINDS))
    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="papers", verbose_name="评定")
    consequence = models.OneToOneField(
        Consequence, models.PROTECT, null=True, blank=True, related_name="paper", verbose_name="结果运用"
    )
    number = models.CharField("文号", max_length=60, unique=True)
    title = models.CharField("标题", max_length=200)
    to = models.CharField("主送", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    issuer = models.CharField("发文机关", max_length=120)
    issued_on = models.DateField("日期")
    text = models.TextField("原文")
    sm3 = models.CharField("SM3", max_length=64)
    code = models.CharField("核验码", max_length=20, unique=True)
    state = models.CharField("状态", max_length=10, choices=labels(PAPER_NAMES), default="issued")
    why = models.TextField("撤回理由", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="印发人")

    class Meta:
        verbose_name = "结果文书"
        verbose_name_plural = "结果文书"
        ordering = ("-issued_on", "-id")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


def from_one(name: str) -> models.CheckConstraint:
    """It rests on a consequence or on a measure, never on both."""
    one = Q(consequence__isnull=False, measure__isnull=True)
    return models.CheckConstraint(condition=one | Q(consequence__isnull=True, measure__isnull=False), name=name)


class Report(models.Model):
    """书面检查和整改报告: asked of a unit or a leader, handed in, looked at by somebody else."""

    kind = models.CharField("类别", max_length=14, choices=labels(REPORT_KINDS))
    consequence = models.ForeignKey(
        Consequence, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="结果运用"
    )
    measure = models.ForeignKey(
        CaseMeasure, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="追究方式"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报送人员")
    asked_on = models.DateField("要求日期")
    due = models.DateField("期限")
    state = models.CharField("状态", max_length=8, choices=labels(REPORT_NAMES), default="asked")
    cause = models.TextField("原因", blank=True)
    measures = models.TextField("措施", blank=True)
    result = models.TextField("整改结果", blank=True)
    file = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原件")
    handed_on = models.DateField("报送日期", null=True, blank=True)
    handed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="报送登记人")
    checked_on = models.DateField("审核日期", null=True, blank=True)
    checked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审核人")
    told = models.TextField("审核意见", blank=True)
    returns = models.PositiveSmallIntegerField("退回次数", default=0)

    class Meta:
        verbose_name = "书面检查和整改报告"
        verbose_name_plural = "书面检查和整改报告"
        ordering = ("due", "id")
        constraints = (from_one("report_from_one"),)
        indexes = (models.Index(fields=("state", "due"), name="report_due"),)

    def __str__(self) -> str:
        return self.get_kind_display()


class AdmonitionTalk(models.Model):
    """诫勉谈话: planned for somebody, held by somebody above, with its record."""

    consequence = models.ForeignKey(
        Consequence, models.PROTECT, null=True, blank=True, related_name="talks", verbose_name="结果运用"
    )
    measure = models.ForeignKey(
        CaseMeasure, models.PROTECT, null=True, blank=True, related_name="talks", verbose_name="追究方式"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谈话对象")
    talker = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谈话人")
    due = models.DateField("期限")
    state = models.CharField("状态", max_length=8, choices=labels(TALK_NAMES), default="planned")
    held_on = models.DateField("谈话日期", null=True, blank=True)
    words = models.TextField("谈话内容", blank=True)
    response = models.TextField("本人表态", blank=True)
    file = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="谈话记录")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "诫勉谈话"
        verbose_name_plural = "诫勉谈话"
        ordering = ("due", "id")
        constraints = (
            from_one("talk_from_one"),
            models.CheckConstraint(condition=~Q(state="held") | Q(held_on__isnull=False), name="talk_held_when"),
        )

    def __str__(self) -> str:
        return str(self.person)


class PersonnelAdvice(models.Model):
    """干部处理建议: what the deciding body advises the body in charge of personnel to do about somebody, and its answer."""

    consequence = models.ForeignKey(
        Consequence, models.PROTECT, null=True, blank=True, related_name="advices", verbose_name="结果运用"
    )
    measure = models.ForeignKey(
        CaseMeasure, models.PROTECT, null=True, blank=True, related_name="advices", verbose_name="追究方式"
    )
    number = models.CharField("文号", max_length=60, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    what = models.CharField("建议", max_length=120)
    reason = models.TextField("理由")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="提出机构")
    receiver = models.CharField("干部管理部门", max_length=120)
    sent_on = models.DateField("发出日期")
    due = models.DateField("答复期限")
    state = models.CharField("状态", max_length=8, choices=labels(ADVICE_NAMES), default="sent")
    taken = models.BooleanField("采纳", null=True)
    answer = models.TextField("答复", blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="提出登记人")
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="答复登记人")

    class Meta:
        verbose_name = "干部处理建议"
        verbose_name_plural = "干部处理建议"
        ordering = ("-sent_on", "-id")
        constraints = (from_one("advice_from_one"),)

    def __str__(self) -> str:
        return f"{self.number} {self.what}"
