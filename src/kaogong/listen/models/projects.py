"""A public evaluation: its stages, who runs it, whom it is about, who prepares it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kaogong.listen.states.surveys import PROJECT_NAMES, STAGES
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models import Exact


def usual_approvers() -> list[str]:
    """Who agrees to a result where a project says nothing: the leading group, then party committee and government."""
    return ["领导小组", "党委和政府"]


class Project(models.Model):
    """评议项目. Numbers the sources leave open are columns of the project, never constants."""

    BASES = labels({
        "raw": gettext_noop("原始均值"), "cleaned": gettext_noop("清理后均值"), "weighted": gettext_noop("加权均值"),
        "shrunk": gettext_noop("收缩后均值"),
    })  # fmt: skip

    name = models.CharField("名称", max_length=80, unique=True)
    year = models.PositiveSmallIntegerField("年度")
    period = models.CharField("计分时期", max_length=10)
    state = models.CharField("阶段", max_length=10, choices=labels(PROJECT_NAMES), default="draft")
    categories = models.JSONField("被评单位类别", default=list)
    families = models.JSONField("考评内容", default=list)
    topics = models.JSONField("须覆盖的主题", default=list)
    teams = models.JSONField("须有的工作组", default=list)
    run_by = models.JSONField("共同实施方", default=list)
    groups_wanted = models.PositiveSmallIntegerField("评价主体数", null=True, blank=True)
    samples_wanted = models.PositiveIntegerField("样本总数", null=True, blank=True)
    approvers = models.JSONField("审批顺序", default=usual_approvers)
    return_days = models.PositiveSmallIntegerField("交回期限(自然日)", default=8)
    late_counts = models.BooleanField("逾期交回也计入", default=False)
    least_seconds = models.PositiveSmallIntegerField("最短用时(秒)", default=30)
    minimum_group = models.PositiveSmallIntegerField("最小公布份数", default=10)
    shrink_below = models.PositiveIntegerField("少于多少份标为小样本", default=30)
    confidence = Exact("置信度(%)", default=Decimal(95))
    cluster_effect = Exact("整群设计效应", default=Decimal(1))
    trim = Exact("权数上限(倍)", default=Decimal(5))
    gap_alert = Exact("渠道差距提示(分)", default=Decimal(5))
    satisfied_from = Exact("满意起点(分)", default=Decimal(60))
    margins = models.JSONField("另按比例加权", default=list)
    straight_from = models.PositiveSmallIntegerField("全题同项题数起点", default=5)
    duplicate_from = models.PositiveSmallIntegerField("逐项相同份数起点", default=20)
    duplicate_questions = models.PositiveSmallIntegerField("逐项相同题数起点", default=8)
    burst_times = Exact("集中答卷倍数", default=Decimal(5))
    low_score = Exact("低满意度线(分)", default=Decimal(60))
    low_consequence = models.CharField("低满意度的后果", max_length=200, default="约谈主要负责人，限期整改")
    enforcement_limit = models.PositiveSmallIntegerField("执法事项数界限", default=5)
    enforcement_category = models.CharField("执法机关类别", max_length=40, blank=True)
    reply_days = models.PositiveSmallIntegerField("意见答复期限(工作日)", default=15)
    basis = models.CharField("计分所用的值", max_length=10, choices=BASES, default="weighted")
    places = models.PositiveSmallIntegerField("计分小数位", default=2)
    conversion = models.JSONField("折算办法", default=list)
    open_link = models.CharField("开放链接", max_length=32, blank=True)

    class Meta:
        verbose_name = "评议项目"
        verbose_name_plural = "评议项目"
        ordering = ("-year", "-id")

    def __str__(self) -> str:
        return self.name

    @property
    def sets_up(self) -> bool:
        """Whether it can still be arranged."""
        return self.state in ("draft", "publicise")


class ProjectStage(models.Model):
    """评议阶段: the four follow each other without a gap and without an overlap."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="stages", verbose_name="评议项目")
    key = models.CharField("阶段", max_length=10, choices=labels(STAGES))
    place = models.PositiveSmallIntegerField("次序")
    since = models.DateField("自")
    until = models.DateField("至")

    class Meta:
        verbose_name = "评议阶段"
        verbose_name_plural = "评议阶段"
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(fields=("project", "key"), name="evaluation_stage_once"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="evaluation_stage_days"),
        )

    def __str__(self) -> str:
        return f"{self.get_key_display()} {self.since}–{self.until}"


class Operator(models.Model):
    """评议承办人: who runs a project, for which body; never for a unit that is evaluated (CX-28)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="operators", verbose_name="评议项目")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="账号")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承办机构")
    role = models.CharField("实施方", max_length=40)

    class Meta:
        verbose_name = "评议承办人"
        verbose_name_plural = "评议承办人"
        constraints = (models.UniqueConstraint(fields=("project", "account"), name="operator_once"),)

    def __str__(self) -> str:
        return f"{self.account} {self.role}"


class Helper(models.Model):
    """评议工作人员: in which team, and since when trained (YL-24)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="helpers", verbose_name="评议项目")
    team = models.CharField("工作组", max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    trained_on = models.DateField("培训日期", null=True, blank=True)

    class Meta:
        verbose_name = "评议工作人员"
        verbose_name_plural = "评议工作人员"
        constraints = (models.UniqueConstraint(fields=("project", "person"), name="helper_once"),)

    def __str__(self) -> str:
        return self.team


class Subject(models.Model):
    """被评单位: with its category and the duties raters are shown first (YL-20, YL-21, YL-26)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="subjects", verbose_name="评议项目")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    category = models.CharField("类别", max_length=40, blank=True)
    duties = models.TextField("工作职责", blank=True)
    enforcement_items = models.PositiveIntegerField("执法事项数", null=True, blank=True)
    reason = models.CharField("归类理由", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="归类人"
    )

    class Meta:
        verbose_name = "被评单位"
        verbose_name_plural = "被评单位"
        ordering = ("category", "unit__code")
        constraints = (models.UniqueConstraint(fields=("project", "unit"), name="evaluated_once"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.category}"

    def suggested(self, project: Project) -> str:
        """The category its enforcement items speak for; empty: none."""
        many: Any = self.enforcement_items is not None and self.enforcement_items > project.enforcement_limit
        return project.enforcement_category if many else ""
