"""What a run leaves out: rounds that are not closed, each with what it still lacks."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaogong.assess.models import Round, Run
from kaogong.assess.queries.completeness import gaps_of

NAMED = 3
"""How many of what a round lacks are named."""


def left_out(run: Run) -> list[str]:
    """The rounds under the edition of a run that are not closed, in words; nothing of them is in the score."""
    held = Round.objects.filter(cycle=run.cycle_id, adoption__edition=run.edition_id).exclude(state="closed")
    return [_words(one) for one in held.order_by("period", "id")]


def _words(one: Round) -> str:
    told = {"name": one.name, "period": one.period, "state": one.get_state_display()}
    told["items"] = _("、").join(one.items.order_by("place").values_list("name", flat=True)[:NAMED])
    told["n"] = str(one.items.count())
    words = _("“%(name)s”（%(period)s）%(state)s，没有计入：%(items)s等 %(n)s 项。") % told
    if one.state == "draft":
        return words
    lacking = gaps_of(one)
    if not lacking:
        return words + _("数据已齐，办结后即可计入。")
    some = _("、").join(str(gap) for gap in lacking[:NAMED])
    return words + _("还缺 %(n)s 项：%(some)s。") % {"n": len(lacking), "some": some}
