"""Who owns which act; motions that bodies must approve; case files; circulars."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaogong.audit.models import Evidence
from kaogong.org.models.accounts import Account
from kaogong.org.models.bodies import Body
from kaogong.org.models.people import Person
from kaogong.org.models.powers import Power
from kaogong.org.models.units import Unit

ACTS = {
    "archive.keep": _("保管个人档案"),
    "archive.read": _("查看个人报告"),
    "docket.appeal": _("受理申诉"),
    "docket.accountability": _("追究责任"),
    "docket.breach": _("查处违规事项"),
    "docket.discipline": _("纪律审查立卷"),
    "docket.supervision": _("督查立项"),
    "docket.permit": _("审批监察立卷"),
    "grade.fix": _("确定等次"),
    "plan.approve": _("审定年度目标任务"),
    "results.approve": _("审定结果"),
    "results.publish": _("公布结果"),
    "score.correct": _("更正得分"),
    "tally.confirm": _("确认评议汇总"),
    "watch": _("跟踪监督考核"),
}
"""Acts that have a name; an installation may add others, which are named by their own words."""


def act_name(act: str) -> str:
    """What an act is called."""
    return str(ACTS.get(act, act))


class Competence(models.Model):
    """职权: an act and who owns it. Once an act has an owner, nobody else may perform it (LZ-02, XM-37)."""

    PARTS = (("does", pgettext_lazy("competence", "办理")), ("approves", _("审定")))
    act = models.CharField("事项", max_length=60, db_index=True)
    part = models.CharField("方式", max_length=10, choices=PARTS, default="does")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机构")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    power = models.CharField("权限", max_length=20, choices=Power.choices, blank=True)
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "职权"
        verbose_name_plural = "职权"
        constraints = (
            models.CheckConstraint(
                condition=Q(body__isnull=False, unit__isnull=True, power="")
                | Q(body__isnull=True, unit__isnull=False, power="")
                | Q(body__isnull=True, unit__isnull=True) & ~Q(power=""),
                name="competence_one_owner",
            ),
            models.UniqueConstraint(
                fields=("act", "part", "body", "unit", "power"),
                condition=Q(until__isnull=True),
                nulls_distinct=False,
                name="competence_once",
            ),
        )

    def __str__(self) -> str:
        return act_name(self.act)


class Motion(models.Model):
    """提请审定: a content put up under an act; it stands fast, and takes effect when enough bodies have approved it."""

    STATES = (("open", _("待审定")), ("approved", _("已审定")), ("done", _("已执行")), ("withdrawn", _("已撤回")))
    act = models.CharField("事项", max_length=60)
    subject = models.CharField("对象", max_length=120)
    title = models.CharField("名称", max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    content = models.JSONField("内容", default=dict)
    digest = models.CharField("内容杂凑值", max_length=64)
    needed = models.PositiveSmallIntegerField("需审定机构数")
    state = models.CharField("状态", max_length=10, choices=STATES, default="open")
    put_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="提请人")
    put_at = models.DateTimeField("提请时间", auto_now_add=True)

    class Meta:
        verbose_name = "提请审定"
        verbose_name_plural = "提请审定"
        constraints = (
            models.UniqueConstraint(
                fields=("act", "subject"), condition=Q(state__in=("open", "approved")), name="motion_once"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Approval(models.Model):
    """确认: one body's word on a motion."""

    motion = models.ForeignKey(Motion, models.PROTECT, related_name="approvals", verbose_name="提请审定")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机构")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "确认"
        verbose_name_plural = "确认"
        constraints = (
            models.UniqueConstraint(
                fields=("motion", "body", "unit"), nulls_distinct=False, name="motion_approval_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.body or self.unit)


class Docket(models.Model):
    """案卷: a matter with its team, those it is assigned to and its evidence. A confidential one is read by its team only."""

    KINDS = (
        ("appeal", _("申诉")),
        ("accountability", _("责任追究")),
        ("breach", _("违规事项")),
        ("discipline", _("纪律审查")),
        ("supervision", _("督查事项")),
        ("permit", _("审批监察")),
    )
    STATES = (("open", _("办理中")), ("closed", _("已办结")))
    kind = models.CharField("类别", max_length=16, choices=KINDS)
    title = models.CharField("名称", max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="涉及单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="涉及人员")
    source = models.CharField("来源", max_length=120, blank=True)
    confidential = models.BooleanField("限办案人员", default=False)
    state = models.CharField("状态", max_length=10, choices=STATES, default="open")
    opened_on = models.DateField("立卷日期")
    conclusion = models.TextField("结论", blank=True)
    team = models.ManyToManyField(Person, related_name="+", verbose_name="办案人员")
    evidence = models.ManyToManyField(Evidence, related_name="+", verbose_name="证据")

    class Meta:
        verbose_name = "案卷"
        verbose_name_plural = "案卷"

    def __str__(self) -> str:
        return self.title


class Assignment(models.Model):
    """承办: a unit's part in a matter; one leads and closes it (SD-19)."""

    ROLES = (("lead", _("牵头")), ("member", _("联席会议成员")), ("sponsor", _("举办单位")))
    docket = models.ForeignKey(Docket, models.PROTECT, related_name="assignments", verbose_name="案卷")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    role = models.CharField("角色", max_length=10, choices=ROLES)

    class Meta:
        verbose_name = "承办"
        verbose_name_plural = "承办"
        constraints = (
            models.UniqueConstraint(fields=("docket", "unit", "role"), name="assignment_once"),
            models.UniqueConstraint(fields=("docket",), condition=Q(role="lead"), name="assignment_one_lead"),
        )

    def __str__(self) -> str:
        return self.get_role_display()


class Circular(models.Model):
    """通知通报: words sent to units and people, who read them on their desk."""

    KINDS = (("alert", _("警示")), ("criticism", _("通报批评")), ("reminder", _("提醒")))
    kind = models.CharField("类别", max_length=12, choices=KINDS)
    title = models.CharField("标题", max_length=120)
    words = models.TextField("内容", blank=True)
    source = models.CharField("来源", max_length=120, blank=True)
    about = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="涉及人员")
    sent_on = models.DateField("日期")

    class Meta:
        verbose_name = "通知通报"
        verbose_name_plural = "通知通报"

    def __str__(self) -> str:
        return self.title


class Recipient(models.Model):
    """送达: to whom a circular went, and when it was read."""

    circular = models.ForeignKey(Circular, models.PROTECT, related_name="recipients", verbose_name="通知通报")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员")
    read_at = models.DateTimeField("签收时间", null=True, blank=True)

    class Meta:
        verbose_name = "送达"
        verbose_name_plural = "送达"
        constraints = (
            models.UniqueConstraint(fields=("circular", "unit", "person"), nulls_distinct=False, name="recipient_once"),
        )

    def __str__(self) -> str:
        return str(self.unit or self.person)
