"""What supervision and evaluation recorded reaches the score, and what is weak or behind is found in those records."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse

from kaogong import rulebooks
from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.core.engine.facts import Facts
from kaogong.core.scheme.load import load
from kaogong.listen import actions as listening
from kaogong.listen import facts as heard
from kaogong.monitor import actions as monitoring
from kaogong.org import actions as register
from kaogong.org.models.powers import Power
from kaogong.supervise.facts import tables
from kaogong.supervise.jobs import follow_day
from kaogong.supervise.models import Breach, Interview, Matter, SupervisionRule, Task
from listen.conftest import make_project, opened, stratum, with_sheet
from monitor.conftest import bureau, city, cycle, make_target
from supervise.tasks import actions

__all__ = ["bureau", "city", "cycle", "make_project", "make_target", "opened", "stratum", "with_sheet"]
ROOT = Path(rulebooks.__path__[0])
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
DAY = dt.date(2026, 9, 21)
MATTER = {
    "name": "涉路许可监察", "mode": "project", "problem": "approval", "aspect": "efficiency", "chosen": "weak",
    "reason": "投诉集中", "channel": "superior",
}  # fmt: skip


@pytest.fixture
def office(make_account):
    """The performance office."""
    return make_account(Power.OFFICE)


@pytest.fixture
def staff(make_person, unit):
    """Somebody of the unit."""
    made = make_person("陈工")
    register.appoint(by=None, person=made, unit=unit, title="科员", grade="staff", since=dt.date(2020, 1, 1))
    return made


@pytest.fixture
def matter(make_unit, unit, window, inspector):
    """A matter in hand under a rule of six and nine circumstances, all of it entered on pages."""
    above, body = window(inspector), make_unit("市监察局")
    several = [f"诫勉教育｜情形{n}" for n in range(1, 7)] + [f"效能告诫｜情形{n}" for n in range(1, 10)]
    rule = {
        "title": "暂行规定",
        "matters": "审批",
        "division": "监察室",
        "methods": "查访",
        "circumstances": "\n".join(several),
    }
    mandate = {"unit": body.code, "kind": "own", "since": "2020-01-01"}
    for path, given in (
        ("mandates/new/", mandate), ("rules/new/", rule), ("new/", MATTER | {"opener": body.code, "unit": unit.code}),
    ):  # fmt: skip
        assert above.post(f"/supervise/matters/{path}", given).status_code == 302, path
    assert above.post(f"/supervise/matters/rules/{SupervisionRule.objects.get().pk}/issue/").status_code == 302
    made = Matter.objects.get()
    assert above.post(f"/supervise/matters/{made.pk}/open/").status_code == 302
    return made


def coded(level, number):
    return SupervisionRule.objects.get().circumstances.get(level=level, number=number).pk


def test_a_breach_of_a_person_scores_once_somebody_else_closed_the_matter(
    matter, unit, staff, make_person, window, inspector, colleague
):
    above, path = window(inspector), f"/supervise/matters/{matter.pk}/breach/"
    given = {"circumstance": coded("warning", 3), "words": "超时未办", "on": "2026-09-18", "person": staff.code}
    assert "不在被监察单位任职" in above.post(path, given | {"person": make_person().code}).content.decode()
    assert "不能晚于今天" in above.post(path, given | {"on": "2026-09-22"}).content.decode()
    assert above.post(path, given).status_code == 302
    assert above.post(path, given | {"circumstance": coded("admonition", 2), "on": "2026-09-17"}).status_code == 302
    assert above.post(path, given | {"person": ""}).status_code == 302
    assert "陈工" in above.get(f"/supervise/matters/{matter.pk}/").content.decode()
    book = load(ROOT / "xm_staff")
    assert "events" not in tables(book, *YEAR), "a matter in hand counts for nobody"
    with pytest.raises(Denied):
        actions.close_matter(by=inspector, matter=matter, conclusion="属实")
    assert window(colleague).post(f"/supervise/matters/{matter.pk}/close/", {"conclusion": "属实"}).status_code == 302
    rows = tables(book, *YEAR)["events"].to_pylist()
    assert [(one["subject"], one["kind"], one["day"], one["supplier"]) for one in rows] == [
        (staff.code, "admonition", "2026-09-17", "监察室"), (staff.code, "warning", "2026-09-18", "监察室"),
    ]  # fmt: skip
    assert [(one["admonition_no"], one["warning_no"]) for one in rows] == [("诫勉-2", None), (None, "告诫-3")]
    held = Facts.from_rows(book, subjects=[{"subject": staff.code, "class": "staff"}], events=rows)
    assert held.tables["events"].num_rows == 2, "the rulebook takes them as they are"
    assert rows[1]["incident"] == f"{matter.number}/{Breach.objects.get(on='2026-09-18', person=staff).pk}"
    assert "events" not in tables(load(ROOT / "fz_three_levels"), *YEAR)
    assert "events" not in tables(book, dt.date(2025, 1, 1), dt.date(2025, 12, 31))


FORMS = [["very", "good", "good", "good", "good"]] * 8 + [["good"] * 5]
"""Five answers about each of nine units: eight come to 84, one to 80; with 68 the mean is 82."""
OWN = ["good", "good", "fair", "fair", "fair"]


@pytest.fixture
def review(opened, stratum, unit, make_unit, office, make_account, on):
    """Fifty judgments of ten units, cast by code, tallied, agreed to and released."""
    on(dt.date(2026, 8, 20))
    others = [make_unit() for _one in FORMS]
    project = opened(*others, name="服务态度", conversion=[{"of": "index", "fact": "satisfied_answers"}])
    _batch, codes = listening.issue_batch(by=office, stratum=stratum(project), way="letter", number=5)
    for place, one in enumerate(codes):
        said = {str(each.pk): {"q1": keys[place]} for each, keys in zip(others, FORMS, strict=True)}
        assert listening.cast(code=one.code, given={"u": said | {str(unit.pk): {"q1": OWN[place]}}})
    listening.shuffle_box(project)
    on(dt.date(2026, 9, 7))
    listening.end_evaluation(by=office, project=project)
    result = listening.compute_result(by=office, project=project)
    second = make_account(Power.OFFICE)

    def release():
        for body in project.approvers:
            listening.approve_result(by=second, result=result, body=body, document="纪要")
        return listening.release_result(by=office, result=result)

    result.release = release
    return result


@pytest.mark.clause("FZ-19")
def test_68_in_the_ballots_against_82_calls_the_unit_and_it_cannot_sign(
    review, unit, inspector, office, make_account, liaison, window
):
    book = load(ROOT / "fz_three_levels")
    with pytest.raises(Refused, match="发布后"):
        actions.call_by_review(by=inspector, review=review)
    follow_day.func(timestamp=0)
    assert not Interview.objects.exists(), "what is not released calls nobody"
    review.release()
    review.refresh_from_db()
    given = {one["subject"]: one["value"] for one in heard.tables(book, *YEAR)["facts"].to_pylist()}
    assert Decimal(given[unit.code]) == 68, "the score reads the same ballots"
    assert sum(map(Decimal, given.values())) / len(given) == 82
    assert window(liaison).post("/supervise/interviews/review/", {"review": review.pk}).status_code == 403
    assert window(inspector).post("/supervise/interviews/review/", {"review": review.pk}).status_code == 302
    made = Interview.objects.get()
    assert (made.unit, made.score, made.mean, made.review, made.state) == (unit, 68, 82, review, "open")
    page = window(inspector).get("/supervise/interviews/").content.decode()
    assert reverse("listen:result", args=[review.project_id]) in page
    path = f"/supervise/interviews/{made.pk}/hold/"
    own = make_account((Power.HEAD, unit))
    assert window(own).post(path, {"side": "office", "words": "整改"}).status_code == 403
    assert Interview.objects.get().state == "open"
    assert window(office).post(path, {"side": "office", "words": "限期整改"}).status_code == 302
    held = Interview.objects.get()
    assert (held.state, held.side, held.signed_by) == ("done", "office", office)


def test_a_release_calls_the_weak_by_the_clock_once(review, unit):
    review.release()
    follow_day.func(timestamp=0)
    follow_day.func(timestamp=0)
    assert [one.unit for one in Interview.objects.all()] == [unit]
    assert Event.objects.filter(verb="call_by_review").count() == 1


@pytest.mark.clause("HB-32")
def test_35_per_cent_reported_against_50_planned_opens_an_item_by_the_clock(
    make_target, bureau, make_account, inspector, office, window, on
):
    on(dt.date(2026, 6, 20))
    hard, near, plain = (make_target("200", name) for name in ("难点", "接近", "一般"))
    officer, head = make_account((Power.LIAISON, bureau)), make_account((Power.HEAD, bureau))
    for one, value in ((hard, "70"), (near, "80"), (plain, "70")):
        monitoring.set_milestones(by=office, target=one, nodes={"2026-06": Decimal(100)})
        report = monitoring.write_report(by=officer, unit=bureau, target=one, period="2026-06", value=Decimal(value),
                                         words="按序时推进", cause="征地未完成")  # fmt: skip
        monitoring.submit_report(by=officer, report=report)
        monitoring.verify_report(by=office, report=monitoring.sign_report(by=head, report=report))
    for one in (hard, near):
        given = {"target": one.pk, "kind": "hard"}
        assert window(officer).post("/supervise/lapses/mark/", given).status_code == 403
        assert window(inspector).post("/supervise/lapses/mark/", given).status_code == 302
    on(dt.date(2026, 6, 30))
    follow_day.func(timestamp=0)
    made = Task.objects.get()
    assert (made.target, made.mark, made.state) == (hard, "hard", "open")
    assert "落后计划 15 个百分点（界限 10）" in made.name
    follow_day.func(timestamp=0)
    assert Task.objects.count() == 1, "opened once"
