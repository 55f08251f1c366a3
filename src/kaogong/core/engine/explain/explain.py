"""From a run to the explanation of one subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import kaogong
from kaogong.core.engine.compose import TOTAL
from kaogong.core.engine.explain.items import Items
from kaogong.core.engine.explain.outcome import Outcome
from kaogong.core.engine.explain.parts import Explanation
from kaogong.core.engine.explain.pools import Pools
from kaogong.core.engine.explain.reader import Reader
from kaogong.core.engine.plan import FrameKey
from kaogong.core.engine.run import Run
from kaogong.core.engine.settle import Spot
from kaogong.core.problem import NOWHERE, Problem, Refused, Text
from kaogong.core.scheme.edition import fingerprint
from kaogong.core.scheme.model import EVERY, Rulebook, Sheet
from kaogong.core.scheme.period import Period

BATCH = 50
"""Subjects fetched together when many are explained."""


class Explainer:
    """Explains the results of a run, one subject after the other.

    Args:
        run: a finished run, or a stored result opened as one.
        name: the fingerprint of the run, where it has one.
    """

    def __init__(self, run: Run, name: str = "") -> None:
        self.run = run
        self._reader = Reader(run)
        pools = Pools(self._reader)
        self._items = Items(self._reader, pools)
        self._outcome = Outcome(self._reader, pools)
        self.marks = self._hashes(name)

    def _hashes(self, name: str) -> dict[str, str]:
        own = fingerprint(self.run.rulebook.canonical)
        facts = self.run.world.facts.sealed
        found = {"rulebook_sm3": own.sm3, "facts": facts, "run": name, "engine": kaogong.__version__}
        return {key: value for key, value in found.items() if value}

    # --- whom and when --------------------------------------------------------------------------------------------

    def sheet(self, subject: str) -> Sheet:
        """The sheet a subject is appraised on.

        Raises:
            Refused: there is no such subject, or no sheet for it.
        """
        self._reader.prepare([subject])
        row = self._reader.subjects.get(subject)
        if row is None:
            raise Refused([_nobody(subject, known=False)])
        for sheet in self.run.rulebook.sheets.values():
            if sheet.kind == row["kind"] and (not sheet.classes or row["class"] in sheet.classes):
                return sheet
        raise Refused([_nobody(subject, known=True)])

    def periods(self, subject: str, sheet: Sheet | None = None) -> list[Period]:
        """The periods of the sheet's total in which the subject was present."""
        sheet = sheet or self.sheet(subject)
        done = self.run.done.get((sheet.id, sheet.every))
        if done is None:
            return []
        key = (sheet.id, sheet.every)
        return [p for p in done.periods if self._reader.row(key, (subject, p.number)) is not None]

    def named(self, text: str) -> str:
        """The id of a subject given by its id or its name.

        Raises:
            Refused: nobody, or several, are called so.
        """
        word = "'" + text.replace("'", "''") + "'"
        database = self.run.world.database
        if database.rows(f"SELECT subject FROM subjects WHERE subject = {word} LIMIT 1"):
            return text
        there = "name" in self.run.world.columns("subjects")
        found = database.rows(f"SELECT subject FROM subjects WHERE name = {word} LIMIT 3") if there else []
        if len(found) == 1:
            return str(found[0][0])
        raise Refused([_several(text) if found else _nobody(text, known=False)])

    # --- explaining -----------------------------------------------------------------------------------------------

    def explain(self, subject: str, period: Period | str | None = None, *, on: str = "") -> Explanation:
        """The explanation of one subject; by default of the last period it was present in.

        Args:
            subject: the id of the subject.
            period: the period of the total.
            on: the id of a sheet, where the subject is on several; by default the first.

        Raises:
            Refused: there is no such subject, or it has no result in the period.
        """
        sheet = self.sheet(subject)
        sheet = self.run.rulebook.sheets.get(on, sheet)
        present = self.periods(subject, sheet)
        if period is None and present:
            asked = present[-1]
        else:
            asked = Period.parse(period) if isinstance(period, str) else period or Period("year", 0)
        if asked not in present:
            raise Refused([_absent(subject, asked, present)])
        return self._explained(sheet, subject, asked)

    def several(self, subjects: Sequence[str]) -> Iterator[Explanation]:
        """The explanations of many subjects in every period, fetched in batches."""
        for start in range(0, len(subjects), BATCH):
            part = subjects[start : start + BATCH]
            self._reader.prepare(part)
            for subject in part:
                for period in self.periods(subject):
                    yield self._explained(self.sheet(subject), subject, period)

    def _explained(self, sheet: Sheet, subject: str, period: Period) -> Explanation:
        rulebook: Rulebook = self.run.rulebook
        key: FrameKey = (sheet.id, period.every)
        spot: Spot = (subject, period.number)
        root = self._items.part(key, spot, sheet.root)
        teller = self._items.teller(key, spot)
        published = teller.tell(self.run.done[key].frame.definitions[TOTAL].term)
        row = self._reader.subjects[subject]
        own_class = rulebook.classes.get(row["class"])
        frames = list(self._frames(key, spot))
        return Explanation(
            subject,
            str(row["name"] or subject),
            own_class.name if own_class else None,
            sheet.root.name,
            str(period),
            self._reader.value(key, spot, TOTAL),
            published,
            root,
            tuple(self._outcome.vetoes(key, spot, root, teller.notes)),
            tuple(one for k, s in frames for one in self._outcome.places(k, s)),
            tuple(one for k, s in frames for one in self._outcome.grades(k, s)),
            self._outcome.award(key, spot),
            tuple(one for k, s in frames for one in self._outcome.following(k, s)),
            rulebook.title,
            rulebook.edition,
            rulebook.document,
            self.marks,
        )

    def _frames(self, key: FrameKey, spot: Spot) -> Iterator[tuple[FrameKey, Spot]]:
        """The frame of the total first, then those of shorter periods in it."""
        yield key, spot
        for every in reversed(EVERY[: EVERY.index(key[1])]):
            source: FrameKey = (key[0], every)
            done = self.run.done.get(source)
            for period in done.periods if done else ():
                inside = period.widen(key[1]).number == spot[1]
                if inside and self._reader.row(source, (spot[0], period.number)) is not None:
                    yield source, (spot[0], period.number)


