"""The sentences of complaints about facts that were frozen (K56x), and about putting them right (K57x)."""

from __future__ import annotations

from kaogong.core.engine.intake.message import Message, message

FROZEN: dict[str, Message] = {
    "K560": message(
        ("不是完整的冻结数据：{reason}", "not a complete folder of frozen facts: {reason}"),
        ("计分只用完整而未改动的数据", "scores are made only from whole and unaltered facts"),
        ("重新冻结", "freeze the facts again"),
    ),
    "K561": message(
        ("文件 {file} 与冻结时不同", "file {file} differs from what was frozen"),
        ("冻结的数据不许改动", "frozen facts may not change"),
        ("恢复原件，或重新冻结", "restore the original or freeze again"),
    ),
    "K562": message(
        ("目标文件夹已存在", "the target folder exists already"),
        ("已有的不覆盖", "what exists is never overwritten"),
        ("换一个名字", "choose another name"),
    ),
    "K571": message(
        ("冻结的数据里没有 {period} 的“{fact}”", "no {fact} of {period} in the frozen facts"),
        ("更正只针对已经冻结的数据", "only what was frozen can be put right"),
        ("核对数据代号和时期", "check the name of the fact and the period"),
    ),
    "K572": message(
        (
            "{fact} 的值 {value} 小数位超过登记的 {places} 位，或不是数",
            "{fact}: {value} has more than {places} decimal places, or is no number",
        ),
        ("数据按登记的小数位精确存放", "facts are kept exactly, with the places declared"),
        ("按登记的小数位写", "write it with the places declared"),
    ),
    "K573": message(
        ("冻结的数据里没有对象 {subject} 在 {period} 的数据", "no facts of {subject} in {period} among those frozen"),
        ("更正只针对已经冻结的数据", "only what was frozen can be put right"),
        ("核对对象编码和时期", "check the code of the subject and the period"),
    ),
    "K574": message(
        ("冻结的台账里没有事件 {incident}", "no event {incident} among those frozen"),
        ("撤回只针对已经冻结的事件", "only an event that was frozen can be taken back"),
        ("核对编号", "check its number"),
    ),
}
