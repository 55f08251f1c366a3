"""Computing a run: facts gathered, frozen, scored, sealed. Nothing of it is half there: the folder gets its name at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings
from django.utils.translation import gettext as _

from kaogong.assess.facts.corrections import as_core
from kaogong.assess.facts.gather import ROOMS, Asked, Gathered
from kaogong.assess.models import Run as Before
from kaogong.assess.queries.runs import folder_of
from kaogong.assess.queries.sheets import Pools, counts, full_of, published, shown_items
from kaogong.core.engine.bundle import Bundle, Trial, as_stored, fingerprint, seal, store, taken_in
from kaogong.core.engine.bundle.manifest import is_there
from kaogong.core.engine.corrected import corrected
from kaogong.core.engine.exact.fractions import whole
from kaogong.core.engine.facts import Facts, freeze
from kaogong.core.engine.intake.folder import replacing, scratch
from kaogong.core.engine.output.published import PLACES
from kaogong.core.engine.run import Run, score
from kaogong.core.engine.whatif.sensitivity import sensitivities
from kaogong.core.problem import Text
from kaogong.core.scheme.model import Rulebook, Sheet
from kaogong.plan.queries.editions import as_folder, prepared_of

Tell = Callable[[int, int, str], None]
"""Told how many steps are done, of how many, and what is being done; raises where the work is not wanted any more."""
ENDING = {
    2**two * 5**five: (2 ** (max(two, five) - two) * 5 ** (max(two, five) - five), max(two, five))
    for two in range(7)
    for five in range(7)
}
"""Denominators of numbers with up to six decimal places: by what to multiply, and how many places that makes."""
TENTH = Fraction(1, 10)
AFTER = 3
"""Steps after scoring: writing, sealing, entering."""


@dataclass
class Line:
    """A result to be entered, with its marks: item, name, level, value, full, counted."""

    sheet: str
    sheet_name: str
    subject: str
    name: str
    klass: str
    period: str
    total: Any
    full: Any
    places: int
    rank: int | None
    out_of: int
    tied: bool
    pool: str
    grade: str
    lacking: int
    best: int | None = None
    worst: int | None = None
    marks: list[tuple[str, str, int, Any, Any, bool]] = field(default_factory=list)


@dataclass
class Computed:
    """A run on disk, and its lines."""

    folder: Path
    fingerprint: str
    digest: str
    engine: str
    lines: list[Line]
    warnings: list[str]


def computed(asked: Asked, tell: Tell) -> Computed:
    """Gather, freeze, score and seal.

    Raises:
        core.problem.Refused: the facts do not fit the rulebook; every problem is named.
    """
    book, first = asked.book, len(ROOMS) + 1
    chosen = {key: one.chosen for key, one in book.readings.items()}
    trial = Trial(str(asked.cycle.year), chosen, asked.edition.values)
    place = Path(settings.RUNS)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with scratch(place / "coming") as work:
        facts = _frozen(asked, work, tell)
        target = place.joinpath(fingerprint(book, facts.digest, trial))
        if is_there(target):
            tell(first, first + AFTER, _("这些数据已经算过，取用原结果"))
            lines = _kept_lines(book, target)
        else:
            lines = _scored(asked, facts, target, trial, tell, first)
    warnings = list(dict.fromkeys(one.what.zh for one in facts.warnings))
    engine = str(Bundle.load(target).manifest["engine"])
    return Computed(target, target.name, facts.digest, engine, lines, warnings[:200])


def _kept_lines(book: Rulebook, folder: Path) -> list[Line]:
    """The lines of a result on disk."""
    run = Bundle.load(folder).run(threads=1)
    try:
        lines = [line for sheet in book.sheets.values() for line in _lines(run, sheet)]
        _ranged(run, lines)
        return lines
    finally:
        run.close()


def _frozen(asked: Asked, work: Path, tell: Tell) -> Facts:
    if asked.frozen is not None:
        return _put_right(asked, asked.frozen, work, tell)
    gathered = Gathered(asked)
    of = len(ROOMS) + 1 + AFTER
    for number, (words, source) in enumerate(ROOMS):
        tell(number, of, _("收集%(what)s") % {"what": words})
        gathered.take(source)
    tell(len(ROOMS), of, _("核对并冻结数据"))
    tables = work / "tables"
    tables.mkdir()
    for name, table in gathered.tables().items():
        pq.write_table(table, tables / f"{name}.parquet")
    return freeze(asked.book, tables, work / "facts")


def _put_right(asked: Asked, run: Before, work: Path, tell: Tell) -> Facts:
    """The facts another run was frozen from, with what rulings put right, and nothing else."""
    tell(len(ROOMS), len(ROOMS) + 1 + AFTER, _("取原冻结数据并更正"))
    before = Bundle.load(folder_of(run)).facts()
    fixed = corrected(before, asked.book, as_core(run.corrections.order_by("pk")))
    return fixed.save(asked.book, work / "facts")


def _scored(asked: Asked, facts: Facts, target: Path, trial: Trial, tell: Tell, first: int) -> list[Line]:
    """Score, write and seal; gives the lines, the same as are then read from the disk."""
    steps = [first]

    def watch(done: int, of: int, part: Text) -> None:
        steps[0] = first + of
        tell(first + done, first + of + AFTER, _("计算%(what)s") % {"what": part.zh})

    with replacing(target) as work, as_folder(asked.edition) as source:
        kept = taken_in(facts, work / "facts")
        run = score(prepared_of(asked.edition), kept, trial.period, watch=watch)
        try:
            tell(steps[0], steps[0] + AFTER, _("写出结果"))
            manifest = store(run, work, trial, source)
            as_stored(run)
            lines = [line for sheet in asked.book.sheets.values() for line in _lines(run, sheet)]
            _ranged(run, lines)
        finally:
            run.close()
        tell(steps[0] + 1, steps[0] + AFTER, _("封存"))
        seal(work, manifest)
    return lines


def _lines(run: Run, sheet: Sheet) -> Iterator[Line]:
    """What is entered of a sheet: a line for each subject and period of its total."""
    if (sheet.id, sheet.every) not in run.done:
        return
    names: dict[str, str] = dict(run.world.database.rows("SELECT subject, name FROM subjects"))
    pools = Pools(run, sheet)
    items = [(item, level, _exact(item.full)) for item, level in shown_items(run, sheet)]
    places, full = run.rulebook.publish.places, _exact(full_of(sheet.root))
    for row in run.rows(sheet.id):
        spot = (row["subject"], row["period"])
        pool = pools.of(spot)
        line = Line(
            sheet.id,
            sheet.root.name.zh,
            row["subject"],
            str(names.get(row["subject"]) or row["subject"]),
            _class_name(run.rulebook, row["class"]),
            row["period"],
            published(_exact(row["total"]), places),
            full,
            places,
            row["rank"],
            pool.size,
            pool.shared(row["rank"]),
            pool.name,
            row["grade"] or "",
            len([one for one in row["missing"] if one != "total"]),
        )
        for item, level, worth in items:
            counted = counts(item, row["class"])
            line.marks.append((item.id, item.name.zh, level, _exact(row.get(item.id)), worth, counted))
        yield line


def _class_name(book: Rulebook, key: str | None) -> str:
    """What people call a class of the rulebook; empty: none."""
    klass = book.classes.get(key or "")
    return klass.name.zh if klass else key or ""


def _ranged(run: Run, lines: Iterable[Line]) -> None:
    """Between which places each stands when the weights of top items move by a tenth."""
    known = {(one.sheet, one.subject, one.period): one for one in lines}
    for firm in sensitivities(run, TENTH):
        for span in firm.ranges:
            line = known.get((firm.sheet, span.subject, firm.period))
            if line is not None and line.rank == span.rank:
                line.best, line.worst = span.best, span.worst


def _exact(value: Fraction | None) -> Decimal | None:
    """A value as the index keeps it: in full up to six places, else rounded half up to six."""
    if value is None:
        return None
    above, below = value.numerator, value.denominator
    known = ENDING.get(below)
    if known is not None:
        return Decimal(above * known[0]).scaleb(-known[1])
    size = whole(2 * abs(above) * 10**PLACES + below, 2 * below)
    return Decimal(size if above >= 0 else -size).scaleb(-PLACES)
