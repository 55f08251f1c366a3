"""The head of the chain is published every day."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.db import transaction

from kaogong.audit.actions import anchor, record
from kaogong.audit.jobs import anchor_day
from kaogong.audit.queries import anchors, head

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 9, 30)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.ANCHORS = tmp_path / "anchors"
    return settings.ANCHORS


def act() -> None:
    with transaction.atomic():
        record(by=None, room="plan", verb="set_target", subject="plan.target:1")


def test_a_row_and_a_file_say_the_same(folder: Path) -> None:
    act()
    number, found = head()
    anchor(day=DAY)
    kept = json.loads((folder / "2026-09-30.json").read_text("utf-8"))
    assert kept == {"day": "2026-09-30", "number": number, "hash": found}
    assert [(one.day, one.number, one.hash) for one in anchors()] == [(DAY, number, found)]


def test_a_day_is_published_once_and_its_file_comes_back(folder: Path) -> None:
    act()
    first = anchor(day=DAY)
    act()
    (folder / "2026-09-30.json").unlink()
    again = anchor(day=DAY)
    assert again == first
    assert json.loads((folder / "2026-09-30.json").read_text("utf-8"))["number"] == first.number


def test_before_anything_has_happened_there_is_nothing_to_publish(folder: Path) -> None:
    assert anchor(day=DAY) is None
    assert not folder.exists()


def test_the_job_knows_the_day_where_the_installation_is() -> None:
    act()
    anchor_day(timestamp=int(dt.datetime(2026, 9, 30, 15, 55, tzinfo=dt.UTC).timestamp()))
    assert anchors().get().day == DAY
    anchor_day(timestamp=int(dt.datetime(2026, 9, 30, 16, 5, tzinfo=dt.UTC).timestamp()))
    assert {one.day for one in anchors()} == {DAY, DAY + dt.timedelta(days=1)}
