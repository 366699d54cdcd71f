"""This module finds the lines of a page that are its story: a content extractor's answer, asked again where it is short, and mended
at the top."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from typing import Any

from streams.clean.boilerplate.block import story_block
from streams.clean.boilerplate.forms import form_of
from streams.clean.boilerplate.lines import Line
from streams.clean.pages.answer import covered, found_lines, shingles
from streams.clean.pages.rendering import Row
from streams.clean.pages.thresholds import ABOVE_LEAD, BESIDE, LABEL, LITTLE, LONG, MOSTLY, SHORT, SURE, TRUNCATED


def outside_story(lines: Sequence[Line], rows: Sequence[Row], tree: Any) -> frozenset[int]:
    """Return the offsets of the lines that the extractor leaves out; none where it finds nothing.

    It sometimes stops at an interruption of the story: where as much prose again stands in elements that are reached in the
    same way (tags and classes) as most of its answer, that is story too. `rows` are the rendering's, one for each line.
    """
    told = [len(line.words) if line.prose and form_of(line) is None else 0 for line in lines]
    answer = extract(tree, fast=True)
    inside = found_lines(lines, answer)
    if _told(told, inside) <= SURE * sum(told):  # comments and other stories count there: ask the block, which is dearer
        block = story_block(lines, [form_of(line) is not None for line in lines])
        whole = sum(told[index] for index in block)
        words = _told(told, inside) if whole else len(answer.split())  # in another language no line is known to be prose
        if words <= max(SHORT * whole, LITTLE):
            answer = extract(tree, fast=False)
            inside = found_lines(lines, answer)
        if whole and _told(told, inside) <= SURE * whole:
            answer, inside = _second_opinion(lines, told, block, tree, answer, inside)
        if _told(told, inside) < LITTLE < whole and not any(inside[index] for index in block):
            return frozenset()
    if not any(found and len(line.words) >= LONG for found, line in zip(inside, lines, strict=True)):
        return frozenset()
    for index in _continued(lines, [row.way for row in rows], told, inside, answer):
        inside[index] = True
    _mend_top(lines, rows, told, inside)
    return frozenset(line.start for i, line in enumerate(lines) if not inside[i])


def _told(told: Sequence[int], inside: Sequence[bool]) -> int:
    return sum(words for words, found in zip(told, inside, strict=True) if found)


def _second_opinion(
    lines: Sequence[Line], told: Sequence[int], block: range, tree: Any, answer: str, inside: list[bool]
) -> tuple[str, list[bool]]:  # fmt: skip
    """Return the extractor's answer for recall, where it has the block's story, all that the precise one has, and little beside.

    Else the precise answer is returned; either comes with its lines.
    """
    longer = extract(tree, fast=True, recall=True)
    found = found_lines(lines, longer)
    within = sum(told[index] for index in block if found[index])
    lost = sum(words for words, had, has in zip(told, inside, found, strict=True) if had and not has)
    whole = sum(told[index] for index in block)
    if within > max(SURE * whole, _told(told, inside)) and not lost and _told(told, found) - within <= BESIDE * within:
        return longer, found
    return answer, inside


def _continued(lines: Sequence[Line], ways: Sequence[int], told: Sequence[int], inside: Sequence[bool], answer: str) -> list[int]:
    """Return the indices of prose lines that the answer lacks though most of it stands in elements that are reached in the same way."""
    by_way: Counter[int] = Counter()
    for index, words in enumerate(told):
        by_way[ways[index]] += words if inside[index] else 0
    taken = by_way.total()
    way, most = by_way.most_common(1)[0]
    left = [index for index, words in enumerate(told) if words and not inside[index] and ways[index] == way]
    if most < MOSTLY * taken or sum(told[index] for index in left) < TRUNCATED * taken:
        return []
    grams = shingles(answer)
    rest = [index for index in left if not covered(lines[index].words, grams)]  # nor is it the answer a second time
    return rest if sum(told[index] for index in rest) > TRUNCATED * taken else []


def _mend_top(lines: Sequence[Line], rows: Sequence[Row], told: Sequence[int], inside: list[bool]) -> None:
    """Take labels above the first paragraph out: tags, kickers, and the place or the words that it opens with, told once more."""
    first = next((index for index, words in enumerate(told) if words and inside[index]), None)
    if first is None:
        return
    lead = lines[first].words
    for index in range(max(0, first - ABOVE_LEAD), first):
        line = lines[index]
        again = len(line.words) <= LABEL and line.words == lead[: len(line.words)]
        if (rows[index].label or again) and not line.ended:
            inside[index] = False


def extract(tree: Any, *, fast: bool, recall: bool = False) -> str:
    """Return the story's text by trafilatura, for precision or recall; empty where it finds none or breaks."""
    # Imported at the first page: 0.7 s and 50 MB that a worker on wires alone never needs.
    from trafilatura import extract as extract_text

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        return (
            extract_text(tree, fast=fast, favor_precision=not recall, favor_recall=recall, include_comments=False, include_formatting=False)
            or ""
        )
    except Exception:  # a foreign parser on hostile markup: the page is then read as lines, which always works
        return ""
