"""What follows a decision on paper: reports, letters and certificates, points to review, nominations in order, next year."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kaogong.decide.guards import may_prepare, may_see_all
from kaogong.decide.models import Nomination, Paper, Report, ReviewPoint
from kaogong.decide.models.register import kind_said
from kaogong.decide.queries.carried import carried_from, matters, money_of, promotions
from kaogong.decide.queries.honours import in_order
from kaogong.decide.queries.papers import paper_unaltered, said_in, seen_papers
from kaogong.decide.queries.reviews import low_share, points_of
from kaogong.decide.queries.settlements import settlements
from kaogong.decide.queries.sight import sees_all
from kaogong.decide.reports import letter_docx, letter_pdf
from kaogong.decide.views.deeds.followed import PAPER_DEEDS, POINT_DEEDS, REPORT_DEEDS
from kaogong.decide.views.settlements import settlement_of
from kaogong.decide.views.tabs import anybody, use_tabs
from kaogong.org.models import Account
from kaogong.org.models.powers import Power
from kaogong.org.queries import reach, today, unit_names
from kaogong.org.views.deeds import Table, offers, thing_page
from kaogong.org.views.listing import Cell, Column, Do, signed
from kaogong.org.views.shelves import Row, Shelf
from kaogong.plan.queries.figures import said
from kaogong.plan.views.pages import allowed, asker, cycle_of

DOCUMENTS = {
    "docx": (letter_docx.write, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (letter_pdf.write, "application/pdf"),
}


def seen_reports(account: Account) -> QuerySet[Report]:
    """Reports: all for those who decide; one's own for a unit and for a leader."""
    found = Report.objects.select_related("unit", "person", "consequence__proposal", "measure__case")
    if sees_all(account):
        return found
    units = reach(account).units(Power.HEAD, Power.LIAISON)
    if units is None:
        return found
    mine = Q(person=account.person_id) if account.person_id else Q(pk__in=[])
    return found.filter(Q(unit__in=units) | mine)


def _report(one: Report, row: Row) -> list[Cell]:
    late = one.state == "asked" and one.due < today()
    return [
        Cell(one.get_kind_display(), reverse("decide:report", args=[one.pk]), small=str(one.person or "")),
        Cell(row.unit(one.unit_id)),
        Cell(str(one.due), small=gettext("已逾期") if late else ""),
        Cell(str(one.handed_on or "—"), small=gettext("退回 %(n)s 次") % {"n": one.returns} if one.returns else ""),
        Cell(one.get_state_display(), tag="green" if one.state == "accepted" else "yellow"),
        row.does(one),
    ]


def _paper(one: Paper, row: Row) -> list[Cell]:
    return [
        Cell(one.title, reverse("decide:paper", args=[one.pk]), small=one.number),
        Cell(one.to, small=row.unit(one.unit_id) if row.unit(one.unit_id) != one.to else ""),
        Cell(one.get_kind_display()),
        Cell(str(one.issued_on), small=one.issuer),
        Cell(one.get_state_display(), tag="green" if one.state == "issued" else ""),
    ]


