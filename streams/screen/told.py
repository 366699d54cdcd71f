"""The changes that screen tells of a text, and a check if the two texts bear them out: `streams eval screen --report FILE`.

A figure with its old value is true if the old text has that value between the same two words between which the new text has the new value.
A figure without an old value is true if the old text has the number nowhere beside either of its neighbours, in digits or in words, and
does not write the same thing otherwise (`5:10`, `5.10am`). Another word with an old one before it is true like a figure with its old
value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from streams.clean.sketch import normal, word_spans
from streams.messages import FigureChange, Relation
from streams.screen.lexicon import TENS, UNITS

_REPLACED = re.compile(r"(.{0,80}?)(\S+) -> (\S+)( \S+)?$")
_AROUND = 40
"""The number of characters shown on either side."""
_WRITTEN = {str(n): word for n, word in enumerate(UNITS)} | {str(20 + 10 * n): word for n, word in enumerate(TENS)}


@dataclass(frozen=True, slots=True)
class Told:
    """One change: the words in which it was told, its surroundings in the new text, and whether it is true."""

    said: str
    context: str
    true: bool


def told_changes(old: str, new: str, relation: Relation) -> Iterator[Told]:
    """Yield each figure that the verdict on `new` tells, then each other word that it tells with an old one before it."""
    words = _words(old)
    for figure in relation.figures:
        said = f"{figure.before or '?'} -> {figure.after}"
        yield Told(said, _context(new, figure.start, figure.end), _is_so(words, old, new, figure))
    for phrase in relation.changed:
        found = _REPLACED.match(phrase)
        if found is None or any(char.isdigit() for char in found[3]):
            continue
        left, before, after, right = (_words(part or "") for part in found.groups())
        had, has = (*left[-1:], *before, *right), (*left[-1:], *after, *right)
        at = new.find(phrase.partition(" -> ")[2])
        yield Told(phrase, _context(new, at, at) if at >= 0 else "", _stands(had, words) and _stands(has, _words(new)))


def _is_so(words: tuple[str, ...], old: str, new: str, figure: FigureChange) -> bool:
    left, right = _words(new[max(0, figure.start - 60) : figure.start])[-1:], _words(new[figure.end : figure.end + 60])[:1]
    if figure.before is not None:
        return _stands((*left, *_words(figure.before), *right), words)
    if _written(new, figure.start, figure.end) in {_digits(part) for part in old.split() if len(_digits(part)) > 2}:
        return False
    forms = {normal(figure.after), _WRITTEN.get(figure.after, figure.after)}
    return not any(_stands((*left, form), words) or _stands((form, *right), words) for form in forms)


def _written(text: str, start: int, end: int) -> str:
    """Return the digits of all that a figure is a part of, up to white space."""
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return _digits(text[start:end])


def _digits(part: str) -> str:
    return "".join(char for char in part if char.isdigit())


def _words(text: str) -> tuple[str, ...]:
    return tuple(normal(text[start:end]) for start, end in word_spans(text))


def _stands(part: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1))


def _context(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - _AROUND) : end + _AROUND].split())
