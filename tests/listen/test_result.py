"""The result: weights, intervals, what is doubtful, who must agree, and what of it enters a score."""

import copy
import datetime as dt
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import kaogong
from kaogong.audit.actions import Denied, Refused
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score
from kaogong.core.scheme.load import load
from kaogong.listen import actions
from kaogong.listen.facts import tables
from kaogong.listen.models import Answer, Score
from kaogong.listen.queries.tally import counted, unit_lines, weights_of

YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
POINTS = {"very": 100, "good": 80, "fair": 60, "bad": 0}


def one(unit, key, stratum, **more):
    """What is copied: an answer of a stratum about a unit."""
    pk = str(unit.pk)
    return {"stratum": stratum.pk, "u": {pk: {"q1": key}}, "scores": {pk: str(POINTS[key])}} | more


@pytest.fixture
def ended(office, on):
    """The evaluation is over."""

    def end(project):
        on(dt.date(2026, 9, 7))
        actions.end_evaluation(by=office, project=project)

    return end


@pytest.fixture
def agreed(office, colleague, on):
    """All bodies named agreed; released."""

    def agree(result):
        for body in result.project.approvers:
            actions.approve_result(by=colleague, result=result, body=body, document="会议纪要")
        actions.release_result(by=office, result=result)

    return agree


def test_weights_bring_the_strata_to_their_share_of_the_frame(opened, copied, stratum, unit, office, ended):
    project = opened(groups={"g1": {"城": 3000, "乡": 1000}})
    town, land = stratum(project, name="城"), stratum(project, name="乡")
    copied(project, [(50, one(unit, "very", town)), (50, one(unit, "bad", land))])
    ended(project)
    result = actions.compute_result(by=office, project=project)
    line = result.content["units"][0]
    assert (line["raw"], line["weighted"]) == ("50.0000", "75.0000")
    assert line["effect"] == 1.25, "1 + CV² of weights 1.5 and 0.5 (Kish)"
    assert line["effective"] == 80
    assert Score.objects.get().index == Decimal("75.00")


def test_groups_with_weights_of_their_own_take_the_place_of_the_frame(opened, copied, stratum, unit, office, ended):
    project = opened(groups={"a": {"全部": 9000}, "b": {"全部": 100}}, weights={"a": Decimal(40), "b": Decimal(60)})
    copied(project, [(30, one(unit, "very", stratum(project, "a"))), (30, one(unit, "bad", stratum(project, "b")))])
    ended(project)
    assert actions.compute_result(by=office, project=project).content["units"][0]["weighted"] == "40.0000"


def test_a_group_keeps_its_weight_for_a_unit_that_few_of_it_rated(
    opened, copied, stratum, unit, make_unit, office, ended
):
    other = make_unit("市水务局")
    project = opened(
        other, groups={"a": {"全部": 9000}, "b": {"全部": 100}}, weights={"a": Decimal(40), "b": Decimal(60)}
    )
    a, b = stratum(project, "a"), stratum(project, "b")
    copied(project, [(30, one(unit, "very", a)), (5, one(unit, "bad", b)), (25, one(other, "bad", b))])
    ended(project)
    lines = actions.compute_result(by=office, project=project).content["units"]
    found = {line["unit"]: line["weighted"] for line in lines}
    assert found[unit.pk] == "40.0000", "5 of 30 ballots of group b speak of this unit; its 60 per cent stay"


def test_further_margins_are_raked_to(opened, copied, stratum, unit, office, ended):
    margins = [{"question": "sex", "shares": {"m": "50", "f": "50"}}]
    project = opened(groups={"g1": {"城": 1000, "乡": 1000}}, margins=margins)
    town, land = stratum(project, name="城"), stratum(project, name="乡")
    rows = [(20, town, "m"), (10, town, "f"), (10, land, "m"), (20, land, "f")]
    copied(
        project, [(many, one(unit, "very" if sex == "m" else "bad", held, g={"sex": sex})) for many, held, sex in rows]
    )
    found = counted(project)
    weights = weights_of(project, found.ballots)
    for margin in (0, 1):
        sums = {}
        for cell, weight in weights.items():
            sums[cell[margin]] = sums.get(cell[margin], 0) + weight * found.ballots[cell]
        assert [float(held) for held in sums.values()] == pytest.approx([30, 30], abs=0.001)
    assert Fraction(unit_lines(project, found, weights)[0]["weighted"]) == pytest.approx(50, abs=0.01)


