"""This module reads the conditions of feedparser's test files as data, `entries[0]['title'] == 'A' and ...`; no file is ever executed."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Condition:
    """One claim: the value at `path` (`("entries", 0, "title")`), measured by `call` (`len`, `ord`), is `value`.

    `has` is set instead where the claim is only that a name is there (True) or is not (False). `read` is False for a claim that we cannot
    read.
    """

    path: tuple[str | int, ...] = ()
    call: str = ""
    value: Any = None
    has: bool | None = None
    read: bool = True


def conditions(expression: str) -> list[Condition]:
    """Return the claims that the expression joins with `and`; one that is of another form has `read` False."""
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        return [Condition(read=False)]
    return [claim for node in _joined(tree) for claim in _claims(node)]


def _joined(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return [part for value in node.values for part in _joined(value)]
    return [node]


def _claims(node: ast.expr) -> list[Condition]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = _claims(node.operand)[0]
        return [Condition(path=inner.path, has=not inner.has)] if inner.read and inner.has is not None else [Condition(read=False)]
    if isinstance(node, ast.Compare) and all(isinstance(op, ast.Eq) for op in node.ops):
        *named, last = [node.left, *node.comparators]
        try:
            value = _constant(last)
            return [Condition(path=path, call=call, value=value) for call, path in map(_path, named)]
        except ValueError:
            return [Condition(read=False)]
    try:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "has_key":
            return [Condition(path=(*_path(node.func.value)[1], str(_constant(node.args[0]))), has=True)]
        return [Condition(path=_path(node)[1], has=True)]
    except (ValueError, IndexError):
        return [Condition(read=False)]


def _path(node: ast.expr) -> tuple[str, tuple[str | int, ...]]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("len", "ord") and len(node.args) == 1:
        return node.func.id, _path(node.args[0])[1]
    if isinstance(node, ast.Name):
        return "", (node.id,)
    if isinstance(node, ast.Attribute):
        return "", (*_path(node.value)[1], node.attr)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str | int):
        return "", (*_path(node.value)[1], node.slice.value)
    raise ValueError(ast.dump(node)[:80])


def _constant(node: ast.expr) -> Any:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _constant(node.left) + _constant(node.right)
    return ast.literal_eval(node)
