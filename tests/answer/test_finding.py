"""An appeal against a finding: the score is provisional, and when it is upheld the points come back."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from answer.conftest import SAID
from kaogong.answer import actions
from kaogong.assess import actions as assessing
from kaogong.assess.models import Result
from kaogong.audit.actions import Refused
from kaogong.org.queries import disputed, provisional
from kaogong.plan.models import Adoption, Edition
from kaogong.supervise.models import Finding

BOOK = """\
kaogong: 1
id: checked
title: {zh: 督查扣分办法, en: Checked}
issuer: {zh: 绩效管理办公室, en: Performance office}
edition: "2026"
effective: {from: 2026-01-01}
basis:
  measure: {name: 督查扣分办法, issuer: 绩效管理办公室, date: 2025-12-01}
subjects:
  classes:
    dept: {name: {zh: 部门, en: Department}, kind: unit}
events:
  finding:
    name: {zh: 检查问题, en: Findings}
    kinds: {plain: {zh: 一般问题, en: Plain}, serious: {zh: 严重问题, en: Serious}}
sheets:
  - id: dept_year
    name: {zh: 部门考核, en: Department}
    for: {kind: unit, classes: [dept]}
    every: year
    full: 100
    basis: measure 第三条
    items:
      - {id: base, name: {zh: 基础分, en: Base}, full: 100, basis: measure 第四条, method: fixed, marks: 100}
      - {id: faults, name: {zh: 督查扣分, en: Faults}, role: deduction, basis: measure 第五条,
         method: events, ledger: finding, mode: deduct, marks: {plain: 3, serious: 5}}
ranks:
  - {id: league, sheet: dept_year, within: class}
