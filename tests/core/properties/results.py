"""Generated vetoes, grades, ranks, consequences and rewards over totals with many ties."""

from typing import Any

from core.oracle.books import dumped
from core.properties import vocabulary
from core.properties.pick import Pick
from core.properties.support import whole_book
from core.properties.vocabulary import YEAR, Rows

GRADES = ("优秀", "良好", "一般", "差")
FACTS = {
    "score": {"name": "得分", "type": "decimal", "places": 3, "every": "year"},
    "extra": {"name": "次序", "type": "integer", "every": "year"},
    "flag": {"name": "标记", "type": "boolean", "every": "year"},
    "monthly": {"name": "月得分", "type": "integer", "every": "month"},
}
CONDITIONS = (
    "flag",
    "extra > 1",
    'count("card", "red") ≥ 1',
    "total < 60",
    "lake",
    'class = "b"',
    "not flag",
)


def outcomes(pick: Pick) -> tuple[str, Rows]:
    """A rulebook about results, and rows for it."""
    items: list[dict[str, Any]] = [
        {"id": "main", "name": "主项", "full": 100, "method": "formula", "formula": "score"},
        {"id": "side", "name": "旁项", "role": "bonus", "method": "formula", "formula": "extra ÷ 3"},
    ]
    year = {"id": "units", "name": "单位表", "for": {"kind": "unit"}, "every": "year", "full": 100, "items": items}
    month = {"id": "months", "name": "月表", "for": {"kind": "unit"}, "every": "month", "full": 100}
    month["items"] = [{"id": "part", "name": "月项", "full": 100, "method": "formula", "formula": "monthly"}]
    if pick.chance(4):
        year["group"] = "zone"
    body: dict[str, Any] = {"sheets": [year]}
    if pick.chance(3):
        body["sheets"].append(month)
    body["vetoes"] = [veto(pick, index) for index in range(pick.whole(0, 2))]
    body["grades"] = schemes(pick, len(body["sheets"]) > 1)
    body["ranks"] = [ranking(pick)]
    body["consequences"] = [consequence(pick, index) for index in range(2)]
    body["rewards"] = [reward(pick)]
    declared = {"facts": FACTS, "derived": {}, "events": vocabulary.declarations(pick)["events"], "ratings": {}}
    book = whole_book(declared, body)
    return dumped(book), _rows(pick, book)


def _rows(pick: Pick, book: dict[str, Any]) -> Rows:
    people = vocabulary.subjects(pick, most=8)
    rows = Rows(people, history=history(pick, people))
    for one in people:
        cells = {
            "score": pick.one(("90", "90", "80", "79.995", "60", "59.99", "100", None)),
            "extra": pick.one((0, 1, 2, 2, None)),
            "flag": pick.one((False, False, False, True, None)),
        }
        named = [(name, f"{YEAR}", value) for name, value in cells.items()]
        if "monthly" in book["facts"]:
            named += [("monthly", f"{YEAR}-{month:02d}", pick.one((95, 85, 50))) for month in (1, 2, 3)]
        rows.facts += [
            {"subject": one["subject"], "period": period, "fact": name, "value": value}
            for name, period, value in named
            if value is not None and name in book["facts"]
        ]
    if "events" in book:
        rows.events = vocabulary.events(pick, people, 4)
    return rows


