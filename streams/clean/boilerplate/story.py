"""This module finds the story in a raw text: every line is kept or cut by a named rule, and what a cut line tells is kept as a fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from streams.clean.boilerplate.block import story_block
from streams.clean.boilerplate.bylines import byline
from streams.clean.boilerplate.corrections import correction_note
from streams.clean.boilerplate.forms import form_of
from streams.clean.boilerplate.glued import apart
from streams.clean.boilerplate.headline import find_headline, titles_of
from streams.clean.boilerplate.lines import Line
from streams.clean.boilerplate.live import stretches
from streams.clean.boilerplate.notes import editors_note
from streams.clean.boilerplate.order import LINES, TEXT
from streams.clean.boilerplate.reading import Entry, Reading
from streams.clean.cuts import apply, control_marks
from streams.messages import Cut

_ABOUT = (editors_note, correction_note, byline)
"""Readers of the lines above a story's first paragraph that say something of it and are not its opening."""


@dataclass(frozen=True, slots=True)
class Story:
    """The story of a text, and the facts that the lines around it tell."""

    text: str
    cuts: tuple[Cut, ...]
    headline: str | None = None
    """The headline as written, the wire's prefixes still on it."""
    opening: str = ""
    """The first line of the raw text that is no boilerplate: where the wire says KILL or WITHDRAWN."""
    by: str | None = None
    located: str | None = None
    day: str = ""
    """The day of the dateline, as written."""
    keywords: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    entries: tuple[tuple[Entry, int, int], ...] = ()
    """The entries of a live report: each stamp, and the start and end of the stretch of `text` under it."""


def read_story(
    raw: str,
    *,
    headline: str | None = None,
    lines: Sequence[Line],
    outside: frozenset[int] = frozenset(),
    standing: Mapping[tuple[str, ...], str] = MappingProxyType({}),
) -> Story:
    """Read a raw text of any length in linear time.

    `lines` are all of its lines; `headline` is the feeder's, where he gave one; `outside` are the offsets of lines that the page's
    markup puts outside the story, `standing` the rules of the publisher's standing lines by their words.
    """
    lines = tuple(apart(lines, outside))
    read = _open(raw, headline, lines, outside, standing)
    for rule in LINES:
        rule.mark(read)
    read.settle()
    for rule in TEXT:
        rule.mark(read)
    text, cuts = apply(raw, [*read.marks, *control_marks(raw)])
    opening = next((line.text for line, form in zip(read.lines, read.forms, strict=True) if form is None), "")
    return Story(
        text, cuts, read.headline, opening, read.by, read.located, read.day, read.keywords, tuple(read.notes), tuple(read.corrections),
        tuple(stretches(read.entries, lines, cuts, len(text))),
    )  # fmt: skip


def _open(
    raw: str, headline: str | None, everything: Sequence[Line], outside: frozenset[int], standing: Mapping[tuple[str, ...], str]
) -> Reading:
    lines = [line for line in everything if line.start not in outside and line.text.isprintable() | bool(line.words)]
    forms = [standing.get(line.words) or line.hint or form_of(line) for line in lines]
    # Where the markup has told what is outside, the rest is the story: no second guess by the weight of lines.
    block = range(len(lines)) if outside else story_block(lines, [form is not None for form in forms], titles_of(headline))
    first = _first_paragraph(lines, forms, block)
    found = headline or (find_headline(lines, first) if first is not None else None)
    return Reading(raw, everything, lines, outside, forms, block, first, found)


def _first_paragraph(lines: Sequence[Line], forms: Sequence[str | None], block: range) -> int | None:
    for index in block:
        line = lines[index]
        if forms[index] is None and (line.prose or line.sentence) and not any(told(line.text) for told in _ABOUT):
            return index
    return None
