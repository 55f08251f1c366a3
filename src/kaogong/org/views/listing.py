"""One way of showing a list: filtered, sorted, fifty a page, in the columns chosen, kept as a workbook; the address holds its state."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kaogong.audit.queries import kept
from kaogong.audit.reports.workbook import sent
from kaogong.org.guards import may_keep_register, may_see_oversight
from kaogong.org.models import Account
from kaogong.org.views.several import Verb

PAGE = 50
MOST = 100_000
"""Rows of an export."""
Words = str | Promise
T = TypeVar("T", bound=Model)


def signed(account: Account | None) -> str:
    """Under which name somebody acted; that of the account, where no person stands behind it; empty: nobody did."""
    if account is None:
        return ""
    return account.person.name if account.person else account.username


@dataclass(frozen=True, slots=True)
class Do:
    """A button that leads to a page."""

    words: Words
    url: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: words, where they lead, a second line, or a tag of a colour."""

    words: object
    url: str = ""
    small: object = ""
    tag: str = ""
    does: Sequence[Do] = ()
    """Acts on what the row says, as buttons."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and the order it sorts by, if it does."""

    words: Words
    key: str = ""
    order: tuple[str, ...] = ()
    number: bool = False


class Later(Sequence[T]):
    """What is found only when it is read."""

    def __init__(self, find: Callable[[], QuerySet[T]]) -> None:
        self.find = functools.cache(find)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: Any) -> Any:
        """A part of it, which is not read yet either."""
        return SimpleLazyObject(lambda: self.find()[part])

    def count(self) -> int:  # type: ignore[override]
        """How many there are."""
        return self.find().count()


class Pages(Paginator[Any]):
    """A list in pages. `key`: what its length is kept under until something of the register changes."""

    def __init__(self, found: Later[Any], key: Hashable) -> None:
        super().__init__(found, PAGE)
        self.found, self.key = found, key

    @cached_property
    def count(self) -> int:
        """How many there are."""
        return self.found.count() if self.key is None else kept(("count", self.key), ("org",), self.found.count)


class Listing(Generic[T]):
    """A list as one page shows it.

    Args:
        request: what the address asks for.
        found: every row of it, or what finds them: it is called only where something must be read.
        columns: all there are.
        row: the cells of a row.
        whose: what decides which rows there are, besides the address: the units somebody sees, the day. Where it is
            given and the rows are those of this room, the list is kept until something of the room changes.
        verbs: what is done with rows that are chosen.
        several: where that is done.
    """

    def __init__(
        self,
        request: HttpRequest,
        found: QuerySet[T] | Callable[[], QuerySet[T]],
        columns: Sequence[Column],
        row: Callable[[T], Sequence[Cell]],
        whose: Hashable = None,
        verbs: Sequence[Verb] = (),
        several: str = "",
    ) -> None:
        self.verbs, self.several = verbs, several
        self.picked = request.GET.get("pick") == "all"
        self.key = None if whose is None else (request.path, request.GET.urlencode(), whose)
        self.every = columns
        self.row = row
        self.asked_columns, self.places = self._chosen(set(request.GET.getlist("col")))
        self.columns = [columns[place] for place in self.places]
        asked = request.GET.get("sort", "")
        self.down, self.sort = asked.startswith("-"), asked.removeprefix("-")
        self.found = Later(lambda: self._sorted(found() if callable(found) else found))
        self.page: Page[T] = Pages(self.found, self.key).get_page(request.GET.get("page"))

    def _chosen(self, asked: set[str]) -> tuple[list[str], list[int]]:
        """The columns asked for by name, and the places of those shown: the first always is; all where none is asked for."""
        named = [self.name(place) for place in range(len(self.every))]
        chosen = [place for place, name in enumerate(named) if name in asked]
        return [named[place] for place in chosen], sorted({0, *chosen}) if chosen else list(range(len(named)))

    def _sorted(self, found: QuerySet[T]) -> QuerySet[T]:
        for one in self.every:
            if one.key and one.key == self.sort:
                found = found.order_by(*(f"-{name}" if self.down else name for name in one.order))
        return found

    def name(self, place: int) -> str:
        """What a column is called in an address."""
        return self.every[place].key or f"c{place}"

    @property
    def choices(self) -> Iterator[tuple[str, Words, bool]]:
        """The columns to choose from: name, words, whether it is shown. The first always is: it says what the row is."""
        for place, one in enumerate(self.every[1:], 1):
            yield self.name(place), one.words, place in self.places

    @property
    def heads(self) -> Iterator[dict[str, object]]:
        """The heads, each with what its link sorts by, and how it is sorted now."""
        for one in self.columns:
            here = bool(one.key) and one.key == self.sort
            yield {
                "words": one.words,
                "number": one.number,
                "sort": (f"-{one.key}" if here and not self.down else one.key) if one.key else "",
                "aria": ("descending" if self.down else "ascending") if here else "",
            }

    @property
    def rows(self) -> Iterator[list[tuple[Column, Cell]]]:
        """The rows of the page."""
        for _key, cells in self.keyed:
            yield cells

    @property
    def keyed(self) -> Iterator[tuple[object, list[tuple[Column, Cell]]]]:
        """The rows of the page, each with the number by which it is chosen."""
        for one in self.page.object_list:
            cells = self.row(one)
            yield one.pk, [(self.every[place], cells[place]) for place in self.places]

    def plain(self) -> Iterator[list[object]]:
        """Every row, as words."""
        for one in self.found[:MOST]:
            cells = self.row(one)
            yield [
                _("%(words)s（%(more)s）") % {"words": cell.words, "more": cell.small} if cell.small else cell.words
                for cell in (cells[place] for place in self.places)
            ]


