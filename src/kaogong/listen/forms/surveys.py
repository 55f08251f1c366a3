"""Forms of an evaluation: what was typed, and where a refusal belongs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kaogong.listen.models import Project, Stratum
from kaogong.listen.states.surveys import KINDS, WAYS
from kaogong.org.forms.fields import AccountField, DayField, LinesField, PersonField, RowsField, UnitField
from kaogong.org.models.labels import labels
from kaogong.org.queries import unit_names
from kaogong.plan.forms import Act, ExactField


def words(label: Any, rows: int = 2, **given: Any) -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **{"max_length": 1000} | given)


class OfProject(Act):
    """A form about one project, which its choices come from."""

    def __init__(self, *args: Any, project: Project, **more: Any) -> None:
        super().__init__(*args, **more)
        self.project = project
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField) and (find := CHOICES.get(name)):
                field.choices = list(find(project))

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it: rows instead of their numbers."""
        held = dict(self.cleaned_data)
        for name, many in THINGS.items():
            if name in held:
                held[name] = getattr(self.project, many).get(pk=held[name]) if held[name] else None
        if "stratum" in held:
            held["stratum"] = Stratum.objects.get(group__project=self.project, pk=held["stratum"])
        return held


def _groups(project: Project) -> Iterator[tuple[Any, str]]:
    yield from ((one.pk, one.name) for one in project.groups.all())


def _strata(project: Project) -> Iterator[tuple[Any, str]]:
    for group in project.groups.prefetch_related("strata"):
        yield from ((one.pk, f"{group.name} · {one.name}") for one in group.strata.all())


def _subjects(project: Project) -> Iterator[tuple[Any, str]]:
    held = project.subjects.select_related("unit")
    names = unit_names(one.unit_id for one in held)
    for one in held:
        wanted = one.suggested(project)
        more = _("（建议：%(category)s）") % {"category": wanted} if wanted and wanted != one.category else ""
        yield one.pk, f"{names.get(one.unit_id, one.unit.code)} {one.category}{more}"


def _batches(project: Project) -> Iterator[tuple[Any, str]]:
    for one in project.batches.filter(void=False).select_related("stratum__group"):
        yield one.pk, f"{one.stratum.group.name} · {one.stratum.name} · {one.get_way_display()} {one.number}"


def _named(key: str) -> Any:
    return lambda project: [(one, one) for one in getattr(project, key)]


def _sheets(project: Project) -> Iterator[tuple[Any, str]]:
    yield "", "—"
    yield from ((one.pk, str(one)) for one in project.sheets.all())


CHOICES: Final = {
    "group": _groups, "stratum": _strata, "subject": _subjects, "batch": _batches, "category": _named("categories"),
    "team": _named("teams"), "like": _sheets,
}  # fmt: skip
THINGS: Final = {"group": "groups", "subject": "subjects", "batch": "batches", "like": "sheets"}


