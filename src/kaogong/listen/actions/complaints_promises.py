"""Promises of service, what is made good where one was broken, and contact points of key enterprises."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from django.utils.translation import gettext as _

from kaogong.audit.actions import Refused, action, record
from kaogong.audit.states import after
from kaogong.listen.guards.complaints import demand_here, may_handle, may_keep, may_settle_compensation, noted
from kaogong.listen.models import Compensation, Complaint, ContactPoint, ServicePromise
from kaogong.listen.queries.complaints_roles import ROOM
from kaogong.listen.states.complaints import COMPENSATION, FORMS, PROMISE, UPHELD
from kaogong.org.models import Account, Supervisor, Unit
from kaogong.org.queries import today

DIGITS = 5
"""A telephone number has at least so many."""


@action
def set_promise(
    *,
    by: Account | None,
    code: str,
    unit: Unit,
    title: str,
    words: str,
    watcher: str = "",
    hotline: str = "",
    remedy: str = "",
) -> ServicePromise:
    """Write down what a unit promises, who watches over it and which number is called; it binds once published."""
    demand_here(by, may_keep(by) if by else "", "set_promise", f"{ROOM}.servicepromise", unit.code)
    if not title.strip() or not words.strip():
        raise Refused(_("请写明承诺什么。"), "words")
    held = ServicePromise.objects.select_for_update(of=("self",)).filter(code=code.strip()).first()
    if held is not None and held.state != "draft":
        raise Refused(_("承诺 %(code)s 已公布，不能改。请停止后另立一项。") % {"code": held.code}, "code")
    made = held or ServicePromise(code=code.strip(), unit=unit)
    made.unit, made.title, made.words, made.remedy = unit, title.strip(), words.strip(), remedy.strip()
    made.watcher, made.hotline = watcher.strip(), hotline.strip()
    made.save()
    record(verb="set_promise", new={"code": made.code, "title": made.title}, **noted(by, made, unit.code))
    return made


@action
def publish_promise(*, by: Account | None, promise: ServicePromise) -> ServicePromise:
    """The promise binds and is shown to everybody, with the number to call; without one it is not published."""
    demand_here(by, may_keep(by) if by else "", "publish_promise", f"{ROOM}.servicepromise:{promise.pk}")
    held = ServicePromise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    state = after(PROMISE, held.state, "publish_promise")
    if state is None:
        raise Refused(_("这项承诺现在是“%(state)s”，不能公布。") % {"state": held.get_state_display()})
    if len(re.sub(r"\D", "", held.hotline)) < DIGITS:
        raise Refused(_("没有举报电话，不能公布。请先补上举报电话。"), "hotline")
    if not held.watcher:
        raise Refused(_("没有监督机构，不能公布。请先补上监督机构。"), "watcher")
    held.state, held.published_on = state, today()
    held.save(update_fields=["state", "published_on"])
    record(verb="publish_promise", new={"state": state, "code": held.code}, **noted(by, held, held.unit.code))
    return held


@action
def end_promise(*, by: Account | None, promise: ServicePromise, reason: str) -> ServicePromise:
    """The promise binds no longer; complaints that named it stay with it."""
    demand_here(by, may_keep(by) if by else "", "end_promise", f"{ROOM}.servicepromise:{promise.pk}")
    state = after(PROMISE, promise.state, "end_promise")
    if state is None:
        raise Refused(_("这项承诺没有公布。"))
    if not reason.strip():
        raise Refused(_("请写明为什么停止。"), "reason")
    promise.state = state
    promise.save(update_fields=["state"])
    record(verb="end_promise", new={"state": state}, reason=reason.strip(), **noted(by, promise, promise.unit.code))
    return promise


# --- making good ----------------------------------------------------------------------------------------------------


@action
def propose_compensation(
    *, by: Account | None, complaint: Complaint, form: str, words: str, amount: Decimal | None = None
) -> Compensation:
    """Where a complaint proved that a published promise was broken, say how it is to be made good."""
    where = f"{ROOM}.complaint:{complaint.pk}"
    demand_here(by, may_handle(by, complaint) if by else "", "propose_compensation", where)
    if complaint.promise is None:
        raise Refused(_("这件投诉没有涉及已公布的服务承诺，不能提出违诺赔偿。"))
    if complaint.verdict not in UPHELD:
        raise Refused(_("核查属实或部分属实后才能提出违诺赔偿。"))
    if Compensation.objects.filter(complaint=complaint).exists():
        raise Refused(_("这件投诉已提出过赔偿。"))
    if form not in FORMS:
        raise Refused(_("请选赔偿方式。"), "form")
    if form in ("refund", "payment") and (amount is None or amount <= 0):
        raise Refused(_("退费和赔偿金须写金额。"), "amount")
    if not words.strip():
        raise Refused(_("请写明怎样赔偿。"), "words")
    made = Compensation.objects.create(
        complaint=complaint, promise=complaint.promise, form=form, words=words.strip(), amount=amount, proposed_by=by
    )
    new = {"form": form, "amount": None if amount is None else f"{amount:f}"}
    record(verb="propose_compensation", new=new, **noted(by, complaint, complaint.promise.unit.code))
    return made


@action
def settle_compensation(*, by: Account, compensation: Compensation, verb: str, reason: str = "") -> Compensation:
    """Somebody else approves it (`approve_compensation`), or does not (`refuse_compensation`) and says why."""
    held = Compensation.objects.select_for_update(of=("self",)).select_related("promise__unit").get(pk=compensation.pk)
    why = may_settle_compensation(by, held.proposed_by_id) or may_handle(by, held.complaint)
    demand_here(by, why, "settle_compensation", f"{ROOM}.complaint:{held.complaint_id}")
    state = after(COMPENSATION, held.state, verb)
    if state is None or state == "paid":
        raise Refused(_("这项赔偿现在是“%(state)s”，不能这样办。") % {"state": held.get_state_display()})
    if state == "refused" and not reason.strip():
        raise Refused(_("请写明为什么不同意。"), "reason")
    held.state, held.settled_by, held.reason = state, by, reason.strip()
    held.save(update_fields=["state", "settled_by", "reason"])
    record(verb="settle_compensation", new={"state": state}, **noted(by, held.complaint, held.promise.unit.code))
    return held


@action
def pay_compensation(*, by: Account, compensation: Compensation) -> Compensation:
    """It was made good."""
    held = Compensation.objects.select_for_update(of=("self",)).select_related("promise__unit").get(pk=compensation.pk)
    demand_here(by, may_handle(by, held.complaint), "pay_compensation", f"{ROOM}.complaint:{held.complaint_id}")
    state = after(COMPENSATION, held.state, "pay_compensation")
    if state is None:
        raise Refused(_("赔偿经审批同意后才能登记兑现。"))
    held.state, held.paid_on = state, today()
    held.save(update_fields=["state", "paid_on"])
    record(verb="pay_compensation", new={"state": state}, **noted(by, held.complaint, held.promise.unit.code))
    return held


# --- key enterprises ------------------------------------------------------------------------------------------------


@action
def set_contact(*, by: Account | None, name: str, supervisor: Supervisor, since: dt.date | None = None) -> ContactPoint:
    """A key enterprise with a supervisor of class C as its first liaison; a former one ends the day before."""
    demand_here(by, may_keep(by) if by else "", "set_contact", f"{ROOM}.contactpoint")
    day = since or today()
    if supervisor.pool != "C":
        raise Refused(_("第一联络员须是C类效能监督员。"), "supervisor")
    if supervisor.until is not None and supervisor.until <= day:
        raise Refused(_("这位监督员的聘期已满。"), "supervisor")
    if not name.strip():
        raise Refused(_("请写企业名称。"), "name")
    held = ContactPoint.objects.select_for_update(of=("self",)).filter(name=name.strip(), until__isnull=True).first()
    if held is not None:
        if held.since >= day:
            raise Refused(
                _("%(name)s已有第一联络员，自 %(day)s 起。") % {"name": held.name, "day": held.since}, "since"
            )
        held.until = day
        held.save(update_fields=["until"])
    made = ContactPoint.objects.create(name=name.strip(), supervisor=supervisor, since=day)
    record(verb="set_contact", new={"name": made.name, "since": str(day)}, **noted(by, made))
    return made


@action
def end_contact(*, by: Account | None, contact: ContactPoint) -> ContactPoint:
    """An enterprise is no longer a contact point, from today on."""
    demand_here(by, may_keep(by) if by else "", "end_contact", f"{ROOM}.contactpoint:{contact.pk}")
    if contact.until is not None or contact.since >= today():
        raise Refused(_("这个联系点已经结束，或今天才开始。"))
    contact.until = today()
    contact.save(update_fields=["until"])
    record(verb="end_contact", new={"until": str(today())}, **noted(by, contact))
    return contact
