"""What people find, and what units report: changes, findings with their proof, patrols."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.approvals.models.cases import Case
from kaogong.approvals.models.items import Body, Item
from kaogong.approvals.states import FINDING_NAMES
from kaogong.audit.models import Evidence
from kaogong.org.models import Account
from kaogong.org.models.labels import labels


class Change(models.Model):
    """变更报告: an item or a handler changed, and when that was told to the centre and to the supervisor (WH-27)."""

    KINDS = (("handler", _("办理人更换")), ("item", _("审批事项更改")))

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="审批部门")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+", verbose_name="审批事项")
    kind = models.CharField("种类", max_length=8, choices=KINDS)
    words = models.CharField("内容", max_length=300)
    happened_on = models.DateField("变更日期")
    due_on = models.DateField("报告期限")
    centre_on = models.DateField("报审批中心日期", null=True, blank=True)
    supervisor_on = models.DateField("报监察机关日期", null=True, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="报告人")

    class Meta:
        verbose_name = "变更报告"
        verbose_name_plural = "变更报告"
        ordering = ("-happened_on", "-id")

    def __str__(self) -> str:
        return self.words[:40]

    @property
    def in_time(self) -> bool:
        """Told to both, by the day it had to be."""
        told = (self.centre_on, self.supervisor_on)
        return all(day is not None and day <= self.due_on for day in told)


class Patrol(models.Model):
    """巡查记录: somebody looked, by video or on the spot, where and when."""

    KINDS = (("video", _("视频巡查")), ("site", _("现场巡查")))

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="审批部门")
    kind = models.CharField("方式", max_length=6, choices=KINDS)
    at = models.DateTimeField("巡查时间")
    place = models.CharField("地点", max_length=120)
    window = models.CharField("窗口", max_length=60, blank=True)
    words = models.TextField("所见")
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="影像材料"
    )
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="巡查人")

    class Meta:
        verbose_name = "巡查记录"
        verbose_name_plural = "巡查记录"
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return self.words[:40]


class Finding(models.Model):
    """监察记录: a breach of a body, with the channel it was found by and its proof; it counts once confirmed (WH-10)."""

    KINDS = (
        ("disclosure", _("政务公开")),
        ("process", _("流程规范")),
        ("time_limit", _("期限合法")),
        ("fees", _("收费合法")),
        ("liability", _("法律责任")),
        ("follow_up", _("监督检查")),
        ("attendance", _("考勤")),
        ("unreported_change", _("变更未及时报告")),
        ("evasion", _("漏报瞒报假报")),
        ("breach", _("工作纪律")),
        ("upheld", _("查实的效能投诉")),
        ("unfounded", _("不实的效能投诉")),
        ("bypass", _("该报批的不报批")),
    )
    CHANNELS = (
        ("data", _("系统数据监察")),
        ("video", _("视频监察")),
        ("visit", _("现场查访")),
        ("report", _("群众举报")),
        ("complaint", _("效能投诉查办")),
    )
    ASPECTS = (
        ("basis", _("依据")),
        ("steps", _("步骤")),
        ("conditions", _("条件")),
        ("quantity", _("数量")),
        ("method", _("方式")),
    )

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="审批部门")
    kind = models.CharField("种类", max_length=20, choices=KINDS)
    aspect = models.CharField("违反方面", max_length=12, choices=ASPECTS, blank=True)
    channel = models.CharField("监察途径", max_length=10, choices=CHANNELS)
    happened_on = models.DateField("日期")
    words = models.TextField("事实")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批事项")
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, db_constraint=False, related_name="+", verbose_name="办件"
    )
    patrol = models.ForeignKey(Patrol, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="巡查记录")
    key = models.CharField("事由", max_length=80, blank=True)
    state = models.CharField("状态", max_length=10, choices=labels(FINDING_NAMES), default="proposed")
    reason = models.TextField("理由", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", auto_now_add=True)
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    confirmed_at = models.DateTimeField("确认时间", null=True)

    class Meta:
        verbose_name = "监察记录"
        verbose_name_plural = "监察记录"
        ordering = ("-happened_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("kind", "key"), condition=~models.Q(key=""), name="finding_once"),
        )
        indexes = (models.Index(fields=("body", "happened_on"), name="finding_body"),)

    def __str__(self) -> str:
        return self.words[:40]


class Proof(models.Model):
    """监察证据: a sealed file a finding rests on."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="proofs", verbose_name="监察记录")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="材料")
    name = models.CharField("名称", max_length=160)

    class Meta:
        verbose_name = "监察证据"
        verbose_name_plural = "监察证据"

    def __str__(self) -> str:
        return self.name
