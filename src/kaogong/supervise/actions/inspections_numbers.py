"""Numbers that follow one another, without gaps, whoever writes at the same time."""

from __future__ import annotations

from typing import Any

from django.db import connection

from kaogong.org.queries import today


def next_number(model: Any, head: str, places: int = 4) -> str:
    """The next number of the year of a kind: JC-2026-0007. Others wait until this act is over."""
    begin = f"{head}-{today().year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"supervise {head}"])
    last = model.objects.filter(number__startswith=begin).order_by("-number").values_list("number", flat=True).first()
    return f"{begin}{int(last.removeprefix(begin)) + 1 if last else 1:0{places}d}"
