"""Staff appraisal: who has a scheme, what a quarter still lacks, its scores, and signs of lists that are not earned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Person, Post, Unit, UnitVersion
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, reach, setting, today, units
from kaogong.people.models import AnnualForm, PersonResult, StaffLine, StaffRound, StaffScheme
from kaogong.people.queries.archive import EXCELLENT, excellent_quarters, results_of
from kaogong.plan.queries.figures import cut, total

PLACES = 2
"""Of a quarter's scores; a third and the like are cut there, half up."""
LISTED = ("approval", "publicity", "payable", "paid")
"""Steps in which a list of excellent people stands."""


def compliance(day: dt.date | None = None) -> tuple[int, list[UnitVersion]]:
    """How many units have staff of their own, and which of them run no scheme (YL-02)."""
    when = day or today()
    staffed = Post.objects.filter(at(when), main=True, person__isnull=False).values("unit")
    there = list(units(when).filter(unit__in=staffed))
    live = StaffScheme.objects.filter(at(when), state="active")
    have = set(live.values_list("unit_id", flat=True))
    return len(there), [one for one in there if one.unit_id not in have]


def months_of(quarter: str) -> list[str]:
    """The months of a quarter."""
    return [str(one) for one in Period.parse(quarter).split("month")]


def mean_of(values: Iterable[Decimal]) -> Decimal | None:
    """The mean, exact until it is cut; nothing of nothing."""
    some = [Fraction(one) for one in values]
    return cut(Fraction(sum(some, Fraction(0)), len(some)), PLACES) if some else None


def counted(peers: Mapping[str, int]) -> list[Decimal]:
    """The marks of a histogram."""
    return [Decimal(mark) for mark, number in peers.items() for _each in range(number)]


def parts_of(line: StaffLine, ballots: int) -> dict[str, Decimal | None]:
    """The parts of a quarter's score; what is missing is none, never zero."""
    selfs = list(line.selfs.all())
    whole = len(selfs) == len(months_of(line.round.quarter))
    enough = ballots >= setting("staff.ballots")
    return {
        "self": mean_of(one.score for one in selfs) if whole else None,
        "peers": mean_of(counted(line.peers)) if enough else None,
        "leader": line.leader_score,
    }


def deducted(line: StaffLine) -> Decimal:
    """What daily checks take."""
    return total(one.points for one in line.checks.all())


def score_of(line: StaffLine, weights: Mapping[str, int], ballots: int) -> Decimal | None:
    """A quarter's score: weighted parts less what checks take, exact until it is cut; none where a part is missing."""
    parts = parts_of(line, ballots)
    wanted = {name: share for name, share in weights.items() if share}
    known = {name: one for name, one in parts.items() if one is not None}
    if set(wanted) - set(known):
        return None
    gained = sum((Fraction(known[name]) * share for name, share in wanted.items()), Fraction(0))
    return cut(max(gained * Fraction(1, 100) - Fraction(deducted(line)), Fraction(0)), PLACES)


def lacks(held: StaffRound) -> list[str]:
    """What keeps a quarter from its next step, in words."""
    lines = list(held.lines.select_related("person").prefetch_related("selfs"))
    if held.state == "selfs":
        wanted = months_of(held.quarter)
        late = [(one.person, sorted(set(wanted) - {each.month for each in one.selfs.all()})) for one in lines]
        words = _("%(who)s 缺 %(months)s 自评")
        return [words % {"who": who, "months": _("、").join(gone)} for who, gone in late if gone]
    if held.state == "peers":
        voted, needed = held.ballots.count(), min(setting("staff.ballots"), max(len(lines) - 1, 1))
        if voted < needed:
            return [_("互评只有 %(n)s 票，至少 %(least)s 票") % {"n": voted, "least": needed}]
    if held.state == "comments":
        return [_("%(who)s 还没有点评") % {"who": one.person} for one in lines if one.leader_score is None]
    return []


def excellent_of(held: StaffRound) -> list[StaffLine]:
    """The people named excellent in a quarter."""
    return list(held.lines.filter(grade=EXCELLENT).select_related("person"))


