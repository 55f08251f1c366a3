"""Duty reports with the results they rest on, and hearings of assessors."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.assess.models.rounds import Entrant
from kaogong.assess.states.ratings import DUTY_NAMES, HEARING_NAMES
from kaogong.org.models import Account, Finding, Person
from kaogong.org.models.labels import labels


class DutyReport(models.Model):
    """述职报告: what a person says of the work done; handed in, the verified results stand with it as they were that day."""

    entrant = models.OneToOneField(Entrant, models.PROTECT, related_name="duty", verbose_name="参评对象")
    words = models.TextField("述职内容", blank=True)
    results = models.JSONField("所附结果", default=list)
    sm3 = models.CharField("SM3", max_length=64, blank=True)
    state = models.CharField("状态", max_length=8, choices=labels(DUTY_NAMES), default="draft")
    handed_at = models.DateTimeField("提交时间", null=True, blank=True)

    class Meta:
        verbose_name = "述职报告"
        verbose_name_plural = "述职报告"

    def __str__(self) -> str:
        return str(self.entrant)


class Hearing(models.Model):
    """听取意见: an assessor found at fault, or somebody concerned by the session, is heard before it counts (QW-16)."""

    ROLES = (("accused", _("被指考核人")), ("concerned", _("考核利害关系人")), ("other", _("其他被考核人")))
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+", verbose_name="监督意见")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="听取对象")
    role = models.CharField("身份", max_length=10, choices=ROLES)
    state = models.CharField("状态", max_length=8, choices=labels(HEARING_NAMES), default="asked")
    asked_on = models.DateField("通知日期")
    heard_on = models.DateField("听取日期", null=True, blank=True)
    words = models.TextField("陈述", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="听取人")

    class Meta:
        verbose_name = "听取意见"
        verbose_name_plural = "听取意见"
        ordering = ("finding", "id")
        constraints = (models.UniqueConstraint(fields=("finding", "person"), name="hearing_once"),)

    def __str__(self) -> str:
        return f"{self.person} {self.get_state_display()}"
