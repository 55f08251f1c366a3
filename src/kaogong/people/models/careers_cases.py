"""Cases about people who do not carry their post, and what the grade of a unit means for its head."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.people import Grade
from kaogong.people.states.careers import CASE_NAMES, CASES, DIRECT_NAMES, TYPES, UNFIT_NAMES
from kaogong.plan.models import Exact


class UnfitRule(models.Model):
    """不胜任认定办法: qualitative and quantitative standards, procedure and measures, by version (LB-08)."""

    title = models.CharField("名称", max_length=120)
    version = models.PositiveSmallIntegerField("版本")
    qualitative = models.TextField("定性标准", blank=True)
    quantitative = models.TextField("定量标准", blank=True)
    procedure = models.JSONField("认定程序", default=list)
    measures = models.JSONField("调整措施", default=list)
    causes = models.JSONField("不胜任原因", default=list)
    state = models.CharField("状态", max_length=8, choices=labels(UNFIT_NAMES), default="draft")
    since = models.DateField("自", null=True)
    until = models.DateField("至(不含)", null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="拟订人")
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="批准人")

    class Meta:
        verbose_name = "不胜任认定办法"
        verbose_name_plural = "不胜任认定办法"
        ordering = ("title", "-version")
        constraints = (
            models.UniqueConstraint(fields=("title", "version"), name="unfit_rule_version"),
            models.UniqueConstraint(fields=("title",), condition=Q(state="active"), name="unfit_rule_one_active"),
        )

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class UnfitCriterion(models.Model):
    """不胜任具体标准: of one of the four types, for posts of one level (LB-05)."""

    rule = models.ForeignKey(UnfitRule, models.PROTECT, related_name="criteria", verbose_name="不胜任认定办法")
    type = models.CharField("类型", max_length=14, choices=labels(TYPES))
    level = models.CharField("岗位层次", max_length=10, choices=Grade.choices)
    words = models.CharField("标准", max_length=300)

    class Meta:
        verbose_name = "不胜任具体标准"
        verbose_name_plural = "不胜任具体标准"
        ordering = ("rule", "type", "level", "id")

    def __str__(self) -> str:
        return self.words


class CareerCase(models.Model):
    """调整案件: somebody unfit, two poor years, or a unit that is last twice; opened, found, decided by the authority."""

    number = models.CharField("案号", max_length=20, unique=True)
    kind = models.CharField("种类", max_length=6, choices=labels(CASES))
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    authority = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="干部管理机关")
    type = models.CharField("类型", max_length=14, choices=labels(TYPES), blank=True)
    rule = models.ForeignKey(UnfitRule, models.PROTECT, null=True, related_name="+", verbose_name="依据的办法")
    cause = models.CharField("原因", max_length=40, blank=True)
    years = models.JSONField("相关年度", default=list)
    words = models.CharField("情况", max_length=400)
    state = models.CharField("状态", max_length=10, choices=labels(CASE_NAMES), default="open")
    opened_on = models.DateField("立案日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="立案人")
    finding = models.CharField("考察结论", max_length=400, blank=True)
    found_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="考察人")
    found_on = models.DateField("考察日期", null=True)
    contradicted = models.BooleanField("与目标完成情况矛盾", default=False)
    measure = models.CharField("建议或处理", max_length=60, blank=True)
    exemption = models.CharField("免予处理的理由", max_length=400, blank=True)
    signer = models.CharField("免予处理签署人", max_length=60, blank=True)
    paper = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+", verbose_name="签署件")
    closed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="办结人")
    closed_on = models.DateField("办结日期", null=True)

    class Meta:
        verbose_name = "调整案件"
        verbose_name_plural = "调整案件"
        ordering = ("-opened_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(unit__isnull=False), name="career_case_of_somebody"
            ),
        )
        indexes = (models.Index(fields=("kind", "state"), name="career_case_kind"),)

    def __str__(self) -> str:
        return self.number


class CaseStep(models.Model):
    """认定步骤: the procedure of the rule, walked one after another."""

    case = models.ForeignKey(CareerCase, models.PROTECT, related_name="steps", verbose_name="调整案件")
    place = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("步骤", max_length=60)
    done_on = models.DateField("完成日期", null=True)
    words = models.CharField("情况", max_length=400, blank=True)

    class Meta:
        verbose_name = "认定步骤"
        verbose_name_plural = "认定步骤"
        ordering = ("case", "place")

    def __str__(self) -> str:
        return self.name


class CaseEvidence(models.Model):
    """案件证据: a fact with its source; of targets also the year and how much was met."""

    case = models.ForeignKey(CareerCase, models.PROTECT, related_name="evidence", verbose_name="调整案件")
    words = models.CharField("事实", max_length=400)
    source = models.CharField("来源", max_length=120)
    file = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+", verbose_name="佐证")
    year = models.PositiveSmallIntegerField("目标年度", null=True)
    met = Exact("目标完成（%）", null=True)
    on = models.DateField("登记日期")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "案件证据"
        verbose_name_plural = "案件证据"
        ordering = ("case", "id")

    def __str__(self) -> str:
        return self.words[:40]


class CasePerson(models.Model):
    """案件责任人: who answers for a unit, and the outcome for each (LZ-36)."""

    ROLES = (("legal", "法定代表人"), ("responsible", "有关责任人员"))
    case = models.ForeignKey(CareerCase, models.PROTECT, related_name="people", verbose_name="调整案件")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    role = models.CharField("身份", max_length=12, choices=labels(dict(ROLES)))
    outcome = models.CharField("处理", max_length=20, blank=True)

    class Meta:
        verbose_name = "案件责任人"
        verbose_name_plural = "案件责任人"
        ordering = ("case", "id")
        constraints = (models.UniqueConstraint(fields=("case", "person"), name="case_person_once"),)

    def __str__(self) -> str:
        return f"{self.person}"


class UnitGrade(models.Model):
    """单位等次: what grade a unit was fixed at in a year; a corrected one stays (LZ-32, LZ-36)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    grade = models.CharField("等次", max_length=40)
    source = models.CharField("依据", max_length=120)
    fixed_on = models.DateField("确定日期")
    current = models.BooleanField("现行", default=True)

    class Meta:
        verbose_name = "单位等次"
        verbose_name_plural = "单位等次"
        ordering = ("unit", "year", "id")
        constraints = (
            models.UniqueConstraint(fields=("unit", "year"), condition=Q(current=True), name="unit_grade_once"),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.year} {self.grade}"


class DirectGrade(models.Model):
    """负责人直接评优: the head of a top unit, from which grade to which; a disciplined one is held for a decision (LZ-32)."""

    base = models.ForeignKey(UnitGrade, models.PROTECT, related_name="direct", verbose_name="单位等次")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="主要负责人")
    kind = models.CharField("考核", max_length=8, default="annual")
    before = models.CharField("原等次", max_length=40, blank=True)
    grade = models.CharField("评定等次", max_length=40)
    source = models.CharField("依据", max_length=120)
    state = models.CharField("状态", max_length=8, choices=labels(DIRECT_NAMES))
    reason = models.CharField("理由", max_length=400, blank=True)
    on = models.DateField("日期")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="决定人")

    class Meta:
        verbose_name = "负责人直接评优"
        verbose_name_plural = "负责人直接评优"
        ordering = ("-on", "-id")
        constraints = (models.UniqueConstraint(fields=("base", "person"), name="direct_grade_once"),)

    def __str__(self) -> str:
        return f"{self.person} {self.grade}"
