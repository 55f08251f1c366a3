"""The sentences of every complaint about facts (K5xx): what is wrong, why it matters, what to do."""

from __future__ import annotations

from typing import Any

from kaogong.core.engine.intake.message import Message
from kaogong.core.engine.intake.message import message as _m
from kaogong.core.engine.intake.messages_frozen import FROZEN
from kaogong.core.problem import Place, Problem, Text

EXACT = (
    "数据按登记的精度逐位计算，不能取舍",
    "facts are kept to the digit, nothing is rounded on the way in",
)
WHO = ("不能确定这一行说的是谁", "nobody can tell whom the row speaks of")
TWICE = ("两个值只能有一个是对的", "only one of two values can be right")
LISTED = ("只有考核办法登记过的才能计分", "only what the rulebook declares can be scored")
LOST = ("读不出的内容不会被猜测", "what cannot be read is never guessed")
PICK = ("改为登记过的写法：{near}", "write a declared one, perhaps: {near}")

MESSAGES: dict[str, Message] = {
    "K501": _m(
        ("打不开：{reason}", "cannot be opened: {reason}"),
        LOST,
        ("另存为 UTF-8 的 CSV 或 xlsx 再交", "save it again as UTF-8 CSV or as xlsx"),
    ),
    "K502": _m(
        (
            "解压后有 {size} MB，超过 {limit} MB 或压缩比超过 {ratio}",
            "unpacks to {size} MB: more than {limit} MB or a ratio above {ratio}",
        ),
        ("这样的文件会耗尽内存", "such a file exhausts the memory"),
        ("大表请交 CSV 或 Parquet", "hand in large tables as CSV or Parquet"),
    ),
    "K503": _m(
        ("编码不是 UTF-8、UTF-16 或 GB 18030", "not UTF-8, UTF-16 or GB 18030"),
        LOST,
        ("另存为 UTF-8", "save it as UTF-8"),
    ),
    "K504": _m(
        ("含有 NUL 字节", "contains NUL bytes"),
        ("文本里不会有 NUL，文件多半已损坏", "text has no NUL; the file is most likely damaged"),
        ("重新导出这个文件", "export the file again"),
    ),
    "K505": _m(
        ("这一行有 {got} 栏，表头有 {want} 栏", "this row has {got} columns, the header has {want}"),
        ("栏数不齐就不知道哪个值属于哪一栏", "with a ragged row nobody knows which value belongs where"),
        (
            "补齐或删去多余的分隔符；内含分隔符的值加双引号",
            "add or remove delimiters; quote values that contain one",
        ),
    ),
    "K506": _m(
        (
            "前 {rows} 行里找不到表头，应有：{columns}",
            "no header in the first {rows} rows; expected: {columns}",
        ),
        ("没有表头就不知道每一栏是什么", "without a header nobody knows what the columns are"),
        ("第一行写表头，用编号或中文名称", "write the header in the first row, with ids or Chinese names"),
    ),
    "K507": _m(
        (
            "表头在第 {row} 行，上面的行当作标题跳过",
            "the header is in row {row}; the rows above were skipped as a title",
        ),
        ("如果上面是数据，它们没有被读取", "if those rows were data, they were not read"),
        ("把表头移到第一行", "move the header to the first row"),
        "warning",
    ),
    "K508": _m(
        ("表 {table} 没有“{column}”这一栏{near}", "table {table} has no column “{column}”{near}"),
        LISTED,
        (
            "改正栏名，或删去这一栏（备注栏可以叫“备注”）",
            "correct the name or remove the column (a remark may be called “note”)",
        ),
    ),
    "K518": _m(
        ("表 {table} 有几栏都叫“{column}”", "several columns of table {table} are called “{column}”"),
        ("不能确定说的是哪一栏", "nobody can tell which is meant"),
        ("写明是哪一栏：{keys}", "say which: {keys}"),
    ),
    "K509": _m(("“{column}”栏出现了两次", "column “{column}” appears twice"), TWICE, ("只留一栏", "keep one of them")),
    "K510": _m(
        ("缺少必需的栏：{column}", "required column is missing: {column}"),
        WHO,
        ("加上这一栏", "add the column"),
    ),
    "K511": _m(
        ("没有考核对象表（subjects，考核对象）", "there is no table of subjects (subjects, 考核对象)"),
        ("没有对象就没有可考核的", "without subjects there is nothing to appraise"),
        ("加上 subjects.csv，或名为“考核对象”的工作表", "add subjects.csv or a sheet named 考核对象"),
    ),
    "K512": _m(
        ("不认识这个文件，没有读取{near}", "this file was not recognised and not read{near}"),
        LOST,
        ("按表名命名：{tables}", "name it after a table: {tables}"),
        "warning",
    ),
    "K513": _m(
        ("不认识这个工作表，没有读取{near}", "this sheet was not recognised and not read{near}"),
        LOST,
        ("按表名命名：{tables}", "name it after a table: {tables}"),
        "warning",
    ),
    "K514": _m(
        ("合并的单元格 {range}", "merged cells {range}"),
        ("合并后只有左上角有值，其余是空的", "only the top left cell holds the value"),
        ("取消合并，每格填自己的值", "unmerge and fill every cell"),
    ),
    "K515": _m(
        ("公式出错：{error}", "the formula fails: {error}"),
        LOST,
        ("改正公式，或填入数值", "correct the formula or enter the value"),
    ),
    "K516": _m(
        ("公式没有计算结果", "the formula has no stored result"),
        ("考功不代算表格公式", "Kaogong does not calculate workbook formulas"),
        ("用 Excel 或 WPS 打开、重算、保存", "open, recalculate and save it in a spreadsheet program"),
    ),
    "K517": _m(
        (
            "有 {count} 个值不是普通写法，超过 {limit} 个",
            "{count} values are not in plain form, more than {limit}",
        ),
        (
            "百分号、千分位、全角数字要逐个辨认",
            "percent signs, thousands separators and full-width digits are read one by one",
        ),
        ("导出时用不带格式的数字", "export plain numbers"),
    ),
    "K520": _m(
        ("“{text}”不是数", "“{text}” is not a number"),
        LOST,
        ("只填数字；没有数据就留空", "write digits only; leave it empty when there is no value"),
    ),
    "K521": _m(
        ("“{text}”多于 {places} 位小数", "“{text}” has more than {places} decimal places"),
        EXACT,
        (
            "按登记的位数填报；表格公式用 ROUND 取到这一位",
            "report the declared places; end a workbook formula with ROUND",
        ),
    ),
    "K522": _m(
        ("“{text}”不在 {low} 到 {high} 之间", "“{text}” is not between {low} and {high}"),
        ("考核办法登记了这个范围", "the rulebook declares this range"),
        ("核对这个值", "check the value"),
    ),
    "K523": _m(
        ("“{text}”不是有限的数", "“{text}” is not a finite number"),
        LOST,
        ("没有数据就留空", "leave it empty when there is no value"),
    ),
    "K524": _m(
        ("“{text}”带百分号，而单位是“{unit}”", "“{text}” has a percent sign but the unit is “{unit}”"),
        ("百分数和数量相差一百倍", "a percentage and an amount differ by a factor of a hundred"),
        ("按单位填数，去掉百分号", "write the number in its unit, without the sign"),
    ),
    "K525": _m(
        ("“{text}”的千分位不是每三位一节", "“{text}”: the thousands separators are not every three digits"),
        ("逗号可能是小数点之误", "the comma may be meant as a decimal point"),
        ("去掉逗号", "remove the commas"),
    ),
    "K526": _m(
        ("“{text}”不是日期", "“{text}” is not a date"),
        LOST,
        ("写作 2026-09-20 或 2026年9月20日", "write 2026-09-20"),
    ),
    "K527": _m(
        ("“{text}”不是“是”或“否”", "“{text}” is neither yes nor no"),
        LOST,
        ("填 是 或 否", "write 是 or 否 (true or false)"),
    ),
    "K528": _m(
        ("“{text}”不在选项之中", "“{text}” is not one of the options"),
        LISTED,
        ("选项：{options}", "options: {options}"),
    ),
    "K529": _m(
        ("“{text}”不是时期", "“{text}” is not a period"),
        LOST,
        ("这里要{want}，例如 {example}", "{want} is wanted, such as {example}"),
    ),
    "K530": _m(
        ("“{text}”是{is}，这里要{want}", "“{text}” is {is}; {want} is wanted"),
        ("不同长度的时期不能互相代替", "periods of different length do not stand for each other"),
        ("例如 {example}", "write for example {example}"),
    ),
    "K531": _m(
        ("“{text}”太大", "“{text}” is too large"),
        ("超出 64 位整数", "it does not fit 64 bits"),
        ("换用更大的单位（万、亿）", "use a larger unit"),
    ),
    "K532": _m(
        ("“{text}”不在从 {low} 起每 {step} 一档的刻度上", "“{text}” is not on a step of {step} from {low}"),
        ("考核办法登记了打分的刻度", "the rulebook declares the granularity of this discretion"),
        ("按刻度打分", "give marks on the steps"),
    ),
    "K533": _m(("“{column}”是空的", "“{column}” is empty"), WHO, ("填上，或删去整行", "fill it in or delete the row")),
    "K534": _m(("没有登记的{what}“{text}”", "undeclared {what} “{text}”"), LISTED, PICK),
    "K535": _m(("没有登记的数据项“{text}”", "undeclared fact “{text}”"), LISTED, PICK),
    "K536": _m(
        ("“{text}”无权提供“{fact}”", "“{text}” may not supply “{fact}”"),
        ("考核办法只认登记的提供单位", "the rulebook names who may supply it"),
        ("应由 {authority} 提供", "it must come from {authority}"),
    ),
    "K537": _m(
        ("“{fact}”打了分而没有理由", "“{fact}” is given without a reason"),
        ("酌定分必须写明理由", "discretion needs a reason"),
        ("在“理由”栏写明", "write it in the column “reason”"),
    ),
    "K540": _m(
        (
            "对象“{subject}”出现了不止一次（另见 {other}）",
            "subject “{subject}” appears more than once (also at {other})",
        ),
        TWICE,
        ("每个对象只留一行", "keep one row per subject"),
    ),
    "K541": _m(
        ("类别“{class}”属于{want}，这里写的是{is}", "class “{class}” is of kind {want}, the row says {is}"),
        ("种类决定考核表", "the kind decides the sheet"),
        ("改正种类或类别", "correct the kind or the class"),
    ),
    "K542": _m(
        ("“{subject}”没有适用的考核表，不会计分", "no sheet is for “{subject}”; it will not be scored"),
        ("考核表按种类和类别适用", "sheets are for kinds and classes"),
        (
            "核对类别；只作关联用的对象可以不管",
            "check the class; ignore this for subjects that only appear in links",
        ),
        "warning",
    ),
    "K543": _m(
        ("“{subject}”适用两张考核表：{sheets}", "two sheets are for “{subject}”: {sheets}"),
        ("一个对象只有一张考核表", "a subject has exactly one sheet"),
        ("改正类别，或改考核表的 for", "correct the class or the sheets' `for`"),
    ),
    "K544": _m(
        ("考核对象表里没有“{subject}”{near}", "“{subject}” is not in the table of subjects{near}"),
        WHO,
        ("改正编号，或把它加入考核对象表", "correct the id or add it to the subjects"),
    ),
    "K545": _m(
        (
            "“{subject}”{period} 的“{fact}”有两个不同的值：{values}（另见 {other}）",
            "two different values of “{fact}” for “{subject}” in {period}: {values} (also at {other})",
        ),
        TWICE,
        ("核对后只留一个", "check and keep one"),
    ),
    "K546": _m(
        (
            "“{subject}”{period} 的“{fact}”重复填报（另见 {other}）",
            "“{fact}” for “{subject}” in {period} is given twice (also at {other})",
        ),
        ("重复可能是两次不同的提交", "a repetition may be two different submissions"),
        ("只留一个", "keep one"),
    ),
    "K547": _m(
        (
            "事件日期 {text} 早于本版施行之日 {low}，没有计入",
            "the event of {text} is before this edition took effect on {low}: not counted",
        ),
        ("考核办法自施行之日起适用", "a rulebook applies from the day it takes effect"),
        ("不必处理；日期有误则改正", "nothing to do, unless the date is wrong"),
        "warning",
    ),
    "K548": _m(
        (
            "事件日期 {text} 晚于本版有效期 {high}，没有计入",
            "the event of {text} is after this edition ended on {high}: not counted",
        ),
        ("以后的事件归以后的版本", "later events belong to a later edition"),
        ("不必处理；日期有误则改正", "nothing to do, unless the date is wrong"),
        "warning",
    ),
    "K549": _m(
        (
            "时期 {period} 在本版有效期 {from} 至 {to} 之后",
            "period {period} is after this edition's time, {from} to {to}",
        ),
        (
            "以后的时期归以后的版本，这些数据不会计分",
            "later periods belong to a later edition; these facts are not scored",
        ),
        ("核对时期", "check the period"),
        "warning",
    ),
    "K550": _m(
        ("编号“{key}”重复（另见 {other}）", "“{key}” appears twice (also at {other})"),
        TWICE,
        ("只留一行，或换编号", "keep one row or change the id"),
    ),
    "K551": _m(
        ("“{subject}”在“{group}”组给自己打分", "“{subject}” rates itself in group “{group}”"),
        ("只有自评组可以给自己打分", "only the group `self` rates itself"),
        ("改正评议人或评议组", "correct the rater or the group"),
    ),
    "K552": _m(
        (
            "关联“{link}”要从{want_from}到{want_to}，这里是从{from}到{to}",
            "link “{link}” goes from {want_from} to {want_to}, this one from {from} to {to}",
        ),
        LISTED,
        ("核对两端的对象", "check both ends"),
    ),
    "K553": _m(
        ("“{subject}”与自己关联", "“{subject}” is linked with itself"),
        ("对象的结果不能取决于自己", "a result cannot depend on itself"),
        ("删去这一行", "delete the row"),
    ),
    "K554": _m(
        ("关联“{link}”绕成了圈：{cycle}", "link “{link}” runs in a circle: {cycle}"),
        ("圈里谁的结果都算不出来", "no result in a circle can be computed"),
        ("去掉其中一条", "remove one of them"),
    ),
    "K555": _m(
        ("历年等次“{text}”不在任何等次办法里", "the past grade “{text}” is in no grade scheme"),
        (
            "条件里按等次名称比对，旧名称永远不会相等",
            "conditions compare names of grades; another name never matches",
        ),
        ("如是旧名称，改为现行名称", "if it is an old name, write the present one"),
        "warning",
    ),
    "K556": _m(
        ("起始日期 {since} 晚于终止日期 {until}", "the first day {since} is after the last day {until}"),
        ("这样的对象从未存在", "such a subject never existed"),
        ("改正日期", "correct the dates"),
    ),
    **FROZEN,
    "K599": _m(
        ("{code} 另有 {count} 处", "{code}: {count} more"),
        ("同类问题只列出前几处", "only the first few of a kind are listed"),
        ("先改已列出的", "correct those listed first"),
    ),
}


def problem(code: str, place: Place, /, **words: Any) -> Problem:
    """The complaint of a code at a place. A word may be a `Text`, said in the language of its sentence."""
    message = MESSAGES[code]
    return Problem(
        code,
        place,
        _fill(message.what, words),
        _fill(message.why, words),
        _fill(message.fix, words),
        message.severity,
    )


def _fill(text: Text, words: dict[str, Any]) -> Text:
    """A sentence with its words filled in, in both languages."""
    return Text(
        text.zh.format_map({key: _say(word, "zh") for key, word in words.items()}),
        text.en.format_map({key: _say(word, "en") for key, word in words.items()}),
    )


def _say(word: Any, lang: str) -> str:
    """One word in one language; long ones are cut, so that a cell of a megabyte does not fill the screen."""
    said = (word.zh if lang == "zh" else word.en) if isinstance(word, Text) else str(word)
    return said if len(said) <= 120 else said[:117] + "…"
