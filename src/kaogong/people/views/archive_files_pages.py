"""Pages of newly appointed officials, integrity files, reports, promotion sheets, leaders' appraisals, life meetings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from kaogong.org.models import Account, UnitVersion
from kaogong.org.queries import today
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.listing import Cell, Column, Listing, allow, me, show
from kaogong.org.views.shelves import Row
from kaogong.people.actions.archive_integrity import read_integrity, read_report
from kaogong.people.guards import archive_files as may_files
from kaogong.people.guards import archive_leaders as may_leaders
from kaogong.people.models import (
    IntegrityFile,
    LeaderAppraisal,
    LifeMeeting,
    LifeProblem,
    Newcomer,
    PersonalReport,
    PromotionSheet,
)
from kaogong.people.queries.archive import sealed
from kaogong.people.queries.archive_files import compliance_of, due_of
from kaogong.people.queries.archive_leaders import (
    done_share,
    lacking,
    missing_steps,
    proposed_grade,
    without_status,
)
from kaogong.people.queries.archive_staff import compliance
from kaogong.people.states.archive_files import ITEMS
from kaogong.people.states.archive_leaders import BEFORE
from kaogong.people.views import archive_file_deeds as files
from kaogong.people.views import archive_leader_deeds as leaders
from kaogong.people.views.archive_pages import unit_name
from kaogong.people.views.archive_rows import person_cell, score, tag
from kaogong.people.views.tabs import open_to_all, room_tabs


@require_safe
def scheme_gaps(request: HttpRequest) -> HttpResponse:
    """The units with staff that run no scheme of their own (YL-02)."""
    account = me(request)
    allow(open_to_all(account))
    whole, missing = compliance()
    found = (
        UnitVersion.objects.filter(pk__in=[one.pk for one in missing]).select_related("unit").order_by("place", "pk")
    )
    columns = (Column(lazy("单位"), "name", ("sort_key",)), Column(lazy("单位编码"), "code", ("unit__code",)))
    listing = Listing(request, found, columns, lambda one: [Cell(one.name), Cell(one.unit.code)])
    told = {
        "title": _("没有考评方案的单位"),
        "lead": _("有工作人员的单位 %(whole)s 个，%(n)s 个没有施行的考评方案。") % {"whole": whole, "n": len(missing)},
        "tabs": room_tabs(request),
    }
    return show(request, listing, name="scheme-gaps", told=told)


@require_safe
def report_compliance(request: HttpRequest) -> HttpResponse:
    """Who of the leaders has declared the income of a year, and who is late (LB-27)."""
    account = me(request)
    allow(may_files.may_see_reports(account))
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else today().year - 1
    kind = "annual" if request.GET.get("kind") == "annual" else "income"
    found = compliance_of(year, kind)
    beside = Row(account=account, names={}, deeds=())
    people = [(one, _("逾期未报")) for one in found.overdue] + [(one, _("迟报")) for one in found.late]
    rows = [[person_cell(one, beside), Cell(words, tag="red")] for one, words in people]
    percent = "—" if found.percent is None else f"{found.percent}%"
    return thing_page(
        request,
        title=_("%(year)s 年度%(kind)s情况") % {"year": year, "kind": dict(PersonalReport.KINDS)[kind]},
        lead=_("应报 %(whole)s 人，截止 %(due)s。") % {"whole": found.whole, "due": due_of(year)},
        notices=[],
        facts=[
            (_("按期申报"), Cell(_("%(n)s 人") % {"n": found.in_time})),
            (_("按期率"), Cell(percent)),
            (_("逾期未报"), Cell(_("%(n)s 人") % {"n": len(found.overdue)})),
            (_("未到期未报"), Cell(_("%(n)s 人") % {"n": found.waiting})),
        ],
        tables=[Table(_("逾期名单"), (_("人员"), _("情况")), rows, _("没有逾期。"))],
        offers=[],
        tabs=room_tabs(request),
    )


@require_safe
def newcomer(request: HttpRequest, pk: int) -> HttpResponse:
    """A newly appointed official and the four things."""
    held = get_object_or_404(Newcomer.objects.select_related("person"), pk=pk)
    allow(may_files.may_see_integrity(me(request)))
    there = {one.item: one for one in held.items.select_related("evidence")}
    rows = [
        [Cell(words), Cell(str(there[key].on) if key in there else _("还没有办"), tag="green" if key in there else "red"),
         Cell(there[key].words if key in there else "")]
        for key, words in ITEMS.items()
    ]  # fmt: skip
    whole = len(there) == len(ITEMS)
    return thing_page(
        request,
        title=_("%(who)s新任职办理") % {"who": held.person},
        lead=f"{held.get_event_display()} {held.on}",
        notices=[],
        facts=[
            (_("状态"), Cell(_("齐全"), tag="green") if whole else Cell(_("不齐"), tag="red")),
            (_("应办齐"), Cell(str(held.due))),
            (_("批次"), Cell(held.batch or "—")),
        ],
        tables=[Table(_("四项"), (_("事项"), _("办理"), _("情况")), rows, "")],
        offers=offers(files.NEWCOMER_DEEDS, me(request), held),
        tabs=room_tabs(request),
    )


@require_safe
def integrity_file(request: HttpRequest, pk: int) -> HttpResponse:
    """An integrity file; opening it is recorded."""
    held = get_object_or_404(IntegrityFile.objects.select_related("person"), pk=pk)
    account = me(request)
    allow(may_files.may_keep_integrity(account))
    read_integrity(by=account, file=held)
    records = [
        [Cell(str(one.day)), Cell(one.get_kind_display()), Cell(one.words, small=one.conclusion), tag(one),
         Cell("", does=offers(files.INTEGRITY_DEEDS, account, one))]
        for one in held.records.all()
    ]  # fmt: skip
    sums = [[Cell(str(one.day)), Cell(one.open_violations), Cell(one.words)] for one in held.summaries.all()]
    return thing_page(
        request,
        title=_("%(who)s廉政档案") % {"who": held.person},
        lead=_("内容加密保存，这次查看已留痕。"),
        notices=[],
        facts=[(_("工号"), Cell(held.person.code)), (_("建档日期"), Cell(str(held.opened_on)))],
        tables=[
            Table(_("廉政记录"), (_("日期"), _("类别"), _("内容"), _("状态"), _("办理")), records, _("没有记录。")),
            Table(_("摘要"), (_("出具日期"), _("未了结违规"), _("摘要")), sums, _("还没有出具摘要。")),
        ],
        offers=offers(files.INTEGRITY_DEEDS, account, held),
        tabs=room_tabs(request),
    )


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody reported; reading it is recorded, and so is the attempt of whoever may not."""
    held = get_object_or_404(PersonalReport.objects.select_related("person").defer("words"), pk=pk)
    account = me(request)
    allow(open_to_all(account))
    words = read_report(by=account, report=held)
    covers = dict(PersonalReport.COVERS)
    return thing_page(
        request,
        title=held.get_kind_display(),
        lead=_("%(who)s，%(on)s 报告。这次查看已留痕。") % {"who": held.person, "on": held.filed_on},
        notices=[],
        facts=[
            (_("年度"), Cell(str(held.year))),
            (_("发生日期"), Cell(str(held.happened_on or "—"))),
            (_("涉及"), Cell(_("、").join(str(covers[one]) for one in held.covers if one in covers) or "—")),
        ],
        tables=[Table(_("内容"), (_("内容"),), [[Cell(words)]], "")],
        offers=[],
        tabs=room_tabs(request),
    )


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A promotion sheet as it was issued."""
    held = get_object_or_404(PromotionSheet.objects.select_related("person"), pk=pk)
    allow(may_files.may_see_sheet(me(request), held.person))
    return thing_page(
        request,
        title=_("%(who)s情况表") % {"who": held.person},
        lead=_("用途：%(use)s。%(day)s 出具。") % {"use": held.get_use_display(), "day": held.day},
        notices=_sheet_told(held),
        facts=[
            (_("单位"), Cell(held.content["unit"])),
            (_("职务"), Cell(held.content["post"])),
            (_("廉政档案摘要"), Cell(held.content["summary"])),
            ("SM3", Cell(held.sm3)),
        ],
        tables=_sheet_tables(held),
        offers=[],
        tabs=room_tabs(request),
    )


def _sheet_told(held: PromotionSheet) -> list[dict[str, str]]:
    whole = held.content | {"blockers": held.blockers, "flags": held.flags}
    notices = [] if sealed(whole) == held.sm3 else [{"tone": "bad", "words": _("内容与摘要值不符。")}]
    notices += [{"tone": "bad", "words": one} for one in (*held.blockers, *held.flags)]
    return notices + ([{"tone": "warn", "words": held.content["evidence"]}] if held.content.get("evidence") else [])


def _sheet_tables(held: PromotionSheet) -> list[Table]:
    several = (
        (
            _("历次年度结果"),
            "results",
            ("period", "kind", "score", "grade"),
            (_("年度"), _("考核"), _("得分"), _("等次")),
        ),
        (_("表彰奖励"), "honours", ("title", "issuer", "on"), (_("荣誉"), _("授予机关"), _("日期"))),
        (
            _("情形记录"),
            "situations",
            ("context", "day", "words", "source"),
            (_("情形"), _("日期"), _("表现"), _("来源")),
        ),
    )
    return [
        Table(title, heads, [[Cell(one.get(key)) for key in keys] for one in held.content[name]], _("没有。"))
        for title, name, keys, heads in several
    ]


@require_safe
def leader(request: HttpRequest, pk: int) -> HttpResponse:
    """A leader's profile: own targets with results and sources, the inquiry, the evaluation (HB-43, CX-08)."""
    held = get_object_or_404(LeaderAppraisal.objects.select_related("person", "unit"), pk=pk)
    account = me(request)
    allow(may_leaders.may_see_leader(account, held))
    runs = not may_leaders.may_run_leader(account, held.person)
    gone = lacking(held) if held.state == "open" and runs else []
    return thing_page(
        request,
        title=_("%(who)s %(year)s 年个人考评") % {"who": held.person, "year": held.year},
        lead=unit_name(held.unit_id),
        notices=[{"tone": "warn", "words": _("还缺：%(what)s。") % {"what": _("、").join(gone)}}] if gone else [],
        facts=_leader_facts(held),
        tables=_leader_tables(account, held, notes=not may_leaders.may_read_notes(account, held)),
        offers=offers(leaders.LEADER_DEEDS, account, held),
        tabs=room_tabs(request),
    )