SHELVES = (
    Shelf(name="reports", at="reports/", title=_("检查和整改报告"), found=seen_reports, row=_report, may=anybody,
          words=("unit__versions__name", "person__name"), deeds=REPORT_DEEDS, tabs=use_tabs,
          lead=_("书面检查写明原因和措施，整改报告还须写明结果；报送和审核由两人办理。"),
          why_empty=_("从结果运用或追究方式里要求报送。"),
          columns=(Column(_("类别"), "kind", ("kind", "id")), Column(_("单位"), "unit", ("unit__code", "id")),
                   Column(_("期限"), "due", ("due", "id")), Column(_("报送日期")), Column(_("状态"), "state", ("state", "id")),
                   Column(_("办理")))),
    Shelf(name="papers", at="papers/", title=_("结果文书"), found=seen_papers, row=_paper, may=anybody,
          words=("number", "title", "to"), tabs=use_tabs, lead=_("信函和证书的原文冻结存证，凭核验码可核对。"),
          why_empty=_("从结果运用里印发文书。"),
          columns=(Column(_("标题"), "number", ("number",)), Column(_("主送"), "to", ("to", "id")),
                   Column(_("类别"), "kind", ("kind", "id")), Column(_("日期"), "day", ("issued_on", "id")),
                   Column(_("状态"), "state", ("state", "id")))),
)  # fmt: skip


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A review or a report: what was asked, handed in and said of it."""
    account = asker(request)
    one = get_object_or_404(seen_reports(account), pk=pk)
    facts = [
        (_("单位"), Cell(unit_names([one.unit_id]).get(one.unit_id, ""))), (_("报送人员"), Cell(str(one.person or "—"))),
        (_("期限"), Cell(str(one.due))), (_("原因"), Cell(one.cause or "—")), (_("措施"), Cell(one.measures or "—")),
        (_("整改结果"), Cell(one.result or "—")), (_("报送"), Cell(f"{one.handed_on or '—'} {signed(one.handed_by)}".strip())),
        (_("审核"), Cell(f"{one.checked_on or '—'} {signed(one.checked_by)} {one.told}".strip())),
    ]  # fmt: skip
    if one.file_id:
        facts.append((_("原件"), Cell(f"SM3 {one.file_id[:12]}")))
    if one.consequence_id:
        facts.append((_("起因"), Cell(str(one.consequence), reverse("decide:consequence", args=[one.consequence_id]))))
    elif one.measure and not may_see_all(account):
        facts.append((_("起因"), Cell(str(one.measure.case), reverse("decide:case", args=[one.measure.case_id]))))
    return thing_page(request, title=str(one.get_kind_display()), lead=one.get_state_display(), facts=facts,
                      offers=offers(REPORT_DEEDS, account, one), tabs=use_tabs(request))  # fmt: skip


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter or a certificate as it was issued, with its record."""
    account = asker(request)
    one = get_object_or_404(seen_papers(account), pk=pk)
    content = said_in(one)
    intact = paper_unaltered(one)
    facts = [
        (_("文号"), Cell(one.number)), (_("主送"), Cell(one.to)), (_("发文机关"), Cell(one.issuer)),
        (_("日期"), Cell(str(one.issued_on))), (_("核验码"), Cell(one.code)), (_("SM3"), Cell(one.sm3[:16])),
        (_("核对"), Cell(gettext("原文与摘要相符") if intact else gettext("原文与摘要不符"), tag="green" if intact else "red")),
        (_("所据通报"), Cell(content["publication"]["number"])),
    ]  # fmt: skip
    notices = [{"tone": "bad", "words": gettext("已撤回：%(why)s") % {"why": one.why}}] if one.state != "issued" else []
    rows = [[Cell(words)] for words in content["paragraphs"]]
    files = [Do(gettext("下载 PDF"), reverse("decide:paper_file", args=[pk, "pdf"]), primary=True),
             Do(gettext("可编辑 docx"), reverse("decide:paper_file", args=[pk, "docx"]))]  # fmt: skip
    return thing_page(request, title=one.title, lead=f"{one.number} · {one.get_state_display()}", facts=facts, notices=notices,
                      tables=[Table(_("正文"), (_("正文"),), rows, "")],
                      offers=[*files, *offers(PAPER_DEEDS, account, one)], tabs=use_tabs(request))  # fmt: skip


