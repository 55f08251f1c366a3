"""What people entered in rounds, as rows of the tables `facts`, `ratings` and `events` (docs/guide/facts.md).

Only what is finished counts: sheets handed in, reviews fixed, votes counted. What is missing gives no row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pyarrow as pa

from kaogong.assess.models import (
    Asked,
    Entrant,
    Item,
    Outcome,
    Proof,
    Review,
    Round,
    SelfMark,
    SheetMark,
    Source,
    Tally,
    Vote,
)
from kaogong.assess.queries.ballots import Counted, questions_of
from kaogong.assess.queries.figures import (
    latest_outcomes,
    latest_reviews,
    latest_votes,
    mean_score,
    passed,
    sheet_scores,
)
from kaogong.assess.states.rounds import STANDING
from kaogong.core.scheme.period import Period
from kaogong.plan.models import Adoption, Cycle, Edition
from kaogong.plan.queries import book_of

COLUMNS = (
    "subject",
    "period",
    "fact",
    "value",
    "supplier",
    "approved_by",
    "approved_on",
    "evidence",
    "evidence_hash",
    "reason",
)
RATINGS = ("ratings", "question", "subject", "period", "rater", "group", "value", "valid")
EVENTS = (
    "ledger",
    "subject",
    "day",
    "kind",
    "severity",
    "finder",
    "quantity",
    "times",
    "incident",
    "supplier",
    "source",
    "evidence",
    "evidence_hash",
)
Cells = tuple[str | None, ...]


def facts(cycle: Cycle, edition: Edition | None = None, *, trial: bool = False) -> pa.Table:
    """Marks and figures of rounds, each under the fact its source speaks as.

    Args:
        cycle: the cycle.
        edition: only rounds under this edition; None: all.
        trial: rounds still open too, as far as they are.
    """
    rows = [
        row for one in _rounds(cycle, edition, trial) for source in _sources(one) for row in _FACTS[source.kind](source)
    ]
    return _table(COLUMNS, rows)


def ratings(cycle: Cycle, edition: Edition | None = None, *, trial: bool = False) -> pa.Table:
    """Ballots of sources that speak as a rating sheet of the rulebook. A rater is a number, never a name."""
    rows = [row for one in _rounds(cycle, edition, trial) for source in _sources(one) for row in _ballots(source)]
    return _table(RATINGS, rows)


def events(cycle: Cycle, edition: Edition | None = None, *, trial: bool = False) -> pa.Table:
    """Findings counted on items of deductions that belong to a ledger of the rulebook."""
    rows = [row for one in _rounds(cycle, edition, trial) for source in _sources(one) for row in _findings(source)]
    return _table(EVENTS, rows)


def _rounds(cycle: Cycle, edition: Edition | None, trial: bool) -> list[Round]:
    held = Round.objects.filter(cycle=cycle, state__in=("open", "closed") if trial else ("closed",))
    return list(held if edition is None else held.filter(adoption__edition=edition))


def _sources(one: Round) -> list[Source]:
    return list(one.sources.select_related("round", "unit").order_by("place"))


def _asked(source: Source) -> dict[int, Asked]:
    held = source.asked.exclude(fact="").select_related("item")
    return {one.item_id: one for one in held}


def _code(entrant: Entrant) -> str:
    return entrant.person.code if entrant.person is not None else entrant.unit.code


def _period(source: Source) -> str:
    return source.round.period


def _proofs(source: Source) -> dict[tuple[int, int | None], Proof]:
    """The first file shown of each entrant and item."""
    held = Proof.objects.filter(report__entrant__round=source.round_id, withdrawn=False).select_related("report")
    return {(one.report.entrant_id, one.item_id): one for one in held.order_by("-pk")}


def _shown(proof: Proof | None) -> Cells:
    return (proof.name, proof.evidence_id) if proof else (None, None)


def _self(source: Source) -> Iterator[Cells]:
    """Figures nobody else answers for, from self-reports that stand, with the office's review as approval."""
    asked, proofs = _asked(source), _proofs(source)
    held = SelfMark.objects.filter(
        report__entrant__round=source.round_id, report__state__in=STANDING, item__in=asked, value__isnull=False
    )
    joined = held.select_related(
        "report__entrant__unit", "report__entrant__person", "report__entrant__fixed_by", "item"
    )
    for one in joined.order_by("report__entrant__name", "item__place"):
        entrant = one.report.entrant
        by, at = entrant.fixed_by, entrant.fixed_at
        approved = (by.username if by else None, str(at.date()) if at else None)
        proof = _shown(proofs.get((entrant.pk, one.item_id)))
        start = (_code(entrant), _period(source), asked[one.item_id].fact, f"{one.value:f}", entrant.unit.code)
        yield (*start, *approved, *proof, one.words or None)


