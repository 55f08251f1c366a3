"""The pages of presence, learning and talks: who sees what, and what is done on them."""

import io
from decimal import Decimal

from kaogong.audit.reports.workbook import workbook
from kaogong.org.models.powers import Power
from kaogong.people.actions.absences import ask_absence
from kaogong.people.models import (
    Absence,
    Allowance,
    Article,
    ArticleTarget,
    AttendanceSheet,
    Correction,
    Course,
    DayRecord,
    Exam,
    ExamInterview,
    HeartTalk,
    IntegrityTalk,
    MonthEvaluation,
    Outing,
    PunchFile,
    RotationPlan,
    Substitute,
    Trained,
    WorkHours,
    WritingDay,
)
from kaogong.people.queries import waiting_for
from people.presence import *  # noqa: F403
from people.presence import DAY, post_of

A, L, T = "/people/attendance/", "/people/learning/", "/people/talks/"
OWN = (f"{A}mine/", f"{A}board/", f"{A}absences/", f"{A}corrections/", f"{A}sheets/", f"{L}mine/", f"{L}exams/", f"{L}tests/",
       f"{L}evaluations/", f"{L}articles/", f"{L}targets/", f"{L}writing/", f"{L}awards/", f"{L}courses/", f"{L}cards/", T,
       f"{T}heart/", f"{T}teams/", "/people/")  # fmt: skip
KEPT = (f"{A}month/", f"{A}substitutes/", f"{A}substitutes/lacking/", f"{A}import/", f"{A}hours/")
ABOVE = (f"{L}interviews/", f"{L}rotation/", f"{L}allowances/", f"{T}heads/")


def test_every_page_is_there_for_those_it_concerns(hours, worker, keeper, discipline, head, window, mate):
    mine, kept, above = window(worker), window(keeper), window(discipline)
    for path in OWN:
        assert mine.get(path).status_code == 200, path
    for path in (*KEPT, *ABOVE):
        assert mine.get(path).status_code == 403, path
    for path in KEPT:
        assert kept.get(path).status_code == 200, path
    for path in ABOVE:
        assert above.get(path).status_code == 200, path
    page = mine.get("/people/").content.decode()
    assert "去向显示" in page
    assert "导入考勤机" not in page


def test_clicking_and_going_out_by_the_page(hours, worker, clerk, window):
    page = window(worker)
    assert page.post(f"{A}mine/", {"verb": "arrive"}).status_code == 302
    assert DayRecord.objects.get(person=clerk).arrived is not None
    assert "已打过" in page.post(f"{A}mine/", {"verb": "arrive"}, follow=True).content.decode()
    assert page.post(f"{A}mine/", {"verb": "out", "place": ""}).status_code == 422
    assert page.post(f"{A}mine/", {"verb": "out", "place": "政务中心"}).status_code == 302
    outing = Outing.objects.get()
    assert "政务中心" in page.get(f"{A}board/?state=out").content.decode()
    page.post(f"{A}mine/", {"verb": "back", "outing": outing.pk})
    assert Outing.objects.get().back_at is not None
    page.post(f"{A}mine/", {"verb": "leave"})
    assert DayRecord.objects.get(person=clerk).complete


def test_leave_by_the_pages_warns_without_a_substitute(hours, worker, clerk, mate, head, window, second, office):
    page = window(worker)
    given = {"person": clerk.code, "kind": "annual", "first": "2026-09-22", "last": "2026-09-24", "words": "回乡办事"}
    assert page.post(f"{A}absences/new/", given).status_code == 302
    made = Absence.objects.get()
    path = f"{A}absences/{made.pk}/"
    assert "没有同岗替代人" in page.get(path).content.decode()
    assert "没有替代人" in next(one for one in waiting_for(head) if one.do == "审批").about
    assert [one.do for one in waiting_for(worker)] == ["定替代人"]
    assert page.post(f"{path}stand-in/", {"substitute": mate.code}).status_code == 302
    assert "没有同岗替代人" not in window(head).get(path).content.decode()
    assert "回乡办事" in window(second).get(path).content.decode()
    other = window(office).get(path).content.decode()
    assert "事由由本人和所在单位掌握" in other
    assert "回乡办事" not in other
    assert page.post(f"{path}agree/", {}).status_code == 403
    assert window(head).post(f"{path}agree/", {"reply": "好"}).status_code == 302
    assert page.post(f"{path}withdraw/", {"reason": "改期"}).status_code == 302
    assert Absence.objects.get().state == "withdrawn"
    refused = ask_absence(by=worker, person=clerk, kind="sick", first=DAY, last=DAY, words="就医")
    assert window(head).post(f"{A}absences/{refused.pk}/refuse/", {"reply": "无假条"}).status_code == 302
    early = Absence.objects.create(
        person=clerk, unit=made.unit, kind="personal", first=DAY, last=DAY, words="事", on=DAY, state="agreed"
    )
    assert page.post(f"{A}absences/{early.pk}/end/", {"on": str(DAY)}).status_code == 302


