"""Playing the rulebooks of a demonstration, several at a time where the machine has the processors."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from kaogong.cli.frame import find
from kaogong.core.engine.bundle import Bundle, Trial, seal, store
from kaogong.core.engine.city import YEAR, City, Play, city_facts
from kaogong.core.engine.explain.as_html import report_html
from kaogong.core.engine.output import Line, frames_of, summary_of, write_workbook
from kaogong.core.engine.run import score
from kaogong.core.problem import Lang, Text
from kaogong.core.scheme.load import load

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue

STEPS = (
    Text("生成数据", "making facts"),
    Text("计分", "scoring"),
    Text("写工作簿", "writing the workbook"),
    Text("写报告", "writing the report"),
    Text("封存", "sealing"),
)
Told = Callable[[Text], None]
"""Called as each step begins, with the rulebook and the step in words."""


@dataclass(frozen=True, slots=True)
class Played:
    """What came of one rulebook."""

    id: str
    title: Text
    lines: list[Line]
    fingerprint: str


def play(one: Play, city: City, folder: Path, lang: Lang, told: Told) -> Played:
    """Facts, scores, workbook, report, seal: a result like that of `kaogong score`, in a new folder."""
    steps = (Text(f"{one.rulebook} · {step.zh}", f"{one.rulebook} · {step.en}") for step in STEPS)
    told(next(steps))
    source = find(one.rulebook)
    book = load(source)
    folder.mkdir()
    facts = city_facts(book, one, city).save(book, folder / "facts")
    told(next(steps))
    run = score(book, facts, str(YEAR))
    try:
        told(next(steps))
        manifest = store(run, folder, Trial(str(YEAR)), source)
        bundle, lines = Bundle(folder, manifest), summary_of(run)
        write_workbook(bundle, frames_of(bundle, run), lines, folder / "results.xlsx", lang)
        told(next(steps))
        title = f"{book.title.say(lang)} {YEAR}"
        report_html(run, folder / "report.html", title=title, lang=lang, name=manifest["fingerprint"])
    finally:
        run.close()
    told(next(steps))
    seal(folder, manifest)
    return Played(book.id, book.title, lines, manifest["fingerprint"])


def play_all(plays: Sequence[Play], city: City, work: Path, lang: Lang, told: Told) -> list[Played]:
    """Every play in a folder of its own, in the order given; one process for each processor."""
    crew = min(len(plays), os.cpu_count() or 1)
    if crew == 1:
        return [play(one, city, work / one.rulebook, lang, told) for one in plays]
    context = get_context("spawn")
    queue: SimpleQueue[Text] = context.SimpleQueue()
    with ProcessPoolExecutor(crew, context, initializer=_listen, initargs=(queue,)) as pool:
        parts = [pool.submit(_play, one, city, work / one.rulebook, lang) for one in plays]
        while wait(parts, timeout=0.1).not_done:
            _drain(queue, told)
            if any(part.done() and part.exception() for part in parts):
                pool.shutdown(cancel_futures=True)
                break
        _drain(queue, told)
        return [part.result() for part in parts if not part.cancelled()]


def _drain(queue: SimpleQueue[Text], told: Told) -> None:
    while not queue.empty():
        told(queue.get())


# --- in the processes of the crew ---

_mouths: list[Told] = []
"""Where a process of the crew tells its steps."""


def _listen(queue: SimpleQueue[Text]) -> None:
    _mouths.append(queue.put)


def _play(one: Play, city: City, folder: Path, lang: Lang) -> Played:
    return play(one, city, folder, lang, _mouths[0])
