"""Pay: who is in a run, what each gets and why not, what it all comes to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kaogong.core.scheme.numbers import number_text
from kaogong.core.scheme.period import Period
from kaogong.org.models import Account, Person, Post, Sanction, Unit
from kaogong.org.models.people import Grade
from kaogong.org.queries import at, effects_on, posts, today, tree
from kaogong.people.models.archive_staff import StaffRound
from kaogong.people.models.pay import PayCircumstance, PayClass, PayHold, PayLine, PayRemoval, PayRule, PayRun
from kaogong.people.queries.archive_staff import why_not_payable
from kaogong.people.queries.career_grades import grades_in
from kaogong.people.queries.career_sight import run_units
from kaogong.people.queries.pay_shares import CENT, by_standard, shares
from kaogong.people.states.pay import DUE
from kaogong.plan.queries.figures import cut, exact

NOTHING = Decimal("0.00")


def lacking(rule: PayRule) -> list[str]:
    """Which of recipients, standard, form and procedure a rule does not say, and which class has no standard (XM-12)."""
    words = {
        "recipients": _("发放对象"),
        "standard": _("发放标准"),
        "form": _("发放形式"),
        "procedure": _("发放程序"),
    }
    found = [name for key, name in words.items() if not getattr(rule, key).strip()]
    classes = list(rule.classes.all())
    if not classes:
        found.append(_("发放对象类别"))
    if rule.basis == "standard":
        found += [_("%(name)s的标准") % {"name": one.name} for one in classes if one.standard is None]
    return found


def with_carried(unit: Unit | None, year: int, pool: Decimal | None) -> tuple[Decimal | None, str]:
    """The sum for a unit after what last year's result carried into its budget, and in words how; no unit: as it is."""
    if unit is None or pool is None:
        return pool, ""
    several = effects_on([unit.pk], year, "budget").get(unit.pk, [])
    if not several:
        return pool, ""
    share = max(Fraction(0), 1 + sum((one.value for one in several), Fraction(0)))
    told = cut(Fraction(pool) * share, 2)
    words = _("原定 %(before)s 元，计入后 %(after)s 元。%(words)s")
    given = {"before": money(pool), "after": money(told), "words": _("；").join(one.words for one in several)}
    return told, words % given


def class_of(rule_classes: Sequence[PayClass], grade: str) -> PayClass | None:
    """The class a level of posts belongs to."""
    return next((one for one in rule_classes if grade in one.grades), None)


def candidates(unit: Unit | None, period: Period, extra: Iterable[Person] = ()) -> Iterator[tuple[Person, Post | None]]:
    """Who had a main post when the period ended, and whoever is named beside; each once, by number."""
    day = min(period.last, today())
    held = posts(day).filter(main=True, person__isnull=False)
    if unit is not None:
        held = held.filter(unit__in=tree(day).below(unit.pk))
    found: dict[int, tuple[Person, Post | None]] = {
        one.person_id: (one.person, one) for one in held.order_by("-since") if one.person_id and one.person
    }
    named = {one.pk: one for one in extra if one.pk not in found}
    elsewhere = {one.person_id: one for one in posts(day).filter(main=True, person__in=list(named))}
    found |= {key: (one, elsewhere.get(key)) for key, one in named.items()}
    yield from sorted(found.values(), key=lambda pair: pair[0].code)


def months_in(person: Person, period: Period) -> tuple[int, int]:
    """In how many months of a period a person was on the register, and how many it has."""
    every = [Period("month", number) for number in period.months]
    there = [
        one for one in every
        if (person.joined is None or person.joined <= one.last) and (person.left is None or person.left > one.first)
    ]  # fmt: skip
    return len(there), len(every)


def weight_of(line: PayLine) -> Fraction:
    """Coefficient of the class, of the grade and of the person, times the share of the months."""
    assert line.klass is not None
    own = Fraction(line.klass.coefficient) * Fraction(line.by_grade) * Fraction(line.personal)
    return own * Fraction(line.months, line.of_months)


def holds_of(people: Iterable[int], run: PayRun) -> dict[int, tuple[str, str, PayHold | None]]:
    """Whom a circumstance holds today: its effect, its words, and the entry; not paying goes before paying later.

    What was found true since the period began withholds, whatever it did before.
    """
    several, day = list(people), today()
    first = Period.parse(run.period).first
    found: dict[int, tuple[str, str, PayHold | None]] = {}
    held = PayHold.objects.filter(Q(state="open") | Q(state="upheld", closed_on__gte=first), person__in=several)
    for one in held.filter(since__lte=day).select_related("circumstance").order_by("since", "pk"):
        effect = "withhold" if one.state == "upheld" else one.circumstance.effect
        before = found.get(one.person_id)
        if before is None or (before[0], effect) == ("defer", "withhold"):
            found[one.person_id] = (effect, one.circumstance.name, one)
    standing = PayCircumstance.objects.filter(at(day), sanctions=True).order_by("effect").last()
    if standing is not None:
        in_force = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
        for sanction in Sanction.objects.filter(in_force, person__in=several):
            before = found.get(sanction.person_id)
            if before is None or (before[0], standing.effect) == ("defer", "withhold"):
                found[sanction.person_id] = (standing.effect, standing.name, None)
    return found


