"""The image keeps what the code asks for: its table of what is removed is held against what is imported and read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel import Locale

from deploy.slim import LOCALES, UNUSED, unused
from streams.clean.dates import names

ROOT = Path(__file__).parents[2]


def imported() -> set[str]:
    """Return the modules that the product imports, without the recipe and the scorers, which the wheel leaves out."""
    found: set[str] = set()
    for path in (ROOT / "streams").rglob("*.py"):
        if {"recipe", "evaluation"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.update({node.module, *(f"{node.module}.{name.name}" for name in node.names)})
    return found


def test_nothing_that_is_imported_is_removed() -> None:
    removed = {pattern.rstrip("*").replace("/", ".") for pattern in UNUSED if not pattern.startswith("**")}
    assert [name for name in imported() if any(name == each or name.startswith(f"{each}.") for each in removed)] == []


def test_the_locales_that_are_read_stay() -> None:
    kept = LOCALES.split()
    assert set(names._LANGUAGES.split()) <= set(kept)
    tree = ast.parse((ROOT / "streams/clean/language_tag.py").read_text("utf-8"))
    tags = {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) == 2
    }
    assert {"zh", "en"} <= tags <= set(kept)
    for code in kept:
        if code != "root":
            assert Locale.parse(code)


def test_a_pattern_that_fits_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="mend its table"):
        list(unused(tmp_path))
