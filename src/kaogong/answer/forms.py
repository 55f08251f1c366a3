"""What is typed about appeals. Whether it can be done is for the action to say."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.answer.queries.frozen import events_about, figures_about
from kaogong.answer.queries.kinds import FIGURES
from kaogong.answer.states import ALTERATIONS, OUTCOMES, PARTIES
from kaogong.org.forms.acts import text, words
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.fields import NamedField, PeopleField, PersonField, RowsField, SealedFile
from kaogong.org.models.labels import labels
from kaogong.plan.forms import ExactField

NONE = ("", _("请选择"))
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class CaseForm(DeedForm):
    """What a party states, and what it shows."""

    facts = text(_("事实"), help_text=_("哪一项、哪一天、实际是什么情况"))
    reasons = text(_("理由"), required=False, help_text=_("为什么结论对或不对；听证结束前须写"))
    grounds = text(_("依据"), required=False, help_text=_("办法第几条、哪份文件或记录；听证结束前须写"))
    claims = text(_("主张"), help_text=_("要求改成什么"))
    file = SealedFile(label=_("佐证材料"), required=False, help_text=_("上传后按内容封存。"))


class StatementForm(CaseForm):
    """What was stated at the hearing, and by whom."""

    party = forms.ChoiceField(label=_("一方"), choices=[NONE, *labels(PARTIES)])
    field_order = ("party",)


class AcceptForm(DeedForm):
    """Whether what follows from the result waits."""

    suspends = forms.BooleanField(
        label=_("裁定前暂停执行后果"), required=False, help_text=_("只暂停由所申诉结论引起的奖惩和问责。")
    )


class HearingForm(DeedForm):
    """When and where, and who sits."""

    on = forms.DateTimeField(label=_("听证时间"), widget=MOMENT)
    place = words(_("听证地点"), 120)
    chair = PersonField(label=_("主持人工号"))
    members = PeopleField(label=_("听证人工号"))
    clerk = PersonField(label=_("记录人工号"))


class RulingForm(DeedForm):
    """What was found and decided, and which figures are put right."""

    outcome = forms.ChoiceField(label=_("裁定结果"), choices=[NONE, *labels(OUTCOMES)])
    found = text(_("查明的事实"))
    grounds = text(_("裁定依据"))
    meeting = words(_("会议名称或文号"), 120)
    rightings = RowsField(
        {"period": words(_("时期"), 8), "fact": words(_("数据代号"), 80), "value": ExactField(label=_("更正后的值"), required=False)},
        label=_("更正的数据"), required=False,
        help_text=_("变更得分的，数据和事件至少写一项。值留空即更正为暂缺。"),
    )  # fmt: skip
    alterations = RowsField(
        {"incident": words(_("事件编号"), 120), "column": NamedField(labels(ALTERATIONS), label=_("改哪一栏")),
         "value": words(_("改为"), 120), "proof": words(_("证据开头"), 120, required=False)},
        label=_("改写的台账事件"), required=False,
        help_text=_("确有其事、但种类、程度、查获方式、数量、次数或日期有误的写；原记录保留，计分按改写后的算。"),
    )  # fmt: skip
    strikes = RowsField(
        {"incident": words(_("事件编号"), 120), "proof": words(_("证据开头"), 120, required=False)},
        label=_("撤销的台账事件"), required=False,
        help_text=_("只撤销一次扣分或加分时写。同一编号有几份证据的，写证据开头。"),
    )  # fmt: skip

    def about(self) -> None:
        """Only what the appeal can change is asked, with the rows that can be copied and changed."""
        events, whole = events_about(self.thing), self.thing.kind in FIGURES
        known: dict[str, list[tuple[str, tuple[str, ...]]]] = {
            "rightings": [
                (one.name, (one.period, one.fact, "" if one.value is None else f"{one.value:f}"))
                for one in figures_about(self.thing)
            ],
            "alterations": [
                (f"{one.name} {one.says['day']}", (one.incident, gettext("种类"), one.words["kind"])) for one in events
            ],
            "strikes": [
                (f"{one.name} {one.words['kind']} {one.says['day']}", (one.incident, one.evidence[:40]))
                for one in events if whole
            ],
        }  # fmt: skip
        for name, rows in known.items():
            field = self.fields[name]
            if rows and isinstance(field, RowsField) and self.thing.kind != "attendance":
                field.known = rows
            else:
                del self.fields[name]
