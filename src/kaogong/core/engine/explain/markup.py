"""The markup of one derivation: rows that open to clause, arithmetic, facts, ledgers, ballots, pools, links and proof.

Plain functions from parts to HTML, because a report holds a hundred thousand of them. Classes are those of
`pages/look.css`; every word comes from the explanation or from this file, in the language of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from html import escape

from kaogong.core.engine.explain import words
from kaogong.core.engine.explain.ledger import EventSum
from kaogong.core.engine.explain.numbers import about_text, exact_text, readable
from kaogong.core.engine.explain.parts import Explanation, Following, Grade, Input, Part, Place
from kaogong.core.engine.explain.sentence import Sentence, Token
from kaogong.core.engine.explain.words import points
from kaogong.core.problem import Lang, Text

LONG = 12
"""Characters of a number beyond which it is shown as about, with the exact arithmetic below."""
MOST_FIGURES = 8
"""Figures up to which each is set above its name."""
BRIEF = 40
"""Characters of arithmetic that fit beside the name of a closed item."""
SHORT = 8
ICON = (
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">'
    '<path d="M14 3v4a1 1 0 0 0 1 1h4M17 21h-10a2 2 0 0 1-2-2v-14a2 2 0 0 1 2-2h7l5 5v11a2 2 0 0 1-2 2M9 13h6M9 17h6"/>'
    "</svg>"
)
ARROW = '<i class="ar" aria-hidden="true"></i>'
MARKS = {
    "rulebook_sm3": Text("办法 SM3", "rulebook SM3"),
    "facts": Text("数据", "facts"),
    "run": Text("运行", "run"),
    "engine": Text("程序版本", "engine"),
}
"""What the hashes of a run are called."""


class Markup:
    """Writes HTML in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.stops = words.STOPS[lang]
        self._zh = lang == "zh"

    def w(self, zh: str, en: str) -> str:
        """A word of the page."""
        return zh if self._zh else en

    def say(self, text: Text) -> str:
        """A text, safe in HTML."""
        return escape(text.zh if self._zh else text.en, quote=False)

    def said(self, texts: Iterable[Text]) -> str:
        """Several texts in one line."""
        return self.stops.semicolon.join(self.say(one) for one in texts)

    # --- an item --------------------------------------------------------------------------------------------------

    def part(self, part: Part, *, period: bool = False) -> str:
        """An item: its row, what opens under it, and the items below."""
        below = [self.part(one) for one in part.parts] + [self.part(one, period=True) for one in part.periods]
        inside = self._opened(part) + (f'<div class="sub">{"".join(below)}</div>' if below else "")
        leaf = "" if below else " leaf"
        if not inside:
            return f'<div class="row">{self._cells(part, period=period, opens=False)}</div>'
        return f'<details><summary class="row{leaf}">{self._cells(part, period=period)}</summary>{inside}</details>'

    def _cells(self, part: Part, *, period: bool, opens: bool = True) -> str:
        """Name, bar, full marks, score, loss."""
        name = f"<span{' class=b' if part.parts or part.periods else ''}>{self.say(part.name)}</span>"
        when = f'<span class="dim nw">{part.period}</span>' if period else ""
        state = words.NO_SCORE[part.status]
        tag = f'<span class="tag y">{self.say(state)}</span>' if part.value is not None and state.zh else ""
        arrow = ARROW if opens else ARROW.replace('"ar"', '"ar off"')
        brief = self._brief(part)
        small = f"<small>{brief}</small>" if brief else ""
        if part.value is None:
            missing = self.say(words.MISSING) if part.status == "missing" else "—"
            got = f'<span class="yel">{missing}</span>'
        else:
            got = f'<span class="dot">{points(part.value)}</span>'
        lost = words.lost(part)
        red = "cin" if part.loss else "dim"
        return (
            f'<span class="n">{arrow}{when}{name}{tag}{small}</span>{_bar(part)}<span class="num dim full">{words.worth(part)}</span>'
            f'<span class="num b got">{got}</span><span class="num loss {red}">{lost}</span>'
        )

    def _brief(self, part: Part) -> str:
        """What stands beside the name: its arithmetic where that is short and without fractions, else its method."""
        told = "" if part.sentence is None or part.sentence.bare else part.sentence.arithmetic
        if told and len(told) <= BRIEF and "/" not in told:
            return told
        return self.say(part.method_title) if part.method_title is not None else ""

    def _opened(self, part: Part) -> str:
        lines: list[str] = []

        def line(head: str, body: str) -> None:
            lines.append(f'<div class="cl"><span class="k">{head}</span><div class="v">{body}</div></div>')

        clause = words.cited(part.source, part.clause)
        if clause.zh:
            line(self.w("条款", "Clause"), self.say(clause))
        notes = f"<p>{self.said(part.notes)}</p>" if part.notes else ""
        if part.sentence is not None and not part.sentence.bare:
            line(self.w("算式", "Sum"), self._equation(part.sentence) + notes)
        elif part.notes:
            line(self.w("说明", "Why"), self.said(part.notes))
        if part.why is not None:
            line(self.w("说明", "Why"), f'<span class="yel">{self.say(part.why)}</span>')
        self._read(part, line)
        return f'<div class="dw">{"".join(lines)}</div>' if lines else ""

    def _read(self, part: Part, line: Callable[[str, str], None]) -> None:
        """What the item read."""
        if part.inputs:
            line(self.w("取数", "Facts"), _table(self._fact(one) for one in part.inputs))
        for events in part.events:
            line(self.w("台账", "Events"), self._ledger(events))
        if part.ballots:
            line(self.w("测评", "Ballots"), self._ballots(part))
        if part.pools:
            rows = []
            for one in part.pools:
                size = self.w(f"共 {one.size}", f"of {one.size}")
                value = "—" if one.value is None else readable(one.value)
                rows.append(
                    _row(self.say(one.name), _dim(f"{self.say(one.pool)}{self.stops.comma}{size}"), _num(value))
                )
            line(self.w("组内", "Pool"), _table(rows))
        if part.links:
            rows = []
            for link in part.links:
                share = "" if link.share == 1 else f" × {exact_text(link.share)}"
                what = _dim(self.say(link.item) + share)
                rows.append(_row(self.say(link.link), escape(link.name), what, _num(points(link.value))))
            line(self.w("关联", "Linked"), _table(rows))
        proofs = dict.fromkeys((one.evidence, one.evidence_hash) for one in part.inputs if one.proven)
        if proofs:
            line(self.w("证据", "Proof"), "".join(self._chip(*one) for one in proofs))

    def _chip(self, name: str, hashed: str) -> str:
        """Evidence: its name and the beginning of its hash; the whole hash on pointing at it."""
        if not name and not hashed:
            return ""
        whole = f' title="SM3 {escape(hashed)}"' if hashed else ""
        code = f"<code>SM3 {escape(hashed[:SHORT])}</code>" if hashed else ""
        return f'<span class="ev"{whole}>{ICON}{escape(name) or self.w("未具名", "unnamed")}{code}</span>'

    def _fact(self, one: Input) -> str:
        who = self.say(words.supplied(one))
        if one.value is None and one.authority:
            who += self.w("应由 ", "due from ") + escape("、".join(one.authority))
        if one.reason:
            who += f"<p>{escape(one.reason)}</p>"
        value = f'<td class="b num{" yel" if one.value is None else ""}">{self.say(words.value_words(one))}</td>'
        name = f"<td>{self.say(one.name)}</td><td class='dim nw'>{one.period}</td>"
        return f"<tr>{name}{value}<td>{who}</td>{_dim(escape(one.source))}</tr>"

    def _ledger(self, events: EventSum) -> str:
        name = self.say(events.ledger)
        if not events.lines:
            return (
                f'<span class="dim">{name}{self.stops.colon}{self.w("本期没有记录", "no record in this period")}</span>'
            )
        rows = []
        for one in events.lines:
            note = f' <span class="dim">{self.say(one.note)}</span>' if one.note else ""
            what = f"{self.say(words.described(one))} {escape(one.subject)}{note}"
            where = " · ".join(dict.fromkeys(x for x in (one.id, one.incident, one.supplier, one.source) if x))
            proof = self._chip(one.evidence, one.evidence_hash)
            rows.append(_row(str(one.on), what, _dim(f"{escape(where)} {proof}"), _num(exact_text(one.marks))))
        for kind, cut in events.cuts:
            rows.append(_row("", f"{self.say(kind)} {self.w('超出封顶', 'above its cap')}", "", _num(exact_text(cut))))
        share = "" if events.share == 1 else f" × {exact_text(events.share)}"
        total = _row("", f"{name} {self.w('合计', 'sum')}{share}", "", _num(exact_text(events.total)))
        return _table([*rows, total.replace("<tr>", '<tr class="sum">')])

    def _ballots(self, part: Part) -> str:
        rows = []
        for one in part.ballots:
            if one.hidden:
                rows.append(
                    _row(self.say(one.group), _dim(self.w("不足 3 票，不列", "fewer than 3 ballots: not shown")))
                )
                continue
            counts = self.w(f"发出 {one.issued}，有效 {one.valid}", f"{one.issued} issued, {one.valid} valid")
            mean = "" if one.mean is None else f"{self.w('平均', 'mean')} {readable(one.mean)}"
            rows.append(_row(self.say(one.group), _dim(counts), _num(mean)))
        return _table(rows)

    # --- arithmetic -----------------------------------------------------------------------------------------------

    def _equation(self, sentence: Sentence) -> str:
        """Each figure above its name where they are few, else one line. The exact text is always there."""
        figures = sum(token.figure is not None for token in sentence.tokens)
        if figures > MOST_FIGURES:
            return self._line(sentence)
        told = "".join(self._token(token) for token in sentence.tokens)
        result = f'<span class="op"><b>=</b></span><span><b>{_short(sentence.value)}</b><small>{self.w("得分", "score")}</small></span>'
        exact = ""
        if "/" in exact_text(sentence.value) or any(len(token.text) > LONG for token in sentence.tokens):
            exact = f"<p>{self.w('精确', 'exactly')} {sentence.text}</p>"
        return f'<div class="eq" role="img" aria-label="{sentence.text}">{told}{result}</div>{exact}'

    def _line(self, sentence: Sentence) -> str:
        """Arithmetic of many figures on one line; where some are fractions they are about, and the exact text is below."""
        if not any("/" in token.text for token in sentence.tokens):
            return f'<div class="line">{sentence.text}</div>'
        about = (replace(one, text=_short(one.figure.value)) if one.figure else one for one in sentence.tokens)
        told = Sentence(tuple(about), sentence.value).arithmetic
        exact = f"<p>{self.w('精确', 'exactly')} {sentence.text}</p>"
        return f'<div class="line">{told} = {_short(sentence.value)}</div>{exact}'

    def _token(self, token: Token) -> str:
        figure = token.figure
        if figure is None:
            return f'<span class="op"><b>{token.text}</b></span>'
        shown = token.text if len(token.text) <= LONG else _short(abs(figure.value))
        name = f"{self.say(figure.label)} {escape(figure.unit)}".strip()
        return f"<span><b>{shown}</b>{f'<small>{name}</small>' if name else ''}</span>"

    # --- a subject ------------------------------------------------------------------------------------------------

    def derivation(self, one: Explanation, *, named: bool = True) -> str:
        """The total and its tree on the left, results on the right. `named`: with the hashes of the run."""
        heads = (
            (self.w("指标", "Item"), ""),
            ("", ""),
            (self.w("分值", "Full"), "num"),
            (self.w("得分", "Score"), "num"),
        )
        columns = "".join(
            f'<span class="{cls}">{word}</span>' for word, cls in (*heads, (self.w("失分", "Lost"), "num"))
        )
        parts = "".join(self.part(part) for part in one.root.parts) or self.part(one.root)
        return (
            f'<div class="g"><div class="card">{self._top(one)}<div class="cols">{columns}</div><div class="l0">{parts}</div>'
            f'</div><div class="side">{self._results(one, named=named)}</div></div>'
        )

    def _top(self, one: Explanation) -> str:
        total = points(one.total) if one.total is not None else self.w("没有总分", "No total")
        lines = []
        if one.root.sentence is not None and not one.root.sentence.bare:
            lines.append(f"<div>{one.root.sentence.text}</div>")
        if one.published is not None and not one.published.bare:
            notes = f"{self.stops.comma}{self.said(one.published.notes)}" if one.published.notes else ""
            told = one.published.text
            if "/" in told and one.root.value is not None:
                told = f"{points(one.root.value)} → {points(one.total)}"
            lines.append(f'<div class="dim">{self.w("公布", "published")} {told}{notes}</div>')
        clause = words.cited(one.root.source, one.root.clause)
        if clause.zh:
            lines.append(f'<div class="dim">{self.say(clause)}</div>')
        if one.root.why is not None:
            lines.append(f'<div class="yel">{self.say(one.root.why)}</div>')
        lines += [
            f'<div class="cin">{self.w("一票否决：", "Veto: ")}{self.say(v.name)}{self.stops.comma}{self.say(v.effect)}</div>'
            for v in one.vetoes
        ]
        rank = "".join(
            f'<div><b>{self.say(words.placed(place))}</b></div><div class="dim">{self.say(place.pool)}</div>'
            for place in one.places[:1]
        )
        grade = "".join(f'<span class="tag">{escape(g.grade)}</span>' for g in one.grades[:1] if g.grade)
        none = "" if one.total is not None else " none"
        said = f'<div class="say">{"".join(lines)}</div><div class="rank">{rank}{grade}</div>'
        return f'<div class="top"><div class="total{none}">{total}</div>{said}</div>'

    def _results(self, one: Explanation, *, named: bool) -> str:
        found = [self._grade(grade) for grade in one.grades if grade.rungs]
        if one.places:
            found.append(self._card(self.w("名次", "Rank"), "", "".join(self._place(place) for place in one.places)))
        found.append(self._following(one))
        if named:
            found.append(self._named(one))
        return "".join(found)

    def _card(self, head: str, right: str, body: str) -> str:
        return f'<div class="card"><div class="ch"><h2>{head}</h2><span class="r">{right}</span></div><div class="bd">{body}</div></div>'

    def _grade(self, grade: Grade) -> str:
        rungs = "".join(
            f'<div class="ru{" on" if rung.given else ""}"><span class="k">{"✓" if rung.given else "·"}</span>'
            f'<span><b>{escape(rung.grade)}</b> <span class="dim">{self.say(rung.why)}</span></span></div>'
            for rung in grade.rungs
        )
        cited = words.cited(grade.source)
        basis = f'<p class="dim src">{self.say(cited)}</p>' if cited.zh else ""
        head = f"{self.w('等次', 'Grade')} {escape(grade.grade or '—')}"
        return self._card(head, f"{grade.period} · {self.say(grade.pool)}", rungs + basis)

    def _place(self, place: Place) -> str:
        chain = "".join(
            f'<dt>{n}. {self.say(tie.name)}</dt><dd class="num b">{points(tie.value)}</dd>'
            for n, tie in enumerate(place.chain, 1)
        )
        right = f'<span class="dim">{place.period} · {self.say(place.pool)}</span>'
        head = f'<div class="pl"><b>{self.say(words.placed(place))}</b>{right}</div>'
        return f'<div class="ru"><div class="w">{head}<dl>{chain}</dl></div></div>'

    def _following(self, one: Explanation) -> str:
        rows = []
        if not one.award:
            rows.append(f'<span class="tag r">{self.w("取消评优资格", "barred from awards")}</span>')
        for veto in one.vetoes:
            why = " · ".join(word for word in (self.say(veto.condition), self.say(words.cited(veto.source))) if word)
            rows.append(
                f'<b class="cin">{self.say(veto.name)}</b> {self.say(veto.effect)}<br><span class="dim">{why}</span>'
            )
        rows += [self._consequence(follow) for follow in one.following]
        body = "".join(f'<div class="ru"><span>{row}</span></div>' for row in rows)
        return self._card(self.w("结果运用", "What follows"), "", body) if rows else ""

    def _consequence(self, one: Following) -> str:
        money = "" if one.money is None else f" {exact_text(one.money)} {self.w('元', 'yuan')}"
        within = self.say(one.within) if one.within else ""
        more = [
            escape(one.executor),
            within,
            escape(one.document),
            self.say(one.condition),
            self.say(words.cited(one.source)),
        ]
        tail = " · ".join(word for word in more if word)
        return f'<b>{self.say(one.what)}</b>{money}<br><span class="dim">{tail}</span>'

    def _named(self, one: Explanation) -> str:
        book = " ".join(word for word in (one.rulebook.say(self.lang), one.document, one.edition) if word)
        rows = "".join(
            f"<dt>{self.say(MARKS[key])}</dt><dd><code>{escape(v)}</code></dd>" for key, v in one.marks.items()
        )
        body = f"<dl><dt>{self.w('办法', 'rules')}</dt><dd>{escape(book)}</dd>{rows}</dl>"
        return self._card(self.w("本次计算的指纹", "Hashes of this run"), "", body)


def _short(value: Fraction) -> str:
    text = exact_text(value)
    return text if len(text) <= LONG and "/" not in text else "≈" + about_text(value)


def _bar(part: Part) -> str:
    """How much of its full marks an item has; nothing where that says nothing."""
    if part.value is None or not part.full or part.role != "score":
        return '<span class="barc"></span>'
    width = max(0, min(100, int(Fraction(part.value, part.full) * 100)))
    return f'<span class="barc"><span class="bar" aria-hidden="true"><i style="width:{width}%"></i></span></span>'


def _table(rows: Iterable[str]) -> str:
    return f'<table class="in">{"".join(rows)}</table>'


def _row(*cells: str) -> str:
    return f"<tr>{''.join(cell if cell.startswith('<td') else f'<td>{cell}</td>' for cell in cells)}</tr>"


def _dim(body: str) -> str:
    return f'<td class="dim">{body}</td>'


def _num(body: str) -> str:
    return f'<td class="num b">{body}</td>'
