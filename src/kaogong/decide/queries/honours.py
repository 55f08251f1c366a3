"""Honours: whom a published result keeps from them, and who needs a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q
from django.utils.translation import gettext as _

from kaogong.assess.models import Mark
from kaogong.core.scheme.numbers import number_text
from kaogong.decide.models import Nomination, Proposal
from kaogong.decide.queries.conduct import open_violations
from kaogong.decide.states import STANDING
from kaogong.org.models import Person, Post
from kaogong.org.queries import at, setting, today
from kaogong.plan.queries.figures import cut


def barred(proposal: Proposal, person: Person | None) -> str:
    """The rule that keeps a unit, or the people who answer for it, from honours; empty: none does."""
    if person is not None and not Post.objects.filter(at(today()), person=person, unit=proposal.unit).exists():
        return _("%(name)s不在这个单位。") % {"name": person.name}
    if not proposal.award:
        return _("%(name)s已被一票否决，取消评优资格。") % {"name": proposal.name}
    held = proposal.consequences.filter(kind__in=setting("honours.barring"), state__in=STANDING)
    found = held.exclude(what__contains=setting("honours.answered")).first()
    if found is None or (person is not None and not _answers(proposal, person)):
        return ""
    words = _("%(name)s评为“%(grade)s”，依据%(clause)s：%(what)s。")
    told = {"name": proposal.name, "grade": proposal.final, "clause": found.clause, "what": found.what}
    return words % told


def _answers(proposal: Proposal, person: Person) -> bool:
    """Whether somebody holds one of the posts that a bar reaches."""
    held = Post.objects.filter(at(today()), person=person, unit=proposal.unit)
    titles = setting("honours.barred_posts")
    return any(one.title in titles or one.get_grade_display() in titles or one.grade == "chief" for one in held)


def place_in_pool(proposal: Proposal) -> tuple[int | None, int]:
    """The place of a subject, and how many have one in its pool."""
    pool = proposal.settlement.proposals.filter(pool=proposal.pool, rank__isnull=False)
    return proposal.rank, pool.count()


def out_of_reach(proposal: Proposal) -> str:
    """A unit that is not in the part of its pool from which honours are chosen (XM-22); empty: it is."""
    rank, several = place_in_pool(proposal)
    top = setting("honours.top")
    if rank is not None and Fraction(rank) * 100 <= Fraction(several) * top:
        return ""
    if rank is None:
        return _("没有名次，不能评先进。") if several else ""
    words = _("%(pool)s共 %(n)s 个，评先进须在前 %(top)s%%；%(name)s排第 %(rank)s。")
    told = {"pool": proposal.pool_name, "n": several, "top": top, "name": proposal.name, "rank": rank}
    return words % told


def needs_reason(proposal: Proposal) -> str:
    """A unit that stands low needs a stated reason (DX-15); empty: it does not."""
    rank, several = place_in_pool(proposal)
    if rank is None or Fraction(rank) * 100 <= Fraction(several) * setting("honours.reason_below"):
        return ""
    return _("%(name)s排第 %(rank)s，共 %(n)s 个。评先进请写明理由。") % {
        "name": proposal.name,
        "rank": rank,
        "n": several,
    }


def excellent_share(proposal: Proposal) -> Fraction:
    """The share of a unit's people who may be graded excellent: the base, and what its own grade adds or takes."""
    carried = proposal.consequences.filter(state__in=STANDING).values_list("carry", flat=True)
    moved = sum((Fraction(one["quota"]) for one in carried if "quota" in one), Fraction(0))
    return max(Fraction(0), Fraction(setting("honours.excellent_share"), 100) + moved)


def excellent_places(proposal: Proposal) -> int:
    """How many of a unit's people may be graded excellent: the share of those with a post, rounded down."""
    people = Post.objects.filter(at(today()), unit=proposal.unit, main=True, person__isnull=False).count()
    return int(excellent_share(proposal) * people)


def full(proposal: Proposal, honour: str) -> str:
    """That a unit has used up its places for people graded excellent; empty: it has not, or the honour is another."""
    if honour.strip() != setting("honours.excellent"):
        return ""
    places = excellent_places(proposal)
    taken = Nomination.objects.filter(proposal=proposal, honour=honour.strip(), state="accepted").count()
    if taken < places:
        return ""
    words = _("%(name)s的“%(honour)s”名额 %(places)s 个（比例 %(share)s%%）已用完。")
    told = {"name": proposal.name, "honour": honour, "places": places}
    return words % (told | {"share": number_text(excellent_share(proposal) * 100)})


def warned(proposal: Proposal) -> str:
    """That the internal control of a unit is scored low (JQ-21); empty: it is not, or is not scored."""
    named, below = Q(), setting("honours.control_below")
    for words in setting("honours.control_items"):
        named |= Q(name__contains=words)
    run = proposal.settlement.run_id
    marks = Mark.objects.filter(
        named, result__run=run, result__subject=proposal.subject, value__isnull=False, full__gt=0
    )
    for one in marks.order_by("place"):
        share = Fraction(Fraction(one.value or 0) * 100, Fraction(one.full or 1))
        if share < below:
            return _words(proposal, one.name, share, below)
    asked = proposal.consequences.filter(what__contains=setting("honours.answered"), state__in=STANDING).first()
    if asked is None:
        return ""
    if proposal.total is not None and proposal.total < below:
        return _words(proposal, proposal.settlement.title, Fraction(proposal.total), below)
    return f"{proposal.name} {asked.what}"


def _words(proposal: Proposal, what: str, share: Fraction, below: int) -> str:
    told = {"name": proposal.name, "what": what, "score": number_text(Fraction(cut(share, 2))), "below": below}
    return _("%(name)s的“%(what)s”只有 %(score)s 分，低于 %(below)s 分。") % told


def violating(person: Person) -> str:
    """That somebody has too many violations that are not closed (JQ-21); empty: not so."""
    there, most = open_violations(person), setting("honours.open_violations")
    if there < most:
        return ""
    return _("%(name)s有 %(n)s 条未了结的违规，不能评优。") % {"name": person.name, "n": there}


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate in the order for one honour, and why that place."""

    place: int
    nomination: Nomination
    why: str


def in_order(several: Iterable[Nomination]) -> list[Place]:
    """Candidates by their points; of equal points the better grade comes first, and the reason says so (CX-30)."""
    held = list(several)
    ladder = {one.settlement_id: one.settlement.grades for one in held}

    def grade(one: Nomination) -> int:
        grades = ladder[one.settlement_id]
        return grades.index(one.grade) if one.grade in grades else len(grades)

    held.sort(key=lambda one: (one.points is None, -(one.points or 0), grade(one), one.pk))
    found: list[Place] = []
    for number, one in enumerate(held, 1):
        why = ""
        mates = [each for each in held if each.points == one.points and each.pk != one.pk and one.points is not None]
        lower = next((each for each in mates if grade(each) > grade(one)), None)
        if lower is not None:
            words = _("同为 %(points)s 分，考核等次“%(a)s”优先于“%(b)s”")
            why = words % {"points": number_text(Fraction(one.points)), "a": one.grade, "b": lower.grade or _("未定")}
        found.append(Place(number, one, why))
    return found