@pytest.mark.clause("XJ-14")
def test_a_unit_rated_by_two_of_three_groups_is_incomplete(opened, copied, stratum, unit, make_unit, office, ended):
    other = make_unit("发改委")
    names = ("d", "e", "l")
    project = opened(other, groups={one_: {"全部": 1000} for one_ in names})
    rows = [(20, one(unit, "good", stratum(project, key))) for key in names]
    rows += [(20, one(other, "very", stratum(project, key))) for key in names[:2]]
    copied(project, rows)
    ended(project)
    result = actions.compute_result(by=office, project=project)
    lines = {line["unit"]: line for line in result.content["units"]}
    assert (lines[unit.pk]["complete"], lines[other.pk]["complete"]) == (True, False)
    assert len(lines[unit.pk]["groups"]) == 3
    assert {tuple(held) for held in lines[other.pk]["groups"].values()} == {(20, "100.0000")}
    held = dict(Score.objects.values_list("subject__unit", "index"))
    assert held == {unit.pk: Decimal("80.00"), other.pk: None}, "missing is never zero"


@pytest.mark.clause("LZ-16")
def test_three_channels_are_shown_and_the_gap_is_flagged(opened, copied, stratum, unit, office, ended):
    themes = ["履职效能", "廉洁自律", "工作效率", "工作实效", "服务态度"]
    project = opened(gap_alert=Decimal(5), topics=[], groups={"g1": {"全市": 4000}})
    pk, held = str(unit.pk), stratum(project)
    rows = [
        (
            many,
            {"stratum": held.pk, "channel": channel, "scores": {pk: points}, "u": {pk: dict.fromkeys(themes, "good")}},
        )
        for many, channel, points in ((200, "paper", "92"), (150, "phone", "84"), (50, "visit", "86"))
    ]
    copied(project, rows)
    ended(project)
    content = actions.compute_result(by=office, project=project).content
    assert content["channels"] == {"paper": [200, "92.00"], "phone": [150, "84.00"], "visit": [50, "86.00"]}
    assert content["gaps"] == [["paper", "phone", "8.00"], ["paper", "visit", "6.00"]]


@pytest.mark.clause("YL-31")
def test_forty_thousand_two_hundred_forms_add_up_and_total_in_time(
    opened, copied, stratum, unit, office, ended, settings
):
    groups = {"leader": 200, "party": 5000, "cadre": 10_000, "worker": 12_000, "public": 13_000}
    project = opened(groups={key: {"全部": many * 10} for key, many in groups.items()}, quota=2000)
    rows = [
        (many, one(unit, ("very", "good", "fair")[place % 3], stratum(project, key)))
        for place, (key, many) in enumerate(groups.items())
    ]
    assert copied(project, rows) == 40_200
    ended(project)
    began = time.perf_counter()
    result = actions.compute_result(by=office, project=project)
    assert time.perf_counter() - began <= project_seconds()
    assert result.content["answers"] == {"raw": 40_200, "clean": 40_200}
    assert sorted(result.content["strata"].values()) == sorted(groups.values())
    assert sum(groups.values()) == 40_200


def project_seconds():
    from kaogong.org.queries import setting

    return setting("listen.tally_seconds")


def test_what_is_doubtful_is_reviewed_and_raw_stays(opened, copied, stratum, unit, office, ended):
    project = opened(burst_times=Decimal(5), minimum_group=5)
    held = stratum(project)
    days = [dt.date(2026, 8, 16) + dt.timedelta(days=n) for n in range(5)]
    rows = [(6, one(unit, "good", held, day=day)) for day in days]
    rows += [(60, one(unit, "very", held, day=dt.date(2026, 8, 28)))]
    rows += [(2, one(unit, "bad", held, flags=["straight"])), (3, one(unit, "fair", held, hasty=True))]
    copied(project, rows)
    ended(project)
    assert actions.flag_answers(by=office, project=project) == 63
    burst = list(Answer.objects.filter(flags__contains=["burst"]).values_list("pk", flat=True))
    assert len(burst) == 60
    assert not Answer.objects.filter(excluded=True).exists(), "a machine leaves nothing out"
    with pytest.raises(Refused, match="理由"):
        actions.review_answers(by=office, project=project, answers=burst, exclude=True, reason="")
    assert actions.review_answers(by=office, project=project, answers=burst, exclude=True, reason="同一时段集中") == 60
    line = actions.compute_result(by=office, project=project).content["units"][0]
    assert (line["raw_number"], line["number"]) == (95, 35)
    assert Fraction(line["raw"]) > Fraction(line["cleaned"])


