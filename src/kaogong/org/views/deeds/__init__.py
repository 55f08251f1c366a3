"""Acts that need no page of their own: each a row that says its address, its form, its words, who may, where one goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaogong.audit.reports.paper import of_figures
from kaogong.org.forms.deeds import DeedForm
from kaogong.org.models import Account, Unit
from kaogong.org.queries import unit_names
from kaogong.org.views.acting import act
from kaogong.org.views.listing import Cell, Do, Words, allow, me


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An act as a page offers it."""

    verb: Callable[..., Any]
    """The action."""
    at: str
    """The address; what it is done to stands in it by `code`, or by its number."""
    may: Callable[[Account, Any], str]
    """Why somebody may not; empty: they may."""
    button: Words
    """Verb and object; the page is called so too."""
    send: Words = ""
    """What the button below the form says, where the page is called as the thing that is written there."""
    told: Words | Callable[[Any], Words]
    back: Callable[[Any], str]
    """Where one goes afterwards."""
    form: type[DeedForm] = DeedForm
    of: type[Model] | None = None
    """What kind of thing it is done to."""
    called: str = ""
    """What the action calls that thing."""
    begin: Callable[[Any], dict[str, Any]] = lambda thing: {}
    """What stands in the form at first."""
    when: Callable[[Any], bool] = lambda thing: True
    """Whether it is offered for a thing as it is now."""
    do: Callable[..., Any] | None = None
    """How it is done, where it takes more than the action alone."""
    room: str = "org"
    name: str = ""
    """The name of the address; else that of the action."""
    key: str = ""
    """The thing as the audit names it, such as `org.body:{.name}`: who is slower is shown what the faster one did."""
    lead: Words = ""
    warning: Words | Callable[[Any], Words] = ""
    """What to know before it is done; of the thing as it is now, where it is a function."""

    @property
    def known(self) -> str:
        """The name of the address."""
        return self.name or self.verb.__name__

    def found(self, given: dict[str, Any]) -> Any:
        """What it is done to."""
        if self.of is None:
            return None
        by = {"code": given["code"]} if "code" in given else {"pk": next(iter(given.values()))}
        return get_object_or_404(self.of, **by)


def doors(deeds: Iterable[Deed]) -> list[URLPattern]:
    """The addresses of acts."""
    return [path(one.at, _page(one), name=one.known) for one in deeds]


def _page(deed: Deed) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "POST"])
    def page(request: HttpRequest, **given: Any) -> HttpResponse:
        thing, by = deed.found(given), me(request)
        allow(deed.may(by, thing))
        if request.method == "GET" and not deed.when(thing):
            messages.warning(request, _("“%(what)s”现在不用办或不能办。它现在的情况在这里。") % {"what": deed.button})
            return redirect(deed.back(thing))
        bound = (request.POST, request.FILES) if request.method == "POST" else ()
        form = deed.form(*bound, initial=deed.begin(thing), thing=thing, account=by)
        return act(
            request,
            form,
            lambda **_cleaned: _done(deed, by, thing, form),
            title=deed.button,
            lead=deed.lead,
            about=named(thing),
            button=deed.send or deed.button,
            told=deed.told,
            back=deed.back(thing),
            warning=deed.warning(thing) if callable(deed.warning) else deed.warning,
            subject=deed.key.format(thing) if thing is not None else "",
        )

    page.__doc__ = f"The act {deed.known}."
    return page


def _done(deed: Deed, by: Account, thing: Any, form: DeedForm) -> Any:
    about = {deed.called: thing} if deed.called else {}
    return (deed.do or deed.verb)(by=by, **about, **form.said())


def whoever(guard: Callable[[Account], str]) -> Callable[[Account, Any], str]:
    """A guard that asks only who."""
    return lambda account, _thing: guard(account)


def only(deeds: Iterable[Deed], *names: str) -> tuple[Deed, ...]:
    """Some acts of a table, by their names."""
    return tuple(one for one in deeds if one.known in names)


def named(thing: Any) -> str:
    """What a thing is called on a page; a unit by its name of today."""
    if isinstance(thing, Unit):
        return unit_names([thing.pk]).get(thing.pk, thing.code)
    return "" if thing is None else str(thing)


def offers(deeds: Sequence[Deed], account: Account, thing: Any = None) -> list[Do]:
    """The acts somebody may do to a thing as it is now (without one: those that need none), as buttons."""
    kind = type(thing) if thing is not None else None
    fit = [one for one in deeds if one.of is kind and one.when(thing) and not one.may(account, thing)]
    return [Do(one.button, _url(one, thing)) for one in fit]


def _url(deed: Deed, thing: Any) -> str:
    if thing is None:
        return reverse(f"{deed.room}:{deed.known}")
    return reverse(f"{deed.room}:{deed.known}", args=[thing.code if "<str:code>" in deed.at else thing.pk])


def to(name: str, *parts: str) -> Callable[[Any], str]:
    """Where one goes afterwards: an address, its parts read from the thing, such as `body.pk`."""
    reads = [attrgetter(one) for one in parts]
    return lambda thing: reverse(name, args=[read(thing) for read in reads])


@dataclass(frozen=True, slots=True)
class Table:
    """A short table on the page of a thing."""

    title: Words
    heads: Sequence[Words]
    rows: Sequence[Sequence[Cell]]
    empty: Words
    lead: Words = ""
    """What is said above the rows."""

    @property
    def figures(self) -> tuple[bool, ...]:
        """Which columns hold figures and nothing else; they are set to the right. The first says what a row is."""
        right = of_figures([[str(one.words) for one in row] for row in self.rows])
        return tuple(at > 0 and at in right for at in range(len(self.heads)))

    @property
    def columns(self) -> list[tuple[Words, bool]]:
        """The heads, each with whether figures stand below it."""
        return list(zip(self.heads, self.figures, strict=True))

    @property
    def lines(self) -> Iterator[list[tuple[Words, Cell, bool]]]:
        """The rows, each cell with its head and whether its column holds figures."""
        for row in self.rows:
            yield list(zip(self.heads, row, self.figures, strict=True))


def thing_page(request: HttpRequest, **told: Any) -> HttpResponse:
    """The page of one thing. `told`: title, lead, facts, tables, offers, notices, tabs."""
    return render(request, "org/thing.html", told)
