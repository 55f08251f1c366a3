"""Ledgers that are shipped, ready to be taken over: what the measures name is kept, what they leave open is said to be assumed.

The measures name the aspects and how many items there are, not the items (LZ-05, LZ-06); the words of the items are ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from kaogong.org.models.powers import Power

Item = tuple[str, str, str, tuple[str, ...]]
"""Aspect, name, marks, events."""


@dataclass(frozen=True, slots=True)
class Template:
    """A declaration to begin from."""

    code: str
    name: str
    section: str
    aspects: Mapping[str, tuple[str, ...]]
    group: str = "daily"
    about: str = "unit"
    own: bool = False
    basis: str = ""
    suppliers: str = ""
    marks: str = ""
    origin: str = ""
    events: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By aspect, or by item where its name stands here: the events of rulebooks."""
    sources: tuple[str, ...] = (_("现场检查"), _("书面审查"), _("系统比对"), _("群众举报"))
    columns: tuple[Mapping[str, Any], ...] = ()
    counts: tuple[int, int] | None = None
    quorum: str = ""
    limit: str = ""
    bonus: bool = False
    enters: str = Power.AUTHORITY
    confirms: str = Power.OFFICE

    @property
    def items(self) -> Iterator[Item]:
        """Its items, in order."""
        for aspect, names in self.aspects.items():
            for name in names:
                yield aspect, name, self.marks, self.events.get(name, self.events.get(aspect, ()))


AMOUNT: Final = {"key": "amount", "name": _("金额(元)"), "type": "number", "must": True}
PEOPLE: Final = {"key": "people", "name": _("人员"), "type": "text", "must": True}
OWN: Final[dict[str, Any]] = {
    "group": "dispatched", "own": True, "enters": Power.LIAISON, "confirms": Power.DISCIPLINE,
    "sources": (_("单位自报"), _("派驻检查"), _("会议记录"), _("财务凭证")),
}  # fmt: skip

