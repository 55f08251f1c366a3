"""The doors: who failed to come in how often, the second key of an account; and what people are told of."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaogong.audit.models import Event
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.models.sealed import SealedText
from kaogong.portal.states import FORWARD_NAMES


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


class Notice(models.Model):
    """通知: an event that somebody is told of. What it says is read from the event when it is shown."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="账号")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name="事件")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    mailed_at = models.DateTimeField("寄出时间", null=True, blank=True)

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ("-event_id",)
        constraints = (models.UniqueConstraint(fields=("account", "event"), name="notice_once"),)
        indexes = (
            models.Index(fields=("account",), condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=("event",), condition=Q(mailed_at__isnull=True), name="notice_to_mail"),
        )

    def __str__(self) -> str:
        return f"{self.event_id} {self.account_id}"


class Cursor(models.Model):
    """读到之处: the last event whose notices are written. The audit is the outbox."""

    name = models.CharField("名称", max_length=20, primary_key=True)
    number = models.BigIntegerField("序号", default=0)

    class Meta:
        verbose_name = "读到之处"
        verbose_name_plural = "读到之处"

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Mailing(models.Model):
    """寄信方式: how somebody wants notices by e-mail."""

    HOW = (("each", _("逐件寄")), ("daily", _("每天汇总一次")), ("none", _("不寄，只在系统里看")))
    account = models.OneToOneField(Account, models.PROTECT, related_name="+", verbose_name="账号")
    how = models.CharField("方式", max_length=8, choices=HOW, default="daily")

    class Meta:
        verbose_name = "寄信方式"
        verbose_name_plural = "寄信方式"

    def __str__(self) -> str:
        return self.get_how_display()


class Forward(models.Model):
    """转办: a line of one's desk given to a colleague who may do it too. It ends when the work is done, or is given back."""

    giver = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="转办人")
    taker = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="承办人")
    stage = models.CharField("阶段", max_length=12)
    url = models.CharField("办理地址", max_length=300)
    title = models.CharField("事项", max_length=200)
    words = models.CharField("交代", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=labels(FORWARD_NAMES), default="sent")
    at = models.DateTimeField("转办时间", auto_now_add=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    answer = models.CharField("退回理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "转办"
        verbose_name_plural = "转办"
        ordering = ("-at",)
        constraints = (
            models.UniqueConstraint(fields=("giver", "url"), condition=Q(state="sent"), name="forward_once"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="forward_to_another"),
        )
        indexes = (models.Index(fields=("taker",), condition=Q(state="sent"), name="forward_taken"),)

    def __str__(self) -> str:
        return self.title


class Subscription(models.Model):
    """期限订阅: a secret address at which a calendar reads somebody's deadlines. Only its hash lies here."""

    account = models.OneToOneField(Account, models.PROTECT, related_name="+", verbose_name="账号")
    hash = models.CharField("地址杂凑值", max_length=64, unique=True)
    at = models.DateTimeField("生成时间", auto_now=True)

    class Meta:
        verbose_name = "期限订阅"
        verbose_name_plural = "期限订阅"

    def __str__(self) -> str:
        return str(self.account)


class Sitting(models.Model):
    """登录会话: where and since when an account is signed in. Listed as long as its session holds."""

    session = models.CharField("会话", max_length=40, unique=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="账号")
    since = models.DateTimeField("登录时间", auto_now_add=True)
    address = models.CharField("网络地址", max_length=60, blank=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)

    class Meta:
        verbose_name = "登录会话"
        verbose_name_plural = "登录会话"

    def __str__(self) -> str:
        return f"{self.account} {self.since:%Y-%m-%d %H:%M}"


class Reading(models.Model):
    """阅读语言: the language an account chose for its pages."""

    account = models.OneToOneField(Account, models.PROTECT, related_name="+", verbose_name="账号")
    language = models.CharField("语言", max_length=10)

    class Meta:
        verbose_name = "阅读语言"
        verbose_name_plural = "阅读语言"

    def __str__(self) -> str:
        return self.language
