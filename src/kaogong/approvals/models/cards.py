"""Cards: proposed by rules, verified by people, contested by units, kept for ever."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.approvals.models.cases import Case
from kaogong.approvals.states import CARD_NAMES, COLOURS, URGING_NAMES
from kaogong.org.models import Account, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models import Exact


class CardRule(models.Model):
    """发牌规则: what is looked for, of which colour the card is, and from which share of the limit (WH-18)."""

    TRIGGERS = (
        ("reached", _("用时达到期限的百分比")),
        ("past", _("用时超过期限的百分比")),
        ("step_late", _("环节超期")),
        ("skipped", _("漏办环节")),
        ("fee", _("收费超标准")),
        ("offline", _("网外运行")),
        ("uncorrected", _("催办后未改正")),
    )

    name = models.CharField("规则", max_length=60, unique=True)
    trigger = models.CharField("条件", max_length=12, choices=TRIGGERS)
    colour = models.CharField("颜色", max_length=6, choices=labels(COLOURS))
    share = Exact("期限的百分比", null=True, blank=True)
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "发牌规则"
        verbose_name_plural = "发牌规则"

    def __str__(self) -> str:
        return self.name


class Card(models.Model):
    """黄红牌. It counts only once a person has verified it; withdrawn ones stay, with who and why (WH-23)."""

    number = models.CharField("牌号", max_length=24, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, db_constraint=False, related_name="cards", verbose_name="办件")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    rule = models.ForeignKey(CardRule, models.PROTECT, related_name="+", verbose_name="发牌规则")
    colour = models.CharField("颜色", max_length=6, choices=labels(COLOURS))
    state = models.CharField("状态", max_length=10, choices=labels(CARD_NAMES), default="proposed")
    issued_on = models.DateField("发牌日期")
    used = models.IntegerField("发牌时用时", null=True)
    limit = models.IntegerField("发牌时期限", null=True)
    due_on = models.DateField("核实期限")
    verified_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="核实人")
    verified_at = models.DateTimeField("核实时间", null=True)
    contested_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="异议人")
    contested_at = models.DateTimeField("异议时间", null=True)
    contest = models.TextField("异议理由", blank=True)
    settled_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="裁定人")
    settled_at = models.DateTimeField("裁定时间", null=True)
    reason = models.TextField("理由", blank=True)
    raised_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="由何牌升级")
    to_task = models.DateField("转督办日期", null=True)

    class Meta:
        verbose_name = "黄红牌"
        verbose_name_plural = "黄红牌"
        ordering = ("-issued_on", "-id")
        constraints = (models.UniqueConstraint(fields=("case", "rule"), name="card_once"),)
        indexes = (
            models.Index(fields=("state", "due_on"), name="card_state"),
            models.Index(fields=("unit", "issued_on"), name="card_unit"),
        )

    def __str__(self) -> str:
        return self.number


class Urging(models.Model):
    """催办: what is to be put right by when, and whether it was (WH-21)."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="urgings", verbose_name="黄红牌")
    words = models.TextField("催办内容")
    sent_on = models.DateField("催办日期")
    due_on = models.DateField("改正期限")
    state = models.CharField("状态", max_length=12, choices=labels(URGING_NAMES), default="open")
    closed_on = models.DateField("结束日期", null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="催办人")

    class Meta:
        verbose_name = "电子监察催办"
        verbose_name_plural = "电子监察催办"
        ordering = ("id",)
        indexes = (models.Index(fields=("state", "due_on"), name="urging_state"),)

    def __str__(self) -> str:
        return self.words[:40]