REGISTRATION: Final = Template(
    "DJ",
    _("登记管理日常监管台账"),
    _("登记管理科"),
    {
        _("事业单位法人登记"): (
            _("设立登记材料真实、齐全"), _("登记事项变化后按期申请变更登记"), _("注销登记前完成清算和公告"),
            _("法人证书按规定保管和使用"),
        ),
        _("年度报告公示"): (_("按期报送年度报告"), _("年度报告内容真实完整"), _("按期向社会公示年度报告")),
        _("履行宗旨和开展业务"): (
            _("在核准的宗旨和业务范围内活动"), _("正常开展业务，没有无故停业"), _("开办资金和资产按规定使用"),
            _("接受捐赠、资助按规定使用并公开"),
        ),
        _("信息公开"): (_("按目录公开登记和业务信息"), _("公开信息及时更新"), _("依申请公开按期答复")),
        _("材料提报"): (_("按期提报监管材料"), _("提报材料数据前后一致"), _("配合现场核查并提供原件")),
        _("群众投诉举报"): (_("投诉举报按期办结"), _("查实问题按期整改"), _("不得推诿、打击投诉人")),
    },
    basis=_("事业单位登记管理暂行条例及实施细则"),
    suppliers="市事业单位监督管理局",
    marks="2",
    origin="assumed LZ-07",
    events={
        "事业单位法人登记": ("registration.legal_person",), "年度报告公示": ("registration.annual_report",),
        "履行宗旨和开展业务": ("registration.purpose",), "信息公开": ("registration.disclosure",),
        "材料提报": ("registration.submission",), "群众投诉举报": ("registration.complaint",),
    },
    counts=(6, 20),
)  # fmt: skip
UNPLANNED: Final = _("未经核准用编进人计划进人")
STAFFING: Final = Template(
    "BZ",
    _("机构编制日常管理台账"),
    _("编制管理科"),
    {
        _("实名制数据库维护"): (
            _("人员变动后按期更新实名信息"), _("实名信息与实有人员一致"), _("实名信息佐证材料齐全"), _("按月核对实名数据"),
        ),
        _("用编进人计划核准"): (
            UNPLANNED, _("超出核准的编制数进人"), _("改变核准的岗位条件进人"), _("核准计划逾期未用不报告"),
        ),
        _("进出编业务办理"): (
            _("进编手续按期办理"), _("出编手续按期办理"), _("离退休人员按期核销编制"), _("借调、挂职按规定备案"),
        ),
    },
    basis=_("机构编制管理规定"),
    suppliers="市编办",
    marks="2",
    origin="assumed LZ-07",
    events={
        "实名制数据库维护": ("staffing.real_name",), "用编进人计划核准": ("staffing.hiring_plan",),
        "进出编业务办理": ("staffing.movement",),
    },
    counts=(3, 12),
)  # fmt: skip
ATTENDANCE: Final = Template(
    "KQ",
    _("出勤与效能制度检查台账"),
    _("效能督查科"),
    {
        _("平时出勤"): (_("迟到"), _("早退"), _("缺勤")),
        _("执行效能基本制度"): (_("工作时间不在岗"), _("违反首问责任、限时办结等制度")),
    },
    group="person",
    about="person",
    suppliers="局效能办、考核办",
    marks="1",
    origin="assumed XM-51",
    events={
        "迟到": ("finding.attendance", "attendance.late"), "早退": ("finding.attendance", "attendance.early"),
        "缺勤": ("finding.attendance", "attendance.absent"), "工作时间不在岗": ("finding.presence",),
        "违反首问责任、限时办结等制度": ("finding.rule",),
    },
    sources=(_("考勤记录"), _("现场检查"), _("视频检查"), _("群众举报")),
    bonus=True,
)  # fmt: skip
VEHICLES: Final = Template(
    "CL",
    _("公务用车监管台账"),
    _("公务用车管理科"),
    {_("节假日抽查"): (_("无派车单外出"), _("未按规定封存停放")), _("标识和档案"): (_("未按规定喷涂标识"),)},
    group="vehicle",
    confirms=Power.DISCIPLINE,
    sources=(_("节假日抽查"), _("现场检查"), _("群众举报")),
)
DISPATCHED: Final = (
    Template("PZ1", _("日常报告台账"), _("派驻机构"), {_("日常报告"): (_("日常报告"),)},
             columns=(AMOUNT | {"must": False}, PEOPLE), **OWN),
    Template("PZ2", _("三重一大台账"), _("派驻机构"),
             {_("三重一大"): (_("重大决策"), _("重要干部任免"), _("重大项目安排"), _("大额资金使用"))},
             columns=(
                 AMOUNT, PEOPLE,
                 {"key": "members", "name": _("班子应到人数"), "type": "count", "must": True},
                 {"key": "present", "name": _("实到人数"), "type": "count", "must": True},
                 {"key": "decision", "name": _("集体决定"), "type": "text", "must": True},
             ), quorum="2/3", limit="500000", **OWN),
    Template("PZ3", _("三点一线台账"), _("派驻机构"), {_("三点一线"): (_("三点一线"),)},
             columns=(AMOUNT | {"must": False}, PEOPLE), **OWN),
    Template("PZ4", _("工程招标登记台账"), _("派驻机构"), {_("工程招标登记"): (_("工程招标登记"),)},
             columns=(AMOUNT, PEOPLE), **OWN),
    Template("PZ5", _("三公经费台账"), _("派驻机构"), {_("三公经费"): (_("公务接待"), _("公务用车费用"), _("因公出国(境)"))},
             columns=(AMOUNT, PEOPLE), **OWN),
    Template("PZ6", _("巡查工作台账"), _("派驻机构"), {_("巡查工作"): (_("巡查工作"),)},
             columns=(AMOUNT | {"must": False}, PEOPLE), **OWN),
)  # fmt: skip
EDUCATION: Final = Template(
    "JY",
    _("廉政教育台账"),
    _("宣传教育科"),
    {_("廉政教育"): (_("廉政讲堂"), _("板报展/主题宣传"), _("警示教育"), _("知识测试"), _("家庭助廉"))},
    group="education",
    columns=(
        {"key": "listed", "name": _("应参加人数"), "type": "count", "must": False},
        {"key": "attended", "name": _("实参加人数"), "type": "count", "must": False},
        {"key": "results", "name": _("有成绩人数"), "type": "count", "must": False},
    ),
    sources=(_("活动记录"), _("签到表"), _("成绩单")),
    confirms=Power.DISCIPLINE,
)
MEETINGS: Final = Template(
    "HY",
    _("主体责任工作会议台账"),
    _("党风政风室"),
    {
        _("会议"): (_("主体责任工作会议"), _("党委会研究")),
        _("活动"): (_("党课"), _("访谈"), _("警示教育"), _("廉政谈话"), _("单位经验交流")),
    },
    group="meeting",
    columns=(
        {"key": "body", "name": _("会议主体"), "type": "text", "must": True},
        {"key": "agenda", "name": _("议题"), "type": "text", "must": True},
    ),
    sources=(_("会议记录"), _("活动记录")),
    confirms=Power.DISCIPLINE,
)
TEMPLATES: Final = {
    one.code: one for one in (REGISTRATION, STAFFING, ATTENDANCE, VEHICLES, *DISPATCHED, EDUCATION, MEETINGS)
}
