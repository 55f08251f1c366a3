"""What a ruling put right: the facts of a run as they are from then on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kaogong.assess.models.runs import Run
from kaogong.org.models import Account
from kaogong.plan.models import Exact


class FactCorrection(models.Model):
    """数据更正: a figure or an event with what it said before and after, or an event taken back; by which ruling, and why.

    It holds for the correction of the run it was made against, and for every later run of the same year and measure.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="corrections", verbose_name="更正前的计分")
    subject = models.CharField("对象编码", max_length=80)
    fact = models.CharField("数据代号", max_length=80, blank=True)
    period = models.CharField("时期", max_length=8, blank=True)
    before = Exact("更正前", null=True)
    after = Exact("更正后", null=True)
    incident = models.CharField("撤回或改写的事件", max_length=120, blank=True)
    proof = models.CharField("其证据以此开头", max_length=120, blank=True)
    ledger = models.CharField("改写的事件的台账", max_length=80, blank=True)
    column = models.CharField("改写的栏", max_length=12, blank=True)
    was = models.CharField("改写前", max_length=120, blank=True)
    becomes = models.CharField("改写为", max_length=120, blank=True)
    ruling = models.CharField("裁定书编号", max_length=40)
    body = models.CharField("裁定机构", max_length=120)
    reason = models.TextField("理由")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    on = models.DateField("日期")

    class Meta:
        verbose_name = "数据更正"
        verbose_name_plural = "数据更正"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(incident="", fact__gt="", column="") | Q(incident__gt="", fact=""),
                name="correction_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(column="", ledger="", becomes="") | Q(column__gt="", ledger__gt="", becomes__gt=""),
                name="alteration_says_what",
            ),
        )

    def __str__(self) -> str:
        return f"{self.ruling} {self.subject} {self.fact or self.incident} {self.column}".rstrip()
