"""The inventory: items, what each is from when on, who agreed; changes reported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaogong.approvals import actions
from kaogong.approvals.forms import AuthorityForm, BenchmarkForm, BodyForm, ChangeForm, ConfirmForm, ItemForm
from kaogong.approvals.guards import may_keep, may_report_change, may_see
from kaogong.approvals.models import Authority, Benchmark, Body, Change, Item, ItemVersion
from kaogong.approvals.queries.board import body_names
from kaogong.approvals.queries.cards import own_bodies
from kaogong.approvals.queries.compare import inventory, unconfirmed
from kaogong.audit.actions import Refused
from kaogong.audit.reports.workbook import sent
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.plan.views.pages import allowed, asker, page_of


def body_choices(account: Account) -> list[tuple[int, str]]:
    """The bodies somebody may speak of, by name."""
    mine = own_bodies(account)
    held = Body.objects.all() if mine is None else Body.objects.filter(pk__in=mine)
    return sorted(body_names(held.values_list("pk", flat=True)).items(), key=lambda pair: pair[1])


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """Every item of today, with its limits and how far it is confirmed."""
    account = asker(request)
    allowed(may_see(account))
    found = inventory(today()).prefetch_related("confirmations")
    if words := request.GET.get("q", "").strip():
        found = found.filter(Q(name__icontains=words) | Q(item__code__istartswith=words))
    if request.GET.get("body", "").isdecimal():
        found = found.filter(item__body=int(request.GET["body"]))
    left = set(unconfirmed(today()).values_list("pk", flat=True))
    if request.GET.get("state") == "pending":
        found = found.filter(pk__in=left)
    names = body_names(Body.objects.values_list("pk", flat=True))
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, found, names)
    page = page_of(request, found)
    rows_ = [(one, names.get(one.item.body_id, ""), one.confirmations.count()) for one in page]
    context = {"page": page, "lines": rows_, "bodies": names, "left": len(left), "sought": request.GET}
    return render(request, "approvals/items.html", context | {"may": not may_keep(account)})


def _exported(request: HttpRequest, found: QuerySet[ItemVersion], names: dict[int, str]) -> HttpResponse:
    heads = [_("事项编码"), _("事项名称"), _("审批部门"), _("法定期限"), _("承诺期限"), _("收费标准"), _("法定依据")]
    limits = ("statutory_days", "promised_days", "fee", "basis")
    rows = (
        [one.item.code, one.name, names[one.item.body_id], *(getattr(one, name) for name in limits)] for one in found
    )
    return sent("items", heads, rows, request.GET["export"])


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An item through its versions."""
    account = asker(request)
    allowed(may_see(account))
    item = get_object_or_404(Item.objects.select_related("body__unit"), pk=pk)
    versions = list(item.versions.order_by("-since").prefetch_related("steps", "confirmations"))
    form = ConfirmForm(request.POST or None)
    if form.is_bound and form.is_valid() and _confirmed(form, account, versions[0]):
        messages.success(request, _("已确认。"))
        return redirect("approvals:item", pk)
    context = {"item": item, "versions": versions, "now": versions[0], "form": form, "may": not may_keep(account)}
    context["name"] = body_names([item.body_id])[item.body_id]
    return render(request, "approvals/item.html", context, status=422 if form.errors else 200)


def _confirmed(form: ConfirmForm, account: Account, version: ItemVersion) -> Any:
    return form.done(actions.confirm_item, by=account, version=version, **form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: HttpRequest) -> HttpResponse:
    """Put an item in the inventory, or change one from a day on."""
    account = asker(request)
    allowed(may_keep(account))
    form = ItemForm(request.POST or None, bodies=body_choices(account))
    if form.is_bound and form.is_valid():
        made = form.done(actions.set_item, by=account, **form.given())
        if made is not None:
            messages.success(request, _("事项已登记，等法制、编制、财政三方确认。"))
            return redirect("approvals:item", made.item_id)
    return render(
        request, "approvals/form.html", _formed(form, _("登记事项"), _("登记")), status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_body(request: HttpRequest) -> HttpResponse:
    """Register a unit that approves."""
    account = asker(request)
    allowed(may_keep(account))
    form = BodyForm(request.POST or None)
    if form.is_bound and form.is_valid() and form.done(actions.register_body, by=account, **form.given()):
        messages.success(request, _("审批部门已登记。"))
        return redirect("approvals:items")
    return render(
        request, "approvals/form.html", _formed(form, _("登记审批部门"), _("登记")), status=422 if form.errors else 200
    )


def _formed(form: Any, title: str, do: str) -> dict[str, Any]:
    return {"form": form, "title": title, "do": do}


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest) -> HttpResponse:
    """Changes of items and handlers, and whether both were told in time."""
    account = asker(request)
    allowed(may_see(account))
    form = ChangeForm(request.POST if "kind" in request.POST else None, bodies=body_choices(account))
    if "change" in request.POST:
        _completed(request, account)
        return redirect("approvals:changes")
    if form.is_bound and form.is_valid() and form.done(actions.report_change, by=account, **form.given()):
        messages.success(request, _("变更已报告。"))
        return redirect("approvals:changes")
    mine = own_bodies(account)
    found = Change.objects.select_related("body__unit")
    page = page_of(request, found if mine is None else found.filter(body__in=mine))
    names = body_names(one.body_id for one in page)
    rows = [(one, names.get(one.body_id, ""), not may_report_change(account, one.body)) for one in page]
    context = {"page": page, "lines": rows, "form": form}
    return render(request, "approvals/changes.html", context, status=422 if form.errors else 200)


def _completed(request: HttpRequest, account: Account) -> None:
    change = get_object_or_404(Change.objects.select_related("body__unit"), pk=request.POST["change"] or 0)
    try:
        actions.complete_change(by=account, change=change)
    except Refused as refused:
        messages.error(request, str(refused))


@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may decide an item up to which amount, and in which range without a reason."""
    account = asker(request)
    allowed(may_keep(account))
    item = get_object_or_404(Item.objects.select_related("body__unit"), pk=pk)
    of_people = "username" in request.POST
    people = AuthorityForm(request.POST if of_people else None)
    ranges = BenchmarkForm(request.POST if request.method == "POST" and not of_people else None)
    if _limited(account, item, people, ranges):
        messages.success(request, _("已登记，办结时执行。"))
        return redirect("approvals:limits", pk)
    context = {
        "item": item, "people": people, "ranges": ranges, "benchmark": Benchmark.objects.filter(item=item).first(),
        "held": Authority.objects.filter(Q(item=item) | Q(item__isnull=True), body=item.body_id).select_related("account"),
    }  # fmt: skip
    return render(request, "approvals/limits.html", context, status=422 if people.errors or ranges.errors else 200)


def _limited(account: Account, item: Item, people: AuthorityForm, ranges: BenchmarkForm) -> bool:
    if people.is_bound and people.is_valid():
        who, most = people.cleaned_data["username"], people.cleaned_data["most"]
        given = {"account": who, "body": item.body, "item": item, "most": most}
        return people.done(actions.set_authority, by=account, **given) is not None
    if ranges.is_bound and ranges.is_valid():
        return ranges.done(actions.set_benchmark, by=account, item=item, **ranges.cleaned_data) is not None
    return False
