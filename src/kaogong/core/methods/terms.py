"""Terms: what a score is made of, before any engine.

A method does not compute. It returns a *term*: a small immutable tree over facts, other items and aggregates. The same
term is lowered to integer SQL, evaluated with fractions for explanations and for settling doubtful roundings, and
printed as the sentence a person can check with a pocket calculator.

Meaning, for every engine:

* A term has an exact rational value or is **missing**. Missing is not zero.
* Arithmetic, `Min` and `Max` with a missing operand are missing. A comparison with a missing operand is undecided; `Not` of
  it is undecided too, `All` and `AnyOf` are decided where one part decides them. `Known` always is.
* `Case` takes the first branch whose condition is met; only that branch need be present. No branch: `otherwise`.
* `Div` by zero is `when_zero`.
* Nothing is rounded except by `Round` and `Root`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kaogong.core.problem import Text

RoundMode = Literal["half_up", "half_even", "down", "up", "floor", "ceiling"]
"""half_up: ties away from zero. down: towards zero. up: away from zero."""
Within = str
"""A pool of subjects: `class`, `group`, `all`, or the name of an attribute."""


@dataclass(frozen=True, slots=True)
class Num:
    """A constant of the rulebook."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Null:
    """Missing."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A declared fact of the subject in the period. Booleans are 1 or 0, dates days since 1970-01-01, choices 1, 2, … in order."""

    name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of the subject table, coded like a fact. `class`, `group` are coded 1, 2, … in declared order."""

    name: str


@dataclass(frozen=True, slots=True)
class Node:
    """The value of an item (exact) in the same sheet and period. `published` reads the rounded, published value."""

    sheet: str
    item: str
    published: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A result of the subject that is decided after scoring: `grade` (coded 1 = best …), `rank`, `award`; or history."""

    name: str
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Add:
    """Sum."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Sub:
    """Difference."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Mul:
    """Product."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Div:
    """Exact quotient; `when_zero` where the denominator is zero (default: missing)."""

    over: Term
    under: Term
    when_zero: Term = Null()


@dataclass(frozen=True, slots=True)
class Min:
    """The least; missing if any is missing."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Max:
    """The greatest; missing if any is missing."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """Declared rounding to decimal places."""

    term: Term
    places: int
    mode: RoundMode = "half_up"


@dataclass(frozen=True, slots=True)
class Root:
    """sign(over) × √(over² ÷ under), kept to `places` places towards zero. `under` ≤ 0: missing."""

    over: Term
    under: Term
    places: int


@dataclass(frozen=True, slots=True)
class Branch:
    """One arm of a case; `note` says in words why it applies (printed in explanations)."""

    when: Condition
    then: Term
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """The first branch whose condition is met."""

    branches: tuple[Branch, ...]
    otherwise: Term = Null()
    note: Text | None = None


# --- conditions ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison, decided exactly."""

    op: Literal["==", "!=", "<", "<=", ">", ">="]
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Known:
    """The term is not missing."""

    term: Term


@dataclass(frozen=True, slots=True)
class All:
    """Every condition is met (none: met)."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some condition is met (none: not met)."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The condition is not met (undecided where it is)."""

    of: Condition


# --- aggregates: values read over several rows; the engine computes each kind for all items at once ----------------


@dataclass(frozen=True, slots=True)
class EventRule:
    """One line of a tariff: events that match every given property earn `marks` each."""

    marks: Fraction
    kind: str | None = None
    severity: str | None = None
    finder: str | None = None


@dataclass(frozen=True, slots=True)
class EventMarks:
    """Summed marks of the confirmed events of a ledger (0 when there are none). The first matching rule counts.

    Order of treatment: match → `highest_per` (only the dearest event of each incident) → sort by date and id →
    `free` first n dropped → n-th event's multiplier (`repeat_factor` ** (n - repeat_from + 1) from the `repeat_from`-th
    on; or `nth` marks replacing the tariff, the last one for all later) → × quantity if `per` is quantity → `cap_each`
    per kind → sum. `via`: the events of subjects linked from this one, × `share`.
    `average_over`: the events of linked subjects, divided by their number.
    """

    ledger: str
    rules: tuple[EventRule, ...]
    per: Literal["event", "quantity", "incident"] = "event"
    free: int = 0
    repeat_from: int = 0
    repeat_factor: Fraction = Fraction(1)
    nth: tuple[Fraction, ...] = ()
    highest_per: Literal["", "incident", "subject"] = ""
    cap_each: tuple[tuple[str, Fraction], ...] = ()
    via: str = ""
    share: Fraction = Fraction(1)
    average_over: str = ""


@dataclass(frozen=True, slots=True)
class EventCount:
    """How many confirmed events (or their summed quantity) match; 0 when there are none."""

    ledger: str
    kind: str = ""
    measure: Literal["count", "quantity"] = "count"


