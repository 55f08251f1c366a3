"""What the units of the demonstration city reported: every month of the year that runs, the end of those that are over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kaogong.core.engine.city.chance import Chance
from kaogong.core.engine.city.figures import MONTHS
from kaogong.core.engine.city.register import DAY, House
from kaogong.core.scheme.period import Period
from kaogong.monitor import actions as monitor
from kaogong.monitor.models import Attachment, Explanation, Feed, FeedValue, Report, Urge
from kaogong.monitor.queries import due_of, rules_of
from kaogong.monitor.states import SENT
from kaogong.org.queries import calendar
from kaogong.plan.models import Indicator
from kaogong.web.city.bulk import first, put
from kaogong.web.city.papers import Papers
from kaogong.web.city.people import Cast
from kaogong.web.city.year import YEAR, Aim, Year, at

LAST = 8
"""The last month there are reports of."""
GREEN, YELLOW = 950, 850
"""From where a light is green, and yellow, in thousandths of the schedule."""
QUARTERS = {3: "一季度", 6: "二季度", 7: "七月", 8: "八月", 12: "全年"}
"""The months at whose end a unit puts its figures together in one paper."""
SHOWN = 4
"""So many figures of a report show their paper."""
CAUSES = (
    ("季度前期手续办理慢，开工晚于计划", "倒排工期，逐周调度，增派人手"),
    ("上半年人手不足，排期靠后", "调整分工，专人盯办，按周通报"),
    ("统计口径调整，部分数据暂未计入", "与统计部门核对口径，补齐台账"),
    ("外部条件变化，需求不及预期", "拓展渠道，与相关单位会商补位"),
)
WORDS = ("按计划推进。", "进度正常，台账齐全。", "已召开调度会，重点环节逐项落实。", "本月新增较多，后续按序时推进。")
FED = ("investment_area", "industry_area", "trade_area")
"""The families of districts whose figures the authority supplies."""
FEEDS = ((3, "approved"), (6, "approved"), (7, "approved"), (8, "submitted"))
AUTHORITY = "u26"

REPORT = (
    "id", "cycle_id", "unit_id", "target_id", "period", "state", "standing", "value", "words", "cause", "due", "red",
    "late", "version", "told", "written_by_id", "submitted_at", "signed_by_id", "signed_at", "verified_by_id",
    "verified_at",
)  # fmt: skip
SHOW = ("report_id", "evidence_id", "name", "taken_on", "at")
EXPLAIN = ("report_id", "reason", "remedy", "by_day", "by_id", "at")


@dataclass(slots=True)
class Watch:
    """Writes the reports of a year, and what hangs on them."""

    year: Year
    cast: Cast
    chance: Chance
    papers: Papers
    key: int = 0
    shown: list[tuple[Any, ...]] = field(default_factory=list)
    explained: list[tuple[Any, ...]] = field(default_factory=list)
    sealed: dict[tuple[str, int], str] = field(default_factory=dict)
    moods: dict[str, int] = field(default_factory=dict)

    def write(self, months: tuple[int, ...]) -> int:
        """The reports of some months."""
        self.key = first(Report)
        work, rules = calendar(), rules_of(self.year.cycle)
        self._seal(months)
        written = 0
        for month in months:
            period = Period.parse(f"{self.year.cycle.year}-{month:02}")
            due = due_of(rules, period, work) or period.last
            written += put(Report, REPORT, self._month(month, period, due))
        put(Attachment, SHOW, self.shown)
        put(Explanation, EXPLAIN, self.explained)
        return written

    def _seal(self, months: tuple[int, ...]) -> None:
        """One paper of a unit at the end of a quarter, and of the months since."""
        by: dict[str, list[Aim]] = {}
        for one in self.year.aims:
            by.setdefault(one.house.code, []).append(one)
        for end in (month for month in QUARTERS if month in months):
            before = ""
            for place, (code, mine) in enumerate(by.items()):
                lines = [f"{one.indicator.name},{one.course.by(end)},{one.indicator.unit}" for one in mine]
                head = f"{mine[0].house.name} {self.year.cycle.year}年{QUARTERS[end]}台账\n指标,累计完成,单位\n"
                copied = end == LAST and place % 60 == 59
                self.sealed[code, end] = before if copied else self.papers.seal(head + "\n".join(lines) + "\n")
                before = self.sealed[code, end]

    def _month(self, month: int, period: Period, due: dt.date) -> Iterator[tuple[Any, ...]]:
        office = self.cast.named["office"].pk
        paper, text = next(end for end in QUARTERS if end >= month), str(period)
        seen: dict[str, int] = {}
        for one in self.year.aims:
            code = one.house.code
            place = seen[code] = seen.get(code, -1) + 1
            state = self._state(one, month, place)
            if not state:
                continue
            share = one.course.share(month)
            red = state in SENT and share is not None and share < YELLOW
            turn = (one.course.luck[month - 1] + 1000) * 999 // 2000
            late = 1 + turn % 2 if turn < 25 and month < LAST else 0
            sent = at(min(due + dt.timedelta(days=late - turn % 3), DAY), 9 + turn % 8, turn % 60)
            signed = state in SENT and state != "submitted"
            sure = state in ("verified", "locked")
            told = "完成值与台账不一致，请核对后重报。" if state == "returned" else ""
            yield (
                self.key, self.year.cycle.pk, self.cast.units[code].pk, one.key, text, state, "ongoing",
                one.course.by(month), WORDS[turn % len(WORDS)], "", due, red, late if state in SENT else 0,
                int(state != "draft"), told, self.cast.liaison[code].pk, sent if state != "draft" else None,
                self.cast.head[code].pk if signed else None, sent + dt.timedelta(hours=3) if signed else None,
                office if sure else None, min(sent + dt.timedelta(days=2), at(DAY, 9)) if sure else None,
            )  # fmt: skip
            self._hang(one, month, (place, turn, red), paper, sent)
            self.key += 1

    def _hang(self, one: Aim, month: int, how: tuple[int, int, bool], paper: int, sent: dt.datetime) -> None:
        """The paper of a report, and why it is red."""
        place, turn, red = how
        code = one.house.code
        if (place < SHOWN or red) and (code, paper) in self.sealed:
            name = f"{one.house.short}{QUARTERS[paper]}台账.csv"
            self.shown.append((self.key, self.sealed[code, paper], name, sent.date(), sent))
        odds = {LAST: 450, LAST - 1: 800}.get(month, 1000)
        if red and turn < odds and self.year.cycle.year == YEAR:
            reason, remedy = CAUSES[turn % len(CAUSES)]
            by = dt.date(YEAR, min(month + 2, MONTHS), 20)
            self.explained.append((self.key, reason, remedy, by, self.cast.liaison[code].pk, sent))

    def _state(self, one: Aim, month: int, place: int) -> str:
        """How far a report has come; empty: there is none."""
        if self.year.cycle.year != YEAR or month < LAST - 1:
            return "locked"
        turn = (one.course.luck[month] + 1000) * 999 // 2000
        if month == LAST - 1:
            return "signed" if turn < 12 else "returned" if turn < 15 else "verified"
        if one.house.code in MIXED:
            return ("verified", "verified", "signed", "signed", "submitted", "draft", "verified", "")[place % 8]
        mood = self.moods.setdefault(one.house.code, self.chance.whole(0, 99, "mood", one.house.code))
        if mood < 40:
            return "verified"
        if mood < 65:
            return "verified" if turn < 300 else "signed"
        if mood < 80:
            return "signed" if turn < 300 else "submitted"
        if mood < 93:
            return "submitted" if turn < 100 else "draft" if turn < 500 else ""
        return ""


MIXED = ("u01", "d01")
"""Units whose accounts are among those to try the house with: something is left to do at every step."""


def set_rules(year: Year) -> None:
    """How often, by when, and from where a light turns."""
    monitor.set_rules(
        by=None,
        cycle=year.cycle,
        every="month",
        due_days=5,
        lock_days=3,
        verify_days=5,
        explain_days=3,
        remind_days=[3, 1],
        green_share=Decimal(GREEN) / 10,
        yellow_share=Decimal(YELLOW) / 10,
        yellow_days=10,
        even=True,
        signed=True,
        pieces=10,
    )


def supply(year: Year, cast: Cast, papers: Papers) -> None:
    """What the statistics office supplied for the districts; the last of it waits for approval."""
    heads = {one.pk for (sheet, item), one in year.indicators.items() if sheet == "district" and item in FED}
    mine = [one for one in year.aims if one.indicator.parent_id in heads]
    Indicator.objects.filter(pk__in={one.indicator.pk for one in mine}).update(authority=cast.units[AUTHORITY])
    office, feeds, values = cast.named["authority"].pk, [], []
    for key, (month, state) in enumerate(FEEDS, first(Feed)):
        name = f"{YEAR}年1至{month}月县区经济指标.csv"
        lines = [f"{one.house.name},{one.indicator.name},{one.course.by(month)}" for one in mine]
        source = papers.seal(f"{name}\n" + "\n".join(lines) + "\n")
        came = at(min(dt.date(YEAR, month + 1, 3), DAY))
        approved = (office, came + dt.timedelta(hours=5)) if state == "approved" else (None, None)
        by = cast.liaison[AUTHORITY].pk
        feeds.append((key, year.cycle.pk, cast.units[AUTHORITY].pk, state, name, source, by, came, *approved))
        for row, one in enumerate(mine, 2):
            period = f"{YEAR}-{month:02}"
            values.append((key, one.indicator.pk, cast.units[one.house.code].pk, period, one.course.by(month), row))
    columns = ("id", "cycle_id", "authority_id", "state", "name", "source_id", "supplied_by_id", "supplied_at")
    put(Feed, (*columns, "approved_by_id", "approved_at"), feeds)
    put(FeedValue, ("feed_id", "indicator_id", "unit_id", "period", "value", "row"), values)


def urge(year: Year, cast: Cast, silent: list[House]) -> None:
    """Reminders that went to units that have not reported yet."""
    period, due = f"{YEAR}-{LAST:02}", dt.date(YEAR, 9, 7)
    columns = ("cycle_id", "unit_id", "period", "step", "due", "sent_on", "words")
    words = "8 月进展 9月7日截止，还没有报齐。请在截止前报送。"
    rows = ((year.cycle.pk, cast.units[one.code].pk, period, "before", due, DAY, words) for one in silent)
    put(Urge, columns, rows)
