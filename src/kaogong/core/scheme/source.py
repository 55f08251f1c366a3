"""Rulebook text into a tree with lines and columns. Safe: no anchors, aliases, merge keys or tags.

Size and depth bounded.

libyaml does the scanning (forty times faster than a scanner in Python); what a scalar means is decided later,
by what the language expects there, so none of YAML's own guesses (`no`, `1_000`, `0o10`, dates) ever apply.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import yaml

from kaogong.core.problem import Place, Problems, Text
from kaogong.core.scheme.codes import complain
from kaogong.core.scheme.tree import Listing, Scalar, Table, Tree

MAX_MEGABYTES = 4
MAX_BYTES = MAX_MEGABYTES * 1_000_000
MAX_DEPTH = 60
RULEBOOK = "rulebook.yaml"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\u200b\u200c\u200d\u2060\ufeff]")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SAYINGS = {
    "mapping values are not allowed": "这里不该再有“键: 值”",
    "could not find expected ':'": "缺冒号，或冒号后缺空格",
    "did not find expected key": "缩进或对齐不对",
    "did not find expected '-' indicator": "列表没有对齐",
    "did not find expected ',' or ']'": "方括号没有配对或缺逗号",
    "did not find expected ',' or '}'": "花括号没有配对或缺逗号",
    "found unexpected end of stream": "引号没有配对",
    "found character that cannot start any token": "这个字符不能开头（要加引号；缩进不能用制表符）",
}


def read_source(path: Path, problems: Problems) -> Tree | None:
    """The tree of a file (or of the `rulebook.yaml` in a folder).

    None, with the problems noted, when there is none.
    """
    try:
        file = path / RULEBOOK if path.is_dir() else path
        with file.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        complain(
            problems,
            "K001",
            Place(str(path)),
            Text(f"读不到规则书：{reason}", f"cannot read the rulebook: {reason}"),
            Text(
                f"给出规则书所在的文件夹，里面要有 {RULEBOOK}。",
                f"Give the folder of a rulebook; it holds {RULEBOOK}.",
            ),
        )
        return None
    return parse_bytes(data, str(file), problems)


def parse_bytes(data: bytes, file: str, problems: Problems) -> Tree | None:
    """The tree of a file's content."""
    if len(data) > MAX_BYTES:
        complain(
            problems,
            "K002",
            Place(file),
            Text(f"文件超过 {MAX_MEGABYTES} MB", f"the file is larger than {MAX_MEGABYTES} MB"),
            Text(
                "检查是不是放错了文件；事实数据不写在规则书里。",
                "Check that it is the right file; facts do not belong in it.",
            ),
        )
        return None
    text = _decode(data, file, problems)
    return None if text is None else parse_text(text, file, problems)


def _decode(data: bytes, file: str, problems: Problems) -> str | None:
    """Text in UTF-8, in UTF-16 with a mark, or in GB 18030 when it is plainly Chinese (with a warning)."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030":
            if not _CHINESE.search(text):
                break
            complain(
                problems,
                "K003",
                Place(file),
                Text("文件存成了 GB 18030 编码，已按此读入", "the file is in GB 18030; it was read as such"),
                Text("另存为 UTF-8。", "Save it as UTF-8."),
                severity="warning",
            )
        return text
    line = data[: _first_bad_byte(data)].count(b"\n") + 1
    complain(
        problems,
        "K003",
        Place(file, line, 1),
        Text("文件不是 UTF-8 文字", "the file is not UTF-8 text"),
        Text("用编辑器另存为 UTF-8。", "Save it as UTF-8 in your editor."),
    )
    return None


def _first_bad_byte(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def parse_text(text: str, file: str, problems: Problems) -> Tree | None:
    """The tree of one YAML document; None when it cannot be read at all."""
    text = text.removeprefix("\ufeff")
    if bad := _CONTROL.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        column = bad.start() - text.rfind("\n", 0, bad.start())
        name = f"U+{ord(bad.group()):04X}"
        complain(
            problems,
            "K011",
            Place(file, line, column),
            Text(f"有看不见的字符 {name}", f"there is an invisible character {name}"),
            Text("删去它，重新打一遍这几个字。", "Delete it and type the words again."),
        )
        return None
    growing = _Growing(file, problems)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if not growing.take(event):
                return None
    except yaml.MarkedYAMLError as error:
        _syntax(error, text, file, problems)
        return None
    except (yaml.YAMLError, UnicodeError) as error:
        what = Text(f"YAML 读不下去：{error}", f"YAML cannot be read: {error}")
        complain(problems, "K004", Place(file), what, Text("检查文件内容。", "Check the content of the file."))
        return None
    return growing.done()


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str, problems: Problems) -> None:
    """Say a syntax error with the usual causes: full-width colons, tabs, missing quotes."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    problem = str(error.problem or error.context or "unreadable")
    saying = next((zh for en, zh in _SAYINGS.items() if en in problem), "写法不合 YAML")
    lines = text.splitlines()
    near = "".join(lines[max(0, line - 1) : line + 1])
    if "：" in near:
        fix = Text(
            "键后面要用半角冒号加一个空格 “: ”，不用全角“：”。",
            "Use an ASCII colon and a blank after a key, not ：.",
        )
    elif "\t" in near:
        fix = Text("缩进用空格，不用制表符。", "Indent with blanks, not with tabs.")
    else:
        fix = Text(
            "检查这一行和上一行的缩进、冒号后的空格、引号和括号；含“: ”“#”的文字要加引号。",
            "Check indentation, the blank after colons, quotes and brackets here and in the line above; "
            "quote text that holds ': ' or '#'.",
        )
    complain(problems, "K004", Place(file, line + 1, column + 1), Text(f"{saying}（{problem}）", problem), fix)


