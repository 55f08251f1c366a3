"""What may be shown of ratings: means of groups that are large enough; small ones are merged, too few in all not shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from kaogong.assess.models import Entrant, Tally
from kaogong.assess.queries.ballots import Counted, points_of, questions_of
from kaogong.org.queries import setting
from kaogong.plan.queries.figures import cut

PLACES = 2


@dataclass(frozen=True, slots=True)
class Group:
    """A group, or several merged: how many ballots count, and the means by question, raw and with severity taken out."""

    name: str
    valid: int
    issued: int
    means: dict[str, tuple[str, str]]
    merged: bool = False

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """Question, raw mean, estimate."""
        return [(key, raw, fixed) for key, (raw, fixed) in self.means.items()]


@dataclass(slots=True)
class Shown:
    """What may be shown of an entrant."""

    groups: list[Group] = field(default_factory=list)
    hidden: int = 0
    """Valid ballots of which nothing may be shown."""
    questions: dict[str, str] = field(default_factory=dict)


def shown_of(entrants: Sequence[Entrant]) -> dict[int, Shown]:
    """What may be shown of each entrant, after its meeting or its round was closed."""
    least = int(setting("ratings.shown_from"))
    held = Tally.objects.filter(entrant__in=[one.pk for one in entrants]).select_related("source")
    several: dict[int, list[Tally]] = {one.pk: [] for one in entrants}
    for one in held.order_by("source__place"):
        several[one.entrant_id].append(one)
    return {key: _shown(tallies, least) for key, tallies in several.items()}


def _shown(tallies: Sequence[Tally], least: int) -> Shown:
    """Small groups go together with the smallest others until nobody of them can be told apart."""
    found = Shown()
    for one in tallies:
        found.questions |= questions_of(one.source.form)
    own = [one for one in tallies if one.source.who != "self" and one.valid]
    large = [[one] for one in own if one.valid >= least]
    small = [one for one in own if one.valid < least]
    if small and sum(one.valid for one in small) < least and large:
        large.sort(key=lambda group: group[0].valid)
        small = large.pop(0) + small
    if small and sum(one.valid for one in small) >= least:
        large.append(sorted(small, key=lambda one: one.source.place))
    else:
        found.hidden = sum(one.valid for one in small)
    large.sort(key=lambda group: group[0].source.place)
    found.groups = [_group(group) for group in large]
    return found


def _group(tallies: Sequence[Tally]) -> Group:
    name = _("、").join(one.source.name for one in tallies)
    valid, issued = sum(one.valid for one in tallies), sum(one.issued for one in tallies)
    counted = [(one, Counted.of(one.words)) for one in tallies]
    if len(counted) == 1:
        means = {key: (f"{Decimal(raw):.{PLACES}f}", fixed) for key, (raw, fixed) in counted[0][1].means.items()}
        return Group(name, valid, issued, means)
    means = {}
    for key in dict.fromkeys(key for _one, each in counted for key in each.means):
        marks = list(_marks(counted, key))
        fixed = [(float(each.means[key][1]), each.valid) for _one, each in counted if key in each.means]
        weight = sum(number for _mean, number in fixed)
        corrected = sum(mean * number for mean, number in fixed) / weight if weight else 0.0
        raw = cut(Fraction(sum(marks, Fraction(0)), len(marks)), PLACES)
        means[key] = (f"{raw:.{PLACES}f}", f"{corrected:.{PLACES}f}")
    return Group(name, valid, issued, means, merged=True)


def _marks(counted: Iterable[tuple[Tally, Counted]], key: str) -> Iterable[Fraction]:
    for one, each in counted:
        for values, fine, _why in each.ballots:
            value = points_of(one.source.form, values.get(key, "")) if fine else None
            if value is not None:
                yield value
