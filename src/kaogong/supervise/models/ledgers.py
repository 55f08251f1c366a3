"""Daily ledgers: what is declared of each, and by whom it is kept."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.powers import Power
from kaogong.plan.models import Exact
from kaogong.supervise.states.ledgers import LEDGER_NAMES


class Ledger(models.Model):
    """监管台账: its aspects and items, who keeps it, who confirms, and the days it allows (LZ-05, LZ-06, LZ-07)."""

    GROUPS = (
        ("daily", _("日常监管")),
        ("dispatched", _("派驻监督")),
        ("person", _("出勤与效能")),
        ("vehicle", _("公务用车")),
        ("education", _("廉政教育")),
        ("meeting", _("主体责任")),
    )
    ABOUT = (("unit", _("单位")), ("person", _("人员")))

    code = models.CharField("台账编码", max_length=20, unique=True)
    name = models.CharField("台账名称", max_length=80, unique=True)
    group = models.CharField("类别", max_length=12, choices=GROUPS, default="daily")
    about = models.CharField("记录对象", max_length=6, choices=ABOUT, default="unit")
    basis = models.TextField("依据", blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="记录单位")
    section = models.CharField("记录科室", max_length=80)
    own = models.BooleanField("各单位自记", default=False)
    enters = models.CharField("记录人权限", max_length=20, choices=Power.choices, default=Power.AUTHORITY)
    confirms = models.CharField("确认人权限", max_length=20, choices=Power.choices, default=Power.OFFICE)
    suppliers = models.CharField("提供单位", max_length=200, blank=True)
    sources = models.JSONField("来源", default=list)
    columns = models.JSONField("附加栏目", default=list)
    aspect_count = models.PositiveSmallIntegerField("方面数", null=True, blank=True)
    item_count = models.PositiveSmallIntegerField("记录项数", null=True, blank=True)
    late_days = models.PositiveSmallIntegerField("超过几日为补录", default=5)
    contest_days = models.PositiveSmallIntegerField("异议期(工作日)", default=5)
    quorum = models.CharField("集体决策最低到会比例", max_length=10, blank=True)
    limit = Exact("大额标准(元)", null=True, blank=True)
    bonus = models.BooleanField("与绩效奖挂钩", default=False)
    state = models.CharField("状态", max_length=8, choices=labels(LEDGER_NAMES), default="draft")
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "监管台账"
        verbose_name_plural = "监管台账"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def supplier_names(self) -> list[str]:
        """Who supplies its entries, by the names rulebooks use."""
        return [one.strip() for one in self.suppliers.split("、") if one.strip()]


class LedgerItem(models.Model):
    """台账记录项: one thing that is recorded, under an aspect; what it takes, and the events it is in rulebooks."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="items", verbose_name="监管台账")
    aspect = models.CharField("方面", max_length=60)
    code = models.CharField("记录项编码", max_length=20)
    name = models.CharField("记录项", max_length=120)
    place = models.PositiveSmallIntegerField("顺序")
    marks = Exact("扣分", null=True, blank=True)
    origin = models.CharField("扣分依据", max_length=40, blank=True)
    events = models.JSONField("计分事件", default=list)
    """`ledger.kind` of rulebooks, such as staffing.hiring_plan; none: it does not score."""

    class Meta:
        verbose_name = "台账记录项"
        verbose_name_plural = "台账记录项"
        ordering = ("ledger", "place")
        constraints = (models.UniqueConstraint(fields=("ledger", "code"), name="ledger_item_once"),)

    def __str__(self) -> str:
        return self.name


class LedgerUnit(models.Model):
    """台账建立情况: a unit has opened a ledger it has to keep itself (QH-33)."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="opened", verbose_name="监管台账")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    opened_on = models.DateField("建立日期")
    keeper = models.CharField("专人", max_length=60)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "台账建立情况"
        verbose_name_plural = "台账建立情况"
        constraints = (models.UniqueConstraint(fields=("ledger", "unit"), name="ledger_opened_once"),)

    def __str__(self) -> str:
        return f"{self.ledger} {self.unit}"
