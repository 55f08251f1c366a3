"""What a letter says, for every form it is written in. It says what was sealed, not what holds today."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from kaogong.plan.models import Letter


def title_of(letter: Letter) -> str:
    """The title."""
    return _("%(year)s 年%(kind)s") % {"year": letter.content["year"], "kind": letter.content["kind"]}


def opening_of(letter: Letter) -> list[str]:
    """The opening sentences."""
    held = letter.content
    words = _("为落实%(year)s年度%(cycle)s目标，%(upper)s与%(unit)s签订本责任书。责任目标如下：")
    given = {"year": held["year"], "cycle": held["cycle"], "upper": held["upper"], "unit": held["unit"]}
    lines = [words % given]
    if held["missing"]:
        lines.append(_("未列门类：%(names)s。") % {"names": "、".join(held["missing"])})
    return lines


def heads_of() -> tuple[str, ...]:
    """The heads of the table of targets."""
    return (_("序号"), _("门类"), _("指标"), _("目标值"), _("分值"), _("质量要求"), _("完成时限"))


def rows_of(letter: Letter) -> list[tuple[str, ...]]:
    """The targets as they were sealed."""
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
        ("upper", _("交办单位"), letter.content["upper"]),
        ("unit", _("责任单位"), letter.content["unit"]),
    ):
        one = signed.get(party)
        if one is None:
            found.append(_("%(party)s（%(name)s）：________　____年__月__日") % {"party": title, "name": name})
            continue
        who = one.by.person.name if one.by is not None and one.by.person is not None else str(one.by)
        day = timezone.localtime(one.at)
        words = _("%(party)s（%(name)s）：%(who)s　%(year)d年%(month)d月%(day)d日")
        given = {"party": title, "name": name, "who": who, "year": day.year, "month": day.month, "day": day.day}
        found.append(words % given)
    return found
