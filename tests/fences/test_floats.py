"""No binary floats in the core: 0.1 + 0.2 is 0.30000000000000004 there, and exactly 80 % misses its tier."""

import ast

import pytest

from fences.source import CORE, python_files, report, tree_of

# file: why a float is right there
EXCEPTIONS: dict[str, str] = {}


def test_the_core_has_no_floats():
    files = python_files(CORE)
    found = (f"{file}:{node.lineno}: {ast.unparse(node)}" for file in files for node in floats(tree_of(file)))
    report(found, EXCEPTIONS, 'A float in the core; write an int, or Fraction("0.1"):')


@pytest.mark.parametrize("code", ["0.5", "x * 1e3", "float(x)", "builtins.float('1')", "map(float, x)", "2j"])
def test_floats_are_seen(code):
    assert list(floats(ast.parse(code)))


@pytest.mark.parametrize("code", ["def f(x: float) -> None: ...", "isinstance(x, float)", "'0.5'", "Fraction('0.5')"])
def test_names_of_the_type_are_not_floats(code):
    assert not list(floats(ast.parse(code)))


def floats(tree):
    """Literal floats, calls of `float`, and `float` handed to a function that will call it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield node
        elif isinstance(node, ast.Call):
            handed_on = [] if is_named(node.func, "isinstance") else node.args
            if any(is_named(part, "float") for part in [node.func, *handed_on]):
                yield node


def is_named(node, name):
    match node:
        case ast.Name(id=found) | ast.Attribute(attr=found):
            return found == name
    return False
