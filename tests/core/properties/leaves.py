"""Generated leaves: one function per method, each giving the method's own keys."""

from collections.abc import Callable
from typing import Any

from core.properties.expressions import condition, number
from core.properties.pick import FULLS, Pick
from core.properties.vocabulary import OPTIONS, Words

Leaf = dict[str, Any]


def _steps(pick: Pick) -> Leaf:
    found: Leaf = {}
    if pick.chance():
        found["step"] = pick.one(("1", "2", "0.5", "1/3", "10"))
    if pick.chance(3):
        found |= {"whole_steps": True, "part_step": pick.one(("drop", "count"))}
    return found


def _within(pick: Pick) -> Leaf:
    return {"within": pick.one(("group", "class", "all", "zone"))} if pick.chance() else {}


def ratio(pick: Pick, words: Words) -> Leaf:
    found: Leaf = {"of": number(pick, words, 1), "direction": pick.one(("higher", "lower"))}
    if pick.chance(4) and words.every == "year":
        found["of"] = pick.one(("n1", "m_sum"))
        found["against"] = pick.one(
            ("last_year", {"last_year": True}, {"mean_years": 2}, {"max_years": 3}, {"min_years": 2})
        )
    else:
        found["target"] = pick.one((number(pick, words, 0), pick.positive()))
    if pick.chance():
        found["cap_at"] = pick.one(("1.2", "none", "0.5", "110%"))
    if pick.chance(3):
        found["from"] = pick.one(("0.4", "30%", "1/3"))
    if pick.chance(3):
        found["pass"] = "all"
    return found | {"zero_target": pick.one(("missing", "full", "zero"))}


def linear(pick: Pick, words: Words) -> Leaf:
    xs = pick.rising(pick.whole(2, 4))
    points = [[x, pick.signed()] for x in xs]
    return {"of": number(pick, words, 1), "points": points, "outside": pick.one(("hold", "extend", "missing"))}


def per_unit(pick: Pick, words: Words) -> Leaf:
    found: Leaf = {"of": number(pick, words, 1), "line": pick.one((pick.signed(), number(pick, words, 0)))}
    found |= {"each": pick.positive(), "beyond": pick.one(("above", "below", "both"))}
    if pick.chance(3):
        found["mode"] = "add"
    if pick.chance(4):
        found["start"] = pick.one(("full", "8"))
    return found | _steps(pick)


def bands(pick: Pick, words: Words) -> Leaf:
    edges = pick.rising(pick.whole(1, 3))
    closed = pick.chance(3)
    rows: list[Leaf] = [{"above" if closed else "from": edge, "marks": pick.signed()} for edge in reversed(edges)]
    found: Leaf = {"of": number(pick, words, 1), "table": rows}
    ending = pick.one(("open", "tail", "none", "upside_down"))
    if ending == "open":
        rows.append({"marks": pick.signed()})
    elif ending == "tail":
        found["below"] = {"each": pick.one(("1", "0.5", "-1/3")), "from": edges[0]} | _steps(pick)
        if pick.chance():
            found["below"]["start"] = pick.number()
    elif ending == "upside_down":
        found["table"] = [{"through" if closed else "to": edge, "marks": pick.signed()} for edge in edges]
        if pick.chance():
            found["above"] = {"each": pick.one(("-1", "0.5", "-1/3")), "from": edges[-1]} | _steps(pick)
    return found


def tiers(pick: Pick, words: Words) -> Leaf:
    ends = pick.rising(pick.whole(1, 3))
    rows: list[Leaf] = [{"to": end, "each": pick.number()} for end in ends]
    if pick.chance():
        rows.append({"each": pick.number(), "step": pick.positive()})
    found: Leaf = {"of": number(pick, words, 1), "table": rows}
    return found | {"from": "-100"} if pick.chance(3) or ends[0] in {"-10", "-1", "0"} else found


