"""Whether an answer is what a case expected, with the few words that compare in their own way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from kaogong.core.scheme.entries import amount, day, plain

Unmet = tuple[str, str, str]
"""Where, what was expected, what came out."""


def compare(expect: Mapping[str, Any], found: Mapping[str, Any]) -> list[Unmet]:
    """Everything in `expect` that the answer does not meet.

    Keys of the answer that are not expected are ignored.
    """
    return [one for key, wanted in expect.items() for one in _key(str(key), wanted, found)]


def _key(key: str, wanted: Any, found: Mapping[str, Any]) -> Iterator[Unmet]:
    if key in SPECIAL:
        yield from SPECIAL[key](key, _list(wanted), found)
    elif key not in found:
        yield key, shown(wanted), "?"
    else:
        yield from _value(key, wanted, found[key])


def _value(where: str, wanted: Any, found: Any) -> Iterator[Unmet]:
    if isinstance(found, Mapping):
        inner = {str(key): value for key, value in found.items()}
        for key, value in wanted.items() if isinstance(wanted, Mapping) else ():
            if str(key) in inner:
                yield from _value(f"{where}.{key}", value, inner[str(key)])
            else:
                yield f"{where}.{key}", shown(value), "?"
        if not isinstance(wanted, Mapping):
            yield where, shown(wanted), shown(found)
    elif isinstance(found, list | tuple | set | frozenset):
        if Counter(map(str, _list(wanted))) != Counter(map(str, found)):
            yield where, shown(wanted), shown(found)
    elif not _same(wanted, found):
        yield where, shown(wanted), shown(found)


def _same(wanted: Any, found: Any) -> bool:
    if isinstance(found, bool):
        return str(wanted).lower() in ({"true", "yes", "是"} if found else {"false", "no", "否"})
    if isinstance(found, int | Fraction):
        return amount(wanted) == found
    if isinstance(found, date):
        return day(wanted) == found
    if found is None:
        return str(wanted) in {"none", "None", "无", ""}
    return str(wanted) == str(found)


def _list(wanted: Any) -> list[Any]:
    return list(wanted) if isinstance(wanted, list | tuple) else [wanted]


def _mentions(key: str, wanted: list[Any], found: Mapping[str, Any]) -> Iterator[Unmet]:
    said = [str(one) for one in found.get("mentions", ())]
    for one in wanted:
        if not any(str(one) in text for text in said):
            yield key, str(one), " / ".join(said)


def _names(key: str, wanted: list[Any], found: Mapping[str, Any]) -> Iterator[Unmet]:
    names = [str(one) for one in found.get("names", ())]
    for one in wanted:
        if not any(str(one) in name for name in names):
            yield key, str(one), "、".join(names)


def _codes(found: Mapping[str, Any]) -> Counter[str]:
    return Counter(str(one) for one in found.get("problems", ()))


def _problems(key: str, wanted: list[Any], found: Mapping[str, Any]) -> Iterator[Unmet]:
    for code, times in Counter(map(str, wanted)).items():
        if _codes(found)[code] < times:
            yield key, " ".join([code] * times), " ".join(_codes(found).elements())


def _exactly(key: str, wanted: list[Any], found: Mapping[str, Any]) -> Iterator[Unmet]:
    if Counter(map(str, wanted)) != _codes(found):
        yield key, " ".join(map(str, wanted)), " ".join(_codes(found).elements())


def _without(key: str, wanted: list[Any], found: Mapping[str, Any]) -> Iterator[Unmet]:
    for one in wanted:
        if str(one) in _codes(found):
            yield key, f"- {one}", " ".join(_codes(found).elements())


SPECIAL: Mapping[str, Callable[[str, list[Any], Mapping[str, Any]], Iterator[Unmet]]] = {
    "mentions": _mentions,
    "names": _names,
    "problems": _problems,
    "exactly": _exactly,
    "without": _without,
}


def shown(value: Any) -> str:
    """A value for people."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Fraction):
        return plain(Fraction(value))
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {shown(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple | set | frozenset):
        return "[" + ", ".join(shown(one) for one in value) + "]"
    return "none" if value is None else str(value)