def test_nothing_is_shown_under_the_smallest_group(opened, copied, stratum, unit, office, ended):
    project = opened(minimum_group=10)
    copied(project, [(9, one(unit, "good", stratum(project)))])
    ended(project)
    result = actions.compute_result(by=office, project=project)
    assert result.content["units"][0]["shown"] is False
    assert result.content["channels"] == {}
    assert Score.objects.get().index is None


def test_the_open_link_never_counts(opened, copied, stratum, unit, office, ended):
    project = opened(open_link=True)
    copied(project, [(20, one(unit, "good", stratum(project)))])
    for _turn in range(3):
        actions.cast_open(project=project, given={"u": {str(unit.pk): {"q1": "very"}}})
    ended(project)
    content = actions.compute_result(by=office, project=project).content
    assert content["answers"] == {"raw": 20, "clean": 20, "open": 3}
    assert (content["units"][0]["weighted"], content["units"][0]["open"]) == ("80.0000", [3, "100.0000"])


def test_low_satisfaction_has_its_consequence(opened, copied, stratum, unit, office, ended, agreed):
    project = opened(low_score=Decimal(60))
    copied(project, [(30, one(unit, "bad", stratum(project)))])
    ended(project)
    result = actions.compute_result(by=office, project=project)
    held = Score.objects.get()
    assert (held.low, held.consequence) == (True, "约谈主要负责人，限期整改")
    with pytest.raises(Refused, match="发布后"):
        actions.handle_low(by=office, score=held, words="已约谈")
    agreed(result)
    held = Score.objects.get()
    actions.handle_low(by=office, score=held, words="9月10日约谈，整改清单三条")
    assert Score.objects.get().handled.startswith("9月10日")


# --- into the score -------------------------------------------------------------------------------------------------


def measure(name):
    return load(Path(kaogong.__file__).parent / "rulebooks" / name)


def rows_of(book, released=YEAR):
    found = tables(book, *released).get("facts")
    return [] if found is None else [{k: v for k, v in row.items() if v is not None} for row in found.to_pylist()]


def totals(book, rows, unit, kind, facts, year="2026", sheet=None):
    """The score of one unit from what the room gives, and other facts."""
    held = [{"subject": unit.code, "period": year, "fact": name, "value": value} for name, value in facts.items()]
    known = [{key: row[key] for key in ("subject", "period", "fact", "value")} for row in rows]
    found = Facts.from_rows(book, subjects=[{"subject": unit.code, "class": kind}], facts=[*held, *known])
    run = score(book, found, year)
    try:
        return run.rows(sheet or next(iter(book.sheets)), "year")[0] if sheet else run
    finally:
        if sheet:
            run.close()


YL = [{"of": "option", "question": "q1", "key": key, "fact": key} for key in ("very", "good", "fair", "bad")] + [
    {"of": "answers", "fact": "valid"}, {"of": "issued", "fact": "issued"}, {"of": "returned", "fact": "returned"},
]  # fmt: skip


