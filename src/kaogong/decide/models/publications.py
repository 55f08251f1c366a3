"""What was published: frozen text with its hash, and to whom it went."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.decide.models.settlements import Proposal, Settlement
from kaogong.decide.states import DELIVERY_NAMES, PUBLICATION_NAMES
from kaogong.org.models import Account, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models import Cycle


class Publication(models.Model):
    """公布: a result as it was published. The text never changes; a correction is another one that names it."""

    AUDIENCES = (("public", _("向社会公开")), ("house", _("机关内公布")), ("units", _("只发被考核单位")))
    settlement = models.OneToOneField(Settlement, models.PROTECT, related_name="publication", verbose_name="评定")
    number = models.CharField("文号", max_length=60)
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("发布机关", max_length=120)
    audience = models.CharField("范围", max_length=8, choices=AUDIENCES)
    publish_on = models.DateField("公布日期")
    text = models.TextField("原文")
    sm3 = models.CharField("SM3", max_length=64)
    code = models.CharField("核验码", max_length=20, unique=True)
    state = models.CharField("状态", max_length=10, choices=labels(PUBLICATION_NAMES), default="published")
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="更正哪一份"
    )
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="公布人")
    at = models.DateTimeField("公布时间", auto_now_add=True)

    class Meta:
        verbose_name = "公布"
        verbose_name_plural = "公布"
        ordering = ("-publish_on", "-id")
        constraints = (models.UniqueConstraint(fields=("number",), name="publication_number"),)
        indexes = (models.Index(fields=("audience", "publish_on"), name="publication_when"),)

    def __str__(self) -> str:
        return self.title


class Disclosure(models.Model):
    """公开事项: a stage, targets or standards of a cycle made public from a day on (HB-48)."""

    KINDS = (
        ("targets", _("考核目标")),
        ("standards", _("评价基本标准")),
        ("results", _("领导班子考核结果")),
        ("supervisors", _("效能监督员名单")),
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="周期")
    kind = models.CharField("类别", max_length=12, choices=KINDS)
    title = models.CharField("名称", max_length=200)
    words = models.TextField("内容", blank=True)
    lines = models.JSONField("名单", default=list)
    publish_on = models.DateField("公布日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="公布人")

    class Meta:
        verbose_name = "公开事项"
        verbose_name_plural = "公开事项"
        ordering = ("-publish_on", "-id")

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """结果送达: a result sent to a receiving department, which records how it was used."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="deliveries", verbose_name="公布")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对象")
    receiver = models.CharField("接收部门", max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接收单位")
    purpose = models.CharField("用途", max_length=120, blank=True)
    sent_on = models.DateField("送达日期")
    due = models.DateField("登记期限")
    state = models.CharField("状态", max_length=8, choices=labels(DELIVERY_NAMES), default="sent")
    use = models.TextField("使用情况", blank=True)
    used_on = models.DateField("使用日期", null=True, blank=True)
    used_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    reminded_on = models.DateField("最近催办", null=True, blank=True)
    reminders = models.PositiveSmallIntegerField("催办次数", default=0)

    class Meta:
        verbose_name = "结果送达"
        verbose_name_plural = "结果送达"
        ordering = ("publication", "proposal", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("publication", "proposal", "receiver", "purpose"), nulls_distinct=False, name="delivery_once"
            ),
            models.CheckConstraint(condition=~Q(state="used") | Q(used_on__isnull=False), name="delivery_used_when"),
        )

    def __str__(self) -> str:
        return f"{self.receiver} {self.purpose}"
