"""What happens to cases, as it was told; and each case as its events say it stands.

Rows of these tables come by the hundred thousand, by COPY and sets. Links inside them are kept by the statements that
write them, and carry no check of every single row (`db_constraint=False`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.approvals.models.items import Body, Item, ItemVersion
from kaogong.approvals.states import CASE_NAMES, CHANNELS, OUTCOMES, PAUSES, VERBS
from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models import Exact


class WorkDay(models.Model):
    """工作日序: a day, and how many working days there were up to and including it. Durations are differences."""

    day = models.DateField("日期", primary_key=True)
    number = models.IntegerField("序号")
    working = models.BooleanField("上班")

    class Meta:
        verbose_name = "工作日序"
        verbose_name_plural = "工作日序"
        indexes = (models.Index(fields=("number",), name="workday_number"),)

    def __str__(self) -> str:
        return f"{self.day} {self.number}"


class Source(models.Model):
    """办件来源: a system that tells of cases. `unit` empty: it speaks for every body, as an approval centre does."""

    LEVELS = (("county", _("县(市、区)")), ("prefecture", _("地(州、市)")), ("region", _("自治区")))

    code = models.CharField("来源编码", max_length=40, unique=True)
    name = models.CharField("来源名称", max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    level = models.CharField("层级", max_length=10, choices=LEVELS, default="prefecture")

    class Meta:
        verbose_name = "办件来源"
        verbose_name_plural = "办件来源"

    def __str__(self) -> str:
        return self.name


class Intake(models.Model):
    """办件接入: what came together, what of it was taken, and every row that was not, with the reason."""

    WAYS = (("api", _("接口")), ("file", _("文件")), ("drop", _("投递文件夹")), ("house", _("本系统")))

    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name="办件来源")
    way = models.CharField("方式", max_length=5, choices=WAYS)
    name = models.CharField("名称", max_length=160)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+", verbose_name="原始文件")
    whole = models.BooleanField("有错则全部不收", default=False)
    rows = models.IntegerField("行数", default=0)
    taken = models.IntegerField("收下", default=0)
    again = models.IntegerField("重复", default=0)
    bad = models.IntegerField("退回", default=0)
    faults = models.JSONField("退回的行和原因", default=list)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "办件接入"
        verbose_name_plural = "办件接入"
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class Case(models.Model):
    """办件: what its events make of it, computed anew whenever one arrives; nobody writes here by hand."""

    number = models.CharField("办件编号", max_length=64, unique=True)
    source = models.ForeignKey(
        Source, models.PROTECT, db_index=False, db_constraint=False, related_name="+", verbose_name="办件来源"
    )
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, db_index=False, db_constraint=False, related_name="+", verbose_name="审批部门"
    )
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, db_index=False, db_constraint=False, related_name="+", verbose_name="审批事项"
    )
    version = models.ForeignKey(
        ItemVersion,
        models.PROTECT,
        null=True,
        db_index=False,
        db_constraint=False,
        related_name="+",
        verbose_name="事项版本",
    )
    state = models.CharField("状态", max_length=10, choices=labels(CASE_NAMES), default="waiting")
    channel = models.CharField("渠道", max_length=8, choices=labels(CHANNELS), blank=True)
    accepted_at = models.DateTimeField("受理时间", null=True)
    accepted_no = models.IntegerField("受理日序号", null=True)
    ended_at = models.DateTimeField("办结时间", null=True)
    ended_no = models.IntegerField("办结日序号", null=True)
    statutory = models.IntegerField("法定期限", null=True)
    promised = models.IntegerField("承诺期限", null=True)
    limit = models.IntegerField("应遵守的期限", null=True)
    paused = models.IntegerField("中止工作日", default=0)
    paused_no = models.IntegerField("中止日序号", null=True)
    reason = models.CharField("中止原因", max_length=12, choices=labels(PAUSES), blank=True)
    due_no = models.IntegerField("到期日序号", null=True)
    used = models.IntegerField("办结用时", null=True)
    outcome = models.CharField("办结情形", max_length=8, choices=labels(OUTCOMES), blank=True)
    handler = models.CharField("办理人", max_length=60, blank=True)
    step = models.CharField("已办环节", max_length=60, blank=True)
    step_due_no = models.IntegerField("当前环节到期日序号", null=True)
    late_steps = models.IntegerField("超期环节数", default=0)
    skipped = models.IntegerField("漏办环节数", default=0)
    fee = Exact("实际收费(元)", null=True)
    overcharged = models.BooleanField("超标准收费", default=False)
    approved = models.BooleanField("有报批记录", default=False)
    amount = Exact("金额(元)", null=True)
    events = models.IntegerField("事件数", default=0)

    class Meta:
        verbose_name = "办件"
        verbose_name_plural = "办件"
        indexes = (
            models.Index(fields=("due_no", "id"), condition=Q(state__in=("running", "suspended")), name="case_running"),
            models.Index(
                fields=("body", "due_no", "id"),
                include=("state", "reason"),
                condition=Q(state__in=("running", "suspended")),
                name="case_body",
            ),
            models.Index(fields=("item", "accepted_at"), name="case_item"),
            models.Index(fields=("ended_at", "body", "outcome"), condition=Q(state="done"), name="case_ended"),
            models.Index(fields=("ended_at",), condition=Q(state="done", outcome="late"), name="case_late"),
            models.Index(
                fields=("accepted_at",),
                condition=Q(skipped__gt=0) | Q(overcharged=True) | Q(channel="offline") | Q(late_steps__gt=0),
                name="case_odd",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Standing(models.Model):
    """在办现状: what the board counts, and no more: cases in hand, and those decided since the month before began.

    Written with the case, never by itself. So narrow that reading all of it is quicker than any way through the cases.
    """

    case = models.OneToOneField(
        Case, models.CASCADE, primary_key=True, db_constraint=False, related_name="+", verbose_name="办件"
    )
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, db_index=False, db_constraint=False, related_name="+", verbose_name="审批部门"
    )
    state = models.CharField("状态", max_length=10, choices=labels(CASE_NAMES))
    reason = models.CharField("中止原因", max_length=12, choices=labels(PAUSES), blank=True)
    due_no = models.IntegerField("到期日序号", null=True)
    ended_on = models.DateField("办结日期", null=True)
    outcome = models.CharField("办结情形", max_length=8, choices=labels(OUTCOMES), blank=True)

    class Meta:
        verbose_name = "在办现状"
        verbose_name_plural = "在办现状"

    def __str__(self) -> str:
        return f"{self.case} {self.get_state_display()}"


class CaseEvent(models.Model):
    """办件事件: one thing that happened, as its source told it. Never changed; a correction is a new one that names it."""

    source = models.ForeignKey(
        Source, models.PROTECT, db_index=False, db_constraint=False, related_name="+", verbose_name="办件来源"
    )
    number = models.CharField("事件编号", max_length=64)
    case = models.ForeignKey(Case, models.PROTECT, db_constraint=False, related_name="story", verbose_name="办件")
    verb = models.CharField("事项", max_length=8, choices=labels(VERBS))
    at = models.DateTimeField("发生时间")
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, db_index=False, db_constraint=False, related_name="+", verbose_name="审批事项"
    )
    step = models.CharField("环节", max_length=60, blank=True)
    handler = models.CharField("办理人", max_length=60, blank=True)
    amount = Exact("金额(元)", null=True)
    reason = models.CharField("中止原因", max_length=12, choices=labels(PAUSES), blank=True)
    channel = models.CharField("渠道", max_length=8, choices=labels(CHANNELS), blank=True)
    words = models.CharField("说明", max_length=200, blank=True)
    corrects = models.CharField("更正的事件", max_length=64, blank=True)
    live = models.BooleanField("有效", default=True)
    digest = models.UUIDField("内容摘要")
    intake = models.ForeignKey(
        Intake, models.PROTECT, db_index=False, db_constraint=False, related_name="+", verbose_name="办件接入"
    )

    class Meta:
        verbose_name = "办件事件"
        verbose_name_plural = "办件事件"
        constraints = (models.UniqueConstraint(fields=("source", "number"), name="case_event_once"),)
        indexes = (models.Index(fields=("source", "corrects"), condition=~Q(corrects=""), name="case_event_corrects"),)

    def __str__(self) -> str:
        return f"{self.case} {self.get_verb_display()}"
