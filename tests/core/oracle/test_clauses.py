"""Checks with numbers from the requirement ledger, by the oracle alone: the numbers a person worked out."""

from fractions import Fraction
from typing import Any

import pytest

from core.oracle import face, world
from core.oracle.books import loaded

HEAD = """
kaogong: 1
id: check
title: 核对
edition: "1"
effective: {from: 2010-01-01}
basis: {rules: {name: 办法}}
subjects: {kinds: {unit: 单位, person: 人员}, classes: {a: {name: 甲, kind: unit}, p: {name: 人, kind: person}}}
links: {heads: {name: 主持, from: person, to: unit}, manages: {name: 管理, from: person, to: person}}
"""
SHEET = "sheets: [{id: s, name: 表, for: {kind: unit}, every: year, full: 100, items: [%s]}]\n"


def asked(body: str, facts: dict[str, Any], names: str = "u", **rows: Any) -> world.World:
    """A world with one class; facts are `name: value`, `name@period: value`, or a list with one value per subject."""
    table = []
    for key, given in facts.items():
        fact, _, period = key.partition("@")
        for index, subject in enumerate(names.split()):
            value = given[index] if isinstance(given, list) else given
            table.append({"subject": subject, "period": period or "2016", "fact": fact, "value": value})
    subjects = [{"subject": one, "class": "p" if one.startswith("p") else "a"} for one in names.split()]
    return world.build(loaded(HEAD + body), subjects, table, **rows)


def numbers(*names: str, every: str = "year") -> str:
    """Declarations of plain facts."""
    declared = (f"  {name}: {{name: 数{name}, type: decimal, every: {every}}}" for name in names)
    return "facts:\n" + "\n".join(declared) + "\n"


WEIGHTED = "{id: w, name: 合, full: 100, combine: weighted, items: [%s]}"


def weighted(**weights: str) -> str:
    """A weighted heading over facts of the same names."""
    leaves = (
        f"{{id: i_{name}, name: 项{name}, weight: {weight}, method: formula, formula: {name}}}"
        for name, weight in weights.items()
    )
    return SHEET % (WEIGHTED % ", ".join(leaves))


def leaf(text: str) -> str:
    """A sheet with one leaf."""
    return SHEET % ("{id: x, name: 项, " + text + "}")


CHECKS = {
    "WH-25 early": (numbers("e", "c") + leaf("full: 15, method: ratio, of: e, target: c"), {"e": 12, "c": 16}, "11.25"),
    "HB-05 180": (numbers("d") + leaf("full: 10, method: ratio, of: d, target: 200"), {"d": 180}, "9"),
    "HB-05 220": (numbers("d") + leaf("full: 10, method: ratio, of: d, target: 200"), {"d": 220}, "10"),
    "QW-06": (numbers("a", "b") + weighted(a="80%", b="20%"), {"a": 90, "b": 70}, "86"),
    "QH-46": (numbers("s", "d", "l") + weighted(s="30%", d="40%", l="30%"), {"s": 95, "d": 88, "l": 90}, "90.7"),
    "CX-09": (
        numbers("a", "b", "c", "d", "e") + weighted(a="15%", b="15%", c="10%", d="50%", e="10%"),
        {"a": 90, "b": 85, "c": 95, "d": 80, "e": 100},
        "85.75",
    ),
    "LB-16": (numbers("a", "b", "c") + weighted(a="50%", b="30%", c="20%"), {"a": 100, "b": 90, "c": 70}, "91"),
    "YL-12": (
        numbers("i", "p", "d") + SHEET % "{id: x, name: 项, full: 100, method: formula, formula: i × 70% + p × 30%}, "
        "{id: y, name: 扣, role: deduction, method: formula, formula: -d}",
        {"i": 90, "p": 80, "d": 4},
        "83",
    ),
    "CX-11 60 to 72": (
        numbers("n", "b") + leaf("full: 100, method: improve, now: n, before: b, by: gap_closed"),
        {"n": 72, "b": 60},
        "30",
    ),
    "CX-11 95 to 96": (
        numbers("n", "b") + leaf("full: 100, method: improve, now: n, before: b, by: gap_closed"),
        {"n": 96, "b": 95},
        "20",
    ),
    "HB-38 places": (
        numbers("n", "b") + leaf("full: 10, method: improve, now: n, before: b, by: places, each: 1"),
        {"n": 7, "b": 12},
        "5",
    ),
    "FZ-13": (
        numbers("a", "b", "c", "d", "e", "f")
        + leaf(
            "full: 100, method: survey, groups: {a: {of: a, weight: 40%}, b: {of: b, weight: 20%}, c: {of: c, weight: 15%}, "
            "d: {of: d, weight: 10%}, e: {of: e, weight: 10%}, f: {of: f, weight: 5%}}"
        ),
        {"a": 85, "b": 80, "c": 90, "d": 88, "e": 92, "f": 86},
        "85.8",
    ),
    "WH-05": (
        numbers("m", every="month") + leaf("full: 100, every: month, rollup: {by: mean}, method: formula, formula: m"),
        {f"m@2016-{month:02d}": 90 if month % 2 else 84 for month in range(1, 13)},
        "87",
    ),
    "HS-04": (
        "facts: {q: {name: 季, type: decimal, every: quarter}, y: {name: 年, type: decimal, every: year}}\n"
        + SHEET
        % (
            WEIGHTED
            % "{id: x, name: 季项, weight: 60%, every: quarter, rollup: {by: mean}, method: formula, formula: q}, "
            "{id: z, name: 年项, weight: 40%, method: formula, formula: y}"
        ),
        {"q@2016-Q1": 80, "q@2016-Q2": 85, "q@2016-Q3": 90, "q@2016-Q4": 95, "y": 90},
        "88.5",
    ),
}


