"""Appeals: what is appealed against, what both parties say, who hears it, what was ruled, and what the ruling moved."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.answer.states import APPEAL_NAMES, OPEN, OUTCOMES, PARTIES, SEATS
from kaogong.assess.models import FactCorrection, Run
from kaogong.audit.models import Evidence
from kaogong.decide.models import Settlement
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.settings import Declared, declare
from kaogong.plan.models import Exact

declare(
    Declared(
        "answer.window_days", _("几日内可以申诉"), "table",
        {"score": 3, "grade": 5, "card": 5, "finding": 5, "entry": 5, "attendance": 3}, "inferred", "QW-20",
        keys={"score": _("得分"), "grade": _("等次"), "card": _("黄红牌"), "finding": _("检查问题"), "entry": _("台账记录"),
              "attendance": _("考勤记录")},
    ),
    Declared("answer.window_working", _("申诉期限按工作日计的对象"), "list", ["grade", "card", "finding", "entry"], "assumed", "LZ-20"),
    Declared("answer.hearing_days", _("申诉后几日内召开听证会"), "whole", 7, "source", "QW-21"),
    Declared("answer.rule_days", _("听证后几日内裁定"), "whole", 7, "assumed", "QW-23"),
    Declared("answer.review_days", _("裁定后几日内可以申请复核"), "whole", 5, "assumed", "QW-23"),
    Declared("answer.body", _("裁定机构"), "text", "考核领导小组", "source", "QW-23"),
)  # fmt: skip


class Appeal(models.Model):
    """申诉: against a score, a grade, a card, a finding, a ledger entry or an attendance record, from lodging to filing."""

    number = models.CharField("申诉编号", max_length=24, unique=True)
    kind = models.CharField("申诉对象种类", max_length=12)
    thing = models.PositiveBigIntegerField("对象序号")
    subject = models.CharField("对象标识", max_length=80)
    title = models.CharField("申诉对象", max_length=300)
    stood = models.CharField("原结论", max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员")
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="+", verbose_name="所涉计分")
    earlier = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="review", verbose_name="复核哪一件"
    )
    told_on = models.DateField("告知日期")
    last_on = models.DateField("申诉期限")
    lodged_on = models.DateField("申诉日期")
    lodged_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="申诉人")
    state = models.CharField("状态", max_length=10, choices=labels(APPEAL_NAMES), default="lodged")
    decided_on = models.DateField("受理决定日期", null=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="受理人")
    reason = models.TextField("不予受理或撤回理由", blank=True)
    suspends = models.BooleanField("暂停执行后果", default=False)
    hearing_due = models.DateField("听证期限")
    hearing_on = models.DateTimeField("听证时间", null=True)
    hearing_at = models.CharField("听证地点", max_length=120, blank=True)
    alerted_on = models.DateField("逾期提醒日期", null=True)
    minutes = models.TextField("听证笔录", blank=True)
    heard_on = models.DateField("听证结束日期", null=True)
    rule_due = models.DateField("裁定期限", null=True)
    outcome = models.CharField("裁定", max_length=8, choices=labels(OUTCOMES), blank=True)
    body = models.CharField("裁定机构", max_length=120, blank=True)
    meeting = models.CharField("会议名称或文号", max_length=120, blank=True)
    found = models.TextField("查明的事实", blank=True)
    grounds = models.TextField("裁定依据", blank=True)
    ruled_on = models.DateField("裁定日期", null=True)
    ruled_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="裁定登记人")
    ruling = models.CharField("裁定书编号", max_length=40, blank=True)
    again = models.ForeignKey(Run, models.PROTECT, null=True, related_name="+", verbose_name="更正重算")
    settlement = models.ForeignKey(Settlement, models.PROTECT, null=True, related_name="+", verbose_name="更正的评定")
    filed_on = models.DateField("备案日期", null=True)
    filing = models.CharField("备案号", max_length=40, blank=True)

    class Meta:
        verbose_name = "申诉"
        verbose_name_plural = "申诉"
        ordering = ("-lodged_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("kind", "thing"), condition=Q(state__in=OPEN), name="appeal_one_open"),
        )
        indexes = (
            models.Index(fields=("state", "hearing_due"), name="appeal_due"),
            models.Index(fields=("unit",), name="appeal_unit"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Statement(models.Model):
    """陈述: facts, reasons, grounds and claims of one party (QW-22)."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="statements", verbose_name="申诉")
    party = models.CharField("一方", max_length=10, choices=labels(PARTIES))
    facts = models.TextField("事实", blank=True)
    reasons = models.TextField("理由", blank=True)
    grounds = models.TextField("依据", blank=True)
    claims = models.TextField("主张", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="填写人")
    on = models.DateField("日期")

    class Meta:
        verbose_name = "陈述"
        verbose_name_plural = "陈述"
        ordering = ("appeal", "party")
        constraints = (models.UniqueConstraint(fields=("appeal", "party"), name="statement_once"),)

    def __str__(self) -> str:
        return f"{self.appeal} {self.get_party_display()}"


