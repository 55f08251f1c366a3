"""Exams and the three tests, information articles, training, the rotation plan, the allowance of listed posts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.sealed import SealedText
from kaogong.org.models.settings import Declared, declare
from kaogong.people.states.learning import (
    ARTICLE_NAMES,
    AUDIENCES,
    AWARD_NAMES,
    AWARDS,
    COURSES,
    ENTRY_NAMES,
    EVALUATION_NAMES,
    EXAM_NAMES,
    INTERVIEW_NAMES,
    PARTS,
)
from kaogong.plan.models import Exact

declare(
    Declared(
        "tests.weights",
        _("三考各占百分之几"),
        "table",
        {"exam": 30, "attendance": 20, "evaluation": 50},
        "assumed",
        "QH-43",
        dict(labels(PARTS)),
    ),
    Declared("exams.interviewed", _("末位约谈的考试对象"), "list", ["discipline"], "source", "QH-45"),
    Declared("exams.interviews", _("一年末位约谈几次不得评优"), "whole", 2, "source", "QH-45"),
    Declared("exams.tied_last", _("并列末位的都约谈"), "yes", True, "assumed", "QH-45"),
    Declared("exams.absent_as_zero", _("缺考按零分排名"), "yes", False, "assumed", "QH-45"),
    Declared("exams.interview_days", _("公布后几个工作日内约谈末位"), "whole", 10, "assumed", "QH-45"),
    Declared("articles.writing_days", _("每月写信息的工作日"), "whole", 1, "source", "QH-29"),
    Declared(
        "articles.awards",
        _("年终评选名额"),
        "table",
        {"writer": 10, "article": 5},
        "proposed",
        "QH-29",
        {"writer": _("优秀信息员"), "article": _("精品信息")},
    ),
    Declared("rotation.lead_months", _("满期前几个月列为应训"), "whole", 6, "proposed", "DX-07"),
    Declared("allowance.day", _("每月几日在岗计发当月津贴"), "whole", 1, "proposed", "QH-39"),
)


class Exam(models.Model):
    """考试 of a month; ranked when it is released (QH-45)."""

    month = models.CharField("月份", max_length=7)
    audience = models.CharField("对象", max_length=10, choices=labels(AUDIENCES))
    name = models.CharField("名称", max_length=120)
    held_on = models.DateField("考试日期")
    full = Exact("满分")
    state = models.CharField("状态", max_length=10, choices=labels(EXAM_NAMES), default="draft")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    released_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="公布人")
    released_on = models.DateField("公布日期", null=True)

    class Meta:
        verbose_name = "考试"
        verbose_name_plural = "考试"
        ordering = ("-month", "audience")
        constraints = (models.UniqueConstraint(fields=("month", "audience"), name="exam_once_a_month"),)

    def __str__(self) -> str:
        return self.name


class ExamResult(models.Model):
    """考试成绩; without a score somebody was absent, which is not zero."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="results", verbose_name="考试")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    score = Exact("成绩", null=True)
    rank = models.IntegerField("名次", null=True)
    last = models.BooleanField("末位", default=False)

    class Meta:
        verbose_name = "考试成绩"
        verbose_name_plural = "考试成绩"
        ordering = ("exam", F("rank").asc(nulls_last=True), "person")
        constraints = (models.UniqueConstraint(fields=("exam", "person"), name="exam_result_once"),)
        indexes = (models.Index(fields=("person", "exam"), name="exam_result_person"),)

    def __str__(self) -> str:
        return f"{self.exam} {self.person}"


