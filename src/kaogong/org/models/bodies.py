"""Committees, teams and joint conferences with their seats and duties; efficiency supervisors."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kaogong.org.models.people import Person
from kaogong.org.models.units import Unit


class Body(models.Model):
    """领导小组、委员会、考核小组、联席会议: a body with the seats it must have."""

    KINDS = (
        ("leading", "领导小组"),
        ("committee", "委员会"),
        ("team", "考核小组"),
        ("watch", "监督小组"),
        ("conference", "联席会议"),
        ("office", "办公室"),
    )
    name = models.CharField("名称", max_length=80, unique=True)
    kind = models.CharField("类别", max_length=12, choices=KINDS)
    office = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="办公室所在单位")
    under = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上级机构")
    functions = models.JSONField("职能", default=list)
    founded = models.DateField("成立日期")
    dissolved = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = "议事机构"
        verbose_name_plural = "议事机构"

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """席位: a place in a body, which exists whether or not somebody sits on it."""

    ROLES = (("chair", "组长(主任)"), ("deputy", "副组长(副主任)"), ("member", "成员"), ("officer", "专职人员"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats", verbose_name="机构")
    role = models.CharField("角色", max_length=10, choices=ROLES)
    of = models.CharField("席位", max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="来自单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员")
    since = models.DateField("自", null=True, blank=True)

    class Meta:
        verbose_name = "席位"
        verbose_name_plural = "席位"
        constraints = (models.UniqueConstraint(fields=("body", "role", "of"), name="seat_once"),)

    def __str__(self) -> str:
        return self.of


class Duty(models.Model):
    """职责: a piece of work of a body or unit, with exactly one lead (HS-05)."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="duties", verbose_name="机构")
    name = models.CharField("职责", max_length=120)
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头单位")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    area = models.CharField("分工领域", max_length=80, blank=True)

    class Meta:
        verbose_name = "职责分工"
        verbose_name_plural = "职责分工"
        constraints = (models.UniqueConstraint(fields=("body", "name"), name="duty_once"),)

    def __str__(self) -> str:
        return self.name


class Supervisor(models.Model):
    """效能监督员 of class A, B or C (YL-32), with the units they may not inspect."""

    CLASSES = (("A", "A类"), ("B", "B类"), ("C", "C类"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    pool = models.CharField("类别", max_length=1, choices=CLASSES)
    source = models.CharField("来源", max_length=40)
    employer = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在单位")
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "效能监督员"
        verbose_name_plural = "效能监督员"
        constraints = (
            models.UniqueConstraint(fields=("person",), condition=Q(until__isnull=True), name="supervisor_once"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.pool}"
