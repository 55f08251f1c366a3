"""What is done by those who watch the assessors: sessions, findings, sanctions, transactions."""

from __future__ import annotations

from typing import Any

from django.forms import FileField
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import seal
from kaogong.org import actions, states
from kaogong.org.forms.acts import FileForm, text, words
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.deeds.matters import FindingForm, OpenWatchForm, SanctionForm, TransactionForm, TransferForm
from kaogong.org.forms.fields import DayField, UnitField
from kaogong.org.guards import may_dispose, may_record_finding, may_transfer, may_watch
from kaogong.org.models import Account, Finding, Sanction, Watch
from kaogong.org.views.deeds import Deed, to, whoever
from kaogong.org.views.deeds.bodies import BY_CODE, keeps, this_day

FILE: FileField = FileForm.base_fields["file"]  # type: ignore[assignment]


def _execute(*, by: Account, sanction: Sanction, since: Any, file: Any) -> Sanction:
    """The proof is sealed first."""
    return actions.execute_sanction(by=by, sanction=sanction, since=since, evidence=seal(by=by, file=file))


def _finding(**given: Any) -> Deed:
    verb = given.pop("step")
    more: dict[str, Any] = {
        "of": Finding,
        "called": "finding",
        "back": to("org:finding", "pk"),
        "key": "org.finding:{.pk}",
    }
    return Deed(**{"when": lambda one: (one.state, verb) in states.FINDING} | more | given)


DEEDS = (
    Deed(
        verb=actions.open_watch,
        at="watches/open/",
        may=whoever(may_watch),
        form=OpenWatchForm,
        begin=this_day,
        button=_("开始监督"),
        told=_("已开始。列出的考核表只看不改。"),
        back=to("org:watches"),
    ),
    Deed(
        verb=actions.record_finding,
        name="record_finding_of",
        at="watch/<int:number>/finding/",
        of=Watch,
        may=whoever(may_watch),
        form=FindingForm,
        begin=this_day,
        when=lambda one: one.state == "open",
        button=_("写监督意见"),
        told=_("监督意见已写下。"),
        back=to("org:watch", "pk"),
    ),
    Deed(
        verb=actions.close_watch,
        at="watch/<int:number>/close/",
        of=Watch,
        called="watch",
        may=whoever(may_watch),
        form=ask(day=DayField(label=_("结束日期"))),
        begin=this_day,
        when=lambda one: (one.state, "close") in states.WATCH,
        button=_("结束监督"),
        told=_("监督已结束。"),
        back=to("org:watch", "pk"),
    ),
    Deed(
        verb=actions.record_finding,
        at="findings/record/",
        may=whoever(may_record_finding),
        form=FindingForm,
        begin=this_day,
        button=_("记录发现"),
        told=_("发现已记录。"),
        back=to("org:findings"),
    ),
    Deed(
        verb=actions.transfer_findings,
        at="findings/transfer/",
        may=whoever(may_transfer),
        form=TransferForm,
        button=_("移送主管单位"),
        told=_("已移送，主管单位的工作台会出现待办。"),
        back=to("org:findings"),
        lead=_("按监管分工移送；没有分工的事项留在原处。"),
    ),
    _finding(
        verb=actions.confirm_finding,
        step="confirm",
        at="finding/<int:number>/confirm/",
        may=whoever(may_watch),
        form=ask(day=DayField(label=_("查实日期"))),
        begin=this_day,
        button=_("查实"),
        told=_("已查实。"),
        warning=_("考核人违规的，按“设定”扣分；打击报复的通报批评，不履行职责造成恶劣后果的立卷追究。"),
    ),
    _finding(
        verb=actions.dispose_finding,
        step="dispose",
        at="finding/<int:number>/dispose/",
        may=may_dispose,
        form=ask(disposal=text(_("处理结果"))),
        button=_("处理"),
        told=_("处理结果已登记。"),
    ),
    Deed(
        verb=actions.set_route,
        at="routes/set/",
        may=keeps,
        form=ask(matter=words(_("事项"), 40), unit=UnitField(label=_("主管单位"), help_text=BY_CODE)),
        button=_("定监管分工"),
        told=_("监管分工已定。"),
        back=to("org:routes"),
    ),
    Deed(
        verb=actions.record_sanction,
        at="sanctions/record/",
        may=whoever(may_watch),
        form=SanctionForm,
        begin=this_day,
        button=_("登记处分"),
        told=_("处分已登记，附上执行凭证才算执行。"),
        back=to("org:sanctions"),
    ),
    Deed(
        verb=actions.execute_sanction,
        do=_execute,
        at="sanction/<int:number>/execute/",
        of=Sanction,
        called="sanction",
        may=whoever(may_watch),
        form=ask(since=DayField(label=_("执行日期")), file=FILE),
        begin=this_day,
        when=lambda one: one.evidence_id is None,
        button=_("登记执行"),
        told=_("执行已登记，凭证已存证。"),
        back=to("org:sanctions"),
    ),
    Deed(
        verb=actions.end_sanction,
        at="sanction/<int:number>/end/",
        of=Sanction,
        called="sanction",
        may=whoever(may_watch),
        form=ask(until=DayField(label=_("结束日期"))),
        when=lambda one: one.since is not None and one.until is None,
        button=_("登记解除"),
        told=_("处分解除已登记。"),
        back=to("org:sanctions"),
        warning=_("期限未满就解除的，列为例外。"),
    ),
    Deed(
        verb=actions.record_transaction,
        at="transactions/record/",
        may=keeps,
        form=TransactionForm,
        begin=this_day,
        button=_("登记交易或支付"),
        told=_("已登记。"),
        back=to("org:transactions"),
    ),
)
"""On what supervision sees."""
