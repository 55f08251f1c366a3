"""Tables over people: the three tests of a month, the training cards of a year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.audit.reports.workbook import sent
from kaogong.core.scheme.period import Period
from kaogong.org.models import Person
from kaogong.org.queries import today
from kaogong.org.views.listing import Words
from kaogong.people.guards.learning import may_learn
from kaogong.people.queries.bureaus import seen_bureaus
from kaogong.people.queries.learning import cards, three_tests, year_total
from kaogong.people.states.learning import COURSES, PARTS
from kaogong.people.views.learning import people_of
from kaogong.people.views.tabs import room_tabs
from kaogong.plan.views.pages import allowed, asker, page_of


def _shown(
    request: HttpRequest, name: str, heads: Sequence[Words], rows: list[list[object]], **told: object
) -> HttpResponse:
    if request.GET.get("export") in ("xlsx", "csv"):
        return sent(name, [str(one) for one in heads], rows, request.GET["export"])
    page = page_of(request, rows)
    lines = [list(zip(heads, row, strict=True)) for row in page]
    context = {"tabs": room_tabs(request), "heads": heads, "page": page, "lines": lines, **told}
    return render(request, "people/table.html", context)


def _month(request: HttpRequest) -> str:
    """The month asked for, else this one."""
    try:
        when = Period.parse(request.GET.get("period", ""))
    except ValueError:
        when = Period("year", 0)
    return str(when) if when.every == "month" else f"{today():%Y-%m}"


def _parts(one: Any) -> list[object]:
    """The three tests of somebody, and what they come to."""
    parts: list[object] = [gettext("暂缺") if each is None else each for each in one.parts.values()]
    missing = gettext("缺%(parts)s，未合成") % {"parts": gettext("、").join(one.missing)}
    return [*parts, missing if one.result is None else one.result]


@require_safe
def tests(request: HttpRequest) -> HttpResponse:
    """The three tests of a month: what is there, what is open."""
    account = asker(request)
    allowed(may_learn(account))
    month = _month(request)
    names = people_of(account)
    found = three_tests(names, month)
    lines = [[names[person], *_parts(one)] for person, one in found.items()]
    weights = next((one.weights for one in found.values()), {})
    lead = gettext("缺一考的月份不合成。权重：%(weights)s") % {
        "weights": gettext("，").join(f"{PARTS[key]} {number}%" for key, number in weights.items())
    }
    return _shown(
        request,
        f"tests-{month}",
        [_("姓名"), *PARTS.values(), _("合成")],
        lines,
        title=_("三考"),
        lead=lead,
        period=month,
    )


@require_safe
def card_table(request: HttpRequest) -> HttpResponse:
    """The training cards of a year; the total is their sum."""
    account = asker(request)
    allowed(may_learn(account))
    asked = request.GET.get("period", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today().year
    seen = seen_bureaus(account)
    found = cards(None if seen is None else people_of(account), year)
    people = Person.objects.in_bulk(found)
    held = sorted(found.values(), key=lambda one: (-one.whole, people[one.person].sort_key))
    lines: list[list[object]] = [
        [people[one.person].name, people[one.person].code, one.whole, *one.counts.values(), str(one.last or "")]
        for one in held
    ]
    total = year_total(year)
    told = {"year": year, "n": sum(one.whole for one in held), "people": len(held)}
    lead = gettext("%(year)s 年 %(people)s 人，共 %(n)s 人次。") % told
    if seen is None:
        lead += gettext("；").join(f"{COURSES[key]} {number}" for key, number in total.items())
    heads: list[str | Promise] = [_("姓名"), _("工号"), _("合计"), *COURSES.values(), _("最近一次")]
    return _shown(request, f"training-{year}", heads, lines, title=_("培训卡"), lead=lead, period=str(year))
