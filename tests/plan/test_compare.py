"""Three comparisons stand beside a value while it is set."""

from decimal import Decimal

import pytest
from django.urls import reverse

from kaogong.plan import actions
from kaogong.plan.queries import compare, without_latent


@pytest.fixture
def growth(office, cycle, bureau, make_indicator, make_target):
    actions.set_rules(by=office, cycle=cycle, years_compared=3)
    indicator = make_indicator("增长", unit="%", places=1)
    rows = [
        ("peer", None, f"同类城市{number}", 2025, Decimal(value), "年鉴")
        for number, value in enumerate(("6.1", "7.0", "8.3"))
    ]
    rows += [
        ("past", bureau, "", 2022 + number, Decimal(value), "决算")
        for number, value in enumerate(("9.9", "6.0", "6.2", "6.4"))
    ]
    rows += [("benchmark", bureau, "", 2026, Decimal("8.0"), "能力测算")]
    actions.note_references(by=office, indicator=indicator, rows=rows)
    return make_target(indicator=indicator)


@pytest.mark.clause("QD-07")
def test_low_on_all_three_or_on_one(growth):
    low = compare(growth, Decimal("5.5"))
    assert (low.horizontal, low.vertical, low.benchmark) == (Decimal("7.0"), Decimal("6.2"), Decimal("8.0"))
    assert low.low == ("horizontal", "vertical", "benchmark")
    better = compare(growth, Decimal("7.2"))
    assert (better.passed, better.low) == (("horizontal", "vertical"), ("benchmark",))


def test_a_year_that_is_missing_is_no_comparison(office, growth, make_target):
    growth.indicator.references.filter(year=2024).delete()
    found = compare(growth, Decimal("5.5"))
    assert found.vertical is None
    assert "vertical" in found.lacking
    assert compare(make_target("5")).lacking == ("horizontal", "vertical", "benchmark")


def test_lower_is_better_turns_the_comparison(growth):
    growth.indicator.direction = "lower"
    assert compare(growth, Decimal("5.5")).passed == ("horizontal", "vertical", "benchmark")


@pytest.mark.clause("LZ-14")
def test_a_target_below_its_own_past_does_not_stretch(office, cycle, bureau, make_target):
    actions.set_rules(by=office, cycle=cycle, years_compared=3)
    target = make_target()
    rows = [
        ("past", bureau, "", year, Decimal(value), "") for year, value in ((2023, "103"), (2024, "104"), (2025, "105"))
    ]
    actions.note_references(by=office, indicator=target.indicator, rows=rows)
    assert compare(target).vertical == 104
    assert compare(target, Decimal(100)).stretches is False
    assert compare(target, Decimal(110)).stretches is True


@pytest.mark.clause("LZ-14")
def test_a_sheet_without_latent_results_is_warned_of(office, cycle, bureau, make_indicator, make_target, client):
    make_target("1", indicator=make_indicator(yields="visible"))
    assert without_latent(cycle, bureau)
    client.force_login(office)
    page = reverse("plan:issue_targets", args=[bureau.pk])
    assert "没有潜绩指标" in client.get(page).content.decode()
    make_target("1", indicator=make_indicator(yields="latent"))
    assert not without_latent(cycle, bureau)
    assert "没有潜绩指标" not in client.get(page).content.decode()


def test_only_the_office_notes_figures(growth, denied, bureau):
    denied(actions.note_references, indicator=growth.indicator, rows=[])
    denied(actions.note_mandates, unit=bureau, duties=[])
