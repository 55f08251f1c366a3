"""Pay and the use of people in the demonstration city: two bureaus' payments, some moves and cases. The same every time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import transaction

from kaogong.audit.actions import record, seal
from kaogong.core.engine.city.register import DAY
from kaogong.org.models import Account, Person, Post, Unit
from kaogong.org.queries import at, set_in
from kaogong.people.actions.archive import file_result
from kaogong.people.actions.careers import appoint_candidate, nominate, open_selection, take_step
from kaogong.people.actions.careers_cases import add_evidence, open_case, open_reviews, walk_step
from kaogong.people.actions.careers_moves import decide_exit, finish_exchange, plan_exchange, propose_exit
from kaogong.people.actions.careers_reserve import add_reserve, compare, draft_move_list, issue_move_list, set_exemplar
from kaogong.people.actions.careers_rules import activate_unfit_rule, draft_unfit_rule
from kaogong.people.actions.pay import approve_pay_rule, clear_hold, draft_pay_rule, hold_pay, set_circumstance
from kaogong.people.actions.pay_runs import (
    approve_run,
    audit_run,
    draw_run,
    pay_run,
    remove_payees,
    submit_run,
)
from kaogong.people.models.archive import PersonResult
from kaogong.people.models.careers import Nomination, Selection
from kaogong.people.models.pay import PayRule
from kaogong.people.queries.careers_cases import unreviewed

BEGIN = dt.date(DAY.year, 1, 5)
PAID, WAITING = "u04", "u05"
"""The bureau that was paid, and the one whose payment waits to be audited."""
LEADERS = ("u20", "u21", "u22", "u23", "u24", "u25")
"""Units whose leaders are sorted, moved and exchanged."""
GRADES = (
    ("优秀", "优秀", "优秀"), ("优秀", "称职", "优秀"), ("称职", "称职", "优秀"), ("称职", "称职", "称职"),
    ("称职", "较差", "较差"), ("称职", "优秀", "称职"),
)  # fmt: skip
"""Of the three years before, by turns."""


def load_careers() -> int:
    """Everything of pay and of the use of people; gives how many leaders have a part. What is there is left alone."""
    if PayRule.objects.exists():
        return 0
    named = {one.username: one for one in Account.objects.filter(username__in=("office", "decision", "discipline"))}
    with transaction.atomic():
        _pay(named)
        leaders = _leaders()
        _graded(leaders)
        if len(leaders) >= 8:
            _moves(named, leaders)
            _cases(named, leaders)
            _reserve(named, leaders)
        new = {"leaders": len(leaders)}
        record(by=None, room="people", verb="load_careers", subject="people.city", new=new)
    return len(leaders)


def _leaders() -> list[Person]:
    held = Post.objects.filter(at(DAY), unit__code__in=LEADERS, main=True, person__isnull=False)
    held = held.exclude(grade="staff").select_related("person").order_by("unit__code", "pk")
    return [one.person for one in held if one.person][:24]


def _pay(named: dict[str, Account]) -> None:
    """A rule, what holds pay back, one payment made and one that waits."""
    classes = [
        {"name": "领导", "grades": ["chief", "deputy"], "coefficient": Decimal("1.3")},
        {"name": "中层", "grades": ["middle"], "coefficient": Decimal("1.15")},
        {"name": "工作人员", "grades": ["staff"], "coefficient": Decimal(1)},
    ]
    with set_in(BEGIN):
        rule = draft_pay_rule(
            by=None, title="季度绩效奖励金发放办法", basis="pool", classes=classes, since=dt.date(DAY.year, 1, 1),
            recipients="在编在岗的工作人员，试用期人员除外。", standard="按季核定总额，按类别系数和月数分配。",
            form="银行转账，随次月工资发放。", procedure="单位拟发，纪检监察审核，决策机构批准，绩效办登记发放。",
        )  # fmt: skip
        approve_pay_rule(by=None, rule=rule)
        inquiry = set_circumstance(by=None, name="接受调查", effect="defer", basis="奖励金发放办法第六条")
        set_circumstance(by=None, name="受处分期间", effect="withhold", basis="奖励金发放办法第五条", sanctions=True)
        absent = set_circumstance(by=None, name="旷工", effect="withhold", basis="奖励金发放办法第五条")
    paid, waiting = (Unit.objects.filter(code=code).first() for code in (PAID, WAITING))
    if paid is None or waiting is None:
        return
    staff = [one.person for one in _main(paid) if one.person]
    with set_in(dt.date(DAY.year, 6, 15)):
        hold = hold_pay(
            by=None, person=staff[-1], circumstance=inquiry, words="线索核查", since=dt.date(DAY.year, 6, 10)
        )
        if len(staff) > 2:
            hold_pay(by=None, person=staff[-2], circumstance=absent, words="旷工两日", since=dt.date(DAY.year, 5, 20))
    with set_in(dt.date(DAY.year, 7, 6)):
        run = draw_run(by=None, rule=rule, period=f"{DAY.year}-Q2", unit=paid, pool=Decimal("186000.00"))
        submit_run(by=None, run=run)
        if len(staff) > 3:
            remove_payees(
                by=named.get("discipline"), run=run, rows=[{"person": staff[-3], "reason": "已调出，不在发放对象内"}]
            )
        audit_run(by=named.get("discipline"), run=run, words="核减一人，其余无误。")
        approve_run(by=named.get("decision"), run=run)
        pay_run(by=None, run=run)
    with set_in(dt.date(DAY.year, 8, 20)):
        clear_hold(by=None, hold=hold, outcome="查无问题")
    with set_in(dt.date(DAY.year, 9, 2)):
        later = draw_run(
            by=named.get("office"), rule=rule, period=f"{DAY.year}-Q2", unit=waiting, pool=Decimal("172500.00")
        )
        submit_run(by=named.get("office"), run=later)


def _main(unit: Unit) -> list[Post]:
    return list(
        Post.objects.filter(at(DAY), unit=unit, main=True, person__isnull=False).select_related("person").order_by("pk")
    )


def _graded(leaders: Sequence[Person]) -> None:
    """Grades of the three years before, for those who have none."""
    years = range(DAY.year - 3, DAY.year)
    there = set(PersonResult.objects.filter(person__in=list(leaders)).values_list("person_id", "period"))
    for place, person in enumerate(leaders):
        for year, grade in zip(years, GRADES[place % len(GRADES)], strict=True):
            if (person.pk, str(year)) not in there:
                file_result(by=None, person=person, period=str(year), grade=grade, kind="leader", fixed_by="考核领导小组",
                            fixed_on=dt.date(year + 1, 2, 10))  # fmt: skip


def _moves(named: dict[str, Account], leaders: Sequence[Person]) -> None:
    """A list of who rises, posts filled in two years, exits and exchanges."""
    units = list(Unit.objects.filter(code__in=LEADERS).order_by("code"))
    with set_in(dt.date(DAY.year, 3, 10)):
        held = draft_move_list(by=None, title=f"{DAY.year - 3}–{DAY.year - 1} 年领导干部升让降名单", first=DAY.year - 3,
                               last=DAY.year - 1, up_grades=["优秀"], up_years=2, down_grades=["较差", "不称职"], down_years=2,
                               people=leaders)  # fmt: skip
        issue_move_list(by=named.get("decision"), held=held)
    modes = (
        ("appoint", 2025),
        ("appoint", 2025),
        ("compete", 2025),
        ("open", 2026),
        ("compete", 2026),
        ("appoint", 2026),
    )
    for place, (mode, year) in enumerate(modes):
        _filled(named, leaders, units[place % len(units)], mode, dt.date(year, 5, 11 + place))
    open_ = open_selection(by=named.get("office"), title="办公室副主任", unit=units[0], level="middle", mode="compete",
                           words="任现职满三年，近三年至少一年优秀。", day=dt.date(DAY.year, 8, 24))  # fmt: skip
    _walked(named, open_, leaders[:3], leaders[7], dt.date(DAY.year, 8, 28))
    routes = (("age", 58, True), ("last", None, False), ("resign", None, False))
    for place, (route, age, own) in enumerate(routes):
        with set_in(dt.date(DAY.year, 6, 1 + place)):
            made = propose_exit(by=named.get("office"), person=leaders[-1 - place], route=route, age=age, voluntary=own,
                                reason="按有关规定", on=dt.date(DAY.year, 7, 1), ends=False)  # fmt: skip
            if place < 2:
                decide_exit(by=named.get("decision"), exit=made)
    kinds = ("structural", "functional", "structural", "functional", "developmental", "functional", "avoidance")
    for place, kind in enumerate(kinds):
        day = dt.date(DAY.year - 1 if place < 4 else DAY.year, 4, 1 + place)
        with set_in(day):
            one = plan_exchange(by=None, person=leaders[place], unit=units[-1 - place % len(units)], kind=kind,
                                direction="general", planned_on=day, key=place == 6)  # fmt: skip
            if place < 6:
                finish_exchange(by=None, exchange=one, day=day)


def _walked(
    named: dict[str, Account], held: Selection, people: Sequence[Person], recommender: Person, day: dt.date
) -> list[Nomination]:
    made = []
    with set_in(day):
        for person in people:
            letter = seal(by=None, file=ContentFile(f"推荐 {person.code}，实绩突出。".encode(), "推荐书.txt"))
            made.append(nominate(by=named.get("office"), selection=held, person=person, recommender=recommender,
                                 statement="实绩突出，群众公认。", signed_on=day, letter=letter))  # fmt: skip
        for words in ("已报同意", "会议推荐得票过半", "已考察", "已讨论"):
            take_step(by=named.get("office"), selection=held, words=words)
    return made


def _filled(named: dict[str, Account], leaders: Sequence[Person], unit: Unit, mode: str, day: dt.date) -> None:
    with set_in(day):
        held = open_selection(by=named.get("office"), title="综合科科长", unit=unit, level="middle", mode=mode)
    first = day.day % 4
    made = _walked(named, held, leaders[first : first + 2], leaders[7], day)
    with set_in(day + dt.timedelta(days=10)):
        appoint_candidate(by=named.get("decision"), nomination=made[0], document=f"任字〔{day.year}〕{day.day} 号",
                          reason="熟悉业务，岗位急需。")  # fmt: skip


def _cases(named: dict[str, Account], leaders: Sequence[Person]) -> None:
    """A rule set in force, a case that its own targets contradict, and reviews after two poor years."""
    with set_in(BEGIN):
        rule = draft_unfit_rule(
            by=None, title="领导干部不胜任现职认定办法", qualitative="不能履行岗位职责，分管工作长期没有起色。",
            quantitative="分管目标连续两年完成不足六成，或群众评议末位。", procedure=["提出", "调查核实", "听取本人意见", "集体研究"],
            measures=["改任非领导职务", "调离重要岗位"], causes=["身体原因", "工作不力"],
            criteria=[{"type": "mediocre", "level": "deputy", "words": "分管工作两年没有起色"},
                      {"type": "idle", "level": "middle", "words": "交办事项两次无故逾期"}],
        )  # fmt: skip
        activate_unfit_rule(by=None, rule=rule)
    with set_in(dt.date(DAY.year, 8, 3)):
        case = open_case(by=named.get("office"), person=leaders[5], type="mediocre", rule=rule, cause="工作不力",
                         words="分管的两项重点工作推进缓慢。", evidence="两项重点工作逾期三个月", source="督查通报")  # fmt: skip
        walk_step(by=named.get("office"), case=case, words="单位党组提出。")
        for year in (DAY.year - 2, DAY.year - 1):
            add_evidence(by=named.get("office"), case=case, words=f"{year} 年分管目标完成情况", source="目标考核结果",
                         year=year, met=Decimal(98))  # fmt: skip
    if unreviewed(DAY.year - 1):
        with set_in(dt.date(DAY.year, 3, 2)):
            open_reviews(by=None, year=DAY.year - 1)


def _reserve(named: dict[str, Account], leaders: Sequence[Person]) -> None:
    """A pool fed by three channels, and an exemplar two members compare themselves with."""
    for place, person in enumerate(leaders[:8]):
        channel = ("people", "organisation", "grassroots")[place % 3]
        add_reserve(by=None, person=person, channel=channel, words="综合评价好", since=BEGIN)
    best = {"政治素质": "95", "业务能力": "92", "工作实绩": "94", "作风": "93", "廉洁": "96"}
    model = set_exemplar(by=None, name="为民服务标兵", words="窗口服务十二年，零投诉，带出三个先进集体。",
                         dimensions={name: Decimal(value) for name, value in best.items()}, since=BEGIN)  # fmt: skip
    own = {"政治素质": "95", "业务能力": "88", "工作实绩": "90.5", "作风": "94", "廉洁": "95"}
    scores = {name: Decimal(value) for name, value in own.items()}
    for person in leaders[:2]:
        compare(by=named.get("office"), exemplar=model, person=person, scores=scores, day=dt.date(DAY.year, 8, 10))
