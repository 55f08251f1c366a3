"""A ballot as a form: for who types in paper forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kaogong.listen.models import Batch, Question
from kaogong.listen.states.surveys import UNKNOWN
from kaogong.org.forms.fields import DayField
from kaogong.org.queries import unit_names
from kaogong.plan.forms import Act


def choices_of(question: Question) -> list[tuple[str, str]]:
    """The options of a question, with not knowing where it may be said."""
    found = [(str(one["key"]), str(one["words"])) for one in question.options]
    return [*found, (UNKNOWN, _("不了解"))] if question.unknown else found


class EntryForm(Act):
    """A paper form or an interview as it is typed in."""

    number = forms.CharField(
        label=lazy("录入编号"), max_length=20, help_text=lazy("录入时写在表角的流水号，入箱后不与答卷相连。")
    )
    returned_on = DayField(label=lazy("交回日期"))
    channel = forms.ChoiceField(
        label=lazy("渠道"),
        choices=[("paper", lazy("现场问卷")), ("phone", lazy("电话调查")), ("visit", lazy("集中走访"))],
    )
    assisted = forms.BooleanField(label=lazy("有人协助填写"), required=False)

    def __init__(self, *args: Any, batch: Batch, **more: Any) -> None:
        super().__init__(*args, **more)
        self.places: dict[str, tuple[str, str, str]] = {}
        subjects = list(batch.subjects.select_related("unit"))
        names = unit_names(one.unit_id for one in subjects)
        questions = list(batch.sheet.questions.order_by("place"))
        for one in subjects:
            for question in questions:
                if question.each:
                    self._add(question, str(one.unit_id), names.get(one.unit_id, one.unit.code))
        for question in questions:
            if not question.each:
                self._add(question, "", "")

    def _add(self, question: Question, unit: str, name: str) -> None:
        """The fields of a question: one for each row of a matrix, else one."""
        rows = question.rows if question.kind == "matrix" else [""]
        for place, row in enumerate(rows):
            key = f"a-{unit}-{question.code}-{place}"
            label = " · ".join(part for part in (name, question.words, row) if part)
            if question.kind == "text":
                self.fields[key] = forms.CharField(label=label, max_length=500, required=False)
            else:
                self.fields[key] = forms.ChoiceField(
                    label=label, choices=[("", "—"), *choices_of(question)], required=False
                )
            self.places[key] = (unit, question.code, row)

    def _said(self) -> Iterator[tuple[str, str, str, str]]:
        for key, (unit, code, row) in self.places.items():
            if answer := self.cleaned_data.get(key):
                yield unit, code, row, answer

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        said: dict[str, Any] = {"u": {}, "g": {}}
        for unit, code, row, answer in self._said():
            held = said["u"].setdefault(unit, {}) if unit else said["g"]
            if row:
                held.setdefault(code, {})[row] = answer
            else:
                held[code] = answer
        plain = {name: self.cleaned_data[name] for name in ("number", "returned_on", "channel", "assisted")}
        return plain | {"given": said}
