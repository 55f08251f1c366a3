"""Parameters whose words belong to another declaration.

Kinds of a ledger, groups of a rating, options of a choice. A word may be the id or the name (`red` or 红牌);
the id is kept. A word the declaration does not know is a problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kaogong.core.problem import Place, Text
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.keys import Key
from kaogong.core.scheme.read_references import named
from kaogong.core.scheme.read_scalars import FAULT
from kaogong.core.scheme.tree import Scalar, Table


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter whose map keys, rows (`column`) or value name members of what `owner` names."""

    param: str
    owner: str
    sort: str
    column: str = ""


_LABELS = {
    "kinds": Text("台账里的类型", "kind of the ledger"),
    "severities": Text("台账里的轻重", "severity of the ledger"),
    "finders": Text("台账里的发现方", "finder of the ledger"),
    "groups": Text("评价主体", "rater group"),
    "questions": Text("测评问题", "question of the ratings"),
    "options": Text("选项", "option"),
}
MEMBERS: dict[str, tuple[Member, ...]] = {
    "events": (
        Member("marks", "ledger", "kinds"),
        Member("cap_each", "ledger", "kinds"),
        Member("rules", "ledger", "kinds", "kind"),
        Member("rules", "ledger", "severities", "severity"),
        Member("rules", "ledger", "finders", "finder"),
    ),
    "rating": (
        Member("groups", "ratings", "groups"),
        Member("minimum", "ratings", "groups"),
        Member("question", "ratings", "questions"),
    ),
    "choice": (Member("points", "of", "options"),),
}
"""By method. The other methods have no such parameters."""


def named_members(method: str, params: Mapping[str, Any], tree: Table, desk: Desk) -> dict[str, Any]:
    """The parameters with ids for such words."""
    done = dict(params)
    for member in MEMBERS.get(method, ()):
        value, owner = done[member.param], done[member.owner]
        if value is None or owner is None:
            continue
        reader = _Reader(member, str(owner), desk)
        place = tree.entries[member.param].place if member.param in tree.entries else tree.place
        if member.column:
            for row in value:
                if row[member.column] is not None:
                    row[member.column] = reader.one(row[member.column], row.place)
        elif isinstance(value, Mapping):
            done[member.param] = {reader.one(word, _at(tree, member.param, word)): one for word, one in value.items()}
        else:
            done[member.param] = reader.one(value, place)
    return done


def _at(tree: Table, param: str, word: str) -> Place:
    below = tree.entries.get(param)
    return below.at(word) if isinstance(below, Table) else tree.place


@dataclass(frozen=True, slots=True)
class _Reader:
    member: Member
    owner: str
    desk: Desk

    def one(self, word: str, place: Place) -> str:
        """The id of one word; the word itself, with the problem noted, when it has none."""
        known = self.desk.names.members.get((self.member.sort, self.owner), {})
        label = Key(self.member.column or self.member.param, "text", Text("", ""))
        found = named(Scalar(word, place), label, self.desk, sort=_LABELS[self.member.sort], known=known)
        return word if found is FAULT else str(found)
