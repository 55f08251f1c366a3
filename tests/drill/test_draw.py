"""A draw is killed in the middle: it is drawn whole or not at all, once, and always what the published seed says."""

import hashlib
import time

import pytest

from standing import Person

WANTED = 20
LOT = "SELECT seed, beacon, drawn, frame, wanted, seed_sha256, drawn_at IS NOT NULL FROM supervise_lot WHERE id = %s"
VISITS = "SELECT count(*) FROM supervise_visit v JOIN supervise_lot l USING (inspection_id) WHERE l.id = %s"
DRAWN = "SELECT count(*) FROM audit_event WHERE verb = 'draw_lot' AND outcome = 'done' AND subject = %s"


@pytest.fixture(scope="module")
def discipline(house):
    with Person(house, "discipline") as one:
        yield one


def committed(house, office, number):
    """An inspection with a published list; gives its lot."""
    told = {"title": f"抽查 {number}", "kind": "spot", "round": "key", "since": "2026-09-07", "until": "2026-09-30"}
    assert office.act("/supervise/inspections/new/", "/supervise/inspections/new/", **told).ok
    asked = "SELECT id FROM supervise_inspection WHERE title = %s ORDER BY id DESC LIMIT 1"
    here = f"/supervise/inspections/{house.ask(asked, told['title'])[0][0]}"
    codes = [code for (code,) in house.ask("SELECT code FROM org_unit WHERE code LIKE 'u%%' ORDER BY code LIMIT 40")]
    rows = "\n".join(f"{code} | {n}号窗口" for code in codes for n in (1, 2))
    page = f"{here}/lot/"
    assert office.act(page, page, subject="window", rows=rows, number=str(WANTED)).ok
    return house.ask("SELECT max(id) FROM supervise_lot")[0][0]


def whole(house, lot):
    """Whether it is drawn, and if so, as anybody would draw it again; nothing of it is there if not."""
    seed, beacon, drawn, frame, wanted, sha256, done = house.ask(LOT, lot)[0]
    visits, events = house.ask(VISITS, lot)[0][0], house.ask(DRAWN, f"supervise.lot:{lot}")[0][0]
    if not done:
        assert (seed, beacon, drawn, visits, events) == ("", "", [], 0, 0)
        return False
    keys = sorted(
        (one["key"] for one in frame), key=lambda key: hashlib.sha256(f"{seed}:{beacon}:{key}".encode()).hexdigest()
    )
    assert hashlib.sha256(seed.encode()).hexdigest() == sha256
    assert (drawn, visits, events) == (keys[:wanted], wanted, 1)
    return True


def test_no_half_draw_and_none_twice(house, office, discipline, cut, rounds) -> None:
    def draw(lot, beacon):
        page = f"/supervise/inspections/draws/{lot}/"
        return discipline.act(page, page, beacon=beacon)

    first = committed(house, office, "first")
    began = time.monotonic()
    assert draw(first, "1").ok
    took = time.monotonic() - began
    assert whole(house, first)
    cut_off = 0
    for number, part, chance in rounds:
        lot = committed(house, office, number)
        cut(part, chance.uniform(0, took), lambda lot=lot, number=number: draw(lot, str(number)))
        if not whole(house, lot):
            cut_off += 1
            assert draw(lot, str(number)).ok
        before = house.ask(LOT, lot)[0]
        draw(lot, "again")
        assert house.ask(LOT, lot)[0] == before
        assert whole(house, lot)
    print(f"\n{len(rounds)} rounds, {cut_off} of them cut off before the draw")
