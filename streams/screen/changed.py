"""The new parts of a text in its own words: sentences, phrases, and figures with those that they replace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from streams.clean.sketch import normal, word_spans
from streams.messages import FigureChange
from streams.screen.lexicon import NEGATIONS, TENS, UNITS

Stretches = Sequence[tuple[int, int]]
"""Stretches of words, from and to (exclusive), in order."""
Replaced = Sequence[tuple[int, str]]
"""The indices of words that are figures or other facts, each with what stood there before, "" if that is not known.

`not …` (REMOVED) stood before the word at the index and is gone. Indices behind the last word of the text are those of the headline's
words, and the index behind these is that of the dateline.
"""

REMOVED = " …"
"""The mark behind a word that stood before the one at this index, and is gone."""
PHRASE_CHARACTERS = 300
_NUMBERS = frozenset((*UNITS, *TENS))
NAME_WORDS = 4  # own choice
FIGURE_WORDS = 4  # a stretch of no more words round a figure with a known one before is new by its figure only
NEW_SENTENCE = 0.5  # the least share of new words from which a sentence is shown whole

# Where one sentence ends and the next begins: roughly, since only what is shown depends on it.
_BREAK = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-ZÀ-Þ0-9])|\n\s*\n\s*")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:[A-Z]|Mrs?|Ms|Dr|St|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|Prof|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$")


def changed(text: str, fresh: Stretches, figures: Replaced, headline: str | None = None, located: str | None = None) -> tuple[str, ...]:
    """Return the new parts of a text in the order of the text, those of the headline and dateline first.

    Sentences that are mostly new are returned as a whole; of others the new words alone, and `killed 12 -> 18` for a word with a known one
    before.
    """
    if not fresh and not figures:
        return ()
    spans = _spans(text)
    size = len(spans)
    said = _above(headline or "", located or "", [(at - size, before) for at, before in figures if at >= size])
    known = {at: before for at, before in figures if before and at < size}
    new = {at for start, end in fresh for at in range(start, min(end, size))} | set(known)
    new |= {at for at, _ in figures if at < size and _is_negation(text, spans[at])}
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
                if any(_is_negation(text, spans[at]) for at in range(start, end)):  # `not` alone says nothing
                    start, end = max(first, start - 1), min(last, end + 1)
                elif end - start <= NAME_WORDS:
                    start, end = _whole_name(text, spans, (start, end), (first, last))
                said.append(_line(text[spans[start][0] : spans[end - 1][1]]))
        said += [_replaced(text, spans, at, known[at], first) for at in mine if at in known]
    return tuple(said)


@lru_cache(maxsize=1)  # asked twice of a text
def _spans(text: str) -> Sequence[tuple[int, int]]:
    return word_spans(text)


def _above(headline: str, located: str, figures: Replaced) -> list[str]:
    """Return the changes of the headline and of the dateline."""
    spans = word_spans(headline)
    said: list[str] = []
    for at, before in figures:
        if at < len(spans):
            alone = headline[spans[max(0, at - 1)][0] : spans[min(at + 1, len(spans) - 1)][1]]
            said.append(_replaced(headline, spans, at, before, 0) if before else _line(alone))
    return said + [_line(located) for at, _ in figures if at == len(spans) and located]


def _whole_name(text: str, spans: Sequence[tuple[int, int]], part: tuple[int, int], sentence: tuple[int, int]) -> tuple[int, int]:
    """Return the stretch of some new words, with the capitalised words beside them if they are a part of a name."""
    start, end = part
    if not text[spans[start][0]].isupper() or not text[spans[end - 1][0]].isupper():
        return part
    while start > sentence[0] + 1 and text[spans[start - 1][0]].isupper() and text[spans[start - 1][1] : spans[start][0]] == " ":
        start -= 1
    while end < sentence[1] and text[spans[end][0]].isupper() and text[spans[end - 1][1] : spans[end][0]] == " ":
        end += 1
    return start, end


def _is_negation(text: str, span: tuple[int, int]) -> bool:
    return normal(text[span[0] : span[1]]) in NEGATIONS


def figure_changes(text: str, figures: Replaced) -> tuple[FigureChange, ...]:
    """Return the figures as they stand in the text; a word that is no figure there, but has the bits of one, is left out."""
    spans = _spans(text) if figures else ()
    spots = [(spans[at], before) for at, before in figures if at < len(spans)]
    return tuple(
        FigureChange(start=start, end=end, after=text[start:end], before=before or None)
        for (start, end), before in spots
        if text[start].isdigit() or (before and _is_number(before) and _is_number(normal(text[start:end])))
    )


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or word in _NUMBERS


def _sentences(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the sentences as stretches of words, from and to (exclusive)."""
    breaks = [found.start() for found in _BREAK.finditer(text) if not _ABBREVIATED.search(text[max(0, found.start() - 6) : found.start()])]
    edges, at = [0], 0
    for offset in breaks:
        while at < len(spans) and spans[at][0] < offset:
            at += 1
        edges.append(at)
    return [(start, end) for start, end in zip(edges, [*edges[1:], len(spans)], strict=True) if end > start]


def _stretches(indices: Sequence[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at in indices:
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _replaced(text: str, spans: Sequence[tuple[int, int]], at: int, before: str, first: int) -> str:
    """Return `killed 12 -> 18 people`: the change with the word before it, if that is of the same sentence, and the word behind it."""
    start, end = spans[at]
    left = text[spans[at - 1][0] : start] if at > first else ""
    right = text[end : spans[at + 1][1]] if at + 1 < len(spans) and text[end : spans[at + 1][0]] == " " else ""
    if gone := before.removesuffix(REMOVED) if before.endswith(REMOVED) else "":
        return _line(f"{left}{gone} {text[start:end]} -> {left}{text[start:end]}")
    tied = left if left and not left[-1].isspace() else ""  # `03:14 -> 03:41 GMT`
    return _line(f"{left}{before} -> {tied}{text[start:end]}{right}")


def _line(text: str) -> str:
    return " ".join(text.split())[:PHRASE_CHARACTERS]
