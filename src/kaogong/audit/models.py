"""Events and evidence. The database itself refuses to change or delete either (migration 0002)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One act: who, when, with which power, on what, from which value to which.

    Events are numbered without gaps and chained (core.chain). `subject` is a text key such as `plan.target:12`, so that
    this lowest room knows no other.
    """

    number = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="操作人"
    )
    actor_name = models.CharField("操作人姓名代号", max_length=200)
    powers = models.JSONField("所用权限", default=list)
    room = models.CharField("系统", max_length=20)
    verb = models.CharField("行为", max_length=60)
    subject = models.CharField("对象", max_length=120)
    unit = models.CharField("所属单位", max_length=60, blank=True)
    outcome = models.CharField(
        "结果", max_length=10, choices=[("done", _("完成")), ("denied", _("拒绝"))], default="done"
    )
    old = models.JSONField("原值", null=True)
    new = models.JSONField("新值", null=True)
    reason = models.TextField("理由", blank=True)
    private = models.JSONField("个人信息摘要", default=dict)
    hash = models.CharField("杂凑值", max_length=64, unique=True)

    class Meta:
        verbose_name = "事件"
        verbose_name_plural = "事件"
        ordering = ("number",)
        indexes = (
            models.Index(fields=("subject", "number"), name="event_subject"),
            models.Index(fields=("actor", "number"), name="event_actor"),
            models.Index(fields=("room", "verb", "number"), name="event_verb"),
            models.Index(fields=("room", "number"), name="event_room"),
            models.Index(fields=("at",), name="event_at"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.room}.{self.verb} {self.subject}"


class PrivateWords(models.Model):
    """Personal data an event speaks of: outside the chain, which holds only a salted hash, so that it can be erased."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name="事件")
    field = models.CharField("栏目", max_length=60)
    salt = models.CharField("盐值", max_length=32)
    words = models.TextField("内容")

    class Meta:
        verbose_name = "个人信息"
        verbose_name_plural = "个人信息"
        constraints = (models.UniqueConstraint(fields=("event", "field"), name="private_once"),)

    def __str__(self) -> str:
        return f"{self.event_id} {self.field}"


class Evidence(models.Model):
    """A sealed file, named by the SM3 of its content and stored once, however often it is used."""

    sm3 = models.CharField("SM3", max_length=64, primary_key=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField("字节数")
    kind = models.CharField("类型", max_length=100)
    sealed_at = models.DateTimeField("存证时间", auto_now_add=True)

    class Meta:
        verbose_name = "证据"
        verbose_name_plural = "证据"

    def __str__(self) -> str:
        return self.sm3[:12]


class Anchor(models.Model):
    """The head of the chain at the end of a day, as it was published outside."""

    day = models.DateField("日期", primary_key=True)
    number = models.BigIntegerField("序号")
    hash = models.CharField("杂凑值", max_length=64)
    published_at = models.DateTimeField("公布时间", auto_now_add=True)

    class Meta:
        verbose_name = "存证锚"
        verbose_name_plural = "存证锚"
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day} {self.number} {self.hash[:12]}"
