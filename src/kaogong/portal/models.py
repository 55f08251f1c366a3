"""The doors: who failed to come in how often, and the second key of an account."""

from __future__ import annotations

from django.db import models

from kaogong.org.models import Account
from kaogong.org.models.sealed import SealedText


class Lockout(models.Model):
    """Failures to sign in under one name, or from one address. The name lies here only as a hash: it may be a password."""

    key = models.CharField("对象", max_length=90, unique=True)
    failures = models.PositiveIntegerField("失败次数", default=0)
    since = models.DateTimeField("首次失败")
    until = models.DateTimeField("锁定至", null=True)

    class Meta:
        verbose_name = "登录锁定"
        verbose_name_plural = "登录锁定"

    def __str__(self) -> str:
        return self.key


class SecondKey(models.Model):
    """动态口令: the shared secret of an authenticator (TOTP, RFC 6238). Each code opens once."""

    account = models.OneToOneField(Account, models.PROTECT, related_name="+", verbose_name="账号")
    secret = SealedText("密钥")
    confirmed_at = models.DateTimeField("启用时间", null=True)
    last_step = models.BigIntegerField("最近使用的时段", default=0)

    class Meta:
        verbose_name = "动态口令"
        verbose_name_plural = "动态口令"

    def __str__(self) -> str:
        return str(self.account)