def removed(people: Iterable[int], kind: str) -> dict[int, PayRemoval]:
    """Who is on the list of those an audit removed, of a kind of pay."""
    held = PayRemoval.objects.filter(person__in=list(people), kind=kind, lifted_on__isnull=True)
    return {one.person_id: one for one in held.order_by("on", "pk")}


def paid_elsewhere(run: PayRun, people: Iterable[int]) -> list[PayLine]:
    """Lines of other runs by the same rule for the same period in which somebody was paid, or is to be paid later."""
    held = PayLine.objects.filter(
        run__rule=run.rule_id, run__period=run.period, run__state="paid", person__in=list(people)
    )
    held = held.filter(state__in=("paid", "released", "deferred")).exclude(run=run.pk)
    return list(held.select_related("person", "run").order_by("person__code"))


def waiting_lists(run: PayRun) -> list[str]:
    """Units of a run whose quarter of staff appraisal has not come to payment, each with the reason (XM-07).

    A unit without such an appraisal has no list to wait for.
    """
    units = Unit.objects.filter(pk__in=run.lines.exclude(unit=None).values("unit"))
    held = StaffRound.objects.filter(unit__in=units, quarter=run.period).select_related("unit").order_by("unit__code")
    return [why for one in held if (why := why_not_payable(one.unit, one.quarter))]


def fill(run: PayRun, lines: Sequence[PayLine]) -> Decimal:
    """State, reason and amount of every line as things stand today; gives what stays in the pool. Nothing is saved."""
    rule, classes = run.rule, list(run.rule.classes.all())
    numbers = [one.person_id for one in lines]
    held, out = holds_of(numbers, run), removed(numbers, rule.kind)
    grades = grades_in(numbers, run.period, rule.grade_period) if rule.grades else {}
    for line in lines:
        _stand(line, rule, classes, held, out, grades)
    return _amounts(run, lines)


def _stand(
    line: PayLine,
    rule: PayRule,
    classes: Sequence[PayClass],
    held: Mapping[int, tuple[str, str, PayHold | None]],
    out: Mapping[int, PayRemoval],
    grades: Mapping[int, str],
) -> None:
    line.state, line.reason, line.hold = "payable", "", None
    if line.klass is None or line.klass not in classes:
        line.state, line.reason = "excluded", line.reason or not_entitled(line)
        return
    if (gone := out.get(line.person_id)) is not None:
        line.state = "removed" if gone.line_id == line.pk else "excluded"
        line.reason = _("审核核减：%(why)s") % {"why": gone.reason}
        if line.state == "excluded":
            return
    if rule.grades:
        line.grade = grades.get(line.person_id, "")
        if line.grade not in rule.grades:
            line.state = "open" if line.state == "payable" else line.state
            line.reason = line.reason or (
                _("等次“%(grade)s”没有系数") % {"grade": line.grade} if line.grade else _("暂缺考核等次")
            )
            return
        line.by_grade = Decimal(rule.grades[line.grade])
    if line.state == "payable" and (hold := held.get(line.person_id)) is not None:
        line.state = "withheld" if hold[0] == "withhold" else "deferred"
        line.reason, line.hold = hold[1][:300], hold[2]


def not_entitled(line: PayLine) -> str:
    """Why somebody is outside the classes of recipients."""
    if not line.post:
        return _("没有在任的主要岗位")
    return _("岗位“%(post)s”不在发放对象内") % {"post": line.post}


def _amounts(run: PayRun, lines: Sequence[PayLine]) -> Decimal:
    out = {"excluded", "withheld"} if run.rule.shared and run.rule.basis == "pool" else {"excluded"}
    for line in lines:
        line.amount = NOTHING if line.state in out else None
    counting = [one for one in lines if one.state not in out]
    known = [one for one in counting if one.state != "open" and not (run.rule.grades and not one.grade)]
    if run.rule.basis == "standard":
        for line in known:
            assert line.klass is not None
            line.amount = by_standard(line.klass.standard or NOTHING, weight_of(line))
        return NOTHING
    if len(known) < len(counting) or run.pool is None:
        return NOTHING
    given, rest = shares(run.pool, {one.person.code: weight_of(one) for one in known}, run.rule.remainder)
    for line in known:
        line.amount = given[line.person.code]
    return rest


