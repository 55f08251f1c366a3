"""Questionnaires: what they must cover, how they are frozen, how answers become points."""

from fractions import Fraction

import pytest

from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event
from kaogong.listen import actions
from kaogong.listen.actions.sheets import fingerprint
from kaogong.listen.models import Question
from kaogong.listen.queries.coverage import coverage
from kaogong.listen.queries.marking import marked
from listen.conftest import FIVE

TOPICS = ["优化服务", "改善民生", "创新机制", "优化营商环境", "维护群众合法权益"]
FAMILIES = ["经济工作", "精神文明", "综合治理", "人口", "党建", "廉政", "环保", "科技", "效能", "工业化"]


def asked(office, sheet, number, **more):
    return actions.set_question(
        by=office, sheet=sheet, code=f"q{number}", kind="satisfaction", words=f"第 {number} 问", options=FIVE, **more
    )


@pytest.mark.clause("FZ-14")
def test_twenty_questions_without_one_topic_are_not_released(make_project, office):
    project = make_project(topics=TOPICS)
    sheet = actions.draft_sheet(by=office, project=project, title="问卷")
    held = [one for one in TOPICS if one != "优化营商环境"]
    for number in range(1, 21):
        asked(office, sheet, number, topic=held[number % 4])
    assert coverage(sheet).topics_said == "4 / 5"
    with pytest.raises(Refused, match="4 / 5，缺：优化营商环境"):
        actions.issue_sheet(by=office, sheet=sheet)
    asked(office, sheet, 20, topic="优化营商环境")
    actions.issue_sheet(by=office, sheet=sheet)
    assert coverage(sheet).topics_said == "5 / 5"


@pytest.mark.clause("YL-09")
def test_a_question_without_content_is_told_and_every_family_is_asked_of(make_project, office):
    project = make_project(families=FAMILIES)
    sheet = actions.draft_sheet(by=office, project=project, title="社会公众评议测评表")
    for number, name in enumerate(FAMILIES[:9], 1):
        asked(office, sheet, number, content=name)
    asked(office, sheet, 10)
    with pytest.raises(Refused, match="没有对应的题：工业化"):
        actions.issue_sheet(by=office, sheet=sheet)
    asked(office, sheet, 11, content="工业化")
    assert actions.issue_sheet(by=office, sheet=sheet) == ["q10"]
    assert [number for _name, number in coverage(sheet).families] == [1] * 10


def test_what_is_issued_is_frozen_and_another_version_replaces_it(make_project, office, stranger):
    project = make_project()
    first = actions.draft_sheet(by=office, project=project, title="问卷")
    with pytest.raises(Denied):
        asked(stranger, first, 1)
    asked(office, first, 1)
    before = Event.objects.count()
    actions.issue_sheet(by=office, sheet=first)
    assert Event.objects.count() == before + 1
    assert first.sm3 == fingerprint(first)
    with pytest.raises(Refused, match="不能再改"):
        asked(office, first, 2)
    second = actions.draft_sheet(by=office, project=project, title="问卷", like=first)
    asked(office, second, 2)
    actions.drop_question(by=office, sheet=second, code="q1")
    actions.issue_sheet(by=office, sheet=second)
    first.refresh_from_db()
    assert (first.state, second.state, second.version) == ("replaced", "issued", 2)
    assert Question.objects.filter(sheet=first).count() == 1


def question(code, kind="satisfaction", **more):
    given = {"code": code, "kind": kind, "words": code, "each": True, "options": FIVE, "rows": [], "unknown": True}
    return Question(**(given | more))


def test_who_does_not_know_is_in_no_denominator():
    questions = [question("q1"), question("q2"), question("q3")]
    ballot = marked(questions, [7], {"u": {"7": {"q1": "very", "q2": "unknown", "q3": "fair"}}}, 5)
    assert ballot.scores == {"7": "80.0000"}
    nothing = marked(questions, [7], {"u": {"7": {"q1": "unknown"}}}, 5)
    assert nothing.scores == {}
    assert nothing.content["u"] == {"7": {"q1": "unknown"}}


def test_a_matrix_counts_its_rows_and_words_lie_apart():
    questions = [
        question("m", "matrix", rows=["态度", "效率", "公开"]),
        question("c", "choice", each=False, options=[{"key": "a", "words": "甲"}, {"key": "b", "words": "乙"}]),
        question("t", "text"),
    ]
    given = {"u": {"7": {"m": {"态度": "very", "效率": "good", "公开": "good"}, "t": "候车亭坏了"}}, "g": {"c": "a"}}
    ballot = marked(questions, [7], given, 5)
    assert Fraction(ballot.scores["7"]) == Fraction("86.6667")
    assert ballot.words == [(7, "候车亭坏了")]
    assert "候车亭" not in str(ballot.content)
    assert ballot.content["g"] == {"c": "a"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"u": {"7": {"q1": "perfect"}}}, "没有“perfect”"),
        ({"u": {"8": {"q1": "very"}}}, "不在名单上"),
        ({}, "一题都没有答"),
    ],
)
def test_what_was_not_asked_is_not_taken(given, words):
    with pytest.raises(Refused, match=words):
        marked([question("q1")], [7], given, 5)


def test_all_alike_is_noticed():
    questions = [question(f"q{n}") for n in range(5)]
    alike = {"u": {"7": {f"q{n}": "very" for n in range(5)}}}
    assert marked(questions, [7], alike, 5).straight
    assert not marked(questions, [7], {"u": {"7": alike["u"]["7"] | {"q1": "fair"}}}, 5).straight
