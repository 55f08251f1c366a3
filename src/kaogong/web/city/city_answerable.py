"""What followed from published results in the demonstration city: letters, certificates, talks, reports, cases in different states.

They come after the years are settled and the findings are there; told again, what is there already is left alone.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from kaogong.core.engine.city.register import DAY
from kaogong.decide import actions
from kaogong.decide.models import AccountabilityCase, AdmonitionTalk, CaseMeasure, Consequence, Paper, Report
from kaogong.decide.queries.accountability import head_of
from kaogong.decide.states import FINAL
from kaogong.org.models import Account, Body, Person, Unit
from kaogong.org.queries import set_in, today
from kaogong.supervise.models import Finding

ISSUER = "示范市绩效管理领导小组"
CERTIFICATES, LETTERS, TALKS, UNITS = 3, 2, 2, 6
LEAST = 4
"""Heads known by name that the cases need."""
PRAISE = ("你单位在年度绩效考核中成绩突出，评为优秀等次。", "特发此证，以资鼓励。")
WARNING = (
    "你单位年度绩效考核结果靠后。请按办法规定报送整改方案。",
    "绩效办将按季度跟踪整改情况，并在下一年度考核中核对。",
)
FAULT = "审批事项受理后未按期转办，超过承诺时限，当事人两次来电反映。"
CONDUCT = "重点工作部署后两个月没有行动，督办两次仍未落实。"
APPOINTED = "任用后半年内因违规被查处，须倒查推荐、考试、考察和任用决策各环节。"
HEARD = "当事人到场陈述：承办人轮岗交接不清，已补办并致歉，对事实没有异议。"
SAID = "指出全年任务滞后的问题，提出三条要求。"
CAUSE, WAY, CAME = "任务分解不细，进度没有按周核对。", "建立周调度台账，由副职包联。", "滞后事项已全部补上。"


def load_answerable() -> int:
    """Papers, talks, reports and cases of the last published year; gives how many papers and cases there are."""
    if AccountabilityCase.objects.exists() or Paper.objects.exists():
        return 0
    held = Consequence.objects.filter(
        settlement__state__in=FINAL, state__in=("due", "done"), proposal__unit__isnull=False
    )
    held = held.select_related("settlement__publication", "proposal__unit").order_by("-settlement__period", "pk")
    good, low = [list(held.filter(kind=kind)[:UNITS]) for kind in ("激励", "约束")]
    with transaction.atomic():
        _papers(good, low)
        _talks(low)
        _cases()
    return Paper.objects.count() + AccountabilityCase.objects.count()


def _who(username: str) -> Account | None:
    """An account of the city; in a small one the house acts by itself."""
    return Account.objects.filter(username=username).first()


def _papers(good: list[Consequence], low: list[Consequence]) -> None:
    """Certificates for the best and letters to those who lag, each with its number and code; one was withdrawn."""
    by = _who("office")
    with set_in(DAY - dt.timedelta(days=120)):
        year = today().year
        for place, one in enumerate(good[:CERTIFICATES], 1):
            made = actions.issue_paper(
                by=by, consequence=one, kind="certificate", number=f"示绩证〔{year}〕{place:03}号", title="荣誉证书",
                issuer=ISSUER, paragraphs=PRAISE,
            )  # fmt: skip
            if place == CERTIFICATES:
                actions.withdraw_paper(by=by, paper=made, why="证书上的单位名称有误，另行印发。")
        for place, one in enumerate((low or good[CERTIFICATES:])[:LETTERS], 1):
            actions.issue_paper(
                by=by, consequence=one, kind="letter", number=f"示绩函〔{year}〕{place}号", title="关于报送整改方案的函",
                issuer=ISSUER, paragraphs=WARNING,
            )  # fmt: skip


def _talks(low: list[Consequence]) -> None:
    """For each of those who lag a talk that was held and a report that was accepted."""
    by, begun = _who("discipline"), DAY - dt.timedelta(days=60)
    day = begun + dt.timedelta(days=10)
    for one in low[:TALKS]:
        with set_in(begun):
            planned = _asked(by, one, one.proposal.unit)
        if planned is None:
            continue
        talk, report = planned
        with set_in(day):
            actions.hold_talk(by=by, talk=talk, words=SAID, response="接受批评，按期整改。", day=day)
            actions.hand_in_report(by=None, report=report, cause=CAUSE, measures=WAY, result=CAME)
            actions.check_report(by=by, report=report, accepted=True)


def _asked(
    by: Account | None, ground: Consequence | CaseMeasure, unit: Unit | None
) -> tuple[AdmonitionTalk, Report] | None:
    """A talk with the head of a unit and a report asked of it; None: there is nobody to talk."""
    head = head_of(unit, DAY) if unit is not None else None
    talker = _other(head)
    if head is None or talker is None:
        return None
    due = today() + dt.timedelta(days=15)
    talk = actions.plan_talk(by=by, ground=ground, person=head, talker=talker, due=due)
    return talk, actions.ask_report(by=by, ground=ground, kind="rectification", due=due + dt.timedelta(days=15))


def _other(person: Person | None) -> Person | None:
    """Whoever heads another unit: who talks is never who is talked to."""
    body = Body.objects.filter(kind="leading").first()
    seat = body.seats.filter(person__isnull=False).exclude(person=person).order_by("pk").first() if body else None
    return seat.person if seat else None


def _cases() -> None:
    """One closed, one whose measure waits for the body, one that runs, one just opened, one that was dropped."""
    headed = [(unit, head) for unit, head in ((one, head_of(one, DAY)) for one in _units()) if head is not None]
    if len(headed) < LEAST:
        return
    first, second = _who("discipline"), _who("office")
    _closed(first, second, *headed[0])
    _waiting(first, *headed[1])
    finding = Finding.objects.filter(state="confirmed", unit=headed[2][0]).first()
    with set_in(DAY - dt.timedelta(days=12)):
        runs = actions.open_case(
            by=first, kind="conduct", manner="slow", unit=headed[2][0], words=CONDUCT, clause="示范办法第三十一条",
            finding=finding,
        )  # fmt: skip
    told = runs.measures.get(form="通报批评")
    with set_in(DAY - dt.timedelta(days=5)):
        actions.carry_out_measure(by=first, measure=told, words="已在全市通报", day=today())
        _asked(first, runs.measures.get(form="约谈主要领导"), runs.unit)
    _linked(first, *headed[3])
    with set_in(DAY - dt.timedelta(days=30)):
        wrong = actions.open_case(
            by=first, kind="fault", unit=headed[0][0], words="群众反映窗口无人。", post="服务岗位", degree="轻微"
        )
    with set_in(DAY - dt.timedelta(days=26)):
        actions.drop_case(by=second, case=wrong, reason="核实为午间轮岗，窗口有人值守。")


def _units() -> list[Unit]:
    """The first units by their code."""
    return list(Unit.objects.filter(code__in=[f"u{n:02}" for n in range(2, 20)]).order_by("code"))


def _closed(first: Account | None, second: Account | None, unit: Unit, head: Person) -> None:
    """A fault that was heard, answered for and closed by another person."""
    begun = DAY - dt.timedelta(days=100)
    with set_in(begun):
        case = actions.open_case(
            by=first, kind="fault", unit=unit, words=FAULT, person=head, post="审批岗位", degree="一般",
            clause="示范办法第二十八条",
        )  # fmt: skip
    with set_in(begun + dt.timedelta(days=8)):
        actions.hear_case(by=first, case=case, statement=HEARD, day=today())
        for one in case.measures.order_by("pk"):
            actions.carry_out_measure(by=first, measure=one, words="已落实，材料存卷。", day=today())
    with set_in(begun + dt.timedelta(days=20)):
        actions.close_case(by=second, case=case, conclusion="过错属实，已追究，超时事项已办结。")


def _waiting(first: Account | None, unit: Unit, head: Person) -> None:
    """A grave fault: what was proposed waits for the deciding body."""
    begun = DAY - dt.timedelta(days=18)
    with set_in(begun):
        case = actions.open_case(
            by=first, kind="fault", unit=unit, words=FAULT, person=head, post="审批岗位", degree="严重",
            clause="示范办法第二十八条",
        )  # fmt: skip
    with set_in(begun + dt.timedelta(days=6)):
        actions.hear_case(by=first, case=case, statement=HEARD, day=today())


def _linked(first: Account | None, unit: Unit, head: Person) -> None:
    """An appointment with four links: one cleared, one assigned, two still open."""
    with set_in(DAY - dt.timedelta(days=9)):
        case = actions.open_case(by=first, kind="appointment", unit=unit, words=APPOINTED, clause="示范办法第四十条")
        links = {one.link: one for one in case.links.all()}
        actions.settle_link(by=first, link=links["examine"], state="cleared", words="考试程序合规，试卷和成绩存档。")
        actions.settle_link(
            by=first,
            link=links["inspect"],
            state="assigned",
            words="考察未核对信访记录。",
            person=head,
            level="leading",
        )
