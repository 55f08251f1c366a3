"""Ratings by groups: who rates whom, one ballot each, counted when the round closes, scored by the rulebook."""

import json
from decimal import Decimal

import pytest

from assess.staff import Crew, month_round, monthly, rate_all
from kaogong.assess import actions
from kaogong.assess.facts.rounds import ratings
from kaogong.assess.models import Drop, Pair, Result, Tally
from kaogong.assess.queries.ballots import Counted
from kaogong.assess.queries.completeness import gaps_of
from kaogong.assess.queries.pairing import design_warnings
from kaogong.audit.actions import Denied, Refused

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def crew(bureau, make_person, make_account):
    return Crew(bureau, make_person, make_account, 6)


@pytest.fixture
def book(adopt):
    return adopt(monthly(), {"staff": "staff"})


@pytest.fixture
def going(cycle, office, crew, book):
    """A round of one bureau that is open."""
    return actions.open_round(by=office, one=month_round(cycle, office), accepted=True)


def side(one, group):
    return one.sources.get(group=group)


def test_groups_come_from_the_rulebook_with_weight_and_least_ballots(cycle, office, crew, book):
    one = month_round(cycle, office)
    found = {each.group: each for each in one.sources.all()}
    assert {key: (each.who, each.weight, each.minimum, each.anonymous) for key, each in found.items()} == {
        "self": ("self", Decimal(30), 1, False),
        "peers": ("peers", Decimal(40), 3, True),
        "leader": ("leader", Decimal(30), 1, False),
    }
    assert one.entrants.count() == 6
    assert {key: each.pairs.count() for key, each in found.items()} == {"self": 6, "peers": 30, "leader": 6}
    assert not Pair.objects.filter(source=found["peers"], rater=crew.chief).exists()


def test_nobody_rates_himself_or_a_relative(cycle, office, crew, book, denied):
    one, two, *_rest = crew.staff
    denied(actions.declare_kin, person=one, other=two, relation="夫妻")
    actions.declare_kin(by=crew.account(one), person=one, other=two, relation="夫妻")
    with pytest.raises(Refused, match="已经申报"):
        actions.declare_kin(by=office, person=two, other=one, relation="夫妻")
    made = month_round(cycle, office)
    peers = side(made, "peers")
    assert peers.pairs.count() == 28
    assert not peers.pairs.filter(rater=one, entrant__person__in=(one, two)).exists()
    assert not peers.pairs.filter(rater=two, entrant__person=one).exists()
    peers.refresh_from_db()
    assert peers.form["barred"] == {"kin": 2}
    entrant = made.entrants.get(person=two)
    with pytest.raises(Refused, match="亲属，须回避"):
        actions.set_raters(by=office, source=peers, entrant=entrant, people=[one])
    with pytest.raises(Refused, match="不能给自己"):
        actions.set_raters(by=office, source=peers, entrant=entrant, people=[two])
    denied(actions.set_raters, source=peers, entrant=entrant, people=[one])
    actions.set_raters(by=office, source=peers, entrant=entrant, people=crew.staff[2:5])
    assert peers.pairs.filter(entrant=entrant).count() == 3


def test_a_relative_declared_after_the_round_opened_stands_back(going, office, crew):
    one, two, *_rest = crew.staff
    peers = side(going, "peers")
    actions.declare_kin(by=office, person=one, other=two, relation="兄弟")
    pair = peers.pairs.get(rater=one, entrant__person=two)
    with pytest.raises(Denied, match="已申报为亲属"):
        actions.rate(by=crew.account(one), source=peers, marks={pair.pk: {"": "90"}})


def test_one_person_one_ballot_and_no_second_thoughts(going, crew, stranger, events, denied):
    peers, rater = side(going, "peers"), crew.account(crew.staff[0])
    pairs = list(peers.pairs.filter(rater=crew.staff[0]))
    with pytest.raises(Refused, match="还没有填完"):
        actions.hand_in(by=rater, source=peers)
    for wrong, words in (("101", "请填 0 至 100"), ("九十", "不是分数"), ("88.55", "1 位小数")):
        with pytest.raises(Refused, match=words):
            actions.rate(by=rater, source=peers, marks={pairs[0].pk: {"": wrong}})
    events()
    assert rate_all(rater, peers, 90) == 5
    assert events() == ["rate", "hand_in"]
    with pytest.raises(Refused, match="已经交了"):
        actions.rate(by=rater, source=peers, marks={pairs[0].pk: {"": "60"}})
    denied(actions.rate, source=peers, marks={pairs[0].pk: {"": "60"}})
    denied(actions.hand_in, source=peers)
    other = peers.pairs.exclude(rater=crew.staff[0]).first()
    assert actions.rate(by=rater, source=peers, marks={other.pk: {"": "60"}}) == []
    assert not any(Pair.objects.filter(source=peers, state="handed").values_list("marks", flat=True))


