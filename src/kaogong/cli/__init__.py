"""The command line: `kaogong VERB …`. The core alone; no web.

A verb is one file of this package with `command` (made by `frame.verb`) and one line in COMMANDS. That is
all there is to register: a verb is listed when its file is there; its help and its part of docs/guide/cli.md
come from its options. `kaogong --help` loads no verb, so a verb may import what it needs at the top.

The frame around every verb (languages, `--json`, problems, exit codes) is frame.py, help.py and exits.py.
"""

from __future__ import annotations

from kaogong.cli.group import Entry, Lazy
from kaogong.core.problem import Text

COMMANDS: dict[str, Entry] = {
    "new": Entry("kaogong.cli.new:command", Text("新建一本可以计分的规则书", "start a small complete rulebook")),
    "lint": Entry("kaogong.cli.lint:command", Text("检查规则书", "check rulebooks")),
    "cases": Entry("kaogong.cli.cases:command", Text("核对范例", "run the golden cases of rulebooks")),
    "template": Entry(
        "kaogong.cli.template:command",
        Text("写出填报数据的 Excel 工作簿", "write the Excel workbook that collects facts"),
    ),
    "freeze": Entry("kaogong.cli.freeze:command", Text("核对并冻结数据", "check facts and freeze them")),
    "score": Entry("kaogong.cli.score:command", Text("计分", "score facts by a rulebook")),
    "verify": Entry(
        "kaogong.cli.verify:command",
        Text("重算一次结果，证明没有改动", "replay a result and prove it unaltered"),
    ),
    "verify-audit": Entry(
        "kaogong.cli.verify_audit:command",
        Text("核验审计存证：未改动、完整", "check an audit export: unaltered, complete"),
    ),
    "explain": Entry("kaogong.cli.explain:command", Text("说明一个分数怎么来的", "explain a score to the last point")),
    "whatif": Entry(
        "kaogong.cli.whatif:command",
        Text("同样的数据换一版办法会怎样", "score frozen facts under another edition"),
    ),
    "diff": Entry("kaogong.cli.diff:command", Text("逐条比较两版办法", "compare two editions clause by clause")),
    "methods": Entry("kaogong.cli.methods:command", Text("列出评分方法", "list the scoring methods")),
    "schema": Entry(
        "kaogong.cli.schema:command",
        Text("给编辑器用的 JSON Schema", "the JSON Schema of rulebooks, for editors"),
    ),
    "demo": Entry(
        "kaogong.cli.demo:command",
        Text("给一座示范城市计分", "score a generated demonstration city"),
    ),
    "demo-city": Entry(
        "kaogong.cli.demo_city:command",
        Text("生成示范城市：写成文件或装入空库", "make the demonstration city: as files, or in an empty database"),
    ),
}
"""Verb → where its command is, and its line in `kaogong --help`. One whose file is absent is not listed."""

main = Lazy(COMMANDS)

__all__ = ["COMMANDS", "main"]
