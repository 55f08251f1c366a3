"""What others say: the office's review, sheets of assessors, votes counted, results from outside. Each keeps its versions."""

from __future__ import annotations

from django.db import models

from kaogong.assess.models.rounds import Entrant, Item, Source
from kaogong.assess.states.rounds import SHEET_NAMES
from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Person
from kaogong.org.models.labels import labels
from kaogong.plan.models import Exact


class Review(models.Model):
    """复核记录: the office's mark on an item beside the own one. Changed, it is the next version; the old one stays."""

    entrant = models.ForeignKey(Entrant, models.PROTECT, related_name="reviews", verbose_name="参评对象")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name="项目")
    version = models.IntegerField("版次", default=1)
    claimed = Exact("自评分", null=True, blank=True)
    score = Exact("复核分")
    reason = models.TextField("理由", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="复核人")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "复核记录"
        verbose_name_plural = "复核记录"
        ordering = ("entrant", "item__place", "version")
        constraints = (models.UniqueConstraint(fields=("entrant", "item", "version"), name="review_once"),)

    def __str__(self) -> str:
        return f"{self.item} {self.score}"


class Assessor(models.Model):
    """评分人: somebody named to fill in the sheets of a source, from a body or for the round."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="assessors", verbose_name="来源")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    number = models.IntegerField("序号")

    class Meta:
        verbose_name = "评分人"
        verbose_name_plural = "评分人"
        ordering = ("source", "number")
        constraints = (
            models.UniqueConstraint(fields=("source", "person"), name="assessor_once"),
            models.UniqueConstraint(fields=("source", "number"), name="assessor_number_once"),
        )

    def __str__(self) -> str:
        return str(self.person)


class ScoreSheet(models.Model):
    """评分表: what one assessor, or the holder of a power, says of one entrant."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="sheets", verbose_name="来源")
    entrant = models.ForeignKey(Entrant, models.PROTECT, related_name="sheets", verbose_name="参评对象")
    assessor = models.ForeignKey(
        Assessor, models.PROTECT, null=True, blank=True, related_name="sheets", verbose_name="评分人"
    )
    state = models.CharField("状态", max_length=10, choices=labels(SHEET_NAMES), default="draft")
    told = models.TextField("退回原因", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="填表人")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)

    class Meta:
        verbose_name = "评分表"
        verbose_name_plural = "评分表"
        constraints = (
            models.UniqueConstraint(
                fields=("source", "entrant", "assessor"), nulls_distinct=False, name="score_sheet_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.entrant}"


class SheetMark(models.Model):
    """评分记录: the mark on one item of a sheet; on an item of deductions, how often."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="marks", verbose_name="评分表")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name="项目")
    score = Exact("得分", null=True, blank=True)
    count = models.IntegerField("次数", null=True, blank=True)
    reason = models.TextField("理由", blank=True)

    class Meta:
        verbose_name = "评分记录"
        verbose_name_plural = "评分记录"
        constraints = (models.UniqueConstraint(fields=("sheet", "item"), name="sheet_mark_once"),)

    def __str__(self) -> str:
        return f"{self.item} {self.score}"


class Vote(models.Model):
    """测评计票: how many of the raters chose what; with the opinion that goes back. Counted anew, it is the next version."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="votes", verbose_name="来源")
    entrant = models.ForeignKey(Entrant, models.PROTECT, related_name="votes", verbose_name="参评对象")
    version = models.IntegerField("版次", default=1)
    issued = models.IntegerField("发出票数")
    counts = models.JSONField("计票")
    held_on = models.DateField("测评日期")
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="计票表"
    )
    opinion = models.TextField("评议意见", blank=True)
    returned_on = models.DateField("反馈日期", null=True, blank=True)
    reason = models.TextField("更正理由", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "测评计票"
        verbose_name_plural = "测评计票"
        ordering = ("source", "entrant", "version")
        constraints = (models.UniqueConstraint(fields=("source", "entrant", "version"), name="vote_once"),)

    def __str__(self) -> str:
        return f"{self.source} {self.entrant}"


class Outcome(models.Model):
    """外部结果: a result of another appraisal, as its owner gave it. Changed, it is the next version (XJ-03)."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="outcomes", verbose_name="来源")
    entrant = models.ForeignKey(Entrant, models.PROTECT, related_name="outcomes", verbose_name="参评对象")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="项目")
    version = models.IntegerField("版次", default=1)
    value = Exact("结果")
    supplier = models.CharField("提供单位", max_length=80)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证")
    reason = models.TextField("更正理由", blank=True)
    after_close = models.BooleanField("办结后更正", default=False)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "外部结果"
        verbose_name_plural = "外部结果"
        ordering = ("source", "entrant", "version")
        constraints = (
            models.UniqueConstraint(
                fields=("source", "entrant", "item", "version"), nulls_distinct=False, name="outcome_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.value}"
