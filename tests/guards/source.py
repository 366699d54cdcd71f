"""The names that the code of a folder calls, to test what must not be called at all."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def calls(folder: str) -> dict[str, set[str]]:
    """Return the names that each file calls, as functions or as methods."""
    return {path.name: {_name(call.func) for call in _calls(path)} for path in _files(folder)}


def keywords(folder: str) -> dict[str, set[str]]:
    """Return the names of the keyword arguments that each file gives."""
    return {path.name: {word.arg or "**" for call in _calls(path) for word in call.keywords} for path in _files(folder)}


def _files(folder: str) -> list[Path]:
    files = sorted((ROOT / folder).glob("*.py"))
    assert files, folder
    return files


def _calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
