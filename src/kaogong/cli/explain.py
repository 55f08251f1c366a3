"""`kaogong explain`: how a score came about, to the last point."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kaogong.cli.frame import Frame, Usage, argument, option, period_option, verb
from kaogong.core.engine.bundle import Bundle
from kaogong.core.engine.explain import Explainer, Explanation
from kaogong.core.engine.explain.as_json import plain
from kaogong.core.problem import Text

ABOUT = Text(
    "说明一个得分怎么来的：每项的条款、算式、数据和提供者、证据、事件，名次和等次的理由。算式可用计算器复核。",
    "How a score came about: clause, arithmetic, facts and who supplied them, evidence and events of every item, and why "
    "the place and the grade. A pocket calculator checks the arithmetic.",
)
RESULT = Text("kaogong score 写出的文件夹", "a folder written by kaogong score")
SUBJECT = Text("考核对象的编号或名称", "the id or name of a subject")
OUT = Text("写成文件，按扩展名：.html、.json、.txt。", "Write a file, by its ending: .html, .json, .txt.")
WRITERS = (".html", ".json", ".txt")


@verb("explain", ABOUT)
@argument("result", RESULT, type=click.Path(path_type=Path))
@argument("subject", SUBJECT)
@period_option
@option("-o", "--out", words=OUT, type=click.Path(path_type=Path))
def command(frame: Frame, result: Path, subject: str, period: str | None, out: Path | None) -> None:
    """Explain one subject's result."""
    if out is not None and out.suffix not in WRITERS:
        raise Usage(Text(f"不会写 {out.suffix or out.name}", f"cannot write {out.suffix or out.name}"))
    bundle = Bundle.load(result)
    run = bundle.run()
    try:
        explainer = Explainer(run, bundle.fingerprint)
        found = explainer.explain(explainer.named(subject), period)
    finally:
        run.close()
    if out is not None:
        out.write_text(written(found, out.suffix, frame), "utf-8")
        frame.show(Text(f"已写出 {out}", f"written: {out}"), style="green")
    elif not frame.json:
        from kaogong.core.engine.explain.as_text import tree  # noqa: PLC0415 - rich is not needed for files

        frame.show(tree(found, frame.lang))
    frame.answer(explanation=plain(found))


def written(found: Explanation, suffix: str, frame: Frame) -> str:
    """The explanation as a file of a kind."""
    if suffix == ".json":
        return json.dumps(plain(found), ensure_ascii=False, indent=1) + "\n"
    if suffix == ".txt":
        from kaogong.core.engine.explain.as_text import text  # noqa: PLC0415

        return text(found, frame.lang)
    from kaogong.core.engine.explain.as_html import page  # noqa: PLC0415

    return page(found, frame.lang)
