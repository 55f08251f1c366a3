"""A body is formed with every seat it must have."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import Place, add_seat, form_body, seat
from kaogong.org.queries import strength, vacancies

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def test_its_seats_stand_empty_until_filled(keeper, person, log) -> None:
    places = [Place("chair", "组长", person), Place("member", "财政")]
    made = form_body(by=keeper, name="委员会", kind="committee", founded=DAY, seats=places, functions=["审定结果"])
    assert [one.of for one in vacancies(made)] == ["财政"]
    assert log.news() == [("form_body", "done")]


def test_a_name_is_taken_once_and_members_have_a_limit(keeper, body, log) -> None:
    with pytest.raises(Refused) as refused:
        form_body(by=keeper, name=body.name, kind="team", founded=DAY, seats=[])
    assert refused.value.field == "name"
    with pytest.raises(Refused, match="最多 1 人"):
        form_body(
            by=keeper, name="小组", kind="team", founded=DAY, seats=[("member", "甲"), ("member", "乙")], members=(1, 1)
        )
    assert log.news() == []


def test_only_the_office_forms_bodies(only_keeper) -> None:
    only_keeper(form_body, name="小组", kind="team", founded=DAY, seats=[])


@pytest.mark.clause("QW-02")
def test_a_team_of_twelve_heads_with_eleven_reports_the_one_missing(keeper, make_unit, make_person) -> None:
    """12个单位：组长1、副组长1、成员席位12；只有11名负责人时报出空缺的一席。"""
    units = [make_unit(f"第{number}股") for number in range(12)]
    members = [
        Place("member", f"第{number}股负责人", make_person(unit=one) if number < 11 else None, one)
        for number, one in enumerate(units)
    ]
    heads = [Place("chair", "局长(兼)", make_person()), Place("deputy", "局行政办主任", make_person())]
    team = form_body(
        by=keeper,
        name="考核小组",
        kind="team",
        founded=DAY,
        seats=[*heads, *members],
        office=units[0],
        functions=["组织协调"],
    )
    assert [team.seats.filter(role=role).count() for role in ("chair", "deputy", "member")] == [1, 1, 12]
    assert [one.of for one in vacancies(team)] == ["第11股负责人"]


@pytest.mark.clause("SD-02")
def test_a_committee_of_six_departments_with_five_names_the_missing_one(keeper, make_unit, make_person) -> None:
    """考核委员会六部门到了五个：标明不全，缺审计。"""
    departments = ["组织", "机构编制", "监察", "财政", "人力资源社会保障", "审计"]
    committee = form_body(
        by=keeper,
        name="事业单位考核委员会",
        kind="committee",
        founded=DAY,
        seats=[Place("member", of, make_person() if of != "审计" else None) for of in departments],
        office=make_unit("机构编制部门"),
    )
    assert [one.of for one in vacancies(committee)] == ["审计"]


@pytest.mark.clause("QH-37")
def test_a_discipline_committee_has_three_to_five_members_and_one_officer(keeper, make_person) -> None:
    """乡镇纪委：2人不足；6人不收；4人加1名专干合格。"""

    def township(name: str, members: int, officers: int):
        seats = [Place("member", f"委员{number}", make_person()) for number in range(members)]
        seats += [Place("officer", "纪检专干", make_person()) for _ in range(officers)]
        return form_body(by=keeper, name=name, kind="committee", founded=DAY, seats=seats, members=(3, 5), officers=1)

    assert strength(township("甲镇纪委", 2, 1)) == ("short", 2, 1)
    assert strength(township("乙镇纪委", 4, 1)) == ("valid", 4, 1)
    assert strength(township("丙镇纪委", 4, 0)) == ("short", 4, 0)
    with pytest.raises(Refused, match="最多 5 人，现有 6 人"):
        township("丁镇纪委", 6, 1)
    full = township("戊镇纪委", 5, 1)
    with pytest.raises(Refused, match="最多 5 人，现有 6 人"):
        add_seat(by=keeper, body=full, role="member", of="委员6")
    assert strength(full) == ("valid", 5, 1)
    seat(by=keeper, place=full.seats.get(role="officer"), person=None, unit=None, since=DAY)
    assert strength(full) == ("short", 5, 0)
