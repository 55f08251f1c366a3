"""Events come in: once each, in any order, corrected; bad rows told by row and column."""

import datetime as dt
import itertools

import pytest
from django.utils.translation import override

from kaogong.approvals import actions
from kaogong.approvals.actions.projection import let_go
from kaogong.approvals.models import Case, CaseEvent, Intake, Standing
from kaogong.approvals.queries.board import day_number, standing
from kaogong.approvals.queries.faults import told
from kaogong.audit.actions import Denied, Refused
from kaogong.audit.models import Event

STORY = (
    ("e1", "K1", "accept", "2026-09-01 09:00", {"item": "A1", "handler": "甲", "channel": "online"}),
    ("e2", "K1", "handler", "2026-09-01 10:00", {"handler": "乙"}),
    ("e3", "K1", "decide", "2026-09-03 16:00"),
)


@pytest.mark.clause("WH-01")
def test_a_case_is_followed_without_anybody_entering_it(tell, make_item, case):
    make_item()
    before = Case.objects.filter(body__unit__code="U001").count()
    made = tell(*STORY)
    found = case("K1")
    assert (made.taken, made.bad) == (3, 0)
    assert [one.verb for one in found.story.order_by("at")] == ["accept", "handler", "decide"]
    assert (found.state, found.used, found.outcome, found.handler) == ("done", 2, "early", "乙")
    assert Case.objects.filter(body__unit__code="U001").count() == before + 1


def test_the_order_in_which_events_come_does_not_matter(tell, make_item, case):
    make_item()
    for number, order in enumerate(itertools.permutations(STORY)):
        for one in order:
            tell((f"{number}-{one[0]}", f"K{number}", *one[2:]))
        found = case(f"K{number}")
        assert (found.state, found.used, found.handler, found.events) == ("done", 2, "乙", 3)


def test_a_replay_changes_nothing(tell, make_item, case):
    make_item()
    tell(*STORY)
    before = Case.objects.values().get(number="K1")
    made = tell(*STORY, *STORY[:1])
    assert (made.taken, made.again, made.bad) == (0, 4, 0)
    assert CaseEvent.objects.count() == 3
    assert Case.objects.values().get(number="K1") == before


def test_the_same_number_with_other_content_is_told(tell, make_item):
    make_item()
    tell(*STORY)
    made = tell(("e3", "K1", "decide", "2026-09-04 16:00"))
    assert (made.taken, made.again, made.bad) == (0, 0, 1)
    assert told(made.faults)[0][:2] == (2, "事件编号")


@pytest.mark.parametrize("late", [True, False])
def test_a_correction_takes_the_place_of_what_it_names(tell, make_item, case, late):
    make_item()
    fix = ("e4", "K1", "decide", "2026-09-08 09:00", {"corrects": "e3"})
    tell(*((*STORY, fix) if late else (fix, *STORY)))
    if not late:
        tell(fix)
    assert case("K1").used == 5
    tell(("e5", "K1", "void", "2026-09-08 10:00", {"corrects": "e4"}))
    assert (case("K1").state, case("K1").used) == ("running", None)


def test_a_case_moves_with_a_correction_to_another(tell, make_item, case):
    make_item()
    tell(*STORY)
    tell(("e1b", "K2", "accept", "2026-09-01 09:00", {"item": "A1", "corrects": "e1"}))
    assert (case("K1").state, case("K2").state) == ("waiting", "running")


def test_bad_rows_are_all_told_and_the_rest_is_kept(tell, make_item):
    make_item()
    made = tell(
        STORY[0],
        ("", "K2", "accept", "2026-09-01 09:00"),
        ("e6", "K2", "fly", "2026-09-31 09:00"),
        ("e7", "K2", "fee", "2026-09-02 09:00", {"amount": "约30"}),
        ("e8", "K2", "accept", "2026-09-02 09:00", {"item": "Z9"}),
        ("e9", "K2", "suspend", "2026-12-02 09:00", {"reason": "rain"}),
        STORY[2],
    )
    assert (made.rows, made.taken, made.bad) == (7, 2, 5)
    assert [(row, column) for row, column, _words in told(made.faults)] == [
        (3, "事件编号"),
        (3, "事项编码"),
        (4, "事项"),
        (4, "发生时间"),
        (5, "金额"),
        (6, "事项编码"),
        (7, "发生时间"),
        (7, "中止原因"),
    ]
    assert "约30" in told(made.faults)[4].words
    with override("en"):
        assert (told(made.faults)[4].column, told(made.faults)[2].column) == ("Amount", "Matter")
        english = told(made.faults)[7].words
    assert "rain" in english
    assert told(made.faults)[7].words.startswith("没有“rain”。请写：补正、")
    assert "补正" not in english
    assert told([[2, "金额", "不是数字。"]]) == [(2, "金额", "不是数字。")]


