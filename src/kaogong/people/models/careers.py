"""How posts are filled, left and exchanged; the reserve pool, exemplars, and the list of who rises and who goes down."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.people import Grade
from kaogong.people.states.careers import (
    CHANNELS,
    DIRECTIONS,
    EXCHANGE_NAMES,
    EXCHANGES,
    EXIT_NAMES,
    LIST_NAMES,
    MODES,
    OUTCOMES,
    ROUTE_SHORT,
    ROUTES,
    SELECTION_NAMES,
)
from kaogong.plan.models import Exact


class Selection(models.Model):
    """选任: a post that is to be filled, in which way, by which steps (LB-01, LB-07, HB-40)."""

    number = models.CharField("编号", max_length=20, unique=True)
    title = models.CharField("岗位", max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    level = models.CharField("层次", max_length=10, choices=Grade.choices, default=Grade.MIDDLE)
    mode = models.CharField("方式", max_length=10, choices=labels(MODES))
    words = models.TextField("条件", blank=True)
    state = models.CharField("状态", max_length=10, choices=labels(SELECTION_NAMES), default="open")
    opened_on = models.DateField("启动日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="提出人")
    chosen = models.ForeignKey("Nomination", models.PROTECT, null=True, related_name="+", verbose_name="任用人选")
    appointed_on = models.DateField("任用日期", null=True)
    document = models.CharField("文号", max_length=60, blank=True)
    reason = models.CharField("理由", max_length=400, blank=True)
    """Why not the best ranked, why against the list, or why nobody."""
    ranking = models.JSONField("决定时的排序", default=list)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="决定人")

    class Meta:
        verbose_name = "选任"
        verbose_name_plural = "选任"
        ordering = ("-opened_on", "-id")
        indexes = (models.Index(fields=("state", "appointed_on"), name="selection_state"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class SelectionStep(models.Model):
    """选任步骤: taken one after another."""

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="steps", verbose_name="选任")
    place = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("步骤", max_length=40)
    done_on = models.DateField("完成日期", null=True)
    words = models.CharField("情况", max_length=400, blank=True)

    class Meta:
        verbose_name = "选任步骤"
        verbose_name_plural = "选任步骤"
        ordering = ("selection", "place")

    def __str__(self) -> str:
        return self.name


class Nomination(models.Model):
    """推荐: a candidate with the one who recommends and signed for it (LB-07)."""

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="nominations", verbose_name="选任")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人选")
    recommender = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="推荐人")
    statement = models.CharField("推荐理由", max_length=400)
    signed_on = models.DateField("签名日期")
    letter = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+", verbose_name="签名的推荐书")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "人选推荐"
        verbose_name_plural = "人选推荐"
        ordering = ("selection", "id")
        constraints = (models.UniqueConstraint(fields=("selection", "person"), name="people_nomination_once"),)

    def __str__(self) -> str:
        return f"{self.person}"


class Exit(models.Model):
    """退出: by which route a leader leaves, and whether the benefits stay (LB-02)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    post = models.CharField("原岗位", max_length=80, blank=True)
    route = models.CharField("途径", max_length=10, choices=labels(ROUTES))
    voluntary = models.BooleanField("本人自愿", default=False)
    age = models.PositiveSmallIntegerField("年龄", null=True, blank=True)
    kept = models.BooleanField("待遇保留", default=False)
    reason = models.CharField("事由", max_length=400)
    on = models.DateField("退出日期")
    ends = models.BooleanField("同时结束岗位", default=True)
    document = models.CharField("文号", max_length=60, blank=True)
    state = models.CharField("状态", max_length=10, choices=labels(EXIT_NAMES), default="proposed")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="提出人")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="决定人")
    decided_on = models.DateField("决定日期", null=True)
    opinion = models.CharField("意见", max_length=400, blank=True)

    class Meta:
        verbose_name = "退出"
        verbose_name_plural = "退出"
        ordering = ("-on", "-id")
        constraints = (models.CheckConstraint(condition=~Q(route=""), name="exit_has_route"),)

    def __str__(self) -> str:
        return f"{self.person} {self.status}"

    @property
    def status(self) -> str:
        """As it stands in the register: 退出/年龄."""
        return f"{_('退出')}/{_(ROUTE_SHORT[self.route])}"