def _review(source: Source) -> Iterator[Cells]:
    asked, proofs = _asked(source), _proofs(source)
    entrants = {one.pk: one for one in _entrants(source) if one.fixed_at is not None}
    held = latest_reviews(entrants.values())
    for (pk, item), one in sorted(held.items()):
        if item in asked:
            yield _given(source, entrants[pk], asked[item], one, proofs.get((pk, item)))


def _given(source: Source, entrant: Entrant, asked: Asked, one: Review, proof: Proof | None) -> Cells:
    by, at = entrant.fixed_by, entrant.fixed_at
    start = (_code(entrant), _period(source), asked.fact, f"{one.score:f}", source.name)
    approved = (by.username if by else None, str(at.date()) if at else None)
    reason = one.reason or (None if one.claimed is None else f"自评 {one.claimed:f}，复核同意")
    return (*start, *approved, *_shown(proof), reason)


def _sheet(source: Source) -> Iterator[Cells]:
    """The mean of the sheets handed in, to the places of the item."""
    if source.ratings:
        return
    asked, proofs = _asked(source), _proofs(source)
    scores = sheet_scores(source)
    entrants = {one.pk: one for one in _entrants(source)}
    for (pk, item), marks in sorted(scores.items()):
        if item in asked:
            places = asked[item].item.places if len(marks) > 1 else None
            value = mean_score(marks, places)
            fine = passed(asked[item].item, value)
            last = max(each.sheet.submitted_at for each in marks if each.sheet.submitted_at)
            said = f"{value:f}" if fine is None else "是" if fine else "否"
            start = (_code(entrants[pk]), _period(source), asked[item].fact, said, source.name)
            reason = "；".join(each.reason for each in marks if each.reason) or None
            yield (*start, None, str(last.date()), *_shown(proofs.get((pk, item))), reason)


def _import(source: Source) -> Iterator[Cells]:
    asked = _asked(source)
    held = Outcome.objects.filter(source=source).select_related("entrant__unit", "entrant__person", "by", "evidence")
    for one in latest_outcomes(held).values():
        spoken = asked.get(one.item_id) if one.item_id else next(iter(asked.values()), None)
        if spoken is not None:
            start = (_code(one.entrant), _period(source), spoken.fact, f"{one.value:f}", one.supplier)
            approved = (one.by.username if one.by else None, str(one.at.date()))
            yield (*start, *approved, source.name, one.evidence_id, one.reason or None)


def _vote(source: Source) -> Iterator[Cells]:
    """Votes are ballots, not facts."""
    del source
    yield from ()


_FACTS = {"self": _self, "review": _review, "sheet": _sheet, "import": _import, "vote": _vote, "rate": _vote}


def _entrants(source: Source) -> list[Entrant]:
    return list(source.round.entrants.select_related("unit", "person", "fixed_by"))


