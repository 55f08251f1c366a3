"""Another edition is tried on the frozen facts of a year that is over: who moves, which rule moved them, nothing else changes."""

from decimal import Decimal

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from assess.books import TOWN
from kaogong.assess import actions
from kaogong.assess.actions.backtests import SILENT, fail_silent_backtests
from kaogong.assess.models import BackTest, Result
from kaogong.audit.actions import Refused
from kaogong.plan import actions as planning
from kaogong.plan.models import Cycle, Edition

OTHER = (
    TOWN.replace('edition: "2026"', 'edition: "2027"')
    .replace("full: 60", "full: 30")
    .replace("full: 40", "full: 70")
    .replace("from: 90", "from: 95")
)
"""Roads 30 instead of 60, jobs 70 instead of 40; excellent from 95. By hand: 27 + 70 = 97, and 30 + 52.5 = 82.5."""


@pytest.fixture
def other(tmp_path, town):
    """The edition of the next year, not adopted by anybody."""
    folder = tmp_path / "next"
    folder.mkdir()
    (folder / "rulebook.yaml").write_text(OTHER, "utf-8")
    return planning.bring_edition(by=None, folder=folder)


@pytest.fixture
def over(scored):
    """The year is over, and its run counted."""
    Cycle.objects.filter(pk=scored.cycle_id).update(state="closed")
    scored.refresh_from_db()
    return scored


@pytest.fixture
def tested(over, other):
    """A back-test, done."""
    return actions.perform_backtest(actions.ask_backtest(by=None, run=over, edition=other, queue=False))


def test_the_office_asks_and_it_is_queued_once(office, over, other, events):
    test = actions.ask_backtest(by=office, run=over, edition=other)
    assert actions.ask_backtest(by=office, run=over, edition=other) == test
    assert ProcrastinateJob.objects.get(task_name="assess.try_edition").args == {"test": test.pk}
    assert (test.state, events()) == ("queued", ["ask_backtest", "ask_backtest"])


def test_only_the_office_asks_and_cancels(over, other, head, denied):
    denied(actions.ask_backtest, by=head, run=over, edition=other)
    test = actions.ask_backtest(by=None, run=over, edition=other)
    denied(actions.cancel_backtest, by=head, test=test)


def test_only_a_year_that_is_over_and_another_edition_of_its_book(office, scored, other):
    with pytest.raises(Refused, match="已结束年度"):
        actions.ask_backtest(by=office, run=scored, edition=other)
    Cycle.objects.filter(pk=scored.cycle_id).update(state="closed")
    scored.refresh_from_db()
    with pytest.raises(Refused, match="请选另一版"):
        actions.ask_backtest(by=office, run=scored, edition=scored.edition)
    strange = Edition.objects.create(book="strange", sm3="1")
    with pytest.raises(Refused, match="不是同一部"):
        actions.ask_backtest(by=office, run=scored, edition=strange)
    Edition.objects.filter(pk=other.pk).update(findings=[{"severity": "error"}])
    other.refresh_from_db()
    with pytest.raises(Refused, match="还有 1 处错误"):
        actions.ask_backtest(by=office, run=scored, edition=other)


def test_who_moves_in_score_place_and_grade(tested, over):
    assert (tested.state, tested.failure) == ("done", "")
    assert (tested.compared, tested.scores, tested.ranks, tested.grades) == (3, 2, 0, 1)
    second, first = tested.movers.all()  # a grade that moves comes first
    assert (second.name, second.total_before, second.total_after) == ("第二局", Decimal("90.00"), Decimal("82.50"))
    assert (second.grade_before, second.grade_after, second.graded, second.ranked) == ("优秀", "良好", True, False)
    assert (first.name, first.total_before, first.total_after) == ("第一局", Decimal("94.00"), Decimal("97.00"))
    assert (first.grade_before, first.grade_after) == ("优秀", "优秀")
    assert {one["item"]: (one["before"], one["after"]) for one in first.items} == {
        "roads": ("54", "27"),
        "employment": ("40", "70"),
    }
    assert second.unit_id == Result.objects.get(run=over, name="第二局").unit_id


def test_which_rule_moved_them(tested):
    found = {one["path"]: one for one in tested.rules}
    ladder = found["grades.year"]
    assert (ladder["scores"], ladder["ranks"], ladder["grades"]) == (0, 0, 0)  # 82.5 is below 90 too
    assert found["sheets.dept_year.items.employment"]["scores"] == 2


