"""Sheets of assessors, leaders and heads: who may, within what, and when they are complete."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.assess import actions
from kaogong.assess.models import ScoreSheet
from kaogong.assess.queries.completeness import sides
from kaogong.assess.queries.links import mismatches
from kaogong.assess.queries.raters import raters
from kaogong.audit.actions import Refused
from kaogong.org.models import Body, Portfolio, Recusal, Seat

BEGIN = dt.date(2020, 1, 1)


def mark(account, source, entrant, value="90"):
    marks = {one.item_id: {"score": Decimal(value), "reason": ""} for one in source.asked.all()}
    return actions.score(by=account, source=source, entrant=entrant, marks=marks)


@pytest.mark.clause("QW-05")
def test_superiors_rate_their_own_subordinates(make_round, make_unit, city, make_person, make_account, denied):
    office_a, office_b = make_unit("甲股", parent=city), make_unit("乙股", parent=city)
    head = make_person("甲股长", office_a, "chief")
    staff = [make_person(f"甲{number}", office_a) for number in range(1, 7)]
    clerk = make_person("乙员", office_b)
    leader = make_person("县局领导")
    Portfolio.objects.create(leader=leader, unit=office_a, kind="manages", since=BEGIN)
    there = [(office_a, one) for one in [*staff, head]] + [(office_b, clerk)]
    one = make_round(sources=[{"kind": "sheet", "name": "上级考核", "who": "superior"}], entrants=there)
    source = one.sources.get()
    by_head, by_leader = make_account(person=head), make_account(person=leader)
    for entrant in one.entrants.filter(person__in=staff):
        actions.submit_sheet(by=by_head, sheet=mark(by_head, source, entrant))
    assert ScoreSheet.objects.filter(by=by_head, state="submitted").count() == 6
    denied(actions.score, by=by_head, source=source, entrant=one.entrants.get(person=clerk), marks={})
    denied(actions.score, by=by_head, source=source, entrant=one.entrants.get(person=head), marks={})
    mark(by_leader, source, one.entrants.get(person=head))
    assert [sheet.entrant.person for sheet in ScoreSheet.objects.filter(by=by_leader)] == [head]


@pytest.mark.clause("HB-47")
def test_the_head_rates_six_the_leader_seven(make_round, bureau, make_person, make_account, denied):
    head = make_person("班子正职", bureau, "chief")
    team = [head, *(make_person(f"成员{number}", bureau, "deputy") for number in range(1, 7))]
    two = [
        {"kind": "sheet", "name": "班子正职评价其他成员", "who": "head"},
        {"kind": "sheet", "name": "主管领导", "who": "leader"},
    ]
    one = make_round(sources=two, entrants=[(bureau, person) for person in team])
    by_head, by_leader = one.sources.all()
    assert [side.expected for side in sides(one)] == [6, 7]
    chief, leader = make_account(person=head), make_account(("leader", bureau))
    for entrant in one.entrants.exclude(person=head):
        mark(chief, by_head, entrant)
    for entrant in one.entrants.all():
        mark(leader, by_leader, entrant)
    assert (by_head.sheets.count(), by_leader.sheets.count()) == (6, 7)
    denied(actions.score, by=chief, source=by_head, entrant=one.entrants.get(person=head), marks={})


@pytest.mark.clause("XJ-08")
def test_findings_only_deduct(office, make_round):
    items = [{"code": "f", "name": "效能督查", "mode": "deduct", "each": Decimal(1)}]
    one = make_round(items, [{"kind": "sheet", "name": "效能督查", "who": "office"}])
    source, entrant, item = one.sources.get(), one.entrants.get(), one.items.get()
    sheet = actions.score(by=office, source=source, entrant=entrant, marks={item.pk: {"count": 5}})
    assert sheet.marks.get().score == -5
    actions.score(by=office, source=source, entrant=entrant, marks={item.pk: {"count": 0}})
    assert sheet.marks.get().score == 0
    with pytest.raises(Refused, match="“效能督查”只扣分，不加分"):
        actions.score(by=office, source=source, entrant=entrant, marks={item.pk: {"score": Decimal(3)}})
    assert sheet.marks.get().score == 0


def test_assessors_of_a_body_stand_back_from_their_own(
    make_round, make_unit, city, make_person, make_account, denied, office
):
    own, other = make_unit("甲局", parent=city), make_unit("乙局", parent=city)
    first, second = make_person("组长", own), make_person("组员")
    team = Body.objects.create(name="考核组", kind="team", founded=BEGIN)
    for number, person in enumerate((first, second)):
        Seat.objects.create(body=team, role="member", of=f"席{number}", person=person, since=BEGIN)
    Recusal.objects.create(person=second, unit=other, reason="亲属任职", since=BEGIN)
    source = {"kind": "sheet", "name": "现场考核", "who": "assessors", "body": team}
    one = make_round(sources=[source], entrants=[(own, None), (other, None)])
    asked, (mine, theirs) = one.sources.get(), one.entrants.all()
    named = raters(asked, [mine, theirs])
    assert [[rater.person for rater in named[each.pk] if rater] for each in (mine, theirs)] == [[second], [first]]
    account = make_account(person=first)
    denied(actions.score, by=account, source=asked, entrant=mine, marks={})
    sheet = mark(account, asked, theirs)
    denied(actions.submit_sheet, sheet=sheet)
    actions.submit_sheet(by=account, sheet=sheet)
    with pytest.raises(Refused, match="现在是“已提交”"):
        mark(account, asked, theirs, "80")
    denied(actions.return_sheet, sheet=sheet, reason="x")
    actions.return_sheet(by=office, sheet=sheet, reason="漏看一份材料")
    assert mark(account, asked, theirs, "80").marks.get().score == 80
    with pytest.raises(Refused, match="已经有人评分"):
        actions.name_assessors(by=office, source=asked, people=[first])
    denied(actions.name_assessors, source=asked, people=[first])


@pytest.fixture
def goals(cycle, bureau, city):
    """Three goals of 50, 30 and 20 points in a letter that is signed, and one that came after."""
    from kaogong.plan import actions as planning
    from kaogong.plan.models import Indicator, Letter, Target

    made = []
    for number, points in enumerate((50, 30, 20), 1):
        indicator = Indicator.objects.create(
            cycle=cycle, owner=city, name=f"目标{number}", origin="unit", state="settled", place=number
        )
        fields = {"period": "2026", "state": "issued", "own": True, "points": Decimal(points), "value": Decimal(100)}
        Target.objects.create(cycle=cycle, indicator=indicator, unit=bureau, **fields)
        made.append(indicator)
    letter = planning.draw_letter(by=None, cycle=cycle, unit=bureau, upper=city, kind="目标责任书")
    Letter.objects.filter(pk=letter.pk).update(state="effective")
    later = {"cycle": cycle, "owner": city, "name": "临时目标", "origin": "unit", "state": "settled"}
    return [*made, Indicator.objects.create(**later)]


@pytest.mark.clause("LB-16")  # what the shares come to: test_formulas
def test_goals_of_the_signed_letter_and_no_others(office, make_round, goals):
    items = [{"code": f"g{one.pk}", "name": one.name, "full": Decimal(100), "indicator": one} for one in goals]
    one = make_round(items, [{"kind": "sheet", "name": "实绩考核", "who": "office"}])
    source, entrant = one.sources.get(), one.entrants.get()
    *promised, other = one.items.all()
    done = {item.pk: Decimal(share) for item, share in zip(promised, (100, 90, 70), strict=True)}
    marks = {pk: {"score": share} for pk, share in done.items()}
    actions.score(by=office, source=source, entrant=entrant, marks=marks)
    assert dict(source.sheets.get().marks.values_list("item", "score")) == done
    with pytest.raises(Refused, match="“临时目标”不在已签订的责任书里，不能评分"):
        actions.score(by=office, source=source, entrant=entrant, marks={other.pk: {"score": Decimal(80)}})


@pytest.mark.clause("HB-04")
def test_the_unit_s_target_and_its_owner_s_mark_agree(office, make_round, goals, make_person, bureau, cycle):
    from kaogong.monitor.models import Report
    from kaogong.plan.models import Target

    owner = make_person("责任人", bureau)
    above = Target.objects.get(indicator=goals[0])
    fields = {"period": "2026", "state": "issued", "value": Decimal(100), "parent": above}
    Target.objects.create(cycle=cycle, indicator=goals[0], unit=bureau, person=owner, **fields)
    Report.objects.create(cycle=cycle, unit=bureau, target=above, period="2026-10", value=Decimal(90), state="verified")
    items = [{"code": "g", "name": "目标1", "full": Decimal(100), "indicator": goals[0]}]
    one = make_round(items, [{"kind": "sheet", "name": "个人考核", "who": "office"}], entrants=[(bureau, owner)])
    source, entrant = one.sources.get(), one.entrants.get()
    sheet = mark(office, source, entrant, "100")
    actions.submit_sheet(by=office, sheet=sheet)
    (flagged,) = mismatches(one)
    assert (flagged.entrant.name, flagged.person, flagged.unit) == ("责任人", 100, 90)
    actions.return_sheet(by=office, sheet=sheet, reason="与单位目标不符")
    actions.submit_sheet(by=office, sheet=mark(office, source, entrant, "90"))
    assert mismatches(one) == []
