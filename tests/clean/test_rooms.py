"""The rooms of clean import downward only, no two modules import each other by any way, and every rule is found in the index."""

from __future__ import annotations

import ast
from pathlib import Path

import streams.clean
from streams.clean import boilerplate
from streams.clean.boilerplate.order import LINES, TEXT

ROOT = Path(streams.clean.__file__).parent
ROOMS = {"inputs": 3, "pages": 2, "boilerplate": 1}
"""The heights of rooms; `cuts`, `limits`, `signals`, `dates` and the rest of clean's own small files are on the ground."""
ON_TOP = {"__init__", "article", "evaluate", "benchmark", "readability", "work"}
PREFIX = "streams.clean."


def imports() -> dict[str, set[str]]:
    """Return each module of clean with those of clean that it imports, also where only a type checker would."""
    paths = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in ROOT.rglob("*.py")}
    found: dict[str, set[str]] = {}
    for name, path in paths.items():
        found[name] = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            found[name] |= {part.removeprefix(PREFIX) for part in names if part.removeprefix(PREFIX) in paths}
    return found


def height(module: str) -> int:
    room, _, _ = module.partition(".")
    return 4 if module in ON_TOP else ROOMS.get(room, 0)


def test_no_room_imports_one_above_it() -> None:
    upward = [(module, other) for module, others in imports().items() for other in others if height(other) > height(module)]
    assert upward == []


def test_no_circle_of_imports() -> None:
    left = imports()
    assert "boilerplate.lines" in left["boilerplate.story"], "the imports are read"
    while ready := [module for module, others in left.items() if not others & left.keys()]:
        for module in ready:
            del left[module]
    assert sorted(left) == []


def test_each_rule_has_a_reason_for_its_position_and_stands_in_the_index() -> None:
    names = {name for rule in (*LINES, *TEXT) for name in rule.cuts} - {"control"}
    assert [name for name in sorted(names) if name not in (boilerplate.__doc__ or "")] == []
    assert all(rule.why_here and rule.mark.__doc__ for rule in (*LINES, *TEXT))
