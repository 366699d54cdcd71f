"""This module parts what a scraper or an editor's system has run into a paragraph: notes before the lead, copyright notices, forms to
sign up.

Each becomes a line of its own before any rule looks, so that the rules know lines only.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import groupby

from streams.clean.boilerplate import copyrights, signups
from streams.clean.boilerplate.lines import Line, words_of
from streams.clean.boilerplate.notes import note_end
from streams.clean.signs import has_one

_END = re.compile(r"[.!?][\"”’')\]]*\s+")
_RULES = ((copyrights.FORM.name, copyrights.glued), (signups.FORM.name, signups.glued))
_SIGNS = (*copyrights.SIGNS, *signups.SIGNS)


def apart(lines: Sequence[Line], outside: Container[int]) -> Iterator[Line]:
    """Yield the lines, those with something glued to them in parts; what the markup names or puts outside the story is left as it is."""
    whole = "\n".join(line.text for line in lines)
    signs = tuple(sign for sign in _SIGNS if sign in whole)
    for line in lines:
        if line.hint is not None or line.start in outside:
            yield line
            continue
        end = note_end(line.text)
        if 0 < end < len(line.text):
            yield _part(line, 0, end, None)
            yield from _without_notices(line, end, signs)
        elif signs:
            yield from _without_notices(line, 0, signs)
        else:
            yield line


def _without_notices(line: Line, start: int, signs: Sequence[str]) -> Iterator[Line]:
    text = line.text
    if not has_one(text, signs):
        yield _part(line, start, len(text), None) if start else line
        return
    ends = [found.end() for found in _END.finditer(text, start)]
    spans = [(at, end) for at, end in zip([start, *ends], [*ends, len(text)], strict=True) if at < end]
    parts = [part for span in spans for part in _told(text, *span)]
    runs = [(rule, list(run)) for rule, run in groupby(parts, key=lambda part: part[2])]
    if len(runs) == 1 and (runs[0][0] is None or len(parts) == 1):
        yield _part(line, start, len(text), None) if start else line
        return
    for rule, run in runs:
        yield _part(line, run[0][0], run[-1][1], rule)


def _told(text: str, start: int, end: int) -> Iterator[tuple[int, int, str | None]]:
    """Yield a sentence in one part or two, each with its rule: a notice without a full stop may stand before a sentence."""
    sentence = text[start:end]
    for rule, glued in _RULES:
        if length := glued(sentence):
            yield start, start + length, rule
            if length < len(sentence):
                yield start + length, end, None
            return
    yield start, end, None


def _part(line: Line, start: int, end: int, rule: str | None) -> Line:
    """Return a part of the line without the white space around it, as a line with that hint."""
    text = line.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return Line(line.start + start, line.start + start + len(text), text, words_of(text), rule)
