"""What the exit codes mean."""

from __future__ import annotations

from kaogong.core.problem import Text

OK = 0
FOUND = 1
USAGE = 2
ALTERED = 3
INTERNAL = 70
INTERRUPTED = 130

MEANINGS: dict[int, Text] = {
    OK: Text("成功", "done"),
    FOUND: Text("发现问题，或被拒绝（规则书、数据、范例）", "findings, or refused (a rulebook, facts, a case)"),
    USAGE: Text("命令写错了", "the command was written wrongly"),
    ALTERED: Text("核验不通过：结果被改动过", "verification failed: the result was altered"),
    INTERNAL: Text("程序本身出错；加 --debug 看详情", "a fault of the program; --debug shows it"),
    INTERRUPTED: Text("中途停止，没有留下半成品", "interrupted; nothing half-written"),
}
