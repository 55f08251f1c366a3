"""The bar of long work: n of N, and what is being done. For people at a terminal; nobody else sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kaogong.cli.frame import Frame
from kaogong.core.engine.run import Watch, unwatched
from kaogong.core.problem import Text

WIDTH = 24


@contextmanager
def bar(frame: Frame, words: Text | None = None) -> Iterator[Watch]:
    """Draw a bar on standard error, and take it away at the end.

    Gives the function that is told how many parts are done, of how many, and which is begun. `words` say what the work is.
    """
    if frame.json or not frame.aside.is_terminal:
        yield unwatched
        return
    columns = (BarColumn(WIDTH), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=frame.aside, transient=True) as drawn:
        said = frame.say(words) if words else ""
        task = drawn.add_task(said, total=None)

        def told(done: int, of: int, part: Text) -> None:
            listed = [one for one in (said, frame.say(part)) if one]
            drawn.update(task, completed=done, total=of, description=" · ".join(listed))

        yield told
