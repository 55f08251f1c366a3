"""Rules about grades: bands without gaps, quotas that can be met, pools under their ceiling."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from kaogong.core.problem import Text
from kaogong.core.scheme.entries import percent, plain
from kaogong.core.scheme.lint.rule import Finding, found, rule
from kaogong.core.scheme.model import GradeScheme, Item, Rulebook, Rung

ZERO = Fraction(0)


def by_score(scheme: GradeScheme) -> tuple[Rung, ...]:
    """The rows given by score alone."""
    return tuple(one for one in scheme.ladder if one.share is None and one.places is None)


@rule(
    "K150",
    "error",
    title=Text("等次的分数线次序不对", "Grade bands out of order"),
    why=Text(
        "从最好的等次往下看，先满足者算数；线不递减，后面的等次就够不着。",
        "Grades are tried best first; unless the lines fall, a later grade is never reached.",
    ),
    fix=Text("从高到低写分数线，每条线只写一次。", "Write the lines from high to low, each once."),
    good="""\
grades:
  - id: annual
    sheet: unit
    basis: m
    ladder:
      - {grade: 优秀, from: 90}
      - {grade: 良好, from: 80}
      - {grade: 一般}
""",
    bad="""\
grades:
  - id: annual
    sheet: unit
    basis: m
    ladder:
      - {grade: 优秀, from: 80}
      - {grade: 良好, from: 90}
      - {grade: 一般}
""",
)
def lines_fall(book: Rulebook) -> Iterator[Finding]:
    """Score lines of rows without a quota or gate: each below the one before."""
    for scheme in book.grades:
        plain_rows = [one for one in by_score(scheme) if one.where is None and not one.bottom and one.floor is not None]
        for before, row in pairwise(plain_rows):
            if row.floor is not None and before.floor is not None and row.floor >= before.floor:
                yield found(
                    row.place,
                    f"“{row.grade}”的线 {plain(row.floor)} 不低于“{before.grade}”的 {plain(before.floor)}",
                    f"{row.grade} starts at {plain(row.floor)}, no lower than {before.grade}",
                )


@rule(
    "K151",
    "error",
    title=Text("有的分数没有等次", "Scores without a grade"),
    why=Text(
        "不够最后一条线（或名额之外）的单位没有等次可得。",
        "Whoever is below the last line, or outside every quota, gets no grade.",
    ),
    fix=Text("最后加一行不设条件的等次。", "End with a grade that has no condition."),
    good="""\
grades:
  - id: annual
    sheet: unit
    basis: m
    ladder:
      - {grade: 优秀, from: 90}
      - {grade: 一般}
""",
    bad="""\
grades:
  - id: annual
    sheet: unit
    basis: m
    ladder:
      - {grade: 优秀, from: 90}
      - {grade: 一般, from: 60}
""",
)
def every_score_graded(book: Rulebook) -> Iterator[Finding]:
    """A row without any condition, that takes everybody left."""
    for scheme in book.grades:
        lowest = graded(book, scheme.sheet).floor
        if not any(_open(row, lowest) for row in scheme.ladder):
            last = scheme.ladder[-1] if scheme.ladder else None
            zh = f"等次 {scheme.id} 最后一档“{last.grade if last else ''}”之下没有等次"
            yield found(last.place if last else scheme.place, zh, f"{scheme.id} has no grade for the rest")


def graded(book: Rulebook, reference: str) -> Item:
    """The item whose score `sheet` or `sheet.item` means: the whole sheet, or the one named after it."""
    sheet, _, item = reference.partition(".")
    return book.item(sheet, item or sheet)


def _open(row: Rung, lowest: Fraction | None) -> bool:
    free = row.share is None and row.places is None and row.where is None and not row.bottom
    return free and (row.floor is None or (lowest is not None and row.floor <= lowest))


@rule(
    "K152",
    "warning",
    title=Text("够不着的等次", "A grade out of reach"),
    why=Text("分数线高过这张表可能的最高分，谁也评不上。", "Its line is above anything the sheet can give."),
    fix=Text("降低分数线，或核对考核表的满分与封顶。", "Lower the line, or check the sheet's full marks and cap."),
    good="""\
grades:
  - {id: annual, sheet: unit, basis: m, ladder: [{grade: 优秀, from: 90}, {grade: 一般}]}
""",
    bad="""\
grades:
  - {id: annual, sheet: unit, basis: m, ladder: [{grade: 优秀, from: 120}, {grade: 一般}]}
