"""Pay and the use of people in a real browser, at both widths."""

import datetime as dt

import pytest

from kaogong.org.models import Person
from kaogong.org.models.powers import Power
from kaogong.people.models import CareerCase, Exemplar, MoveList, PayRule, PayRun, Selection, UnfitRule
from kaogong.web.city.city_careers import load_careers
from people.careers import desk, evidence_here, make_account, make_unit, november, on
from people.test_careers_city import city

__all__ = ["city", "desk", "evidence_here", "make_account", "make_unit", "november", "on"]
SECRET = "correct-horse-9"
DAY = dt.date(2026, 9, 4)


@pytest.fixture
def signed(window, make_account, city):
    """A window in which somebody who sees everything is signed in."""
    account = make_account(Power.OFFICE, Power.DECISION, Power.DISCIPLINE)
    account.person = Person.objects.get(code="u044")
    account.set_password(SECRET)
    account.save()
    load_careers()
    return window.sign_in(account.username, SECRET)


def test_pay_is_read_and_a_run_is_audited(signed):
    paid, waiting = PayRun.objects.get(state="paid"), PayRun.objects.get(state="submitted")
    signed.go("/people/").keep("people-hub")
    signed.go("/people/pay/").keep("pay-mine")
    for name in ("runs", "rules", "holds", "circumstances", "removals"):
        signed.go(f"/people/pay/{name}/").keep(f"pay-{name}")
    signed.go(f"/people/pay/runs/{paid.pk}/").keep("pay-run")
    signed.go(f"/people/pay/runs/{paid.pk}/lines/").keep("pay-lines")
    signed.go(f"/people/pay/rules/{PayRule.objects.get().pk}/").keep("pay-rule")
    signed.go("/people/pay/rules/new/").keep("pay-rule-new")
    signed.go("/people/pay/runs/new/").keep("pay-run-new")
    signed.go(f"/people/pay/runs/{waiting.pk}/audit/")
    signed.page.get_by_label("审核意见").fill("核对无误。")
    with signed.page.expect_navigation():
        signed.page.get_by_role("button", name="审核通过").click()
    assert PayRun.objects.get(pk=waiting.pk).state == "audited"


def test_the_use_of_people_is_read(signed):
    for name in (
        "selections",
        "exits",
        "exchanges",
        "reserve",
        "exemplars",
        "lists",
        "cases",
        "unfit-rules",
        "direct",
        "figures",
    ):
        signed.go(f"/people/careers/{name}/").keep(f"careers-{name}")
    pages = {
        "selections": Selection.objects.get(state="open"), "exemplars": Exemplar.objects.get(), "lists": MoveList.objects.get(),
        "cases": CareerCase.objects.get(kind="unfit"), "unfit-rules": UnfitRule.objects.get(),
    }  # fmt: skip
    for name, one in pages.items():
        signed.go(f"/people/careers/{name}/{one.pk}/").keep(f"careers-{name}-one")
    signed.go("/people/careers/lists/new/").keep("careers-list-new")
    signed.go("/people/careers/cases/new/").keep("careers-case-new")
