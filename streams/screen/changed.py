"""What is new in a text, in its own words: sentences, phrases, and figures with those that they replace."""

from __future__ import annotations

import re
from collections.abc import Sequence

from streams.clean.sketch import word_spans
from streams.messages import FigureChange

Stretches = Sequence[tuple[int, int]]
"""Words from, to (exclusive), in order."""
Places = Sequence[tuple[int, str]]
"""The place of a word that is a figure, and the figure that stood there before, "" where that is not known."""

PHRASE_CHARACTERS = 300
FIGURE_WORDS = 4  # a stretch as short round a figure with a known one before is new by its figure only
NEW_SENTENCE = 0.5  # share of new words from which a sentence is shown whole

# Where one sentence ends and the next begins: roughly, since only what is shown depends on it.
_BREAK = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-ZÀ-Þ0-9])|\n\s*\n\s*")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:[A-Z]|Mrs?|Ms|Dr|St|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|Prof|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$")


def changed(text: str, fresh: Stretches, figures: Places) -> tuple[str, ...]:
    """Sentences that are mostly new as a whole; else the new words alone, and `killed 12 -> 18` for a figure with a known one before."""
    if not fresh and not figures:
        return ()
    spans = word_spans(text)
    known = {at: before for at, before in figures if before and at < len(spans)}
    new = {at for start, end in fresh for at in range(start, min(end, len(spans)))} | set(known)
    said: list[str] = []
    for first, last in _sentences(text, spans):
        mine = [at for at in range(first, last) if at in new]
        if not mine:
            continue
        if len(mine) >= NEW_SENTENCE * (last - first):
            end = spans[last][0] if last < len(spans) else len(text)
            said.append(_line(text[spans[first][0] : end]))
            continue
        for start, end in _stretches(mine):
            if end - start > FIGURE_WORDS or not any(at in known for at in range(start, end)):
                said.append(_line(text[spans[start][0] : spans[end - 1][1]]))
        said += [_replaced(text, spans, at, known[at], first) for at in mine if at in known]
    return tuple(said)


def figure_changes(text: str, figures: Places) -> tuple[FigureChange, ...]:
    """The figures as they stand in the text; what is no figure there, but has the bits of one, is left out."""
    spans = word_spans(text) if figures else []
    places = [(spans[at], before) for at, before in figures if at < len(spans)]
    return tuple(
        FigureChange(start=start, end=end, after=text[start:end], before=before or None)
        for (start, end), before in places
        if before or text[start].isdigit()
    )


def _sentences(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences as words from, to."""
    breaks = [found.start() for found in _BREAK.finditer(text) if not _ABBREVIATED.search(text[max(0, found.start() - 6) : found.start()])]
    edges, at = [0], 0
    for place in breaks:
        while at < len(spans) and spans[at][0] < place:
            at += 1
        edges.append(at)
    return [(start, end) for start, end in zip(edges, [*edges[1:], len(spans)], strict=True) if end > start]


def _stretches(places: Sequence[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at in places:
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _replaced(text: str, spans: Sequence[tuple[int, int]], at: int, before: str, first: int) -> str:
    """`killed 12 -> 18 people`: with the word before, where that is of the sentence, and the one behind."""
    start, end = spans[at]
    left = text[spans[at - 1][0] : start] if at > first else ""
    right = text[end : spans[at + 1][1]] if at + 1 < len(spans) and text[end : spans[at + 1][0]] == " " else ""
    return _line(f"{left}{before} -> {text[start:end]}{right}")


def _line(text: str) -> str:
    return " ".join(text.split())[:PHRASE_CHARACTERS]
