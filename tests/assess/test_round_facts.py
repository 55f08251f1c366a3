"""What rounds give to scoring: facts, ballots and findings that the core takes as they are."""

from decimal import Decimal
from pathlib import Path

import pytest

import kaogong
from kaogong.assess import actions
from kaogong.assess.facts import rounds
from kaogong.assess.facts.gather import Asked, Gathered, _entered, _register
from kaogong.assess.queries.drafting import drafted
from kaogong.core.engine.facts import Facts
from kaogong.plan.queries import book_of

BOOKS = Path(kaogong.__file__).parent / "rulebooks"


@pytest.fixture
def finished(cycle, adopt, november, office, bureau, make_account, hand_in):
    """A year round of the divisions of a bureau, every source in, closed."""
    edition = adopt(BOOKS / "xm_unit", {"部门": "division"})
    adoption = cycle.adoptions.get()
    plan = drafted(adoption, "division")
    for source in plan.sources:
        source.update({"kind": "sheet", "who": "office"} if source["name"] != "自评" else {})
    one = actions.prepare_round(
        by=None,
        cycle=cycle,
        name="年终考评",
        kind="year",
        period="2026",
        opens=cycle.since,
        items=plan.items,
        sources=plan.sources,
        adoption=adoption,
        sheet="division",
    )
    actions.open_round(by=None, one=one)
    entrant = one.entrants.get()
    for source in one.sources.filter(kind="self"):
        marks = {
            each.item_id: {"words": "已完成", "score": each.item.full} for each in source.asked.select_related("item")
        }
        report = actions.write_self(by=None, entrant=entrant, marks=marks)
        actions.submit_self(by=None, report=report)
        actions.sign_self(by=None, report=report)
    for source in one.sources.filter(kind="sheet"):
        marks = {each.item_id: {"score": Decimal("91.5"), "reason": "核实"} for each in source.asked.all()}
        entrant.refresh_from_db()
        sheet = actions.score(by=office, source=source, entrant=entrant, marks=marks)
        actions.submit_sheet(by=office, sheet=sheet)
    return edition, one


def test_only_a_closed_round_counts_and_its_suppliers_are_the_rulebook_s(finished, office, cycle, bureau):
    edition, one = finished
    assert rounds.facts(cycle, edition).num_rows == 0
    assert rounds.facts(cycle, edition, trial=True).num_rows == 21
    actions.close_round(by=office, one=one)
    rows = rounds.facts(cycle, edition).to_pylist()
    book = book_of(edition)
    assert {(row["fact"], row["value"]) for row in rows} == {(fact, "91.5") for fact in book.facts}
    duty = next(row for row in rows if row["fact"] == "duty_site")
    assert (duty["subject"], duty["period"], duty["supplier"]) == (bureau.code, "2026", "现场察验组")
    assert (duty["approved_on"], duty["reason"]) == ("2026-11-17", "核实")
    gathered = Gathered(Asked(cycle, edition))
    for room in (_register, _entered):
        gathered.take(room)
    tables = gathered.tables()
    found = {name: tables[name].to_pylist() for name in ("subjects", "facts")}
    Facts.from_rows(book, **found)


def test_votes_are_ballots_without_names(cycle, adopt, office, bureau, make_round):
    edition = adopt(BOOKS / "hb_targets", {"部门": "county"})
    vote = {"kind": "vote", "name": "群众评议", "options": ["优秀", "良好", "一般", "较差"]}
    vote |= {"ratings": "opinion", "group": "public"}
    one = make_round([], [vote], adoption=cycle.adoptions.get())
    source, entrant = one.sources.get(), one.entrants.get()
    counts = {"优秀": 2, "良好": 1, "一般": 0, "较差": 0}
    actions.count_votes(by=office, source=source, entrant=entrant, issued=3, counts=counts, held_on=one.opens)
    actions.close_round(by=office, one=one)
    rows = rounds.ratings(cycle, edition).to_pylist()
    assert [(row["rater"], row["value"]) for row in rows] == [("1-1", "优秀"), ("1-2", "优秀"), ("1-3", "良好")]
    subject = {"subject": bureau.code, "class": "county"}
    Facts.from_rows(book_of(edition), subjects=[subject], ratings=rows)


def test_findings_are_events_of_their_ledger(cycle, adopt, office, bureau, make_round):
    edition = adopt(BOOKS / "xm_unit", {"部门": "division"})
    item = {
        "code": "f",
        "name": "现场检查",
        "mode": "deduct",
        "each": Decimal(1),
        "ledger": "finding",
        "event": "presence",
    }
    source = {"kind": "sheet", "name": "局效能办", "who": "office"}
    one = make_round([item], [source], adoption=cycle.adoptions.get())
    sheet = actions.score(
        by=office, source=one.sources.get(), entrant=one.entrants.get(), marks={one.items.get().pk: {"count": 5}}
    )
    actions.submit_sheet(by=office, sheet=sheet)
    actions.close_round(by=office, one=one)
    (row,) = rounds.events(cycle, edition).to_pylist()
    assert (row["ledger"], row["kind"], row["times"], row["supplier"]) == ("finding", "presence", "5", "局效能办")
    subject = {"subject": bureau.code, "class": "division"}
    Facts.from_rows(book_of(edition), subjects=[subject], events=[row | {"d_correction": "已责令改正"}])
