"""What exams, articles and training say to scoring: released scores, confirmed evaluations, accepted articles."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pyarrow as pa

from kaogong.core.scheme.model import Rulebook
from kaogong.core.scheme.period import Period
from kaogong.people.models import Article, ArticleTarget, ExamResult, Trained
from kaogong.people.queries.learning import of_hundred
from kaogong.people.queries.presence_facts import table
from kaogong.people.states.learning import COUNTED

Row = dict[str, Any]
EXAMS = {"exam": "discipline", "test_score": "staff"}
"""The fact of a rulebook that takes the exam of which audience."""


def learning_facts(book: Rulebook, first: dt.date, last: dt.date) -> dict[str, pa.Table]:
    """Exam scores of a hundred, accepted articles and their targets, courses; nothing a rulebook does not ask for."""
    rows = [*_exams(book, first, last), *_articles(book, first, last), *_courses(book, first, last)]
    return {"facts": table(rows)} if rows else {}


def _fact(book: Rulebook, fact: str, subject: str, period: str, value: object, proof: str = "") -> Row:
    supplier = next(iter(book.facts[fact].authority), "")
    return {
        "subject": subject, "period": period, "fact": fact, "value": str(value), "supplier": supplier,
        "evidence": proof or None, "evidence_hash": None,
    }  # fmt: skip


def _exams(book: Rulebook, first: dt.date, last: dt.date) -> Iterator[Row]:
    for fact, audience in EXAMS.items():
        if fact not in book.facts:
            continue
        held = ExamResult.objects.filter(
            exam__audience=audience, exam__state="released", exam__held_on__range=(first, last), score__isnull=False
        )
        for one in held.select_related("exam", "person").order_by("exam__month", "person__code"):
            yield _fact(book, fact, one.person.code, one.exam.month, of_hundred(one), one.exam.name)


def _articles(book: Rulebook, first: dt.date, last: dt.date) -> Iterator[Row]:
    """By month where a rulebook counts months: a year's target is spread over its months as whole articles."""
    if "articles" not in book.facts or "articles_target" not in book.facts:
        return
    held = Article.objects.filter(state__in=COUNTED, accepted_on__range=(first, last)).select_related("person")
    counts = Counter((one.person.code, f"{one.accepted_on:%Y-%m}") for one in held)
    targets = ArticleTarget.objects.filter(year=last.year).select_related("person").order_by("person__code")
    monthly = book.facts["articles_target"].every == "month"
    for one in targets:
        code = one.person.code
        if not monthly:
            there = sum(number for (who, _month), number in counts.items() if who == code)
            yield _fact(book, "articles", code, str(last.year), there)
            yield _fact(book, "articles_target", code, str(last.year), one.wanted)
            continue
        for month, wanted in _spread(one.wanted, last.year):
            if wanted and Period.parse(month).last <= last:
                yield _fact(book, "articles", code, month, counts[(code, month)])
                yield _fact(book, "articles_target", code, month, wanted)


def _spread(wanted: int, year: int) -> Iterator[tuple[str, int]]:
    """A year's whole articles over its months, as even as whole numbers are; months without one ask for none."""
    before = 0
    for number in range(1, 13):
        due = int(Fraction(wanted * number, 12))
        yield f"{year}-{number:02}", due - before
        before = due


def _courses(book: Rulebook, first: dt.date, last: dt.date) -> Iterator[Row]:
    if "courses" not in book.facts:
        return
    held = Trained.objects.filter(state="confirmed", course__until__range=(first, last))
    counts = Counter(held.values_list("person__code", flat=True))
    for code, number in sorted(counts.items()):
        yield _fact(book, "courses", code, str(last.year), number)
