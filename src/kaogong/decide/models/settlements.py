"""A settlement: the computed grades of one run and sheet as proposals, what was moved, and by whom."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaogong.assess.models import Run
from kaogong.audit.models import Evidence
from kaogong.decide.states import LIVE, MOVE_NAMES, OBJECTION_NAMES, SETTLEMENT_NAMES
from kaogong.org.models import Account, Body, Meeting, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models import Exact


class Settlement(models.Model):
    """等次评定: grades of one formal run and one scheme, from proposal to publication."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="+", verbose_name="计分")
    sheet = models.CharField("考核表代号", max_length=80)
    scheme = models.CharField("定等规则代号", max_length=80)
    period = models.CharField("时期", max_length=8)
    title = models.CharField("名称", max_length=200)
    grades = ArrayField(models.CharField(max_length=40), verbose_name="等次", default=list)
    bands = models.JSONField("等次规则", default=list)
    state = models.CharField("状态", max_length=10, choices=labels(SETTLEMENT_NAMES), default="draft")
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="更正前的评定"
    )
    why = models.TextField("更正理由", blank=True)
    drawn_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="拟定人")
    drawn_at = models.DateTimeField("拟定时间", auto_now_add=True)
    publicity_since = models.DateField("公示起", null=True, blank=True)
    publicity_until = models.DateField("公示至(含)", null=True, blank=True)
    publicity_days = models.PositiveSmallIntegerField("公示工作日数", null=True, blank=True)
    number = models.CharField("批准文号", max_length=60, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审定机构")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会议")
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审定登记人")
    approved_on = models.DateField("审定日期", null=True, blank=True)
    used_up_on = models.DateField("运用办结日期", null=True, blank=True)
    used_up_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="运用办结人")

    class Meta:
        verbose_name = "等次评定"
        verbose_name_plural = "等次评定"
        ordering = ("-drawn_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("run", "scheme", "period"), condition=Q(state__in=LIVE), name="settlement_one_live"
            ),
            models.CheckConstraint(
                condition=Q(publicity_until__isnull=True) | Q(publicity_until__gte=F("publicity_since")),
                name="settlement_publicity_ends",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Quota(models.Model):
    """名额: the places of one grade in one pool, as the run counted them. NULL places: no limit."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="quotas", verbose_name="评定")
    pool = models.CharField("范围代号", max_length=200, blank=True)
    pool_name = models.CharField("范围", max_length=200)
    grade = models.CharField("等次", max_length=40)
    place = models.PositiveSmallIntegerField("次序")
    places = models.IntegerField("名额数", null=True)
    bottom = models.BooleanField("自末位起", default=False)
    working = models.CharField("算法", max_length=200)

    class Meta:
        verbose_name = "名额"
        verbose_name_plural = "名额"
        ordering = ("settlement", "pool", "place")
        constraints = (models.UniqueConstraint(fields=("settlement", "pool", "grade"), name="quota_once"),)

    def __str__(self) -> str:
        return f"{self.pool_name} {self.grade}"


class Proposal(models.Model):
    """拟定等次: one subject with its grade as computed and as decided, both kept for ever. Empty: no grade."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="proposals", verbose_name="评定")
    subject = models.CharField("对象编码", max_length=80)
    name = models.CharField("对象", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    appraisal_class = models.CharField("考核类别", max_length=60, blank=True)
    pool = models.CharField("范围代号", max_length=200, blank=True)
    pool_name = models.CharField("范围", max_length=200, blank=True)
    total = Exact("总分", null=True)
    rank = models.IntegerField("名次", null=True)
    tied = models.BooleanField("并列", default=False)
    tie_words = models.CharField("并列怎样定", max_length=400, blank=True)
    last_total = Exact("上年总分", null=True)
    last_rank = models.IntegerField("上年名次", null=True)
    last_grade = models.CharField("上年等次", max_length=80, blank=True)
    computed = models.CharField("计算等次", max_length=40, blank=True)
    final = models.CharField("评定等次", max_length=40, blank=True)
    reason = models.CharField("定等理由", max_length=400)
    bars = models.JSONField("不得评为", default=dict)
    vetoes = models.JSONField("一票否决", default=list)
    award = models.BooleanField("可评优", default=True)

    class Meta:
        verbose_name = "拟定等次"
        verbose_name_plural = "拟定等次"
        ordering = ("settlement", "pool", "rank", "subject")
        constraints = (models.UniqueConstraint(fields=("settlement", "subject"), name="proposal_once"),)
        indexes = (models.Index(fields=("unit",), name="proposal_unit"),)

    def __str__(self) -> str:
        return self.name

    @property
    def trend(self) -> Decimal | None:
        """By how much the total rose or fell against the year before."""
        return None if self.total is None or self.last_total is None else self.total - self.last_total

    @property
    def moved(self) -> bool:
        """A body decided otherwise than was computed."""
        return self.computed != self.final


class Move(models.Model):
    """等次调整: a body moves a grade, with its reason and vote; another account confirms it before it takes effect."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="moves", verbose_name="拟定等次")
    before = models.CharField("原等次", max_length=40, blank=True)
    after = models.CharField("调整为", max_length=40)
    reason = models.TextField("理由")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="决定机构")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会议")
    votes_for = models.PositiveSmallIntegerField("赞成票")
    votes_against = models.PositiveSmallIntegerField("反对票")
    votes_none = models.PositiveSmallIntegerField("弃权票")
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会议纪要"
    )
    state = models.CharField("状态", max_length=10, choices=labels(MOVE_NAMES), default="proposed")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", auto_now_add=True)
    checked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="复核人")
    checked_at = models.DateTimeField("复核时间", null=True)
    told = models.TextField("复核意见", blank=True)

    class Meta:
        verbose_name = "等次调整"
        verbose_name_plural = "等次调整"
        ordering = ("proposal", "at")
        constraints = (
            models.UniqueConstraint(fields=("proposal",), condition=Q(state="proposed"), name="move_one_open"),
        )

    def __str__(self) -> str:
        return f"{self.proposal} {self.before} → {self.after}"


class Objection(models.Model):
    """公示异议: what somebody says against a grade during publicity; it has a receipt and gets an answer."""

    SOURCES = (("unit", _("被考核单位")), ("staff", _("工作人员")), ("public", _("社会公众")))
    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="objections", verbose_name="评定")
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="涉及对象"
    )
    receipt = models.CharField("回执号", max_length=40, unique=True)
    source = models.CharField("来源", max_length=8, choices=SOURCES)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出单位")
    words = models.TextField("异议")
    received_on = models.DateField("收到日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="提出人")
    state = models.CharField("状态", max_length=10, choices=labels(OBJECTION_NAMES), default="open")
    upheld = models.BooleanField("采纳", null=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="答复人")
    answered_on = models.DateField("答复日期", null=True, blank=True)

    class Meta:
        verbose_name = "公示异议"
        verbose_name_plural = "公示异议"
        ordering = ("settlement", "id")

    def __str__(self) -> str:
        return self.receipt
