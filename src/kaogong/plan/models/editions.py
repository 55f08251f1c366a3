"""Editions of rulebooks, checked as they came in, and which of them holds for which class of units."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.plan.models.cycles import Cycle
from kaogong.plan.states import EDITION_NAMES


class Edition(models.Model):
    """办法版本: the text of a rulebook with its hashes and what the checks found. Never changed: another text is another row."""

    book = models.CharField("办法代号", max_length=80)
    title = models.CharField("名称", max_length=200)
    edition = models.CharField("版次", max_length=40)
    draft = models.IntegerField("第几稿", default=1)
    state = models.CharField("状态", max_length=10, choices=labels(EDITION_NAMES), default="draft")
    text = models.TextField("正文")
    sm3 = models.CharField("SM3", max_length=64)
    sha256 = models.CharField("SHA-256", max_length=64)
    readings = models.JSONField("理解选定", default=dict)
    values = models.JSONField("取值选定", default=dict)
    findings = models.JSONField("检查结果", default=list)
    case_files = models.JSONField("校例原文", default=dict)
    cases = models.JSONField("校例结果", default=list)
    since = models.DateField("施行起", null=True, blank=True)
    until = models.DateField("施行至", null=True, blank=True)
    brought_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    brought_at = models.DateTimeField("录入时间", auto_now_add=True)

    class Meta:
        verbose_name = "办法版本"
        verbose_name_plural = "办法版本"
        ordering = ("book", "-brought_at")
        constraints = (models.UniqueConstraint(fields=("sm3", "draft"), name="edition_text_once"),)
        indexes = (models.Index(fields=("book", "edition", "draft"), name="edition_book"),)

    def __str__(self) -> str:
        return f"{self.title} {self.edition}"

    @property
    def errors(self) -> int:
        """How many findings stop the adoption."""
        return sum(1 for one in self.findings if one["severity"] == "error")

    @property
    def notes(self) -> int:
        """How many findings only remind."""
        return len(self.findings) - self.errors

    @property
    def cases_passed(self) -> int:
        """How many golden cases come out to the last digit."""
        return sum(1 for one in self.cases if one["passed"])


class Adoption(models.Model):
    """采用: for a class of units, in a cycle, this edition and no other holds."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="adoptions", verbose_name="周期")
    appraisal_class = models.CharField("考核类别", max_length=40)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="adoptions", verbose_name="办法版本")
    book_class = models.CharField("办法中的类别", max_length=60, blank=True)
    sheets = ArrayField(models.CharField(max_length=80), verbose_name="考核表", default=list)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="采用人")
    at = models.DateTimeField("采用时间", auto_now_add=True)

    class Meta:
        verbose_name = "办法采用"
        verbose_name_plural = "办法采用"
        ordering = ("cycle", "appraisal_class")
        constraints = (models.UniqueConstraint(fields=("cycle", "appraisal_class"), name="adoption_once"),)

    def __str__(self) -> str:
        return f"{self.cycle} {self.appraisal_class}"
