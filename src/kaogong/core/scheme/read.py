"""A resolved tree read into a rulebook, section by section; every problem noted, nothing raised."""

from __future__ import annotations

from kaogong.core.problem import Problems, Text
from kaogong.core.scheme.check_formula import Desk
from kaogong.core.scheme.keys import key
from kaogong.core.scheme.model import Rulebook
from kaogong.core.scheme.names import gather
from kaogong.core.scheme.paths import places_of
from kaogong.core.scheme.read_facts import FACT_SECTIONS, facts_of
from kaogong.core.scheme.read_head import HEAD, head_of
from kaogong.core.scheme.read_items import sheets_of
from kaogong.core.scheme.read_results import results_of
from kaogong.core.scheme.read_scalars import wrong_shape
from kaogong.core.scheme.read_values import read_table
from kaogong.core.scheme.result_keys import RESULT_SECTIONS
from kaogong.core.scheme.tree import Table

TOP = (
    *HEAD,
    *FACT_SECTIONS,
    key("sheets", "tree", "考核表", "sheets", required=True),
    *RESULT_SECTIONS,
    key("procedure", "free", "程序", "procedure"),
    key("structure", "free", "内容结构要求", "what a sheet must contain"),
)


def read(tree: Table, problems: Problems, *, canonical: str = "", folder: str = "") -> Rulebook:
    """The rulebook of a resolved tree; not to be used when problems of severity `error` were noted."""
    desk = Desk(problems, gather(tree))
    row = read_table(tree, TOP, desk)
    sheets = sheets_of(row["sheets"], desk)
    procedure, structure = row["procedure"], row["structure"]
    if procedure is not None and not isinstance(procedure, dict):
        wrong_shape(tree.entries["procedure"], Text("对照表（键: 值）", "a mapping (key: value)"), "procedure", desk)
        procedure = {}
    if structure is not None and not (isinstance(structure, list) and all(isinstance(one, dict) for one in structure)):
        wrong_shape(tree.entries["structure"], Text("要求的列表", "a list of requirements"), "structure", desk)
        structure = []
    return Rulebook(
        **head_of(row, tree, desk),
        **facts_of(row, desk),
        sheets=sheets,
        **results_of(row, sheets, desk),
        procedure=procedure or {},
        structure=tuple(structure or ()),
        canonical=canonical,
        places=places_of(tree),
        folder=folder,
    )
