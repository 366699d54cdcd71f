"""Docstrings are sentences: few may begin with a bare question word, which leaves the reader to find the verb."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("streams", "deploy", "tests")
QUESTIONS = frozenset({"What", "Whether", "How", "Who", "Whose", "Which", "Where", "When"})
MOST = 5


def docstrings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each docstring of a file, those behind constants and fields among them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else ():
            value = statement.value if isinstance(statement, ast.Expr) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield statement.lineno, value.value


def test_hardly_a_docstring_begins_with_a_question_word() -> None:
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    found = [(path, line, text) for path in paths for line, text in docstrings(path)]
    assert len(found) > 4000
    bare = [
        f"{path.relative_to(ROOT)}:{line}: {text[:60]}" for path, line, text in found if text.split()[:1] and text.split()[0] in QUESTIONS
    ]
    assert len(bare) <= MOST, bare
