"""How many have answered so far, by stratum: from codes spent and forms typed in, never from who answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from kaogong.listen.models import Batch, Entry, Project, Stratum, Ticket
from kaogong.listen.queries.marking import rate


@dataclass(frozen=True, slots=True)
class Line:
    """A stratum: how many forms went out, how many came back."""

    stratum: Stratum
    sent: int
    returned: int

    @property
    def rate(self) -> Decimal | None:
        """Per cent that came back."""
        return rate(self.returned, self.sent)


def turnout(project: Project) -> list[Line]:
    """Every stratum with what went out and came back."""
    live = Batch.objects.filter(project=project, void=False)
    sent = dict(live.values("stratum").annotate(n=Sum("number")).values_list("stratum", "n"))
    spent = Ticket.objects.filter(batch__in=live).exclude(state="open")
    back: dict[int, int] = defaultdict(int)
    for stratum, number in spent.values("batch__stratum").annotate(n=Count("pk")).values_list("batch__stratum", "n"):
        back[stratum] += number
    typed = Entry.objects.filter(project=project).values("batch__stratum").annotate(n=Count("pk"))
    for stratum, number in typed.values_list("batch__stratum", "n"):
        back[stratum] += number
    held = Stratum.objects.filter(group__project=project).select_related("group", "issuer")
    return [Line(one, sent.get(one.pk, 0), back[one.pk]) for one in held]
