"""What the documented systems say a score is, shown by a run: an edition adopted, figures entered, results in the house."""

from decimal import Decimal

import pytest

from assess.books import small
from kaogong.assess import actions
from kaogong.assess.models import Result, Run
from kaogong.assess.queries.derivation import derivation, parts_of
from kaogong.audit.actions import Refused
from kaogong.plan.models import Indicator


@pytest.fixture
def formal(cycle):
    """A formal run of an edition, done."""

    def go(edition):
        run = actions.perform_run(actions.ask_run(by=None, cycle=cycle, edition=edition, purpose="formal", queue=False))
        assert run.state == "done", run.failure
        return run

    return go


@pytest.fixture
def carry(cycle):
    """An indicator of the year that carries a fact no scored item names."""

    def make(edition, fact):
        adoption = cycle.adoptions.get(edition=edition)
        fields = {"name": fact, "item": fact, "actual": fact, "origin": "rulebook", "state": "settled", "place": 99}
        return Indicator.objects.create(cycle=cycle, adoption=adoption, sheet="sheet", level="key", **fields)

    return make


@pytest.fixture
def score_of(adopt, promise, bureau, formal):
    """The result of one department under a rulebook, from figures by item; a pair is a target and what was reached."""

    def go(book, figures):
        edition = adopt(book, {"部门": "dept"})
        for item, value in figures.items():
            target, done = value if isinstance(value, tuple) else (None, value)
            promise(bureau, item, target, done)
        return Result.objects.get(run=formal(edition), unit=bureau)

    return go


def imported(name, rest):
    return f"      - {{id: {name}_score, name: {name}, full: 100, {rest}, basis: measure 第二条, method: imported, of: {name}, from: 100}}\n"


@pytest.mark.clause("XJ-13")
def test_public_opinion_counts_by_its_weight(score_of):
    book = small(
        imported("indicators", "weight: 80%") + imported("public", "weight: 20%"),
        ("indicators", "public"),
        combine="weighted",
    )
    assert score_of(book, {"indicators_score": "90", "public_score": "80"}).total == Decimal("88.00")


@pytest.mark.clause("QW-06")
def test_superior_and_mass_rating_by_eighty_twenty(score_of):
    book = small(
        imported("superior", "weight: 80%") + imported("mass", "weight: 20%"), ("superior", "mass"), combine="weighted"
    )
    assert score_of(book, {"superior_score": "90", "mass_score": "70"}).total == Decimal("86.00")


@pytest.mark.clause("QW-06")
def test_a_scheme_that_names_the_masses_without_a_weight_is_blocked(adopt):
    book = small(
        imported("superior", "weight: 80%") + imported("mass", "tags: {part: 群众评议}"),
        ("superior", "mass"),
        combine="weighted",
    )
    with pytest.raises(Refused, match="没有权重"):
        adopt(book, {"部门": "dept"})


@pytest.mark.clause("QH-46")
def test_self_democratic_and_leader_by_thirty_forty_thirty(score_of):
    book = small(
        imported("own", "weight: 30%") + imported("democratic", "weight: 40%") + imported("leader", "weight: 30%"),
        ("own", "democratic", "leader"),
        combine="weighted",
    )
    found = score_of(book, {"own_score": "95", "democratic_score": "88", "leader_score": "90"})
    assert found.total == Decimal("90.70")
    assert dict(found.marks.values_list("item", "value")) == {
        "own_score": 95,
        "democratic_score": 88,
        "leader_score": 90,
    }


@pytest.mark.clause("YL-12")
def test_verification_takes_marks_off_the_weighted_total(adopt, promise, bureau, carry, formal):
    book = small(
        "      - id: parts\n        name: 综合\n        full: 100\n        combine: weighted\n        basis: measure 第二条\n        items:\n"
        + (imported("indicators", "weight: 70%") + imported("public", "weight: 30%")).replace(
            "      - ", "          - "
        )
        + "      - {id: verified, name: 察访核验扣分, role: deduction, basis: measure 第三条, method: formula, formula: '−found'}\n",
        ("indicators", "public", "found"),
    )
    edition = adopt(book, {"部门": "dept"})
    carry(edition, "found")
    for item, value in {"indicators_score": "90", "public_score": "80", "found": "4"}.items():
        promise(bureau, item, None, value)
    found = Result.objects.get(run=formal(edition), unit=bureau)
    assert found.total == Decimal("83.00")
    assert found.marks.get(item="parts").value == 63 + 24


@pytest.mark.clause("HB-05")
@pytest.mark.parametrize(("done", "points"), [("180", "9.00"), ("220", "10.00")])
def test_marks_go_by_what_was_reached_and_stop_at_full(score_of, done, points):
    book = small(
        "      - {id: output, name: 产量, full: 10, basis: measure 第二条, method: ratio, of: made, target: wanted, zero_target: missing}\n",
        ("made", "wanted"),
        full=10,
    )
    assert score_of(book, {"output": ("200", done)}).total == Decimal(points)


def letter_book():
    goals = "".join(
        f"      - {{id: goal{n}, name: 目标{n}, full: 100, weight: {weight}%, basis: measure 第二条, method: ratio, "
        f"of: done{n}, target: plan{n}, zero_target: missing}}\n"
        for n, weight in ((1, 50), (2, 30), (3, 20))
    )
    return small(goals, ("done1", "plan1", "done2", "plan2", "done3", "plan3"), combine="weighted")


