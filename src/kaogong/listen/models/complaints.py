"""Complaints: what was said of whom, the sealed identity beside it, and how it was handled."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.audit.models import Evidence
from kaogong.listen.models.promises import ContactPoint, ServicePromise
from kaogong.listen.states.complaints import (
    CHANNELS,
    CHASES,
    COMPLAINT_NAMES,
    EXTENSION_NAMES,
    KINDS,
    SATISFACTION,
    TOPICS,
    VERDICTS,
    WAYS,
)
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.sealed import SealedText
from kaogong.org.models.settings import Declared, declare

declare(
    Declared("listen.accept_days", _("投诉几个工作日内决定是否受理"), "whole", 3, "assumed", "XJ-18"),
    Declared("listen.answer_days", _("投诉转办后几个工作日内答复"), "whole", 15, "assumed", "XJ-18"),
    Declared("listen.fast_days", _("企业联系点绿色通道几个工作日内答复"), "whole", 5, "assumed", "YL-34"),
    Declared("listen.extend_most", _("投诉一次最多延期几个工作日"), "whole", 15, "assumed", "XJ-18"),
    Declared("listen.reopen_days", _("投诉人答复后几个工作日内可要求重新办理"), "whole", 10, "assumed", "XJ-18"),
    Declared("listen.reopen_most", _("投诉最多重新办理几次"), "whole", 2, "assumed", "XJ-18"),
    Declared("listen.duplicate_days", _("查重往前看几个自然日"), "whole", 90, "proposed", "XJ-18"),
    Declared("listen.duplicate_share", _("文字相似达到百分之几提示重复"), "whole", 50, "proposed", "XJ-18"),
    Declared("listen.intake_most", _("一个地址一小时内最多提交几件投诉"), "whole", 10, "proposed", "XJ-18"),
    Declared("listen.files_most", _("投诉和答复一次最多附几份材料"), "whole", 5, "proposed", "XJ-18"),
    Declared("listen.files_size", _("投诉和答复一次附件合计最多几 MB"), "whole", 40, "proposed", "XJ-18"),
    Declared("listen.code_tries", _("查询码输错几次锁定该件"), "whole", 10, "proposed", "XJ-18"),
    Declared(
        "listen.chase_days",
        _("投诉催办：到期前几个、逾期后几个工作日"),
        "table",
        {"near": 2, "late": 1, "leader": 3, "centre": 7},
        "assumed",
        "XJ-18",
        {key: _(words) for key, words in CHASES.items()},
    ),
    Declared("listen.concern_from", _("一个单位一季度查实几件投诉列入督查"), "whole", 3, "assumed", "LB-25"),
    Declared("listen.sort_days", _("线索几个自然日内分到办案工作组"), "whole", 7, "source", "QH-12"),
)


class Handler(models.Model):
    """投诉经办人: an account of the centre that is named, and alone may open who complained."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="账号")
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)
    named_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="指定人")

    class Meta:
        verbose_name = "投诉经办人"
        verbose_name_plural = "投诉经办人"
        constraints = (
            models.UniqueConstraint(
                fields=("account",), condition=models.Q(until__isnull=True), name="complaint_handler_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.account)


class Complaint(models.Model):
    """投诉件. Whoever complained stands in another table, sealed; the unit complained of reads what it is sent, never this."""

    number = models.CharField("受理编号", max_length=24, unique=True)
    channel = models.CharField("渠道", max_length=8, choices=labels(CHANNELS))
    named = models.BooleanField("实名", default=False)
    about = models.CharField("投诉对象", max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="被投诉单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="被投诉人")
    title = models.CharField("标题", max_length=80)
    words = models.TextField("内容")
    happened_on = models.DateField("发生日期", null=True, blank=True)
    promise = models.ForeignKey(
        ServicePromise, models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name="服务承诺"
    )
    contact = models.ForeignKey(
        ContactPoint, models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name="企业联系点"
    )
    kind = models.CharField("类别", max_length=10, choices=labels(KINDS), blank=True)
    topic = models.CharField("事由", max_length=12, choices=labels(TOPICS), default="other")
    state = models.CharField("状态", max_length=10, choices=labels(COMPLAINT_NAMES), default="received")
    received_on = models.DateField("收到日期")
    accept_due = models.DateField("受理期限")
    entered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    accepted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="受理人")
    accepted_on = models.DateField("受理日期", null=True)
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined", verbose_name="并入")
    referred_to = models.CharField("移交机关", max_length=80, blank=True)
    reason = models.TextField("理由", blank=True)
    answer = models.TextField("答复", blank=True)
    answered_on = models.DateField("答复日期", null=True)
    verdict = models.CharField("核查结论", max_length=10, choices=labels(VERDICTS), blank=True)
    reviewed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审核人")
    closed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="办结人")
    closed_on = models.DateField("办结日期", null=True)
    reopened = models.PositiveSmallIntegerField("重新办理次数", default=0)
    code = models.CharField("查询码杂凑值", max_length=64)
    once = models.CharField("提交标记", max_length=64, null=True, unique=True)
    failures = models.PositiveSmallIntegerField("查询码输错次数", default=0)
    locked_until = models.DateTimeField("锁定至", null=True)

    class Meta:
        verbose_name = "投诉件"
        verbose_name_plural = "投诉件"
        ordering = ("-received_on", "-id")
        indexes = (
            models.Index(fields=("state", "accept_due"), name="complaint_state"),
            models.Index(fields=("unit", "closed_on"), name="complaint_unit"),
            models.Index(fields=("received_on",), name="complaint_received"),
        )

    def __str__(self) -> str:
        return self.number


class Complainant(models.Model):
    """投诉人: who complained, readable only through the house, by the named handlers, each look on record."""

    complaint = models.OneToOneField(
        Complaint, models.PROTECT, primary_key=True, related_name="complainant", verbose_name="投诉件"
    )
    name = SealedText("姓名", blank=True)
    phone = SealedText("电话", blank=True)
    address = SealedText("联系地址", blank=True)
    mark = models.CharField("同一人标记", max_length=64, blank=True, db_index=True)

    class Meta:
        verbose_name = "投诉人"
        verbose_name_plural = "投诉人"

    def __str__(self) -> str:
        return str(self.pk)


class Attachment(models.Model):
    """投诉附件: a sealed file. What the complainant gave counts as identifying until a handler says otherwise."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="attachments", verbose_name="投诉件")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="材料")
    name = SealedText("名称")
    identifying = models.BooleanField("可识别投诉人", default=True)
    by_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="提供单位")

    class Meta:
        verbose_name = "投诉附件"
        verbose_name_plural = "投诉附件"
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.pk)


class Handling(models.Model):
    """投诉转办: what a unit was sent and asked, by when, and what it answered. Every round is a row of its own."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="handlings", verbose_name="投诉件")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承办单位")
    words = models.TextField("转办内容")
    sent_on = models.DateField("转办日期")
    days = models.PositiveSmallIntegerField("期限(工作日)")
    due_on = models.DateField("答复期限")
    fast = models.BooleanField("绿色通道", default=False)
    sent_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="转办人")
    reply = models.TextField("承办单位答复", blank=True)
    measures = models.TextField("整改措施", blank=True)
    replied_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="答复人")
    replied_on = models.DateField("答复日期", null=True)
    returned = models.TextField("退回意见", blank=True)
    ended = models.BooleanField("本轮结束", default=False)

    class Meta:
        verbose_name = "投诉转办"
        verbose_name_plural = "投诉转办"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("complaint",), condition=models.Q(ended=False), name="complaint_handled_once"
            ),
        )
        indexes = (models.Index(fields=("unit", "due_on"), name="handling_unit"),)

    def __str__(self) -> str:
        return self.words[:40]


