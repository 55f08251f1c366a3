"""Awards are matched with payments."""

import datetime as dt
from decimal import Decimal

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import record_transaction

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.mark.clause("XJ-27")
def test_an_award_without_payment_after_ninety_days_is_listed_until_matched(keeper, unit, log, page, settings) -> None:
    """中标90天没有资金支付记录的列出；支付记录一到就消去。"""
    given = {"by": keeper, "key": "2026-001", "unit": unit, "amount": Decimal("1200000.00")}
    record_transaction(kind="award", day=dt.date(2026, 6, 3), **given)
    gap = "1 笔中标满 90 天没有资金支付记录：2026-001。"
    settings.TODAY = DAY - dt.timedelta(days=1)
    assert gap not in page(keeper, "/org/transactions/")
    settings.TODAY = DAY
    assert gap in page(keeper, "/org/transactions/")
    record_transaction(kind="payment", day=DAY, **given)
    assert gap not in page(keeper, "/org/transactions/")
    assert log.news() == [("record_transaction", "done")] * 2


def test_an_amount_is_more_than_nothing(keeper, unit) -> None:
    with pytest.raises(Refused) as refused:
        record_transaction(by=keeper, kind="award", key="1", unit=unit, day=DAY, amount=Decimal(0))
    assert refused.value.field == "amount"


def test_only_the_office_records(only_keeper, unit) -> None:
    only_keeper(record_transaction, kind="award", key="1", unit=unit, day=DAY, amount=Decimal(1))