def show(request: HttpRequest, listing: Listing[Any], *, name: str, told: Mapping[str, object]) -> HttpResponse:
    """A list as a page, or as the file that was asked for."""
    form = request.GET.get("export", "")
    if form in ("xlsx", "csv"):
        return sent(name, [str(one.words) for one in listing.columns], listing.plain(), form)
    return render(request, "org/list.html", {"listing": listing, **told})


def me(request: HttpRequest) -> Account:
    """Who asks."""
    assert isinstance(request.user, Account)
    return request.user


def allow(why: str) -> None:
    """Go on only when a guard had nothing against showing a page.

    Raises:
        PermissionDenied: with the guard's words.
    """
    if why:
        raise PermissionDenied(why)


def asked(request: HttpRequest, form: type[forms.Form]) -> tuple[forms.Form, Mapping[str, Any]]:
    """A filter as it was filled in; what is not valid does not filter."""
    filled = form(request.GET or None)
    if not filled.is_bound:
        return filled, {}
    filled.is_valid()
    return filled, {key: value for key, value in filled.cleaned_data.items() if value not in (None, "")}


TABS: tuple[tuple[str, Words], ...] = (
    ("org:units", pgettext_lazy("several", "单位")),
    ("org:people", pgettext_lazy("several", "人员")),
    ("org:posts", pgettext_lazy("several", "岗位")),
    ("org:portfolios", gettext_lazy("分管联系")),
    ("org:bodies", gettext_lazy("议事机构")),
    ("org:supervisors", gettext_lazy("监督员")),
    ("org:dockets", pgettext_lazy("several", "案卷")),
    ("org:gaps", gettext_lazy("缺口")),
    ("org:calendar", gettext_lazy("工作日历")),
    ("org:settings", pgettext_lazy("several", "设定")),
)
"""The pages of the register."""
YEAR_TABS: tuple[tuple[str, Words], ...] = (
    ("org:programmes", gettext_lazy("考评方案")),
    ("org:acts", gettext_lazy("职权分工")),
    ("org:motions", gettext_lazy("提请审定")),
    ("org:sent", gettext_lazy("通知通报")),
    ("org:delegations", gettext_lazy("委托")),
    ("org:staffing", gettext_lazy("用编申请")),
)
"""Who does what in a year."""
WATCH_TABS: tuple[tuple[str, Words], ...] = (
    ("org:findings", gettext_lazy("监督发现")),
    ("org:watches", gettext_lazy("跟踪监督")),
    ("org:routes", gettext_lazy("监管分工")),
    ("org:sanctions", gettext_lazy("处分执行")),
    ("org:transactions", gettext_lazy("交易与支付")),
    ("org:draws", gettext_lazy("抽取")),
    ("org:points", gettext_lazy("监测点")),
    ("org:checklists", gettext_lazy("标准清单")),
    ("org:recusals", gettext_lazy("回避")),
)
"""Watching those who appraise."""
GUARDED: Mapping[str, Callable[[Account], str]] = {
    "org:gaps": may_keep_register,
    "org:sent": may_keep_register,
    "org:staffing": may_keep_register,
    "org:watches": may_see_oversight,
    "org:sanctions": may_see_oversight,
    "org:transactions": may_keep_register,
}
"""Pages among them that not everybody may see who sees the others."""


def tabs(request: HttpRequest, pages: Sequence[tuple[str, Words]] = TABS) -> Callable[[], list[dict[str, object]]]:
    """The pages of a part of the register, and which of them this is; made when a template shows them."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return lambda: [
        {"words": words, "url": reverse(name), "current": name == here}
        for name, words in pages
        if name not in GUARDED or not GUARDED[name](me(request))
    ]


def year_tabs(request: HttpRequest) -> Callable[[], list[dict[str, object]]]:
    """Of those who does what in a year."""
    return tabs(request, YEAR_TABS)


def watch_tabs(request: HttpRequest) -> Callable[[], list[dict[str, object]]]:
    """Of those of watching."""
    return tabs(request, WATCH_TABS)
