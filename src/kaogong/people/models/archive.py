"""Results of persons, and the archives they and their papers lie in. Both only grow: a correction is one row more."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.people.states.archive import ENTRY_NAMES
from kaogong.plan.models import Exact


class PersonResult(models.Model):
    """人员结果: of a person in a period; NULL score: none was given. Never changed: a correction names the one before."""

    EVERY = (("month", _("月")), ("quarter", _("季")), ("half", _("半年")), ("year", _("年")))
    KINDS = (
        ("staff", _("工作人员考评")),
        ("leader", _("领导干部考核")),
        ("annual", _("公务员年度考核")),
        ("special", _("专项考核")),
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="时任单位")
    kind = models.CharField("考核", max_length=8, choices=KINDS, default="staff")
    every = models.CharField("周期", max_length=8, choices=EVERY)
    period = models.CharField("时期", max_length=8)
    score = Exact("得分数", null=True)
    grade = models.CharField("等次", max_length=40, blank=True)
    room = models.CharField("来自系统", max_length=20)
    reference = models.CharField("依据", max_length=120, blank=True)
    fixed_on = models.DateField("审定日期")
    fixed_by = models.CharField("审定机构", max_length=120, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by", verbose_name="更正哪一条"
    )
    reason = models.CharField("更正理由", max_length=400, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="归集人")
    at = models.DateTimeField("归集时间", auto_now_add=True)

    class Meta:
        verbose_name = "人员结果"
        verbose_name_plural = "人员结果"
        ordering = ("person", "period", "kind", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind", "period"), condition=Q(corrects__isnull=True), name="person_result_once"
            ),
        )
        indexes = (models.Index(fields=("kind", "period", "grade"), name="person_result_period"),)

    def __str__(self) -> str:
        return f"{self.period} {self.get_kind_display()}"


class ArchiveYear(models.Model):
    """归档年度: a year that is closed; its entries are locked, what comes later stands beside them (QD-22)."""

    year = models.IntegerField("年度", unique=True)
    keeper = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="保管单位")
    closed_on = models.DateField("关闭日期")
    entries = models.IntegerField("锁定条数")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="关闭人")

    class Meta:
        verbose_name = "归档年度"
        verbose_name_plural = "归档年度"
        ordering = ("-year",)

    def __str__(self) -> str:
        return str(self.year)


class ArchiveEntry(models.Model):
    """档案条目 of a person or a unit, held centrally or by the unit; its content is sealed by its hash (QW-11, QD-22)."""

    HOLDERS = (("central", _("集中保管")), ("unit", _("单位保管")))
    KINDS = (
        ("result", _("考核结果")),
        ("material", _("有关资料")),
        ("annual", _("年度考核表")),
        ("appraisal", _("领导干部考核")),
        ("honour", _("表彰奖励")),
        ("integrity", _("廉政")),
        ("situation", _("情形记录")),
        ("learning", _("学习培训")),
        ("discipline", _("处理处分")),
        ("other", _("其他")),
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    holder = models.CharField("保管", max_length=8, choices=HOLDERS, default="central")
    keeper = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="保管单位")
    kind = models.CharField("类别", max_length=12, choices=KINDS)
    period = models.CharField("时期", max_length=8, blank=True)
    title = models.CharField("题名", max_length=200)
    content = models.JSONField("内容")
    sm3 = models.CharField("SM3", max_length=64)
    room = models.CharField("来自系统", max_length=20)
    reference = models.CharField("依据", max_length=120, blank=True)
    filed_on = models.DateField("归档日期")
    state = models.CharField("状态", max_length=10, choices=labels(ENTRY_NAMES), default="filed")
    ended_on = models.DateField("撤销日期", null=True)
    reason = models.CharField("理由", max_length=400, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by", verbose_name="更正哪一条"
    )
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="归档人")

    class Meta:
        verbose_name = "档案条目"
        verbose_name_plural = "档案条目"
        ordering = ("-period", "-filed_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(unit__isnull=False), name="archive_entry_of_somebody"
            ),
        )
        indexes = (
            models.Index(fields=("person", "holder", "period"), name="archive_person"),
            models.Index(fields=("unit", "holder", "period"), name="archive_unit"),
            models.Index(fields=("period", "kind", "state"), name="archive_period"),
        )

    def __str__(self) -> str:
        return self.title