@pytest.mark.clause("LB-16")
def test_goals_of_the_letter_by_their_weights(score_of):
    found = score_of(letter_book(), {"goal1": ("40", "40"), "goal2": ("10", "9"), "goal3": ("20", "14")})
    assert found.total == Decimal("91.00")


@pytest.mark.clause("LB-16")
def test_a_goal_that_is_not_in_the_letter_cannot_be_scored(adopt, promise, bureau, formal):
    edition = adopt(letter_book(), {"部门": "dept"})
    promise(bureau, "goal1", "40", "40")
    promise(bureau, "goal2", "10", "9")
    draft = promise(bureau, "goal3", "20", "14")
    type(draft).objects.filter(pk=draft.pk).update(state="agreed")
    found = Result.objects.get(run=formal(edition), unit=bureau)
    assert (found.total, found.lacking) == (None, 1)
    assert found.marks.get(item="goal3").value is None


@pytest.mark.clause("HS-04")
def test_quarters_enter_the_year_by_their_share(adopt, promise, bureau, formal):
    book = small(
        "      - {id: quarters, name: 季度考核, full: 100, weight: 60%, every: quarter, rollup: {by: mean}, basis: measure 第二条,"
        " method: imported, of: quarterly, from: 100}\n" + imported("annual", "weight: 40%"),
        ("quarterly@quarter", "annual"),
        combine="weighted",
    )
    edition = adopt(book, {"部门": "dept"})
    for number, value in enumerate(("80", "85", "90", "95"), 1):
        promise(bureau, "quarters", None, value, f"2026-Q{number}")
    promise(bureau, "annual_score", None, "90")
    found = Result.objects.get(run=formal(edition), unit=bureau)
    assert found.total == Decimal("88.50")
    assert found.marks.get(item="quarters").value == Decimal("87.5")
    told = derivation(found).told
    assert [one.value for part in parts_of(told.root) if part.id == "quarters" for one in part.periods] == [
        80,
        85,
        90,
        95,
    ]


@pytest.mark.clause("CX-11")
def test_who_starts_low_is_judged_by_level_and_by_the_gap_closed(
    adopt, promise, bureau, make_unit, city, carry, formal
):
    book = small(
        imported("now", "weight: 50%")
        + "      - {id: gap, name: 差距缩小, full: 100, weight: 50%, basis: measure 第三条, method: improve, now: now, before: start,"
        " by: gap_closed, best: 100, zero: full}\n",
        ("now", "start"),
        combine="weighted",
    )
    edition = adopt(book, {"部门": "dept"})
    carry(edition, "start")
    other = make_unit("第二局", parent=city, appraisal_class="部门")
    for unit, start, now in ((bureau, "60", "72"), (other, "95", "96")):
        promise(unit, "start", None, start)
        promise(unit, "now_score", None, now)
    run = formal(edition)
    found = {one.unit_id: dict(one.marks.values_list("item", "value")) for one in Result.objects.filter(run=run)}
    a, b = found[bureau.pk], found[other.pk]
    assert (a["now_score"], b["now_score"]) == (72, 96)
    assert (a["gap"], b["gap"]) == (30, 20)
    totals = dict(Result.objects.filter(run=run).values_list("unit", "total"))
    assert totals == {bureau.pk: Decimal("51.00"), other.pk: Decimal("58.00")}


@pytest.mark.clause("SD-12")
def test_institutions_stand_beside_the_year_of_their_department(adopt, promise, bureau, make_unit, cycle, formal):
    book = (
        small(
            imported("rated", "tags: {part: 部门考核}")
            + "      - {id: institutions, name: 所属事业单位平均分, role: bonus, full: 100, floor: 0, basis: measure 第三条, method: linked,"
            " link: owns, of: institution.total, by: mean, from: 100, none: missing}\n",
            ("rated", "own"),
            combine="formula\n    formula: rated_score",
            more="""\
links:
  owns: {name: 举办, from: unit, to: unit, kind: superior}
""",
        )
        .replace(
            "    dept: {name: {zh: 部门, en: Department}, kind: unit}\n",
            "    dept: {name: {zh: 部门, en: Department}, kind: unit}\n    inst: {name: {zh: 事业单位, en: Institution}, kind: unit}\n",
        )
        .replace(
            "ranks:\n",
            "  - id: institution\n    name: {zh: 事业单位考核, en: Institution}\n    for: {kind: unit, classes: [inst]}\n    every: year\n    full: 100\n"
            "    round: {places: 2, mode: half_up}\n    basis: measure 第四条\n    items:\n"
            "      - {id: own_score, name: 事业单位得分, full: 100, basis: measure 第四条, method: imported, of: own, from: 100}\nranks:\n",
        )
    )
    edition = adopt(book, {"部门": "dept", "事业单位": "inst"})
    promise(bureau, "rated_score", None, "92")
    for value in ("80", "85", "90", "95"):
        promise(make_unit(parent=bureau, appraisal_class="事业单位"), "own_score", None, value)
    run = formal(edition)
    found = Result.objects.get(run=run, unit=bureau)
    assert found.total == Decimal("92.00")
    assert found.marks.get(item="institutions").value == Decimal("87.5")
    told = derivation(found).told
    shown = [one.value for part in parts_of(told.root) for one in part.links]
    assert sorted(shown) == [80, 85, 90, 95]
    assert Run.objects.count() == 1
