"""Lists as tables: heads, rows and filters written in one pass, every word of them escaped."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.http import QueryDict
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaogong.audit.queries import ROOMS, keeps, kept
from kaogong.org.views.listing import Cell, Column, Listing
from kaogong.org.views.written import STAND_IN, choose, options, own, said

register = template.Library()


def drawn(cell: Cell) -> str:
    """What stands in a cell."""
    words = said(cell.words)
    if cell.url:
        words = f'<a href="{conditional_escape(cell.url)}">{words}</a>'
    elif cell.tag:
        words = f'<span class="tag {conditional_escape(cell.tag)}">{words}</span>'
    if cell.small:
        words = f"{words}<small>{said(cell.small)}</small>"
    return words + "".join(f' <a class="btn small" href="{said(one.url)}">{said(one.words)}</a>' for one in cell.does)


def frame(column: Column) -> tuple[str, str]:
    """The beginning of a cell of a column: with something in it, and blank."""
    name = said(column.words)
    plain, blank = (' class="num"', ' class="num blank"') if column.number else ("", ' class="blank"')
    return f'<td{plain} data-name="{name}">', f'<td{blank} data-name="{name}">'


def pick(key: object, name: object, *, ticked: bool) -> SafeString:
    """The cell in which a row is chosen for what the list does with several."""
    words = _("选中 %(name)s") % {"name": name}
    box = '<td class="pick"><label><span class="sr">{}</span><input type="checkbox" name="row" value="{}" form="several"{}></label></td>'
    return format_html(box, words, key, mark_safe(" checked") if ticked else "")


@register.simple_tag
def rows(listing: Listing[Any]) -> SafeString:
    """The body of a table. The first cell of a row says what the row is."""
    frames = [frame(one) for one in listing.columns]
    lines = []
    for key, row in listing.keyed:
        (_column, first), *rest = row
        box_first = pick(key, first.words, ticked=listing.picked) if listing.verbs else ""
        cells = [f'<tr>{box_first}<th scope="row">{drawn(first)}</th>']
        for (full, blank), (_column, cell) in zip(frames[1:], rest, strict=True):
            cells.append(f"{blank if cell.words == '' and not cell.does else full}{drawn(cell)}</td>")
        lines.append("".join(cells))
    return mark_safe("</tr>\n".join([*lines, ""]))  # noqa: S308 - every value is escaped where it is put in


@register.simple_tag(takes_context=True)
def heads(context: template.Context, listing: Listing[Any]) -> SafeString:
    """The heads of a table; those that sort are links that keep the rest of the address."""
    held: QueryDict = context["request"].GET.copy()
    held.pop("page", None)
    found = []
    for head in listing.heads:
        words = said(head["words"])
        if head["sort"]:
            held["sort"] = str(head["sort"])
            words = format_html('<a href="?{}">{}</a>', held.urlencode(), head["words"])
        number = ' class="num"' if head["number"] else ""
        aria = f' aria-sort="{head["aria"]}"' if head["aria"] else ""
        found.append(f'<th scope="col"{number}{aria}>{words}</th>')
    return mark_safe("".join(found))  # noqa: S308 - every value is escaped where it is put in


@register.simple_tag
def box(field: BoundField) -> SafeString:
    """A field of a filter. Boxes for words and choices are written here, others as they write themselves."""
    widget = field.field.widget
    if type(widget) not in {forms.TextInput, forms.Select} or field.errors:
        return field.as_widget()
    given = widget.build_attrs(widget.attrs, field.build_widget_attrs({"id": field.auto_id}, widget))
    told = "".join(
        f" {name}" if value is True else format_html(' {}="{}"', name, value)
        for name, value in given.items()
        if value is not False
    )
    value = "" if field.value() is None else str(field.value())
    if isinstance(widget, forms.Select):
        several = options(((str(key), words) for key, words in widget.choices), value)
        return mark_safe(f'<select name="{field.html_name}"{told}>{several}</select>')  # noqa: S308 - escaped above
    kind = conditional_escape(given.get("type", widget.input_type))
    shown = format_html(' value="{}"', value) if value else ""
    kept = told if "type" in given else f' type="{kind}"{told}'
    return mark_safe(f'<input name="{field.html_name}"{kept}{shown}>')  # noqa: S308 - escaped above


@register.simple_tag
def chosen(written: str, value: str = "") -> SafeString:
    """Options written before, with the one chosen."""
    return choose(written, value)


class Held(template.Node):
    """A part of a page that is written again only when something it shows may have changed."""

    def __init__(self, nodes: NodeList, key: FilterExpression, rooms: tuple[str, ...]) -> None:
        self.nodes, self.key, self.rooms = nodes, key, rooms

    def render(self, context: template.Context) -> SafeString:
        """The part, written now or before. Without a key it is always written now."""
        key = self.key.resolve(context)
        if not key or not keeps():
            return self.nodes.render(context)
        with context.push(csrf_token=STAND_IN):
            written: str = kept(("held", id(self), key, get_language()), self.rooms, lambda: self.nodes.render(context))
        return own(written, context.get("csrf_token"))


@register.tag
def hold(parser: Parser, token: Token) -> Held:
    """`{% hold key "org plan" %}` … `{% endhold %}`; `"*"`: every room.

    `key` names whatever the part depends on besides the rows of those rooms and the language: whose units it shows, the day,
    what the address asks for. Nothing else of the person may stand in it; forms carry the token of whoever looks.
    """
    _name, key, rooms = token.split_contents()
    nodes = parser.parse(("endhold",))
    parser.delete_first_token()
    named = tuple(rooms.strip('"').split())
    return Held(nodes, parser.compile_filter(key), ROOMS if named == ("*",) else named)
