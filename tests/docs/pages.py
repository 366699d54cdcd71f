"""The pages of README and docs/, and the code blocks in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("**/*.md")))
_FENCE = re.compile(r"^```(\w*)\s*\n(.*?)^```\s*$", re.M | re.S)
_MARK = re.compile(r"<!-- (needs|json): (\w+) -->\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A code block: its language, and what the comment before it says that it needs or holds."""

    page: str
    line: int
    language: str
    code: str
    needs: str | None
    holds: str | None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(*languages: str) -> Iterator[Block]:
    """Yield the blocks of some languages on all pages, in order."""
    for page in PAGES:
        text = page.read_text("utf-8")
        for fence in _FENCE.finditer(text):
            if fence[1] not in languages:
                continue
            mark = _MARK.search(text[: fence.start()].rstrip())
            said = {mark[1]: mark[2]} if mark is not None else {}
            line = text.count("\n", 0, fence.start()) + 1
            yield Block(page.relative_to(ROOT).as_posix(), line, fence[1], fence[2], said.get("needs"), said.get("json"))


def commands(block: Block) -> Iterator[list[str]]:
    """Yield the words of each command of a block, its continued lines joined, without comments; of a pipe each part."""
    for line in re.sub(r"\\\n\s*", " ", block.code).splitlines():
        plain = re.sub(r"(?:^|\s)#.*$", "", line).strip()
        for part in re.split(r"\s(?:\||&&)\s", plain):
            if words := part.split():
                yield words
