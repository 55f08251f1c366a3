"""The room of deciding and the public pages in a real browser, at both widths."""

import pytest

from decide.conftest import (
    approved,
    body,
    city,
    decision,
    folders,
    line,
    make_account,
    make_person,
    make_run,
    office,
    on,
    published,
    settle,
)
from kaogong.decide import actions
from kaogong.org.queries import today

__all__ = [
    "approved",
    "body",
    "city",
    "decision",
    "folders",
    "line",
    "make_account",
    "make_person",
    "make_run",
    "office",
    "on",
    "published",
    "settle",
]
SECRET = "correct-horse-9"
FZ = ("fz_three_levels", "80.00分正好是良好", "township_grade")


@pytest.fixture
def signed(window, office):
    """A window in which the office is signed in."""
    office.set_password(SECRET)
    office.save(update_fields=["password"])
    return window.sign_in(office.username, SECRET)


def test_settling(signed, settle, office, body, line, make_account) -> None:
    made = settle(*FZ)
    move = actions.propose_move(
        by=office,
        proposal=line(made, "西镇"),
        grade="一般",
        body=body,
        votes=(5, 1, 1),
        reason="重点项目推进不力，经综合研判",
    )
    signed.go("/decide/").keep("decide-grades")
    signed.go(f"/decide/settlements/{made.pk}/").keep("decide-settlement")
    signed.go(f"/decide/lines/{move.proposal_id}/").keep("decide-line")


def test_publicity(signed, settle, office, decision, line) -> None:
    made = settle(*FZ)
    actions.begin_publicity(by=office, settlement=made)
    said = actions.object_to(by=decision, settlement=made, proposal=line(made, "北镇"), words="就业率数字有误")
    signed.go(f"/decide/settlements/{made.pk}/").keep("decide-publicity")
    signed.go(f"/decide/objections/{said.pk}/answer/").keep("decide-answer")


def test_what_follows(signed, settle, office, body) -> None:
    from decide.conftest import carried_through

    notice = carried_through(settle(*FZ), office, body)
    made = notice.settlement
    actions.send_feedback(by=office, settlement=made)
    signed.go(f"/decide/notices/{notice.pk}/").keep("decide-notice")
    signed.go("/decide/notices/").keep("decide-notices")
    signed.go(f"/decide/results/?settlement={made.pk}").keep("decide-register")
    signed.go(f"/decide/results/{made.consequences.first().pk}/").keep("decide-consequence")
    signed.go("/decide/results/sheets/").keep("decide-sheets")
    signed.go(f"/decide/results/sheets/{made.sheets.first().pk}/").keep("decide-sheet")
    signed.go("/decide/results/deliveries/").keep("decide-deliveries")
    signed.go("/decide/disclosures/").keep("decide-disclosures")


def test_the_public(window, settle, office, body) -> None:
    from decide.conftest import carried_through

    notice = carried_through(settle(*FZ), office, body)
    window.go("/public/").keep("public")
    window.page.get_by_label("核验码").fill(notice.code.lower())
    with window.page.expect_navigation():
        window.page.get_by_role("button", name="核对").click()
    assert "原文与摘要值相符" in window.page.inner_text("main")
    window.keep("public-record")
    window.go("/public/verify/?code=AAAA-BBBB-CCCC")
    window.complaints.clear()  # the browser itself remarks on the 404
    window.keep("public-verify")


def test_being_answerable(signed, settle, office, body, make_person) -> None:
    from decide.conftest import carried_through

    made = carried_through(settle("fz_three_levels", "当年评为差，三项都有", "township_grade"), office, body).settlement
    due = made.consequences.filter(state="due", proposal__final="差").order_by("key").first()
    unit = due.proposal.unit
    paper = actions.issue_paper(
        by=office, consequence=due, kind="letter", number=due.number or "示效函〔2026〕3号", title="关于通报批评的函",
        issuer="市效能办", paragraphs=["你单位年度考核评定为“差”等次。", "请按期整改。"],
    )  # fmt: skip
    actions.ask_report(by=office, ground=due, kind="rectification", due=today())
    case = actions.open_case(by=office, kind="fault", unit=unit, words="超时审批", post="审批岗位", degree="严重")
    link = actions.open_case(by=office, kind="appointment", unit=unit, words="任用后查出带病提拔")
    actions.plan_talk(by=office, ground=due, person=make_person("甲"), talker=make_person("乙"), due=today())
    for path, name in (
        ("cases/", "cases"), (f"cases/{case.pk}/", "case"), (f"cases/{link.pk}/", "case-links"), ("cases/new/", "case-new"),
        ("cases/figures/", "case-figures"), ("reports/", "reports"), (f"papers/{paper.pk}/", "paper"), ("talks/", "talks"),
        (f"results/{due.pk}/", "consequence-followed"), (f"settlements/{made.pk}/points/", "points"),
    ):  # fmt: skip
        signed.go(f"/decide/{path}").keep(f"decide-{name}")
