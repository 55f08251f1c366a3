"""A case file is opened by whoever the act belongs to."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import (
    Place,
    add_to_docket,
    close_docket,
    form_body,
    give_act,
    join_docket,
    open_docket,
    put_up,
    read_docket,
    set_route,
)
from kaogong.org.guards import may_read_docket
from kaogong.org.models import Docket
from kaogong.org.queries import vacancies

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


BEGIN = dt.date(2024, 1, 1)


@pytest.fixture
def bureau(make_unit):
    return make_unit("登记管理局")


@pytest.fixture
def officer(make_account, make_person, bureau):
    give_act(by=None, act="docket.breach", since=BEGIN, unit=bureau)
    return make_account(person=make_person("登记员", bureau))


@pytest.mark.clause("SD-19")
def test_three_layers_work_on_a_breach_and_the_lead_closes_it(
    officer, bureau, unit, make_unit, make_account, make_person, log, client
) -> None:
    """单位违规立案：登记部门牵头、联席会议成员、举办单位三家承办，只有牵头单位能办结。"""
    tax, centre = make_unit("税务局"), make_unit("某中心", parent=unit, track="institution")
    conference = form_body(
        by=None,
        name="联席会议",
        kind="conference",
        founded=BEGIN,
        office=bureau,
        seats=[Place("member", "税务", unit=tax), Place("member", "财政", unit=make_unit("财政局"))],
    )
    set_route(by=None, matter="税收", unit=tax)
    filled = {"kind": "breach", "title": "违规", "day": DAY, "unit": centre.code, "conference": conference.pk}
    client.force_login(officer)
    client.post("/org/dockets/open/", filled | {"matter": "税收"})
    docket = Docket.objects.get()
    found = {one.role: one.unit for one in docket.assignments.all()}
    assert found == {"lead": bureau, "member": tax, "sponsor": unit}
    others = [make_account(person=make_person(unit=one)) for one in (tax, unit)]
    log.news()
    for other in others:
        with pytest.raises(Denied, match="牵头"):
            close_docket(by=other, docket=docket, conclusion="办结")
    close_docket(by=officer, docket=docket, conclusion="已整改")
    assert docket.state == "closed"
    assert log.news() == [("close_docket", "denied"), ("close_docket", "denied"), ("close_docket", "done")]


def test_closed_with_a_conclusion_and_once(officer, log) -> None:
    docket = open_docket(by=officer, kind="breach", title="违规", day=DAY)
    with pytest.raises(Refused, match="结论"):
        close_docket(by=officer, docket=docket, conclusion=" ")
    close_docket(by=officer, docket=docket, conclusion="已整改")
    with pytest.raises(Refused, match="已经办结"):
        close_docket(by=officer, docket=docket, conclusion="又")
    assert log.news() == [("open_docket", "done"), ("close_docket", "done")]


def test_one_unit_leads(officer, bureau, unit) -> None:
    with pytest.raises(Refused, match="一个牵头"):
        open_docket(by=officer, kind="breach", title="违规", day=DAY, assigned=[("lead", bureau), ("lead", unit)])


@pytest.mark.clause("QH-49")
def test_a_confidential_file_is_read_by_its_team_alone(make_account, make_person, unit, log) -> None:
    """20名用户中3人在办案组：第4人打开被拒并留痕一条，组内人员打开可以，也留痕。"""
    users = [make_account(person=make_person(unit=unit)) for _ in range(20)]
    give_act(by=None, act="docket.discipline", since=BEGIN, unit=unit)
    docket = open_docket(
        by=users[0],
        kind="discipline",
        title="某案",
        day=DAY,
        confidential=True,
        team=[one.person for one in users[:3]],
        assigned=[("lead", unit)],
    )
    log.news()
    assert [bool(may_read_docket(one, docket)) for one in users] == [False] * 3 + [True] * 17
    with pytest.raises(Denied, match="办案人员"):
        read_docket(by=users[3], docket=docket)
    assert log.news() == [("read_docket", "denied")]
    read_docket(by=users[2], docket=docket)
    assert log.news() == [("read_docket", "done")]
    with pytest.raises(Denied):
        join_docket(by=users[3], docket=docket, person=users[3].person)
    join_docket(by=users[0], docket=docket, person=users[3].person)
    assert read_docket(by=users[3], docket=docket)
    with pytest.raises(Refused, match="已在办案组"):
        join_docket(by=users[0], docket=docket, person=users[3].person)


@pytest.mark.clause("WH-07")
def test_a_departments_own_discipline_unit_adds_evidence_and_does_not_correct_scores(
    make_account, make_unit, unit, evidence, log
) -> None:
    """部门纪检给本部门案卷放入一份证据可以；把得分从75改成80被拒。"""
    give_act(by=None, act="docket.permit", since=BEGIN, power="discipline")
    give_act(by=None, act="score.correct", since=BEGIN, unit=make_unit("市纪委监察局"))
    own, other = make_account(("discipline", unit)), make_account(("discipline", make_unit("别的局")))
    docket = open_docket(by=own, kind="permit", title="超时", day=DAY, unit=unit)
    log.news()
    add_to_docket(by=own, docket=docket, evidence=evidence)
    assert list(docket.evidence.all()) == [evidence]
    change = {"from": 75, "to": 80}
    with pytest.raises(Denied, match="更正得分"):
        put_up(by=own, act="score.correct", subject="approvals.case:1", title="改分", content=change, unit=unit)
    assert log.news() == [("add_to_docket", "done"), ("put_up", "denied")]
    with pytest.raises(Denied):
        add_to_docket(by=other, docket=docket, evidence=evidence)
    with pytest.raises(Refused, match="已在案卷里"):
        add_to_docket(by=own, docket=docket, evidence=evidence)


@pytest.mark.clause("QD-16")
def test_only_the_two_supervision_offices_open_supervision_items(make_account, make_person, make_unit, log) -> None:
    """考核委员会缺财政成员显示一个空缺；只有市委、市政府督查室能立督查事项。"""
    members = ["市委办公厅", "市政府办公厅", "组织人事", "纪检监察", "统计审计", "财政"]
    places = [Place("member", of, make_person() if of != "财政" else None) for of in members]
    places.append(Place("chair", "市委书记", make_person()))
    committee = form_body(by=None, name="考核委员会", kind="committee", founded=BEGIN, seats=places)
    assert [one.of for one in vacancies(committee)] == ["财政"]
    people = {}
    for name in ("市委督查室", "市政府督查室", "市财政局"):
        unit = make_unit(name)
        people[name] = make_account(person=make_person(unit=unit))
        if "督查室" in name:
            give_act(by=None, act="docket.supervision", since=BEGIN, unit=unit)
    log.news()
    for name, by in people.items():
        if "督查室" in name:
            open_docket(by=by, kind="supervision", title="督查", day=DAY)
        else:
            with pytest.raises(Denied, match="督查立项"):
                open_docket(by=by, kind="supervision", title="督查", day=DAY)
    assert log.news() == [("open_docket", "done"), ("open_docket", "done"), ("open_docket", "denied")]
