"""Conditions as people read them: no word of theirs is a name that only the file knows."""

import re
from pathlib import Path

import pytest

import kaogong
from kaogong.core.engine.explain.asked import asked
from kaogong.core.scheme.load import load

BOOKS = Path(kaogong.__file__).parent / "rulebooks"
NAME = re.compile(r"[A-Za-z]\w*")


def conditions(book):
    yield from (one.when.text for one in book.vetoes)
    yield from (one.when.text for one in book.consequences if one.when)
    yield from (one.where.text for one in book.rewards if one.where)


@pytest.mark.parametrize("name", sorted(one.parent.name for one in BOOKS.glob("*/rulebook.yaml")))
def test_no_id_of_the_file_is_left(name):
    book = load(BOOKS / name)
    told = [asked(book, one).zh for one in conditions(book)]
    assert not [one for one in told if NAME.search(re.sub("“[^”]*”", "", one))]


def test_a_setting_is_read_as_what_it_is_set_to():
    assert (
        asked(load(BOOKS / "dx_coordination"), "rank ≤ advanced_share × assessed").zh == "名次 ≤ 0.5 × 参加评比的单位数"
    )
