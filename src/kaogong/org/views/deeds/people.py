"""What is done to people, their posts and portfolios; with powers; by and with efficiency supervisors."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kaogong.org import actions
from kaogong.org.forms.acts import text, words
from kaogong.org.forms.deeds import ask
from kaogong.org.forms.deeds.people import (
    AreasForm,
    AssignPortfolioForm,
    CorrectPersonForm,
    DelegateForm,
    DescribePostForm,
    DrawForm,
    RecuseForm,
    RoleForm,
    SupervisorForm,
    TickForm,
)
from kaogong.org.forms.fields import DayField, LinesField, UnitField
from kaogong.org.guards import may_delegate, may_guide, may_open_account, may_recuse
from kaogong.org.models import Account, Checklist, Person, Portfolio, Post, Supervisor, Unit
from kaogong.org.views.deeds import Deed, to, whoever
from kaogong.org.views.deeds.bodies import BY_CODE, keeps, this_day


def _person(**given: Any) -> Deed:
    more: dict[str, Any] = {
        "of": Person,
        "called": "person",
        "back": to("org:person", "code"),
        "key": "org.person:{.code}",
    }
    return Deed(**{"may": keeps, "begin": this_day} | more | given)


def _post(**given: Any) -> Deed:
    more: dict[str, Any] = {"of": Post, "called": "post", "back": to("org:post", "pk"), "key": "org.post:{.pk}"}
    return Deed(**{"may": keeps, "when": lambda one: one.until is None} | more | given)


def _held(*names: str) -> Any:
    return lambda thing: {name: getattr(thing, name) for name in names}


DEEDS = (
    _person(
        verb=actions.correct_person,
        at="person/<str:code>/correct/",
        form=CorrectPersonForm,
        begin=_held("name", "phone", "email"),
        button=_("更正资料"),
        told=_("资料已更正，原来的留在存证里。"),
    ),
    _person(
        verb=actions.assign_portfolio,
        at="person/<str:code>/portfolios/add/",
        called="leader",
        form=AssignPortfolioForm,
        button=_("定分管联系"),
        told=_("分管联系已登记。"),
    ),
    _person(
        verb=actions.register_supervisor,
        at="person/<str:code>/supervisor/",
        form=SupervisorForm,
        button=_("聘为效能监督员"),
        told=_("已聘为效能监督员。"),
        back=to("org:supervisors"),
    ),
    _person(
        verb=actions.recuse,
        at="person/<str:code>/recuse/",
        may=may_recuse,
        form=RecuseForm,
        button=_("申请回避"),
        told=_("回避已登记，涉及这个单位的事项不再参加。"),
    ),
    _post(
        verb=actions.describe_post,
        at="post/<int:number>/describe/",
        form=DescribePostForm,
        begin=_held("duty", "accountability", "integrity"),
        button=_("写岗位四项"),
        told=_("岗位四项已写明。"),
    ),
    _post(
        verb=actions.set_areas,
        at="post/<int:number>/areas/",
        form=AreasForm,
        begin=lambda one: {"areas": "\n".join(one.areas)},
        button=_("定分工"),
        told=_("分工已定。"),
    ),
    Deed(
        verb=actions.end_portfolio,
        at="portfolio/<int:number>/end/",
        of=Portfolio,
        called="portfolio",
        may=keeps,
        form=ask(until=DayField(label=_("结束日期"))),
        when=lambda one: one.until is None,
        button=_("结束分管联系"),
        told=_("分管联系已结束。"),
        back=to("org:portfolios"),
    ),
    Deed(
        verb=actions.guide,
        at="unit/<str:code>/guide/",
        of=Unit,
        called="unit",
        may=may_guide,
        form=ask(words=text(_("意见")), day=DayField(label=_("日期"))),
        begin=this_day,
        button=_("写指导意见"),
        told=_("指导意见已记下，单位能看到。"),
        back=to("org:unit", "code"),
    ),
    Deed(
        verb=actions.delegate,
        at="delegate/",
        may=whoever(may_delegate),
        form=DelegateForm,
        begin=this_day,
        button=_("委托他人代行"),
        told=_("委托已登记，期满自动收回。"),
        back=to("org:delegations"),
        warning=_("受托人用您的这项权限办事，两人的名字都进存证；受托的权限不能再委托。"),
    ),
    Deed(
        verb=actions.change_role,
        at="accounts/<int:number>/role/",
        of=Account,
        called="account",
        may=whoever(may_open_account),
        form=RoleForm,
        begin=lambda one: {"role": one.role},
        when=lambda one: one.is_active,
        button=_("改账号类别"),
        told=_("账号类别已改。"),
        back=to("org:accounts"),
        key="org.account:{.username}",
        warning=_("改为管理员后，不再有业务权限；三员须由三个人分别担任。"),
    ),
)
"""On people and powers."""

SUPERVISOR_DEEDS = (
    Deed(
        verb=actions.release_supervisor,
        at="supervisor/<int:number>/release/",
        of=Supervisor,
        called="supervisor",
        may=keeps,
        form=ask(until=DayField(label=_("解聘日期")), reason=words(_("事由"), 200)),
        when=lambda one: one.until is None,
        button=_("解聘"),
        told=_("监督员已解聘。"),
        back=to("org:supervisors"),
    ),
    Deed(
        verb=actions.draw_supervisors,
        at="unit/<str:code>/draw/",
        of=Unit,
        called="unit",
        may=keeps,
        form=DrawForm,
        begin=lambda one: this_day(one) | {"pools": ["A", "B", "C"]},
        when=lambda one: one.closed is None,
        button=_("抽取监督员"),
        told=_("已抽取，候选、回避和种子都留在记录里。"),
        back=to("org:draws"),
    ),
    Deed(
        verb=actions.set_up_point,
        at="points/set-up/",
        may=keeps,
        form=ask(
            name=words(_("名称")),
            kind=words(_("类别"), 40, help_text=_("如“企业”“社区”")),
            unit=UnitField(label=_("所在单位"), required=False, help_text=BY_CODE),
            since=DayField(label=_("自")),
        ),
        begin=this_day,
        button=_("设监测点"),
        told=_("监测点已设立。"),
        back=to("org:points"),
    ),
    Deed(
        verb=actions.draw_up_checklist,
        at="checklists/draw-up/",
        may=keeps,
        form=ask(name=words(_("名称")), items=LinesField(label=_("项目"))),
        button=_("拟订标准清单"),
        told=_("标准清单已拟订。"),
        back=to("org:checklists"),
    ),
    Deed(
        verb=actions.tick,
        at="checklist/<int:number>/tick/",
        of=Checklist,
        called="checklist",
        may=keeps,
        form=TickForm,
        begin=this_day,
        button=_("登记达标"),
        told=_("达标已登记。"),
        back=to("org:checklist", "pk"),
    ),
)
"""On efficiency supervisors, points and standards."""