""",
)
def grades_reachable(book: Rulebook) -> Iterator[Finding]:
    """Score lines above the greatest total, where that is known."""
    for scheme in book.grades:
        most = highest(graded(book, scheme.sheet))
        for row in scheme.ladder:
            if most is not None and row.floor is not None and row.floor > most:
                yield found(
                    row.place,
                    f"“{row.grade}”要 {plain(row.floor)} 分，这张表最多 {plain(most)} 分",
                    f"{row.grade} needs {plain(row.floor)}, the sheet gives {plain(most)} at most",
                )


def highest(item: Item) -> Fraction | None:
    """The greatest value an item can have, as far as its declaration tells; None when it does not."""
    if item.cap is not None or not item.items:
        return (
            item.cap
            if item.cap is not None
            else (item.full if item.times is None and "cap" not in item.limits_written else None)
        )
    most = [ZERO if one.role == "deduction" else highest(one) for one in item.items]
    known = [one for one in most if one is not None]
    if len(known) < len(most) or item.times is not None or item.rescale is not None:
        return None
    if item.combine == "weighted":
        return sum((one * (child.weight or ZERO) for one, child in zip(known, item.items, strict=True)), ZERO)
    return sum(known, ZERO) if item.combine == "sum" else None


@rule(
    "K153",
    "error",
    title=Text("名额无法满足", "Quotas that cannot be met"),
    why=Text(
        "各等次的比例加起来超过全部单位，或至少几名多于名额。",
        "The shares pass the whole pool, or at least so many is more than there are places.",
    ),
    fix=Text("降低比例，或改 at_least。", "Lower the shares, or change at_least."),
    good="""\
grades:
  - {id: annual, sheet: unit, basis: m, within: all, ladder: [{grade: A, share: 30%}, {grade: C, share: 10%, bottom: true}, {grade: B}]}
""",
    bad="""\
grades:
  - {id: annual, sheet: unit, basis: m, within: all, ladder: [{grade: A, share: 60%}, {grade: C, share: 50%, bottom: true}, {grade: B}]}
""",
)
def quotas_fit(book: Rulebook) -> Iterator[Finding]:
    """Shares over the whole, and minima above the places."""
    for scheme in book.grades:
        total = sum((row.share or ZERO for row in scheme.ladder), ZERO)
        if total > 1:
            yield found(
                scheme.place,
                f"等次 {scheme.id} 的比例合计 {percent(total)}",
                f"the shares of {scheme.id} add up to {percent(total)}",
            )
        for row in scheme.ladder:
            if row.places is not None and row.at_least > row.places:
                yield found(
                    row.place,
                    f"“{row.grade}”至少 {row.at_least} 名，名额只有 {row.places}",
                    f"{row.grade}: at least {row.at_least} of {row.places} places",
                )


@rule(
    "K154",
    "error",
    title=Text("各池名额之和超过总上限", "Pools above the ceiling"),
    why=Text(
        "每个池都用满，总数就超过上限，最后要有人被拿掉。",
        "If every pool fills its share the ceiling is passed, and somebody must be struck off.",
    ),
    fix=Text("降低各池的比例，或提高上限。", "Lower the share of the pools or raise the ceiling."),
    good="""\
grades:
  - id: annual
    sheet: unit
    basis: m
    within: all
    ceiling: {share: 15%, grade: 优秀, within: all}
    ladder: [{grade: 优秀, share: 15%}, {grade: 合格}]
""",
    bad="""\
grades:
  - id: annual
    sheet: unit
    basis: m
    within: all
    ceiling: {share: 15%, grade: 优秀, within: all}
    ladder: [{grade: 优秀, share: 20%}, {grade: 合格}]
""",
)
def pools_under_ceiling(book: Rulebook) -> Iterator[Finding]:
    """The share of a grade in each pool, against the ceiling over all pools."""
    for scheme in book.grades:
        for row in scheme.ladder:
            top = scheme.ceiling
            if top is not None and row.grade == top.grade and row.share is not None and row.share > top.share:
                yield found(
                    row.place,
                    f"各池“{row.grade}”{percent(row.share)}，总上限 {percent(top.share)}",
                    f"{row.grade} takes {percent(row.share)} of each pool, the ceiling is {percent(top.share)}",
                )


@rule(
    "K156",
    "note",
    title=Text("小组可能没有名额", "Small pools may get no place"),
    why=Text(
        "比例乘以人数不到半个名额时，舍入后一个也没有。",
        "Where the share of a small pool is less than half a place, rounding leaves none.",
    ),
    fix=Text("写 at_least: 1，或说明小组合并评定。", "Write at_least: 1, or say how small pools are joined."),
    good="""\
grades:
  - {id: annual, sheet: unit, basis: m, within: class, ladder: [{grade: A, share: 30%, at_least: 1}, {grade: B}]}
""",
    bad="""\
grades:
  - {id: annual, sheet: unit, basis: m, within: class, ladder: [{grade: A, share: 30%}, {grade: B}]}
""",
)
def pools_large_enough(book: Rulebook) -> Iterator[Finding]:
    """Shares of pools smaller than everybody, with no least number of places."""
    for scheme in book.grades:
        for row in scheme.ladder:
            if (
                row.share is not None
                and not row.at_least
                and not row.bottom
                and (scheme.within != "all" or scheme.pool_link)
            ):
                yield found(
                    row.place,
                    f"小组按 {percent(row.share)} 可能一个“{row.grade}”也没有",
                    f"{percent(row.share)} of a small pool may be no {row.grade} at all",
                )


RULES = (
    lines_fall,
    every_score_graded,
    grades_reachable,
    quotas_fit,
    pools_under_ceiling,
    pools_large_enough,
)
