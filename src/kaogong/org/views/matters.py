"""Motions to approve, and circulars to sign for."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaogong.org.actions import approve, sign_for
from kaogong.org.guards import may_act, may_see_motion, may_see_register
from kaogong.org.models import Motion, Recipient
from kaogong.org.queries import circulars_for, still_needed
from kaogong.org.views.deeds import offers
from kaogong.org.views.deeds.matters import DEEDS
from kaogong.org.views.listing import allow, me


@require_http_methods(["GET", "POST"])
def motion_page(request: HttpRequest, number: int) -> HttpResponse:
    """What is put up, who has approved it and who must still; an owner approves it here."""
    motion = get_object_or_404(Motion.objects.select_related("unit", "put_by"), pk=number)
    allow(may_see_motion(me(request), motion))
    if request.method == "POST":
        approve(by=me(request), motion=motion)
        messages.success(request, _("已审定，并记入存证。"))
        return redirect("org:motion", number)
    shown = {
        "motion": motion,
        "content": json.dumps(motion.content, ensure_ascii=False, indent=2),
        "needed": still_needed(motion),
        "offers": offers(DEEDS, me(request), motion),
        "mine": motion.state == "open" and not may_act(me(request), motion.act, motion.unit, "approves"),
    }
    return render(request, "org/motion.html", shown)


@require_http_methods(["GET", "POST"])
def circulars_page(request: HttpRequest) -> HttpResponse:
    """What was sent to somebody and not yet signed for."""
    allow(may_see_register(me(request)))
    if request.method == "POST":
        received = get_object_or_404(Recipient, pk=request.POST.get("received", "0"))
        sign_for(by=me(request), received=received)
        messages.success(request, _("已签收。"))
        return redirect("org:circulars")
    return render(request, "org/circulars.html", {"received": circulars_for(me(request))})
