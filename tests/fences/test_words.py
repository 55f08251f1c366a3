"""Every table and column has a Chinese label, and every table a line in the glossary."""

import re

from fences.rooms import models
from fences.source import ROOT

CHINESE = re.compile(r"[一-鿿]|^(SM3|SHA-256)$")
"""Or the name of a standard, which is the same in both languages."""
GIVEN = {"id", "password", "last_login"}
"""Columns Django brings with words of its own."""


def test_tables_have_chinese_labels():
    found = [one._meta.label for one in models() if not CHINESE.search(str(one._meta.verbose_name))]
    assert not found, found


def test_columns_have_chinese_labels():
    found = [
        f"{one._meta.label}.{field.name}"
        for one in models()
        for field in one._meta.local_fields + one._meta.local_many_to_many
        if field.name not in GIVEN and not field.auto_created and not CHINESE.search(str(field.verbose_name))
    ]
    assert not found, found


def test_choices_have_chinese_labels():
    found = [
        f"{one._meta.label}.{field.name}: {value}"
        for one in models()
        for field in one._meta.local_fields
        for value, words in field.flatchoices
        if value and not CHINESE.search(str(words))
    ]
    assert not found, found


def test_tables_stand_in_the_glossary():
    text = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    cells = {
        cell.strip().strip("`")
        for line in text.splitlines()
        if line.startswith("|")
        for cell in re.split(r"[|,，、]", line)
    }
    found = [f"{one._meta.verbose_name} {one._meta.label}" for one in models() if one._meta.verbose_name not in cells]
    assert not found, f"Add a line (中文, code name, meaning) to docs/glossary.md: {found}"