def test_a_round_lacks_what_is_below_the_least_ballots(going, office, crew):
    peers = side(going, "peers")
    peers.required = True
    peers.save()
    rate_all(crew.account(crew.staff[0]), peers, 90)
    lacking = [str(one) for one in gaps_of(going)]
    assert any("收到 1 票，至少要 3 票" in one for one in lacking)
    assert sum("收到 0 票" in one for one in lacking) == 1
    with pytest.raises(Refused, match="还缺 6 项"):
        actions.close_round(by=office, one=going)


def all_in(going, crew, marks):
    for number, person in enumerate(crew.staff):
        account = crew.account(person)
        rate_all(account, side(going, "self"), 95)
        rate_all(account, side(going, "peers"), marks[number])
    rate_all(crew.account(crew.leader), side(going, "leader"), 90)


def test_the_rulebook_scores_what_was_counted(going, cycle, office, crew, book, denied):
    """Peers of number 0: 80, 85, 90, 95, 100; without the best and worst 90. 95×0.3 + 90×0.4 + 90×0.3 = 91.5."""
    all_in(going, crew, [75, 80, 85, 90, 95, 100])
    denied(actions.close_round, one=going)
    actions.close_round(by=office, one=going)
    assert not Drop.objects.exists()
    assert not Pair.objects.filter(state="open").exists()
    rater = crew.account(crew.staff[0])
    with pytest.raises(Refused, match="还没有启动或已经办结"):
        actions.rate(by=rater, source=side(going, "peers"), marks={})
    run = actions.perform_run(actions.ask_run(by=None, cycle=cycle, edition=book, upto="2026-09", queue=False))
    assert (run.state, run.failure) == ("done", "")
    found = dict(Result.objects.filter(run=run, period="2026").values_list("name", "total"))
    assert found["职员00"] == Decimal("91.50")
    assert found["职员05"] == Decimal("89.50")


def test_a_group_that_did_not_vote_gives_its_weight_away(going, cycle, office, crew, book):
    """Two peers are below the least of three: self 95 and leader 90 in equal parts make 92.5."""
    for person in crew.staff:
        rate_all(crew.account(person), side(going, "self"), 95)
    for person in crew.staff[:2]:
        rate_all(crew.account(person), side(going, "peers"), 10)
    rate_all(crew.account(crew.leader), side(going, "leader"), 90)
    actions.close_round(by=office, one=going)
    run = actions.perform_run(actions.ask_run(by=None, cycle=cycle, edition=book, upto="2026-09", queue=False))
    assert Result.objects.get(run=run, name="职员05", period="2026").total == Decimal("92.50")
    left = Pair.objects.filter(source=side(going, "peers"), state="open")
    assert list(left.values_list("marks", flat=True)) == [""] * 20


def test_severity_is_an_estimate_beside_the_raw_mean(going, office, crew):
    """A strict rater who sees only some drags their raw means down; the estimate takes that out."""
    peers = side(going, "peers")
    strict, *others = crew.staff
    Pair.objects.filter(source=peers, rater=strict, entrant__person__in=crew.staff[3:]).delete()
    for person in others:
        rate_all(crew.account(person), peers, 90)
    rate_all(crew.account(strict), peers, 70)
    for person in crew.staff:
        rate_all(crew.account(person), side(going, "self"), 95)
    rate_all(crew.account(crew.leader), side(going, "leader"), 90)
    actions.close_round(by=office, one=going)
    means = {one.entrant.name: Counted.of(one.words).means[""] for one in peers.tallies.select_related("entrant")}
    raw = {name: Decimal(pair[0]) for name, pair in means.items()}
    fixed = {name: Decimal(pair[1]) for name, pair in means.items()}
    assert (raw["职员01"], raw["职员04"]) == (Decimal(86), Decimal(90))
    assert abs(fixed["职员01"] - fixed["职员04"]) < Decimal("0.5")


