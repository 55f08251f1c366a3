"""Section 4: the keys of sheets and items."""

from __future__ import annotations

from fractions import Fraction

from kaogong.core.scheme.keys import key
from kaogong.core.scheme.read_facts import MISSING, PERIODS

ZERO = Fraction(0)
ROLLUP = (
    key("by", "choice", "怎样汇总", "how it is rolled up", choices="mean sum last best weights max min"),
    key("best", "integer", "取最好的几期", "the best n periods", default=0),
    key("weights", "numbers", "各期权重", "weights of the periods", default=()),
    key(
        "missing",
        "choice",
        "缺期怎么办",
        "a period without a score",
        default="refuse",
        choices="refuse exclude",
    ),
)
RESCALE = (
    key("from", "number", "原满分", "full marks before", required=True),
    key("to", "number", "折算后满分", "full marks after", required=True),
)
APPLIES = (key("classes", "names", "适用类别", "classes it applies to", required=True),)
ANY = (  # what a sheet and an item share
    key("id", "id", "编号", "id", required=True),
    key("name", "words", "名称", "name", required=True),
    key("full", "number", "满分", "full marks"),
    key("basis", "citation", "依据", "legal source"),
    key("clause", "text", "条款", "clause", default=""),
    key("tags", "map", "标签", "tags", value="text"),
    key("every", "choice", "周期", "period", choices=PERIODS),
    key("missing", "choice", "缺报怎么办", "overrides the facts' policies", choices=MISSING),
    key("only_if", "condition", "开关", "a switch"),
    key("otherwise", "number", "开关不成立时的分", "marks when the switch is off", default=ZERO),
    key("times", "formula", "系数", "coefficient"),
    key("rescale", "record", "折算", "rescaling", columns=RESCALE),
    key("floor", "limit", "下限", "lower limit"),
    key("cap", "limit", "上限", "upper limit"),
    key("round", "rounding", "修约", "rounding"),
    key("expands", "map", "内含指标数", "indicators of its own", value="integer"),
    key("milestones", "names", "阶段目标", "milestones", default=()),
    key("reason", "words", "理由", "reason"),
    key("measure", "free", "怎样衡量", "how it is measured"),
)
HEADING = (
    key("items", "tree", "下级项目", "items below"),
    key(
        "combine",
        "choice",
        "怎样合成",
        "how items are combined",
        default="sum",
        choices="sum weighted start product formula",
    ),
    key("start", "number", "起点分", "marks it starts from"),
    key("formula", "formula", "合成公式", "formula over items"),
)
ITEM = (
    *ANY,
    key("weight", "number", "权重", "weight"),
    key("role", "choice", "性质", "role", default="score", choices="score bonus deduction"),
    key("rollup", "tree", "短周期怎样汇总", "how a shorter period is rolled up"),
    key("applies", "tree", "适用于谁", "to whom it applies"),
    key(
        "not_applicable",
        "choice",
        "不适用怎么办",
        "when it does not apply",
        default="",
        choices="rescale full peer_mean exclude",
    ),
    key("method", "tree", "评分方法", "method"),
)
SHEET = (
    *ANY,
    *HEADING,
    key(
        "for",
        "record",
        "考核谁",
        "for whom",
        required=True,
        columns=(
            key("kind", "kind", "对象种类", "kind of subject"),
            key("classes", "names", "类别", "classes", default=()),
        ),
    ),
    key("group", "within", "组内比较按什么分组", "attribute that makes the groups", default="class"),
    key(
        "carry",
        "record",
        "带入上年成绩",
        "last year's result carried over",
        columns=(
            key("share", "number", "占比", "share", required=True),
            key("of", "formula", "带入的分", "what is carried", required=True),
        ),
    ),
    key(
        "removed",
        "table",
        "比底本少的项目",
        "items of the base left out",
        default=(),
        columns=(
            key("item", "text", "项目", "item", required=True),
            key("reason", "words", "理由", "reason", required=True),
        ),
    ),
)
