"""`kaogong whatif`: the same frozen facts under another edition, or with other readings and settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from kaogong.cli.frame import RULEBOOK, Frame, Usage, argument, find, option, pairs, trial_options, verb
from kaogong.cli.listing import many
from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.explain.as_json import data
from kaogong.core.engine.explain.words import points
from kaogong.core.engine.whatif import Mover, Side, WhatIf, whatif
from kaogong.core.problem import Text
from kaogong.core.scheme.load import load
from kaogong.core.scheme.model import Rulebook, Sheet
from kaogong.core.scheme.numbers import number_of, number_text

ABOUT = Text(
    "同样的数据换一版办法（或换读法、设定）会怎样：谁的得分、名次、等次变了，是哪一条变的，名次稳不稳。",
    "The same facts under another edition (or other readings and settings): whose score, place and grade move, which rule "
    "moves them, and how firm the places are.",
)
RESULT = Text("kaogong score 写出的文件夹", "a folder written by kaogong score")
OTHER = Text(
    f"另一版规则书（不写则同一版）：{RULEBOOK.zh}", f"the other edition (default: the same one): {RULEBOOK.en}"
)
SHOWN = Text("列出多少个变动者（默认 10）。", "How many movers are listed (default 10).")
MOST = Text("逐条放回多少处改动（默认 8）。", "How many changes are put back one at a time (default 8).")
CHANGE = Text(
    "权重上下浮动多少（默认 10%；none 不算）。", "By how much weights are moved (default 10%; none: not at all)."
)


@verb("whatif", ABOUT)
@argument("result", RESULT, type=click.Path(path_type=Path))
@argument("other", OTHER, required=False)
@trial_options
@option("--shown", words=SHOWN, default=10, type=click.IntRange(0, 10000), metavar="N")
@option("--most", words=MOST, default=8, type=click.IntRange(0, 200), metavar="N")
@option("--change", words=CHANGE, default="10%", metavar="SHARE")
def command(
    frame: Frame,
    result: Path,
    other: str | None,
    readings: tuple[str, ...],
    settings: tuple[str, ...],
    shown: int,
    most: int,
    change: str,
) -> None:
    """Try another edition on the facts of a result."""
    share = None if change in ("none", "无") else number_of(change)
    if change not in ("none", "无") and (share is None or not 0 < share < 1):
        raise Usage(Text(f"“{change}”不是 0 到 1 之间的份额", f"{change!r} is not a share between 0 and 1"))
    bundle = Bundle.load(result)
    new = _new(bundle, other, readings, settings)
    with frame.step(Text("重新计分并比较", "scoring again and comparing")):
        before = bundle.run()
        try:
            trial = bundle.trial
            found = whatif(
                bundle.rulebook(),
                new,
                bundle.facts(),
                trial.period,
                before=before,
                shown=shown,
                most=most,
                change=share,
            )
        finally:
            before.close()
    if not frame.json:
        _show(frame, found, shown, bundle.rulebook().sheets)
    frame.answer(**data(found))


def _new(bundle: Bundle, other: str | None, readings: tuple[str, ...], settings: tuple[str, ...]) -> Rulebook:
    """The other edition; or the same one, with what was tried then and what is tried now."""
    if other is not None:
        return load(find(other), readings=pairs(readings), settings=pairs(settings))
    trial = bundle.trial
    canonical = bundle.folder / "rulebook" / "canonical.yaml"
    return load(
        canonical,
        readings={**trial.readings, **pairs(readings)},
        settings={**trial.settings, **pairs(settings)},
    )


# --- for people ---------------------------------------------------------------------------------------------------


def _show(frame: Frame, found: WhatIf, shown: int, sheets: Mapping[str, Sheet]) -> None:
    frame.show(f"{found.before} → {found.after}", style="bold")
    zh = f"{found.subjects} 个结果中：得分变 {found.scores}，名次变 {found.ranks}，等次变 {found.grades}"
    moved = f"{many(found.scores, 'score')}, {many(found.ranks, 'place')}, {many(found.grades, 'grade')}"
    en = f"of {many(found.subjects, 'result')}, these differ: {moved}"
    frame.show(Text(zh, en))
    for note in found.notes:
        frame.show(note, style="yellow")
    if found.movers[:shown]:
        frame.show(_movers(frame, found.movers[:shown]))
    if found.attributions:
        frame.show(_attributions(frame, found))
    for one in found.correlations:
        tau, rho = (("—" if value is None else number_text(value)) for value in (one.tau_b, one.rho))
        pairs_zh = f"同序 {one.concordant:,} 对，逆序 {one.discordant:,} 对"
        pairs_en = f"{one.concordant:,} pairs in order, {one.discordant:,} reversed"
        name = sheets[one.sheet].root.name
        zh = f"{name.zh} {one.period} 名次相关：{pairs_zh}；τ-b ≈ {tau}，ρ ≈ {rho}（估计值）"
        frame.show(Text(zh, f"{name.en} {one.period}: {pairs_en}; tau-b ≈ {tau}, rho ≈ {rho} (estimates)"))
    for firm in found.sensitivities:
        percent, of, name = number_text(firm.change * 100), len(firm.ranges), sheets[firm.sheet].root.name
        zh = f"{name.zh} {firm.period} 权重上下浮动 {percent}%：{of} 个名次中 {firm.firm} 个不变"
        en = f"{name.en} {firm.period}, weights ±{percent}%: {firm.firm} of {of} places stay"
        frame.show(Text(zh, en))


def _table(frame: Frame, title: Text, *heads: Text, right: Sequence[int] = ()) -> Table:
    table = Table(title=frame.say(title), title_justify="left", title_style="bold", box=None, header_style="dim")
    for number, head in enumerate(heads):
        table.add_column(frame.say(head), justify="right" if number in right else "left")
    return table


def _movers(frame: Frame, movers: tuple[Mover, ...]) -> Table:
    heads = (("对象", "subject"), ("得分", "score"), ("名次", "place"), ("等次", "grade"), ("变动的指标", "items"))
    table = _table(frame, Text("变动者", "movers"), *(Text(*one) for one in heads))
    for one in movers:
        items = "\n".join(
            f"{frame.say(move.name)} {points(move.before)} → {points(move.after)}" for move in one.items[:3]
        )
        table.add_row(
            f"{one.name} {one.period}",
            _both(one, lambda side: points(side.total)),
            _both(one, lambda side: "—" if side.rank is None else str(side.rank)),
            _both(one, lambda side: side.grade or "—"),
            items,
        )
    return table


def _both(mover: Mover, read: Any) -> str:
    """Before → after; one word where both are the same."""

    def said(side: Side | None) -> str:
        return "—" if side is None else str(read(side))

    before, after = said(mover.before), said(mover.after)
    return before if before == after else f"{before} → {after}"


def _attributions(frame: Frame, found: WhatIf) -> Table:
    heads = (("改动", "rule"), ("移动的分", "marks moved"), ("得分", "scores"), ("名次", "places"), ("等次", "grades"))
    title = Text("单独放回每处改动，下列结果会变回去", "each change put back alone: these results would go back")
    table = _table(frame, title, *(Text(*one) for one in heads), right=range(1, 5))
    for one in found.attributions:
        name = f"{frame.say(one.name)} {one.clause} {one.path}"
        if one.marks is None:
            table.add_row(name, frame.say(Text("不能单独放回", "cannot be put back alone")), "", "", "")
        else:
            table.add_row(name, points(Fraction(one.marks)), str(one.scores), str(one.ranks), str(one.grades))
    return table
