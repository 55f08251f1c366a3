"""The tally: answers added up by the database, weighted to the frame exactly, with intervals that are estimates."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection

from kaogong.listen.models import Project, Stratum
from kaogong.listen.queries.estimates import quantile, rake, rank_ranges, shrunk, trimmed, weight_effect, wilson
from kaogong.plan.queries.figures import cut

CELLS = """
SELECT a.stratum_id, a.channel, a.excluded OR (a.late AND NOT %(late)s) AS out, {margins}s.key::int, count(*),
  sum(s.value::numeric), sum(s.value::numeric ^ 2), count(*) FILTER (WHERE s.value::numeric >= %(satisfied)s)
FROM listen_answer a CROSS JOIN LATERAL jsonb_each_text(a.scores) s
WHERE a.project_id = %(project)s
GROUP BY {places}
"""
BALLOTS = """
SELECT a.stratum_id, a.channel, a.excluded OR (a.late AND NOT %(late)s) AS out, {margins}count(*)
FROM listen_answer a WHERE a.project_id = %(project)s GROUP BY {places}
"""
OPTIONS = """
SELECT u.key::int, q.key, q.value #>> '{}', count(*)
FROM listen_answer a CROSS JOIN LATERAL jsonb_each(a.content -> 'u') u CROSS JOIN LATERAL jsonb_each(u.value) q
WHERE a.project_id = %(project)s AND a.channel <> 'open' AND NOT (a.excluded OR (a.late AND NOT %(late)s))
  AND jsonb_typeof(q.value) = 'string'