@pytest.mark.clause("YL-29")
def test_the_public_score_waits_for_party_committee_and_government(
    opened, copied, stratum, unit, office, colleague, ended, liaison
):
    book = measure("yl_prefecture")
    project = opened(conversion=YL, approvers=["领导小组", "州党委、州政府"])
    copied(project, [(200, one(unit, "good", stratum(project)))])
    actions.count_forms(by=office, project=project, issuer=unit, issued=250, returned=210, valid=200)
    ended(project)
    result = actions.compute_result(by=office, project=project)
    assert rows_of(book) == []
    with pytest.raises(Refused, match="还须经领导小组、州党委、州政府同意"):
        actions.release_result(by=office, result=result)
    with pytest.raises(Refused, match="现在应由领导小组审批"):
        actions.approve_result(by=colleague, result=result, body="州党委、州政府", document="批示")
    with pytest.raises(Denied):
        actions.approve_result(by=liaison, result=result, body="领导小组", document="纪要")
    with pytest.raises(Refused, match="另一位"):
        actions.approve_result(by=office, result=result, body="领导小组", document="纪要")
    actions.approve_result(by=colleague, result=result, body="领导小组", document="领导小组会议纪要")
    with pytest.raises(Refused, match="还须经州党委、州政府同意"):
        actions.release_result(by=office, result=result)
    assert rows_of(book) == []
    actions.approve_result(by=colleague, result=result, body="州党委、州政府", document="州委办批复")
    assert rows_of(book) == []
    actions.release_result(by=office, result=result)
    rows = rows_of(book)
    assert {row["fact"]: row["value"] for row in rows}["good"] == "200"
    public = public_part(book, rows, unit)
    assert public == Fraction(80)
    assert public * Fraction(30, 100) == Fraction("24.0")


def public_part(book, rows, unit):
    """What the measure makes of it: the marks of public evaluation in the sheet of a county."""
    known = [{key: row[key] for key in ("subject", "period", "fact", "value")} for row in rows]
    rated = [one_ for one_ in book.facts if one_.endswith("_rated")]
    known += [{"subject": unit.code, "period": "2026", "fact": name, "value": "90"} for name in rated]
    found = Facts.from_rows(book, subjects=[{"subject": unit.code, "class": "county"}], facts=known)
    run = score(book, found, "2026")
    try:
        return Fraction(run.rows("county")[0]["public"])
    finally:
        run.close()


SD = [
    {"of": "option", "question": "q1", "key": key, "fact": fact}
    for key, fact in (("very", "very"), ("good", "satisfied"), ("bad", "unsatisfied"))
]


@pytest.mark.clause("SD-10")
def test_satisfaction_of_80_at_20_per_cent_beside_90_is_88(
    opened, copied, stratum, unit, office, ended, agreed, tmp_path
):
    book = measure("sd_institutions")
    project = opened(conversion=SD)
    copied(project, [(100, one(unit, "good", stratum(project)))])
    ended(project)
    agreed(actions.compute_result(by=office, project=project))
    known = [{key: row[key] for key in ("subject", "period", "fact", "value")} for row in rows_of(book)]
    known += [
        {"subject": unit.code, "period": "2026", "fact": name, "value": "90"}
        for name in ("duties", "compliance", "management")
    ]
    found = Facts.from_rows(book, subjects=[{"subject": unit.code, "class": "public"}], facts=known)
    run = score(book, found, "2026")
    try:
        line = run.rows("institution")[0]
    finally:
        run.close()
    assert (line["indicators"], line["satisfaction"], line["total"]) == (90, 80, 88)
    assert refused_without_satisfaction(tmp_path)


def refused_without_satisfaction(folder):
    """The same measure without its satisfaction part is not taken, and the refusal names it."""
    import yaml

    from kaogong.core.scheme.lint import lint

    source = Path(kaogong.__file__).parent / "rulebooks" / "sd_institutions" / "rulebook.yaml"
    told = copy.deepcopy(yaml.safe_load(source.read_text("utf-8")))
    items = told["sheets"][0]["items"]
    told["sheets"][0]["items"] = [item for item in items if item["id"] != "satisfaction"]
    items[0]["weight"] = 1
    (folder / "rulebook.yaml").write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), "utf-8")
    return any(problem.code == "K203" and "服务对象满意度" in problem.say("zh") for problem in lint(load(folder)))


def test_a_result_is_void_only_with_a_reason_and_computed_anew(opened, copied, stratum, unit, office, ended, agreed):
    project = opened()
    copied(project, [(20, one(unit, "good", stratum(project)))])
    ended(project)
    first = actions.compute_result(by=office, project=project)
    with pytest.raises(Refused, match="先作废"):
        actions.compute_result(by=office, project=project)
    actions.void_result(by=office, result=first, reason="权重有误")
    second = actions.compute_result(by=office, project=project)
    assert second.sm3 == first.sm3, "the same answers come to the same"
    agreed(second)
    with pytest.raises(Refused, match="已发布"):
        actions.void_result(by=office, result=second, reason="再改")