@pytest.mark.parametrize("chosen", ["raw", "corrected"])
def test_the_rulebook_says_whether_raw_or_corrected_counts(chosen, adopt, cycle, office, crew):
    adopt(monthly(chosen), {"staff": "staff"})
    one = actions.open_round(by=office, one=month_round(cycle, office), accepted=True)
    all_in(one, crew, [70, 90, 90, 90, 90, 90])
    actions.close_round(by=office, one=one)
    rows = [
        row for row in ratings(cycle).to_pylist() if row["group"] == "peers" and row["subject"] == crew.staff[1].code
    ]
    assert len(rows) == 5
    values = sorted({row["value"] for row in rows})
    means = Counted.of(Tally.objects.get(source__group="peers", entrant__person=crew.staff[1]).words).means[""]
    assert values == (["70", "90"] if chosen == "raw" else [means[1]])
    assert means[0] == "86"


def test_a_ballot_that_breaks_the_rules_is_void(going, office, crew):
    from kaogong.org.models.settings import DECLARED

    assert DECLARED["ratings.same_from"].default == 0
    peers = side(going, "peers")
    peers.form = peers.form | {"rules": {"whole": True, "top_most": 40, "same_from": 5}}
    peers.save()
    same, top, *fine = crew.staff
    rate_all(crew.account(same), peers, 80)
    rate_all(crew.account(top), peers, lambda name: 100 if name < "职员04" else 70)
    for person in fine:
        rate_all(crew.account(person), peers, lambda name: 80 + int(name[-1]))
    for person in crew.staff:
        rate_all(crew.account(person), side(going, "self"), 95)
    rate_all(crew.account(crew.leader), side(going, "leader"), 90)
    actions.close_round(by=office, one=going)
    tally = Tally.objects.get(source=peers, entrant__name="职员05")
    assert (tally.issued, tally.returned, tally.valid) == (5, 5, 3)
    assert {why for _values, _fine, why in Counted.of(tally.words).ballots} == {"", "same", "top"}


def test_a_design_in_pieces_is_warned_of_before_the_round_opens(
    cycle, office, crew, book, make_unit, make_person, city
):
    other = make_unit("第二局", parent=city, appraisal_class="部门")
    for number in range(2):
        make_person(f"外局{number}", other, "staff")
    made = month_round(cycle, office)
    told = design_warnings(made)
    assert any("分成 3 块" in one for one in told)
    assert any("“月度测评（同事互评）”有 2 个对象的评议人不足 3 人：外局0、外局1" in one for one in told)
    assert any("权重分给其余各组" in one for one in told)
    with pytest.raises(Refused, match="启动前请看评议关系的提示"):
        actions.open_round(by=office, one=made)
    actions.open_round(by=office, one=made, accepted=True)
    assert made.state == "open"


def test_a_large_group_is_drawn_by_lot_the_same_for_the_same_seed(cycle, office, crew, book):
    made = month_round(cycle, office, pair=False)
    made.sources.filter(group="peers").update(most=2)
    drawn = []
    for seed in ("a", "a", "b"):
        actions.pair_raters(by=office, one=made, seed=seed)
        drawn.append(sorted(Pair.objects.filter(source__group="peers").values_list("entrant", "rater")))
    assert len(drawn[0]) == 12
    assert drawn[0] == drawn[1] != drawn[2]


def test_pairs_are_made_by_the_office_before_the_round_opens(going, office, denied):
    denied(actions.pair_raters, one=going)
    with pytest.raises(Refused, match="已经启动"):
        actions.pair_raters(by=office, one=going)


def test_nothing_counts_twice_between_a_special_round_and_a_composite_one(going, cycle, office):
    again = month_round(cycle, office, name="九月专项", kind="special")
    with pytest.raises(Refused, match="“九月考评”已经考过 2026-09 的 month/leader、month/peers、month/self"):
        actions.open_round(by=office, one=again, accepted=True)
    next_month = month_round(cycle, office, name="十月考评", period="2026-10")
    assert actions.open_round(by=office, one=next_month, accepted=True).state == "open"


def test_named_ballots_stay_sealed(going, crew):
    from django.db import connection

    rate_all(crew.account(crew.leader), side(going, "leader"), 91.5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT marks FROM assess_pair WHERE state = 'handed'")
        rows = [words for (words,) in cursor.fetchall()]
    assert len(rows) == 6
    assert not any("91.5" in words for words in rows)
    assert {json.loads(one.marks)[""] for one in Pair.objects.filter(state="handed")} == {"91.5"}
