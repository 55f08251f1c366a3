"""The demonstration city has an evaluation that is over and one that runs."""

import pytest

from kaogong.core.engine.city.register import DAY
from kaogong.listen.models import Answer, Opinion, Project, Result, Ticket
from kaogong.web.city.voices_surveys import load_surveys


@pytest.mark.slow
def test_the_city_gets_its_evaluations(make_unit, on):
    on(DAY)
    for n in range(1, 13):
        make_unit(f"第{n}局", code=f"u{n:02}")
    assert load_surveys(3_000) == 3_000
    past, running = Project.objects.order_by("year")
    assert (past.state, running.state) == ("closed", "evaluate")
    result = Result.objects.get()
    assert result.state == "released"
    assert result.content["answers"]["raw"] == 3_000
    assert {line["shown"] for line in result.content["units"]} == {True}
    assert not Opinion.objects.filter(project=past, state="unassigned").exists()
    assert Ticket.objects.exclude(state="open").count() == 120
    assert Answer.objects.filter(project=running).exists()
    assert load_surveys() == 0
