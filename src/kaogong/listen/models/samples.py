"""Who is asked: groups of raters, their strata, the frame, and what was drawn from it."""

from __future__ import annotations

from django.db import models

from kaogong.listen.models.projects import Project
from kaogong.org.models import Unit
from kaogong.org.models.sealed import SealedText
from kaogong.plan.models import Exact


class Group(models.Model):
    """评价主体: a group of raters; with a weight where the measure gives it one, else by its share of the frame."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="groups", verbose_name="评议项目")
    code = models.CharField("编码", max_length=20)
    name = models.CharField("名称", max_length=60)
    weight = Exact("权重(%)", null=True, blank=True)
    quota = models.PositiveIntegerField("配额", null=True, blank=True)
    categories = models.JSONField("评议的类别", default=list)

    class Meta:
        verbose_name = "评价主体"
        verbose_name_plural = "评价主体"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("project", "code"), name="rater_group_once"),)

    def __str__(self) -> str:
        return self.name


class Stratum(models.Model):
    """抽样层: a part of a group that is drawn by itself; `frame` is how many there are, `quota` how many are asked."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="strata", verbose_name="评价主体")
    name = models.CharField("名称", max_length=60)
    frame = models.PositiveIntegerField("总体人数")
    quota = models.PositiveIntegerField("样本数", default=0)
    issuer = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发放单位")

    class Meta:
        verbose_name = "抽样层"
        verbose_name_plural = "抽样层"
        ordering = ("group_id", "id")
        constraints = (models.UniqueConstraint(fields=("group", "name"), name="stratum_once"),)

    def __str__(self) -> str:
        return self.name


class Listed(models.Model):
    """抽样框: somebody who may be asked. It says whether somebody was drawn, and in which batch; never with which code."""

    stratum = models.ForeignKey(Stratum, models.PROTECT, related_name="listed", verbose_name="抽样层")
    number = models.PositiveIntegerField("框内序号")
    name = SealedText("姓名", blank=True)
    contact = SealedText("联系方式", blank=True)
    drawn = models.BooleanField("抽中", default=False)
    batch = models.ForeignKey(
        "listen.Batch", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发码批次"
    )

    class Meta:
        verbose_name = "抽样框"
        verbose_name_plural = "抽样框"
        constraints = (models.UniqueConstraint(fields=("stratum", "number"), name="listed_once"),)
        indexes = (models.Index(fields=("stratum", "drawn"), name="listed_drawn"),)

    def __str__(self) -> str:
        return str(self.number)


class Sampling(models.Model):
    """评议抽样: a draw that anybody can repeat from its seed."""

    stratum = models.ForeignKey(Stratum, models.PROTECT, related_name="samplings", verbose_name="抽样层")
    seed = models.CharField("随机种子", max_length=64)
    size = models.PositiveIntegerField("抽取数")
    frame = models.PositiveIntegerField("框内人数")
    drawn_on = models.DateField("日期")
    sm3 = models.CharField("SM3", max_length=64)

    class Meta:
        verbose_name = "评议抽样"
        verbose_name_plural = "评议抽样"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.stratum} {self.size}"
