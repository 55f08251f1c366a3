"""One appeal by the pages alone, from the published grade to the corrected publication; it moves the grades of two others."""

import datetime as dt

import pytest
from django.test import Client

from answer.conftest import *  # noqa: F403
from answer.conftest import SAID, bureau, head, leaders, team
from answer.league import *  # noqa: F403
from answer.league import AFTER, BEFORE
from kaogong.answer.jobs import conclude
from kaogong.answer.models import Appeal, Change
from kaogong.assess.actions import perform_run
from kaogong.assess.models import Result
from kaogong.decide.models import Publication
from kaogong.org.queries import today

__all__ = ["bureau", "head", "leaders", "team"]


def window(account):
    """A browser in which somebody is signed in."""
    made = Client()
    made.force_login(account)
    return made


def sends(account, path, expected=302, **given):
    """What somebody sends, and how it was taken."""
    answer = window(account).post(path, given)
    assert answer.status_code == expected, answer.content.decode()[:3000]


def heard(appeal, team, office, sat, at):
    """Accepted, called, both parties stated, minutes written and signed, closed."""
    place = f"/answer/{appeal.pk}/"
    sends(team, f"{place}accept/", suspends="on")
    chair, member, clerk = (one.person.code for one in sat)
    given = {"on": f"{at:%Y-%m-%d}T09:00", "place": "三楼会议室", "members": member, "clerk": clerk}
    sends(team, f"{place}hearing/", 422, chair=appeal.lodged_by.person.code, **given)
    sends(team, f"{place}hearing/", chair=chair, **given)
    sends(office, f"{place}own/", **SAID | {"claims": "维持"})
    sends(team, f"{place}close/", 422)
    sends(team, f"{place}minutes/", minutes="双方陈述完毕，核对了报送回执。")
    for one in sat:
        sends(one, f"{place}sign/")
    sends(team, f"{place}close/")


@pytest.mark.django_db
def test_an_appeal_moves_the_grades_of_two_others(
    notice, bureau, head, team, leaders, office, decision, body, make_account, make_person, on
):
    line = notice.settlement.proposals.get(unit=bureau)
    old = notice.settlement.run
    lodge = f"/answer/new/grade/{line.pk}/"
    assert lodge in window(head).get(f"/decide/lines/{line.pk}/").text
    sends(head, lodge, 422, **SAID | {"facts": ""})
    sends(head, lodge, **SAID)
    appeal = Appeal.objects.get()
    place = f"/answer/{appeal.pk}/"
    sat = [make_account(person=make_person()) for _turn in range(3)]
    heard(appeal, team, office, sat, today())

    page = window(leaders).get(place).text
    assert "<code>lost</code>" in page, "the frozen figures are on the page of the appeal"
    ruling = {"found": "10 分误扣", "grounds": "办法第五条", "meeting": "第 3 次领导小组会议", "outcome": "changed"}
    sends(office, f"{place}rule/", 403, **ruling, rightings="2026-05|lost|12")
    sends(leaders, f"{place}rule/", 422, **ruling, rightings="2026-05|lost|22")
    sends(leaders, f"{place}rule/", **ruling, rightings="2026-05|lost|12")
    appeal.refresh_from_db()
    perform_run(appeal.again)
    conclude.func(0)

    appeal.refresh_from_db()
    told = {one.name: (one.grade_before, one.grade_after) for one in Change.objects.filter(sheet="部门考核")}
    assert told == {
        name: (BEFORE[name], AFTER[name]) for name in ("市交通运输局", "市林业局", "市商务局", "市民政局")
    }, "every place and grade it moved, also of whoever did not appeal"
    page = window(office).get(place).text
    for name in told:
        assert name in page
    assert "名额没有变化" in page
    assert Result.objects.get(run=old, unit=bureau).total == 78, "the old run stays readable"
    assert "78" in window(head).get(f"/assess/scores/{Result.objects.get(run=old, unit=bureau).pk}/").text

    made = appeal.settlement
    assert dict(made.proposals.values_list("name", "final")) == AFTER
    settled = f"/decide/settlements/{made.pk}/"
    sends(office, f"{settled}begin/")
    made.refresh_from_db()
    on(made.publicity_until + dt.timedelta(days=1))
    sends(office, f"{settled}close/")
    sends(decision, f"{settled}approve/", number="示委〔2026〕16号", body=body.pk, day=str(made.publicity_until))
    sends(
        office,
        f"{settled}publish/",
        number="示效〔2026〕42号",
        issuer="市委、市政府",
        audience="public",
        publish_on=str(today()),
    )
    fresh = Publication.objects.get(settlement=made)
    assert fresh.settlement.previous == notice.settlement
    assert window(office).get(f"/decide/notices/{notice.pk}/").status_code == 200, "what was published stays readable"
    sends(office, f"{place}file/", filing="示考备〔2026〕1号")
    assert "示考备〔2026〕1号" in window(head).get(place).text
