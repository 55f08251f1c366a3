"""Forms of rounds: a new one from a rulebook, marks on a grid, votes, results from outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaogong.assess.actions.selfreports import beyond
from kaogong.assess.models import Entrant, Item, Outcome, Review, Round, ScoreSheet, Source
from kaogong.assess.queries.drafting import ANONYMOUS, Drafted
from kaogong.assess.queries.entrants import people_assessed
from kaogong.assess.queries.roster import roster
from kaogong.assess.states.ratings import RATERS
from kaogong.assess.states.rounds import KINDS, SOURCES, WHO, WHOM
from kaogong.core.scheme.period import Period
from kaogong.org.forms.fields import DayField, LinesField, PeopleField, SealedFile
from kaogong.org.models import Person
from kaogong.org.models.labels import labels
from kaogong.plan.forms import Act, ExactField
from kaogong.plan.models import Adoption

SHORT = 500
LONG = 2000


def number_field(label: str, **given: Any) -> ExactField:
    """A number that may be left empty."""
    box = forms.TextInput(attrs={"inputmode": "decimal"})
    return ExactField(label=label, max_length=40, required=False, widget=box, **given)


def words_field(label: Any, rows: int = 3, most: int = LONG, *, required: bool = False) -> forms.CharField:
    """Some sentences."""
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=box)


class RoundForm(Act):
    """A round: what, when, in which steps, and from which sources."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=labels(KINDS))
    period = forms.CharField(
        label=gettext_lazy("考核时期"),
        max_length=8,
        help_text=gettext_lazy("年写 2026，季写 2026-Q1，月写 2026-09。"),
    )
    opens = DayField(label=gettext_lazy("开始日期"), help_text=gettext_lazy("这一天起才能启动。"))
    report_due = DayField(
        label=gettext_lazy("自评截止"), required=False, help_text=gettext_lazy("当天算按时；逾期照收，列为逾期。")
    )
    enter_from = DayField(label=gettext_lazy("评分开始"), required=False)
    enter_until = DayField(
        label=gettext_lazy("评分截止"), required=False, help_text=gettext_lazy("此外的日子不能复核、评分和计票。")
    )
    signed = forms.BooleanField(label=gettext_lazy("自评须单位负责人签批"), required=False, initial=True)
    stepped = forms.BooleanField(label=gettext_lazy("按步骤进行，前一步完成才能开始下一步"), required=False)
    reviewed = forms.BooleanField(label=gettext_lazy("绩效办逐项复核自评"), required=False, initial=True)

    whom = forms.ChoiceField(
        label=gettext_lazy("参评对象"),
        choices=labels(WHOM),
        initial="units",
        required=False,
        help_text=gettext_lazy("领导和工作人员按今天登记的任职列出。"),
    )
    people = PeopleField(label=gettext_lazy("指名的人员"), required=False)
    combine = forms.ChoiceField(
        label=gettext_lazy("合成方式"),
        choices=Round.COMBINES,
        initial="sum",
        required=False,
        help_text=gettext_lazy("按权重合成的，启动前可给每个对象定权重。"),
    )
    needs = LinesField(
        label=gettext_lazy("须备的体系"),
        required=False,
        help_text=gettext_lazy("如“指标体系”“评价标准”。一行一项，全部写明才能启动。"),
    )

    def __init__(
        self, *args: Any, drafted: Drafted, steps: Sequence[str], adoption: Adoption | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.drafted, self.steps, self.adoption = drafted, list(steps), adoption
        self.fields["stepped"].help_text = " → ".join(self.steps)
        has_self = any(one["kind"] == "self" for one in drafted.sources)
        if not has_self or any(one["kind"] == "review" for one in drafted.sources):
            del self.fields["reviewed"]
        for number, one in enumerate(drafted.sources):
            self.fields[f"use_{number}"] = forms.BooleanField(label=one["name"], required=False, initial=True)
            if one["kind"] in {"sheet", "import", "review", "vote", "rate"}:
                names = dict(labels(SOURCES))
                counted = one["kind"] in {"vote", "rate"}
                kinds = [(key, names[key]) for key in (("rate", "vote") if counted else ("sheet", "review", "import"))]
                label = _("%(name)s：方式") % {"name": one["name"]}
                self.fields[f"kind_{number}"] = forms.ChoiceField(label=label, choices=kinds, initial=one["kind"])
                label, who = (
                    _("%(name)s：评分人") % {"name": one["name"]},
                    [("", _("不适用")), *labels(RATERS if counted else WHO)],
                )
                self.fields[f"who_{number}"] = forms.ChoiceField(
                    label=label, choices=who, initial=one.get("who", ""), required=False
                )

    def sources(self) -> Iterator[tuple[dict[str, Any], BoundField, BoundField | None, BoundField | None]]:
        """The sources of the rulebook, each with its fields."""
        for number, one in enumerate(self.drafted.sources):
            kind = self[f"kind_{number}"] if f"kind_{number}" in self.fields else None
            yield one, self[f"use_{number}"], kind, self[f"who_{number}"] if kind else None

    def plain(self) -> list[BoundField]:
        """The fields that are not about a source."""
        return [one for one in self if not one.name.startswith(("use_", "kind_", "who_"))]

    def said(self) -> dict[str, Any]:
        """What is to be prepared, as the verb takes it."""
        given = dict(self.cleaned_data)
        found: list[dict[str, Any]] = []
        own: list[str] = []
        for number, one in enumerate(self.drafted.sources):
            if not given.get(f"use_{number}"):
                continue
            kind = given.get(f"kind_{number}") or one["kind"]
            who = given.get(f"who_{number}") or ""
            found.append(one | {"kind": kind, "who": who} | ({"anonymous": who in ANONYMOUS} if kind == "rate" else {}))
            own = list(one["items"]) if kind == "self" else own
        if own and given.get("reviewed"):
            found.insert(1, {"kind": "review", "name": _("绩效办复核"), "who": "office", "items": own})
        keys = (
            "name",
            "kind",
            "period",
            "opens",
            "report_due",
            "enter_from",
            "enter_until",
            "signed",
        )
        used = {code for one in found for code in one["items"]}
        items = [one for one in self.drafted.items if one["code"] in used]
        steps = self.steps if given["stepped"] else []
        more: dict[str, Any] = {"combine": given["combine"] or "sum", "needs": given["needs"]}
        more |= self.entrants() | {"sources": found, "items": items, "steps": steps}
        return {key: given[key] for key in keys} | more

    def entrants(self) -> dict[str, Any]:
        """Who is assessed, and who of those is spared; None: the units of the class."""
        whom = self.cleaned_data["whom"] or "units"
        if whom == "units":
            return {"entrants": None}
        try:
            period = Period.parse(self.cleaned_data["period"])
        except ValueError:
            return {"entrants": people_assessed(self.adoption, whom, self.cleaned_data["people"])}
        found = roster(self.adoption, whom, period, self.cleaned_data["people"])
        return {"entrants": found.entrants, "spared": found.spared}

    def clean(self) -> dict[str, Any]:
        """Somebody is assessed.

        Raises:
            ValidationError: nobody is.
        """
        given = super().clean() or self.cleaned_data
        if given.get("whom") not in (None, "", "units") and not self.errors and not self.entrants()["entrants"]:
            words = _("没有这样的人员：先在“机构与人员”里登记任职，或写明工号。")
            self.add_error("people" if given["whom"] == "people" else "whom", words)
        return given


class GridForm(Act):
    """Marks on items, one line each: a mark, or how often on an item of deductions, and a reason."""

    def __init__(self, *args: Any, items: Sequence[Item], counts: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.items = list(items)
        for item in self.items:
            name, field = self._mark(item, counts=counts)
            field.widget.attrs["data-grid"] = "mark"
            self.fields[name] = field
            reason = forms.CharField(label=_("%(name)s 理由") % {"name": item.name}, max_length=SHORT, required=False)
            reason.widget.attrs["data-grid"] = "reason"
            self.fields[f"reason_{item.pk}"] = reason

    def clean(self) -> dict[str, Any]:
        """Every mark beyond its item is told at its line, all of them at once."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for item in self.items:
            if why := beyond(item, given.get(f"score_{item.pk}")):
                self.add_error(f"score_{item.pk}", why)
        return given

    def _mark(self, item: Item, *, counts: bool) -> tuple[str, forms.Field]:
        if counts and item.mode == "deduct":
            label = _("%(name)s 次数") % {"name": item.name}
            return f"count_{item.pk}", forms.IntegerField(label=label, min_value=0, required=False)
        return f"score_{item.pk}", number_field(_("%(name)s 得分") % {"name": item.name})

    def rows(self) -> Iterator[tuple[Item, BoundField, BoundField]]:
        """Each item with its mark and its reason."""
        for item in self.items:
            name = f"count_{item.pk}" if f"count_{item.pk}" in self.fields else f"score_{item.pk}"
            yield item, self[name], self[f"reason_{item.pk}"]

    def reviews(self) -> dict[int, tuple[Decimal, str]]:
        """The marks that were written, as a review takes them."""
        given = self.cleaned_data
        return {
            item.pk: (given[f"score_{item.pk}"], given[f"reason_{item.pk}"])
            for item in self.items
            if given.get(f"score_{item.pk}") is not None
        }

    def marks(self) -> dict[int, dict[str, Any]]:
        """What was written, as a sheet takes it; an emptied line is empty again."""
        given = self.cleaned_data
        return {
            item.pk: {
                "score": given.get(f"score_{item.pk}"),
                "count": given.get(f"count_{item.pk}"),
                "reason": given[f"reason_{item.pk}"],
            }
            for item in self.items
        }

    @staticmethod
    def of_reviews(held: Mapping[tuple[int, int], Review]) -> dict[str, Any]:
        """What was reviewed, to begin with."""
        found: dict[str, Any] = {}
        for (_entrant, item), one in held.items():
            found |= {f"score_{item}": f"{one.score:f}", f"reason_{item}": one.reason}
        return found

    @staticmethod
    def of_sheet(sheet: ScoreSheet | None) -> dict[str, Any]:
        """What a sheet holds, to begin with."""
        found: dict[str, Any] = {}
        for one in sheet.marks.all() if sheet else ():
            found[f"score_{one.item_id}"] = "" if one.score is None else f"{one.score:f}"
            found |= {f"count_{one.item_id}": one.count, f"reason_{one.item_id}": one.reason}
        return found


class VoteForm(Act):
    """How a vote came out."""

    held_on = DayField(label=gettext_lazy("测评日期"))
    issued = forms.IntegerField(label=gettext_lazy("发出票数"), min_value=1)
    evidence = SealedFile(label=gettext_lazy("计票表"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("更正理由"),
        max_length=SHORT,
        required=False,
        help_text=gettext_lazy("登记过的再改须写明；原计票留存。"),
    )

    def __init__(self, *args: Any, source: Source, **more: Any) -> None:
        super().__init__(*args, **more)
        self.options = list(source.options)
        names = [f"option_{number}" for number in range(len(self.options))]
        for name, option in zip(names, self.options, strict=True):
            self.fields[name] = forms.IntegerField(label=option, min_value=0, initial=0)
        self.order_fields(["held_on", "issued", *names, "evidence", "reason"])

    def counts(self) -> dict[str, int]:
        """What was chosen how often."""
        return {option: self.cleaned_data[f"option_{number}"] for number, option in enumerate(self.options)}


class OutcomesForm(Act):
    """Results from outside, one line an entrant."""

    supplier = forms.CharField(label=gettext_lazy("提供单位"), max_length=80)
    evidence = SealedFile(label=gettext_lazy("来函或结果表"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("更正理由"),
        max_length=SHORT,
        required=False,
        help_text=gettext_lazy("登记过的再改须写明；原结果留存。"),
    )

    def __init__(self, *args: Any, entrants: Sequence[Entrant], held: Mapping[int, Outcome], **more: Any) -> None:
        super().__init__(*args, **more)
        self.entrants, self.held = list(entrants), held
        for one in self.entrants:
            last, field = held.get(one.pk), number_field(one.name)
            field.initial = f"{last.value:f}" if last else ""
            field.widget.attrs["data-grid"] = "mark"
            self.fields[f"value_{one.pk}"] = field

    def rows(self) -> Iterator[tuple[Entrant, BoundField, Outcome | None]]:
        """Each entrant with its field, and what is registered."""
        for one in self.entrants:
            yield one, self[f"value_{one.pk}"], self.held.get(one.pk)

    def plain(self) -> list[BoundField]:
        """The fields that are about all of them."""
        return [one for one in self if not one.name.startswith("value_")]

    def values(self) -> dict[int, Decimal]:
        """The results that were written."""
        given = self.cleaned_data
        return {one.pk: given[f"value_{one.pk}"] for one in self.entrants if given.get(f"value_{one.pk}") is not None}


class OpinionForm(Act):
    """The opinion that goes back to who was voted on."""

    words = words_field(gettext_lazy("评议意见"), required=True)


class AssessorsForm(Act):
    """Who fills in the sheets of a source."""

    people = forms.CharField(
        label=gettext_lazy("评分人工号"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("一行一人，或用顿号分开。评到自己任职或须回避的单位时，自动不计入。"),
    )

    def clean_people(self) -> list[Person]:
        """The people, in the order they were written.

        Raises:
            ValidationError: somebody is not on the register.
        """
        typed = self.cleaned_data["people"].replace("、", "\n").replace("，", "\n").split("\n")
        codes = list(dict.fromkeys(one.strip() for one in typed if one.strip()))
        there = {one.code: one for one in Person.objects.filter(code__in=codes, left__isnull=True)}
        absent = [one for one in codes if one not in there]
        if absent:
            raise forms.ValidationError(
                _("没有这些工号的在册人员：%(codes)s。请核对。") % {"codes": _("、").join(absent)}
            )
        return [there[one] for one in codes]
