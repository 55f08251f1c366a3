"""An evaluation with units, a questionnaire and groups of raters, and somebody for every part of the work."""

import datetime as dt
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kaogong.listen import actions
from kaogong.listen.models import Project, Questionnaire, Stratum
from kaogong.org import actions as register
from kaogong.org.models import Account, Grant, Person, Supervisor, Unit
from kaogong.org.models.powers import Power

BEGIN = dt.date(2020, 1, 1)
DAY = dt.date(2026, 8, 20)
"""The day of the tests: a Thursday, in the second stage."""
STAGES = {
    "publicise": (dt.date(2026, 7, 21), dt.date(2026, 8, 15)),
    "evaluate": (dt.date(2026, 8, 16), dt.date(2026, 9, 6)),
    "tally": (dt.date(2026, 9, 7), dt.date(2026, 9, 20)),
    "report": (dt.date(2026, 9, 21), dt.date(2026, 10, 31)),
}
FIVE = [
    {"key": "very", "words": "非常满意", "points": "100"},
    {"key": "good", "words": "满意", "points": "80"},
    {"key": "fair", "words": "一般", "points": "60"},
    {"key": "bad", "words": "不满意", "points": "0"},
]


@pytest.fixture(autouse=True)
def on(settings: Any) -> Callable[[dt.date], None]:
    """Make it another day; it begins on 20 August 2026."""

    def turn(day: dt.date) -> None:
        settings.TODAY = day

    turn(DAY)
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
    """A person."""

    def make(name: str = "") -> Person:
        number = Person.objects.count() + 1
        fields = {"code": f"P{number}", "sort_key": f"p{number}", "initials": "p"}
        return Person.objects.create(name=name or f"人员{number}", **fields)

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
def colleague(make_account: Callable[..., Account]) -> Account:
    """Another one of the office."""
    return make_account(Power.OFFICE)


@pytest.fixture
def stranger(make_account: Callable[..., Account]) -> Account:
    """Somebody without any power."""
    return make_account()


@pytest.fixture
def unit(make_unit: Callable[..., Unit]) -> Unit:
    """A unit that is evaluated."""
    return make_unit("市交通运输局")


@pytest.fixture
def centre(make_unit: Callable[..., Unit]) -> Unit:
    """The body that runs the survey."""
    return make_unit("市统计局民调中心")


@pytest.fixture
def liaison(make_account: Callable[..., Account], unit: Unit) -> Account:
    """The liaison officer of the evaluated unit."""
    return make_account((Power.LIAISON, unit))


@pytest.fixture
def make_project(office: Account, unit: Unit) -> Callable[..., Project]:
    """A project with one unit; in preparation."""

    def make(*more: Unit, name: str = "", **given: Any) -> Project:
        title = name or f"评议{Project.objects.count() + 1}"
        settings = {"minimum_group": 1} | given
        made = actions.plan_project(by=office, name=title, year=2026, stages=STAGES, **settings)
        rows = [{"unit": one, "duties": "管公路、公交和货运。"} for one in (unit, *more)]
        actions.add_subjects(by=office, project=made, rows=rows)
        return made

    return make


@pytest.fixture
def with_sheet(office: Account) -> Callable[..., Questionnaire]:
    """An issued questionnaire of some satisfaction questions."""

    def make(project: Project, number: int = 1, **more: Any) -> Questionnaire:
        sheet = actions.draft_sheet(by=office, project=project, title="评议问卷")
        for place in range(1, number + 1):
            actions.set_question(
                by=office, sheet=sheet, code=f"q{place}", kind="satisfaction", words=f"您对这一项满意吗（{place}）？",
                options=FIVE, **more,
            )  # fmt: skip
        actions.set_question(by=office, sheet=sheet, code="t", kind="text", words="想说具体的事", each=True)
        actions.issue_sheet(by=office, sheet=sheet)
        sheet.refresh_from_db()
        return sheet

    return make


@pytest.fixture
def opened(
    make_project: Callable[..., Project], with_sheet: Callable[..., Questionnaire], office: Account
) -> Callable[..., Project]:
    """A project in its second stage: `groups` by code with their strata, `quotas` by code."""

    def make(
        *more: Unit, groups: dict[str, dict[str, int]] | None = None, quota: int = 100, questions: int = 1, **given: Any
    ) -> Project:
        link = given.pop("open_link", False)
        weights = given.pop("weights", {})
        issuer = given.pop("issuer", None)
        project = make_project(*more, **given)
        with_sheet(project, questions)
        for code, strata in (groups or {"g1": {"城区": 1000}}).items():
            actions.add_group(
                by=office, project=project, code=code, name=f"主体{code}", strata=strata, quota=quota, issuer=issuer,
                weight=weights.get(code),
            )  # fmt: skip
        actions.begin(by=office, project=project)
        actions.open_evaluation(by=office, project=project, open_link=link)
        return project

    return make


@pytest.fixture
def copied(db: None) -> Callable[..., int]:
    """Answers by the thousand, written as the database takes them fastest: pairs of how many, and what they are."""

    def copy(project: Project, rows: Any) -> int:
        sheet, number = project.sheets.get(state="issued"), 0
        columns = "id, project_id, sheet_id, stratum_id, channel, day, assisted, hasty, late, content, scores, flags, excluded, reason"
        with connection.cursor() as cursor, cursor.copy(f"COPY listen_answer ({columns}) FROM STDIN") as out:
            for many, one in rows:
                content = {"u": one.get("u", {}), "g": one.get("g", {})}
                for _turn in range(many):
                    number += 1
                    out.write_row((
                        uuid.uuid4(), project.pk, sheet.pk, one.get("stratum"), one.get("channel", "code"),
                        one.get("day", DAY), False, one.get("hasty", False), one.get("late", False),
                        json.dumps(content), json.dumps(one["scores"]), json.dumps(one.get("flags", [])), False, "",
                    ))  # fmt: skip
        return number

    return copy


@pytest.fixture
def stratum(db: None) -> Callable[..., Stratum]:
    """A stratum of a project by the code of its group, and by its name."""

    def find(project: Project, code: str = "g1", name: str = "") -> Stratum:
        held = Stratum.objects.filter(group__project=project, group__code=code)
        return held.get(name=name) if name else held.first()

    return find


@pytest.fixture
def supervisor(make_person: Callable[..., Person], make_account: Callable[..., Account]) -> Callable[..., Account]:
    """An account of a supervisor of a pool, perhaps employed by a unit."""

    def make(pool: str = "B", employer: Unit | None = None) -> Account:
        person = make_person()
        Supervisor.objects.create(person=person, pool=pool, source="单位推荐人员", since=BEGIN, employer=employer)
        return make_account(Power.SUPERVISOR, person=person)

    return make


@pytest.fixture
def window() -> Callable[[Account], Client]:
    """A browser somebody is signed in with."""

    def open_(account: Account) -> Client:
        found = Client()
        found.force_login(account)
        return found

    return open_
