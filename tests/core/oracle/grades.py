"""Grades: bands, quotas, ties, ceilings."""

from core.oracle import formulas, grading, vetoes
from core.oracle.rounding import round_to
from core.oracle.world import Spot, Value, World
from kaogong.core.scheme.model import GradeScheme, Rung

Pools = dict[Value, list[str]]


def grade(world: World, scheme: GradeScheme, spot: Spot) -> str | None:
    """The grade of one subject by one scheme."""
    return all_grades(world, scheme, spot).get(spot.subject)


def all_grades(world: World, scheme: GradeScheme, spot: Spot) -> dict[str, str]:
    """Everybody's grade in the period."""
    key = ("grades", scheme.id, spot.every, spot.period)
    return world.once(key, lambda: _all_grades(world, scheme, spot))  # type: ignore[no-any-return]


def _all_grades(world: World, scheme: GradeScheme, spot: Spot) -> dict[str, str]:
    pools = pools_of(world, scheme, spot)
    given: dict[str, str] = {}
    for rung in filling_order(scheme):
        entered: list[str] = []
        for key, members in pools.items():
            waiting = [one for one in members if one not in given]
            fit = [one for one in waiting if qualifies(world, scheme, rung, spot._replace(subject=one))]
            entered += chosen(world, scheme, rung, spot, fit, quota(world, scheme, rung, spot, key, members))
        entered = under_ceiling(world, scheme, rung, spot, pools, entered)
        given |= dict.fromkeys(entered, rung.grade)
    return given


def pools_of(world: World, scheme: GradeScheme, spot: Spot) -> Pools:
    """The subjects that count and have a total, by pool."""
    pools: Pools = {}
    for one in world.members(scheme.sheet, spot.every, spot.period):
        key = pool_key(world, scheme, one) if world.counts(spot._replace(subject=one)) else None
        if key is not None and grading.total(world, spot._replace(subject=one, sheet=scheme.sheet)) is not None:
            pools.setdefault(key, []).append(one)
    return pools


def pool_key(world: World, scheme: GradeScheme, subject: str) -> Value:
    """The pool a subject belongs to."""
    if not scheme.pool_link:
        return world.key(scheme.sheet.partition(".")[0], subject, scheme.within)
    heads = sorted(head for head, _ in world.linked(scheme.pool_link, subject))
    return heads[0] if heads else None


def filling_order(scheme: GradeScheme) -> list[Rung]:
    """The rows filled from the bottom first, the lowest before all; then the others from the best down."""
    from_bottom = [one for one in reversed(scheme.ladder) if one.bottom]
    return from_bottom + [one for one in scheme.ladder if not one.bottom]


def qualifies(world: World, scheme: GradeScheme, rung: Rung, spot: Spot) -> bool:
    """Score, gate and ceilings of the subject allow the row."""
    score = grading.score(world, scheme.sheet, spot)
    assert score is not None
    if rung.floor is not None and score < rung.floor:
        return False
    names = [one.grade for one in scheme.ladder]
    ceilings = [names.index(str(one.at)) for one in vetoes.effects(world, spot, "grade_ceiling") if one.at in names]
    if any(names.index(rung.grade) < ceiling for ceiling in ceilings):
        return False
    return rung.where is None or formulas.condition(world, rung.where, spot) is True


def quota(world: World, scheme: GradeScheme, rung: Rung, spot: Spot, key: Value, members: list[str]) -> int | None:
    """How many places the row has in this pool; nothing when it has no quota."""
    found = rung.places
    if rung.share is not None:
        share = rung.share
        first = next(one for one in scheme.ladder if one.share is not None)
        uplift = scheme.uplift
        if uplift is not None and rung is first and lifted(world, scheme, spot, key, members):
            share = share * (1 + uplift.by) if uplift.reading == "relative" else share + uplift.by
        found = int(round_to(share * size(world, scheme, spot, members), 0, scheme.rounding))
    return None if found is None else max(found, rung.at_least)


def size(world: World, scheme: GradeScheme, spot: Spot, members: list[str]) -> int:
    """The size quotas are taken of."""
    if scheme.count == "all":
        return len(members)
    return sum(not vetoes.vetoed(world, spot._replace(subject=one)) for one in members)


def lifted(world: World, scheme: GradeScheme, spot: Spot, key: Value, members: list[str]) -> bool:
    """Whether the pool has the uplift: asked of the subject that heads a linked pool, else of every member."""
    assert scheme.uplift is not None
    asked = [spot._replace(subject=one) for one in members]
    if scheme.pool_link:
        head = str(key)
        sheets = [one for one in world.book.sheets.values() if world.on_sheet(one.id, head) and one.every == spot.every]
        asked = [Spot(sheets[0].id if sheets else "", head, spot.every, spot.period)]
    return all(formulas.condition(world, scheme.uplift.when, one) is True for one in asked)


def chosen(world: World, scheme: GradeScheme, rung: Rung, spot: Spot, fit: list[str], places: int | None) -> list[str]:
    """Who takes the row, ties at the edge treated as declared."""
    if places is None:
        return fit
    keys = {one: order_key(world, scheme, spot._replace(subject=one), scheme.ties == "chain") for one in fit}
    order = sorted(fit, key=lambda one: keys[one], reverse=not rung.bottom)
    if places >= len(order):
        return order
    if places <= 0:
        return []
    edge = keys[order[places - 1]]
    if keys[order[places]] != edge:
        return order[:places]
    if scheme.ties == "exclude" or (rung.bottom and scheme.ties == "chain"):
        return [one for one in order[:places] if keys[one] != edge]
    return [one for one in order if one in order[:places] or keys[one] == edge]


def order_key(world: World, scheme: GradeScheme, spot: Spot, chain: bool) -> grading.Key:
    """The score first; the tie chain only where it is asked for."""
    in_the_race, *further = grading.standing_key(world, spot, scheme.order if chain else ())
    return (in_the_race, grading.score(world, scheme.sheet, spot), *further)


def under_ceiling(
    world: World, scheme: GradeScheme, rung: Rung, spot: Spot, pools: Pools, entered: list[str]
) -> list[str]:
    """Those who keep the row when all pools together have too many: the best; subjects equal at the edge all go."""
    ceiling = scheme.ceiling
    if ceiling is None or ceiling.grade != rung.grade:
        return entered
    everyone = [one for members in pools.values() for one in members]
    groups: Pools = {}
    for one in everyone:
        groups.setdefault(world.key(spot.sheet, one, ceiling.within), []).append(one)
    kept: list[str] = []
    for members in groups.values():
        limit = int(round_to(ceiling.share * len(members), 0, "down"))
        mine = [one for one in entered if one in members]
        keys = {one: order_key(world, scheme, spot._replace(subject=one), True) for one in mine}
        kept += [one for one in mine if sum(keys[other] >= keys[one] for other in mine) <= limit]
    return kept
