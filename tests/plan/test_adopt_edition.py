"""An edition is adopted for a class of units when it has no error and its golden cases come out."""

import shutil

import pytest

from kaogong.audit.actions import Refused
from kaogong.plan import actions
from kaogong.plan.models import Edition, Indicator
from kaogong.plan.queries import adoption_of, book_of, participants, unaltered, uncovered_classes
from plan.conftest import BOOKS


def test_a_class_is_adopted_once_and_its_items_become_indicators(decision, cycle, edition, bureau, make_unit, events):
    make_unit(appraisal_class="institution")
    assert uncovered_classes(cycle) == ["division", "institution"]
    start = len(events())
    made = actions.adopt_edition(by=decision, cycle=cycle, edition=edition, classes={"division": "division"})
    assert events()[start:] == ["adopt_edition"]
    assert uncovered_classes(cycle) == ["institution"]
    assert adoption_of(cycle, bureau) == made[0]
    assert [one.unit_id for one in participants(cycle)] == [bureau.pk]
    keys = Indicator.objects.filter(adoption=made[0], level="key")
    assert [(one.name, one.full) for one in keys][:2] == [("单位职责", 30), ("重大决策部署", 20)]
    assert sum(one.full for one in keys) == 100
    assert keys[0].children.count() == 3
    with pytest.raises(Refused, match="一类一年只用一版"):
        actions.adopt_edition(by=decision, cycle=cycle, edition=edition, classes={"division": "division"})


def test_what_was_adopted_is_what_was_checked(adopted, decision, make_cycle):
    assert unaltered(adopted)
    assert book_of(adopted).id == "xm_unit"
    assert len(adopted.sm3) == len(adopted.sha256) == 64
    Edition.objects.filter(pk=adopted.pk).update(text=adopted.text.replace("full: 30", "full: 29"))
    adopted.refresh_from_db()
    assert not unaltered(adopted)
    with pytest.raises(Refused, match="已被改动"):
        actions.adopt_edition(by=decision, cycle=make_cycle(2027), edition=adopted, classes={"division": "division"})


def test_checking_lints_and_runs_the_golden_cases(office, db):
    edition = actions.bring_edition(by=office, folder=BOOKS.parent / "cli" / "starter")
    actions.check_edition(by=office, edition=edition)
    assert (edition.state, edition.errors) == ("ready", 0)
    assert edition.cases_passed == len(edition.cases) > 0


def test_an_edition_with_errors_or_failing_cases_is_not_adopted(office, decision, cycle, tmp_path):
    folder = tmp_path / "book"
    shutil.copytree(BOOKS / "xm_unit", folder)
    text = (folder / "rulebook.yaml").read_text("utf-8").replace("full: 30\n", "full: 28\n", 1)
    (folder / "rulebook.yaml").write_text(text, "utf-8")
    for file in (folder / "cases").glob("*.yaml"):
        file.unlink()
    (folder / "cases" / "few.yaml").write_text(
        "cases:\n  - {name: 期限, deadline: {id: self_report, from: 2026-01-01}, expect: {due: 2030-01-01}}\n", "utf-8"
    )
    edition = actions.bring_edition(by=office, folder=folder)
    actions.check_edition(by=office, edition=edition)
    assert edition.state == "refused"
    assert edition.errors > 0
    found = next(one for one in edition.findings if one["severity"] == "error")
    assert found["line"] > 0
    assert found["what"]["zh"]
    assert found["fix"]["zh"]
    with pytest.raises(Refused, match="改完才能采用"):
        actions.adopt_edition(by=decision, cycle=cycle, edition=edition, classes={"division": "division"})


def test_not_checked_yet(decision, cycle, db):
    edition = actions.bring_edition(by=None, folder=BOOKS / "xm_unit")
    with pytest.raises(Refused, match="待检查"):
        actions.adopt_edition(by=decision, cycle=cycle, edition=edition, classes={"division": "division"})


def test_the_same_draft_is_not_brought_twice(office, edition):
    with pytest.raises(Refused, match="完全相同"):
        actions.bring_edition(by=office, folder=BOOKS / "xm_unit")


def test_a_text_that_cannot_be_read_says_where(office, tmp_path):
    (tmp_path / "rulebook.yaml").write_text("kaogong: 1\nid: x\nsheets: [\n", "utf-8")
    with pytest.raises(Refused, match="行"):
        actions.bring_edition(by=office, folder=tmp_path)


def test_the_edition_covers_the_whole_cycle(decision, edition, make_cycle):
    with pytest.raises(Refused, match="没有盖住"):
        actions.adopt_edition(by=decision, cycle=make_cycle(2009), edition=edition, classes={"division": "division"})


def test_the_class_is_one_of_the_rulebook(decision, cycle, edition):
    with pytest.raises(Refused, match="institution"):
        actions.adopt_edition(by=decision, cycle=cycle, edition=edition, classes={"division": "county"})


def test_a_closed_cycle_adopts_nothing(decision, edition, make_cycle):
    with pytest.raises(Refused, match="已经结束"):
        actions.adopt_edition(
            by=decision, cycle=make_cycle(state="closed"), edition=edition, classes={"division": "division"}
        )


def test_only_the_decision_body_adopts_and_only_the_office_brings(office, liaison, cycle, edition, denied):
    denied(actions.adopt_edition, by=office, cycle=cycle, edition=edition, classes={})
    denied(actions.bring_edition, by=liaison, folder=BOOKS / "xm_unit")
    denied(actions.check_edition, by=liaison, edition=edition)
