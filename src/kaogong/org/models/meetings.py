"""Regular meetings and exchanges of a body: when they are due, who came, what was decided and done."""

from __future__ import annotations

from django.db import models

from kaogong.org.models.bodies import Body, Seat
from kaogong.org.models.people import Person
from kaogong.org.models.units import Unit


class Meeting(models.Model):
    """例会或通报: due by a day; with a partner it is an exchange (LB-13), else a meeting of the body (DX-01)."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="机构")
    partner = models.CharField("通报对象", max_length=40, blank=True)
    due = models.DateField("应于")
    held_on = models.DateField("召开日期", null=True, blank=True)
    present = models.ManyToManyField(Seat, related_name="+", verbose_name="出席席位")

    class Meta:
        verbose_name = "例会通报"
        verbose_name_plural = "例会通报"
        ordering = ("due", "id")
        constraints = (models.UniqueConstraint(fields=("body", "partner", "due"), name="meeting_once"),)

    def __str__(self) -> str:
        return f"{self.body} {self.due}"


class Task(models.Model):
    """议定事项: decided by a meeting, with an owner, open until done."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="tasks", verbose_name="会议")
    words = models.CharField("事项", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承办单位")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    area = models.CharField("职能", max_length=80, blank=True)
    due = models.DateField("期限", null=True, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)

    class Meta:
        verbose_name = "议定事项"
        verbose_name_plural = "议定事项"

    def __str__(self) -> str:
        return self.words