@require_safe
def paper_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A letter or a certificate as a document."""
    one = get_object_or_404(seen_papers(asker(request)), pk=pk)
    if kind not in DOCUMENTS:
        raise Http404
    write, mime = DOCUMENTS[kind]
    sent = HttpResponse(write(one), content_type=mime)
    sent["Content-Disposition"] = f'attachment; filename="paper-{one.pk}.{kind}"'
    return sent


@require_safe
def points(request: HttpRequest, pk: int) -> HttpResponse:
    """What a body looks at one by one before publicity."""
    account = asker(request)
    held = settlement_of(account, pk)
    allowed(may_see_all(account))
    rows = [_point(account, one) for one in points_of(held)]
    low, every = low_share(held)
    left = held.points.filter(state="open").count()
    facts = [
        (_("等次偏低的"), Cell(gettext("%(a)s 个，共 %(b)s 个") % {"a": low, "b": every})),
        (_("还没有审议"), Cell(left)),
    ]
    heads = (_("对象"), _("起因"), _("得分数"), _("等次"), _("审议"), _("办理"))
    table = Table(_("审议事项"), heads, rows, _("没有与实绩不符的等次。"))
    back = [Do(gettext("回等次评定"), reverse("decide:settlement", args=[pk]))]
    lead = gettext("实绩与等次不符的逐条审议，答完才能公示。")
    return thing_page(request, title=gettext("审议事项"), lead=lead, facts=facts, tables=[table], offers=back)


def _point(account: Account, one: ReviewPoint) -> list[Cell]:
    return [
        Cell(one.proposal.name, reverse("decide:line", args=[one.proposal_id])),
        Cell(one.get_kind_display(), small=one.item),
        Cell(f"{said(one.value)} / {said(one.full)}"),
        Cell(one.proposal.final or "—"),
        Cell(
            one.get_verdict_display() or one.get_state_display(), small=one.answer, tag="" if one.verdict else "yellow"
        ),
        Cell("", does=offers(POINT_DEEDS, account, one)),
    ]


@require_safe
def nominations(request: HttpRequest) -> HttpResponse:
    """Candidates for each honour, title and post, in order; of equal points the better grade first, with the reason."""
    account, cycle = asker(request), cycle_of(request)
    allowed(may_prepare(account))
    held = Nomination.objects.filter(settlement__run__cycle=cycle, state="accepted")
    by: dict[tuple[str, str], list[Nomination]] = {}
    for one in held.select_related("proposal", "person", "settlement"):
        by.setdefault((one.kind, one.honour), []).append(one)
    heads = (_("次序"), _("候选"), _("评分"), _("考核等次"), _("提醒与说明"))
    tables = []
    for (kind, honour), several in sorted(by.items()):
        rows = [[Cell(each.place), Cell(str(each.nomination.person or each.nomination.proposal), small=str(each.nomination.proposal)),
                 Cell(said(each.nomination.points) or "—"), Cell(each.nomination.grade or "—", small=each.why),
                 Cell(each.nomination.answer or "—", small=each.nomination.warning)] for each in in_order(several)]  # fmt: skip
        tables.append(Table(f"{honour} · {dict(Nomination.KINDS)[kind]}", heads, rows, ""))
    lead = gettext("同分的，考核等次高的在前。提名在结果的单位页办理。")
    none = [] if tables else [{"tone": "", "words": gettext("%(year)s 年度还没有提名。") % {"year": cycle.year}}]
    return thing_page(
        request, title=gettext("评优与评聘"), lead=lead, tables=tables, notices=none, tabs=use_tabs(request)
    )


@require_safe
def effects(request: HttpRequest) -> HttpResponse:
    """What a year's results change in the next, the money promised and paid, and whether grades matter for promotion."""
    account, cycle = asker(request), cycle_of(request)
    allowed(may_see_all(account))
    carried = [[Cell(one.consequence.proposal.name, reverse("decide:consequence", args=[one.consequence.pk])), Cell(one.what),
                Cell(one.value, small=one.consequence.what), Cell("—" if one.share is None else f"{one.share}%"),
                Cell("—" if one.places is None else one.places)] for one in carried_from(cycle.year)]  # fmt: skip
    money = [
        [Cell(kind_said(one.kind)), Cell(one.number), Cell(said(one.promised)), Cell(said(one.paid))]
        for one in money_of(cycle.year)
    ]
    risen = []
    for one in settlements(cycle).filter(state="published"):
        found = promotions(one)
        verdict = matters(found)
        told = "" if verdict is None else gettext("等次起作用") if verdict else gettext("最高等次没有起作用")
        risen += [[Cell(one.title, small=told), Cell(each.grade), Cell(each.people), Cell(each.risen),
                   Cell("—" if each.percent is None else f"{each.percent}%")] for each in found]  # fmt: skip
    tables = [
        Table(gettext("带入 %(year)s 年") % {"year": cycle.year + 1}, (_("单位"), _("影响"), _("增减"), _("比例"), _("名额")),
              carried, _("本年结果没有带入下年的影响。")),
        Table(_("奖励金额（元）"), (_("类别"), _("项数"), _("应发"), _("已发")), money, _("没有奖励金额。")),
        Table(_("考用是否脱节"), (_("评定"), _("等次"), _("人数"), _("一年内晋升"), _("晋升率")), risen,
              _("还没有公布个人结果。")),
    ]  # fmt: skip
    lead = gettext("%(year)s 年度结果对下年评优比例、经费和职数的影响。") % {"year": cycle.year}
    return thing_page(request, title=gettext("带入下年"), lead=lead, tables=tables, tabs=use_tabs(request))
