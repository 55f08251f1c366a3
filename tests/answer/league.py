"""Five units whose grades were published: the last of them appeals, and two others move with it."""

import datetime as dt

import pytest

from answer.books import LEAGUE
from answer.conftest import MAY
from decide.conftest import approved, body, decision, published
from kaogong.assess import actions as assessing
from kaogong.decide import actions as deciding
from kaogong.org.actions import revise_unit
from kaogong.plan.models import Adoption, Indicator

__all__ = ["approved", "body", "decision", "notice", "published"]
OTHERS = {"市水务局": "10", "市林业局": "15", "市商务局": "18", "市民政局": "20"}
"""Marks lost: 90, 85, 82 and 80 are left; the bureau has 78."""
BEFORE = {"市水务局": "优秀", "市林业局": "优秀", "市商务局": "合格", "市民政局": "合格", "市交通运输局": "待改进"}
AFTER = {"市水务局": "优秀", "市交通运输局": "优秀", "市林业局": "合格", "市商务局": "合格", "市民政局": "待改进"}
"""With 88 the bureau is second: who was second is third, and who was fourth is last."""


@pytest.fixture
def notice(cycle, city, bureau, make_unit, adopt, promise, on, office, published):
    """The grades of the year as they were published."""
    on(MAY)
    revise_unit(by=None, unit=city, since=dt.date(2026, 1, 1), appraisal_class="主管", reason="测试")
    edition = adopt(LEAGUE, {"部门": "dept", "主管": "top"})
    Indicator.objects.create(
        cycle=cycle, adoption=Adoption.objects.get(appraisal_class="部门"), item="faults", name="扣分", actual="lost",
        places=1,
    )  # fmt: skip
    promise(bureau, "faults", "0", "22", period="2026-05")
    for name, lost in OTHERS.items():
        promise(make_unit(name, parent=city, appraisal_class="部门"), "faults", "0", lost, period="2026-05")
    asked = assessing.ask_run(by=None, cycle=cycle, edition=edition, purpose="formal", queue=False)
    run = assessing.perform_run(asked)
    assert run.state == "done", run.failure
    made = deciding.draw_settlement(by=office, run=run, scheme="year")
    assert dict(made.proposals.values_list("name", "final")) == BEFORE
    return published(made)
