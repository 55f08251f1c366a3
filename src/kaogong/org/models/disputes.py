"""What is in dispute: while an appeal about a thing is open, every page that shows the thing says so."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kaogong.org.models.people import Person
from kaogong.org.models.units import Unit


class Dispute(models.Model):
    """争议: a thing, as the audit names it (`supervise.finding:3`), that an appeal is open about, and whose score it touches.

    `ruling`: the ruling by which the thing stands and is scored otherwise than it says.
    """

    number = models.CharField("申诉编号", max_length=24)
    subject = models.CharField("争议对象", max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    suspends = models.BooleanField("暂停执行后果", default=False)
    since = models.DateField("自")
    until = models.DateField("至", null=True)
    ruling = models.CharField("改写它的裁定书", max_length=40, blank=True)

    class Meta:
        verbose_name = "争议"
        verbose_name_plural = "争议"
        ordering = ("since", "id")
        indexes = (
            models.Index(fields=("subject",), condition=Q(until__isnull=True), name="dispute_open"),
            models.Index(fields=("unit",), condition=Q(until__isnull=True), name="dispute_unit"),
        )
        constraints = (
            models.UniqueConstraint(fields=("number", "subject"), condition=Q(until__isnull=True), name="dispute_once"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"
