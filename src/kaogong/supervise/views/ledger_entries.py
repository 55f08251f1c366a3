"""Entries: the list, a new one, one with its history and acts, a workbook of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.audit.actions import Refused, seal
from kaogong.audit.models import Evidence
from kaogong.audit.queries import Unfit, place
from kaogong.audit.reports.workbook import sent
from kaogong.audit.states import after
from kaogong.org.models import Account
from kaogong.org.models.labels import labels
from kaogong.org.queries import shorts, today
from kaogong.plan.views.pages import allowed, asker, page_of
from kaogong.supervise.actions.ledger_entries import (
    add_entry_task,
    confirm_entry,
    contest_entry,
    correct_entry,
    enter,
    import_entries,
    settle_entry_task,
    supervise_entry_task,
    uphold_entry,
    withdraw_entry,
)
from kaogong.supervise.forms.ledgers import EntryForm, FileForm, ReasonForm, TaskForm
from kaogong.supervise.guards.ledgers import (
    may_confirm_entry,
    may_contest_entry,
    may_enter,
    may_see_entry,
    may_see_ledgers,
    may_settle_entry,
    may_withdraw_entry,
)
from kaogong.supervise.guards.tasks import may_see_task
from kaogong.supervise.models import Ledger, LedgerEntry
from kaogong.supervise.queries.ledger_reading import heads_of, read_entries
from kaogong.supervise.queries.ledgers import find_entries, history, seen_entries
from kaogong.supervise.states.ledgers import ENTRY, ENTRY_NAMES

SORTS = {
    "day": "happened_on", "-day": "-happened_on", "number": "number", "-number": "-number",
    "unit": "unit__code", "-unit": "-unit__code", "due": "contest_due", "-due": "-contest_due",
}  # fmt: skip
REASONED: dict[str, Any] = {"contest": contest_entry, "uphold": uphold_entry, "withdraw": withdraw_entry}
SHOWN = 200
SALT, DAY = "supervise.import", 24 * 3600
"""Of the word that says which file was looked through, and how many seconds it holds."""


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The entries one may see."""
    account = asker(request)
    allowed(may_see_ledgers(account))
    found = find_entries(seen_entries(account), request.GET)
    if sort := SORTS.get(request.GET.get("sort", "")):
        found = found.order_by(sort, "id")
    if request.GET.get("export") in ("xlsx", "csv"):
        heads = [_("记录号"), _("台账"), _("记录项"), _("单位编码"), _("人员"), _("发生日期"), _("记录日期"), _("来源"),
                 _("事由"), _("扣分"), _("状态"), _("补录")]  # fmt: skip
        rows = (
            (one.number, _(one.ledger.name), _(one.item.name), one.unit.code, one.person or "", one.happened_on,
             one.entered_on, _(one.source), one.words, one.marks, one.get_state_display(), _("是") if one.late else "")
            for one in found[:20_000]
        )  # fmt: skip
        return sent("ledger-entries", heads, rows, request.GET["export"])
    page = page_of(request, found)
    names = shorts()
    context = {
        "page": page, "lines": [(one, names.get(one.unit_id, one.unit.code)) for one in page], "sought": request.GET,
        "ledgers": Ledger.objects.all(), "states": labels(ENTRY_NAMES), "sort": request.GET.get("sort", ""),
    }  # fmt: skip
    return render(request, "supervise/ledgers/entries.html", context)


