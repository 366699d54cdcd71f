"""This rule cuts lines that stand twice: pull quotes, titles in lists, stories that a page carries two times."""

from __future__ import annotations

from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import SAME_WORDS


def mark(read: Reading) -> None:
    """Cut each line of SAME_WORDS or more that stood before; where the page's markup tells the story, nothing."""
    if read.outside:
        return
    seen: set[tuple[str, ...]] = set()
    for index, line in enumerate(read.lines):
        if index in read.rules or len(line.words) < SAME_WORDS:
            continue
        if line.words in seen:
            read.cut(index, "repeated")
        seen.add(line.words)
