"""Who rates whom: pairs proposed from posts and portfolios, without oneself, relatives and those recused; what to warn of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from kaogong.assess.models import Assessor, Entrant, Kin, Pair, Posting, Round, Source
from kaogong.org.models import Grant, Person, Portfolio, Post, Recusal
from kaogong.org.models.people import Grade
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, today

RANKS = {Grade.CHIEF: 3, Grade.DEPUTY: 2, Grade.MIDDLE: 1, Grade.STAFF: 0}
SHOWN = 5
"""How many of those warned of are named."""


@dataclass
class Proposed:
    """Pairs, and how many were left out for which reason."""

    pairs: list[tuple[int, int]] = field(default_factory=list)
    """Entrant and rater."""
    barred: dict[str, int] = field(default_factory=dict)


def kin_of(people: Iterable[int] | None = None) -> set[tuple[int, int]]:
    """Pairs of declared relatives, both ways round."""
    held = Kin.objects.filter(at(today()))
    if people is not None:
        held = held.filter(person__in=(there := set(people))) | held.filter(other__in=there)
    found = set(held.values_list("person_id", "other_id"))
    return found | {(other, one) for one, other in found}


class Register:
    """Posts, portfolios and who is away, read once for any number of entrants."""

    def __init__(self, entrants: Sequence[Entrant]) -> None:
        self.entrants = entrants
        self.day = today()
        self.units = {one.unit_id for one in entrants}

    @cached_property
    def away(self) -> set[int]:
        """People on leave today."""
        return set(Posting.objects.filter(at(self.day), kind="leave").values_list("person_id", flat=True))

    @cached_property
    def staff(self) -> dict[int, dict[int, int]]:
        """Unit → person → rank, today, those seconded where they serve; without those who are away or gone."""
        held = Post.objects.filter(at(self.day), main=True, person__isnull=False, person__left__isnull=True)
        rows = held.values_list("unit_id", "person_id", "grade")
        hosts = dict(Posting.objects.filter(at(self.day), kind="seconded").values_list("person_id", "host_id"))
        found: dict[int, dict[int, int]] = {}
        for unit, person, grade in rows:
            where = hosts.get(person, unit)
            if where in self.units and person not in self.away:
                found.setdefault(where, {})[person] = RANKS[Grade(grade)]
        return found

    @cached_property
    def leaders(self) -> dict[int, list[int]]:
        """Unit → the leaders it is in the portfolio of; who only keeps contact counts where nobody manages."""
        held = Portfolio.objects.filter(at(self.day), unit__in=self.units).order_by("kind", "leader_id")
        found: dict[int, dict[str, list[int]]] = {}
        for unit, leader, kind in held.values_list("unit_id", "leader_id", "kind"):
            found.setdefault(unit, {}).setdefault(kind, []).append(leader)
        return {unit: kinds.get("manages") or kinds.get("contacts", []) for unit, kinds in found.items()}

    @cached_property
    def office(self) -> list[int]:
        """People of the performance office."""
        held = Grant.objects.filter(at(self.day), power=Power.OFFICE, account__is_active=True)
        return sorted(set(held.exclude(account__person=None).values_list("account__person_id", flat=True)))

    def raters(self, source: Source, entrant: Entrant, named: Sequence[int]) -> list[int]:
        """Who a group consists of for an entrant, before anybody is left out."""
        here, own = self.staff.get(entrant.unit_id, {}), entrant.person_id
        rank = here.get(own, RANKS[Grade.CHIEF] + 1) if own else RANKS[Grade.CHIEF] + 1
        chiefs = [one for one, high in here.items() if high == RANKS[Grade.CHIEF]]
        if source.who == "self":
            return [own] if own else chiefs
        if source.who == "peers":
            return [one for one, high in here.items() if one != own and high < RANKS[Grade.CHIEF]]
        if source.who == "below":
            return [one for one, high in here.items() if high < rank]
        if source.who == "chief":
            return self.leaders.get(entrant.unit_id, []) if own in chiefs or own is None else chiefs
        if source.who == "leader":
            return self.leaders.get(entrant.unit_id, [])
        return self.office if source.who == "office" else list(named)


def proposed(source: Source, entrants: Sequence[Entrant], seed: str, register: Register | None = None) -> Proposed:
    """Who is to rate whom on a source; where a group is too large, so many are taken by lot, the same for the same seed."""
    register = register or Register(entrants)
    named = list(Assessor.objects.filter(source=source).order_by("number").values_list("person_id", flat=True))
    kin = kin_of()
    apart = set(Recusal.objects.filter(at(today()), unit__in=register.units).values_list("person_id", "unit_id"))
    found = Proposed()
    for one in entrants:
        there = []
        for rater in dict.fromkeys(register.raters(source, one, named)):
            why = _bar(source, one, rater, kin, apart)
            if why:
                found.barred[why] = found.barred.get(why, 0) + 1
            else:
                there.append(rater)
        found.pairs += [(one.pk, rater) for rater in _lot(there, source.most, f"{seed}:{one.pk}")]
    return found


def _bar(source: Source, entrant: Entrant, rater: int, kin: set[tuple[int, int]], apart: set[tuple[int, int]]) -> str:
    if source.who == "self":
        return ""
    if rater == entrant.person_id:
        return "self"
    if entrant.person_id is not None and (rater, entrant.person_id) in kin:
        return "kin"
    return "recused" if (rater, entrant.unit_id) in apart else ""


def _lot(people: Sequence[int], most: int, seed: str) -> Sequence[int]:
    if not most or len(people) <= most:
        return people
    drawn = sorted(people, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())
    return sorted(drawn[:most])


def may_not_rate(pair: Pair) -> str:
    """Why a rater has to stand back from an entrant by today; empty: nothing stands against it."""
    entrant = pair.entrant
    if pair.source.who == "self":
        return ""
    if pair.rater_id == entrant.person_id:
        return _("不能给自己评分。")
    if entrant.person_id is not None and (pair.rater_id, entrant.person_id) in kin_of([pair.rater_id]):
        return _("您与%(name)s已申报为亲属，须回避。") % {"name": entrant.name}
    if Recusal.objects.filter(at(today()), person=pair.rater_id, unit=entrant.unit_id).exists():
        return _("您对这个单位须回避，不能评分。")
    return ""


# --- what to warn of before a round opens ---------------------------------------------------------------------------


def parts(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """Entrants that hang together through common raters, the largest part first."""
    above: dict[tuple[str, int], tuple[str, int]] = {}

    def top(one: tuple[str, int]) -> tuple[str, int]:
        while above.setdefault(one, one) != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for entrant, rater in pairs:
        above[top(("e", entrant))] = top(("r", rater))
    found: dict[tuple[str, int], set[int]] = {}
    for one in list(above):
        if one[0] == "e":
            found.setdefault(top(one), set()).add(one[1])
    return sorted(found.values(), key=lambda several: (-len(several), min(several)))


def design_warnings(one: Round) -> list[str]:
    """What is weak about who rates whom: too few raters, and parts of the round that no common rater joins."""
    found = []
    for source in one.sources.filter(kind="rate").exclude(who="codes").order_by("place"):
        pairs = list(Pair.objects.filter(source=source).values_list("entrant_id", "rater_id"))
        found += _few(source, pairs)
        if source.who != "self":
            several = parts(pairs)
            if len(several) > 1:
                words = _(
                    "“%(name)s”的评议人互不相连，分成 %(n)s 块：各块之间没有共同的评议人，松紧校正只在块内有效，跨块比较要慎重。"
                )
                found.append(words % {"name": source.name, "n": len(several)})
    return found


def _few(source: Source, pairs: Sequence[tuple[int, int]]) -> list[str]:
    count: dict[int, int] = dict.fromkeys(source.round.entrants.values_list("pk", flat=True), 0)
    for entrant, _rater in pairs:
        count[entrant] += 1
    short = [key for key, number in count.items() if number < source.minimum]
    if not short:
        return []
    names = list(Entrant.objects.filter(pk__in=short[:SHOWN]).order_by("name").values_list("name", flat=True))
    some = _("、").join(names)
    if len(short) > len(names):
        some = _("%(some)s 等") % {"some": some}
    told = {"name": source.name, "n": len(short), "least": source.minimum, "some": some}
    words = _("“%(name)s”有 %(n)s 个对象的评议人不足 %(least)s 人：%(some)s。")
    return [words % told + _absent(source)]


def _absent(source: Source) -> str:
    return {
        "refuse": _("按办法，缺这一组就没有得分。"),
        "redistribute": _("按办法，这一组的权重分给其余各组。"),
        "zero": _("按办法，这一组计零。"),
    }.get(source.form.get("absent", ""), "")


def rated_people(source: Source) -> int:
    """How many people rate on a source."""
    return Person.objects.filter(pk__in=Pair.objects.filter(source=source).values("rater")).count()
