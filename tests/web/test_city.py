"""The demonstration city is loaded whole, the same every time, and only into an empty database."""

import time

import pytest

from kaogong.audit.models import Event
from kaogong.core.engine.city.cast import City
from kaogong.core.engine.city.register import Register
from kaogong.org.models import Account, Person, Post, UnitVersion
from kaogong.org.queries import reach
from kaogong.web.city import DEMO, NotEmpty, load

SMALL = Register(City(units=8, districts=2, townships=5), institutions=3, leaders=20, staff=60)


def test_the_register_is_the_same_every_time() -> None:
    assert list(Register().houses()) == list(Register().houses())
    assert list(SMALL.workers()) == list(SMALL.workers())


def test_the_city_has_the_size_it_says() -> None:
    register = Register()
    classes = [one.klass for one in register.houses()]
    counts = {klass: classes.count(klass) for klass in set(classes)}
    assert (counts["district"], counts["township"]) == (12, 140)
    assert counts["institution"] == 30
    assert sum(counts[one] for one in ("comprehensive", "economic", "service", "party")) == 90
    grades = [one.grade for one in register.workers()]
    assert len([one for one in grades if one in ("chief", "deputy")]) == 510
    assert len([one for one in grades if one in ("middle", "staff")]) == 6000


@pytest.mark.django_db
def test_it_is_loaded_in_time_and_recorded_once() -> None:
    start = time.perf_counter()
    counts = load()
    assert time.perf_counter() - start < 60
    assert counts == {"units": 273, "people": 6510, "accounts": Account.objects.count()}
    assert Post.objects.filter(until__isnull=True).count() == 6510
    assert UnitVersion.objects.filter(parent__isnull=True).count() == 1
    event = Event.objects.get()
    assert (event.verb, event.new["people"]) == ("load_city", 6510)
    assert Person.objects.get(code="L0001").phone.startswith("199")


@pytest.mark.django_db
def test_every_role_has_an_account_with_its_power() -> None:
    load(SMALL_WITH_OFFICE)
    for one in DEMO:
        account = Account.objects.get(username=one.username)
        assert account.check_password("kaogong-demo-2026")
        assert [held.power for held in reach(account).held] == ([one.power] if one.power else [])


@pytest.mark.django_db
def test_it_is_not_loaded_twice() -> None:
    load()
    with pytest.raises(NotEmpty):
        load()


SMALL_WITH_OFFICE = Register(City(units=50, districts=2, townships=5), institutions=3, leaders=60, staff=120)