@pytest.mark.parametrize("check", CHECKS)
def test_total(check: str) -> None:
    body, facts, total = CHECKS[check]
    assert face.only(asked(body, facts), "s", "2016")["total"] == Fraction(total)


@pytest.mark.parametrize(("tier", "marks"), [("Ⅰ", 50), ("Ⅱ", 45), ("Ⅲ", 40)])
def test_tiers_with_a_gap(tier: str, marks: int) -> None:
    body = "facts: {t: {name: 档, type: choice, options: [Ⅰ, Ⅱ, Ⅲ], every: year}}\n"
    body += leaf("full: 50, method: choice, of: t, gap: 5")
    assert face.only(asked(body, {"t": tier}), "s", "2016")["total"] == marks


CARDS = "events: {card: {name: 牌, kinds: {yellow: 黄, red: 红, uncorrected: 催办不改}}}\n" + leaf(
    "full: 15, method: events, ledger: card, marks: {yellow: 2, red: 5, uncorrected: 10}"
)


@pytest.mark.parametrize(
    ("kinds", "pending", "marks"),
    [
        (("yellow", "yellow"), ("yellow",), 11),
        (("red", "yellow"), (), 8),
        (("red", "uncorrected"), (), 0),
        (("red",) * 4, (), 0),
    ],
)
def test_cards(kinds: tuple[str, ...], pending: tuple[str, ...], marks: int) -> None:
    rows = [{"ledger": "card", "subject": "u", "day": "2016-06-10", "kind": kind} for kind in kinds]
    rows += [
        {"ledger": "card", "subject": "u", "day": "2016-06-10", "kind": kind, "state": "pending"} for kind in pending
    ]
    assert face.only(asked(CARDS, {}, events=rows), "s", "2016")["total"] == marks


@pytest.mark.parametrize(("finder", "lost"), [("superior", 3), ("self", 0)])
def test_half_of_what_a_subordinate_loses(finder: str, lost: int) -> None:
    body = "events: {fault: {name: 违纪, kinds: {six: 六分}, finders: {superior: 上级, self: 自查}}}\n"
    body += (
        (SHEET % "")
        .replace("kind: unit", "kind: person")
        .replace(
            "[]",
            "[{id: x, name: 项, full: 100, method: events, ledger: fault, rules: [{finder: superior, marks: 6}], via: manages, share: 1/2}]",
        )
    )
    rows = {
        "events": [{"ledger": "fault", "subject": "p2", "day": "2016-03-01", "kind": "six", "finder": finder}],
        "links": [{"link": "manages", "from": "p1", "to": "p2"}],
    }
    found = face.rows(asked(body, {}, "p1 p2", **rows), "s", "2016")
    assert [row["total"] for row in found] == [100 - lost, 100]


SCORE = numbers("score") + leaf("full: 100, method: formula, formula: score")


@pytest.mark.parametrize(
    ("score", "grade"), [("90", "优秀"), ("89.5", "良好"), ("80", "良好"), ("60", "一般"), ("59", "差")]
)
def test_half_open_bands(score: str, grade: str) -> None:
    body = (
        SCORE
        + "grades: [{id: g, sheet: s, ladder: [{grade: 优秀, from: 90}, {grade: 良好, from: 80}, {grade: 一般, from: 60}, {grade: 差}]}]\n"
    )
    assert face.only(asked(body, {"score": score}), "s", "2016")["grade.g"] == grade


