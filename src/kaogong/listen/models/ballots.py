"""Codes, and answers apart from them. Nothing here leads from an answer to a code, or from a code to a person (0010)."""

from __future__ import annotations

import uuid

from django.db import models

from kaogong.listen.models.projects import Project
from kaogong.listen.models.samples import Stratum
from kaogong.listen.models.sheets import Questionnaire
from kaogong.listen.states.surveys import CHANNELS, ENTRY_NAMES, TICKET_NAMES, WAYS
from kaogong.org.models import Account, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.sealed import SealedText


class Batch(models.Model):
    """发码批次: so many codes for a stratum, or so many paper forms; the codes themselves are nowhere."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="batches", verbose_name="评议项目")
    stratum = models.ForeignKey(Stratum, models.PROTECT, related_name="batches", verbose_name="抽样层")
    sheet = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+", verbose_name="问卷")
    way = models.CharField("方式", max_length=8, choices=labels(WAYS))
    issuer = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发放单位")
    number = models.PositiveIntegerField("份数")
    subjects = models.ManyToManyField("listen.Subject", related_name="+", verbose_name="被评单位")
    issued_on = models.DateField("发放日期")
    due_on = models.DateField("交回期限")
    reminded_on = models.DateField("提醒日期", null=True, blank=True)
    void = models.BooleanField("作废", default=False)
    reason = models.CharField("作废理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "发码批次"
        verbose_name_plural = "发码批次"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.stratum} {self.number}"


class Ticket(models.Model):
    """评议码: the keyed hash of a code that was handed out. Whether it is used is all it says; not when, and not for what."""

    hash = models.CharField("杂凑值", max_length=64, primary_key=True)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="tickets", verbose_name="发码批次")
    state = models.CharField("状态", max_length=8, choices=labels(TICKET_NAMES), default="open")

    class Meta:
        verbose_name = "评议码"
        verbose_name_plural = "评议码"
        indexes = (models.Index(fields=("batch", "state"), name="ticket_state"),)

    def __str__(self) -> str:
        return self.hash[:8]


class Slip(models.Model):
    """投票箱: a ballot just cast, sealed with a key outside the database, until enough of them are shuffled together."""

    id = models.UUIDField("编号", primary_key=True, default=uuid.uuid4)
    stratum = models.ForeignKey(Stratum, models.PROTECT, related_name="+", verbose_name="抽样层")
    words = SealedText("密封内容")

    class Meta:
        verbose_name = "投票箱"
        verbose_name_plural = "投票箱"
        indexes = (models.Index(fields=("stratum",), name="slip_stratum"),)

    def __str__(self) -> str:
        return str(self.id)[:8]


class Answer(models.Model):
    """答卷. It knows its stratum, channel and day; no code, no person, no hour, no order."""

    id = models.UUIDField("编号", primary_key=True, default=uuid.uuid4)
    project = models.ForeignKey(
        Project, models.PROTECT, db_constraint=False, related_name="answers", verbose_name="评议项目"
    )
    sheet = models.ForeignKey(Questionnaire, models.PROTECT, db_constraint=False, related_name="+", verbose_name="问卷")
    stratum = models.ForeignKey(
        Stratum, models.PROTECT, null=True, db_constraint=False, related_name="+", verbose_name="抽样层"
    )
    channel = models.CharField("渠道", max_length=6, choices=labels(CHANNELS))
    day = models.DateField("日期")
    assisted = models.BooleanField("协助填写", default=False)
    hasty = models.BooleanField("用时过短", default=False)
    late = models.BooleanField("逾期交回", default=False)
    content = models.JSONField("作答", default=dict)
    scores = models.JSONField("各单位得分", default=dict)
    flags = models.JSONField("存疑", default=list)
    excluded = models.BooleanField("剔除", default=False)
    reason = models.CharField("复核理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "答卷"
        verbose_name_plural = "答卷"
        indexes = (models.Index(fields=("project", "stratum", "channel"), name="answer_cell"),)

    def __str__(self) -> str:
        return str(self.id)[:8]


class Entry(models.Model):
    """录入件: a paper form typed in twice by two people; where they differ, a third decides. Empty once it is in the box."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name="评议项目")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="entries", verbose_name="发码批次")
    number = models.CharField("录入编号", max_length=20)
    state = models.CharField("状态", max_length=8, choices=labels(ENTRY_NAMES), default="first")
    channel = models.CharField("渠道", max_length=6, choices=labels(CHANNELS))
    returned_on = models.DateField("交回日期")
    assisted = models.BooleanField("协助填写", default=False)
    first = SealedText("第一次录入", blank=True)
    second = SealedText("第二次录入", blank=True)
    first_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="第一录入人")
    second_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="第二录入人"
    )
    settled_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="裁定人"
    )

    class Meta:
        verbose_name = "录入件"
        verbose_name_plural = "录入件"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="entry_once"),)

    def __str__(self) -> str:
        return self.number


class Guess(models.Model):
    """评议码试错: codes that open nothing, from one address, which lies here only as a keyed hash."""

    key = models.CharField("对象", max_length=64, primary_key=True)
    failures = models.PositiveIntegerField("失败次数", default=0)
    since = models.DateTimeField("首次失败")
    until = models.DateTimeField("锁定至", null=True)

    class Meta:
        verbose_name = "评议码试错"
        verbose_name_plural = "评议码试错"

    def __str__(self) -> str:
        return self.key[:8]
