"""The month: its scores as they were computed, its bulletin; and the systems that are connected."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.approvals.states import MONTH_NAMES
from kaogong.org.models import Account
from kaogong.org.models.labels import labels


class Month(models.Model):
    """电子监察月报: scores and figures of a month, frozen when it is drafted, approved by another person, then published."""

    period = models.CharField("月份", max_length=7, unique=True)
    state = models.CharField("状态", max_length=10, choices=labels(MONTH_NAMES), default="draft")
    content = models.JSONField("内容", default=dict)
    sm3 = models.CharField("SM3", max_length=64)
    drafted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="拟稿人")
    drafted_at = models.DateTimeField("拟稿时间", auto_now=True)
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审定人")
    approved_at = models.DateTimeField("审定时间", null=True)
    published_at = models.DateTimeField("公布时间", null=True)

    class Meta:
        verbose_name = "电子监察月报"
        verbose_name_plural = "电子监察月报"
        ordering = ("-period",)

    def __str__(self) -> str:
        return self.period


class Subsystem(models.Model):
    """监察子系统: a part of the platform, whether it is connected, and how much it last said it holds (XJ-24)."""

    KEYS = (
        ("approvals", _("行政审批")),
        ("appraisal", _("绩效考评")),
        ("livelihood", _("民生实事工程察访核验")),
        ("complaints", _("效能投诉")),
        ("aid", _("援疆项目监督检查")),
        ("legal", _("法制监督")),
        ("trading", _("公共资源交易监督")),
    )

    key = models.CharField("子系统", max_length=12, choices=KEYS, unique=True)
    connected = models.BooleanField("已连接", default=False)
    count = models.BigIntegerField("现有件数", null=True)
    told_at = models.DateTimeField("数据时间", null=True)

    class Meta:
        verbose_name = "监察子系统"
        verbose_name_plural = "监察子系统"

    def __str__(self) -> str:
        return self.get_key_display()
