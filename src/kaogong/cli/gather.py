"""Facts of an argument: read and checked, or taken from where they are frozen already."""

from __future__ import annotations

from pathlib import Path

from kaogong.cli.frame import Frame
from kaogong.core.engine.bundle import keep_facts
from kaogong.core.engine.facts import Facts, freeze
from kaogong.core.engine.intake.folder import MANIFEST
from kaogong.core.engine.intake.scales import misfits
from kaogong.core.problem import Refused, Text
from kaogong.core.scheme.model import Rulebook


def gathered(frame: Frame, rulebook: Rulebook, source: Path, target: Path) -> Facts:
    """The facts of an argument, frozen in `target`: copied when frozen already, else read and checked.

    Raises:
        Refused: with every problem of all files, or because frozen facts do not fit the rulebook.
    """
    frozen = source / MANIFEST
    if frozen.is_file():
        found = Facts.load(source)
        if problems := misfits(rulebook, frozen):
            raise Refused(problems)
        with frame.step(Text("取用冻结的数据", "taking frozen facts")):
            return keep_facts(found, target)
    return read(frame, rulebook, source, target)


def read(frame: Frame, rulebook: Rulebook, source: Path, target: Path) -> Facts:
    """Facts read from files, checked and frozen; what the checks let pass is printed.

    Raises:
        Refused: with every problem of all files.
    """
    frame.beside = source if source.is_dir() else source.parent
    with frame.step(Text("读入并核对数据", "reading and checking facts")):
        facts = freeze(rulebook, source, target)
    frame.warn(facts.warnings)
    return facts
