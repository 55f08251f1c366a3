"""One year of the demonstration city through its pages: a target is agreed, a figure reported, and the score explained."""

import pytest
from django.urls import reverse

from kaogong.assess.actions.runs import perform_run
from kaogong.assess.models import Mark, Result, Run
from kaogong.monitor.models import Report
from kaogong.org.models import Account
from kaogong.plan.models import Cycle, Target
from kaogong.web.city import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "files")]


@pytest.fixture
def browse(client, settings):
    settings.TODAY = DAY

    def go(username):
        client.force_login(Account.objects.get(username=username))
        return client

    return go


def test_a_year_from_target_to_score(browse):
    cycle = Cycle.objects.get(state="open")

    target = Target.objects.get(cycle=cycle, unit__code="u01", state="countered")
    browse("liaison").post(reverse("plan:agree", args=[target.pk]), {"reason": "同意"})
    target.refresh_from_db()
    assert target.state == "agreed"

    report = Report.objects.filter(unit__code="u01", period="2026-08", state="draft").order_by("pk").first()
    given = {
        "value": f"{report.value:f}",
        "standing": "ongoing",
        "words": "八月已按计划完成，台账已核对。",
        "submit": "1",
    }
    browse("liaison").post(reverse("monitor:entry", args=[report.target_id, report.period]), given)
    browse("head").post(reverse("monitor:sign_report", args=[report.pk]))
    browse("office").post(reverse("monitor:verify_report", args=[report.pk]))
    report.refresh_from_db()
    assert report.state == "verified"

    edition = cycle.adoptions.first().edition
    asked = {"edition": edition.pk, "purpose": "trial", "upto": "2026-08"}
    assert browse("office").post(reverse("assess:runs"), asked).status_code == 302
    run = Run.objects.get(cycle=cycle)
    perform_run(run)
    run.refresh_from_db()
    assert run.state == "done", run.failure
    mark = Mark.objects.get(result__run=run, result__subject="u01", item=report.target.indicator.item)
    assert mark.value is not None
    assert not Result.objects.filter(run=run, total__isnull=False).exists(), "public evaluation comes at the end"
    seen = browse("office").get(reverse("assess:score", args=[mark.result_id]))
    assert report.target.indicator.name in seen.content.decode()


def test_the_years_before_have_results(browse):
    for run in Run.objects.filter(purpose="formal").order_by("cycle__year"):
        perform_run(run)
        run.refresh_from_db()
        assert run.state == "done", run.failure
        results = Result.objects.filter(run=run)
        assert results.count() == 60
        assert not results.filter(total__isnull=True).exists()
        assert {"优秀", "良好"} <= set(results.values_list("grade", flat=True))
    own = results.get(subject="u01")
    assert own.sheet_name in browse("liaison").get(reverse("assess:score", args=[own.pk])).content.decode()
