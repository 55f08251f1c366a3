"""`kaogong schema`: the JSON Schema of rulebooks."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kaogong.cli import exits
from kaogong.cli.frame import Frame, option, verb
from kaogong.core.engine.intake.folder import replacing_file
from kaogong.core.problem import Text
from kaogong.core.scheme.schema import schema

ABOUT = Text(
    "输出规则书的 JSON Schema。编辑器据此提示键名、指出错误。",
    "Print the JSON Schema of rulebooks, by which editors complete keys and show mistakes.",
)
MORE = Text(
    "VS Code（YAML 扩展）：在 rulebook.yaml 第一行写 # yaml-language-server: $schema=rulebook.schema.json",
    "VS Code (YAML extension): begin rulebook.yaml with # yaml-language-server: $schema=rulebook.schema.json",
)
OUT = Text("写到这个文件。", "Write it to this file.")


@verb("schema", ABOUT, MORE)
@option("-o", "--out", words=OUT, type=click.Path(path_type=Path, dir_okay=False))
def command(frame: Frame, out: Path | None) -> int:
    """Print or write the schema."""
    found = schema()
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if out is not None:
        with replacing_file(out) as work:
            work.write_text(text, "utf-8")
        frame.show(Text(f"已写入 {out}", f"wrote {out}"))
        frame.answer(out=str(out))
    elif frame.json:
        frame.answer(schema=found)
    else:
        click.echo(text, nl=False)
    return exits.OK
