"""This module reads a page: its text line by line, and which of the lines a content extractor takes for the story."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from streams.clean.boilerplate.lines import Line, read_lines
from streams.clean.limits import Limits
from streams.clean.pages.extraction import outside_story
from streams.clean.pages.markup import count_tags, is_page, parse
from streams.clean.pages.rendering import render
from streams.clean.pages.thresholds import EXTRACTED


@dataclass(frozen=True, slots=True)
class Page:
    """A rendering: `hints` are rules by the offset of a line, `outside` offsets of lines that are not the story."""

    raw: str
    hints: dict[int, str] = field(default_factory=dict)
    outside: frozenset[int] = frozenset()
    tree: Any = None
    lines: tuple[Line, ...] | None = None
    """The lines of `raw`, with their hints, where they are read already."""


def read_page(text: str) -> Page:
    """Render a page or fragment, and find what of a page is outside the story. Bad markup is read as browsers do.

    Raises TooLarge for more tags than can be read in time.
    """
    limits = Limits()
    tags = count_tags(text, limits)
    tree, whole = parse(text)
    if tree is None:
        return Page("")
    rendering = render(tree)
    # Of what no browser would be asked to show the extractor makes seconds of work, and what is too long will be refused.
    if not (whole and tags <= EXTRACTED and len(rendering.raw) <= limits.characters and is_page(text)):
        return Page(rendering.raw, rendering.hints, frozenset(), tree)
    lines = read_lines(rendering.raw, rendering.hints)
    return Page(rendering.raw, rendering.hints, outside_story(lines, rendering.rows, tree), tree, lines)
