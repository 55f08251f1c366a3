"""Self-reports: drafted, evidenced, handed in on time or late, signed, returned, released to leaders."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.assess import actions
from kaogong.assess.models import SelfReport
from kaogong.assess.queries.rounds import overdue
from kaogong.audit.actions import Refused
from kaogong.org.models import Portfolio

DAY = dt.date(2026, 11, 17)
OWN = [("self", "自评")]


@pytest.fixture
def write(liaison):
    def make(one, score="90", **more):
        item, entrant = one.items.first(), one.entrants.first()
        marks = {item.pk: {"words": "已完成", "score": Decimal(score)} | more}
        return actions.write_self(by=liaison, entrant=entrant, words="总体良好", marks=marks)

    return make


def test_drafted_handed_in_signed_and_returned(
    liaison, head, office, make_round, write, events, denied, make_account, bureau
):
    one = make_round(sources=OWN)
    entrant = one.entrants.get()
    events()
    report = write(one)
    actions.submit_self(by=liaison, report=report)
    denied(actions.sign_self, by=liaison, report=report)
    actions.return_self(by=head, report=report, reason="请补充数据")
    assert (report.state, report.told) == ("returned", "请补充数据")
    actions.submit_self(by=liaison, report=write(one, "88"))
    report.refresh_from_db()
    actions.sign_self(by=head, report=report)
    done = ["write_self", "submit_self", "denied sign_self", "return_self", "write_self", "submit_self", "sign_self"]
    assert events() == done
    first, second = report.versions.all()
    assert (first.content["marks"][0]["score"], second.content["marks"][0]["score"]) == ("90", "88")
    assert first.sm3 != second.sm3
    with pytest.raises(Refused, match="现在是“待复核”"):
        actions.write_self(by=liaison, entrant=entrant, words="再改")
    denied(actions.write_self, entrant=entrant)
    both = make_account(("liaison", bureau), ("head", bureau))
    other = make_round(sources=OWN).entrants.get()
    own = actions.write_self(by=both, entrant=other, words="x")
    SelfReport.objects.filter(pk=own.pk).update(state="submitted")
    own.refresh_from_db()
    denied(actions.sign_self, by=both, report=own)


def test_what_is_not_filled_in_stays_a_draft(liaison, make_round, write):
    one = make_round([("甲", "60"), ("乙", "40")], OWN)
    report = write(one, "55")
    with pytest.raises(Refused, match="还有 1 项没有填完：乙") as caught:
        actions.submit_self(by=liaison, report=report)
    assert caught.value.field == f"words_{one.items.last().pk}"
    with pytest.raises(Refused, match="“甲”满分 60，填的是 61"):
        actions.submit_self(by=liaison, report=write(one, "61"))
    assert SelfReport.objects.get().state == "draft"
    assert SelfReport.objects.get().marks.get().score == 61


@pytest.mark.clause("QW-08")
def test_the_register_form_is_due_on_the_25th(liaison, head, make_round, write, on):
    given = {"kind": "month", "documents": [], "opens": dt.date(2026, 5, 1), "report_due": dt.date(2026, 5, 25)}
    on(dt.date(2026, 5, 24))
    in_time = make_round(sources=OWN, period="2026-05", **given)
    on(dt.date(2026, 5, 24))
    late = make_round(sources=OWN, period="2026-05", **given)
    on(dt.date(2026, 5, 24))
    actions.submit_self(by=liaison, report=write(in_time))
    assert overdue(in_time) == []
    on(dt.date(2026, 5, 26))
    assert [(one.days, one.handed) for one in overdue(late)] == [(1, False)]
    actions.submit_self(by=liaison, report=write(late))
    assert SelfReport.objects.get(entrant__round=late).late == 1
    (listed,) = overdue(late)
    assert (listed.entrant.name, listed.days, listed.handed) == ("第一局", 1, True)
    from kaogong.assess.queries import waiting_for

    assert [one.about for one in waiting_for(head) if "逾期" in one.about] == ["第一局 逾期 1 日"]


@pytest.mark.clause("QW-09")
def test_june_comes_with_the_summary_of_the_quarter(liaison, make_round, write, sealed):
    may, june = (make_round(sources=OWN, kind="month", period=f"2026-0{month}") for month in (5, 6))
    assert (may.documents, june.documents) == ([], ["季小结"])
    actions.submit_self(by=liaison, report=write(may))
    report = write(june)
    with pytest.raises(Refused, match="2026-06 须一并报送：季小结"):
        actions.submit_self(by=liaison, report=report)
    actions.show_proof(by=liaison, report=report, evidence=[(sealed(), "二季度小结.docx")], document="季小结")
    assert actions.submit_self(by=liaison, report=report).state == "submitted"


@pytest.mark.clause("XM-19")
def test_one_bundle_for_the_leader_once_it_is_released(
    office, city, make_unit, make_person, make_account, make_round, on
):
    leader = make_person("分管领导")
    units = [make_unit(name, parent=city) for name in ("第一处", "第二处")]
    for unit in units:
        Portfolio.objects.create(leader=leader, unit=unit, kind="manages", since=dt.date(2020, 1, 1))
    given = {"opens": dt.date(2026, 1, 2), "report_due": dt.date(2026, 1, 10), "signed": False}
    on(dt.date(2026, 1, 2))
    one = make_round(sources=OWN, entrants=[(unit, None) for unit in units], **given)
    for entrant, day in zip(one.entrants.all(), (10, 11), strict=True):
        on(dt.date(2026, 1, day))
        by = make_account(("liaison", entrant.unit))
        marks = {one.items.get().pk: {"words": "全年完成", "score": Decimal(95)}}
        actions.submit_self(by=by, report=actions.write_self(by=by, entrant=entrant, marks=marks))
    assert [report.late for report in SelfReport.objects.order_by("entrant")] == [0, 1]
    his = make_account(person=leader)
    from kaogong.assess.guards.rounds import may_see_entrant

    assert "还没有报送" in may_see_entrant(his, one.entrants.first())
    (bundle,) = actions.release_bundles(by=office, one=one)
    assert (bundle.leader, bundle.reports.count()) == (leader, 2)
    assert may_see_entrant(his, one.entrants.first()) == ""
    with pytest.raises(Refused, match="没有可报送的自评"):
        actions.release_bundles(by=office, one=one)
    assert actions.read_bundle(by=his, bundle=bundle).read_at is not None


def test_a_bundle_is_for_the_office_to_release_and_the_leader_to_read(make_round, denied, hand_in, bureau, make_person):
    one = make_round(sources=OWN)
    hand_in(one.entrants.get(), "90")
    denied(actions.release_bundles, one=one)
    Portfolio.objects.create(leader=make_person(), unit=bureau, kind="manages", since=dt.date(2020, 1, 1))
    (bundle,) = actions.release_bundles(by=None, one=one)
    denied(actions.read_bundle, bundle=bundle)


def test_evidence_is_withdrawn_and_stays_on_record(liaison, make_round, write, sealed, denied):
    report = write(make_round(sources=OWN))
    item = report.entrant.round.items.get()
    (proof,) = actions.show_proof(by=liaison, report=report, evidence=[(sealed(), "a.txt")], item=item)
    denied(actions.withdraw_proof, proof=proof)
    assert actions.withdraw_proof(by=liaison, proof=proof).withdrawn
    actions.submit_self(by=liaison, report=report)
    with pytest.raises(Refused, match="不能再加佐证"):
        actions.show_proof(by=liaison, report=report, evidence=[(sealed(), "a.txt")], item=item)


def test_a_person_reports_alone(make_round, make_person, make_account, bureau, denied, liaison):
    person = make_person("王明", bureau)
    one = make_round(sources=OWN, entrants=[(bureau, person)])
    entrant = one.entrants.get()
    denied(actions.write_self, by=liaison, entrant=entrant)
    own = make_account(person=person)
    marks = {one.items.get().pk: {"words": "述职", "score": Decimal(90)}}
    report = actions.submit_self(by=own, report=actions.write_self(by=own, entrant=entrant, marks=marks))
    assert report.state == "signed"
