"""`kaogong diff`: two editions of a rulebook, clause by clause."""

from __future__ import annotations

from itertools import groupby

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as Rich

from kaogong.cli.frame import RULEBOOK, Frame, argument, verb
from kaogong.core.engine.compare import ASPECTS, SECTIONS, Change, Comparison, KeyChange, compare
from kaogong.core.engine.explain.as_json import data
from kaogong.core.problem import Text

ABOUT = Text(
    "逐条比较两版办法：新增、删去、修改了什么，两版的原文、条款和依据。",
    "Two editions of a rulebook, clause by clause: what was added, removed, changed; both texts, clause and basis.",
)
SIGNS = {"added": ("＋", "green"), "removed": ("－", "red"), "changed": ("～", "yellow")}
SHORT = 60
"""Width up to which before and after stand on one line."""
LONG = 160
"""Characters of a text that are printed; the whole is in --json."""


@verb("diff", ABOUT)
@argument("before", RULEBOOK)
@argument("after", RULEBOOK)
def command(frame: Frame, before: str, after: str) -> None:
    """Compare two rulebooks."""
    found = compare(frame.rulebook(before), frame.rulebook(after))
    frame.show(f"{found.before} → {found.after}", style="bold")
    if not frame.json:
        for section, changes in groupby(found.changes, key=lambda one: one.section):
            frame.show(SECTIONS[section], style="bold cyan")
            for one in changes:
                frame.show(line(one, frame))
        frame.show(counted(found))
    frame.answer(**data(found))


def line(change: Change, frame: Frame) -> Group:
    """A change for people: what it is, where the paper says so, and the texts."""
    sign, colour = SIGNS[change.kind]
    said = Rich(f"  {sign} {frame.say(change.name)}", style=f"bold {colour}")
    said.append(f"  {change.path}", style="not bold dim")
    where = " ".join(word for word in (change.basis, change.clause) if word)
    if where:
        said.append(f"  {where}", style="not bold blue")
    return Group(said, *(_key(key, frame) for key in change.keys), *_whole(change))


def _key(key: KeyChange, frame: Frame) -> RenderableType:
    """What changed within: on one line, or where it is long the old text over the new."""
    aspect = frame.say(ASPECTS[key.aspect]) if key.aspect else ""
    name = key.key if aspect == key.key else f"{aspect} {key.key}".strip()
    before, after = _cut(key.before) or "∅", _cut(key.after) or "∅"
    if cell_len(f"{name}: {before} → {after}") <= SHORT:
        return _indented(Rich.assemble((f"{name}: ", "dim"), f"{before} → ", (after, "bold")))
    old, new = Rich.assemble(("－ ", "red"), before), Rich.assemble(("＋ ", "green"), (after, "bold"))
    return Group(_indented(Rich(f"{name}:", style="dim")), _indented(old), _indented(new))


def _whole(change: Change) -> list[RenderableType]:
    """The text of what is new or gone."""
    return [] if change.keys else [_indented(Rich(_cut(change.before or change.after)))]


def _indented(said: Rich) -> Padding:
    """Lines under a change, however often they wrap."""
    return Padding(said, (0, 0, 0, 6), expand=False)


def _cut(text: str) -> str:
    return text if len(text) <= LONG else text[:LONG] + "…"


def counted(found: Comparison) -> Text:
    """How much changed, and how much did not."""
    added, removed, changed = (len(found.of(kind)) for kind in ("added", "removed", "changed"))
    same = sum(found.unchanged.values())
    zh = f"新增 {added}，删去 {removed}，修改 {changed}，未变 {same}"
    return Text(zh, f"{added} added, {removed} removed, {changed} changed, {same} unchanged")