def _sealed(account: Account, form: Any) -> Any:
    file = form.cleaned_data.get("evidence")
    return (seal(by=account, file=file), file.name) if file else None


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what happened."""
    account = asker(request)
    ledger = get_object_or_404(Ledger, pk=pk)
    allowed(may_enter(account, ledger))
    form = EntryForm(request.POST or None, request.FILES or None, ledger=ledger, initial={"happened_on": today()})
    if form.is_bound and form.is_valid():
        made = form.done(_entered, account=account, ledger=ledger, form=form)
        if made is not None:
            words = _("已记录 %(number)s，由另一位同事确认后计入。")
            messages.success(request, words % {"number": made.number})
            return redirect("supervise:ledger_entry", made.pk)
    title = _("记入%(name)s") % {"name": _(ledger.name)}
    context = {"form": form, "title": title, "do": _("记录"), "here": "entries", "ledger": ledger}
    return render(request, "supervise/ledgers/form.html", context, status=422 if form.errors else 200)


def _entered(*, account: Account, ledger: Ledger, form: EntryForm) -> LedgerEntry:
    return enter(by=account, ledger=ledger, evidence=_sealed(account, form), **form.given())


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry with its history; confirmed, contested, settled here."""
    account = asker(request)
    held = LedgerEntry.objects.select_related(
        "ledger",
        "item",
        "unit",
        "person",
        "by__person",
        "confirmed_by__person",
        "contested_by__person",
        "settled_by__person",
        "corrects",
        "evidence",
    )
    entry = get_object_or_404(held, pk=pk)
    allowed(may_see_entry(account, entry))
    verb = request.POST.get("verb", "")
    reason = ReasonForm(request.POST if verb in REASONED else None)
    task = TaskForm(request.POST if verb == "task" else None)
    if verb and _acted(request, account, entry, task if verb == "task" else reason):
        return redirect("supervise:ledger_entry", pk)
    told = [(_(column["name"]), entry.details.get(column["key"], "—")) for column in entry.ledger.columns]
    context = {
        "entry": entry, "reason": reason, "task": task, "may": _may(account, entry), "details": told,
        "history": [each for each in history(entry) if each.pk != entry.pk], "tasks": entry.tasks.select_related("unit", "owner", "under"),
        "open_tasks": {each.under_id for each in entry.tasks.all() if each.under and not may_see_task(account, each.under)},
        "name": shorts().get(entry.unit_id, entry.unit.code),
    }  # fmt: skip
    return render(request, "supervise/ledgers/entry.html", context, status=422 if reason.errors or task.errors else 200)


def _may(account: Account, entry: LedgerEntry) -> dict[str, bool]:
    state = entry.state
    open_ = entry.contest_due is not None and today() <= entry.contest_due and entry.settled_at is None
    enters = not may_enter(account, entry.ledger, entry.unit)
    return {
        "confirm": state == "entered" and not may_confirm_entry(account, entry),
        "contest": state == "confirmed" and open_ and not may_contest_entry(account, entry),
        "uphold": state == "contested" and not may_settle_entry(account, entry),
        "withdraw": after(ENTRY, state, "withdraw_entry") is not None and not may_withdraw_entry(account, entry),
        "correct": after(ENTRY, state, "correct_entry") is not None and enters,
        "task": entry.ledger.group in ("meeting", "dispatched") and enters and state not in ("corrected", "withdrawn"),
    }


