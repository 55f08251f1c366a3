"""Promises of service, contact points of key enterprises."""

from __future__ import annotations

from django.db import models

from kaogong.listen.states.complaints import PROMISE_NAMES
from kaogong.org.models import Supervisor, Unit
from kaogong.org.models.labels import labels


class ServicePromise(models.Model):
    """服务承诺: what a unit promises, who watches over it, and the number to call when it is broken (HB-12)."""

    code = models.CharField("承诺编号", max_length=24, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承诺单位")
    title = models.CharField("承诺事项", max_length=80)
    words = models.TextField("承诺内容")
    remedy = models.TextField("违诺赔偿", blank=True)
    watcher = models.CharField("监督机构", max_length=80, blank=True)
    hotline = models.CharField("举报电话", max_length=40, blank=True)
    state = models.CharField("状态", max_length=10, choices=labels(PROMISE_NAMES), default="draft")
    published_on = models.DateField("公布日期", null=True)

    class Meta:
        verbose_name = "服务承诺"
        verbose_name_plural = "服务承诺"
        ordering = ("unit", "code")

    def __str__(self) -> str:
        return self.title


class ContactPoint(models.Model):
    """企业联系点: a key enterprise and the C supervisor who is its first liaison (YL-34)."""

    name = models.CharField("企业", max_length=80)
    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="+", verbose_name="第一联络员")
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "企业联系点"
        verbose_name_plural = "企业联系点"
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("name",), condition=models.Q(until__isnull=True), name="contact_point_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
