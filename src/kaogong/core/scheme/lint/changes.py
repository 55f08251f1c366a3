"""Rules about what a procedure must not forget: changes, problems, upper indicators, documents, waivers."""

from __future__ import annotations

from collections.abc import Iterator

from kaogong.core.problem import Text
from kaogong.core.scheme.entries import day, label, rows, table, words
from kaogong.core.scheme.lint.procedure import REST, place
from kaogong.core.scheme.lint.rule import Finding, found, rule
from kaogong.core.scheme.model import Rulebook
from kaogong.core.scheme.procedure.changes import cascade, change_note_gaps, unanswered


@rule(
    "K307",
    "error",
    title=Text("改动没有依据", "A change without a basis"),
    why=Text(
        "指标每年调整，每一处都要说清改了什么、凭什么。",
        "Every change of an indicator says what was changed and why.",
    ),
    fix=Text("在 change_note 里写 item、change 和 basis。", "Write item, change and basis in `change_note`."),
    good="procedure:\n" + REST + "  change_note: [{item: rate, change: changed, basis: 完成情况}]\n",
    bad="procedure:\n" + REST + "  change_note: [{item: rate, change: changed}]\n",
)
def changes_founded(book: Rulebook) -> Iterator[Finding]:
    """Change notes that are not complete."""
    for gap in change_note_gaps(book):
        yield Finding(place(book, f"change_note.{gap.index}"), gap.what)


@rule(
    "K308",
    "error",
    title=Text("考核发现的问题没有答复", "A problem nobody answered"),
    why=Text(
        "上年考核发现的问题，修订时要逐条回应。",
        "Each problem found in last year's appraisal must be answered by the revision.",
    ),
    fix=Text("在 change_note 的 answers 里写上这个问题。", "Name it in `answers` of a change note."),
    good="procedure:\n"
    + REST
    + """\
  problems: [{id: p1, item: rate, text: 口径不清}]
  change_note: [{item: rate, change: changed, basis: 完成情况, answers: [p1]}]
""",
    bad="procedure:\n"
    + REST
    + """\
  problems: [{id: p1, item: rate, text: 口径不清}]
  change_note: [{item: rate, change: changed, basis: 完成情况}]
""",
)
def problems_answered(book: Rulebook) -> Iterator[Finding]:
    """Problems in no change note."""
    texts = {str(one.get("id")): str(one.get("text", "")) for one in rows(book.procedure.get("problems"))}
    for id_ in unanswered(book):
        yield found(
            place(book, f"problems.{id_}"),
            f"问题 {id_}（{texts[id_]}）没有答复",
            f"the problem {id_} is not answered",
        )


@rule(
    "K309",
    "error",
    title=Text("上级指标没有落到下级", "An upper indicator not carried down"),
    why=Text(
        "省对市的指标在市对县里没有着落，到年底没有人负责。",
        "Nobody below answers for it at the end of the year.",
    ),
    fix=Text(
        "在 cascade.map 里对应到本表的项，或在 exempt 里写理由。",
        "Map it to an item in cascade.map, or exempt it with a reason.",
    ),
    good="procedure:\n" + REST + "  cascade: {upper: [p1, p2], map: {p1: [rate]}, exempt: {p2: 本市无此业务}}\n",
    bad="procedure:\n" + REST + "  cascade: {upper: [p1, p2], map: {p1: [rate]}}\n",
)
def cascade_complete(book: Rulebook) -> Iterator[Finding]:
    """Upper indicators neither mapped nor exempt."""
    for one in cascade(book).uncovered:
        yield found(
            place(book, "cascade"),
            f"上级指标 {one} 没有分解，也没有豁免",
            f"{one} is neither mapped nor exempt",
        )


@rule(
    "K310",
    "warning",
    title=Text("文件没有日期", "A document without a date"),
    why=Text(
        "没有印发日期，就不能证明先有文件后考核。",
        "Without a date of issue nobody can show that it came first.",
    ),
    fix=Text("写 date，或写 versions。", "Write `date`, or `versions`."),
    good="procedure:\n" + REST + "  documents: [{id: plan, name: 实施方案, date: 2025-01-20}]\n",
    bad="procedure:\n" + REST + "  documents: [{id: plan, name: 实施方案}]\n",
)
def documents_dated(book: Rulebook) -> Iterator[Finding]:
    """Documents with neither a date nor versions."""
    for one in rows(book.procedure.get("documents")):
        if day(one.get("date")) is None and not one.get("versions"):
            yield found(
                place(book, f"documents.{one.get('id', '')}"),
                f"文件“{label(one)}”没有印发日期",
                f"the document {label(one)} has no date",
            )


@rule(
    "K311",
    "error",
    title=Text("参加考核的单位没有着落", "Participation of somebody unknown"),
    why=Text(
        "名单之外的词不是类别，方式也没有名称，谁也不会被纳入。",
        "A mode without a year or a list includes nobody.",
    ),
    fix=Text(
        "写 participation: {年份: {方式: [单位或类别] 或 all}}。",
        "Write participation: {year: {mode: [units or classes] or all}}.",
    ),
    good="procedure:\n" + REST + "  participation: {2006: {pilot: [changle]}, 2010: {full: all}}\n",
    bad="procedure:\n" + REST + "  participation: {2006: {pilot: []}, 2010: {full: all}}\n",
)
def participation_known(book: Rulebook) -> Iterator[Finding]:
    """Years that are numbers, and modes with somebody in them."""
    for year, modes in table(book.procedure.get("participation")).items():
        where = place(book, f"participation.{year}")
        if not year.isdigit() or not table(modes):
            yield found(where, f"“{year}”不是年份，或没有写方式", f"{year} is not a year with modes")
        for mode, who in table(modes).items():
            if not words(who):
                yield found(where, f"{year} 年“{mode}”没有单位", f"nobody is in the mode {mode} of {year}")


@rule(
    "K314",
    "error",
    title=Text("不成立的豁免", "A waiver that does not hold"),
    why=Text(
        "豁免要说清哪一条、什么理由、谁批准，而且确有其事。",
        "A waiver says what, why and by whom, and fits something that is there.",
    ),
    fix=Text(
        "写 code、at、reason、by、date；已改正的，删去这条豁免。",
        "Write code, at, reason, by and date; delete it once the flaw is mended.",
    ),
    good="procedure:\n" + REST + "  waivers: []\n",
    bad="procedure:\n" + REST + "  waivers: [{code: K101, at: sheets.unit}]\n",
)
def waivers_complete(book: Rulebook) -> Iterator[Finding]:
    """Waivers without a reason or an approver, or for a place that is not written."""
    for index, one in enumerate(rows(book.procedure.get("waivers"))):
        where = place(book, f"waivers.{index}")
        lacking = [key for key in ("code", "reason", "by") if not one.get(key)]
        if lacking:
            yield found(where, f"豁免没有写 {'、'.join(lacking)}", f"the waiver lacks {', '.join(lacking)}")
        elif one.get("at") and str(one["at"]) not in book.places:
            yield found(where, f"豁免所指的 {one['at']} 不存在", f"the waiver's {one['at']} does not exist")


RULES = (
    changes_founded,
    problems_answered,
    cascade_complete,
    documents_dated,
    participation_known,
    waivers_complete,
)
