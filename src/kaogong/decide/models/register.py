"""What follows from a result: the register of consequences, feedback sheets, nominations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.audit.models import Evidence
from kaogong.decide.models.settlements import Proposal, Settlement
from kaogong.decide.states import CONSEQUENCE_NAMES, KINDS_OF_USE, NOMINATION_NAMES, SHEET_NAMES
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models import Exact


class Consequence(models.Model):
    """结果运用: what the rulebook makes follow for one subject: clause, trigger, who, until when, by which paper, done or not."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="consequences", verbose_name="评定")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="consequences", verbose_name="对象")
    key = models.CharField("规则代号", max_length=80)
    kind = models.CharField("类别", max_length=40, blank=True)
    what = models.CharField("事项", max_length=300)
    clause = models.CharField("依据", max_length=200, blank=True)
    trigger = models.CharField("条件", max_length=400)
    executor = models.CharField("执行", max_length=120, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="执行单位")
    document = models.CharField("文书", max_length=120, blank=True)
    number = models.CharField("编号", max_length=60, blank=True)
    money = Exact("金额", null=True, blank=True)
    carry = models.JSONField("带入下年", default=dict)
    people = models.ManyToManyField(Person, related_name="+", verbose_name="涉及人员")
    due = models.DateField("期限", null=True, blank=True)
    state = models.CharField("状态", max_length=8, choices=labels(CONSEQUENCE_NAMES), default="due")
    done_on = models.DateField("执行日期", null=True, blank=True)
    done_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    words = models.TextField("执行情况", blank=True)
    proof = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="执行凭证"
    )

    class Meta:
        verbose_name = "结果运用"
        verbose_name_plural = "结果运用"
        ordering = ("settlement", "key", "proposal")
        constraints = (models.UniqueConstraint(fields=("proposal", "key"), name="consequence_once"),)
        indexes = (models.Index(fields=("state", "due"), name="consequence_due"),)

    def __str__(self) -> str:
        return f"{self.proposal} {self.what}"


def kind_said(kind: str) -> str:
    """What a kind of consequence is called."""
    return str(_(KINDS_OF_USE[kind])) if kind in KINDS_OF_USE else kind


class FeedbackSheet(models.Model):
    """结果反馈单: to one unit, its lagging indicators, each to be answered with causes and measures."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="sheets", verbose_name="评定")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="sheet", verbose_name="对象")
    sent_on = models.DateField("发出日期")
    due = models.DateField("答复期限")
    state = models.CharField("状态", max_length=10, choices=labels(SHEET_NAMES), default="sent")
    answered_on = models.DateField("答复日期", null=True, blank=True)

    class Meta:
        verbose_name = "结果反馈单"
        verbose_name_plural = "结果反馈单"
        ordering = ("settlement", "proposal")

    def __str__(self) -> str:
        return str(self.proposal)


class FeedbackItem(models.Model):
    """落后指标: one indicator with its score, and the unit's four answers."""

    PARTS = (
        ("source_cause", _("源头原因")),
        ("system_cause", _("制度原因")),
        ("mechanism", _("机制措施")),
        ("management", _("管理措施")),
    )
    sheet = models.ForeignKey(FeedbackSheet, models.PROTECT, related_name="items", verbose_name="反馈单")
    item = models.CharField("项目代号", max_length=120)
    name = models.CharField("指标", max_length=300)
    value = Exact("得分数", null=True)
    full = Exact("满分", null=True)
    source_cause = models.TextField("源头原因", blank=True)
    system_cause = models.TextField("制度原因", blank=True)
    mechanism = models.TextField("机制措施", blank=True)
    management = models.TextField("管理措施", blank=True)

    class Meta:
        verbose_name = "落后指标"
        verbose_name_plural = "落后指标"
        ordering = ("sheet", "id")
        constraints = (models.UniqueConstraint(fields=("sheet", "item"), name="feedback_item_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def whole(self) -> bool:
        """Causes and measures are all stated."""
        return all(getattr(self, part).strip() for part, _name in self.PARTS)


class Nomination(models.Model):
    """评优提名: a unit or a person put forward for an honour, checked against the published result."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="nominations", verbose_name="评定")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+", verbose_name="单位结果")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员")
    KINDS = (("honour", _("评先创优")), ("title", _("职称评定")), ("post", _("职务评聘")))
    kind = models.CharField("用途", max_length=8, choices=KINDS, default="honour")
    honour = models.CharField("荣誉", max_length=120)
    points = Exact("评分", null=True, blank=True)
    grade = models.CharField("考核等次", max_length=40, blank=True)
    warning = models.CharField("提醒", max_length=300, blank=True)
    answer = models.TextField("对提醒的说明", blank=True)
    reason = models.TextField("理由", blank=True)
    state = models.CharField("状态", max_length=10, choices=labels(NOMINATION_NAMES), default="accepted")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="提名人")
    on = models.DateField("日期")

    class Meta:
        verbose_name = "评优提名"
        verbose_name_plural = "评优提名"
        ordering = ("settlement", "honour", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("settlement", "honour", "proposal", "person"), nulls_distinct=False, name="nomination_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.honour} {self.person or self.proposal}"
