"""This module reads who wrote the story: bylines, the desk's name, the name under a portrait."""

from __future__ import annotations

import re

from streams.clean.boilerplate.labels import PORTRAIT
from streams.clean.boilerplate.reading import Reading
from streams.clean.boilerplate.thresholds import BYLINE_CHARACTERS, BYLINE_LINES, PORTRAIT_WORDS
from streams.clean.boilerplate.written import NAME, PEOPLE

_BY = re.compile(
    rf"(?:(?:(?:Written|Reported|Story|Posted|Published|Edited|Compiled|Words|Analysis|Report"
    rf"|Authored|Updated) )?[Bb][Yy]|AUTHOR|Author|Authors|Writer)\s*[:|]?\s+"
    rf"(?P<who>{PEOPLE})(?P<rest>\s*(?:[,|•·/–—(\[-]|in {NAME}|for (?:the )?{NAME}|@).{{0,80}})?$"
)
_DESK = re.compile(
    rf"(?P<who>(?:{NAME} ){{0,4}}(?:Bureau|Desk|Newsroom|News Room|Correspondents?|Reporters?"
    rf"|Web Team|News Service|Staff(?: Writer| Reporter)?|Editorial Team|News Agency|Agencies))"
    r"(?:\s*[,|•·/–—-]\s*.{0,60})?$"
)


def mark(read: Reading) -> None:
    """Cut the byline above or right under the first paragraph, and keep the writer as a fact."""
    for index in range(max(0, read.top - BYLINE_LINES), min(read.top + 2, len(read.lines))):
        if index not in read.rules and (who := _writer(read, index)) is not None:
            read.by = read.by or who
            read.cut(index, "byline")


def byline(text: str) -> str | None:
    """Return the writer or desk that a byline names, without `By`; None if the line is no byline, as any line over BYLINE_CHARACTERS."""
    if len(text) > BYLINE_CHARACTERS:
        return None
    for pattern in (_BY, _DESK):
        if (found := pattern.match(text)) is not None and not text.endswith("?"):
            return found["who"].strip()
    return None


def _writer(read: Reading, index: int) -> str | None:
    line = read.lines[index]
    if line.ended and line.sentence and not line.text.startswith(("By ", "BY ")):
        return None
    if (who := byline(line.text)) is not None:
        return who
    portrait = index > 0 and read.forms[index - 1] == PORTRAIT.name
    if portrait and len(line.words) <= PORTRAIT_WORDS and not line.ended and line.text[:1].isupper():
        return line.text
    return None
