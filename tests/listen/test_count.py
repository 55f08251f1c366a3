"""Paper forms, the steps under supervision, and the totals of two operators."""

import datetime as dt

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.listen import actions
from kaogong.listen.actions.entries import differences
from kaogong.listen.models import Entry, Slip, Step
from kaogong.listen.queries.marking import rate


def said(unit, key="good"):
    return {"u": {str(unit.pk): {"q1": key}}}


@pytest.fixture
def paper(opened, office, stratum, make_unit):
    """A project with paper forms handed out by a unit on 20 August."""

    def hand(number=10, **given):
        project = opened(issuer=make_unit("州直机关工委"), **given)
        batch, codes = actions.issue_batch(by=office, stratum=stratum(project), way="paper", number=number)
        assert codes == []
        return project, batch

    return hand


@pytest.mark.clause("YL-25")
def test_a_form_of_20_august_is_due_on_28_august_and_late_on_the_29th(paper, office, colleague, unit, on):
    project, batch = paper()
    assert (batch.issued_on, batch.due_on) == (dt.date(2026, 8, 20), dt.date(2026, 8, 28))
    on(dt.date(2026, 8, 31))
    for number, day in (("1", 28), ("2", 29)):
        for who in (office, colleague):
            actions.enter_form(by=who, batch=batch, number=number, given=said(unit), returned_on=dt.date(2026, 8, day))
    actions.shuffle_box(project)
    assert dict(project.answers.values_list("day", "late")) == {dt.date(2026, 8, 28): False, dt.date(2026, 8, 29): True}
    on(dt.date(2026, 9, 1))
    late, _codes = actions.issue_batch(by=office, stratum=batch.stratum, way="paper", number=1)
    assert late.due_on == dt.date(2026, 9, 6), "the end of the stage, where it comes before"


def test_a_form_is_typed_in_by_two_and_a_third_decides(paper, office, colleague, make_account, unit, stranger):
    from kaogong.org.models.powers import Power

    _project, batch = paper()
    given = {"batch": batch, "number": "17", "returned_on": dt.date(2026, 8, 21)}
    with pytest.raises(Denied):
        actions.enter_form(by=stranger, given=said(unit), **given)
    actions.enter_form(by=office, given=said(unit, "good"), **given)
    with pytest.raises(Refused, match="须由两人"):
        actions.enter_form(by=office, given=said(unit, "good"), **given)
    entry = actions.enter_form(by=colleague, given=said(unit, "bad"), **given)
    assert entry.state == "differs"
    assert differences(entry) == [(str(unit.pk), "q1", "good", "bad")]
    assert not Slip.objects.exists()
    with pytest.raises(Refused, match="第三人"):
        actions.settle_entry(by=office, entry=entry, right="first", reason="看过原件")
    third = make_account(Power.OFFICE)
    actions.settle_entry(by=third, entry=entry, right="second", reason="看过原件")
    entry.refresh_from_db()
    assert (entry.state, entry.first, entry.second, Slip.objects.count()) == ("agreed", "", "", 1)


def test_help_with_filling_in_is_marked(paper, office, colleague, unit):
    project, batch = paper()
    for who in (office, colleague):
        actions.enter_form(
            by=who,
            batch=batch,
            number="1",
            given=said(unit),
            returned_on=dt.date(2026, 8, 21),
            channel="visit",
            assisted=True,
        )
    actions.shuffle_box(project)
    answer = project.answers.get()
    assert (answer.channel, answer.assisted) == ("visit", True)


def test_no_more_forms_come_back_than_went_out(paper, office, unit):
    _project, batch = paper(1)
    actions.enter_form(by=office, batch=batch, number="1", given=said(unit), returned_on=dt.date(2026, 8, 21))
    with pytest.raises(Refused, match="不能再多"):
        actions.enter_form(by=office, batch=batch, number="2", given=said(unit), returned_on=dt.date(2026, 8, 21))


