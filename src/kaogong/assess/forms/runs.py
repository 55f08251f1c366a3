"""Asking for a scoring run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kaogong.plan.forms import Act
from kaogong.plan.models import Cycle, Edition


class AskForm(Act):
    """Which edition, what for, up to when."""

    edition = forms.ModelChoiceField(Edition.objects.none(), label=gettext_lazy("考核办法"), empty_label=None)
    purpose = forms.ChoiceField(
        label=gettext_lazy("用途"), choices=[("trial", gettext_lazy("试算")), ("formal", gettext_lazy("正式计分"))]
    )
    upto = forms.CharField(
        label=gettext_lazy("截至时期"),
        help_text=gettext_lazy("如 2026-09 或 2026-Q3；不填为全年"),
        max_length=8,
        required=False,
    )

    def __init__(self, *given: Any, cycle: Cycle, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["edition"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Edition.objects.filter(adoptions__cycle=cycle).distinct()


class RerunForm(Act):
    """Why it is scored again."""

    reason = forms.CharField(label=gettext_lazy("更正理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
