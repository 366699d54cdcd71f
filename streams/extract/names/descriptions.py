"""This module finds the words beside a name that say what it is: `Peru's president` in `Ana Quispe, Peru's president,`, `police chief` in
`police chief Omar`.

It goes by the order of words, for a parser hangs appositions now on the name, now under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from streams.extract.tokens import Token
from streams.messages import Entity, Span

_DESCRIBED = frozenset({"PERSON", "ORG"})
_INSIDE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "PRON"})
_JOINS = frozenset({"of", "in", "for", "at", "and", "&", "-", "on"})
_TURNED = "turned"
"""The word between what somebody was and what he is: "minister turned rebel leader"."""
_MARKS = frozenset({",", ".", ";", ")", "–", "—", "-", ":", "?", "!"})
_WIDEST = 12
"""The most words of a description."""


def described(doc: list[Token], entities: Sequence[Entity], at: Mapping[int, int]) -> dict[int, tuple[Span, ...]]:
    """Return the descriptions by the number of the entity, the one in front first; `at` gives the entity of each word inside one."""
    ends: dict[int, list[int]] = {}
    for index, number in at.items():
        if entities[number].label in _DESCRIBED:
            first, final = ends.setdefault(number, [index, index])
            ends[number] = [min(first, index), max(final, index)]
    found: dict[int, tuple[Span, ...]] = {}
    last: int | None = None
    for number, (first, end) in sorted(ends.items(), key=lambda item: item[1]):
        spans = [*_before(doc, first, at, entities), *_behind(doc, end + 1, at, entities)]
        if not spans and last is not None and doc[first - 1].lower_ in ("and", ",") and first - 2 == ends[last][1]:
            spans = [span for span in found.get(last, ()) if span.end <= entities[last].start and span.text.endswith("s")]
        if spans:  # "senators Tarr and Doe": both are
            found[number] = tuple(spans)
        last = number
    return found


def _before(doc: list[Token], first: int, at: Mapping[int, int], entities: Sequence[Entity]) -> Iterator[Span]:
    """Yield the descriptions in front of a name: `French President`, `the president of Peru,`; both of `the head of the army, General`."""
    title = _walk(doc, first, at, entities, joins=False)
    if (span := _span(doc, title, first, at)) is not None:
        yield span
    if title > 1 and doc[title - 1].text == "," and not doc[title].is_sent_start:
        start = _walk(doc, title - 1, at, entities, joins=True)
        if (span := _span(doc, start, title - 1, at)) is not None:
            yield span


def _walk(doc: list[Token], end: int, at: Mapping[int, int], entities: Sequence[Entity], *, joins: bool) -> int:
    """Return the index of the first word of the noun phrase that ends before `end`; `joins`: it may have `of` and the like in it."""
    start = end
    while start > 0 and end - start < _WIDEST and not (start < len(doc) and doc[start].is_sent_start):
        word = doc[start - 1]
        if _is_person(word, at, entities) or not (
            word.pos_ in _INSIDE or (joins and word.lower_ in _JOINS) or word.text == "-" or word.lower_ == _TURNED
        ):
            break
        start -= 1
        if word.pos_ in ("DET", "PRON") and not joins:
            break
    return start


def _behind(doc: list[Token], comma: int, at: Mapping[int, int], entities: Sequence[Entity]) -> Iterator[Span]:
    """Yield the description behind a name, if there is one: `, the president of Peru,`."""
    if comma + 1 >= len(doc) or doc[comma].text != "," or doc[comma].is_sent_start:
        return
    start = end = comma + 1
    while end < len(doc) and end - start < _WIDEST and not (end > start and doc[end].is_sent_start):
        word = doc[end]
        if _is_person(word, at, entities) or not (word.pos_ in _INSIDE or word.lower_ in _JOINS):
            break
        end += 1
    closed = end == len(doc) or doc[end].text in _MARKS or doc[end].pos_ in ("VERB", "AUX") or doc[end].is_sent_start
    while end > start and doc[end - 1].lower_ in _JOINS:
        end -= 1
    if closed and (span := _span(doc, start, end, at)) is not None:
        yield span


def _is_person(word: Token, at: Mapping[int, int], entities: Sequence[Entity]) -> bool:
    return word.i in at and entities[at[word.i]].label == "PERSON"


def _span(doc: list[Token], start: int, end: int, at: Mapping[int, int]) -> Span | None:
    """Return the words as a span if they hold a noun that is no name, else None: a name alone describes nothing."""
    while start < end and doc[start].is_space:
        start += 1
    words = doc[start:end]
    if not any(word.pos_ in ("NOUN", "PROPN") and word.i not in at for word in words):
        return None
    text = "".join(word.text + word.whitespace_ for word in words[:-1]) + words[-1].text
    return Span(start=words[0].idx, end=words[-1].idx + len(words[-1].text), text=text)
