"""Explanations as pages: one file, no network, open in any browser, fit for print.

A report on many subjects is written as it is made. The derivation of each subject is packed (deflate, base64) and unpacked by
the page when it is opened, so that a report of a hundred thousand items stays a few megabytes and opens at once.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from kaogong.core.engine.explain.explain import Explainer
from kaogong.core.engine.explain.markup import ARROW, MARKS, Markup
from kaogong.core.engine.explain.parts import Explanation
from kaogong.core.engine.explain.words import MISSING, points
from kaogong.core.engine.run import Run
from kaogong.core.problem import Lang, Text
from kaogong.core.scheme.model import Sheet

PAGES = Path(__file__).parent / "pages"
RAW = -15
"""Deflate without a header, as browsers call `deflate-raw`."""
CHECKED = Text(
    "每一行都可打开：条款、算式、取数、证据。算式可用计算器复核。",
    "Every row opens: clause, arithmetic, facts, evidence. A pocket calculator checks the arithmetic.",
)


def page(explanation: Explanation, lang: Lang = "zh") -> str:
    """The derivation of one subject as a self-contained page."""
    markup = Markup(lang)
    one = explanation
    what = [one.name, one.class_name.say(lang) if one.class_name else "", one.period, one.sheet.say(lang)]
    title = markup.w("得分推导", "Derivation")
    head = _head(lang, f"{title} · {one.name} · {one.period}", title, " · ".join(word for word in what if word))
    return f"{head}{markup.derivation(one)}{_foot(lang, {})}"


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
        run: a finished run, or a stored result opened as one.
        target: the file to write.
        title: its heading.
        lang: its language.
        subjects: whose derivations are in it, by id; None: everybody's.
        name: the fingerprint of the run.
        progress: called with how many subjects are written, and how many there are.
    """
    explainer = Explainer(run, name)
    tables = [_table(run, sheet, lang, subjects) for sheet in run.rulebook.sheets.values()]
    wanted = [row.subject for table in tables for row in table.rows]
    book = run.rulebook
    count = Text(f"{len(wanted)} 个考核对象", f"{len(wanted)} subjects").say(lang)
    edition = Text(f"办法版本 {book.edition}", f"edition {book.edition}").say(lang)
    own = "" if book.title.say(lang) in title else book.title.say(lang)
    issuer = book.issuer.say(lang) if book.issuer else ""
    under = " · ".join(word for word in (own, issuer, book.document, edition, count) if word)
    with target.open("w", encoding="utf-8") as file:
        file.write(_head(lang, title, title, under))
        file.writelines(_listed(table, lang) for table in tables if table.rows)
        for done, (_, found) in enumerate(groupby(explainer.several(wanted), key=lambda e: e.subject), 1):
            file.write(_section(list(found), lang))
            if progress is not None:
                progress(done, len(wanted))
        file.write(_foot(lang, explainer.marks))


def anchor(subject: str) -> str:
    """An id that may stand in an address."""
    return "s" + subject.encode().hex()


# --- frame of a page ----------------------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def _own(file: str) -> str:
    return PAGES.joinpath(file).read_text("utf-8")


def _head(lang: Lang, title: str, heading: str, under: str) -> str:
    skip = Text("跳到正文", "Skip to content").say(lang)
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_own('look.css')}</style></head>\n"
        f'<body><a class="skip" href="#main">{skip}</a><main class="page" id="main">'
        f'<div class="head"><div><h1>{escape(heading)}</h1><p>{escape(under)}</p></div></div>\n'
    )


def _foot(lang: Lang, marks: dict[str, str]) -> str:
    hashes = "".join(f"<br>{MARKS[key].say(lang)} <code>{escape(value)}</code>" for key, value in marks.items())
    return f'<p class="foot">{CHECKED.say(lang)}{hashes}</p></main><script>{_own("open.js")}</script></body></html>\n'


# --- the sections -------------------------------------------------------------------------------------------------


def _section(found: list[Explanation], lang: Lang) -> str:
    """One subject: a line that says the result, and its derivations, packed."""
    markup = Markup(lang)
    last = found[-1]
    if len(found) == 1:
        body = markup.derivation(last, named=False)
    else:
        body = "".join(
            f'<details class="period"><summary>{ARROW}{one.period} <span>{points(one.total)}</span></summary>'
            f"{markup.derivation(one, named=False)}</details>"
            for one in found
        )
    packer = zlib.compressobj(6, zlib.DEFLATED, RAW)
    packed = b64encode(packer.compress(body.encode()) + packer.flush()).decode()
    grade = "".join(f'<span class="tag">{escape(one.grade)}</span>' for one in last.grades[:1] if one.grade)
    whose = f'<span class="dim">{markup.say(last.class_name)}</span>' if last.class_name else ""
    total = points(last.total) if last.total is not None else markup.w("没有总分", "no total")
    return (
        f'<details class="subject" id="{anchor(last.subject)}"><summary>{ARROW}<h2>{escape(last.name)}</h2>{whose}{grade}'
        f'<span class="t">{total}</span></summary><div class="packed" data-z="{packed}"></div></details>\n'
    )


