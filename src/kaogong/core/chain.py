"""The chain of audit events, and its verifier.

One file, nothing but Python's standard library:

    python chain.py EXPORT [--anchor FILE ...]

Anybody who holds an export and an anchor printed or kept elsewhere can check both without the application.

An event is a flat record of words and whole numbers. Its hash is SM3 over the hash before it and the event's canonical
bytes, so that an event cannot be changed, left out, put in or moved without every later hash changing. Whoever writes
the chain could still write all of it anew, or cut its end off: that is told by *anchors*, heads of the chain kept outside
(a daily file, a printed notice). Hence two verdicts: **unaltered**, the chain holds together; and **complete**, it still
reaches and contains every anchor. Source: GB/T 32905 (SM3), RFC 8785 for the order of keys; GB/T 22239-2019 8.1.4.3.

Personal data is not in the chain: an event holds a salted hash of it, and the words lie beside, where they can be erased.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

GENESIS = "0" * 64
"""What stands before the first event."""
EVENTS = "events.jsonl"
PRIVATE = "private.jsonl"
ANCHORS = "anchors"
SHOWN = 20
"""Faults told one by one; more are counted."""


class NotPlain(ValueError):
    """A value with no one way of writing it (a binary float, a date that is not text)."""


def canonical(value: Any) -> bytes:
    """The one way of writing a value: JSON, keys in order, no spaces, UTF-8.

    Raises:
        NotPlain: something else than text, whole numbers, true, false, null, lists and mappings of them.
    """
    _plain(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Any) -> None:
    if value is None or isinstance(value, str | bool | int):
        return
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        for one in value.values():
            _plain(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _plain(one)
    else:
        raise NotPlain(f"{type(value).__name__} {value!r} has no canonical form: give text")


def digest(content: bytes) -> str:
    """SM3, hexadecimal."""
    try:
        return hashlib.new("sm3", content).hexdigest()
    except ValueError:  # an OpenSSL without SM3
        return _sm3(content)


def link(previous: str, event: Mapping[str, Any]) -> str:
    """The hash of an event that follows the one with hash `previous`."""
    return digest(bytes.fromhex(previous) + canonical(event))


def veiled(salt: str, words: str) -> str:
    """What an event holds of personal data."""
    return digest(f"{salt}:{words}".encode())


# --- verifying ----------------------------------------------------------------------------------------------------


class Fault(NamedTuple):
    """What is wrong, in both languages."""

    zh: str
    en: str


@dataclass(slots=True)
class Verdict:
    """What can be said of an export."""

    events: int = 0
    head: str = GENESIS
    anchors: int = 0
    altered: list[Fault] = field(default_factory=list)
    """Faults of the chain itself."""
    missing: list[Fault] = field(default_factory=list)
    """Anchors the chain does not reach or contain."""

    @property
    def unaltered(self) -> bool:
        """The chain holds together from its first event to its last."""
        return not self.altered

    @property
    def complete(self) -> bool | None:
        """Every anchor is in the chain; None: there is none to hold it against."""
        return not self.missing if self.anchors else None


def verify(folder: Path, anchors: Sequence[Path] = ()) -> Verdict:
    """Check an export against itself and against anchors: those of the export, and others kept elsewhere."""
    verdict = Verdict()
    held = [*sorted((folder / ANCHORS).glob("*.json")), *anchors]
    wanted: dict[int, dict[str, str]] = {}
    for path in held:
        _anchor(path, verdict, wanted)
    veils = _veils(folder / PRIVATE, verdict)
    for number, line in enumerate(_lines(folder / EVENTS), 1):
        _check(number, line, verdict, veils)
        for name, found in wanted.get(number, {}).items():
            if found != verdict.head:
                verdict.missing.append(
                    Fault(
                        f"{name}：第 {number} 条的杂凑值当时是 {found}，现在是 {verdict.head}",
                        f"{name}: event {number} had the hash {found}, now it has {verdict.head}",
                    )
                )
        wanted.pop(number, None)
    for number, names in sorted(wanted.items()):
        for name in names:
            verdict.missing.append(
                Fault(
                    f"{name}：当时有 {number} 条，现在只到第 {verdict.events} 条",
                    f"{name}: the chain had {number} events, now it ends at {verdict.events}",
                )
            )
    verdict.altered += [
        Fault(
            f"有第 {number} 条的个人信息，链上却没有这一条",
            f"personal data of event {number}, of which the chain knows nothing",
        )
        for number in sorted(veils)
    ]
    return verdict


def _anchor(path: Path, verdict: Verdict, wanted: dict[int, dict[str, str]]) -> None:
    verdict.anchors += 1
    try:
        found = json.loads(path.read_text("utf-8"))
        wanted.setdefault(int(found["number"]), {})[path.name] = str(found["hash"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        kind = type(error).__name__
        verdict.missing.append(
            Fault(f"{path.name}：锚点读不出来（{kind}）", f"{path.name}: no anchor can be read ({kind})")
        )


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as stream:
        yield from stream


def _veils(path: Path, verdict: Verdict) -> dict[int, dict[str, str]]:
    """Salted hashes of the personal data that is still there, by event and field."""
    found: dict[int, dict[str, str]] = {}
    if path.exists():
        for row, line in enumerate(_lines(path), 1):
            try:
                one = json.loads(line)
                found.setdefault(int(one["number"]), {})[str(one["field"])] = veiled(one["salt"], one["words"])
            except (ValueError, KeyError, TypeError):
                verdict.altered.append(
                    Fault(f"{path.name} 第 {row} 行读不出来", f"{path.name} line {row}: cannot be read")
                )
    return found


def _check(number: int, line: str, verdict: Verdict, veils: dict[int, dict[str, str]]) -> None:
    verdict.events = number
    try:
        entry = json.loads(line)
        event, told = entry["event"], str(entry["hash"])
        head = link(verdict.head, event)
    except (ValueError, KeyError, TypeError) as error:
        kind = type(error).__name__
        verdict.altered.append(Fault(f"第 {number} 条读不出来（{kind}）", f"event {number}: cannot be read ({kind})"))
        return
    if event.get("number") != number:
        other = event.get("number")
        verdict.altered.append(
            Fault(
                f"第 {number} 条不在原来的位置，它的序号是 {other}",
                f"event {number}: stands where it does not belong, it is numbered {other}",
            )
        )
    if head != told:
        verdict.altered.append(
            Fault(f"第 {number} 条的内容与杂凑值不符", f"event {number}: its content does not give its hash")
        )
    for name, veil in veils.pop(number, {}).items():
        if (event.get("private") or {}).get(name) != veil:
            verdict.altered.append(
                Fault(f"第 {number} 条的 {name} 与当时记下的不同", f"event {number}: {name} is not what was recorded")
            )
    verdict.head = told


# --- SM3 for machines whose Python has none -----------------------------------------------------------------------

_IV = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)
_MASK = 0xFFFFFFFF


def _turn(x: int, n: int) -> int:
    n &= 31
    return (x << n | x >> (32 - n)) & _MASK if n else x


def _sm3(content: bytes) -> str:
    padded = content + b"\x80" + b"\0" * (-(len(content) + 9) & 63) + (8 * len(content)).to_bytes(8, "big")
    state: tuple[int, ...] = _IV
    for start in range(0, len(padded), 64):
        state = _block(state, padded[start : start + 64])
    return b"".join(word.to_bytes(4, "big") for word in state).hex()


def _block(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _turn(w[j - 3], 15)
        w.append(x ^ _turn(x, 15) ^ _turn(x, 23) ^ _turn(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        late = j > 15
        ss1 = _turn((_turn(a, 12) + e + _turn(0x7A879D8A if late else 0x79CC4519, j)) & _MASK, 7)
        ff = (a & b | a & c | b & c) if late else a ^ b ^ c
        gg = (e & f | ~e & g) if late else e ^ f ^ g
        one = (ff + d + (ss1 ^ _turn(a, 12)) + (w[j] ^ w[j + 4])) & _MASK
        two = (gg + h + ss1 + w[j]) & _MASK
        a, b, c, d = one, a, _turn(b, 9), c
        e, f, g, h = two ^ _turn(two, 9) ^ _turn(two, 17), e, _turn(f, 19), g
    return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h), strict=True))


# --- from the shell -----------------------------------------------------------------------------------------------


def told(verdict: Verdict) -> Iterable[str]:
    """The verdicts in words."""
    yield f"events: {verdict.events}, head {verdict.head}"
    yield "unaltered: yes" if verdict.unaltered else "unaltered: NO"
    yield from (f"  {one.en}" for one in verdict.altered[:SHOWN])
    if len(verdict.altered) > SHOWN:
        yield f"  and {len(verdict.altered) - SHOWN} more"
    words = {None: "not known: no anchor was given", True: f"yes, {verdict.anchors} anchors hold", False: "NO"}
    yield f"complete: {words[verdict.complete]}"
    yield from (f"  {one.en}" for one in verdict.missing[:SHOWN])


def main(given: Sequence[str] | None = None) -> int:
    """Exit code 0: nothing is wrong; 1: altered or incomplete; 2: nothing to check."""
    ask = argparse.ArgumentParser(description="Check an audit export: unaltered? complete?")
    ask.add_argument("export", type=Path)
    ask.add_argument("--anchor", type=Path, action="append", default=[], help="a head kept elsewhere; may be repeated")
    asked = ask.parse_args(given)
    if not (asked.export / EVENTS).is_file():
        sys.stderr.write(f"{asked.export}: there is no {EVENTS}; name the folder of an export\n")
        return 2
    verdict = verify(asked.export, asked.anchor)
    sys.stdout.write("\n".join(told(verdict)) + "\n")
    return 0 if verdict.unaltered and verdict.complete is not False else 1


if __name__ == "__main__":
    sys.exit(main())
