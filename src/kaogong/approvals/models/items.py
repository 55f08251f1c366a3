"""Who may approve what, on which ground, in which steps, by when, for which fee: as of any day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account, Unit
from kaogong.org.models.settings import Declared, declare
from kaogong.plan.models import Exact

declare(
    Declared("approvals.report_days", _("变更几个工作日内报告"), "whole", 3, "assumed", "WH-27"),
    Declared("approvals.verify_days", _("黄红牌几个工作日内核实"), "whole", 5, "assumed", "WH-23"),
    Declared("approvals.correction_days", _("催办后几个工作日内改正"), "whole", 5, "assumed", "WH-21"),
    Declared("approvals.lead_days", _("比法定期限至少提前几个工作日为提前办结"), "whole", 1, "source", "WH-24"),
)


class Body(models.Model):
    """审批部门: a unit with the power to approve, and where that power comes from (WH-02)."""

    KINDS = (
        ("statutory", _("法定行政许可权机关")),
        ("delegated", _("依法委托机关")),
        ("authorised", _("法律法规授权组织")),
    )
    LEVELS = (("city", _("市直")), ("central", _("中央省驻")))

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("审批权来源", max_length=12, choices=KINDS)
    level = models.CharField("隶属", max_length=10, choices=LEVELS)
    basis = models.TextField("依据", blank=True)
    delegators = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name="委托机关")
    since = models.DateField("自")

    class Meta:
        verbose_name = "审批部门"
        verbose_name_plural = "审批部门"

    def __str__(self) -> str:
        return f"{self.unit}"


class Item(models.Model):
    """审批事项. The same one through every change; those are versions."""

    code = models.CharField("事项编码", max_length=40, unique=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="items", verbose_name="审批部门")

    class Meta:
        verbose_name = "审批事项"
        verbose_name_plural = "审批事项"

    def __str__(self) -> str:
        return self.code


class ItemVersion(models.Model):
    """事项版本: what an item was from one day until another. Limits are working days; empty: there is none."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions", verbose_name="审批事项")
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)
    name = models.CharField("事项名称", max_length=120)
    basis = models.TextField("法定依据", blank=True)
    conditions = models.TextField("办理条件", blank=True)
    statutory_days = models.IntegerField("法定期限(工作日)", null=True, blank=True)
    promised_days = models.IntegerField("承诺期限(工作日)", null=True, blank=True)
    fee = Exact("收费标准(元)", null=True, blank=True)
    fee_basis = models.CharField("收费依据", max_length=200, blank=True)
    office = models.CharField("承办科室", max_length=80, blank=True)
    post = models.CharField("承办岗位", max_length=80, blank=True)
    major = models.BooleanField("重大事项", default=False)
    deciders = models.IntegerField("至少几人经办", default=1)
    needs_approval = models.BooleanField("须报批", default=False)

    class Meta:
        verbose_name = "事项版本"
        verbose_name_plural = "事项版本"
        constraints = (
            models.UniqueConstraint(fields=("item", "since"), name="item_version_starts_once"),
            models.UniqueConstraint(fields=("item",), condition=Q(until__isnull=True), name="item_version_one_open"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="item_version_until_after_since"
            ),
            models.CheckConstraint(
                condition=(Q(statutory_days__isnull=True) | Q(statutory_days__gte=0))
                & (Q(promised_days__isnull=True) | Q(promised_days__gte=0)),
                name="item_limits_not_negative",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def limit(self) -> int | None:
        """The limit that governs: the stricter of the two."""
        return min((one for one in (self.statutory_days, self.promised_days) if one is not None), default=None)


class Step(models.Model):
    """事项环节: a step of an item, in its order, with a limit of its own."""

    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="steps", verbose_name="事项版本")
    place = models.IntegerField("次序")
    code = models.CharField("环节编码", max_length=60)
    name = models.CharField("环节名称", max_length=80)
    days = models.IntegerField("环节期限(工作日)", null=True, blank=True)
    post = models.CharField("岗位", max_length=80, blank=True)
    compulsory = models.BooleanField("必经", default=True)

    class Meta:
        verbose_name = "事项环节"
        verbose_name_plural = "事项环节"
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(fields=("version", "place"), name="step_place_once"),
            models.UniqueConstraint(fields=("version", "code"), name="step_code_once"),
        )

    def __str__(self) -> str:
        return self.name


class Confirmation(models.Model):
    """底数确认: a department that keeps law, staffing or money agrees that an item is what the inventory says (XJ-23)."""

    OFFICES = (("legal", _("法制")), ("staffing", _("编制")), ("finance", _("财政")))

    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="confirmations", verbose_name="事项版本")
    office = models.CharField("确认部门", max_length=10, choices=OFFICES)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    at = models.DateTimeField("确认时间", auto_now_add=True)

    class Meta:
        verbose_name = "底数确认"
        verbose_name_plural = "底数确认"
        constraints = (models.UniqueConstraint(fields=("version", "office"), name="confirmed_once"),)

    def __str__(self) -> str:
        return self.get_office_display()


class Authority(models.Model):
    """审批权限: up to which amount an account may decide; of one item, or of all of a body (JQ-09)."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="账号")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="审批部门")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批事项")
    most = Exact("金额上限(元)", null=True, blank=True)

    class Meta:
        verbose_name = "审批权限"
        verbose_name_plural = "审批权限"
        constraints = (
            models.UniqueConstraint(fields=("account", "body", "item"), nulls_distinct=False, name="authority_once"),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.most}"


class Benchmark(models.Model):
    """裁量基准: the range in which a decision needs no reason of its own (JQ-05)."""

    item = models.OneToOneField(Item, models.PROTECT, related_name="benchmark", verbose_name="审批事项")
    least = Exact("下限(倍)")
    most = Exact("上限(倍)")

    class Meta:
        verbose_name = "裁量基准"
        verbose_name_plural = "裁量基准"

    def __str__(self) -> str:
        return f"{self.least}–{self.most}"
