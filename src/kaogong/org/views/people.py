"""People and posts, portfolios of leaders."""

from __future__ import annotations

from collections.abc import Set
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.queries import history
from kaogong.org.actions import appoint, end_post, register_person
from kaogong.org.forms import AppointForm, EndForm, PeopleFilter, PersonForm, WordsFilter
from kaogong.org.guards import may_keep_register, may_see_person, may_see_register
from kaogong.org.models import Account, Person, Portfolio, Post, UnitVersion
from kaogong.org.queries import (
    at,
    complete_posts,
    masked,
    people_seen,
    portfolios,
    posts_seen,
    seen_units,
    today,
    unit_names,
    with_posts,
)
from kaogong.org.views.acting import act
from kaogong.org.views.deeds import offers, thing_page
from kaogong.org.views.deeds.people import DEEDS
from kaogong.org.views.listing import Cell, Column, Do, Listing, allow, asked, me, show, tabs
from kaogong.org.views.written import address

COLUMNS = (
    Column(lazy("姓名"), "name", ("sort_key", "code")),
    Column(lazy("工号"), "code", ("code",)),
    Column(lazy("单位")),
    Column(lazy("岗位")),
)
POST_COLUMNS = (
    Column(lazy("岗位"), "title", ("title", "id")),
    Column(lazy("人员"), "person", ("person__sort_key", "id")),
    Column(lazy("单位"), "unit", ("unit__code", "id")),
    Column(lazy("层次"), "grade", ("grade", "id")),
    Column(lazy("自"), "since", ("since", "id")),
    Column(lazy("四项")),
    Column(lazy("办理")),
)
PORTFOLIO_COLUMNS = (
    Column(lazy("领导"), "leader", ("leader__sort_key", "id")),
    Column(lazy("单位"), "unit", ("unit__code", "id")),
    Column(lazy("方式"), "kind", ("kind", "id")),
    Column(lazy("自"), "since", ("since", "id")),
    Column(lazy("办理")),
)


@require_safe
def people_page(request: HttpRequest) -> HttpResponse:
    """The people somebody may see, fifty a page, found by name, initials or number."""
    allow(may_see_register(me(request)))
    filters, given = asked(request, PeopleFilter)
    seen, day = seen_units(me(request)), today()

    def found() -> QuerySet[Person]:
        some = people_seen(me(request), given.get("q", ""), given.get("unit", ""))
        return with_posts(some.defer("phone", "id_number"))

    listing = Listing(request, found, COLUMNS, _row, (None if seen is None else frozenset(seen), day))
    keeps = not may_keep_register(me(request))
    actions = [Do(_("登记人员"), reverse("org:register"), primary=True)] if keeps else []
    lead = _("共 %(number)s 人。") % {"number": f"{listing.page.paginator.count:,}"}
    told = {
        "title": pgettext("several", "人员"),
        "lead": lead,
        "filters": filters,
        "tabs": tabs(request),
        "actions": actions,
    }
    told["why_empty"] = _("绩效办登记或导入人员后会出现在这里。")
    return show(request, listing, name="people", told=told)


def _row(one: Person) -> list[Cell]:
    title, unit = getattr(one, "title", ""), getattr(one, "unit_name", "")
    return [Cell(one.name, address("org:person", one.code)), Cell(one.code), Cell(unit), Cell(title)]


@require_safe
def person_page(request: HttpRequest, code: str) -> HttpResponse:
    """One person: posts over the years, what the person answers for. Phone and e-mail are masked for others."""
    person = get_object_or_404(Person, code=code)
    allow(may_see_person(me(request), person))
    held = list(Post.objects.filter(person=person).select_related("unit").order_by("-since", "-id"))
    whole = me(request).person_id == person.pk or not may_keep_register(me(request))
    names = unit_names([one.unit_id for one in held])
    shown = {
        "person": person,
        "posts": [(one, names.get(one.unit_id, one.unit.code)) for one in held],
        "phone": person.phone if whole else masked(person.phone),
        "email": person.email if whole else masked(person.email),
        "portfolios": portfolios().filter(leader=person),
        "keeps": not may_keep_register(me(request)),
        "offers": offers(DEEDS, me(request), person),
        "history": history(f"org.person:{code}").order_by("-number")[:20],
        "tabs": tabs(request),
    }
    return render(request, "org/person.html", shown)


@require_safe
def post_page(request: HttpRequest, number: int) -> HttpResponse:
    """One post: the four things it states, and what it answers for."""
    post = get_object_or_404(Post.objects.select_related("person", "unit"), pk=number)
    allow(may_see_person(me(request), post.person) if post.person else may_see_register(me(request)))
    stated = ((_("职责"), post.duty), (_("责任"), post.accountability), (_("廉政要求"), post.integrity))
    return thing_page(
        request,
        title=post.title,
        lead=unit_names([post.unit_id]).get(post.unit_id, post.unit.code),
        facts=[
            (
                _("人员"),
                Cell(post.person.name, reverse("org:person", args=[post.person.code]))
                if post.person
                else Cell(_("空缺")),
            ),
            (_("层次"), Cell(post.get_grade_display())),
            (_("自"), Cell(str(post.since))),
            (_("至（不含）"), Cell(str(post.until or "—"))),
            (_("分工"), Cell(_("、").join(post.areas) or "—")),
            *((head, Cell(words or "—")) for head, words in stated),
        ],
        offers=offers(DEEDS, me(request), post),
        tabs=tabs(request),
    )


