"""Gates: what keeps a subject from the highest grade besides the rulebook, source by source.

A gate gets a settlement and says for which of its lines the highest grade is closed, and why. Another room adds its own
to `GATES` in one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from kaogong.core.scheme.period import Period
from kaogong.decide.models import Proposal, Settlement
from kaogong.decide.queries.accountability import interviews_of
from kaogong.decide.queries.next_year import past_carried_share
from kaogong.org.queries import setting, today
from kaogong.people.models import PersonResult
from kaogong.people.queries import barred as last_interviewed
from kaogong.supervise.queries.findings import barred

Gate = Callable[[Settlement], Mapping[int, str]]


def past_rectification(settlement: Settlement) -> dict[int, str]:
    """Teams past the deadline of a rectification of their work style (LB-32)."""
    late = barred(today())
    held = settlement.proposals.filter(unit__in=late).values_list("pk", flat=True)
    return dict.fromkeys(held, _("限期整顿逾期未到位"))


def interviewed(settlement: Settlement) -> dict[int, str]:
    """Units interviewed so often in the year for neglecting performance work (QH-25)."""
    year, most = year_of(settlement), setting("gates.interviews")
    lines = dict(settlement.proposals.filter(unit__isnull=False, person__isnull=True).values_list("pk", "unit"))
    found = interviews_of(set(lines.values()), year)
    words = _("%(year)s 年因绩效管理工作被约谈 %(n)s 次")
    return {pk: words % {"year": year, "n": found[unit]} for pk, unit in lines.items() if found[unit] >= most}


def excellent_quarters(settlement: Settlement) -> dict[int, str]:
    """People whose quarters were settled in the year, and too few of them with the highest grade (XM-09)."""
    if Period.parse(settlement.period).every != "year" or not settlement.grades:
        return {}
    lines = dict(settlement.proposals.filter(person__isnull=False).values_list("person", "pk"))
    if not lines:
        return {}
    year, least = year_of(settlement), setting("gates.quarters")
    quarters = Proposal.objects.filter(
        person__in=lines, settlement__state="published", settlement__period__startswith=f"{year}-Q"
    )
    told = PersonResult.objects.filter(
        person__in=lines, every="quarter", period__startswith=str(year), corrected_by__isnull=True
    )
    grades: dict[tuple[int | None, str], str] = {
        (person, period): grade for person, period, grade in told.values_list("person", "period", "grade")
    }
    for settled, period, final in quarters.values_list("person", "settlement__period", "final"):
        grades[settled, period] = final
    every, best = Counter[int](), Counter[int]()
    for (person, _period), grade in grades.items():
        if person is not None:
            every[person] += 1
            best[person] += grade == settlement.grades[0]
    words = _("%(n)s 个季度评为“%(grade)s”，少于 %(least)s 个")
    said = {"grade": settlement.grades[0], "least": least}
    return {lines[one]: words % (said | {"n": best[one]}) for one in every if best[one] < least}


def last_in_exams(settlement: Settlement) -> dict[int, str]:
    """People who were last in the monthly exam, and interviewed for it, too often in the year (QH-45)."""
    lines = dict(settlement.proposals.filter(person__isnull=False).values_list("person", "pk"))
    found = last_interviewed(year_of(settlement), list(lines)) if lines else {}
    words = _("%(year)s 年因月考末位被约谈 %(n)s 次")
    return {lines[one]: words % {"year": held.year, "n": held.interviews} for one, held in found.items()}


GATES: tuple[Gate, ...] = (past_rectification, interviewed, excellent_quarters, last_in_exams, past_carried_share)
"""What closes the highest grade."""


def year_of(settlement: Settlement) -> int:
    """The year a settlement is about."""
    return Period.parse(settlement.period).first.year


def gated(settlement: Settlement) -> dict[int, str]:
    """For which lines the highest grade is closed, and why."""
    found: dict[int, list[str]] = {}
    for gate in GATES:
        for line, why in gate(settlement).items():
            found.setdefault(line, []).append(why)
    return {line: _("；").join(several) for line, several in found.items()}


def past_gates(settlement: Settlement) -> list[str]:
    """Lines that have the highest grade although a gate closes it to them."""
    if not settlement.grades:
        return []
    closed = gated(settlement)
    held = settlement.proposals.filter(pk__in=closed, final=settlement.grades[0])
    return [f"{one.name} {closed[one.pk]}" for one in held]
