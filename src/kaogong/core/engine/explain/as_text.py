"""Explanations for a terminal: a tree, item by item, that can be checked with a pocket calculator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kaogong.core.engine.explain.ledger import EventSum
from kaogong.core.engine.explain.numbers import exact_text, readable
from kaogong.core.engine.explain.parts import Explanation, Following, Part
from kaogong.core.engine.explain.words import (
    NO_SCORE,
    STOPS,
    cited,
    described,
    headline,
    lost,
    placed,
    points,
    supplied,
    value_words,
    worth,
)
from kaogong.core.problem import Lang, Text

if TYPE_CHECKING:
    from rich.tree import Tree

SHORT = 8
"""Characters of a hash that are shown."""
HEADS = {
    "clause": Text("条款", "clause"),
    "sum": Text("算式", "arithmetic"),
    "why": Text("说明", "why"),
    "facts": Text("取数", "facts"),
    "events": Text("台账", "events"),
    "ballots": Text("测评", "ballots"),
    "pools": Text("组内", "pool"),
    "links": Text("关联", "linked"),
}


def tree(explanation: Explanation, lang: Lang = "zh") -> Tree:
    """The derivation as a tree for rich."""
    from rich.text import Text as Rich  # noqa: PLC0415 - only where something is printed
    from rich.tree import Tree  # noqa: PLC0415

    head = Rich(f"{explanation.name}  {explanation.period}  ", style="bold")
    head.append(headline(explanation).say(lang), style="bold red")
    book = f"{explanation.rulebook.say(lang)} {explanation.document} {explanation.edition}"
    head.append(f"\n{explanation.sheet.say(lang)} · {book}", style="dim")
    root = Tree(head, guide_style="dim")
    _grow(root, explanation.root, lang)
    after = [Rich(line) for line in _outcome(explanation, lang)]
    if after:
        results = root.add(Rich(Text("结果", "results").say(lang), style="bold"))
        for line in after:
            results.add(line)
    return root


def text(explanation: Explanation, lang: Lang = "zh", width: int = 120) -> str:
    """The same as plain text."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(width=width, no_color=True, highlight=False, force_terminal=False)
    with console.capture() as captured:
        console.print(tree(explanation, lang))
    return captured.get()


def _grow(above: Tree, part: Part, lang: Lang, *, period: bool = False) -> None:
    from rich.text import Text as Rich  # noqa: PLC0415

    line = Rich(f"{part.period} " if period else "", style="dim")
    line.append(f"{part.name.say(lang)} ", style="bold")
    state = NO_SCORE[part.status].say(lang)
    if part.value is None:
        line.append(state, style="yellow")
    else:
        line.append(points(part.value), style="bold")
        line.append(f" / {worth(part)}", style="dim")
        if part.loss:
            line.append(f"  {lost(part)}", style="red")
        if state:
            line.append(f"  {state}", style="yellow")
    if part.method_title is not None:
        line.append(f"  {part.method_title.say(lang)}", style="dim")
    for head, words in _details(part, lang):
        line.append(f"\n{head} ", style="dim")
        line.append(words)
    branch = above.add(line)
    for one in part.parts:
        _grow(branch, one, lang)
    for one in part.periods:
        _grow(branch, one, lang, period=True)


def _details(part: Part, lang: Lang) -> Iterator[tuple[str, str]]:
    """The lines under an item, each with its head."""

    def head(name: str) -> str:
        return HEADS[name].say(lang)

    clause = cited(part.source, part.clause).say(lang)
    if clause:
        yield head("clause"), clause
    if part.sentence is not None and not part.sentence.bare:
        yield head("sum"), part.sentence.text
    said = [*([part.why] if part.why else []), *part.notes]
    if said:
        yield head("why"), STOPS[lang].semicolon.join(one.say(lang) for one in said)
    for one in part.inputs:
        more = [supplied(one).say(lang), one.source, one.reason, _evidence(one.evidence, one.evidence_hash)]
        tail = "  ".join(word for word in more if word)
        yield head("facts"), f"{one.name.say(lang)} {one.period} = {value_words(one).say(lang)}  {tail}".rstrip()
    for events in part.events:
        yield from ((head("events"), line) for line in _events(events, lang))
    for group in part.ballots:
        few = Text("不足 3 票，不列", "fewer than 3 ballots: not shown")
        counts = Text(f"发出 {group.issued}，有效 {group.valid}", f"{group.issued} issued, {group.valid} valid")
        mean = "" if group.mean is None else f"  {Text('平均', 'mean').say(lang)} {readable(group.mean)}"
        yield head("ballots"), f"{group.group.say(lang)} {(few if group.hidden else counts).say(lang)}{mean}"
    for pool in part.pools:
        size = Text(f"{pool.pool.zh}，共 {pool.size}", f"{pool.pool.en}, {pool.size} in it").say(lang)
        value = "—" if pool.value is None else readable(pool.value)
        yield head("pools"), f"{pool.name.say(lang)} = {value}{STOPS[lang].left}{size}{STOPS[lang].right}"
    for link in part.links:
        value = points(link.value)
        yield head("links"), f"{link.link.say(lang)} {link.name} {link.item.say(lang)} = {value}"


