"""The targets that bind reach the core as facts; what has no value gives no row."""

from decimal import Decimal

from kaogong.core.engine.facts import Facts
from kaogong.core.scheme.load import load
from kaogong.plan import actions
from kaogong.plan.facts import facts
from kaogong.plan.models import Edition, Indicator
from plan.conftest import BOOKS


def test_targets_are_read_by_the_core(decision, cycle, city, make_unit, make_target):
    book = actions.bring_edition(by=None, folder=BOOKS / "hb_targets")
    Edition.objects.filter(pk=book.pk).update(state="ready")
    book.refresh_from_db()
    actions.adopt_edition(by=decision, cycle=cycle, edition=book, classes={"county": "county"})
    gdp = Indicator.objects.get(fact="gdp_target")
    revenue = Indicator.objects.get(fact="revenue_target")
    assert (gdp.actual, gdp.unit, gdp.direction) == ("gdp", "万元", "higher")
    county = make_unit("临溪县", appraisal_class="county")
    make_target("1234.5", "issued", indicator=gdp, unit=county)
    make_target(None, "issued", indicator=revenue, unit=county)
    make_target("9", "draft", indicator=Indicator.objects.get(fact="income_target"), unit=county)
    table = facts(cycle, book)
    rows = table.to_pylist()
    assert [(one["subject"], one["period"], one["fact"], one["value"]) for one in rows] == [
        (county.code, "2026", "gdp_target", "1234.5")
    ]
    rulebook = load(BOOKS / "hb_targets")
    frozen = Facts.from_rows(
        rulebook,
        subjects=[{"subject": county.code, "class": "county"}],
        facts=[{key: one[key] for key in one if one[key] is not None} for one in rows],
    )
    assert frozen.digest


def test_only_the_edition_asked_for(cycle, adopted, make_target):
    make_target("1", "issued")
    assert facts(cycle).num_rows == 0
    assert Decimal(facts(cycle, adopted).num_rows) == 0
