"""The frame and the draw."""

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.listen import actions
from kaogong.listen.models import Listed, Sampling
from kaogong.listen.queries.marking import rate
from kaogong.listen.queries.samples import drawn_numbers, same_again


@pytest.fixture
def surveyor(make_account, office, centre):
    """An operator of the centre, made one of a project."""

    def of(project):
        made = make_account()
        actions.name_operator(by=office, project=project, account=made, unit=centre, role="民调中心")
        return made

    return of


@pytest.mark.clause("XJ-16")
def test_six_hundred_of_twelve_thousand_by_region_and_the_unit_sees_nobody(make_project, office, surveyor, liaison):
    project = make_project()
    group = actions.add_group(by=office, project=project, code="g", name="居民", strata={"首府": 1}, quota=None)
    centre = surveyor(project)
    regions = {"首府": 5009, "北疆": 3990, "南疆": 2001, "东疆": 1000}
    people = ((region, f"居民{n}", f"1380000{n:04d}") for region, many in regions.items() for n in range(many))
    assert sum(actions.load_frame(by=centre, group=group, people=people).values()) == 12_000
    actions.set_quota(by=centre, group=group, quota=600)
    quotas = {one.name: one.quota for one in group.strata.all()}
    assert sum(quotas.values()) == 600
    for region, many in regions.items():
        assert abs(quotas[region] - 600 * many / 12_000) < 1
    for one in group.strata.all():
        actions.draw_sample(by=centre, stratum=one, seed="20260820")
    assert Listed.objects.filter(drawn=True).count() == 600
    for verb, given in (("load_frame", {"group": group, "people": ()}), ("open_raw", {"project": project})):
        with pytest.raises(Denied, match="抽样框"):
            getattr(actions, verb)(by=liaison, **given)
    denied = Event.objects.latest("number")
    assert (denied.outcome, denied.verb, denied.actor) == ("denied", "open_raw", liaison)


@pytest.mark.clause("HB-45")
def test_four_hundred_of_twenty_thousand_are_the_same_on_replay(make_project, office, stratum, window):
    project = make_project()
    actions.add_group(by=office, project=project, code="g1", name="居民", strata={"城区": 20_000}, quota=400)
    made = actions.draw_sample(by=office, stratum=stratum(project), seed="公证摇号 071834")
    first = drawn_numbers(f"{made.seed}:{made.stratum_id}", made.frame, made.size)
    assert (len(first), len(set(first)), max(first) <= 20_000) == (400, 400, True)
    made.refresh_from_db()
    assert same_again(made)
    page = f"/listen/{project.pk}/?replay=1"
    assert "重抽相符" in window(office).get(page).content.decode()
    Sampling.objects.filter(pk=made.pk).update(seed="另一个种子")
    assert "重抽不符" in window(office).get(page).content.decode()
    assert f"{rate(310, 400)}" == "77.5"
    with pytest.raises(Refused, match="不能重抽"):
        actions.draw_sample(by=office, stratum=stratum(project), seed="另一个")


def test_the_size_follows_from_the_error_wanted(make_project, office):
    from decimal import Decimal

    project = make_project()
    group = actions.add_group(by=office, project=project, code="g", name="居民", strata={"城": 6000, "乡": 4000})
    assert actions.size_for_error(by=office, group=group, error=Decimal(5)) == 370
    assert [one.quota for one in group.strata.order_by("id")] == [222, 148]
    assert actions.size_for_error(by=office, group=group, error=Decimal(5), effect=Decimal("1.5")) == 555


def test_names_of_the_frame_lie_sealed(make_project, office, surveyor):
    from django.db import connection

    project = make_project()
    group = actions.add_group(by=office, project=project, code="g", name="居民", strata={"城": 2})
    actions.load_frame(by=surveyor(project), group=group, people=[("城", "某甲", "13800000000"), ("城", "某乙", "")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT name || contact FROM listen_listed ORDER BY number")
        held = "".join(row[0] for row in cursor.fetchall())
    assert "某甲" not in held
    assert "138" not in held.replace("s1:", "")
    assert Listed.objects.get(number=1).name == "某甲"


@pytest.mark.clause("CX-28")
def test_the_centre_opens_four_hundred_rows_and_the_unit_none(
    make_project, with_sheet, office, surveyor, make_account, unit, liaison, centre, copied, window, stratum, on
):
    import datetime as dt

    from kaogong.org.models.powers import Power

    project = make_project(minimum_group=10)
    of_unit = make_account((Power.STAFF, unit))
    with pytest.raises(Refused, match="是被评单位"):
        actions.name_operator(by=office, project=project, account=of_unit, unit=centre, role="民调中心")
    with pytest.raises(Refused, match="被评单位不能承办"):
        actions.name_operator(by=office, project=project, account=make_account(), unit=unit, role="民调中心")
    account = surveyor(project)
    with_sheet(project)
    actions.add_group(by=office, project=project, code="g1", name="居民", strata={"城": 8000}, quota=400)
    actions.begin(by=office, project=project)
    actions.open_evaluation(by=office, project=project)
    row = {"stratum": stratum(project).pk, "u": {str(unit.pk): {"q1": "good"}}, "scores": {str(unit.pk): "80"}}
    assert copied(project, [(400, row)]) == 400
    on(dt.date(2026, 9, 7))
    actions.end_evaluation(by=office, project=project)
    assert actions.open_raw(by=account, project=project) == 400
    page = window(account).get(f"/listen/{project.pk}/answers/")
    assert page.context["page"].paginator.count == 400
    for who in (of_unit, liaison, office):
        assert window(who).get(f"/listen/{project.pk}/answers/").status_code == 403
    result = actions.compute_result(by=office, project=project)
    assert window(liaison).get(f"/listen/{project.pk}/result/").status_code == 403
    approved(result, office, make_account)
    seen = window(liaison).get(f"/listen/{project.pk}/result/")
    assert [line.number for line in seen.context["lines"]] == [400]


def approved(result, office, make_account):
    """The bodies named agree, and the office releases."""
    from kaogong.org.models.powers import Power

    clerk = make_account(Power.OFFICE)
    for body in result.project.approvers:
        actions.approve_result(by=clerk, result=result, body=body, document="会议纪要")
    actions.release_result(by=office, result=result)
