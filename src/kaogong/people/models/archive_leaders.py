"""A leader's own appraisal, apart from the team's; democratic life meetings and what they put right."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.sealed import SealedText
from kaogong.org.models.settings import Declared, declare
from kaogong.people.states.archive_leaders import APPRAISAL_NAMES, BEFORE, MEETING_NAMES, PROBLEM_NAMES
from kaogong.plan.models import Exact, Target

declare(
    Declared("leaders.notes", _("领导干部考评至少几份访谈记录"), "whole", 3, "assumed", "CX-08"),
    Declared("leaders.excellent", _("个人目标完成百分之几以上建议优秀"), "whole", 95, "proposed", "HB-43"),
    Declared("leaders.good", _("个人目标完成百分之几以上建议称职"), "whole", 60, "proposed", "HB-43"),
)


class LeaderAppraisal(models.Model):
    """领导干部个人考评 of a year: own targets, own standard, inquiry, comprehensive evaluation (CX-08)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="领导")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    year = models.IntegerField("年度")
    standard = models.TextField("个人标准", blank=True)
    team_score = Exact("班子得分数", null=True)
    score = Exact("个人得分数", null=True)
    evaluation = models.TextField("综合考评", blank=True)
    grade = models.CharField("等次", max_length=40, blank=True)
    state = models.CharField("状态", max_length=8, choices=labels(APPRAISAL_NAMES), default="open")
    opened_on = models.DateField("启动日期")
    final_on = models.DateField("定稿日期", null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="启动人")
    evaluated_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="考评人")

    class Meta:
        verbose_name = "领导干部个人考评"
        verbose_name_plural = "领导干部个人考评"
        ordering = ("-year", "person__sort_key", "person__code")
        constraints = (models.UniqueConstraint(fields=("person", "year"), name="leader_appraisal_once"),)

    def __str__(self) -> str:
        return f"{self.year} {self.person}"


class LeaderTarget(models.Model):
    """领导个人目标: what the leader answers for, its result, and where that comes from (HB-43)."""

    appraisal = models.ForeignKey(LeaderAppraisal, models.PROTECT, related_name="targets", verbose_name="个人考评")
    target = models.ForeignKey(Target, models.PROTECT, null=True, related_name="+", verbose_name="年度目标")
    name = models.CharField("目标", max_length=200)
    standard = models.CharField("标准", max_length=300, blank=True)
    aim = Exact("目标值", null=True)
    result = Exact("完成值", null=True)
    done = models.BooleanField("完成", null=True)
    source = models.CharField("来源", max_length=200, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "领导个人目标"
        verbose_name_plural = "领导个人目标"
        ordering = ("appraisal", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("appraisal", "target"), condition=Q(target__isnull=False), name="leader_target_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class LeaderNote(models.Model):
    """考评访谈记录: what was asked and said; its words are sealed."""

    WITH = (("superior", _("上级")), ("peer", _("同级")), ("subordinate", _("下级")), ("public", _("服务对象")))
    appraisal = models.ForeignKey(LeaderAppraisal, models.PROTECT, related_name="notes", verbose_name="个人考评")
    day = models.DateField("日期")
    whom = models.CharField("访谈对象", max_length=12, choices=WITH)
    words = SealedText("记录")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="记录人")

    class Meta:
        verbose_name = "考评访谈记录"
        verbose_name_plural = "考评访谈记录"
        ordering = ("appraisal", "day", "id")

    def __str__(self) -> str:
        return f"{self.day} {self.get_whom_display()}"


class LifeMeeting(models.Model):
    """民主生活会: before, during and after (LB-19)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    title = models.CharField("主题", max_length=160)
    planned_on = models.DateField("拟开日期")
    held_on = models.DateField("召开日期", null=True)
    superior = models.CharField("到会上级", max_length=120, blank=True)
    criticism = models.TextField("批评与自我批评", blank=True)
    circulated_on = models.DateField("通报日期", null=True)
    scope = models.CharField("通报范围", max_length=160, blank=True)
    reported_on = models.DateField("反馈日期", null=True)
    state = models.CharField("状态", max_length=10, choices=labels(MEETING_NAMES), default="prepared")
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="next", verbose_name="上一次")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "民主生活会"
        verbose_name_plural = "民主生活会"
        ordering = ("-planned_on", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def regular(self) -> bool | None:
        """A superior was there; none: it was not held yet."""
        return None if self.held_on is None else bool(self.superior.strip())


class LifeStep(models.Model):
    """会前准备: one thing done before the meeting."""

    meeting = models.ForeignKey(LifeMeeting, models.PROTECT, related_name="steps", verbose_name="民主生活会")
    step = models.CharField("事项", max_length=10, choices=labels(BEFORE))
    on = models.DateField("日期")
    words = models.TextField("情况")

    class Meta:
        verbose_name = "会前准备"
        verbose_name_plural = "会前准备"
        ordering = ("meeting", "on", "id")
        constraints = (models.UniqueConstraint(fields=("meeting", "step"), name="life_step_once"),)

    def __str__(self) -> str:
        return self.get_step_display()


class LifeProblem(models.Model):
    """整改事项: a problem raised at the meeting, its measure, who answers for it, and how it stands."""

    meeting = models.ForeignKey(LifeMeeting, models.PROTECT, related_name="problems", verbose_name="民主生活会")
    words = models.CharField("问题", max_length=300)
    measure = models.CharField("整改措施", max_length=300)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="责任人")
    due = models.DateField("整改期限", null=True)
    status = models.CharField("整改情况", max_length=6, choices=labels(PROBLEM_NAMES), blank=True, default="")
    told = models.TextField("情况说明", blank=True)
    told_on = models.DateField("说明日期", null=True)

    class Meta:
        verbose_name = "整改事项"
        verbose_name_plural = "整改事项"
        ordering = ("meeting", "id")

    def __str__(self) -> str:
        return self.words
