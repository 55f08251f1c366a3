"""Ledgers as declared: aspects and items as the measure says, six of a unit's own, all that is shipped."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.supervise.actions.ledgers import (
    add_ledger_item,
    close_ledger,
    declare_ledger,
    open_ledger,
    open_own_ledger,
    ship_ledger,
)
from kaogong.supervise.models import LedgerItem
from kaogong.supervise.queries.ledger_templates import REGISTRATION, STAFFING, TEMPLATES
from kaogong.supervise.queries.ledgers import coverage, rows_of
from supervise.ledgers import *  # noqa: F403

BEGIN = dt.date(2026, 1, 1)


@pytest.mark.clause("LZ-05")
def test_six_aspects_and_twenty_items_and_not_nineteen(section, kept, make_unit):
    assert list(REGISTRATION.aspects) == [
        "事业单位法人登记", "年度报告公示", "履行宗旨和开展业务", "信息公开", "材料提报", "群众投诉举报"
    ]  # fmt: skip
    made = ship_ledger(account=None, template="DJ", unit=section, since=BEGIN)
    assert (made.name, made.aspect_count, made.item_count) == ("登记管理日常监管台账", 6, 20)
    assert "事业单位登记管理暂行条例及实施细则" in made.basis
    last = made.items.last()
    LedgerItem.objects.filter(pk=last.pk).delete()
    with pytest.raises(Refused, match="应有 20 个记录项，现有 19 个"):
        open_ledger(by=None, ledger=made)
    add_ledger_item(by=None, ledger=made, aspect=last.aspect, name=last.name)
    open_ledger(by=None, ledger=made)
    for unit in (kept, make_unit()):
        assert len(rows_of(made, unit, 2026)) == 20
    with pytest.raises(Refused, match="不能再增加"):
        add_ledger_item(by=None, ledger=made, aspect="信息公开", name="又一项")


def test_an_aspect_too_few_is_refused(section):
    made = ship_ledger(account=None, template="DJ", unit=section)
    made.items.filter(aspect="群众投诉举报").update(aspect="材料提报")
    with pytest.raises(Refused, match="应有 6 个方面，现有 5 个"):
        open_ledger(by=None, ledger=made)


def test_the_staffing_ledger_has_its_three_aspects_and_twelve_items(open_):
    assert list(STAFFING.aspects) == ["实名制数据库维护", "用编进人计划核准", "进出编业务办理"]
    assert open_("BZ").items.count() == 12


def test_everything_shipped_can_be_opened(open_):
    for code in TEMPLATES:
        made = open_(code)
        assert made.state == "open"
        assert made.section


def test_who_declares(make_account, checker, liaison, section):
    given = {
        "code": "X",
        "name": "某台账",
        "section": "某科",
        "items": [{"aspect": "甲", "name": "乙"}],
        "unit": section,
    }
    with pytest.raises(Denied):
        declare_ledger(by=liaison, **given)
    with pytest.raises(Refused, match="科室"):
        declare_ledger(by=checker, **given | {"section": " "})
    before = Event.objects.count()
    made = declare_ledger(by=checker, **given)
    assert Event.objects.count() == before + 1
    with pytest.raises(Refused, match="已有编码"):
        declare_ledger(by=checker, **given)
    open_ledger(by=checker, ledger=made)
    with pytest.raises(Refused, match="在记"):
        open_ledger(by=checker, ledger=made)
    with pytest.raises(Refused, match="晚于"):
        close_ledger(by=checker, ledger=made, until=BEGIN)
    assert close_ledger(by=checker, ledger=made, until=dt.date(2026, 12, 31)).state == "closed"


@pytest.mark.clause("QH-33")
def test_five_of_six_ledgers_are_83_point_3_and_the_missing_one_is_named(open_, kept, liaison, bystander, write):
    six = [open_(f"PZ{n}") for n in range(1, 7)]
    assert [one.items.first().aspect for one in six] == [
        "日常报告", "三重一大", "三点一线", "工程招标登记", "三公经费", "巡查工作"
    ]  # fmt: skip
    with pytest.raises(Denied):
        open_own_ledger(by=bystander, ledger=six[0], unit=kept, keeper="甲某")
    for one in six[:5]:
        open_own_ledger(by=liaison, ledger=one, unit=kept, keeper="甲某")
    (told,) = coverage([kept])
    assert (told.opened, told.percent, [one.name for one in told.missing]) == (5, "83.3", ["巡查工作台账"])
    with pytest.raises(Refused, match="已经建立"):
        open_own_ledger(by=liaison, ledger=six[0], unit=kept, keeper="甲某")
    with pytest.raises(Refused, match="人员"):
        write(six[4], "公务接待", by=liaison, details={"amount": "1200"})
    made = write(
        six[4], "公务接待", by=liaison, words="接待来访", details={"amount": "1,200.50", "people": "甲某、乙某"}
    )
    assert (made.happened_on, made.words) == (dt.date(2026, 9, 18), "接待来访")
    assert made.details == {"amount": "1200.50", "people": "甲某、乙某"}
    for one in six:
        assert {"amount", "people"} <= {column["key"] for column in one.columns}


def test_a_ledger_of_ones_own_is_opened_before_it_is_written(open_, kept, liaison):
    from kaogong.supervise.actions.ledger_entries import enter

    held = open_("PZ1")
    given = {"happened_on": dt.date(2026, 9, 1), "source": "单位自报", "words": "报告", "details": {"people": "甲"}}
    with pytest.raises(Refused, match="还没有建立"):
        enter(by=liaison, ledger=held, item=held.items.get(), unit=kept, **given)
