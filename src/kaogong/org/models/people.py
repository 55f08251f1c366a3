"""People, the posts they hold and the portfolios leaders answer for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaogong.org.models.sealed import SealedText
from kaogong.org.models.units import Unit


class Person(models.Model):
    """人员."""

    code = models.CharField("工号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=60, db_index=True)
    sort_key = models.CharField("拼音排序", max_length=120, db_index=True)
    initials = models.CharField("拼音首字母", max_length=40, db_index=True)
    phone = SealedText("手机号", blank=True)
    id_number = SealedText("身份证号", blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    joined = models.DateField("入职日期", null=True, blank=True)
    left = models.DateField("离职日期", null=True, blank=True)

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name


class Grade(models.TextChoices):
    """How high a post stands within its unit."""

    CHIEF = "chief", _("主要领导")
    DEPUTY = "deputy", _("副职领导")
    MIDDLE = "middle", _("中层领导")
    STAFF = "staff", _("工作人员")


class Post(models.Model):
    """岗位: what a person does in a unit, from one day until another, with the four things every post states (JQ-01)."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    title = models.CharField("岗位", max_length=80)
    grade = models.CharField("层次", max_length=10, choices=Grade.choices, default=Grade.STAFF)
    duty = models.TextField("职责", blank=True)
    accountability = models.TextField("责任", blank=True)
    integrity = models.TextField("廉政要求", blank=True)
    areas = models.JSONField("分工", default=list)
    main = models.BooleanField("主要岗位", default=True)
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="post_until_after_since"
            ),
            models.UniqueConstraint(
                fields=("person",), condition=Q(main=True, until__isnull=True), name="post_one_main"
            ),
        )
        indexes = (models.Index(fields=("unit", "grade"), name="post_unit"),)

    def __str__(self) -> str:
        return self.title

    @property
    def complete(self) -> bool:
        """All four fields are stated."""
        return all((self.title, self.duty, self.accountability, self.integrity))


class Portfolio(models.Model):
    """A leader answers for a unit (分管) or keeps contact with it (联系) (QW-01)."""

    KINDS = (("manages", _("分管")), ("contacts", _("联系")))
    leader = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="领导")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("方式", max_length=10, choices=KINDS)
    since = models.DateField("自")
    until = models.DateField("至(不含)", null=True, blank=True)

    class Meta:
        verbose_name = "分管联系"
        verbose_name_plural = "分管联系"
        constraints = (
            models.UniqueConstraint(
                fields=("leader", "unit", "kind"), condition=Q(until__isnull=True), name="portfolio_once"
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