def events(pick: Pick, words: Words) -> Leaf:
    found: Leaf = {"ledger": "card", "mode": pick.one(("deduct", "add", "signed"))}
    mark = pick.signed if found["mode"] == "signed" else pick.number
    if pick.chance():
        found["marks"] = {kind: mark() for kind in pick.some(("yellow", "red", "black"), 1)}
    else:
        found["rules"] = [_rule(pick, mark()) for _ in range(pick.whole(1, 3))]
    found |= {"per": "quantity"} if pick.chance(4) else {"per": "incident"} if pick.chance(4) else {}
    if pick.chance(4):
        found["free"] = pick.whole(1, 2)
    if pick.chance(4):
        found["repeat"] = {"from": pick.whole(1, 3), "times": pick.one(("2", "1.5"))}
    elif pick.chance(5):
        found["nth"] = [pick.number() for _ in range(pick.whole(1, 3))]
    if pick.chance(4):
        found["highest_per"] = pick.one(("incident", "subject"))
    if pick.chance(4):
        found["cap_each"] = {pick.one(("yellow", "red")): pick.positive()}
    if pick.chance(5):
        found |= {"assigned": pick.one(words.numbers), "none_assigned": pick.one(("full", "zero", "missing"))}
    if pick.chance(4):
        found["if_none"] = pick.one(("zero", "full", "missing"))
    if pick.chance(5):
        found |= {"via": "leads", "share": pick.one(("1/2", "1", "1/3"))}
    elif pick.chance(6):
        found["average_over"] = "leads"
    return found


def _rule(pick: Pick, marks: str) -> Leaf:
    rule: Leaf = {"marks": marks}
    if pick.chance():
        rule["kind"] = pick.one(("yellow", "red"))
    if pick.chance(3):
        rule["severity"] = pick.one(("light", "serious"))
    if pick.chance(3):
        rule["finder"] = pick.one(("self", "superior"))
    return rule


def bundle(pick: Pick, words: Words) -> Leaf:
    kinds = pick.some(("one", "two", "three"), 1)
    found: Leaf = {
        "counts": {kind: pick.one(words.numbers) for kind in kinds},
        "need": {kind: pick.number() for kind in kinds},
    }
    if pick.chance():
        found["extra_each"] = {kind: pick.number() for kind in pick.some(kinds, 1)}
    if pick.chance(3):
        found["extra_cap"] = pick.one(("3", "none", "0.5"))
    if pick.chance():
        found |= {"short": "each", "short_each": {kind: pick.number() for kind in kinds}}
    return found


def rank(pick: Pick, words: Words) -> Leaf:
    found: Leaf = {"of": number(pick, words, 1), "ties": pick.one(("best", "worst", "mean", "dense"))}
    found |= _within(pick) | {"order": pick.one(("high", "low"))}
    way = pick.one(("points", "step", "shares", "spread"))
    if way == "points":
        found["points"] = [pick.number() for _ in range(pick.whole(1, 4))]
    elif way == "step":
        found |= {"first": pick.number(), "step": pick.one(("1", "0.5", "1/3"))}
    elif way == "shares":
        tops = pick.some(("10%", "1/3", "50%", "60%", "100%"), 1, 3)
        found["shares"] = [{"top": top, "points": pick.number()} for top in tops]
    else:
        found["spread"] = {"best": "10", "worst": pick.one(("0", "4"))}
    if pick.chance(3) and way != "spread":
        found["last"] = pick.one(("1", "0.5"))
    if pick.chance(4):
        found["count_from"] = "bottom"
    if pick.chance(4):
        found["minimum"] = pick.whole(2, 4)
    return found


