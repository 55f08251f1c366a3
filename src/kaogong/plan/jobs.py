"""Work in the background. Each job calls one action."""

from __future__ import annotations

from procrastinate.contrib.django import app

from kaogong.org.models import Account
from kaogong.plan import actions
from kaogong.plan.models import Edition


@app.task(name="plan.check_edition")
def check_edition(edition: int, by: int | None = None) -> None:
    """Lint an edition and run its golden cases."""
    found = Edition.objects.get(pk=edition)
    if found.state == "draft":
        actions.check_edition(by=Account.objects.filter(pk=by).first() if by else None, edition=found)