def test_corrections_hours_substitutes_and_circulations_by_the_pages(
    hours, worker, clerk, mate, keeper, head, window, bureau, office, on, clicks
):
    page, kept, top = window(worker), window(keeper), window(head)
    given = {"person": clerk.code, "day": "2026-09-18", "arrived": "08:50", "left": "17:40", "reason": "忘打卡"}
    assert page.post(f"{A}corrections/new/", given).status_code == 302
    made = Correction.objects.get()
    assert kept.post(f"{A}corrections/{made.pk}/agree/", {"reply": ""}).status_code == 302
    assert page.post(f"{A}corrections/new/", given | {"day": "2026-09-17"}).status_code == 302
    other = Correction.objects.get(state="asked")
    assert kept.post(f"{A}corrections/{other.pk}/refuse/", {"reply": "无佐证"}).status_code == 302
    assert "08:50–17:40" in page.get(f"{A}corrections/").content.decode()
    whole = {"unit": "", "starts": "08:30", "ends": "17:00", "since": "2026-10-01"}
    assert window(office).post(f"{A}hours/new/", whole).status_code == 302
    assert WorkHours.objects.count() == 2
    stand = {"post": post_of(clerk).pk, "person": mate.code, "since": str(DAY)}
    assert kept.post(f"{A}substitutes/new/", stand).status_code == 302
    held = Substitute.objects.get()
    assert kept.post(f"{A}substitutes/{held.pk}/end/", {"until": "2026-12-31"}).status_code == 302
    assert kept.post(f"{A}sheets/new/", {"unit": bureau.code, "month": "2026-09"}).status_code == 422
    assert kept.post(f"{A}sheets/new/", {"unit": bureau.code, "month": "2026-08"}).status_code == 302
    sheet = AttendanceSheet.objects.get()
    assert "签发" in [one.do for one in waiting_for(head)]
    assert page.get(f"{A}sheets/{sheet.pk}/").status_code == 403
    assert top.post(f"{A}sheets/{sheet.pk}/issue/", {}).status_code == 302
    assert page.get(f"{A}sheets/{sheet.pk}/").status_code == 200
    assert page.get(f"{A}sheets/{sheet.pk}/document/").content[:2] == b"PK"
    shown = top.get(f"{A}people/{clerk.code}/")
    assert "08:50" in shown.content.decode()
    assert window(office).get(f"{A}people/{clerk.code}/?export=csv").status_code == 200
    assert page.get(f"{A}people/{clerk.code}/").status_code == 403
    assert top.get(f"{A}month/?month=2026-08&sort=absent&export=csv").content.decode().count("\r\n") == 4


def test_leave_is_asked_for_with_the_name_of_a_colleague(hours, clerk, mate, employ, worker, window):
    pages, url = window(worker), f"{A}absences/new/"
    form = pages.get(url).content.decode()
    assert "提交后等审批" in form
    assert "提交申请</button>" in form
    given = {"kind": "personal", "first": "2026-10-12", "last": "2026-10-12", "words": "办事"}
    assert "也没有叫这个名字的" in pages.post(url, given | {"substitute": "无此人"}).content.decode()
    twins = [employ("重名"), employ("重名")]
    told = pages.post(url, given | {"substitute": "重名"}).content.decode()
    assert all(one.code in told for one in twins)
    assert pages.post(url, given | {"substitute": mate.name}).status_code == 302
    assert Absence.objects.get().substitute == mate


