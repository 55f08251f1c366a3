"""What one has learned oneself: exams, the three tests, articles, the training card."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.org.models import Person
from kaogong.org.queries import today
from kaogong.org.views.deeds import Table, thing_page
from kaogong.org.views.listing import Cell, Words
from kaogong.people.guards.presence import may_click
from kaogong.people.models import Allowance, ArticleTarget, ExamResult
from kaogong.people.queries.learning import accepted, allowance_due, article_share, barred, cards, three_tests
from kaogong.people.states.learning import COURSES, PARTS
from kaogong.people.views.tabs import room_tabs
from kaogong.plan.views.pages import allowed, asker


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The own exams, tests, articles and training."""
    account = asker(request)
    allowed(may_click(account))
    person, year = account.person, today().year
    assert person is not None
    held = barred(year, [person.pk]).get(person.pk)
    notices = []
    if held is not None:
        told = {"n": held.interviews, "months": gettext("、").join(held.months)}
        words = gettext("本年末位约谈 %(n)s 次（%(months)s），年底不得评优。") % told
        notices.append({"tone": "warn", "words": words})
    tables = [
        Table(
            _("三考"),
            (_("月份"), *(gettext(one) for one in PARTS.values()), _("合成")),
            _three(person, year),
            _("还没有。"),
        ),
        Table(_("考试"), (_("考试"), _("成绩"), _("名次")), _exams(person), _("还没有公布的考试。")),
    ]
    return thing_page(
        request, title=gettext("我的学习"), lead=gettext("%(year)s 年") % {"year": year}, facts=_facts(person, year),
        tables=tables, notices=notices, tabs=room_tabs(request),
    )  # fmt: skip


def _facts(person: Person, year: int) -> list[tuple[Words, Cell]]:
    card = cards([person.pk]).get(person.pk)
    target = ArticleTarget.objects.filter(person=person, year=year).first()
    there = accepted(year, [person.pk])[person.pk]
    done = Cell(there if target is None else f"{there}/{target.wanted} {article_share(there, target.wanted)}%")
    paid = [
        (one.name, Cell(gettext("%(yuan)s 元") % {"yuan": yuan}))
        for one in Allowance.objects.all()
        if (yuan := allowance_due(one, person.pk, year))
    ]
    counts = [(gettext(COURSES[key]), Cell(number)) for key, number in (card.counts if card else {}).items()]
    return [(_("培训卡"), Cell(card.whole if card else 0)), *counts, (_("信息采用"), done), *paid]


def _exams(person: Person) -> list[list[Cell]]:
    held = ExamResult.objects.filter(person=person, exam__state="released").select_related("exam")
    return [
        [Cell(one.exam.name), Cell(gettext("缺考") if one.score is None else one.score), Cell(one.rank or "—")]
        for one in held.order_by("-exam__month")
    ]


def _three(person: Person, year: int) -> list[list[Cell]]:
    """The months of the year, the latest first, from the first of which something is there."""
    found = []
    for number in range(today().month, 0, -1):
        one = three_tests([person.pk], f"{year}-{number:02}")[person.pk]
        if len(one.missing) == len(one.parts):
            continue
        parts = [Cell(gettext("暂缺") if each is None else each) for each in one.parts.values()]
        lacking = gettext("、").join(gettext(each) for each in one.missing)
        ends = Cell(gettext("缺%(parts)s") % {"parts": lacking}) if one.result is None else Cell(one.result)
        found.append([Cell(one.month), *parts, ends])
    return found
