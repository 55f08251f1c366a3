"""The form of a self-report: every item with words, figure, own score and evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaogong.assess.forms.rounds import number_field, words_field
from kaogong.assess.models import Item, SelfReport
from kaogong.org.forms.fields import SealedFile
from kaogong.plan.forms import Act
from kaogong.plan.queries.figures import said


class SelfForm(Act):
    """A self-report; everything may be left empty in a draft, handing in checks it."""

    keeps_itself = True
    """The page keeps the report itself while it is typed."""
    words = words_field(gettext_lazy("总体情况"), 4)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: Sequence[tuple[Item, str]], documents: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.items, self.documents = list(items), list(documents)
        for item, fact in self.items:
            self.fields[f"words_{item.pk}"] = words_field(_("完成情况"))
            if fact or item.unit:
                told = _("单位：%(unit)s。没有数就留空，不要填 0。") % {"unit": item.unit or _("无")}
                self.fields[f"value_{item.pk}"] = number_field(_("完成值"), help_text=told)
            if item.full is not None or item.mode == "deduct":
                told = (
                    _("满分 %(full)s。") % {"full": said(item.full)}
                    if item.full is not None
                    else _("只扣分，填 0 或负数。")
                )
                self.fields[f"score_{item.pk}"] = number_field(_("自评分"), help_text=told)
            self.fields[f"proof_{item.pk}"] = SealedFile(label=_("佐证材料"), required=False)
        for number, name in enumerate(self.documents):
            self.fields[f"document_{number}"] = SealedFile(label=name, required=False)

    def rows(self) -> Iterator[tuple[Item, list[BoundField]]]:
        """Each item with its fields."""
        for item, _fact in self.items:
            names = [f"{kind}_{item.pk}" for kind in ("words", "value", "score", "proof")]
            yield item, [self[name] for name in names if name in self.fields]

    def papers(self) -> list[BoundField]:
        """The documents that come with it."""
        return [self[f"document_{number}"] for number in range(len(self.documents))]

    def uploads(self) -> Iterator[tuple[str, Any, Item | None, str]]:
        """What was uploaded: at which field, the file, for which item, as which document."""
        given = self.cleaned_data
        for item, _fact in self.items:
            if given.get(f"proof_{item.pk}"):
                yield f"proof_{item.pk}", given[f"proof_{item.pk}"], item, ""
        for number, name in enumerate(self.documents):
            if given.get(f"document_{number}"):
                yield f"document_{number}", given[f"document_{number}"], None, name

    def marks(self) -> dict[int, dict[str, Any]]:
        """What is said of each item, as far as it was typed in order."""
        found: dict[int, dict[str, Any]] = {}
        for item, _fact in self.items:
            for kind in ("words", "value", "score"):
                if f"{kind}_{item.pk}" in self.cleaned_data:
                    found.setdefault(item.pk, {})[kind] = self.cleaned_data[f"{kind}_{item.pk}"]
        return found

    @staticmethod
    def of(report: SelfReport | None) -> dict[str, Any]:
        """What a self-report holds, to begin with."""
        found: dict[str, Any] = {"words": report.words if report else "", "seen": report.edition if report else 0}
        for one in report.marks.all() if report else ():
            found[f"words_{one.item_id}"] = one.words
            found[f"value_{one.item_id}"] = "" if one.value is None else f"{one.value:f}"
            found[f"score_{one.item_id}"] = "" if one.score is None else f"{one.score:f}"
        return found
