"""Who does what in a year: programmes, acts and their owners, motions, circulars sent, delegations, posts asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.org.actions import launch_faults
from kaogong.org.guards import may_keep_register, may_see_motion, may_see_register
from kaogong.org.models import Account, Circular, Competence, Delegation, Motion, Programme, StaffingRequest, Unit
from kaogong.org.models.matters import act_name
from kaogong.org.models.units import Level, Track
from kaogong.org.queries import by_level, coverage, delegations, programmes, staffing, unit_names
from kaogong.org.queries import sent as circulars_sent
from kaogong.org.views.deeds import Table, offers, only, thing_page
from kaogong.org.views.deeds.bodies import PROGRAMME_DEEDS, STAFFING_DEEDS
from kaogong.org.views.deeds.matters import DEEDS
from kaogong.org.views.deeds.people import DEEDS as PEOPLE_DEEDS
from kaogong.org.views.listing import Cell, Column, allow, me, year_tabs
from kaogong.org.views.shelves import Row, Shelf


@require_safe
def programme_page(request: HttpRequest, number: int) -> HttpResponse:
    """One programme: who takes part, whom it covers, what still keeps it from starting."""
    allow(may_see_register(me(request)))
    one = get_object_or_404(Programme.objects.select_related("lead", "decides"), pk=number)
    found, partners = coverage(one), list(one.named.select_related("unit"))
    covered = list(one.covered.select_related("unit").order_by("unit__code"))
    names = unit_names([one.lead_id, *(each.unit_id for each in partners), *(each.unit_id for each in covered)])
    faults = launch_faults(one) if one.state == "draft" else []
    return thing_page(
        request,
        title=one.title,
        lead=gettext("%(year)s 年度，%(state)s") % {"year": one.year, "state": one.get_state_display()},
        notices=[{"tone": "warn", "words": words} for words in faults],
        facts=_facts(one, names, found.percent),
        tables=[
            *_levels(one),
            Table(
                _("配合单位"),
                (_("称谓"), _("单位"), _("职责")),
                [[Cell(each.name), Cell(names.get(each.unit_id, "")), Cell(each.role)] for each in partners],
                _("还没有配合单位。"),
            ),
            _covered([each.unit for each in covered], names),
        ],
        offers=offers(PROGRAMME_DEEDS, me(request), one),
        tabs=year_tabs(request),
    )


def _levels(one: Programme) -> list[Table]:
    """The share covered on each level the programme has to cover (FZ-02)."""
    rows = [
        [Cell(Level(level).label), Cell("—" if share is None else f"{share}%", tag="green" if share == 100 else "red")]
        for level, share in by_level(one).items()
    ]
    return [Table(_("分级覆盖"), (_("层级"), _("覆盖率")), rows, "")] if rows else []


def _covered(units: Iterable[Unit], names: Mapping[int, str]) -> Table:
    rows = [[Cell(names.get(each.pk, ""), reverse("org:unit", args=[each.code])), Cell(each.code)] for each in units]
    return Table(_("考核对象"), (_("单位"), _("编码")), rows, _("还没有考核对象。"))


def _facts(one: Programme, names: dict[int, str], percent: object) -> list[tuple[object, Cell]]:
    kinds = gettext("、").join(str(Track(kind).label) for kind in one.kinds)
    levels = gettext("、").join(str(Level(level).label) for level in one.levels)
    return [
        (_("牵头单位"), Cell(names.get(one.lead_id, ""))),
        (
            _("决策机构"),
            Cell(one.decides.name, reverse("org:body", args=[one.decides.pk])) if one.decides else Cell("—"),
        ),
        (_("须有的配合单位"), Cell(gettext("、").join(one.partners) or "—")),
        (_("须覆盖"), Cell(gettext("；").join(filter(None, (kinds, levels))) or "—")),
        (_("覆盖率"), Cell("—" if percent is None else f"{percent}%")),
    ]


def _programme(one: Programme, row: Row) -> list[Cell]:
    return [
        Cell(one.title, reverse("org:programme", args=[one.pk])),
        Cell(one.year),
        Cell(row.unit(one.lead_id)),
        Cell(one.get_state_display(), tag="green" if one.state == "launched" else "slate"),
    ]


def _act(one: Competence, row: Row) -> list[Cell]:
    owner = one.body.name if one.body else row.unit(one.unit_id) or one.get_power_display()
    return [
        Cell(act_name(one.act)),
        Cell(one.get_part_display()),
        Cell(owner),
        Cell(str(one.since)),
        Cell(str(one.until or "—")),
        row.does(one),
    ]


def _motion(one: Motion, row: Row) -> list[Cell]:
    return [
        Cell(one.title, reverse("org:motion", args=[one.pk])),
        Cell(act_name(one.act)),
        Cell(row.unit(one.unit_id)),
        Cell(f"{one.put_at:%Y-%m-%d}"),
        Cell(one.get_state_display(), tag="yellow" if one.state == "open" else "slate"),
    ]


def _motions(account: Account) -> QuerySet[Motion]:
    """Those somebody may see."""
    found = Motion.objects.select_related("unit").order_by("-put_at")
    return found.filter(pk__in=[one.pk for one in found if not may_see_motion(account, one)])


def _circular(one: Circular, _row: Row) -> list[Cell]:
    to = list(one.recipients.all())
    read = sum(each.read_at is not None for each in to)
    signed = gettext("%(read)s / %(all)s") % {"read": read, "all": len(to)}
    return [
        Cell(one.title, small=one.words),
        Cell(one.get_kind_display()),
        Cell(str(one.sent_on)),
        Cell(signed, tag="green" if read == len(to) else "yellow"),
    ]


def _delegation(one: Delegation, _row: Row) -> list[Cell]:
    return [
        Cell(one.giver.name),
        Cell(one.taker.name),
        Cell(one.get_power_display()),
        Cell(str(one.since)),
        Cell(str(one.until)),
        Cell(one.reason),
    ]


def _staffing(one: StaffingRequest, row: Row) -> list[Cell]:
    return [
        Cell(row.unit(one.unit_id), reverse("org:unit", args=[one.unit.code])),
        Cell(one.year),
        Cell(one.posts),
        Cell(one.grade),
        Cell(str(one.asked_on)),
        Cell(one.get_state_display(), tag="green" if one.state == "allotted" else "yellow"),
    ]


SHELVES = (
    Shelf(
        name="programmes",
        at="programmes/",
        title=_("考评方案"),
        lead=_("每年谁牵头、谁配合、考核哪些单位。配齐并覆盖全，才能启动。"),
        found=lambda account: programmes().select_related("lead"),
        columns=(
            Column(_("方案"), "title", ("title",)),
            Column(_("年度"), "year", ("year",), number=True),
            Column(_("牵头单位")),
            Column(_("状态")),
        ),
        row=_programme,
        may=may_see_register,
        words=("title",),
        deeds=PROGRAMME_DEEDS,
        why_empty=_("绩效办拟订方案后会出现在这里。"),
        tabs=year_tabs,
    ),
    Shelf(
        name="acts",
        at="acts/",
        title=_("职权分工"),
        lead=_("列明的事项只有归属的机构、单位或权限能办。"),
        found=lambda account: Competence.objects.select_related("body", "unit").order_by("act", "id"),
        columns=(
            Column(_("事项"), "act", ("act", "id")),
            Column(_("方式")),
            Column(_("归属")),
            Column(_("自"), "since", ("since", "id")),
            Column(_("至（不含）")),
            Column(_("办理")),
        ),
        row=_act,
        may=may_see_register,
        words=("act", "body__name", "unit__code"),
        deeds=only(DEEDS, "give_act", "take_act"),
        why_empty=_("绩效办列明职权后会出现在这里。"),
        tabs=year_tabs,
    ),
    Shelf(
        name="motions",
        at="motions/",
        title=_("提请审定"),
        lead=_("只列您提请的和您所在机构审定的。"),
        found=_motions,
        columns=(
            Column(_("名称"), "title", ("title",)),
            Column(_("事项")),
            Column(_("单位")),
            Column(_("提请日期"), "put", ("put_at",)),
            Column(_("状态"), "state", ("state", "id")),
        ),
        row=_motion,
        may=may_see_register,
        words=("title", "subject"),
        deeds=only(DEEDS, "put_up"),
        why_empty=_("有职权的单位提请后会出现在这里。"),
        tabs=year_tabs,
    ),
    Shelf(
        name="sent",
        at="circulars/sent/",
        title=_("通知通报"),
        found=lambda account: circulars_sent().prefetch_related("recipients"),
        columns=(
            Column(_("标题"), "title", ("title",)),
            Column(_("类别")),
            Column(_("日期"), "sent", ("sent_on", "id")),
            Column(_("签收")),
        ),
        row=_circular,
        may=may_keep_register,
        words=("title", "words"),
        deeds=only(DEEDS, "send_circular", "tell_late"),
        tabs=year_tabs,
    ),
    Shelf(
        name="delegations",
        at="delegations/",
        title=_("委托"),
        lead=_("委托期内受托人代行一项权限，两人的名字都进存证。"),
        found=delegations,
        columns=(
            Column(_("委托人")),
            Column(_("受托人")),
            Column(_("权限")),
            Column(_("自"), "since", ("since", "id")),
            Column(_("至（不含）"), "until", ("until", "id")),
            Column(_("事由")),
        ),
        row=_delegation,
        may=may_see_register,
        words=("giver__name", "taker__name", "reason"),
        deeds=only(PEOPLE_DEEDS, "delegate"),
        why_empty=_("您委托别人或受人委托后会出现在这里。"),
        tabs=year_tabs,
    ),
    Shelf(
        name="staffing",
        at="staffing/",
        title=_("用编申请"),
        lead=_("上年等次高的排在前面；合计不得超出核定编制。在单位页登记申请。"),
        found=lambda account: staffing(),
        columns=(
            Column(_("单位")),
            Column(_("年度"), "year", ("year", "id"), number=True),
            Column(_("编制数"), "posts", ("posts", "id"), number=True),
            Column(_("上年等次"), "grade", ("grade", "asked_on")),
            Column(_("申请日期"), "asked", ("asked_on", "id")),
            Column(_("状态"), "state", ("state", "id")),
        ),
        row=_staffing,
        may=may_keep_register,
        words=("unit__code", "grade"),
        deeds=STAFFING_DEEDS,
        tabs=year_tabs,
    ),
)
