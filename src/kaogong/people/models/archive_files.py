"""Honours, conduct in situations, integrity files and what leaders report of themselves; sealed where it is private."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.sealed import SealedText
from kaogong.org.models.settings import Declared, declare
from kaogong.people.models.archive import ArchiveEntry
from kaogong.people.states.archive_files import CONTEXTS, HONOUR_NAMES, ITEMS, RECORD_NAMES, SITUATION_NAMES, USES

declare(
    Declared("integrity.gate", _("提任领导职务须有廉政档案摘要且没有未了结的违规"), "yes", True, "source", "LB-24"),
    Declared("integrity.source", _("廉政档案把关的依据"), "text", "廉政档案制度，003-1 §五.1", "source", "LB-24"),
    Declared("integrity.summary_months", _("廉政档案摘要几个月内有效"), "whole", 6, "source", "LB-24"),
    Declared("reports.due", _("年度报告申报截止（次年月-日）"), "text", "01-31", "assumed", "LB-27"),
    Declared("newcomers.days", _("新任职干部几个自然日内四项办齐"), "whole", 60, "assumed", "QH-05"),
)


class Honour(models.Model):
    """表彰奖励 of a person or a unit; withdrawn it stays, marked so (QH-53)."""

    LEVELS = (
        ("state", _("国家级")),
        ("province", _("省级")),
        ("city", _("市级")),
        ("county", _("县级")),
        ("unit", _("本单位")),
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    title = models.CharField("荣誉", max_length=120)
    level = models.CharField("级别", max_length=10, choices=LEVELS, default="city")
    issuer = models.CharField("授予机关", max_length=120)
    number = models.CharField("文号", max_length=60, blank=True)
    given_on = models.DateField("授予日期")
    state = models.CharField("状态", max_length=10, choices=labels(HONOUR_NAMES), default="given")
    withdrawn_on = models.DateField("撤销日期", null=True)
    reason = models.CharField("撤销理由", max_length=300, blank=True)
    entry = models.ForeignKey(ArchiveEntry, models.PROTECT, related_name="+", verbose_name="档案条目")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "表彰奖励"
        verbose_name_plural = "表彰奖励"
        ordering = ("-given_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(unit__isnull=False), name="honour_of_somebody"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Situation(models.Model):
    """情形记录: conduct at a critical moment or on the front line, dated, with its proof; counts once verified (LB-04)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    context = models.CharField("情形", max_length=12, choices=labels(CONTEXTS))
    day = models.DateField("日期")
    place = models.CharField("地点", max_length=120, blank=True)
    words = models.TextField("表现")
    source = models.CharField("来源", max_length=120)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证")
    state = models.CharField("状态", max_length=10, choices=labels(SITUATION_NAMES), default="recorded")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="记录人")
    verified_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="核实人")

    class Meta:
        verbose_name = "情形记录"
        verbose_name_plural = "情形记录"
        ordering = ("-day", "-id")
        indexes = (models.Index(fields=("person", "state"), name="situation_person"),)

    def __str__(self) -> str:
        return f"{self.day} {self.get_context_display()}"


