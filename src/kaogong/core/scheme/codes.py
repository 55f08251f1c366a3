"""The problems a rulebook can have before it means anything: K001–K099, with why each matters.

The linter's codes are K1xx–K3xx, the methods' K4xx, the facts' K5xx, the engine's K6xx.
"""

from __future__ import annotations

from dataclasses import dataclass

from kaogong.core.problem import Place, Problems, Severity, Text


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for, and why it is a problem."""

    title: Text
    why: Text


def _code(zh: str, en: str, why_zh: str, why_en: str) -> Code:
    return Code(Text(zh, en), Text(why_zh, why_en))


CODES: dict[str, Code] = {
    # the file
    "K001": _code("文件读不到", "file cannot be read", "没有文件就没有规则。", "Without the file there are no rules."),
    "K002": _code(
        "文件太大",
        "file too large",
        "一部规则书不会这么大，多半放错了文件。",
        "No rulebook is this large; it is probably the wrong file.",
    ),
    "K003": _code(
        "编码不是 UTF-8",
        "encoding is not UTF-8",
        "编码认错，字就错，规则也就错。",
        "Guess the encoding wrong and the words, hence the rules, are wrong.",
    ),
    "K004": _code(
        "YAML 写法错误",
        "YAML syntax error",
        "断句不清，后面的内容无从读起。",
        "What follows cannot be read once the structure breaks.",
    ),
    "K005": _code("不是一份文档", "not exactly one document", "一个文件只写一部规则书。", "One file is one rulebook."),
    "K006": _code(
        "使用了锚点、别名或合并键",
        "anchor, alias or merge key",
        "规则书要能从头读到尾；引用会让文字藏起来，也能让小文件膨胀。",
        "A rulebook is read from top to bottom; references hide text and let a small file explode.",
    ),
    "K007": _code(
        "使用了类型标签",
        "explicit tag",
        "标签能生成任意对象，规则书只需要文字、列表和对照表。",
        "Tags can make arbitrary objects; a rulebook needs only text, lists and mappings.",
    ),
    "K008": _code(
        "键重复",
        "duplicate key",
        "两处都写，后写的会悄悄盖掉先写的。",
        "The later would silently replace the earlier.",
    ),
    "K009": _code(
        "层次太深",
        "nested too deep",
        "超过这个深度没人读得懂，也可能是攻击。",
        "Nobody can read this deep, and it may be an attack.",
    ),
    "K010": _code(
        "键不是文字",
        "key is not text",
        "键是一个词，不能是列表、对照表或空。",
        "A key is one word, not a list, a mapping or nothing.",
    ),
    "K011": _code(
        "控制字符",
        "control character",
        "看不见的字符会让两个看来一样的词不相等。",
        "Invisible characters make words differ that look the same.",
    ),
    "K012": _code(
        "语言版本不对",
        "wrong language version",
        "版本不同，同样的字可能有别的意思。",
        "The same words may mean something else in another version.",
    ),
    # shapes and values
    "K020": _code(
        "不认识的键",
        "unknown key",
        "不认识的键不会被悄悄忽略，否则写错一个字就少一条规则。",
        "Unknown keys are never ignored: a slip of the pen would lose a rule.",
    ),
    "K021": _code(
        "缺少必填的键",
        "required key missing",
        "没有它，这一段没有意义。",
        "Without it this part has no meaning.",
    ),
    "K022": _code("写法不对", "wrong shape", "这里要的是另一种写法。", "Another form is expected here."),
    "K023": _code(
        "不是数",
        "not a number",
        "分数必须精确，数要按纸面写法写。",
        "Scores are exact; numbers are written as on paper.",
    ),
    "K024": _code(
        "不在可选范围内",
        "not one of the choices",
        "只有列出的几种做法有确定的含义。",
        "Only the listed choices have a meaning.",
    ),
    "K025": _code(
        "编号写法不对",
        "bad id",
        "编号要能进文件名、表头和公式。",
        "Ids end up in file names, column heads and formulas.",
    ),
    "K026": _code("日期不对", "bad date", "日期决定规则管不管得到一件事。", "Dates decide whether a rule applies."),
    "K028": _code(
        "文字为空或过长",
        "text empty or too long",
        "给人看的文字要写出来，也要看得完。",
        "Text for people must be there and be readable.",
    ),
    "K029": _code(
        "几个键不能这样搭配",
        "keys do not go together",
        "这样写有两种读法。",
        "Written so it can be read in two ways.",
    ),
    "K030": _code("编号重复", "duplicate id", "引用时分不清是哪一个。", "A reference could mean either."),
    "K031": _code(
        "引用了没有的东西",
        "unknown reference",
        "引用的对象没有声明。",
        "What is referred to is not declared.",
    ),
    "K032": _code(
        "没有这种评分方法", "unknown method", "只有已有的评分方法能计分。", "Only existing methods can score."
    ),
    "K033": _code("上下限颠倒", "limits upside down", "下限不能高于上限。", "The lower limit cannot exceed the upper."),
    # formulas
    "K040": _code(
        "公式写法错误",
        "formula syntax error",
        "公式读不懂就不能计算。",
        "A formula that cannot be read cannot be computed.",
    ),
    "K041": _code(
        "公式太长或太深",
        "formula too long or too deep",
        "这么长的公式没人能核对。",
        "Nobody can check a formula of this size.",
    ),
    "K042": _code(
        "公式里的名字没有声明",
        "unknown name in a formula",
        "公式只能用声明过的名字。",
        "A formula reaches only declared names.",
    ),
    "K043": _code(
        "名字有歧义",
        "ambiguous name",
        "同名的不止一个，不能替作者猜。",
        "Several things have this name; guessing is not allowed.",
    ),
    "K044": _code(
        "函数的参数不对",
        "wrong function arguments",
        "参数不对，函数没有意义。",
        "With these arguments the function has no meaning.",
    ),
    "K045": _code(
        "数与判断混用",
        "number and condition mixed up",
        "判断是“是”或“否”，不是分数。",
        "A condition is true or false, not marks.",
    ),
    "K046": _code(
        "没有这个取值",
        "unknown value",
        "与不存在的取值比较永远不成立。",
        "A comparison with a value that does not exist is never true.",
    ),
    "K047": _code(
        "这里还没有结果可用",
        "result not available here",
        "等次、位次、总分在计分之后才有。",
        "Grade, rank and total exist only after scoring.",
    ),
    "K048": _code(
        "没有这个函数",
        "unknown function",
        "公式只能用列出的函数。",
        "A formula may use only the listed functions.",
    ),
    # settings, readings, extends
    "K050": _code(
        "没有这个参数或读法",
        "unknown setting or reading",
        "引用要落在 settings 或 readings 里。",
        "References point into settings or readings.",
    ),
    "K051": _code(
        "读法的分支不全",
        "branches of a reading do not match",
        "每一种读法都要写出结果，换读法时才不会落空。",
        "Every option needs its branch, or switching the reading fails.",
    ),
    "K055": _code(
        "底本用不了",
        "base rulebook cannot be used",
        "extends 要指向另一部完整的规则书。",
        "`extends` must name another complete rulebook.",
    ),
    "K056": _code(
        "要去掉或改动的内容不存在",
        "nothing there to remove or change",
        "改动落空，结果就和作者想的不一样。",
        "A change that misses leaves something other than intended.",
    ),
    # the whole
    "K060": _code(
        "循环引用",
        "circular reference",
        "互相等待，谁也算不出来。",
        "Each waits for the other; none can be computed.",
    ),
    "K061": _code(
        "周期不相配",
        "periods do not fit",
        "短周期要说明怎样汇总，长周期拆不开。",
        "A shorter period must say how it is rolled up; a longer one cannot be split.",
    ),
    "K062": _code(
        "缺满分或权重",
        "full marks or weight missing",
        "没有满分或权重，就不知道这一项值多少。",
        "Without it nobody knows what the item is worth.",
    ),
    "K063": _code(
        "没说不适用时怎么办",
        "not said what happens when not applicable",
        "不适用的单位给满分、折算还是不计，差别很大。",
        "Full marks, rescaling or leaving out make a great difference.",
    ),
    "K070": _code(
        "版本之间有空档或重叠",
        "gap or overlap between editions",
        "任何一天都必须正好有一版规则。",
        "On every day exactly one edition must be in force.",
    ),
    "K071": _code("起止日期颠倒", "dates upside down", "失效不能早于生效。", "It cannot end before it begins."),
}


def complain(
    problems: Problems, code: str, place: Place, what: Text, fix: Text, *, severity: Severity = "error"
) -> None:
    """Note a problem of this table; the reason comes from the table."""
    problems.add(code, place, what, CODES[code].why, fix, severity)


def did_you_mean(wrong: str, known: list[str]) -> Text:
    """A hint at the known words that look most like a wrong one, else at what may stand there."""
    from difflib import get_close_matches  # noqa: PLC0415 - only needed to complain

    close = get_close_matches(wrong, known, n=3) or get_close_matches(wrong.lower(), known, n=3)
    if close:
        return Text(f"是不是“{'”“'.join(close)}”？", f"Did you mean {' or '.join(close)}?")
    if not known:
        return Text("这里没有可用的名字。", "Nothing is declared that could stand here.")
    shown = known[:12]
    more = "…" if len(known) > len(shown) else ""
    return Text(f"可以写：{'、'.join(shown)}{more}。", f"It may be: {', '.join(shown)}{more}.")
