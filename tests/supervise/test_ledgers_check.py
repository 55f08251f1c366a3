"""What ledgers are held against: attendance and bonus, vehicles, education, major decisions, meetings and their tasks."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from kaogong.audit.actions import Denied, Refused
from kaogong.core.scheme.load import load
from kaogong.org.models import Transaction
from kaogong.org.models.powers import Power
from kaogong.rulebooks import __path__ as books
from kaogong.supervise import facts
from kaogong.supervise.actions import tasks, tasks_followed
from kaogong.supervise.actions.ledger_checks import (
    check_vehicle,
    file_vehicle,
    propose_bonuses,
    register_vehicle,
    release_bonus,
    withhold_bonus,
)
from kaogong.supervise.actions.ledger_entries import (
    add_entry_task,
    confirm_entry,
    contest_entry,
    settle_entry_task,
    supervise_entry_task,
)
from kaogong.supervise.models import BonusProposal, LedgerEntry, Task, Vehicle
from kaogong.supervise.queries.ledgers import ownerless, tallies, uncovered, unfiled, vehicles, without_minutes
from supervise.ledgers import *  # noqa: F403

YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture
def two_in_may(open_, write, person, checker, on):
    """Late on one day in May, not at the desk on another; both confirmed."""
    ledger = open_("KQ")
    made = []
    for day, item in ((6, "迟到"), (20, "工作时间不在岗")):
        on(dt.date(2026, 5, day))
        one = write(ledger, item, person=person, happened_on=dt.date(2026, 5, day), source="现场检查", words=item)
        made.append(confirm_entry(by=checker, entry=one))
    on(DAY)  # noqa: F405
    return made


@pytest.mark.clause("XM-11")
def test_two_breaches_in_may_stand_in_the_bonus_of_the_second_quarter(
    two_in_may, kept, person, checker, decision, desk
):
    ledger = two_in_may[0].ledger
    assert ledger.name == "出勤与效能制度检查台账"
    assert {one.aspect for one in ledger.items.all()} == {"平时出勤", "执行效能基本制度"}
    desk(kept, "G002", "乙某")
    made, plain = propose_bonuses(by=checker, unit=kept, quarter="2026-Q2")
    assert list(made.entries.order_by("happened_on")) == two_in_may
    assert made.person == person
    assert plain.entries.count() == 0
    with pytest.raises(Denied, match="决策机构"):
        release_bonus(by=checker, proposal=made)
    with pytest.raises(Refused, match="2 条记录"):
        release_bonus(by=decision, proposal=made)
    assert release_bonus(by=checker, proposal=plain).state == "released"
    found = release_bonus(by=decision, proposal=made, reason="情节轻微，已批评教育。")
    assert (found.state, found.decided_by) == ("released", decision)
    with pytest.raises(Refused, match="已经决定"):
        withhold_bonus(by=decision, proposal=made, reason="再议")


def test_what_is_contested_does_not_stand_in_a_bonus(two_in_may, worker, kept, checker, on):
    on(dt.date(2026, 5, 21))
    contest_entry(by=worker, entry=two_in_may[1], reason="外出办事，有登记。")
    on(DAY)  # noqa: F405
    (made,) = propose_bonuses(by=checker, unit=kept, quarter="2026-Q2")
    assert list(made.entries.all()) == two_in_may[:1]
    with pytest.raises(Refused, match="季度"):
        propose_bonuses(by=checker, unit=kept, quarter="2026-05")
    assert BonusProposal.objects.count() == 1


def test_attendance_is_an_event_of_a_person_in_two_rulebooks(two_in_may, person):
    from pathlib import Path

    rows = {}
    for name in ("xm_staff", "qh_county"):
        found = facts.tables(load(Path(books[0]) / name), *YEAR)["events"].to_pylist()
        rows[name] = [(one["subject"], one["ledger"], one["kind"], one["supplier"]) for one in found]
    assert rows == {
        "xm_staff": [
            (person.code, "finding", "attendance", "局效能办"),
            (person.code, "finding", "presence", "局效能办"),
        ],
        "qh_county": [(person.code, "attendance", "late", "考核办")],
    }


@pytest.mark.clause("QH-17")
def test_276_of_277_vehicles_are_filed_and_one_out_without_a_slip_is_found(
    open_, kept, liaison, keeper, office, proof, on
):
    ledger = open_("CL")
    file, _name = proof()
    given = {"unit": kept, "since": YEAR[0]}
    Vehicle.objects.bulk_create(
        Vehicle(plate=f"甲A{n:04d}", marked_on=YEAR[0], file=file, **given) for n in range(1, 276)
    )
    register_vehicle(by=liaison, plate="甲A0276", **given)
    bare = register_vehicle(by=liaison, plate="甲A0277", **given)
    assert unfiled(DAY).count() == 2  # noqa: F405
    file_vehicle(by=liaison, vehicle=Vehicle.objects.get(plate="甲A0276"), marked_on=YEAR[0], file=file)
    file_vehicle(by=liaison, vehicle=bare, marked_on=YEAR[0])
    assert vehicles(DAY).count() == 277  # noqa: F405
    assert list(unfiled(DAY)) == [bare]  # noqa: F405
    on(dt.date(2026, 10, 1))
    check = {"by": keeper, "ledger": ledger, "day": dt.date(2026, 10, 1), "peak": "国庆"}
    parked = check_vehicle(vehicle=Vehicle.objects.get(plate="甲A0001"), out=False, **check)
    slip = check_vehicle(vehicle=Vehicle.objects.get(plate="甲A0002"), out=True, slip="PC-17", **check)
    found = check_vehicle(vehicle=bare, out=True, place="某景区", **check)
    assert (parked.entry, slip.entry) == (None, None)
    assert (found.entry.item.name, found.entry.state, found.entry.unit) == ("无派车单外出", "entered", kept)
    assert "国庆期间 甲A0277 在外（某景区）" in found.entry.words
    assert confirm_entry(by=office, entry=found.entry).state == "confirmed"
    with pytest.raises(Refused, match="已经抽查"):
        check_vehicle(vehicle=bare, out=False, **check)
    with pytest.raises(Denied):
        check_vehicle(vehicle=bare, out=False, **check | {"by": liaison, "day": dt.date(2026, 10, 2)})


@pytest.mark.clause("QH-28")
def test_fifty_lectures_and_a_test_with_two_results_missing(open_, write):
    ledger = open_("JY")
    assert [one.name for one in ledger.items.all()] == [
        "廉政讲堂", "板报展/主题宣传", "警示教育", "知识测试", "家庭助廉"
    ]  # fmt: skip
    for n in range(50):
        told = {"listed": "40", "attended": "40"}
        write(ledger, "廉政讲堂", words=f"第 {n + 1} 讲", source="签到表", details=told)
    write(ledger, "知识测试", words="上半年测试", details={"listed": "120", "attended": "120", "results": "118"})
    found = {one.item.name: one for one in tallies(ledger, *YEAR)}
    assert (found["廉政讲堂"].count, found["廉政讲堂"].sums["attended"]) == (50, Decimal(2000))
    assert (found["知识测试"].sums["listed"], found["知识测试"].missing) == (Decimal(120), 2)
    assert found["家庭助廉"].count == 0
    with pytest.raises(Refused, match="不小于 0"):
        write(ledger, "知识测试", details={"listed": "-1"})


@pytest.mark.clause("QH-35")
def test_a_contract_of_800000_without_a_decision_and_a_decision_without_quorum(open_, write, liaison, kept, make_unit):
    ledger = open_("PZ2")
    assert (ledger.limit, ledger.quorum) == (Decimal(500000), "2/3")
    assert [one.name for one in ledger.items.all()] == ["重大决策", "重要干部任免", "重大项目安排", "大额资金使用"]
    for key, amount in (("HT-1", "800000"), ("HT-2", "499999.99"), ("HT-3", "500000")):
        Transaction.objects.create(kind="award", key=key, unit=kept, day=dt.date(2026, 8, 3), amount=amount)
    assert [one.key for one in uncovered(ledger, *YEAR)] == ["HT-1", "HT-3"]
    told = {"amount": "800000", "people": "甲、乙、丙", "members": "9", "present": "6", "decision": "同意 6 票"}
    given = {"by": liaison, "source": "会议记录", "words": "采购设备", "key": "HT-1"}
    with pytest.raises(Refused, match="应到 9 人、实到 5 人"):
        write(ledger, "大额资金使用", details=told | {"present": "5"}, **given)
    with pytest.raises(Refused, match="集体决定"):
        write(ledger, "大额资金使用", details=told | {"decision": ""}, **given)
    made = write(ledger, "大额资金使用", details=told, **given)
    assert made.details == told
    assert [one.key for one in uncovered(ledger, *YEAR)] == ["HT-3"]


@pytest.mark.clause("QH-51")
def test_twelve_meetings_eleven_minutes_and_a_task_nobody_owns(open_, write, keeper, kept, person, proof, liaison):
    ledger = open_("HY")
    told = {"body": "县委", "agenda": "主体责任落实"}
    meetings = []
    for month in range(1, 13):
        day = dt.date(2026, min(month, 9), min(month, 9) + month % 3)
        meetings.append(
            write(ledger, "主体责任工作会议", happened_on=day, words=f"第 {month} 次", details=told,
                  evidence=None if month == 5 else proof(f"纪要{month}\n"), source="会议记录")
        )  # fmt: skip
    write(ledger, "单位经验交流", words="三个单位发言", details=told, evidence=proof("发言\n"), source="会议记录")
    assert ledger.entries.filter(item__name="主体责任工作会议").count() == 12
    assert list(without_minutes(ledger, 2026)) == [meetings[4]]
    owned = add_entry_task(by=keeper, entry=meetings[0], words="修订清单", unit=kept, owner=person)
    loose = add_entry_task(by=keeper, entry=meetings[0], words="通报情况", unit=kept, due=dt.date(2026, 10, 8))
    assert list(ownerless(ledger)) == [loose]
    with pytest.raises(Denied):
        add_entry_task(by=liaison, entry=meetings[0], words="代记", unit=kept)
    with pytest.raises(Refused, match="责任人"):
        settle_entry_task(by=keeper, task=loose, done_on=DAY)  # noqa: F405
    settle_entry_task(by=keeper, task=loose, owner=person, done_on=DAY)  # noqa: F405
    assert not ownerless(ledger).exists()
    assert owned.done_on is None
    assert LedgerEntry.objects.get(pk=meetings[0].pk).details == told


def test_what_a_meeting_agreed_goes_on_as_a_supervised_task(open_, write, keeper, kept, person, liaison, proof):
    ledger = open_("HY")
    told = {"body": "县委", "agenda": "主体责任落实"}
    entry = write(
        ledger, "主体责任工作会议", words="第 1 次", details=told, evidence=proof("纪要\n"), source="会议记录"
    )
    agreed = add_entry_task(by=keeper, entry=entry, words="修订清单", unit=kept, owner=person)
    source = tasks.register_source(by=None, kind="plan", title="主体责任会议", given_on=DAY)  # noqa: F405
    made = tasks.add_task(by=None, source=source, name="修订清单", leads=[kept])
    with pytest.raises(Refused, match="没有编号"):
        supervise_entry_task(by=keeper, task=agreed, number="DB-2026-99999")
    with pytest.raises(Denied):
        supervise_entry_task(by=liaison, task=agreed, number=made.number)
    held = supervise_entry_task(by=keeper, task=agreed, number=made.number.lower())
    assert (held.under, held.done_on) == (made, None)
    with pytest.raises(Refused, match="随督办任务销号"):
        settle_entry_task(by=keeper, task=held, done_on=DAY)  # noqa: F405
    Task.objects.filter(pk=made.pk).update(state="open")
    tasks_followed.ask_closing(by=None, task=made, words="已修订", shown=[proof("清单\n", "清单.csv")])
    tasks_followed.close_task(by=None, task=made)
    held.refresh_from_db()
    assert held.done_on == DAY  # noqa: F405
    page = Client()
    page.force_login(keeper)
    other = add_entry_task(by=keeper, entry=entry, words="通报情况", unit=kept, owner=person)
    second = tasks.add_task(by=None, source=source, name="通报情况", leads=[kept])
    given = {"verb": "supervise", "task": other.pk, "number": second.number}
    assert page.post(f"/supervise/ledgers/entries/{entry.pk}/", given).status_code == 302
    shown = page.get(f"/supervise/ledgers/entries/{entry.pk}/").content.decode()
    assert second.number in shown
    assert "督办中" in shown


def test_a_supervisor_takes_what_was_agreed_into_a_task_and_both_lead_to_each_other(
    open_, write, kept, keeper, liaison, person, make_account, window
):
    inspector = make_account(Power.DISCIPLINE)
    told = {"body": "党委会", "agenda": "通报"}
    entry = write(open_("HY"), "党委会研究", words="第 2 次", details=told, source="会议记录")
    agreed = add_entry_task(by=keeper, entry=entry, words="修订责任清单", unit=kept, owner=person)
    source = tasks.register_source(by=None, kind="plan", title="主体责任会议", given_on=DAY)  # noqa: F405
    made = tasks.add_task(by=None, source=source, name="修订清单", leads=[kept])
    above, path = window(inspector), f"/supervise/tasks/{made.pk}/agreed/"
    assert window(liaison).post(path, {"entry": agreed.pk}).status_code == 403
    assert "修订责任清单" in above.get(path).content.decode()
    assert above.post(path, {"entry": ""}).status_code == 422
    assert above.post(path, {"entry": agreed.pk}).status_code == 302
    agreed.refresh_from_db()
    assert agreed.under == made
    entry_page, task_page = f"/supervise/ledgers/entries/{entry.pk}/", f"/supervise/tasks/{made.pk}/"
    assert f'href="{entry_page}"' in above.get(task_page).content.decode()
    assert f'href="{task_page}"' in above.get(entry_page).content.decode()
    assert path not in above.get(task_page).content.decode(), "nothing else is open for its unit"
    other = tasks.add_task(by=None, source=source, name="另一任务", leads=[kept])
    with pytest.raises(Refused, match="已列入督办任务"):
        supervise_entry_task(by=keeper, task=agreed, number=other.number)