def history(pick: Pick, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Earlier years of some subjects."""
    found = []
    for one in people:
        for years in range(1, 4):
            if pick.chance(3):
                continue
            row = {"subject": one["subject"], "year": YEAR - years, "grade": pick.one(GRADES)}
            found.append(row | {"score": pick.one(("80", "66.6", "91.25")), "rank": pick.whole(1, 5)})
    return found


def veto(pick: Pick, index: int) -> dict[str, Any]:
    """A veto of any effect."""
    effect = pick.one(("item_zero", "total_zero", "score_ceiling", "grade_ceiling", "award_bar", "rank_last"))
    found = {
        "id": f"v{index}",
        "name": f"否决{index}",
        "when": pick.one(CONDITIONS),
        "effect": effect,
        "basis": "rules",
    }
    found["scope"] = pick.one(({"sheets": ["units"]}, {"sheets": ["units"], "classes": ["a"]}))
    if effect == "item_zero":
        found["item"] = "main"
        found["when"] = pick.one([one for one in CONDITIONS if "total" not in one])
    if effect == "score_ceiling":
        found["at"] = pick.one(("79", "59.995"))
    if effect == "grade_ceiling":
        found["at"] = pick.one(GRADES[1:])
    if pick.chance(3):
        found["lasts"] = pick.one(("year", {"years": 2}))
    return found


def schemes(pick: Pick, monthly: bool) -> list[dict[str, Any]]:
    """The grade scheme of the year, and of the months where there is a monthly sheet."""
    year: dict[str, Any] = {"id": "annual", "sheet": "units", "within": pick.one(("class", "all", "group", "zone"))}
    year["ladder"] = ladder(pick, monthly)
    year |= {"rounding": pick.one(("half_up", "down", "up")), "ties": pick.one(("include", "exclude", "chain"))}
    if year["ties"] == "chain" and pick.chance():
        year["order"] = pick.one((["extra"], ["-extra"], ["side", "-size"], ["total", "main"]))
    if pick.chance(3):
        year["count"] = "eligible"
    if pick.chance(4):
        year["uplift"] = {"when": 'class = "a"', "by": "10%", "reading": pick.one(("relative", "points"))}
        year["within"] = "class"
    if pick.chance(4):
        year["ceiling"] = {"share": pick.one(("20%", "50%", "1/3")), "grade": GRADES[0], "within": "all"}
    months = {"id": "monthly_grade", "sheet": "months", "within": "all"}
    months["ladder"] = [{"grade": "优秀", "from": 90}, {"grade": "良好", "from": 80}, {"grade": "差"}]
    return [year, months] if monthly else [year]


def ladder(pick: Pick, monthly: bool) -> list[dict[str, Any]]:
    """Bands, quotas, or both."""
    first: dict[str, Any] = {"grade": "优秀"}
    first |= pick.one(
        ({"from": 90}, {"share": "30%"}, {"from": 80, "share": "50%"}, {"places": 1}, {"share": "1/3", "at_least": 1})
    )
    if pick.chance(4):
        gates = ("flag", "history_score(1) > 70", "present(extra)", 'times_graded("monthly_grade", "优秀") ≥ 2')
        first["where"] = pick.one(gates if monthly else gates[:3])
    second: dict[str, Any] = {"grade": "良好"} | pick.one(({"from": 80}, {"share": "50%"}, {"from": 60, "places": 2}))
    third: dict[str, Any] = {"grade": "一般"} | pick.one(({"from": 60}, {}))
    last: dict[str, Any] = {"grade": "差"} | pick.one(
        ({}, {"share": "20%", "bottom": True}, {"places": 1, "bottom": True})
    )
    return [first, second, third, last]


def ranking(pick: Pick) -> dict[str, Any]:
    """A league table."""
    order = pick.one((["total"], ["total", "side"], ["total", "-extra", "side"]))
    within = pick.one(("class", "all", "group", "zone"))
    return {
        "id": "place",
        "sheet": "units",
        "within": within,
        "order": order,
        "ties": pick.one(("shared", "dense", "listed")),
    }


def consequence(pick: Pick, index: int) -> dict[str, Any]:
    """Something that follows from grade, rank or history."""
    when = pick.one(
        (
            'grade = "一般"',
            'grade = "差" or streak("一般", "差") ≥ 2',
            'streak("优秀") ≥ 2',
            'graded_years(3, "优秀", "良好") ≥ 2',
            "rank ≤ 2 and total ≥ 80",
            "history_rank(1) - rank > 0",
            "total < 60",
        )
    )
    found = {"id": f"c{index}", "sheet": "units", "when": when, "basis": "rules"}
    found["yields"] = {"kind": "talk", "text": "约谈", "executor": "纪委"}
    return found | ({"money": pick.one((5000, "total × 100 ÷ 3", "side"))} if pick.chance() else {})


def reward(pick: Pick) -> dict[str, Any]:
    """A pool of money."""
    found = {
        "id": "pool",
        "sheet": "units",
        "pool": pick.one((30000, "100.01", 1)),
        "within": pick.one(("all", "class")),
    }
    found |= {"share_by": pick.one(("total", "1", "side")), "remainder": pick.one(("largest", "first", "keep"))}
    return found | ({"where": 'grade ≠ "差"'} if pick.chance() else {}) | {"basis": "rules"}