class IntegrityFile(models.Model):
    """廉政档案 of a person (LB-24)."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="+", verbose_name="人员")
    opened_on = models.DateField("建档日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="建档人")

    class Meta:
        verbose_name = "廉政档案"
        verbose_name_plural = "廉政档案"
        ordering = ("person__sort_key", "person__code")

    def __str__(self) -> str:
        return str(self.person)


class IntegrityRecord(models.Model):
    """廉政记录: a violation or a lead; its words are sealed. An open violation is a blocker."""

    KINDS = (("violation", _("违规问题")), ("letter", _("函询")), ("talk", _("廉政约谈")), ("lead", _("问题线索")))
    file = models.ForeignKey(IntegrityFile, models.PROTECT, related_name="records", verbose_name="廉政档案")
    kind = models.CharField("类别", max_length=10, choices=KINDS)
    day = models.DateField("日期")
    words = SealedText("内容")
    state = models.CharField("状态", max_length=8, choices=labels(RECORD_NAMES), default="open")
    conclusion = SealedText("结论", blank=True)
    closed_on = models.DateField("了结日期", null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "廉政记录"
        verbose_name_plural = "廉政记录"
        ordering = ("file", "-day", "-id")

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"


class IntegritySummary(models.Model):
    """廉政档案摘要: what discipline says of a person on a day; a promotion needs a recent one (LB-24)."""

    file = models.ForeignKey(IntegrityFile, models.PROTECT, related_name="summaries", verbose_name="廉政档案")
    day = models.DateField("出具日期")
    open_violations = models.PositiveSmallIntegerField("未了结违规")
    words = SealedText("摘要")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="出具人")

    class Meta:
        verbose_name = "廉政档案摘要"
        verbose_name_plural = "廉政档案摘要"
        ordering = ("file", "-day", "-id")

    def __str__(self) -> str:
        return str(self.day)


class Newcomer(models.Model):
    """新任职干部: promoted or moved, with the four things to be done (QH-05)."""

    EVENTS = (("promoted", _("提拔")), ("moved", _("调任")))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    event = models.CharField("任职方式", max_length=10, choices=EVENTS, default="promoted")
    on = models.DateField("任职日期")
    batch = models.CharField("批次", max_length=40, blank=True)
    due = models.DateField("应办齐日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "新任职干部"
        verbose_name_plural = "新任职干部"
        ordering = ("-on", "person__sort_key", "id")
        constraints = (models.UniqueConstraint(fields=("person", "on"), name="newcomer_once"),)

    def __str__(self) -> str:
        return f"{self.person} {self.on}"


class NewcomerItem(models.Model):
    """四项办理: one of the four, done on a day."""

    newcomer = models.ForeignKey(Newcomer, models.PROTECT, related_name="items", verbose_name="新任职干部")
    item = models.CharField("事项", max_length=8, choices=labels(ITEMS))
    on = models.DateField("办理日期")
    words = models.CharField("情况", max_length=300, blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="材料")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "四项办理"
        verbose_name_plural = "四项办理"
        ordering = ("newcomer", "on", "id")
        constraints = (models.UniqueConstraint(fields=("newcomer", "item"), name="newcomer_item_once"),)

    def __str__(self) -> str:
        return self.get_item_display()


class Pledge(models.Model):
    """承诺书: signed by a person or for a party organisation (QH-09)."""

    year = models.IntegerField("年度")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员")
    organisation = models.CharField("党组织", max_length=120, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    title = models.CharField("名称", max_length=120)
    signed_on = models.DateField("签订日期")
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承诺书"
    )
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "承诺书"
        verbose_name_plural = "承诺书"
        ordering = ("-year", "-signed_on", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(organisation=""), name="pledge_of_somebody"),
        )

    def __str__(self) -> str:
        return self.title


class PersonalReport(models.Model):
    """报告和申报: of personal major matters, or of the income of a year; what it says only the authorised may read."""

    KINDS = (("matter", _("个人重大事项报告")), ("annual", _("年度个人事项报告")), ("income", _("收入申报")))
    YEARLY = ("annual", "income")
    COVERS = (("self", _("本人")), ("family", _("家属")), ("income", _("各项经济收入")))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    kind = models.CharField("类别", max_length=8, choices=KINDS)
    year = models.IntegerField("年度")
    covers = models.JSONField("涉及", default=list)
    happened_on = models.DateField("发生日期", null=True, blank=True)
    filed_on = models.DateField("报告日期")
    words = SealedText("内容")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="报告人")

    class Meta:
        verbose_name = "报告和申报"
        verbose_name_plural = "报告和申报"
        ordering = ("-filed_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind", "year"), condition=Q(kind__in=("annual", "income")), name="yearly_report_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.get_kind_display()}"


class PromotionSheet(models.Model):
    """干部情况表: the promotion view of a person's archive, as it was issued for a use; sealed by its hash."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    use = models.CharField("用途", max_length=8, choices=labels(USES))
    day = models.DateField("出具日期")
    summary = models.ForeignKey(IntegritySummary, models.PROTECT, related_name="+", verbose_name="廉政档案摘要")
    content = models.JSONField("内容")
    blockers = models.JSONField("障碍", default=list)
    flags = models.JSONField("提示", default=list)
    sm3 = models.CharField("SM3", max_length=64)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="出具人")

    class Meta:
        verbose_name = "干部情况表"
        verbose_name_plural = "干部情况表"
        ordering = ("-day", "-id")

    def __str__(self) -> str:
        return f"{self.person} {self.get_use_display()} {self.day}"