def unpacked(packed: str) -> str:
    """The markup of a section, as the page itself unpacks it."""
    from base64 import b64decode  # noqa: PLC0415 - not needed to write

    return zlib.decompress(b64decode(packed), RAW).decode()


# --- the table of results -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    subject: str
    name: str
    class_name: str
    rank: int | None
    grade: str | None
    totals: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    name: Text
    full: Fraction | None
    periods: tuple[str, ...]
    rows: list[_Row]

    @property
    def several_classes(self) -> bool:
        """Whether the classes of its subjects differ."""
        return len({row.class_name for row in self.rows}) > 1

    @property
    def graded(self) -> bool:
        """Whether anybody has a grade."""
        return any(row.grade for row in self.rows)


def _table(run: Run, sheet: Sheet, lang: Lang, subjects: Sequence[str] | None) -> _Table:
    """Those on a sheet, best first (by the last period)."""
    done = run.done.get((sheet.id, sheet.every))
    if done is None:
        return _Table(sheet.root.name, sheet.root.full, (), [])
    wanted = None if subjects is None else set(subjects)
    by_subject: dict[str, dict[str, dict[str, Any]]] = {}
    for row in run.rows(sheet.id):
        if wanted is None or row["subject"] in wanted:
            by_subject.setdefault(row["subject"], {})[row["period"]] = row
    periods = tuple(str(period) for period in done.periods)
    names = _names(run)
    rows = []
    for subject, found in by_subject.items():
        last = found[max(found)]
        own = run.rulebook.classes.get(last["class"])
        totals = tuple(found[period]["total"] if period in found else None for period in periods)
        name = names.get(subject) or subject
        rows.append(_Row(subject, name, own.name.say(lang) if own else "", last["rank"], last["grade"], totals))
    rows.sort(key=_best_first)
    return _Table(sheet.root.name, sheet.root.full, periods, rows)


def _best_first(row: _Row) -> tuple[Any, ...]:
    total = row.totals[-1]
    return (row.class_name, row.rank is None, row.rank or 0, total is None, -(total or 0), row.subject)


def _names(run: Run) -> dict[str, str]:
    if "name" not in run.world.columns("subjects"):
        return {}
    query = "SELECT subject, name FROM subjects WHERE name IS NOT NULL"
    return {str(subject): str(name) for subject, name in run.world.database.rows(query)}


def _total(total: Fraction | None, lang: Lang) -> str:
    if total is None:
        return f'<td class="num yel">{MISSING.say(lang)}</td>'
    return f'<td class="num b">{points(total)}</td>'


def _listed(table: _Table, lang: Lang) -> str:
    """A table of results; names lead to the derivations. A column that would say the same in every row is left out."""
    w = Markup(lang).w
    several = len(table.periods) > 1
    totals = "".join(f'<th class="num" scope="col">{p if several else w("总分", "Total")}</th>' for p in table.periods)
    heads = f'<th class="num" scope="col">{w("名次", "Rank")}</th><th scope="col">{w("考核对象", "Subject")}</th>'
    heads += f'<th class="cls" scope="col">{w("类别", "Class")}</th>' * table.several_classes + totals
    heads += f'<th class="gr" scope="col">{w("等次", "Grade")}</th>' * table.graded
    rows = "".join(_line(table, row, lang) for row in table.rows)
    said = [
        w(f"满分 {points(table.full)}", f"out of {points(table.full)}") if table.full else "",
        escape(table.rows[0].class_name) if not table.several_classes else "",
        w(f"共 {len(table.rows)} 个", f"{len(table.rows)} in all"),
    ]
    right = " · ".join(word for word in said if word)
    head = f'<div class="ch"><h2>{escape(table.name.say(lang))}</h2><span class="r">{right}</span></div>'
    body = f'<div class="wide"><table class="list"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    return f'<section class="card">{head}{body}</section>\n'


def _line(table: _Table, row: _Row, lang: Lang) -> str:
    """A subject in the table of results; on a phone its class stands under its name."""
    name = f'<a class="dot" href="#{anchor(row.subject)}">{escape(row.name)}</a>'
    cells = [f'<td class="num dim">{row.rank or "—"}</td>']
    if table.several_classes:
        of_class = escape(row.class_name)
        cells += [f'<td>{name}<span class="under">{of_class}</span></td>', f'<td class="dim cls">{of_class}</td>']
    else:
        cells.append(f"<td>{name}</td>")
    cells += [_total(total, lang) for total in row.totals]
    if table.graded:
        cells.append(f'<td class="gr">{escape(row.grade or "—")}</td>')
    return f"<tr>{''.join(cells)}</tr>\n"


__all__ = ["anchor", "page", "report_html", "unpacked"]
