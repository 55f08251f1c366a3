"""Post duties in versions, and what a post is to reach (岗位责任制, HB-01)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account, Post
from kaogong.plan.models import Exact


class PostDuty(models.Model):
    """岗位职责: the duties of a post as they were written; revising them makes the next version."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="岗位")
    version = models.PositiveSmallIntegerField("版次")
    duty = models.TextField("职责")
    accountability = models.TextField("责任", blank=True)
    integrity = models.TextField("廉政要求", blank=True)
    since = models.DateField("自")
    reason = models.CharField("事由", max_length=200, blank=True)
    sm3 = models.CharField("SM3", max_length=64)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="写入人")

    class Meta:
        verbose_name = "岗位职责"
        verbose_name_plural = "岗位职责"
        ordering = ("post", "-version")
        constraints = (models.UniqueConstraint(fields=("post", "version"), name="post_duty_version"),)

    def __str__(self) -> str:
        return f"{self.post} {self.version}"


class PostTarget(models.Model):
    """岗位目标: what a post is to reach in a year, under the duties as they stand."""

    STATES = (("set", _("已定")), ("withdrawn", _("已撤销")))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="岗位")
    duty = models.ForeignKey(PostDuty, models.PROTECT, related_name="targets", verbose_name="所依职责")
    year = models.IntegerField("年度")
    name = models.CharField("目标", max_length=200)
    standard = models.CharField("标准", max_length=300)
    value = Exact("目标值", null=True, blank=True)
    due = models.DateField("时限", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=STATES, default="set")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="设定人")

    class Meta:
        verbose_name = "岗位目标"
        verbose_name_plural = "岗位目标"
        ordering = ("post", "year", "id")

    def __str__(self) -> str:
        return self.name
