"""What the system administrator does at the doors: locks lifted, lost keys withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaogong.audit.actions import Refused
from kaogong.org.models import Account
from kaogong.portal import actions
from kaogong.portal.forms import DoorForm
from kaogong.portal.guards import may_mind_doors
from kaogong.portal.queries.door import locked_accounts


@require_http_methods(["GET", "POST"])
def mind(request: HttpRequest) -> HttpResponse:
    """The accounts that are locked now, and the form to help somebody in again."""
    assert isinstance(request.user, Account)
    if why := may_mind_doors(request.user):
        raise PermissionDenied(why)
    form = DoorForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _done(request.user, form):
        messages.success(request, _("已办理，并记入审计。"))
        return redirect("portal:doors")
    return render(request, "portal/doors.html", {"form": form, "locked": locked_accounts()})


def _done(by: Account, form: DoorForm) -> bool:
    given = form.cleaned_data
    does = {"open_door": actions.open_door, "withdraw_second_key": actions.withdraw_second_key}[given["does"]]
    try:
        does(by=by, account=given["account"], reason=given["reason"])
    except Refused as refused:
        form.add_error("account", str(refused))
        return False
    return True
