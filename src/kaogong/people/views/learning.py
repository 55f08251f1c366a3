"""Exams, the three tests, articles, training, the rotation plan, allowances: lists, and the pages of what has parts."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.audit.reports.workbook import sent
from kaogong.org.models import Account, Person
from kaogong.org.queries import shorts, today
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.listing import Cell, Column
from kaogong.org.views.shelves import Row, Shelf
from kaogong.people.guards.learning import may_keep_exams, may_learn, may_see_interviews, may_train
from kaogong.people.guards.presence import may_see_records
from kaogong.people.models import (
    Allowance,
    Article,
    ArticleAward,
    ArticleTarget,
    Course,
    Exam,
    ExamInterview,
    MonthEvaluation,
    RotationPlan,
    WritingDay,
)
from kaogong.people.queries.bureaus import own_bureau, sections, seen_bureaus, workers
from kaogong.people.queries.learning import (
    EXCELLENT,
    accepted,
    allowance_of,
    article_share,
    grade_allowed,
    rotation,
    seen_articles,
    seen_exams,
    seen_results,
    seen_targets,
    seen_trained,
)
from kaogong.people.views.learning_deeds import (
    ARTICLE_DEEDS,
    AWARD_DEEDS,
    COURSE_DEEDS,
    EVALUATION_DEEDS,
    EXAM_DEEDS,
    INTERVIEW_DEEDS,
    PLAN_DEEDS,
    TARGET_DEEDS,
)
from kaogong.people.views.tabs import room_tabs
from kaogong.plan.views.pages import allowed, asker

TONES = {"draft": "yellow", "released": "green", "open": "yellow", "done": "green", "entered": "yellow",
         "confirmed": "green", "sent": "yellow", "accepted": "green", "chosen": "green", "declined": "",
         "proposed": "yellow"}  # fmt: skip
DO, STATE = Column(_("办理")), Column(_("状态"), "state", ("state", "id"))
PERSON = Column(_("人员"), "person", ("person__sort_key", "id"))


def _exam(one: Exam, row: Row) -> list[Cell]:
    return [
        Cell(one.name, reverse("people:exam", args=[one.pk]), small=one.month),
        Cell(one.get_audience_display()),
        Cell(str(one.held_on)),
        Cell(one.results.count()),
        Cell(one.get_state_display(), tag=TONES[one.state]),
        row.does(one),
    ]


def _interview(one: ExamInterview, row: Row) -> list[Cell]:
    fit = grade_allowed(one.person, one.year, EXCELLENT)
    return [
        Cell(one.person.name, small=row.unit(one.result.unit_id)),
        Cell(one.result.exam.month, reverse("people:exam", args=[one.result.exam_id])),
        Cell(str(one.due), small=str(one.held_on or "")),
        Cell(one.get_state_display(), tag=TONES[one.state]),
        Cell("—") if fit else Cell(gettext("不得评优"), tag="red"),
        row.does(one),
    ]


def _evaluation(one: MonthEvaluation, row: Row) -> list[Cell]:
    return [
        Cell(one.person.name, small=row.unit(one.unit_id)),
        Cell(one.month),
        Cell(one.score),
        Cell(one.source),
        Cell(one.get_state_display(), tag=TONES[one.state]),
        row.does(one),
    ]


def _article(one: Article, row: Row) -> list[Cell]:
    return [
        Cell(one.title, small=one.reason),
        Cell(one.person.name, small=row.unit(one.unit_id)),
        Cell(one.sent_to, small=str(one.sent_on)),
        Cell(one.outlet or "—", small=str(one.accepted_on or "")),
        Cell(one.get_state_display(), tag=TONES[one.state]),
        row.does(one),
    ]


def _target(one: ArticleTarget, row: Row) -> list[Cell]:
    there = accepted(one.year, [one.person_id])[one.person_id]
    return [
        Cell(one.person.name, small=f"{row.unit(one.unit_id)} {one.post}"),
        Cell(one.year),
        Cell(one.wanted),
        Cell(there),
        Cell(f"{article_share(there, one.wanted)}%"),
    ]


def _award(one: ArticleAward, _row: Row) -> list[Cell]:
    return [
        Cell(one.person.name, small=one.article.title if one.article else ""),
        Cell(one.year),
        Cell(one.get_kind_display()),
        Cell(one.counted),
        Cell(one.get_state_display(), tag=TONES[one.state]),
    ]


def _course(one: Course, _row: Row) -> list[Cell]:
    return [
        Cell(one.name, reverse("people:course", args=[one.pk]), small=one.case),
        Cell(one.get_kind_display()),
        Cell(str(one.since), small=str(one.until)),
        Cell(one.organiser),
        Cell(one.trained.filter(state="confirmed").count()),
        Cell(one.trained.filter(state="entered").count()),
    ]


def _rotation(one: RotationPlan, _row: Row) -> list[Cell]:
    found = rotation(one, today())
    share = gettext("暂缺") if found.share is None else f"{found.share}%"
    return [
        Cell(one.name, reverse("people:rotation", args=[one.pk])),
        Cell(str(one.since), small=gettext("%(n)s 年") % {"n": one.years}),
        Cell(f"{found.trained}/{found.officers}"),
        Cell(share, tag="green" if found.ahead else "red"),
        Cell(f"{found.schedule}%"),
        Cell(len(found.due)),
    ]


def _allowance(one: Allowance, _row: Row) -> list[Cell]:
    return [
        Cell(one.name, reverse("people:allowance", args=[one.pk])),
        Cell(one.monthly),
        Cell(gettext("、").join(one.titles) or "—"),
        Cell(str(one.since)),
        Cell(str(one.until or "—")),
    ]


def _own_evaluations(account: Account) -> QuerySet[Any]:
    held, seen = MonthEvaluation.objects.select_related("person"), seen_bureaus(account)
    return held if seen is None else held.filter(Q(unit__in=seen) | Q(person=account.person_id or 0, state="confirmed"))


def _own_days(account: Account) -> QuerySet[Any]:
    held, seen = WritingDay.objects.select_related("unit"), seen_bureaus(account)
    return held if seen is None else held.filter(unit__in={*seen, own_bureau(account)} - {None})


SHELVES = (
    Shelf(name="exams", at="learning/exams/", title=_("考试"), found=seen_exams, row=_exam, may=may_learn, words=("name", "month"),
          lead=_("每月一次，公布后排名；末位约谈，一年约谈两次的年底不得评优。"), deeds=EXAM_DEEDS, tabs=room_tabs,
          columns=(Column(_("考试"), "month", ("month", "id")), Column(_("对象"), "audience", ("audience", "id")),
                   Column(_("日期"), "day", ("held_on", "id")), Column(_("人数"), number=True), STATE, DO), why_empty=_("组织考试的机关登记考试、录入成绩后列在这里。")),
    Shelf(name="exam_interviews", at="learning/interviews/", title=_("末位约谈"), row=_interview, may=may_see_interviews,
          found=lambda _account: ExamInterview.objects.select_related("person", "result__exam", "result__unit"),
          lead=_("末位的人由组织考试的机关约谈；一年两次的不得评优。"), words=("person__name", "person__code", "result__exam__month"),
          columns=(PERSON, Column(_("考试"), "month", ("result__exam__month", "id")), Column(_("期限"), "due", ("due", "id")), STATE,
                   Column(_("评优")), DO), deeds=INTERVIEW_DEEDS, tabs=room_tabs, why_empty=_("考试公布后，末位的人列在这里。")),
    Shelf(name="month_evaluations", at="learning/evaluations/", title=_("月度考评"), found=_own_evaluations, row=_evaluation, may=may_learn,
          lead=_("三考之一，由另一位同事确认后计入。"), words=("person__name", "person__code", "month"),
          columns=(PERSON, Column(_("月份"), "month", ("month", "id")), Column(_("得分"), "score", ("score", "id"), number=True),
                   Column(_("来源")), STATE, DO), deeds=EVALUATION_DEEDS, tabs=room_tabs,
          why_empty=_("各单位每月录入考评得分，另一位同事确认后，本人在这里看到。")),
    Shelf(name="articles", at="learning/articles/", title=_("信息稿件"), found=seen_articles, row=_article, may=may_learn,
          lead=_("全员办信息：任务到岗到人，采用的计入。"), words=("title", "person__name", "person__code"),
          columns=(Column(_("标题")), Column(_("作者"), "person", ("person__sort_key", "id")), Column(_("报送"), "sent", ("sent_on", "id")),
                   Column(_("采用"), "accepted", ("accepted_on", "id")), STATE, DO), deeds=ARTICLE_DEEDS, tabs=room_tabs,
          why_empty=_("报送信息后登记在这里，采用的计入信息任务。")),
    Shelf(name="article_targets", at="learning/targets/", title=_("信息任务"), found=seen_targets, row=_target, may=may_learn,
          lead=_("完成率＝采用篇数÷任务篇数，最高100%，为共性指标。"), words=("person__name", "person__code"),
          columns=(PERSON, Column(_("年度"), "year", ("year", "id")), Column(_("任务"), number=True), Column(_("采用"), number=True),
                   Column(_("完成率"), number=True)), deeds=TARGET_DEEDS, tabs=room_tabs,
          why_empty=_("本年信息任务分到人后列在这里。")),
    Shelf(name="writing_days", at="learning/writing/", title=_("信息写作日"), found=_own_days, may=may_learn, words=("unit__code",),
          row=lambda one, row: [Cell(str(one.day)), Cell(row.unit(one.unit_id))], lead=_("每月一个工作日集中写信息。"),
          columns=(Column(_("日期"), "day", ("day", "id")), Column(_("单位"))), deeds=TARGET_DEEDS, tabs=room_tabs,
          why_empty=_("单位定下每月的写作日后列在这里。")),
    Shelf(name="article_awards", at="learning/awards/", title=_("信息评优"), row=_award, may=may_learn, words=("person__name", "year"),
          found=lambda account: ArticleAward.objects.select_related("person", "article").exclude(
              state="proposed" if may_keep_exams(account) else ""),
          lead=_("年终从采用篇数最多的人和精品信息中拟出，由另一位同事评定。"),
          columns=(PERSON, Column(_("年度"), "year", ("year", "id")), Column(_("奖项"), "kind", ("kind", "id")),
                   Column(_("采用篇数"), "counted", ("counted", "id"), number=True), STATE), deeds=AWARD_DEEDS, tabs=room_tabs,
          why_empty=_("年终拟出，评定后列在这里。")),
    Shelf(name="courses", at="learning/courses/", title=_("培训"), row=_course, may=may_learn, words=("name", "organiser", "case"),
          found=lambda _account: Course.objects.all(), lead=_("专题培训、跟案实训、上级培训班、参与上级查办，确认后记入各人培训卡。"),
          columns=(Column(_("培训"), "name", ("name", "id")), Column(_("类别"), "kind", ("kind", "id")),
                   Column(_("起止"), "since", ("since", "id")), Column(_("主办")), Column(_("已确认"), number=True),
                   Column(_("待确认"), number=True)), deeds=COURSE_DEEDS, tabs=room_tabs,
          why_empty=_("办班或派员培训后登记在这里。")),
    Shelf(name="rotations", at="learning/rotation/", title=_("轮训规划"), row=_rotation, may=may_train, words=("name",),
          found=lambda _account: RotationPlan.objects.all(), lead=_("规划期内每名干部至少轮训一次，按年推进。"),
          columns=(Column(_("规划"), "name", ("name", "id")), Column(_("起始"), "since", ("since", "id")), Column(_("已训"), number=True),
                   Column(_("覆盖率"), number=True), Column(_("应达"), number=True), Column(_("应训"), number=True)),
          deeds=tuple(one for one in PLAN_DEEDS if "rotation" in one.at), tabs=room_tabs,
          why_empty=_("定下规划后，每年的轮训进度列在这里。")),
    Shelf(name="allowances", at="learning/allowances/", title=_("岗位津贴"), row=_allowance, may=may_train, words=("name",),
          found=lambda _account: Allowance.objects.all(), lead=_("列名岗位按月计发，按在岗月数精确合计。"),
          columns=(Column(_("津贴"), "name", ("name", "id")), Column(_("月标准(元)"), number=True), Column(_("计发岗位")),
                   Column(_("自"), "since", ("since", "id")), Column(_("至（不含）"))),
          deeds=tuple(one for one in PLAN_DEEDS if "allowances" in one.at), tabs=room_tabs,
          why_empty=_("定下津贴标准和岗位后列在这里。")),
)  # fmt: skip


@require_safe
def exam(request: HttpRequest, pk: int) -> HttpResponse:
    """An exam with its ranking, as far as one may see it."""
    account = asker(request)
    one = get_object_or_404(seen_exams(account).select_related("by", "released_by"), pk=pk)
    held, names = list(seen_results(account, one)), shorts()
    heads = (_("人员"), _("单位"), _("成绩"), _("名次"), _("末位"))
    if request.GET.get("export") in ("xlsx", "csv"):
        rows = ((each.person.name, names.get(each.unit_id, ""), each.score, each.rank, gettext("末位") if each.last else "")
                for each in held)  # fmt: skip
        return sent(f"exam-{one.month}", heads, rows, request.GET["export"])
    lines = [[Cell(each.person.name, small=each.person.code), Cell(names.get(each.unit_id, "")),
              Cell(gettext("缺考") if each.score is None else each.score), Cell("—" if each.rank is None else each.rank),
              Cell(gettext("末位"), tag="red") if each.last else Cell("")] for each in held]  # fmt: skip
    facts = [
        (_("对象"), Cell(one.get_audience_display())), (_("考试日期"), Cell(str(one.held_on))), (_("满分"), Cell(one.full)),
        (_("录入"), Cell(str(one.by or "—"))), (_("公布"), Cell(str(one.released_on or "—"), small=str(one.released_by or ""))),
    ]  # fmt: skip
    if held:
        facts.append((_("导出"), Cell("xlsx", f"{request.path}?export=xlsx")))
    return thing_page(
        request, title=one.name, lead=f"{one.month} · {one.get_state_display()}", facts=facts,
        tables=[Table(_("成绩"), heads, lines, _("没有您可看的成绩：成绩由本人、本单位和上级负责人、组织考试的机关查看。"))], offers=offers(EXAM_DEEDS, account, one),
        tabs=room_tabs(request),
    )  # fmt: skip


@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """A course with who took part."""
    account = asker(request)
    allowed(may_learn(account))
    one = get_object_or_404(Course, pk=pk)
    names, held = shorts(), seen_trained(account).filter(course=one)
    lines = [[Cell(each.person.name, small=each.person.code), Cell(names.get(each.unit_id, "")),
              Cell(each.get_state_display(), tag=TONES[each.state])] for each in held]  # fmt: skip
    facts = [
        (_("类别"), Cell(one.get_kind_display())), (_("起止"), Cell(f"{one.since} – {one.until}")), (_("主办"), Cell(one.organiser)),
        (_("案件编号"), Cell(one.case or "—")), (_("学时"), Cell("—" if one.hours is None else one.hours)),
    ]  # fmt: skip
    return thing_page(
        request, title=one.name, lead=one.get_kind_display(), facts=facts, offers=offers(COURSE_DEEDS, account, one),
        tables=[Table(_("参加人员"), (_("人员"), _("单位"), _("状态")), lines, _("还没有登记参加人员。"))], tabs=room_tabs(request),
    )  # fmt: skip


@require_safe
def rotation_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A rotation plan: coverage against the schedule, and who is due."""
    account = asker(request)
    allowed(may_train(account))
    one = get_object_or_404(RotationPlan, pk=pk)
    found = rotation(one, today())
    heads = (_("人员"), _("工号"), _("上次培训"))
    rows = [(who.name, who.code, str(when or gettext("没有培训过"))) for who, when in found.due]
    if request.GET.get("export") in ("xlsx", "csv"):
        return sent("rotation-due", heads, rows, request.GET["export"])
    share = gettext("暂缺") if found.share is None else f"{found.share}%"
    facts = [
        (_("起止"), Cell(gettext("%(day)s 起 %(n)s 年") % {"day": one.since, "n": one.years})),
        (_("干部"), Cell(found.officers)), (_("已训"), Cell(found.trained)), (_("覆盖率"), Cell(share)),
        (_("按进度应达"), Cell(f"{found.schedule}%")), (_("导出应训名单"), Cell("xlsx", f"{request.path}?export=xlsx")),
    ]  # fmt: skip
    lines = [[Cell(name), Cell(code), Cell(when)] for name, code, when in rows[:200]]
    told = {"share": share, "schedule": found.schedule, "n": len(rows)}
    return thing_page(
        request, title=one.name, lead=gettext("覆盖 %(share)s，按进度应达 %(schedule)s%%；应训 %(n)s 人。") % told, facts=facts,
        tables=[Table(_("应训名单"), heads, lines, _("现在没有应训的人。"))], tabs=room_tabs(request),
    )  # fmt: skip