def _leader_facts(held: LeaderAppraisal) -> list[tuple[str, Cell]]:
    percent = done_share(held)
    return [
        (_("状态"), tag(held)),
        (_("目标完成率"), Cell("—" if percent is None else f"{percent}%")),
        (_("按目标建议"), Cell(proposed_grade(held) or _("没有任务数据，不提等次"))),
        (_("班子得分"), Cell(held.team_score if held.team_score is not None else "—")),
        (_("个人得分"), score(held.score)),
        (_("等次"), Cell(held.grade or "—")),
        (_("个人标准"), Cell(held.standard or "—")),
        (_("综合考评"), Cell(held.evaluation or "—")),
    ]


def _leader_tables(account: Account, held: LeaderAppraisal, *, notes: bool) -> list[Table]:
    targets = [
        [
            Cell(one.name, small=one.standard),
            Cell(one.aim),
            Cell(one.result),
            _done(one.done),
            Cell(one.source or _("没有来源")),
            Cell("", does=offers(leaders.LEADER_DEEDS, account, one)),
        ]
        for one in held.targets.select_related("appraisal__person")
    ]
    heads = (_("目标"), _("目标值"), _("完成值"), _("完成"), _("来源"), _("办理"))
    tables = [Table(_("个人目标"), heads, targets, _("没有个人目标，不提等次。"))]
    if notes:
        rows = [[Cell(str(one.day)), Cell(one.get_whom_display()), Cell(one.words)] for one in held.notes.all()]
        tables.append(Table(_("访谈记录"), (_("日期"), _("对象"), _("记录")), rows, _("还没有访谈记录。")))
    return tables


