"""A small city in a cycle, with an office that scores, and somebody for every part of the work."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from assess.books import TOWN
from kaogong.assess import actions
from kaogong.assess.models import Entrant, Round, Run, SelfReport
from kaogong.audit.actions import Denied, seal
from kaogong.audit.models import Event
from kaogong.core.scheme.period import Period
from kaogong.monitor.models import Attachment, Report
from kaogong.org import actions as register
from kaogong.org.models import Account, Grant, Person, Unit
from kaogong.org.models.powers import Power
from kaogong.plan import actions as planning
from kaogong.plan.models import Cycle, Edition, Indicator, Target

BEGIN = dt.date(2020, 1, 1)
DAY = dt.date(2026, 11, 17)
"""The day of the tests: a Tuesday."""


@pytest.fixture(autouse=True)
def folders_here(settings: Any, tmp_path: Path) -> None:
    """Sealed files and runs of a test lie beside it."""
    settings.EVIDENCE = tmp_path / "evidence"
    settings.RUNS = tmp_path / "runs"


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.date], None]:
    """Make it another day."""

    def turn(day: dt.date) -> None:
        moment = dt.datetime.combine(day, dt.time(2), dt.UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return turn


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
    return make_unit("第一局", parent=city, appraisal_class="部门")


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
def decision(make_account: Callable[..., Account]) -> Account:
    """The decision body."""
    return make_account(Power.DECISION)


@pytest.fixture
def stranger(make_account: Callable[..., Account]) -> Account:
    """Somebody without any power."""
    return make_account()


@pytest.fixture
def cycle(city: Unit) -> Cycle:
    """The cycle of 2026, open."""
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
    return made


@pytest.fixture
def adopt(cycle: Cycle, tmp_path: Path) -> Callable[..., Edition]:
    """A rulebook from its text or folder, taken as checked, adopted for classes of units."""

    def make(book: str | Path, classes: dict[str, str], **given: Any) -> Edition:
        folder = book if isinstance(book, Path) else tmp_path / f"book{Edition.objects.count()}"
        if isinstance(book, str):
            folder.mkdir()
            (folder / "rulebook.yaml").write_text(book, "utf-8")
        made = planning.bring_edition(by=None, folder=folder, **given)
        Edition.objects.filter(pk=made.pk).update(state="ready")
        made.refresh_from_db()
        planning.adopt_edition(by=None, cycle=cycle, edition=made, classes=classes)
        return made

    return make


@pytest.fixture
def promise(cycle: Cycle) -> Callable[..., Target]:
    """A target that binds, for the item of an adopted rulebook, and what was reached: verified by the office, with proof."""

    def make(unit: Unit, item: str, target: str | None, done: str | None = None, period: str = "2026") -> Target:
        made = Target.objects.create(
            cycle=cycle,
            unit=unit,
            indicator=Indicator.objects.get(cycle=cycle, item=item),
            period=period,
            state="issued",
            value=None if target is None else Decimal(target),
        )
        if done is not None:
            report = Report.objects.create(
                cycle=cycle,
                unit=unit,
                target=made,
                period=f"{Period.parse(period).last:%Y-%m}",
                value=Decimal(done),
                state="verified",
                verified_at=dt.datetime(2026, 11, 9, 9, 12, tzinfo=dt.UTC),
            )
            proof = seal(by=None, file=ContentFile(f"{unit.code} {item} {done}".encode(), name="验收单.txt"))
            Attachment.objects.create(report=report, evidence=proof, name=f"{item}验收单.txt")
        return made

    return make


@pytest.fixture
def town(
    bureau: Unit,
    make_unit: Callable[..., Unit],
    city: Unit,
    adopt: Callable[..., Edition],
    promise: Callable[..., Target],
) -> Edition:
    """Three departments under one rulebook. By hand: 60 × 0.9 + 40 = 94, 60 + 40 × 0.75 = 90, and one without a figure."""
    second = make_unit("第二局", parent=city, appraisal_class="部门")
    third = make_unit("第三局", parent=city, appraisal_class="部门")
    edition = adopt(TOWN, {"部门": "dept"})
    promise(bureau, "roads", "320", "288")
    promise(bureau, "employment", "1200", "1260")
    promise(second, "roads", "100", "100")
    promise(second, "employment", "800", "600")
    promise(third, "roads", "100", "100")
    promise(third, "employment", "400", None)
    return edition


@pytest.fixture
def scored(cycle: Cycle, town: Edition) -> Run:
    """A formal run of the small city, done."""
    asked = actions.ask_run(by=None, cycle=cycle, edition=town, purpose="formal", queue=False)
    return actions.perform_run(asked)


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


# --- rounds ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def november(on: Callable[[dt.date], None]) -> None:
    """It is 17 November 2026."""
    on(DAY)


@pytest.fixture
def make_round(cycle: Cycle, bureau: Unit, november: None) -> Callable[..., Round]:
    """A round that is open, of the unit unless said otherwise; items as pairs of a name and full marks."""

    def make(items: Any = (("工作任务", "100"),), sources: Any = (), state: str = "open", **given: Any) -> Round:
        several = [
            one if isinstance(one, dict) else {"code": f"i{number}", "name": one[0], "full": Decimal(one[1])}
            for number, one in enumerate(items, 1)
        ]
        sides = [one if isinstance(one, dict) else {"kind": one[0], "name": one[1]} for one in sources]
        fields = {"kind": "year", "period": "2026", "opens": DAY, "entrants": [(bureau, None)]} | given
        fields.setdefault("name", f"第{Round.objects.count() + 1}轮")
        made = actions.prepare_round(by=None, cycle=cycle, items=several, sources=sides, **fields)
        return actions.open_round(by=None, one=made) if state == "open" else made

    return make


@pytest.fixture
def sealed(db: None) -> Callable[..., Any]:
    """A sealed file."""

    def make(words: str = "验收单") -> Any:
        return seal(by=None, file=ContentFile(words.encode(), name="a.txt"))

    return make


@pytest.fixture
def hand_in(sealed: Callable[..., Any]) -> Callable[..., SelfReport]:
    """A self-report as it stands: every item with words, a score and evidence, signed."""

    def make(entrant: Entrant, *scores: str, evidence: bool = True) -> SelfReport:
        items = list(entrant.round.items.filter(taken_from__isnull=True).order_by("place"))
        marks = {
            item.pk: {"words": "已完成", "score": Decimal(score)} for item, score in zip(items, scores, strict=True)
        }
        report = actions.write_self(by=None, entrant=entrant, words="总体良好", marks=marks)
        for item in items if evidence else ():
            actions.show_proof(by=None, report=report, evidence=[(sealed(), "验收单.txt")], item=item)
        actions.submit_self(by=None, report=report)
        if report.state == "submitted":
            actions.sign_self(by=None, report=report)
        return report

    return make
