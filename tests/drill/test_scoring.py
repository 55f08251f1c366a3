"""A city is scored while parts of the house are killed: a whole result or none, and the folder is never half there."""

import time

import pytest

from kaogong.core.engine.verify import verify

SILENCE = 600
"""Seconds until a run is over: one whose worker was killed is taken up again within a minute, and begins anew."""
GOING = ("queued", "running")


def latest(house):
    """The latest run: number, state, fingerprint, folder."""
    return house.ask("SELECT id, state, fingerprint, folder FROM assess_run ORDER BY id DESC LIMIT 1")[0]


def lines(house, run):
    """How many results and marks a run has."""
    marks = "SELECT count(*) FROM assess_mark m JOIN assess_result r ON r.id = m.result_id WHERE r.run_id = %s"
    return tuple(house.ask(one, run)[0][0] for one in ("SELECT count(*) FROM assess_result WHERE run_id = %s", marks))


def over(house, seconds=SILENCE):
    """Wait until the latest run is not going any more."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = latest(house)
        if found[1] not in GOING:
            return found
        time.sleep(0.2)
    raise AssertionError(found)


@pytest.fixture(scope="module")
def edition(house):
    asked = (
        "SELECT a.edition_id FROM plan_adoption a JOIN plan_cycle c ON c.id = a.cycle_id ORDER BY c.year DESC LIMIT 1"
    )
    return house.ask(asked)[0][0]


def test_a_whole_result_or_none(house, office, cut, rounds, edition) -> None:
    def ask():
        return office.act("/assess/runs/", "/assess/runs/", edition=edition, purpose="trial", upto="2026-09")

    began = time.monotonic()
    assert ask().ok
    first, state, fingerprint, folder = over(house)
    whole = time.monotonic() - began
    assert state == "done", house.ask("SELECT failure FROM assess_run WHERE id = %s", first)
    expected = lines(house, first)
    assert min(expected) > 0

    resumed = 0
    for _, part, chance in rounds:
        before, many = latest(house)[0], house.ask("SELECT count(*) FROM assess_run")[0][0]
        cut(part, chance.uniform(0, whole), ask)
        if latest(house)[0] == before:
            ask()
        run, state, _, _ = over(house)
        assert run > before  # a database that was killed leaves some numbers out
        assert house.ask("SELECT count(*) FROM assess_run")[0][0] == many + 1
        resumed += house.ask("SELECT tries FROM assess_run WHERE id = %s", run)[0][0] > 1
        assert state == "done", (part, house.ask("SELECT failure FROM assess_run WHERE id = %s", run))
        assert lines(house, run) == expected
        ends = "SELECT count(*) FROM audit_event WHERE verb = 'finish_run' AND subject = %s"
        assert house.ask(ends, f"assess.run:{run}")[0][0] == 1
    kept = {one.name for one in (house.folder / "runs").iterdir()}
    named = {name for (name,) in house.ask("SELECT DISTINCT folder FROM assess_run WHERE folder <> ''")}
    assert kept == named
    assert not [one for one in verify(house.folder / "runs" / folder) if one.severity == "error"]
    assert latest(house)[2] == fingerprint
    print(f"\n{len(rounds)} rounds, {resumed} runs cut off in the middle and resumed by themselves")
