"""This module draws the tree of a sentence as arcs above its words, in SVG.

spaCy's displacy is not used: it gives every word the width of the longest one (a sentence of 40 words is 5,000 px wide, here half of
that), writes labels into the page unescaped, and makes random ids, so that no page comes out the same twice.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence

from streams.extract.explanation import Word
from streams.visible import line

MOST = 60
"""The largest number of words of a sentence whose arcs are drawn: more cross so often that nobody can follow one."""
_LETTER, _GAP, _STEP = 7.5, 14.0, 20.0
"""The width of a letter at 13 px, the gap between two words, and the step from one level of arcs to the next; in pixels."""


def arcs(words: Sequence[Word]) -> str:
    """Return an SVG drawing, from right to left where the words are so; "" for one word and for more than `MOST`."""
    if not 1 < len(words) <= MOST:
        return ""
    widths = [max(_width(line(word.text)), _width(word.tag) * 0.8, _width(word.relation) * 0.6) + _GAP for word in words]
    total = sum(widths)
    middles = [sum(widths[:index]) + width / 2 for index, width in enumerate(widths)]
    if right_to_left(words):
        middles = [total - middle for middle in middles]
    levels = _levels(words)
    floor = (max(levels.values(), default=0) + 1) * _STEP
    drawn = [_word(word, middle, floor) for word, middle in zip(words, middles, strict=True)]
    drawn += [_arc(word, middles[index], middles[word.head], floor, levels[index]) for index, word in enumerate(words) if index in levels]
    return f'<svg width="{total:.0f}" height="{floor + 40:.0f}" aria-hidden="true">{"".join(drawn)}</svg>'


def right_to_left(words: Sequence[Word]) -> bool:
    """Return True if the first letter with a direction runs from the right."""
    for word in words:
        for sign in word.text:
            if (direction := unicodedata.bidirectional(sign)) in ("L", "R", "AL"):
                return direction != "L"
    return False


def _levels(words: Sequence[Word]) -> dict[int, int]:
    """Return the level of each word's arc, from 1, by the word's index: above all arcs under it; a root has none.

    Short arcs are drawn first, so that each finds those that it must clear.
    """
    spans = sorted((abs(index - word.head), index) for index, word in enumerate(words) if word.head != index)
    height = [0] * len(words)
    """The level of the highest arc so far over the gap behind each word."""
    levels: dict[int, int] = {}
    for _, index in spans:
        first, last = sorted((index, words[index].head))
        levels[index] = max(height[first:last]) + 1
        height[first:last] = [levels[index]] * (last - first)
    return levels


def _word(word: Word, middle: float, floor: float) -> str:
    return (
        f'<text x="{middle:.1f}" y="{floor + 18:.0f}">{_text(word.text)}</text>'
        f'<text class="small" x="{middle:.1f}" y="{floor + 33:.0f}">{_text(word.tag)}</text>'
    )


def _arc(word: Word, tip: float, head: float, floor: float, level: int) -> str:
    """Return the arc from the head, beside its middle so that arcs do not run into each other, down to the word."""
    start = head + (4 if tip > head else -4)
    top = floor - level * _STEP + 6
    return (
        f'<path d="M{start:.1f} {floor:.0f}C{start:.1f} {top:.0f} {tip:.1f} {top:.0f} {tip:.1f} {floor:.0f}"/>'
        f'<path class="tip" d="M{tip:.1f} {floor + 3:.0f}l-3 -6h6z"/>'
        f'<text class="small" x="{(start + tip) / 2:.1f}" y="{floor - (floor - top) * 0.75 - 2:.1f}">{_text(word.relation)}</text>'
    )


def _text(text: str) -> str:
    return html.escape(line(text))


def _width(text: str) -> float:
    """Return the width of a text in pixels: East Asian letters are twice as wide as others, marks on another letter have no width."""
    return _LETTER * sum(0 if unicodedata.combining(s) else 2 if unicodedata.east_asian_width(s) in "WF" else 1 for s in text)
