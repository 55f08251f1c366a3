"""The facts, attributes, ledgers, ratings and links that generated rulebooks speak of, and rows of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from core.oracle import periods
from core.properties.pick import Pick

OPTIONS = ("Ⅰ", "Ⅱ", "Ⅲ")
POLICIES = ("refuse", "exclude", "rescale", "peer_mean", "zero", "full")
YEAR = 2026


@dataclass(frozen=True)
class Words:
    """What formulas may name where they stand."""

    numbers: tuple[str, ...]
    earlier: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    options: tuple[str, ...] = OPTIONS
    classes: tuple[str, ...] = ("a", "b")
    ledger: str = "card"
    groups: bool = True
    every: str = "year"


YEARLY = Words(
    numbers=("n1", "n2", "n3", "rate", "m_sum", "m_mean", "q_last", "size", "甲数"),
    earlier=("n1", "n2", "rate", "m_sum"),
    present=("n1", "m_sum", "tier", "rate", "day1"),
    flags=("lake", "done"),
    choices=("tier", "trade"),
    dates=("day1", "day2"),
)
MONTHLY = Words(
    numbers=("m_sum", "m_mean", "m_max", "n1", "size"),
    earlier=("m_sum", "m_max"),
    present=("m_sum", "m_max"),
    flags=("lake",),
    every="month",
)
QUARTERLY = Words(
    numbers=("q_last", "m_sum", "m_mean", "m_last", "n1"),
    earlier=("q_last", "m_sum"),
    present=("q_last", "m_mean"),
    flags=("lake",),
    every="quarter",
)


def declarations(pick: Pick) -> dict[str, Any]:
    """Facts, derived facts, attributes, ledger, ratings and links of a rulebook."""

    def policy() -> str:
        return pick.one(POLICIES) if pick.chance(3) else "refuse"

    def numeric(name: str, every: str, over: str = "") -> dict[str, Any]:
        fact: dict[str, Any] = {"name": name, "type": pick.one(("integer", "decimal")), "every": every}
        if fact["type"] == "decimal":
            fact["places"] = pick.whole(0, 4)
        return fact | ({"over": over} if over else {}) | {"missing": policy()}

    return {
        "facts": {
            "n1": numeric("甲数", "year"),
            "n2": numeric("乙数", "year"),
            "n3": numeric("丙数", "year"),
            "m_sum": numeric("月合计", "month", "sum"),
            "m_mean": numeric("月平均", "month", "mean"),
            "m_last": numeric("月末数", "month", "last"),
            "m_max": numeric("月最高", "month", "max"),
            "q_last": numeric("季末数", "quarter", "last"),
            "done": {"name": "完成", "type": "boolean", "every": "year", "missing": policy()},
            "ready": {"name": "就绪", "type": "boolean", "every": "year", "missing": policy()},
            "tier": {"name": "档次", "type": "choice", "options": list(OPTIONS), "every": "year", "missing": policy()},
            "day1": {"name": "完成日", "type": "date", "every": "year", "missing": policy()},
            "day2": {"name": "期限日", "type": "date", "every": "year", "missing": policy()},
        },
        "derived": {
            "rate": {
                "name": "比率",
                "formula": pick.one(("n1 ÷ n2", "n1 ÷ n2 × 100", "(n1 - n2) ÷ n3")),
                "zero_denominator": pick.one(("missing", 0, 1, "1/3")),
            },
        },
        "events": {
            "card": {
                "name": "黄红牌",
                "kinds": {"yellow": "黄牌", "red": "红牌", "black": "黑牌"},
                "severities": {"light": "轻", "serious": "重"},
                "finders": {"self": "自查", "superior": "上级"},
            }
        },
        "ratings": {
            "votes": {"name": "测评", "groups": {"self": "自评", "peers": "群众", "leader": "领导"}, "range": [0, 100]},
            "marks": {
                "name": "等次票",
                "groups": {"peers": "群众", "leader": "领导"},
                "options": {"优秀": 100, "称职": 80, "基本称职": 60, "不称职": 0},
            },
        },
    }


SUBJECTS = {
    "kinds": {"unit": "单位", "person": "人员"},
    "classes": {
        "a": {"name": "甲类", "kind": "unit"},
        "b": {"name": "乙类", "kind": "unit"},
        "p": {"name": "人员", "kind": "person"},
    },
    "attributes": {
        "lake": {"name": "有湖", "type": "boolean"},
        "size": {"name": "编制", "type": "decimal", "places": 1},
        "trade": {"name": "行业", "type": "choice", "options": list(OPTIONS)},
        "zone": {"name": "片区", "type": "text"},
    },
}
LINKS = {
    "leads": {"name": "分管", "from": "unit", "to": "unit"},
    "heads": {"name": "主持", "from": "person", "to": "unit"},
    "has": {"name": "所属", "from": "unit", "to": "person"},
}


@dataclass
class Rows:
    """Plain rows, as both the engine and the oracle take them."""

    subjects: list[dict[str, Any]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    ratings: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """The rows by table."""
        return dict(vars(self))


def subjects(pick: Pick, most: int = 6, persons: int = 0) -> list[dict[str, Any]]:
    """Some subjects; few distinct attributes, so that pools have several members."""
    found = []
    for number in range(pick.whole(1, most)):
        row: dict[str, Any] = {"subject": f"u{number}", "class": pick.one(("a", "a", "b"))}
        row |= {"lake": pick.one((True, False, None)), "size": pick.one(("10", "0.5", "0", None))}
        row |= {"trade": pick.one((OPTIONS[0], OPTIONS[1], None)), "zone": pick.one(("east", "west"))}
        if pick.chance(5):
            row["since"] = date(YEAR, pick.whole(1, 9), 15)
        if pick.chance(7):
            row["until"] = date(YEAR, pick.whole(9, 12), 20)
        found.append({key: value for key, value in row.items() if value is not None})
    found += [{"subject": f"p{number}", "class": "p"} for number in range(persons)]
    return found


INTEGERS = (0, 1, 2, 3, 10, 100, -1, -7, 50, 999_999_999_999)


def cell(pick: Pick, fact: Mapping[str, Any]) -> Any:
    """A value of a fact, or nothing."""
    kind = fact["type"]
    if pick.chance(6):
        return None
    if kind == "boolean":
        return pick.one((True, False))
    if kind == "choice":
        return pick.one(OPTIONS)
    if kind == "date":
        return date(YEAR, 6, 1) + timedelta(days=pick.whole(0, 45))
    places = fact.get("places", 2) if kind == "decimal" else 0
    if places and pick.chance(2):
        return Fraction(pick.whole(-(10**3), 10**5), 10**places)
    return pick.one(INTEGERS)


GRAINS = {
    "year": (f"{YEAR - 1}", f"{YEAR}"),
    "quarter": tuple(f"{year}-Q{quarter}" for year in (YEAR - 1, YEAR) for quarter in (1, 2, 3, 4)),
    "month": tuple(f"{year}-{month:02d}" for year in (YEAR - 1, YEAR) for month in range(1, 13)),
}


def facts(
    pick: Pick, declared: Mapping[str, Any], used: set[str], people: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Values of the facts in use. Short periods repeat a few drawn values, which keeps examples small."""
    found = []
    for name in sorted(used):
        fact = declared[name]
        for person in people:
            grain = GRAINS[fact["every"]]
            drawn = [cell(pick, fact) for _ in range(2 if len(grain) == 2 else 3)]
            for index, period in enumerate(grain):
                value = drawn[index % len(drawn)]
                if value is not None and there(person, period):
                    found.append({"subject": person["subject"], "period": period, "fact": name, "value": value})
    return found