@dataclass(frozen=True, slots=True)
class Totals:
    """What a run comes to; the parts are the pool."""

    paid: Decimal
    deferred: Decimal
    withheld: Decimal
    cut: Decimal
    rest: Decimal
    pool: Decimal | None
    heads: Mapping[str, int]

    @property
    def sum(self) -> Decimal:
        """All parts together."""
        return self.paid + self.deferred + self.withheld + self.cut + self.rest

    @property
    def gap(self) -> Decimal | None:
        """What of the pool is in no part; None where there is no pool."""
        return None if self.pool is None else self.pool - self.sum


def totals(run: PayRun) -> Totals:
    """What is paid, held, not paid, cut, and left in the pool."""
    sums: dict[str, Decimal] = {}
    heads: dict[str, int] = {}
    for state, amount in run.lines.values_list("state", "amount"):
        sums[state] = sums.get(state, NOTHING) + (amount or NOTHING)
        heads[state] = heads.get(state, 0) + 1
    given = {name: sums.get(name, NOTHING) for name in ("deferred", "withheld", "removed")}
    paid = sum((sums.get(name, NOTHING) for name in DUE), NOTHING)
    return Totals(paid, given["deferred"], given["withheld"], given["removed"], run.rest, run.pool, heads)


def content(run: PayRun) -> str:
    """The hash of who gets what in a run."""
    rows = [[one.person.code, f"{one.amount}"] for one in run.lines.select_related("person").order_by("person__code")]
    told = {"run": run.number, "rule": run.rule.title, "pool": f"{run.pool}", "rest": f"{run.rest}", "lines": rows}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new("sm3", text.encode()).hexdigest()


def unaltered(run: PayRun) -> bool:
    """Whether a run still says what was approved."""
    return not run.sm3 or content(run) == run.sm3


def seen_runs(account: Account) -> QuerySet[PayRun]:
    """The runs an account may see."""
    units = run_units(account)
    found = PayRun.objects.select_related("rule", "unit")
    return found if units is None else found.filter(unit__in=units)


def own_lines(account: Account) -> QuerySet[PayLine]:
    """What a person was paid or not paid, once it was approved."""
    held = PayLine.objects.filter(person=account.person_id, run__state__in=("approved", "paid"))
    return held.select_related("run__rule", "klass").order_by("-run__period", "-pk")


def weights_of(run: PayRun) -> Fraction:
    """The sum of the coefficients a pool is shared by."""
    held = run.lines.exclude(state__in=("excluded", "open")).filter(klass__isnull=False).select_related("klass")
    if run.rule.shared:  # whoever was held back later had a share when the pool was divided
        held = held.exclude(state="withheld", amount=NOTHING)
    return sum((weight_of(one) for one in held), Fraction(0))


def working(line: PayLine, weights: Fraction | None = None) -> str:
    """How an amount came about, in words one can follow with a calculator; `weights`: what a pool is shared by."""
    if line.klass is None or line.amount is None:
        return ""
    pooled = line.run.rule.basis == "pool"
    parts = [
        _("总额 %(sum)s 元") % {"sum": money(line.run.pool)} if pooled else "",
        _("标准 %(sum)s 元") % {"sum": money(line.klass.standard)} if not pooled else "",
        _("类别系数 %(n)s") % {"n": line.klass.coefficient},
        _("%(grade)s系数 %(n)s") % {"grade": line.grade, "n": line.by_grade} if line.grade else "",
        _("个人系数 %(n)s") % {"n": line.personal} if line.personal != 1 else "",
        _("%(n)s/%(of)s 个月") % {"n": line.months, "of": line.of_months} if line.months != line.of_months else "",
    ]
    told = " × ".join(filter(None, parts))
    if not pooled or not weights or line.run.pool is None:
        return told
    whole = _("%(parts)s ÷ 系数合计 %(sum)s") % {"parts": told, "sum": number_text(weights)}
    return whole + _cents(line, Fraction(Fraction(line.run.pool) * weight_of(line), weights))


def _cents(line: PayLine, share: Fraction) -> str:
    """What becomes of the fractions of a cent, so that two with the same coefficient see why one has a cent more."""
    down = exact(Fraction(int(share * 100), 100), CENT)
    if share == down or line.amount is None or line.amount < down:
        return ""
    if line.amount == down:
        return _("，不到一分的舍去")
    told = {"down": money(down), "more": money(line.amount - down), "rule": line.run.rule.get_remainder_display()}
    return _("，得 %(down)s 元，余数按“%(rule)s”加 %(more)s 元") % told


def money(value: Decimal | None) -> str:
    """A sum as it is shown: thousands apart, two places, a real minus; a dash where there is none yet."""
    return "—" if value is None else f"{value:,.2f}".replace("-", "−")


def grade_names() -> dict[str, str]:
    """Levels of posts, by key."""
    return {str(key): str(name) for key, name in Grade.choices}
