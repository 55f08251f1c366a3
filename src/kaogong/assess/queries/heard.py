"""The pages of complaints a score rests on, for those who may open them (XJ-21)."""

from __future__ import annotations

from django.urls import reverse

from kaogong.assess.queries.derivation import parts_of
from kaogong.core.engine.explain import Explanation
from kaogong.listen.guards.complaints import may_see
from kaogong.listen.models import Complaint
from kaogong.org.models import Account


def complaint_pages(account: Account, told: Explanation) -> dict[str, str]:
    """By the number of a complaint: its page."""
    numbers = {line.incident for part in parts_of(told.root) for one in part.events for line in one.lines} - {""}
    held = Complaint.objects.filter(number__in=numbers) if numbers else Complaint.objects.none()
    return {one.number: reverse("listen:complaint", args=[one.pk]) for one in held if not may_see(account, one)}