GROUP BY 1, 2, 3
"""
FINE = 6
"""Places of a weight; from there on it is exact."""
Key = tuple[Any, ...]


@dataclass(slots=True)
class Sums:
    """Ballots of a part: how many, their points, the squares of these, how many are satisfied."""

    number: int = 0
    points: Fraction = Fraction(0)
    squares: Fraction = Fraction(0)
    satisfied: int = 0

    def add(self, other: Sums) -> None:
        """Put another part to it."""
        self.number += other.number
        self.points += other.points
        self.squares += other.squares
        self.satisfied += other.satisfied

    @property
    def mean(self) -> Fraction | None:
        """Their mean; None of nothing."""
        return self.points / self.number if self.number else None


@dataclass(slots=True)
class Counted:
    """What the database added up: by cell (stratum and margins) and unit; raw, cleaned, and of the open link."""

    clean: dict[int, dict[Key, Sums]]
    raw: dict[int, Sums]
    open: dict[int, Sums]
    channels: dict[str, Sums]
    by_channel: dict[int, dict[str, Sums]]
    ballots: dict[Key, int]
    answers: dict[str, int]
    """Ballots by `raw`, `clean` and `open`."""


def counted(project: Project) -> Counted:
    """Add up every answer, in two passes of the database."""
    names = [one["question"] for one in project.margins]
    margins = "".join(f"a.content #>> '{{g,{_safe(name)}}}', " for name in names)
    given = {"project": project.pk, "late": project.late_counts, "satisfied": project.satisfied_from}
    found = Counted(
        defaultdict(dict), defaultdict(Sums), defaultdict(Sums), defaultdict(Sums), defaultdict(dict), {}, {}
    )
    with connection.cursor() as cursor:
        cursor.execute(CELLS.format(margins=margins, places=_places(4 + len(names))), given)
        for row in cursor.fetchall():
            _added(found, row, len(names))
        cursor.execute(BALLOTS.format(margins=margins, places=_places(3 + len(names))), given)
        for stratum, channel, out, *more in cursor.fetchall():
            kind = "open" if channel == "open" else "raw"
            found.answers[kind] = found.answers.get(kind, 0) + more[-1]
            if kind == "raw" and not out:
                cell = (stratum, *more[:-1])
                found.ballots[cell] = found.ballots.get(cell, 0) + more[-1]
                found.answers["clean"] = found.answers.get("clean", 0) + more[-1]
    return found


def _safe(name: str) -> str:
    assert name.isalnum(), name
    return name


def _places(number: int) -> str:
    return ", ".join(str(place) for place in range(1, number + 1))


def _added(found: Counted, row: tuple[Any, ...], margins: int) -> None:
    stratum, channel, out, *rest = row
    unit = rest[margins]
    number, points, squares, satisfied = rest[margins + 1 :]
    sums = Sums(number, Fraction(points), Fraction(squares), satisfied)
    if channel == "open":
        found.open[unit].add(sums)
        return
    found.raw[unit].add(sums)
    if out:
        return
    cell = (stratum, *rest[:margins])
    found.clean[unit].setdefault(cell, Sums()).add(sums)
    found.by_channel[unit].setdefault(channel, Sums()).add(sums)
    found.channels[channel].add(sums)


def weights_of(project: Project, ballots: Mapping[Key, int]) -> dict[Key, Fraction]:
    """The weight of a ballot by its cell: the frame over what came back, raked to further margins, trimmed, cut once.

    The weights have the mean one. A declared weight of groups takes the place of their share of the frame.
    """
    strata = {one.pk: one for one in Stratum.objects.filter(group__project=project).select_related("group")}
    there = {cell for cell, number in ballots.items() if number}
    frame = _frames(strata, {cell[0] for cell in there})
    margins: list[dict[Any, float]] = [{key: float(value) for key, value in frame.items()}]
    whole = sum(margins[0].values())
    for one in project.margins:
        total = sum(Decimal(str(share)) for share in one["shares"].values())
        margins.append({key: whole * float(Decimal(str(share)) / total) for key, share in one["shares"].items()})
    if len(margins) == 1:
        by_stratum: dict[Any, int] = defaultdict(int)
        for cell in there:
            by_stratum[cell[0]] += ballots[cell]
        plain = {cell: float(frame[cell[0]] / by_stratum[cell[0]]) for cell in there}
    else:
        fitted = rake({cell: float(ballots[cell]) for cell in there}, margins)
        plain = {cell: fitted[cell] / ballots[cell] for cell in there}
    held = trimmed(dict(plain), {cell: ballots[cell] for cell in there}, float(project.trim))
    total_weight = sum(held[cell] * ballots[cell] for cell in there)
    many = sum(ballots[cell] for cell in there)
    return {cell: Fraction(Decimal(str(round(held[cell] * many / total_weight, FINE)))) for cell in there}


def _frames(strata: Mapping[int, Stratum], there: Iterable[int]) -> dict[int, Fraction]:
    """People behind each stratum that answered; where groups have weights, these share them out."""
    found = {key: Fraction(strata[key].frame) for key in there}
    if not any(strata[key].group.weight is not None for key in found):
        return found
    groups: dict[int, Fraction] = defaultdict(Fraction)
    for key, frame in found.items():
        groups[strata[key].group_id] += frame
    return {
        key: frame / groups[strata[key].group_id] * Fraction(strata[key].group.weight or 0)
        for key, frame in found.items()
    }


def unit_lines(project: Project, found: Counted, weights: Mapping[Key, Fraction]) -> list[dict[str, Any]]:
    """What the tally says of each unit: raw, cleaned, weighted, with effect, interval and whether all groups spoke."""
    groups = dict(Stratum.objects.filter(group__project=project).values_list("pk", "group_id"))
    declared = {one.pk: Fraction(one.weight or 0) for one in project.groups.all()}
    lines = []
    for subject in project.subjects.select_related("unit"):
        cells = found.clean.get(subject.unit_id, {})
        own = _as_declared(cells, weights, groups, declared) if any(declared.values()) else weights
        lines.append(_line(project, subject, cells, own, groups, found))
    _shrunk(lines)
    _ranked(lines, float(project.confidence))
    return lines


def _as_declared(
    cells: Mapping[Key, Sums],
    weights: Mapping[Key, Fraction],
    groups: Mapping[int, int],
    declared: Mapping[int, Fraction],
) -> dict[Key, Fraction]:
    """Weights of one unit's ballots: each group has its declared share of it, however few of the group rated this unit."""
    sums: dict[int, Fraction] = defaultdict(Fraction)
    for cell, held in cells.items():
        sums[groups[cell[0]]] += weights[cell] * held.number
    many = sum(held.number for held in cells.values())
    whole = sum(declared[group] for group in sums)
    scale = {group: declared[group] * many / whole / held for group, held in sums.items() if held and whole}
    return {cell: weights[cell] * scale.get(groups[cell[0]], 1) for cell in cells}


