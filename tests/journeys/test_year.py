"""One year of the demonstration city through its pages, from an agreed target to a published grade that explains itself."""

import datetime as dt

import pytest
from django.urls import reverse

from journeys.turn import END, end_the_year
from kaogong.assess.actions.runs import perform_run
from kaogong.assess.models import Mark, Result, Run
from kaogong.decide.models import Consequence, Objection, Publication, Settlement
from kaogong.monitor.models import Report
from kaogong.org.models import Account, Body
from kaogong.plan.models import Cycle, Letter, Target
from kaogong.web.city import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "files")]
WHY = "年内两次被通报后整改迟缓"


@pytest.fixture
def on(settings):
    def turn(day):
        settings.TODAY = day

    turn(DAY)
    return turn


@pytest.fixture
def runs_beside(settings, tmp_path):
    settings.RUNS = tmp_path / "runs"
    settings.RUNS.mkdir()


@pytest.fixture
def browse(client):
    def go(username):
        client.force_login(Account.objects.get(username=username))
        return client

    return go


@pytest.fixture
def post(browse):
    """Somebody sends a form; it is taken."""

    def send(username, name, *args, **given):
        answer = browse(username).post(reverse(name, args=args), given)
        assert answer.status_code == 302, answer.content.decode()
        return answer

    return send


def reported(post, target, period, value):
    """A figure is reported by the unit, signed by its head, verified by the office."""
    given = {"value": value, "standing": "ongoing", "words": "已按计划完成，台账已核对。", "submit": "1"}
    post("liaison", "monitor:entry", target.pk, period, **given)
    report = Report.objects.get(target=target, period=period)
    post("head", "monitor:sign_report", report.pk)
    post("office", "monitor:verify_report", report.pk)
    report.refresh_from_db()
    assert report.state == "verified"


def planned(post):
    """A target is agreed, a letter gets its second signature."""
    target = Target.objects.get(unit__code="u01", state="countered")
    post("liaison", "plan:agree", target.pk, reason="同意")
    target.refresh_from_db()
    assert target.state == "agreed"
    letter = Letter.objects.filter(state="half").first()
    post("decision", "plan:sign_letter", letter.pk, party="upper")
    letter.refresh_from_db()
    assert letter.state == "effective"


def scored(post, purpose, upto=""):
    """The office asks for a run; the worker does it."""
    cycle = Cycle.objects.get(state="open")
    edition = cycle.adoptions.first().edition
    post("office", "assess:runs", edition=edition.pk, purpose=purpose, upto=upto)
    run = perform_run(Run.objects.get(cycle=cycle, purpose=purpose))
    run.refresh_from_db()
    assert run.state == "done", run.failure
    return run


def moved(post, made):
    """The group lowers a grade; another member confirms it."""
    line = made.proposals.filter(computed="优秀").order_by("-rank").first()
    body = Body.objects.get(kind="leading").pk
    votes = {"votes_for": 5, "votes_against": 1, "votes_none": 1}
    post("office", "decide:line", line.pk, grade="良好", reason=WHY, body=body, **votes)
    post("decision", "decide:approve_move", line.moves.get().pk)
    line.refresh_from_db()
    assert (line.computed, line.final) == ("优秀", "良好")
    return line


def publicised(post, on, made):
    """The grades are shown; the unit objects and is answered; publicity ends after its last day."""
    post("office", "decide:begin", made.pk)
    line = made.proposals.get(subject="u01")
    post("liaison", "decide:object", made.pk, proposal=line.pk, source="unit", words="请核对评议份数。")
    said = Objection.objects.get(settlement=made)
    post("watch", "decide:answer", said.pk, upheld="no", answer="已核对，份数和指数无误。")
    made.refresh_from_db()
    on(made.publicity_until + dt.timedelta(days=1))
    post("office", "decide:close", made.pk)


def published(post, made):
    """The deciding body approves, the office publishes."""
    body = Body.objects.get(kind="leading").pk
    post("decision", "decide:approve", made.pk, number="示绩领〔2027〕1号", body=body, day="2027-02-22")
    given = {"number": "示效〔2027〕1号", "issuer": "示范市绩效管理领导小组", "audience": "public"}
    post("office", "decide:publish", made.pk, publish_on="2027-02-22", **given)
    return Publication.objects.get(settlement=made)


def test_a_year_from_target_to_published_grade(browse, post, on, client, runs_beside):
    planned(post)
    report = Report.objects.filter(unit__code="u01", period="2026-08", state="draft").order_by("pk").first()
    target = report.target
    reported(post, target, "2026-08", f"{report.value:f}")
    scored(post, "trial", "2026-08")

    end_the_year(but=target)
    on(END)
    final = f"{target.value:f}"
    reported(post, target, "2026-12", final)
    on(dt.date(2027, 1, 20))
    run = scored(post, "formal")
    assert not Result.objects.filter(run=run, total__isnull=True).exists()

    on(dt.date(2027, 2, 11))
    post("office", "decide:draw", source=f"{run.pk}:economic_grade")
    made = Settlement.objects.get(run=run)
    line = moved(post, made)
    publicised(post, on, made)
    on(dt.date(2027, 2, 22))
    notice = published(post, made)

    client.logout()
    assert notice.title in client.get(reverse("portal:public")).content.decode()
    shown = client.get(reverse("portal:verify"), {"code": notice.code}, follow=True).content.decode()
    assert "原文与摘要值相符" in shown
    assert f"{line.total:f}" in shown
    own = Result.objects.get(run=run, subject="u01")
    score = browse("liaison").get(reverse("assess:score", args=[own.pk])).content.decode()
    mark = Mark.objects.get(result=own, item=target.indicator.item)
    assert mark.value == mark.full
    assert {part for part in (target.indicator.name, final, own.sheet_name) if part not in score} == set()
    assert (
        Consequence.objects.filter(settlement=made, state="due").count() == made.proposals.filter(final="优秀").count()
    )


def test_the_years_before_have_results(browse, runs_beside):
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
