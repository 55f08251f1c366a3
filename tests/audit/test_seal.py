"""A file is sealed by its content, stored once, and refused when it cannot be trusted."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection

from kaogong.audit.actions import Denied, Refused, seal, seal_several
from kaogong.audit.models import Event, Evidence
from kaogong.audit.queries import Altered, altered_evidence, open_evidence, place

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
"""SM3 of "abc", GB/T 32905 annex A."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.EVIDENCE = tmp_path / "evidence"
    return settings.EVIDENCE


def upload(content: bytes, name: str = "a.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def packed(*names: str, encrypted: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    content = bytearray(out.getvalue())
    if encrypted:
        at = content.index(b"PK\x01\x02")
        content[at + 8] |= 1
    return bytes(content)


def test_it_is_named_by_its_sm3_and_read_back(account, folder: Path) -> None:
    made = seal(by=account, file=upload(b"abc", "说明.txt"))
    assert (made.sm3, made.size, made.kind) == (ABC, 3, "text/plain")
    with open_evidence(made) as stream:
        assert stream.read() == b"abc"
    assert place(ABC).stat().st_mode & 0o777 == 0o440
    event = Event.objects.get()
    assert (event.verb, event.subject, event.new["name"]) == ("seal", f"audit.evidence:{ABC}", "说明.txt")


def test_the_same_content_is_stored_once(account, folder: Path) -> None:
    first, again = seal(by=account, file=upload(PDF)), seal(by=account, file=upload(PDF, "另一个名字.pdf"))
    assert first == again
    assert Evidence.objects.count() == 1
    assert [one.name for one in folder.rglob("*") if one.is_file()] == [first.sm3]
    assert [one.new["fresh"] for one in Event.objects.order_by("number")] == [True, False]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "image/png"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (packed("[Content_Types].xml", "word/document.xml"), "wordprocessingml"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "spreadsheetml"),
        (packed("OFD.xml"), "application/ofd"),
        ("单位,得分\n甲局,90\n".encode("gb18030"), "text/plain"),
    ],
)
def test_the_content_tells_the_type_whatever_the_name(account, content: bytes, kind: str) -> None:
    assert kind in seal(by=account, file=upload(content, "名字.bin")).kind


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空的"),
        (b"MZ\x90\0" + b"\0" * 60, "可执行"),
        (b"\x7fELF\x02" + b"\0" * 60, "可执行"),
        (b"#!/bin/sh\nexit\n", "可执行"),
        (packed("xl/workbook.xml", "xl/vbaProject.bin"), "带宏"),
        (packed("word/document.xml", encrypted=True), "加了密"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加了密"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "旧格式"),
        (b"%PDF-1.7\ntrailer <</Encrypt 5 0 R>>\n%%EOF", "加了密"),
        (packed("a.txt"), "压缩包"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"\x00\x01\x02\x03", "认不出"),
    ],
)
def test_what_cannot_be_trusted_is_refused_with_the_reason(account, folder: Path, content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        seal(by=account, file=upload(content, "材料.pdf"))
    assert refused.value.field == "file"
    assert "材料.pdf" in str(refused.value)
    assert not [one for one in folder.rglob("*") if one.is_file()]
    assert not Event.objects.exists()


def test_a_packed_file_that_would_unpack_to_too_much(account) -> None:
    content = bytearray(packed("word/document.xml"))
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1 << 31).to_bytes(4, "little")
    with pytest.raises(Refused, match="过大"):
        seal(by=account, file=upload(bytes(content)))


def test_too_large_and_too_many(account, settings, folder: Path) -> None:
    settings.EVIDENCE_MOST = 1 << 20
    with pytest.raises(Refused, match="超过 1 MB"):
        seal(by=account, file=upload(b"a" * ((1 << 20) + 1)))
    settings.EVIDENCE_COUNT = 2
    with pytest.raises(Refused, match="最多传 2 个文件，现有 3 个"):
        seal_several(by=account, files=[upload(PDF)] * 3)
    assert not [one for one in folder.rglob("*") if one.is_file()]


def test_several_are_sealed_together_or_not_at_all(account) -> None:
    with pytest.raises(Refused):
        seal_several(by=account, files=[upload(PDF), upload(b"")])
    assert not Evidence.objects.exists()
    assert len(seal_several(by=account, files=[upload(PDF), upload(b"abc")])) == 2
    assert Event.objects.get().verb == "seal_several"