def _line(
    project: Project,
    subject: Any,
    cells: Mapping[Key, Sums],
    weights: Mapping[Key, Fraction],
    groups: Mapping[int, int],
    found: Counted,
) -> dict[str, Any]:
    clean = Sums()
    by_group: dict[int, Sums] = defaultdict(Sums)
    weight = points = squares = satisfied = Fraction(0)
    often: dict[float, int] = defaultdict(int)
    for cell, sums in cells.items():
        held = weights[cell]
        clean.add(sums)
        by_group[groups[cell[0]]].add(sums)
        weight += held * sums.number
        points += held * sums.points
        squares += held * sums.squares
        satisfied += held * sums.satisfied
        often[float(held)] += sums.number
    raters = {one.pk for one in project.groups.all() if not one.categories or subject.category in one.categories}
    effect = weight_effect(often) * float(project.cluster_effect)
    many = clean.number / effect if clean.number else 0.0
    mean = points / weight if weight else None
    spread = float(squares / weight - mean * mean) if mean is not None else 0.0
    share = float(satisfied / weight) if weight else 0.0
    error = math.sqrt(max(spread, 0.0) / many) if many else 0.0
    half = quantile(float(project.confidence)) * error
    low, high = wilson(share, many, float(project.confidence))
    return {
        "unit": subject.unit_id, "subject": subject.pk, "code": subject.unit.code, "category": subject.category,
        "number": clean.number, "raw_number": found.raw[subject.unit_id].number,
        "raw": _said(found.raw[subject.unit_id].mean), "cleaned": _said(clean.mean), "weighted": _said(mean),
        "effect": round(effect, 2), "effective": round(many), "error": error, "mean": float(mean) if mean is not None else None,
        "interval": [round(max(0.0, float(mean) - half), 2), round(min(100.0, float(mean) + half), 2)] if mean is not None else None,
        "satisfied": round(share * 100, 1), "satisfied_interval": [round(low * 100, 1), round(high * 100, 1)],
        "groups": {str(key): [sums.number, _said(sums.mean)] for key, sums in by_group.items()},
        "channels": {key: [sums.number, _said(sums.mean)] for key, sums in found.by_channel.get(subject.unit_id, {}).items()},
        "complete": bool(raters) and raters <= set(by_group), "small": clean.number < project.shrink_below,
        "shown": clean.number >= project.minimum_group,
        "open": [found.open[subject.unit_id].number, _said(found.open[subject.unit_id].mean)],
    }  # fmt: skip


def _said(value: Fraction | None, places: int = 4) -> str | None:
    return None if value is None else f"{cut(value, places):f}"


def _shrunk(lines: list[dict[str, Any]]) -> None:
    """Draw the means of a category towards each other."""
    for several in _by_category(lines):
        variances = [one["error"] ** 2 for one in several]
        for one, found in zip(several, shrunk([one["mean"] for one in several], variances), strict=True):
            one["shrunk"] = f"{Decimal(str(round(found, 4))):f}"
            one["shrunk_mean"] = found


def _ranked(lines: list[dict[str, Any]], confidence: float) -> None:
    """Places within a category, and from which to which each may stand (YL-20)."""
    for several in _by_category(lines):
        ranges = rank_ranges([one["mean"] for one in several], [one["error"] for one in several], confidence)
        order = sorted({one["mean"] for one in several}, reverse=True)
        above = {mean: sum(one["mean"] > mean for one in several) for mean in order}
        for one, held in zip(several, ranges, strict=True):
            one["rank"], one["range"] = 1 + above[one["mean"]], list(held)


def _by_category(lines: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in lines:
        one.setdefault("shrunk", None)
        one.setdefault("rank", None)
        one.setdefault("range", None)
        if one["mean"] is not None:
            held[one["category"]].append(one)
    return list(held.values())


def options_of(project: Project) -> dict[str, dict[str, dict[str, int]]]:
    """How often each option was chosen, by unit and question, of the answers that count."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(OPTIONS, {"project": project.pk, "late": project.late_counts})
        for unit, question, option, number in cursor.fetchall():
            found.setdefault(str(unit), {}).setdefault(question, {})[option] = number
    return found


def channel_gaps(project: Project, channels: Mapping[str, Sums]) -> dict[str, Any]:
    """The mean of every channel by itself, and pairs that differ by more than the project bears (LZ-16)."""
    means = {
        key: sums.mean
        for key, sums in channels.items()
        if sums.number >= project.minimum_group and sums.mean is not None
    }
    keys = sorted(means)
    gaps = []
    for place, one in enumerate(keys):
        for other in keys[place + 1 :]:
            apart = abs(means[one] - means[other])
            if apart >= Fraction(project.gap_alert):
                gaps.append([one, other, _said(apart, 2)])
    table = {key: [channels[key].number, _said(means[key], 2)] for key in keys}
    return {"channels": table, "gaps": sorted(gaps, key=lambda gap: -Decimal(gap[2] or 0))}
