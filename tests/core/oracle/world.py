"""What the oracle is asked about: a rulebook and plain rows, exactly as a person would type them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from core.oracle import periods
from kaogong.core.scheme.model import Item, Rulebook

Row = Mapping[str, Any]
Value = Fraction | bool | str | None


class Spot(NamedTuple):
    """Where a value stands: which sheet, whose, which grain, which period."""

    sheet: str
    subject: str
    every: str
    period: int


@dataclass(frozen=True)
class Event:
    """One confirmed event."""

    id: str
    ledger: str
    subject: str
    day: date
    kind: str
    severity: str | None
    finder: str | None
    quantity: Fraction
    incident: str | None


@dataclass
class World:
    """Rulebook and rows, with the rows found by key."""

    book: Rulebook
    subjects: dict[str, Row]
    values: dict[tuple[str, str, int], Value] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    ratings: list[Row] = field(default_factory=list)
    links: list[tuple[str, str, str, Fraction]] = field(default_factory=list)
    history: list[Row] = field(default_factory=list)
    memo: dict[Any, Any] = field(default_factory=dict)
    items: dict[tuple[str, str], Item] = field(default_factory=dict)
    asked: str = "year"
    """The length of the period asked for."""
    before_vetoes: int = 0
    """Above zero while the condition of a veto is asked: `total` is then the published total before vetoes."""

    def item(self, sheet: str, name: str) -> Item | None:
        """The item of a sheet by id or Chinese name."""
        return self.items.get((sheet, name))

    def once(self, key: Any, work: Any) -> Any:
        """Work done once per key; a value that needs itself is a fault of the rulebook."""
        if key not in self.memo:
            self.memo[key] = _RUNNING
            self.memo[key] = work()
        if self.memo[key] is _RUNNING:
            raise RecursionError(f"{key} needs itself")
        return self.memo[key]

    # --- who is there ------------------------------------------------------------------------------------------------

    def on_sheet(self, sheet_id: str, subject: str) -> bool:
        """Whether the sheet is for this subject."""
        sheet = self.book.sheets[sheet_id]
        class_id = self.subjects[subject]["class"]
        return class_id in sheet.classes if sheet.classes else self.book.classes[class_id].kind == sheet.kind

    def present(self, subject: str, every: str, period: int) -> bool:
        """Whether the subject is there for some day of the period, and the rulebook is in force on some day of it."""
        row, first, last = (
            self.subjects[subject],
            periods.first_day(every, period),
            periods.last_day(every, period),
        )
        bounds = [(row.get("since"), row.get("until")), (self.book.effective_from, self.book.effective_to)]
        return all((_day(low) or first) <= last and (_day(high) or last) >= first for low, high in bounds)

    def scored(self, spot: Spot, shorter: str) -> list[int]:
        """The scored shorter periods inside a period in which the subject is there.

        Scored are those from the first to the last with anything in them, of the whole period asked for (or, where an
        earlier value is read, of the earlier one of that length).
        """
        inside = periods.parts(spot.every, spot.period, shorter)
        whole = max(self.asked, spot.every, key=lambda one: periods.MONTHS[one])
        around = periods.containing(spot.every, spot.period, whole)
        dated = [period for period in periods.parts(whole, around, shorter) if period in self.dated(shorter)]
        if dated:
            inside = [period for period in inside if dated[0] <= period <= dated[-1]]
        return [period for period in inside if self.present(spot.subject, shorter, period)]

    def dated(self, every: str) -> set[int]:
        """The periods in which anybody has a fact of that grain or shorter, an event or a rating."""
        return self.once(("dated", every), lambda: self._dated(every))  # type: ignore[no-any-return]

    def _dated(self, every: str) -> set[int]:
        found = {periods.of_day(event.day, every) for event in self.events}
        for _, fact, period in self.values:
            grain = self.book.facts[fact].every
            if periods.MONTHS[grain] <= periods.MONTHS[every]:
                found.add(periods.containing(grain, period, every))
        for row in self.ratings:
            found.add(periods.containing("month", row["month"], every))
        return found

    def attribute(self, subject: str, name: str) -> Value:
        """A column of the subject table."""
        if name == "class":
            return str(self.subjects[subject]["class"])
        return typed(self.book.attributes[name].type, self.subjects[subject].get(name))

    def linked(self, link: str, subject: str, direction: str = "down") -> list[tuple[str, Fraction]]:
        """The subjects linked with this one, with the share of the link row."""
        if direction == "down":
            return [(to, share) for name, source, to, share in self.links if (name, source) == (link, subject)]
        return [(source, share) for name, source, to, share in self.links if (name, to) == (link, subject)]

    def mode(self, subject: str, every: str, period: int) -> str:
        """How a subject takes part that year: by the last year named before it, the first list it is in."""
        years = self.book.procedure.get("participation")
        if not years:
            return "full"
        named = [int(year) for year in years if int(year) <= periods.year_of(every, period)]
        for mode, who in years[str(max(named))].items() if named else ():
            listed = [who] if isinstance(who, str) else who
            if {"all", subject, self.subjects[subject]["class"]} & set(listed):
                return str(mode)
        return "outside"

    def counts(self, spot: Spot) -> bool:
        """Whether a subject is ranked and graded, and anything follows."""
        return self.mode(spot.subject, spot.every, spot.period) == "full"

    def members(self, sheet: str, every: str, period: int) -> list[str]:
        """The subjects of a sheet in a period, by id."""
        there = [one for one in self.subjects if self.on_sheet(sheet, one) and self.present(one, every, period)]
        return sorted(there)

    def key(self, sheet: str, subject: str, within: str) -> Value:
        """What the members of one pool have in common; nothing when the subject belongs to none."""
        if within == "all":
            return "all"
        name = (self.book.sheets[sheet].group or "class") if within == "group" else within
        return self.attribute(subject, name)

    def pool(self, spot: Spot, within: str = "group") -> list[str]:
        """The subjects compared with this one: same sheet, same period, same pool, taking part in the same way."""
        mine = self.key(spot.sheet, spot.subject, within)
        if mine is None:
            return []
        everyone = self.members(spot.sheet, spot.every, spot.period)
        how = self.mode(spot.subject, spot.every, spot.period)
        same = [one for one in everyone if self.mode(one, spot.every, spot.period) == how]
        return [one for one in same if self.key(spot.sheet, one, within) == mine]


_RUNNING = object()


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def typed(kind: str, value: Any) -> Value:
    """A cell as a value: numbers and day numbers as fractions, booleans, or text."""
    if value is None:
        return None
    if kind == "boolean":
        return bool(value)
    if kind == "date":
        return Fraction(periods.day_number(value))
    return str(value) if kind in {"choice", "text"} else Fraction(str(value))


def build(
    book: Rulebook,
    subjects: Iterable[Row],
    facts: Iterable[Row] = (),
    events: Iterable[Row] = (),
    ratings: Iterable[Row] = (),
    links: Iterable[Row] = (),
    history: Iterable[Row] = (),
    asked: str = "year",
) -> World:
    """The world from plain rows."""
    world = World(book, {str(row["subject"]): row for row in subjects}, asked=asked)
    for row in facts:
        fact = book.facts[row["fact"]]
        every, period = periods.parse(row["period"])
        assert every == fact.every, row
        world.values[row["subject"], row["fact"], period] = typed(fact.type, row["value"])
    world.events = [event for number, row in enumerate(events) if _confirmed(row) for event in _events(number, row)]
    world.ratings = [_ballot(book, row) for row in ratings]
    world.links = [(row["link"], row["from"], row["to"], Fraction(str(row.get("share", 1)))) for row in links]
    world.history = list(history)
    for sheet_id, sheet in book.sheets.items():
        for item in sheet.root.walk():
            world.items[sheet_id, item.name.zh] = item
        for item in sheet.root.walk():
            world.items[sheet_id, item.id] = item
    return world


def _confirmed(row: Row) -> bool:
    return bool(row.get("state", "confirmed") == "confirmed")


def _events(number: int, row: Row) -> list[Event]:
    day = _day(row.get("day", row.get("on")))
    assert day
    event = Event(
        id=str(row.get("id", f"{number:06d}")),
        ledger=row["ledger"],
        subject=row["subject"],
        day=day,
        kind=row["kind"],
        severity=row.get("severity"),
        finder=row.get("finder"),
        quantity=Fraction(str(row.get("quantity", 1))),
        incident=row.get("incident"),
    )
    return [replace(event, id=f"{event.id}#{turn}") for turn in range(int(row.get("times", 1)))]


def _ballot(book: Rulebook, row: Row) -> Row:
    every, month = periods.parse(row["period"])
    assert every == "month", row
    given = row["value"]
    value = book.ratings[row["ratings"]].options.get(str(given))
    valid = bool(row.get("valid", True)) and given is not None
    if value is None:
        value = Fraction(str(given)) if valid else None
    return {**row, "month": month, "question": row.get("question") or "", "value": value, "valid": valid}