def rotation(held: StaffRound) -> str:
    """Words where the excellent of the last quarters are other people every time, so that everybody has a turn (XM-08)."""
    number: int = setting("staff.rotation")
    before = StaffRound.objects.filter(unit=held.unit, quarter__lte=held.quarter).order_by("-quarter")[:number]
    several = [{one.person_id for one in excellent_of(each)} for each in before]
    if len(several) < number or not all(several):
        return ""
    union: set[int] = set().union(*several)
    turns = len(union) == sum(len(one) for one in several)
    share = len(union) * 100 >= held.lines.count() * setting("staff.rotation_share")
    if not (turns and share):
        return ""
    told = {"n": number, "people": len(union), "whole": held.lines.count()}
    return _("连续 %(n)s 个季度优秀人员没有一人重复，%(whole)s 人中 %(people)s 人轮到：疑似轮流坐庄。") % told


def equal_split(quarter: str) -> str:
    """Words where units of unlike size name the same number of excellent people (XM-08)."""
    rounds = StaffRound.objects.filter(quarter=quarter, state__in=LISTED).prefetch_related("lines")
    told = [
        (len(lines), sum(1 for one in lines if one.grade == EXCELLENT)) for lines in (one.lines.all() for one in rounds)
    ]
    if len(told) < setting("staff.equal_units"):
        return ""
    sizes, numbers = {size for size, _n in told}, {number for _size, number in told}
    if len(numbers) != 1 or len(sizes) == 1 or numbers == {0}:
        return ""
    words = _("%(n)s 个单位人数不同，优秀都是 %(each)s 人：疑似一刀切。")
    return words % {"n": len(told), "each": next(iter(numbers))}


def warnings_of(held: StaffRound) -> list[str]:
    """What the leading group is told about a list before it approves it."""
    return [one for one in (rotation(held), equal_split(held.quarter)) if one]


def why_not_payable(unit: Unit, quarter: str) -> str:
    """Why the bonus of a quarter cannot be paid yet; empty: its publicity has ended (XM-07). Asked by whoever pays."""
    held = StaffRound.objects.filter(unit=unit, quarter=quarter).first()
    if held is None:
        return _("%(quarter)s 没有季度考评，不能发放奖励金。") % {"quarter": quarter}
    if held.state in ("payable", "paid"):
        return ""
    return _("%(quarter)s 考评还在“%(state)s”，不能发放奖励金。") % {
        "quarter": quarter,
        "state": held.get_state_display(),
    }


def annual_bar(person: Person, year: int) -> str:
    """Why a person cannot be excellent for a year; empty: nothing is against it (XM-09). Asked by whoever grades."""
    needed: int = setting("annual.excellent_quarters")
    held = excellent_quarters(person, year)
    if len(held) >= needed:
        return ""
    told = {"who": person, "year": year, "n": len(held), "needed": needed}
    return _("%(who)s %(year)s 年只有 %(n)s 个季度优秀，至少 %(needed)s 个才能评为年度优秀。") % told


def wanted_periods(year: int) -> list[str]:
    """The twelve months and four quarters an annual form takes over (XM-10)."""
    whole = Period("year", year)
    return [str(one) for every in ("month", "quarter") for one in whole.split(every)]


def results_for(person: Person, year: int) -> list[PersonResult]:
    """What a form of a year is prefilled with."""
    return list(results_of(person, kind="staff", year=year).filter(period__in=wanted_periods(year)))


def absent_periods(form: AnnualForm) -> list[str]:
    """The months and quarters of which nothing was fixed."""
    there = set(form.lines.values_list("result__period", flat=True))
    return [one for one in wanted_periods(form.year) if one not in there]


def seen_rounds(account: Account) -> QuerySet[StaffRound]:
    """The quarters an account may see."""
    found = StaffRound.objects.select_related("unit", "scheme")
    held = reach(account)
    above = (Power.OFFICE, Power.DECISION, Power.DISCIPLINE, Power.COMMITTEE)
    if any(held.has(one, room="people") for one in above):
        return found
    mine = held.units(Power.HEAD, Power.LIAISON, Power.LEADER)
    if mine is None:
        return found
    return found.filter(Q(unit__in=mine) | Q(lines__person=account.person_id or 0)).distinct()


def seen_annual(account: Account, *, keeping: bool) -> QuerySet[AnnualForm]:
    """The annual forms an account may see."""
    found = AnnualForm.objects.select_related("person", "unit")
    held = reach(account)
    if keeping or any(held.has(one, room="people") for one in (Power.DECISION, Power.DISCIPLINE)):
        return found
    mine = held.units(Power.HEAD, Power.LIAISON, Power.LEADER)
    return found if mine is None else found.filter(Q(unit__in=mine) | Q(person=account.person_id or 0))
