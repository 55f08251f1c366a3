"""Forms of results, archives, staff appraisal, integrity files and leaders' appraisals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import seal
from kaogong.org.forms.acts import text
from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.fields import DayField, PeopleField, PersonField, RowsField, SealedFile, UnitField, UnitsField
from kaogong.people.models import ArchiveEntry, Honour, LeaderNote, Newcomer, PersonalReport, PersonResult
from kaogong.people.models.archive_staff import GRADES
from kaogong.people.queries.archive_leaders import missing_steps
from kaogong.people.queries.archive_staff import months_of
from kaogong.people.states.archive_files import CONTEXTS, ITEMS, USES
from kaogong.people.states.archive_leaders import BEFORE, PROBLEM_NAMES
from kaogong.plan.forms.deeds import number

BY_CODE = _("编码或全称")
PERIOD = _("写成 2026、2026-H1、2026-Q3 或 2026-09。")
PERSON = _("人员工号")
GRADE = [("", "—"), *((one, one) for one in GRADES)]


def year_field() -> forms.IntegerField:
    """A year."""
    return forms.IntegerField(label=_("年度"), min_value=2000, max_value=2999)


class WithFile(DeedForm):
    """A form with one file that proves it, sealed when it is handed in."""

    evidence = SealedFile(label=_("材料"), required=False, help_text=_("上传后按内容封存。"))

    def said(self) -> dict[str, Any]:
        """With the file sealed."""
        given = dict(self.cleaned_data)
        file = given.get("evidence")
        given["evidence"] = seal(by=self.account, file=file) if file else None
        return given


class ResultForm(DeedForm):
    """A result of somebody."""

    person = PersonField(label=PERSON)
    period = line(_("时期"), 20, help_text=PERIOD)
    kind = forms.ChoiceField(label=_("考核"), choices=PersonResult.KINDS)
    score = number(_("得分"), required=False)
    grade = line(_("等次"), 40, required=False)
    fixed_on = DayField(label=_("审定日期"))
    fixed_by = line(_("审定机构"), 120, required=False)
    reference = line(_("依据"), 120, required=False)


class CorrectForm(DeedForm):
    """What stands instead, and why."""

    score = number(_("得分"), required=False)
    grade = line(_("等次"), 40, required=False)
    reference = line(_("依据"), 120)
    reason = text(_("更正理由"))


class EntryForm(DeedForm):
    """A thing for an archive."""

    person = PersonField(label=PERSON, required=False)
    unit = UnitField(label=_("单位"), required=False, help_text=BY_CODE)
    kind = forms.ChoiceField(label=_("类别"), choices=ArchiveEntry.KINDS)
    period = line(_("时期"), 20, required=False, help_text=PERIOD)
    title = line(_("题名"), 200)
    words = text(_("内容"), required=False)
    reference = line(_("依据"), 120, required=False)
    file = SealedFile(label=_("材料"), required=False)
    twice = forms.BooleanField(label=_("单位另存一份"), required=False)

    def said(self) -> dict[str, Any]:
        """With the file sealed."""
        given = dict(self.cleaned_data)
        file = given.pop("file")
        given["materials"] = [(seal(by=self.account, file=file), file.name)] if file else []
        return given


class CloseUnitForm(DeedForm):
    """Results and materials of a unit in a period."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    period = line(_("时期"), 20, help_text=PERIOD)
    results = RowsField(
        {"item": line(_("项目"), 80), "score": line(_("得分或等次"), 40)},
        label=_("单位结果"),
        required=False,
        help_text=_("人员结果自动带入。"),
    )
    file = SealedFile(label=_("有关资料"), required=False)

    def said(self) -> dict[str, Any]:
        """With the file sealed."""
        given = dict(self.cleaned_data)
        file = given.pop("file")
        given["materials"] = [(seal(by=self.account, file=file), file.name)] if file else []
        return given


