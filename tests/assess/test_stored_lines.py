"""What a run enters while its tables are at hand is what the sealed folder says."""

from kaogong.assess import actions
from kaogong.assess.models import Mark, Result


def entered(run):
    """Results and marks as rows, without their keys."""
    results = Result.objects.filter(run=run).order_by("sheet", "subject", "period")
    left = ("id", "run_id")
    lines = [{key: value for key, value in one.items() if key not in left} for one in results.values()]
    marks = Mark.objects.filter(result__run=run).order_by("result__sheet", "result__subject", "result__period", "place")
    return lines, [
        {key: value for key, value in one.items() if key not in ("id", "result_id")} for one in marks.values()
    ]


def test_a_second_run_reads_what_the_first_one_entered(cycle, town, scored):
    again = actions.perform_run(actions.ask_run(by=None, cycle=cycle, edition=town, purpose="trial", queue=False))
    assert (again.fingerprint, again.folder) == (scored.fingerprint, scored.folder)
    lines, marks = entered(again)
    assert len(lines) == 3
    assert marks
    assert entered(scored) == (lines, marks)
