"""Being answerable: a case on a unit or a person, the links of responsibility in it, and what was done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kaogong.audit.models import Evidence
from kaogong.decide.models.settlements import Proposal
from kaogong.decide.states import CASE_KINDS, CASE_NAMES, LEVELS, LINK_NAMES, LINKS, MANNERS, MEASURE_NAMES
from kaogong.org.models import Account, Body, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.plan.models import Exact
from kaogong.supervise.models import Finding, Task


class AccountabilityCase(models.Model):
    """责任追究: one failing and who answers for it, whatever brought it up.

    `post` and `degree`: the two axes of the table of faults. `arises_from`: the case below, where a superior answers for
    weak oversight. A case in `review` only asks whether there is one.
    """

    number = models.CharField("编号", max_length=24, unique=True)
    kind = models.CharField("类别", max_length=12, choices=labels(CASE_KINDS))
    manner = models.CharField("情形", max_length=6, choices=labels(MANNERS), blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    post = models.CharField("岗位", max_length=40, blank=True)
    degree = models.CharField("过错程度", max_length=20, blank=True)
    score = Exact("满意度", null=True, blank=True)
    year = models.PositiveSmallIntegerField("满意度年度", null=True, blank=True)
    """Of which year the satisfaction is; it is often known only in the next."""
    words = models.TextField("事实")
    clause = models.CharField("依据", max_length=200, blank=True)
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="检查问题"
    )
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="督办任务")
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="考核结果"
    )
    arises_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="above", verbose_name="因哪一件而起"
    )
    oversight = models.PositiveIntegerField("当年监督记录", null=True, blank=True)
    state = models.CharField("状态", max_length=8, choices=labels(CASE_NAMES), default="open")
    opened_on = models.DateField("立案日期")
    outcome_due = models.DateField("处理期限")
    heard_on = models.DateField("听取申辩日期", null=True, blank=True)
    statement = models.TextField("陈述申辩", blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    conclusion = models.TextField("结论", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="立案人")
    closed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="办结人")

    class Meta:
        verbose_name = "责任追究"
        verbose_name_plural = "责任追究"
        ordering = ("-opened_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("task",), name="case_once_a_task"),
            models.UniqueConstraint(
                fields=("arises_from", "unit"), condition=Q(arises_from__isnull=False), name="case_above_once"
            ),
        )
        indexes = (
            models.Index(fields=("state", "outcome_due"), name="case_due"),
            models.Index(fields=("unit", "kind", "opened_on"), name="case_unit"),
        )

    def __str__(self) -> str:
        return self.number


class CaseLink(models.Model):
    """责任环节: one link of an appointment; somebody answers for it, or it is cleared with a reason (LB-09)."""

    case = models.ForeignKey(AccountabilityCase, models.PROTECT, related_name="links", verbose_name="责任追究")
    link = models.CharField("环节", max_length=10, choices=labels(LINKS))
    state = models.CharField("状态", max_length=8, choices=labels(LINK_NAMES), default="open")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    level = models.CharField("责任", max_length=8, choices=labels(LEVELS), blank=True)
    words = models.TextField("理由", blank=True)
    on = models.DateField("认定日期", null=True, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="认定人")

    class Meta:
        verbose_name = "责任环节"
        verbose_name_plural = "责任环节"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("case", "link"), name="case_link_once"),)

    def __str__(self) -> str:
        return self.get_link_display()


class CaseMeasure(models.Model):
    """追究方式: what follows in a case, on whom, by when; the heavy ones wait for the deciding body."""

    case = models.ForeignKey(AccountabilityCase, models.PROTECT, related_name="measures", verbose_name="责任追究")
    form = models.CharField("方式", max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对象")
    due = models.DateField("期限")
    state = models.CharField("状态", max_length=8, choices=labels(MEASURE_NAMES), default="due")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准机构")
    told = models.TextField("批准意见", blank=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="批准登记人")
    decided_on = models.DateField("批准日期", null=True, blank=True)
    done_on = models.DateField("落实日期", null=True, blank=True)
    words = models.TextField("落实情况", blank=True)
    proof = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="凭证")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="提出人")

    class Meta:
        verbose_name = "追究方式"
        verbose_name_plural = "追究方式"
        ordering = ("case", "id")
        constraints = (
            models.UniqueConstraint(fields=("case", "form", "person"), nulls_distinct=False, name="case_measure_once"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False), name="case_measure_done_when"
            ),
        )
        indexes = (models.Index(fields=("form", "done_on"), name="case_measure_form"),)

    def __str__(self) -> str:
        return self.form
