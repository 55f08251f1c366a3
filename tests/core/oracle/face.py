"""The oracle's answers, in the shape of the engine's rows."""

from fractions import Fraction
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
        "award": grading.award(world, spot),
    }
    for item in root.walk():
        if item.every == spot.every or item.rollup is not None:
            found[item.id] = items.read(world, item, spot)
    found["total"] = grading.total(world, spot)
    for ranking in world.book.ranks:
        if ranking.sheet == spot.sheet:
            found[f"rank.{ranking.id}"] = grading.place(world, ranking, spot)
    for scheme in world.book.grades:
        if scheme.sheet == spot.sheet:
            found[f"grade.{scheme.id}"] = grades.grade(world, scheme, spot)
    found["consequences"] = grading.consequences(world, spot)
    found["money"] = {
        one.id: grading.money(world, one, spot)
        for one in world.book.consequences
        if one.id in found["consequences"] and one.money is not None
    }
    return found


def rewards(world: World, period: str) -> dict[tuple[str, str], Fraction]:
    """Every amount paid, by reward and subject."""
    found: dict[tuple[str, str], Fraction] = {}
    for reward in world.book.rewards:
        for spot in spots(world, reward.sheet, period):
            amount = grading.rewards(world, reward, spot).get(spot.subject)
            if amount is not None:
                found[reward.id, spot.subject] = amount
    return found


def only(world: World, sheet: str, period: str) -> Row:
    """The row of the only subject."""
    (found,) = rows(world, sheet, period)
    return found
