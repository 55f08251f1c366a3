"""Responsibility letters: what was promised, to whom, word for word, and who signed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models.cycles import Cycle
from kaogong.plan.states import LETTER_NAMES


class Letter(models.Model):
    """责任书: the targets of a unit as they stood when the letter was drawn up, sealed by hash."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="letters", verbose_name="周期")
    kind = models.CharField("名称", max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="责任单位")
    upper = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="交办单位")
    version = models.IntegerField("版次", default=1)
    state = models.CharField("状态", max_length=10, choices=labels(LETTER_NAMES), default="draft")
    content = models.JSONField("内容", default=dict)
    sm3 = models.CharField("SM3", max_length=64)
    drawn_at = models.DateTimeField("拟稿时间", auto_now_add=True)

    class Meta:
        verbose_name = "责任书"
        verbose_name_plural = "责任书"
        ordering = ("cycle", "kind", "unit", "version")
        constraints = (models.UniqueConstraint(fields=("cycle", "kind", "unit", "version"), name="letter_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class Signature(models.Model):
    """签署: a party put its name to a letter, with the hash it read."""

    PARTIES = (("unit", _("责任单位")), ("upper", _("交办单位")))
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="signatures", verbose_name="责任书")
    party = models.CharField("签署方", max_length=8, choices=PARTIES)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="签署人")
    sm3 = models.CharField("SM3", max_length=64)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "签署"
        verbose_name_plural = "签署"
        constraints = (models.UniqueConstraint(fields=("letter", "party"), name="signature_once"),)

    def __str__(self) -> str:
        return self.get_party_display()


class Waiver(models.Model):
    """门类免除: a unit's letter leaves a family of targets out, for a reason (YL-05)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="waivers", verbose_name="周期")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    family = models.CharField("门类", max_length=40)
    reason = models.TextField("理由")

    class Meta:
        verbose_name = "门类免除"
        verbose_name_plural = "门类免除"
        constraints = (models.UniqueConstraint(fields=("cycle", "unit", "family"), name="waiver_once"),)

    def __str__(self) -> str:
        return self.family
