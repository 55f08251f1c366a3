"""Authoritative figures: all of a file or nothing, approved by the authority alone, and they are what scoring reads."""

from decimal import Decimal

import pytest

from kaogong.audit.actions import Refused
from kaogong.monitor import actions
from kaogong.monitor.facts import facts
from kaogong.monitor.models import Feed, FeedValue
from kaogong.monitor.queries import waiting_for, without_record


@pytest.fixture
def output(make_target, statistics):
    return make_target("100", name="规模以上产值", authority=statistics, actual="output")


@pytest.fixture
def given(cycle, statistics):
    return {"cycle": cycle, "authority": statistics, "name": "数据.xlsx"}


def test_supplied_by_one_approved_by_another(supplier, authority, given, output, book, events):
    source = book(("规模以上产值", output.unit.code, "2026", 98.5))
    events()
    feed = actions.supply(by=supplier, source=source, **given)
    assert [one.title for one in waiting_for(authority)] == ["审核权威数据"]
    actions.approve_feed(by=authority, feed=feed)
    assert events() == ["supply", "approve_feed"]
    assert FeedValue.objects.get().value == Decimal("98.5")
    with pytest.raises(Refused, match="已经导入过"):
        actions.supply(by=supplier, source=source, **given)
    with pytest.raises(Refused, match="现在是“已审核”"):
        actions.refuse_feed(by=authority, feed=feed, reason="x")
    actions.withdraw_feed(by=authority, feed=feed, reason="口径有误")
    assert feed.state == "withdrawn"


def test_an_authority_approves_its_own_only(supplier, make_account, office, given, output, book, make_unit, denied):
    source = book(("规模以上产值", output.unit.code, "2026", "98.5"))
    denied(actions.supply, source=source, **given)
    feed = actions.supply(by=supplier, source=source, **given)
    denied(actions.approve_feed, by=office, feed=feed)
    denied(actions.approve_feed, by=make_account(("authority", make_unit())), feed=feed)
    both = make_account(("authority", given["authority"]))
    Feed.objects.update(supplied_by=both)
    feed.refresh_from_db()
    denied(actions.approve_feed, by=both, feed=feed)


def test_every_fault_by_cell_and_nothing_half_written(supplier, given, output, make_target, book):
    make_target("5", name="别家的数")
    code = output.unit.code
    rows = [
        ("规模以上产值", code, "2026", 98.5),
        ("规模以上产值", code, "2026", "约30"),
        ("没有的指标", code, "2026-13", 1),
        ("别家的数", "U999", "2025-01", ""),
        ("规模以上产值", code, "2026-09", "9.85"),
        ("规模以上产值", code, "2026", 97),
    ]
    with pytest.raises(Refused) as caught:
        actions.supply(by=supplier, source=book(*rows), **given)
    told = str(caught.value).split("\n")
    assert told[0] == "有 9 处错误，一行也没有导入。"
    where = [one.split("（")[1].split("）")[0] for one in told[1:]]
    assert where == ["D3", "A4", "C4", "A5", "B5", "C5", "D5", "D6", "A7"]
    assert any("写作“约30”。这里只收数字" in one for one in told)
    assert (Feed.objects.count(), FeedValue.objects.count()) == (0, 0)


def test_not_a_workbook(supplier, given, sealed, book):
    with pytest.raises(Refused, match="这里只收 xlsx"):
        actions.supply(by=supplier, source=sealed(), **given)
    with pytest.raises(Refused, match="缺少这些列：数值"):
        actions.supply(by=supplier, source=book(heads=("指标", "单位编码", "时期")), **given)
    with pytest.raises(Refused, match="没有数据行"):
        actions.supply(by=supplier, source=book(), **given)


@pytest.mark.clause("FZ-11")
def test_no_score_without_a_record_of_the_year(office, supplier, authority, given, output, put, book, denied):
    source = book(("规模以上产值", output.unit.code, "2026", "98.5"))
    feed = actions.supply(by=supplier, source=source, **given)
    assert facts(output.cycle).num_rows == 0  # not approved
    actions.approve_feed(by=authority, feed=feed)
    assert without_record(output.cycle) == [output]
    assert facts(output.cycle).num_rows == 0
    denied(actions.waive_record, target=output, reason="x")
    with pytest.raises(Refused, match="免报的理由"):
        actions.waive_record(by=office, target=output, reason="")
    waived = actions.waive_record(by=office, target=output, reason="全年由统计部门直报")
    assert facts(output.cycle).num_rows == 1
    waived.delete()
    assert facts(output.cycle).num_rows == 0
    put(output, "70", "2026-08", "submitted")
    assert without_record(output.cycle) == []
    (row,) = facts(output.cycle).to_pylist()
    assert (row["subject"], row["period"], row["fact"], row["value"]) == (output.unit.code, "2026", "output", "98.5")
    assert (row["supplier"], row["evidence_hash"]) == (given["authority"].code, source.sm3)
    assert authority.username in row["approved_by"]


def test_own_figures_count_once_verified(city, make_target, put, liaison, sealed):
    own = make_target("320", actual="road")
    put(own, "200", "2026-08", "verified")
    assert facts(own.cycle).num_rows == 0  # the year is not closed
    (row,) = facts(own.cycle, upto="2026-08").to_pylist()
    assert (row["value"], row["supplier"], row["approved_by"]) == ("200", own.unit.code, city.code)
    put(own, "321.5", "2026-12", "submitted")
    assert facts(own.cycle).num_rows == 0  # not verified: missing, not zero
    from kaogong.monitor.models import Report

    Report.objects.filter(period="2026-12").update(state="locked")
    assert facts(own.cycle).to_pylist()[0]["value"] == "321.5"
