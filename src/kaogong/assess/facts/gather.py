"""Facts of every room, as the tables a run is frozen from (docs/guide/facts.md). All cells are text; missing is no row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from kaogong.approvals import facts as approvals
from kaogong.assess.facts import people as people_facts
from kaogong.assess.facts import rounds
from kaogong.assess.facts.corrections import corrections_of, put_right
from kaogong.assess.models import Result, Run
from kaogong.assess.queries.runs import latest_formal
from kaogong.core.scheme.model import Rulebook
from kaogong.core.scheme.period import Period
from kaogong.listen import facts as listen
from kaogong.monitor import facts as monitor
from kaogong.org import facts as org
from kaogong.org.models import Holiday, UnitVersion
from kaogong.org.queries import at
from kaogong.people import facts as people
from kaogong.plan import facts as plan
from kaogong.plan.models import Cycle, Edition
from kaogong.plan.queries import book_of
from kaogong.supervise import facts as supervise

Row = dict[str, Any]
Tables = Mapping[str, pa.Table]
REGISTER = ("subjects", "links", "calendar")
"""Tables that are not about a subject appraised."""


@dataclass(frozen=True)
class Asked:
    """What a run wants to know: the year, the rulebook, and up to which period."""

    cycle: Cycle
    edition: Edition
    upto: str = ""
    frozen: Run | None = None
    """A run whose frozen facts are read instead, with what rulings put right in them."""

    @property
    def day(self) -> dt.date:
        """The day as of which units and people are taken."""
        return Period.parse(self.upto).last if self.upto else self.cycle.until

    @property
    def book(self) -> Rulebook:
        """The rulebook."""
        return book_of(self.edition)

    @cached_property
    def classes(self) -> dict[str, str]:
        """The class of units (or the grade of a post) → the class in the rulebook, as adopted."""
        held = self.cycle.adoptions.filter(edition=self.edition)
        return dict(held.values_list("appraisal_class", "book_class"))


Source = Callable[[Asked], Tables]


def _register(asked: Asked) -> Tables:
    """Who is appraised under this edition, who serves where, and which days are worked."""
    classes, book = asked.classes, asked.book

    def person_class(unit_class: str, grade: str) -> str:
        return next((key for key in (f"{unit_class}/{grade}", grade) if key in classes), "")

    people = any(kind != "unit" for kind in book.kinds) and any(one.kind != "unit" for one in book.classes.values())
    found = org.subjects(asked.day, person_class if people else None).to_pylist()
    subjects = [one | {"class": classes[one["class"]]} for one in found if one["class"] in classes]
    if not book.classes:
        subjects = [{key: one[key] for key in ("id", "name")} for one in subjects]
    tables = {"subjects": pa.Table.from_pylist(subjects)} if subjects else {}
    there = {one["id"] for one in subjects}
    links = [row for row in _links(asked) if {row["from"], row["to"]} <= there]
    if links:
        tables["links"] = pa.Table.from_pylist(links)
    days = [{"day": str(day), "working": "是" if works else "否"} for day, works in _days(asked.cycle)]
    return tables | ({"calendar": pa.Table.from_pylist(days)} if days else {})


def _links(asked: Asked) -> Iterator[Row]:
    """Who serves where, and which unit stands over which, where the rulebook declares such a link."""
    for one in asked.book.links.values():
        if one.from_kind != one.to_kind and one.to_kind in ("", "unit"):
            yield from org.links(asked.day, one.id).to_pylist()
        elif one.from_kind == one.to_kind == "unit" and one.kind == "superior":
            yield from org.under(asked.day, one.id).to_pylist()
        elif one.from_kind == one.to_kind and one.to_kind not in ("", "unit") and one.kind == "superior":
            yield from people_facts.above(asked.day, one.id)


def _days(cycle: Cycle) -> Iterator[tuple[dt.date, bool]]:
    yield from Holiday.objects.filter(day__range=(cycle.since, cycle.until)).values_list("day", "working")


def _targets(asked: Asked) -> Tables:
    extra = plan.events(asked.cycle, asked.book)
    return {"facts": plan.facts(asked.cycle, asked.edition)} | ({"events": extra} if extra is not None else {})


def _figures(asked: Asked) -> Tables:
    return {"facts": monitor.facts(asked.cycle, asked.edition, asked.upto)}


def _entered(asked: Asked) -> Tables:
    """What people entered in rounds that are closed."""
    given = {"facts": rounds.facts, "ratings": rounds.ratings, "events": rounds.events}
    tables = {name: give(asked.cycle, asked.edition) for name, give in given.items()}
    return {name: table for name, table in tables.items() if table.num_rows}


def _cases(asked: Asked) -> Tables:
    """Figures and verified events of e-supervision."""
    return approvals.tables(asked.book, asked.cycle.since, min(asked.day, asked.cycle.until))


def _heard(asked: Asked) -> Tables:
    """What the public said, as far as it was released."""
    return listen.tables(asked.book, asked.cycle.since, min(asked.day, asked.cycle.until))


def _staff(asked: Asked) -> Tables:
    """Attendance, tests and what else is kept of people, as far as it stands."""
    return people.tables(asked.book, asked.cycle.since, min(asked.day, asked.cycle.until))


def _supervised(asked: Asked) -> Tables:
    """Tasks, findings and entries of ledgers that stand."""
    return supervise.tables(asked.book, asked.cycle.since, min(asked.day, asked.cycle.until))


def _assessors(asked: Asked) -> Tables:
    """What assessors were found guilty of."""
    return people_facts.misconduct(asked.book, asked.cycle.since, min(asked.day, asked.cycle.until))


def _past(asked: Asked) -> Tables:
    """Score, place and grade of earlier years, from the runs that counted then."""
    rows: list[Row] = []
    cycle = asked.cycle.previous
    while cycle is not None:
        held = cycle.adoptions.order_by().values_list("edition__book", "edition").distinct()
        for book, edition in held:
            run = latest_formal(cycle, Edition.objects.get(pk=edition)) if book == asked.edition.book else None
            if run is not None:
                rows += [_past_row(one) for one in Result.objects.filter(run=run, period=str(cycle.year))]
        cycle = cycle.previous
    return {"history": pa.Table.from_pylist(rows)} if rows else {}


def _past_row(one: Result) -> Row:
    score = None if one.total is None else f"{one.total:f}"
    year = Period.parse(one.period).first.year
    return {
        "subject": one.subject,
        "year": year,
        "sheet": one.sheet,
        "score": score,
        "rank": one.rank,
        "grade": one.grade,
    }


ROOMS: Final[tuple[tuple[str, Source], ...]] = (
    ("机构和人员", _register),
    ("目标", _targets),
    ("核实的进展", _figures),
    ("电子监察", _cases),
    ("公众评议与投诉", _heard),
    ("人员", _staff),
    ("督查", _supervised),
    ("自评与测评", _entered),
    ("考核人监督", _assessors),
    ("往年结果", _past),
)
"""What is gathered, in order, and what people call it. A room that has facts to give is one line here."""


@dataclass
class Gathered:
    """What every room gave, so far."""

    asked: Asked
    given: dict[str, list[pa.Table]] = field(default_factory=dict)

    def take(self, source: Source) -> None:
        """What one room gives."""
        for name, table in source(self.asked).items():
            self.given.setdefault(name, []).append(_texts(table))

    def tables(self) -> dict[str, pa.Table]:
        """The tables to be frozen: only who is appraised, only up to the period, suppliers by the rulebook's names."""
        whole = {name: pa.concat_tables(several, promote_options="default") for name, several in self.given.items()}
        there = whole["subjects"]["id"] if "subjects" in whole else pa.array([], pa.string())
        last = Period.parse(self.asked.upto).last if self.asked.upto else None
        found: dict[str, pa.Table] = {}
        for name, table in whole.items():
            kept = table if name in REGISTER else table.filter(pc.is_in(table["subject"], value_set=there))
            if last is not None:
                kept = kept.filter(pa.array(_in_time(kept, last), pa.bool_()))
            if name == "facts" and "supplier" in kept.column_names:
                kept = self._named(kept)
            if kept.num_rows:
                found[name] = kept
        return put_right(found, corrections_of(self.asked.cycle, self.asked.edition))

    def _named(self, facts: pa.Table) -> pa.Table:
        """A fact whose rulebook names who may supply it carries that name instead of the unit's code."""
        book, known = self.asked.book, _supplier_names(self.asked)

        @cache
        def named(fact: str, supplier: str | None) -> str | None:
            declared = book.facts.get(fact)
            if declared is None or not declared.authority or supplier in (None, *declared.authority):
                return supplier
            names = known.get(str(supplier), ())
            return next((one for one in declared.authority if one in names), supplier)

        pairs = zip(facts["fact"].to_pylist(), facts["supplier"].to_pylist(), strict=True)
        column = pa.array([named(*pair) for pair in pairs], pa.string())
        return facts.set_column(facts.column_names.index("supplier"), "supplier", column)


def _texts(table: pa.Table) -> pa.Table:
    """The same with every cell as text, and nothing where there is none."""
    columns = [pc.cast(one, pa.string()) for one in table.columns]
    return pa.table([_filled(one) for one in columns], names=table.column_names)


def _filled(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def _in_time(table: pa.Table, last: dt.date) -> list[bool]:
    """Of each row: whether it is of a period that had begun by then, or of a day until then."""
    there, nothing = table.column_names, [None] * table.num_rows
    periods = table["period"].to_pylist() if "period" in there else nothing
    days = table["day"].to_pylist() if "day" in there else nothing
    begun = {one: Period.parse(str(one)).first <= last for one in set(periods) if one}
    every = "working" in there
    return [
        begun[period] if period else not day or str(day) <= str(last) or every
        for period, day in zip(periods, days, strict=True)
    ]


def _supplier_names(asked: Asked) -> dict[str, Sequence[str]]:
    """By the code of a unit: what it is called."""
    held = UnitVersion.objects.filter(at(min(asked.day, asked.cycle.until)))
    return {code: (name, short) for code, name, short in held.values_list("unit__code", "name", "short")}
