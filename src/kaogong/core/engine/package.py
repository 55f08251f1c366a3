"""A package of one score, and its verifier.

One file, nothing but Python's standard library: a copy of it lies in every package as verify.py.

    python verify.py PACKAGE.zip [--seal HEX]

A package holds the derivation of one score as a page and as data, and the contents list of the run it comes from. Its own
list names every file by its hash, and a seal stands over the list. Checked are: the list and its seal; every file, none
more, none less; the arithmetic, sentence by sentence, by a calculator that knows nothing of the program that scored.
Whoever changes a file can also write a new list with a new seal: so hold the seal against the one printed on the annex
of the score (`--seal`), and take verify.py from somebody you trust.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

LIST = "package.json"
DERIVATION = "derivation.json"
MANIFEST = "manifest.json"
VERSION = 1
LARGEST = 1 << 28
"""Bytes of a package that is read at all."""


class Fault(NamedTuple):
    """What is wrong, in both languages."""

    zh: str
    en: str


class NoPackage(ValueError):
    """There is nothing here that could be checked; the text says why."""


@dataclass(slots=True)
class Verdict:
    """What can be said of a package."""

    seal: str = ""
    fingerprint: str = ""
    files: int = 0
    sentences: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def unaltered(self) -> bool:
        """Every file is as it was listed, and the arithmetic holds."""
        return not self.faults


def hash_of(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sealed(listing: Mapping[str, Any]) -> bytes:
    """A list as it is written, with its seal: one form only."""
    open_part = {key: value for key, value in listing.items() if key != "seal"}
    return _text({**open_part, "seal": hash_of(_text(open_part))})


def _text(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def listed(files: Mapping[str, bytes], **about: Any) -> bytes:
    """The list of a package's files, with what it is about."""
    hashes = {name: hash_of(content) for name, content in files.items()}
    return sealed({"kaogong_package": VERSION, **about, "files": hashes})


# --- verifying ----------------------------------------------------------------------------------------------------


def verify(path: Path, seal: str = "") -> Verdict:
    """Check a package, zipped or unpacked; `seal`: the one that was printed.

    Raises:
        NoPackage: it is none.
    """
    verdict = Verdict()
    files = dict(_files(path, verdict))
    try:
        listing = json.loads(files.pop(LIST))
        verdict.seal, verdict.fingerprint = str(listing["seal"]), str(listing["fingerprint"])
        hashes = {str(name): str(found) for name, found in listing["files"].items()}
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise NoPackage(f"{path}: {LIST} ({error})") from error
    if sealed(listing) != dict(_files(path, Verdict()))[LIST]:
        _say(verdict, f"{LIST} 与写出时不同", f"{LIST} is not as it was written")
    if seal and seal.strip().lower() != verdict.seal:
        _say(verdict, f"校验值是 {verdict.seal}，不是 {seal}", f"the seal is {verdict.seal}, not {seal}")
    _held(files, hashes, verdict)
    if verdict.unaltered:
        _manifest(files, verdict)
        _arithmetic(files, verdict)
    return verdict


