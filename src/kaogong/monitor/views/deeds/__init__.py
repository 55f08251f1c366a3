"""Acts of monitoring that need no page of their own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from kaogong.monitor import actions
from kaogong.monitor.forms.deeds import (
    ActivityForm,
    ConstructionForm,
    LateForm,
    MilestonesForm,
    PartsForm,
    PeriodField,
    RoutineForm,
    RulesForm,
)
from kaogong.monitor.guards import may_keep, may_record_activity
from kaogong.monitor.models import Bulletin, Milestone, Site
from kaogong.monitor.queries import rules_of
from kaogong.monitor.states import BULLETIN
from kaogong.org.forms.acts import text
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.fields import DayField
from kaogong.org.queries import today
from kaogong.org.views.deeds import Deed, to, whoever
from kaogong.plan.forms.deeds import cycle_now
from kaogong.plan.models import Target

PERIOD = ask(period=PeriodField(label=_("时期")))


def _deed(**given: Any) -> Deed:
    usual: dict[str, Any] = {"room": "monitor", "may": whoever(may_keep)}
    return Deed(**usual | given)


def _on(_thing: Any) -> dict[str, Any]:
    return {"on": today(), "due_day": 0}


TARGET_DEEDS = (
    _deed(
        verb=actions.set_milestones,
        at="targets/<int:pk>/milestones/set/",
        of=Target,
        called="target",
        form=MilestonesForm,
        button=_("定节点"),
        told=_("节点已定，亮灯按它计算。"),
        back=to("monitor:milestones", "pk"),
        key="plan.target:{.pk}",
        warning=_("同一时期再写即改；改后亮灯按新的算。"),
    ),
    _deed(
        verb=actions.reach_milestone,
        at="milestones/<int:pk>/reach/",
        of=Milestone,
        called="milestone",
        form=ask(on=DayField(label=_("完成日期"))),
        begin=_on,
        when=lambda one: one.reached_on is None and bool(one.words),
        button=_("节点完成"),
        told=_("节点已完成。"),
        back=to("monitor:milestones", "target_id"),
    ),
    _deed(
        verb=actions.waive_record,
        at="targets/<int:pk>/waive/",
        of=Target,
        called="target",
        form=ask(reason=text(_("理由"))),
        button=_("准许免报"),
        told=_("这项目标没有进展记录也可以计分，理由已记下。"),
        back=to("monitor:milestones", "pk"),
        key="plan.target:{.pk}",
    ),
)
"""On targets."""

ROUTINE_DEEDS = (
    _deed(
        verb=actions.set_routine,
        at="routines/set/",
        form=RoutineForm,
        begin=_on,
        button=_("立例行事项"),
        told=_("例行事项已立，到期会列入待办。"),
        back=to("monitor:routines"),
    ),
    _deed(
        verb=actions.record_activity,
        at="activities/record/",
        may=whoever(may_record_activity),
        form=ActivityForm,
        begin=_on,
        button=_("登记宣教活动"),
        told=_("活动已登记。"),
        back=to("monitor:activities"),
    ),
    _deed(
        verb=actions.draft_construction,
        at="constructions/draft/",
        form=ConstructionForm,
        button=_("拟订建设规划"),
        told=_("建设规划已拟订。"),
        back=to("monitor:constructions"),
    ),
    _deed(
        verb=actions.go_live,
        at="sites/<int:pk>/live/",
        of=Site,
        called="site",
        form=ask(on=DayField(label=_("投用日期"))),
        begin=_on,
        when=lambda one: one.live_on is None,
        button=_("投用"),
        told=_("建设点已投用。"),
        back=to("monitor:construction", "plan_id"),
    ),
)
"""On what comes round and what is built."""


def _rules(_thing: Any) -> dict[str, Any]:
    """The rules as they are."""
    held = rules_of(cycle_now())
    found = {name: getattr(held, name) for name in RulesForm.base_fields}
    exact = {name: f"{one:f}" for name, one in found.items() if isinstance(one, Decimal)}
    return found | exact | {"remind_days": "\n".join(map(str, held.remind_days))}


CYCLE_DEEDS = (
    _deed(
        verb=actions.set_rules,
        do=lambda **given: actions.set_rules(cycle=cycle_now(), **given),
        at="rules/",
        form=RulesForm,
        begin=_rules,
        button=_("定监测规则"),
        told=_("监测规则已定，亮灯从现在起按它算。"),
        back=to("monitor:exemptions"),
        warning=_("对本周期所有单位的填报期限和亮灯生效。"),
    ),
    _deed(
        verb=actions.draw_bulletin,
        do=lambda **given: actions.draw_bulletin(cycle=cycle_now(), **given),
        at="bulletins/draw/",
        form=PERIOD,
        button=_("拟通报"),
        told=_("通报已按当天的亮灯拟好。"),
        back=to("monitor:bulletins"),
    ),
    _deed(
        verb=actions.publish_bulletin,
        at="bulletins/<int:pk>/publish/",
        of=Bulletin,
        called="bulletin",
        when=lambda one: (one.state, "publish_bulletin") in BULLETIN,
        button=_("发布通报"),
        told=_("通报已发布。"),
        back=to("monitor:bulletins"),
        key="monitor.bulletin:{.pk}",
        warning=_("发布后不能重拟；每项红灯须先有分析。"),
    ),
    _deed(
        verb=actions.allow_late,
        do=lambda **given: actions.allow_late(cycle=cycle_now(), **given),
        at="late/allow/",
        form=LateForm,
        button=_("准许补报"),
        told=_("已准许，这个单位到期前可以补报。"),
        back=to("monitor:exemptions"),
    ),
    _deed(
        verb=actions.lock_reports,
        do=lambda **given: actions.lock_reports(cycle=cycle_now(), **given),
        at="lock/",
        form=PERIOD,
        button=_("锁定一期"),
        told=_("已核实的进展已锁定。"),
        back=to("monitor:exemptions"),
        warning=_("锁定后不能再改；要改须按单位准许补报。"),
    ),
    _deed(
        verb=actions.set_parts,
        at="parts/set/",
        form=PartsForm,
        button=_("定其中项"),
        told=_("其中项已定，填报时逐项填写。"),
        back=to("monitor:part_rules"),
    ),
)
"""On the cycle."""
