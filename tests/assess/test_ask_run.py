"""A run is asked for once, computed from the facts of every room, and sealed."""

from decimal import Decimal

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kaogong.assess import actions
from kaogong.assess.models import Mark, Result, Run
from kaogong.assess.queries.runs import folder_of
from kaogong.audit.actions import Refused
from kaogong.core.engine.verify import verify
from kaogong.plan.models import Adoption, Edition


def test_a_run_is_asked_for_and_queued(office, cycle, town, events):
    run = actions.ask_run(by=office, cycle=cycle, edition=town)
    assert run.state == "queued"
    assert ProcrastinateJob.objects.get(task_name="assess.score_run").args == {"run": run.pk}
    assert events() == ["ask_run"]


def test_a_double_click_starts_one_run(office, cycle, town):
    first = actions.ask_run(by=office, cycle=cycle, edition=town)
    assert actions.ask_run(by=office, cycle=cycle, edition=town) == first
    assert Run.objects.count() == ProcrastinateJob.objects.count() == 1


def test_only_the_office_scores(cycle, town, head, denied):
    denied(actions.ask_run, by=head, cycle=cycle, edition=town)


def test_what_was_not_adopted_or_is_no_period_of_the_year_is_refused(office, cycle, town):
    with pytest.raises(Refused, match="不是本周期内的时期"):
        actions.ask_run(by=office, cycle=cycle, edition=town, upto="2025-09")
    Adoption.objects.filter(cycle=cycle).update(edition=Edition.objects.create(book="other", sm3="0"))
    with pytest.raises(Refused, match="没有在本周期采用"):
        actions.ask_run(by=office, cycle=cycle, edition=town)


def test_the_run_gives_marks_places_and_grades(scored, events):
    assert (scored.state, scored.failure) == ("done", "")
    first, second, third = Result.objects.filter(run=scored).order_by("subject")
    assert (first.name, first.total, first.rank, first.grade, first.out_of) == ("第一局", Decimal(94), 1, "优秀", 2)
    assert (second.total, second.rank, second.grade, second.full) == (Decimal(90), 2, "优秀", Decimal(100))
    assert first.appraisal_class == "部门"
    marks = dict(Mark.objects.filter(result=first).values_list("item", "value"))
    assert marks == {
        "functional": Decimal(54),
        "roads": Decimal(54),
        "livelihood": Decimal(40),
        "employment": Decimal(40),
    }
    assert third.subject > second.subject


def test_what_is_missing_is_no_zero(scored):
    third = Result.objects.get(run=scored, name="第三局")
    assert (third.total, third.rank, third.grade, third.lacking) == (None, None, "", 1)
    assert dict(third.marks.values_list("item", "value"))["employment"] is None


def test_the_folder_is_sealed_and_verifies(scored):
    folder = folder_of(scored)
    assert folder.name == scored.fingerprint
    assert verify(folder) == []
    assert list(folder.parent.iterdir()) == [folder]


def test_start_and_end_are_on_record(cycle, town, events):
    run = actions.ask_run(by=None, cycle=cycle, edition=town, queue=False)
    actions.perform_run(run)
    assert events() == ["ask_run", "start_run", "finish_run"]
