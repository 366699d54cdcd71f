"""Menus above the story, what stands under it, and the site's links set again between its paragraphs."""

from __future__ import annotations

from streams.clean.boilerplate.headline import titles_of
from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import ABOVE_LINES, LINK_WORDS, NEAR_LINES, STANDFIRST_WORDS


def mark(read: Reading) -> None:
    """Cut what is outside the story's block but its standfirst, and links inside that stand outside too."""
    lines, block = read.lines, read.block
    menus = {line.words for index, line in enumerate(lines) if index not in block}
    if not menus:
        return
    standfirst = _standfirst(read)
    for index, line in enumerate(lines):
        if index in read.rules:
            continue
        if index in block:
            if len(line.words) <= LINK_WORDS and line.words in menus and not line.sentence:
                read.cut(index, "menu")
        elif index not in standfirst or len(line.words) < STANDFIRST_WORDS:
            read.cut(index, "menu" if index < block.start else "tail")


def _standfirst(read: Reading) -> range:
    """Where the standfirst may stand above the block: far from it only right under the headline, nearer anywhere below."""
    titles, start = titles_of(read.headline), read.block.start
    above = [index for index in range(max(0, start - ABOVE_LINES), start) if read.lines[index].words in titles]
    top = above[-1] if above else start
    return range(top + 1, start if start - top <= NEAR_LINES else top + 2)