def normalise(pick: Pick, words: Words) -> Leaf:
    by = pick.one(("max", "mean", "min_max", "efficacy", "t_score", "around_mean"))
    found: Leaf = {"of": number(pick, words, 1), "by": by, "order": pick.one(("high", "low"))} | _within(pick)
    if pick.chance():
        found["zero"] = pick.one(("0", "missing", "5"))
    if pick.chance(4):
        found["minimum"] = pick.whole(2, 4)
    if by == "efficacy" and pick.chance():
        found |= {"low": pick.one((pick.signed(), "n2")), "high": pick.signed()}
        found |= {"base": pick.number()} if pick.chance() else {}
    if by == "t_score":
        found |= {"places": pick.whole(0, 6)} if pick.chance() else {}
        found |= {"centre": "70", "spread": "15"} if pick.chance(3) else {}
    if by == "around_mean":
        found["at_mean"] = pick.one(("6", "60", "0.5"))
        if pick.chance():
            found["each_above"] = pick.positive()
        if pick.chance():
            found["each_below"] = pick.positive()
        found |= {"least": "1"} if pick.chance(3) else {}
        found |= {"step": "1/3"} if pick.chance(3) else {}
        found |= {"relative": True} if pick.chance(3) else {}
    return found


def improve(pick: Pick, words: Words) -> Leaf:
    by = pick.one(("change", "rate", "gap_closed", "places"))
    found: Leaf = {"now": pick.one(words.numbers), "by": by, "direction": pick.one(("higher", "lower"))}
    if pick.chance(3) and words.earlier:
        found["now"] = pick.one(words.earlier)
    else:
        found["before"] = number(pick, words, 1)
    if by in {"change", "places"} or pick.chance():
        found |= pick.one(({"each": pick.positive()}, {"full_at": pick.positive()}))
    if "each" in found:
        found |= _steps(pick)
    found |= {"start": pick.number()} if pick.chance(3) else {}
    found |= {"best": pick.one(("10", "100"))} if by == "gap_closed" and pick.chance() else {}
    return found | {"zero": pick.one(("missing", "full", "zero"))}


def rating(pick: Pick, words: Words) -> Leaf:
    sheet = pick.one(("votes", "votes", "marks"))
    weights = pick.one(
        ({"self": "30%", "peers": "40%", "leader": "30%"}, {"peers": "1/3", "leader": "2/3"}, {"peers": "100%"})
        if sheet == "votes"
        else ({"peers": "60%", "leader": "40%"}, {"leader": "100%"})
    )
    found: Leaf = {"ratings": sheet, "groups": weights, "absent": pick.one(("refuse", "redistribute", "zero"))}
    if pick.chance():
        found["trim"] = pick.one(
            ({"highest": 1}, {"lowest": 1}, {"highest": 1, "lowest": 1}, {"highest": 1, "from": 4}, {"share": "30%"})
        )
    if pick.chance(3):
        found["minimum"] = {pick.one(tuple(weights)): pick.whole(1, 3)}
    if pick.chance(3) and "trim" not in found:
        found["denominator"] = "issued"
    return found | ({"out_of": "120"} if pick.chance(4) else {})


def survey(pick: Pick, words: Words) -> Leaf:
    found: Leaf = {}
    if pick.chance():
        weights = pick.one((("40%", "60%"), ("1/3", "2/3")))
        found["groups"] = {
            name: {"of": pick.one(words.numbers), "weight": weight}
            for name, weight in zip(("one", "two"), weights, strict=True)
        }
        found["absent"] = pick.one(("refuse", "redistribute", "zero"))
        found["valid"] = pick.one(words.numbers)
    else:
        found["options"] = {name: pick.number() for name in pick.some(("n1", "n2", "n3"), 1)}
        if pick.chance():
            found["valid"] = pick.one(words.numbers)
    if pick.chance():
        found["minimum"] = pick.one((1, 10, 30))
        found["below_minimum"] = pick.one(("missing", "shrink"))
    if found.get("below_minimum") == "shrink" or pick.chance(3):
        found["shrink"] = {"k": pick.positive(), "to": pick.one(("group_mean", "75"))}
    return found | _within(pick) | ({"out_of": "10"} if pick.chance(4) else {})