@require_safe
def posts_page(request: HttpRequest) -> HttpResponse:
    """The posts somebody may see, and which of them do not state all four things."""
    allow(may_see_register(me(request)))
    filters, given = asked(request, WordsFilter)
    found = posts_seen(me(request), given.get("q", ""))
    number, short, percent = complete_posts()
    listing = Listing(request, found, POST_COLUMNS, lambda one: _post_row(one, me(request)))
    told = {"number": number, "short": len(short), "percent": "—" if percent is None else percent}
    lead = _("共 %(number)s 个岗位，四项写全 %(percent)s%%，%(short)s 个没有写全。") % told
    more = {"title": pgettext("several", "岗位"), "lead": lead, "filters": filters, "tabs": tabs(request)}
    return show(request, listing, name="posts", told=more)


def _post_row(one: Post, account: Account) -> list[Cell]:
    name = getattr(one, "unit_name", None) or one.unit.code
    return [
        Cell(one.title, reverse("org:post", args=[one.pk])),
        Cell(one.person.name, reverse("org:person", args=[one.person.code])) if one.person else Cell(_("空缺")),
        Cell(name, reverse("org:unit", args=[one.unit.code])),
        Cell(one.get_grade_display()),
        Cell(str(one.since)),
        Cell(_("写全"), tag="green") if one.complete else Cell(_("没有写全"), tag="yellow"),
        Cell("", does=offers(DEEDS, account, one)),
    ]


def opened(account: Account, several: QuerySet[Any, Any]) -> frozenset[int]:
    """Those of several people whose page an account may see."""
    return frozenset(people_seen(account).filter(pk__in=several).values_list("pk", flat=True))


@require_safe
def portfolios_page(request: HttpRequest) -> HttpResponse:
    """Which leader answers for which unit."""
    allow(may_see_register(me(request)))
    filters, given = asked(request, WordsFilter)
    found = portfolios(given.get("q", ""))
    names = dict(UnitVersion.objects.filter(at(today())).values_list("unit_id", "name"))
    shown = opened(me(request), found.values("leader"))
    listing = Listing(request, found, PORTFOLIO_COLUMNS, lambda one: _portfolio_row(one, names, shown, me(request)))
    told = {"title": _("分管联系"), "lead": _("领导只指导自己分管或联系的单位。"), "filters": filters}
    return show(request, listing, name="portfolios", told=told | {"tabs": tabs(request)})


def _portfolio_row(one: Portfolio, names: dict[int, str], shown: Set[int], account: Account) -> list[Cell]:
    return [
        Cell(one.leader.name, reverse("org:person", args=[one.leader.code]) if one.leader_id in shown else ""),
        Cell(names.get(one.unit_id, one.unit.code), reverse("org:unit", args=[one.unit.code])),
        Cell(one.get_kind_display()),
        Cell(str(one.since)),
        Cell("", does=offers(DEEDS, account, one)),
    ]


@require_http_methods(["GET", "POST"])
def register_page(request: HttpRequest) -> HttpResponse:
    """Register a person."""
    allow(may_keep_register(me(request)))
    return act(
        request,
        PersonForm(request.POST or None),
        partial(register_person, by=me(request)),
        title=_("登记人员"),
        button=_("登记"),
        told=_("人员已登记。"),
        back=reverse("org:people"),
    )


@require_http_methods(["GET", "POST"])
def appoint_page(request: HttpRequest, code: str) -> HttpResponse:
    """Give a person a post."""
    allow(may_keep_register(me(request)))
    person = get_object_or_404(Person, code=code)
    return act(
        request,
        AppointForm(request.POST or None),
        partial(appoint, by=me(request), person=person),
        title=_("%(name)s任职") % {"name": person.name},
        button=_("任职"),
        told=_("任职已登记。"),
        back=reverse("org:person", args=[code]),
    )


@require_http_methods(["GET", "POST"])
def end_post_page(request: HttpRequest, number: int) -> HttpResponse:
    """End a post."""
    allow(may_keep_register(me(request)))
    post = get_object_or_404(Post.objects.select_related("person", "unit"), pk=number, person__isnull=False)
    assert post.person is not None
    return act(
        request,
        EndForm(request.POST or None),
        partial(end_post, by=me(request), post=post),
        title=_("%(name)s离任%(title)s") % {"name": post.person.name, "title": post.title},
        button=_("离任"),
        told=_("离任已登记。"),
        back=reverse("org:person", args=[post.person.code]),
    )