def test_which_line_of_the_rulebook_moved_each(tested, client, office):
    """The weights of both items are other; each leads to its own place in the text of the edition that is tried."""
    text = OTHER.splitlines()
    for one in tested.movers.all():
        lines = {item["item"]: item["line"] for item in one.items}
        assert {key: key in text[line - 1] for key, line in lines.items()} == dict.fromkeys(lines, True)
        assert {item["item"]: item["rule"]["zh"] for item in one.items} == {
            item["item"]: item["name"]["zh"] for item in one.items
        }
    client.force_login(office)
    shown = client.get(reverse("assess:backtest", args=[tested.pk])).content.decode()
    (first, *_more) = tested.movers.first().items
    assert f"{reverse('plan:rulebook', args=[tested.edition_id])}#L{first['line']}" in shown


def test_how_alike_and_how_firm(tested):
    (order,) = tested.orders
    assert (order["subjects"], order["concordant"], order["discordant"], order["rho"]) == (2, 1, 0, "1")
    (firm,) = tested.firmness
    assert (firm["change"], firm["firm"], firm["of"]) == ("10", 2, 2)
    assert all((one.best, one.worst) == (one.rank_after, one.rank_after) for one in tested.movers.all())


def test_nothing_of_the_year_changes(over, other, events):
    before = list(Result.objects.order_by("pk").values())
    events()
    actions.perform_backtest(actions.ask_backtest(by=None, run=over, edition=other, queue=False))
    assert list(Result.objects.order_by("pk").values()) == before
    assert events() == ["ask_backtest", "start_backtest", "finish_backtest"]


def test_a_cancelled_one_leaves_nothing(office, over, other):
    test = actions.ask_backtest(by=office, run=over, edition=other)
    actions.cancel_backtest(by=office, test=test)
    assert actions.perform_backtest(test).state == "cancelled"
    assert not test.movers.exists()
    with pytest.raises(Refused, match="已取消"):
        actions.cancel_backtest(by=office, test=test)


def test_an_edition_that_cannot_be_computed_is_told(over, other, monkeypatch):
    monkeypatch.setattr("kaogong.assess.actions.backtests.tried", lambda *given: 1 / 0)
    test = actions.perform_backtest(actions.ask_backtest(by=None, run=over, edition=other, queue=False))
    assert (test.state, "ZeroDivisionError" in test.failure) == ("failed", True)
    actions.ask_backtest(by=None, run=over, edition=other, queue=False)  # it may be asked for again


def test_one_whose_worker_is_gone_is_reported(over, other):
    test = actions.start_backtest(test=actions.ask_backtest(by=None, run=over, edition=other))
    assert fail_silent_backtests() == 0
    BackTest.objects.filter(pk=test.pk).update(beat_at=test.beat_at - 2 * SILENT)
    assert fail_silent_backtests() == 1


def test_the_pages(client, office, head, tested, over, other):
    client.force_login(office)
    page = client.get(f"/assess/backtests/?edition={other.pk}").content.decode()
    assert f'<option value="{other.pk}" selected>' in page
    page = client.get(f"/assess/backtests/{tested.pk}/").content.decode()
    for words in (
        "等次变动",
        "第二局",
        "90.00 → <b>82.50</b>",
        "优秀 → <b>良好</b>",
        "估计值",
        "农村公路提质改造 54 → 27",
    ):
        assert words in page, words
    only = client.get(f"/assess/backtests/{tested.pk}/?only=grades").content.decode()
    assert ("第二局" in only, '<th scope="row">第一局' in only) == (True, False)
    assert client.get(f"/assess/backtests/{tested.pk}/?export=xlsx").status_code == 200
    sent = client.post("/assess/backtests/", {"edition": other.pk, "run": over.pk})
    assert sent["Location"] == f"/assess/backtests/{BackTest.objects.first().pk}/"
    going = client.get(sent["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "正在排队" in going
    client.post(f"{sent['Location']}cancel/")
    assert BackTest.objects.first().state == "cancelled"
    assert f"/assess/backtests/?edition={other.pk}" in client.get(f"/plan/rulebooks/{other.pk}/").content.decode()
    client.force_login(head)
    assert client.get(f"/assess/backtests/{tested.pk}/").status_code == 403
