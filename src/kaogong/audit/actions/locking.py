"""One act at a time on one thing."""

from __future__ import annotations

from django.db.models import Model, QuerySet


def alone(row: Model) -> None:
    """Until the end of the transaction nobody else changes this row; it is read anew, as the act before left it."""
    row.refresh_from_db(from_queryset=QuerySet(type(row)).select_for_update())
