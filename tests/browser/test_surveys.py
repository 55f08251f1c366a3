"""Public evaluation in a real browser, at both widths: projects, the ballot of a citizen, the result."""

import datetime as dt

import pytest

from kaogong.listen import actions
from kaogong.listen.models import Opinion
from listen.conftest import (
    colleague,
    copied,
    make_account,
    make_project,
    make_unit,
    office,
    on,
    opened,
    stratum,
    unit,
    with_sheet,
)

__all__ = [
    "colleague",
    "copied",
    "make_account",
    "make_project",
    "make_unit",
    "office",
    "on",
    "opened",
    "stratum",
    "unit",
    "with_sheet",
]
SECRET = "correct-horse-9"


@pytest.fixture
def heard(opened, copied, make_unit, stratum, office, unit, on):
    """One evaluation with a result, one in its second stage with a code."""
    others = [make_unit(name) for name in ("市市场监管局", "市水利局", "市商务局")]
    past = opened(*others, name="2026年上半年公众评议", groups={"g1": {"城区": 6000, "县域": 3000}}, quota=900)
    town, land = stratum(past, name="城区"), stratum(past, name="县域")
    rows = []
    for place, one in enumerate([unit, *others]):
        pk = str(one.pk)
        for key, points, many in (("very", "100", 60 - place * 9), ("good", "80", 40), ("bad", "0", 3 + 5 * place)):
            for held in (town, land):
                rows.append((many, {"stratum": held.pk, "u": {pk: {"q1": key}}, "scores": {pk: points}}))
    copied(past, rows)
    Opinion.objects.create(project=past, number=1, words="东湖大桥公交站候车亭破损", about=unit)
    running = opened(name="2026年公众评议", questions=3)
    _batch, handed = actions.issue_batch(by=office, stratum=stratum(running), way="letter", number=20)
    on(dt.date(2026, 9, 7))
    actions.end_evaluation(by=office, project=past)
    actions.compute_result(by=office, project=past)
    on(dt.date(2026, 8, 20))
    office.set_password(SECRET)
    office.save()
    return past, running, handed[0].code


def test_an_evaluation_is_walked_through(heard, window, office):
    past, running, code = heard
    window.go(f"/listen/b/{code}/")
    window.keep("ballot-code")
    window.page.get_by_role("button", name="开始评议").click()
    for place in range(3):
        window.page.locator("input[type=radio]").nth(1).check()
        window.keep(f"ballot-{place + 1}")
        window.page.locator(".foot .primary").click()
    window.keep("ballot-done")
    assert "答卷已收到" in window.page.content()
    window.sign_in(office.username, SECRET)
    for path, name in (
        ("", "surveys"),
        (f"{running.pk}/", "survey"),
        (f"{running.pk}/batches/", "batches"),
        (f"{past.pk}/result/", "result"),
        ("opinions/", "opinions"),
    ):
        window.go(f"/listen/{path}")
        window.keep(f"listen-{name}")