def _events(events: EventSum, lang: Lang) -> Iterator[str]:
    """Each event with its marks, then the sum."""
    if not events.lines:
        return
    for line in events.lines:
        words = [line.on.isoformat(), described(line).say(lang), line.subject, line.incident, line.source]
        words.append(_evidence(line.evidence, line.evidence_hash))
        note = f"{STOPS[lang].left}{line.note.say(lang)}{STOPS[lang].right}" if line.note else ""
        yield f"{'  '.join(word for word in words if word)}  {exact_text(line.marks)}{note}"
    for kind, cut in events.cuts:
        yield f"{kind.say(lang)} {Text('超出封顶', 'above its cap').say(lang)}  {exact_text(cut)}"
    share = "" if events.share == 1 else f" × {exact_text(events.share)}"
    yield f"{events.ledger.say(lang)} {Text('合计', 'sum').say(lang)}{share} {exact_text(events.total)}"


def _evidence(name: str, hashed: str) -> str:
    return "[" + f"{name or '–'} {hashed[:SHORT]}".rstrip() + "]" if name or hashed else ""


def _outcome(one: Explanation, lang: Lang) -> Iterator[str]:
    """Published total, vetoes, places, grades with their rungs, and what follows."""
    stops = STOPS[lang]
    if one.published is not None:
        notes = stops.semicolon.join(note.say(lang) for note in one.published.notes)
        yield f"{Text('公布的总分', 'published total').say(lang)} {one.published.text}  {notes}".rstrip()
    for veto in one.vetoes:
        said = f"{veto.name.say(lang)}{stops.colon}{veto.effect.say(lang)}"
        why = f"{stops.left}{veto.condition.say(lang)}{stops.right} {cited(veto.source).say(lang)}"
        yield f"{Text('一票否决', 'veto').say(lang)} {said}{why}".rstrip()
    for place in one.places:
        chain = " → ".join(f"{tie.name.say(lang)} {points(tie.value)}" for tie in place.chain)
        where = f"{place.period} {place.pool.say(lang)} {placed(place).say(lang)}"
        yield f"{Text('名次', 'rank').say(lang)} {where}{stops.semicolon}{chain}"
    for grade in one.grades:
        pool = f"{stops.left}{grade.pool.say(lang)}{stops.right}"
        yield f"{Text('等次', 'grade').say(lang)} {grade.period} {grade.grade or '—'}{pool}"
        for rung in grade.rungs:
            yield f"  {'✓' if rung.given else '·'} {rung.grade}{stops.colon}{rung.why.say(lang)}"
    for following in one.following:
        yield f"{Text('结果运用', 'consequence').say(lang)} {_followed(following, lang)}"


def _followed(one: Following, lang: Lang) -> str:
    """A consequence: what, when it applies, who, by when, which document, where it is written."""
    stops = STOPS[lang]
    more = [one.executor, one.within.say(lang) if one.within else "", one.document]
    if one.money is not None:
        more.append(f"{exact_text(one.money)} {Text('元', 'yuan').say(lang)}")
    more.append(cited(one.source).say(lang))
    condition = one.condition.say(lang)
    when = f"{stops.left}{condition}{stops.right}" if condition else ""
    return f"{one.what.say(lang)}{when} {stops.comma.join(word for word in more if word)}".rstrip()
