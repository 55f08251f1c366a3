"""Cases handled in the house: what may not be done cannot be done, by page or by interface."""

import json
from decimal import Decimal

import pytest
from django.test import Client

from kaogong.approvals import actions
from kaogong.approvals.models import Case, CaseEvent
from kaogong.audit.actions import Denied
from kaogong.audit.models import Event
from kaogong.org.models.powers import Power

FIVE = [{"code": f"s{n}", "name": f"第{n}步"} for n in range(1, 6)]


@pytest.fixture
def people(make_account, unit):
    return [make_account((Power.STAFF, unit)) for _ in range(4)]


def taken(version, people, number="M1", order=(0, 1, 1, 1, 0)):
    actions.submit_case(by=people[3], version=version, number=number)
    for step, who in enumerate(order, 1):
        actions.take_step(by=people[who], number=number, step=f"s{step}")


@pytest.mark.clause("JQ-10")
def test_a_major_matter_is_not_decided_by_two(days, make_item, people):
    version = make_item("M", major=True, deciders=3, steps=FIVE)
    taken(version, people)
    with pytest.raises(Denied, match="至少 3 人"):
        actions.decide_case(by=people[0], number="M1")
    assert Case.objects.get(number="M1").state == "running"
    assert actions.decide_case(by=people[2], number="M1").state == "done"
    actions.submit_case(by=people[3], version=version, number="M2")
    for step in ("s1", "s2"):
        actions.take_step(by=people[0], number="M2", step=step)
    with pytest.raises(Denied, match="第3步"):
        actions.take_step(by=people[1], number="M2", step="s4")


@pytest.mark.clause("JQ-09")
def test_limits_and_incompatible_duties(days, make_item, body, people):
    version = make_item("L")
    for who in people[:2]:
        actions.set_authority(by=None, account=who, body=body, most=Decimal(10_000))
    actions.submit_case(by=people[0], version=version, number="L1", amount=Decimal(12_000))
    with pytest.raises(Denied, match="10000"):
        actions.decide_case(by=people[1], number="L1", amount=Decimal(12_000))
    with pytest.raises(Denied, match="受理人"):
        actions.decide_case(by=people[0], number="L1", amount=Decimal(9_000))
    assert actions.decide_case(by=people[1], number="L1", amount=Decimal(9_000)).state == "done"


@pytest.mark.clause("JQ-05")
def test_outside_the_benchmark_takes_a_reason_and_a_second_person(days, make_item, people):
    version = make_item("B")
    actions.set_benchmark(by=None, item=version.item, least=Decimal("0.5"), most=Decimal("1.0"))
    for number in ("B1", "B2"):
        actions.submit_case(by=people[0], version=version, number=number)
    two = Decimal("2.0")
    for given in ({}, {"reason": "情节严重"}, {"second": people[2]}, {"reason": "情节严重", "second": people[1]}):
        with pytest.raises(Denied, match="裁量基准"):
            actions.decide_case(by=people[1], number="B1", multiple=two, **given)
    done = actions.decide_case(by=people[1], number="B1", multiple=two, reason="情节严重", second=people[2])
    assert done.state == "done"
    assert actions.decide_case(by=people[1], number="B2", multiple=Decimal("0.8")).state == "done"


@pytest.mark.clause("JQ-15")
def test_a_step_cannot_be_jumped_by_the_interface_either(days, make_item, people, token):
    version = make_item("J", steps=FIVE)
    actions.submit_case(by=people[3], version=version, number="J1")
    for step in ("s1", "s2"):
        actions.take_step(by=people[0], number="J1", step=step)
    system = token(people[1])
    held, lines = CaseEvent.objects.count(), Event.objects.count()
    before = Case.objects.values().get(number="J1")
    sent = system.post("/api/approvals/cases/J1/steps", {"step": "s4"})
    assert (sent.status_code, json.loads(sent.content)["status"]) == (403, 403)
    assert "第3步" in json.loads(sent.content)["detail"]
    assert (CaseEvent.objects.count(), Case.objects.values().get(number="J1")) == (held, before)
    assert Event.objects.count() == lines + 1
    assert Event.objects.latest("number").outcome == "denied"
    assert system.post("/api/approvals/cases/J1/steps", {"step": "s3"}).status_code == 201


@pytest.mark.clause("XM-55")
def test_a_case_submitted_online_is_under_supervision_at_once(days, make_item, people, token, inspector):
    make_item("X", statutory_days=None, promised_days=10)
    sent = token(people[0]).post("/api/approvals/cases", {"number": "X1", "item": "X"})
    assert sent.status_code == 201, sent.content
    assert json.loads(sent.content)["promised_days"] == 10
    window = Client()
    window.force_login(inspector)
    page = window.get("/approvals/?q=X1").content.decode()
    assert "X1" in page
    assert "剩 10 个工作日" in page
    found = Case.objects.get(number="X1")
    assert (found.limit, found.channel, found.body.unit.code, found.events) == (10, "online", "U001", 1)


def test_a_case_that_needs_approval_is_not_decided_without(days, make_item, people):
    version = make_item("N", needs_approval=True)
    actions.submit_case(by=people[0], version=version, number="N1")
    with pytest.raises(Denied, match="报批"):
        actions.decide_case(by=people[1], number="N1")
    actions.ask_approval(by=people[1], number="N1", words="局务会同意")
    assert actions.decide_case(by=people[1], number="N1").state == "done"


def test_strangers_handle_nothing(days, make_item, people, stranger):
    version = make_item("S")
    with pytest.raises(Denied):
        actions.submit_case(by=stranger, version=version, number="S1")
    actions.submit_case(by=people[0], version=version, number="S1")
    with pytest.raises(Denied):
        actions.decide_case(by=stranger, number="S1")
