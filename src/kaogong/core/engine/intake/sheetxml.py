"""What only the XML of a workbook tells: merged cells, failing and uncalculated formulas, percent formats.

The XML is read as a stream, with every declaration that could expand refused, and every byte is counted,
so that this pass is also the guard against archives that unpack without end.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from xlsxwriter.utility import xl_col_to_name

LIMIT_MB = 1024
RATIO = 300
"""An archive may unpack to so many MB and, beyond a tenth of it, to at most RATIO times its size."""
CELLS = 50_000_000
"""A sheet may span at most so many cells, used or not."""
_CHUNK = 1 << 18
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^]]*\]|_.')


DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    OSError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,  # zipfile's word for an encrypted member
)


class BadWorkbookError(Exception):
    """A workbook that must not be opened. `code` and `words` say why."""

    def __init__(self, code: str, **words: Any) -> None:
        self.code = code
        self.words = words
        super().__init__(code)


@dataclass(slots=True)
class Marks:
    """What was seen on one sheet, by cell address."""

    merged: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    uncalculated: set[str] = field(default_factory=set)
    percents: set[str] = field(default_factory=set)
    span: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Book:
    """What was seen in a workbook."""

    sheets: dict[str, Marks] = field(default_factory=dict)
    from_1904: bool = False


def column_position(letters: str) -> int:
    """The position of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def inspect(path: Path) -> Book:
    """Read a workbook's XML once.

    Raises:
        BadWorkbookError: no workbook, damaged, encrypted, too large unpacked, or XML that declares entities.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _guard(archive)
            return _inspect(archive)
    except DAMAGED as error:
        raise BadWorkbookError("K501", reason=str(error) or type(error).__name__) from error


def _guard(archive: zipfile.ZipFile) -> None:
    """Refuse an archive that says it unpacks to too much (one that lies fails its checksum when read)."""
    size = sum(one.file_size for one in archive.infolist())
    packed = max(1, sum(one.compress_size for one in archive.infolist()))
    megabytes = size >> 20
    if megabytes > LIMIT_MB or (size > packed * RATIO and size * 10 > LIMIT_MB << 20):
        raise BadWorkbookError("K502", size=megabytes, limit=LIMIT_MB, ratio=RATIO)


def _inspect(archive: zipfile.ZipFile) -> Book:
    """Relations, styles, then every sheet."""
    book = Book()
    listed: list[tuple[str, str]] = []

    def workbook(tag: str, given: Mapping[str, str]) -> None:
        if tag == "sheet":
            listed.append((given["name"], given["id"]))
        elif tag == "workbookPr":
            book.from_1904 = given.get("date1904", "0") in {"1", "true"}

    targets: dict[str, str] = {}

    def relation(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship":
            targets[given["Id"]] = given["Target"]

    members = set(archive.namelist())
    _parse(archive, "xl/workbook.xml", workbook)
    _parse(archive, "xl/_rels/workbook.xml.rels", relation)
    percents = _percent_styles(archive) if "xl/styles.xml" in members else frozenset()
    for name, link in listed:
        target = targets.get(link, "").lstrip("/")
        member = target if target.startswith("xl/") else f"xl/{target}"
        if member in members:
            book.sheets[name] = _read_sheet(archive, member, percents)
    for member in members - {"xl/workbook.xml", "xl/styles.xml"}:
        if member.startswith("xl/sharedStrings"):
            _parse(archive, member, lambda tag, given: None)
    return book


def _parse(
    archive: zipfile.ZipFile,
    member: str,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Stream one member through expat; names lose their namespace prefix."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise BadWorkbookError("K501", reason="DOCTYPE")

    def started(tag: str, given: dict[str, str]) -> None:
        start(_local(tag), {_local(key): value for key, value in given.items()})

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = started
    if end:
        parser.EndElementHandler = lambda tag: end(_local(tag))
    if text:
        parser.CharacterDataHandler = text
        parser.buffer_text = True
    for chunk in _chunks(archive, member):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _local(name: str) -> str:
    """A name without its namespace prefix."""
    return name.rpartition(":")[2]


def _chunks(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The content of a member, piece by piece."""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The numbers of the cell styles that show a value as a percentage."""
    formats = {"9", "10"}
    found: set[int] = set()
    state = {"inside": False, "count": 0}

    def start(tag: str, given: Mapping[str, str]) -> None:
        if tag == "numFmt" and "%" in _QUOTED.sub("", given.get("formatCode", "")):
            formats.add(given.get("numFmtId", ""))
        elif tag == "cellXfs":
            state["inside"] = True
        elif tag == "xf" and state["inside"]:
            if given.get("numFmtId") in formats:
                found.add(state["count"])
            state["count"] += 1

    def end(tag: str) -> None:
        if tag == "cellXfs":
            state["inside"] = False

    _parse(archive, "xl/styles.xml", start, end)
    return frozenset(found)


class _Sheet:
    """Collects the marks of one sheet while its XML passes."""

    def __init__(self, percents: frozenset[int]) -> None:
        self.percents = percents
        self.marks = Marks()
        self.row = 0
        self.column = -1
        self.address = ""
        self.type = ""
        self.formula = False
        self.value: list[str] | None = None
        self.said = ""

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        if tag == "row":
            self.row = int(given["r"]) if "r" in given else self.row + 1
            self.column = -1
        elif tag == "c":
            self._cell(given)
        elif tag == "f":
            self.formula = True
        elif tag == "v":
            self.value = []
        elif tag == "mergeCell":
            self.marks.merged.append(given.get("ref", ""))

    def _cell(self, given: Mapping[str, str]) -> None:
        """A cell begins: where is it, and how is it shown."""
        place = _CELL.fullmatch(given.get("r", ""))
        if place:
            self.column, self.row = column_position(place[1]), int(place[2])
        elif "r" in given:
            raise BadWorkbookError("K501", reason=given["r"])
        else:
            self.column += 1
        self.address = f"{xl_col_to_name(self.column)}{self.row}"
        rows, columns = max(self.marks.span[0], self.row), max(self.marks.span[1], self.column + 1)
        self.marks.span = (rows, columns)
        if rows * columns > CELLS:
            raise BadWorkbookError("K501", reason=f"{self.address}: > {CELLS} cells")
        self.type, self.formula, self.said = given.get("t", "n"), False, ""
        if self.type == "n" and int(given.get("s", "0")) in self.percents:
            self.marks.percents.add(self.address)

    def text(self, text: str) -> None:
        """Some text."""
        if self.value is not None:
            self.value.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "v" and self.value is not None:
            self.said, self.value = "".join(self.value), None
        elif tag == "c":
            if self.type == "e":
                self.marks.errors[self.address] = self.said
            elif self.formula and not self.said and self.type != "str":
                self.marks.uncalculated.add(self.address)


def _read_sheet(archive: zipfile.ZipFile, member: str, percents: frozenset[int]) -> Marks:
    """The marks of one sheet."""
    sheet = _Sheet(percents)
    _parse(archive, member, sheet.start, sheet.end, sheet.text)
    return sheet.marks