class DutyForm(DeedForm):
    """What a post has written."""

    duty = text(_("职责"))
    accountability = text(_("责任"), required=False)
    integrity = text(_("廉政要求"), required=False)
    reason = line(_("修订事由"), 200, required=False, help_text=_("第一次写可以不填。"))


class PostTargetForm(DeedForm):
    """What a post is to reach."""

    year = year_field()
    name = line(_("目标"), 200)
    standard = line(_("标准"), 300)
    value = number(_("目标值"), required=False)
    due = DayField(label=_("时限"), required=False)


class SchemeForm(DeedForm):
    """How a unit appraises its staff."""

    unit = UnitField(label=_("单位"), help_text=BY_CODE)
    title = line(_("名称"), 120)
    basis = text(_("依据和办法"))
    since = DayField(label=_("自"))
    own = forms.IntegerField(label=_("自评权重(%)"), min_value=0, max_value=100, initial=20)
    peers = forms.IntegerField(label=_("互评权重(%)"), min_value=0, max_value=100, initial=30)
    leader = forms.IntegerField(label=_("领导评分权重(%)"), min_value=0, max_value=100, initial=50)

    def said(self) -> dict[str, Any]:
        """The weights together."""
        given = dict(self.cleaned_data)
        given["weights"] = {"self": given.pop("own"), "peers": given.pop("peers"), "leader": given.pop("leader")}
        return given


class SelfForm(DeedForm):
    """One's own month."""

    month = forms.ChoiceField(label=_("月份"))
    words = text(_("完成的工作"))
    score = number(_("自评分"), help_text=_("0 到 100。"))

    def about(self) -> None:
        """The months of the quarter."""
        self.fields["month"].choices = [(one, one) for one in months_of(self.thing.round.quarter)]  # type: ignore[attr-defined]


class CommentForm(DeedForm):
    """What the leader says."""

    score = number(_("领导评分"), help_text=_("0 到 100。"))
    words = text(_("点评"))
    grade = forms.ChoiceField(label=_("建议等次"), choices=GRADE)


class BallotForm(DeedForm):
    """A mark for every colleague."""

    def about(self) -> None:
        """One field a colleague, oneself left out."""
        person = self.account.person_id if self.account else None
        for one in self.thing.lines.select_related("person").exclude(person=person):
            self.fields[f"mark_{one.pk}"] = number(f"{one.person} · {one.title}", help_text=_("0 到 100。"))

    def said(self) -> dict[str, Any]:
        """Marks by line."""
        return {"marks": {int(key.removeprefix("mark_")): mark for key, mark in self.cleaned_data.items()}}


class AnswerForm(DeedForm):
    """Whether an objection is upheld, and the answer."""

    upheld = forms.BooleanField(label=_("采纳，取消优秀"), required=False)
    answer = text(_("答复"))


class HonourForm(DeedForm):
    """A commendation."""

    title = line(_("荣誉"), 120)
    level = forms.ChoiceField(label=_("级别"), choices=Honour.LEVELS, initial="city")
    issuer = line(_("授予机关"), 120)
    number = line(_("文号"), 60, required=False)
    given_on = DayField(label=_("授予日期"))
    people = PeopleField(label=_("受表彰人员"), required=False)
    units = UnitsField(label=_("受表彰单位"), required=False)


class SituationForm(WithFile):
    """Conduct at a moment that counts."""

    person = PersonField(label=PERSON)
    context = forms.ChoiceField(label=_("情形"), choices=list(CONTEXTS.items()))
    day = DayField(label=_("日期"))
    place = line(_("地点"), 120, required=False)
    words = text(_("表现"))
    source = line(_("来源"), 120)


class PledgeForm(WithFile):
    """Who signed what."""

    title = line(_("名称"), 120)
    year = year_field()
    signed_on = DayField(label=_("签订日期"))
    people = PeopleField(label=_("签订人员"), required=False)
    organisation = line(_("党组织"), 120, required=False)
    unit = UnitField(label=_("单位"), required=False, help_text=BY_CODE)


