"""What a deciding body looks at line by line, and the help that goes out with feedback."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.decide.models.register import FeedbackItem
from kaogong.decide.models.settlements import Proposal, Settlement
from kaogong.decide.states import POINT_KINDS, POINT_NAMES
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.plan.models import Exact


class ReviewPoint(models.Model):
    """审议事项: a line on which the evidence and the grade do not go together; answered one by one (QH-10, CX-18)."""

    VERDICTS = (("keep", _("维持等次")), ("change", _("应当调整")))
    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="points", verbose_name="评定")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="points", verbose_name="对象")
    kind = models.CharField("类别", max_length=14, choices=labels(POINT_KINDS))
    item = models.CharField("指标", max_length=300)
    value = Exact("得分数")
    full = Exact("满分")
    state = models.CharField("状态", max_length=8, choices=labels(POINT_NAMES), default="open")
    verdict = models.CharField("审议意见", max_length=8, choices=VERDICTS, blank=True)
    answer = models.TextField("理由", blank=True)
    answered_on = models.DateField("审议日期", null=True, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="审议登记人")

    class Meta:
        verbose_name = "审议事项"
        verbose_name_plural = "审议事项"
        ordering = ("settlement", "kind", "proposal")
        constraints = (models.UniqueConstraint(fields=("proposal", "kind", "item"), name="review_point_once"),)
        indexes = (models.Index(fields=("settlement", "state"), name="review_point_open"),)

    def __str__(self) -> str:
        return f"{self.proposal} {self.get_kind_display()}"


class FeedbackHelp(models.Model):
    """反馈帮助: what goes out with a weak item: experience, a cause, a measure, a training course (CX-31)."""

    KINDS = (("experience", _("总结经验")), ("cause", _("原因")), ("measure", _("措施")), ("training", _("针对性培训")))
    item = models.ForeignKey(FeedbackItem, models.PROTECT, related_name="helps", verbose_name="落后指标")
    kind = models.CharField("类别", max_length=12, choices=KINDS)
    words = models.CharField("内容", max_length=300)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="拟订人")

    class Meta:
        verbose_name = "反馈帮助"
        verbose_name_plural = "反馈帮助"
        ordering = ("item", "id")
        constraints = (models.UniqueConstraint(fields=("item", "kind", "words"), name="feedback_help_once"),)

    def __str__(self) -> str:
        return self.words
