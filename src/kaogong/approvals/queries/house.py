"""Cases that are handled in the house, by offices without a system of their own."""

from __future__ import annotations

from django.db.models import QuerySet

from kaogong.approvals.models import Case, ItemVersion, Step
from kaogong.org.models import Account
from kaogong.org.queries import at, today

HOUSE = "house"
"""The code of the source whose events are entered by hand."""


def versions() -> QuerySet[ItemVersion]:
    """The items of today, by code."""
    return ItemVersion.objects.filter(at(today())).select_related("item__body__unit").order_by("item__code")


def handled() -> QuerySet[Case]:
    """The cases of the house; those of a system are told by that system alone."""
    return Case.objects.filter(source__code=HOUSE)


def accepted_by(case: Case, account: Account) -> bool:
    """Whether somebody took the case in, and so does not decide it."""
    return case.story.filter(live=True, verb="accept", handler=account.username).exists()


def called(case: Case) -> dict[str, str]:
    """The people behind the accounts a case of the house names; those of a system are called what it calls them."""
    if case.source.code != HOUSE:
        return {}
    named = Account.objects.filter(username__in=case.story.values("handler"), person__isnull=False)
    return dict(named.values_list("username", "person__name"))


def left(case: Case) -> list[Step]:
    """The steps of a case that are not done yet, in order."""
    done = case.story.filter(live=True, verb="step").values("step")
    return list(Step.objects.filter(version=case.version_id).exclude(code__in=done).order_by("place"))
