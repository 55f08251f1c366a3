"""The disk the whole house lies on fills up while people are imported: nothing half-done, and it goes on with room again."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest
import requests

from drill.test_import import PEOPLE, counts, workbook
from standing import House, Person

SIZE = os.environ.get("KAOGONG_DISK", "2g")
"""Of the disk, in memory: the whole demonstration city, once its background work is done, and some room."""
LEFT = 6 << 20
"""Bytes that are left when the import begins: less than a few imports need. The log of the database has room of its own, from
the pieces it uses again."""


@pytest.fixture
def small_disk():
    place = Path(tempfile.mkdtemp(prefix="kaogong small "))
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", place], capture_output=True, text=True, check=False
    )
    if made.returncode:
        place.rmdir()
        pytest.skip(f"no small disk can be made here: {made.stderr.strip()}")
    place.chmod(0o755)
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)
    place.rmdir()


def fill(place, left):
    """Take what is free, but for so many bytes."""
    free = shutil.disk_usage(place).free - left
    with (place / "ballast").open("wb") as out:
        os.posix_fallocate(out.fileno(), 0, max(free, 1))


def take(house, office, number):
    file = {"file": (f"{number}.xlsx", workbook(number))}
    office.act("/org/intake/", "/org/intake/", files=file)
    return office.act("/org/intake/", "/org/intake/take-in/", name=f"{number}.xlsx")


def there(house, number):
    """What there is of an import; None where the database does not answer."""
    try:
        return counts(house, number)
    except psycopg.Error:
        return None


def until_it_does_not_fit(house, office):
    """Import workbook after workbook; gives the number of the first that found no room."""
    for number in range(200, 300):
        try:
            answer = take(house, office, number)
        except (requests.RequestException, TypeError):  # the pages are gone, or a page without a form
            return number
        if there(house, number) != (PEOPLE, PEOPLE, 1):
            assert answer.status_code != 200 or "已导入" not in answer.text
            return number
    raise AssertionError("the disk never filled up")


def test_an_import_without_room_is_not_there_at_all(small_disk, begun) -> None:
    house = House(begun(small_disk / "home"))
    try:
        with Person(house, "office") as office:
            fill(small_disk, LEFT)
            number = until_it_does_not_fit(house, office)
        assert there(house, number) in {None, (0, 0, 0)}
        (small_disk / "ballast").unlink()
    finally:
        house.stop()
    again = House(small_disk / "home")
    try:
        for one in range(200, number):
            assert counts(again, one) == (PEOPLE, PEOPLE, 1)
        assert counts(again, number) == (0, 0, 0)
        with Person(again, "office") as office:
            take(again, office, number)
        assert counts(again, number) == (PEOPLE, PEOPLE, 1)
    finally:
        again.stop()
