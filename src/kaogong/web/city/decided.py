"""What was decided in the demonstration city on the years that are over: grades, publicity, publication, what followed.

Done in the background by the accounts of the city, through the same actions as the pages, each on its day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kaogong.assess.models import Run
from kaogong.core.engine.city.register import DAY
from kaogong.core.scheme.days import Calendar
from kaogong.decide import actions as decide
from kaogong.decide.models import Consequence, FeedbackItem, Move, Publication, Settlement
from kaogong.decide.queries.computed import opened
from kaogong.org.models import Account, Body
from kaogong.org.queries import calendar, set_in
from kaogong.plan.models import Cycle
from kaogong.plan.queries import book_of
from kaogong.web.city.people import account_name
from kaogong.web.city.year import YEARS, at

MOVED = ("service", "district")
"""The sheets on which the leading group decided otherwise than was computed."""
OBJECTED = ("economic", "township")
"""The sheets against which somebody objected in publicity."""
WHY = "年内两次被通报后整改迟缓，经领导小组研究，调低一个等次"
SLOW = "重点任务推进偏慢"
NOT_SO = "推进偏慢是因为上级计划调整，维持计算等次。"
SAID = "本单位评议指数与统计部门反馈不一致，请核对评议份数和汇总方法。"
HEARD = "来信反映重点任务完成情况与公示不符。"
CHECKED = "经与统计部门核对，评议份数、汇总方法和指数无误，得分和等次不变。推导过程可在得分页逐项查看。"
ISSUER = "示范市绩效管理领导小组"
ANSWERS = {
    "source_cause": "年初对任务量估计不足，基础工作启动偏晚",
    "system_cause": "按月调度制度落实不严，进度滞后未及时预警",
    "mechanism": "建立周调度、月通报机制，专人负责到底",
    "management": "明确分管负责人，完成情况纳入内设机构考核",
}


def who(username: str) -> Account:
    """An account of the city."""
    return Account.objects.get(username=username)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of deciding on a year, in the year after it."""

    drawn: dt.date
    moved: dt.date
    shown: dt.date
    objected: dt.date
    answered: dt.date
    closed: dt.date
    approved: dt.date
    published: dt.date
    fed_back: dt.date
    carried: dt.date

    @classmethod
    def of(cls, year: int, days: Calendar) -> Days:
        """The working days on or after those the measure asks for."""
        asked = ((2, 11), (2, 12), (2, 13), (2, 17), (2, 19), (2, 26), (3, 3), (3, 6), (3, 11), (4, 8))
        return cls(*(days.working_from(dt.date(year + 1, month, day)) for month, day in asked))


def schemes() -> list[tuple[int, str]]:
    """What there is to decide on: each year that is over with each grade scheme."""
    found = []
    for year in YEARS:
        adoption = Cycle.objects.get(year=year).adoptions.select_related("edition").first()
        found += [(year, one.id) for one in book_of(adoption.edition).grades] if adoption else []
    return found


def settle(year: int, scheme: str) -> None:
    """Everything that was decided on a scheme in a year; what is done already is left alone.

    Raises:
        RuntimeError: the year is not scored yet.
    """
    run = Run.objects.filter(cycle__year=year, purpose="formal", state="done").order_by("id").first()
    if run is None:
        raise RuntimeError(f"{year} 还没有正式计分")
    several = book_of(run.edition).grades
    number = [one.id for one in several].index(scheme)
    sheet = several[number].sheet
    if run.results.filter(sheet=sheet).exists():  # a small city has not every class
        with opened(run):
            _Settling(run, scheme, sheet, number + 1, Days.of(year, calendar())).through()


