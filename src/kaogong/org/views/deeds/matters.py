"""What is done with acts and their owners, motions, case files, circulars."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaogong.audit.actions import Refused
from kaogong.org import actions, states
from kaogong.org.forms.acts import ReasonForm, words
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.deeds.matters import CircularForm, GiveActForm, OpenDocketForm, PutUpForm, TellLateForm
from kaogong.org.forms.fields import DayField, PersonField
from kaogong.org.guards import may_join_docket, may_put_up, may_run_motion
from kaogong.org.models import Circular, Competence, Docket, Motion
from kaogong.org.views.deeds import Deed, to, whoever
from kaogong.org.views.deeds.bodies import keeps, this_day

REASON = ReasonForm.base_fields["reason"]


def _tell(**given: Any) -> Circular:
    """Whoever has not been told; when everybody has, that is said."""
    made = actions.tell_late(**given)
    if made is None:
        raise Refused(gettext("这个编号应告知的人都已告知。"), "subject")
    return made


def _motion(**given: Any) -> Deed:
    verb = given.pop("step")
    more: dict[str, Any] = {"of": Motion, "called": "motion", "back": to("org:motion", "pk"), "key": "{.subject}"}
    return Deed(**{"may": may_run_motion, "when": lambda one: (one.state, verb) in states.MOTION} | more | given)


DEEDS = (
    Deed(
        verb=actions.give_act,
        at="acts/give/",
        may=keeps,
        form=GiveActForm,
        begin=this_day,
        button=_("定职权"),
        told=_("职权已定，此后只有它能办。"),
        back=to("org:acts"),
        warning=_("定了归属的事项，别人不能再办。"),
    ),
    Deed(
        verb=actions.take_act,
        at="act/<int:number>/take/",
        of=Competence,
        called="competence",
        may=keeps,
        form=ask(until=DayField(label=_("终止日期")), reason=words(_("依据"), 200)),
        when=lambda one: one.until is None,
        button=_("收回"),
        told=_("职权已收回。"),
        back=to("org:acts"),
    ),
    Deed(
        verb=actions.put_up,
        at="motions/put-up/",
        may=whoever(may_put_up),
        form=PutUpForm,
        button=_("提请审定"),
        told=_("已提请，审定机构的工作台会出现待办。"),
        back=to("org:motions"),
        warning=_("提请后内容固定；要改须撤回重提。"),
    ),
    _motion(
        verb=actions.withdraw_motion,
        step="withdraw",
        at="motion/<int:number>/withdraw/",
        form=ask(reason=REASON),
        button=_("撤回提请"),
        told=_("提请已撤回。"),
    ),
    _motion(
        verb=actions.carry_out,
        step="carry_out",
        at="motion/<int:number>/carry-out/",
        button=_("执行"),
        told=_("已执行。"),
        warning=_("按审定的内容执行，不能收回。"),
    ),
    Deed(
        verb=actions.open_docket,
        at="dockets/open/",
        may=whoever(partial(may_put_up, beginning="docket.")),
        form=OpenDocketForm,
        begin=this_day,
        button=_("立卷"),
        told=_("已立卷，办案人员和承办单位能看到。"),
        back=to("org:dockets"),
    ),
    Deed(
        verb=actions.join_docket,
        at="docket/<int:number>/join/",
        of=Docket,
        called="docket",
        may=may_join_docket,
        form=ask(person=PersonField(label=_("人员工号"))),
        when=lambda one: one.state == "open",
        button=_("增加办案人员"),
        told=_("办案人员已增加。"),
        back=to("org:docket", "pk"),
    ),
    Deed(
        verb=actions.send_circular,
        at="circulars/send/",
        may=keeps,
        form=CircularForm,
        begin=this_day,
        button=_("发通知通报"),
        told=_("已发出，收件人在工作台签收。"),
        back=to("org:sent"),
        warning=_("发出后不能收回。"),
    ),
    Deed(
        verb=actions.tell_late,
        do=_tell,
        at="circulars/late/",
        may=keeps,
        form=TellLateForm,
        begin=this_day,
        button=_("告知逾期"),
        told=_("已按逾期日数逐级告知。"),
        back=to("org:sent"),
        lead=_("逾期越久，告知的层级越高；各级日数在“设定”里。"),
    ),
)
"""On matters."""
