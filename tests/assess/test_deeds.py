"""Rounds over people, weights of one entrant and the systems a round must have, in the browser."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse

import kaogong
from kaogong.assess import actions
from kaogong.assess.models import Round
from kaogong.org import actions as register

pytestmark = pytest.mark.usefixtures("files", "november")
BOOKS = Path(kaogong.__file__).parent / "rulebooks"
DAY = dt.date(2026, 11, 17)
ITEMS = [
    {"code": "a", "name": "任务", "full": Decimal(100), "mode": "award"},
    {"code": "b", "name": "作风", "full": Decimal(100), "mode": "award"},
]


def words(answer):
    return answer.content.decode()


@pytest.fixture
def one(cycle, bureau):
    """A round that weighs its items, and must have two systems."""
    given = {
        "cycle": cycle,
        "name": "中层测评",
        "kind": "year",
        "period": "2026",
        "opens": DAY,
        "entrants": [(bureau, None)],
    }
    given |= {"items": ITEMS, "sources": [{"kind": "self", "name": "自评"}], "combine": "weighted"}
    return actions.prepare_round(by=None, needs=["指标体系", "评价标准"], **given)


def test_weights_of_one_entrant_make_a_hundred(client, office, stranger, one, events):
    entrant = one.entrants.get()
    where = reverse("assess:set_weights", args=[entrant.pk])
    a, b = (f"item_{item.pk}" for item in one.items.order_by("place"))
    client.force_login(stranger)
    assert client.post(where, {a: "60", b: "40"}).status_code == 403
    client.force_login(office)
    assert where in words(client.get(reverse("assess:round", args=[one.pk])))
    events()
    assert "权重合计 90，应为 100" in words(client.post(where, {a: "50", b: "40"}))
    assert client.post(where, {a: "60.5", b: "39.5"}).status_code == 302
    assert events() == ["set_weights"]
    assert {item.item.code: str(item.value) for item in entrant.weights.all()} == {"a": "60.5", "b": "39.5"}
    assert 'value="60.5"' in words(client.get(where)), "what holds stands in the form"


def test_systems_are_written_before_a_round_starts(client, office, stranger, one, events):
    where = reverse("assess:state_systems", args=[one.pk])
    client.force_login(stranger)
    assert client.get(where).status_code == 403
    client.force_login(office)
    assert "还没有写明" in words(client.get(reverse("assess:round", args=[one.pk])))
    events()
    assert client.post(where, {"system_0": "见附件一"}).status_code == 422
    assert client.post(where, {"system_0": "见附件一", "system_1": "见附件二"}).status_code == 302
    assert events() == ["state_systems"]
    one.refresh_from_db()
    assert one.systems == {"指标体系": "见附件一", "评价标准": "见附件二"}


@pytest.fixture
def posted(make_person, bureau, cycle, adopt):
    """A chief, a deputy and two of the staff of a unit of the class, and what a round from its rulebook asks for."""
    adopt(BOOKS / "xm_unit", {"部门": "division"})
    found = []
    for name, grade in (("正职", "chief"), ("副职", "deputy"), ("甲", "staff"), ("乙", "staff")):
        person = make_person(name)
        since = dt.date(2025, 1, 1)
        register.appoint(by=None, person=person, unit=bureau, title=name, grade=grade, since=since)
        found.append(person)
    given = {"of": f"{cycle.adoptions.get().pk}:division", "kind": "year", "period": "2026", "opens": "2026-11-17"}
    given |= {f"kind_{number}": "sheet" for number in (1, 2, 3)}
    return found, given | {"use_0": "on", "reviewed": "on", "signed": "on"}


def test_a_round_over_people_takes_them_from_the_register(client, office, posted):
    people, given = posted
    client.force_login(office)
    page = reverse("assess:new_round")
    assert client.post(page, given | {"name": "班子", "whom": "leaders"}).status_code == 302
    assert {one.name for one in Round.objects.get().entrants.all()} == {"正职", "副职"}
    assert client.post(page, given | {"name": "职工", "whom": "staff", "needs": "指标体系"}).status_code == 302
    staff = Round.objects.get(name="职工")
    assert ({one.name for one in staff.entrants.all()}, staff.needs) == ({"甲", "乙"}, ["指标体系"])
    named = given | {"name": "指名", "whom": "people", "people": people[2].code}
    assert client.post(page, named).status_code == 302
    assert [one.person for one in Round.objects.get(name="指名").entrants.all()] == [people[2]]


def test_a_round_over_nobody_is_not_set_up(client, office, posted):
    _people, given = posted
    client.force_login(office)
    sent = client.post(reverse("assess:new_round"), given | {"name": "空", "whom": "people"})
    assert sent.status_code == 422
    assert "没有这样的人员" in words(sent)
    assert not Round.objects.exists()
