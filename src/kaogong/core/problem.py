"""What is wrong, where, why, and what to do: the one form of every complaint the core makes.

A problem is part of the interface. It is written in Chinese and in English at the place that finds it, and it names the
exact spot: a file with line and column, or a workbook with sheet and cell. Checks collect problems and report all of
them together; nothing is raised for the first one found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Lang = Literal["zh", "en"]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """The sentence in `lang`."""
        return self.zh if lang == "zh" else self.en

    @classmethod
    def same(cls, words: str) -> Text:
        """The same words in both languages (a name, a number, a quotation)."""
        return cls(words, words)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a problem is. Lines and columns count from 1; 0 means unknown. `cell` is an address such as `D7`."""

    file: str = ""
    line: int = 0
    column: int = 0
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """`file:line:column`, or `file[sheet!cell]`."""
        if self.sheet or self.cell:
            return f"{self.file}[{self.sheet}!{self.cell}]" if self.cell else f"{self.file}[{self.sheet}]"
        if self.line:
            return f"{self.file}:{self.line}:{self.column}"
        return self.file


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Problem:
    """One complaint: a code, the place, what is wrong, why it matters and what to write instead."""

    code: str
    place: Place
    what: Text
    why: Text
    fix: Text
    severity: Severity = "error"

    def say(self, lang: Lang) -> str:
        """The complaint as one printable paragraph."""
        head, tail = ("为什么：", "怎么改：") if lang == "zh" else ("why: ", "do: ")
        spot = f"{self.place}: " if str(self.place) else ""
        return (
            f"{spot}{self.code} {self.what.say(lang)}\n    {head}{self.why.say(lang)}\n    {tail}{self.fix.say(lang)}"
        )


@dataclass(slots=True)
class Problems:
    """A growing list of complaints about one piece of work."""

    found: list[Problem] = field(default_factory=list)

    def add(self, code: str, place: Place, what: Text, why: Text, fix: Text, severity: Severity = "error") -> None:
        """Note one complaint."""
        self.found.append(Problem(code, place, what, why, fix, severity))

    def extend(self, more: Iterable[Problem]) -> None:
        """Note several complaints."""
        self.found.extend(more)

    @property
    def errors(self) -> list[Problem]:
        """The complaints that stop the work."""
        return [one for one in self.found if one.severity == "error"]

    def raise_errors(self) -> None:
        """Refuse the work if anything found is an error; the refusal carries every complaint."""
        if self.errors:
            raise Refused(self.found)

    def __iter__(self) -> Iterator[Problem]:
        """The complaints in the order found."""
        return iter(self.found)

    def __len__(self) -> int:
        """How many complaints."""
        return len(self.found)


class Refused(Exception):
    """Work refused, with every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(one.say("en") for one in self.problems))

    def say(self, lang: Lang) -> str:
        """All problems as printable text."""
        return "\n".join(one.say(lang) for one in self.problems)