class SettingsForm(OfProject):
    """The numbers and lists the sources leave open."""

    categories = LinesField(label=lazy("被评单位类别"), required=False)
    families = LinesField(label=lazy("考评内容（每项至少一题）"), required=False)
    topics = LinesField(label=lazy("须覆盖的主题"), required=False)
    teams = LinesField(label=lazy("须有的工作组"), required=False)
    run_by = LinesField(label=lazy("共同实施方"), required=False)
    approvers = LinesField(label=lazy("结果审批顺序"))
    groups_wanted = forms.IntegerField(label=lazy("评价主体数"), min_value=1, required=False)
    samples_wanted = forms.IntegerField(label=lazy("样本总数"), min_value=1, required=False)
    return_days = forms.IntegerField(label=lazy("交回期限（自然日）"), min_value=1)
    late_counts = forms.BooleanField(label=lazy("逾期交回也计入"), required=False)
    least_seconds = forms.IntegerField(label=lazy("最短用时（秒）"), min_value=0)
    minimum_group = forms.IntegerField(label=lazy("最小公布份数"), min_value=1)
    shrink_below = forms.IntegerField(label=lazy("少于多少份标为小样本"), min_value=1)
    confidence = ExactField(label=lazy("置信度（%）"))
    cluster_effect = ExactField(label=lazy("整群设计效应"))
    trim = ExactField(label=lazy("权数上限（倍）"))
    gap_alert = ExactField(label=lazy("渠道差距提示（分）"))
    low_score = ExactField(label=lazy("低满意度线（分）"))
    low_consequence = forms.CharField(label=lazy("低满意度的后果"), max_length=200)
    reply_days = forms.IntegerField(label=lazy("意见答复期限（工作日）"), min_value=1)
    enforcement_limit = forms.IntegerField(label=lazy("执法事项数界限"), min_value=0)
    enforcement_category = forms.CharField(label=lazy("执法机关类别"), max_length=40, required=False)
    basis = forms.ChoiceField(label=lazy("计分所用的值"), choices=Project.BASES)
    places = forms.IntegerField(label=lazy("计分小数位"), min_value=0, max_value=6)
    conversion = RowsField(
        {
            "fact": forms.CharField(label=lazy("数据项编码")),
            "of": forms.CharField(label=lazy("取值：index、option、answers、issued、returned、valid")),
            "question": forms.CharField(label=lazy("题号"), required=False),
            "key": forms.CharField(label=lazy("选项"), required=False),
            "supplier": forms.CharField(label=lazy("提供单位"), required=False),
        },
        label=lazy("折算办法"),
        required=False,
    )

    def __init__(self, *args: Any, project: Project, **more: Any) -> None:
        shown: dict[str, Any] = {}
        for name in self.base_fields:
            held = getattr(project, name)
            shown[name] = "\n".join(held) if isinstance(held, list) and name != "conversion" else held
        keys = ("fact", "of", "question", "key", "supplier")
        shown["conversion"] = "\n".join(
            "｜".join(str(one.get(key) or "") for key in keys) for one in project.conversion
        )
        super().__init__(*args, project=project, initial=shown, **more)


class SubjectsForm(OfProject):
    """Units to be evaluated."""

    rows = RowsField(
        {
            "unit": UnitField(label=lazy("单位")),
            "category": forms.CharField(label=lazy("类别"), required=False),
            "enforcement_items": forms.IntegerField(label=lazy("执法事项数"), required=False),
            "duties": forms.CharField(label=lazy("工作职责"), required=False),
        },
        label=lazy("被评单位"),
    )


class CategoryForm(OfProject):
    """The category of a unit, and why."""

    subject = forms.ChoiceField(label=lazy("单位"))
    category = forms.ChoiceField(label=lazy("类别"))
    reason = words(lazy("理由"), max_length=300)
    duties = words(lazy("工作职责"), required=False, help_text=lazy("答卷人先看到这一段，再作评价。"))


class OperatorForm(OfProject):
    """Who runs it."""

    account = AccountField(label=lazy("账号"), max_length=60)
    unit = UnitField(label=lazy("承办机构"), help_text=lazy("写单位编码或全称。"))
    role = forms.CharField(label=lazy("实施方"), max_length=40, initial=lazy("民调中心"))


class HelperForm(OfProject):
    """Staff of a team."""

    team = forms.ChoiceField(label=lazy("工作组"))
    person = PersonField(label=lazy("工号"))
    trained_on = DayField(label=lazy("培训日期"), required=False)


class SheetForm(OfProject):
    """Another version of the questionnaire."""

    title = forms.CharField(label=lazy("标题"), max_length=80)
    designed_by = UnitField(label=lazy("设计部门"), required=False)
    like = forms.ChoiceField(label=lazy("照抄这一版"), required=False)


