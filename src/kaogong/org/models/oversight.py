"""Watching those who appraise: sessions followed, findings and where they go, sanctions carried out, transactions matched."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaogong.audit.models import Evidence
from kaogong.org.models.people import Person
from kaogong.org.models.units import Unit


class Watch(models.Model):
    """跟踪监督: one whole appraisal session followed, or interested people heard (QW-16)."""

    MODES = (("follow", _("跟踪监督")), ("hear", _("听取意见")))
    STATES = (("open", _("进行中")), ("closed", _("已结束")))
    mode = models.CharField("方式", max_length=10, choices=MODES)
    title = models.CharField("名称", max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    subjects = models.JSONField("跟踪的考核表", default=list)
    state = models.CharField("状态", max_length=10, choices=STATES, default="open")
    opened_on = models.DateField("开始日期")
    closed_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        verbose_name = "跟踪监督"
        verbose_name_plural = "跟踪监督"

    def __str__(self) -> str:
        return self.title


class Route(models.Model):
    """监管分工: which unit is competent for findings of a matter (SD-20)."""

    matter = models.CharField("事项", max_length=40, primary_key=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="主管单位")

    class Meta:
        verbose_name = "监管分工"
        verbose_name_plural = "监管分工"

    def __str__(self) -> str:
        return self.matter


class Finding(models.Model):
    """监督发现: what supervision found, of which matter, on whom; disposed of by the unit competent for it."""

    STATES = (
        ("recorded", _("已记录")),
        ("confirmed", _("已查实")),
        ("transferred", _("已移送")),
        ("disposed", _("已处理")),
    )
    OFFENCES = (
        ("concealment", _("隐瞒错误、弄虚作假")),
        ("retaliation", _("无中生有、打击报复")),
        ("neglect", _("不履行考核职责造成恶劣后果")),
        ("minor", _("不履行考核职责，无恶劣后果")),
    )
    words = models.TextField("发现")
    matter = models.CharField("事项", max_length=40, blank=True)
    found_on = models.DateField("发现日期")
    state = models.CharField("状态", max_length=12, choices=STATES, default="recorded")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="涉及单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="考核人")
    offence = models.CharField("违规", max_length=12, choices=OFFENCES, blank=True)
    points = models.DecimalField("扣分", max_digits=6, decimal_places=2, null=True, blank=True)
    watch = models.ForeignKey(
        Watch, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="跟踪监督"
    )
    finder = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发现单位")
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理单位")
    disposal = models.TextField("处理结果", blank=True)

    class Meta:
        verbose_name = "监督发现"
        verbose_name_plural = "监督发现"

    def __str__(self) -> str:
        return self.words[:40]


class Sanction(models.Model):
    """处分决定, and whether it was carried out (QH-13)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    measure = models.CharField("处分", max_length=80)
    months = models.PositiveSmallIntegerField("期限(月)", null=True, blank=True)
    decided_on = models.DateField("决定日期")
    since = models.DateField("执行自", null=True, blank=True)
    until = models.DateField("执行至(不含)", null=True, blank=True)
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="执行凭证"
    )

    class Meta:
        verbose_name = "处分决定"
        verbose_name_plural = "处分决定"
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="sanction_until_after_since"
            ),
        )

    def __str__(self) -> str:
        return self.measure


class Transaction(models.Model):
    """公共资源交易与公共资金: an award, or the payment that must follow it (XJ-27)."""

    KINDS = (("award", _("中标成交")), ("payment", _("资金支付")))
    kind = models.CharField("类别", max_length=10, choices=KINDS)
    key = models.CharField("项目编号", max_length=60, db_index=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    day = models.DateField("日期")
    amount = models.DecimalField("金额", max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = "交易与支付"
        verbose_name_plural = "交易与支付"

    def __str__(self) -> str:
        return self.key
