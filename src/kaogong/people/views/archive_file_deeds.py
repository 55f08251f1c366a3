"""What is done in archives, honours, integrity files and reports, each on a page of its own."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.forms import ChoiceField
from django.utils.translation import gettext_lazy as _

from kaogong.org.forms.acts import text
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.fields import DayField, PersonField
from kaogong.org.models import Account, Person
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, today
from kaogong.org.views.deeds import Deed, to, whoever
from kaogong.people.actions.archive import discard_copy, file_entry, file_result, withdraw_entry
from kaogong.people.actions.archive_closing import close_unit_period, close_year
from kaogong.people.actions.archive_files import (
    give_honours,
    record_situation,
    sign_pledges,
    verify_situation,
    withdraw_honour,
    withdraw_situation,
)
from kaogong.people.actions.archive_integrity import (
    add_integrity_record,
    close_record,
    do_newcomer_item,
    file_report,
    issue_sheet,
    open_integrity,
    register_newcomers,
    summarise_integrity,
)
from kaogong.people.forms import archive as forms
from kaogong.people.guards import archive as may
from kaogong.people.guards import archive_files as may_files
from kaogong.people.models import (
    ArchiveEntry,
    Honour,
    IntegrityFile,
    IntegrityRecord,
    Newcomer,
    PersonResult,
    Situation,
)
from kaogong.people.queries.archive_sight import keeps
from kaogong.people.states.archive import ENTRY
from kaogong.people.states.archive_files import ITEMS, SITUATION

REASON = text(_("理由和依据"))
_deed = partial(Deed, room="people")


def may_record_somebody(account: Account) -> str:
    """Whoever answers for people may record how one of them acted; the act asks of whom."""
    found = reach(account)
    there = found.units(Power.HEAD, Power.LIAISON, Power.LEADER, Power.OFFICE, Power.DISCIPLINE)
    return "" if keeps(account) or there is None or there else str(_("情形由所在单位、人事部门或上级记录。"))


def may_archive_units(account: Account) -> str:
    """The office."""
    return "" if reach(account).has(Power.OFFICE, room="people") else str(_("单位的月度考核资料由绩效办归档。"))


def _correct(*, by: Account, corrects: PersonResult, **given: Any) -> PersonResult:
    return file_result(
        by=by, person=corrects.person, period=corrects.period, kind=corrects.kind, unit=corrects.unit,
        corrects=corrects, fixed_by=corrects.fixed_by, **given,
    )  # fmt: skip


def _add(*, by: Account, file: IntegrityFile, **given: Any) -> IntegrityRecord:
    return add_integrity_record(by=by, person=file.person, **given)


def _sum(*, by: Account, file: IntegrityFile, words: str) -> Any:
    return summarise_integrity(by=by, person=file.person, words=words)


ARCHIVE_DEEDS = (
    _deed(
        verb=file_result,
        at="results/file/",
        may=whoever(may.may_file),
        form=forms.ResultForm,
        begin=lambda _thing: {"fixed_on": today()},
        button=_("归集结果"),
        told=_("结果已归集。要改只能另登更正。"),
        back=to("people:results"),
    ),
    _deed(
        verb=file_result,
        do=_correct,
        name="correct_result",
        of=PersonResult,
        called="corrects",
        at="results/<int:number>/correct/",
        may=whoever(may.may_file),
        form=forms.CorrectForm,
        when=lambda one: not hasattr(one, "corrected_by"),
        button=_("更正"),
        told=_("更正已登记，原结果照旧可查。"),
        warning=_("原结果不改，另立一条；已关闭的年度同时增加一条档案。"),
        back=to("people:results"),
    ),
    _deed(
        verb=file_entry,
        at="entries/file/",
        may=whoever(may.may_file),
        form=forms.EntryForm,
        button=_("归档资料"),
        told=_("已归档并按内容封存。"),
        back=to("people:archive_entries"),
    ),
    _deed(
        verb=close_unit_period,
        at="entries/unit-period/",
        may=whoever(may_archive_units),
        form=forms.CloseUnitForm,
        button=_("单位月度归档"),
        told=_("已归档两份：绩效办一份，单位一份。"),
        back=to("people:archive_entries"),
    ),
    _deed(
        verb=close_year,
        at="entries/close-year/",
        may=whoever(may.may_close),
        form=ask(year=forms.year_field()),
        begin=lambda _thing: {"year": today().year - 1},
        button=_("关闭归档年度"),
        told=_("年度已关闭，条目已锁定。"),
        warning=_("有结果的每个人各归档一条并锁定；以后的更正另立条目。"),
        back=to("people:archive_entries"),
    ),
    _deed(
        verb=withdraw_entry,
        of=ArchiveEntry,
        called="entry",
        at="entries/<int:number>/withdraw/",
        may=may.may_withdraw_entry,
        form=ask(reason=REASON),
        when=lambda one: (one.state, "withdraw_entry") in ENTRY and one.holder == "central",
        button=_("撤销条目"),
        told=_("条目已撤销，仍然可见。"),
        back=to("people:archive_entry", "pk"),
    ),
    _deed(
        verb=discard_copy,
        of=ArchiveEntry,
        called="entry",
        at="entries/<int:number>/discard/",
        may=may.may_discard,
        form=ask(reason=REASON),
        when=lambda one: (one.state, "discard_copy") in ENTRY and one.holder == "unit",
        button=_("销毁本单位一份"),
        told=_("本单位一份已销毁，集中保管的不受影响。"),
        back=to("people:archive_entry", "pk"),
    ),
)
HONOUR_DEEDS = (
    _deed(
        verb=give_honours,
        at="honours/give/",
        may=whoever(may_files.may_give_honour),
        form=forms.HonourForm,
        button=_("登记表彰"),
        told=_("表彰已登记，每人的档案增加一条。"),
        back=to("people:honours"),
    ),
    _deed(
        verb=withdraw_honour,
        of=Honour,
        called="honour",
        at="honours/<int:number>/withdraw/",
        may=may_files.may_withdraw_honour,
        form=ask(reason=REASON),
        when=lambda one: one.state == "given",
        button=_("撤销表彰"),
        told=_("表彰已撤销，档案中标明撤销。"),
        back=to("people:honours"),
    ),
)
SITUATION_DEEDS = (
    _deed(
        verb=record_situation,
        at="situations/record/",
        may=whoever(may_record_somebody),
        form=forms.SituationForm,
        button=_("记录情形"),
        told=_("情形已记录，核实后计入。"),
        back=to("people:situations"),
    ),
    _deed(
        verb=verify_situation,
        of=Situation,
        called="situation",
        at="situations/<int:number>/verify/",
        may=may_files.may_settle_situation,
        when=lambda one: (one.state, "verify_situation") in SITUATION,
        button=_("核实"),
        told=_("已核实并归档。"),
        back=to("people:situations"),
    ),
    _deed(
        verb=withdraw_situation,
        of=Situation,
        called="situation",
        at="situations/<int:number>/withdraw/",
        may=may_files.may_settle_situation,
        form=ask(reason=REASON),
        when=lambda one: (one.state, "withdraw_situation") in SITUATION,
        button=_("撤销记录"),
        told=_("记录已撤销。"),
        back=to("people:situations"),
    ),
)
PLEDGE_DEEDS = (
    _deed(
        verb=sign_pledges,
        at="pledges/sign/",
        may=whoever(may_files.may_keep_pledges),
        form=forms.PledgeForm,
        begin=lambda _thing: {"year": today().year, "signed_on": today()},
        button=_("登记承诺书"),
        told=_("承诺书已登记。"),
        back=to("people:pledges"),
    ),
)
NEWCOMER_DEEDS = (
    _deed(
        verb=register_newcomers,
        at="newcomers/register/",
        may=whoever(may_files.may_keep_newcomers),
        form=forms.NewcomersForm,
        button=_("登记新任职"),
        told=_("已登记，四项办齐前列为不齐。"),
        back=to("people:newcomers"),
    ),
    _deed(
        verb=do_newcomer_item,
        of=Newcomer,
        called="newcomer",
        at="newcomers/<int:number>/item/",
        may=whoever(may_files.may_keep_newcomers),
        form=forms.NewcomerItemForm,
        begin=lambda _thing: {"on": today()},
        when=lambda one: one.items.count() < len(ITEMS),
        button=_("登记办理"),
        told=_("已登记。"),
        back=to("people:newcomer", "pk"),
    ),
)
INTEGRITY_DEEDS = (
    _deed(
        verb=open_integrity,
        at="integrity/open/",
        may=whoever(may_files.may_keep_integrity),
        form=ask(person=PersonField(label=forms.PERSON)),
        button=_("建廉政档案"),
        told=_("廉政档案已建。"),
        back=to("people:integrity_files"),
    ),
    _deed(
        verb=add_integrity_record,
        do=_add,
        of=IntegrityFile,
        called="file",
        at="integrity/<int:number>/record/",
        may=whoever(may_files.may_keep_integrity),
        form=ask(
            kind=ChoiceField(label=_("类别"), choices=IntegrityRecord.KINDS),
            day=DayField(label=_("日期")),
            words=text(_("内容")),
        ),
        button=_("登记廉政记录"),
        told=_("已登记，内容加密保存。"),
        back=to("people:integrity_file", "pk"),
    ),
    _deed(
        verb=summarise_integrity,
        do=_sum,
        of=IntegrityFile,
        called="file",
        at="integrity/<int:number>/summary/",
        may=whoever(may_files.may_keep_integrity),
        form=ask(words=text(_("摘要"))),
        button=_("出具摘要"),
        told=_("摘要已出具，半年内用于考察、任用和罢免。"),
        back=to("people:integrity_file", "pk"),
    ),
    _deed(
        verb=close_record,
        of=IntegrityRecord,
        called="held",
        at="integrity/records/<int:number>/close/",
        may=whoever(may_files.may_keep_integrity),
        form=ask(conclusion=text(_("结论"))),
        when=lambda one: one.state == "open",
        button=_("了结"),
        told=_("已了结。"),
        back=to("people:integrity_file", "file_id"),
    ),
)
REPORT_DEEDS = (
    _deed(
        verb=file_report,
        at="reports/file/",
        lead=_("内容加密保存，只有本人和被授权的人能看，每次查看都留痕。"),
        send=_("提交报告"),
        may=whoever(may_files.may_report),
        form=forms.ReportForm,
        begin=lambda _thing: {"year": today().year - 1},
        button=_("报告个人事项"),
        told=_("报告已收到，内容加密保存，只有本人和被授权的人能看。"),
        back=to("people:reports"),
    ),
)
SHEET_DEEDS = (
    _deed(
        verb=issue_sheet,
        of=Person,
        called="person",
        at="archives/<str:code>/sheet/",
        may=may_files.may_issue_sheet,
        form=forms.SheetForm,
        button=_("出具干部情况表"),
        told=_("情况表已出具并封存。"),
        warning=_("须有有效期内的廉政档案摘要；内容按今天的档案固定。"),
        back=to("people:sheets"),
    ),
)
DEEDS = (
    *ARCHIVE_DEEDS,
    *HONOUR_DEEDS,
    *SITUATION_DEEDS,
    *PLEDGE_DEEDS,
    *NEWCOMER_DEEDS,
    *INTEGRITY_DEEDS,
    *REPORT_DEEDS,
    *SHEET_DEEDS,
)
