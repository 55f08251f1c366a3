"""What a file is by its content, and what is refused. The name a file came with proves nothing."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

HEAD = 4096
ENTRIES = 10_000
UNPACKED = 1 << 30
"""A packed file that unpacks to more is a trap."""


class Unfit(ValueError):
    """A file that is not taken, in words: what it is, and what to do."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of file that is taken."""

    media: str
    label: str
    begins: tuple[bytes, ...]
    holds: str = ""
    """For packed ones: a part that tells it from others."""


KINDS = (
    Kind("application/pdf", "PDF", (b"%PDF-",)),
    Kind("image/png", "PNG", (b"\x89PNG\r\n\x1a\n",)),
    Kind("image/jpeg", "JPEG", (b"\xff\xd8\xff",)),
    Kind("image/tiff", "TIFF", (b"II*\0", b"MM\0*")),
    Kind("video/mp4", "MP4", (b"ftyp",)),
    Kind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        (b"PK\x03\x04",),
        "word/document.xml",
    ),
    Kind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", (b"PK\x03\x04",), "xl/workbook.xml"
    ),
    Kind(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pptx",
        (b"PK\x03\x04",),
        "ppt/presentation.xml",
    ),
    Kind("application/ofd", "OFD", (b"PK\x03\x04",), "OFD.xml"),
    Kind("text/plain", "txt, csv", ()),
)
"""The types that are taken. Text has no mark; it is what reads as text."""
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(path: Path, size: int) -> Kind:
    """The type of a file, by its content.

    Raises:
        Unfit: it is empty, a program, encrypted, with macros, damaged, or of a type that is not taken.
    """
    if not size:
        raise Unfit(_("文件是空的。请核对后重新选择。"))
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        stream.seek(max(0, size - HEAD))
        tail = stream.read(HEAD)
    if head.startswith(PROGRAMS):
        raise Unfit(_("这是可执行文件，不收。请改传文档、图片或表格。"))
    if head.startswith(OLE):
        raise Unfit(_ole(path))
    if head.startswith(b"PK\x03\x04"):
        return _packed(path)
    if head.startswith(b"%PDF-") and b"/Encrypt" in head + tail:
        raise Unfit(_("这份 PDF 加了密，无法存证。请去掉密码后再传。"))
    for one in KINDS:
        at = 4 if one.media == "video/mp4" else 0
        if not one.holds and one.begins and head[at:].startswith(one.begins):
            return one
    if _reads_as_text(path):
        return KINDS[-1]
    raise Unfit(_("认不出文件类型。可收：%(labels)s。") % {"labels": _("、").join(one.label for one in KINDS)})


def _ole(path: Path) -> str:
    """An old office file, or a new one that was encrypted."""
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return _("这份办公文档加了密，无法存证。请去掉密码后再传。")
    return _("这是旧格式办公文档（doc、xls、ppt），可能带宏。请另存为 docx、xlsx、pptx 或 PDF 再传。")


def _packed(path: Path) -> Kind:
    """A packed document, by the parts it holds; nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise Unfit(_("文件已损坏，打不开。请重新导出后再传。")) from error
    names = {one.filename for one in parts}
    if any(one.flag_bits & 1 for one in parts):
        raise Unfit(_("这份文件加了密，无法存证。请去掉密码后再传。"))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unfit(_("这份办公文档带宏，不收。请另存为不带宏的格式再传。"))
    if len(parts) > ENTRIES or sum(one.file_size for one in parts) > UNPACKED:
        raise Unfit(_("文件解开后过大，不收。请拆分后再传。"))
    for one in KINDS:
        if one.holds and one.holds in names:
            return one
    raise Unfit(_("压缩包不收。请解开后逐个上传。"))


def _reads_as_text(path: Path) -> bool:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding) as stream:
                while part := stream.read(1 << 16):
                    if any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in part):
                        return False
        except UnicodeDecodeError:
            continue
        return True
    return False
