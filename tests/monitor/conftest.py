"""A unit with targets that bind, rules of monitoring, and somebody for every part of the work."""

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from django.core.files.base import ContentFile

from kaogong.audit.actions import Denied, seal
from kaogong.audit.models import Event, Evidence
from kaogong.monitor import actions
from kaogong.monitor.models import Report
from kaogong.org import actions as register
from kaogong.org.models import Account, Grant, Person, Unit
from kaogong.org.models.powers import Power
from kaogong.plan import actions as planning
from kaogong.plan.models import Cycle, Indicator, Target, Task

BEGIN = dt.date(2020, 1, 1)
DAY = dt.date(2026, 10, 20)
"""The day of the tests: a Tuesday."""


@pytest.fixture(autouse=True)
def evidence_here(settings: Any, tmp_path: Any) -> None:
    """Sealed files of a test lie beside it."""
    settings.EVIDENCE = tmp_path / "evidence"


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.date], None]:
    """Make it another day."""

    def turn(day: dt.date) -> None:
        moment = dt.datetime.combine(day, dt.time(10), dt.UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return turn


@pytest.fixture(autouse=True)
def october(on: Callable[[dt.date], None]) -> None:
    """It is 20 October 2026."""
    on(DAY)


@pytest.fixture
def make_unit(db: None) -> Callable[..., Unit]:
    """A unit; name and code are made up where none is given."""

    def make(name: str = "", **given: Any) -> Unit:
        number = Unit.objects.count() + 1
        fields = {"code": f"U{number:03d}", "level": "city", "track": "government", "since": BEGIN} | given
        return register.found_unit(by=None, name=name or f"第{number}局", **fields)

    return make


@pytest.fixture
def make_person(db: None) -> Callable[..., Person]:
    """A person."""

    def make(name: str = "") -> Person:
        number = Person.objects.count() + 1
        return register.register_person(by=None, code=f"P{number:04d}", name=name or f"人{number}")

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
    """A unit that reports."""
    return make_unit("第一局", parent=city)


@pytest.fixture
def statistics(make_unit: Callable[..., Unit], city: Unit) -> Unit:
    """The authority for figures."""
    return make_unit("统计部门", parent=city)


@pytest.fixture
def office(make_account: Callable[..., Account]) -> Account:
    """The performance office."""
    return make_account(Power.OFFICE)


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
def supplier(make_account: Callable[..., Account], statistics: Unit) -> Account:
    """Who supplies the figures of the authority."""
    return make_account((Power.LIAISON, statistics))


@pytest.fixture
def authority(make_account: Callable[..., Account], statistics: Unit) -> Account:
    """Who approves the figures of the authority."""
    return make_account((Power.AUTHORITY, statistics))


@pytest.fixture
def stranger(make_account: Callable[..., Account]) -> Account:
    """Somebody without any power."""
    return make_account()


@pytest.fixture
def cycle(city: Unit) -> Cycle:
    """The cycle of 2026, open, with rules of monitoring."""
    made = planning.prepare_cycle(
        by=None,
        year=2026,
        title="绩效考核",
        organiser=city,
        since=dt.date(2026, 1, 1),
        until=dt.date(2026, 12, 31),
    )
    Cycle.objects.filter(pk=made.pk).update(state="open")
    made.refresh_from_db()
    actions.set_rules(
        by=None,
        cycle=made,
        due_days=-4,
        lock_days=5,
        verify_days=3,
        explain_days=5,
        remind_days=[3, 1],
        green_share=Decimal(100),
        yellow_share=Decimal(95),
        yellow_days=15,
        jump_share=Decimal(50),
    )
    return made


@pytest.fixture
def make_target(cycle: Cycle, bureau: Unit, city: Unit) -> Callable[..., Target]:
    """A target of the unit that binds."""

    def make(value: str | None = "320", name: str = "", unit: Unit | None = None, **given: Any) -> Target:
        number = cycle.indicators.count() + 1
        fields = {"places": 1, "unit": "公里"} | {
            key: given.pop(key)
            for key in ("direction", "splits", "places", "authority", "actual", "fact")
            if key in given
        }
        indicator = given.pop("indicator", None) or Indicator.objects.create(
            cycle=cycle,
            owner=city,
            name=name or f"指标{number}",
            origin="unit",
            state="settled",
            place=number,
            **fields,
        )
        made = Target.objects.create(
            cycle=cycle,
            indicator=indicator,
            unit=unit or bureau,
            value=None if value is None else Decimal(value),
            **{"period": "2026", "state": "issued", "own": True} | given,
        )
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def road(make_target: Callable[..., Target]) -> Target:
    """320 km of road in the year, 241.6 by September, 267 by October."""
    made = make_target("320", "农村公路提质改造里程")
    actions.set_milestones(by=None, target=made, nodes={"2026-10": Decimal(267)})
    return made


@pytest.fixture
def make_task(cycle: Cycle, bureau: Unit) -> Callable[..., Task]:
    """A task of the unit."""

    def make(**given: Any) -> Task:
        number = Task.objects.count() + 1
        fields = {"state": "issued", "origin": "annual"} | given
        made = Task.objects.create(cycle=cycle, number=number, name=f"任务{number}", **fields)
        made.units.create(unit=bureau, role="lead")
        return made

    return make


@pytest.fixture
def make_report(liaison: Account) -> Callable[..., Report]:
    """A draft of a report."""

    def make(target: Target, value: str | None = "270", period: str = "2026-10", **given: Any) -> Report:
        return actions.write_report(
            by=None if target.unit_id != given.get("unit", target.unit).pk else liaison,
            unit=given.pop("unit", target.unit),
            target=target,
            period=period,
            value=None if value is None else Decimal(value),
            **{"words": "按序时推进"} | given,
        )

    return make


@pytest.fixture
def put(make_report: Callable[..., Report]) -> Callable[..., Report]:
    """A report in a later state, as the table would hold it."""

    def make(target: Target, value: str | None = "270", period: str = "2026-10", state: str = "verified") -> Report:
        made = Report.objects.create(
            cycle=target.cycle,
            unit=target.unit,
            target=target,
            period=period,
            value=None if value is None else Decimal(value),
            state=state,
        )
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def sealed(db: None, evidence_here: None) -> Callable[..., Evidence]:
    """A sealed file."""

    def make(words: str = "验收单") -> Evidence:
        return seal(by=None, file=ContentFile(words.encode(), name="a.txt"))

    return make


@pytest.fixture
def book(db: None, evidence_here: None) -> Callable[..., Evidence]:
    """A sealed workbook of figures."""

    def make(*rows: Any, heads: Any = ("指标", "单位编码", "时期", "数值")) -> Evidence:
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as made:
            sheet = made.add_worksheet("数据")
            for number, row in enumerate((heads, *rows)):
                sheet.write_row(number, 0, row)
        return seal(by=None, file=ContentFile(out.getvalue(), name="数据.xlsx"))

    return make


@pytest.fixture
def events(db: None) -> Callable[..., list[str]]:
    """The verbs recorded since it was last asked; `denied` in front of what was refused to the person."""
    seen = [Event.objects.count()]

    def since() -> list[str]:
        found = list(Event.objects.order_by("number").values_list("verb", "outcome")[seen[0] :])
        seen[0] += len(found)
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
