"""Lists that are a row each: what they list, in which columns, found by which words, with the acts on what they list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaogong.org.forms import WordsFilter
from kaogong.org.models import Account, UnitVersion
from kaogong.org.queries import at, today
from kaogong.org.views.deeds import Deed, offers
from kaogong.org.views.listing import Cell, Column, Do, Listing, Words, allow, asked, me, show, tabs


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a row needs beside the thing it shows."""

    account: Account
    names: Mapping[int, str]
    """Units by their names of today."""
    deeds: Sequence[Deed]

    def unit(self, number: int | None) -> str:
        """A unit by its name."""
        return self.names.get(number or 0, "")

    def does(self, thing: Any) -> Cell:
        """The acts on it, as buttons."""
        return Cell("", does=offers(self.deeds, self.account, thing))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A list."""

    name: str
    at: str
    title: Words
    found: Callable[[Account], QuerySet[Any]]
    columns: Sequence[Column]
    row: Callable[[Any, Row], Sequence[Cell]]
    may: Callable[[Account], str]
    words: Sequence[str]
    """Fields in which the words looked for may stand."""
    deeds: Sequence[Deed] = ()
    lead: Words = ""
    why_empty: Words = ""
    tabs: Callable[[HttpRequest], Any] = tabs
    more: Callable[[Account], list[Do]] = lambda account: []
    """Buttons that lead elsewhere."""
    notices: Callable[[Account], list[dict[str, Words]]] = lambda account: []
    """What is said above the list: a tone and words."""


def shelves(several: Sequence[Shelf]) -> list[URLPattern]:
    """The addresses of lists."""
    return [path(one.at, _page(one), name=one.name) for one in several]


def _counted(number: int) -> str:
    """How many there are; an empty list says so in its place, and not twice."""
    return _("共 %(number)s 条。") % {"number": f"{number:,}"} if number else ""


def _page(shelf: Shelf) -> Callable[..., HttpResponse]:
    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        account = me(request)
        allow(shelf.may(account))
        filters, given = asked(request, WordsFilter)
        found = shelf.found(account)
        if words := given.get("q", ""):
            found = found.filter(reduce(or_, (Q(**{f"{one}__icontains": words}) for one in shelf.words)))
        names = dict(UnitVersion.objects.filter(at(today())).values_list("unit_id", "name"))
        beside = Row(account=account, names=names, deeds=shelf.deeds)
        listing = Listing(request, found, shelf.columns, lambda one: shelf.row(one, beside))
        told = {
            "title": shelf.title,
            "lead": shelf.lead or _counted(listing.page.paginator.count),
            "filters": filters,
            "tabs": shelf.tabs(request),
            "actions": _first(offers(shelf.deeds, account)) + shelf.more(account),
            "why_empty": shelf.why_empty,
            "notices": shelf.notices(account),
        }
        return show(request, listing, name=shelf.name, told=told)

    page.__doc__ = f"The list {shelf.name}."
    return page


def _first(several: Sequence[Do]) -> list[Do]:
    """The first is what one comes for."""
    return [Do(one.words, one.url, primary=number == 0) for number, one in enumerate(several)]
