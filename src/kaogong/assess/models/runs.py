"""Scoring runs, and their results as an index: the sealed folder is what counts (docs/decisions/0008)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kaogong.assess.states.runs import GOING, PURPOSES, RUN_NAMES
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models import Cycle, Edition, Exact


class Run(models.Model):
    """计分: facts gathered, frozen and scored once, under one edition. Done, it never changes; a correction is another run."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="周期")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="办法版本")
    purpose = models.CharField("用途", max_length=8, choices=labels(PURPOSES))
    upto = models.CharField("截至时期", max_length=8, blank=True)
    state = models.CharField("状态", max_length=10, choices=labels(RUN_NAMES), default="queued")
    done = models.IntegerField("已完成几步", default=0)
    of = models.IntegerField("共几步", default=0)
    doing = models.CharField("正在", max_length=60, blank=True)
    reason = models.TextField("理由", blank=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="更正前的计分")
    frozen = models.BooleanField("只更正原冻结数据", default=False)
    asked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="发起人")
    asked_at = models.DateTimeField("发起时间", auto_now_add=True)
    started_at = models.DateTimeField("开始时间", null=True)
    beat_at = models.DateTimeField("最近进展时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    tries = models.IntegerField("第几次", default=0)
    fingerprint = models.CharField("指纹", max_length=64, blank=True)
    facts_digest = models.CharField("数据摘要", max_length=64, blank=True)
    engine = models.CharField("程序版本", max_length=80, blank=True)
    folder = models.CharField("存放位置", max_length=200, blank=True)
    failure = models.TextField("未完成原因", blank=True)
    warnings = models.JSONField("提醒", default=list)

    class Meta:
        verbose_name = "计分"
        verbose_name_plural = "计分"
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("cycle", "edition", "purpose", "upto"),
                condition=Q(state__in=GOING),
                name="run_one_going",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(fingerprint="") & Q(ended_at__isnull=False)), name="run_done_has_it"
            ),
        )
        indexes = (models.Index(fields=("cycle", "state", "-asked_at"), name="run_cycle"),)

    def __str__(self) -> str:
        return f"{self.cycle} {self.get_purpose_display()} {self.pk}"

    @property
    def going(self) -> bool:
        """It is not over."""
        return self.state in GOING


class Result(models.Model):
    """得分: what one subject got on one sheet in one period. What is missing is NULL, never zero."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="results", verbose_name="计分")
    sheet = models.CharField("考核表代号", max_length=80)
    sheet_name = models.CharField("考核表", max_length=200)
    subject = models.CharField("对象编码", max_length=80)
    name = models.CharField("对象", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    appraisal_class = models.CharField("考核类别", max_length=60, blank=True)
    period = models.CharField("时期", max_length=8)
    total = Exact("总分", null=True)
    full = Exact("满分", null=True)
    places = models.IntegerField("小数位", null=True)
    rank = models.IntegerField("名次", null=True)
    out_of = models.IntegerField("参加排名几个", default=0)
    tied = models.BooleanField("并列", default=False)
    best = models.IntegerField("权重浮动时最好名次", null=True)
    worst = models.IntegerField("权重浮动时最差名次", null=True)
    pool = models.CharField("排名范围", max_length=200, blank=True)
    grade = models.CharField("计算等次", max_length=80, blank=True)
    lacking = models.IntegerField("暂缺几项", default=0)

    class Meta:
        verbose_name = "得分"
        verbose_name_plural = "得分"
        ordering = ("run", "sheet", "period", "rank", "subject")
        constraints = (models.UniqueConstraint(fields=("run", "sheet", "subject", "period"), name="result_once"),)
        indexes = (
            models.Index(fields=("unit", "period"), name="result_unit"),
            models.Index(fields=("person",), name="result_person"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.sheet_name} {self.period}"


class Mark(models.Model):
    """项目得分: what one item gave. What is missing is NULL, never zero."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="marks", verbose_name="得分")
    item = models.CharField("项目代号", max_length=120)
    name = models.CharField("项目", max_length=300)
    level = models.IntegerField("层级", default=1)
    place = models.IntegerField("次序")
    value = Exact("得分数", null=True)
    full = Exact("满分", null=True)
    counted = models.BooleanField("计入", default=True)

    class Meta:
        verbose_name = "项目得分"
        verbose_name_plural = "项目得分"
        ordering = ("result", "place")
        constraints = (models.UniqueConstraint(fields=("result", "item"), name="mark_once"),)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
