"""Whether targets add up: sums of children, targets without an upper one, things counted twice (look.md, 合计核对)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kaogong.audit.queries import kept
from kaogong.plan.models import Claim, Cycle, Target
from kaogong.plan.queries.figures import exact, places_of, said, total

TRACKS = dict(Target.TRACKS)


@dataclass(frozen=True, slots=True)
class Double:
    """A thing counted in several targets whose shares do not make 100 %."""

    what: str
    targets: tuple[Target, ...]
    amount: Decimal
    """What is counted too often."""
    shares: Decimal | None
    """What the shares entered make together; None: none were."""


@dataclass(frozen=True, slots=True)
class Sum:
    """The children of a target on one track, added up."""

    parent: Target
    track: str
    children: tuple[Target, ...]
    reached: Decimal
    open: int
    """Children without a value yet."""
    doubles: tuple[Double, ...] = ()

    @property
    def track_name(self) -> str:
        """What the track is called."""
        return str(TRACKS.get(self.track, ""))

    @property
    def upper(self) -> Decimal | None:
        """The upper target."""
        found: Decimal | None = self.parent.value
        return found

    @property
    def gap(self) -> Decimal | None:
        """Upper minus children: what is missing; below zero: what is too much."""
        if self.upper is None:
            return None
        return exact(Fraction(self.upper) - Fraction(self.reached), places_of(self.upper, self.reached))

    @property
    def doubled(self) -> Decimal:
        """What is counted twice among the children."""
        return total(one.amount for one in self.doubles)

    @property
    def net_gap(self) -> Decimal | None:
        """The gap once nothing is counted twice."""
        if self.gap is None:
            return None
        return exact(Fraction(self.gap) + Fraction(self.doubled), places_of(self.gap, self.doubled))

    @property
    def fits(self) -> bool:
        """Everything adds up, and nothing twice."""
        return not self.gap and not self.open and not self.doubles and self.upper is not None

    @property
    def words(self) -> str:
        """The line under the children."""
        upper = said(self.upper) or _("未定")
        found = _("子项合计 %(sum)s / 上级 %(upper)s") % {"sum": said(self.reached), "upper": upper}
        if self.open:
            return found + _("　%(n)s 个子项还没有目标值") % {"n": self.open}
        if self.gap is None:
            return found
        if not self.gap:
            found += _("　相符")
        else:
            found += _("　缺口 %(gap)s") % {"gap": said(self.gap)} if self.gap > 0 else self._over()
        if self.doubles:
            words = _("　另有 %(n)s 重复计数（%(what)s），去重后缺口 %(gap)s")
            what = _("、").join(one.what for one in self.doubles)
            found += words % {"n": said(self.doubled), "what": what, "gap": said(self.net_gap)}
        return found

    def _over(self) -> str:
        return _("　超出 %(gap)s") % {"gap": said(abs(self.gap or Decimal(0)))}

    @property
    def remedy(self) -> str:
        """What to do about it."""
        if self.fits or self.net_gap is None:
            return ""
        if self.net_gap > 0:
            return _("请补 %(gap)s，或申请调减上级目标。") % {"gap": said(self.net_gap)}
        if self.net_gap < 0:
            return _("请减 %(gap)s，或申请调增上级目标。") % {"gap": said(abs(self.net_gap))}
        return _("请补齐子项目标值，或注明重复内容的份额，合计 100%。")


@dataclass(frozen=True, slots=True)
class Checked:
    """All targets of a cycle, checked."""

    sums: tuple[Sum, ...]
    orphans: tuple[Target, ...]
    doubles: tuple[Double, ...]
    slack: tuple[Target, ...]
    """Children of a target passed down whole that ask for less than it."""
    fine: int
    """Indicators with nothing to remark."""

    @property
    def mismatches(self) -> tuple[Sum, ...]:
        """Sums with a gap or an excess."""
        return tuple(one for one in self.sums if one.gap or one.open or one.upper is None)

    @property
    def clean(self) -> bool:
        """Nothing to remark anywhere."""
        return not (self.mismatches or self.orphans or self.doubles or self.slack)

    def about(self, target: Target) -> list[Sum]:
        """The sums under a target."""
        return [one for one in self.sums if one.parent.pk == target.pk]


def joined(cycle: Cycle) -> list[Target]:
    """The targets of a cycle a check has anything to say about: broken down, part of another, counting things, or on their own."""
    found = Target.objects.filter(cycle=cycle).exclude(state="withdrawn")
    under = Target.objects.filter(parent=OuterRef("pk")).exclude(state="withdrawn")
    counts = Claim.objects.filter(target=OuterRef("pk"))
    told = Q(parent__isnull=False) | Q(indicator__adoption__isnull=True) | Exists(under) | Exists(counts)
    some = list(found.filter(told).select_related("indicator", "unit", "person").order_by("indicator__place", "id"))
    for one in some:
        one.cycle = cycle
    return some


def check(cycle: Cycle) -> Checked:
    """Check the targets of a cycle, with three queries."""
    return kept(("check", cycle.pk), ("org", "plan"), lambda: _check(cycle))


def _check(cycle: Cycle) -> Checked:
    some = joined(cycle)
    known = {one.pk: one for one in some}
    claims: dict[int, list[Claim]] = defaultdict(list)
    for claim in Claim.objects.filter(target__in=known).order_by("id"):
        claims[claim.target_id].append(claim)
    children: dict[tuple[int, str], list[Target]] = defaultdict(list)
    for one in some:
        if one.parent_id is not None:
            children[one.parent_id, one.track].append(one)
    sums = [
        _sum(known[parent], track, under, claims)
        for (parent, track), under in children.items()
        if parent in known and known[parent].indicator.splits == "sum"
    ]
    orphans = [one for one in some if is_orphan(one, known)]
    doubles = _doubles(some, claims, known)
    slack = [one for one in some if _slack(one, known)]
    touched = {one.parent.indicator_id for one in sums if one.gap or one.open}
    touched |= {one.indicator_id for one in (*orphans, *slack)}
    touched |= {target.indicator_id for one in doubles for target in one.targets}
    every = Target.objects.filter(cycle=cycle).exclude(state="withdrawn").values("indicator").distinct().count()
    fine = every - len(touched)
    return Checked(tuple(sums), tuple(orphans), tuple(doubles), tuple(slack), fine)


def _sum(parent: Target, track: str, under: list[Target], claims: Mapping[int, list[Claim]]) -> Sum:
    leads = [one for one in under if one.role == "lead"]
    values = [one.value for one in leads if one.value is not None]
    return Sum(
        parent,
        track,
        tuple(leads),
        total(values),
        len(leads) - len(values),
        tuple(_doubles(leads, claims, {one.pk: one for one in leads})),
    )


def is_orphan(target: Target, known: Mapping[int, Target]) -> bool:
    """A target nobody above asked for: not from an adopted edition, not declared as the unit's own, without a parent."""
    if target.parent_id is not None:
        return target.parent_id not in known
    if target.person_id is not None or target.track:
        return True
    return target.indicator.adoption_id is None and not target.own and target.unit_id != target.cycle.organiser_id


