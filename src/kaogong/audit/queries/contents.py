"""What a file is by its content, and what is refused. The name a file came with proves nothing."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

HEAD = 4096
ENTRIES = 10_000
UNPACKED = 1 << 30
"""A packed file that unpacks to more is a trap."""
SUSPECT, TIMES = 64 << 20, 100
"""So is one that unpacks to more than this and to more than so many times its size."""
PIECE, ACROSS = 1 << 20, 64
TYPES = "[Content_Types].xml"
ENCRYPTED = re.compile(rb"/Encrypt(?:\s*<<|\s+\d+\s+\d+\s+R)")


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
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(path: Path, size: int) -> Kind:
    """The type of a file, by its content.

    Raises:
        Unfit: it is empty, a program, encrypted, with macros, damaged, a trap, or of a type that is not taken.
    """
    with path.open("rb") as stream:
        return kind_in(stream, size)


def kind_in(stream: IO[bytes], size: int) -> Kind:
    """The type of what a stream holds, as `kind_of` tells it; the stream is then at its beginning again."""
    try:
        return _kind(stream, size)
    finally:
        stream.seek(0)


def _kind(stream: IO[bytes], size: int) -> Kind:
    if not size:
        raise Unfit(_("文件是空的。请核对后重新选择。"))
    stream.seek(0)
    head = stream.read(HEAD)
    if head.startswith(PROGRAMS):
        raise Unfit(_("这是可执行文件，不收。请改传文档、图片或表格。"))
    if head.startswith(OLE):
        raise Unfit(_ole(stream))
    if head.startswith(b"PK\x03\x04"):
        return _packed(stream)
    if head.startswith(b"%PDF-") and _holds(stream, ENCRYPTED):
        raise Unfit(_("这份 PDF 加了密，无法存证。请去掉密码后再传。"))
    for one in KINDS:
        at = 4 if one.media == "video/mp4" else 0
        if not one.holds and one.begins and head[at:].startswith(one.begins):
            return one
    if _reads_as_text(stream):
        return KINDS[-1]
    raise Unfit(
        _("认不出文件类型。请改用这些格式：%(labels)s。") % {"labels": _("、").join(one.label for one in KINDS)}
    )


def _holds(stream: IO[bytes], wanted: re.Pattern[bytes]) -> bool:
    """Whether something stands anywhere in a stream; read piece by piece, with what may lie across two."""
    stream.seek(0)
    before = b""
    while piece := stream.read(PIECE):
        if wanted.search(before + piece):
            return True
        before = piece[-ACROSS:]
    return False


def _ole(stream: IO[bytes]) -> str:
    """An old office file, or a new one that was encrypted."""
    if _holds(stream, re.compile(re.escape("EncryptedPackage".encode("utf-16-le")))):
        return _("这份办公文档加了密，无法存证。请去掉密码后再传。")
    return _("这是旧格式办公文档（doc、xls、ppt），可能带宏。请另存为 docx、xlsx、pptx 或 PDF 再传。")


def _packed(stream: IO[bytes]) -> Kind:
    """A packed document, by the parts it holds; nothing is unpacked but the list of their types."""
    try:
        with zipfile.ZipFile(stream) as packed:
            parts = packed.infolist()
            if any(one.flag_bits & 1 for one in parts):
                raise Unfit(_("这份文件加了密，无法存证。请去掉密码后再传。"))
            if _trap(parts):
                raise Unfit(_("文件解开后过大，不收。请拆分后再传。"))
            names = {one.filename for one in parts}
            if _macros(packed, names):
                raise Unfit(_("这份办公文档带宏，不收。请另存为不带宏的格式再传。"))
    except (zipfile.BadZipFile, NotImplementedError, OSError, zlib.error) as error:
        raise Unfit(_("文件已损坏，打不开。请重新导出后再传。")) from error
    for one in KINDS:
        if one.holds and one.holds in names:
            return one
    raise Unfit(_("压缩包不收。请解开后逐个上传。"))


def _trap(parts: Sequence[zipfile.ZipInfo]) -> bool:
    """Many parts, or what unpacks to far more than it is."""
    unpacked, packed = sum(one.file_size for one in parts), sum(one.compress_size for one in parts)
    return len(parts) > ENTRIES or unpacked > UNPACKED or (unpacked > SUSPECT and unpacked > TIMES * max(packed, 1))


def _macros(packed: zipfile.ZipFile, names: Collection[str]) -> bool:
    """Programs inside a document: by their part, or by the type the document says it has."""
    if any(one.lower().endswith("vbaproject.bin") or one.lower().startswith("xl/macrosheets/") for one in names):
        return True
    with packed.open(TYPES) if TYPES in names else io.BytesIO() as stream:
        return b"macroenabled" in stream.read(SUSPECT).lower()


def _reads_as_text(stream: IO[bytes]) -> bool:
    for encoding in ("utf-8-sig", "gb18030"):
        stream.seek(0)
        reads = codecs.getincrementaldecoder(encoding)()
        try:
            while piece := stream.read(1 << 16):
                if UNPRINTABLE.search(reads.decode(piece)):
                    return False
            reads.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return True
    return False