class NewcomersForm(DeedForm):
    """Who was newly appointed."""

    event = forms.ChoiceField(label=_("任职方式"), choices=Newcomer.EVENTS)
    on = DayField(label=_("任职日期"))
    batch = line(_("批次"), 40, required=False)
    people = PeopleField(label=_("人员"))


class NewcomerItemForm(WithFile):
    """One of the four."""

    item = forms.ChoiceField(label=_("事项"), choices=list(ITEMS.items()))
    on = DayField(label=_("办理日期"))
    words = line(_("情况"), 300, required=False)


class ReportForm(DeedForm):
    """What somebody reports; for oneself, or what came on paper."""

    kind = forms.ChoiceField(label=_("类别"), choices=PersonalReport.KINDS)
    person = PersonField(label=PERSON, required=False, help_text=_("本人报告不填。"))
    year = forms.IntegerField(
        label=_("年度"), min_value=2000, max_value=2999, required=False, help_text=_("年度报告和收入申报填写。")
    )
    covers = forms.MultipleChoiceField(
        label=_("涉及"),
        choices=PersonalReport.COVERS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("年度报告须包括三项。"),
    )
    happened_on = DayField(label=_("事项发生日期"), required=False)
    words = text(_("内容"))

    def said(self) -> dict[str, Any]:
        """Of oneself, where nobody is named."""
        given = dict(self.cleaned_data)
        given["person"] = given["person"] or (self.account.person if self.account else None)
        return given


class SheetForm(DeedForm):
    """What the sheet is for."""

    use = forms.ChoiceField(label=_("用途"), choices=list(USES.items()))


class LeaderTargetForm(DeedForm):
    """A target of the leader's own."""

    name = line(_("目标"), 200)
    standard = line(_("标准"), 300)
    aim = number(_("目标值"), required=False)


class LeaderResultForm(DeedForm):
    """How it came out."""

    done = forms.BooleanField(label=_("已完成"), required=False)
    result = number(_("完成值"), required=False)
    source = line(_("来源"), 200)


class NoteForm(DeedForm):
    """What was asked and said."""

    day = DayField(label=_("日期"))
    whom = forms.ChoiceField(label=_("访谈对象"), choices=LeaderNote.WITH)
    words = text(_("记录"))


class EvaluateForm(DeedForm):
    """The comprehensive evaluation."""

    standard = text(_("个人标准"))
    team_score = number(_("班子得分"), required=False)
    score = number(_("个人得分"), required=False)
    evaluation = text(_("综合考评"))
    grade = forms.ChoiceField(label=_("等次"), choices=GRADE, required=False)


class LifeStepForm(DeedForm):
    """One of the five before a meeting."""

    step = forms.ChoiceField(label=_("会前事项"), choices=list(BEFORE.items()))
    on = DayField(label=_("日期"))
    words = text(_("情况"))

    def about(self) -> None:
        """Those not done yet."""
        self.fields["step"].choices = [(key, BEFORE[key]) for key in missing_steps(self.thing)]  # type: ignore[attr-defined]


class LifeMeetingForm(DeedForm):
    """What happened at a meeting."""

    held_on = DayField(label=_("召开日期"))
    superior = line(_("到会上级"), 120, required=False, help_text=_("没有上级到会的，记录为不规范。"))
    criticism = text(_("批评与自我批评"))
    problems = RowsField(
        {
            "words": line(_("问题"), 300),
            "measure": line(_("整改措施"), 300),
            "owner": PersonField(label=_("责任人工号"), required=False),
            "due": DayField(label=_("期限"), required=False),
        },
        label=_("问题和整改措施"),
        required=False,
    )


class ProblemForm(DeedForm):
    """How putting it right stands."""

    status = forms.ChoiceField(label=_("整改情况"), choices=[(k, v) for k, v in PROBLEM_NAMES.items() if k])
    told = text(_("情况说明"))