class Proof(models.Model):
    """申诉材料: a sealed file that a party shows."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="proofs", verbose_name="申诉")
    party = models.CharField("一方", max_length=10, choices=labels(PARTIES))
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="材料")
    name = models.CharField("名称", max_length=200)

    class Meta:
        verbose_name = "申诉材料"
        verbose_name_plural = "申诉材料"
        ordering = ("appeal", "id")

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """听证席: who hears an appeal; the minutes are signed by each."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="seats", verbose_name="申诉")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    role = models.CharField("席位", max_length=8, choices=labels(SEATS))
    signed_at = models.DateTimeField("签字时间", null=True)

    class Meta:
        verbose_name = "听证席"
        verbose_name_plural = "听证席"
        ordering = ("appeal", "id")
        constraints = (models.UniqueConstraint(fields=("appeal", "person"), name="seat_of_appeal_once"),)

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}"


class Correction(models.Model):
    """更正事项: what a ruling put right in the facts of the score."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="corrections", verbose_name="申诉")
    made = models.OneToOneField(FactCorrection, models.PROTECT, related_name="+", verbose_name="数据更正")

    class Meta:
        verbose_name = "更正事项"
        verbose_name_plural = "更正事项"
        ordering = ("appeal", "id")

    def __str__(self) -> str:
        return str(self.made)


class Change(models.Model):
    """更正前后: what the score computed again moved, of whoever it moved. Missing is NULL, never zero."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="changes", verbose_name="申诉")
    sheet = models.CharField("考核表", max_length=200)
    period = models.CharField("时期", max_length=8)
    subject = models.CharField("对象编码", max_length=80)
    name = models.CharField("对象", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    total_before = Exact("更正前得分", null=True)
    total_after = Exact("更正后得分", null=True)
    rank_before = models.IntegerField("更正前名次", null=True)
    rank_after = models.IntegerField("更正后名次", null=True)
    grade_before = models.CharField("更正前等次", max_length=80, blank=True)
    grade_after = models.CharField("更正后等次", max_length=80, blank=True)

    class Meta:
        verbose_name = "更正前后"
        verbose_name_plural = "更正前后"
        ordering = ("appeal", "sheet", "period", "rank_after", "subject")
        constraints = (
            models.UniqueConstraint(fields=("appeal", "sheet", "period", "subject"), name="appeal_change_once"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.total_before} → {self.total_after}"


class Notice(models.Model):
    """裁定书送达: the ruling as it went to one party, in writing, with its hash."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="notices", verbose_name="申诉")
    party = models.CharField("一方", max_length=10, choices=labels(PARTIES))
    text = models.TextField("正文")
    sm3 = models.CharField("SM3", max_length=64)
    sent_on = models.DateField("送达日期")
    received_on = models.DateField("签收日期", null=True)
    received_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="签收人")

    class Meta:
        verbose_name = "裁定书送达"
        verbose_name_plural = "裁定书送达"
        ordering = ("appeal", "party")
        constraints = (models.UniqueConstraint(fields=("appeal", "party"), name="appeal_notice_once"),)

    def __str__(self) -> str:
        return f"{self.appeal} {self.get_party_display()}"
