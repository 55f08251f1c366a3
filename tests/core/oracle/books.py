"""Rulebooks for tests: from YAML beside the test, or from plain data dumped to YAML."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from kaogong.core.scheme.load import load_text
from kaogong.core.scheme.model import Rulebook

REGULATIONS = Path(__file__).parent / "regulations"


class _Dumper(yaml.SafeDumper):
    """Writes fractions the way rulebooks do."""


def _fraction(dumper: yaml.SafeDumper, value: Fraction) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style="")


_Dumper.add_representer(Fraction, _fraction)


def dumped(book: Mapping[str, Any]) -> str:
    """A rulebook as YAML text."""
    return yaml.dump(dict(book), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)


def loaded(text: str, **readings: str) -> Rulebook:
    """A rulebook from YAML text, with some readings chosen otherwise."""
    book, problems = load_text(text, readings=readings)
    problems.raise_errors()
    assert book
    return book


def regulation(name: str, **readings: str) -> Rulebook:
    """One of the regulations encoded beside the oracle."""
    return loaded((REGULATIONS / f"{name}.yaml").read_text(encoding="utf-8"), **readings)
