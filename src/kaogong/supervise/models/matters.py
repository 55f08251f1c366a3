"""Efficiency supervision (效能监察): mandates, the rule with its circumstances, matters chosen, what was done of them and found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Docket, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.settings import Declared, declare
from kaogong.supervise.states.tasks import (
    ASPECTS,
    CHANNELS,
    CHOSEN,
    LEVELS,
    MANNERS,
    MATTER_NAMES,
    MODES,
    PHASES,
    PROBLEMS,
)

declare(
    Declared(
        "matters.circumstances",
        _("效能监察规定须列几种情形"),
        "table",
        {"admonition": 6, "warning": 9},
        "source",
        "XM-45",
        dict(labels(LEVELS)),
    ),
    Declared("matters.silent_days", _("督查事项多少天没有督查活动须列出"), "whole", 60, "assumed", "QD-19"),
)


class SupervisionMandate(models.Model):
    """监察授权: a body supervises by its office, or by a letter of delegation while it is valid (HB-15)."""

    KINDS = (("own", _("纪检监察机关")), ("delegated", _("受委托组织")))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("依据", max_length=10, choices=KINDS)
    letter = models.CharField("委托书", max_length=120, blank=True)
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "监察授权"
        verbose_name_plural = "监察授权"
        constraints = (
            models.CheckConstraint(condition=Q(kind="own") | ~Q(letter=""), name="mandate_delegated_by_letter"),
        )

    def __str__(self) -> str:
        return self.letter or self.get_kind_display()


class SupervisionRule(models.Model):
    """效能监察规定: matters, division of work, methods, and the circumstances for each consequence (XM-45)."""

    title = models.CharField("名称", max_length=120, unique=True)
    matters = models.TextField("监察事项")
    division = models.TextField("分工")
    methods = models.TextField("工作方法")
    issued_on = models.DateField("印发日期", null=True)

    class Meta:
        verbose_name = "效能监察规定"
        verbose_name_plural = "效能监察规定"

    def __str__(self) -> str:
        return self.title


class Circumstance(models.Model):
    """处理情形: one of those for which the rule names a consequence."""

    rule = models.ForeignKey(SupervisionRule, models.PROTECT, related_name="circumstances", verbose_name="效能监察规定")
    level = models.CharField("处理", max_length=10, choices=labels(LEVELS))
    number = models.IntegerField("序号")
    words = models.CharField("情形", max_length=200)

    class Meta:
        verbose_name = "处理情形"
        verbose_name_plural = "处理情形"
        ordering = ("rule", "level", "number")
        constraints = (models.UniqueConstraint(fields=("rule", "level", "number"), name="circumstance_once"),)

    def __str__(self) -> str:
        return f"{self.get_level_display()}-{self.number} {self.words}"


class Matter(models.Model):
    """效能监察项目: chosen for a reason, of one of four problem types, followed before, during and after."""

    number = models.CharField("监察号", max_length=24, unique=True)
    year = models.IntegerField("年度")
    name = models.CharField("项目", max_length=200)
    mode = models.CharField("方式", max_length=10, choices=labels(MODES))
    was = models.CharField("原方式", max_length=10, choices=labels(MODES), blank=True)
    problem = models.CharField("问题类型", max_length=12, choices=labels(PROBLEMS))
    aspect = models.CharField("监察内容", max_length=12, choices=labels(ASPECTS))
    chosen = models.CharField("选题", max_length=8, choices=labels(CHOSEN))
    reason = models.CharField("立项理由", max_length=300)
    channel = models.CharField("监督渠道", max_length=12, choices=labels(CHANNELS))
    opener = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="立项单位")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="被监察单位")
    key = models.BooleanField("重点工作", default=False)
    state = models.CharField("状态", max_length=10, choices=labels(MATTER_NAMES), default="draft")
    opened_on = models.DateField("立项日期", null=True)
    closed_on = models.DateField("结项日期", null=True)
    conclusion = models.TextField("结论", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="提出人")

    class Meta:
        verbose_name = "效能监察项目"
        verbose_name_plural = "效能监察项目"
        ordering = ("-year", "number")
        indexes = (models.Index(fields=("year", "state"), name="matter_year"),)

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class MatterPoint(models.Model):
    """跟踪节点: a milestone of a major project, followed as a point (QD-19)."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="points", verbose_name="效能监察项目")
    place = models.IntegerField("序号")
    name = models.CharField("节点", max_length=120)
    due = models.DateField("时限", null=True)
    done_on = models.DateField("完成日期", null=True)

    class Meta:
        verbose_name = "跟踪节点"
        verbose_name_plural = "跟踪节点"
        ordering = ("matter", "place")

    def __str__(self) -> str:
        return self.name


class MatterRecord(models.Model):
    """监察活动: what was done, in which phase and of which kind (HB-18, QD-19)."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="records", verbose_name="效能监察项目")
    point = models.ForeignKey(
        MatterPoint, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="跟踪节点"
    )
    phase = models.CharField("阶段", max_length=8, choices=labels(PHASES))
    manner = models.CharField("督查方式", max_length=8, choices=labels(MANNERS))
    on = models.DateField("日期")
    words = models.TextField("情况")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="证据")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "监察活动"
        verbose_name_plural = "监察活动"
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.words[:40]


class Breach(models.Model):
    """违规情形: found in a matter, coded to a circumstance; accountability must follow (XM-52).

    With a person it enters the score of that person once the matter is closed by somebody else.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="breaches", verbose_name="效能监察项目")
    circumstance = models.ForeignKey(Circumstance, models.PROTECT, related_name="+", verbose_name="处理情形")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人员")
    words = models.TextField("事实")
    on = models.DateField("日期")
    docket = models.ForeignKey(Docket, models.PROTECT, null=True, related_name="+", verbose_name="问责案卷")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "违规情形"
        verbose_name_plural = "违规情形"
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.words[:40]

    @property
    def proposed(self) -> str:
        """The consequence its circumstance proposes."""
        return self.circumstance.get_level_display()
