"""A cut is a stretch that is taken out of a raw text, so that raw text = kept + cut, character for character."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from streams.clean.fields import ESCAPES
from streams.clean.limits import Limits
from streams.errors import TooLarge
from streams.messages import Cut

SPACE = "space"
CONTROL = "control"
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]+")
"""Characters of no English text: C0 and C1 controls but line ends, soft hyphen, zero width and direction marks, U+FFFD."""
_SURROGATES = re.compile("[\ud800-\udfff]")


class Mark(NamedTuple):
    """A stretch of the raw text that is cut, and the rule that cuts it; offsets in code points, end exclusive."""

    start: int
    end: int
    rule: str


def without_surrogates(text: str) -> str:
    """Return the text with U+FFFD for each lone surrogate (no UTF-8 can carry those); `control_marks` then cuts it."""
    try:
        text.encode()  # a fifth of what the pattern takes
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def control_marks(raw: str) -> list[Mark]:
    """Return marks for all characters that are no text, and for whole escape sequences of terminals.

    Of a sequence that holds a string the string goes too where it ends within its line; else it may be the story.
    Raises TooLarge as soon as there are more of them than an audit may hold: a million marks take seconds.
    """
    if raw.replace("\n", "").replace("\xa0", "").isprintable() and "\ufffd" not in raw:  # a third of what the pattern takes
        return []
    marks = [Mark(found.start(), found.end(), CONTROL) for found in _no_more(_CONTROLS.finditer(raw))]
    if "\x1b" in raw or "\x9b" in raw:
        for found in _no_more(ESCAPES.finditer(raw)):
            open_ended = found[0][1:2] in tuple("]PX^_") and ("\n" in found[0] or not found[0].endswith(("\x07", "\x1b\\", "\x9c")))
            marks.append(Mark(found.start(), found.start() + 2 if open_ended else found.end(), CONTROL))
    return marks


def _no_more(found: Iterable[re.Match[str]]) -> list[re.Match[str]]:
    taken = list(islice(found, (most := Limits().cuts) + 1))
    if len(taken) > most:
        raise TooLarge(f"more than {most:,} stretches to cut out, control characters alone", field="text")
    return taken


def apply(raw: str, marks: Iterable[Mark]) -> tuple[str, tuple[Cut, ...]]:
    """Return the text without what is marked, and the cuts in order; where marks overlap the earlier one has the characters.

    Raises TooLarge for more cuts than an audit may hold.
    """
    kept: list[str] = []
    cuts: list[Mark] = []
    at = 0
    for start, end, rule in sorted(marks):
        start = max(start, at)
        if start >= end:
            continue
        kept.append(raw[at:start])
        if cuts and cuts[-1].end == start and cuts[-1].rule == rule:
            cuts[-1] = cuts[-1]._replace(end=end)
        else:
            cuts.append(Mark(start, end, rule))
        at = end
    kept.append(raw[at:])
    if len(cuts) > (most := Limits().cuts):
        raise TooLarge(f"{len(cuts):,} stretches to cut out, more than {most:,}", field="text")
    return "".join(kept), tuple(Cut(start=c.start, end=c.end, rule=c.rule, text=raw[c.start : c.end]) for c in cuts)


def rebuild(text: str, cuts: Sequence[Cut]) -> str:
    """Return the raw text that `text` was cut from: each cut put back where it stood, instead of what was put there."""
    parts: list[str] = []
    taken = length = 0
    for cut in sorted(cuts, key=lambda cut: cut.start):
        part = text[taken : taken + cut.start - length]
        parts += (part, cut.text)
        taken += len(part) + len(cut.put or "")
        length = cut.end
    return "".join([*parts, text[taken:]])