def _slack(target: Target, known: Mapping[int, Target]) -> bool:
    parent = known.get(target.parent_id or 0)
    if parent is None or target.role != "lead" or parent.indicator.splits != "carried":
        return False
    if parent.value is None or target.value is None:
        return False
    if target.indicator.direction == "lower":
        return bool(target.value > parent.value)
    return bool(target.value < parent.value)


def _doubles(some: Iterable[Target], claims: Mapping[int, list[Claim]], known: Mapping[int, Target]) -> list[Double]:
    counted: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for one in some:
        for claim in claims.get(one.pk, ()):
            counted[one.indicator_id, " ".join(claim.what.split())].append(claim)
    found = []
    for (__, what), twice in counted.items():
        side = [one for one in twice if not _passed_down(one, twice, known)]
        shares = [one.share for one in side if one.share is not None]
        if len(side) < 2 or (len(shares) == len(side) and total(shares) == 100):
            continue
        amounts = [one.amount for one in side]
        over = exact(Fraction(total(amounts)) - Fraction(max(amounts)), places_of(*amounts))
        found.append(Double(what, tuple(known[one.target_id] for one in side), over, total(shares) if shares else None))
    return found


def _passed_down(claim: Claim, among: list[Claim], known: Mapping[int, Target]) -> bool:
    """Whether a target under this one counts the same thing: that is passing down, not counting twice."""
    under = {one.target_id for one in among if one.target_id != claim.target_id}
    return any(claim.target_id in _above(known, one) for one in under)


def _above(known: Mapping[int, Target], target: int) -> set[int]:
    found: set[int] = set()
    here = known.get(target)
    while here is not None and here.parent_id is not None and here.parent_id not in found:
        found.add(here.parent_id)
        here = known.get(here.parent_id)
    return found
