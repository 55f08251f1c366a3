"""The English catalogue: collects what the pages and rooms say, keeps what is translated, writes what is served.

`make messages` brings src/kaogong/web/locale/en/LC_MESSAGES/django.po up to date and compiles it. Chinese is the language
of the source, so there is no Chinese catalogue. A message without its English, and a catalogue behind the source, fail
`make check` (tests/fences/test_messages.py).
"""

from __future__ import annotations

import ast
import datetime as dt
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "kaogong"
PO = SOURCE / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"
APART = {"core", "cli", "rulebooks"}
"""The core speaks both languages by itself (kaogong.core.problem.Text)."""
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
"""The names under which translation is called, and which of their arguments are words."""
CHINESE = re.compile(r"[一-鿿]")
PLACE = re.compile(r"%\(\w+\)[a-z]|%[%sd]")
UNDATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Two makings of the same words are the same bytes."""
Message = tuple[str | tuple[str, ...], str | None, str]


def said() -> Iterator[Message]:
    """Every message of the house, with its context and the file that says it."""
    for path in sorted(SOURCE.rglob("*")):
        inside = path.relative_to(SOURCE)
        if path.suffix not in {".py", ".html", ".txt"} or inside.parts[0] in APART:
            continue
        text = path.read_text("utf-8")
        if "states" in {path.stem, path.parent.name}:
            yield from ((words, None, str(inside)) for words in names(text))
        elif path.suffix == ".py":
            yield from called(text, str(inside))
            yield from in_braces(text, str(inside))
        elif "{%" in text:
            yield from called("\n".join(line.strip() for line in templatize(text).splitlines()), str(inside))


def called(text: str, where: str) -> Iterator[Message]:
    """The words given to translation."""
    for _, message, _, context in extract("python", BytesIO(text.encode()), KEYWORDS, options={"encoding": "utf-8"}):
        if message:
            yield message, context, where


def in_braces(text: str, where: str) -> Iterator[Message]:
    """The words given to translation inside the braces of a string, which are no words of Python before 3.12."""
    for held in ast.walk(ast.parse(text)):
        for node in ast.walk(held) if isinstance(held, ast.JoinedStr) else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                if node.func.id.startswith("pgettext") and len(words) > 1:
                    yield words[1], words[0], where
                elif node.func.id.startswith("ngettext") and len(words) > 1:
                    yield (words[0], words[1]), None, where
                elif words:
                    yield words[0], None, where


def names(text: str) -> Iterator[str]:
    """What states are called: kept as plain words, since states.py knows nothing of Django."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Dict):
            for value in node.values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and CHINESE.search(value.value):
                    yield value.value


def catalogue() -> Catalog:
    """The messages of the source, with the English there is."""
    kept = Catalog(locale="en")
    if PO.exists():
        with PO.open("rb") as file:
            kept = read_po(file, locale="en")
    fresh = Catalog(
        locale="en", project="kaogong", charset="utf-8", fuzzy=False, creation_date=UNDATED, revision_date=UNDATED
    )
    for message, context, where in said():
        fresh.add(message, locations=[(where, 0)], context=context)
    for message in fresh:
        known = kept.get(message.id, message.context) if message.id else None
        if known is not None:
            message.string = known.string
    return fresh


def missing(messages: Catalog) -> list[str]:
    """The messages that have no English."""
    return [source for source, english in pairs(messages) if not english]


def pairs(messages: Catalog) -> Iterator[tuple[str, str]]:
    """Every message beside its English, each plural form by itself."""
    for one in messages:
        if one.id and one.pluralizable:
            yield from ((one.id[min(at, 1)], english) for at, english in enumerate(one.string))
        elif one.id:
            yield one.id, one.string


def misplaced(found: Iterable[tuple[str, str]]) -> list[str]:
    """Messages whose English names other places than the message does, so that it would fail or leave something out."""
    return [
        f"{source} → {english}"
        for source, english in found
        if english and set(PLACE.findall(source)) != set(PLACE.findall(english))
    ]


def po_text(messages: Catalog) -> bytes:
    """The catalogue as a file: sorted by words, without dates."""
    held = BytesIO()
    write_po(held, messages, width=120, omit_header=False, sort_output=True, include_lineno=False)
    dated = ("POT-Creation-Date", "PO-Revision-Date", "Report-Msgid-Bugs-To", "Last-Translator", "Generated-By")
    lines = held.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in dated))).encode()


def mo_bytes(messages: Catalog) -> bytes:
    """The catalogue as Django reads it."""
    held = BytesIO()
    write_mo(held, messages)
    return held.getvalue()


def main() -> int:
    """Write both files; tell what has no English."""
    messages = catalogue()
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_text(messages))
    PO.with_suffix(".mo").write_bytes(mo_bytes(messages))
    bare = missing(messages)
    print(f"messages: {len(messages)}, without English: {len(bare)}")
    for words in bare:
        print(f"  {words}")
    return 1 if bare else 0


if __name__ == "__main__":
    sys.exit(main())