def test_the_file_of_a_machine_is_looked_through_first(hours, keeper, clerk, mate, bureau, window, worker, stranger):
    kept = window(keeper)
    heads = ["工号", "姓名", "日期", "上班时间", "下班时间"]

    def upload(*rows):
        file = io.BytesIO(workbook([("打卡", heads, rows)]))
        file.name = "九月.xlsx"
        return kept.post(f"{A}import/", {"unit": bureau.code, "file": file})

    good = [clerk.code, clerk.name, "2026-09-17", "08:58", "17:31"]
    page = upload(good, ["P99", "", "昨天", "", ""])
    assert len(page.context["faults"]) == 3
    assert "这次一行也没有收下" in page.content.decode()
    slashed = upload(
        [clerk.code, "", "2026/9/7", "8:05", "17:31"],
        [clerk.code, "", "2026年9月8日", "8:05", "17:31"],
        [clerk.code, "", "20260909", "8:05", ""],
    )
    assert [one["day"].day for one in slashed.context["lines"]] == [7, 8, 9]
    assert not upload([clerk.code, "", "2026/13/7", "8:05", "17:31"]).context["lines"]
    page = upload(good)
    assert DayRecord.objects.count() == 0
    stolen = window(stranger).post(f"{A}import/", {"verb": "take", "file": page.context["token"]})
    assert "预览已过期" in stolen.content.decode()
    assert kept.post(f"{A}import/", {"verb": "take", "file": page.context["token"]}).status_code == 302
    assert PunchFile.objects.get().lines == DayRecord.objects.count() == 1
    assert kept.get(f"{A}import/?export=xlsx").status_code == 200


def test_learning_by_the_pages(
    hours, worker, clerk, mate, keeper, head, office, discipline, make_account, window, bureau
):
    top, other, kept, page = window(discipline), make_account(Power.DISCIPLINE), window(keeper), window(worker)
    given = {"month": "2026-08", "audience": "discipline", "name": "八月考试", "held_on": "2026-08-20", "full": "100"}
    assert top.post(f"{L}exams/new/", given).status_code == 302
    exam = Exam.objects.get()
    assert page.get(f"{L}exams/{exam.pk}/").status_code == 404
    assert (
        top.post(f"{L}exams/{exam.pk}/results/", {"results": f"{clerk.code}|60\n{mate.code}|91.5"}).status_code == 302
    )
    assert window(other).post(f"{L}exams/{exam.pk}/release/", {}).status_code == 302
    assert "末位" in page.get(f"{L}exams/{exam.pk}/").content.decode()
    assert mate.name not in page.get(f"{L}exams/{exam.pk}/").content.decode()
    held = ExamInterview.objects.get()
    talk = {"held_on": str(DAY), "talker": mate.code, "words": "谈了原因"}
    assert top.post(f"{L}interviews/{held.pk}/hold/", talk).status_code == 302
    marks = {"month": "2026-08", "source": "考评会", "scores": f"{clerk.code}|90"}
    assert kept.post(f"{L}evaluations/new/", marks).status_code == 302
    assert window(head).post(f"{L}evaluations/{MonthEvaluation.objects.get().pk}/confirm/", {}).status_code == 302
    assert "90" in page.get(f"{L}tests/?period=2026-08").content.decode()
    assert kept.post(f"{L}targets/new/", {"person": clerk.code, "year": 2026, "wanted": 4}).status_code == 302
    assert ArticleTarget.objects.get().wanted == 4
    assert kept.post(f"{L}writing/new/", {"unit": bureau.code, "day": str(DAY)}).status_code == 302
    assert WritingDay.objects.count() == 1
    assert "今天是信息写作日" in [one.title for one in waiting_for(worker)]
    sent = {"person": clerk.code, "title": "一条经验", "sent_to": "市委办", "sent_on": str(DAY)}
    assert page.post(f"{L}articles/new/", sent).status_code == 302
    assert page.post(f"{L}articles/new/", sent | {"title": "另一条"}).status_code == 302
    first, last = Article.objects.order_by("pk")
    assert (
        kept.post(f"{L}articles/{first.pk}/accept/", {"outlet": "市委办", "accepted_on": str(DAY)}).status_code == 302
    )
    assert kept.post(f"{L}articles/{last.pk}/decline/", {"reason": "重复"}).status_code == 302
    assert window(office).post(f"{L}articles/{first.pk}/choose/", {"reason": "省采用"}).status_code == 302
    assert window(office).post(f"{L}awards/draw/", {"year": 2026}).status_code == 302
    assert window(make_account(Power.OFFICE)).post(f"{L}awards/confirm/", {"year": 2026}).status_code == 302
    assert "25.0%" in page.get(f"{L}targets/").content.decode()


