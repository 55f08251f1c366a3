"""Asking for a back-test."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaogong.assess.models import Run
from kaogong.assess.queries.backtests import editions_to_try
from kaogong.plan.forms import Act
from kaogong.plan.models import Edition


class EditionField(forms.ModelChoiceField[Edition]):
    """An edition, with its draft."""

    def label_from_instance(self, obj: Edition) -> str:
        """The edition in words."""
        told = {"edition": obj, "draft": obj.draft, "state": obj.get_state_display()}
        return _("%(edition)s 第 %(draft)s 稿（%(state)s）") % told


class RunField(forms.ModelChoiceField[Run]):
    """A run of a year that is over."""

    def label_from_instance(self, obj: Run) -> str:
        """The year and the edition it was scored by."""
        return _("%(cycle)s（按%(edition)s 计分）") % {"cycle": obj.cycle, "edition": obj.edition}


class TryForm(Act):
    """Which edition, on the facts of which year."""

    edition = EditionField(
        Edition.objects.none(),
        label=gettext_lazy("试算哪一版"),
        help_text=gettext_lazy("草稿也可以试"),
        empty_label=None,
    )
    run = RunField(
        Run.objects.none(),
        label=gettext_lazy("用哪一年的数据"),
        help_text=gettext_lazy("已结束年度正式计分时冻结的数据"),
        empty_label=None,
    )

    def __init__(self, *given: Any, runs: list[Run], **more: Any) -> None:
        super().__init__(*given, **more)
        for name, found in (
            ("edition", editions_to_try(runs)),
            ("run", Run.objects.filter(pk__in=[one.pk for one in runs]).select_related("cycle", "edition")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found
