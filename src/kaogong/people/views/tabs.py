"""The parts of the room and their pages, as two rows of tabs. A part is one line of PARTS, a page one line of its part."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaogong.org.models import Account
from kaogong.org.views.listing import Words
from kaogong.people.guards.archive_files import may_keep_pledges, may_report, may_see_integrity, may_see_sheets
from kaogong.people.guards.careers import may_see_careers, may_see_exemplars
from kaogong.people.guards.learning import (
    may_learn,
    may_see_heart,
    may_see_interviews,
    may_see_talks,
    may_talk,
    may_train,
)
from kaogong.people.guards.pay import may_see_own_pay, may_see_pay, may_see_runs
from kaogong.people.guards.presence import may_click, may_keep_some, may_see_board, may_see_records

Guard = Callable[[Account], str]


def open_to_all(account: Account) -> str:
    """Everybody who does business has a use for it."""
    return str(_("管理员账号不看业务页面。")) if account.administers else ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its address, what it is called, who may open it."""

    name: str
    words: Words
    may: Guard = open_to_all


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the room: its pages, the first of them that somebody may open leads there."""

    words: Words
    about: Words
    pages: Sequence[Page]


RECORDS = Part(_("总览"), _("我的人事事项，各部分的入口。"), (Page("people:records", _("总览")),))
PRESENCE = Part(
    _("考勤"),
    _("每天打卡两次；请假、出差有人审批、有人替代；每月通报。"),
    (
        Page("people:attendance", _("我的考勤"), may_click),
        Page("people:board", _("去向显示"), may_see_board),
        Page("people:absences", _("请假出差")),
        Page("people:corrections", _("考勤更正")),
        Page("people:attendance_month", _("全员考勤"), may_see_records),
        Page("people:attendance_sheets", _("考勤通报")),
        Page("people:substitutes", _("同岗替代"), may_see_records),
        Page("people:punches", _("导入考勤机"), may_keep_some),
        Page("people:work_hours", _("作息时间"), may_see_records),
    ),
)
LEARNING = Part(
    _("学习"),
    _("每月考试、三考、信息、培训和轮训，逐人有卡。"),
    (
        Page("people:learning", _("我的学习"), may_click),
        Page("people:exams", _("考试"), may_learn),
        Page("people:exam_interviews", _("末位约谈"), may_see_interviews),
        Page("people:three_tests", _("三考"), may_learn),
        Page("people:month_evaluations", _("月度考评"), may_learn),
        Page("people:articles", _("信息稿件"), may_learn),
        Page("people:article_targets", _("信息任务"), may_learn),
        Page("people:writing_days", _("写作日"), may_learn),
        Page("people:article_awards", _("信息评优"), may_learn),
        Page("people:courses", _("培训"), may_learn),
        Page("people:training_cards", _("培训卡"), may_learn),
        Page("people:rotations", _("轮训规划"), may_train),
        Page("people:allowances", _("岗位津贴"), may_train),
    ),
)
TALKS = Part(
    _("谈话"),
    _("廉政谈话和谈心谈话，谈了谁、还缺谁。"),
    (
        Page("people:talks", _("廉政谈话"), may_see_talks),
        Page("people:talk_heads", _("主要领导覆盖"), may_talk),
        Page("people:heart_talks", _("谈心谈话"), may_see_heart),
        Page("people:talk_teams", _("班子谈心"), may_see_heart),
    ),
)
APPRAISAL = Part(
    _("岗位与考评"),
    _("岗位职责、单位考评方案、季度考评八个步骤、年度考核表。"),
    (
        Page("people:staff_rounds", _("季度考评")),
        Page("people:annual_forms", _("年度考核表")),
        Page("people:duties", _("岗位职责")),
        Page("people:schemes", _("考评方案")),
    ),
)
ARCHIVES = Part(
    _("业绩档案"),
    _("历年结果、档案条目、表彰、情形记录、领导干部个人考评。"),
    (
        Page("people:archives", _("个人档案")),
        Page("people:results", _("人员结果")),
        Page("people:archive_entries", _("档案条目")),
        Page("people:honours", _("表彰奖励")),
        Page("people:situations", _("情形记录")),
        Page("people:leaders", _("领导干部考评")),
        Page("people:sheets", _("干部情况表"), may_see_sheets),
    ),
)
INTEGRITY = Part(
    _("廉政与报告"),
    _("个人事项报告、收入申报、廉政档案、新任职四项、民主生活会。"),
    (
        Page("people:reports", _("报告申报"), may_report),
        Page("people:newcomers", _("新任职干部"), may_see_integrity),
        Page("people:integrity_files", _("廉政档案"), may_see_integrity),
        Page("people:pledges", _("承诺书"), may_keep_pledges),
        Page("people:life_meetings", _("民主生活会")),
    ),
)
PAY = Part(
    _("绩效工资"),
    _("发放办法、批次、暂缓和核减，以及我的绩效工资。"),
    (
        Page("people:my_pay", _("我的绩效工资"), may_see_own_pay),
        Page("people:pay_runs", _("发放批次"), may_see_runs),
        Page("people:pay_rules", _("发放办法"), may_see_pay),
        Page("people:pay_holds", _("不发和暂缓"), may_see_pay),
        Page("people:pay_removals", _("核减名单"), may_see_pay),
    ),
)
CAREERS = Part(
    _("选任使用"),
    _("选任、退出、交流、调整，后备和典型。"),
    (
        Page("people:selections", _("选任"), may_see_careers),
        Page("people:move_lists", _("升让降名单"), may_see_careers),
        Page("people:exits", pgettext_lazy("post", "退出"), may_see_careers),
        Page("people:exchanges", _("交流"), may_see_careers),
        Page("people:cases", _("调整案件"), may_see_careers),
        Page("people:unfit_rules", _("认定办法"), may_see_careers),
        Page("people:direct_grades", _("负责人评优"), may_see_careers),
        Page("people:reserve", _("后备库"), may_see_careers),
        Page("people:exemplars", _("先进典型"), may_see_exemplars),
        Page("people:career_figures", _("用人统计"), may_see_careers),
    ),
)
PARTS: tuple[Part, ...] = (RECORDS, PRESENCE, LEARNING, TALKS, APPRAISAL, ARCHIVES, INTEGRITY, PAY, CAREERS)
"""The parts, in the order of the tabs."""


def address(name: str) -> str:
    """Where a page is; empty while there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def parts_for(account: Account) -> list[tuple[Part, list[tuple[Page, str]]]]:
    """The parts somebody may look at, each with its pages and where they are."""
    found = []
    for part in PARTS:
        pages = [(one, url) for one in part.pages if (url := address(one.name)) and not one.may(account)]
        if pages:
            found.append((part, pages))
    return found


def room_tabs(request: HttpRequest) -> Callable[[], list[dict[str, Any]]]:
    """The parts of the room, and below the one shown its pages; made when a template shows them."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return functools.cache(lambda: _drawn(request, here))


def _drawn(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    assert isinstance(request.user, Account)
    found = []
    for part, pages in parts_for(request.user):
        current = _nearest(request.path, here, pages)
        below = [{"words": one.words, "url": url, "current": one is current} for one, url in pages]
        found.append(
            {
                "words": part.words,
                "url": pages[0][1],
                "current": current is not None,
                "below": below if len(below) > 1 else [],
            }
        )
    return found


def _nearest(path: str, here: str, pages: Sequence[tuple[Page, str]]) -> Page | None:
    """The page shown, or the one that the page shown stands under by its address."""
    exact = next((one for one, _url in pages if one.name == here), None)
    if exact is not None:
        return exact
    under = [(len(url), one) for one, url in pages if one.name != RECORDS.pages[0].name and path.startswith(url)]
    return max(under, key=lambda each: each[0])[1] if under else None
