"""Inspections: what is planned, what is to be looked at, what was entered on the spot, and how units and people were drawn."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaogong.audit.models import Evidence
from kaogong.org.models import Account, Person, Unit
from kaogong.org.models.labels import labels
from kaogong.org.models.sealed import SealedText
from kaogong.org.models.settings import Declared, declare
from kaogong.plan.models import Exact, Indicator, Target
from kaogong.supervise.states.inspections import (
    CATEGORIES,
    INSPECTION_NAMES,
    KINDS,
    METHODS,
    ROUNDS,
    SUBJECTS,
    TRIGGERS,
    VISIT_NAMES,
)

declare(
    Declared("supervise.weekly_checks", _("每周现场检查至少几次"), "whole", 2, "source", "XM-50"),
    Declared("supervise.field_share", _("实地检查至少占百分之几"), "whole", 30, "assumed", "CX-06"),
    Declared("supervise.jump", _("年终上报高出过程记录几个百分点须现场核验"), "whole", 15, "assumed", "CX-26"),
    Declared("supervise.difference", _("自报与抽查相差几分须复查"), "whole", 10, "assumed", "DX-14"),
    Declared("supervise.sample", _("重点抽查占百分之几"), "whole", 20, "assumed", "DX-14"),
    Declared("supervise.spot_rate", _("随机抽查占百分之几"), "whole", 10, "assumed", "LZ-17"),
    Declared("supervise.registry_on_site", _("登记申请有疑点时须现场核查"), "yes", True, "source", "SD-16"),
    Declared(
        "supervise.county_items",
        _("对县市察访核验的事项"),
        "list",
        [
            "工业增加值",
            "农业增加值",
            "固定资产投资完成额",
            "农牧民人均纯收入",
            "推进工业化进程",
            "投诉件转办完成情况",
        ],
        "source",
        "YL-11",
    ),
    Declared("supervise.unit_items", _("对州直单位察访核验的事项"), "list", ["投诉件转办完成情况"], "source", "YL-11"),
    Declared(
        "supervise.livelihood",
        _("专项核验的民生工程"),
        "list",
        ["安居富民", "定居兴牧", "社会保障", "棚户区改造"],
        "source",
        "XJ-12",
    ),
)


class Inspection(models.Model):
    """检查: one inspection with method, content and procedure, from the plan until it is closed (SD-25)."""

    number = models.CharField("检查编号", max_length=24, unique=True, null=True)
    title = models.CharField("名称", max_length=120)
    kind = models.CharField("种类", max_length=14, choices=labels(KINDS))
    round = models.CharField("范围", max_length=6, choices=labels(ROUNDS), default="whole")
    state = models.CharField("状态", max_length=10, choices=labels(INSPECTION_NAMES), default="draft")
    method = models.TextField("方法", blank=True)
    content = models.TextField("内容", blank=True)
    procedure = models.TextField("程序", blank=True)
    since = models.DateField("开始日期")
    until = models.DateField("结束日期")
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头单位")
    announced = models.BooleanField("事先通知", default=False)
    closed_on = models.DateField("实际结束日期", null=True)
    reason = models.TextField("取消理由", blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="拟订人")

    class Meta:
        verbose_name = "检查"
        verbose_name_plural = "检查"
        ordering = ("-since", "-id")
        indexes = (models.Index(fields=("kind", "since"), name="inspection_kind"),)

    def __str__(self) -> str:
        return self.title


class Inspector(models.Model):
    """检查组成员, drawn or named."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="team", verbose_name="检查")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    drawn = models.BooleanField("抽取产生", default=False)

    class Meta:
        verbose_name = "检查组成员"
        verbose_name_plural = "检查组成员"
        constraints = (models.UniqueConstraint(fields=("inspection", "person"), name="inspector_once"),)

    def __str__(self) -> str:
        return str(self.person)