@dataclass(slots=True)
class _Settling:
    """One grade scheme on its way from the proposal to what followed; each step where it is its turn."""

    run: Run
    scheme: str
    sheet: str
    number: int
    days: Days

    def through(self) -> None:
        """All of it."""
        office, days = who("office"), self.days
        made = Settlement.objects.filter(run=self.run, scheme=self.scheme).first()
        if made is None:
            with set_in(days.drawn):
                made = decide.draw_settlement(by=office, run=self.run, scheme=self.scheme)
        if made.state == "draft":
            if self.sheet in MOVED and not Move.objects.filter(proposal__settlement=made).exists():
                self._move(made)
            with set_in(days.shown):
                decide.begin_publicity(by=office, settlement=made)
        if made.state == "open":
            if self.sheet in OBJECTED and not made.objections.exists():
                self._object(made)
            with set_in(days.closed):
                decide.close_publicity(by=office, settlement=made)
        if made.state in ("closed", "approved"):
            self._publish(made)
        self._follow(made)

    def _follow(self, made: Settlement) -> None:
        """What follows from the publication."""
        notice = Publication.objects.get(settlement=made)
        self._date(made, notice)
        self._carry_out(made)
        if not made.sheets.exists():
            self._feed_back(made)
        over = self.days.carried.year < DAY.year
        for place, one in enumerate(notice.deliveries.order_by("id")):
            if one.state == "sent" and (over or place % 6):
                with set_in(self.days.carried):
                    decide.record_use(by=who("office"), delivery=one, use="已作为年度考核和评先评优的依据")

    def _move(self, made: Settlement) -> None:
        """One grade is lowered by the group; for another a second member does not confirm it."""
        body, office, decision = Body.objects.get(kind="leading"), who("office"), who("decision")
        lowered = made.proposals.filter(final="优秀").order_by("-rank").first()
        kept = made.proposals.filter(final="良好").order_by("-rank").first()
        with set_in(self.days.moved):
            if lowered is not None:
                move = decide.propose_move(
                    by=office, proposal=lowered, grade="良好", reason=WHY, body=body, votes=(5, 1, 1)
                )
                decide.approve_move(by=decision, move=move)
            if kept is not None:
                move = decide.propose_move(
                    by=office, proposal=kept, grade="一般", reason=SLOW, body=body, votes=(4, 3, 0)
                )
                decide.refuse_move(by=decision, move=move, reason=NOT_SO)

    def _object(self, made: Settlement) -> None:
        """A unit and a member of the public object; one is answered by the office, one by those who watch over it."""
        lines = made.proposals.order_by("-rank", "subject")[:2]
        for line, (words, by) in zip(lines, ((SAID, "office"), (HEARD, "watch")), strict=False):
            unit = line.unit
            own = unit is not None and by == "office"
            asker = who(account_name("liaison", unit.code)) if own and unit is not None else who("office")
            with set_in(self.days.objected):
                said = decide.object_to(
                    by=asker, settlement=made, words=words, proposal=line,
                    source="unit" if own else "public", unit=unit if own else None,
                )  # fmt: skip
            with set_in(self.days.answered):
                decide.answer_objection(by=who(by), objection=said, answer=CHECKED, upheld=False)

    def _publish(self, made: Settlement) -> None:
        body, when = Body.objects.get(kind="leading"), self.days.published.year
        if made.state == "closed":
            with set_in(self.days.approved):
                number = f"示绩领〔{when}〕{self.number}号"
                decide.approve_settlement(by=who("decision"), settlement=made, number=number, body=body)
        with set_in(self.days.published):
            number = f"示效〔{when}〕{self.number}号"
            decide.publish(by=who("office"), settlement=made, number=number, issuer=ISSUER, audience="public")

    def _date(self, made: Settlement, notice: Publication) -> None:
        """The days on which it happened there; when it was entered is in the events."""
        days = self.days
        Settlement.objects.filter(pk=made.pk).update(drawn_at=at(days.drawn))
        Publication.objects.filter(pk=notice.pk).update(at=at(days.published))
        Move.objects.filter(proposal__settlement=made).update(at=at(days.moved), checked_at=at(days.moved, 15))

    def _carry_out(self, made: Settlement) -> None:
        """What follows is carried out; of the last year a few things are late."""
        last = self.days.carried.year == DAY.year
        with set_in(self.days.carried):
            for place, one in enumerate(Consequence.objects.filter(settlement=made).order_by("id")):
                if one.state == "due" and not (last and place % 15 == 14):
                    words = "已印发通报" if one.kind == "激励" else "已约谈，整改方案已报送"
                    decide.execute(by=who("office"), consequence=one, words=words)

    def _feed_back(self, made: Settlement) -> None:
        """Every unit with lagging indicators gets a sheet; of the last year some are still to be answered."""
        with set_in(self.days.fed_back):
            sheets = decide.send_feedback(by=who("office"), settlement=made)
        last = self.days.carried.year == DAY.year
        with set_in(self.days.carried):
            for place, sheet in enumerate(sheets):
                if last and place % 20 == 19:
                    continue
                by = who(account_name("liaison", sheet.proposal.subject))
                for item in FeedbackItem.objects.filter(sheet=sheet).select_related("sheet__proposal__unit"):
                    decide.answer_item(by=by, item=item, answers=ANSWERS)
                decide.submit_feedback(by=by, sheet=sheet)
