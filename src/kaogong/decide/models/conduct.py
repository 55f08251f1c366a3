"""Personal conduct: the catalogue of what is rewarded and punished, and what was recorded by it (LB-28)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Person, Unit


class ConductEntry(models.Model):
    """奖惩目录: one type of conduct, rewarded or punished, from a day until another."""

    KINDS = (("reward", _("奖励")), ("penalty", _("惩处")))
    code = models.CharField("代号", max_length=20, unique=True)
    kind = models.CharField("类别", max_length=8, choices=KINDS)
    name = models.CharField("情形", max_length=120)
    standard = models.CharField("认定标准", max_length=300)
    form = models.CharField("奖惩形式", max_length=120)
    clause = models.CharField("依据", max_length=200)
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "奖惩目录"
        verbose_name_plural = "奖惩目录"
        ordering = ("kind", "code")
        constraints = (
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="conduct_until"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ConductRecord(models.Model):
    """奖惩记录: what somebody was rewarded or punished for; it always cites the catalogue. A penalty is open until it is closed."""

    STATES = (("open", _("未了结")), ("closed", _("已了结")))
    entry = models.ForeignKey(ConductEntry, models.PROTECT, related_name="records", verbose_name="目录")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    on = models.DateField("日期")
    words = models.TextField("事实")
    proof = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="凭证")
    state = models.CharField("状态", max_length=8, choices=STATES, default="open")
    closed_on = models.DateField("了结日期", null=True, blank=True)
    outcome = models.TextField("了结情况", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "奖惩记录"
        verbose_name_plural = "奖惩记录"
        ordering = ("-on", "-id")
        indexes = (models.Index(fields=("person", "on"), name="conduct_person"),)

    def __str__(self) -> str:
        return str(self.entry)
