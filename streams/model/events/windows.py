"""This module gathers sentences of an article into windows that the event reader reads at once: neighbours are each other's context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

WORDS = 160
"""Most words of a window's sentences together."""
LONGEST = 150
"""Words of a sentence that are read."""
HEADLINE = 16
"""Words of the headline that stand before each window."""
PIECES = 400
"""Most pieces of a window: the encoder knows 512 positions."""
BAR = "|"
"""The word that stands between day and headline and the sentences, and between sentences that are no neighbours."""
PADDING, BEFORE, LEAD, EARLY, MIDDLE, LATE = range(6)
"""The part of the article in which a word stands: none, day and headline, first sentence, second and third, up to the eighth, later."""
PARTS = 6


@dataclass(frozen=True, slots=True)
class Window:
    """A window, read at once: `words`, the `parts` of the article that they stand in, and the sentences with their indices in `words`."""

    words: tuple[str, ...]
    parts: tuple[int, ...]
    sentences: tuple[tuple[int, int, int], ...]
    """(number of the sentence, index of its first word, index behind its last)."""


def part_of(sentence: int) -> int:
    """Return the part of the article in which a sentence stands, by its number."""
    return LEAD if sentence == 0 else EARLY if sentence < 3 else MIDDLE if sentence < 8 else LATE


def before(headline: Sequence[str], published: datetime | None) -> list[str]:
    """Return the words that stand before each window: month and year of the article, its headline's first words."""
    day = [published.strftime("%B"), str(published.year)] if published is not None else []
    return [*day, *headline[:HEADLINE]]


def windows(
    sentences: Sequence[tuple[int, Sequence[str]]], ahead: Sequence[str], pieces: dict[str, int], most: int = WORDS
) -> Iterator[Window]:
    """Yield windows that hold each of `sentences` (number, words) once, in order; `pieces`: the number of pieces of each word."""
    held, filled, counted = list[tuple[int, Sequence[str]]](), 0, 0
    start = sum(pieces[word] for word in ahead)
    for number, words in sentences:
        words = words[:LONGEST]
        weight = sum(pieces[word] for word in words)
        while weight > PIECES - start - 8:  # a line of codes: each of its words is many pieces
            words = words[: len(words) // 2]
            weight = sum(pieces[word] for word in words)
        if held and (filled + len(words) > most or start + counted + weight + len(held) > PIECES - 8):
            yield _window(held, ahead)
            held, filled, counted = [], 0, 0
        held.append((number, words))
        filled += len(words)
        counted += weight
    if held:
        yield _window(held, ahead)


def _window(held: Sequence[tuple[int, Sequence[str]]], ahead: Sequence[str]) -> Window:
    words, parts = [*ahead, BAR], [BEFORE] * (len(ahead) + 1)
    bounds = list[tuple[int, int, int]]()
    last = held[0][0] - 1
    for number, said in held:
        if number != last + 1:
            words.append(BAR)
            parts.append(part_of(number))
        bounds.append((number, len(words), len(words) + len(said)))
        words += said
        parts += [part_of(number)] * len(said)
        last = number
    return Window(tuple(words), tuple(parts), tuple(bounds))
