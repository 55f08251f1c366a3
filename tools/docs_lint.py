"""The page of lint rules, made from RULES: what each says, why, what to do, and an example of each kind."""

from __future__ import annotations

from kaogong.core.scheme.lint import FRAME, RULES, Rule

INTRO = """\
# 规则检查 · Lint rules

本页由代码生成（`make docs`），不要手改。
This page is made from the code (`make docs`); do not edit it.

`kaogong lint` 检查一部能读懂的规则书：它是否自相矛盾、有没有遗漏。**错误**不许采用，**警告**应当改正或说明，**提示**供采用者知晓。
原文如此、不便改正的，在 `procedure.waivers` 里写明规则、位置、理由和批准人，错误即变为提示。
K0xx 是读不懂的规则书（见 `scheme/codes.py`），K4xx 是评分方法的参数（见 [methods.md](methods.md)）。

`kaogong lint` looks at a rulebook that can be read: does it contradict itself, is something forgotten? An **error** refuses
adoption, a **warning** should be mended or explained, a **note** is for whoever adopts it. Where the paper itself has the flaw,
`procedure.waivers` names the rule, the place, the reason and who agreed; the error becomes a note.

下面每条规则的两个例子就是它的测试：“错”的例子报出这一条，“对”的不报。例子没有写的部分由这个框架补齐：
The two examples of each rule are its tests: the bad one is reported, the good one is not. What an example leaves out comes from
this frame:
"""
SEVERITY = {"error": "错误 · error", "warning": "警告 · warning", "note": "提示 · note"}
FAMILIES = {
    "K1": "计分、依据与效果 · Marks, grounds and effects",
    "K2": "结构 · Structure",
    "K3": "程序 · Procedure",
}


def page() -> str:
    """The whole text of docs/lint.md."""
    ordered = sorted(RULES, key=lambda one: one.code)
    index = "".join(f"- [{one.code}](#{one.code.lower()}) {one.title.zh} · {one.title.en}\n" for one in ordered)
    families = (
        f"## {title}\n\n" + "\n".join(section(one) for one in ordered if one.code.startswith(code))
        for code, title in FAMILIES.items()
    )
    return f"{INTRO}\n{yaml(FRAME)}\n{index}\n" + "\n".join(families)


def section(rule: Rule) -> str:
    """One rule."""
    return (
        f"### {rule.code}\n\n"
        f"**{rule.title.zh} · {rule.title.en}** ({SEVERITY[rule.severity]})\n\n"
        f"{rule.why.zh}{rule.fix.zh}\n\n"
        f"{rule.why.en} {rule.fix.en}\n\n"
        f"错 · bad\n\n{yaml(rule.bad)}\n对 · good\n\n{yaml(rule.good)}"
    )


def yaml(text: str) -> str:
    """A block of YAML."""
    return f"```yaml\n{text}```\n"