@pytest.mark.clause("YL-27")
def test_issued_500_returned_480_valid_465(paper, office, make_account, liaison):
    from kaogong.org.models.powers import Power

    project, batch = paper()
    issuer = batch.issuer
    clerk = make_account((Power.LIAISON, issuer))
    with pytest.raises(Denied, match="发放单位填报"):
        actions.count_forms(by=liaison, project=project, issuer=issuer, issued=500, returned=480, valid=465)
    made = actions.count_forms(by=clerk, project=project, issuer=issuer, issued=500, returned=480, valid=465)
    assert f"{rate(made.returned, made.issued)}" == "96.0"
    assert f"{rate(made.valid, made.returned)}" == "96.9"
    with pytest.raises(Refused, match="回收 501 份大于发放 500 份"):
        actions.count_forms(by=clerk, project=project, issuer=issuer, issued=500, returned=501, valid=465)
    with pytest.raises(Refused, match="有效 481 份大于回收 480 份"):
        actions.count_forms(by=clerk, project=project, issuer=issuer, issued=500, returned=480, valid=481)


@pytest.mark.clause("YL-30")
def test_a_step_is_closed_with_a_supervisor_of_another_unit(paper, office, supervisor, on):
    project, batch = paper()
    assert actions.open_steps(by=office, project=project) == 4
    assert sorted(project.steps.values_list("key", flat=True)) == ["count", "issue", "return", "total"]
    step = Step.objects.get(project=project, key="count")
    actions.count_forms(by=office, project=project, issuer=batch.issuer, issued=10, returned=9, valid=9)
    with pytest.raises(Refused, match="没有监督员签名"):
        actions.close_step(by=office, step=step)
    with pytest.raises(Refused, match="须回避"):
        actions.witness(by=supervisor("B", employer=batch.issuer), step=step)
    with pytest.raises(Denied):
        actions.witness(by=office, step=step)
    actions.witness(by=supervisor("A"), step=step)
    actions.close_step(by=office, step=step)
    step.refresh_from_db()
    assert step.closed_on == dt.date(2026, 8, 20)
    with pytest.raises(Refused, match="已经结束"):
        actions.witness(by=supervisor("C"), step=step)


@pytest.mark.clause("YL-28")
def test_two_totals_must_be_the_same_and_the_unit_opens_nothing(paper, office, colleague, supervisor, liaison, on):
    project, batch = paper()
    actions.open_steps(by=office, project=project)
    watcher = supervisor("A")
    for step in project.steps.exclude(key="total"):
        actions.witness(by=watcher, step=step)
        if step.key == "count":
            continue
        actions.close_step(by=office, step=step)
    with pytest.raises(Denied, match="只看发布后的合计"):
        actions.open_raw(by=liaison, project=project)
    last = Event.objects.latest("number")
    assert (last.verb, last.outcome, last.actor) == ("open_raw", "denied", liaison)
    actions.count_forms(by=office, project=project, issuer=batch.issuer, issued=10, returned=10, valid=10)
    actions.close_step(by=office, step=project.steps.get(key="count"))
    on(dt.date(2026, 9, 7))
    actions.end_evaluation(by=office, project=project)
    total = project.steps.get(key="total")
    actions.witness(by=watcher, step=total)
    actions.total_forms(by=office, project=project, role="绩效办", number=4020)
    with pytest.raises(Refused, match="由两人"):
        actions.total_forms(by=office, project=project, role="统计局", number=4020)
    actions.total_forms(by=colleague, project=project, role="统计局", number=4017)
    with pytest.raises(Refused, match="相差 3 份"):
        actions.close_step(by=office, step=total)
    with pytest.raises(Refused, match="签名结束后"):
        actions.compute_result(by=office, project=project)
    actions.total_forms(by=colleague, project=project, role="统计局", number=4020)
    actions.close_step(by=office, step=total)
    assert not Entry.objects.exclude(state="agreed").exists()
