"""Acts on pay that need no page of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.org.forms.acts import words as line
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.fields import DayField
from kaogong.org.models import Account
from kaogong.org.queries import today
from kaogong.org.views.deeds import Deed, to, whoever
from kaogong.people.actions.pay import (
    approve_pay_rule,
    change_pay_rule,
    clear_hold,
    draft_pay_rule,
    end_pay_rule,
    hold_pay,
    set_circumstance,
    uphold_hold,
)
from kaogong.people.actions.pay_runs import (
    approve_run,
    audit_run,
    change_payee,
    draw_run,
    drop_run,
    lift_removal,
    pay_run,
    recount_run,
    remove_payees,
    return_run,
    submit_run,
)
from kaogong.people.forms.pay import (
    CircumstanceForm,
    HoldForm,
    OutcomeForm,
    PartsForm,
    PayeeForm,
    RemoveForm,
    RuleForm,
    RunForm,
)
from kaogong.people.guards.pay import (
    may_approve_rule,
    may_approve_run,
    may_audit_run,
    may_begin_run,
    may_close_hold,
    may_draw_run,
    may_hold,
    may_keep_pay,
    may_return_run,
)
from kaogong.people.models.pay import PayHold, PayLine, PayRemoval, PayRule, PayRun
from kaogong.people.queries.pay import money, totals
from kaogong.people.states.pay import DUE, RULE, RUN

REASON = ask(reason=line(_("理由"), 400))


def deed(**given: Any) -> Deed:
    """An act of the room."""
    return Deed(**{"room": "people"} | given)


def _day(_thing: Any) -> dict[str, Any]:
    return dict.fromkeys(("day", "since", "on", "planned_on", "signed_on"), today())


def _run(verb: Any, at: str, **given: Any) -> Deed:
    """An act on a run, offered while its state allows it."""
    usual: dict[str, Any] = {
        "verb": verb, "at": f"pay/runs/<int:pk>/{at}/", "of": PayRun, "called": "run", "back": to("people:payment", "pk"),
        "key": "people.payrun:{.pk}", "may": lambda account, one: may_draw_run(account, one.unit_id),
        "when": lambda one: (one.state, verb.__name__) in RUN,
    }  # fmt: skip
    return deed(**usual | given)


def _sums(more: Any) -> Callable[[PayRun], str]:
    """Whom an act on a run reaches, and with how much; and what else is to be known."""

    def told(run: PayRun) -> str:
        found = totals(run)
        given = {
            "n": sum(found.heads.get(one, 0) for one in DUE), "paid": money(found.paid),
            "later": found.heads.get("deferred", 0), "held": money(found.deferred), "more": more,
        }  # fmt: skip
        return gettext("应发 %(n)s 人，%(paid)s 元；暂缓 %(later)s 人，%(held)s 元。%(more)s") % given

    return told


def _rule(verb: Any, at: str, **given: Any) -> Deed:
    usual: dict[str, Any] = {
        "verb": verb, "at": f"pay/rules/<int:pk>/{at}/", "of": PayRule, "called": "rule",
        "back": to("people:pay_rule", "pk"), "key": "people.payrule:{.pk}", "may": whoever(may_keep_pay),
        "when": lambda one: (one.state, verb.__name__) in RULE,
    }  # fmt: skip
    return deed(**usual | given)


def _closes(account: Account, hold: PayHold) -> str:
    return may_close_hold(account, hold.by_id)


def _four(rule: PayRule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in ("recipients", "standard", "form", "procedure")}


RULE_DEEDS = (
    deed(verb=draft_pay_rule, at="pay/rules/new/",
         lead=_("对象、标准、形式、程序写全，由别人批准后才能发放。"),
         form=RuleForm, begin=_day, may=whoever(may_keep_pay),
         button=_("拟发放办法"), told=_("发放办法已拟，批准后才能据以发放。"), back=to("people:pay_rules")),
    _rule(change_pay_rule, "change", form=PartsForm, begin=_four, button=_("改四项内容"), told=_("已改。")),
    _rule(approve_pay_rule, "approve", may=may_approve_rule, button=_("批准办法"), told=_("办法已批准，可以据以发放。")),
    _rule(end_pay_rule, "end", form=ask(until=DayField(label=_("停用日期")), reason=line(_("理由"), 200)),
          button=_("停用办法"), told=_("办法已停用。")),
)  # fmt: skip
HOLD_DEEDS = (
    deed(verb=hold_pay, at="pay/holds/new/",
         lead=_("登记后，以后各批不发给这个人；解除后暂缓的照数补发。"),
         form=HoldForm, begin=_day, may=whoever(may_hold), button=_("登记暂停发放"),
         told=_("已登记，拟发和发放时按情形不发或暂缓。"), back=to("people:pay_holds")),
    deed(verb=set_circumstance, at="pay/holds/circumstance/", form=CircumstanceForm, may=whoever(may_keep_pay),
         button=_("设定情形"), told=_("情形已设定。"), back=to("people:pay_holds")),
    deed(verb=clear_hold, at="pay/holds/<int:pk>/clear/", of=PayHold, called="hold", form=OutcomeForm, begin=_day,
         may=_closes, when=lambda one: one.state == "open", button=_("解除"), told=_("已解除，暂缓的金额已补发。"),
         back=to("people:pay_holds"), key="people.payhold:{.pk}", warning=_("暂缓发放的金额随即补发。")),
    deed(verb=uphold_hold, at="pay/holds/<int:pk>/uphold/", of=PayHold, called="hold", form=OutcomeForm, begin=_day,
         may=_closes, when=lambda one: one.state == "open", button=_("查实"), told=_("已查实，暂缓的不再发放。"),
         back=to("people:pay_holds"), key="people.payhold:{.pk}", warning=_("暂缓发放的金额不再发放。")),
)  # fmt: skip
RUN_DEEDS = (
    deed(verb=draw_run, at="pay/runs/new/",
         lead=_("按办法算到分；拟发后由另一位同事审核，再批准、发放。"),
         form=RunForm, may=whoever(may_begin_run), button=_("拟发一批"),
         told=_("发放明细已拟，请核对后送审。"), back=to("people:pay_runs")),
    _run(submit_run, "submit", button=_("送审"), told=_("已送审。")),
    _run(recount_run, "recount", button=_("重算"), told=_("已按今天的情形、核减和等次重算。")),
    _run(remove_payees, "remove", form=RemoveForm, may=may_audit_run, button=_("核减人员"), told=_("已核减，金额已记录。"),
         warning=_("列入核减名单的人，移出前不能发放。")),
    _run(audit_run, "audit", form=ask(words=line(_("审核意见"), 400)), may=may_audit_run, button=_("审核通过"),
         told=_("已审核，待批准。"), warning=_sums(_("审核通过后由决策机构批准。"))),
    _run(approve_run, "approve", may=may_approve_run, button=_("批准发放"), told=_("已批准，可以发放。"),
         warning=_sums(_("批准后明细按内容封存，改动须退回重拟。"))),
    _run(pay_run, "pay", button=_("登记发放"), told=_("已发放，本人可以看到。"),
         warning=_sums(_("登记后本人可以看到；今天新登记的情形一并扣下，暂缓的解除后照数补发。"))),
    _run(return_run, "return", form=REASON, may=may_return_run, button=_("退回"), told=_("已退回拟发人。")),
    _run(drop_run, "drop", form=REASON, button=_("作废"), told=_("这一批已作废。")),
    deed(verb=change_payee, at="pay/lines/<int:pk>/change/", of=PayLine, called="line", form=PayeeForm,
         begin=lambda one: {"personal": one.personal, "months": one.months},
         may=lambda account, one: may_draw_run(account, one.run.unit_id), when=lambda one: one.run.state == "draft",
         button=_("调整"), told=_("已调整，全批重算。"), back=to("people:payment", "run_id"), key="people.payrun:{.run_id}"),
    deed(verb=lift_removal, at="pay/removals/<int:pk>/lift/", of=PayRemoval, called="removal", form=REASON,
         may=lambda account, one: may_audit_run(account, one.line.run), when=lambda one: one.lifted_on is None,
         button=_("移出名单"), told=_("已移出核减名单。"), back=to("people:pay_removals"), key="people.payremoval:{.pk}"),
)  # fmt: skip
EVERY = (*RULE_DEEDS, *HOLD_DEEDS, *RUN_DEEDS)
