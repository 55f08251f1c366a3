"""Lists of archives, results, duties, staff appraisal, integrity files and leaders' appraisals."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaogong.org.models import Account
from kaogong.org.queries import today, with_posts
from kaogong.org.views.listing import Column, Do
from kaogong.org.views.shelves import Shelf
from kaogong.people.guards import archive_files as may_files
from kaogong.people.guards.archive_files import may_see_integrity, reads_sealed
from kaogong.people.models import (
    Honour,
    IntegrityFile,
    PersonalReport,
    PersonResult,
    Pledge,
    PromotionSheet,
    StaffScheme,
)
from kaogong.people.queries.archive import seen_entries, seen_people
from kaogong.people.queries.archive_duties import seen_duties
from kaogong.people.queries.archive_files import newcomers, seen_situations, sheets_of
from kaogong.people.queries.archive_leaders import seen_leaders, seen_meetings
from kaogong.people.queries.archive_sight import keeps
from kaogong.people.queries.archive_staff import seen_annual, seen_rounds
from kaogong.people.views import archive_file_deeds as files
from kaogong.people.views import archive_leader_deeds as leaders
from kaogong.people.views import archive_rows as rows
from kaogong.people.views import archive_staff_deeds as staff
from kaogong.people.views.tabs import open_to_all, room_tabs

_shelf = partial(Shelf, tabs=room_tabs)


def _archives(account: Account) -> QuerySet[Any]:
    found = seen_people(account, keeping=keeps(account)).filter(left__isnull=True)
    return with_posts(found.defer("phone", "id_number"))


def _results(account: Account) -> QuerySet[PersonResult]:
    people = seen_people(account, keeping=keeps(account))
    found = PersonResult.objects.filter(person__in=people.values("pk")).select_related("person", "unit", "corrected_by")
    shown = found if keeps(account) else found.filter(fixed_on__lte=today())
    return shown.order_by("-period", "person__sort_key", "pk")


def _reports(account: Account) -> QuerySet[PersonalReport]:
    found = PersonalReport.objects.select_related("person")
    return found if not may_files.may_see_reports(account) else found.filter(person=account.person_id or 0)


def _schemes(account: Account) -> QuerySet[StaffScheme]:
    return StaffScheme.objects.select_related("unit").filter(unit__in=seen_duties(account).values("unit"))


def _sheets(account: Account) -> QuerySet[PromotionSheet]:
    allowed = keeps(account) or not may_files.may_see_sheets(account)
    return sheets_of().exclude(person=account.person_id or 0) if allowed else sheets_of([])


PERSON = Column(_("人员"), "person", ("person__sort_key", "pk"))
UNIT = Column(_("单位"), "unit", ("unit__code", "pk"))
DOES = Column(_("办理"))
SHELVES = (
    _shelf(
        name="archives",
        at="archives/",
        title=_("个人业绩档案"),
        found=_archives,
        may=open_to_all,
        columns=(
            Column(_("姓名"), "name", ("sort_key", "code")),
            Column(_("工号"), "code", ("code",)),
            Column(_("单位")),
            Column(_("岗位")),
        ),
        row=rows.archive_row,
        words=("name", "code", "initials"),
        why_empty=_("您能查看的人员会出现在这里。"),
    ),
    _shelf(
        name="results", at="results/", title=_("人员结果"), found=_results, may=open_to_all,
        columns=(
            PERSON, Column(_("时期"), "period", ("period", "pk")), Column(_("考核"), "kind", ("kind", "pk")),
            Column(_("得分"), "score", ("score", "pk"), number=True), Column(_("等次"), "grade", ("grade", "pk")),
            Column(_("依据")), Column(_("状态")), DOES,
        ),
        row=rows.result_row, words=("person__name", "person__code", "period", "grade"), deeds=files.ARCHIVE_DEEDS[:2],
        why_empty=_("考评结果公布或季度考评结束后自动归集到这里。"),
    ),
    _shelf(
        name="archive_entries", at="entries/", title=_("档案条目"), may=open_to_all,
        found=lambda account: seen_entries(account, keeping=keeps(account)),
        columns=(
            Column(_("题名"), "title", ("title", "pk")), Column(_("谁的")), Column(_("类别"), "kind", ("kind", "pk")),
            Column(_("时期"), "period", ("period", "pk")), Column(_("保管"), "holder", ("holder", "pk")),
            Column(_("归档日期"), "on", ("filed_on", "pk")), Column(_("状态"), "state", ("state", "pk")),
        ),
        row=rows.entry_row, words=("title", "period", "person__name", "person__code", "unit__code"),
        deeds=files.ARCHIVE_DEEDS[2:5], why_empty=_("结果公布、月度归档、年度关闭后出现在这里。"),
    ),
    _shelf(
        name="honours", at="honours/", title=_("表彰奖励"), may=open_to_all,
        found=lambda _account: Honour.objects.select_related("person", "unit"),
        columns=(
            Column(_("荣誉"), "title", ("title", "pk")), Column(_("授予")), Column(_("级别"), "level", ("level", "pk")),
            Column(_("授予机关")), Column(_("日期"), "on", ("given_on", "pk")), Column(_("状态"), "state", ("state", "pk")),
            DOES,
        ),
        row=rows.honour_row, words=("title", "person__name", "issuer", "number"), deeds=files.HONOUR_DEEDS,
        why_empty=_("登记表彰后出现在这里。"),
    ),
    _shelf(
        name="situations", at="situations/", title=_("情形记录"), may=open_to_all,
        found=lambda account: seen_situations(account, keeping=keeps(account)),
        columns=(
            PERSON, Column(_("情形"), "context", ("context", "pk")), Column(_("日期"), "day", ("day", "pk")),
            Column(_("表现")), Column(_("状态"), "state", ("state", "pk")), DOES,
        ),
        row=rows.situation_row, words=("person__name", "words", "source"), deeds=files.SITUATION_DEEDS,
        lead=_("关键时刻、突发事件、基层一线等情形下的表现，核实后用于选人用人。"),
        why_empty=_("单位或上级记录后出现在这里。"),
    ),
    _shelf(
        name="leaders", at="leaders/", title=_("领导干部个人考评"), may=open_to_all,
        found=lambda account: seen_leaders(account, keeping=keeps(account)),
        columns=(
            PERSON, UNIT, Column(_("年度"), "year", ("year", "pk")), Column(_("目标数"), number=True),
            Column(_("访谈数"), number=True), Column(_("得分"), "score", ("score", "pk"), number=True),
            Column(_("等次"), "grade", ("grade", "pk")), Column(_("状态"), "state", ("state", "pk")),
        ),
        row=rows.leader_row, words=("person__name", "person__code"), deeds=leaders.LEADER_DEEDS[:1],
        lead=_("个人目标、个人标准、访谈过程、综合考评，与班子考核分开。"), why_empty=_("人事部门启动后出现在这里。"),
    ),
    _shelf(
        name="sheets", at="sheets/", title=_("干部情况表"), may=may_files.may_see_sheets, found=_sheets,
        columns=(
            PERSON, Column(_("用途"), "use", ("use", "pk")), Column(_("出具日期"), "day", ("day", "pk")),
            Column(_("障碍")), Column(_("提示")),
        ),
        row=rows.sheet_row, words=("person__name", "person__code"), why_empty=_("从个人业绩档案出具。"),
    ),
    _shelf(
        name="duties", at="duties/", title=_("岗位职责"), may=open_to_all, found=seen_duties,
        columns=(
            Column(_("岗位"), "title", ("title", "pk")), PERSON, UNIT, Column(_("职责")), Column(_("版次")), DOES,
        ),
        row=rows.duty_row, words=("title", "person__name", "unit__code"), deeds=staff.DUTY_DEEDS[:2],
        why_empty=_("本单位的岗位会出现在这里。"),
    ),
    _shelf(
        name="schemes", at="schemes/", title=_("工作人员考评方案"), may=open_to_all, found=_schemes,
        columns=(
            Column(_("方案"), "title", ("title", "pk")), UNIT, Column(_("自"), "since", ("since", "pk")),
            Column(_("状态"), "state", ("state", "pk")), DOES,
        ),
        row=rows.scheme_row, words=("title", "unit__code"), deeds=staff.SCHEME_DEEDS,
        more=lambda _account: [Do(_("没有方案的单位"), reverse("people:scheme_gaps"))],
        why_empty=_("各单位按岗位职责拟方案，负责人审签后施行。"),
    ),
    _shelf(
        name="staff_rounds", at="staff-rounds/", title=_("季度考评"), may=open_to_all, found=seen_rounds,
        columns=(
            UNIT, Column(_("季度"), "quarter", ("quarter", "pk")), Column(_("步骤"), "state", ("state", "pk")),
            Column(_("公示至")), Column(_("评优提示")),
        ),
        row=rows.round_row, words=("quarter", "unit__code"), why_empty=_("从施行的考评方案启动季度考评。"),
    ),
    _shelf(
        name="annual_forms", at="annual/", title=_("年度考核表"), may=open_to_all,
        found=lambda account: seen_annual(account, keeping=keeps(account)),
        columns=(
            PERSON, UNIT, Column(_("年度"), "year", ("year", "pk")), Column(_("等次"), "grade", ("grade", "pk")),
            Column(_("状态"), "state", ("state", "pk")),
        ),
        row=rows.annual_row, words=("person__name", "person__code", "grade"), deeds=staff.ANNUAL_DEEDS[:1],
        lead=_("十二个月和四个季度的结果自动带入，不能改。"), why_empty=_("单位或人事部门建立后出现在这里。"),
    ),
    _shelf(
        name="newcomers", at="newcomers/", title=_("新任职干部"), may=may_see_integrity, found=lambda _account: newcomers(),
        columns=(
            PERSON, Column(_("方式"), "event", ("event", "pk")), Column(_("任职日期"), "on", ("on", "pk")),
            Column(_("批次"), "batch", ("batch", "pk")), Column(_("四项")), DOES,
        ),
        row=rows.newcomer_row, words=("person__name", "batch"), deeds=files.NEWCOMER_DEEDS,
        lead=_("谈话、测试、承诺书、廉政档案四项办齐为齐全。"), why_empty=_("登记新提拔、调任的干部后出现在这里。"),
    ),
    _shelf(
        name="integrity_files", at="integrity/", title=_("廉政档案"), may=may_see_integrity,
        found=lambda _account: IntegrityFile.objects.select_related("person").prefetch_related("summaries", "records"),
        columns=(
            PERSON, Column(_("建档日期"), "on", ("opened_on", "pk")), Column(_("最近摘要")), Column(_("违规问题")), DOES,
        ),
        row=rows.file_row, words=("person__name", "person__code"), deeds=files.INTEGRITY_DEEDS[:3],
        why_empty=_("建档后出现在这里。"),
    ),
    _shelf(
        name="pledges", at="pledges/", title=_("承诺书"), may=may_files.may_keep_pledges,
        found=lambda _account: Pledge.objects.select_related("person"),
        columns=(
            Column(_("名称"), "title", ("title", "pk")), Column(_("签订")), UNIT,
            Column(_("年度"), "year", ("year", "pk")), Column(_("日期"), "on", ("signed_on", "pk")),
        ),
        row=rows.pledge_row, words=("title", "person__name", "organisation"), deeds=files.PLEDGE_DEEDS,
        why_empty=_("登记承诺书后出现在这里。"),
    ),
    _shelf(
        name="reports", at="reports/", title=_("报告和申报"), may=may_files.may_report, found=_reports,
        columns=(
            PERSON, Column(_("类别"), "kind", ("kind", "pk")), Column(_("年度"), "year", ("year", "pk")),
            Column(_("报告日期"), "on", ("filed_on", "pk")), Column(_("内容")),
        ),
        row=rows.report_row, words=("person__name", "person__code"), deeds=files.REPORT_DEEDS,
        lead=_("内容加密保存，只有本人和被授权的人能看，每次查看都留痕。"), why_empty=_("报告后出现在这里。"),
        more=lambda account: [Do(_("申报情况"), reverse("people:report_compliance"))]
        if reads_sealed(account) or keeps(account) else [],
    ),
    _shelf(
        name="life_meetings", at="life-meetings/", title=_("民主生活会"), may=open_to_all,
        found=lambda account: seen_meetings(account, keeping=keeps(account)),
        columns=(
            Column(_("主题"), "title", ("title", "pk")), UNIT, Column(_("日期"), "on", ("planned_on", "pk")),
            Column(_("问题数"), number=True), Column(_("状态"), "state", ("state", "pk")), Column(_("规范")),
        ),
        row=rows.meeting_row, words=("title", "unit__code"), deeds=leaders.MEETING_DEEDS[:1],
        lead=_("上次会议的整改都说明了情况，才能开下一次。"), why_empty=_("各单位筹备后出现在这里。"),
    ),
)  # fmt: skip