@require_safe
def allowance(request: HttpRequest, pk: int) -> HttpResponse:
    """An allowance: months and sums of a year by person."""
    account = asker(request)
    allowed(may_train(account))
    one = get_object_or_404(Allowance, pk=pk)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today().year
    found = allowance_of(one, year)
    people = Person.objects.in_bulk(found)
    held = sorted(found.values(), key=lambda each: people[each.person].sort_key)
    heads = (_("人员"), _("工号"), _("月数"), _("金额(元)"))
    rows = [(people[each.person].name, people[each.person].code, len(each.months), each.yuan) for each in held]
    if request.GET.get("export") in ("xlsx", "csv"):
        return sent(f"allowance-{year}", heads, rows, request.GET["export"])
    lines = [[Cell(name), Cell(code), Cell(months), Cell(yuan)] for name, code, months, yuan in rows]
    whole = sum((each.yuan for each in held), start=one.monthly * 0)
    facts = [
        (_("月标准(元)"), Cell(one.monthly)), (_("计发岗位"), Cell(gettext("、").join(one.titles) or "—")), (_("年度"), Cell(year)),
        (_("合计(元)"), Cell(whole)), (_("上一年"), Cell(year - 1, f"{request.path}?year={year - 1}")),
        (_("导出"), Cell("xlsx", f"{request.path}?year={year}&export=xlsx")),
    ]  # fmt: skip
    told = {"year": year, "n": len(rows), "whole": whole}
    return thing_page(
        request, title=one.name, lead=gettext("%(year)s 年计发 %(n)s 人，共 %(whole)s 元。") % told, facts=facts,
        tables=[Table(_("计发名单"), heads, lines, _("没有在列名岗位的人。"))], tabs=room_tabs(request),
    )  # fmt: skip


def people_of(account: Account) -> dict[int, str]:
    """The people of one's bureaus, else oneself, with their names; of those above the staff of their own bureau."""
    seen = seen_bureaus(account)
    own = own_bureau(account)
    wanted = {own} - {None} if seen is None else seen
    held = (
        workers(set().union(*(sections(one) for one in wanted if one)), today()) if not may_see_records(account) else []
    )
    found = {one.person: one.name for one in held}
    if account.person is not None:
        found.setdefault(account.person.pk, account.person.name)
    return found
