"""Counting under the eyes of supervisors; the result, who agreed to it, and what it says of each unit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.listen.models.projects import Project, Subject
from kaogong.listen.states.surveys import RESULT_NAMES, STEPS
from kaogong.org.models import Account, Supervisor, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.settings import Declared, declare
from kaogong.plan.models import Exact

declare(Declared("listen.tally_seconds", _("四万份答卷汇总应在几秒内完成"), "whole", 5, "proposed", "YL-31"))


class FormCount(models.Model):
    """发放回收: forms issued, returned and valid, by the unit that handed them out (YL-27)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="counts", verbose_name="评议项目")
    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="发放单位")
    issued = models.PositiveIntegerField("发放")
    returned = models.PositiveIntegerField("回收")
    valid = models.PositiveIntegerField("有效")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="填报人")

    class Meta:
        verbose_name = "发放回收"
        verbose_name_plural = "发放回收"
        ordering = ("issuer__code",)
        constraints = (
            models.UniqueConstraint(fields=("project", "issuer"), name="form_count_once"),
            models.CheckConstraint(
                condition=models.Q(returned__lte=models.F("issued"), valid__lte=models.F("returned")),
                name="form_count_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.issued} {self.returned} {self.valid}"


class Total(models.Model):
    """汇总数: what one operator counted in all, by issuing unit; two must come to the same (YL-28)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="totals", verbose_name="评议项目")
    role = models.CharField("汇总方", max_length=40)
    number = models.PositiveIntegerField("总份数")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="汇总人")

    class Meta:
        verbose_name = "汇总数"
        verbose_name_plural = "汇总数"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("project", "role"), name="total_once"),)

    def __str__(self) -> str:
        return f"{self.role} {self.number}"


class Step(models.Model):
    """评议环节: issue, return, count or total, of one issuing unit or of all; closed only with a supervisor's signature."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="steps", verbose_name="评议项目")
    key = models.CharField("环节", max_length=8, choices=labels(STEPS))
    issuer = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发放单位")
    closed_on = models.DateField("结束日期", null=True, blank=True)
    closed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人"
    )

    class Meta:
        verbose_name = "评议环节"
        verbose_name_plural = "评议环节"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("project", "key", "issuer"), nulls_distinct=False, name="evaluation_step_once"
            ),
        )

    def __str__(self) -> str:
        return self.get_key_display()


class Witness(models.Model):
    """监督签名: a supervisor from the pool was present at a step."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="witnesses", verbose_name="评议环节")
    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="+", verbose_name="效能监督员")
    on = models.DateField("签名日期")
    words = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "监督签名"
        verbose_name_plural = "监督签名"
        constraints = (models.UniqueConstraint(fields=("step", "supervisor"), name="witness_once"),)

    def __str__(self) -> str:
        return str(self.supervisor)


class Result(models.Model):
    """评议结果: frozen with its hash when it is computed; confidential until the bodies named agreed, in their order."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="results", verbose_name="评议项目")
    state = models.CharField("状态", max_length=10, choices=labels(RESULT_NAMES), default="computed")
    content = models.JSONField("内容", default=dict)
    sm3 = models.CharField("SM3", max_length=64)
    computed_on = models.DateField("汇总日期")
    computed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="汇总人")
    released_on = models.DateField("发布日期", null=True, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "评议结果"
        verbose_name_plural = "评议结果"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("project",), condition=~models.Q(state="void"), name="result_one_stands"),
        )

    def __str__(self) -> str:
        return f"{self.project} {self.get_state_display()}"


class Assent(models.Model):
    """结果审批: a body named heard the result and agreed."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="assents", verbose_name="评议结果")
    place = models.PositiveSmallIntegerField("次序")
    body = models.CharField("审批机关", max_length=60)
    on = models.DateField("日期")
    document = models.CharField("会议或文号", max_length=120)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "结果审批"
        verbose_name_plural = "结果审批"
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("result", "place"), name="assent_once"),)

    def __str__(self) -> str:
        return self.body


class Score(models.Model):
    """评议得分: what the result says of a unit, as it enters the appraisal by the declared rule."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="scores", verbose_name="评议结果")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+", verbose_name="被评单位")
    index = Exact("评议指数", null=True, blank=True)
    number = models.PositiveIntegerField("有效份数")
    complete = models.BooleanField("各主体齐全", default=True)
    low = models.BooleanField("低满意度", default=False)
    consequence = models.CharField("后果", max_length=200, blank=True)
    handled_on = models.DateField("落实日期", null=True, blank=True)
    handled = models.CharField("落实情况", max_length=300, blank=True)

    class Meta:
        verbose_name = "评议得分"
        verbose_name_plural = "评议得分"
        constraints = (models.UniqueConstraint(fields=("result", "subject"), name="evaluation_score_once"),)

    def __str__(self) -> str:
        return f"{self.subject} {self.index}"
