"""Tokens: whom one stands for, and how far."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from kaogong.core.chain import digest
from kaogong.org.models import Account, Scope, Token
from kaogong.org.queries.days import today
from kaogong.org.queries.powers import Held, Reach, powers
from kaogong.org.queries.units import Tree

FORM = re.compile(r"kg_[A-Za-z0-9_-]{43}")
"""What a secret looks like."""


def token_of(secret: str) -> Token | None:
    """The token of a secret, while it holds: not over, not revoked, its account open."""
    if not FORM.fullmatch(secret):
        return None
    held = Token.objects.filter(hash=digest(secret.encode()), revoked_at__isnull=True, until__gt=today())
    return held.filter(account__is_active=True).select_related("account").first()


def admitted(token: Token, room: str, *, write: bool) -> Account | None:
    """The account as a token may use it in a room, its powers cut down to the scope; None: the room is closed to it.

    What belongs to a person needs the person (own targets, seats in bodies, delegated powers): a token is nobody.
    """
    scope = token.scopes.filter(room=room, write=True).first() if write else token.scopes.filter(room=room).first()
    if scope is None:
        return None
    account = token.account
    account.person = None
    account._reach = AsToken(token, scope)  # type: ignore[attr-defined]  # noqa: SLF001 - what `reach(account)` gives
    return account


class AsToken(Reach):
    """What an account may do by a token in a room: the powers of the account where the scope reaches."""

    def __init__(self, token: Token, scope: Scope) -> None:
        self.account, self.token, self.scope = token.account, token, scope
        self.day = today()
        self._tree: Tree | None = None
        own = [one for one in powers(token.account, self.day) if not one.by_delegation_of]
        self.held = [cut for one in own if (cut := self._cut(one)) is not None]

    def _cut(self, one: Held) -> Held | None:
        """A power, as far as the scope; nothing where they do not meet."""
        scope = self.scope
        if one.room not in {"", scope.room}:
            return None
        if scope.unit_id is None or scope.unit_id == one.unit:
            below = one.below and (scope.unit_id is None or scope.below)
            return one._replace(room=scope.room, below=below)
        if one.unit is None or (one.below and one.unit in self.tree.above(scope.unit_id)):
            return one._replace(room=scope.room, unit=scope.unit_id, below=scope.below)
        if scope.below and scope.unit_id in self.tree.above(one.unit):
            return one._replace(room=scope.room)
        return None

    @property
    def within(self) -> set[int] | None:
        """The units the scope is open for; None: all."""
        if self.scope.unit_id is None:
            return None
        return self.tree.below(self.scope.unit_id) if self.scope.below else {self.scope.unit_id}

    @property
    def names(self) -> list[str]:
        """The powers as they enter the audit, with the token by which they were used."""
        return [*sorted({one.power for one in self.held}), f"token {self.token.name}"]


def find_tokens(words: str = "") -> QuerySet[Token]:
    """Tokens, the newest first."""
    found = Token.objects.select_related("account", "issued_by").prefetch_related("scopes__unit").order_by("-id")
    return found.filter(Q(name__icontains=words) | Q(account__username__istartswith=words)) if words else found
