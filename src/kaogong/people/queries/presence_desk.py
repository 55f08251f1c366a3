"""What of attendance, learning and talks waits for an account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, calendar, reach, setting, today
from kaogong.people.models import (
    Absence,
    Article,
    AttendanceSheet,
    Correction,
    DayRecord,
    Exam,
    ExamInterview,
    IntegrityTalk,
    MonthEvaluation,
    Trained,
    WritingDay,
)
from kaogong.people.queries.bureaus import ROOM, bureau_of, own_bureau
from kaogong.people.queries.learning import KEEPERS, keeps_exams, writing_days_left
from kaogong.people.queries.presence import absent_on, record_of, without_substitute, working_days
from kaogong.people.queries.talks import heads_without_talk, incomplete_talks, teams

MOST = 20


def presence_waiting(account: Account) -> Iterator[Waiting]:
    """To oneself what is unfinished, to keepers and heads what is to be decided, to discipline who has no talk."""
    found = reach(account)
    if account.person_id:
        yield from _own(account, account.person_id)
    deciding = found.units(Power.HEAD, Power.LEADER)
    if deciding:
        yield from _deciding(account, deciding)
    keeping = found.units(Power.HEAD, Power.LIAISON)
    if keeping:
        yield from _keeping(account, {bureau_of(one) for one in keeping})
    yield from _exams(account)
    if found.has(Power.DISCIPLINE, room=ROOM):
        yield from _talks()


def _own(account: Account, person: int) -> Iterator[Waiting]:
    day = today()
    last = next(reversed(list(working_days(day - dt.timedelta(days=14), day - dt.timedelta(days=1)))), None)
    if last is not None:
        held = DayRecord.objects.filter(person=person, day=last).first()
        asked = Correction.objects.filter(person=person, day=last).exists()
        if held is not None and not held.complete and not asked:
            about = _("%(day)s 只打了一次卡") % {"day": last}
            yield Waiting(_("考勤缺卡"), about, _("申请更正"), reverse("people:ask_correction"), since=last)
    bare = Absence.objects.filter(person=person, state__in=("asked", "agreed"), substitute=None, last__gte=day)
    for one in bare.exclude(returned_on__isnull=False)[:MOST]:
        url = reverse("people:name_stand_in", args=[one.pk])
        about = _("%(first)s 至 %(last)s 没有同岗替代人") % {"first": one.first, "last": one.last}
        yield Waiting(one.get_kind_display(), about, _("定替代人"), url, one.first, one.on)
    unit = own_bureau(account)
    if unit is not None and last is not None and _not_yet(person, unit, last, day):
        yield Waiting(_("上班打卡"), _("今天还没有打卡"), _("打卡"), reverse("people:attendance"), day)
    if unit is not None and WritingDay.objects.filter(unit=unit, day=day).exists():
        yield Waiting(_("今天是信息写作日"), _("集中写信息"), _("登记信息"), reverse("people:send_article"), day)


def _not_yet(person: int, unit: int, last: dt.date, day: dt.date) -> bool:
    """Somebody of a bureau that keeps attendance has not clicked on a working day, and is not away."""
    if not calendar().works(day) or not DayRecord.objects.filter(unit=unit, day=last).exists():
        return False
    return record_of(person, day) is None and absent_on(person, day) is None


def _deciding(account: Account, units: set[int]) -> Iterator[Waiting]:
    bureaus = {bureau_of(one) for one in units} | units
    held = Absence.objects.filter(unit__in=bureaus, state="asked").exclude(by=account)
    if account.person_id:
        held = held.exclude(person=account.person_id).exclude(substitute=account.person_id)
    for one in held.select_related("person", "substitute").order_by("first", "pk")[:MOST]:
        about = f"{one.person} {one.first} – {one.last}"
        if one.substitute is None:
            about = _("%(about)s，没有替代人") % {"about": about}
        url = reverse("people:absence", args=[one.pk])
        yield Waiting(_("审批%(kind)s") % {"kind": one.get_kind_display()}, about, _("审批"), url, one.first, one.on)


def _keeping(account: Account, bureaus: set[int]) -> Iterator[Waiting]:
    day = today()
    corrections = Correction.objects.filter(unit__in=bureaus, state="asked").exclude(by=account)
    number = corrections.exclude(person=account.person_id or 0).count()
    if number:
        about = _("%(n)s 条待审核") % {"n": number}
        yield Waiting(_("考勤更正"), about, _("审核"), reverse("people:corrections"))
    for one in AttendanceSheet.objects.filter(unit__in=bureaus, state="draft").exclude(by=account):
        if reach(account).has(Power.HEAD, one.unit_id, ROOM):
            url = reverse("people:attendance_sheet", args=[one.pk])
            yield Waiting(_("签发考勤通报"), one.month, _("签发"), url, since=one.on)
    yield from _circulating(bureaus, day)
    articles = Article.objects.filter(unit__in=bureaus, state="sent").exclude(by=account)
    number = articles.exclude(person=account.person_id or 0).count()
    if number:
        about = _("%(n)s 篇待认定") % {"n": number}
        yield Waiting(_("信息采用"), about, _("认定"), reverse("people:articles"))
    entered = MonthEvaluation.objects.filter(unit__in=bureaus, state="entered").exclude(by=account)
    number = entered.exclude(person=account.person_id or 0).count()
    if number:
        about = _("%(n)s 条待确认") % {"n": number}
        yield Waiting(_("月度考评"), about, _("确认"), reverse("people:month_evaluations"))
    number = without_substitute(bureaus).count()
    if number:
        about = _("%(n)s 个服务岗位没有替代人") % {"n": number}
        yield Waiting(_("同岗替代"), about, _("登记"), reverse("people:lacking"))
    yield from _teams(bureaus, day)


def _circulating(bureaus: set[int], day: dt.date) -> Iterator[Waiting]:
    """A month of clicks that nobody has circulated yet, and a month without a day for writing."""
    last = day.replace(day=1) - dt.timedelta(days=1)
    month = f"{last:%Y-%m}"
    clicked = DayRecord.objects.filter(unit__in=bureaus, day__year=last.year, day__month=last.month)
    there = AttendanceSheet.objects.filter(unit__in=bureaus, month=month).values("unit")
    if clicked.exclude(unit__in=there).exists():
        due = day.replace(day=setting("attendance.day"))
        about = _("%(month)s 还没有拟通报") % {"month": month}
        yield Waiting(_("考勤通报"), about, _("拟通报"), reverse("people:draft_sheet"), due, day.replace(day=1))
    for unit in sorted(bureaus):
        if WritingDay.objects.filter(unit=unit).exists() and writing_days_left(unit, f"{day:%Y-%m}"):
            about = _("%(month)s 还没有定") % {"month": f"{day:%Y-%m}"}
            yield Waiting(_("信息写作日"), about, _("定日期"), reverse("people:set_writing_day"))


def _teams(bureaus: set[int], day: dt.date) -> Iterator[Waiting]:
    if day.month < setting("talks.remind_month"):
        return
    for one in teams(bureaus, day.year, day):
        if one.open:
            names = _("、").join(each.name for each in one.open)
            about = _("还没有与%(names)s谈心") % {"names": names}
            yield Waiting(
                _("班长与成员谈心"), about, _("登记"), reverse("people:log_heart_talk"), dt.date(day.year, 12, 31)
            )


def _exams(account: Account) -> Iterator[Waiting]:
    held = [one for one in KEEPERS if keeps_exams(account, one)]
    if not held:
        return
    for one in (
        Exam.objects.filter(audience__in=held, state="draft", results__isnull=False).exclude(by=account).distinct()
    ):
        yield Waiting(_("公布成绩"), one.name, _("公布"), reverse("people:exam", args=[one.pk]), since=one.held_on)
    open_ = ExamInterview.objects.filter(result__exam__audience__in=held, state="open").select_related("person")
    for each in open_.exclude(person=account.person_id or 0).order_by("due", "pk")[:MOST]:
        about = _("%(who)s %(year)s 年") % {"who": each.person, "year": each.year}
        yield Waiting(_("末位约谈"), about, _("登记"), reverse("people:hold_interview", args=[each.pk]), each.due)
    waiting = Trained.objects.filter(state="entered", course__until__lte=today()).exclude(by=account)
    number = waiting.exclude(person=account.person_id or 0).count()
    if number:
        about = _("%(n)s 人次待确认") % {"n": number}
        yield Waiting(_("参训记录"), about, _("确认"), reverse("people:courses"))


def _talks() -> Iterator[Waiting]:
    year = today().year
    for one in incomplete_talks(year).order_by("on")[:MOST]:
        url = reverse("people:talk", args=[one.pk])
        yield Waiting(_("廉政谈话缺后续事项"), one.reason, _("补写"), url, since=one.on)
    late = IntegrityTalk.objects.filter(follow_due__lte=today(), followed_on=None).exclude(follow_up="")
    for one in late.order_by("follow_due")[:MOST]:
        url = reverse("people:talk", args=[one.pk])
        yield Waiting(_("廉政谈话后续事项"), one.reason, _("办结"), url, one.follow_due, one.on)
    number = len(heads_without_talk(year))
    if number and IntegrityTalk.objects.filter(on__year=year).exists():
        about = _("%(n)s 名主要领导本年没有谈话") % {"n": number}
        yield Waiting(_("廉政谈话"), about, _("看名单"), reverse("people:talk_heads"), dt.date(year, 12, 31))
