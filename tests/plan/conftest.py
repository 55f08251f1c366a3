"""A city with its offices, a cycle, and a rulebook adopted for the divisions of a bureau."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kaogong
from kaogong.audit.actions import Denied
from kaogong.audit.models import Event
from kaogong.org import actions as register
from kaogong.org.models import Account, Grant, Person, Unit
from kaogong.org.models.powers import Power
from kaogong.plan import actions
from kaogong.plan.models import Cycle, Edition, Indicator, Letter, Stage, Target

BEGIN = dt.date(2020, 1, 1)
LATER = dt.date(2099, 12, 31)
BOOKS = Path(kaogong.__file__).parent / "rulebooks"
STAGES = [
    (key, dt.date(2026, 2 * number - 1, 1), dt.date(2026, 2 * number, 28), "绩效办")
    for number, (key, _name) in enumerate(Stage.KEYS, 1)
]


@pytest.fixture
def make_unit(db: None) -> Callable[..., Unit]:
    """A unit; name and code are made up where none is given."""

    def make(name: str = "", **given: Any) -> Unit:
        number = Unit.objects.count() + 1
        fields = {"code": f"U{number:03d}", "level": "city", "track": "government", "since": BEGIN} | given
        return register.found_unit(by=None, name=name or f"第{number}处", **fields)

    return make


@pytest.fixture
def make_person(db: None) -> Callable[..., Person]:
    """A person, with a post where a unit is given."""

    def make(name: str = "", unit: Unit | None = None, grade: str = "staff") -> Person:
        number = Person.objects.count() + 1
        person = register.register_person(by=None, code=f"P{number:04d}", name=name or f"人{number}")
        if unit is not None:
            register.appoint(by=None, person=person, unit=unit, title="岗位", grade=grade, since=BEGIN)
        return person

    return make


@pytest.fixture
def make_account(db: None) -> Callable[..., Account]:
    """An account with powers: names of powers, or pairs of a power and a unit."""

    def make(*powers: Any, person: Person | None = None) -> Account:
        made = Account.objects.create(username=f"a{Account.objects.count() + 1}", person=person)
        for one in powers:
            power, unit = one if isinstance(one, tuple) else (one, None)
            Grant.objects.create(account=made, power=power, unit=unit, since=BEGIN)
        return made

    return make


@pytest.fixture
def city(make_unit: Callable[..., Unit]) -> Unit:
    """The government that organises the appraisal."""
    return make_unit("示范市政府")


@pytest.fixture
def bureau(make_unit: Callable[..., Unit], city: Unit) -> Unit:
    """A unit that is appraised."""
    return make_unit("第一处", parent=city, appraisal_class="division")


@pytest.fixture
def office(make_account: Callable[..., Account]) -> Account:
    """The performance office."""
    return make_account(Power.OFFICE)


@pytest.fixture
def decision(make_account: Callable[..., Account]) -> Account:
    """The decision body."""
    return make_account(Power.DECISION)


@pytest.fixture
def liaison(make_account: Callable[..., Account], bureau: Unit) -> Account:
    """The liaison officer of the unit."""
    return make_account((Power.LIAISON, bureau))


@pytest.fixture
def head(make_account: Callable[..., Account], bureau: Unit) -> Account:
    """The head of the unit."""
    return make_account((Power.HEAD, bureau))


@pytest.fixture
def leader(make_account: Callable[..., Account], bureau: Unit) -> Account:
    """The leader in charge of the unit."""
    return make_account((Power.LEADER, bureau))


@pytest.fixture
def stranger(make_account: Callable[..., Account]) -> Account:
    """Somebody without any power."""
    return make_account()


@pytest.fixture
def make_cycle(city: Unit) -> Callable[..., Cycle]:
    """A cycle, with rules where given; open unless said otherwise."""

    def make(year: int = 2026, state: str = "open", previous: Cycle | None = None, **rules: Any) -> Cycle:
        span = {"since": dt.date(year, 1, 1), "until": dt.date(year, 12, 31)}
        made = actions.prepare_cycle(by=None, year=year, title="绩效考核", organiser=city, previous=previous, **span)
        if rules:
            actions.set_rules(by=None, cycle=made, **rules)
        Cycle.objects.filter(pk=made.pk).update(state=state)
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def cycle(make_cycle: Callable[..., Cycle]) -> Cycle:
    """The cycle of 2026, open."""
    return make_cycle()


@pytest.fixture
def edition(db: None) -> Edition:
    """A rulebook with a mid-year adjustment: once, from July to September, by 30 % at most; taken as checked."""
    made = actions.bring_edition(by=None, folder=BOOKS / "xm_unit")
    Edition.objects.filter(pk=made.pk).update(state="ready")
    made.refresh_from_db()
    return made


@pytest.fixture
def adopted(cycle: Cycle, edition: Edition) -> Edition:
    """The edition, adopted for the class of the unit."""
    actions.adopt_edition(by=None, cycle=cycle, edition=edition, classes={"division": "division"})
    return edition


@pytest.fixture
def make_indicator(cycle: Cycle, city: Unit) -> Callable[..., Indicator]:
    """An indicator, settled unless said otherwise."""

    def make(name: str = "", owner: Unit | None = None, state: str = "settled", of: Cycle | None = None, **given: Any):
        within = of or cycle
        number = within.indicators.count() + 1
        made = Indicator.objects.create(
            cycle=within,
            owner=owner or city,
            name=name or f"指标{number}",
            origin="unit",
            state=state,
            place=number,
            **given,
        )
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def make_target(cycle: Cycle, bureau: Unit, make_indicator: Callable[..., Indicator]) -> Callable[..., Target]:
    """A target of the unit, in any state."""

    def make(value: str | None = None, state: str = "draft", **given: Any) -> Target:
        fields = {"unit": bureau, "cycle": cycle, "period": "2026", "own": True} | given
        indicator = fields.pop("indicator", None) or make_indicator(of=fields["cycle"])
        made = Target.objects.create(
            indicator=indicator, value=None if value is None else Decimal(value), state=state, **fields
        )
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def make_letter(cycle: Cycle, city: Unit) -> Callable[..., Letter]:
    """A letter of a unit that has something to promise."""

    def make(unit: Unit, kind: str = "绩效考评指标考核责任书") -> Letter:
        return actions.draw_letter(by=None, cycle=cycle, unit=unit, upper=city, kind=kind)

    return make


@pytest.fixture
def events(db: None) -> Callable[..., list[str]]:
    """The verbs recorded since the fixture was asked for; `denied` in front of what was refused to the person."""
    start = Event.objects.count()

    def since() -> list[str]:
        found = Event.objects.order_by("number").values_list("verb", "outcome")[start:]
        return [verb if outcome == "done" else f"{outcome} {verb}" for verb, outcome in found]

    return since


@pytest.fixture
def denied(stranger: Account) -> Callable[..., None]:
    """Somebody without the power is told why, and the attempt is on record."""

    def check(verb: Callable[..., Any], by: Account | None = None, **given: Any) -> None:
        before = Event.objects.count()
        with pytest.raises(Denied) as caught:
            verb(by=by or stranger, **given)
        assert caught.value.why
        last = Event.objects.order_by("-number").first()
        assert last is not None
        assert (Event.objects.count(), last.outcome, last.verb) == (before + 1, "denied", verb.__name__)

    return check
