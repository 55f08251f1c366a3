"""The organisation of a year's appraisal: who leads, who takes part, whom it covers; guidance by leaders; staffing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models.bodies import Body
from kaogong.org.models.people import Person
from kaogong.org.models.units import Track, Unit


class Programme(models.Model):
    """考评组织方案: a draft until every part in it is filled and everybody is covered (FZ-01, FZ-02, YL-01, HB-20)."""

    STATES = (("draft", _("草稿")), ("launched", _("已启动")))
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=80)
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="牵头单位")
    decides = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决策机构")
    partners = models.JSONField("须有的配合单位", default=list)
    kinds = models.JSONField("须覆盖的性质", default=list)
    levels = models.JSONField("须覆盖的层级", default=list)
    state = models.CharField("状态", max_length=10, choices=STATES, default="draft")

    class Meta:
        verbose_name = "考评组织方案"
        verbose_name_plural = "考评组织方案"
        constraints = (models.UniqueConstraint(fields=("year", "title"), name="programme_once"),)

    def __str__(self) -> str:
        return self.title


class Partner(models.Model):
    """配合单位: with its recorded role in the year."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="named", verbose_name="方案")
    name = models.CharField("名称", max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    role = models.CharField("职责", max_length=120)

    class Meta:
        verbose_name = "配合单位"
        verbose_name_plural = "配合单位"
        constraints = (models.UniqueConstraint(fields=("programme", "name"), name="partner_once"),)

    def __str__(self) -> str:
        return self.name


class Covered(models.Model):
    """考核对象范围: a unit the year covers."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="covered", verbose_name="方案")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")

    class Meta:
        verbose_name = "覆盖单位"
        verbose_name_plural = "覆盖单位"
        constraints = (models.UniqueConstraint(fields=("programme", "unit"), name="covered_once"),)

    def __str__(self) -> str:
        return str(self.unit)


class Guidance(models.Model):
    """指导意见: what a leader says to a unit in the own portfolio (QW-01)."""

    leader = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="领导")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    words = models.TextField("意见")
    given_on = models.DateField("日期")

    class Meta:
        verbose_name = "指导意见"
        verbose_name_plural = "指导意见"

    def __str__(self) -> str:
        return self.words[:40]


class StaffingRequest(models.Model):
    """用编申请: posts a unit asks for; units of grade A come first within what is approved (LZ-38)."""

    STATES = (("asked", _("待批")), ("allotted", _("已批")))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    posts = models.PositiveSmallIntegerField("编制数")
    grade = models.CharField("上年等次", max_length=10)
    state = models.CharField("状态", max_length=10, choices=STATES, default="asked")
    asked_on = models.DateField("申请日期")

    class Meta:
        verbose_name = "用编申请"
        verbose_name_plural = "用编申请"
        constraints = (
            models.UniqueConstraint(fields=("unit", "year"), condition=Q(state="asked"), name="staffing_asked_once"),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.posts}"


ALL_KINDS = [track for track in Track.values if track not in (Track.ZONE, Track.INSTITUTION)]
"""The eight kinds of body of YL-01."""
