"""A ballot as it is asked on a phone: view after view, what was said so far carried along, nothing kept here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from kaogong.listen.models import Batch, Project, Question, Subject
from kaogong.listen.queries.marking import questions_of
from kaogong.listen.states.surveys import UNKNOWN
from kaogong.org.queries import unit_names


@dataclass(frozen=True, slots=True)
class Asking:
    """What a batch is asked, and of which units: nothing of it changes once the batch is issued."""

    batch: Batch
    questions: list[Question]
    subjects: list[Subject]

    @property
    def units(self) -> list[int]:
        """The units it is about."""
        return [one.unit_id for one in self.subjects]


@lru_cache(maxsize=256)
def asking_of(batch: int) -> Asking:
    """Read once: a batch is issued once its evaluation is open, and from then on neither is arranged any more."""
    held = Batch.objects.select_related("project", "stratum", "sheet").get(pk=batch)
    return Asking(held, questions_of(held.sheet), list(held.subjects.select_related("unit")))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a view: its fields, each with row and options, and what was chosen."""

    question: Question
    fields: list[tuple[str, str, list[tuple[str, str, bool]]]]
    words: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """One view: whose it is, the duties shown first, the questions."""

    name: str
    duties: str
    asked: list[Asked]


@dataclass(frozen=True, slots=True)
class Paper:
    """All views of a ballot, the fields of every one, and what was said so far."""

    views: list[list[tuple[Subject | None, Question]]]
    said: Mapping[str, str]

    def view(self, place: int) -> View:
        """A view as it is shown."""
        parts = self.views[place]
        subject = parts[0][0]
        name = unit_names([subject.unit_id]).get(subject.unit_id, subject.unit.code) if subject else ""
        return View(name, subject.duties if subject else "", [self._asked(held, one) for held, one in parts])

    def _asked(self, subject: Subject | None, question: Question) -> Asked:
        fields = []
        for key, row in keys_of(subject, question):
            chosen = self.said.get(key, "")
            options = [(str(one["key"]), str(one["words"]), str(one["key"]) == chosen) for one in question.options]
            if question.unknown:
                options.append((UNKNOWN, _("不了解"), chosen == UNKNOWN))
            fields.append((key, row, options))
        return Asked(question, fields, self.said.get(fields[0][0], "") if question.kind == "text" else "")

    def elsewhere(self, place: int) -> list[tuple[str, str]]:
        """What was said on other views, to be carried along."""
        here = {key for held, one in self.views[place] for key, _row in keys_of(held, one)}
        return [(key, words) for key, words in self.said.items() if key not in here]

    def given(self) -> dict[str, Any]:
        """What was said, as a ballot takes it."""
        found: dict[str, Any] = {"u": {}, "g": {}}
        for parts in self.views:
            for subject, question in parts:
                for key, row in keys_of(subject, question):
                    if answer := self.said.get(key):
                        held = found["u"].setdefault(str(subject.unit_id), {}) if subject else found["g"]
                        if row:
                            held.setdefault(question.code, {})[row] = answer
                        else:
                            held[question.code] = answer
        return found


def keys_of(subject: Subject | None, question: Question) -> Iterator[tuple[str, str]]:
    """The names of a question's fields, with their rows."""
    head = f"a-{subject.pk if subject else 0}-{question.pk}"
    rows = question.rows if question.kind == "matrix" else [""]
    for place, row in enumerate(rows):
        yield f"{head}-{place}", row


def paper_of(questions: Sequence[Question], subjects: Sequence[Subject], posted: Mapping[str, str]) -> Paper:
    """The ballot of a version about some units. One question a view; of several units, one unit a view."""
    each, once = [one for one in questions if one.each], [one for one in questions if not one.each]
    views: list[list[tuple[Subject | None, Question]]] = []
    for subject in subjects:
        parts: list[tuple[Subject | None, Question]] = [(subject, one) for one in each]
        if len(subjects) > 1:
            views.append(parts)
        else:
            views += _paired(parts)
    views += [[(None, one)] for one in once]
    known = {key for parts in views for held, one in parts for key, _row in keys_of(held, one)}
    said = {key: words[:500] for key, words in posted.items() if key in known and words}
    return Paper(views, said)


def _paired(parts: list[tuple[Subject | None, Question]]) -> Iterator[list[tuple[Subject | None, Question]]]:
    """One question a view; a question in words stands below the one before it."""
    held: list[tuple[Subject | None, Question]] = []
    for one in parts:
        if one[1].kind != "text" and held:
            yield held
            held = []
        held.append(one)
    if held:
        yield held


def open_project(link: str) -> Project | None:
    """The project of an open link."""
    return Project.objects.filter(open_link=link).first() if link else None
