"""Committees, teams and joint conferences with their seats and duties; efficiency supervisors."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models.people import Person
from kaogong.org.models.units import Unit


class Body(models.Model):
    """领导小组、委员会、考核小组、联席会议: a body with the seats it must have."""

    KINDS = (
        ("leading", _("领导小组")),
        ("committee", _("委员会")),
        ("team", _("考核小组")),
        ("watch", _("监督小组")),
        ("conference", _("联席会议")),
        ("office", _("办公室")),
    )
    name = models.CharField("名称", max_length=80, unique=True)
    kind = models.CharField("类别", max_length=12, choices=KINDS)
    office = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="办公室所在单位")
    under = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上级机构")
    functions = models.JSONField("职能", default=list)
    members_min = models.PositiveSmallIntegerField("成员下限", null=True, blank=True)
    members_max = models.PositiveSmallIntegerField("成员上限", null=True, blank=True)
    officers = models.PositiveSmallIntegerField("专职人员数", default=0)
    whole_to_act = models.BooleanField("席位配齐才能审定", default=True)
    duties_issued = models.DateField("职责印发日期", null=True, blank=True)
    founded = models.DateField("成立日期")
    dissolved = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = "议事机构"
        verbose_name_plural = "议事机构"

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """席位: a place in a body, which exists whether or not somebody sits on it."""

    ROLES = (
        ("chair", _("组长(主任)")),
        ("deputy", _("副组长(副主任)")),
        ("member", _("成员")),
        ("officer", _("专职人员")),
    )
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


class Charge(models.Model):
    """联系监督: a unit entrusted to one body, and to one only (QH-30)."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="机构")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "联系监督"
        verbose_name_plural = "联系监督"
        constraints = (models.UniqueConstraint(fields=("unit",), condition=Q(until__isnull=True), name="charge_once"),)

    def __str__(self) -> str:
        return f"{self.body} {self.unit}"


class Checklist(models.Model):
    """标准清单: items a unit has or has not (QH-40, 七有). The installation names the items."""

    name = models.CharField("名称", max_length=80, unique=True)
    items = models.JSONField("项目")

    class Meta:
        verbose_name = "标准清单"
        verbose_name_plural = "标准清单"

    def __str__(self) -> str:
        return self.name


class Tick(models.Model):
    """达标项: a unit has an item of a checklist."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+", verbose_name="标准清单")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    item = models.CharField("项目", max_length=80)
    on = models.DateField("日期")

    class Meta:
        verbose_name = "达标项"
        verbose_name_plural = "达标项"
        constraints = (models.UniqueConstraint(fields=("checklist", "unit", "item"), name="tick_once"),)

    def __str__(self) -> str:
        return self.item


class Supervisor(models.Model):
    """效能监督员 of class A, B or C (YL-32), with the units they may not inspect."""

    CLASSES = (("A", _("A类")), ("B", _("B类")), ("C", _("C类")))
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


class Recusal(models.Model):
    """回避: a person takes no part in what concerns a unit."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    reason = models.CharField("事由", max_length=200)
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "回避"
        verbose_name_plural = "回避"

    def __str__(self) -> str:
        return self.reason


class Draw(models.Model):
    """抽取: supervisors drawn for an inspection, by a seed with which anybody can draw them again."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="被检查单位")
    seed = models.CharField("随机种子", max_length=64)
    drawn_on = models.DateField("日期")
    candidates = models.JSONField("候选")
    excluded = models.JSONField("回避", default=dict)
    drawn = models.ManyToManyField(Supervisor, related_name="+", verbose_name="抽中")

    class Meta:
        verbose_name = "抽取"
        verbose_name_plural = "抽取"

    def __str__(self) -> str:
        return f"{self.unit} {self.drawn_on}"


class Point(models.Model):
    """效能监测点."""

    name = models.CharField("名称", max_length=80, unique=True)
    kind = models.CharField("类别", max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "效能监测点"
        verbose_name_plural = "效能监测点"

    def __str__(self) -> str:
        return self.name
