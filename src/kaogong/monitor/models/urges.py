"""Urging: who was told what was due or overdue, on which step."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.monitor.models.reports import Report
from kaogong.monitor.models.routines import Assignee
from kaogong.org.models import Account, Unit
from kaogong.plan.models import Cycle, Target


class Urge(models.Model):
    """催办: a reminder before a deadline, or one step of the escalation after it. Sent once."""

    STEPS = (
        ("before", _("到期提醒")),
        ("handler", _("告知经办人")),
        ("middle", _("告知中层领导")),
        ("leader", _("告知分管领导")),
        ("chief", _("告知主要领导")),
        ("hand", _("人工催办")),
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="周期")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="目标")
    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="进展")
    assignee = models.ForeignKey(
        Assignee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="例行事项承担者"
    )
    period = models.CharField("时期", max_length=8)
    step = models.CharField("环节", max_length=8, choices=STEPS)
    due = models.DateField("期限")
    sent_on = models.DateField("催办日期")
    words = models.CharField("内容", max_length=300)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="催办人")

    class Meta:
        verbose_name = "催办"
        verbose_name_plural = "催办"
        ordering = ("-sent_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("cycle", "unit", "target", "assignee", "period", "step", "due"),
                condition=~Q(step="hand"),
                nulls_distinct=False,
                name="urge_once",
            ),
        )
        indexes = (models.Index(fields=("unit", "sent_on"), name="urge_unit"),)

    def __str__(self) -> str:
        return self.words
