"""Tokens: how another system acts for an account, how far, until when; and what it was answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models.accounts import Account
from kaogong.org.models.units import Unit


class Room(models.TextChoices):
    """The rooms another system can be let into."""

    ORG = "org", _("机构与人员")
    PLAN = "plan", _("谋划")
    MONITOR = "monitor", _("监测")
    APPROVALS = "approvals", _("电子监察")
    LISTEN = "listen", _("评议与投诉")
    ASSESS = "assess", _("考评")
    DECIDE = "decide", _("评定")
    ANSWER = "answer", _("申诉")
    AUDIT = "audit", _("存证")


class Token(models.Model):
    """接口令牌. It does what its account may do and its scopes allow, and no more. Only the hash of the secret lies here."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="账号")
    name = models.CharField("用途", max_length=60)
    hash = models.CharField("令牌杂凑值", max_length=64, unique=True)
    since = models.DateTimeField("签发时间", auto_now_add=True)
    until = models.DateField("至(不含)")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="签发人")
    request = models.CharField("授权依据", max_length=120)
    minute = models.BigIntegerField("计数时段", default=0)
    calls = models.IntegerField("本时段次数", default=0)

    class Meta:
        verbose_name = "接口令牌"
        verbose_name_plural = "接口令牌"
        constraints = (
            models.UniqueConstraint(fields=("name",), condition=Q(revoked_at__isnull=True), name="token_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class Scope(models.Model):
    """令牌范围: a room, over a unit or everywhere, to read or also to write."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="scopes", verbose_name="接口令牌")
    room = models.CharField("系统", max_length=20, choices=Room.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    below = models.BooleanField("含下级", default=False)
    write = models.BooleanField("可写", default=False)

    class Meta:
        verbose_name = "令牌范围"
        verbose_name_plural = "令牌范围"
        constraints = (models.UniqueConstraint(fields=("token", "room"), name="scope_once"),)

    def __str__(self) -> str:
        return self.get_room_display()


class Replay(models.Model):
    """已答请求: what a write was answered. The same key again is answered the same, and nothing is done twice."""

    token = models.ForeignKey(Token, models.PROTECT, related_name="+", verbose_name="接口令牌")
    key = models.CharField("幂等键", max_length=100)
    asked = models.CharField("请求杂凑值", max_length=64)
    status = models.IntegerField("状态码", default=0)
    media = models.CharField("类型", max_length=60, blank=True)
    answer = models.TextField("答复", blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "已答请求"
        verbose_name_plural = "已答请求"
        constraints = (models.UniqueConstraint(fields=("token", "key"), name="replay_once"),)

    def __str__(self) -> str:
        return self.key