"""


@pytest.fixture
def checked(cycle, bureau, make_unit, city, adopt, on):
    """Two units; the bureau has a finding of 3 points, the other one of 3 and one of 5: 97 and 92; a third has 100."""
    on(dt.date(2026, 9, 30))
    other = make_unit("市水务局", parent=city, appraisal_class="部门")
    make_unit("市林业局", parent=city, appraisal_class="部门")
    edition = adopt(BOOK, {"部门": "dept"})
    for number, (unit, grave) in enumerate(((bureau, False), (other, False), (other, True)), 1):
        Finding.objects.create(
            number=f"WT-2026-{number:05d}", unit=unit, channel="video", category="style", grave=grave, state="confirmed",
            found_at=timezone.now(), found_on=dt.date(2026, 9, 28), words="接电话不报单位", confirmed_at=timezone.now(),
            answer_due=dt.date(2026, 9, 30), notice_due=dt.date(2026, 9, 30),
        )  # fmt: skip
    assert Adoption.objects.count() == Edition.objects.count() == 1
    asked = assessing.ask_run(by=None, cycle=cycle, edition=edition, purpose="formal", queue=False)
    return assessing.perform_run(asked)


@pytest.mark.clause("LZ-20")
def test_three_points_come_back_and_the_group_is_ranked_anew(checked, bureau, head, heard, leaders):
    before = {one.name: (one.total, one.rank) for one in Result.objects.filter(run=checked)}
    assert before["市交通运输局"] == (97, 2)
    finding = Finding.objects.get(unit=bureau)
    appeal = actions.lodge_appeal(by=head, kind="finding", thing=finding.pk, said=SAID)
    assert disputed(f"supervise.finding:{finding.pk}") == appeal.number
    assert provisional(bureau.pk) == [appeal.number], "the score of the unit is provisional"
    heard(appeal)
    one = actions.rule_appeal(
        by=leaders,
        appeal=appeal,
        outcome="changed",
        found="录音显示已报单位",
        grounds="办法第五条",
        meeting="会议纪要",
        queue=False,
    )
    assessing.perform_run(one.again)
    actions.conclude_rerun(appeal=one)
    after = {each.name: (each.total, each.rank, each.tied) for each in Result.objects.filter(run=one.again)}
    assert after["市交通运输局"] == (100, 1, True), "97 and 3 are 100, beside the one that had 100"
    finding.refresh_from_db()
    assert (finding.state, provisional(bureau.pk)) == ("withdrawn", [])
    assert [each.rank_after for each in one.changes.filter(unit=bureau)] == [1]


def test_one_event_is_struck_out_of_a_score_and_its_ledger_stays(checked, make_account, make_person, heard, leaders):
    other = Result.objects.get(run=checked, name="市水务局")
    assert other.total == 92
    speaker = make_account(("head", other.unit), person=make_person())
    grave = Finding.objects.get(unit=other.unit, grave=True)
    appeal = actions.lodge_appeal(by=speaker, kind="score", thing=other.pk, said=SAID)
    heard(appeal)
    shown = Client()
    shown.force_login(leaders)
    assert grave.number in shown.get(f"/answer/{appeal.pk}/").text, "the frozen events are on the page"
    given = {"outcome": "changed", "found": "不属严重", "grounds": "办法第五条", "meeting": "会议纪要"}
    for wrong in ("WT-2026-99999", f"{grave.number}|别的证据"):
        answer = shown.post(f"/answer/{appeal.pk}/rule/", given | {"strikes": wrong})
        assert answer.status_code == 422
        assert "冻结的台账里没有" in answer.text
    answer = shown.post(f"/answer/{appeal.pk}/rule/", given | {"strikes": grave.number})
    assert answer.status_code == 302
    appeal.refresh_from_db()
    assessing.perform_run(appeal.again)
    assert Result.objects.get(run=appeal.again, name="市水务局").total == 97, "5 points of 8 come back"
    assert [each.made.incident for each in appeal.corrections.all()] == [grave.number]
    grave.refresh_from_db()
    assert grave.state == "confirmed", "what stands in the ledger is for its own room"


@pytest.fixture
def grave(checked):
    """The finding that costs 市水务局 5 of its 8 points."""
    return Finding.objects.get(grave=True)


@pytest.fixture
def appealed(checked, grave, make_account, make_person, heard):
    """An appeal of that unit, heard: against its score, or against the finding."""

    def lodge(kind):
        speaker = make_account(("head", grave.unit), person=make_person())
        result = Result.objects.get(run=checked, name="市水务局")
        thing = grave.pk if kind == "finding" else result.pk
        appeal = actions.lodge_appeal(by=speaker, kind=kind, thing=thing, said=SAID)
        heard(appeal)
        return appeal

    return lodge


def ruled(appeal, by, *alterations):
    return actions.rule_appeal(
        by=by, appeal=appeal, outcome="changed", found="不属严重", grounds="办法第五条", meeting="会议纪要",
        rightings=alterations, queue=False,
    )  # fmt: skip


def total_of(run):
    return Result.objects.get(run=run, name="市水务局").total


def test_what_happened_was_less_grave_and_costs_less(appealed, grave, leaders):
    appeal = appealed("score")
    shown = Client()
    shown.force_login(leaders)
    given = {"outcome": "changed", "found": "不属严重", "grounds": "办法第五条", "meeting": "会议纪要"}
    wrong = {
        f"{grave.number}|种类|轻微问题": "没有登记的事件种类",
        f"{grave.number}|种类|严重问题": "原来就是",
        f"{grave.number}|颜色|一般问题": "没有“颜色”",
        "WT-2026-99999|种类|一般问题": "冻结的台账里没有",
    }
    for line, words in wrong.items():
        answer = shown.post(f"/answer/{appeal.pk}/rule/", given | {"alterations": line})
        assert (answer.status_code, words in answer.text) == (422, True), line
    assert (
        shown.post(f"/answer/{appeal.pk}/rule/", given | {"alterations": f"{grave.number}|种类|一般问题"}).status_code
        == 302
    )
    appeal.refresh_from_db()
    assessing.perform_run(appeal.again)
    assert total_of(appeal.again) == 94, "3 and 3 points instead of 3 and 5"
    assert f"{grave.number} 的种类由“严重问题”改为“一般问题”" in shown.get(f"/answer/{appeal.pk}/").text


def test_later_runs_keep_what_the_ruling_found_of_the_event(appealed, grave, leaders, cycle):
    appeal = appealed("score")
    one = ruled(
        appeal,
        leaders,
        actions.Alteration(grave.number, "kind", "plain"),
        actions.Alteration(grave.number, "times", "2"),
    )
    assessing.perform_run(one.again)
    assert total_of(one.again) == 91, "3 and twice 3"
    fresh = assessing.ask_run(by=None, cycle=cycle, edition=Edition.objects.get(), purpose="formal", queue=False)
    assert total_of(assessing.perform_run(fresh)) == 91, "gathered anew, the same"


def test_a_finding_that_is_altered_stays_and_says_by_which_ruling(appealed, grave, leaders):
    one = ruled(appealed("finding"), leaders, actions.Alteration(grave.number, "kind", "一般问题"))
    assessing.perform_run(one.again)
    assert total_of(one.again) == 94
    grave.refresh_from_db()
    assert grave.state == "confirmed"
    shown = Client()
    shown.force_login(leaders)
    assert f"计分按裁定改写 {one.ruling}" in shown.get(f"/supervise/findings/{grave.pk}/").text


def test_an_appeal_about_one_finding_alters_no_other(appealed, leaders):
    appeal = appealed("finding")
    other = Finding.objects.exclude(pk=appeal.thing).filter(unit=appeal.unit).get()
    with pytest.raises(Refused, match="只涉及事件"):
        ruled(appeal, leaders, actions.Alteration(other.number, "kind", "严重问题"))
