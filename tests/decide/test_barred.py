"""A team that did not put its work style right by the deadline is not graded excellent."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Refused
from kaogong.decide import actions
from kaogong.decide.models import Proposal
from kaogong.decide.queries.settlements import obstacle
from kaogong.supervise.actions.rectify_orders import rate_style
from kaogong.supervise.models import Rectification


@pytest.mark.clause("LB-32")
def test_past_day_60_excellent_is_closed_until_it_is_put_right(settle, office, city, on):
    made = settle("fz_three_levels", "80.00分正好是良好", "township_grade")
    one = made.proposals.get(final="优秀")
    Proposal.objects.filter(pk=one.pk).update(unit=city)
    rate_style(by=None, unit=city, period="2026", score=Decimal(58))
    held = Rectification.objects.get()
    on(held.due_on + dt.timedelta(days=1))
    with pytest.raises(Refused, match="限期整顿逾期"):
        actions.begin_publicity(by=office, settlement=made)
    Proposal.objects.filter(pk=one.pk).update(final="良好")
    one.refresh_from_db()
    assert "限期整顿逾期" in obstacle(one, "优秀")
    Rectification.objects.update(state="closed")
    assert "限期整顿逾期" not in obstacle(one, "优秀")
