"""A body moves a grade with reason and vote, somebody else confirms it; places and vetoes are looked at each time."""

import pytest
from django.test import Client

from kaogong.audit.actions import Refused
from kaogong.decide import actions
from kaogong.decide.models import Move
from kaogong.decide.queries.settlements import filled

SIX = (6, 1, 0)
INDICES = ("residents_index", "business_index", "deputies_index", "leaders_index", "bureaus_index")
INDICES += ("grassroots_people_index",)
"""Together a fifth of the total."""


@pytest.fixture
def nineteen(settle):
    """Nineteen townships, all excellent as computed; the third rose by six points."""
    marks = [100 - number for number in range(19)]
    town = {"class": "township", "facts": {}}
    several = {
        f"镇{number + 1:02d}": town | {"facts": dict.fromkeys(INDICES, value)} for number, value in enumerate(marks)
    }
    several["镇03"] = several["镇03"] | {"history": [{"year": 2019, "grade": "良好", "score": "93.60", "rank": 9}]}
    return settle("fz_three_levels", "80.00分正好是良好", "township_grade", subjects=several)


@pytest.mark.clause("CX-29")
def test_both_grades_are_kept_with_reason_and_vote(nineteen, line, office, member, body, events) -> None:
    third = line(nineteen, "镇03")
    assert (third.rank, nineteen.proposals.count(), third.computed) == (3, 19, "优秀")
    assert (f"{third.total:f}", f"{third.trend:f}") == ("99.60", "6.00")
    given = {"by": office, "proposal": third, "grade": "良好", "body": body, "votes": SIX}
    with pytest.raises(Refused, match="理由"):
        actions.propose_move(**given, reason=" ")
    events()
    move = actions.propose_move(**given, reason="重点项目推进不力，经综合研判")
    third.refresh_from_db()
    assert third.final == "优秀"  # not yet
    actions.approve_move(by=member, move=move)
    assert events() == ["propose_move", "approve_move"]
    third.refresh_from_db()
    assert (third.computed, third.final, third.moved) == ("优秀", "良好", True)
    assert Move.objects.get().reason == "重点项目推进不力，经综合研判"


def test_a_member_sees_the_line_for_the_sake_of_the_check(nineteen, line, office, member, body, make_account) -> None:
    third = line(nineteen, "镇03")
    page, windows = f"/decide/lines/{third.pk}/", [Client() for _one in range(2)]
    for window, account in zip(windows, (member, make_account()), strict=True):
        window.force_login(account)
    assert [window.get(page).status_code for window in windows] == [403, 403]
    move = actions.propose_move(by=office, proposal=third, grade="良好", body=body, votes=SIX, reason="研判")
    assert [window.get(page).status_code for window in windows] == [200, 403]
    assert f"/decide/settlements/{nineteen.pk}/" not in windows[0].get(page).content.decode()
    assert windows[0].post(f"/decide/moves/{move.pk}/approve/").url == "/"
    assert [window.get(page).status_code for window in windows] == [403, 403]


def test_two_people(nineteen, line, office, make_account, body, denied) -> None:
    third = line(nineteen, "镇03")
    own = make_account("decision")
    move = actions.propose_move(by=own, proposal=third, grade="良好", body=body, votes=SIX, reason="研判")
    denied(actions.approve_move, by=own, move=move)
    denied(actions.approve_move, by=office, move=move)
    denied(actions.propose_move, proposal=third, grade="一般", body=body, votes=SIX, reason="研判")


def test_the_vote_must_carry_and_the_body_must_be_entitled(nineteen, line, office, body) -> None:
    given = {"by": office, "proposal": line(nineteen, "镇03"), "grade": "良好", "body": body, "reason": "研判"}
    with pytest.raises(Refused, match="半数"):
        actions.propose_move(**given, votes=(3, 3, 1))
    with pytest.raises(Refused, match="在席人数"):
        actions.propose_move(**given, votes=(8, 0, 0))
    body.kind = "team"
    body.save(update_fields=["kind"])
    with pytest.raises(Refused, match="不能决定等次"):
        actions.propose_move(**given, votes=SIX)


def test_no_place_left_and_no_way_past_a_veto(settle, line, office, member, body) -> None:
    made = settle("qd_coastal_city", "第5名被一票否决，第21名递补", "unit_grade")
    given = {"by": office, "body": body, "votes": SIX, "reason": "研判"}
    with pytest.raises(Refused, match="最高只能评合格"):
        actions.propose_move(**given, proposal=line(made, "第5名"), grade="优秀")
    with pytest.raises(Refused, match="名额 20 个已用完"):
        actions.propose_move(**given, proposal=line(made, "中"), grade="优秀")
    down = actions.propose_move(**given, proposal=line(made, "第21名"), grade="合格")
    actions.approve_move(by=member, move=down)
    assert filled(made)[0].left == 1
    up = actions.propose_move(**given, proposal=line(made, "中"), grade="优秀")
    back = actions.propose_move(**given, proposal=line(made, "第21名"), grade="优秀")
    actions.approve_move(by=member, move=up)
    with pytest.raises(Refused, match="已用完"):  # the place went in the meantime
        actions.approve_move(by=member, move=back)
    actions.refuse_move(by=member, move=back, reason="名额已用完")
    assert filled(made)[0].left == 0


@pytest.mark.clause("HB-36")
def test_a_veto_bars_excellent_until_it_is_lifted(settle, office, body) -> None:
    vetoed = settle("hb_targets", "有经认定的一票否决事项", "dept_grade", year=2024).proposals.get()
    assert (f"{vetoed.total:f}", vetoed.final) == ("96.00", "良好")
    given = {"by": office, "body": body, "votes": SIX, "reason": "研判"}
    with pytest.raises(Refused, match="一票否决"):
        actions.propose_move(**given, proposal=vetoed, grade="优秀")
    lifted = settle("hb_targets", "经申诉撤销，恢复优秀", "dept_grade", year=2024).proposals.get()
    assert (f"{lifted.total:f}", lifted.final, lifted.vetoes) == ("96.00", "优秀", [])
