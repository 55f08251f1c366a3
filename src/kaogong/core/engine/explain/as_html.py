"""Explanations as pages: one file, no network, the same words as everywhere else.

The pages are templates in `pages/`; this file gives them their words. A report on many subjects is written as it is made,
so that its size does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaogong.core.engine.explain import words
from kaogong.core.engine.explain.explain import Explainer
from kaogong.core.engine.explain.numbers import about_text, exact_text, readable
from kaogong.core.engine.explain.parts import Explanation, Part
from kaogong.core.engine.explain.sentence import Sentence, Token
from kaogong.core.engine.run import Run
from kaogong.core.problem import Lang, Text
from kaogong.core.scheme.model import Sheet

if TYPE_CHECKING:
    from jinja2 import Environment

PAGES = Path(__file__).parent / "pages"
LONG = 12
"""Characters of a number beyond which it is shown as about, with the exact arithmetic below."""
MOST_FIGURES = 8
MARKS = {
    "rulebook_sm3": Text("办法 SM3", "rulebook SM3"),
    "facts": Text("数据", "facts"),
    "run": Text("运行", "run"),
    "engine": Text("程序版本", "engine"),
}


def page(explanation: Explanation, lang: Lang = "zh") -> str:
    """The derivation of one subject as a self-contained page."""
    environment = _environment(lang)
    return environment.get_template("page.html").render(e=explanation, one_of_many=False)


def report_html(
    run: Run,
    target: Path,
    *,
    title: str,
    lang: Lang = "zh",
    subjects: Sequence[str] | None = None,
    name: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """A report on many subjects: a table of results, then the derivation of every score. Written as it is made.

    Args:
        run: a finished run.
        target: the file to write.
        title: its heading.
        lang: its language.
        subjects: whose derivations are in it, by id; None: everybody's.
        name: the fingerprint of the run.
        progress: called with how many subjects are written, and how many there are.
    """
    explainer = Explainer(run, name)
    tables = [_table(run, sheet, lang) for sheet in run.rulebook.sheets.values()]
    tables = [table for table in tables if table.rows]
    wanted = list(subjects) if subjects is not None else [row.subject for table in tables for row in table.rows]
    kept = set(wanted)
    tables = [_Table(t.name, t.periods, [row for row in t.rows if row.subject in kept]) for t in tables]
    stream = (
        _environment(lang)
        .get_template("report.html")
        .stream(
            title=title,
            rulebook=run.rulebook,
            tables=[table for table in tables if table.rows],
            count=len(wanted),
            subjects=_by_subject(explainer, wanted, progress),
            marks=explainer.marks,
            one_of_many=True,
        )
    )
    stream.enable_buffering(50)
    with target.open("w", encoding="utf-8") as file:
        file.writelines(stream)


def _by_subject(
    explainer: Explainer, wanted: Sequence[str], progress: Callable[[int, int], None] | None
) -> Iterator[list[Explanation]]:
    """The explanations of each subject in all its periods."""
    for done, (_, found) in enumerate(groupby(explainer.several(wanted), key=lambda e: e.subject), 1):
        yield list(found)
        if progress is not None:
            progress(done, len(wanted))


# --- the table of results -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    subject: str
    name: str
    class_name: str
    rank: int | None
    grade: str | None
    totals: tuple[Fraction | None, ...]

    @property
    def anchor(self) -> str:
        return anchor(self.subject)


@dataclass(frozen=True, slots=True)
class _Table:
    name: Text
    periods: tuple[str, ...]
    rows: list[_Row]


def anchor(subject: str) -> str:
    """An id that may stand in an address."""
    return subject.encode().hex()


def _table(run: Run, sheet: Sheet, lang: Lang) -> _Table:
    """Everybody on a sheet, best first."""
    done = run.done.get((sheet.id, sheet.every))
    if done is None:
        return _Table(sheet.root.name, (), [])
    periods = tuple(str(period) for period in done.periods)
    by_subject: dict[str, dict[str, dict[str, Any]]] = {}
    for row in run.rows(sheet.id):
        by_subject.setdefault(row["subject"], {})[row["period"]] = row
    names = _names(run)
    rows = [_row(run, subject, found, periods, names, lang) for subject, found in by_subject.items()]
    rows.sort(
        key=lambda row: (row.rank is None, row.rank or 0, row.totals[-1] is None, -(row.totals[-1] or 0), row.subject)
    )
    return _Table(sheet.root.name, periods, rows)


def _row(
    run: Run, subject: str, found: dict[str, dict[str, Any]], periods: Sequence[str], names: dict[str, str], lang: Lang
) -> _Row:
    last = found[max(found)]
    own = run.rulebook.classes.get(last["class"])
    totals = tuple(found[period]["total"] if period in found else None for period in periods)
    return _Row(
        subject, names.get(subject) or subject, own.name.say(lang) if own else "", last["rank"], last["grade"], totals
    )


def _names(run: Run) -> dict[str, str]:
    if "name" not in run.world.columns("subjects"):
        return {}
    return {
        str(s): str(n) for s, n in run.world.database.rows("SELECT subject, name FROM subjects WHERE name IS NOT NULL")
    }


# --- words for the templates --------------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def _environment(lang: Lang) -> Environment:
    from jinja2 import Environment, FileSystemLoader  # noqa: PLC0415 - only where a page is made
    from markupsafe import Markup  # noqa: PLC0415

    environment = Environment(loader=FileSystemLoader(PAGES), autoescape=True, trim_blocks=True)
    environment.filters["say"] = _say
    environment.globals.update(
        lang=lang,
        css=Markup((PAGES / "look.css").read_text("utf-8")),  # noqa: S704 - our own files
        script=Markup((PAGES / "open.js").read_text("utf-8")),  # noqa: S704
        w=lambda zh, en: zh if lang == "zh" else en,
        say=lambda text: _say(text, lang),
        exact=exact_text,
        readable=readable,
        short=_short,
        shown=_token,
        laid_out=_laid_out,
        shortened=_shortened,
        filled=_filled,
        brief=lambda part: _brief(part, lang),
        state=lambda part: words.NO_SCORE[part.status].say(lang) if part.value is not None else "",
        anchor=anchor,
        mark_name=lambda key: MARKS[key].say(lang),
        **{name: getattr(words, name) for name in _WORDS},
    )
    return environment


_WORDS = ("cited", "described", "lost", "placed", "points", "supplied", "value_words", "worth")


def _say(text: Text, lang: Lang) -> str:
    return text.say(lang)


def _short(value: Fraction) -> str:
    text = exact_text(value)
    return text if len(text) <= LONG and "/" not in text else "≈" + about_text(value)


def _token(token: Token) -> str:
    return token.text if token.figure is None or len(token.text) <= LONG else _short(abs(token.figure.value))


def _laid_out(sentence: Sentence) -> bool:
    """Few enough figures to set each above its name."""
    figures = [token for token in sentence.tokens if token.figure is not None]
    return not sentence.bare and len(figures) <= MOST_FIGURES


def _shortened(sentence: Sentence) -> bool:
    """Some number is shown as about, so that the exact arithmetic must stand below."""
    return "/" in exact_text(sentence.value) or any(len(token.text) > LONG for token in sentence.tokens)


def _brief(part: Part, lang: Lang) -> str:
    """What stands beside the name of a closed item: its arithmetic where that is short, else its method."""
    if part.sentence is not None and not part.sentence.bare and len(part.sentence.arithmetic) <= 40:
        return part.sentence.arithmetic
    return part.method_title.say(lang) if part.method_title is not None else ""


def _filled(part: Part) -> int | None:
    """How much of its full marks an item has, in percent; None where that says nothing."""
    if part.value is None or not part.full or part.role != "score":
        return None
    return max(0, min(100, int(Fraction(part.value, part.full) * 100)))
