"""What is decided after scoring: published totals, places, grades, consequences, money."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from core.oracle import formulas, items, periods, vetoes
from core.oracle.rounding import round_to
from core.oracle.world import Row, Spot, World
from kaogong.core.scheme.model import Consequence, Item, Ranking, Reward

Key = tuple[Any, ...]

# --- totals -----------------------------------------------------------------------------------------------------------


def total(world: World, spot: Spot) -> Fraction | None:
    """The published total after vetoes."""
    return world.once(("total", spot), lambda: _total(world, spot))  # type: ignore[no-any-return]


def _total(world: World, spot: Spot) -> Fraction | None:
    found = published(world, spot)
    if found is None:
        return None
    if vetoes.effects(world, spot, "total_zero"):
        return Fraction(0)
    ceilings = [one.at for one in vetoes.effects(world, spot, "score_ceiling") if isinstance(one.at, Fraction)]
    return min([found, *ceilings])


def published(world: World, spot: Spot) -> Fraction | None:
    """The total rounded once: by the sheet's own `round`, else by the rulebook's."""
    root = world.book.sheets[spot.sheet].root
    found = items.final(world, root, spot)
    if found is None or root.round is not None:
        return found
    return round_to(found, world.book.publish.places, world.book.publish.mode)


def reading_total(world: World, spot: Spot) -> Fraction | None:
    """What the name `total` means: the published total; inside the condition of a veto, before vetoes."""
    return published(world, spot) if world.before_vetoes else total(world, spot)


def place_in_book(world: World, ref: str) -> tuple[str, Item, str]:
    """What `sheet` or `sheet.item` of a scheme means: the sheet, the item that is graded, and its period."""
    sheet, _, name = ref.partition(".")
    item = world.item(sheet, name) if name else world.book.sheets[sheet].root
    assert item is not None, ref
    return sheet, item, item.every


def score(world: World, ref: str, spot: Spot) -> Fraction | None:
    """The published score a scheme reads."""
    sheet, item, _ = place_in_book(world, ref)
    if item is world.book.sheets[sheet].root:
        return total(world, spot)
    found = items.final(world, item, spot)
    if found is None or item.round is not None:
        return found
    return round_to(found, world.book.publish.places, world.book.publish.mode)


def standing_key(world: World, spot: Spot, order: Iterable[Any]) -> Key:
    """What a subject is ordered by, greater is better: not put last, then each entry (missing is least)."""
    found = [formulas.number(world, entry, spot) for entry in order]
    in_the_race = not vetoes.effects(world, spot, "rank_last")
    return (in_the_race, *((one is not None, one or Fraction(0)) for one in found))


# --- places -----------------------------------------------------------------------------------------------------------


def place_of(world: World, spot: Spot) -> Fraction | None:
    """The place in the first league table of the sheet."""
    mine = [one for one in world.book.ranks if one.sheet == spot.sheet]
    return place(world, mine[0], spot) if mine else None


def place(world: World, ranking: Ranking, spot: Spot) -> Fraction | None:
    """The place of one subject in one league table."""
    everyone = [spot._replace(subject=one) for one in world.pool(spot, ranking.within)]
    keys = {
        one.subject: standing_key(world, one, ranking.order or ("total",))
        for one in everyone
        if total(world, one) is not None
    }
    mine = keys.get(spot.subject)
    if mine is None or not world.counts(spot):
        return None
    better = [name for name, key in keys.items() if key > mine]
    if ranking.ties == "dense":
        better = list({keys[name]: name for name in better}.values())
    if ranking.ties == "listed":
        better += [name for name, key in keys.items() if key == mine and name < spot.subject]
    return Fraction(len(better) + 1)


# --- grades over the years --------------------------------------------------------------------------------------------


def history_row(world: World, spot: Spot, years: int) -> Row | None:
    """The row of the history table so many years before the year of the period."""
    year = periods.year_of(spot.every, spot.period) - years
    for row in world.history:
        if row["subject"] == spot.subject and row["year"] == year and row.get("sheet") in {None, spot.sheet}:
            return row
    return None


def past_grade(world: World, spot: Spot, years: int) -> str | None:
    """The final grade so many years ago; 0 is this year."""
    if years == 0:
        return grade_of(world, spot)
    row = history_row(world, spot, years)
    return row.get("grade") if row else None


def streak(world: World, spot: Spot, wanted: set[str]) -> int:
    """Years running, this one included, with one of the grades."""
    years = 0
    while past_grade(world, spot, years) in wanted:
        years += 1
    return years


def graded_years(world: World, spot: Spot, last: int, wanted: set[str]) -> int:
    """How many of the last years, this one included, have one of the grades."""
    return sum(past_grade(world, spot, years) in wanted for years in range(last))


def grade_of(world: World, spot: Spot) -> str | None:
    """The grade by the first scheme of the sheet."""
    from core.oracle import grades

    mine = [one for one in world.book.grades if one.sheet == spot.sheet]
    return grades.grade(world, mine[0], spot) if mine else None


def times_graded(world: World, spot: Spot, scheme_id: str, wanted: set[str]) -> int:
    """In how many shorter periods of this one a scheme gave the grade."""
    from core.oracle import grades

    scheme = next(one for one in world.book.grades if one.id == scheme_id)
    sheet, _, every = place_in_book(world, scheme.sheet)
    inside = periods.parts(spot.every, spot.period, every)
    spots = [Spot(sheet, spot.subject, every, period) for period in inside]
    return sum(grades.grade(world, scheme, one) in wanted for one in spots)


# --- what follows -----------------------------------------------------------------------------------------------------


def award(world: World, spot: Spot) -> bool:
    """Whether awards are open to the subject."""
    return not vetoes.effects(world, spot, "award_bar")


def consequences(world: World, spot: Spot) -> list[str]:
    """The ids of what follows, in the order of the rulebook."""
    mine = [one for one in world.book.consequences if one.sheet == spot.sheet and world.counts(spot)]
    return [one.id for one in mine if formulas.condition(world, one.when, spot) is True]


def money(world: World, consequence: Consequence, spot: Spot) -> Fraction | None:
    """The money of a consequence that applies, to the cent."""
    if (
        consequence.money is None
        or not world.counts(spot)
        or formulas.condition(world, consequence.when, spot) is not True
    ):
        return None
    found = formulas.number(world, consequence.money, spot)
    return None if found is None else round_to(found, 2)


def rewards(world: World, reward: Reward, spot: Spot) -> dict[str, Fraction]:
    """The shares of one subject's pool, to the cent; they add up to the pool unless the rest is kept."""
    everyone = [spot._replace(subject=one) for one in world.pool(spot, reward.within)]
    entitled = [one for one in everyone if world.counts(one)]
    entitled = [one for one in entitled if reward.where is None or formulas.condition(world, reward.where, one) is True]
    weights = {one.subject: formulas.number(world, reward.share_by, one) for one in entitled}
    parts = {name: weight for name, weight in weights.items() if weight is not None and weight > 0}
    pool = formulas.number(world, reward.pool, spot)
    if pool is None or not parts:
        return {}
    exact = {name: round_to(pool, 2) * weight / sum(parts.values()) for name, weight in parts.items()}
    paid = {name: round_to(share, 2, "down") for name, share in exact.items()}
    cents = (round_to(pool, 2) - sum(paid.values())) * 100
    turn = sorted(parts)
    if reward.remainder == "largest":
        turn.sort(key=lambda name: paid[name] - exact[name])
    for name in [] if reward.remainder == "keep" else turn[: int(cents)]:
        paid[name] += Fraction(1, 100)
    return paid
