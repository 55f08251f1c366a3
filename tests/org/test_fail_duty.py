"""A duty that was not done opens a case on its owner."""

import datetime as dt

import pytest

from kaogong.audit.actions import Refused
from kaogong.org.actions import Place, fail_duty, form_body, name_duty

DAY = dt.date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.mark.clause("LB-30")
def test_two_of_forty_duties_have_nobody_and_a_failed_one_opens_a_case(keeper, make_person, log, page) -> None:
    """7人班子40项分工，2项无人：落实95.0%；一项没有做到，自动对责任人立案。"""
    members = [make_person() for _ in range(7)]
    team = form_body(
        by=None,
        name="领导班子",
        kind="leading",
        founded=DAY,
        seats=[Place("member", f"成员{number}", one) for number, one in enumerate(members)],
    )
    duties = [
        name_duty(
            by=None, body=team, name=f"第{number}项", lead=None, owner=members[number % 7] if number < 38 else None
        )
        for number in range(40)
    ]
    told = page(keeper, f"/org/body/{team.pk}/")
    assert "共 40 项，已落实到人 95.0%，没有责任人 2 项：第38项、第39项。" in told
    log.news()
    opened = fail_duty(by=keeper, duty=duties[0], day=DAY, reason="没有按期完成")
    assert (opened.kind, opened.person, opened.state) == ("accountability", members[0], "open")
    assert log.news() == [("fail_duty", "done")]
    with pytest.raises(Refused, match="没有责任人"):
        fail_duty(by=keeper, duty=duties[39], day=DAY, reason="没有按期完成")


def test_only_the_office_says_so(only_keeper, body, person) -> None:
    duty = name_duty(by=None, body=body, name="带班", lead=None, owner=person)
    only_keeper(fail_duty, duty=duty, day=DAY, reason="没有做")
