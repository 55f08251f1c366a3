"""Conditions over attributes alone, decided without a scoring run.

Does an item apply to somebody like this?
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kaogong.core.scheme.entries import amount, flag
from kaogong.core.scheme.formula import Call, Name, Node, Number, Operation, Words

Value = Fraction | str | bool | None


def applies(node: Node, attributes: Mapping[str, Any]) -> bool:
    """Whether a condition holds; what reads anything but the given attributes does not."""
    return _value(node, attributes) is True


def _value(node: Node, attributes: Mapping[str, Any]) -> Value:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Words):
        return node.text
    if isinstance(node, Name):
        return _given(attributes.get(node.name))
    if isinstance(node, Call):
        return node.function == "present" and _value(node.arguments[0], attributes) is not None
    return _operation(node, [_value(one, attributes) for one in node.operands])


def _given(value: Any) -> Value:
    if value is None or isinstance(value, bool):
        return value
    if str(value).lower() in {"true", "false"}:
        return flag(value)
    number = amount(value)
    return str(value) if number is None else number


def _operation(node: Operation, values: list[Value]) -> Value:
    if node.operator == "not":
        return None if values[0] is None else not values[0]
    if node.operator == "and":
        return all(one is True for one in values)
    if node.operator == "or":
        return any(one is True for one in values)
    left, right = values[0], values[-1]
    if left is None or right is None:
        return None
    if node.operator in {"==", "!="}:
        return (left == right) is (node.operator == "==")
    if not isinstance(left, Fraction) or not isinstance(right, Fraction):
        return None
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}.get(node.operator)
