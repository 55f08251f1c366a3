"""A report is written, handed in, signed, verified; what contradicts itself does not leave the desk."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Refused
from kaogong.monitor import actions
from kaogong.monitor.models import Report
from kaogong.monitor.queries import findings, rules_of


def test_a_report_goes_its_way(liaison, head, office, road, make_report, events):
    report = make_report(road, "263.4")
    events()
    actions.submit_report(by=liaison, report=report)
    assert (report.state, report.version, report.late, report.due) == ("submitted", 1, 0, dt.date(2026, 10, 27))
    actions.sign_report(by=head, report=report)
    actions.verify_report(by=office, report=report)
    assert events() == ["submit_report", "sign_report", "verify_report"]
    assert actions.lock_reports(by=office, cycle=road.cycle, period="2026-10") == 1
    report.refresh_from_db()
    assert (report.state, report.value) == ("locked", Decimal("263.4"))


def test_without_signature_where_the_cycle_asks_for_none(liaison, office, road, make_report):
    actions.set_rules(by=office, cycle=road.cycle, signed=False)
    report = actions.submit_report(by=liaison, report=make_report(road))
    assert report.state == "signed"
    assert actions.verify_report(by=office, report=report).state == "verified"


def test_not_twice_and_not_by_others(liaison, head, office, stranger, road, make_report, denied):
    report = make_report(road)
    denied(actions.submit_report, report=report)
    denied(actions.submit_report, by=office, report=report)
    with pytest.raises(Refused, match="现在是“草稿”"):
        actions.sign_report(by=head, report=report)
    actions.submit_report(by=liaison, report=report)
    with pytest.raises(Refused, match="现在是“待负责人签批”"):
        actions.submit_report(by=liaison, report=report)
    denied(actions.sign_report, by=liaison, report=report)
    denied(actions.verify_report, by=head, report=report)


def test_nobody_checks_what_he_wrote(make_account, bureau, road):
    both = make_account(("liaison", bureau), ("head", bureau), "office")
    report = actions.write_report(by=both, unit=bureau, target=road, period="2026-10", value=Decimal(270))
    actions.submit_report(by=both, report=report)
    from kaogong.audit.actions import Denied

    with pytest.raises(Denied, match="不能自己签批"):
        actions.sign_report(by=both, report=report)
    Report.objects.filter(pk=report.pk).update(state="signed")
    report.refresh_from_db()
    with pytest.raises(Denied, match="另一位同事"):
        actions.verify_report(by=both, report=report)


def test_returned_with_a_reason_and_handed_in_again(liaison, head, road, make_report, events):
    report = actions.submit_report(by=liaison, report=make_report(road))
    events()
    with pytest.raises(Refused, match="写明退回的原因"):
        actions.return_report(by=head, report=report, reason=" ")
    actions.return_report(by=head, report=report, reason="缺验收单")
    assert events() == ["return_report"]
    assert (report.state, report.told) == ("returned", "缺验收单")
    again = actions.submit_report(by=liaison, report=report)
    assert (again.state, again.version, again.told) == ("submitted", 2, "")


def test_a_part_is_not_larger_than_the_whole(liaison, road, make_report):
    (part,) = actions.set_parts(by=None, indicator=road.indicator, names=["已交工验收"])
    report = make_report(road, "263.4", parts={part.pk: Decimal("268.0")})
    (found,) = findings(report, rules_of(road.cycle))
    assert found.words.startswith("“已交工验收”268.0 大于“累计”263.4。")
    assert found.fixes[0][:2] == ("value", "268.0")
    with pytest.raises(Refused, match="还有 1 处要改") as caught:
        actions.submit_report(by=liaison, report=report)
    assert caught.value.field == f"part_{part.pk}"
    report.refresh_from_db()
    assert (report.state, report.value) == ("draft", Decimal("263.4"))


def test_surprises_ask_for_a_sentence(liaison, road, make_report, put):
    put(road, "241.6", "2026-09")
    report = make_report(road, "200.0", words="")
    with pytest.raises(Refused, match=r"累计 200\.0 小于上期 241\.6"):
        actions.submit_report(by=liaison, report=report)
    report = make_report(road, "2634", words="")
    with pytest.raises(Refused, match=r"相差 990\.2%，超过 50%"):
        actions.submit_report(by=liaison, report=report)
    report = make_report(road, "263.45")
    with pytest.raises(Refused, match="有 2 位小数，这项指标留 1 位"):
        actions.submit_report(by=liaison, report=report)
    report = make_report(road, "200.0", words="上月多计，本月更正")
    assert actions.submit_report(by=liaison, report=report).state == "submitted"


def test_late_is_counted_in_working_days_and_the_lock_has_exceptions_by_name(liaison, office, road, make_report, on):
    report = make_report(road)
    on(dt.date(2026, 10, 30))
    actions.submit_report(by=liaison, report=report)
    assert report.late == 3
    on(dt.date(2026, 11, 4))
    Report.objects.filter(pk=report.pk).update(state="returned")
    report.refresh_from_db()
    with pytest.raises(Refused, match="2026-10 已于 2026-11-03 锁定"):
        actions.submit_report(by=liaison, report=report)
    until = dt.date(2026, 11, 6)
    with pytest.raises(Refused, match="写明准许补报的理由"):
        actions.allow_late(by=office, cycle=road.cycle, unit=road.unit, period="2026-10", until=until, reason="")
    actions.allow_late(by=office, cycle=road.cycle, unit=road.unit, period="2026-10", until=until, reason="系统停机")
    assert actions.submit_report(by=liaison, report=report).late == 6


def test_a_period_that_has_not_begun_or_does_not_exist(liaison, bureau, road):
    for period, words in (("2026-11", "还没有开始"), ("2026-Q3", "没有 2026-Q3 这一期")):
        with pytest.raises(Refused, match=words):
            actions.write_report(by=liaison, unit=bureau, target=road, period=period, value=Decimal(1))


@pytest.mark.clause("QD-15")
def test_a_report_says_what_its_state_requires(liaison, bureau, make_task, sealed):
    past = make_task(due=dt.date(2026, 10, 1))
    running = make_task(due=dt.date(2026, 12, 1))
    said = {"by": liaison, "unit": bureau, "period": "2026-10"}
    report = actions.write_report(**said, task=past, standing="unfinished")
    with pytest.raises(Refused, match="须写明原因") as caught:
        actions.submit_report(by=liaison, report=report)
    assert caught.value.field == "cause"
    report = actions.write_report(**said, task=past, standing="unfinished", cause="用地未批")
    assert actions.submit_report(by=liaison, report=report).state == "submitted"
    done = make_task(due=dt.date(2026, 12, 1))
    report = actions.write_report(**said, task=done, standing="finished", value=Decimal(100))
    with pytest.raises(Refused, match="已办结须附结果证据") as caught:
        actions.submit_report(by=liaison, report=report)
    assert caught.value.field == "evidence"
    actions.attach(by=liaison, report=report, evidence=[(sealed(), "验收单.txt")])
    assert actions.submit_report(by=liaison, report=report).state == "submitted"
    report = actions.write_report(**said, task=running, standing="ongoing", value=Decimal(60))
    assert actions.submit_report(by=liaison, report=report).state == "submitted"


def test_who_writes(liaison, office, bureau, road, make_unit, make_target, denied):
    denied(actions.write_report, unit=bureau, target=road, period="2026-10")
    denied(actions.write_report, by=office, unit=bureau, target=road, period="2026-10")
    other = make_target(unit=make_unit())
    with pytest.raises(Refused, match="不属于本单位"):
        actions.write_report(by=liaison, unit=bureau, target=other, period="2026-10")
    denied(actions.allow_late, by=liaison, cycle=road.cycle, unit=bureau, period="2026-10", until=None, reason="x")
    denied(actions.set_rules, by=liaison, cycle=road.cycle, due_days=3)
    denied(actions.lock_reports, by=liaison, cycle=road.cycle, period="2026-10")
