"""Back-tests: the frozen facts of a year that is over, scored by another edition. Nothing of the year changes by it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kaogong.assess.models.runs import Run
from kaogong.assess.states.runs import BACKTEST_NAMES, GOING
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models import Edition, Exact


class BackTest(models.Model):
    """往年试算: what another edition would have made of a closed year. Coefficients in it are estimates; the rest is exact."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="+", verbose_name="往年计分")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name="试算版本")
    state = models.CharField("状态", max_length=10, choices=labels(BACKTEST_NAMES), default="queued")
    done = models.IntegerField("已完成几步", default=0)
    of = models.IntegerField("共几步", default=0)
    doing = models.CharField("正在", max_length=120, blank=True)
    asked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="发起人")
    asked_at = models.DateTimeField("发起时间", auto_now_add=True)
    started_at = models.DateTimeField("开始时间", null=True)
    beat_at = models.DateTimeField("最近进展时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    tries = models.IntegerField("第几次", default=0)
    failure = models.TextField("未完成原因", blank=True)
    compared = models.IntegerField("比较几个结果", null=True)
    scores = models.IntegerField("得分变动几个", null=True)
    ranks = models.IntegerField("名次变动几个", null=True)
    grades = models.IntegerField("等次变动几个", null=True)
    rules = models.JSONField("逐条放回", default=list)
    orders = models.JSONField("名次相关", default=list)
    firmness = models.JSONField("名次稳固", default=list)
    notes = models.JSONField("说明", default=list)

    class Meta:
        verbose_name = "往年试算"
        verbose_name_plural = "往年试算"
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("run", "edition"), condition=Q(state__in=GOING), name="backtest_one_going"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(compared__isnull=False, ended_at__isnull=False),
                name="backtest_done_has_it",
            ),
        )

    def __str__(self) -> str:
        return f"{self.run.cycle} → {self.edition}"

    @property
    def going(self) -> bool:
        """It is not over."""
        return self.state in GOING


class Mover(models.Model):
    """试算变动: one result that differs under the other edition. What is missing on a side is NULL, never zero."""

    test = models.ForeignKey(BackTest, models.PROTECT, related_name="movers", verbose_name="往年试算")
    place = models.IntegerField("次序")
    subject = models.CharField("对象编码", max_length=80)
    name = models.CharField("对象", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    sheet = models.CharField("考核表代号", max_length=80)
    pool = models.CharField("排名范围", max_length=200, blank=True)
    period = models.CharField("时期", max_length=8)
    total_before = Exact("原总分", null=True)
    total_after = Exact("试算总分", null=True)
    rank_before = models.IntegerField("原名次", null=True)
    rank_after = models.IntegerField("试算名次", null=True)
    grade_before = models.CharField("原等次", max_length=80, blank=True)
    grade_after = models.CharField("试算等次", max_length=80, blank=True)
    best = models.IntegerField("权重浮动时最好名次", null=True)
    worst = models.IntegerField("权重浮动时最差名次", null=True)
    items = models.JSONField("变动项目", default=list)

    class Meta:
        verbose_name = "试算变动"
        verbose_name_plural = "试算变动"
        ordering = ("test", "place")
        constraints = (models.UniqueConstraint(fields=("test", "subject", "period"), name="mover_once"),)

    def __str__(self) -> str:
        return f"{self.name} {self.period}"

    @property
    def ranked(self) -> bool:
        """The place differs."""
        return self.rank_before != self.rank_after

    @property
    def graded(self) -> bool:
        """The grade differs."""
        return self.grade_before != self.grade_after
