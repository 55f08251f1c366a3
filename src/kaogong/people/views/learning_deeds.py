"""Acts on exams, articles, training, allowances and talks that need no page of their own."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import seal
from kaogong.org.models import Account, Person
from kaogong.org.queries import today
from kaogong.org.views.deeds import to, whoever
from kaogong.people.actions.exams import (
    confirm_evaluation,
    enter_evaluations,
    enter_results,
    hold_interview,
    release_exam,
    set_exam,
)
from kaogong.people.actions.learning import (
    accept_article,
    choose_article,
    confirm_awards,
    confirm_trained,
    decline_article,
    draw_awards,
    enrol,
    plan_rotation,
    send_article,
    set_allowance,
    set_article_target,
    set_course,
    set_writing_day,
)
from kaogong.people.actions.talks import finish_follow_up, log_heart_talk, log_talk, write_follow_up
from kaogong.people.forms.learning import (
    AcceptForm,
    AllowanceForm,
    ArticleForm,
    CourseForm,
    DoneForm,
    EnrolForm,
    EvaluationsForm,
    ExamForm,
    FollowForm,
    HeartForm,
    InterviewForm,
    ReasonForm,
    ResultsForm,
    RotationForm,
    TalkForm,
    TargetForm,
    WritingForm,
    YearForm,
)
from kaogong.people.guards.learning import (
    may_choose,
    may_confirm_awards,
    may_confirm_evaluation,
    may_confirm_trained,
    may_decide_article,
    may_evaluate_some,
    may_interview,
    may_keep_exam,
    may_keep_exams,
    may_release,
    may_see_heart,
    may_talk,
    may_train,
)
from kaogong.people.guards.presence import may_click, may_keep_some
from kaogong.people.models import Article, Course, Exam, ExamInterview, IntegrityTalk, MonthEvaluation
from kaogong.people.views.presence_deeds import begins, deed


def _this_year(_thing: Any) -> dict[str, Any]:
    return {"year": today().year}


def _sent(*, by: Account, person: Person, file: UploadedFile[Any] | None, **given: Any) -> Article:
    return send_article(by=by, person=person, evidence=seal(by=by, file=file) if file else None, **given)


def may_send(account: Account) -> str:
    """Articles are registered by their writers, or by those who keep the records."""
    return may_click(account) and may_keep_some(account)


def may_enter(account: Account, exam: Exam) -> str:
    """Scores are entered by those who keep the exam."""
    return may_keep_exam(account, exam.audience)


def may_confirm_course(account: Account, course: Course) -> str:
    """Of a course at least one row is confirmed by another than who registered it."""
    if why := may_train(account):
        return why
    held = [may_confirm_trained(account, one) for one in course.trained.filter(state="entered")]
    return "" if not held or not all(held) else held[0]


def may_log_some(account: Account) -> str:
    """A talk is logged by somebody of a team, or by those who keep the records."""
    return may_see_heart(account) or (may_click(account) and may_keep_some(account))


EXAM: dict[str, Any] = {"of": Exam, "called": "exam", "back": to("people:exam", "pk"), "key": "people.exam:{.pk}",
                        "when": lambda one: one.state == "draft"}  # fmt: skip
ARTICLE: dict[str, Any] = {"of": Article, "called": "article", "back": to("people:articles"),
                           "key": "people.article:{.pk}"}  # fmt: skip
COURSE: dict[str, Any] = {"of": Course, "called": "course", "back": to("people:course", "pk"),
                          "key": "people.course:{.pk}"}  # fmt: skip
TALK: dict[str, Any] = {"of": IntegrityTalk, "called": "talk", "back": to("people:talk", "pk"), "may": whoever(may_talk),
                        "key": "people.integritytalk:{.pk}"}  # fmt: skip
EXAM_DEEDS = (
    deed(verb=set_exam, at="learning/exams/new/",
         lead=_("登记以后录入成绩，再由另一位同事公布。"),
         form=ExamForm, may=whoever(may_keep_exams), begin=begins("held_on"),
         button=_("登记考试"), told=_("考试已登记，可录成绩。"), back=to("people:exams")),
    deed(verb=enter_results, at="learning/exams/<int:pk>/results/", **EXAM, may=may_enter, form=ResultsForm,
         button=_("录入成绩"), told=_("成绩已录入，由另一位同事公布。")),
    deed(verb=release_exam, at="learning/exams/<int:pk>/release/", **EXAM, may=may_release, button=_("公布成绩"),
         told=_("成绩已公布。"), warning=_("公布后排名不再改；末位的人列入约谈，一年约谈两次的不得评优。")),
)  # fmt: skip
INTERVIEW_DEEDS = (
    deed(verb=hold_interview, at="learning/interviews/<int:pk>/hold/", of=ExamInterview, called="interview", form=InterviewForm,
         may=may_interview, when=lambda one: one.state == "open", begin=begins("held_on"), key="people.examinterview:{.pk}",
         button=_("登记约谈"), told=_("约谈已登记，记录加密留存。"), back=to("people:exam_interviews")),
)  # fmt: skip
EVALUATION_DEEDS = (
    deed(verb=enter_evaluations, at="learning/evaluations/new/",
         lead=_("录入后由另一位同事确认，才计入三考。"),
         form=EvaluationsForm, may=whoever(may_evaluate_some),
         button=_("录入考评"), told=_("考评已录入，由另一位同事确认。"), back=to("people:month_evaluations")),
    deed(verb=confirm_evaluation, at="learning/evaluations/<int:pk>/confirm/", of=MonthEvaluation, called="evaluation",
         may=may_confirm_evaluation, when=lambda one: one.state == "entered", key="people.monthevaluation:{.pk}",
         button=_("确认"), told=_("考评已确认。"), back=to("people:month_evaluations")),
)  # fmt: skip
ARTICLE_DEEDS = (
    deed(verb=send_article, do=_sent, at="learning/articles/new/",
         lead=_("登记以后等认定，采用的计入作者和单位。"),
         form=ArticleForm, may=whoever(may_send), begin=begins("sent_on"),
         button=_("登记信息"), told=_("信息已登记，采用后计入。"), back=to("people:articles")),
    deed(verb=accept_article, at="learning/articles/<int:pk>/accept/", **ARTICLE, may=may_decide_article, form=AcceptForm,
         begin=begins("accepted_on"), when=lambda one: one.state == "sent", button=_("认定采用"), told=_("已认定采用。")),
    deed(verb=decline_article, at="learning/articles/<int:pk>/decline/", **ARTICLE, may=may_decide_article, form=ReasonForm,
         when=lambda one: one.state == "sent", button=_("未采用"), told=_("已记为未采用。")),
    deed(verb=choose_article, at="learning/articles/<int:pk>/choose/", **ARTICLE, may=whoever(may_choose), form=ReasonForm,
         when=lambda one: one.state == "accepted", button=_("选为精品"), told=_("已选为精品信息。")),
)  # fmt: skip
TARGET_DEEDS = (
    deed(verb=set_article_target, at="learning/targets/new/", form=TargetForm, may=whoever(may_keep_some), begin=_this_year,
         button=_("下达信息任务"), told=_("信息任务已下达到人。"), back=to("people:article_targets")),
    deed(verb=set_writing_day, at="learning/writing/new/", form=WritingForm, may=whoever(may_keep_some), begin=begins("day"),
         button=_("定信息写作日"), told=_("写作日已定。"), back=to("people:writing_days")),
)  # fmt: skip
AWARD_DEEDS = (
    deed(verb=draw_awards, at="learning/awards/draw/", form=YearForm, may=whoever(may_choose), begin=_this_year,
         button=_("拟评优名单"), told=_("名单按采用篇数拟出，由另一位同事评定。"), back=to("people:article_awards")),
    deed(verb=confirm_awards, at="learning/awards/confirm/", form=YearForm, may=whoever(may_confirm_awards), begin=_this_year,
         button=_("评定名单"), told=_("名单已评定。"), back=to("people:article_awards")),
)  # fmt: skip
COURSE_DEEDS = (
    deed(verb=set_course, at="learning/courses/new/", form=CourseForm, may=whoever(may_train), begin=begins("since", "until"),
         button=_("登记培训"), told=_("培训已登记，可登记参加人员。"), back=to("people:courses")),
    deed(verb=enrol, at="learning/courses/<int:pk>/enrol/", **COURSE, may=whoever(may_train), form=EnrolForm,
         button=_("登记参加人员"), told=_("已登记，培训结束后由另一位同事确认。")),
    deed(verb=confirm_trained, at="learning/courses/<int:pk>/confirm/", **COURSE, may=may_confirm_course,
         when=lambda one: one.until <= today() and one.trained.filter(state="entered").exists(),
         button=_("确认参训"), told=_("参训已确认，计入培训卡。")),
)  # fmt: skip
PLAN_DEEDS = (
    deed(verb=plan_rotation, at="learning/rotation/new/", form=RotationForm, may=whoever(may_train), begin=begins("since"),
         button=_("制定轮训规划"), told=_("规划已制定。"), back=to("people:rotations")),
    deed(verb=set_allowance, at="learning/allowances/new/", form=AllowanceForm, may=whoever(may_train), begin=begins("since"),
         button=_("设津贴标准"), told=_("津贴标准已设，同名旧标准同日终止。"), back=to("people:allowances")),
)  # fmt: skip
TALK_DEEDS = (
    deed(verb=log_talk, at="talks/new/", form=TalkForm, may=whoever(may_talk), begin=begins("on"), button=_("登记廉政谈话"),
         told=_("谈话已登记。"), back=to("people:talks")),
    deed(verb=write_follow_up, at="talks/<int:pk>/follow-up/", **TALK, form=FollowForm, when=lambda one: one.followed_on is None,
         begin=lambda one: {"follow_up": one.follow_up, "follow_due": one.follow_due}, button=_("写后续事项"),
         told=_("后续事项已记。")),
    deed(verb=finish_follow_up, at="talks/<int:pk>/done/", **TALK, form=DoneForm, begin=begins("on"),
         when=lambda one: one.complete and one.followed_on is None, button=_("后续办结"), told=_("后续事项已办结。")),
)  # fmt: skip
HEART_DEEDS = (
    deed(verb=log_heart_talk, at="talks/heart/new/",
         lead=_("谈完再登记；年底按登记的次数核对。"),
         form=HeartForm, may=whoever(may_log_some), begin=begins("on"),
         button=_("登记谈心谈话"), told=_("谈心谈话已登记。"), back=to("people:heart_talks")),
)  # fmt: skip
EVERY = (
    *EXAM_DEEDS,
    *INTERVIEW_DEEDS,
    *EVALUATION_DEEDS,
    *ARTICLE_DEEDS,
    *TARGET_DEEDS,
    *AWARD_DEEDS,
    *COURSE_DEEDS,
    *PLAN_DEEDS,
    *TALK_DEEDS,
    *HEART_DEEDS,
)
