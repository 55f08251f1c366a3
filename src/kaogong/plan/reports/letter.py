"""What a letter says, for every form it is written in. It says what was sealed, not what holds today.

A letter is signed as it stands, so its words are the same for every reader, whatever language the pages around it speak.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone

from kaogong.plan.models import Letter


def title_of(letter: Letter) -> str:
    """The title."""
    return f"{letter.content['year']} 年{letter.content['kind']}"


def opening_of(letter: Letter) -> list[str]:
    """The opening sentences."""
    held = letter.content
    lines = [f"为落实{_cycle(held)}目标，{held['upper']}与{held['unit']}签订本责任书。责任目标如下："]
    if held["missing"]:
        lines.append(f"未列门类：{'、'.join(held['missing'])}。")
    return lines


def _cycle(held: dict[str, Any]) -> str:
    """What the cycle is called, with its year said once."""
    name = str(held["cycle"]).removeprefix(str(held["year"])).strip().removeprefix("年度")
    return f"{held['year']}年度{name}"


HEADS: Final = ("序号", "门类", "指标", "目标值", "分值", "质量要求", "完成时限")


def table_of(letter: Letter) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The table of targets as they were sealed: its heads and its rows, without the columns in which nothing is said."""
    rows = _rows(letter)
    said = [at for at in range(len(HEADS)) if any(row[at] for row in rows)] if rows else list(range(len(HEADS)))
    return tuple(HEADS[at] for at in said), [tuple(row[at] for at in said) for row in rows]


def _rows(letter: Letter) -> list[tuple[str, ...]]:
    return [
        (
            str(number),
            row["family"],
            row["indicator"],
            f"{row['sign']} {row['value']} {row['unit']}".strip() if row["value"] else row["quality"],
            row["points"],
            row["quality"],
            row["due"],
        )
        for number, row in enumerate(letter.content["targets"], 1)
    ]


def parties_of(letter: Letter) -> list[str]:
    """The parties, with who signed when; a free place where nobody has."""
    signed = {one.party: one for one in letter.signatures.select_related("by__person")}
    found = []
    for party, title, name in (
        ("upper", "交办单位", letter.content["upper"]),
        ("unit", "责任单位", letter.content["unit"]),
    ):
        one = signed.get(party)
        if one is None:
            found.append(f"{title}（{name}）：________　____年__月__日")
            continue
        who = one.by.person.name if one.by is not None and one.by.person is not None else str(one.by)
        day = timezone.localtime(one.at)
        found.append(f"{title}（{name}）：{who}　{day.year}年{day.month}月{day.day}日")
    return found
