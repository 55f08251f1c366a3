"""What a round still lacks: every source of every entrant, item by item, named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from kaogong.assess.models import Entrant, Item, Outcome, Review, Round, SheetMark, Source, Vote
from kaogong.assess.queries.raters import raters
from kaogong.assess.states.rounds import STANDING


@dataclass(frozen=True, slots=True)
class Gap:
    """Something expected that is not there."""

    source: Source
    entrant: Entrant
    what: str
    item: Item | None = None

    def __str__(self) -> str:
        return _("：").join((str(self.source), f"{self.entrant} {self.what}".strip()))


@dataclass(frozen=True, slots=True)
class Side:
    """A source with what is there of it."""

    source: Source
    expected: int
    gaps: tuple[Gap, ...]

    @property
    def there(self) -> int:
        """How many of the expected are there."""
        return self.expected - len(self.gaps)

    @property
    def complete(self) -> bool:
        """Nothing lacks."""
        return not self.gaps


def items_of(source: Source) -> list[Item]:
    """The items a source speaks of, without those assessed before in the year."""
    before = set(source.round.items.filter(taken_from__isnull=False).values_list("pk", flat=True))
    asked = source.asked.select_related("item").order_by("item__place")
    return [one.item for one in asked if one.item_id not in before]


def sides(one: Round) -> list[Side]:
    """Every source of a round, with what is expected and what lacks."""
    entrants = list(one.entrants.select_related("report", "unit", "person"))
    return [side(source, entrants) for source in one.sources.select_related("round", "body", "unit").order_by("place")]


def side(source: Source, entrants: Sequence[Entrant]) -> Side:
    """One source, with what is expected and what lacks."""
    told = list(_EXPECTED[source.kind](source, entrants))
    return Side(source, len(told), tuple(one for one in told if one is not None))


def _self(source: Source, entrants: Sequence[Entrant]) -> Iterator[Gap | None]:
    for one in entrants:
        report = getattr(one, "report", None)
        there = report is not None and report.state in STANDING
        yield None if there else Gap(source, one, report.get_state_display() if report else _("还没有自评"))


def _review(source: Source, entrants: Sequence[Entrant]) -> Iterator[Gap | None]:
    items = items_of(source)
    done = set(Review.objects.filter(entrant__in=entrants).values_list("entrant_id", "item_id"))
    for one in entrants:
        for item in items:
            there = (one.pk, item.pk) in done
            yield None if there else Gap(source, one, item.name, item)
        if one.fixed_at is None and all((one.pk, item.pk) in done for item in items):
            yield Gap(source, one, _("复核完了，还没有确定结果"))


def _sheet(source: Source, entrants: Sequence[Entrant]) -> Iterator[Gap | None]:
    items, whose = items_of(source), raters(source, entrants)
    held = {(one.entrant_id, one.assessor_id): one for one in source.sheets.all()}
    marks = SheetMark.objects.filter(sheet__source=source, score__isnull=False)
    done = set(marks.values_list("sheet_id", "item_id"))
    for one in entrants:
        for rater in whose[one.pk]:
            by = _("（") + str(rater.person) + _("）") if rater else ""
            sheet = held.get((one.pk, rater.pk if rater else None))
            lacking = [item for item in items if sheet is None or (sheet.pk, item.pk) not in done]
            for item in items:
                yield Gap(source, one, f"{item.name}{by}", item) if item in lacking else None
            if not lacking and sheet is not None and sheet.state != "submitted":
                yield Gap(source, one, _("评完了，还没有提交") + by)
        if source.who == "assessors" and not whose[one.pk]:
            yield Gap(source, one, _("没有可以评分的人"))


def _vote(source: Source, entrants: Sequence[Entrant]) -> Iterator[Gap | None]:
    done = set(Vote.objects.filter(source=source).values_list("entrant_id", flat=True))
    for one in entrants:
        yield None if one.pk in done else Gap(source, one, _("还没有计票"))


def _rate(source: Source, entrants: Sequence[Entrant]) -> Iterator[Gap | None]:
    """Enough ballots handed in; of a meeting, that it is over."""
    bench = source.benches.select_related("meeting").first() if source.who == "codes" else None
    over = bench is not None and bench.meeting.state == "closed"
    if source.who == "codes" and not over:
        words = _("测评会还没有结束") if bench else _("还没有安排测评会")
        yield from (Gap(source, one, words) for one in entrants)
        return
    if source.who == "codes":
        there = dict(source.tallies.values_list("entrant_id", "valid"))
    else:
        held = source.pairs.filter(state="handed").values("entrant_id").order_by("entrant_id")
        there = {row["entrant_id"]: row["n"] for row in held.annotate(n=Count("pk"))}
    for one in entrants:
        number = there.get(one.pk, 0)
        told = {"n": number, "least": source.minimum}
        short = number < source.minimum
        yield Gap(source, one, _("收到 %(n)s 票，至少要 %(least)s 票") % told) if short else None


def _import(source: Source, entrants: Sequence[Entrant]) -> Iterator[Gap | None]:
    items: list[Item | None] = list(items_of(source)) or [None]
    done = set(Outcome.objects.filter(source=source).values_list("entrant_id", "item_id"))
    for one in entrants:
        for item in items:
            there = (one.pk, item.pk if item else None) in done
            yield None if there else Gap(source, one, item.name if item else _("还没有收到"), item)


_EXPECTED = {"self": _self, "review": _review, "sheet": _sheet, "vote": _vote, "rate": _rate, "import": _import}


def gaps_of(one: Round, seen: Sequence[Side] | None = None) -> list[Gap]:
    """What lacks of the required sources: while there is something, the round cannot close."""
    return [gap for side in (sides(one) if seen is None else seen) if side.source.required for gap in side.gaps]
