"""Powers: what an account may do, in which unit, from when until when, and by whose grant."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models.accounts import Account
from kaogong.org.models.people import Person
from kaogong.org.models.units import Unit


class Power(models.TextChoices):
    """The powers of the house. Each belongs to the offices named in product.md; guards ask for them by name."""

    OFFICE = "office", _("绩效办：组织考核")
    LIAISON = "liaison", _("联络员：本单位填报")
    HEAD = "head", _("单位负责人：审签本单位")
    LEADER = "leader", _("分管领导：指导分管单位")
    STAFF = "staff", _("工作人员：本人事项")
    AUTHORITY = "authority", _("数据责任部门：提供权威数据")
    DISCIPLINE = "discipline", _("纪检监察：监督")
    SUPERVISOR = "supervisor", _("效能监督员")
    DECISION = "decision", _("决策机构：审定结果")
    COMMITTEE = "committee", _("监督小组：监督考核、受理申诉")


class Grant(models.Model):
    """授权. `unit` empty: the whole installation; `below`: the unit and everything under it."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="账号")
    power = models.CharField("权限", max_length=20, choices=Power.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    below = models.BooleanField("含下级", default=False)
    room = models.CharField("限于系统", max_length=20, blank=True)
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)
    granted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="授权人")
    request = models.CharField("授权依据", max_length=120, blank=True)

    class Meta:
        verbose_name = "授权"
        verbose_name_plural = "授权"
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="grant_until_after_since"
            ),
            models.UniqueConstraint(
                fields=("account", "power", "unit", "room"),
                condition=Q(until__isnull=True),
                nulls_distinct=False,
                name="grant_once",
            ),
        )

    def __str__(self) -> str:
        return self.get_power_display()


class Delegation(models.Model):
    """委托: for some days another person acts with one's powers; both names stand in the audit."""

    giver = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="委托人")
    taker = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="受托人")
    power = models.CharField("权限", max_length=20, choices=Power.choices)
    since = models.DateField("自")
    until = models.DateField("至(不含)")
    reason = models.CharField("事由", max_length=200)

    class Meta:
        verbose_name = "委托"
        verbose_name_plural = "委托"
        constraints = (
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="delegation_to_another"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="delegation_ends"),
        )

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"
