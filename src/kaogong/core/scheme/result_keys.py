"""Sections 8 and 9: the keys of vetoes, grades, ranks, consequences and rewards."""

from __future__ import annotations

from kaogong.core.scheme.keys import key

EFFECTS = "item_zero total_zero score_ceiling grade_ceiling award_bar rank_last"
ROUNDING = "half_up down up"
_ID = key("id", "id", "编号", "id", required=True)
_BASIS = key("basis", "citation", "依据", "legal source")
SCOPE = (
    key("sheets", "names", "考核表", "sheets", default=()),
    key("classes", "names", "类别", "classes", default=()),
)
VETO = (
    _ID,
    key("name", "words", "名称", "name", required=True),
    key("when", "condition", "条件", "condition", required=True),
    key("effect", "choice", "效果", "effect", required=True, choices=EFFECTS),
    key("item", "item", "归零的项目", "the item made zero", default=""),
    key("at", "text", "封顶的分数或等次", "marks or grade of the ceiling"),
    key("scope", "record", "对谁", "for whom", columns=SCOPE),
    key(
        "lasts",
        "either",
        "持续多久",
        "how long",
        default=("word", "period"),
        options=(
            key("word", "choice", "本期或本年", "this period or year", choices="period year"),
            key(
                "years",
                "record",
                "几年",
                "years",
                columns=(key("years", "integer", "几年", "years", required=True),),
            ),
        ),
    ),
    _BASIS,
)
RUNG = (
    key("grade", "text", "等次", "grade", required=True),
    key("from", "number", "起点分", "lowest published score"),
    key("share", "number", "比例", "share of the pool"),
    key("places", "integer", "名额", "places"),
    key("at_least", "integer", "至少几名", "at least", default=0),
    key("bottom", "boolean", "从末位起", "filled from the bottom", default=False),
    key("where", "condition", "门槛", "a gate"),
)
UPLIFT = (
    key("when", "condition", "条件", "condition", required=True),
    key("by", "number", "增加多少", "how much", required=True),
    key(
        "reading",
        "choice",
        "按比例还是百分点",
        "relative or points",
        default="relative",
        choices="relative points",
    ),
)
CEILING = (
    key("grade", "grade", "等次", "grade", required=True),
    key("share", "number", "比例", "share", required=True),
    key("within", "within", "范围", "pool", default="all"),
)
GRADES = (
    _ID,
    key("sheet", "node", "考核表，或其中一项（表.项）", "sheet, or an item of it (sheet.item)", required=True),
    key(
        "within",
        "either",
        "名额按什么分池",
        "pool of the quotas",
        default=("pool", "class"),
        options=(
            key("pool", "within", "范围", "pool"),
            key(
                "link",
                "record",
                "按关联",
                "by link",
                columns=(key("link", "link", "关联", "link", required=True),),
            ),
        ),
    ),
    key("ladder", "table", "等次，从优到劣", "grades, best first", required=True, default=(), columns=RUNG),
    key("rounding", "choice", "名额取整", "rounding of places", default="half_up", choices=ROUNDING),
    key("ties", "choice", "并列", "ties at the edge", default="chain", choices="include exclude chain"),
    key("count", "choice", "基数", "pool size", default="all", choices="all eligible"),
    key("order", "tree", "并列时依次比较", "tie chain"),
    key("uplift", "record", "名额增减", "more places", columns=UPLIFT),
    key("ceiling", "record", "总比例上限", "ceiling over all pools", columns=CEILING),
    _BASIS,
)
RANKS = (
    _ID,
    key("sheet", "node", "考核表，或其中一项（表.项）", "sheet, or an item of it (sheet.item)", required=True),
    key("within", "within", "范围", "pool", default="class"),
    key("order", "tree", "依次比较", "order"),
    key("ties", "choice", "并列", "ties", default="shared", choices="shared dense listed"),
)
YIELDS = (
    key("kind", "text", "种类", "kind"),
    key("text", "words", "内容", "text"),
    key("executor", "text", "执行单位", "who does it"),
    key(
        "within",
        "record",
        "期限",
        "term",
        columns=(
            key("days", "integer", "天数", "days", required=True),
            key(
                "days_are",
                "choice",
                "日历日或工作日",
                "which days",
                default="calendar",
                choices="calendar working",
            ),
        ),
    ),
    key("document", "text", "文书", "document"),
    key("needs", "names", "作出前须有什么", "what must exist before it", default=()),
)
CONSEQUENCE = (
    _ID,
    key("sheet", "node", "考核表，或其中一项（表.项）", "sheet, or an item of it (sheet.item)"),
    key("when", "condition", "条件", "condition", required=True),
    key("yields", "record", "产生什么", "what follows", columns=YIELDS),
    key("money", "formula", "金额（元）", "money in yuan"),
    key("carry", "map", "带入下年", "effect in the next year", value="number"),
    _BASIS,
)
REWARD = (
    _ID,
    key("sheet", "node", "考核表，或其中一项（表.项）", "sheet, or an item of it (sheet.item)"),
    key("pool", "formula", "总额（元）", "the money, in yuan", required=True),
    key("within", "within", "范围", "pool", default="all"),
    key("share_by", "formula", "按什么分", "weight of each subject", required=True),
    key("where", "condition", "谁能分", "who shares"),
    key(
        "remainder",
        "choice",
        "分不尽的分币",
        "cents left over",
        default="largest",
        choices="largest first keep",
    ),
    _BASIS,
)
RESULT_SECTIONS = tuple(
    key(name, "tree", zh, name, columns=columns)
    for name, zh, columns in (
        ("vetoes", "一票否决", VETO),
        ("grades", "等次", GRADES),
        ("ranks", "位次", RANKS),
        ("consequences", "后果", CONSEQUENCE),
        ("rewards", "奖励", REWARD),
    )
)