class ExamInterview(models.Model):
    """末位约谈: whoever came last in a month is talked to; so many in a year bar an excellent grade."""

    result = models.OneToOneField(ExamResult, models.PROTECT, related_name="interview", verbose_name="考试成绩")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    year = models.IntegerField("年度")
    due = models.DateField("期限")
    state = models.CharField("状态", max_length=8, choices=labels(INTERVIEW_NAMES), default="open")
    held_on = models.DateField("约谈日期", null=True)
    talker = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="约谈人")
    words = SealedText("约谈记录", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "末位约谈"
        verbose_name_plural = "末位约谈"
        ordering = ("-year", "-result__exam__month", "person")
        indexes = (models.Index(fields=("year", "person"), name="exam_interview_year"),)

    def __str__(self) -> str:
        return f"{self.person} {self.year}"


class MonthEvaluation(models.Model):
    """月度考评 of somebody: the third of the three tests (QH-43); it counts once another has confirmed it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    month = models.CharField("月份", max_length=7)
    score = Exact("考评得分")
    source = models.CharField("来源", max_length=120)
    state = models.CharField("状态", max_length=10, choices=labels(EVALUATION_NAMES), default="entered")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="确认人")

    class Meta:
        verbose_name = "月度考评"
        verbose_name_plural = "月度考评"
        ordering = ("-month", "person")
        constraints = (models.UniqueConstraint(fields=("person", "month"), name="month_evaluation_once"),)

    def __str__(self) -> str:
        return f"{self.person} {self.month}"


class ArticleTarget(models.Model):
    """信息任务: how many accepted articles somebody owes in a year (QH-29)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    post = models.CharField("岗位", max_length=80, blank=True)
    year = models.IntegerField("年度")
    wanted = models.IntegerField("任务篇数")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="下达人")

    class Meta:
        verbose_name = "信息任务"
        verbose_name_plural = "信息任务"
        ordering = ("-year", "unit__code", "person")
        constraints = (
            models.UniqueConstraint(fields=("person", "year"), name="article_target_once"),
            models.CheckConstraint(condition=Q(wanted__gt=0), name="article_target_positive"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.year}"


class Article(models.Model):
    """信息稿件; it counts once another has accepted it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="作者")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    title = models.CharField("标题", max_length=160)
    sent_to = models.CharField("报送何处", max_length=80)
    sent_on = models.DateField("报送日期")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+", verbose_name="稿件")
    state = models.CharField("状态", max_length=10, choices=labels(ARTICLE_NAMES), default="sent")
    accepted_on = models.DateField("采用日期", null=True)
    outlet = models.CharField("采用何处", max_length=80, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="认定人")

    class Meta:
        verbose_name = "信息稿件"
        verbose_name_plural = "信息稿件"
        ordering = ("-sent_on", "-id")
        indexes = (models.Index(fields=("person", "state", "accepted_on"), name="article_person"),)

    def __str__(self) -> str:
        return self.title


class WritingDay(models.Model):
    """信息写作日: the working day of a month on which a bureau writes (QH-29)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    day = models.DateField("日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "信息写作日"
        verbose_name_plural = "信息写作日"
        ordering = ("-day",)
        constraints = (models.UniqueConstraint(fields=("unit", "day"), name="writing_day_once"),)

    def __str__(self) -> str:
        return str(self.day)


class ArticleAward(models.Model):
    """信息评优: drawn from the top of the counts at the end of the year, confirmed by another."""

    year = models.IntegerField("年度")
    kind = models.CharField("奖项", max_length=8, choices=labels(AWARDS))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="+", verbose_name="信息稿件")
    counted = models.IntegerField("采用篇数")
    state = models.CharField("状态", max_length=10, choices=labels(AWARD_NAMES), default="proposed")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="拟评人")
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="评定人")

    class Meta:
        verbose_name = "信息评优"
        verbose_name_plural = "信息评优"
        ordering = ("-year", "kind", "-counted", "person")
        constraints = (
            models.UniqueConstraint(
                fields=("year", "kind", "person", "article"), nulls_distinct=False, name="article_award_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.get_kind_display()}"


class Course(models.Model):
    """培训: a course, or learning on the job in a case (QH-14)."""

    kind = models.CharField("类别", max_length=10, choices=labels(COURSES))
    name = models.CharField("名称", max_length=160)
    since = models.DateField("开始日期")
    until = models.DateField("结束日期")
    organiser = models.CharField("主办", max_length=80)
    case = models.CharField("案件编号", max_length=40, blank=True)
    hours = Exact("学时", null=True, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "培训"
        verbose_name_plural = "培训"
        ordering = ("-since", "-id")
        constraints = (models.CheckConstraint(condition=Q(until__gte=F("since")), name="course_ends"),)

    def __str__(self) -> str:
        return self.name


class Trained(models.Model):
    """参训记录: somebody took part; it counts once another has confirmed it."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="trained", verbose_name="培训")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    state = models.CharField("状态", max_length=10, choices=labels(ENTRY_NAMES), default="entered")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="确认人")

    class Meta:
        verbose_name = "参训记录"
        verbose_name_plural = "参训记录"
        ordering = ("course", "person")
        constraints = (models.UniqueConstraint(fields=("course", "person"), name="trained_once"),)
        indexes = (models.Index(fields=("person", "state"), name="trained_person"),)

    def __str__(self) -> str:
        return f"{self.course} {self.person}"


class RotationPlan(models.Model):
    """轮训规划: every officer is trained once within so many years (DX-07)."""

    name = models.CharField("名称", max_length=80, unique=True)
    since = models.DateField("起始日期")
    years = models.IntegerField("年数", default=5)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="范围", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="制定人")

    class Meta:
        verbose_name = "轮训规划"
        verbose_name_plural = "轮训规划"
        ordering = ("-since", "-id")
        constraints = (models.CheckConstraint(condition=Q(years__gt=0), name="rotation_years"),)

    def __str__(self) -> str:
        return self.name


class Allowance(models.Model):
    """津贴标准: so much a month for the holders of listed posts (QH-39)."""

    name = models.CharField("名称", max_length=80)
    monthly = Exact("月标准(元)")
    titles = models.JSONField("计发岗位", default=list)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="全员计发的单位", blank=True)
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="设定人")

    class Meta:
        verbose_name = "津贴标准"
        verbose_name_plural = "津贴标准"
        ordering = ("-since", "-id")
        constraints = (
            models.UniqueConstraint(fields=("name",), condition=Q(until__isnull=True), name="allowance_one_open"),
        )

    def __str__(self) -> str:
        return self.name
