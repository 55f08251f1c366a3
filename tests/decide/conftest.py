"""Settlements of real runs: a golden case of a shipped rulebook, scored by the engine, sealed, and indexed as rows."""

import datetime as dt
import shutil
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import kaogong
from kaogong.assess.models import Mark, Result, Run
from kaogong.audit.actions import Denied
from kaogong.audit.models import Event
from kaogong.core.engine.bundle import Trial, seal, store
from kaogong.core.engine.bundle.manifest import fingerprint
from kaogong.core.engine.cases.read import read_cases
from kaogong.core.engine.cases.stage import longest, set_stage
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score
from kaogong.core.scheme.load import load
from kaogong.decide import actions
from kaogong.decide.models import Proposal, Publication, Settlement
from kaogong.org import actions as register
from kaogong.org.models import Account, Body, Grant, Person, Seat, Unit
from kaogong.org.models.powers import Power
from kaogong.org.queries import today
from kaogong.plan.models import Cycle, Edition
from kaogong.plan.queries.figures import exact

BOOKS = Path(kaogong.__file__).parent / "rulebooks"
BEGIN = dt.date(2000, 1, 1)
DAY = dt.date(2026, 11, 2)
"""The day of the tests: a Monday."""


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> None:
    """Sealed files and runs of a test lie beside it."""
    settings.EVIDENCE = tmp_path / "evidence"
    settings.RUNS = tmp_path / "runs"
    settings.RUNS.mkdir()


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.date], None]:
    """Make it another day."""

    def turn(day: dt.date) -> None:
        moment = dt.datetime.combine(day, dt.time(2), dt.UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return turn


@pytest.fixture(autouse=True)
def november(on: Callable[[dt.date], None]) -> None:
    """It is 2 November 2026."""
    on(DAY)


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
def office(make_account: Callable[..., Account]) -> Account:
    """The performance office."""
    return make_account(Power.OFFICE)


@pytest.fixture
def decision(make_account: Callable[..., Account]) -> Account:
    """Somebody of the decision body."""
    return make_account(Power.DECISION)


@pytest.fixture
def stranger(make_account: Callable[..., Account]) -> Account:
    """Somebody without any power."""
    return make_account()


@pytest.fixture
def city(db: None) -> Unit:
    """The government that organises the appraisal."""
    return register.found_unit(by=None, code="city", name="示范市政府", level="city", track="government", since=BEGIN)


@pytest.fixture
def body(city: Unit, make_person: Callable[..., Person]) -> Body:
    """The leading group, with seven seats filled."""
    made = Body.objects.create(name="机关效能建设领导小组", kind="leading", office=city, founded=BEGIN)
    for number in range(7):
        role = "chair" if not number else "member"
        Seat.objects.create(body=made, role=role, of=f"成员{number}", person=make_person(), since=BEGIN)
    return made


@pytest.fixture
def member(make_account: Callable[..., Account], body: Body) -> Account:
    """The account of somebody who sits on the leading group."""
    return make_account(person=body.seats.order_by("id")[1].person)


@pytest.fixture
def make_run(city: Unit, tmp_path: Path) -> Callable[..., Run]:
    """A formal run of a golden case: real engine, sealed folder, rows for lists. Subjects become units of that name."""

    def make(book: str, case: str, year: int = 2026, purpose: str = "formal", **more: Any) -> Run:
        found = next(one for one in read_cases(BOOKS / book) if case in one.name)
        words = dict(found.words) | more
        return _run(book, words, city, year, purpose)

    return make


def _run(book: str, words: dict[str, Any], city: Unit, year: int, purpose: str) -> Run:
    from django.conf import settings

    source = BOOKS / book
    chosen = {"readings": words.get("readings") or {}, "settings": words.get("settings") or {}}
    rules = load(source, **chosen)
    stage = set_stage(rules, words)
    given = ("subjects", "facts", "events", "ratings", "links", "history", "calendar")
    facts = Facts.from_rows(rules, **{name: getattr(stage, name) for name in given}, reasons=False)
    period = longest(rules, stage)
    trial = Trial(str(period), dict(chosen["readings"]), {key: str(value) for key, value in chosen["settings"].items()})
    name = fingerprint(rules, facts.digest, trial)
    work = Path(settings.RUNS) / name
    if work.exists():
        shutil.rmtree(work)
    work.mkdir(parents=True)
    facts = facts.save(rules, work / "facts")
    done = score(rules, facts, period)
    seal(work, store(done, work, trial, source))
    cycle, _fresh = Cycle.objects.get_or_create(
        year=year,
        title="绩效考核",
        defaults={"organiser": city, "since": dt.date(year, 1, 1), "until": dt.date(year, 12, 31), "state": "open"},
    )
    edition, _fresh = Edition.objects.get_or_create(
        book=rules.id,
        edition=rules.edition,
        sm3=done.rulebook.canonical and _sm3(rules),
        draft=Edition.objects.count() + 1,
        defaults={
            "title": rules.title.zh,
            "text": rules.canonical,
            "sha256": "",
            "state": "adopted",
            "readings": dict(chosen["readings"]),
            "values": dict(chosen["settings"]),
        },
    )
    made = Run.objects.create(
        cycle=cycle,
        edition=edition,
        purpose=purpose,
        state="done",
        ended_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        fingerprint=name,
        folder=name,
        upto=str(period),
    )
    _index(made, done, stage.period.every)
    done.close()
    return made


def _sm3(rules: Any) -> str:
    from kaogong.plan.queries.editions import hashes

    return hashes(rules).sm3


def _index(made: Run, done: Any, every: str) -> None:
    """The rows a run leaves: one result a subject, one mark an item."""
    for sheet, length in done.done:
        root = done.rulebook.sheets[sheet].root
        if length != root.every:
            continue
        for row in done.rows(sheet, length):
            unit = Unit.objects.filter(code=row["subject"]).first() or register.found_unit(
                by=None,
                code=row["subject"],
                name=row["subject"],
                level="city",
                track="government",
                since=BEGIN,
            )
            total = row["total"]
            result = Result.objects.create(
                run=made,
                sheet=sheet,
                sheet_name=root.name.zh,
                subject=row["subject"],
                name=row["subject"],
                unit=unit,
                appraisal_class=row["class"] or "",
                period=row["period"],
                total=None if total is None else exact(total, 2),
                rank=row["rank"],
                grade=row["grade"] or "",
            )
            _marks(result, root, row)


def _marks(result: Result, root: Any, row: dict[str, Any]) -> None:
    place = 0
    for item in root.walk():
        if item is root or item.id not in row:
            continue
        place += 1
        value, full = row[item.id], item.full
        Mark.objects.create(
            result=result,
            item=item.id,
            name=item.name.zh,
            level=1 + (item not in root.items),
            place=place,
            value=None if value is None else _about(value),
            full=None if full is None else _about(Fraction(full)),
        )


def _about(value: Fraction) -> Decimal:
    from kaogong.plan.queries.figures import cut

    return cut(value, 2)


@pytest.fixture
def settle(office: Account, make_run: Callable[..., Run]) -> Callable[..., Settlement]:
    """A settlement drawn up from a golden case."""

    def make(book: str, case: str, scheme: str, **more: Any) -> Settlement:
        return actions.draw_settlement(by=office, run=make_run(book, case, **more), scheme=scheme)

    return make


@pytest.fixture
def approved(
    office: Account, decision: Account, body: Body, on: Callable[[dt.date], None]
) -> Callable[[Settlement], Settlement]:
    """A settlement carried through publicity and approval; it is then 10 November 2026."""

    def make(settlement: Settlement) -> Settlement:
        actions.begin_publicity(by=office, settlement=settlement)
        settlement.refresh_from_db()
        assert settlement.publicity_until is not None
        on(settlement.publicity_until + dt.timedelta(days=1))
        actions.close_publicity(by=office, settlement=settlement)
        actions.approve_settlement(by=decision, settlement=settlement, number="示委〔2026〕15号", body=body)
        settlement.refresh_from_db()
        return settlement

    return make


@pytest.fixture
def published(office: Account, approved: Callable[[Settlement], Settlement]) -> Callable[..., Publication]:
    """A settlement carried through to publication."""

    def make(settlement: Settlement, number: str = "示效〔2026〕41号", **given: Any) -> Publication:
        fields = {"issuer": "市委、市政府", "audience": "public"} | given
        return actions.publish(by=office, settlement=approved(settlement), number=number, **fields)

    return make


@pytest.fixture
def line() -> Callable[..., Proposal]:
    """The line of a subject."""

    def find(settlement: Settlement, name: str) -> Proposal:
        return settlement.proposals.filter(subject__startswith=name).order_by("subject")[0]

    return find


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


def carried_through(settlement: Settlement, office: Account, body: Body) -> Publication:
    """A settlement published on the day it is, as the tables would hold it after publicity and approval."""
    day = today()
    fields = {"number": "示委〔2026〕15号", "body": body, "state": "approved", "approved_on": day}
    Settlement.objects.filter(pk=settlement.pk).update(
        publicity_since=day - dt.timedelta(days=8), publicity_until=day - dt.timedelta(days=1), **fields
    )
    settlement.refresh_from_db()
    given = {"number": "示效〔2026〕41号", "issuer": "市委、市政府", "audience": "public"}
    return actions.publish(by=office, settlement=settlement, **given)
