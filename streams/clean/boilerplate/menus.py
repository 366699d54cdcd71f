"""This module cuts menus above the story, lines under it, and the site's links set again between its paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from streams.clean.boilerplate.headline import titles_of
from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import ABOVE_LINES, LINK_WORDS, NEAR_LINES, RUN_LINES, RUN_SHARE, STANDFIRST_WORDS


def mark(read: Reading) -> None:
    """Cut what is outside the story's block but its standfirst; inside, links that stand outside too and runs that are mostly cut."""
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
    for run in _fragments(read):
        if len(run) >= RUN_LINES and sum(index in read.rules for index in run) >= RUN_SHARE * len(run):
            for index in run:
                if index not in read.rules and len(lines[index].words) <= LINK_WORDS:
                    read.cut(index, "menu")


def _fragments(read: Reading) -> Iterator[list[int]]:
    """Yield the runs of lines inside the story's block that are no sentences, each as indices."""
    run: list[int] = []
    for index in read.block:
        line = read.lines[index]
        if line.prose or line.sentence:
            yield run
            run = []
        else:
            run.append(index)
    yield run


def _standfirst(read: Reading) -> range:
    """Return the indices at which the standfirst may stand: under the headline, anywhere if it is near the block, else right under it."""
    titles, start = titles_of(read.headline), read.block.start
    above = [index for index in range(max(0, start - ABOVE_LINES), start) if read.lines[index].words in titles]
    top = above[-1] if above else start
    return range(top + 1, start if start - top <= NEAR_LINES else top + 2)
