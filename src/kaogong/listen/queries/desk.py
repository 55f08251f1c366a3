"""What waits for an account in evaluations, and the opinions somebody sees."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaogong.listen.models import Entry, Feedback, Operator, Opinion, Project, Result
from kaogong.listen.queries.sight import ABOVE, INSIDE, ROOM
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import Waiting, reach, today

MOST = 20


def opinions_seen(account: Account) -> QuerySet[Opinion]:
    """Every opinion for those above; of the projects somebody runs; of a unit its own, once they are routed."""
    found = reach(account)
    if any(found.has(one, room=ROOM) for one in ABOVE):
        return Opinion.objects.all()
    units = found.units(*INSIDE) or set()
    runs = Operator.objects.filter(account=account).values("project")
    return Opinion.objects.filter(Q(unit__in=units) | Q(project__in=runs))


def surveys_waiting(account: Account) -> Iterator[Waiting]:
    """Stages that are due, results to be approved, opinions to be given to units or answered."""
    found = reach(account)
    if found.has(Power.OFFICE, room=ROOM):
        yield from _of_office()
    if found.has(Power.DECISION, room=ROOM):
        yield from _of_deciders()
    for one in Entry.objects.filter(project__operators__account=account, state="differs").exclude(
        Q(first_by=account) | Q(second_by=account)
    )[:MOST]:
        url = reverse("listen:entries", args=[one.project_id])
        yield Waiting(_("双录不一致，请对照原件裁定"), one.number, pgettext("verb", "裁定"), url)
    units = found.units(*INSIDE)
    if units:
        for opinion in Opinion.objects.filter(unit__in=units, state="routed").order_by("due_on")[:MOST]:
            url = reverse("listen:opinion", args=[opinion.pk])
            yield Waiting(_("评议意见待答复"), str(opinion), _("答复"), url, opinion.due_on)


def _of_office() -> Iterator[Waiting]:
    for one in Project.objects.exclude(state="closed").prefetch_related("stages")[:MOST]:
        following = [stage for stage in one.stages.all() if stage.since <= today()]
        if following and following[-1].key != one.state and one.state != "report":
            about = _("“%(name)s”已到开始日") % {"name": following[-1].get_key_display()}
            yield Waiting(
                one.name, about, _("进入下一阶段"), reverse("listen:survey", args=[one.pk]), following[-1].since
            )
    left = Opinion.objects.filter(state="unassigned").count()
    if left:
        url = reverse("listen:opinions") + "?state=unassigned"
        yield Waiting(_("评议意见"), _("%(n)s 条待分办") % {"n": left}, _("分办"), url)
    for feedback in Feedback.objects.filter(session_on__isnull=True)[:MOST]:
        url = reverse("listen:feedback", args=[feedback.pk])
        yield Waiting(_("上级评议反馈待专题研究"), str(feedback), _("登记研究"), url, feedback.session_due)
    for result in Result.objects.filter(state="approved").select_related("project")[:MOST]:
        url = reverse("listen:result", args=[result.project_id])
        yield Waiting(_("评议结果已审批"), result.project.name, _("发布"), url)


def _of_deciders() -> Iterator[Waiting]:
    for result in Result.objects.filter(state__in=("computed", "approving")).select_related("project")[:MOST]:
        url = reverse("listen:result", args=[result.project_id])
        yield Waiting(_("评议结果待审批"), result.project.name, _("审批"), url, None, result.computed_on)
