"""What people typed: drafts that outlive a session, forms that were sent, and lists as somebody likes to see them."""

from __future__ import annotations

from django.db import models

from kaogong.org.models.accounts import Account


class Draft(models.Model):
    """未交内容: what was typed into a form and not handed in. It goes when the form is handed in."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="账号")
    page = models.CharField("页面", max_length=300)
    fields = models.JSONField("内容", default=dict)
    overtaken = models.BigIntegerField("被后来的改动赶上", null=True, blank=True)
    at = models.DateTimeField("时间", auto_now=True)

    class Meta:
        verbose_name = "未交内容"
        verbose_name_plural = "未交内容"
        constraints = (models.UniqueConstraint(fields=("account", "page"), name="draft_once"),)

    def __str__(self) -> str:
        return self.page


class Sending(models.Model):
    """已交表单: a form that was sent; sent a second time it does nothing."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="账号")
    key = models.CharField("表单编号", max_length=40)
    led = models.CharField("去处", max_length=300, blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "已交表单"
        verbose_name_plural = "已交表单"
        constraints = (models.UniqueConstraint(fields=("account", "key"), name="sending_once"),)
        indexes = (models.Index(fields=("at",), name="sending_at"),)

    def __str__(self) -> str:
        return self.key


class View(models.Model):
    """常用视图: a list as somebody likes to see it: filters, order and columns under a name."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="账号")
    page = models.CharField("页面", max_length=200)
    name = models.CharField("名称", max_length=40)
    asked = models.CharField("条件", max_length=1000, blank=True)

    class Meta:
        verbose_name = "常用视图"
        verbose_name_plural = "常用视图"
        ordering = ("page", "name")
        constraints = (models.UniqueConstraint(fields=("account", "page", "name"), name="view_once"),)

    def __str__(self) -> str:
        return self.name
