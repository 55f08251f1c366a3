"""What the acts of exams, articles, training, allowances and talks ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaogong.org.forms.acts import text
from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.fields import (
    DayField,
    LinesField,
    PeopleField,
    PersonField,
    RowsField,
    SealedFile,
    UnitField,
    UnitsField,
)
from kaogong.org.models import Unit
from kaogong.org.models.labels import labels
from kaogong.people.forms.presence import BY_CODE, NUMBER, MonthField, OwnPerson, OwnUnit
from kaogong.people.queries.bureaus import own_bureau
from kaogong.people.queries.learning import keeps_exams
from kaogong.people.states.learning import AUDIENCES, COURSES, TALKS
from kaogong.plan.forms import ExactField


def whole(label: Any, **given: Any) -> forms.IntegerField:
    """A whole number."""
    return forms.IntegerField(label=label, min_value=1, max_value=9999, **given)


class ExamForm(DeedForm):
    """An exam of a month."""

    month = MonthField(label=_("月份"))
    audience = forms.ChoiceField(label=_("对象"), choices=labels(AUDIENCES))
    name = line(_("名称"), 120)
    held_on = DayField(label=_("考试日期"))
    full = ExactField(label=_("满分"), initial="100")

    def about(self) -> None:
        """The audiences whose exams somebody keeps."""
        field: Any = self.fields["audience"]
        field.choices = [one for one in field.choices if self.account and keeps_exams(self.account, one[0])]


class ResultsForm(DeedForm):
    """Scores, one a line."""

    results = RowsField(
        {"person": PersonField(label=_("工号")), "score": ExactField(label=_("成绩"), required=False)},
        label=_("成绩"),
        help_text=_("缺考的不写成绩，不计零分。"),
    )

    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        return {"results": [(one["person"], one["score"]) for one in self.cleaned_data["results"]]}


class InterviewForm(DeedForm):
    """An interview that was held."""

    held_on = DayField(label=_("约谈日期"))
    talker = PersonField(label=_("约谈人"), help_text=NUMBER)
    words = text(_("约谈记录"))


class EvaluationsForm(DeedForm):
    """Monthly evaluations, one a line."""

    month = MonthField(label=_("月份"))
    source = line(_("来源"), 120, help_text=_("如：六月考评会。"))
    scores = RowsField(
        {"person": PersonField(label=_("工号")), "score": ExactField(label=_("得分"))}, label=_("考评得分")
    )

    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        given = dict(self.cleaned_data)
        return given | {"scores": {one["person"]: one["score"] for one in given["scores"]}}


class TargetForm(DeedForm):
    """How many articles somebody owes."""

    person = PersonField(label=_("人员"), help_text=NUMBER)
    year = whole(_("年度"))
    wanted = whole(_("任务篇数"))


class ArticleForm(OwnPerson):
    """An article that was sent in."""

    person = PersonField(label=_("作者"), help_text=NUMBER)
    title = line(_("标题"), 160)
    sent_to = line(_("报送何处"), 80)
    sent_on = DayField(label=_("报送日期"))
    file = SealedFile(label=_("稿件"), required=False)


class AcceptForm(DeedForm):
    """Where it was used."""

    outlet = line(_("采用何处"), 80)
    accepted_on = DayField(label=_("采用日期"))


class ReasonForm(DeedForm):
    """Why."""

    reason = line(_("理由"), 200)


class WritingForm(OwnUnit):
    """The day on which a bureau writes."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    day = DayField(label=_("日期"))


class YearForm(DeedForm):
    """A year."""

    year = whole(_("年度"))


class CourseForm(DeedForm):
    """A course."""

    kind = forms.ChoiceField(label=_("类别"), choices=labels(COURSES))
    name = line(_("名称"), 160)
    since = DayField(label=_("开始日期"))
    until = DayField(label=_("结束日期"))
    organiser = line(_("主办"), 80)
    case = line(_("案件编号"), 40, required=False, help_text=_("跟案实训、参与上级查办必填。"))
    hours = ExactField(label=_("学时"), required=False)


class EnrolForm(DeedForm):
    """Who took part."""

    people = PeopleField(label=_("参加人员"))


class RotationForm(DeedForm):
    """A rotation plan."""

    name = line(_("名称"), 80)
    since = DayField(label=_("起始日期"))
    years = whole(_("年数"), initial=5)
    units = UnitsField(label=_("范围"), required=False, help_text=_("编码或全称，一行一个；不填的为全体。"))


class AllowanceForm(DeedForm):
    """So much a month for listed posts."""

    name = line(_("名称"), 80)
    monthly = ExactField(label=_("月标准(元)"))
    titles = LinesField(label=_("计发岗位"), required=False, help_text=_("岗位名称，一行一个。"))
    units = UnitsField(label=_("全员计发的单位"), required=False)
    since = DayField(label=_("自"))


class TalkForm(DeedForm):
    """An integrity talk."""

    kind = forms.ChoiceField(label=_("类别"), choices=labels(TALKS))
    on = DayField(label=_("日期"))
    reason = line(_("事由"), 200)
    talker = PersonField(label=_("谈话人"), help_text=NUMBER)
    people = PeopleField(label=_("谈话对象"))
    words = text(_("谈话要点"), required=False)
    follow_up = text(_("后续事项"), required=False)
    follow_due = DayField(label=_("后续期限"), required=False)


class FollowForm(DeedForm):
    """What follows."""

    follow_up = text(_("后续事项"))
    follow_due = DayField(label=_("后续期限"), required=False)


class DoneForm(DeedForm):
    """When it was done."""

    on = DayField(label=_("日期"))


class HeartForm(OwnPerson):
    """A talk of two of a team; whoever keeps the records may log that of others."""

    own = "one"
    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    on = DayField(label=_("日期"))
    one = PersonField(label=_("谈话人"), help_text=NUMBER)
    other = PersonField(label=_("谈话对象"), help_text=NUMBER)
    words = text(_("谈话要点"), required=False)

    def about(self) -> None:
        """The own bureau at first."""
        super().about()
        unit = own_bureau(self.account) if self.account else None
        if unit is not None:
            self.fields["unit"].initial = Unit.objects.get(pk=unit).code
