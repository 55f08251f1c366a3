"""Attendance: hours of work, the two clicks of a day, corrections, leave and trips, substitutes, the monthly circulation."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Delegation, Person, Post, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.sealed import SealedText
from kaogong.org.models.settings import Declared, declare
from kaogong.people.states.presence import ABSENCE_NAMES, CORRECTION_NAMES, KINDS, MARKS, SHEET_NAMES, SOURCES

declare(
    Declared(
        "attendance.points",
        _("考勤每次扣分"),
        "table",
        {"late": 1, "early": 1, "absent": 1, "incomplete": 0},
        "assumed",
        "QH-42",
        dict(labels(MARKS)),
    ),
    Declared("attendance.grace", _("迟到早退几分钟以内不计"), "whole", 0, "proposed", "QH-42"),
    Declared("attendance.day", _("每月几日前通报上月考勤"), "whole", 5, "proposed", "QH-42"),
    Declared("substitutes.posts", _("岗位名称含哪些字样的须有替代人"), "list", ["窗口"], "assumed", "XM-41"),
    Declared("substitutes.powers", _("请假期间随同岗替代的权限"), "list", ["staff", "liaison"], "assumed", "XM-41"),
)


class WorkHours(models.Model):
    """作息时间 from a day on, of one bureau or, without one, of everybody; earlier ones stay."""

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    since = models.DateField("自")
    starts = models.TimeField("上班时间")
    ends = models.TimeField("下班时间")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="设定人")

    class Meta:
        verbose_name = "作息时间"
        verbose_name_plural = "作息时间"
        ordering = ("-since", "-id")
        constraints = (
            models.UniqueConstraint(fields=("unit", "since"), nulls_distinct=False, name="work_hours_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="work_hours_end_later"),
        )

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"


class PunchFile(models.Model):
    """考勤机文件 that was taken in."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("文件名", max_length=160)
    lines = models.IntegerField("行数")
    on = models.DateField("导入日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="导入人")

    class Meta:
        verbose_name = "考勤机文件"
        verbose_name_plural = "考勤机文件"
        ordering = ("-on", "-id")
        constraints = (models.UniqueConstraint(fields=("unit", "evidence"), name="punch_file_once"),)

    def __str__(self) -> str:
        return self.name


class DayRecord(models.Model):
    """考勤记录: the two clicks of somebody on a day, and the minutes too late and too early by the hours of that day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    day = models.DateField("日期")
    arrived = models.TimeField("上班打卡", null=True)
    left = models.TimeField("下班打卡", null=True)
    late = models.IntegerField("迟到分钟", null=True)
    early = models.IntegerField("早退分钟", null=True)
    source = models.CharField("来源", max_length=12, choices=labels(SOURCES), default="page")
    file = models.ForeignKey(PunchFile, models.PROTECT, null=True, related_name="+", verbose_name="考勤机文件")

    class Meta:
        verbose_name = "考勤记录"
        verbose_name_plural = "考勤记录"
        ordering = ("-day", "person")
        constraints = (models.UniqueConstraint(fields=("person", "day"), name="day_record_once"),)
        indexes = (models.Index(fields=("unit", "day"), name="day_record_unit"),)

    def __str__(self) -> str:
        return f"{self.person} {self.day}"

    @property
    def complete(self) -> bool:
        """Both clicks are there."""
        return self.arrived is not None and self.left is not None


class Correction(models.Model):
    """考勤更正: asked for with a reason, decided by somebody else; what was there stays readable."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    day = models.DateField("日期")
    arrived = models.TimeField("应为上班", null=True)
    left = models.TimeField("应为下班", null=True)
    was_arrived = models.TimeField("原上班", null=True)
    was_left = models.TimeField("原下班", null=True)
    reason = models.CharField("理由", max_length=300)
    state = models.CharField("状态", max_length=8, choices=labels(CORRECTION_NAMES), default="asked")
    on = models.DateField("申请日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="申请人")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审核人")
    decided_on = models.DateField("审核日期", null=True)
    reply = models.CharField("审核意见", max_length=300, blank=True)

    class Meta:
        verbose_name = "考勤更正"
        verbose_name_plural = "考勤更正"
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("person", "day"), condition=Q(state="asked"), name="correction_asked_once"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.day}"


class Absence(models.Model):
    """请假出差: from a first to a last day, agreed by somebody else, with whoever stands in on the same post (XM-41)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("类别", max_length=12, choices=labels(KINDS))
    first = models.DateField("首日")
    last = models.DateField("末日")
    words = SealedText("事由")
    place = models.CharField("去向", max_length=80, blank=True)
    substitute = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="同岗替代人"
    )
    state = models.CharField("状态", max_length=10, choices=labels(ABSENCE_NAMES), default="asked")
    on = models.DateField("申请日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="申请人")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审批人")
    decided_on = models.DateField("审批日期", null=True)
    reply = models.CharField("审批意见", max_length=300, blank=True)
    returned_on = models.DateField("销假日期", null=True)
    delegations = models.ManyToManyField(Delegation, related_name="+", verbose_name="随同委托")

    class Meta:
        verbose_name = "请假出差"
        verbose_name_plural = "请假出差"
        ordering = ("-first", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="absence_last_after_first"),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("person")), name="absence_by_another"
            ),
        )
        indexes = (
            models.Index(fields=("state", "first", "last"), name="absence_days"),
            models.Index(fields=("person", "first"), name="absence_person"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()} {self.first}–{self.last}"


class Outing(models.Model):
    """外出登记: somebody is out for a while in working hours; where to, and until when."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    day = models.DateField("日期")
    place = models.CharField("去向", max_length=80)
    words = models.CharField("事由", max_length=120, blank=True)
    out_at = models.TimeField("外出时间")
    back_by = models.TimeField("预计返回", null=True, blank=True)
    back_at = models.TimeField("返回时间", null=True)

    class Meta:
        verbose_name = "外出登记"
        verbose_name_plural = "外出登记"
        ordering = ("-day", "-out_at")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "day"), condition=Q(back_at__isnull=True), name="outing_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.place}"


class Substitute(models.Model):
    """同岗替代人: who stands in for the holder of a post, from a day until another (XM-41)."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="岗位")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="替代人")
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "同岗替代人"
        verbose_name_plural = "同岗替代人"
        ordering = ("post__unit__code", "post", "-since")
        constraints = (
            models.UniqueConstraint(fields=("post", "person"), condition=Q(until__isnull=True), name="substitute_once"),
        )

    def __str__(self) -> str:
        return f"{self.post} {self.person}"


class AttendanceSheet(models.Model):
    """考勤通报 of a bureau for a month: frozen as it was issued; a later edition stands beside it (QH-42)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    month = models.CharField("月份", max_length=7)
    edition = models.IntegerField("版次", default=1)
    content = models.JSONField("内容")
    sm3 = models.CharField("SM3", max_length=64)
    state = models.CharField("状态", max_length=8, choices=labels(SHEET_NAMES), default="draft")
    on = models.DateField("拟稿日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="拟稿人")
    issued_on = models.DateField("通报日期", null=True)
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="签发人")

    class Meta:
        verbose_name = "考勤通报"
        verbose_name_plural = "考勤通报"
        ordering = ("-month", "unit__code", "-edition")
        constraints = (models.UniqueConstraint(fields=("unit", "month", "edition"), name="attendance_sheet_once"),)

    def __str__(self) -> str:
        return self.month
