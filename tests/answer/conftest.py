"""A small city whose units lose marks by the month, a run that counts, and somebody for every part of an appeal."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from answer.books import MONTHS
from assess.conftest import (
    adopt,
    city,
    cycle,
    folders_here,
    make_account,
    make_person,
    make_unit,
    office,
    on,
    promise,
    stranger,
)
from kaogong.answer import actions
from kaogong.answer.models import Appeal, Seat
from kaogong.assess import actions as assessing
from kaogong.assess.models import Result, Run
from kaogong.org.actions import revise_unit
from kaogong.org.models import Account, Person, Unit
from kaogong.org.queries import today
from kaogong.plan.models import Adoption, Indicator

__all__ = [
    "adopt",
    "city",
    "cycle",
    "folders_here",
    "make_account",
    "make_person",
    "make_unit",
    "office",
    "on",
    "promise",
    "stranger",
]
SAID = {"facts": "扣分有误", "reasons": "材料已按时报送", "grounds": "办法第五条", "claims": "改扣 16 分"}
MAY = dt.date(2026, 5, 28)
"""The day the result of May was told."""


@pytest.fixture
def bureau(make_unit: Callable[..., Unit], city: Unit) -> Unit:
    """The unit that appeals."""
    return make_unit("市交通运输局", parent=city, appraisal_class="部门")


@pytest.fixture
def head(make_account: Callable[..., Account], bureau: Unit, make_person: Callable[..., Person]) -> Account:
    """Its head."""
    return make_account(("head", bureau), person=make_person())


@pytest.fixture
def team(make_account: Callable[..., Account], make_person: Callable[..., Person]) -> Account:
    """The head of the supervision team."""
    return make_account("committee", person=make_person())


@pytest.fixture
def leaders(make_account: Callable[..., Account], make_person: Callable[..., Person]) -> Account:
    """Somebody of the leading group."""
    return make_account("decision", person=make_person())


@pytest.fixture
def run(
    cycle: Any, city: Unit, bureau: Unit, make_unit: Any, adopt: Any, promise: Any, on: Callable[[dt.date], None]
) -> Run:
    """May, scored on 28 May: the bureau lost 22 marks and has 78; two others 80 and 85; the city bears half of 57 and has 71.5."""
    on(MAY)
    revise_unit(by=None, unit=city, since=dt.date(2026, 1, 1), appraisal_class="主管", reason="测试")
    edition = adopt(MONTHS, {"部门": "dept", "主管": "top"})
    Indicator.objects.create(
        cycle=cycle, adoption=Adoption.objects.get(appraisal_class="部门"), item="faults", name="扣分", actual="lost",
        places=1,
    )  # fmt: skip
    for unit, lost in ((bureau, "22"), (make_unit("市水务局", parent=city, appraisal_class="部门"), "20"),
                       (make_unit("市林业局", parent=city, appraisal_class="部门"), "15")):  # fmt: skip
        promise(unit, "faults", "0", lost, period="2026-05")
    asked = assessing.ask_run(by=None, cycle=cycle, edition=edition, purpose="formal", queue=False)
    return assessing.perform_run(asked)


@pytest.fixture
def own(run: Run, bureau: Unit) -> Result:
    """What the bureau got."""
    return Result.objects.get(run=run, unit=bureau)


@pytest.fixture
def appeal(own: Result, head: Account, on: Callable[[dt.date], None]) -> Appeal:
    """Lodged on the last day, 31 May."""
    on(dt.date(2026, 5, 31))
    return actions.lodge_appeal(by=head, kind="score", thing=own.pk, said=SAID)


@pytest.fixture
def heard(team: Account, make_person: Any, make_account: Any, office: Account) -> Callable[[Appeal], Appeal]:
    """Accepted, heard with both parties, minutes signed, closed."""

    def hear(appeal: Appeal) -> Appeal:
        actions.accept_appeal(by=team, appeal=appeal)
        sat = [make_account(person=make_person()) for _turn in range(3)]
        chair, member, clerk = (one.person for one in sat)
        when = dt.datetime.combine(today(), dt.time(1), dt.UTC)
        actions.call_hearing(
            by=team, appeal=appeal, on=when, place="三楼会议室", chair=chair, members=[member], clerk=clerk
        )
        actions.state_case(by=office, appeal=appeal, party="assessor", said=SAID | {"claims": "维持"})
        actions.write_minutes(by=team, appeal=appeal, minutes="双方陈述完毕。")
        for one in sat:
            actions.sign_minutes(by=one, appeal=appeal)
        assert Seat.objects.filter(appeal=appeal, signed_at__isnull=False).count() == 3
        return actions.close_hearing(by=team, appeal=appeal)

    return hear
