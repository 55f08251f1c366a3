"""Votes counted and results from outside: by whom, how complete, and with every version kept."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.assess import actions
from kaogong.assess.models import Outcome, Vote
from kaogong.assess.queries.figures import shares
from kaogong.assess.queries.links import variances
from kaogong.audit.actions import Refused
from kaogong.audit.models import Event

DAY = dt.date(2026, 11, 17)
FOUR = ["党委班子考核", "党风廉政建设责任制考核", "综治和平安建设考核", "安全生产目标管理考核"]


@pytest.mark.clause("XJ-03")
def test_the_year_closes_with_four_results_from_outside(office, make_round, events, denied):
    one = make_round([], [("import", name) for name in FOUR])
    entrant, sources = one.entrants.get(), list(one.sources.all())
    for source in sources[:3]:
        actions.take_outcomes(by=office, source=source, values={entrant.pk: Decimal(90)})
    with pytest.raises(Refused, match="不能办结：安全生产目标管理考核：第一局 还没有收到"):
        actions.close_round(by=office, one=one)
    denied(actions.take_outcomes, source=sources[3], values={})
    actions.take_outcomes(by=office, source=sources[3], values={entrant.pk: Decimal(88)})
    actions.close_round(by=office, one=one)
    events()
    with pytest.raises(Refused, match="更正请写明理由"):
        actions.take_outcomes(by=office, source=sources[3], values={entrant.pk: Decimal(85)})
    actions.take_outcomes(by=office, source=sources[3], values={entrant.pk: Decimal(85)}, reason="来函更正")
    assert events() == ["take_outcomes"]
    kept = Outcome.objects.filter(source=sources[3]).values_list("version", "value", "after_close")
    assert list(kept) == [(1, 88, False), (2, 85, True)]


@pytest.mark.clause("HB-07")
def test_a_duty_report_is_voted_on_and_the_opinion_returned(
    office, make_round, bureau, make_person, make_account, denied
):
    official = make_person("政府组成人员", bureau)
    vote = {"kind": "vote", "name": "述职评议", "options": ["满意", "基本满意", "不满意"], "due": dt.date(2026, 12, 1)}
    one = make_round(sources=[("self", "述职报告"), vote], entrants=[(bureau, official)])
    entrant, source = one.entrants.get(), one.sources.get(kind="vote")
    counted = {"issued": 40, "counts": {"满意": 30, "基本满意": 8, "不满意": 2}, "held_on": DAY}
    with pytest.raises(Refused, match="还没有自评"):
        actions.count_votes(by=office, source=source, entrant=entrant, **counted)
    own = make_account(person=official)
    marks = {one.items.get().pk: {"words": "述职", "score": Decimal(90)}}
    actions.submit_self(by=own, report=actions.write_self(by=own, entrant=entrant, words="述职报告", marks=marks))
    entrant.refresh_from_db()
    denied(actions.count_votes, source=source, entrant=entrant, **counted)
    made = actions.count_votes(by=office, source=source, entrant=entrant, **counted)
    assert [(name, f"{share}%") for name, _count, share in shares(made)] == [
        ("满意", "75.0%"),
        ("基本满意", "20.0%"),
        ("不满意", "5.0%"),
    ]
    denied(actions.return_opinion, vote=made, words="x")
    back = actions.return_opinion(by=office, vote=made, words="请改进作风", on=dt.date(2026, 11, 30))
    assert (back.returned_on, Event.objects.latest("number").new["late"]) == (dt.date(2026, 11, 30), 0)
    actions.return_opinion(by=office, vote=made, words="请改进作风", on=dt.date(2026, 12, 3))
    assert Event.objects.latest("number").new["late"] == 2, "the set time was 1 December"


@pytest.mark.clause("HB-44")
def test_no_result_without_a_democratic_rating(office, make_round):
    one = make_round(sources=[{"kind": "vote", "name": "民主测评", "options": ["赞成", "不赞成"]}])
    source, entrant = one.sources.get(), one.entrants.get()
    with pytest.raises(Refused, match="民主测评：第一局 还没有计票"):
        actions.close_round(by=office, one=one)
    given = {"by": office, "source": source, "entrant": entrant, "held_on": DAY}
    with pytest.raises(Refused, match="合计 61 票，发出 60 票"):
        actions.count_votes(issued=60, counts={"赞成": 42, "不赞成": 19}, **given)
    made = actions.count_votes(issued=60, counts={"赞成": 42, "不赞成": 18}, **given)
    assert shares(made)[0] == ("赞成", 42, Decimal("70.0"))
    with pytest.raises(Refused, match="更正请写明理由"):
        actions.count_votes(issued=60, counts={"赞成": 41, "不赞成": 19}, **given)
    actions.count_votes(issued=60, counts={"赞成": 41, "不赞成": 19}, reason="漏计一票", **given)
    assert [one.version for one in Vote.objects.all()] == [1, 2]
    assert actions.close_round(by=office, one=one).state == "closed"


@pytest.mark.clause("HB-46")
def test_the_figure_is_the_authority_s_and_the_claim_a_variance(
    liaison, office, make_round, make_unit, city, make_account, denied
):
    statistics = make_unit("统计部门", parent=city)
    gdp = {"code": "gdp", "name": "生产总值增速", "unit": "%"}
    given = [("self", "自评"), {"kind": "import", "name": "统计部门提供", "unit": statistics}]
    one = make_round([gdp], given)
    entrant, source, item = one.entrants.get(), one.sources.get(kind="import"), one.items.get()
    values = {"values": {entrant.pk: Decimal("5.2")}, "item": item}
    denied(actions.take_outcomes, by=liaison, source=source, **values)
    theirs = make_account(("authority", statistics))
    actions.take_outcomes(by=theirs, source=source, **values)
    with pytest.raises(Refused, match="已登记的结果不能直接改"):
        actions.take_outcomes(by=theirs, source=source, values={entrant.pk: Decimal("6.0")}, item=item)
    actions.write_self(by=liaison, entrant=entrant, marks={item.pk: {"words": "按本局测算", "value": Decimal("6.0")}})
    (shown,) = variances([entrant])
    assert (shown.claim, shown.given, shown.gap) == (Decimal("6.0"), Decimal("5.2"), Decimal("0.8"))
