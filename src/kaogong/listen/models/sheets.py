"""Questionnaires: drafted, checked, frozen when they are issued, replaced by another version."""

from __future__ import annotations

from django.db import models

from kaogong.listen.models.projects import Project
from kaogong.listen.states.surveys import COUNTING, KINDS, SHEET_NAMES
from kaogong.org.models import Account, Unit
from kaogong.org.models.labels import labels


class Questionnaire(models.Model):
    """评议问卷. `designed_by`: the department that answers for its questions (LZ-15)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="sheets", verbose_name="评议项目")
    version = models.PositiveSmallIntegerField("版本")
    title = models.CharField("标题", max_length=80)
    state = models.CharField("状态", max_length=10, choices=labels(SHEET_NAMES), default="draft")
    designed_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="设计部门"
    )
    sm3 = models.CharField("SM3", max_length=64, blank=True)
    issued_on = models.DateField("定稿日期", null=True, blank=True)
    issued_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="定稿人"
    )

    class Meta:
        verbose_name = "评议问卷"
        verbose_name_plural = "评议问卷"
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("project", "version"), name="sheet_version_once"),
            models.UniqueConstraint(fields=("project",), condition=models.Q(state="issued"), name="sheet_issued_once"),
        )

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Question(models.Model):
    """评议问题. `each`: asked of every unit, else once. Points stand with the options; without points it does not count."""

    sheet = models.ForeignKey(Questionnaire, models.PROTECT, related_name="questions", verbose_name="问卷")
    place = models.PositiveSmallIntegerField("次序")
    code = models.CharField("题号", max_length=12)
    kind = models.CharField("题型", max_length=12, choices=labels(KINDS))
    words = models.CharField("题目", max_length=200)
    each = models.BooleanField("对每个单位", default=True)
    options = models.JSONField("选项", default=list)
    rows = models.JSONField("行", default=list)
    unknown = models.BooleanField("可答不了解", default=True)
    content = models.CharField("考评内容", max_length=60, blank=True)
    topic = models.CharField("主题", max_length=60, blank=True)

    class Meta:
        verbose_name = "评议问题"
        verbose_name_plural = "评议问题"
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("sheet", "code"), name="question_once"),)

    def __str__(self) -> str:
        return f"{self.code} {self.words}"

    @property
    def counts(self) -> bool:
        """Whether its answers are points of a unit."""
        return self.each and self.kind in COUNTING
