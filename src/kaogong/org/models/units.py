"""Units and their history: what a unit was called, whom it stood under and in which class, as of any day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Levels of government, and what stands beside them."""

    CITY = "city", _("市级")
    COUNTY = "county", _("县(市)区")
    TOWNSHIP = "township", _("乡镇(街道)")
    INSIDE = "inside", _("内设机构")


class Track(models.TextChoices):
    """What a unit is by its nature (FZ-02, YL-01)."""

    GOVERNMENT = "government", _("政府部门")
    PARTY = "party", _("党群机关")
    CONGRESS = "congress", _("人大机关")
    CONSULTATIVE = "consultative", _("政协机关")
    COURT = "court", _("审判机关")
    PROCURATORATE = "procuratorate", _("检察机关")
    AREA = "area", _("县(市)区与乡镇(街道)")
    ZONE = "zone", _("工业区、投资区")
    DUAL = "dual", _("双重管理单位")
    INSTITUTION = "institution", _("事业单位")


class Unit(models.Model):
    """单位. The same one through renaming, moving and reclassing; those are versions."""

    code = models.CharField("单位编码", max_length=40, unique=True)
    founded = models.DateField("设立日期")
    closed = models.DateField("撤销日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承接单位"
    )

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        constraints = (
            models.CheckConstraint(
                condition=Q(closed__isnull=True) | Q(closed__gt=F("founded")), name="unit_closed_after_founded"
            ),
        )

    def __str__(self) -> str:
        return self.code


class UnitVersion(models.Model):
    """What a unit was from one day until another (until is the first day it was no longer so)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="versions", verbose_name="单位")
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)
    name = models.CharField("名称", max_length=80)
    short = models.CharField("简称", max_length=40)
    sort_key = models.CharField("拼音排序", max_length=200, db_index=True)
    initials = models.CharField("拼音首字母", max_length=60)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上级单位")
    level = models.CharField("层级", max_length=10, choices=Level.choices)
    track = models.CharField("性质", max_length=15, choices=Track.choices)
    appraisal_class = models.CharField("考核类别", max_length=40, blank=True)
    place = models.IntegerField("排列次序", default=0)

    class Meta:
        verbose_name = "单位沿革"
        verbose_name_plural = "单位沿革"
        constraints = (
            models.UniqueConstraint(fields=("unit", "since"), name="version_starts_once"),
            models.UniqueConstraint(fields=("unit",), condition=Q(until__isnull=True), name="version_one_open"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="version_until_after_since"
            ),
        )
        indexes = (models.Index(fields=("parent", "since"), name="version_parent"),)

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day that is not what its weekday says: a holiday, or a make-up working day. Editable by the installation."""

    day = models.DateField("日期", primary_key=True)
    working = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = "节假日"
        verbose_name_plural = "节假日"

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
