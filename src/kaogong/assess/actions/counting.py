"""The box and the count: ballots fall in sealed, and all of a source come out together, without raters."""

from __future__ import annotations

import hmac
import json
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from kaogong.assess.actions.entering import copied
from kaogong.assess.models import Drop, Pair, Round, Source, Tally
from kaogong.assess.queries.ballots import Cast, Values, count, wrong_mark
from kaogong.audit.actions import Refused
from kaogong.core.sealing import open_sealed, seal
from kaogong.org.queries import setting

BALLOTS = 14_000
"""Under which number the database keeps apart who hands in and who counts."""


def freeze_rules(one: Round) -> None:
    """What makes a ballot valid is set down when the round opens; what is set later does not touch it."""
    rules = {
        "whole": bool(setting("ratings.whole")),
        "top_most": int(setting("ratings.top_most")),
        "same_from": int(setting("ratings.same_from")),
    }
    sources = list(one.sources.filter(kind="rate"))
    for source in sources:
        source.form = source.form | {"rules": rules}
    Source.objects.bulk_update(sources, ["form"])


def checked(form: Mapping[str, Any], value: str, field: str, name: str) -> str:
    """A mark within the scale of a form; an option it knows.

    Raises:
        Refused: it is not.
    """
    if why := wrong_mark(form, value):
        raise Refused(_("%(name)s：%(why)s") % {"name": name, "why": why}, field)
    return value if form.get("points") else f"{Decimal(value):f}"


def rater_word(source: Source, person: int | None) -> str:
    """A word that joins the ballots of one rater on a source while they lie in the box; nobody without the key makes it."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"rating:{source.pk}:{person}".encode(), "sha256").hex()[:16]


def into_box(source: Source, rater: str, given: Mapping[int, Values]) -> None:
    """Ballots of one rater fall into the box, sealed."""
    words = json.dumps({"rater": rater, "given": given}, ensure_ascii=False)
    Drop.objects.bulk_create([Drop(id=uuid.uuid4(), source=source, words=words)])


# --- counting -------------------------------------------------------------------------------------------------------


def count_source(source: Source, issued: Mapping[int, int], casts: Sequence[Cast]) -> int:
    """Write what came out of a source, all in one go; gives how many ballots."""
    found = count(casts, source.form, issued)
    rows = [
        (source.pk, key, issued[key], len(one.ballots), one.valid, seal(one.sealed()))
        for key, one in sorted(found.items())
    ]
    with connection.cursor() as cursor:
        columns = ("source_id", "entrant_id", "issued", "returned", "valid", "words")
        copied(cursor, Tally._meta.db_table, columns, rows)  # noqa: SLF001 - the name Django gave the table
    return sum(row[3] for row in rows)


def from_box(source: Source) -> list[Cast]:
    """The ballots in the box of a source."""
    found: dict[str, Cast] = {}
    for words in Drop.objects.filter(source=source).values_list("words", flat=True):
        slip = json.loads(words)
        cast = found.setdefault(slip["rater"], Cast(slip["rater"], {}))
        cast.given |= {int(key): given for key, given in slip["given"].items()}
    return list(found.values())


def hold(one: Round, *, alone: bool) -> None:
    """Until the end of the transaction: marks of a round come in side by side, but not while it is counted."""
    verb = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {verb}(%s, %s)", [BALLOTS, one.pk])


def count_pairs(one: Round) -> int:
    """Count every source of a round that was rated from the desk; what was not handed in does not count, drafts are emptied."""
    counted = 0
    entrants = list(one.entrants.values_list("pk", flat=True))
    for source in one.sources.filter(kind="rate").exclude(who="codes"):
        issued, named = dict.fromkeys(entrants, 0), dict[str, Cast]()
        for entrant, rater, state, marks in _pair_rows(source):
            issued[entrant] += 1
            if state == "handed" and not source.anonymous:
                given = json.loads(open_sealed(marks))
                named.setdefault(str(rater), Cast(str(rater), {})).given[entrant] = given
        counted += count_source(source, issued, from_box(source) if source.anonymous else list(named.values()))
        Drop.objects.filter(source=source).delete()
    Pair.objects.filter(source__round=one, state="open").update(marks="")
    return counted


def _pair_rows(source: Source) -> list[tuple[int, int, str, str]]:
    """Pairs as they lie in the database, their marks still sealed: opening is left to who needs it."""
    table = Pair._meta.db_table  # noqa: SLF001 - the name Django gave the table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT entrant_id, rater_id, state, marks FROM "{table}" WHERE source_id = %s', [source.pk])
        return list(cursor.fetchall())


def sweep_box() -> None:
    """Let nothing lie about of ballots that were taken out: outside a transaction, the database gives their place back."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        for model in (Drop, Pair):
            cursor.execute(f'VACUUM "{model._meta.db_table}"')  # noqa: SLF001 - the name Django gave the table