class Exchange(models.Model):
    """交流: planned and typed, from one unit to another (LB-11)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    origin = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="原单位")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="去向单位")
    title = models.CharField("去向岗位", max_length=80, blank=True)
    kind = models.CharField("类型", max_length=14, choices=labels(EXCHANGES))
    direction = models.CharField("方向", max_length=12, choices=labels(DIRECTIONS))
    key = models.BooleanField("关键岗位", default=False)
    planned_on = models.DateField("计划日期")
    done_on = models.DateField("交流日期", null=True)
    state = models.CharField("状态", max_length=10, choices=labels(EXCHANGE_NAMES), default="planned")
    reason = models.CharField("事由", max_length=400, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "交流"
        verbose_name_plural = "交流"
        ordering = ("-planned_on", "-id")
        indexes = (models.Index(fields=("state", "planned_on"), name="exchange_state"),)

    def __str__(self) -> str:
        return f"{self.person}"


class ReserveMember(models.Model):
    """后备人选: in the reserve pool from a day on, through one channel (LB-33)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    channel = models.CharField("来源渠道", max_length=14, choices=labels(CHANNELS))
    words = models.CharField("理由", max_length=400, blank=True)
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)
    left = models.CharField("出库事由", max_length=200, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "后备人选"
        verbose_name_plural = "后备人选"
        ordering = ("-since", "-id")
        constraints = (
            models.UniqueConstraint(fields=("person",), condition=Q(until__isnull=True), name="reserve_once"),
        )

    def __str__(self) -> str:
        return f"{self.person}"


class Exemplar(models.Model):
    """先进典型: what members compare themselves with, dimension by dimension (LB-33)."""

    name = models.CharField("典型", max_length=80, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员")
    words = models.TextField("事迹")
    dimensions = models.JSONField("各方面得分", default=dict)
    """Score by dimension, as text."""
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "先进典型"
        verbose_name_plural = "先进典型"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class GapItem(models.Model):
    """对标差距: in one dimension a member is below the exemplar: the gap, what is wanting, what will be better."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    exemplar = models.ForeignKey(Exemplar, models.PROTECT, related_name="gaps", verbose_name="先进典型")
    dimension = models.CharField("方面", max_length=40)
    own = Exact("本人得分")
    best = Exact("典型得分")
    gap = Exact("差距")
    shortfall = models.CharField("不足", max_length=400, blank=True)
    improvement = models.CharField("改进", max_length=400, blank=True)
    on = models.DateField("对标日期")
    done_on = models.DateField("改进完成日期", null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "对标差距"
        verbose_name_plural = "对标差距"
        ordering = ("-on", "person", "id")
        constraints = (models.UniqueConstraint(fields=("person", "exemplar", "dimension", "on"), name="gap_item_once"),)

    def __str__(self) -> str:
        return f"{self.person} {self.dimension}"


class MoveList(models.Model):
    """升让降名单: leaders sorted over some years by rules that are stated (CX-32)."""

    title = models.CharField("名称", max_length=120)
    first = models.PositiveSmallIntegerField("自年度")
    last = models.PositiveSmallIntegerField("至年度")
    up_grades = models.JSONField("上的等次", default=list)
    up_years = models.PositiveSmallIntegerField("上须几年")
    down_grades = models.JSONField("下的等次", default=list)
    down_years = models.PositiveSmallIntegerField("下须几年")
    state = models.CharField("状态", max_length=8, choices=labels(LIST_NAMES), default="draft")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="拟订人")
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="印发人")
    issued_on = models.DateField("印发日期", null=True)

    class Meta:
        verbose_name = "升让降名单"
        verbose_name_plural = "升让降名单"
        ordering = ("-last", "-id")

    def __str__(self) -> str:
        return self.title


class MoveLine(models.Model):
    """升让降人员: where the rules put a leader, and what was really done."""

    held = models.ForeignKey(MoveList, models.PROTECT, related_name="lines", verbose_name="升让降名单")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    grades = models.JSONField("历年等次", default=dict)
    outcome = models.CharField("名单结论", max_length=6, choices=labels(OUTCOMES))
    words = models.CharField("依据", max_length=300)
    moved = models.CharField("实际去向", max_length=6, choices=labels(OUTCOMES), blank=True)
    moved_on = models.DateField("日期", null=True)
    reason = models.CharField("与名单不一致的理由", max_length=400, blank=True)

    class Meta:
        verbose_name = "升让降人员"
        verbose_name_plural = "升让降人员"
        ordering = ("held", "person__code")
        constraints = (models.UniqueConstraint(fields=("held", "person"), name="move_line_once"),)

    def __str__(self) -> str:
        return f"{self.person} {self.get_outcome_display()}"
