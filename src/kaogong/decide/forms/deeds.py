"""What the acts of deciding ask for that have no page of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaogong.decide.models import Settlement
from kaogong.org.forms.acts import words
from kaogong.org.forms.deeds import DeedForm


def papers(settlement: Settlement) -> list[tuple[str, str]]:
    """The kinds of paper a settlement brings, by the consequence they belong to."""
    found = settlement.consequences.exclude(document="").order_by("key").values_list("key", "document").distinct()
    return list(dict(found).items())


class NumberForm(DeedForm):
    """Which papers, and how their numbers begin."""

    key = forms.ChoiceField(label=_("文书"))
    begins = words(_("编号前缀"), 40, help_text=_("如“示考奖〔2026〕”，后面依次接 001、002"))

    def said(self) -> dict[str, Any]:
        """By the name of the act."""
        return {"key": self.cleaned_data["key"], "prefix": self.cleaned_data["begins"]}

    def about(self) -> None:
        """The papers of the settlement."""
        self.fields["key"].choices = papers(self.thing)  # type: ignore[attr-defined]


class BatchForm(NumberForm):
    """The same, for one subject."""

    def about(self) -> None:
        """The papers of its settlement."""
        self.fields["key"].choices = papers(self.thing.settlement)  # type: ignore[attr-defined]