def test_shares_of_a_group_of_ten() -> None:
    body = (
        SCORE
        + "grades: [{id: g, sheet: s, ladder: [{grade: A, share: 30%}, {grade: B}, {grade: C, share: 10%, bottom: true}]}]\n"
    )
    names = " ".join(f"u{number}" for number in range(10))
    found = [row["grade.g"] for row in face.rows(asked(body, {"score": list(range(70, 80))}, names), "s", "2016")]
    assert found == ["C", *"BBBBBB", *"AAA"]


@pytest.mark.parametrize(("reading", "places"), [("relative", 11), ("points", 15)])
def test_uplift(reading: str, places: int) -> None:
    body = SCORE + "grades: [{id: g, sheet: s, ladder: [{grade: 优秀, share: 20%}, {grade: 其他}], "
    body += f'uplift: {{when: class = "a", by: 10%, reading: {reading}}}}}]\n'
    names = " ".join(f"u{number:02d}" for number in range(50))
    found = [row["grade.g"] for row in face.rows(asked(body, {"score": list(range(50))}, names), "s", "2016")]
    assert found.count("优秀") == places


def test_a_vetoed_unit_lets_the_next_one_in() -> None:
    body = numbers("score", "bad") + leaf("full: 100, method: formula, formula: score")
    body += "vetoes: [{id: v, name: 否决, when: bad > 0, effect: grade_ceiling, at: 其他, basis: rules}]\n"
    body += "grades: [{id: g, sheet: s, ladder: [{grade: 优秀, places: 20}, {grade: 其他}]}]\n"
    names = " ".join(f"u{number:02d}" for number in range(90))
    facts = {"score": [100 - number for number in range(90)], "bad": [int(number == 4) for number in range(90)]}
    found = [row["grade.g"] for row in face.rows(asked(body, facts, names), "s", "2016")]
    assert [number for number, grade in enumerate(found) if grade == "优秀"] == [0, 1, 2, 3, *range(5, 21)]


def test_a_pool_is_shared_by_score() -> None:
    body = SCORE + "rewards: [{id: r, sheet: s, pool: 30000, share_by: total, basis: rules}]\n"
    found = face.rewards(asked(body, {"score": [90, 80, 70]}, "u1 u2 u3"), "2016")
    assert list(found.values()) == [11250, 10000, 8750]


@pytest.mark.parametrize(
    ("past", "now", "follows"),
    [
        ({2015: "良好"}, 70, ["circular"]),
        ({2015: "一般"}, 70, ["circular", "talk"]),
        ({2015: "良好", 2014: "一般"}, 70, ["circular"]),
    ],
)
def test_two_years_running(past: dict[int, str], now: int, follows: list[str]) -> None:
    body = SCORE + "grades: [{id: g, sheet: s, ladder: [{grade: 良好, from: 80}, {grade: 一般}]}]\n"
    body += "consequences:\n"
    body += '  - {id: circular, sheet: s, when: grade = "一般", yields: {kind: circular, text: 通报}, basis: rules}\n'
    body += '  - {id: talk, sheet: s, when: streak("一般") ≥ 2, yields: {kind: talk, text: 诫勉}, basis: rules}\n'
    history = [{"subject": "u", "year": year, "grade": grade} for year, grade in past.items()]
    assert face.only(asked(body, {"score": now}, history=history), "s", "2016")["consequences"] == follows


def test_a_unit_result_in_a_personal_score() -> None:
    body = numbers("score", "own") + (
        "sheets:\n"
        "  - {id: s, name: 单位, for: {kind: unit}, every: year, full: 100, items: [{id: x, name: 项, full: 100, method: formula, formula: score}]}\n"
        "  - id: t\n    name: 人员\n    for: {kind: person}\n    every: year\n    full: 100\n    combine: weighted\n    items:\n"
        "      - {id: y, name: 单位结果, weight: 60%, method: linked, link: heads, of: s.total, by: one}\n"
        "      - {id: z, name: 本人, weight: 40%, method: formula, formula: own}\n"
    )
    links = [{"link": "heads", "from": "p1", "to": "u"}]
    found = face.only(asked(body, {"score": [90, None], "own": [None, 80]}, "u p1", links=links), "t", "2016")
    assert found["total"] == 86
