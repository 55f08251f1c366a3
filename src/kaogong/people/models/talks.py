"""Talks: about integrity with chief officers, and from heart to heart within a leading team."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.sealed import SealedText
from kaogong.org.models.settings import Declared, declare
from kaogong.people.states.learning import HEART, LAPSES, TALKS

declare(
    Declared("talks.each_year", _("班长与每名成员一年至少谈心几次"), "whole", 1, "source", "LB-21"),
    Declared("talks.remind_month", _("几月起提醒还没有谈的"), "whole", 12, "assumed", "LB-21"),
)


class IntegrityTalk(models.Model):
    """廉政谈话: who talked with whom, why, and what followed (QH-04)."""

    kind = models.CharField("类别", max_length=10, choices=labels(TALKS))
    on = models.DateField("日期")
    reason = models.CharField("事由", max_length=200)
    talker = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谈话人")
    people = models.ManyToManyField(Person, related_name="+", verbose_name="谈话对象")
    words = SealedText("谈话要点", blank=True)
    follow_up = models.TextField("后续事项", blank=True)
    follow_due = models.DateField("后续期限", null=True, blank=True)
    followed_on = models.DateField("后续办结日期", null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "廉政谈话"
        verbose_name_plural = "廉政谈话"
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"

    @property
    def complete(self) -> bool:
        """What followed is written down."""
        return bool(self.follow_up)


class HeartTalk(models.Model):
    """谈心谈话 of two of a leading team (LB-21)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("类别", max_length=8, choices=labels(HEART))
    on = models.DateField("日期")
    one = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谈话人")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="谈话对象")
    words = SealedText("谈话要点", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "谈心谈话"
        verbose_name_plural = "谈心谈话"
        ordering = ("-on", "-id")
        constraints = (models.CheckConstraint(condition=~Q(one=F("other")), name="heart_talk_with_another"),)
        indexes = (models.Index(fields=("unit", "on"), name="heart_talk_unit"),)

    def __str__(self) -> str:
        return f"{self.one} {self.other} {self.on}"


class TalkLapse(models.Model):
    """谈心谈话提醒与违规: a member the head has not talked with; first a reminder, at the end of the year a violation."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    year = models.IntegerField("年度")
    head = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="班长")
    member = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="成员")
    stage = models.CharField("阶段", max_length=10, choices=labels(LAPSES))
    on = models.DateField("日期")

    class Meta:
        verbose_name = "谈心谈话提醒与违规"
        verbose_name_plural = "谈心谈话提醒与违规"
        ordering = ("-on", "-id")
        constraints = (models.UniqueConstraint(fields=("unit", "year", "member", "stage"), name="talk_lapse_once"),)

    def __str__(self) -> str:
        return f"{self.member} {self.get_stage_display()}"
