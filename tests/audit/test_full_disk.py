"""A disk that is full: it is told, nothing of the file stays, and afterwards it works."""

import errno
import io
import os
import subprocess
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from kaogong.audit.actions import Refused, seal
from kaogong.audit.models import Event, Evidence
from kaogong.audit.queries import altered_evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte; only root may make one."""
    place = tmp_path / "small disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"no small disk can be made here: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def upload(size, letter=b"a"):
    return SimpleUploadedFile("a.txt", letter * size)


def lying(folder):
    return [one for one in folder.rglob("*") if one.is_file()]


def test_evidence_on_a_disk_that_is_full(account, settings, small_disk) -> None:
    settings.EVIDENCE = small_disk / "evidence"
    kept = seal(by=account, file=upload(300_000))
    with pytest.raises(Refused, match="磁盘已满") as refused:
        seal(by=account, file=upload(900_000, b"b"))
    assert refused.value.field == "file"
    assert [one.name for one in lying(small_disk)] == [kept.sm3]
    assert (Evidence.objects.count(), Event.objects.count(), altered_evidence()) == (1, 1, [])
    assert seal(by=account, file=upload(300_000, b"c"))
    assert altered_evidence() == []


def test_a_disk_that_fills_up_to_the_last_byte(account, settings, small_disk) -> None:
    settings.EVIDENCE = small_disk / "evidence"
    ballast = small_disk / "ballast"
    with pytest.raises(OSError, match="No space"), ballast.open("wb", buffering=0) as out:  # noqa: PT012 - until it is full
        while True:
            out.write(bytes(4096))
    with pytest.raises(Refused, match="磁盘已满"):
        seal(by=account, file=upload(10))
    assert not Evidence.objects.exists()
    ballast.unlink()
    assert seal(by=account, file=upload(10))


def large_workbook(size) -> bytes:
    """A workbook with a picture of so many bytes."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet()
    with zipfile.ZipFile(made, "a") as held:
        held.writestr("xl/media/image1.png", os.urandom(size))
    return made.getvalue()


def test_a_workbook_on_a_disk_that_is_full(client, files, make_office, settings, small_disk, monkeypatch) -> None:
    settings.COMING = small_disk / "coming"
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10 << 20
    client.force_login(make_office)
    refused = client.post("/org/intake/", {"file": SimpleUploadedFile("people.xlsx", large_workbook(1_500_000))})
    assert refused.status_code == 507
    assert "磁盘已满" in refused.content.decode()
    assert lying(small_disk) == []


def test_a_database_whose_disk_is_full_is_told_as_such(client, files, make_office, monkeypatch) -> None:
    import psycopg
    from django.db import OperationalError

    def full(*given, **more):
        raise OperationalError("could not extend file") from psycopg.errors.DiskFull()

    monkeypatch.setattr("kaogong.org.views.installation._coming", full)
    client.force_login(make_office)
    refused = client.post("/org/intake/take-in/", {"name": "a.xlsx"})
    assert refused.status_code == 507
    assert "磁盘已满" in refused.content.decode()


def test_other_faults_of_a_disk_are_not_taken_for_it(account, settings, tmp_path, monkeypatch) -> None:
    settings.EVIDENCE = tmp_path / "evidence"

    def broken(*given, **more):
        raise OSError(errno.EIO, "the disk is broken")

    monkeypatch.setattr("kaogong.audit.actions.evidence._copied", broken)
    with pytest.raises(OSError, match="broken"):
        seal(by=account, file=upload(10))


@pytest.fixture
def make_office(db):
    """Somebody who keeps the register."""
    import datetime as dt

    from kaogong.org.models import Account, Grant
    from kaogong.org.models.powers import Power

    one = Account.objects.create(username="office")
    Grant.objects.create(account=one, power=Power.OFFICE, since=dt.date(2020, 1, 1))
    return one