def test_or_all_of_it_is_refused(tell, make_item):
    make_item()
    with pytest.raises(Refused, match=r"第 3 行“事项”"):
        tell(STORY[0], ("e6", "K2", "fly", "2026-09-01 09:00"), whole=True)
    assert not Case.objects.exists()
    assert not Intake.objects.exists()


def test_one_event_is_recorded_for_the_whole(tell, make_item, inspector):
    make_item()
    before = Event.objects.count()
    tell(*STORY, by=inspector)
    assert Event.objects.count() == before + 1
    assert Event.objects.latest("number").new["taken"] == 3


def test_a_stranger_may_not(tell, make_item, stranger):
    make_item()
    with pytest.raises(Denied):
        tell(*STORY, by=stranger)
    assert Event.objects.latest("number").outcome == "denied"
    assert not CaseEvent.objects.exists()


def test_a_unit_speaks_for_its_own_cases_only(tell, make_item, make_unit, body, liaison, unit):
    make_item()
    tell(*STORY)
    other = make_unit("别的局")
    foreign = actions.add_source(by=None, code="other", name="别的局的系统", unit=other)
    own = actions.add_source(by=None, code="own", name="本局的系统", unit=unit)
    made = tell(
        ("x1", "K1", "drop", "2026-09-02 09:00"),
        ("x2", "K9", "accept", "2026-09-02 09:00", {"item": "A1"}),
        source=foreign,
    )
    assert (made.taken, made.bad) == (0, 2)
    assert tell(("x3", "K9", "accept", "2026-09-02 09:00", {"item": "A1"}), source=own, by=liaison).taken == 1
    with pytest.raises(Denied):
        tell(*STORY, source=foreign, by=liaison)


def test_the_board_counts_what_the_cases_say(tell, make_item, on):
    """The narrow table of the board is written with the cases, whatever happens to them."""
    make_item()
    told = [(f"a{n}", f"K{n}", "accept", f"2026-09-{n + 1:02d} 09:00", {"item": "A1"}) for n in range(9)]
    tell(*told, ("s1", "K1", "suspend", "2026-09-03 09:00", {"reason": "supplement"}))
    tell(("s2", "K2", "suspend", "2026-09-04 09:00", {"reason": "hearing"}))
    tell(
        *((f"d{n}", f"K{n}", "decide", f"2026-09-{n + 2:02d} 09:00") for n in (3, 4)),
        ("x5", "K5", "drop", "2026-09-08 09:00"),
    )
    tell(("o1", "K9", "accept", "2026-06-01 09:00", {"item": "A1"}), ("o2", "K9", "decide", "2026-06-02 09:00"))
    tell(("v6", "K6", "void", "2026-09-09 09:00", {"corrects": "a6"}))
    found, ranked = standing(None)
    assert (found.open, found.suspended, found.supplement, found.done, found.early) == (5, 2, 1, 2, 2)
    held = Case.objects.filter(state__in=("running", "suspended"))
    assert (found.open, ranked[0][2]) == (held.count(), held.count())
    assert found.late == held.filter(state="running", due_no__lt=day_number()).count()
    tell(("v3", "K3", "void", "2026-09-10 09:00", {"corrects": "d3"}), ("s3", "K1", "resume", "2026-09-10 09:00"))
    found, _ranked = standing(None)
    assert (found.open, found.suspended, found.supplement, found.done) == (6, 1, 0, 1)
    on(dt.date(2026, 11, 2))
    let_go(dt.date(2026, 11, 2))
    assert set(Standing.objects.values_list("state", flat=True)) == {"running", "suspended"}
    assert standing([])[0].open == 0
