"""Words to units and people."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.org.actions import Place, form_body, send_circular, sign_for
from kaogong.org.queries import circulars_for

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.mark.clause("SD-17")
def test_an_alert_reaches_every_unit_of_the_conference_and_no_other(
    keeper, make_unit, make_account, make_person, log
) -> None:
    """联席会议20个部门，证书警示发到20家；不在名单里的一家收不到。"""
    departments = [make_unit(f"第{number}部门") for number in range(20)]
    outside = make_unit("名单外部门")
    conference = form_body(
        by=None,
        name="联席会议",
        kind="conference",
        founded=DAY,
        seats=[Place("member", f"部门{number}", unit=one) for number, one in enumerate(departments)],
    )
    log.news()
    sent = send_circular(by=keeper, kind="alert", title="证书已注销", day=DAY, body=conference)
    assert {one.unit for one in sent.recipients.all()} == set(departments)
    assert log.news() == [("send_circular", "done")]
    inside = [make_account(person=make_person(unit=one)) for one in (departments[0], outside)]
    assert [circulars_for(one).count() for one in inside] == [1, 0]


def test_it_is_signed_for_once_by_whom_it_went_to(keeper, unit, person, stranger, make_account, log) -> None:
    received = send_circular(by=keeper, kind="reminder", title="请报送", day=DAY, people=[person]).recipients.get()
    log.news()
    with pytest.raises(Denied):
        sign_for(by=stranger, received=received)
    sign_for(by=make_account(person=person), received=received)
    with pytest.raises(Refused, match="已经签收"):
        sign_for(by=make_account(person=person), received=received)
    assert log.news() == [("sign_for", "denied"), ("sign_for", "done")]


def test_to_somebody(keeper, log) -> None:
    with pytest.raises(Refused):
        send_circular(by=keeper, kind="alert", title="警示", day=DAY)
    assert log.news() == []


def test_only_the_office_sends(only_keeper, unit) -> None:
    only_keeper(send_circular, kind="alert", title="警示", day=DAY, units=[unit])
