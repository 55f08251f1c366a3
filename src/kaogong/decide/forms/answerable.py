"""What acts on cases, conduct, reports, talks, advice and papers ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaogong.decide.models import ConductEntry, FeedbackHelp, ReviewPoint
from kaogong.decide.queries.accountability import satisfaction_of
from kaogong.decide.queries.papers import first_words
from kaogong.decide.states import CASE_KINDS, LEVELS, MANNERS, PAPER_KINDS, REPORT_KINDS
from kaogong.org.forms.acts import text
from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.fields import DayField, LinesField, PersonField, SealedFile, UnitField
from kaogong.org.models import Body
from kaogong.org.models.labels import labels
from kaogong.org.queries import bodies, setting, today
from kaogong.plan.forms import ExactField
from kaogong.supervise.models import Finding

BY_CODE = _("编码或全称")
BY_NUMBER = _("工号")
NONE = [("", _("不涉及"))]


def choice(label: Any, names: Any, **given: Any) -> forms.ChoiceField:
    """One of the states or kinds that have names."""
    return forms.ChoiceField(label=label, choices=labels(names), **given)


def yes_or_no(label: Any, yes: Any, no: Any) -> forms.TypedChoiceField:
    """Yes or no, in words."""
    return forms.TypedChoiceField(label=label, choices=(("yes", yes), ("no", no)), coerce=lambda one: one == "yes")


class OpenForm(DeedForm):
    """A case. Which of the fields it takes depends on its kind; the action says what is lacking."""

    kind = choice(_("类别"), CASE_KINDS, help_text=_("行政过错填岗位和程度；不作为、慢作为、乱作为填情形。"))
    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    person = PersonField(label=_("责任人"), help_text=BY_NUMBER, required=False)
    words = text(_("事实"))
    manner = forms.ChoiceField(label=_("情形"), required=False)
    post = forms.ChoiceField(label=_("岗位"), required=False)
    degree = forms.ChoiceField(label=_("过错程度"), required=False)
    clause = line(_("依据"), 200, required=False)
    number = line(_("检查问题编号"), 24, required=False, help_text=_("由检查发现的，填问题编号"))

    def about(self) -> None:
        """The posts and degrees of the table."""
        self.fields["manner"].choices = [*NONE, *labels(MANNERS)]  # type: ignore[attr-defined]
        for name, key in (("post", "accountability.scope"), ("degree", "accountability.degrees")):
            self.fields[name].choices = [*NONE, *((one, one) for one in setting(key))]  # type: ignore[attr-defined]

    def clean_number(self) -> Finding | None:
        """The finding of that number."""
        typed = self.cleaned_data["number"].strip()
        if not typed:
            return None
        found = Finding.objects.filter(number=typed).first()
        if found is None:
            raise forms.ValidationError(_("没有这个编号的检查问题。"))
        return found

    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        given = dict(self.cleaned_data)
        return given | {"finding": given.pop("number")}


class SatisfactionForm(DeedForm):
    """Low satisfaction of a unit in a year."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    score = ExactField(label=_("满意度"), help_text=_("已发布评议的得分；不填即取本年已发布的最低一次"), required=False)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)

    def clean(self) -> dict[str, Any]:
        """The score released, where none was typed."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("score") is None and given.get("unit") and given.get("year"):
            found = satisfaction_of(given["year"]).get(given["unit"].pk)
            if found is None:
                self.add_error("score", _("这个单位本年还没有发布的满意度，请填写。"))
            given["score"] = found
        return given


class MeasureForm(DeedForm):
    """What is to follow."""

    form = forms.ChoiceField(label=_("追究方式"))
    person = PersonField(label=_("对象"), help_text=_("工号；追究单位的不填"), required=False)
    due = DayField(label=_("期限"))

    def about(self) -> None:
        """The forms of the installation."""
        named = [(one, one) for one in setting("accountability.forms")]
        self.fields["form"].choices = named  # type: ignore[attr-defined]


class FailingForm(DeedForm):
    """What a head answers with for a low grade."""

    form = forms.ChoiceField(label=_("追究方式"))
    words = forms.CharField(label=_("事实"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def about(self) -> None:
        """The forms of the installation."""
        named = [(one, one) for one in setting("accountability.forms")]
        self.fields["form"].choices = named  # type: ignore[attr-defined]


class ApproveMeasureForm(DeedForm):
    """What the deciding body says to a heavy measure."""

    agreed = yes_or_no(_("是否批准"), _("批准"), _("不批准"))
    body = forms.ModelChoiceField(Body.objects.none(), label=_("批准机构"), empty_label=None)
    reason = text(_("意见"))

    def about(self) -> None:
        """The leading bodies."""
        self.fields["body"].queryset = leading()  # type: ignore[attr-defined]


def leading() -> Any:
    """Bodies that may decide."""
    return Body.objects.filter(pk__in=[one.pk for one in bodies() if one.kind in ("leading", "committee")])


class DoneForm(DeedForm):
    """A measure was carried out."""

    day = DayField(label=_("落实日期"))
    words = forms.CharField(label=_("落实情况"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = SealedFile(label=_("凭证"), required=False)


class LinkForm(DeedForm):
    """Who answers for a link, or why nobody does."""

    state = forms.ChoiceField(label=_("认定"), choices=(("assigned", _("认定责任")), ("cleared", _("排除"))))
    person = PersonField(label=_("责任人"), help_text=BY_NUMBER, required=False)
    level = forms.ChoiceField(label=_("责任"), required=False)
    words = text(_("理由"))

    def about(self) -> None:
        """Leading or direct."""
        self.fields["level"].choices = [*NONE, *labels(LEVELS)]  # type: ignore[attr-defined]


class EntryForm(DeedForm):
    """A type of conduct."""

    code = line(_("代号"), 20)
    kind = forms.ChoiceField(label=_("类别"), choices=ConductEntry.KINDS)
    name = line(_("情形"), 120)
    standard = line(_("认定标准"), 300)
    form = line(_("奖惩形式"), 120)
    clause = line(_("依据"), 200)
    since = DayField(label=_("自"))


class ConductForm(DeedForm):
    """A reward or a penalty; it cites the catalogue."""

    entry = line(_("目录代号"), 20, help_text=_("只能填目录里有的代号，不能自拟"))
    person = PersonField(label=_("人员"), help_text=BY_NUMBER)
    on = DayField(label=_("日期"))
    words = text(_("事实"))
    file = SealedFile(label=_("凭证"), required=False)


class AskReportForm(DeedForm):
    """Which report, by whom, until when."""

    kind = choice(_("类别"), REPORT_KINDS)
    person = PersonField(label=_("报送人员"), help_text=_("书面检查填工号；整改报告不填"), required=False)
    due = DayField(label=_("期限"))


class HandInForm(DeedForm):
    """A review or a report."""

    cause = text(_("原因"))
    measures = text(_("措施"))
    result = forms.CharField(
        label=_("整改结果"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("整改报告须写明")
    )
    file = SealedFile(label=_("原件"), required=False)


class CheckForm(DeedForm):
    """Whether a report is accepted."""

    accepted = yes_or_no(_("审核"), _("通过"), _("退回"))
    told = forms.CharField(
        label=_("意见"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("退回的写明还缺什么")
    )


class PlanTalkForm(DeedForm):
    """With whom and by whom."""

    person = PersonField(label=_("谈话对象"), help_text=BY_NUMBER)
    talker = PersonField(label=_("谈话人"), help_text=BY_NUMBER)
    due = DayField(label=_("期限"))


class HoldTalkForm(DeedForm):
    """What was said."""

    day = DayField(label=_("谈话日期"))
    words = text(_("谈话内容"))
    response = text(_("本人表态"))
    file = SealedFile(label=_("签字的谈话记录"), required=False)


class AdviceForm(DeedForm):
    """What is advised about somebody."""

    number = line(_("文号"), 60)
    person = PersonField(label=_("人员"), help_text=BY_NUMBER)
    what = line(_("建议"), 120, help_text=_("如：免去现职、调整岗位、优先提拔"))
    reason = text(_("理由"))
    body = forms.ModelChoiceField(Body.objects.none(), label=_("提出机构"), empty_label=None)
    receiver = line(_("干部管理部门"), 120)

    def about(self) -> None:
        """The leading bodies."""
        self.fields["body"].queryset = leading()  # type: ignore[attr-defined]


class AnswerAdviceForm(DeedForm):
    """What came back."""

    taken = yes_or_no(_("是否采纳"), _("采纳"), _("不采纳"))
    answer = text(_("答复"))
    day = DayField(label=_("答复日期"))


class PaperForm(DeedForm):
    """A letter or a certificate."""

    kind = choice(_("类别"), PAPER_KINDS)
    number = line(_("文号"), 60)
    title = line(_("标题"), 200)
    issuer = line(_("发文机关"), 120)
    issued_on = DayField(label=_("日期"))
    paragraphs = LinesField(label=_("正文"), help_text=_("一段一行"))

    def about(self) -> None:
        """What stands in it at first: the words of a letter."""
        held = self.thing
        certificate = "证书" in held.document or "证书" in held.what
        kind = "certificate" if certificate else "letter"
        publication = held.settlement.publication
        self.initial = {
            **self.initial,
            "kind": kind,
            "number": held.number,
            "title": held.document or held.what,
            "issuer": publication.issuer,
            "issued_on": today(),
            "paragraphs": "\n".join(first_words(held, kind)),
        }


class PointForm(DeedForm):
    """Whether a grade stays."""

    verdict = forms.ChoiceField(label=_("审议意见"), choices=ReviewPoint.VERDICTS)
    answer = text(_("理由"))


class HelpForm(DeedForm):
    """What goes out with a weak item."""

    kind = forms.ChoiceField(label=_("类别"), choices=FeedbackHelp.KINDS)
    words = line(_("内容"), 300)
