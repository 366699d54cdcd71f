"""This module finds the lines of a text that are an embargo's notice, before the story is read out of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from streams.clean.notices.embargo import LINE_CHARACTERS, Embargo, find_embargo, may_be

FIRST, LAST = 40, 8
"""The number of lines at the top and at the end of a text that may be a notice: a page has menus above its story."""


class Notices(NamedTuple):
    """The embargoes that the lines of a text tell, and the offsets of the lines that are nothing else."""

    embargoes: tuple[Embargo, ...]
    starts: frozenset[int]


def read_notices(lines: Sequence[tuple[int, str]], own: datetime) -> Notices:
    """Read the lines of a text, each with where it starts; a notice may end on the line below (`EMBARGO` / `0001 GMT DEC 20`)."""
    indices = [*range(min(FIRST, len(lines))), *range(max(FIRST, len(lines) - LAST), len(lines))]
    found: list[Embargo] = []
    starts: set[int] = set()
    for at in indices:
        start, text = lines[at]
        if (len(text) > LINE_CHARACTERS and at > 0) or start in starts or not may_be(text[:LINE_CHARACTERS]):
            continue
        notice, below = find_embargo(text, own), lines[at + 1] if at + 1 < len(lines) else None
        if notice is None:
            continue
        joined = find_embargo(f"{text} {below[1]}", own) if notice.until is None and below and len(below[1]) < LINE_CHARACTERS / 3 else None
        if joined is not None and joined.until is not None and below is not None:
            notice = joined
            starts.add(below[0])
        found.append(notice._replace(line=True))
        if len(text) <= LINE_CHARACTERS:
            starts.add(start)
    return Notices(tuple(found), frozenset(starts))