@dataclass(frozen=True, slots=True)
class RatingStat:
    """Statistics over one rater group's ballots for the subject, after trimming. `sum` is missing without ballots.

    Trimming: when at least `trim_from` valid ballots stand, the `trim_high` highest and `trim_low` lowest are dropped, or
    the share `trim_share` of the ballots at each end (rounded down).
    `count` valid ballots kept; `issued` all ballots, the invalid included.
    """

    ratings: str
    group: str
    stat: Literal["sum", "count", "issued"]
    question: str = ""
    trim_high: int = 0
    trim_low: int = 0
    trim_share: Fraction = Fraction(0)
    trim_from: int = 0


@dataclass(frozen=True, slots=True)
class GroupStat:
    """A statistic of a term over the subjects of the pool (same sheet, same period) that have a value."""

    stat: Literal["max", "min", "sum", "count", "sum_squares"]
    term: Term
    within: Within = "group"


@dataclass(frozen=True, slots=True)
class Standing:
    """The place of the subject's term in its pool: 1 = best. Subjects without a value have no place.

    ties: `best` 1,2,2,4 · `worst` 1,3,3,4 · `dense` 1,2,2,3 · `mean` 1,2.5,2.5,4.
    """

    term: Term
    within: Within = "group"
    order: Literal["high", "low"] = "high"
    ties: Literal["best", "worst", "dense", "mean"] = "best"


@dataclass(frozen=True, slots=True)
class LinkStat:
    """A statistic over the values of another sheet's item for the subjects linked with this one, in the same period.

    `down`: rows (link, from=this, to=other); `up`: rows (link, from=other, to=this). `one`: exactly one linked value.
    `weighted`: Σ share × value, with the share of the link row. Missing when no linked subject has a value; `count` is 0.
    """

    link: str
    sheet: str
    item: str
    stat: Literal["sum", "mean", "min", "max", "one", "count", "weighted"]
    direction: Literal["down", "up"] = "down"


@dataclass(frozen=True, slots=True)
class RollUp:
    """A term of a shorter period read at this one, over the periods that have a value (none: missing; `count`, `rows`: 0).

    `rows`: how many scored periods the subject was present in. `last`: the last period that has a value. `best`: the sum of the
    `best` highest values. `weighted`: Σ weight × value; `weight`: Σ weight of the periods that have a value.
    `sheet`: where it is read, when not on the same sheet.
    """

    stat: Literal["sum", "count", "rows", "last", "best", "max", "min", "weighted", "weight"]
    term: Term
    every: str
    best: int = 0
    weights: tuple[Fraction, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class LinkCount:
    """How many subjects are linked with this one; 0 when there are none."""

    link: str
    direction: Literal["down", "up"] = "down"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A term of the same sheet `steps` periods earlier (so many years when `year`); missing when there is no such row."""

    term: Term
    steps: int = 1
    year: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """From the history table, `years` before the year of the period: final score, place, or grade code."""

    years: int
    what: Literal["score", "rank", "grade"]


@dataclass(frozen=True, slots=True)
class PriorStreak:
    """How many years running, ending with last year, the history has one of these grades; 0 when there is none."""

    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PriorGraded:
    """In how many of the `years` years before this one the history has one of these grades."""

    years: int
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """Days from one date to another (negative when earlier), in calendar days or working days of the installation."""

    start: Term
    end: Term
    working: bool = False


@dataclass(frozen=True, slots=True)
class PeriodDay:
    """A calendar day of the scored period's year as a date number, e.g. month 6 day 30; month 0: counted from the period's end."""

    month: int
    day: int
    year_offset: int = 0


@dataclass(frozen=True, slots=True)
class Lasting:
    """1 where the term is 1 in this period or an earlier one of the same year (`years` 1) or of the `years` last years; else 0."""

    term: Term
    years: int = 1


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """The running number of working days up to and including a date."""

    day: Term


Aggregate = (
    EventMarks
    | EventCount
    | RatingStat
    | GroupStat
    | Standing
    | LinkStat
    | LinkCount
    | RollUp
    | Earlier
    | History
    | PriorStreak
    | PriorGraded
    | Days
    | Lasting
    | WorkingDay
    | PeriodDay
)
Term = (
    Num | Null | Fact | Attribute | Node | Result | Add | Sub | Mul | Div | Min | Max | Round | Root | Case | Aggregate
)
Condition = Compare | Known | All | AnyOf | Not

ZERO = Num(Fraction(0))
ONE = Num(Fraction(1))


def num(value: Fraction | int | str) -> Num:
    """A constant."""
    return Num(Fraction(value))


def add(*terms: Term) -> Term:
    """Sum of the terms (none: zero)."""
    return terms[0] if len(terms) == 1 else Add(terms) if terms else ZERO


def clamp(term: Term, low: Fraction | None, high: Fraction | None) -> Term:
    """The term held between two limits, either of which may be absent."""
    if low is not None:
        term = Max((term, Num(low)))
    if high is not None:
        term = Min((term, Num(high)))
    return term