def timely(pick: Pick, words: Words) -> Leaf:
    day: tuple[Any, ...] = ({"month": 6, "day": 30}, {"month": 1, "day": 31, "year": 1}, {"after_period": 10})
    found: Leaf = {"done": "day1", "due": pick.one(("day2", *day)), "days": pick.one(("calendar", "working"))}
    found["late_each"] = pick.positive()
    if pick.chance():
        found["early_each"] = pick.positive()
        found |= {"early_cap": pick.one(("2", "none"))} if pick.chance() else {}
    if pick.chance(3):
        found["free"] = pick.whole(1, 5)
    if pick.chance(3):
        found["not_done"] = "zero"
    return found | _steps(pick)


def choice(pick: Pick, words: Words) -> Leaf:
    if pick.chance():
        return {"of": "tier", "points": {option: pick.signed() for option in OPTIONS}}
    return {"of": "tier", "gap": pick.positive()} | ({"first": pick.number()} if pick.chance() else {})


def checklist(pick: Pick, words: Words) -> Leaf:
    return {"parts": {name: pick.positive() for name in pick.some(("done", "ready"), 1)}} | pick.one(
        ({}, {"mode": "deduct"})
    )


def imported(pick: Pick, words: Words) -> Leaf:
    found: Leaf = {"of": number(pick, words, 1), "from": pick.one((pick.positive(), ["-10", "120"], ["1/3", "100"]))}
    return found | ({"places": pick.whole(0, 2)} if pick.chance() else {})


def manual(pick: Pick, words: Words) -> Leaf:
    return {"of": "n1", "by": "办", "reason": "optional", "range": ["-10000000000000", "10000000000000"]}


def formula(pick: Pick, words: Words) -> Leaf:
    if pick.chance(4):
        return {"formula": f"if({condition(pick, words)}, {number(pick, words, 1)}, {number(pick, words, 1)})"}
    return {"formula": number(pick, words, 2)}


def fixed(pick: Pick, words: Words) -> Leaf:
    return {"marks": pick.one(("full", "3", "1/3"))}


LEAVES: dict[str, Callable[[Pick, Words], Leaf]] = {
    "ratio": ratio,
    "linear": linear,
    "per_unit": per_unit,
    "bands": bands,
    "tiers": tiers,
    "events": events,
    "bundle": bundle,
    "rank": rank,
    "normalise": normalise,
    "improve": improve,
    "rating": rating,
    "survey": survey,
    "timely": timely,
    "choice": choice,
    "checklist": checklist,
    "imported": imported,
    "manual": manual,
    "formula": formula,
    "fixed": fixed,
}
"""Every method but `linked`, which needs a second sheet."""
YEARLY_ONLY = {"timely", "choice", "checklist", "manual", "survey"}
"""Methods whose facts are declared for years only."""


def treatment(pick: Pick, words: Words) -> Leaf:
    """What may happen to any item after its method."""
    found: Leaf = {}
    if pick.chance(4):
        found["times"] = pick.one((number(pick, words, 1), "1.2", "if(lake, 1.1, 1)"))
    if pick.chance(6):
        found["rescale"] = {"from": "130", "to": "100"}
    if pick.chance(4):
        found["floor"] = pick.one(("none", "-5", "1"))
    if pick.chance(4):
        found["cap"] = pick.one(("none", "1000", "7.5"))
    if pick.chance(4):
        found["round"] = pick.rounding()
    if pick.chance(6):
        found["only_if"] = condition(pick, words, 1)
        found |= {"otherwise": pick.signed()} if pick.chance() else {}
    if pick.chance(5):
        found["applies"] = condition(pick, words, 1)
        found["not_applicable"] = pick.one(("rescale", "full", "peer_mean", "exclude"))
    if pick.chance(4):
        found["missing"] = pick.one(("refuse", "exclude", "rescale", "peer_mean", "zero", "full"))
    return found


def leaf(pick: Pick, words: Words, method: str, name: str) -> Leaf:
    """A whole leaf."""
    found: Leaf = {"id": name, "name": f"项{name}", "full": pick.one(FULLS)}
    return found | treatment(pick, words) | {"method": method} | LEAVES[method](pick, words)
