"""Runs to explain: of golden cases, of generated examples, and of a small rulebook written beside the test."""

from contextlib import contextmanager
from functools import lru_cache

from core.engine.explain import calculator
from kaogong.core.engine.cases import read_cases
from kaogong.core.engine.cases.stage import longest, set_stage
from kaogong.core.engine.explain import Explainer
from kaogong.core.engine.facts import Facts
from kaogong.core.engine.run import score
from kaogong.core.problem import Refused
from kaogong.core.scheme.load import load, load_text

TABLES = ("subjects", "facts", "events", "ratings", "links", "history", "calendar")


def golden(folder):
    """The scoring cases of a rulebook that are not refused, each with its rulebook."""
    for case in read_cases(folder):
        if not case.question:
            try:
                yield case, _book(folder, _pairs(case.words, "readings"), _pairs(case.words, "settings"))
            except Refused:
                continue


def _pairs(words, key):
    return tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in (words.get(key) or {}).items())


@lru_cache(maxsize=4)
def _book(folder, readings, settings):
    plain = {key: list(value) if isinstance(value, tuple) else value for key, value in settings}
    return load(folder, readings=dict(readings), settings=plain)


@contextmanager
def scored(book, period=None, **tables):
    """A run of plain rows."""
    run = score(book, Facts.from_rows(book, reasons=False, **tables), period)
    try:
        yield run
    finally:
        run.close()


def of_case(case, book):
    """The run of a golden case."""
    stage = set_stage(book, case.words)
    return scored(book, longest(book, stage), **{name: getattr(stage, name) for name in TABLES})


def case_facts(case, book):
    """The facts of a golden case, and the period it is scored in."""
    stage = set_stage(book, case.words)
    tables = {name: getattr(stage, name) for name in TABLES}
    return Facts.from_rows(book, reasons=False, **tables), longest(book, stage)


def book_of(text):
    """A rulebook from text."""
    book, problems = load_text(text)
    problems.raise_errors()
    return book


def parts(part):
    """A part and everything below, shorter periods too."""
    yield part
    for one in (*part.parts, *part.periods):
        yield from parts(one)


def check(run, most=None):
    """Every sentence of every explanation gives its score back, every list of events its sum. Gives what was seen."""
    seen = {"sentences": 0, "events": 0}
    exact = run.exact()
    everybody = [row[0] for row in run.world.database.rows("SELECT subject FROM subjects ORDER BY subject")]
    appraised = {row["subject"] for sheet, every in run.done for row in run.rows(sheet, every)}
    explainer = Explainer(run)
    for one in explainer.several([who for who in everybody if who in appraised][:most]):
        sheet = explainer.sheet(one.subject)
        for part in parts(one.root):
            _check_part(part, seen)
        if one.published is not None:
            assert calculator.sides(one.published.text)[-1] == one.total
        key = (sheet.id, sheet.every)
        number = next(p.number for p in run.done[key].periods if str(p) == one.period)
        assert one.root.value == exact.value(key, (one.subject, number), sheet.id)
    return seen


def _check_part(part, seen):
    if part.sentence is not None:
        values = calculator.sides(part.sentence.text)
        assert set(values) == {part.value}, (part.id, part.sentence.text, part.value)
        seen["sentences"] += 1
    else:
        assert part.value is None or part.status == "withheld", part.id
    for events in part.events:
        marks = sum(one.marks for one in events.lines) + sum(cut for _, cut in events.cuts)
        assert marks * events.share == events.total
        seen["events"] += len(events.lines)
