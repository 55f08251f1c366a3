"""Ratings by several groups: who rates whom, ballots apart from raters, meetings by code (docs/decisions/0014)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.assess.models.rounds import Entrant, Round, Source
from kaogong.assess.states.ratings import MEETING_NAMES, PAIR_NAMES, PASS_NAMES, SPARED, WHERE
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.sealed import SealedText
from kaogong.org.models.settings import Declared, declare

declare(
    Declared("ratings.shown_from", _("评议组有效票达到几票才单列"), "whole", 5, "source", "LB-15"),
    Declared("ratings.served", _("在岗不足时期的百分之几不参评"), "whole", 50, "assumed", "QW-25"),
    Declared("ratings.whole", _("漏填一项即为无效票"), "yes", True, "proposed", "LB-15"),
    Declared(
        "ratings.top_most", _("一名评议人给满分(最高档)的至多占百分之几(100 不限)"), "whole", 100, "proposed", "LB-15"
    ),
    Declared("ratings.same_from", _("评几个以上对象且打分全同的作废(0 不作废)"), "whole", 0, "proposed", "LB-15"),
    Declared("ratings.raters_most", _("一个评议组至多几人评一个对象(0 不限)"), "whole", 0, "proposed", "QH-46"),
    Declared("ratings.heard_first", _("考核人失职先听取本人意见，再计扣分"), "yes", True, "proposed", "QW-16"),
)


class Posting(models.Model):
    """在岗情况: a person serves elsewhere for a time, is away, or holds a post that is rated in another way."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    kind = models.CharField("情况", max_length=8, choices=labels(WHERE))
    host = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="借调到")
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)
    reason = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "在岗情况"
        verbose_name_plural = "在岗情况"
        ordering = ("-since", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(kind="seconded") | Q(host__isnull=False), name="posting_has_host"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()}"


class Kin(models.Model):
    """亲属申报: two people declared to be related; neither ever rates the other."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="申报人")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="亲属")
    relation = SealedText("关系")
    since = models.DateField("申报日期")
    until = models.DateField("解除日期", null=True, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "亲属申报"
        verbose_name_plural = "亲属申报"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("person", "other"), condition=Q(until__isnull=True), name="kin_once"),
            models.CheckConstraint(condition=~Q(person=models.F("other")), name="kin_two_people"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.other}"


class Spared(models.Model):
    """不参评人员: somebody of the units assessed who is not rated in a round, and why."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="spared", verbose_name="轮次")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    why = models.CharField("原因", max_length=8, choices=labels(SPARED))

    class Meta:
        verbose_name = "不参评人员"
        verbose_name_plural = "不参评人员"
        ordering = ("round", "id")
        constraints = (models.UniqueConstraint(fields=("round", "person"), name="spared_once"),)

    def __str__(self) -> str:
        return f"{self.person} {self.get_why_display()}"


class Pair(models.Model):
    """评议对应: a rater is to rate an entrant, once. Of an anonymous ballot it holds the draft only, and nothing once it is in."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="pairs", verbose_name="来源")
    entrant = models.ForeignKey(Entrant, models.CASCADE, related_name="pairs", verbose_name="参评对象")
    rater = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="评议人")
    state = models.CharField("状态", max_length=8, choices=labels(PAIR_NAMES), default="open")
    marks = SealedText("评分", blank=True)

    class Meta:
        verbose_name = "评议对应"
        verbose_name_plural = "评议对应"
        constraints = (models.UniqueConstraint(fields=("source", "entrant", "rater"), name="pair_once"),)
        indexes = (models.Index(fields=("rater", "state"), name="pair_rater"),)

    def __str__(self) -> str:
        return f"{self.rater} {self.entrant}"


class Meeting(models.Model):
    """测评会: people in one room rate by one-time codes on their phones; what came out is seen when it is over."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="meetings", verbose_name="轮次")
    name = models.CharField("名称", max_length=120)
    place = models.CharField("地点", max_length=80, blank=True)
    held_on = models.DateField("日期")
    state = models.CharField("状态", max_length=8, choices=labels(MEETING_NAMES), default="draft")
    host = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="主持")
    came = models.PositiveIntegerField("到会人数", null=True, blank=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "测评会"
        verbose_name_plural = "测评会"
        ordering = ("-held_on", "id")
        constraints = (models.UniqueConstraint(fields=("round", "name"), name="rating_meeting_once"),)

    def __str__(self) -> str:
        return self.name


class Bench(models.Model):
    """会上评议组: a group of raters at a meeting, and how many codes it was given."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="benches", verbose_name="测评会")
    source = models.ForeignKey(Source, models.PROTECT, related_name="benches", verbose_name="来源")
    codes = models.PositiveIntegerField("发码数", default=0)

    class Meta:
        verbose_name = "会上评议组"
        verbose_name_plural = "会上评议组"
        ordering = ("source__place",)
        constraints = (models.UniqueConstraint(fields=("source",), name="bench_once"),)

    def __str__(self) -> str:
        return str(self.source)


class Pass(models.Model):
    """测评码: the keyed hash of a code that was handed out at a meeting. Whether it is used is all it says."""

    hash = models.CharField("杂凑值", max_length=64, primary_key=True)
    bench = models.ForeignKey(Bench, models.PROTECT, related_name="passes", verbose_name="会上评议组")
    state = models.CharField("状态", max_length=8, choices=labels(PASS_NAMES), default="open")

    class Meta:
        verbose_name = "测评码"
        verbose_name_plural = "测评码"
        indexes = (models.Index(fields=("bench", "state"), name="pass_state"),)

    def __str__(self) -> str:
        return self.hash[:8]


class Drop(models.Model):
    """测评票箱: ballots just cast, sealed with a key outside the database, until all of a source are counted together."""

    id = models.UUIDField("编号", primary_key=True, default=uuid.uuid4)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name="来源")
    words = SealedText("密封内容")

    class Meta:
        verbose_name = "测评票箱"
        verbose_name_plural = "测评票箱"
        indexes = (models.Index(fields=("source",), name="drop_source"),)

    def __str__(self) -> str:
        return str(self.id)[:8]


class Tally(models.Model):
    """测评结果: the ballots of a group on an entrant, in random order and without raters, sealed; and how many there were."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="tallies", verbose_name="来源")
    entrant = models.ForeignKey(Entrant, models.PROTECT, related_name="tallies", verbose_name="参评对象")
    issued = models.PositiveIntegerField("应评票数")
    returned = models.PositiveIntegerField("收回票数")
    valid = models.PositiveIntegerField("有效票数")
    words = SealedText("密封内容")

    class Meta:
        verbose_name = "测评结果"
        verbose_name_plural = "测评结果"
        constraints = (models.UniqueConstraint(fields=("source", "entrant"), name="tally_once"),)

    def __str__(self) -> str:
        return f"{self.source} {self.entrant}"
