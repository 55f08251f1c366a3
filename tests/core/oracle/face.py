"""The oracle's answers, in the shape of the engine's rows."""

from typing import Any

from core.oracle import grades, grading, items, periods
from core.oracle.world import Row, Spot, World


def spots(world: World, sheet: str, period: str) -> list[Spot]:
    """Every subject of a sheet in every scored period of the sheet inside the period asked for."""
    asked, number = periods.parse(period)
    every = world.book.sheets[sheet].every
    if periods.MONTHS[every] > periods.MONTHS[asked]:
        return []
    around = Spot(sheet, "", asked, number)
    return [
        Spot(sheet, subject, every, one)
        for subject in sorted(world.subjects)
        if world.on_sheet(sheet, subject)
        for one in world.scored(around._replace(subject=subject), every)
    ]


def rows(world: World, sheet: str, period: str) -> list[dict[str, Any]]:
    """All results of a sheet."""
    return [row(world, spot) for spot in spots(world, sheet, period)]


def row(world: World, spot: Spot) -> dict[str, Any]:
    """All results of one subject in one period."""
    root = world.book.sheets[spot.sheet].root
    found: dict[str, Any] = {
        "subject": spot.subject,
        "period": periods.text(spot.every, spot.period),
        "total": grading.total(world, spot),
        "award": grading.award(world, spot),
        "consequences": grading.consequences(world, spot),
    }
    for item in root.walk():
        found[item.id] = (
            items.read(world, item, spot) if item.every != spot.every else items.final(world, item, spot)
        )
    for ranking in world.book.ranks:
        if ranking.sheet == spot.sheet:
            found[f"rank.{ranking.id}"] = grading.place(world, ranking, spot)
    for scheme in world.book.grades:
        if scheme.sheet == spot.sheet:
            found[f"grade.{scheme.id}"] = grades.grade(world, scheme, spot)
    for reward in world.book.rewards:
        if reward.sheet == spot.sheet:
            found[f"reward.{reward.id}"] = grading.rewards(world, reward, spot).get(spot.subject)
    for consequence in world.book.consequences:
        if consequence.sheet == spot.sheet:
            found[f"money.{consequence.id}"] = grading.money(world, consequence, spot)
    return found


def only(world: World, sheet: str, period: str) -> Row:
    """The row of the only subject."""
    (found,) = rows(world, sheet, period)
    return found