def _acted(request: HttpRequest, account: Account, entry: LedgerEntry, form: Any) -> bool:
    """Do what the button says; False where something is to be put right first."""
    verb = request.POST.get("verb", "")
    if verb in REASONED:
        given = {"by": account, "entry": entry}
        return form.is_valid() and form.done(REASONED[verb], **given, **form.cleaned_data) is not None
    if verb == "task":
        return form.is_valid() and form.done(add_entry_task, by=account, entry=entry, **form.cleaned_data) is not None
    try:
        if verb == "confirm":
            confirm_entry(by=account, entry=entry)
        elif verb == "done":
            held = get_object_or_404(entry.tasks, pk=request.POST.get("task") or 0)
            settle_entry_task(by=account, task=held, done_on=today())
        elif verb == "supervise":
            held = get_object_or_404(entry.tasks, pk=request.POST.get("task") or 0)
            supervise_entry_task(by=account, task=held, number=request.POST.get("number", ""))
    except Refused as refused:
        messages.error(request, str(refused))
        return True
    messages.success(request, _("已办理，记录留存。"))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an entry again; the old one stays."""
    account = asker(request)
    entry = get_object_or_404(LedgerEntry.objects.select_related("ledger", "item", "unit"), pk=pk)
    allowed(may_enter(account, entry.ledger, entry.unit))
    held = {"item": entry.item_id, "happened_on": entry.happened_on, "source": entry.source, "words": entry.words}
    given = held | {"key": entry.key} | entry.details
    form = EntryForm(request.POST or None, request.FILES or None, ledger=entry.ledger, correcting=True, initial=given)
    if form.is_bound and form.is_valid():
        made = form.done(_corrected, account=account, entry=entry, form=form)
        if made is not None:
            messages.success(request, _("已更正，原记录留存；新记录待确认。"))
            return redirect("supervise:ledger_entry", made.pk)
    title = _("更正 %(number)s") % {"number": entry.number}
    context = {"form": form, "title": title, "do": _("更正"), "here": "entries", "entry": entry}
    return render(request, "supervise/ledgers/form.html", context, status=422 if form.errors else 200)


def _corrected(*, account: Account, entry: LedgerEntry, form: EntryForm) -> LedgerEntry:
    return correct_entry(by=account, entry=entry, evidence=_sealed(account, form), **form.given())


@require_http_methods(["GET", "HEAD", "POST"])
def taken(request: HttpRequest, pk: int) -> HttpResponse:
    """A workbook of entries: looked through first, then taken in whole."""
    account = asker(request)
    ledger = get_object_or_404(Ledger, pk=pk)
    allowed(may_enter(account, ledger))
    if request.GET.get("export") == "xlsx":
        return sent(f"ledger-{ledger.code}", [_(one) for one in heads_of(ledger).values()], [])
    form, sheet, proof, name = FileForm(request.POST or None, request.FILES or None), None, None, ""
    try:
        if request.POST.get("verb") == "take":
            proof, name = _looked_at(account, ledger, request.POST.get("file", ""))
            form = FileForm()
            sheet = read_entries(place(proof.sm3), name, ledger)
            made = _taken(account, ledger, sheet, proof, name)
            messages.success(request, _("收下 %(n)s 条，待确认。") % {"n": len(made)})
            return redirect(f"{reverse('supervise:ledger_entries')}?ledger={ledger.pk}")
        if form.is_bound and form.is_valid():
            file = form.cleaned_data["file"]
            proof, name = seal(by=account, file=file), file.name
            sheet = read_entries(place(proof.sm3), name, ledger)
    except (Refused, Unfit) as wrong:
        messages.error(request, str(wrong))
    context = {
        "ledger": ledger, "form": form, "sheet": sheet, "lines": sheet.lines[:SHOWN] if sheet else [],
        "faults": sheet.faults[:SHOWN] if sheet else [], "proof": proof, "name": name,
        "token": proof and signing.dumps([proof.sm3, name, ledger.pk, account.pk], salt=SALT),
    }  # fmt: skip
    return render(request, "supervise/ledgers/import.html", context, status=422 if form.errors else 200)


def _looked_at(account: Account, ledger: Ledger, token: str) -> tuple[Evidence, str]:
    """The file this account was shown for this ledger; nobody takes in another's by its hash."""
    try:
        sm3, name, held, who = signing.loads(token, salt=SALT, max_age=DAY)
    except signing.BadSignature as wrong:
        raise Refused(_("预览已过期，请重新上传。"), "file") from wrong
    if (held, who) != (ledger.pk, account.pk):
        raise Refused(_("预览已过期，请重新上传。"), "file")
    return Evidence.objects.get(sm3=sm3), name


def _taken(account: Account, ledger: Ledger, sheet: Any, proof: Evidence, name: str) -> list[LedgerEntry]:
    if sheet.faults:
        raise Refused(_("还有 %(n)s 处错误，改好后重传。") % {"n": len(sheet.faults)})
    return import_entries(by=account, ledger=ledger, lines=sheet.lines, evidence=proof, name=name)