class Extension(models.Model):
    """投诉延期: a unit asks for more working days, the centre decides."""

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="extensions", verbose_name="投诉转办")
    days = models.PositiveSmallIntegerField("延长工作日")
    reason = models.TextField("理由")
    state = models.CharField("状态", max_length=8, choices=labels(EXTENSION_NAMES), default="asked")
    asked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="申请人")
    asked_on = models.DateField("申请日期")
    settled_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审批人")
    settled_on = models.DateField("审批日期", null=True)

    class Meta:
        verbose_name = "投诉延期"
        verbose_name_plural = "投诉延期"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("handling",), condition=models.Q(state="asked"), name="complaint_extension_once"
            ),
        )

    def __str__(self) -> str:
        return self.reason[:40]


class Chase(models.Model):
    """投诉催办: a step of urging, taken once."""

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="chases", verbose_name="投诉转办")
    step = models.CharField("步骤", max_length=8, choices=labels(CHASES))
    due_on = models.DateField("所催期限")
    sent_on = models.DateField("日期")

    class Meta:
        verbose_name = "投诉催办"
        verbose_name_plural = "投诉催办"
        constraints = (models.UniqueConstraint(fields=("handling", "step", "due_on"), name="complaint_chase_once"),)
        indexes = (models.Index(fields=("sent_on",), name="complaint_chase_day"),)

    def __str__(self) -> str:
        return f"{self.step} {self.sent_on}"


class Rating(models.Model):
    """投诉回访: what the complainant says of an answer, by the code or asked by the centre."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="ratings", verbose_name="投诉件")
    turn = models.PositiveSmallIntegerField("第几次答复")
    way = models.CharField("方式", max_length=6, choices=labels(WAYS))
    satisfaction = models.CharField("满意度", max_length=12, choices=labels(SATISFACTION))
    words = models.TextField("意见", blank=True)
    on = models.DateField("日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="回访人")

    class Meta:
        verbose_name = "投诉回访"
        verbose_name_plural = "投诉回访"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("complaint", "turn"), name="complaint_rating_once"),)

    def __str__(self) -> str:
        return self.satisfaction
