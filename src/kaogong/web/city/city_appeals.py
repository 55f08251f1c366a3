"""Appeals of the demonstration city: one that waits to be received, one that was heard, one that was ruled on and filed.

They come after the findings they are about; told again, what is there already is left alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from kaogong.answer import actions
from kaogong.answer.models import Appeal, Seat
from kaogong.core.engine.city.register import DAY
from kaogong.org.models import Person, Post
from kaogong.org.queries import at, set_in
from kaogong.supervise.models import Finding

BEGUN = (1, 9, 18)
"""How many days ago each appeal was lodged."""
SAID = {
    "presence": ("当日窗口人员因停电疏散群众，离岗十分钟。", "属于突发情况。"),
    "attendance": ("当事人当日在市行政服务中心协助办件，外出登记在科室簿上。", "外出有登记，不是缺勤。"),
    "notice": ("公示栏当日正在更换，旧公示牌放在门口。", "更换当天即恢复。"),
    "rule": ("来访登记在电子系统，检查时未打开。", "登记并无缺失。"),
    "conduct": ("来电转接两次，接听人已报单位和姓名。", "录音不完整。"),
    "mismatch": ("清点当日有两件外借，借条在库房。", "账物相符。"),
    "progress": ("进度受用地批复影响，八月已书面说明并附批复。", "原因已按时报告。"),
    "procedure": ("告知书由当事人当面签收，签收页另册存放。", "程序没有缺漏。"),
}
"""What a unit says against a finding, by its category: the facts and why they count."""
ANSWER = {
    "facts": "检查时没有出示，现场也无人说明情况。",
    "reasons": "检查记录有照片和签字。",
    "grounds": "办法第十二条",
    "claims": "维持",
}


def load_appeals() -> int:
    """Three appeals against findings, on different steps of their way; gives how many there are."""
    if Appeal.objects.exists():
        return 0
    found = list(_disputable())
    sits = _sitting({one.unit_id for one, _begun in found})
    if len(found) < len(BEGUN) or len(sits) < 3:
        return 0
    with transaction.atomic():
        for place, (finding, begun) in enumerate(found):
            _appealed(place, finding, begun, sits)
    return Appeal.objects.count()


def _disputable() -> Iterator[tuple[Finding, dt.date]]:
    """For each day an appeal is begun on, the last finding that had been confirmed by then, of another unit each."""
    held = Finding.objects.filter(state="confirmed", person__isnull=True).select_related("unit")
    taken: set[int] = set()
    for ago in BEGUN:
        begun = DAY - dt.timedelta(days=ago)
        known = held.filter(confirmed_at__date__lte=begun).exclude(unit__in=taken)
        if one := known.order_by("-confirmed_at", "pk").first():
            taken.add(one.unit_id)
            yield one, begun


def _sitting(units: set[int]) -> Sequence[Person]:
    """Three people of other units."""
    there = Post.objects.filter(at(DAY), main=True, person__isnull=False).exclude(unit__in=units)
    return [one.person for one in there.select_related("person").order_by("unit__code", "pk")[:3] if one.person]


def _appealed(place: int, finding: Finding, begun: dt.date, sits: Sequence[Person]) -> None:
    """One appeal, carried as far as its place says."""
    facts, reasons = SAID[finding.category]
    said = {"facts": facts, "reasons": reasons, "grounds": "办法第十二条", "claims": "撤销扣分"}
    with set_in(begun):
        made = actions.lodge_appeal(by=None, kind="finding", thing=finding.pk, said=said)
    if place == 0 or made.state != "lodged":
        return
    chair, member, clerk = sits
    with set_in(begun + dt.timedelta(days=1)):
        actions.accept_appeal(by=None, appeal=made, suspends=place == 1)
        when = timezone.make_aware(dt.datetime.combine(begun + dt.timedelta(days=5), dt.time(9)))
        actions.call_hearing(
            by=None, appeal=made, on=when, place="三楼会议室", chair=chair, members=[member], clerk=clerk
        )
        actions.state_case(by=None, appeal=made, party="assessor", said=ANSWER)
    with set_in(begun + dt.timedelta(days=5)):
        actions.write_minutes(by=None, appeal=made, minutes="双方到场，陈述事实和理由，核对了照片和登记。")
        Seat.objects.filter(appeal=made).update(signed_at=when)
        actions.close_hearing(by=None, appeal=made)
    if place == 2:
        with set_in(begun + dt.timedelta(days=9)):
            told: dict[str, Any] = {
                "found": "所述情况检查时未能出示，事后补充的材料不足以推翻检查记录。",
                "grounds": "办法第十二条",
                "meeting": "领导小组第 6 次会议",
            }
            actions.rule_appeal(by=None, appeal=made, outcome="upheld", **told)
            actions.file_appeal(by=None, appeal=made)
