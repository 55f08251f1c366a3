"""The page of the command line, made from COMMANDS and the options of every verb."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kaogong.cli import COMMANDS, exits
from kaogong.cli.frame import Verb
from kaogong.cli.help import Argument, Option
from kaogong.core.problem import Text

INTRO = """\
# 命令行 · The command line

本页由代码生成（`make docs`），不要手改。This page is made from the code (`make docs`); do not edit it.

规则书的参数是一个文件夹（里面有 `rulebook.yaml`），或自带规则书的 id、文件夹名。
A rulebook argument is a folder that holds a `rulebook.yaml`, or the id or folder name of a shipped one.

数据是一个文件夹（CSV、Parquet、xlsx）、一个工作簿，或 `kaogong freeze` 写出的文件夹。一格不能接受就什么也不算，
每一处都列出文件、行列或工作表和单元格。
Facts are a folder (CSV, Parquet, xlsx), a workbook, or a folder made by `kaogong freeze`. One cell that cannot be
accepted, and nothing is scored; every such cell is listed by file, line and column, or sheet and address.

写出的东西先写在旁边，完整了才改名：要么没有，要么是完整的。已有的不覆盖。被强行终止时留在旁边的 `.名称-….unfinished`，下一次写
同一处时清掉。
What is written is written beside its place and renamed when it is whole: there is nothing, or all of it. What exists
is never overwritten. A `.NAME-….unfinished` that a killed run left beside it goes when the same place is written again.

费时的工作在终端上显示进度（第几步，共几步），写在标准错误；不是终端就不显示。
Long work shows how far it is (which step, of how many) on standard error, and only at a terminal.

```
kaogong new tax                        # 新建 · begin
kaogong lint tax                       # 检查 · check
kaogong cases tax                      # 核对范例 · golden cases
kaogong template tax -o 填报.xlsx      # 收数据 · collect facts
kaogong score tax 填报.xlsx -o result  # 计分 · score
kaogong verify result                  # 核验 · verify
```
"""
JSON = """
## JSON

每个命令加 `--json` 就只在标准输出写一个 JSON 对象：`exit`（退出码）、`problems`（问题）和该命令的结果。分数都写成文字，
免得读的程序把它变成二进制浮点数。
With `--json` every command writes one JSON object to standard output and nothing else: `exit` (the exit code), `problems`, and
the command's own answer. Marks are texts, so that no reader turns them into binary floats.

```json
{"exit": 1, "problems": [{"code": "K522", "severity": "error", "place": {"file": "facts_year.csv", "line": 4,
 "column": 5}, "what": "“101” is not between 0 and 100", "why": "…", "fix": "…"}], …}
```
"""
RESULT = """
## 结果的文件夹 · The folder of a result

| | |
|---|---|
| `manifest.json` | 指纹、规则书和数据的哈希、时期、每一列的单位和误差界、每个文件的哈希、封印 · fingerprint, hashes of rulebook and facts, period, unit and error bounds of every column, hash of every file, seal |
| `rulebook/` | 原文件；`canonical.yaml`，哈希所指的文本；有底本的还有 `merged.yaml` · the files as loaded; `canonical.yaml`, the text the hashes name; with bases, `merged.yaml` |
| `facts/` | 冻结的数据 · the frozen facts |
| `results/*.parquet` | 每个中间值，按对象排序，一列一个缩放整数；除以单位即为数值 · every value on the way, sorted by subject, one scaled integer a column; times its unit it is the value |
| `results.xlsx` `csv/` `results.json` | 给人看的，`--as` 选定 · for people, as `--as` says |

值最多写六位小数（60 ÷ 7 写不尽），精确的值用 `kaogong explain`。发布的总分按规则书的 `rounding` 取位。
Values are written to six decimal places at most (60 ÷ 7 has no end); `kaogong explain` has them exact. Totals are rounded as the
rulebook's `rounding` says.
"""


def page() -> str:
    """The whole text of docs/guide/cli.md."""
    present = {name: entry for name, entry in COMMANDS.items() if entry.present}
    index = "".join(f"| [`{name}`](#{name}) | {one.words.zh} | {one.words.en} |\n" for name, one in present.items())
    verbs = "".join(section(name, one.load()) for name, one in present.items())
    table = f"| 命令 · command | | |\n|---|---|---|\n{index}"
    return f"{INTRO}\n{table}\n{verbs}{common()}{JSON}{codes()}{RESULT}"


def section(name: str, command: click.Command) -> str:
    """One verb."""
    assert isinstance(command, Verb)
    own = [one for one in command.params if one.name not in {"as_json", "lang", "debug"}]
    needed = [f"{one.opts[0]} {usage_of(one)}" for one in own if isinstance(one, Option) and one.required]
    arguments = [usage_of(one) for one in own if isinstance(one, Argument)]
    usage = " ".join(["kaogong", name, *arguments, *needed, "[…]"])
    lines = [f"## {name}\n", f"{command.about.zh}\n{command.about.en}\n", f"```\n{usage}\n```\n"]
    rows = list(described(own))
    if rows:
        lines.append("| | | |\n|---|---|---|\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows))
    if command.more is not None:
        lines.append(f"{command.more.zh}\n{command.more.en}\n")
    return "\n".join(lines) + "\n"


def usage_of(param: click.Parameter) -> str:
    """An argument as it stands in a usage line."""
    return param.make_metavar(click.Context(click.Command("kaogong")))


def described(params: list[click.Parameter]) -> Iterator[tuple[str, str, str]]:
    """Arguments and options with their meaning."""
    for one in params:
        if isinstance(one, Option | Argument):
            yield f"`{spelled(one)}`", one.words.zh, one.words.en


def spelled(param: click.Parameter) -> str:
    """How a parameter is written."""
    if isinstance(param, click.Option):
        value = "" if param.is_flag else f" {usage_of(param)}"
        return (", ".join(param.opts) + value).replace("|", "\\|")
    return usage_of(param)


def common() -> str:
    """What every verb has."""
    rows = (
        ("--json", Text("输出 JSON", "answer in JSON")),
        (
            "--lang zh\\|en",
            Text(
                "语言；默认看 KAOGONG_LANG，再看 LANG（zh* 为中文），否则英文",
                "language; by default KAOGONG_LANG, then LANG (zh* is Chinese), else English",
            ),
        ),
        ("--debug", Text("程序本身出错时显示详情", "show the inside of a fault of the program")),
        ("--help", Text("说明", "help")),
    )
    lines = "".join(f"| `{name}` | {words.zh} | {words.en} |\n" for name, words in rows)
    return f"## 每个命令都有 · Every command has\n\n| | | |\n|---|---|---|\n{lines}"


def codes() -> str:
    """The exit codes."""
    lines = "".join(f"| {code} | {words.zh} | {words.en} |\n" for code, words in exits.MEANINGS.items())
    return f"\n## 退出码 · Exit codes\n\n| | | |\n|---|---|---|\n{lines}"