def test_training_allowances_and_talks_by_the_pages(
    worker, clerk, mate, head, discipline, make_account, window, bureau, employ
):
    top, other = window(discipline), window(make_account(Power.DISCIPLINE))
    given = {
        "kind": "topic",
        "name": "专题班",
        "since": str(DAY),
        "until": str(DAY),
        "organiser": "党校",
        "case": "",
        "hours": "8",
    }
    assert top.post(f"{L}courses/new/", given).status_code == 302
    course = Course.objects.get()
    assert course.hours == Decimal(8)
    assert top.post(f"{L}courses/{course.pk}/enrol/", {"people": f"{clerk.code}\n{mate.code}"}).status_code == 302
    assert other.post(f"{L}courses/{course.pk}/confirm/", {}).status_code == 302
    assert Trained.objects.filter(state="confirmed").count() == 2
    assert clerk.name in window(worker).get(f"{L}courses/{course.pk}/").content.decode()
    assert "专题培训" in other.get(f"{L}cards/").content.decode()
    plan = {"name": "五年轮训规划", "since": "2024-01-01", "years": 5, "units": bureau.code}
    assert top.post(f"{L}rotation/new/", plan).status_code == 302
    assert "应训名单" in top.get(f"{L}rotation/{RotationPlan.objects.get().pk}/").content.decode()
    pay = {"name": "津贴", "monthly": "220", "titles": "科员", "units": "", "since": "2026-01-01"}
    assert top.post(f"{L}allowances/new/", pay).status_code == 302
    path = f"{L}allowances/{Allowance.objects.get().pk}/"
    assert "1980" in top.get(path).content.decode()
    assert top.get(f"{path}?year=2026&export=csv").content.decode().count("\r\n") == 3
    talk = {
        "kind": "single",
        "on": str(DAY),
        "reason": "提醒",
        "talker": mate.code,
        "people": clerk.code,
        "words": "要点",
    }
    assert top.post(f"{T}new/", talk).status_code == 302
    made = IntegrityTalk.objects.get()
    assert "未完成" in window(worker).get(f"{T}{made.pk}/").content.decode()
    assert window(make_account(Power.OFFICE)).get(f"{T}{made.pk}/").status_code == 403
    assert top.post(f"{T}{made.pk}/follow-up/", {"follow_up": "书面说明", "follow_due": ""}).status_code == 302
    assert top.post(f"{T}{made.pk}/done/", {"on": str(DAY)}).status_code == 302
    deputy = employ("副局", title="副局长", grade="deputy")
    heart = {"unit": bureau.code, "on": str(DAY), "one": head.person.code, "other": deputy.code, "words": "谈心"}
    assert window(head).post(f"{T}heart/new/", heart).status_code == 302
    assert HeartTalk.objects.get().kind == "head"
    assert "都已谈" in window(head).get(f"{T}teams/").content.decode()


def test_sensitive_words_lie_sealed(worker, clerk, bureau, db):
    from django.db import connection

    made = ask_absence(by=worker, person=clerk, kind="sick", first=DAY, last=DAY, words="住院手术")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM people_absence WHERE id = %s", [made.pk])
        assert "住院" not in cursor.fetchone()[0]
    assert Absence.objects.get(pk=made.pk).words == "住院手术"


def test_an_empty_list_says_what_will_stand_there(worker, window):
    page = window(worker)
    for part, why in (("exams", "录入成绩后"), ("evaluations", "另一位同事确认后"), ("articles", "报送信息后"), ("targets", "分到人后"),
                      ("writing", "定下每月的写作日后"), ("awards", "年终拟出"), ("courses", "派员培训后")):  # fmt: skip
        assert why in page.get(f"{L}{part}/").content.decode(), part


def test_a_field_left_empty_is_named_in_the_error(worker, window):
    page = window(worker).post(f"{A}absences/new/", {"kind": "personal"}).content.decode()
    assert page.count("请填“事由”。") == 2  # in the list on top, and under the field
    assert "必填项" not in page
