"""The value of an expression."""

import pytest

from core.methods.play import Play, null_test
from kaogong.core.methods.terms import Fact, Mul

RISK = Play("formula", 25, formula=Mul((Fact("likelihood"), Fact("impact"))))


@pytest.mark.clause("JQ-07")
def test_likelihood_times_impact():
    assert RISK(likelihood=4, impact=5) == 20
    null_test(RISK, likelihood=4, impact=5)
    assert RISK.clamped(likelihood=6, impact=5) == 25
    assert RISK.clamped(likelihood=-1, impact=5) == 0
    assert RISK.codes() == []
    assert RISK.shape().high is None
