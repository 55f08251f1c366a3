"""Projects: the list, one with what waits, and the forms that arrange it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.listen import actions
from kaogong.listen.forms import surveys as forms
from kaogong.listen.forms.planning import PlanForm, RoundsForm
from kaogong.listen.forms.tables import AnswersForm, FrameForm
from kaogong.listen.guards.surveys import arranges, may_arrange, may_open_raw, may_run, may_see, may_see_result
from kaogong.listen.models import Project
from kaogong.listen.queries.coverage import coverage
from kaogong.listen.queries.readiness import hindrances, untrained
from kaogong.listen.queries.samples import samples
from kaogong.listen.queries.turnout import turnout
from kaogong.listen.states.surveys import PROJECT, PROJECT_NAMES
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import today, unit_names
from kaogong.plan.views.pages import allowed, asker, page_of

SORTS = {"year": ("year", "id"), "-year": ("-year", "-id"), "name": ("name",)}
WAY: dict[str, tuple[Callable[..., Any], str | Promise]] = {
    "begin": (actions.begin, lazy("进入宣传动员")),
    "open_evaluation": (actions.open_evaluation, lazy("开始实施评议")),
    "end_evaluation": (actions.end_evaluation, lazy("结束评议，转入统计")),
    "end_tally": (actions.end_tally, lazy("转入结果运用")),
    "close_project": (actions.close_project, lazy("结束项目")),
}


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every evaluation."""
    account = asker(request)
    allowed(may_see(account))
    held = Project.objects.annotate(units=Count("subjects", distinct=True)).prefetch_related("stages")
    if words := request.GET.get("q", "").strip():
        held = held.filter(name__icontains=words)
    if (state := request.GET.get("state", "")) in PROJECT_NAMES:
        held = held.filter(state=state)
    held = held.order_by(*SORTS.get(request.GET.get("sort", ""), SORTS["-year"]))
    if request.GET.get("export") in ("xlsx", "csv"):
        heads = [_("名称"), _("年度"), _("计分时期"), _("阶段"), _("被评单位数")]
        rows = ((one.name, one.year, one.period, one.get_state_display(), one.units) for one in held)
        return sent("evaluations", heads, rows, request.GET["export"])
    page = page_of(request, held)
    lines = [(one, next((s for s in one.stages.all() if s.key == one.state), None)) for one in page]
    context = {
        "page": page,
        "lines": lines,
        "states": labels(PROJECT_NAMES),
        "sought": request.GET,
        "may": arranges(account),
    }
    return render(request, "listen/surveys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draft one project, or the rounds of a year."""
    account = asker(request)
    allowed(may_arrange(account))
    rounds = request.GET.get("kind") == "rounds"
    form: Any = (RoundsForm if rounds else PlanForm)(request.POST or None)
    verb = actions.plan_rounds if rounds else actions.plan_project
    if form.is_bound and form.is_valid() and (made := form.done(verb, by=account, **form.given())):
        messages.success(request, _("已建立。接下来写设定、被评单位、问卷和评价主体。"))
        return redirect("listen:survey", (made[0] if rounds else made).pk)
    context = {"form": form, "title": _("建立评议项目"), "do": _("建立项目"), "rounds": rounds, "kinds": True}
    return render(request, "listen/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A project: where it stands, what it waits for, who it is about, who is asked."""
    account = asker(request)
    allowed(may_see(account))
    project = get_object_or_404(Project, pk=pk)
    verb = request.POST.get("verb", "")
    if verb in WAY or verb in BUTTONS:
        _pressed(request, account, project, verb)
        return redirect("listen:survey", pk)
    runs = not may_run(account, project)
    following = next((verb for (state, verb) in PROJECT if state == project.state), "")
    names = unit_names(project.subjects.values_list("unit_id", flat=True))
    context = {
        "project": project, "stages": project.stages.all(), "runs": runs, "arranges": arranges(account), "day": today(),
        "raw": not may_open_raw(account, project),
        "following": (following, WAY[following][1]) if following and runs else None,
        "hindrances": hindrances(project, following, names) if following and runs else [],
        "subjects": [(one, names.get(one.unit_id, one.unit.code), one.suggested(project)) for one in project.subjects.select_related("unit")],
        "untrained": untrained(project), "turnout": turnout(project) if runs else [], "sheets": project.sheets.all(),
        "samples": samples(project, again="replay" in request.GET) if runs else [],
        "sees": not may_see_result(account, project) or project.results.filter(state="released").exists(),
    }  # fmt: skip
    return render(request, "listen/survey.html", context)


def _pressed(request: HttpRequest, account: Account, project: Project, verb: str) -> None:
    """Do what a button says."""
    try:
        if verb == "open_evaluation":
            actions.open_evaluation(by=account, project=project, open_link=bool(request.POST.get("open_link")))
        else:
            (WAY[verb][0] if verb in WAY else BUTTONS[verb])(by=account, project=project)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已办理，记录留存。"))


BUTTONS: dict[str, Callable[..., Any]] = {"open_steps": actions.open_steps, "flag_answers": actions.flag_answers}


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done to a project by a form of its own page."""

    title: str | Promise
    form: type[forms.OfProject]
    verb: Callable[..., Any]
    done: str | Promise
    arranges: bool = False


SAVED = lazy("已保存。")
DEEDS: dict[str, Deed] = {
    "settings": Deed(lazy("项目设定"), forms.SettingsForm, actions.set_project, SAVED, arranges=True),
    "subjects": Deed(lazy("登记被评单位"), forms.SubjectsForm, actions.add_subjects, SAVED, arranges=True),
    "category": Deed(lazy("单位归类"), forms.CategoryForm, actions.decide_category, SAVED, arranges=True),
    "operators": Deed(lazy("指定承办人"), forms.OperatorForm, actions.name_operator, SAVED, arranges=True),
    "helpers": Deed(lazy("登记工作人员"), forms.HelperForm, actions.add_helper, SAVED),
    "sheets": Deed(lazy("另拟一版问卷"), forms.SheetForm, actions.draft_sheet, lazy("已拟稿，请写题目。")),
    "groups": Deed(lazy("登记评价主体"), forms.GroupForm, actions.add_group, SAVED),
    "quota": Deed(lazy("设定配额"), forms.QuotaForm, actions.set_quota, SAVED),
    "size": Deed(lazy("按误差算样本数"), forms.ErrorForm, actions.size_for_error, lazy("配额已按误差算出。")),
    "frame": Deed(lazy("导入抽样框"), FrameForm, actions.load_frame, lazy("抽样框已导入。")),
    "draw": Deed(lazy("抽样"), forms.DrawForm, actions.draw_sample, lazy("已抽样，种子留存，可随时重抽核对。")),
    "void": Deed(lazy("作废批次"), forms.VoidBatchForm, actions.void_batch, lazy("已作废，同一批人可重新发码。")),
    "counts": Deed(lazy("填报发放、回收数"), forms.CountForm, actions.count_forms, SAVED),
    "totals": Deed(lazy("填报汇总数"), forms.TotalForm, actions.total_forms, SAVED),
    "answers": Deed(lazy("导入答卷"), AnswersForm, actions.take_answers, lazy("答卷已入箱。")),
}
BACK = {"counts": "listen:steps", "totals": "listen:steps", "answers": "listen:entries"}
WITHOUT_PROJECT = ("category", "quota", "size", "draw", "void")
"""What speaks of a thing of a project, which knows its project."""
OWN_GROUP = ("frame",)
GUARDS = {"frame": may_open_raw}
"""Who may, where it is not whoever runs the project."""


@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A form that arranges a project."""
    account, project = asker(request), get_object_or_404(Project, pk=pk)
    held = DEEDS.get(name)
    if held is None:
        raise Http404(_("没有这个页面。"))
    if name != "counts":
        allowed(may_arrange(account) if held.arranges else GUARDS.get(name, may_run)(account, project))
    form = held.form(request.POST or None, request.FILES or None, project=project)
    if form.is_bound and form.is_valid():
        given = form.given()
        if name not in WITHOUT_PROJECT + OWN_GROUP:
            given["project"] = project
        if form.done(held.verb, by=account, **given) is not None:
            messages.success(request, str(held.done))
            return redirect(BACK.get(name, "listen:survey"), pk)
    context = {"form": form, "title": held.title, "do": _("保存"), "project": project}
    return render(request, "listen/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """A questionnaire: its questions, what they cover, and how it looks on a phone."""
    account, project = asker(request), get_object_or_404(Project, pk=pk)
    allowed(may_see(account))
    held = get_object_or_404(project.sheets, version=version)
    form = forms.QuestionForm(request.POST if request.POST.get("verb") == "set" else None, project=project)
    if request.method == "POST" and _written(request, account, held, form):
        return redirect("listen:sheet", pk, version)
    context = {
        "project": project, "sheet": held, "questions": held.questions.all(), "covered": coverage(held), "form": form,
        "may": held.state == "draft" and not may_run(account, project),
    }  # fmt: skip
    return render(request, "listen/sheet.html", context, status=422 if form.errors else 200)


def _written(request: HttpRequest, account: Account, held: Any, form: Any) -> bool:
    verb = request.POST.get("verb", "")
    try:
        if verb == "issue":
            unlinked = actions.issue_sheet(by=account, sheet=held)
            if unlinked:
                messages.warning(request, _("这些题没有对应考评内容：%(codes)s。") % {"codes": _("、").join(unlinked)})
        elif verb == "drop":
            actions.drop_question(by=account, sheet=held, code=request.POST.get("code", ""))
        else:
            return (
                form.is_valid() and form.done(actions.set_question, by=account, sheet=held, **form.given()) is not None
            )
    except Refused as refused:
        messages.error(request, str(refused))
        return True
    messages.success(request, _("已办理，记录留存。"))
    return True