def _ballots(source: Source) -> Iterator[Cells]:
    if not source.ratings:
        return
    if source.kind == "rate":
        yield from _rated(source)
        return
    if source.kind == "vote":
        held = Vote.objects.filter(source=source).select_related("entrant__unit", "entrant__person", "source")
        for vote in latest_votes(held).values():
            number = 0
            for option in source.options:
                for _each in range(vote.counts.get(option, 0)):
                    number += 1
                    yield _ballot(source, vote.entrant, "", str(number), option)
        return
    questions = {one.item_id: one.question for one in source.asked.all()}
    entrants = {one.pk: one for one in _entrants(source)}
    for (pk, item), marks in sorted(sheet_scores(source).items()):
        for number, mark in enumerate(marks, 1):
            score: Decimal = mark.score
            yield _ballot(source, entrants[pk], questions.get(item, ""), str(number), f"{score:f}")


def _rated(source: Source) -> Iterator[Cells]:
    """Ballots that were counted; where the rulebook takes severity out, as many ballots of the corrected mean.

    A ballot corrected one by one would tell by its odd places which others the same rater wrote.
    """
    fixed, asked = counts_corrected(source.round.adoption), list(questions_of(source.form))
    sheet, group, period, place = source.ratings, source.group, source.round.period, source.place
    held = Tally.objects.filter(source=source).order_by("pk")
    rows = held.values_list("entrant__person__code", "entrant__unit__code", "issued", "returned", "words")
    for person, unit, issued, returned, words in rows:
        counted, code = Counted.of(words), person or unit
        for number, (values, fine, _why) in enumerate(counted.ballots, 1):
            rater = f"{place}-{number}"
            for key in asked:
                value = counted.means[key][1] if fixed and fine and key in counted.means else values.get(key, "")
                yield sheet, key, code, period, rater, group, value if fine else "", "是" if fine else "否"
        for number in range(returned + 1, issued + 1):
            yield from ((sheet, key, code, period, f"{place}-{number}", group, "", "否") for key in asked)


def counts_corrected(adoption: Adoption | None) -> bool:
    """Whether the rulebook counts ballots with severity taken out: its reading `rater_severity` says `corrected`."""
    reading = book_of(adoption.edition).readings.get("rater_severity") if adoption else None
    return reading is not None and reading.chosen == "corrected"


def _ballot(source: Source, entrant: Entrant, question: str, rater: str, value: str) -> Cells:
    head = (source.ratings, question, _code(entrant), _period(source))
    return (*head, f"{source.place}-{rater}", source.group, value, "是")


def _findings(source: Source) -> Iterator[Cells]:
    held = SheetMark.objects.filter(
        sheet__source=source, sheet__state="submitted", item__mode="deduct", count__gt=0
    ).exclude(item__ledger="")
    joined = held.select_related("sheet__entrant__unit", "sheet__entrant__person", "item")
    for one in joined.order_by("sheet", "item__place"):
        at = one.sheet.submitted_at
        entrant, item = one.sheet.entrant, one.item
        what = (item.event or None, item.severity or None, item.finder or None, *_many(one))
        start = (item.ledger, _code(entrant), _day(source, item, at), *what)
        yield (*start, f"评分表 {one.sheet_id}-{item.code}", source.name, one.reason or item.name, None, None)


def _day(source: Source, item: Item, at: dt.datetime | None) -> str | None:
    """When it happened: what was found by somebody counts in the period it is found of, though it is entered after it."""
    if at is None:
        return None
    return str(min(at.date(), Period.parse(source.round.period).last) if item.finder else at.date())


def _many(mark: SheetMark) -> Cells:
    """How much an event is: where it is known who found it, the points it cost; else how often it happened."""
    if mark.item.finder and mark.score is not None:
        return (f"{abs(mark.score):f}", "1")
    return (None, str(mark.count))


def _table(heads: tuple[str, ...], rows: list[Cells]) -> pa.Table:
    columns = {head: [row[at] for row in rows] for at, head in enumerate(heads)}
    return pa.Table.from_pydict(columns, schema=pa.schema([(head, pa.string()) for head in heads]))
