"""The words of the code and the pages are the field's own: a coinage that was once replaced does not come back."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BANNED = {
    "furniture": "boilerplate",
    "lane": "partition",
    "lanes": "partitions",
    "byname": "alias",
    "bynames": "aliases",
    "casebook": "incident index",
    "gravity": "severity",
    "worthy": "newsworthy",
    "order of the world": "global order",
    "chain of stages": "pipeline",
}
"""Each coinage, and the word to write for it."""


def named(path: Path) -> Iterator[str]:
    """Yield the parts of all names of a module, in small letters: `test_the_lanes` has `lanes`."""
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type == tokenize.NAME:
            yield from re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", token.string).lower())


def written(path: Path) -> str:
    """Return what a page says, or a module's docstrings and comments, in small letters."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        comments = [token.string for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type == tokenize.COMMENT]
        bare = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Expr)]
        text = "\n".join([*comments, *(str(each.value) for each in bare if isinstance(each, ast.Constant))])
    return re.sub(r"`[^`]*`", " ", text).lower()


CODE = sorted(ROOT.glob("streams/**/*.py"))
PAGES = sorted([*ROOT.glob("docs/**/*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])


@pytest.mark.parametrize("word", sorted(BANNED))
def test_no_coinage_comes_back(word: str) -> None:
    assert len(CODE) > 300
    at = [path for path in CODE if word in set(named(path))]
    at += [path for path in (*CODE, *PAGES) if re.search(rf"\b{word}\b", written(path))]
    assert [str(path.relative_to(ROOT)) for path in at] == [], f"write {BANNED[word]}"
