"""The demonstration city is loaded whole, the same every time, and only into an empty database."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from kaogong.assess.models import Run
from kaogong.audit.models import Event, Evidence
from kaogong.audit.queries.evidence import altered_evidence
from kaogong.core.chain import verify
from kaogong.core.engine.city.cast import City
from kaogong.core.engine.city.figures import Figures
from kaogong.core.engine.city.register import Register
from kaogong.core.scheme.load import load as load_rulebook
from kaogong.core.scheme.period import Period
from kaogong.monitor.models import Report
from kaogong.monitor.queries import asked_targets, lights, rules_of
from kaogong.monitor.queries import waiting_for as monitor_waiting
from kaogong.org.models import Account, Person, Post
from kaogong.org.queries import reach
from kaogong.plan.models import Cycle, Letter
from kaogong.plan.queries import check, stale
from kaogong.plan.queries import waiting_for as plan_waiting
from kaogong.web.city import DAY, DEMO, NotEmpty, TooSmall, accounts, load
from kaogong.web.city.book import BOOK
from kaogong.web.city.open_work import ASKING

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


def test_figures_are_the_same_every_time_and_stay_within_reason() -> None:
    book = load_rulebook(BOOK)
    one, again = Figures(book, SMALL), Figures(book, SMALL)
    houses = [house for house in SMALL.houses() if house.parent]
    told = list(one.courses(houses, 2025))
    assert told == list(again.courses(houses, 2025))
    assert {klass: len(found) for klass, found in one.of.items()} == dict.fromkeys(book.classes, 50)
    before = {(house.code, course.figure.fact): course.target for house, course in one.courses(houses, 2024)}
    for house, course in told:
        last = before[house.code, course.figure.fact]
        assert Decimal("0.75") * last <= course.target <= Decimal("1.25") * last + 1
        if course.figure.unit == "%":
            assert all(0 <= course.by(month) <= 100 for month in range(1, 13))


def test_the_rulebook_of_the_city_fits_its_classes() -> None:
    book = load_rulebook(BOOK)
    assert set(book.classes) == {house.klass for house in Register().houses() if house.parent}
    for sheet in book.sheets.values():
        leaves = [item for item in sheet.root.walk() if item.method]
        assert (len(sheet.root.items), len(leaves)) == (15, 58)
        assert sum(item.full or 0 for item in leaves) == 100


@pytest.mark.django_db
def test_a_city_too_small_for_its_parts_is_told() -> None:
    with pytest.raises(TooSmall, match="units 50"):
        load(SMALL)


@pytest.mark.django_db
def test_accounts_of_a_house_without_the_city_are_not_told() -> None:
    Account.objects.create(username="office")
    assert accounts() == []


@pytest.mark.slow
def test_any_size_is_loaded_into_an_empty_database_and_no_other(tmp_path: Path) -> None:
    house = os.environ | {"KAOGONG_HOME": tempfile.mkdtemp(prefix="考功 "), "KAOGONG_LANG": "zh"}
    house.pop("DATABASE_URL", None)
    sizes = {"units": 50, "districts": 1, "townships": 3, "institutions": 2, "leaders": 51, "staff": 70}
    command = [sys.executable, "-c", "from kaogong.cli import main; main()", "demo-city", "--load", "--json"]
    command += [f"--{name}={size}" for name, size in sizes.items()]
    done = subprocess.run(command, env=house, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "57 个单位" in done.stderr
    assert "121 人" in done.stderr
    assert json.loads(done.stdout)["loaded"]
    again = subprocess.run(command, env=house, capture_output=True, text=True, check=False)
    assert again.returncode == 1
    assert "已有内容" in again.stderr
    exported = subprocess.run(
        [sys.executable, "-m", "kaogong.web", "audit-export", str(tmp_path / "chain")], env=house, check=False
    )
    assert exported.returncode == 0
    assert verify(tmp_path / "chain", []).unaltered
    shutil.rmtree(house["KAOGONG_HOME"])


@pytest.mark.django_db
def test_every_key_of_the_city_leads_somewhere(city: dict[str, int]) -> None:
    """Rows come by COPY, without the check of each key: so all of them are checked here."""
    for model in apps.get_models():
        if model._meta.app_label in ("org", "plan", "monitor", "audit"):
            for field in model._meta.concrete_fields:
                if field.many_to_one:
                    empty = {f"{field.name}__isnull": False}
                    there = field.related_model.objects.values(field.target_field.attname)
                    lost = model.objects.filter(**empty).exclude(**{f"{field.attname}__in": there})
                    assert not lost.exists(), f"{model.__name__}.{field.name}"


@pytest.mark.django_db
def test_the_year_that_runs_is_in_month_nine(city: dict[str, int]) -> None:
    cycle = Cycle.objects.get(state="open")
    assert (cycle.year, DAY.month) == (2026, 9)
    assert sorted(Cycle.objects.filter(state="closed").values_list("year", flat=True)) == [2024, 2025]
    letters = list(Letter.objects.filter(cycle=cycle))
    assert {one.state for one in letters} >= {"effective", "half"}
    assert not [one for one in letters if one.unit.code not in ASKING and stale(one)]
    checked = check(cycle)
    assert checked.sums
    assert not checked.mismatches
    assert not checked.orphans


@pytest.mark.django_db
def test_lights_are_mostly_green_and_a_red_one_is_recorded_as_such(city: dict[str, int], settings: Any) -> None:
    settings.TODAY = DAY
    cycle = Cycle.objects.get(state="open")
    period, rules = Period.parse("2026-07"), rules_of(cycle)
    targets = list(asked_targets(cycle).filter(parent__isnull=True).exclude(unit__code__in=ASKING)[:1500])
    found = lights(targets, period, rules)
    counts = Counter(light.key for light in found.values())
    assert counts["green"] > sum(counts.values()) * 3 / 4
    assert 0 < counts["red"] < sum(counts.values()) / 10
    reports = {one.target_id: one for one in Report.objects.filter(cycle=cycle, period="2026-07")}
    for key, light in found.items():
        if key in reports and light.share is not None:
            assert reports[key].red == (light.share < 85), light.rule
    red = Report.objects.filter(cycle=cycle, red=True)
    assert red.filter(explanation__isnull=False).exists()
    assert red.filter(explanation__isnull=True).exists()


@pytest.mark.django_db
def test_evidence_is_what_it_says(city: dict[str, int]) -> None:
    assert Evidence.objects.count() == city["evidence"]
    assert not altered_evidence()


@pytest.mark.django_db
def test_everybody_has_something_to_do(city: dict[str, int], settings: Any) -> None:
    settings.TODAY = DAY
    for name in ("office", "liaison", "head", "authority", "decision", "district"):
        account = Account.objects.get(username=name)
        assert [*plan_waiting(account), *monitor_waiting(account)], name


@pytest.mark.django_db
def test_the_years_before_wait_to_be_scored(city: dict[str, int]) -> None:
    runs = list(Run.objects.order_by("id"))
    assert [(one.cycle.year, one.purpose, one.state) for one in runs] == [
        (2024, "formal", "queued"),
        (2025, "formal", "queued"),
    ]


@pytest.mark.django_db
def test_every_role_has_an_account_with_its_power(city: dict[str, int]) -> None:
    for one in DEMO:
        account = Account.objects.get(username=one.username)
        assert account.check_password("kaogong-demo-2026")
        assert [held.power for held in reach(account).held] == ([one.power] if one.power else [])


@pytest.mark.django_db
def test_what_takes_two_people_finds_two_in_the_office_and_in_discipline(city: dict[str, int]) -> None:
    for pair in (("office", "colleague"), ("discipline", "centre")):
        first, second = (Account.objects.get(username=name) for name in pair)
        assert {one.power for one in (*reach(first).held, *reach(second).held)} == {reach(first).held[0].power}
        assert first.person_id != second.person_id
        assert set(Post.objects.filter(person=first.person).values_list("unit_id")) == set(
            Post.objects.filter(person=second.person).values_list("unit_id")
        )
        assert all(any(line.startswith(f"{name} ") for line in accounts()) for name in pair)


@pytest.mark.django_db
def test_it_is_recorded_and_not_loaded_twice(city: dict[str, int]) -> None:
    verbs = list(Event.objects.values_list("verb", flat=True))
    loaded = ("load_city", "load_targets", "load_reports", "load_ledgers")
    assert [verbs.count(one) for one in loaded] == [1, 1, 1, 1]
    assert Person.objects.get(code="L0001").phone.startswith("199")
    with pytest.raises(NotEmpty):
        load()
