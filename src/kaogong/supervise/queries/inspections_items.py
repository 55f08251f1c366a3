"""What is checked on a day."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kaogong.org.queries import at, today
from kaogong.supervise.models import CheckItem


def check_items(kind: str = "") -> QuerySet[CheckItem]:
    """The items of today, those of all inspections and those of one kind."""
    found = CheckItem.objects.filter(at(today()))
    return found.filter(Q(kind="") | Q(kind=kind)) if kind else found