def there(person: dict[str, Any], period: str) -> bool:
    """Whether the subject is there for some day of the period."""
    every, number = periods.parse(period)
    since, until = person.get("since", date.min), person.get("until", date.max)
    return bool(since <= periods.last_day(every, number) and until >= periods.first_day(every, number))


def events(pick: Pick, people: list[dict[str, Any]], most: int = 8) -> list[dict[str, Any]]:
    """Events of the ledger, some not confirmed, some of one incident."""
    found = []
    for number in range(pick.whole(0, most)):
        row = {
            "id": f"e{number}",
            "ledger": "card",
            "subject": pick.one(people)["subject"],
            "day": date(YEAR, pick.one((1, 3, 6, 12)), pick.one((1, 15, 28))),
            "kind": pick.one(("yellow", "red", "black")),
            "severity": pick.one((None, "light", "serious")),
            "finder": pick.one((None, "self", "superior")),
            "quantity": pick.one((None, "2", "0.5", "0")),
            "incident": pick.one((None, "i1", "i2")),
            "state": pick.one((None, None, None, "pending", "withdrawn")),
        }
        found.append({key: value for key, value in row.items() if value is not None})
    return found


def ratings(pick: Pick, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ballots of both sheets."""
    found = []
    for person in people:
        for group in ("self", "peers", "leader"):
            for _ in range(pick.whole(0, 4)):
                row = {"ratings": "votes", "subject": person["subject"], "period": f"{YEAR}-0{pick.whole(1, 9)}"}
                row |= {"group": group, "value": pick.one(("80", "100", "0", "92.5", "66.66"))}
                found.append(row | ({"valid": False} if pick.chance(6) else {}))
        for group in ("peers", "leader"):
            for _ in range(pick.whole(0, 2)):
                row = {"ratings": "marks", "subject": person["subject"], "period": f"{YEAR}-12"}
                found.append(row | {"group": group, "value": pick.one(("优秀", "称职", "不称职"))})
    return found


def links(pick: Pick, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Units that lead units with a greater number: no cycles."""
    units = [one["subject"] for one in people if one["class"] != "p"]
    pairs = [(upper, lower) for upper in units for lower in units if upper < lower]
    return (
        [
            {"link": "leads", "from": upper, "to": lower, "share": pick.one((1, "1/2", "0.3"))}
            for upper, lower in pick.some(pairs, 0, 5)
        ]
        if pairs
        else []
    )
