"""This module finds the lines of a rendering that stand in a content extractor's answer."""

from __future__ import annotations

from collections.abc import Sequence

from streams.clean.boilerplate.lines import Line, words_of
from streams.clean.pages.thresholds import GRAM, LONG

_COVERED = 0.6
"""The share of a line's shingles in the answer from which the line stands there, joined or split otherwise."""


def found_lines(lines: Sequence[Line], answer: str) -> list[bool]:
    """Return for each line True if it stands in the answer; each word of the answer is given to one line only.

    Long lines are found first, in order, then anywhere. A short line (`Lagos`, `Oil`) is found only in what the long ones left
    between the one before and the one after it: else a tag above the lead would take a word of the lead's dateline.
    """
    words = words_of(answer)
    whole = f" {' '.join(words)} "
    grams = _grams(words)
    given = bytearray(len(whole))
    inside = [False] * len(lines)
    ends: list[tuple[int, int] | None] = [None] * len(lines)
    cursor = spent = 0
    for index in sorted(range(len(lines)), key=lambda index: lines[index].hint == "caption"):  # a caption that repeats the lead last
        line = lines[index]
        count = len(line.words)
        if count < LONG:
            continue
        key = f" {' '.join(line.words)} "
        ahead = whole.find(key, cursor)
        at = ahead if ahead >= 0 else whole.find(key)
        if at >= 0 and not given[at + 1]:
            end = at + len(key) - 1
            given[at + 1 : end] = b"\1" * (end - at - 1)
            inside[index], ends[index] = True, (at, end)
            cursor = end if ahead >= 0 else cursor
        else:  # joined or split otherwise; a story that the page has twice stands in the answer once
            inside[index] = at < 0 and spent + count <= len(words) * 1.1 and covered(line.words, grams)
        spent += count if inside[index] else 0
    _find_short(lines, whole, given, inside, ends)
    return inside


def _find_short(
    lines: Sequence[Line], whole: str, given: bytearray, inside: list[bool], ends: Sequence[tuple[int, int] | None]
) -> None:  # fmt: skip
    after = [len(whole)] * (len(lines) + 1)
    for index in range(len(lines) - 1, -1, -1):
        span = ends[index]
        after[index] = span[0] if span is not None else after[index + 1]
    cursor = 0
    for index, line in enumerate(lines):
        span = ends[index]
        if span is not None:
            cursor = span[1]
        elif 0 < len(line.words) < LONG:
            key = f" {' '.join(line.words)} "
            at = whole.find(key, cursor, min(cursor + len(key) + _NEAR, after[index] + 1)) if cursor < after[index] else -1
            if at >= 0 and not given[at + 1]:
                cursor = at + len(key) - 1
                given[at + 1 : cursor] = b"\1" * (cursor - at - 1)
                inside[index] = True


_NEAR = 80
"""The number of characters of the answer within which a short line must follow the one before."""


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return the text's runs of GRAM words."""
    return _grams(words_of(text))


def covered(words: tuple[str, ...], grams: set[tuple[str, ...]], share: float = _COVERED) -> bool:
    """Return True if the words have at least three shingles, of which this share is among `grams`."""
    count = len(words) - GRAM + 1
    return count >= 3 and sum(words[i : i + GRAM] in grams for i in range(count)) >= share * count


def _grams(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[i : i + GRAM] for i in range(len(words) - GRAM + 1)}