def explain(run: Run, subject: str, period: Period | str | None = None, *, name: str = "") -> Explanation:
    """The explanation of one subject of a run. See `Explainer` for many."""
    return Explainer(run, name).explain(subject, period)


# --- refusals -----------------------------------------------------------------------------------------------------

_WHY = Text("推导只能针对有结果的考核对象", "only a subject with a result has a derivation")


def _nobody(subject: str, *, known: bool) -> Problem:
    if known:
        what = Text(f"“{subject}”没有考核表", f"{subject!r} is on no sheet")
        fix = Text("它的类别不在任何考核表的 for 里", "its class is in no sheet's `for`")
    else:
        what = Text(f"没有考核对象“{subject}”", f"there is no subject {subject!r}")
        fix = Text(
            "写对象编号或全称；编号在数据的 subjects 表里", "give its id or full name; ids are in the subjects table"
        )
    return Problem("K740", NOWHERE, what, _WHY, fix)


def _several(text: str) -> Problem:
    what = Text(f"叫“{text}”的不止一个", f"several are called {text!r}")
    return Problem("K741", NOWHERE, what, _WHY, Text("改用对象编号", "give the id"))


def _absent(subject: str, asked: Period, present: list[Period]) -> Problem:
    listed = ", ".join(str(one) for one in present[-6:]) or "–"
    what = Text(f"“{subject}”在 {asked} 没有结果", f"{subject!r} has no result in {asked}")
    return Problem("K742", NOWHERE, what, _WHY, Text(f"有结果的时期：{listed}", f"periods with a result: {listed}"))