class QuestionForm(OfProject):
    """A question with its options."""

    code = forms.CharField(
        label=lazy("题号"), max_length=12, help_text=lazy("字母和数字，如 q1；写已有的题号就是修改。")
    )
    kind = forms.ChoiceField(label=lazy("题型"), choices=labels(KINDS))
    words = forms.CharField(label=lazy("题目"), max_length=200)
    options = RowsField(
        {
            "key": forms.CharField(label=lazy("编码")),
            "words": forms.CharField(label=lazy("选项")),
            "points": forms.CharField(label=lazy("分值"), required=False),
        },
        label=lazy("选项"),
        required=False,
        initial="very｜非常满意｜100\ngood｜满意｜80\nfair｜一般｜60\nbad｜不满意｜0",
    )
    rows = LinesField(label=lazy("矩阵的行"), required=False)
    each = forms.BooleanField(label=lazy("对每个单位都问"), required=False, initial=True)
    unknown = forms.BooleanField(label=lazy("可答“不了解”"), required=False, initial=True)
    content = forms.CharField(label=lazy("考评内容"), max_length=60, required=False)
    topic = forms.CharField(label=lazy("主题"), max_length=60, required=False)


class GroupForm(OfProject):
    """A group of raters."""

    code = forms.CharField(label=lazy("编码"), max_length=20)
    name = forms.CharField(label=lazy("名称"), max_length=60)
    strata = RowsField(
        {
            "name": forms.CharField(label=lazy("抽样层")),
            "frame": forms.IntegerField(label=lazy("总体人数"), min_value=1),
        },
        label=lazy("抽样层"),
    )
    quota = forms.IntegerField(label=lazy("配额"), min_value=1, required=False)
    weight = ExactField(label=lazy("权重（%）"), required=False, help_text=lazy("办法没有规定的留空，按总体人数加权。"))
    issuer = UnitField(label=lazy("发放单位"), required=False)
    categories = LinesField(label=lazy("只评这些类别"), required=False)

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        held = super().given()
        return held | {"strata": {one["name"]: one["frame"] for one in held["strata"]}}


class QuotaForm(OfProject):
    """How many of a group are asked."""

    group = forms.ChoiceField(label=lazy("评价主体"))
    quota = forms.IntegerField(label=lazy("配额"), min_value=1)


class ErrorForm(OfProject):
    """How sure one wants to be."""

    group = forms.ChoiceField(label=lazy("评价主体"))
    error = ExactField(label=lazy("允许误差（百分点）"), initial="5")
    effect = ExactField(label=lazy("预计设计效应"), initial="1")


class DrawForm(OfProject):
    """The seed of a draw."""

    stratum = forms.ChoiceField(label=lazy("抽样层"))
    seed = forms.CharField(
        label=lazy("随机种子"), max_length=60, help_text=lazy("事先公布，如某日开奖号码；凭它谁都能重抽核对。")
    )


class BatchForm(OfProject):
    """Codes or forms for a stratum."""

    stratum = forms.ChoiceField(label=lazy("抽样层"))
    way = forms.ChoiceField(
        label=lazy("方式"), choices=labels(WAYS), help_text=lazy("短信只发给抽样框里有联系方式的抽中人员。")
    )
    number = forms.IntegerField(
        label=lazy("份数"), min_value=1, required=False, help_text=lazy("留空：抽中且未发的每人一份。")
    )

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        held = super().given()
        return held | {"number": held["number"] or 0}


class VoidBatchForm(OfProject):
    """A batch that was lost."""

    batch = forms.ChoiceField(label=lazy("批次"))
    reason = words(lazy("理由"), max_length=200)


class CountForm(OfProject):
    """Forms issued, returned, valid."""

    issuer = UnitField(label=lazy("发放单位"))
    issued = forms.IntegerField(label=lazy("发放"), min_value=0)
    returned = forms.IntegerField(label=lazy("回收"), min_value=0)
    valid = forms.IntegerField(label=lazy("有效"), min_value=0)


class TotalForm(OfProject):
    """What one operator counted."""

    role = forms.CharField(label=lazy("汇总方"), max_length=40, initial=lazy("绩效办"))
    number = forms.IntegerField(label=lazy("总份数"), min_value=0)
