"""A small rulebook to change in one place, so that every example shows only what it is about."""

from __future__ import annotations

from kaogong.core.problem import Problem
from kaogong.core.scheme.load import load_text
from kaogong.core.scheme.model import Item, Rulebook

HEAD = """\
kaogong: 1
id: small
title: 小规则书
edition: "2020"
effective: {from: 2020-01-01}
"""
BASIS = """\
basis:
  measure: {name: 办法}
"""
SUBJECTS = """\
subjects:
  classes: {town: {name: 乡镇}, dept: {name: 部门}}
  attributes: {lake_town: {name: 有湖, type: boolean}}
"""
FACTS = """\
facts:
  done: {name: 办结数, type: integer, every: year}
  due: {name: 应办数, type: integer, every: year}
  level: {name: 档次, type: choice, options: [一级, 二级], every: year}
"""
EVENTS = """\
events:
  card: {name: 黄红牌, kinds: {yellow: 黄牌, red: 红牌}}
"""
SHEET = """\
sheets:
  - id: unit
    name: 考核表
    for: {kind: unit}
    full: 100
    items:
"""
LEAF = "{id: a, name: 甲项, full: 100, method: ratio, of: done, target: due}"


def text(
    *items: str, head: str = HEAD, facts: str = FACTS, more: str = "", sheet: str = SHEET, subjects: str = SUBJECTS
) -> str:
    """The rulebook's text with these items (one line each; default: one leaf) and further sections."""
    listed = "".join(f"      - {one}\n" for one in items or (LEAF,))
    return head + BASIS + subjects + facts + EVENTS + sheet + listed + more


def book(*items: str, **parts: str) -> Rulebook:
    """The loaded rulebook; an assertion with its problems when it is refused."""
    loaded, problems = load_text(text(*items, **parts))
    assert loaded is not None, "\n".join(one.say("zh") for one in problems)
    return loaded


def leaf(line: str, **parts: str) -> Item:
    """The first item of a rulebook with this item."""
    return book(line, **parts).sheets["unit"].root.items[0]


def faults(*items: str, **parts: str) -> list[Problem]:
    """What is wrong with the rulebook with these items and sections."""
    return faults_of(text(*items, **parts))


def faults_of(written: str) -> list[Problem]:
    """What is wrong with a rulebook's text; nothing comes of it when there are errors."""
    loaded, problems = load_text(written)
    assert (loaded is None) == bool(problems.errors)
    return list(problems)


def codes(found: list[Problem]) -> list[str]:
    """The codes alone."""
    return [one.code for one in found]
