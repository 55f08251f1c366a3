"""Forms of what follows: approvals, opinions, feedback of the level above."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from kaogong.listen.forms.surveys import words
from kaogong.org.forms.fields import DayField, LinesField, RowsField, UnitField
from kaogong.plan.forms import Act, ExactField


class AssentForm(Act):
    """A body that agreed."""

    body = forms.CharField(label=lazy("审批机关"), max_length=60)
    document = forms.CharField(label=lazy("会议或文号"), max_length=120)
    on = DayField(label=lazy("日期"), required=False)


class WordsForm(Act):
    """A few sentences."""

    words = words(lazy("说明"))


class ReasonForm(Act):
    """A reason."""

    reason = words(lazy("理由"), max_length=200)


class UnitForm(Act):
    """Whose it is."""

    unit = UnitField(label=lazy("责任单位"), help_text=lazy("写单位编码或全称。"))


class PartsForm(Act):
    """Several matters out of one text."""

    parts = LinesField(label=lazy("拆成几条"))


class ReplyForm(Act):
    """What the unit answers."""

    reply = words(lazy("答复"), 4)


class FeedbackForm(Act):
    """What the level above sent."""

    year = forms.IntegerField(label=lazy("年度"), min_value=2000, max_value=2200)
    source = forms.CharField(label=lazy("来文单位"), max_length=80)
    document = forms.CharField(label=lazy("文号"), max_length=60, required=False)
    scores = RowsField(
        {
            "indicator": forms.CharField(label=lazy("考评项目")),
            "full": ExactField(label=lazy("满分")),
            "score": ExactField(label=lazy("得分")),
        },
        label=lazy("考评得分"),
    )
    opinions = LinesField(label=lazy("意见建议"), help_text=lazy("一行一条"))

    def given(self) -> dict[str, Any]:
        """What was typed, as the verb takes it."""
        held = dict(self.cleaned_data)
        return held | {"scores": [(one["indicator"], one["full"], one["score"]) for one in held["scores"]]}


class SessionForm(Act):
    """The session that studied the feedback."""

    on = DayField(label=lazy("研究日期"))
    minutes = words(lazy("研究意见"), 5, max_length=5000)
