"""Arranging an evaluation: stages, categories, people, rounds; and what stands in the way of the next stage."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.listen import actions
from kaogong.listen.models import Project
from kaogong.listen.queries.readiness import untrained
from listen.conftest import STAGES


def test_a_project_is_planned_by_the_office_and_leaves_one_event(office, stranger):
    with pytest.raises(Denied):
        actions.plan_project(by=stranger, name="评议", year=2026, stages=STAGES)
    before = Event.objects.count()
    made = actions.plan_project(by=office, name="评议", year=2026, stages=STAGES)
    assert Event.objects.count() == before + 1
    assert [one.key for one in made.stages.all()] == ["publicise", "evaluate", "tally", "report"]
    with pytest.raises(Refused, match="已有"):
        actions.plan_project(by=office, name="评议", year=2026, stages=STAGES)


@pytest.mark.parametrize(("since", "words"), [(dt.date(2026, 8, 17), "空档"), (dt.date(2026, 8, 15), "重叠")])
def test_stages_follow_each_other_without_gap_or_overlap(office, since, words):
    wrong = STAGES | {"evaluate": (since, STAGES["evaluate"][1])}
    with pytest.raises(Refused, match=words):
        actions.plan_project(by=office, name="评议", year=2026, stages=wrong)


def test_no_stage_begins_before_its_day_or_out_of_turn(make_project, office, on):
    project = make_project()
    on(dt.date(2026, 7, 20))
    with pytest.raises(Refused, match="还没有到"):
        actions.begin(by=office, project=project)
    with pytest.raises(Refused, match="不能这样办"):
        actions.end_tally(by=office, project=project)


@pytest.mark.clause("YL-24")
def test_stage_two_waits_for_the_liaison_team_and_lists_who_is_not_trained(
    make_project, with_sheet, make_person, office, on
):
    project = make_project(teams=["协调组", "联络组"])
    with_sheet(project)
    actions.add_group(by=office, project=project, code="g1", name="居民", strata={"城区": 500}, quota=50)
    on(dt.date(2026, 7, 21))
    actions.begin(by=office, project=project)
    trained = dt.date(2026, 8, 1)
    for number in range(19):
        actions.add_helper(
            by=office, project=project, team="协调组", person=make_person(), trained_on=trained if number < 17 else None
        )
    on(dt.date(2026, 8, 16))
    with pytest.raises(Refused, match="联络组还没有人员"):
        actions.open_evaluation(by=office, project=project)
    project.refresh_from_db()
    assert project.state == "publicise"
    actions.add_helper(by=office, project=project, team="联络组", person=make_person(), trained_on=trained)
    assert (project.helpers.count(), len(untrained(project))) == (20, 2)
    actions.open_evaluation(by=office, project=project)
    assert project.state == "evaluate"


FOUR = ["县(市)委、政府及口岸", "党群机关(含人大、政协)", "综合部门和其他单位", "司法、行政执法机关及条管单位"]


@pytest.mark.clause("YL-20")
def test_the_one_unit_left_of_eighty_is_named(office, make_unit, with_sheet):
    project = actions.plan_project(by=office, name="评议", year=2026, stages=STAGES, categories=FOUR)
    units = [make_unit(f"第{n}单位") for n in range(1, 81)]
    rows = [{"unit": one, "category": FOUR[n % 4] if n < 79 else ""} for n, one in enumerate(units)]
    assert actions.add_subjects(by=office, project=project, rows=rows) == 80
    with_sheet(project)
    actions.add_group(by=office, project=project, code="g1", name="居民", strata={"全州": 900}, quota=90)
    actions.begin(by=office, project=project)
    with pytest.raises(Refused) as refused:
        actions.open_evaluation(by=office, project=project)
    assert "第80单位还没有归类" in str(refused.value)
    assert "第79单位" not in str(refused.value)
    last = project.subjects.get(unit=units[79])
    with pytest.raises(Refused, match="类别须是"):
        actions.decide_category(by=office, subject=last, category="别的", reason="按职能")
    actions.decide_category(by=office, subject=last, category=FOUR[2], reason="按职能")
    actions.open_evaluation(by=office, project=project)


@pytest.mark.clause("YL-21")
def test_many_enforcement_items_suggest_category_four_and_the_office_decides(office, make_unit):
    given = {"categories": FOUR, "enforcement_limit": 5, "enforcement_category": FOUR[3]}
    project = actions.plan_project(by=office, name="评议", year=2026, stages=STAGES, **given)
    rows = [{"unit": make_unit(), "enforcement_items": 12}, {"unit": make_unit(), "enforcement_items": 5}]
    actions.add_subjects(by=office, project=project, rows=rows)
    many, few = project.subjects.order_by("unit__code")
    assert (many.suggested(project), few.suggested(project)) == (FOUR[3], "")
    assert many.category == ""
    with pytest.raises(Refused, match="理由"):
        actions.decide_category(by=office, subject=many, category=FOUR[3], reason=" ")
    actions.decide_category(by=office, subject=many, category=FOUR[3], reason="执法职能多，管理面广")
    many.refresh_from_db()
    assert (many.category, many.decided_by, many.reason) == (FOUR[3], office, "执法职能多，管理面广")


@pytest.mark.clause("LZ-15")
def test_two_rounds_a_year_and_both_must_run_them(office, make_account, unit, centre, make_unit, on):
    days = {"publicise": 10, "evaluate": 20, "tally": 10, "report": 15}
    rounds = [
        {"name": "半年", "period": "2016-H1", "until": dt.date(2016, 6, 30), **days},
        {"name": "年底", "period": "2016-H2", "until": dt.date(2016, 12, 31), **days},
    ]
    made = actions.plan_rounds(by=office, name="社会评价", year=2016, rounds=rounds, run_by=["市事考办", "主管部门"])
    assert [one.stages.get(key="evaluate").until for one in made] == [dt.date(2016, 6, 30), dt.date(2016, 12, 31)]
    assert [one.name for one in Project.objects.order_by("pk")] == ["社会评价（半年）", "社会评价（年底）"]
    first, department = made[0], make_unit("主管局")
    actions.add_subjects(by=office, project=first, rows=[{"unit": unit}])
    sheet = actions.draft_sheet(by=office, project=first, title="问卷", designed_by=department)
    assert sheet.designed_by == department
    actions.name_operator(by=office, project=first, account=make_account(), unit=department, role="主管部门")
    with pytest.raises(Refused, match="市事考办还没有承办人"):
        actions.begin(by=office, project=first)
    actions.name_operator(by=office, project=first, account=make_account(), unit=centre, role="市事考办")
    actions.begin(by=office, project=first)
    first.refresh_from_db()
    assert first.state == "publicise"


@pytest.mark.clause("FZ-12")
def test_nine_groups_nine_quotas_and_no_answer_without_its_group(
    make_project, with_sheet, office, make_account, centre, unit
):
    names = ["城乡居民", "企业经营者", "党代表", "人大代表", "政协委员", "市领导", "市直机关单位", "乡镇", "基层所(站)"]
    project = make_project(groups_wanted=9, samples_wanted=1000)
    with_sheet(project)
    quotas = [400, 200, 80, 80, 80, 20, 60, 50, None]
    for place, (name, quota) in enumerate(zip(names, quotas, strict=True)):
        actions.add_group(by=office, project=project, code=f"g{place}", name=name, strata={"全市": 2000}, quota=quota)
    surveyor = make_account()
    actions.name_operator(by=office, project=project, account=surveyor, unit=centre, role="民调中心")
    actions.begin(by=office, project=project)
    with pytest.raises(Refused, match=r"须有 9 个评价主体的配额，现有 8 个。缺：基层所"):
        actions.open_evaluation(by=office, project=project)
    actions.set_quota(by=office, group=project.groups.get(code="g8"), quota=30)
    actions.open_evaluation(by=office, project=project)
    day, said = dt.date(2026, 8, 20), {"u": {str(unit.pk): {"q1": "good"}}}
    with pytest.raises(Refused, match="没有评价主体的答卷不收"):
        actions.take_answers(by=surveyor, project=project, channel="phone", rows=[("", "", day, said)])
    assert actions.take_answers(by=surveyor, project=project, channel="phone", rows=[("g2", "全市", day, said)]) == 1
    assert actions.shuffle_box(project) == 1
    assert project.answers.get().stratum.group.name == "党代表"
