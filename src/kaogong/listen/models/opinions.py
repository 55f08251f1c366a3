"""What was said in words: opinions, each with a unit, a reply and what was put right; feedback of the level above."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.listen.models.projects import Project
from kaogong.listen.states.surveys import OPINION_NAMES
from kaogong.org.models import Account, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.settings import Declared, declare
from kaogong.plan.models import Exact

declare(
    Declared("listen.study_days", _("上级反馈几个工作日内专题研究"), "whole", 10, "assumed", "FZ-17"),
    Declared("listen.feedback_reply_days", _("反馈意见几个工作日内答复"), "whole", 15, "assumed", "FZ-18"),
)


class Feedback(models.Model):
    """上级评议反馈: scores and opinions of a year as the level above sent them, and the session that studied them (FZ-17)."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    source = models.CharField("来文单位", max_length=80)
    document = models.CharField("文号", max_length=60, blank=True)
    imported_on = models.DateField("导入日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="导入人")
    session_due = models.DateField("专题研究期限")
    session_on = models.DateField("专题研究日期", null=True, blank=True)
    minutes = models.TextField("研究意见", blank=True)
    closed_on = models.DateField("年度办结日期", null=True, blank=True)

    class Meta:
        verbose_name = "上级评议反馈"
        verbose_name_plural = "上级评议反馈"
        ordering = ("-year",)

    def __str__(self) -> str:
        return f"{self.year} {self.source}"


class FeedbackScore(models.Model):
    """反馈得分: of one indicator."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="scores", verbose_name="上级评议反馈")
    indicator = models.CharField("考评项目", max_length=80)
    full = Exact("满分", null=True, blank=True)
    score = Exact("得分")

    class Meta:
        verbose_name = "反馈得分"
        verbose_name_plural = "反馈得分"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("feedback", "indicator"), name="feedback_score_once"),)

    def __str__(self) -> str:
        return self.indicator


class Opinion(models.Model):
    """评议意见: one matter, split from what was said, for one unit, which answers that very matter."""

    number = models.PositiveIntegerField("编号")
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="评议项目"
    )
    feedback = models.ForeignKey(
        Feedback, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="上级评议反馈"
    )
    words = models.TextField("意见")
    about = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所评单位")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任单位")
    state = models.CharField("状态", max_length=10, choices=labels(OPINION_NAMES), default="unassigned")
    due_on = models.DateField("答复期限", null=True, blank=True)
    reply = models.TextField("答复", blank=True)
    replied_on = models.DateField("答复日期", null=True, blank=True)
    rectification = models.TextField("整改结果", blank=True)
    rectified_on = models.DateField("整改日期", null=True, blank=True)
    reason = models.CharField("不转办理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "评议意见"
        verbose_name_plural = "评议意见"
        ordering = ("number",)
        indexes = (models.Index(fields=("unit", "state"), name="opinion_unit"),)
        constraints = (
            models.UniqueConstraint(
                fields=("project", "feedback", "number"), nulls_distinct=False, name="opinion_once"
            ),
        )

    def __str__(self) -> str:
        return self.words[:40]
