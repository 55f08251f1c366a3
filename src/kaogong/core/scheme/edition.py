"""The canonical text of a rulebook, the hashes that name it, and the chain of editions."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from kaogong.core.problem import Place, Problems, Text
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.model import Rulebook
from kaogong.core.scheme.numbers import number_of, number_text
from kaogong.core.scheme.tree import Listing, Scalar, Table, Tree

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BREAKS = re.compile("[\x85\u2028\u2029]")
VERBATIM = frozenset(
    [
        "id",
        "edition",
        "document",
        "clause",
        "name",
        "title",
        "issuer",
        "unit",
        "note",
        "text",
        "url",
        "reason",
        "question",
    ]
)
"""Keys whose values are words even when they look like numbers: `edition: 2010.10` is not `2010.1`."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The hashes of a canonical text, in hexadecimal."""

    sm3: str
    sha256: str


def canonical_text(tree: Tree) -> str:
    """The rulebook in one fixed form: keys sorted, numbers normal, words in quotes.

    Reading it gives the same rulebook.
    """
    return _text(tree, sorted)


def merged_text(tree: Tree) -> str:
    """The rulebook, its bases merged in, with its keys in the order they were written in.

    The order says nothing, but tables are shown in it and columns of results are named by it.
    """
    return _text(tree, list)


Order = Callable[[Iterable[str]], list[str]]


def _text(tree: Tree, order: Order) -> str:
    lines: list[str] = []
    _write(tree, 0, "", lines, order)
    return "\n".join(lines) + "\n"


def _write(tree: Tree, depth: int, key: str, lines: list[str], order: Order) -> None:
    """Add the lines of a tree, indented by its depth."""
    blanks = "  " * depth
    if isinstance(tree, Table):
        for name in order(tree.entries):
            _member(f"{blanks}{_key(name)}:", tree.entries[name], depth, name, lines, order)
    elif isinstance(tree, Listing):
        for one in tree.entries:
            _member(f"{blanks}-", one, depth, key, lines, order)
    else:
        lines.append(blanks + _scalar(tree, key))


def _member(head: str, tree: Tree, depth: int, key: str, lines: list[str], order: Order) -> None:
    if isinstance(tree, Scalar):
        lines.append(f"{head} {_scalar(tree, key)}")
    elif not tree.entries:
        lines.append(f"{head} {'{}' if isinstance(tree, Table) else '[]'}")
    else:
        lines.append(head)
        _write(tree, depth + 1, key, lines, order)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) and name not in {"null", "Null", "NULL"} else _quoted(name)


def _scalar(scalar: Scalar, key: str) -> str:
    if scalar.null:
        return "null"
    if not scalar.quoted and key not in VERBATIM:
        number = number_of(scalar.text)
        if number is not None:
            return number_text(number)
    return _quoted(scalar.text)


def _quoted(words: str) -> str:
    """Words in quotes; the line breaks that YAML knows besides those of JSON would be read as blanks, and are escaped."""
    return _BREAKS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(words, ensure_ascii=False))


def fingerprint(canonical: str) -> Fingerprint:
    """SM3 and SHA-256 of a canonical text."""
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - slow, and loading does not need it

    data = canonical.encode()
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return Fingerprint(digest.finalize().hex(), hashlib.sha256(data).hexdigest())


def check_chain(editions: Sequence[Rulebook], problems: Problems) -> None:
    """Note gaps and overlaps between editions of one rulebook: on every day exactly one is in force."""
    dated = sorted((one for one in editions if one.effective_from), key=lambda one: str(one.effective_from))
    for earlier, later in pairwise(dated):
        if later.effective_from is None:
            continue
        place = later.places.get("effective", Place(later.folder))
        names = f"{earlier.edition} → {later.edition}"
        if earlier.effective_to is None or earlier.effective_to >= later.effective_from:
            what = Text(f"两版重叠：{names}", f"editions overlap: {names}")
            fix = Text(
                f"上一版的 to 写到 {later.effective_from - timedelta(1)}。",
                f"End the earlier on {later.effective_from - timedelta(1)}.",
            )
            complain(problems, "K070", place, what, fix)
        elif earlier.effective_to + timedelta(1) < later.effective_from:
            what = Text(f"两版之间有空档：{names}", f"gap between editions: {names}")
            fix = Text(
                f"后一版从 {earlier.effective_to + timedelta(1)} 起。",
                f"Begin the later on {earlier.effective_to + timedelta(1)}.",
            )
            complain(problems, "K070", place, what, fix)