def _done(told: bool | None) -> Cell:
    if told is None:
        return Cell(_("暂缺"))
    return Cell(_("完成"), tag="green") if told else Cell(_("没有完成"), tag="red")


@require_safe
def life_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """A life meeting: what came before, what was raised, how it is put right."""
    held = get_object_or_404(LifeMeeting.objects.select_related("unit", "previous"), pk=pk)
    account = me(request)
    allow(may_leaders.may_see_meeting(account, held))
    return thing_page(
        request,
        title=held.title,
        lead=unit_name(held.unit_id),
        notices=_meeting_told(held),
        facts=[
            (_("状态"), tag(held)),
            (_("日期"), Cell(str(held.held_on or held.planned_on))),
            (_("到会上级"), Cell(held.superior or "—")),
            (_("批评与自我批评"), Cell(held.criticism or "—")),
            (_("通报范围"), Cell(held.scope or "—")),
            (_("反馈日期"), Cell(str(held.reported_on or "—"))),
        ],
        tables=_meeting_tables(account, held),
        offers=offers(leaders.MEETING_DEEDS, account, held),
        tabs=room_tabs(request),
    )


def _meeting_told(held: LifeMeeting) -> list[dict[str, str]]:
    notices = []
    if held.state == "prepared":
        gone = [BEFORE[one] for one in missing_steps(held)]
        number = len(without_status(held.previous)) if held.previous else 0
        if gone:
            notices.append({"tone": "warn", "words": _("会前还缺：%(what)s。") % {"what": _("、").join(gone)}})
        if number:
            notices.append({"tone": "warn", "words": _("上次会议还有 %(n)s 项整改没有说明情况。") % {"n": number}})
    if held.regular is False:
        notices.append({"tone": "bad", "words": _("没有上级到会，记录不规范。")})
    return notices


def _meeting_tables(account: Account, held: LifeMeeting) -> list[Table]:
    there = {one.step: one for one in held.steps.all()}
    steps = [
        [Cell(words), Cell(str(there[key].on), tag="green"), Cell(there[key].words)]
        if key in there
        else [Cell(words), Cell(_("还没有办"), tag="red"), Cell("")]
        for key, words in BEFORE.items()
    ]
    problems = [_problem_row(account, one) for one in held.problems.select_related("owner", "meeting__unit")]
    heads = (_("问题"), _("整改措施"), _("责任人"), _("期限"), _("整改情况"), _("办理"))
    return [
        Table(_("会前五项"), (_("事项"), _("办理"), _("情况")), steps, ""),
        Table(_("问题整改"), heads, problems, _("会上提出的问题会出现在这里。")),
    ]


def _problem_row(account: Account, one: LifeProblem) -> list[Cell]:
    colour = {"done": "green", "": "red"}.get(one.status, "amber")
    return [
        Cell(one.words),
        Cell(one.measure),
        Cell(one.owner or ""),
        Cell(str(one.due or "")),
        Cell(one.get_status_display(), tag=colour, small=one.told),
        Cell("", does=offers(leaders.MEETING_DEEDS, account, one)),
    ]
