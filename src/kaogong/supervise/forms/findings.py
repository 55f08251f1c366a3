"""Forms of findings, rectification, and what is issued about them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaogong.monitor.forms.deeds import PeriodField
from kaogong.org.forms.fields import DayField, LinesField, PersonField, RowsField, SealedFile, UnitField
from kaogong.org.models.labels import labels
from kaogong.org.queries import setting
from kaogong.plan.forms import Act, ExactField
from kaogong.supervise.forms.inspections import MOMENT, NONE, sentences
from kaogong.supervise.models import Finding
from kaogong.supervise.states.inspections import CATEGORIES, CHANNELS, PAPERS


class FindingForm(Act):
    """What was found, when, where, and what shows it."""

    unit = UnitField(label=_("单位"), help_text=_("写单位编码或全称。"))
    channel = forms.ChoiceField(label=_("发现渠道"), choices=[NONE, *labels(CHANNELS)])
    category = forms.ChoiceField(label=_("类别"), choices=[NONE, *labels(CATEGORIES)])
    found_at = forms.DateTimeField(label=_("发现时间"), widget=MOMENT)
    place = forms.CharField(label=_("地点"), max_length=160, required=False)
    window = forms.CharField(label=_("窗口"), max_length=60, required=False)
    words = sentences(_("事实"))
    person = PersonField(label=_("责任人工号"), required=False)
    above = UnitField(label=_("主管部门"), required=False, help_text=_("突出问题同时反馈到这里。"))
    topic = forms.ChoiceField(label=_("专项"), required=False)
    unit_points = ExactField(label=_("扣单位分"), max_length=10, required=False)
    person_points = ExactField(label=_("扣个人分"), max_length=10, required=False)
    grave = forms.BooleanField(label=_("严重"), required=False)
    prominent = forms.BooleanField(label=_("突出问题"), required=False)
    violation = forms.BooleanField(label=_("违规，须查到失效的内控措施"), required=False)
    evidence = SealedFile(label=_("证据材料"), required=False, help_text=_("上传后按内容封存。"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        topics = [(one, one) for one in setting("supervise.topics")]
        self.fields["topic"].choices = [NONE, *topics]  # type: ignore[attr-defined]


class AnswerForm(Act):
    """What the unit has to say."""

    answer = sentences(_("情况说明"), help_text=_("属实、有出入，或不属实及其理由。"))


class FeedForm(Act):
    """To whom a finding is told besides the unit."""

    above = UnitField(label=_("主管部门"), required=False)


class OrderForm(Act):
    """Until when the plan is due."""

    due = DayField(label=_("报方案期限"), required=False, help_text=_("不写则按设定的工作日数。"))


class TalkForm(Act):
    """A talk with somebody answerable."""

    person = PersonField(label=_("约谈对象工号"))
    held_on = DayField(label=_("约谈日期"))
    words = sentences(_("约谈内容"))


class PaperForm(Act):
    """One of the four documents."""

    kind = forms.ChoiceField(label=_("文种"), choices=labels(PAPERS))
    words = sentences(_("正文"), 6)
    days = forms.IntegerField(label=_("几个自然日内答复"), min_value=1, required=False)


class PaperToForm(PaperForm):
    """One of the four documents, to a unit."""

    unit = UnitField(label=_("收文单位"), help_text=_("写单位编码或全称。"))
    field_order = ("unit",)


class ReplyForm(Act):
    """A reply."""

    reply = sentences(_("答复"), 4)


class HearForm(Act):
    """The hearing, and the causes found together."""

    heard_on = DayField(label=_("听取汇报日期"))
    causes = sentences(_("共同剖析的原因"))
    present = forms.CharField(label=_("参加剖析"), max_length=200)


class RectifyForm(Act):
    """The four specifics."""

    goal = sentences(_("整改目标"), 2, required=False)
    matter = sentences(_("整改事项"), 2, required=False)
    limit = DayField(label=_("整改时限"), required=False)
    measures = LinesField(label=_("整改措施"), required=False, help_text=_("一行一条"))
    standard = ExactField(label=_("达标线"), max_length=20, required=False, help_text=_("能用数衡量的写，如 80。"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("goal", "matter", "limit", "measures"):  # the act says which of the four are missing, together
            self.fields[name].wanted = True  # type: ignore[attr-defined]


class HandInForm(Act):
    """What the unit says when it is done."""

    root = sentences(_("问题根源"), 2)
    outcome = sentences(_("整改结果"), 2)
    result = ExactField(label=_("结果值"), max_length=20, required=False)
    control = forms.CharField(label=_("失效的内控措施"), max_length=120, required=False)
    improvement = sentences(_("内控改进"), 2, required=False)


class CloseForm(Act):
    """What the re-check found."""

    outcome = sentences(_("复核情况"), 2)
    result = ExactField(label=_("复核结果值"), max_length=20, required=False)


class StyleForm(Act):
    """A rating of thought and work style."""

    unit = UnitField(label=_("领导班子所在单位"))
    period = PeriodField(label=_("时期"), help_text=_("如 2026。"))
    score = ExactField(label=_("评定得分"), max_length=10)


class CircularForm(Act):
    """A circular about findings."""

    title = forms.CharField(label=_("标题"), max_length=160)
    words = sentences(_("正文"), 6)
    findings = LinesField(label=_("问题编号"))

    def clean_findings(self) -> list[Finding]:
        """The findings named."""
        numbers = self.cleaned_data["findings"]
        found = {one.number: one for one in Finding.objects.filter(number__in=numbers)}
        unknown = [one for one in numbers if one not in found]
        if unknown:
            raise forms.ValidationError(_("没有编号为“%(n)s”的问题。") % {"n": unknown[0]})
        return [found[one] for one in dict.fromkeys(numbers)]


class OpinionsForm(Act):
    """Opinions broken down."""

    batch = forms.CharField(label=_("批次"), max_length=80)
    rows = RowsField(
        {
            "number": forms.CharField(label=_("序号"), max_length=20),
            "unit": UnitField(label=_("责任单位")),
            "words": forms.CharField(label=_("意见"), max_length=2000),
        },
        label=_("意见"),
    )

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        rows = [(row["number"], row["unit"], row["words"]) for row in self.cleaned_data["rows"]]
        return {"batch": self.cleaned_data["batch"], "rows": rows}


class OpinionForm(Act):
    """The answer to one opinion."""

    reply = sentences(_("对应答复"), 3)
    result = sentences(_("整改结果"), 2)