def _files(path: Path, verdict: Verdict) -> Iterator[tuple[str, bytes]]:
    """Every file by its name."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file():
                yield file.relative_to(path).as_posix(), file.read_bytes()
        return
    seen: set[str] = set()
    try:
        with zipfile.ZipFile(path) as pack:
            if sum(one.file_size for one in pack.infolist()) > LARGEST:
                raise NoPackage(f"{path}: too large")
            for one in pack.infolist():
                if one.filename in seen:
                    _say(verdict, f"文件 {one.filename} 有两份", f"there are two files {one.filename}")
                seen.add(one.filename)
                yield one.filename, _content(pack, one, verdict)
    except (OSError, zipfile.BadZipFile) as error:
        raise NoPackage(f"{path}: {error}") from error


def _content(pack: zipfile.ZipFile, one: zipfile.ZipInfo, verdict: Verdict) -> bytes:
    try:
        return pack.read(one)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error) as error:
        _say(verdict, f"文件 {one.filename} 读不出（{error}）", f"file {one.filename} cannot be read ({error})")
        return b""


def _say(verdict: Verdict, zh: str, en: str) -> None:
    verdict.faults.append(Fault(zh, en))


def _held(files: Mapping[str, bytes], hashes: Mapping[str, str], verdict: Verdict) -> None:
    """Every listed file is there with its hash, and no other is."""
    verdict.files = len(hashes)
    for name, found in hashes.items():
        if name not in files:
            _say(verdict, f"缺少文件 {name}", f"file {name} is missing")
        elif hash_of(files[name]) != found:
            _say(verdict, f"文件 {name} 改动过", f"file {name} was altered")
    for name in files:
        if name not in hashes:
            _say(verdict, f"多出文件 {name}", f"file {name} does not belong to the package")


def _manifest(files: Mapping[str, bytes], verdict: Verdict) -> None:
    """The contents list of the run is as it was written, and of the run the package names."""
    try:
        found = json.loads(files[MANIFEST])
        same = sealed(found) == files[MANIFEST]
        name = str(found["fingerprint"])
    except (KeyError, ValueError, TypeError) as error:
        _say(verdict, f"{MANIFEST} 读不出（{error}）", f"{MANIFEST} cannot be read ({error})")
        return
    if not same:
        _say(verdict, f"{MANIFEST} 与写出时不同", f"{MANIFEST} is not as it was written")
    if name != verdict.fingerprint:
        _say(verdict, f"指纹不符：清单是 {name}", f"the fingerprint does not fit: the manifest has {name}")


def _arithmetic(files: Mapping[str, bytes], verdict: Verdict) -> None:
    """Every sentence gives the value it says, and the score of its part; the published one the total."""
    try:
        told = json.loads(files[DERIVATION])
        for part in _parts(told["root"]):
            _sentence(verdict, str(part.get("id")), part.get("sentence"), part.get("value"))
        _sentence(verdict, "total", told.get("published"), told.get("total"), last=True)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        _say(verdict, f"{DERIVATION} 读不出（{error}）", f"{DERIVATION} cannot be read ({error})")


def _parts(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield part
    for one in (*part.get("parts", ()), *part.get("periods", ())):
        yield from _parts(one)


def _sentence(verdict: Verdict, name: str, said: Mapping[str, Any] | None, value: Any, *, last: bool = False) -> None:
    if said is None:
        return
    verdict.sentences += 1
    text, wanted = str(said["text"]), {_number(said["value"]), _number(value)}
    try:
        found = sides(text)
    except (ArithmeticError, LookupError, ValueError, TypeError) as error:
        _say(verdict, f"{name}：“{text}”算不出（{error}）", f"{name}: “{text}” is no arithmetic ({error})")
        return
    if {*(found[-1:] if last else found)} | wanted != {found[-1]}:
        _say(verdict, f"{name}：“{text}”算得与得分不符", f"{name}: “{text}” does not give the score")


def _number(told: Any) -> Fraction:
    return Fraction(str(told).replace("−", "-"))


# --- a pocket calculator --------------------------------------------------------------------------------------------

_WORDS = re.compile(r"\s*(\d+(?:\.\d+)?|[a-z_]+\(|√\(|[+−×÷/(),])")
_HALF = Fraction(1, 2)
_DEEPEST = 200


def sides(sentence: str) -> list[Fraction]:
    """The values of everything between the equals signs; what comes after ≈ is only about.

    Raises:
        ValueError: it is no arithmetic.
    """
    exact, _, about = sentence.partition(" ≈ ")
    values = [_read(side) for side in exact.split(" = ")]
    if about and abs(_read(about) - values[-1]) > Fraction(1, 20_000):
        raise ValueError(f"≈ {about}")
    return values


def _read(text: str) -> Fraction:
    words, at = [], 0
    while at < len(text.rstrip()):
        found = _WORDS.match(text, at)
        if found is None:
            raise ValueError(text[at : at + 20])
        words.append(found[1])
        at = found.end()
    rest = words[::-1]
    value = _sum(rest, 0)
    if rest:
        raise ValueError(rest[-1])
    return value


def _sum(words: list[str], depth: int) -> Fraction:
    if depth > _DEEPEST:
        raise ValueError("(((")
    value = -_product(words, depth) if _take(words, "−") else _product(words, depth)
    while words and words[-1] in "+−":
        sign = words.pop()
        value = value + _product(words, depth) if sign == "+" else value - _product(words, depth)
    return value


def _product(words: list[str], depth: int) -> Fraction:
    value = _atom(words, depth)
    while words and words[-1] in "×÷/":
        sign = words.pop()
        value = value * _atom(words, depth) if sign == "×" else Fraction(value, _atom(words, depth))
    return value


def _atom(words: list[str], depth: int) -> Fraction:
    word = words.pop()
    if word[0].isdigit():
        return Fraction(word)
    if not word.endswith("("):
        raise ValueError(word)
    found = [_sum(words, depth + 1)]
    while _take(words, ","):
        found.append(_sum(words, depth + 1))
    if not _take(words, ")"):
        raise ValueError(word)
    return found[0] if word == "(" and len(found) == 1 else _FUNCTIONS[word[:-1]](*found)


def _take(words: list[str], word: str) -> bool:
    if words and words[-1] == word:
        words.pop()
        return True
    return False


def _nearest(value: Fraction, places: Fraction, tie: Callable[[int, Fraction], bool]) -> Fraction:
    scaled = abs(value) * 10 ** int(places)
    whole = math.floor(scaled)
    whole += tie(whole, scaled - whole)
    return Fraction(-whole if value < 0 else whole, 10 ** int(places))


def _floor(value: Fraction, places: Fraction) -> Fraction:
    return Fraction(math.floor(value * 10 ** int(places)), 10 ** int(places))


_FUNCTIONS: Mapping[str, Callable[..., Fraction]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "round": lambda value, places: _nearest(value, places, lambda whole, rest: rest >= _HALF),
    "round_even": lambda v, places: _nearest(v, places, lambda w, rest: rest > _HALF or (rest == _HALF and w % 2 == 1)),
    "cut": lambda value, places: _nearest(value, places, lambda whole, rest: False),
    "round_up": lambda value, places: _nearest(value, places, lambda whole, rest: rest > 0),
    "floor": _floor,
    "ceiling": lambda value, places: -_floor(-value, places),
    "√": lambda value, n: Fraction(math.isqrt(math.floor(value * 100 ** int(n))), 10 ** int(n)),
}


# --- from the shell -------------------------------------------------------------------------------------------------


def main(given: Sequence[str] | None = None) -> int:
    """Exit code 0: nothing is wrong; 1: altered; 2: nothing to check."""
    ask = argparse.ArgumentParser(description="核验得分推导包 · Check a package of one score")
    ask.add_argument("package", type=Path, help="zip, or the folder it was unpacked into")
    ask.add_argument("--seal", default="", help="校验值 · the seal printed on the annex of the score")
    asked = ask.parse_args(given)
    try:
        verdict = verify(asked.package, asked.seal)
    except NoPackage as reason:
        sys.stderr.write(f"{reason}\n")
        return 2
    sys.stdout.write(f"seal {verdict.seal}\nfingerprint {verdict.fingerprint}\n")
    for one in verdict.faults:
        sys.stdout.write(f"{one.zh} · {one.en}\n")
    if verdict.unaltered:
        sys.stdout.write(f"未改动 · unaltered: {verdict.files} files, {verdict.sentences} sentences hold\n")
    return 0 if verdict.unaltered else 1


if __name__ == "__main__":
    sys.exit(main())
