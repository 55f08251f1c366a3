"""Complaints of the demonstration city: a year of them in every state, promises, leads and the teams that sort them.

They come after the first page is up, by the worker; told again, what is there already is left alone.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kaogong.audit.actions import record
from kaogong.core.engine.city.register import DAY
from kaogong.core.scheme.days import Deadline, due
from kaogong.core.scheme.period import Period
from kaogong.listen.actions import complaints_leads as cases
from kaogong.listen.actions.complaints_intake import report_problem
from kaogong.listen.actions.complaints_promises import publish_promise, set_contact, set_promise
from kaogong.listen.actions.complaints_watch import chase_complaints
from kaogong.listen.models import (
    Complainant,
    Complaint,
    Concern,
    Extension,
    Handler,
    Handling,
    Lead,
    Rating,
    ServicePromise,
)
from kaogong.listen.queries.complaints import code_hash, mark_of
from kaogong.org.models import Account, Grant, Person, Supervisor, Unit, UnitVersion
from kaogong.org.models.powers import Power
from kaogong.org.queries import at, calendar, set_in
from kaogong.web.city.people import PASSWORD

COMPLAINTS = 2_000
SEED = 20260905
SINCE = dt.date(2025, 9, 8)
LEADS, TEAMS = 32, 3
ENTERPRISES = ("示范机械厂", "示范食品公司", "示范新材料公司")
PROMISED = 12
MATTERS = {
    "approval": ("许可迟迟不批", "交件后一个多月没有结果，问了几次都说在走程序。"),
    "attitude": ("窗口态度生硬", "到窗口咨询，工作人员不抬头，答复很不耐烦。"),
    "delay": ("几个科室互相推", "一份证明跑了三个科室，都说不归自己管。"),
    "fees": ("收费没有依据", "办手续时要求交资料费，没有收据，也没有公示标准。"),
    "disclosure": ("办事指南查不到", "网上的办事指南和窗口要求的材料不一样。"),
    "promise": ("承诺没有做到", "承诺三个工作日办结，等了十天没有消息。"),
    "discipline": ("上班时间没有人", "上午十点窗口没有人，等了四十分钟。"),
    "enterprise": ("项目手续卡住", "项目开工手续卡在一个环节，没有人告诉我们缺什么。"),
    "other": ("反映一件事", "反映的事情一直没有人回复。"),
}
TOPICS = ("approval",) * 5 + ("fees",) * 2 + ("disclosure",) * 2 + ("discipline",) * 3 + ("delay", "attitude", "delay", "attitude") + (
    "enterprise", "other", "promise",
)  # fmt: skip
SCORED = ("attitude", "delay")
"""Causes the measure of the city takes points for: its own ledger holds those already, so few here are proved true."""
CHANCES = (*("page",) * 5, *("phone",) * 4, "letter", "counter", "media")


@dataclass(slots=True)
class Told:
    """Rows on their way."""

    complaints: list[Complaint] = field(default_factory=list)
    people: list[Complainant] = field(default_factory=list)
    handlings: list[Handling] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)


def load_complaints(number: int = COMPLAINTS) -> int:
    """A year of complaints, the promises, the leads; nothing where there are complaints already."""
    if Complaint.objects.exists():
        return 0
    with transaction.atomic(), set_in(DAY):
        first, second = _handlers()
        units = list(Unit.objects.filter(code__startswith="u").order_by("code")) or list(Unit.objects.order_by("code"))
        _promises(units)
        _complaints(number, units, first, second)
        _contacts(units)
        _concerns()
        chase_complaints(by=None, day=DAY)
        _leads(units)
        record(by=None, room="listen", verb="load_complaints", subject="listen.city", new={"complaints": number})
    return number


def _handlers() -> tuple[Account, Account]:
    """The two accounts of discipline of the city: the second closes what the first has reviewed."""
    found = []
    for name in ("discipline", "centre"):
        made, fresh = Account.objects.get_or_create(username=name, defaults={"password": make_password(PASSWORD)})
        if fresh:
            Grant.objects.create(account=made, power=Power.DISCIPLINE, since=SINCE, request="示范市")
        Handler.objects.get_or_create(account=made, until=None, defaults={"since": SINCE})
        found.append(made)
    return found[0], found[1]


def _promises(units: Sequence[Unit]) -> None:
    for place, unit in enumerate(units[:PROMISED], 1):
        held = set_promise(
            by=None, code=f"CN-{place:02}", unit=unit, title="三个工作日办结", words="材料齐全的，三个工作日内办结。",
            watcher="市效能投诉中心", hotline="" if place == PROMISED else f"0000-12300{place:02}", remedy="超期一天，上门赔礼并当日办结。",
        )  # fmt: skip
        if held.hotline:
            publish_promise(by=None, promise=held)


def _contacts(units: Sequence[Unit]) -> None:
    """Key enterprises with the supervisor of the demonstration accounts as first liaison, and what was reported for them."""
    account = Account.objects.filter(username="supervisor", person__isnull=False).first()
    if account is None or account.person is None:
        return
    given = {"pool": "C", "source": "企业", "since": SINCE}
    liaison, _fresh = Supervisor.objects.get_or_create(person=account.person, until=None, defaults=given)
    if liaison.pool != "C":
        return
    for place, name in enumerate(ENTERPRISES):
        contact = set_contact(by=None, name=name, supervisor=liaison, since=SINCE)
        if place < 2:
            with set_in(DAY - dt.timedelta(days=3 + 10 * place)):
                words = "项目手续卡在一个环节，请尽快明确缺什么材料。"
                report_problem(by=account, contact=contact, title="项目手续办理慢", words=words, unit=units[place])


class Story:
    """What became of each complaint, by how long ago it came."""

    def __init__(self, units: Sequence[Unit], first: Account, second: Account) -> None:
        self.luck = Random(SEED)  # noqa: S311 - made up, and the same every time
        self.units, self.first, self.second, self.told = units, first, second, Told()
        self.names = dict(UnitVersion.objects.filter(at(DAY)).values_list("unit_id", "name"))
        self.promises = list(ServicePromise.objects.filter(state="published").select_related("unit"))
        self.days, self.numbers = calendar(), Counter[int]()

    def after(self, day: dt.date, days: int) -> dt.date:
        """So many working days later."""
        return due(Deadline(days, working=True, start="next_day"), day, self.days)

    def tell(self, received: dt.date) -> None:
        """One complaint from its first day on, as far as the day the city is set in."""
        luck = self.luck
        self.numbers[received.year] += 1
        topic, unit, promise = luck.choice(TOPICS), luck.choice(self.units), None
        if topic == "promise" and self.promises:
            promise = luck.choice(self.promises)
            unit = promise.unit
        title, words = MATTERS[topic]
        chance = luck.random()
        kind = "efficiency" if chance < 0.6 else "advice" if chance < 0.85 else "legal"
        number = f"TS-{received.year}-{self.numbers[received.year]:05}"
        one = Complaint(
            number=number, channel=luck.choice(CHANCES), named=luck.random() < 0.6, about=self.names.get(unit.pk, unit.code), unit=unit,
            title=title, words=f"{words}第{luck.randrange(1, 60)}号窗口。", topic=topic, promise=promise, received_on=received,
            accept_due=self.after(received, 3), code=code_hash(number, f"{luck.randrange(10**10):010}"),
        )  # fmt: skip
        self.told.complaints.append(one)
        accepted = self.after(received, luck.randrange(1, 4))
        if accepted > DAY:
            return
        one.accepted_by, one.accepted_on, one.kind, one.state = self.first, accepted, kind, "accepted"
        if luck.random() < 0.03:
            one.state, one.reason, one.kind, one.closed_on = "refused", "不属于本地管辖，请向当地反映。", "", accepted
        elif kind == "efficiency":
            self._handled(one, self.after(accepted, 1))
        elif self.after(accepted, 2) <= DAY:
            self._answered(one, self.after(accepted, 2))

    def _answered(self, one: Complaint, day: dt.date) -> None:
        one.state = "answered" if one.kind == "advice" else "referred"
        one.answer = (
            "办事指南已发给您，也可以拨打窗口电话。" if one.kind == "advice" else "已移交有关机关，请向该机关查询。"
        )
        one.referred_to = "" if one.kind == "advice" else "市人民法院"
        one.answered_on = one.closed_on = day
        one.closed_by = self.first

    def _handled(self, one: Complaint, sent: dt.date, turn: int = 1) -> None:
        """A round: sent, answered in time or not, reviewed, said to be good or not, closed, sometimes gone into again."""
        luck = self.luck
        if sent > DAY:
            one.state = "accepted" if turn == 1 else "reopened"
            return
        limit = self.after(sent, 15)
        replied = self.after(sent, luck.randrange(16, 22) if luck.random() < 0.08 else luck.randrange(3, 15))
        now = Handling(
            complaint=one, unit=one.unit, words=f"群众反映：{one.title}。请核查处理并答复。", sent_on=sent, days=15, due_on=limit,
            sent_by=self.first, ended=False,
        )  # fmt: skip
        self.told.handlings.append(now)
        one.state = "handling"
        if replied > DAY:
            return
        now.reply, now.measures, now.replied_on = (
            "经核查，情况如实说明，已作处理。",
            "已当面解释并补办，完善窗口值守。",
            replied,
        )
        one.state = "replied"
        reviewed = self.after(replied, 2)
        if reviewed > DAY:
            return
        now.ended, one.state, one.reviewed_by, one.answered_on = True, "reviewed", self.first, reviewed
        true = luck.random() < (0.05 if one.topic in SCORED else 0.3)
        one.verdict = "upheld" if true and luck.random() < 0.7 else "partly" if true else "unfounded"
        one.answer = "经核查属实，已补办并批评教育。" if true else "经核查，有关单位按规定办理，已向您说明。"
        self._judged(one, reviewed, turn)

    def _judged(self, one: Complaint, reviewed: dt.date, turn: int) -> None:
        luck, chance = self.luck, self.luck.random()
        said = "satisfied" if chance < 0.5 else "basic" if chance < 0.66 else "dissatisfied" if chance < 0.74 else ""
        asked = self.after(reviewed, luck.randrange(1, 4))
        if said and asked <= DAY:
            words = "还是没有人联系我。" if said == "dissatisfied" else ""
            way, by = ("phone", self.second) if one.named else ("own", None)
            self.told.ratings.append(
                Rating(complaint=one, turn=turn, way=way, satisfaction=said, words=words, on=asked, by=by)
            )
            if said == "dissatisfied" and turn == 1:
                one.reopened, one.state, one.verdict, one.reviewed_by = 1, "reopened", "", None
                one.reason = words
                self._handled(one, self.after(asked, 6), 2)
                return
        closed = self.after(reviewed, 4)
        if closed <= DAY:
            one.state, one.closed_by, one.closed_on = "closed", self.second, closed


def _complaints(number: int, units: Sequence[Unit], first: Account, second: Account) -> None:
    """Spread over the days of a year, the same every time."""
    story = Story(units, first, second)
    whole = (DAY - SINCE).days + 1
    for day in sorted(story.luck.randrange(whole) for _one in range(number)):
        story.tell(SINCE + dt.timedelta(days=day))
    told = story.told
    Complaint.objects.bulk_create(told.complaints, batch_size=500)
    for place, one in enumerate(told.complaints):
        if one.named:
            phone = f"000-0000{place:05}"
            told.people.append(Complainant(complaint=one, name=f"投诉人{place:04}", phone=phone, mark=mark_of(phone)))
    Complainant.objects.bulk_create(told.people, batch_size=500)
    Handling.objects.bulk_create(told.handlings, batch_size=500)
    Rating.objects.bulk_create(told.ratings, batch_size=500)
    _beside(told, story.luck)


def _beside(told: Told, luck: Random) -> None:
    """Some that are the same matter as another, some more days asked for."""
    waiting = [one for one in told.complaints if one.state == "accepted"]
    main = [one for one in told.complaints if one.state == "handling"]
    for one, other in zip(waiting[::3], main, strict=False):
        one.state, one.joined_to = "joined", other
    Complaint.objects.bulk_update(waiting, ["state", "joined_to"], batch_size=500)
    open_ = [one for one in told.handlings if not one.ended and one.replied_on is None and one.due_on >= DAY]
    asked = [
        Extension(handling=one, days=luck.randrange(3, 10), reason="须现场核查，取证还要几天。", asked_on=one.sent_on)
        for one in open_[::9]
    ]
    Extension.objects.bulk_create(asked)


def _concerns() -> None:
    """Units with three complaints or more proved true in a quarter; of past quarters with what came of it."""
    held: dict[tuple[int, str], list[Complaint]] = {}
    for one in Complaint.objects.filter(state="closed", verdict__in=("upheld", "partly")).order_by("closed_on", "pk"):
        assert one.closed_on is not None
        quarter = next(
            p for n in range(1, 5) if (p := Period.parse(f"{one.closed_on.year}-Q{n}")).last >= one.closed_on
        )
        held.setdefault((one.unit_id or 0, str(quarter)), []).append(one)
    for (unit, period), several in held.items():
        if len(several) >= 3:
            opened: Any = several[2].closed_on
            over = Period.parse(period).last < DAY
            more: dict[str, Any] = (
                {"state": "closed", "outcome": "约谈单位负责人，限期整改。", "closed_on": Period.parse(period).last}
                if over
                else {}
            )
            made = Concern.objects.create(unit_id=unit, period=period, opened_on=opened, **more)
            made.complaints.set(several)


def _leads(units: Sequence[Unit]) -> None:
    """Leads as they stand at every stage, sorted by teams; the first case with people and papers."""
    people = list(Person.objects.filter(left__isnull=True).order_by("code")[: TEAMS * 2])
    teams = [
        cases.form_team(
            by=None, name=f"第{'一二三'[n]}办案工作组", since=DAY - dt.timedelta(days=20), until=DAY + dt.timedelta(days=30), members=people[n::TEAMS]
        )
        for n in range(TEAMS)
        if people[n::TEAMS]
    ]  # fmt: skip
    for place in range(LEADS):
        lead = cases.open_lead(
            by=None, title=f"{units[place % len(units)].code} 违规收受礼金", words="群众反映有关人员违规收受礼金。", source="群众举报",
            unit=units[place % len(units)], received_on=DAY - dt.timedelta(days=9 + place),
        )  # fmt: skip
        if place >= 2 and teams:
            Lead.objects.filter(pk=lead.pk).update(team=teams[place % len(teams)])
            cases.check_lead(by=None, lead=lead)
        if place >= 15:
            cases.file_lead(by=None, lead=lead)
            for n in range(14 if place == 15 else 1):
                one = cases.name_involved(by=None, lead=lead, name=f"涉案人{place}-{n + 1}")
                cases.decide_involved(
                    by=None, involved=one, outcome="transfer" if n < 7 else "discipline", words="依法依规处理。"
                )
            cases.close_lead(by=None, lead=lead, conclusion="违纪违法事实清楚。", judicial="市人民检察院")
            cases.sanction_lead(by=None, lead=lead)