@pytest.mark.parametrize(("code", "why"), [(1, "未通过病毒检查"), (2, "没有完成")])
def test_a_file_that_does_not_pass_the_virus_check(account, settings, folder: Path, code: int, why: str) -> None:
    settings.EVIDENCE_SCAN = f"sh -c 'exit {code}'"
    with pytest.raises(Refused, match=why):
        seal(by=account, file=upload(PDF))
    assert not [one for one in folder.rglob("*") if one.is_file()]
    settings.EVIDENCE_SCAN = "test -s"
    assert seal(by=account, file=upload(PDF))


@pytest.mark.clause("LZ-19")
def test_one_changed_byte_or_a_missing_file_is_told_on_reading(account) -> None:
    made = seal(by=account, file=upload(PDF))
    path = place(made.sm3)
    path.chmod(0o640)
    content = bytearray(path.read_bytes())
    content[3] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(Altered, match=made.sm3):
        open_evidence(made)
    assert altered_evidence() == [made.sm3]
    path.unlink()
    with pytest.raises(Altered, match="not in its place"):
        open_evidence(made)
    assert seal(by=account, file=upload(PDF)) == made
    assert altered_evidence() == []


def test_a_left_over_of_a_killed_upload_is_in_nobodys_way(account, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / ".coming-killed").write_bytes(b"half")
    assert seal(by=account, file=upload(PDF))
    assert (folder / ".coming-killed").exists()


def test_the_database_keeps_the_row_as_it_is(account) -> None:
    seal(by=account, file=upload(PDF))
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_evidence SET size = 1")


@pytest.mark.parametrize("role", ["system", "security", "audit"])
def test_administrators_bring_no_evidence(account, role: str) -> None:
    account.role = role
    with pytest.raises(Denied, match="管理员"):
        seal(by=account, file=upload(PDF))
    assert list(Event.objects.values_list("verb", "outcome")) == [("seal", "denied")]


SCANNER = """#!/bin/sh
# A scanner that knows one pattern, and speaks as clamdscan does: 0 clean, 1 infected, 2 it could not look.
[ "$1" = --no-summary ] || exit 2
[ -r "$2" ] || exit 2
[ -z "$SLOW" ] || sleep 60
if grep -q 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE' "$2"; then echo "$2: Eicar-Signature FOUND"; exit 1; fi
"""
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless pattern every scanner takes for a virus (eicar.org), put together here so that none finds it in this file."""


@pytest.fixture
def scanner(tmp_path: Path, settings) -> Path:
    """A command that looks into files, as an installation names one."""
    command = tmp_path / "my scanner"
    command.write_text(SCANNER, "utf-8")
    command.chmod(0o755)
    settings.EVIDENCE_SCAN = f"'{command}' --no-summary"
    return command


def test_a_scanner_looks_into_every_file(account, folder: Path, scanner: Path) -> None:
    clean = seal(by=account, file=upload(b"a report\n", "a.txt"))
    assert altered_evidence() == []
    with pytest.raises(Refused, match="未通过病毒检查"):
        seal(by=account, file=upload(EICAR, "b.txt"))
    with pytest.raises(Refused, match="未通过病毒检查"):
        seal_several(by=account, files=[upload(PDF), upload(b"words\n" + EICAR, "c.txt")])
    assert Evidence.objects.get() == clean
    assert not list(folder.glob(".coming-*"))


@pytest.mark.parametrize("gone", ["away", "slow", "wrong"])
def test_a_scanner_that_does_not_answer_lets_nothing_through(
    account, folder: Path, scanner: Path, settings, monkeypatch, gone: str
) -> None:
    if gone == "away":
        scanner.unlink()
    elif gone == "slow":
        monkeypatch.setenv("SLOW", "yes")
        monkeypatch.setattr("kaogong.audit.actions.evidence.PATIENCE", 1)
    else:
        settings.EVIDENCE_SCAN = f"'{scanner}' --unknown"
    with pytest.raises(Refused, match="没有完成"):
        seal(by=account, file=upload(PDF))
    assert not Evidence.objects.exists()
    assert not [one for one in folder.rglob("*") if one.is_file()]


def test_what_a_killed_upload_left_is_thrown_away_after_a_day(account, folder: Path) -> None:
    folder.mkdir(parents=True)
    old, fresh = folder / ".coming-old", folder / ".coming-fresh"
    for one in (old, fresh):
        one.write_bytes(b"half")
    os.utime(old, (1, 1))
    seal(by=account, file=upload(PDF))
    assert (old.exists(), fresh.exists()) == (False, True)
