"""Forms of ratings: marks as on a spreadsheet, meetings, declarations, hearings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaogong.assess.guards.ratings import may_declare
from kaogong.assess.models import Bench, Hearing, Pair, Source
from kaogong.assess.queries.ballots import options_of, questions_of, wrong_mark
from kaogong.assess.states.ratings import WHERE
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.forms.fields import DayField, PeopleField, PersonField, UnitField
from kaogong.org.models.labels import labels
from kaogong.org.queries import today
from kaogong.plan.forms import Act

NONE = ("", gettext_lazy("请选择"))
MOST = 5000
"""So many come to a meeting at most, of one group."""
WRONG = ("required", "invalid", "min_value", "max_value")


class RatingForm(Act):
    """Marks for several people, one line each; the cells are reached by the keys as on a spreadsheet."""

    def __init__(
        self, *args: Any, source: Source, pairs: Sequence[Pair], held: dict[int, dict[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.pairs, self.asked, self.scale = list(pairs), questions_of(source.form), source.form
        options = options_of(source.form)
        for pair in self.pairs:
            for number, (key, name) in enumerate(self.asked.items()):
                label = _("%(name)s %(question)s") % {"name": pair.entrant.name, "question": name or _("得分")}
                field = self._cell(label, options, held.get(pair.pk, {}).get(key, ""))
                field.widget.attrs["data-grid"] = f"q{number}"
                self.fields[f"m_{pair.pk}_{number}"] = field

    @staticmethod
    def _cell(label: str, options: Sequence[str], value: str) -> forms.Field:
        if options:
            choices = [("", "—"), *((one, one) for one in options)]
            return forms.ChoiceField(label=label, choices=choices, required=False, initial=value)
        box = forms.TextInput(attrs={"inputmode": "decimal"})
        return forms.CharField(label=label, max_length=12, required=False, initial=value, widget=box)

    def clean(self) -> dict[str, Any]:
        """Every mark beyond the scale is told at its cell, all of them at once."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(given.items()):
            if value and (why := wrong_mark(self.scale, value)):
                self.add_error(name, why)
        return given

    def rows(self) -> Iterator[tuple[Pair, list[BoundField]]]:
        """Each pair with its cells."""
        for pair in self.pairs:
            yield pair, [self[f"m_{pair.pk}_{number}"] for number in range(len(self.asked))]

    def marks(self) -> dict[int, dict[str, str]]:
        """What was filled in, by pair and question."""
        given = self.cleaned_data
        return {
            pair.pk: {key: given[f"m_{pair.pk}_{number}"] for number, key in enumerate(self.asked)}
            for pair in self.pairs
        }

    def add_error(self, field: Any, error: Any) -> None:
        """A word about an entrant's ballot stands at its first cell."""
        named = f"{field}_0" if field and field not in self.fields and f"{field}_0" in self.fields else field
        super().add_error(named, error)


class RatersForm(Act):
    """Who rates one entrant on a source."""

    people = PeopleField(label=gettext_lazy("评议人"))


class MeetingForm(DeedForm):
    """A meeting: when, where, which groups."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    held_on = DayField(label=gettext_lazy("日期"), initial=today)
    place = forms.CharField(label=gettext_lazy("地点"), max_length=80, required=False)
    sources = forms.ModelMultipleChoiceField(
        label=gettext_lazy("到会的评议组"), queryset=Source.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def about(self) -> None:
        """The groups of the round that no meeting has yet."""
        free = self.thing.sources.filter(kind="rate", who="codes", benches=None)
        self.fields["sources"].queryset = free  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        return dict(self.cleaned_data) | {"sources": list(self.cleaned_data["sources"])}


class NumbersForm(Act):
    """How many of each group came."""

    def __init__(self, *args: Any, benches: Sequence[Bench], **more: Any) -> None:
        super().__init__(*args, **more)
        self.benches = list(benches)
        told = _("请填到会人数，1 至 %(most)s 的整数。没有人到会的组，请另外安排测评会。") % {"most": MOST}
        for one in self.benches:
            self.fields[f"n_{one.pk}"] = forms.IntegerField(
                label=one.source.name, min_value=1, max_value=MOST, error_messages=dict.fromkeys(WRONG, told)
            )

    def numbers(self) -> dict[int, int]:
        """By group."""
        return {one.pk: self.cleaned_data[f"n_{one.pk}"] for one in self.benches}


class KinForm(DeedForm):
    """Who is related to whom; people declare their own, the office enters those of others."""

    person = PersonField(label=gettext_lazy("申报人工号"))
    other = PersonField(label=gettext_lazy("亲属工号"))
    relation = forms.CharField(label=gettext_lazy("关系"), max_length=40)

    def about(self) -> None:
        """Who is not of the office declares for himself."""
        if self.account is not None and may_declare(self.account):
            del self.fields["person"]

    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        given = dict(self.cleaned_data)
        if "person" not in given and self.account is not None:
            given["person"] = self.account.person
        return given


class PostingForm(DeedForm):
    """Where somebody is for a time."""

    person = PersonField(label=gettext_lazy("人员工号"))
    kind = forms.ChoiceField(label=gettext_lazy("情况"), choices=[NONE, *labels(WHERE)])
    host = UnitField(label=gettext_lazy("借调到"), required=False)
    since = DayField(label=gettext_lazy("自"))
    until = DayField(label=gettext_lazy("至(不含)"), required=False)
    reason = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)


class HearingForm(DeedForm):
    """Who is heard, and as whom."""

    person = PersonField(label=gettext_lazy("听取对象工号"))
    role = forms.ChoiceField(label=gettext_lazy("身份"), choices=Hearing.ROLES)
