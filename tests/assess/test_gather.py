"""What reaches a run from every room."""

import datetime as dt
from decimal import Decimal

import pytest

from assess.books import TOWN
from kaogong.assess import actions
from kaogong.assess.facts.gather import ROOMS, Asked, Gathered
from kaogong.assess.jobs import look_after, score_run
from kaogong.assess.models import Result, Run
from kaogong.monitor.models import Report
from kaogong.org.models import Holiday
from kaogong.plan.models import Cycle, Target

PEOPLE = (
    TOWN.replace("subjects:\n", "subjects:\n  kinds: {unit: 单位, person: 工作人员}\n")
    .replace(
        "    dept: {name: {zh: 部门, en: Department}, kind: unit}\n",
        "    dept: {name: {zh: 部门, en: Department}, kind: unit}\n    clerk: {name: {zh: 干部, en: Clerk}, kind: person}\n",
    )
    .replace(
        "facts:\n",
        "links:\n  serves: {name: 所在单位, from: person, to: unit}\nfacts:\n",
    )
)


@pytest.fixture
def rows():
    """The rows of a table, as they would be frozen."""

    def look(cycle, edition, table, upto=""):
        gathered = Gathered(Asked(cycle, edition, upto))
        for _words, source in ROOMS:
            gathered.take(source)
        found = gathered.tables().get(table)
        return [] if found is None else found.to_pylist()

    return look


def test_units_go_by_the_class_they_are_adopted_under(cycle, town, rows, make_unit, city):
    make_unit("第四局", parent=city, appraisal_class="县区")
    found = {one["name"]: one["class"] for one in rows(cycle, town, "subjects")}
    assert found == {"第一局": "dept", "第二局": "dept", "第三局": "dept"}


def test_people_are_appraised_by_their_grade_and_linked_to_their_unit(cycle, adopt, bureau, make_person, rows):
    person = make_person("甲", unit=bureau)
    make_person("乙", unit=bureau, grade="chief")
    edition = adopt(PEOPLE, {"部门": "dept", "staff": "clerk"})
    subjects = {one["id"]: one["class"] for one in rows(cycle, edition, "subjects")}
    assert subjects == {bureau.code: "dept", person.code: "clerk"}
    assert rows(cycle, edition, "links") == [{"link": "serves", "from": person.code, "to": bureau.code}]


def test_holidays_reach_the_working_days(cycle, town, rows):
    Holiday.objects.create(day=dt.date(2026, 9, 20), working=True, name="国庆调休")
    assert {"day": "2026-09-20", "working": "是"} in rows(cycle, town, "calendar")


def test_a_supplier_is_called_as_the_rulebook_calls_it(cycle, adopt, promise, bureau, rows):
    edition = adopt(TOWN.replace("road: {name:", "road: {authority: [第一局], name:"), {"部门": "dept"})
    promise(bureau, "roads", "320", "288")
    found = {one["fact"]: one["supplier"] for one in rows(cycle, edition, "facts")}
    assert found["road"] == "第一局"


def test_what_came_after_the_period_is_left_out(cycle, town, rows, bureau):
    Report.objects.filter(unit=bureau, value=288).update(period="2026-09")
    assert {one["value"] for one in rows(cycle, town, "facts", "2026-09") if one["fact"] == "road"} == {"288"}
    assert Target.objects.exists()


def test_last_year_is_the_run_that_counted_then(cycle, scored, city, rows):
    after = Cycle.objects.create(
        year=2027,
        title="绩效考核",
        state="open",
        organiser=city,
        previous=cycle,
        since=dt.date(2027, 1, 1),
        until=dt.date(2027, 12, 31),
    )
    after.adoptions.create(appraisal_class="部门", edition=scored.edition, book_class="dept")
    found = rows(after, scored.edition, "history")
    assert [(one["year"], one["score"], one["rank"], one["grade"]) for one in found] == [
        ("2026", "94.00", "1", "优秀"),
        ("2026", "90.00", "2", "优秀"),
        ("2026", None, None, None),
    ]


def test_the_job_performs_the_run(cycle, town):
    run = actions.ask_run(by=None, cycle=cycle, edition=town)
    score_run(run=run.pk)
    look_after(timestamp=0)
    assert Run.objects.get().state == "done"
    assert Result.objects.get(name="第一局").total == Decimal("94.00")
