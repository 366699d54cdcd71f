"""rich, protected from text from outside: no markup, no emoji codes, and each string made visible before its width is measured.

The commands take `Terminal` and `Text` from here and never rich's own: those pass escape sequences and direction overrides on, drop some
control characters (so that offsets are no longer right), and read `[bold]` in a headline as an order.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from rich import console, text
from rich.style import Style

from streams.visible import visible


class Text(text.Text):
    """rich's Text, made of visible strings only."""

    def __init__(self, plain: str = "", style: str | Style = "", **options: Any) -> None:
        super().__init__(visible(plain), style, **options)

    def append(self, part: text.Text | str, style: str | Style | None = None) -> Text:
        """Add a string, made visible, or another text."""
        super().append(visible(part) if isinstance(part, str) else part, style)
        return self


class Terminal(console.Console):
    """Standard output or standard error for people; strings anywhere in what is printed are plain and made visible."""

    def __init__(self, *, stderr: bool = False, soft_wrap: bool = False, **options: Any) -> None:
        super().__init__(stderr=stderr, soft_wrap=soft_wrap, markup=False, highlight=False, emoji=False, **options)

    def render_str(self, text: str, **options: Any) -> text.Text:
        """Return a string as a text, made visible; rich calls this for every string: in a table's cell, in a rule, or printed."""
        return super().render_str(visible(text), **options | {"markup": False, "emoji": False})


def styled(plain: str, spans: Iterable[tuple[int, int, str]]) -> Text:
    """Return a text with a style for each stretch of it, `(start, end, style)` by the offsets of `plain`; stretches may overlap."""
    stretches = [span for span in spans if span[0] < span[1]]
    edges = sorted({0, len(plain), *(edge for start, end, _ in stretches for edge in (start, end))})
    shown, offsets = Text(), {0: 0}
    for start, end in pairwise(edges):
        shown.append(plain[start:end])
        offsets[end] = len(shown)
    for start, end, style in stretches:
        shown.stylize(style, offsets[start], offsets[end])
    return shown
