"""The ruling: in writing to both parties, filed; what it changes is computed again from what was frozen."""

from decimal import Decimal

import pytest

from answer.conftest import SAID
from kaogong.answer import actions
from kaogong.answer.models import Change, Notice
from kaogong.assess import actions as assessing
from kaogong.assess.models import FactCorrection, Result
from kaogong.audit.actions import Denied, Refused
from kaogong.monitor.models import Report
from kaogong.org.models import Dispute

RULED = {"found": "4 项材料按时报送", "grounds": "办法第五条", "meeting": "第 3 次领导小组会议"}
SIXTEEN = [actions.Righting("lost", "2026-05", Decimal(16))]


@pytest.fixture
def ruled(appeal, heard, leaders):
    """Changed: 16 marks lost, not 22; computed again."""
    heard(appeal)
    one = actions.rule_appeal(by=leaders, appeal=appeal, outcome="changed", rightings=SIXTEEN, queue=False, **RULED)
    assessing.perform_run(one.again)
    one.again.refresh_from_db()
    actions.conclude_rerun(appeal=one)
    one.refresh_from_db()
    return one


@pytest.mark.clause("QW-23")
def test_a_ruling_from_78_to_84_moves_the_score_the_year_and_joint_liability(ruled, own, run, city, office, head):
    again = Result.objects.get(run=ruled.again, subject=own.subject)
    assert (own.total, again.total) == (78, 84), "a new version of the score; the old one stays readable"
    assert (ruled.again.previous_id, ruled.again.purpose, ruled.again.frozen) == (run.pk, "again", True)
    above = Result.objects.filter(subject=city.code).order_by("run_id")
    assert [one.total for one in above] == [Decimal("71.5"), Decimal("74.5")], "half of 57 marks lost, then half of 51"
    assert Notice.objects.filter(appeal=ruled).count() == 2, "in writing, to both parties"
    filed = actions.file_appeal(by=office, appeal=ruled)
    assert (filed.state, filed.filing) == ("filed", f"{ruled.number}-BA")
    for notice, account in zip(Notice.objects.order_by("party"), (head, office), strict=True):
        assert actions.receive_notice(by=account, notice=notice).received_by == account


def test_every_unit_it_moved_is_set_beside_what_was(ruled, bureau, city):
    moved = {
        one.subject: (one.total_before, one.total_after, one.rank_before, one.rank_after)
        for one in Change.objects.all()
    }
    assert moved[bureau.code][:2] == (78, 84)
    assert moved[city.code][:2] == (Decimal("71.5"), Decimal("74.5"))
    assert len(moved) == 2, "the two others keep their scores"


def test_only_the_ruled_fact_changes_even_if_others_changed_since(appeal, heard, leaders, own):
    heard(appeal)
    Report.objects.exclude(unit=own.unit).update(value=Decimal(99))
    one = actions.rule_appeal(by=leaders, appeal=appeal, outcome="changed", rightings=SIXTEEN, queue=False, **RULED)
    assessing.perform_run(one.again)
    others = Result.objects.filter(run=one.again).exclude(subject=own.subject).exclude(name="市政府")
    before = {each.subject: each.total for each in Result.objects.filter(run=own.run)}
    assert {each.subject: each.total for each in others if each.sheet == "dept_year"}.items() <= before.items()


def test_a_later_run_keeps_what_was_ruled(ruled, own):
    later = assessing.ask_run(by=None, cycle=own.run.cycle, edition=own.run.edition, purpose="formal", queue=False)
    later = assessing.perform_run(later)
    assert later.state == "done", later.failure
    assert Result.objects.get(run=later, subject=own.subject).total == 84
    made = FactCorrection.objects.get()
    assert (made.before, made.after, made.ruling) == (22, 16, "考申裁〔2026〕1号")


def test_upheld_changes_nothing(appeal, heard, leaders):
    heard(appeal)
    one = actions.rule_appeal(by=leaders, appeal=appeal, outcome="upheld", **RULED)
    assert (one.state, one.again, FactCorrection.objects.count()) == ("ruled", None, 0)
    assert Dispute.objects.get().until is not None
    assert "裁定：维持" in Notice.objects.first().text


def test_a_changed_score_names_what_is_put_right(appeal, heard, leaders):
    heard(appeal)
    with pytest.raises(Refused, match="须写明更正哪项数据"):
        actions.rule_appeal(by=leaders, appeal=appeal, outcome="changed", queue=False, **RULED)
    wrong = [actions.Righting("nothing", "2026-05", Decimal(1))]
    with pytest.raises(Refused, match="数据里没有"):
        actions.rule_appeal(by=leaders, appeal=appeal, outcome="changed", rightings=wrong, queue=False, **RULED)
    appeal.refresh_from_db()
    assert (appeal.state, FactCorrection.objects.count()) == ("heard", 0), "nothing half done"


def test_everything_wrong_with_what_is_put_right_is_told_together(appeal, heard, leaders, client):
    heard(appeal)
    client.force_login(leaders)
    wrong = {"outcome": "changed", **RULED, "rightings": "2026-05|nothing|1\n2026-05|lost|16\n2026-07|lost|3"}
    sent = client.post(f"/answer/{appeal.pk}/rule/", wrong)
    assert sent.status_code == 422
    for words in ("2026-05 的“nothing”", "2026-07 的“lost”"):
        assert words in sent.content.decode()
    appeal.refresh_from_db()
    assert (appeal.state, FactCorrection.objects.count()) == ("heard", 0), "nothing half done"


def test_the_leading_group_rules_and_nobody_else(appeal, heard, team, head, office):
    heard(appeal)
    for account in (team, head, office):
        with pytest.raises(Denied):
            actions.rule_appeal(by=account, appeal=appeal, outcome="upheld", **RULED)


def test_a_ruling_is_reviewed_once_and_by_another(ruled, own, head, leaders, team, heard, make_account, make_person):
    with pytest.raises(Refused, match="申请复核"):
        actions.lodge_appeal(by=head, kind="score", thing=own.pk, said=SAID)
    second = actions.lodge_appeal(by=head, kind="score", thing=own.pk, said=SAID, earlier=ruled)
    assert second.state == "lodged"
    heard(second)
    with pytest.raises(Denied, match="另一位"):
        actions.rule_appeal(by=leaders, appeal=second, outcome="upheld", **RULED)
    another = make_account("decision", person=make_person())
    assert actions.rule_appeal(by=another, appeal=second, outcome="upheld", **RULED).state == "ruled"
    with pytest.raises(Refused, match="复核只有一次"):
        actions.lodge_appeal(by=head, kind="score", thing=own.pk, said=SAID, earlier=second)