class Visit(models.Model):
    """检查对象: one thing an inspection is to look at, and what was said of it before."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="visits", verbose_name="检查")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    subject = models.CharField("对象种类", max_length=12, choices=labels(SUBJECTS), default="unit")
    name = models.CharField("对象", max_length=160, blank=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="指标"
    )
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="年初目标")
    reported = Exact("上报值", null=True, blank=True)
    state = models.CharField("状态", max_length=8, choices=labels(VISIT_NAMES), default="waiting")
    deep = models.BooleanField("重点抽查", default=False)
    scored = models.BooleanField("须打分", default=False)
    secret = models.BooleanField("涉密，不收附件", default=False)
    fed = models.BooleanField("有数据采集机制", default=True)
    trigger = models.CharField("登记环节", max_length=8, choices=labels(TRIGGERS), blank=True)
    problem = models.CharField("疑点", max_length=200, blank=True)
    released_on = models.DateField("准予继续办理日期", null=True)
    reason = models.CharField("未检查的理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "检查对象"
        verbose_name_plural = "检查对象"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("inspection", "unit", "subject", "name"), name="visit_once"),)
        indexes = (models.Index(fields=("unit", "state"), name="visit_unit"),)

    def __str__(self) -> str:
        return self.name or self.unit.code


class CheckItem(models.Model):
    """检查项: what is checked in a category, and what a fault costs the unit and the person (XM-51)."""

    category = models.CharField("类别", max_length=12, choices=labels(CATEGORIES))
    name = models.CharField("检查项", max_length=120)
    kind = models.CharField("用于", max_length=14, choices=[("", _("各种检查")), *labels(KINDS)], blank=True)
    unit_points = Exact("扣单位分", null=True, blank=True)
    person_points = Exact("扣个人分", null=True, blank=True)
    grave = models.BooleanField("严重", default=False)
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "检查项"
        verbose_name_plural = "检查项"
        ordering = ("category", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("category", "name", "kind"), condition=models.Q(until__isnull=True), name="check_item_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class VisitEntry(models.Model):
    """现场记录: what was entered on the spot, sealed with place, time and pictures; it never changes."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="entries", verbose_name="检查对象")
    key = models.CharField("提交编号", max_length=64, unique=True)
    method = models.CharField("方式", max_length=8, choices=labels(METHODS))
    at = models.DateTimeField("检查时间")
    place = models.CharField("地点", max_length=160)
    window = models.CharField("窗口", max_length=60, blank=True)
    spot = models.CharField("经纬度", max_length=40, blank=True)
    words = models.TextField("所见")
    value = Exact("核实值", null=True, blank=True)
    score = Exact("现场打分", null=True, blank=True)
    phone = SealedText("拨打号码", blank=True)
    answer = models.TextField("答复内容", blank=True)
    conclusion = models.CharField("结论", max_length=200, blank=True)
    defects = models.JSONField("案卷问题", default=list)
    offline = models.BooleanField("离线填写", default=False)
    sm3 = models.CharField("SM3", max_length=64)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="检查人")
    entered_at = models.DateTimeField("收到时间", auto_now_add=True)

    class Meta:
        verbose_name = "现场记录"
        verbose_name_plural = "现场记录"
        ordering = ("id",)
        indexes = (models.Index(fields=("at",), name="visit_entry_at"),)

    def __str__(self) -> str:
        return self.words[:40]


class VisitPhoto(models.Model):
    """现场照片, sealed."""

    entry = models.ForeignKey(VisitEntry, models.PROTECT, related_name="photos", verbose_name="现场记录")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="材料")
    name = models.CharField("名称", max_length=160)

    class Meta:
        verbose_name = "现场照片"
        verbose_name_plural = "现场照片"

    def __str__(self) -> str:
        return self.name


class Lot(models.Model):
    """抽签: the hash of a seed is published first; seed, public number and list then give the same result to anybody.

    `frame`: the list as it stood when the hash was published, key and name; nobody can change it or draw again.
    """

    WHAT = (("visits", _("抽检查对象")), ("team", _("抽检查人员")))

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="lots", verbose_name="检查")
    what = models.CharField("抽什么", max_length=6, choices=WHAT)
    subject = models.CharField("对象种类", max_length=12, choices=labels(SUBJECTS), default="unit")
    wanted = models.PositiveIntegerField("抽取数")
    frame = models.JSONField("名单")
    excluded = models.JSONField("回避", default=dict)
    frame_sm3 = models.CharField("名单 SM3", max_length=64)
    secret = SealedText("未公布的种子")
    seed_sm3 = models.CharField("种子 SM3", max_length=64)
    seed_sha256 = models.CharField("种子 SHA-256", max_length=64)
    committed_at = models.DateTimeField("公布摘要时间", auto_now_add=True)
    committed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="公布摘要人")
    seed = models.CharField("种子", max_length=64, blank=True)
    beacon = models.CharField("公开数", max_length=60, blank=True)
    drawn = models.JSONField("抽中", default=list)
    swaps = models.JSONField("人工调整", default=list)
    drawn_at = models.DateTimeField("抽取时间", null=True)
    drawn_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="抽取人")

    class Meta:
        verbose_name = "抽签"
        verbose_name_plural = "抽签"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("inspection", "what"), name="lot_once"),)

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.what}"


class Marking(models.Model):
    """现场核验标记: an indicator that is secret, or cannot be proven online (XJ-07)."""

    WHY = (("secret", _("涉密指标")), ("unproven", _("网上评阅不能核实")))

    indicator = models.OneToOneField(Indicator, models.PROTECT, related_name="+", verbose_name="指标")
    why = models.CharField("原因", max_length=8, choices=WHY)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="标记人")

    class Meta:
        verbose_name = "现场核验标记"
        verbose_name_plural = "现场核验标记"

    def __str__(self) -> str:
        return str(self.indicator)


class PatrolList(models.Model):
    """网上巡查日报: the rows of one day, told to all (XM-49). A day without one was missed."""

    day = models.DateField("日期", unique=True)
    rows = models.JSONField("条目", default=list)
    told_on = models.DateField("通报日期", null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="巡查人")
    made_at = models.DateTimeField("生成时间", auto_now_add=True)

    class Meta:
        verbose_name = "网上巡查日报"
        verbose_name_plural = "网上巡查日报"
        ordering = ("-day",)

    def __str__(self) -> str:
        return str(self.day)