class _Growing:
    """A tree under construction from parser events.

    A stack of open lists and tables, so depth costs no recursion.
    """

    def __init__(self, file: str, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.stack: list[_Open] = []
        self.root: Tree | None = None
        self.documents = 0

    def take(self, event: yaml.Event) -> bool:
        """Add one event; False when reading must stop."""
        if isinstance(event, yaml.ScalarEvent):
            self._tag(event, plain=event.implicit[0] or event.implicit[1])
            style = event.style or ""
            self._place_value(
                Scalar(event.value, self._at(event), quoted=style != "", block=style in {"|", ">"}), event
            )
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._tag(event, plain=event.implicit)
            self._anchor(event)
            self.stack.append(_Open(isinstance(event, yaml.MappingStartEvent), self._at(event)))
            return self._depth()
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse_alias(event)
            self._put(Scalar("null", self._at(event)))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                what = Text("文件里有第二份文档（---）", "the file has a second document (---)")
                complain(
                    self.problems,
                    "K005",
                    self._at(event),
                    what,
                    Text("一个文件只写一份。", "Write one document a file."),
                )
                return False
        return True

    def done(self) -> Tree | None:
        """The finished tree."""
        if self.root is None or (isinstance(self.root, Scalar) and self.root.null):
            what = Text("文件是空的", "the file is empty")
            complain(
                self.problems,
                "K005",
                Place(self.file),
                what,
                Text("从 kaogong: 1 开始写。", "Begin with kaogong: 1."),
            )
            return None
        return self.root

    def _at(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None  # events of text have their place
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _place_value(self, scalar: Scalar, event: yaml.ScalarEvent) -> None:
        self._anchor(event)
        self._put(scalar)

    def _depth(self) -> bool:
        if len(self.stack) <= MAX_DEPTH:
            return True
        what = Text(f"嵌套超过 {MAX_DEPTH} 层", f"nested deeper than {MAX_DEPTH} levels")
        complain(self.problems, "K009", self.stack[-1].place, what, Text("减少层次。", "Use fewer levels."))
        return False

    def _tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, *, plain: bool) -> None:
        if event.tag is not None and not plain:
            what = Text(f"写了类型标签 {event.tag}", f"there is a tag {event.tag}")
            complain(self.problems, "K007", self._at(event), what, Text("删去标签，直接写值。", "Delete the tag."))

    def _anchor(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None:
            what = Text(f"写了锚点 &{event.anchor}", f"there is an anchor &{event.anchor}")
            fix = Text("删去锚点；共用的数写进 settings。", "Delete it; put shared numbers into settings.")
            complain(self.problems, "K006", self._at(event), what, fix)

    def _refuse_alias(self, event: yaml.AliasEvent) -> None:
        what = Text(f"写了别名 *{event.anchor}", f"there is an alias *{event.anchor}")
        fix = Text("把内容写全，或用 {setting: …}。", "Write it out, or use {setting: …}.")
        complain(self.problems, "K006", self._at(event), what, fix)

    def _close(self) -> None:
        done = self.stack.pop()
        if done.is_table:
            self._put(Table(done.entries, done.place, done.keys))
        else:
            self._put(Listing(tuple(done.listed), done.place))

    def _put(self, tree: Tree) -> None:
        if not self.stack:
            self.root = tree
            return
        top = self.stack[-1]
        if not top.is_table:
            top.listed.append(tree)
        elif not top.waiting:
            top.key, top.waiting = self._key(tree, top), True
        else:
            top.waiting = False
            if top.key is not None:
                top.entries[top.key] = tree

    def _key(self, tree: Tree, top: _Open) -> str | None:
        """The text of a key; None when it cannot be one, and its value is dropped (the problem is noted)."""
        if not isinstance(tree, Scalar) or tree.null:
            what = Text("这里的键不是一个词", "this key is not a word")
            fix = Text("键写成一个词；全角冒号“：”要改成“: ”。", "Write one word as the key; use ': ', not ：.")
            complain(self.problems, "K010", tree.place, what, fix)
            return None
        if tree.text == "<<" and not tree.quoted:
            what = Text("写了合并键 <<", "there is a merge key <<")
            complain(
                self.problems,
                "K006",
                tree.place,
                what,
                Text("把内容写全，或用 extends。", "Write it out, or use extends."),
            )
            return None
        if tree.text in top.keys:
            first = top.keys[tree.text]
            what = Text(
                f"键“{tree.text}”写了两次，第一次在第 {first.line} 行第 {first.column} 列",
                f"key {tree.text} is written twice, first at line {first.line}, column {first.column}",
            )
            complain(
                self.problems,
                "K008",
                tree.place,
                what,
                Text("删去一处，或合并成一处。", "Delete one, or merge them."),
            )
            return None
        top.keys[tree.text] = tree.place
        return tree.text


class _Open:
    """A list or table whose end has not been seen."""

    __slots__ = ("entries", "is_table", "key", "keys", "listed", "place", "waiting")

    def __init__(self, is_table: bool, place: Place) -> None:
        self.is_table = is_table
        self.place = place
        self.listed: list[Tree] = []
        self.entries: dict[str, Tree] = {}
        self.keys: dict[str, Place] = {}
        self.key: str | None = None
        self.waiting = False
